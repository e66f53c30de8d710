//! What may no longer be kept is erased: `person` first.
//!
//! The ledger is transport, not an archive: the recipient's own copy follows
//! archive law. Every state of a lead has its own limit in the settings.

use super::Ledger;
use crate::calendar::Moment;
use crate::error::Error;
use crate::settings::Keep;
use time::Duration;

/// Moments: what is older goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Of the last confirmed delivery, for `person`.
    pub(crate) person: Moment,
    /// Of being held back, for `person` of what no operator let through.
    pub(crate) quarantine: Moment,
    /// Of the last attempt, for `person` of what a recipient never took.
    pub(crate) parked: Moment,
    /// Of receipt, for the rest of a lead whose `person` is gone.
    pub(crate) facts: Moment,
    /// Of first use, for idempotency keys.
    pub(crate) keys: Moment,
    /// Of use, for step tokens and counts of networks.
    pub(crate) tokens: Moment,
}

/// No widget tries the same key again after a week.
const KEYS: Duration = Duration::days(7);

/// A step token is good for two hours, a network's name for a day.
const TOKENS: Duration = Duration::days(1);

impl Limits {
    /// The limits at a moment.
    pub(crate) fn at(now: Moment, keep: Keep) -> Self {
        let before = |days: u16| now.saturating_sub(Duration::days(i64::from(days)));
        Self {
            person: before(keep.person_days),
            quarantine: before(keep.quarantine_days),
            parked: before(keep.parked_days),
            facts: before(keep.facts_days),
            keys: now.saturating_sub(KEYS),
            tokens: now.saturating_sub(TOKENS),
        }
    }
}

/// Erases what is past its limit.
pub(crate) async fn erase(ledger: &Ledger, keep: Keep, now: Moment) -> Result<(), Error> {
    ledger.erase(Limits::at(now, keep), now).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn limits_lie_as_far_back_as_configured() {
        let keep = Keep { person_days: 14, quarantine_days: 30, parked_days: 180, facts_days: 365 };
        let limits = Limits::at(datetime!(2026-11-23 08:00 UTC), keep);
        assert_eq!(limits.person, datetime!(2026-11-09 08:00 UTC));
        assert_eq!(limits.facts, datetime!(2025-11-23 08:00 UTC));
        assert_eq!(limits.keys, datetime!(2026-11-16 08:00 UTC));
    }
}
