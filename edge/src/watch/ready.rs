//! Whether it lives, and whether it is ready: for whoever watches from outside.

use super::alerts::{SILENCE, WAIT};
use crate::Here;
use crate::calendar::{Moment, from_millis};
use crate::error::Error;
use crate::http::Reply;
use crate::ledger::{Health, Ledger, SCHEMA};
use crate::operators;
use serde_json::json;

/// `GET /healthz`: it answers, and which build it is. Asks nothing of anyone.
pub(crate) fn alive(here: &Here<'_>) -> Reply {
    let manifest = &here.settings.manifest;
    let told = json!({ "status": "ok", "version": manifest.version, "build": manifest.build });
    Reply::json(200, &told)
}

/// `GET /readyz`: whether all goes as it should; why not, for who has signed in.
pub(crate) async fn readiness(here: &Here<'_>) -> Result<Reply, Error> {
    let health = Ledger::open(here.env)?.health().await?;
    let is_watcher = operators::come_in(here).await.is_ok();
    Ok(ready(&health, here.now, is_watcher))
}

/// Ready when the schema is the one this code reads, or a later one: those only
/// add to it; when no lead waits too long; and when the clock ticks.
fn ready(health: &Health, now: Moment, in_detail: bool) -> Reply {
    let since = |at: Option<i64>| at.map(|at| now - from_millis(at));
    let waits = since(health.oldest_due).is_some_and(|waited| WAIT < waited);
    let ticks = since(health.heartbeat).is_some_and(|silent| silent <= SILENCE);
    let ready = Some(SCHEMA) <= health.version && !waits && ticks;
    let status = if ready { "ready" } else { "not-ready" };
    let seconds_since = |at: Option<i64>| since(at).map(time::Duration::whole_seconds);
    let told = if in_detail {
        json!({
            "status": status,
            "schema_version": health.version,
            "expected_schema_version": SCHEMA,
            "due": health.due,
            "parked": health.parked,
            "oldest_undelivered_seconds": seconds_since(health.oldest_due),
            "heartbeat_seconds": seconds_since(health.heartbeat),
        })
    } else {
        json!({ "status": status })
    };
    Reply::json(if ready { 200 } else { 503 }, &told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::millis;
    use time::Duration;
    use time::macros::datetime;

    const NOW: Moment = datetime!(2026-11-23 08:00 UTC);

    fn well() -> Health {
        let ago = |duration| Some(millis(NOW - duration));
        Health {
            version: Some(SCHEMA),
            oldest_due: ago(Duration::minutes(15)),
            heartbeat: ago(Duration::minutes(5)),
            ..Health::default()
        }
    }

    #[test]
    fn each_fault_makes_it_not_ready() {
        assert_eq!(ready(&well(), NOW, false).status(), 200);
        assert_eq!(
            ready(&Health { version: Some(SCHEMA + 1), ..well() }, NOW, false).status(),
            200
        );
        let before = |duration: Duration| Some(millis(NOW - duration - Duration::SECOND));
        for health in [
            Health::default(),
            Health { version: None, ..well() },
            Health { version: Some(SCHEMA - 1), ..well() },
            Health { oldest_due: before(Duration::minutes(15)), ..well() },
            Health { heartbeat: before(Duration::minutes(5)), ..well() },
            Health { heartbeat: None, ..well() },
        ] {
            assert_eq!(ready(&health, NOW, false).status(), 503, "{health:?}");
        }
    }

    #[test]
    fn only_who_has_signed_in_is_told_why() {
        assert_eq!(ready(&well(), NOW, false).body(), r#"{"status":"ready"}"#);
        let detail = ready(&well(), NOW, true);
        assert!(detail.body().contains("\"oldest_undelivered_seconds\":900"));
        assert!(detail.body().contains("\"heartbeat_seconds\":300"));
    }
}
