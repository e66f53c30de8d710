//! How often, a partner and a month. Never who, and nothing that was answered.

use super::Ledger;
use super::store::{Statement, sql};
use crate::calendar::{Moment, day_in_stockholm, day_stamp};
use crate::error::Error;
use serde::Deserialize;

/// How often something happened in a month.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct CountRow {
    /// `2026-11`.
    pub(crate) month: String,
    /// `frame` or `lead`.
    pub(crate) what: String,
    pub(crate) number: u32,
}

/// `2026-11`.
fn month(now: Moment) -> String {
    day_stamp(day_in_stockholm(now)).chars().take(7).collect()
}

impl Ledger {
    /// One more frame of a partner's was opened.
    pub(crate) async fn count_frame(&self, partner: &str, now: Moment) -> Result<(), Error> {
        let statement = sql(
            "INSERT INTO partner_count (partner, month, what, number) VALUES (?1, ?2, 'frame', 1)
             ON CONFLICT (partner, month, what) DO UPDATE SET number = number + 1",
            [partner.into(), (&month(now)).into()],
        );
        self.run(vec![statement], "counting a frame").await.map(drop)
    }

    /// A partner's numbers, month by month.
    pub(crate) async fn counts(&self, partner: &str) -> Result<Vec<CountRow>, Error> {
        let statement = sql(
            "SELECT month, what, number FROM partner_count WHERE partner = ?1 ORDER BY month, what",
            [partner.into()],
        );
        self.read(statement, "reading counts").await
    }
}

/// One more lead, if it is the one that was kept: in the batch that keeps it.
pub(super) fn count_lead(lead: &str, partner: &str, now: Moment) -> Statement {
    sql(
        "INSERT INTO partner_count (partner, month, what, number)
         SELECT ?2, ?3, 'lead', 1 WHERE EXISTS (SELECT 1 FROM lead WHERE id = ?1)
         ON CONFLICT (partner, month, what) DO UPDATE SET number = number + 1",
        [lead.into(), partner.into(), (&month(now)).into()],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_month_begins_in_stockholm() {
        assert_eq!(month(datetime!(2026-11-30 22:59 UTC)), "2026-11");
        assert_eq!(month(datetime!(2026-11-30 23:00 UTC)), "2026-12");
    }
}
