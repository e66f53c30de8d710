//! What the clock does to the ledger: health.

use super::store::sql;
use super::{Health, Ledger};
use crate::error::Error;

impl Ledger {
    /// How it goes.
    pub(crate) async fn health(&self) -> Result<Health, Error> {
        let statement = sql(
            "SELECT (SELECT max(version) FROM schema_version) AS version,
                    (SELECT min(created_at) FROM delivery WHERE state = 'due') AS oldest_due,
                    (SELECT count(*) FROM delivery WHERE state = 'due') AS due,
                    (SELECT count(*) FROM delivery WHERE state = 'parked'
                       AND parked_for NOT IN ('quarantine', 'erased')) AS parked,
                    (SELECT at FROM heartbeat WHERE name = 'clock') AS heartbeat",
            [],
        );
        let found = self.read(statement, "asking the ledger how it goes").await?;
        Ok(found.into_iter().next().unwrap_or_default())
    }
}
