//! What those who look after it must know, and what they were told.

use super::store::sql;
use super::{Ledger, rows};
use crate::calendar::{Moment, millis};
use crate::error::Error;
use crate::watch::{Alert, Level, Seen};
use serde::Deserialize;
use std::collections::BTreeMap;
use time::Duration;

/// What is counted a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tally {
    /// An answer that was our fault.
    Failed,
    /// An answer that refused by quota.
    Refused,
    /// A recipient whose clock differs from ours.
    Skewed,
}

impl Tally {
    fn key(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::Skewed => "skewed",
        }
    }
}

#[derive(Deserialize)]
struct Raised {
    name: Alert,
    level: Level,
}

fn minute(moment: Moment) -> u32 {
    u32::try_from(millis(moment) / 60_000).unwrap_or(0)
}

impl Ledger {
    /// One more.
    pub(crate) async fn tally(&self, what: Tally, now: Moment) -> Result<(), Error> {
        let one = sql(
            "INSERT INTO tally (minute, what, number) VALUES (?1, ?2, 1)
             ON CONFLICT (minute, what) DO UPDATE SET number = number + 1",
            [minute(now).into(), what.key().into()],
        );
        self.run(vec![one], "counting").await.map(drop)
    }

    /// How it goes, and which alerts are raised.
    pub(crate) async fn seen(&self, now: Moment) -> Result<(Seen, BTreeMap<Alert, Level>), Error> {
        const WHAT: &str = "looking at how it goes";
        let hour = now.saturating_sub(Duration::HOUR);
        let soon = now.saturating_sub(Duration::minutes(10));
        let seen = sql(SEEN, [hour.into(), minute(hour).into(), minute(soon).into()]);
        let alerts = sql("SELECT name, level FROM alert", []);
        let mut done = self.run(vec![seen, alerts], WHAT).await?;
        let raised: Vec<Raised> = rows(&mut done, 1, WHAT)?;
        let seen = rows(&mut done, 0, WHAT)?.into_iter().next().unwrap_or_default();
        Ok((seen, raised.into_iter().map(|one| (one.name, one.level)).collect()))
    }

    /// Writes down which alerts are raised, and forgets old numbers.
    pub(crate) async fn remember(
        &self,
        raised: &BTreeMap<Alert, Level>,
        cleared: &[Alert],
        now: Moment,
    ) -> Result<(), Error> {
        let raise = |(alert, level): (&Alert, &Level)| {
            sql(
                "INSERT INTO alert (name, level, since) VALUES (?1, ?2, ?3)
                 ON CONFLICT (name) DO UPDATE SET level = ?2",
                [alert.key().into(), level.key().into(), now.into()],
            )
        };
        let clear = |alert: &Alert| sql("DELETE FROM alert WHERE name = ?1", [alert.key().into()]);
        let mut batch: Vec<_> = raised.iter().map(raise).collect();
        batch.extend(cleared.iter().map(clear));
        self.run(batch, "remembering alerts").await.map(drop)
    }

    /// Notes that what is too old was erased, and forgets old numbers.
    pub(crate) async fn erased(&self, now: Moment) -> Result<(), Error> {
        let old = minute(now.saturating_sub(Duration::DAY));
        let batch = vec![
            sql(
                "INSERT INTO heartbeat (name, at) VALUES ('retention', ?1)
                 ON CONFLICT (name) DO UPDATE SET at = ?1",
                [now.into()],
            ),
            sql("DELETE FROM tally WHERE minute < ?1", [old.into()]),
        ];
        self.run(batch, "noting that it was erased").await.map(drop)
    }
}

