//! Retention to the day, erasure that outlives a restored export, and a secret
//! that is changed under way.

use super::super::sqlite::Sqlite;
use super::super::tests::{NOW, at_once, lead};
use super::*;
use crate::intake::locking::tests::locked;
use crate::intake::random;
use crate::settings::Keep;
use crate::settings::tests::example;
use proptest::prelude::*;
use std::rc::Rc;
use std::time::Instant;
use time::Duration;

fn fresh() -> (Rc<Sqlite>, Ledger) {
    let store = Rc::new(Sqlite::new());
    (Rc::clone(&store), Ledger::of(store))
}

/// How a delivery ended, how many hours ago.
#[derive(Clone, Debug)]
struct Ended {
    state: &'static str,
    why: &'static str,
    hours: i64,
}

fn ended() -> impl Strategy<Value = Ended> {
    let how = prop::sample::select(vec![
        ("due", ""),
        ("delivered", ""),
        ("withdrawn", ""),
        ("parked", "quarantine"),
        ("parked", "exhausted"),
        ("parked", "gone"),
    ]);
    (how, 0..9000_i64).prop_map(|((state, why), hours)| Ended { state, why, hours })
}

fn write(store: &Sqlite, number: usize, ends: &[Ended], now: Moment) {
    for (place, Ended { state, why, hours }) in ends.iter().enumerate() {
        let at = millis(now - Duration::hours(*hours));
        let (at, why) = match *state {
            "due" => ("NULL".to_owned(), "NULL".to_owned()),
            "parked" => (at.to_string(), format!("'{why}'")),
            _ => (at.to_string(), "NULL".to_owned()),
        };
        store.look(&format!(
            "UPDATE delivery SET state = '{state}', parked_for = {why}, ended_at = {at}
             WHERE id = 'lead-{number}.r{place}'"
        ));
    }
}

/// The policy in words of its own: every delivery must be past its limit.
fn may_go(ends: &[Ended], keep: Keep) -> bool {
    ends.iter().all(|one| {
        let days = match (one.state, one.why) {
            ("due", _) => return false,
            ("parked", "quarantine") => keep.quarantine_days,
            ("parked", _) => keep.parked_days,
            _ => keep.person_days,
        };
        i64::from(days) * 24 < one.hours
    })
}

fn everything(store: &Sqlite) -> String {
    let tables = ["lead", "delivery", "lead_key", "erased", "idempotency", "attempt"];
    let all = tables.map(|table| store.look(&format!("SELECT * FROM {table} ORDER BY 1, 2")));
    format!("{all:?}")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn what_is_kept_goes_on_its_day_at_any_clock_and_a_rerun_changes_nothing(
        leads in prop::collection::vec((prop::collection::vec(ended(), 1..4), 0..20_000_i64), 1..5),
        clock in 0..2_000_000_i64,
        days in (1..60_u16, 1..60_u16, 1..200_u16),
    ) {
        let keep = Keep { person_days: days.0, quarantine_days: days.1, parked_days: days.2, facts_days: 365 };
        let now = NOW + Duration::minutes(clock);
        let (store, ledger) = fresh();
        for (number, (ends, hours)) in leads.iter().enumerate() {
            let mut new = lead(number, now - Duration::hours(*hours));
            new.to = (0..ends.len()).map(|place| (format!("r{place}"), None)).collect();
            at_once(ledger.keep(&new)).unwrap();
            write(&store, number, ends, now);
        }
        at_once(ledger.erase(Limits::at(now, keep), now)).unwrap();

        for (number, (ends, hours)) in leads.iter().enumerate() {
            let rows = store.look(&format!("SELECT person FROM lead WHERE id = 'lead-{number}'"));
            let goes = may_go(ends, keep);
            let whole = goes && 365 * 24 < *hours;
            prop_assert_eq!(rows.is_empty(), whole, "{:?} {}", ends, hours);
            if let Some(row) = rows.first() {
                prop_assert_eq!(row["person"].is_null(), goes, "{:?}", ends);
            }
        }
        let once = everything(&store);
        at_once(ledger.erase(Limits::at(now, keep), now)).unwrap();
        prop_assert_eq!(everything(&store), once);
    }
}

#[test]
fn a_hundred_who_were_erased_stay_so_when_an_older_export_is_restored() {
    const LEADS: usize = 100;
    let vault = example().vault;
    let (_, ledger) = fresh();
    let (older, restored) = fresh();
    // The export: the same leads, before anyone was erased.
    for number in 0..=LEADS {
        let new = locked(number, &vault);
        at_once(ledger.keep(&new)).unwrap();
        at_once(restored.keep(&new)).unwrap();
    }
    for number in 0..LEADS {
        at_once(ledger.withdraw(&format!("lead-{number}"), NOW)).unwrap();
    }
    let mut erased = at_once(ledger.erased_after("", 60)).unwrap();
    let last = erased.last().unwrap().lead.clone();
    erased.extend(at_once(ledger.erased_after(&last, 60)).unwrap());
    assert_eq!(erased.len(), LEADS);

    for some in erased.chunks(40) {
        at_once(restored.erase_again(some, NOW)).unwrap();
    }
    let mut readable = 0;
    for round in 0..20 {
        let claimed = at_once(restored.claim(&format!("lease-{round}"), 10, NOW)).unwrap().claimed;
        readable += claimed.iter().filter(|one| one.opened(&vault).unwrap().is_some()).count();
    }
    assert_eq!(readable, 2, "the two deliveries of the one lead that was not erased");
    assert_eq!(older.look("SELECT 1 FROM lead WHERE person IS NOT NULL").len(), 1);
    assert_eq!(older.look("SELECT 1 FROM lead_key").len(), 1);
    let withdrawn = older.look("SELECT 1 FROM lead WHERE withdrawn_at IS NOT NULL");
    assert_eq!(withdrawn.len(), LEADS);
}

