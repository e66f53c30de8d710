//! Sends what is due, a few at a time, and writes down what came of it.

use super::payload;
use super::signature::signatures;
use super::{Answer, Next, Parked, next, retry_after};
use crate::calendar::Moment;
use crate::error::{Doing, Error};
use crate::intake::random;
use crate::ledger::{AT_ONCE, Attempted, Claimed, Ledger};
use crate::settings::{Recipient, Settings};
use serde_json::json;
use worker::{AbortSignal, Fetch, Headers, Method, Request, RequestInit, RequestRedirect};

/// The specification recommends 15 to 30 seconds; it must end before the lease.
const PATIENCE_MILLISECONDS: u32 = 15_000;

/// After so many rounds it is the next event's turn: an invocation has limits
/// on how much it may ask for.
const ROUNDS: usize = 10;

/// Sends what is due, oldest first.
pub(crate) async fn send_what_is_due(ledger: &Ledger, settings: &Settings) -> Result<(), Error> {
    for _ in 0..ROUNDS {
        let lease = random::id()?;
        let claimed = ledger.claim(&lease, crate::now()).await?;
        let all = claimed.iter().map(|one| attempt(ledger, settings, one, &lease));
        for done in futures_util::future::join_all(all).await {
            done?;
        }
        if claimed.len() < usize::try_from(AT_ONCE).unwrap_or_default() {
            break;
        }
    }
    Ok(())
}

async fn attempt(
    ledger: &Ledger,
    settings: &Settings,
    claimed: &Claimed,
    lease: &str,
) -> Result<(), Error> {
    let recipient = settings.recipients.get(&claimed.recipient);
    let answer = match (recipient, payload::body(claimed, settings)?) {
        (None, _) => Answer::NoRecipient,
        (_, None) => Answer::NothingToSend,
        (Some(recipient), Some(body)) => send(recipient, &claimed.id, &body).await,
    };
    let at = crate::now();
    let next = next(answer, claimed.attempts + 1, &claimed.id, at);
    let told = told(answer);
    ledger.record(&Attempted { claimed, lease, at, answer: &told, next }).await?;
    if let (Next::Park(Parked::Gone), Some(recipient)) = (next, recipient) {
        let address = crate::intake::hash(&[&recipient.url]);
        ledger.stop(&claimed.recipient, &address, at).await?;
    }
    let event = match next {
        Next::Done => "delivered",
        Next::After(_) => "delivery-failed",
        Next::Park(_) => "parked",
    };
    crate::log(
        event,
        &json!({ "delivery": claimed.id, "attempt": claimed.attempts + 1, "answer": told }),
    );
    Ok(())
}

/// Posts a body. Whatever goes wrong on the way is silence.
async fn send(recipient: &Recipient, id: &str, body: &str) -> Answer {
    post(recipient, id, body).await.unwrap_or(Answer::Silence)
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
