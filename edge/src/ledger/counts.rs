//! How often, a partner and a month. Never who, and nothing that was answered.

use super::{Ledger, rows, text};
use crate::calendar::{Moment, day_in_stockholm, day_stamp};
use crate::error::Error;
use serde::Deserialize;
use worker::D1PreparedStatement;

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
        let statement = self.prepare(
            "INSERT INTO partner_count (partner, month, what, number) VALUES (?1, ?2, 'frame', 1)
             ON CONFLICT (partner, month, what) DO UPDATE SET number = number + 1",
            &[text(partner), text(&month(now))],
        )?;
        self.run(vec![statement], "counting a frame").await.map(drop)
    }

    /// One more lead, if it is the one that was kept: in the batch that keeps it.
    pub(super) fn count_lead(
        &self,
        lead: &str,
        partner: &str,
        now: Moment,
    ) -> Result<D1PreparedStatement, Error> {
        self.prepare(
            "INSERT INTO partner_count (partner, month, what, number)
             SELECT ?2, ?3, 'lead', 1 WHERE EXISTS (SELECT 1 FROM lead WHERE id = ?1)
             ON CONFLICT (partner, month, what) DO UPDATE SET number = number + 1",
            &[text(lead), text(partner), text(&month(now))],
        )
    }

    /// A partner's numbers, month by month.
    pub(crate) async fn counts(&self, partner: &str) -> Result<Vec<CountRow>, Error> {
        const WHAT: &str = "reading counts";
        let statement = self.prepare(
            "SELECT month, what, number FROM partner_count WHERE partner = ?1 ORDER BY month, what",
            &[text(partner)],
        )?;
        rows(&self.run(vec![statement], WHAT).await?, 0, WHAT)
    }
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
