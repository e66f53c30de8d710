//! The statements themselves, on SQLite.

mod operating;

use super::sqlite::Sqlite;
use super::{Attempted, Ledger, NewLead, SCHEMA};
use crate::calendar::Moment;
use crate::delivery::Next;
use crate::delivery::recipient::Heard;
use futures_util::FutureExt as _;
use serde_json::json;
use std::rc::Rc;
use time::Duration;
use time::macros::datetime;

pub(crate) const NOW: Moment = datetime!(2026-11-23 08:00 UTC);

/// What an operation gives: SQLite never makes us wait.
pub(crate) fn at_once<T>(operation: impl Future<Output = T>) -> T {
    operation.now_or_never().unwrap()
}

/// A lead of a number, for one recipient.
pub(crate) fn lead(number: usize, received_at: Moment) -> NewLead {
    NewLead {
        id: format!("lead-{number}"),
        reference: format!("VI-2026-{number:06}"),
        link_hash: format!("link-{number}"),
        partner: "demo-park".into(),
        locale: "sv",
        received_at,
        facts: "{}".into(),
        result: "{}".into(),
        person: r#"{"name":"Anna"}"#.into(),
        key: None,
        token: None,
        held_for: None,
        likeness: format!("likeness-{number}"),
        possible_duplicate: false,
        to: vec![("rs-innovation".into(), Some("2026-12-07".into()))],
        key_hash: format!("key-{number}"),
        body_hash: format!("body-{number}"),
        answer: format!("answer-{number}"),
    }
}

#[test]
fn the_schema_is_the_one_that_the_code_reads() {
    let ledger = Ledger::of(Sqlite::new());
    let health = at_once(ledger.health()).unwrap();
    assert_eq!(health.version, Some(SCHEMA));
    assert_eq!((health.due, health.oldest_due), (0, None));
}

#[test]
fn a_key_stands_for_the_first_lead_that_came_with_it() {
    let ledger = Ledger::of(Sqlite::new());
    let first = at_once(ledger.keep(&lead(1, NOW))).unwrap();
    let again = NewLead { key_hash: "key-1".into(), ..lead(2, NOW) };
    assert_eq!(at_once(ledger.keep(&again)).unwrap(), first);
    assert_eq!(at_once(ledger.health()).unwrap().due, 1);
    assert_eq!(at_once(ledger.counts("demo-park")).unwrap()[0].number, 1);
    assert!(at_once(ledger.is_known("likeness-1", NOW)).unwrap());
    assert!(at_once(ledger.find("link-2")).unwrap().is_none());
}

#[test]
fn what_is_claimed_is_sent_by_one_and_ends_as_delivered() {
    let store = Rc::new(Sqlite::new());
    let ledger = Ledger::of(Rc::clone(&store));
    at_once(ledger.keep(&lead(1, NOW))).unwrap();
    let claimed = at_once(ledger.claim("a", 10, NOW)).unwrap().claimed;
    assert_eq!(claimed.len(), 1);
    assert!(at_once(ledger.claim("b", 10, NOW)).unwrap().claimed.is_empty());
    let attempted = Attempted {
        claimed: &claimed[0],
        lease: "a",
        at: NOW,
        answer: "204",
        next: Next::Done,
        took: Duration::ZERO,
        heard: Heard::Took,
    };
    at_once(ledger.record(&attempted)).unwrap();
    let attempts = store.look("SELECT delivery, number, answer FROM attempt");
    assert_eq!(
        attempts,
        [json!({ "delivery": "lead-1.rs-innovation", "number": 1, "answer": "204" })]
    );
    let (_, deliveries) = at_once(ledger.find("link-1")).unwrap().unwrap();
    assert_eq!(deliveries[0].state, "delivered");
    assert!(at_once(ledger.claim("b", 10, NOW + Duration::minutes(1))).unwrap().claimed.is_empty());
}
