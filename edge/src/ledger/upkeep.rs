//! What the clock does to the ledger: stopped recipients, erasure, health.

use super::{Health, Ledger, number, rows, text};
use crate::calendar::Moment;
use crate::delivery::Parked;
use crate::error::Error;
use crate::retention::Limits;
use worker::D1PreparedStatement;

impl Ledger {
    /// Stops sending to a recipient, and parks what waits for it.
    pub(crate) async fn stop(
        &self,
        recipient: &str,
        url_hash: &str,
        now: Moment,
    ) -> Result<(), Error> {
        let stop = self.prepare(
            "INSERT INTO stopped (recipient, url_hash, at) VALUES (?1, ?2, ?3)
             ON CONFLICT (recipient) DO UPDATE SET url_hash = ?2, at = ?3",
            &[recipient.into(), url_hash.into(), number(now)],
        )?;
        self.run(vec![stop, self.park_stopped(now)?], "stopping a recipient").await.map(drop)
    }

    fn park_stopped(&self, now: Moment) -> Result<D1PreparedStatement, Error> {
        self.prepare(
            "UPDATE delivery SET state = 'parked', parked_for = ?1, ended_at = ?2
             WHERE state = 'due' AND leased_until <= ?2
               AND recipient IN (SELECT recipient FROM stopped)",
            &[Parked::Gone.key().into(), number(now)],
        )
    }

    /// Notes that the clock ticks. Parks what waits for stopped recipients, and
    /// goes on with those that have a new address.
    pub(crate) async fn tick(
        &self,
        addresses: &[(&str, String)],
        now: Moment,
    ) -> Result<(), Error> {
        let mut batch = vec![self.prepare(
            "INSERT INTO heartbeat (name, at) VALUES ('clock', ?1)
             ON CONFLICT (name) DO UPDATE SET at = ?1",
            &[number(now)],
        )?];
        for (recipient, url_hash) in addresses {
            let moved = [(*recipient).into(), text(url_hash)];
            batch.push(self.prepare(
                "UPDATE delivery SET state = 'due', parked_for = NULL, ended_at = NULL,
                                     attempts = 0, next_attempt_at = ?3
                 WHERE recipient = ?1 AND state = 'parked' AND parked_for = 'gone'
                   AND EXISTS (SELECT 1 FROM stopped WHERE recipient = ?1 AND url_hash <> ?2)",
                &[moved.as_slice(), &[number(now)]].concat(),
            )?);
            batch.push(
                self.prepare(
                    "DELETE FROM stopped WHERE recipient = ?1 AND url_hash <> ?2",
                    &moved,
                )?,
            );
        }
        batch.push(self.park_stopped(now)?);
        self.run(batch, "noting a tick").await.map(drop)
    }

    /// Erases what may no longer be kept.
    pub(crate) async fn erase(&self, limits: Limits, now: Moment) -> Result<(), Error> {
        let old = [number(limits.facts)];
        let of_old = "(SELECT id FROM lead WHERE person IS NULL AND received_at < ?1)";
        let batch = vec![
            self.prepare(
                "UPDATE lead SET person = NULL, erased_at = ?2
                 WHERE person IS NOT NULL AND NOT EXISTS (
                   SELECT 1 FROM delivery WHERE lead = lead.id AND NOT (
                     state IN ('delivered', 'withdrawn') AND ended_at < ?1))",
                &[number(limits.person), number(now)],
            )?,
            self.prepare("DELETE FROM idempotency WHERE created_at < ?1", &[number(limits.keys)])?,
            self.prepare(
                &format!(
                    "DELETE FROM attempt WHERE delivery IN
                     (SELECT id FROM delivery WHERE lead IN {of_old})"
                ),
                &old,
            )?,
            self.prepare(&format!("DELETE FROM delivery WHERE lead IN {of_old}"), &old)?,
            self.prepare("DELETE FROM lead WHERE person IS NULL AND received_at < ?1", &old)?,
        ];
        self.run(batch, "erasing what is too old").await.map(drop)
    }

    /// How it goes.
    pub(crate) async fn health(&self) -> Result<Health, Error> {
        const WHAT: &str = "asking the ledger how it goes";
        let statement = self.prepare(
            "SELECT (SELECT max(version) FROM schema_version) AS version,
                    (SELECT min(created_at) FROM delivery WHERE state = 'due') AS oldest_due,
                    (SELECT count(*) FROM delivery WHERE state = 'due') AS due,
                    (SELECT count(*) FROM delivery WHERE state = 'parked') AS parked,
                    (SELECT at FROM heartbeat WHERE name = 'clock') AS heartbeat",
            &[],
        )?;
        let found = self.run(vec![statement], WHAT).await?;
        Ok(rows(&found, 0, WHAT)?.into_iter().next().unwrap_or_default())
    }
}
