//! The numbers, as Prometheus reads them (text format 0.0.4). At most fifteen
//! series: none a partner, a recipient or a person.

use super::alerts::{Alert, Level, Seen, judge};
use crate::calendar::{Moment, from_millis};
use crate::http::Reply;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// `GET /v1/admin/metrics`.
pub(crate) fn metrics(seen: &Seen, now: Moment) -> Reply {
    Reply::new(200, "text/plain; version=0.0.4; charset=utf-8", text(seen, now))
}

fn text(seen: &Seen, now: Moment) -> String {
    let since = |at: Option<i64>| at.map_or(0, |at| (now - from_millis(at)).whole_seconds());
    let alerts: BTreeMap<Alert, Level> = judge(seen, now);
    let urgent = alerts.values().filter(|level| **level == Level::Now).count();
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let series: [(&str, &str, i64); 14] = [
        ("due", "Deliveries that are due.", seen.due.into()),
        ("parked", "Deliveries that wait for an operator.", seen.parked.into()),
        ("stopped", "Recipients that take nothing more.", seen.stopped.into()),
        ("taken_hour", "Leads of the last hour.", seen.taken.into()),
        ("delivered_hour", "Deliveries of the last hour.", seen.delivered.into()),
        ("failed_hour", "Answers of the last hour that were our fault.", seen.failed.into()),
        ("refused_10min", "Refusals by quota in ten minutes.", seen.refused.into()),
        ("skewed_hour", "Recipients' clocks that differed.", seen.skewed.into()),
        ("p95_delivery_ms", "95 of 100 were there sooner.", seen.p95.unwrap_or(0)),
        ("oldest_due_seconds", "How long the oldest has waited.", since(seen.oldest_due)),
        ("clock_seconds", "Since the clock ticked.", since(seen.clock)),
        ("retention_seconds", "Since what is old was erased.", since(seen.retention)),
        ("alerts", "Alerts that are raised.", number(alerts.len())),
        ("alerts_now", "Those that hurry.", number(urgent)),
    ];
    series.iter().fold(String::new(), |mut text, (name, help, value)| {
        // Writing to a string never fails.
        let _ = writeln!(text, "# HELP vagen_in_{name} {help}");
        let _ = writeln!(text, "# TYPE vagen_in_{name} gauge\nvagen_in_{name} {value}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_at_most_fifteen_series_and_each_is_one_number() {
        let seen = Seen { due: 2, oldest_due: Some(1_000), parked: 1, ..Seen::default() };
        let text = text(&seen, from_millis(61_000));
        let series: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(series.len() <= 15);
        for line in &series {
            let (name, value) = line.split_once(' ').unwrap();
            assert!(name.starts_with("vagen_in_") && !name.contains('{'), "{line}");
            assert!(value.parse::<i64>().is_ok(), "{line}");
        }
        assert!(series.contains(&"vagen_in_due 2") && series.contains(&"vagen_in_alerts 1"));
        assert!(series.contains(&"vagen_in_oldest_due_seconds 60"));
    }
}
