//! What was seen → what someone must know.
//!
//! Nine alerts. Each has its page in `edge/runbooks`: a test looks.

use crate::calendar::{Moment, from_millis};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use time::Duration;

/// What someone must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Alert {
    /// A lead has waited too long for its recipient.
    Undelivered,
    /// Deliveries wait for an operator.
    Parked,
    /// A recipient takes nothing more: what a dead-letter queue would hold.
    Stopped,
    /// More than one answer in a hundred was our fault.
    Failing,
    /// Leads arrive, but late.
    Slow,
    /// The clock does not tick.
    ClockSilent,
    /// What is too old is not erased.
    RetentionLate,
    /// Many are refused by quota.
    Surge,
    /// A recipient's clock and ours differ: it will refuse what we sign.
    Skew,
}

/// How much it hurries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Level {
    /// Today.
    Soon,
    /// Now.
    Now,
}

impl Alert {
    /// Every one.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 9] = [
        Self::Undelivered,
        Self::Parked,
        Self::Stopped,
        Self::Failing,
        Self::Slow,
        Self::ClockSilent,
        Self::RetentionLate,
        Self::Surge,
        Self::Skew,
    ];

    /// As it stands in the ledger, in the log, and as the name of its page.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Undelivered => "undelivered",
            Self::Parked => "parked",
            Self::Stopped => "stopped",
            Self::Failing => "failing",
            Self::Slow => "slow",
            Self::ClockSilent => "clock-silent",
            Self::RetentionLate => "retention-late",
            Self::Surge => "surge",
            Self::Skew => "skew",
        }
    }
}

impl Level {
    /// As it stands in the ledger and in the log.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Soon => "soon",
            Self::Now => "now",
        }
    }
}

/// What the ledger tells. Moments are milliseconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Seen {
    /// When the oldest lead came that is still due to a recipient that is not paused.
    pub(crate) oldest_due: Option<i64>,
    /// How many deliveries are due.
    pub(crate) due: u32,
    /// How many wait for an operator.
    pub(crate) parked: u32,
    /// How many recipients take nothing more.
    pub(crate) stopped: u32,
    /// How many leads came in the last hour.
    pub(crate) taken: u32,
    /// How many answers of the last hour were our fault.
    pub(crate) failed: u32,
    /// How many were refused by quota in the last ten minutes.
    pub(crate) refused: u32,
    /// How often a recipient's clock differed in the last hour.
    pub(crate) skewed: u32,
    /// How many were delivered in the last hour.
    pub(crate) delivered: u32,
    /// Of those, the time that 95 of 100 stayed below, in milliseconds.
    pub(crate) p95: Option<i64>,
    /// When the clock last ticked.
    pub(crate) clock: Option<i64>,
    /// When what is too old was last erased.
    pub(crate) retention: Option<i64>,
}

/// A lead may wait so long before someone should look.
pub(crate) const WAIT: Duration = Duration::minutes(15);

/// A lead that waits so long has missed the recipient's working morning.
const LONG_WAIT: Duration = Duration::hours(2);

/// The clock ticks every minute; the platform promises none of them.
pub(crate) const SILENCE: Duration = Duration::minutes(5);

/// What is too old goes at every tick; a day and an hour is what we promise.
const RETENTION: Duration = Duration::hours(25);

/// Of a hundred answers, more than one.
const FAILED_PERCENT: u32 = 1;

/// Nineteen of twenty leads are there within a minute.
const SLOW: Duration = Duration::MINUTE;

/// One sender who is refused now and then is no surge.
const SURGE: u32 = 60;

/// What is wrong, and how much it hurries.
pub(crate) fn judge(seen: &Seen, now: Moment) -> BTreeMap<Alert, Level> {
    let longer = |since: Option<i64>, than: Duration| {
        since.is_some_and(|since| than < now - from_millis(since))
    };
    let percent = 100 * u64::from(seen.failed) / u64::from(seen.failed + seen.taken).max(1);
    let checks = [
        (Alert::Undelivered, Level::Soon, longer(seen.oldest_due, WAIT)),
        (Alert::Undelivered, Level::Now, longer(seen.oldest_due, LONG_WAIT)),
        (Alert::Parked, Level::Soon, 0 < seen.parked),
        (Alert::Stopped, Level::Now, 0 < seen.stopped),
        (Alert::Failing, Level::Now, u64::from(FAILED_PERCENT) < percent),
        (
            Alert::Slow,
            Level::Soon,
            seen.p95.is_some_and(|p95| SLOW.whole_milliseconds() < p95.into()),
        ),
        (Alert::ClockSilent, Level::Now, longer(seen.clock, SILENCE)),
        (Alert::RetentionLate, Level::Soon, longer(seen.retention, RETENTION)),
        (Alert::Surge, Level::Soon, SURGE <= seen.refused),
        (Alert::Skew, Level::Soon, 0 < seen.skewed),
    ];
    // The later of two levels is the higher.
    checks.into_iter().filter(|(.., is)| *is).map(|(alert, level, _)| (alert, level)).collect()
}

