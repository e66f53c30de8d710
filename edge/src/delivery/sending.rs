//! Sends what is due, a few at a time, and writes down what came of it.

use super::payload;
use super::signature::signatures;
use super::{Answer, Next, Parked, next, not_before, retry_after};
use crate::calendar::Moment;
use crate::error::{Doing, Error};
use crate::intake::random;
use crate::ledger::{Attempted, Claimed, Ledger};
use crate::settings::{Recipient, Settings};
use serde_json::json;
use worker::{AbortSignal, Fetch, Headers, Method, Request, RequestInit, RequestRedirect};

/// The specification recommends 15 to 30 seconds; it must end before the lease.
const PATIENCE_MILLISECONDS: u32 = 15_000;

/// After so many rounds it is the next event's turn: an invocation has limits
/// on how much it may ask for.
const ROUNDS: usize = 10;

/// Sends what is due, oldest first, until nothing is.
pub(crate) async fn send_what_is_due(ledger: &Ledger, settings: &Settings) -> Result<(), Error> {
    for _ in 0..ROUNDS {
        let lease = random::id()?;
        let claimed = ledger.claim(&lease, crate::now()).await?;
        if claimed.is_empty() {
            break;
        }
        let desk = Desk { ledger, settings, lease: &lease };
        let all = claimed.iter().map(|one| desk.attempt(one));
        first_error(futures_util::future::join_all(all).await)?;
    }
    Ok(())
}

/// Tries the oldest delivery of each recipient that is waited for, to learn
/// soon that it is back: the pauses grow to a day. A probe that fails changes
/// nothing and counts for nothing; one that succeeds wakes all that waits.
pub(crate) async fn probe(ledger: &Ledger, settings: &Settings) -> Result<(), Error> {
    let lease = random::id()?;
    let claimed = ledger.claim_probes(&lease, crate::now()).await?;
    let desk = Desk { ledger, settings, lease: &lease };
    let all = claimed.iter().map(|one| desk.try_out(one));
    first_error(futures_util::future::join_all(all).await)
}

/// One that fails must not keep the others from being tried.
fn first_error(all: Vec<Result<(), Error>>) -> Result<(), Error> {
    all.into_iter().collect()
}

struct Desk<'a> {
    ledger: &'a Ledger,
    settings: &'a Settings,
    lease: &'a str,
}

impl Desk<'_> {
    async fn attempt(&self, claimed: &Claimed) -> Result<(), Error> {
        let answer = self.send(claimed).await;
        let next = next(answer, claimed.attempts + 1, &claimed.id, crate::now());
        self.record(claimed, answer, next).await
    }

    async fn try_out(&self, claimed: &Claimed) -> Result<(), Error> {
        match self.send(claimed).await {
            answer @ Answer::Status(200..=299, _) => self.record(claimed, answer, Next::Done).await,
            _ => Ok(()),
        }
    }

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
                Answer::Silence
            }
        }
    }

    async fn record(&self, claimed: &Claimed, answer: Answer, next: Next) -> Result<(), Error> {
        let at = crate::now();
        let told = told(answer);
        let attempted = Attempted {
            claimed,
            lease: self.lease,
            at,
            answer: &told,
            next,
            not_before: not_before(answer, at),
        };
        self.ledger.record(&attempted).await?;
        if next == Next::Park(Parked::Gone) {
            self.stop(&claimed.recipient, at).await?;
        }
        let attempt = claimed.attempts + 1;
        let details = json!({ "delivery": claimed.id, "attempt": attempt, "answer": told });
        crate::log(event(next), &details);
        Ok(())
    }

    async fn stop(&self, id: &str, at: Moment) -> Result<(), Error> {
        let Some(recipient) = self.settings.recipients.get(id) else { return Ok(()) };
        self.ledger.stop(id, &crate::intake::hash(&[&recipient.url]), at).await
    }
}

fn event(next: Next) -> &'static str {
    match next {
        Next::Done => "delivered",
        Next::After(_) => "delivery-failed",
        Next::Park(_) => "parked",
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

/// An answer as it stands in the ledger and the log.
fn told(answer: Answer) -> String {
    match answer {
        Answer::Status(status, _) => status.to_string(),
        Answer::Silence => "silence".to_owned(),
        Answer::NoRecipient => "no-recipient".to_owned(),
        Answer::NothingToSend => "nothing-to-send".to_owned(),
    }
}