#[test]
fn who_was_erased_is_not_sent_even_before_the_clock_has_erased_again() {
    let vault = example().vault;
    let (store, ledger) = fresh();
    for number in [1, 2] {
        at_once(ledger.keep(&locked(number, &vault))).unwrap();
    }
    store.look("INSERT INTO erased (lead, at, why) VALUES ('lead-1', 0, 'withdrawn')");
    let claimed = at_once(ledger.claim("a", 10, NOW)).unwrap().claimed;
    assert!(!claimed.is_empty());
    for one in claimed {
        assert_eq!(one.opened(&vault).unwrap().is_some(), one.lead == "lead-2");
    }
}

#[test]
fn a_lead_that_is_taken_back_is_gone_at_once_with_its_key() {
    let vault = example().vault;
    let (store, ledger) = fresh();
    at_once(ledger.keep(&locked(1, &vault))).unwrap();
    at_once(ledger.withdraw("lead-1", NOW)).unwrap();
    assert!(at_once(ledger.claim("a", 10, NOW)).unwrap().claimed.is_empty());
    assert!(store.look("SELECT 1 FROM lead_key").is_empty());
    let (row, deliveries) = at_once(ledger.find("link-1")).unwrap().unwrap();
    assert!(row.erased_at.is_some() && row.withdrawn_at.is_some());
    assert!(deliveries.iter().all(|one| one.state == "withdrawn"));
}

#[test]
fn ten_thousand_keys_are_locked_anew_in_batches_that_may_be_cut_off() {
    const LEADS: usize = 10_000;
    const SECRET: &str = "b25seSBpbiB0ZXN0czogbm90aGluZyBpcyBrZXB0ISE=";
    const NEXT: &str = "b3RoZXIgc2VjcmV0OiBvdGhlciBzZWNyZXQ6IG90aGU=";
    let vault = |text: String| Vault::read(&text).unwrap();
    let before = vault(format!("a:{SECRET}"));
    let both = vault(format!("b:{NEXT} a:{SECRET}"));
    let after = vault(format!("b:{NEXT}"));
    let (store, ledger) = fresh();
    for number in 0..LEADS {
        at_once(ledger.keep(&locked(number, &before))).unwrap();
    }
    #[expect(clippy::disallowed_methods, reason = "this runs on the machine, never in wasm")]
    let begun = Instant::now();
    let mut changed = 0;
    loop {
        // Cut off now and then: the next one goes on where it was.
        let draw = || match changed {
            4000 => Err(Error::Unavailable("cut off".to_owned())),
            _ => random::bytes(),
        };
        match at_once(ledger.rewrap(&both, 200, &draw)) {
            Ok(0) => break,
            Ok(some) => changed += some,
            Err(_) => changed += 1,
        }
    }
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
    assert_eq!(changed, LEADS + 1);
    assert!(store.look("SELECT 1 FROM lead_key WHERE key_id = 'a'").is_empty());
    let claimed = at_once(ledger.claim("a", 10, NOW)).unwrap().claimed;
    assert!(claimed.iter().all(|one| one.opened(&after).unwrap().is_some()));
    assert!(claimed.iter().all(|one| one.opened(&before).is_err()));
}

#[test]
fn what_is_kept_is_locked_and_opens_for_each_of_its_recipients() {
    let vault = example().vault;
    let (store, ledger) = fresh();
    at_once(ledger.keep(&locked(1, &vault))).unwrap();
    let kept = format!("{:?}", store.look("SELECT * FROM lead, lead_key"));
    assert!(!kept.contains("Anna"), "{kept}");
    let claimed = at_once(ledger.claim("a", 10, NOW)).unwrap().claimed;
    assert_eq!(claimed.len(), 2);
    for one in claimed {
        assert_eq!(one.opened(&vault).unwrap().as_deref(), Some(r#"{"name":"Anna"}"#));
    }
}

#[test]
fn moved_to_another_lead_or_recipient_it_does_not_open() {
    let vault = example().vault;
    let other = Vault::read("test:b3RoZXIgc2VjcmV0OiBvdGhlciBzZWNyZXQ6IG90aGU=").unwrap();
    let (store, ledger) = fresh();
    for number in [1, 2] {
        at_once(ledger.keep(&locked(number, &vault))).unwrap();
    }
    let opens = |sql: &str| {
        store.look("UPDATE delivery SET leased_until = 0");
        store.look(sql);
        let claimed = at_once(ledger.claim("b", 10, NOW)).unwrap().claimed;
        claimed.iter().filter(|one| one.opened(&vault).is_ok()).count()
    };
    assert_eq!(opens("SELECT 1"), 4);
    let claimed = at_once(ledger.claim("c", 10, NOW + Duration::minutes(1))).unwrap().claimed;
    assert!(claimed.iter().all(|one| one.opened(&other).is_err()));
    let from = |column: &str, table: &str, of: &str| {
        format!("(SELECT {column} FROM {table} WHERE {of} = 'lead-1') WHERE {of} = 'lead-2'")
    };
    assert_eq!(opens(&format!("UPDATE lead SET person = {}", from("person", "lead", "id"))), 2);
    let key = from("wrapped", "lead_key", "lead");
    assert_eq!(opens(&format!("UPDATE lead_key SET wrapped = {key}")), 2);
    let new = "UPDATE delivery SET recipient = 'sos-innovation' WHERE id LIKE '%-1.karolinska%'";
    assert_eq!(opens(new), 0, "a recipient that the lead was not for");
}
