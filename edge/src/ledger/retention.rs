//! What may no longer be kept is erased: `person` first.
//!
//! The ledger is transport, not an archive: the recipient's own copy follows
//! archive law. What was never delivered stays until an operator has decided.

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
    /// Of receipt, for the rest of a lead whose `person` is gone.
    pub(crate) facts: Moment,
    /// Of first use, for idempotency keys.
    pub(crate) keys: Moment,
}

/// No widget tries the same key again after a week.
const KEYS: Duration = Duration::days(7);

impl Limits {
    /// The limits at a moment.
    pub(crate) fn at(now: Moment, keep: Keep) -> Self {
        let before = |days: u16| now.saturating_sub(Duration::days(i64::from(days)));
        Self {
            person: before(keep.person_days),
            facts: before(keep.facts_days),
            keys: now.saturating_sub(KEYS),
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
        let keep = Keep { person_days: 14, facts_days: 365 };
        let limits = Limits::at(datetime!(2026-11-23 08:00 UTC), keep);
        assert_eq!(limits.person, datetime!(2026-11-09 08:00 UTC));
        assert_eq!(limits.facts, datetime!(2025-11-23 08:00 UTC));
        assert_eq!(limits.keys, datetime!(2026-11-16 08:00 UTC));
    }
}
