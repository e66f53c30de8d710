//! The world outside the sender, as the platform gives it: its clock, its lots,
//! a signed POST, and the mail service.

use super::Answer;
use super::dates::{is_skewed, retry_after};
use super::mail::{self, Message};
use super::payload;
use super::sending::Outside;
use super::signature::{Secret, signatures};
use crate::calendar::Moment;
use crate::error::{Doing, Error};
use crate::intake::{hash, random};
use crate::ledger::{Claimed, Ledger, Tally};
use crate::settings::{Channel, Form, Recipient, Settings};
use futures_util::future::{Either, LocalBoxFuture, select};
use serde_json::{Value, json};
use time::Duration;
use worker::{
    AbortSignal, Delay, Env, Fetch, Headers, Method, Request, RequestInit, RequestRedirect,
    SendEmailBuilder,
};

/// The specification recommends 15 to 30 seconds; it must end before the lease.
const PATIENCE_MILLISECONDS: u32 = 15_000;

/// The real one.
pub(crate) struct Real<'a> {
    /// The bindings.
    pub(crate) env: &'a Env,
    /// Who the recipients are.
    pub(crate) settings: &'static Settings,
}

impl Outside for Real<'_> {
    fn now(&self) -> Moment {
        crate::now()
    }

    fn lot(&self) -> Result<String, Error> {
        random::id()
    }

    fn nap(&self, length: Duration) -> LocalBoxFuture<'_, ()> {
        Box::pin(Delay::from(length.unsigned_abs()))
    }

    fn hand_over<'a>(&'a self, claimed: &'a Claimed) -> LocalBoxFuture<'a, Answer> {
        Box::pin(self.send(claimed))
    }

    fn address(&self, recipient: &str) -> String {
        self.settings.recipients.get(recipient).map_or_else(String::new, address)
    }

    fn note(&self, event: &'static str, of: &Value) {
        crate::log(event, of);
    }
}

/// The hash of where a recipient's leads go.
pub(crate) fn address(recipient: &Recipient) -> String {
    match &recipient.channel {
        Channel::Webhook(url) => hash(&[url]),
        Channel::Email(address, _) => hash(&["mail", address]),
    }
}

/// Wakes the sender, by a message that says nothing but an id.
pub(crate) async fn wake(env: &Env, id: &str) -> Result<(), Error> {
    env.queue("DELIVERIES").doing("finding the queue")?.send(id).await.doing("waking the sender")
}

impl Real<'_> {
    async fn send(&self, claimed: &Claimed) -> Answer {
        let Some(recipient) = self.settings.recipients.get(&claimed.recipient) else {
            return Answer::NoRecipient;
        };
        let done = match &recipient.channel {
            Channel::Webhook(url) => self.post(claimed, url, &recipient.secrets).await,
            Channel::Email(address, form) => self.mail(claimed, address, *form).await,
        };
        done.unwrap_or_else(|error| {
            error.log();
            Answer::Unreadable
        })
    }

    /// # Errors
    /// When what is to be sent cannot be made.
    async fn post(&self, claimed: &Claimed, url: &str, keys: &[Secret]) -> Result<Answer, Error> {
        let Some(body) = payload::body(claimed, self.settings)? else {
            return Ok(Answer::NothingToSend);
        };
        let letter = Letter { url, keys, id: &claimed.id, body: &body };
        // Whatever goes wrong on the way is silence.
        let Ok(heard) = post(&letter).await else { return Ok(Answer::Silence) };
        if heard.is_skewed {
            self.tell_skew(&claimed.recipient).await;
        }
        Ok(heard.answer)
    }

    /// Somebody should look at a clock. The delivery goes on whether or not
    /// that can be written down.
    async fn tell_skew(&self, recipient: &str) {
        crate::log("skewed", &json!({ "recipient": recipient }));
        let counted = async { Ledger::open(self.env)?.tally(Tally::Skewed, crate::now()).await };
        if let Err(error) = counted.await {
            error.log();
        }
    }

    /// # Errors
    /// When what is to be sent cannot be made.
    async fn mail(&self, claimed: &Claimed, address: &str, form: Form) -> Result<Answer, Error> {
        let Some(message) = mail::message(claimed, (address, form), self.settings)? else {
            return Ok(Answer::NothingToSend);
        };
        let from = self.settings.mail_from.as_deref().unwrap_or_default();
        let taken = hand_in(&message, from, self.env).await;
        Ok(match (taken, form) {
            (Ok(()), Form::Full) => Answer::Mailed,
            (Ok(()), Form::Notice) => Answer::Noticed,
            (Err(error), _) => {
                error.log();
                Answer::NotMailed
            }
        })
    }
}

/// Gives an e-mail to the mail service, which makes the message of its parts.
async fn hand_in(message: &Message, from: &str, env: &Env) -> Result<(), Error> {
    const WHAT: &str = "handing in an e-mail";
    let service = env.send_email("MAIL").doing(WHAT)?;
    let parts = SendEmailBuilder::builder(from, &message.to, &message.subject);
    let email = parts.text(message.text.reveal()).build();
    let patience = std::time::Duration::from_millis(PATIENCE_MILLISECONDS.into());
    let sending = std::pin::pin!(service.send_with_builder(&email));
    match select(sending, Delay::from(patience)).await {
        Either::Left((Ok(_), _)) => Ok(()),
        // Only that it was refused: why may name an address.
        Either::Left((Err(_), _)) => Err(Error::Unavailable(format!("{WHAT}: it was refused"))),
        Either::Right(_) => Err(Error::Unavailable(format!("{WHAT}: no answer in time"))),
    }
}

/// What is posted: a body, and what it is signed with.
struct Letter<'a> {
    url: &'a str,
    keys: &'a [Secret],
    id: &'a str,
    body: &'a str,
}

/// What came back.
struct Heard {
    answer: Answer,
    is_skewed: bool,
}

async fn post(letter: &Letter<'_>) -> Result<Heard, Error> {
    let now = crate::now();
    let request = signed(letter, now)?;
    let patience =
        AbortSignal::from(worker::web_sys::AbortSignal::timeout_with_u32(PATIENCE_MILLISECONDS));
    let response = Fetch::Request(request).send_with_signal(&patience).await.doing("posting")?;
    let header = |name: &str| response.headers().get(name).ok().flatten();
    let wait = header("Retry-After").and_then(|wait| retry_after(&wait, now));
    let is_skewed = header("Date").is_some_and(|date| is_skewed(&date, crate::now()));
    let answer = Answer::Status(response.status_code(), wait);
    discard(response);
    Ok(Heard { answer, is_skewed })
}

fn signed(letter: &Letter<'_>, now: Moment) -> Result<Request, Error> {
    let Letter { url, keys, id, body } = *letter;
    let seconds = now.unix_timestamp();
    let headers = Headers::new();
    for (name, value) in [
        ("Content-Type", "application/json"),
        ("User-Agent", concat!("vagen-in/", env!("CARGO_PKG_VERSION"))),
        ("webhook-id", id),
        ("webhook-timestamp", &seconds.to_string()),
        ("webhook-signature", &signatures(keys, id, seconds, body)),
    ] {
        headers.set(name, value).doing("setting a header")?;
    }
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(headers)
        .with_redirect(RequestRedirect::Manual)
        .with_body(Some(body.into()));
    Request::new_with_init(url, &init).doing("making a request")
}

/// The status says it all: a long body must not be waited for.
fn discard(response: worker::Response) {
    let response = worker::web_sys::Response::from(response);
    if let Some(body) = response.body() {
        // Cancelling may fail only when there is nothing left to cancel.
        let _ = body.cancel();
    }
}
