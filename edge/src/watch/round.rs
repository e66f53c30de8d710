//! A look at everything: what is wrong is told once, and once more when it is
//! over.
//!
//! The clock makes the round, and so does every lead that wakes the sender:
//! a clock that is silent cannot tell so itself.

use super::alerts::{Alert, Changes, Level, changes, judge};
use crate::calendar::{Moment, stamp};
use crate::error::{Doing, Error};
use crate::ledger::{Ledger, Tally};
use crate::settings::Settings;
use serde_json::{Value, json};
use worker::{AbortSignal, Env, Fetch, Headers, Method, Request, RequestInit, RequestRedirect};

/// Looks, and tells what has changed.
pub(crate) async fn round(ledger: &Ledger, settings: &Settings, now: Moment) -> Result<(), Error> {
    let (seen, before) = ledger.seen(now).await?;
    let changes = changes(&before, &judge(&seen, now));
    if changes == Changes::default() {
        return Ok(());
    }
    ledger.remember(&changes.raised, &changes.cleared, now).await?;
    for (alert, level) in &changes.raised {
        tell("alert-raised", *alert, Some(*level), settings, now).await;
    }
    for alert in &changes.cleared {
        tell("alert-cleared", *alert, None, settings, now).await;
    }
    Ok(())
}

#[expect(clippy::too_many_arguments, reason = "what, how urgently, to whom and when")]
async fn tell(event: &str, alert: Alert, level: Option<Level>, settings: &Settings, now: Moment) {
    let details = json!({ "alert": alert, "level": level });
    match event {
        "alert-raised" => crate::log("alert-raised", &details),
        _ => crate::log("alert-cleared", &details),
    }
    let Some(address) = &settings.alerts else { return };
    let told = json!({
        "event": event,
        "alert": alert,
        "level": level,
        "at": stamp(now),
        "service": settings.origin,
        "runbook": format!("edge/runbooks/{}.md", alert.key()),
    });
    if post(address, &told).await.is_err() {
        crate::log("alert-not-told", &details);
    }
}

async fn post(address: &str, told: &Value) -> Result<(), Error> {
    const WHAT: &str = "telling an alert";
    const PATIENCE_MILLISECONDS: u32 = 5_000;
    let headers = Headers::new();
    headers.set("Content-Type", "application/json").doing(WHAT)?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(headers)
        .with_redirect(RequestRedirect::Manual)
        .with_body(Some(told.to_string().into()));
    let request = Request::new_with_init(address, &init).doing(WHAT)?;
    let patience =
        AbortSignal::from(worker::web_sys::AbortSignal::timeout_with_u32(PATIENCE_MILLISECONDS));
    let answer = Fetch::Request(request).send_with_signal(&patience).await.doing(WHAT)?;
    match answer.status_code() {
        200..=299 => Ok(()),
        status => Err(Error::Unavailable(format!("{WHAT}: {status}"))),
    }
}

/// Whether an alert is made of such an answer. That we are not ready is no failure
/// to say so, and 501 is what oEmbed asks for.
pub(crate) fn is_counted(path: &str, status: u16) -> bool {
    path != "/readyz" && matches!(status, 429 | 500 | 502..)
}

/// Counts an answer that an alert is made of, after it was given.
pub(crate) async fn note_answer(status: u16, env: &Env, now: Moment) -> Result<(), Error> {
    match status {
        429 => Ledger::open(env)?.tally(Tally::Refused, now).await,
        500.. => Ledger::open(env)?.tally(Tally::Failed, now).await,
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_and_what_fails_is_counted_and_no_watcher() {
        for status in [429, 500, 502, 503] {
            assert!(is_counted("/v1/leads", status), "{status}");
            assert!(!is_counted("/readyz", status), "{status}");
        }
        for status in [200, 303, 404, 501] {
            assert!(!is_counted("/oembed", status), "{status}");
        }
    }
}
