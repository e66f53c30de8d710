//! Sending again what was sent or given up: one, those of a span, those of a
//! recipient.
//!
//! The id of a delivery stays the same, so a recipient that has it knows it.
//! Nothing goes out at once: what is replayed is due, and the sender has its
//! pace. Quarantined ones, withdrawn ones and those whose `person` is erased are never replayed.

use super::audit::Deed;
use super::store::{Bound, sql};
use super::{Ledger, ids};
use crate::error::Error;
use serde::{Deserialize, Serialize};

/// At most so many at once: what is left shows in the next dry run.
pub(crate) const MOST: u32 = 1000;

/// Which deliveries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Which {
    /// This one.
    pub(crate) delivery: Option<String>,
    /// All of this lead.
    pub(crate) lead: Option<String>,
    /// All for this recipient.
    pub(crate) recipient: Option<String>,
    /// Of leads that came then or later, in milliseconds since 1970.
    pub(crate) from: Option<i64>,
    /// Of leads that came before then.
    pub(crate) until: Option<i64>,
    /// Delivered ones too, for a recipient that has lost them; else only those
    /// that wait for an operator.
    pub(crate) delivered: bool,
}

impl Which {
    /// Whether it names anything: to replay all is never meant.
    pub(crate) fn is_bounded(&self) -> bool {
        self.delivery.is_some()
            || self.lead.is_some()
            || self.recipient.is_some()
            || self.from.is_some()
            || self.until.is_some()
    }

    /// ?1 to ?6, which [`CHOSEN`] reads.
    fn values(&self) -> [Bound; 6] {
        let number = |moment: Option<i64>| moment.map_or(Bound::Nothing, Bound::Number);
        [
            self.delivery.as_deref().into(),
            self.lead.as_deref().into(),
            self.recipient.as_deref().into(),
            number(self.from),
            number(self.until),
            self.delivered.into(),
        ]
    }
}

const CHOSEN: &str = "SELECT delivery.id FROM delivery JOIN lead ON lead.id = delivery.lead
     WHERE lead.person IS NOT NULL AND lead.withdrawn_at IS NULL
       AND ((state = 'parked' AND parked_for <> 'quarantine') OR (?6 = 1 AND state = 'delivered'))
       AND (?1 IS NULL OR delivery.id = ?1) AND (?2 IS NULL OR delivery.lead = ?2)
       AND (?3 IS NULL OR delivery.recipient = ?3)
       AND (?4 IS NULL OR ?4 <= received_at) AND (?5 IS NULL OR received_at < ?5)
     ORDER BY created_at, delivery.id LIMIT ";

impl Ledger {
    /// The ids of what would be sent again, oldest first: the dry run.
    pub(crate) async fn replayable(&self, which: &Which) -> Result<Vec<String>, Error> {
        const WHAT: &str = "choosing what to replay";
        if !which.is_bounded() {
            return Ok(Vec::new());
        }
        let chosen = sql(format!("{CHOSEN}{MOST}"), which.values());
        ids(&mut self.run(vec![chosen], WHAT).await?, 0, WHAT)
    }

    /// Makes it due, with a schedule of its own, and gives the ids. What is
    /// for a stopped recipient is parked again at the next tick, unless it is
    /// resumed.
    pub(crate) async fn replay(
        &self,
        which: &Which,
        deed: &Deed<'_>,
    ) -> Result<Vec<String>, Error> {
        const WHAT: &str = "replaying";
        if !which.is_bounded() {
            return Ok(Vec::new());
        }
        let [one, two, three, four, five, six] = which.values();
        let due = sql(
            format!(
                "UPDATE delivery SET state = 'due', parked_for = NULL, ended_at = NULL, notices = 0,
                                     base = attempts, next_attempt_at = ?7, not_before = 0
                 WHERE id IN ({CHOSEN}{MOST}) RETURNING id"
            ),
            [one, two, three, four, five, six, deed.at.into()],
        );
        // Many at once go out as to a recipient that has just come back.
        let slowly = sql(
            "INSERT INTO recipient (recipient, recovering_since)
             SELECT DISTINCT recipient, ?1 FROM delivery
             WHERE state = 'due' AND next_attempt_at = ?1 AND created_at < ?1
             ON CONFLICT (recipient) DO UPDATE SET recovering_since = ?1",
            [deed.at.into()],
        );
        let mut done = self.audited(deed, vec![due, slowly], WHAT).await?.0;
        let mut replayed = ids(&mut done, 0, WHAT)?;
        replayed.sort();
        Ok(replayed)
    }
}
