//! What operators do to deliveries: pause, resume, replay, look.

use super::super::audit::Deed;
use super::super::replay::Which;
use super::super::sqlite::Sqlite;
use super::super::{Attempted, Ledger};
use super::{NOW, at_once, lead};
use crate::calendar::{Moment, millis};
use crate::delivery::recipient::Heard;
use crate::delivery::{Next, Parked};
use serde_json::{Value, json};
use std::rc::Rc;
use time::Duration;

const RECIPIENT: &str = "rs-innovation";

fn ledger_with(leads: usize) -> (Rc<Sqlite>, Ledger) {
    let store = Rc::new(Sqlite::new());
    let ledger = Ledger::of(Rc::clone(&store));
    for number in 1..=leads {
        let at = NOW + Duration::minutes(i64::try_from(number).unwrap());
        at_once(ledger.keep(&lead(number, at))).unwrap();
    }
    (store, ledger)
}

fn deed(at: Moment) -> Deed<'static> {
    Deed { who: "op-1", action: "delivery.replay", subject: RECIPIENT, detail: &Value::Null, at }
}

/// Sends what is due, all with one outcome.
fn send(ledger: &Ledger, at: Moment, next: Next, heard: &Heard) -> Vec<String> {
    let claimed = at_once(ledger.claim("a", 10, at)).unwrap().claimed;
    for claimed in &claimed {
        let heard = heard.clone();
        let (lease, answer, took) = ("a", "status", Duration::milliseconds(20));
        at_once(ledger.record(&Attempted { claimed, lease, at, answer, took, next, heard }))
            .unwrap();
    }
    claimed.into_iter().map(|one| one.id).collect()
}

fn states(store: &Sqlite) -> Vec<Value> {
    store.look("SELECT state, parked_for FROM delivery ORDER BY created_at")
}

#[test]
fn a_paused_recipient_gets_nothing_and_then_all() {
    let (_, ledger) = ledger_with(2);
    let later = NOW + Duration::hours(1);
    at_once(ledger.pause(RECIPIENT, &deed(NOW))).unwrap();
    assert!(at_once(ledger.claim("a", 10, later)).unwrap().claimed.is_empty());
    at_once(ledger.keep(&lead(3, later))).unwrap();
    let standing = at_once(ledger.standings()).unwrap().remove(0);
    assert_eq!((standing.paused_at, standing.due), (Some(millis(NOW)), 3));

    at_once(ledger.resume(RECIPIENT, &deed(later))).unwrap();
    let mut sent = Vec::new();
    for second in 0..3 {
        sent.extend(send(&ledger, later + Duration::seconds(second), Next::Done, &Heard::Took));
    }
    assert_eq!(sent, ["lead-1", "lead-2", "lead-3"].map(|id| format!("{id}.{RECIPIENT}")));
    assert_eq!(at_once(ledger.audit_broken()).unwrap(), None);
    assert_eq!(at_once(ledger.audit_head()).unwrap().number, 2);
}

#[test]
fn a_recipient_that_is_gone_keeps_its_leads_until_it_is_resumed() {
    let (store, ledger) = ledger_with(2);
    let at = NOW + Duration::hours(1);
    let gone = Heard::Gone { url_hash: "old".into() };
    send(&ledger, at, Next::Park(Parked::Gone), &gone);
    at_once(ledger.keep(&lead(3, at))).unwrap();
    at_once(ledger.tick(&[(RECIPIENT, "old".into())], at + Duration::minutes(1))).unwrap();
    let parked = json!({ "state": "parked", "parked_for": "gone" });
    assert_eq!(states(&store), vec![parked; 3]);

    let resumed = at_once(ledger.resume(RECIPIENT, &deed(at))).unwrap();
    assert_eq!(resumed.len(), 3);
    assert_eq!(send(&ledger, at, Next::Done, &Heard::Took).len(), 1);
}

#[test]
fn a_new_address_takes_up_where_the_old_one_stopped() {
    let (store, ledger) = ledger_with(1);
    let at = NOW + Duration::hours(1);
    let gone = Heard::Gone { url_hash: "old".into() };
    send(&ledger, at, Next::Park(Parked::Gone), &gone);
    at_once(ledger.tick(&[(RECIPIENT, "old".into())], at)).unwrap();
    assert_eq!(states(&store)[0]["state"], "parked");
    at_once(ledger.tick(&[(RECIPIENT, "new".into())], at)).unwrap();
    assert_eq!(states(&store)[0]["state"], "due");
}