/// `?1` an hour ago; `?2` the same and `?3` ten minutes ago, in minutes.
const SEEN: &str = "
    SELECT (SELECT min(created_at) FROM delivery WHERE state = 'due') AS oldest_due,
           (SELECT count(*) FROM delivery WHERE state = 'due') AS due,
           (SELECT count(*) FROM delivery WHERE state = 'parked'
            AND parked_for NOT IN ('quarantine', 'erased')) AS parked,
           (SELECT count(*) FROM stopped) AS stopped,
           (SELECT count(*) FROM lead WHERE ?1 <= received_at) AS taken,
           (SELECT coalesce(sum(number), 0) FROM tally
            WHERE what = 'failed' AND ?2 <= minute) AS failed,
           (SELECT coalesce(sum(number), 0) FROM tally
            WHERE what = 'refused' AND ?3 <= minute) AS refused,
           (SELECT coalesce(sum(number), 0) FROM tally
            WHERE what = 'skewed' AND ?2 <= minute) AS skewed,
           (SELECT count(*) FROM delivery
            WHERE state = 'delivered' AND ?1 <= ended_at) AS delivered,
           (SELECT ended_at - created_at FROM delivery
            WHERE state = 'delivered' AND ?1 <= ended_at
            ORDER BY ended_at - created_at
            LIMIT 1 OFFSET (SELECT count(*) * 95 / 100 FROM delivery
                            WHERE state = 'delivered' AND ?1 <= ended_at)) AS p95,
           (SELECT at FROM heartbeat WHERE name = 'clock') AS clock,
           (SELECT at FROM heartbeat WHERE name = 'retention') AS retention";

#[cfg(test)]
mod tests {
    use super::super::sqlite::Sqlite;
    use super::super::tests::{NOW, at_once, lead};
    use super::*;

    #[test]
    fn what_is_counted_is_seen_for_as_long_as_it_matters() {
        let ledger = Ledger::of(Sqlite::new());
        for what in [Tally::Failed, Tally::Refused, Tally::Skewed, Tally::Failed] {
            at_once(ledger.tally(what, NOW)).unwrap();
        }
        let seen = |after: Duration| at_once(ledger.seen(NOW + after)).unwrap().0;
        let now = seen(Duration::ZERO);
        assert_eq!((now.failed, now.refused, now.skewed), (2, 1, 1));
        let later = seen(Duration::minutes(11));
        assert_eq!((later.failed, later.refused, later.skewed), (2, 0, 1));
        assert_eq!(seen(Duration::minutes(61)), Seen::default());
    }

    #[test]
    fn a_lead_that_waits_is_seen_and_so_is_one_that_came_late() {
        let ledger = Ledger::of(Sqlite::new());
        at_once(ledger.keep(&lead(1, NOW))).unwrap();
        let (seen, _) = at_once(ledger.seen(NOW)).unwrap();
        assert_eq!((seen.taken, seen.due, seen.oldest_due), (1, 1, Some(millis(NOW))));
        let late = NOW + Duration::minutes(2);
        let claimed = at_once(ledger.claim("a", 10, late)).unwrap().claimed;
        let attempted = super::super::Attempted {
            claimed: &claimed[0],
            lease: "a",
            at: late,
            answer: "204",
            next: crate::delivery::Next::Done,
            took: Duration::ZERO,
            heard: crate::delivery::recipient::Heard::Took,
        };
        at_once(ledger.record(&attempted)).unwrap();
        let (seen, _) = at_once(ledger.seen(late)).unwrap();
        assert_eq!((seen.delivered, seen.p95, seen.oldest_due), (1, Some(120_000), None));
    }

    #[test]
    fn an_alert_is_remembered_until_it_is_cleared() {
        let ledger = Ledger::of(Sqlite::new());
        let raised = BTreeMap::from([(Alert::Parked, Level::Soon), (Alert::Skew, Level::Soon)]);
        at_once(ledger.remember(&raised, &[], NOW)).unwrap();
        assert_eq!(at_once(ledger.seen(NOW)).unwrap().1, raised);
        let higher = BTreeMap::from([(Alert::Parked, Level::Now)]);
        at_once(ledger.remember(&higher, &[Alert::Skew], NOW)).unwrap();
        assert_eq!(at_once(ledger.seen(NOW)).unwrap().1, higher);
    }

    #[test]
    fn the_clock_of_retention_is_seen_and_old_numbers_go() {
        let store = std::rc::Rc::new(Sqlite::new());
        let ledger = Ledger::of(std::rc::Rc::clone(&store));
        at_once(ledger.tally(Tally::Failed, NOW)).unwrap();
        at_once(ledger.erased(NOW + Duration::hours(25))).unwrap();
        assert_eq!(store.look("SELECT * FROM tally").len(), 0);
        let seen = at_once(ledger.seen(NOW)).unwrap().0;
        assert_eq!(seen.retention, Some(millis(NOW + Duration::hours(25))));
    }
}
