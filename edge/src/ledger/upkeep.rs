//! What the clock does to the ledger: stopped recipients, erasure, health.

use super::store::{Statement, sql};
use super::{Health, Ledger};
use crate::calendar::Moment;
use crate::delivery::Parked;
use crate::error::Error;

impl Ledger {
    /// Stops sending to a recipient, and parks what waits for it.
    pub(crate) async fn stop(
        &self,
        recipient: &str,
        url_hash: &str,
        now: Moment,
    ) -> Result<(), Error> {
        let stop = sql(
            "INSERT INTO stopped (recipient, url_hash, at) VALUES (?1, ?2, ?3)
             ON CONFLICT (recipient) DO UPDATE SET url_hash = ?2, at = ?3",
            [recipient.into(), url_hash.into(), now.into()],
        );
        self.run(vec![stop, park_stopped(now)], "stopping a recipient").await.map(drop)
    }

    /// Notes that the clock ticks. Parks what waits for stopped recipients, and
    /// goes on with those that have a new address.
    pub(crate) async fn tick(
        &self,
        addresses: &[(&str, String)],
        now: Moment,
    ) -> Result<(), Error> {
        let mut batch = vec![sql(
            "INSERT INTO heartbeat (name, at) VALUES ('clock', ?1)
             ON CONFLICT (name) DO UPDATE SET at = ?1",
            [now.into()],
        )];
        for (recipient, url_hash) in addresses {
            batch.push(sql(
                "UPDATE delivery SET state = 'due', parked_for = NULL, ended_at = NULL,
                                     attempts = 0, next_attempt_at = ?3
                 WHERE recipient = ?1 AND state = 'parked' AND parked_for = 'gone'
                   AND EXISTS (SELECT 1 FROM stopped WHERE recipient = ?1 AND url_hash <> ?2)",
                [(*recipient).into(), url_hash.into(), now.into()],
            ));
            batch.push(sql(
                "DELETE FROM stopped WHERE recipient = ?1 AND url_hash <> ?2",
                [(*recipient).into(), url_hash.into()],
            ));
        }
        batch.push(park_stopped(now));
        self.run(batch, "noting a tick").await.map(drop)
    }

    /// How it goes.
    pub(crate) async fn health(&self) -> Result<Health, Error> {
        let statement = sql(
            "SELECT (SELECT max(version) FROM schema_version) AS version,
                    (SELECT min(created_at) FROM delivery WHERE state = 'due') AS oldest_due,
                    (SELECT count(*) FROM delivery WHERE state = 'due') AS due,
                    (SELECT count(*) FROM delivery WHERE state = 'parked') AS parked,
                    (SELECT at FROM heartbeat WHERE name = 'clock') AS heartbeat",
            [],
        );
        let found = self.read(statement, "asking the ledger how it goes").await?;
        Ok(found.into_iter().next().unwrap_or_default())
    }
}

fn park_stopped(now: Moment) -> Statement {
    sql(
        "UPDATE delivery SET state = 'parked', parked_for = ?1, ended_at = ?2
         WHERE state = 'due' AND leased_until <= ?2
           AND recipient IN (SELECT recipient FROM stopped)",
        [Parked::Gone.key().into(), now.into()],
    )
}
