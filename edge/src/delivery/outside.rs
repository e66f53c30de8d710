//! The world outside the sender, as the platform gives it: its clock, its lots,
//! and a signed POST.

use super::Answer;
use super::payload;
use super::retry_after::retry_after;
use super::sending::Outside;
use super::signature::signatures;
use crate::calendar::Moment;
use crate::error::{Doing, Error};
use crate::intake::{hash, random};
use crate::ledger::Claimed;
use crate::settings::{Recipient, Settings};
use futures_util::future::LocalBoxFuture;
use serde_json::Value;
use time::Duration;
use worker::{
    AbortSignal, Delay, Env, Fetch, Headers, Method, Request, RequestInit, RequestRedirect,
};

/// The specification recommends 15 to 30 seconds; it must end before the lease.
const PATIENCE_MILLISECONDS: u32 = 15_000;

/// The real one.
pub(crate) struct Real {
    /// Who the recipients are.
    pub(crate) settings: &'static Settings,
}

impl Outside for Real {
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
    hash(&[&recipient.url])
}

/// Wakes the sender, by a message that says nothing but an id.
pub(crate) async fn wake(env: &Env, id: &str) -> Result<(), Error> {
    env.queue("DELIVERIES").doing("finding the queue")?.send(id).await.doing("waking the sender")
}

impl Real {
    async fn send(&self, claimed: &Claimed) -> Answer {
        let recipient = self.settings.recipients.get(&claimed.recipient);
        match (recipient, payload::body(claimed, self.settings)) {
            (None, _) => Answer::NoRecipient,
            (_, Ok(None)) => Answer::NothingToSend,
            (Some(recipient), Ok(Some(body))) => {
                // Whatever goes wrong on the way is silence.
                post(recipient, &claimed.id, &body).await.unwrap_or(Answer::Silence)
            }
            (_, Err(error)) => {
                error.log();
                Answer::Unreadable
            }
        }
    }
}

async fn post(recipient: &Recipient, id: &str, body: &str) -> Result<Answer, Error> {
    let now = crate::now();
    let request = signed(recipient, id, body, now)?;
    let patience =
        AbortSignal::from(worker::web_sys::AbortSignal::timeout_with_u32(PATIENCE_MILLISECONDS));
    let response = Fetch::Request(request).send_with_signal(&patience).await.doing("posting")?;
    let wait = response.headers().get("Retry-After").ok().flatten();
    let answer =
        Answer::Status(response.status_code(), wait.and_then(|wait| retry_after(&wait, now)));
    discard(response);
    Ok(answer)
}

fn signed(recipient: &Recipient, id: &str, body: &str, now: Moment) -> Result<Request, Error> {
    let seconds = now.unix_timestamp();
    let headers = Headers::new();
    for (name, value) in [
        ("Content-Type", "application/json"),
        ("User-Agent", concat!("vagen-in/", env!("CARGO_PKG_VERSION"))),
        ("webhook-id", id),
        ("webhook-timestamp", &seconds.to_string()),
        ("webhook-signature", &signatures(&recipient.secrets, id, seconds, body)),
    ] {
        headers.set(name, value).doing("setting a header")?;
    }
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(headers)
        .with_redirect(RequestRedirect::Manual)
        .with_body(Some(body.into()));
    Request::new_with_init(&recipient.url, &init).doing("making a request")
}

/// The status says it all: a long body must not be waited for.
fn discard(response: worker::Response) {
    let response = worker::web_sys::Response::from(response);
    if let Some(body) = response.body() {
        // Cancelling may fail only when there is nothing left to cancel.
        let _ = body.cancel();
    }
}
