//! Which recipients get anything now: paused by an operator, stopped by
//! themselves or by five days of failure, back again.

use super::audit::Deed;
use super::sending::EXHAUSTED_MEANWHILE;
use super::store::{Statement, sql};
use super::{Ledger, ids};
use crate::calendar::Moment;
use crate::delivery::Parked;
use crate::delivery::recipient::{DISABLED_AFTER, SAME_FAILURE};
use crate::error::Error;
use serde::{Deserialize, Serialize};

/// How it goes with a recipient. Moments are milliseconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Standing {
    /// Its id in the configuration, or one that the configuration had.
    pub(crate) recipient: String,
    /// Since when an operator has paused it.
    pub(crate) paused_at: Option<i64>,
    /// Since when it gets nothing, and why: `gone` or `failing`.
    pub(crate) stopped_at: Option<i64>,
    pub(crate) stopped_for: Option<String>,
    /// When it last took a lead.
    pub(crate) taken_at: Option<i64>,
    /// When it first failed after that.
    pub(crate) failing_since: Option<i64>,
    /// Since when it is back, with a backlog.
    pub(crate) recovering_since: Option<i64>,
    /// Until when it asked not to be called.
    pub(crate) quiet_until: Option<i64>,
    /// Deliveries that are due, or will be.
    pub(crate) due: u32,
    /// Deliveries that wait for an operator.
    pub(crate) parked: u32,
}

impl Ledger {
    /// How it goes with every recipient that anything was ever for.
    pub(crate) async fn standings(&self) -> Result<Vec<Standing>, Error> {
        let statement = sql(
            "WITH known AS (SELECT recipient FROM recipient UNION SELECT recipient FROM stopped
                            UNION SELECT recipient FROM delivery)
             SELECT known.recipient, r.paused_at, s.at AS stopped_at, s.why AS stopped_for,
                    r.taken_at, r.failing_since, r.recovering_since,
                    nullif(r.quiet_until, 0) AS quiet_until,
                    (SELECT count(*) FROM delivery AS d
                     WHERE d.recipient = known.recipient AND d.state = 'due') AS due,
                    (SELECT count(*) FROM delivery AS d
                     WHERE d.recipient = known.recipient AND d.state = 'parked') AS parked
             FROM known LEFT JOIN recipient AS r ON r.recipient = known.recipient
                        LEFT JOIN stopped AS s ON s.recipient = known.recipient
             ORDER BY known.recipient",
            [],
        );
        self.read(statement, "asking how recipients do").await
    }

    /// Sends a recipient nothing more until it is resumed. Leads for it are
    /// taken and kept.
    pub(crate) async fn pause(&self, recipient: &str, deed: &Deed<'_>) -> Result<(), Error> {
        let pause = sql(
            "INSERT INTO recipient (recipient, paused_at) VALUES (?1, ?2)
             ON CONFLICT (recipient) DO UPDATE SET paused_at = coalesce(paused_at, ?2)",
            [recipient.into(), deed.at.into()],
        );
        self.audited(deed, vec![pause], "pausing a recipient").await.map(drop)
    }

    /// Goes on with a recipient that was paused or stopped: what waits for it
    /// is due now, oldest first and slowly. Gives the ids of what was parked
    /// because it was stopped.
    pub(crate) async fn resume(
        &self,
        recipient: &str,
        deed: &Deed<'_>,
    ) -> Result<Vec<String>, Error> {
        const WHAT: &str = "resuming a recipient";
        let changes = go_on(recipient, None, deed.at).to_vec();
        ids(&mut self.audited(deed, changes, WHAT).await?.0, 0, WHAT)
    }

    /// Notes that the clock ticks. Stops recipients that have failed for too
    /// long, parks what waits for stopped ones, and goes on with those that
    /// have a new address. Gives the recipients that were stopped just now.
    pub(crate) async fn tick(
        &self,
        addresses: &[(&str, String)],
        now: Moment,
    ) -> Result<Vec<String>, Error> {
        const WHAT: &str = "noting a tick";
        let mut batch = vec![sql(
            "INSERT INTO heartbeat (name, at) VALUES ('clock', ?1)
             ON CONFLICT (name) DO UPDATE SET at = ?1",
            [now.into()],
        )];
        for (recipient, url_hash) in addresses {
            batch.extend(go_on(recipient, Some(url_hash), now));
            batch.push(disable(recipient, url_hash, now));
        }
        batch.push(recovered());
        batch.push(park_stopped(now));
        batch.push(sql("SELECT recipient AS id FROM stopped WHERE at = ?1", [now.into()]));
        let last = batch.len() - 1;
        ids(&mut self.run(batch, WHAT).await?, last, WHAT)
    }
}