/// What has changed since the last time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// New, or at another level.
    pub(crate) raised: BTreeMap<Alert, Level>,
    /// Gone.
    pub(crate) cleared: Vec<Alert>,
}

/// What someone must be told, and what is over.
pub(crate) fn changes(before: &BTreeMap<Alert, Level>, after: &BTreeMap<Alert, Level>) -> Changes {
    let is_new = |(alert, level): &(&Alert, &Level)| before.get(alert) != Some(level);
    Changes {
        raised: after.iter().filter(is_new).map(|(alert, level)| (*alert, *level)).collect(),
        cleared: before.keys().filter(|alert| !after.contains_key(alert)).copied().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::millis;
    use time::macros::datetime;

    const NOW: Moment = datetime!(2026-11-23 08:00 UTC);

    fn ago(duration: Duration) -> i64 {
        millis(NOW - duration)
    }

    /// A good day: many leads, a few refused, one failure in two hundred.
    fn well() -> Seen {
        Seen {
            oldest_due: Some(ago(Duration::minutes(15))),
            due: 3,
            taken: 199,
            failed: 1,
            refused: 59,
            delivered: 190,
            p95: Some(60_000),
            clock: Some(ago(Duration::minutes(5))),
            retention: Some(ago(Duration::hours(25))),
            ..Seen::default()
        }
    }

    fn raised(change: impl FnOnce(&mut Seen)) -> Vec<(Alert, Level)> {
        let mut seen = well();
        change(&mut seen);
        judge(&seen, NOW).into_iter().collect()
    }

    #[test]
    fn a_good_day_and_a_new_service_raise_nothing() {
        assert_eq!(raised(|_| {}), []);
        assert_eq!(judge(&Seen::default(), NOW).len(), 0);
    }

    #[test]
    fn each_fault_raises_its_own_alert_and_no_other() {
        let just_over = |limit: Duration| Some(ago(limit + Duration::milliseconds(1)));
        let soon = |alert| vec![(alert, Level::Soon)];
        let now = |alert| vec![(alert, Level::Now)];
        assert_eq!(raised(|seen| seen.oldest_due = just_over(WAIT)), soon(Alert::Undelivered));
        assert_eq!(raised(|seen| seen.oldest_due = just_over(LONG_WAIT)), now(Alert::Undelivered));
        assert_eq!(raised(|seen| seen.parked = 1), soon(Alert::Parked));
        assert_eq!(raised(|seen| seen.stopped = 1), now(Alert::Stopped));
        assert_eq!(raised(|seen| seen.failed = 5), now(Alert::Failing));
        assert_eq!(raised(|seen| seen.p95 = Some(60_001)), soon(Alert::Slow));
        assert_eq!(raised(|seen| seen.clock = just_over(SILENCE)), now(Alert::ClockSilent));
        assert_eq!(
            raised(|seen| seen.retention = just_over(RETENTION)),
            soon(Alert::RetentionLate)
        );
        assert_eq!(raised(|seen| seen.refused = SURGE), soon(Alert::Surge));
        assert_eq!(raised(|seen| seen.skewed = 1), soon(Alert::Skew));
    }

    #[test]
    fn an_alert_is_told_once_told_again_when_it_hurries_more_and_then_cleared() {
        let none = BTreeMap::new();
        let soon = BTreeMap::from([(Alert::Undelivered, Level::Soon)]);
        let now = BTreeMap::from([(Alert::Undelivered, Level::Now)]);
        assert_eq!(changes(&none, &soon), Changes { raised: soon.clone(), cleared: vec![] });
        assert_eq!(changes(&soon, &soon), Changes::default());
        assert_eq!(changes(&soon, &now).raised, now);
        let over = Changes { raised: none.clone(), cleared: vec![Alert::Undelivered] };
        assert_eq!(changes(&now, &none), over);
    }

    #[test]
    fn every_alert_is_written_as_it_is_read() {
        for alert in Alert::ALL {
            assert_eq!(serde_json::to_value(alert).unwrap(), alert.key());
        }
        for level in [Level::Soon, Level::Now] {
            assert_eq!(serde_json::to_value(level).unwrap(), level.key());
        }
    }
}