#[test]
fn a_replay_sends_what_its_dry_run_names() {
    let (store, ledger) = ledger_with(4);
    let at = NOW + Duration::hours(1);
    send(&ledger, at, Next::Park(Parked::Exhausted), &Heard::Nothing);
    let of = |which: &Which| at_once(ledger.replayable(which)).unwrap();
    let all = Which { recipient: Some(RECIPIENT.into()), ..Which::default() };
    assert_eq!(of(&all).len(), 4);
    assert!(of(&Which::default()).is_empty(), "nothing named is nothing chosen");
    let one = Which { delivery: Some(format!("lead-2.{RECIPIENT}")), ..Which::default() };
    assert_eq!(of(&one), [format!("lead-2.{RECIPIENT}")]);
    let span = Which {
        from: Some(millis(NOW + Duration::minutes(2))),
        until: Some(millis(NOW + Duration::minutes(4))),
        ..Which::default()
    };
    let named = of(&span);
    assert_eq!(named, ["lead-2", "lead-3"].map(|id| format!("{id}.{RECIPIENT}")));

    assert_eq!(at_once(ledger.replay(&span, &deed(at))).unwrap(), named);
    assert!(of(&span).is_empty());
    assert_eq!(store.look("SELECT action FROM audit").len(), 1);
    let mut sent = send(&ledger, at, Next::Done, &Heard::Took);
    sent.extend(send(&ledger, at + Duration::seconds(1), Next::Done, &Heard::Took));
    assert_eq!(sent, named);
    let delivered = Which { delivered: true, ..span };
    assert_eq!(of(&delivered), named);
}

#[test]
fn what_is_erased_withdrawn_or_in_quarantine_is_never_sent_again() {
    let (store, ledger) = ledger_with(3);
    at_once(ledger.withdraw("lead-1", NOW)).unwrap();
    send(&ledger, NOW + Duration::hours(1), Next::Park(Parked::Exhausted), &Heard::Nothing);
    store.look("UPDATE lead SET person = NULL WHERE id = 'lead-2'");
    store.look("UPDATE delivery SET parked_for = 'quarantine' WHERE lead = 'lead-3'");
    let all = Which { from: Some(0), delivered: true, ..Which::default() };
    assert!(at_once(ledger.replayable(&all)).unwrap().is_empty());
    for lead in ["lead-1", "lead-2", "lead-3"] {
        let id = format!("{lead}.{RECIPIENT}");
        assert!(at_once(ledger.picked_up(&id, &deed(NOW))).unwrap().is_none(), "{lead}");
    }
}

#[test]
fn a_lead_that_an_officer_opens_is_delivered() {
    let (store, ledger) = ledger_with(1);
    let at = NOW + Duration::hours(1);
    send(&ledger, at, Next::Remind(at + Duration::days(2)), &Heard::Took);
    assert_eq!(states(&store)[0]["state"], "due");
    let id = format!("lead-1.{RECIPIENT}");
    let shown = at_once(ledger.picked_up(&id, &deed(at))).unwrap().unwrap();
    assert_eq!((shown.lead.as_str(), shown.notices), ("lead-1", 1));
    assert_eq!(states(&store)[0]["state"], "delivered");
    at_once(ledger.picked_up(&id, &deed(at + Duration::days(1)))).unwrap().unwrap();
    let timeline = at_once(ledger.timeline("VI-2026-000001")).unwrap().unwrap();
    assert_eq!(timeline.deliveries[0].opened_at, Some(millis(at)), "the first time counts");
    assert_eq!(timeline.deliveries[0].ended_at, Some(millis(at)));
}

#[test]
fn a_timeline_tells_each_attempt_and_nothing_personal() {
    let (_, ledger) = ledger_with(1);
    let at = NOW + Duration::hours(1);
    let later = Next::After { then: at + Duration::minutes(5), not_before: at };
    send(&ledger, at, later, &Heard::Failed { quiet_until: at });
    send(&ledger, at + Duration::minutes(5), Next::Done, &Heard::Took);
    let timeline = at_once(ledger.timeline("lead-1")).unwrap().unwrap();
    let told = serde_json::to_value(&timeline).unwrap();
    assert_eq!(told["reference"], "VI-2026-000001");
    let attempts = told["deliveries"][0]["attempts"].as_array().unwrap();
    assert_eq!(attempts.len(), 2);
    let first = json!({ "number": 1, "at": millis(at), "answer": "status", "milliseconds": 20 });
    assert_eq!(attempts[0], first);
    assert!(!told.to_string().contains("Anna"));
    assert!(at_once(ledger.timeline("no such")).unwrap().is_none());
}