/// What was parked because a recipient was stopped is due again, and nothing
/// stops it any more. With `url_hash`: only if its address is another now.
fn go_on(recipient: &str, url_hash: Option<&str>, now: Moment) -> [Statement; 3] {
    let moved = "EXISTS (SELECT 1 FROM stopped
                         WHERE stopped.recipient = ?1 AND (?3 IS NULL OR url_hash <> ?3))";
    [
        sql(
            format!(
                "UPDATE delivery SET state = 'due', parked_for = NULL, ended_at = NULL,
                                     base = attempts, next_attempt_at = ?2, not_before = 0
                 WHERE recipient = ?1 AND state = 'parked' AND {moved}
                   AND (parked_for IN ('gone', 'failing') OR {EXHAUSTED_MEANWHILE})
                 RETURNING id"
            ),
            [recipient.into(), now.into(), url_hash.into()],
        ),
        sql(
            format!(
                "INSERT INTO recipient (recipient, recovering_since)
                 SELECT ?1, ?2 WHERE ?3 IS NULL OR {moved}
                 ON CONFLICT (recipient) DO UPDATE SET
                   paused_at = CASE WHEN ?3 IS NULL THEN NULL ELSE paused_at END,
                   failing_since = NULL, recovering_since = ?2, quiet_until = 0"
            ),
            [recipient.into(), now.into(), url_hash.into()],
        ),
        sql(
            "DELETE FROM stopped WHERE recipient = ?1 AND (?2 IS NULL OR url_hash <> ?2)",
            [recipient.into(), url_hash.into()],
        ),
    ]
}

/// Stops a recipient that has failed for too long.
fn disable(recipient: &str, url_hash: &str, now: Moment) -> Statement {
    sql(
        "INSERT INTO stopped (recipient, url_hash, at, why)
         SELECT ?1, ?2, ?3, ?4 FROM recipient WHERE recipient = ?1 AND failing_since <= ?5
           AND ?6 <= failed_at
         ON CONFLICT (recipient) DO NOTHING",
        [
            recipient.into(),
            url_hash.into(),
            now.into(),
            Parked::Failing.key().into(),
            now.saturating_sub(DISABLED_AFTER).into(),
            now.saturating_sub(SAME_FAILURE).into(),
        ],
    )
}

/// Whoever has no backlog left is sent to as fast as any other.
fn recovered() -> Statement {
    sql(
        "UPDATE recipient SET recovering_since = NULL WHERE recovering_since IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.recipient = recipient.recipient
                         AND state = 'due' AND created_at < recovering_since)",
        [],
    )
}

/// The recipient says that it takes no more.
pub(super) fn stop(recipient: &str, url_hash: &str, now: Moment) -> Statement {
    sql(
        "INSERT INTO stopped (recipient, url_hash, at, why) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (recipient) DO UPDATE SET url_hash = ?2, at = ?3, why = ?4",
        [recipient.into(), url_hash.into(), now.into(), Parked::Gone.key().into()],
    )
}

/// Parks what waits for stopped recipients and is not just being sent.
pub(super) fn park_stopped(now: Moment) -> Statement {
    sql(
        "UPDATE delivery SET state = 'parked', ended_at = ?1,
           parked_for = (SELECT why FROM stopped WHERE stopped.recipient = delivery.recipient)
         WHERE state = 'due' AND leased_until <= ?1
           AND recipient IN (SELECT recipient FROM stopped)",
        [now.into()],
    )
}
