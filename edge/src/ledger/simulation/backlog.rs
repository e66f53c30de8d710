//! A recipient that is away for hours and days, by a clock that jumps.

use super::super::sqlite::Sqlite;
use super::super::tests::{at_once, lead};
use super::world::Receiver;
use super::{HOUR, MINUTE, RECIPIENTS, Stage, deed};
use crate::calendar::from_millis;
use std::io::Write as _;
use std::rc::Rc;

const ONE: &str = RECIPIENTS[0];
const DAY: i64 = 24 * HOUR;
const SECOND: i64 = 1000;

/// A stage where nothing goes wrong but what the test says.
fn stage(down_from: i64, down_until: i64) -> Stage {
    let stage = Stage::new(7, &Rc::new(Sqlite::new()));
    let start = stage.now();
    let (down_from, down_until) = (start + down_from, start + down_until);
    let receiver = Receiver { down_from, down_until, ..Receiver::default() };
    stage.world.receivers.borrow_mut().insert(ONE.to_owned(), receiver);
    stage
}

/// A lead comes, and the queue wakes the sender.
fn come(stage: &Stage, number: usize) {
    at_once(keep(stage, number));
    Stage::nudge(&stage.world, &stage.ledger);
}

async fn keep(stage: &Stage, number: usize) {
    let ledger = super::Ledger::of(Rc::clone(&stage.store));
    ledger.keep(&lead(number, from_millis(stage.now()))).await.unwrap();
}

/// The clock ticks every minute until then.
fn tick_until(stage: &Stage, until: i64) {
    while stage.now() < until {
        stage.tick();
        stage.world.run((stage.now() + MINUTE).min(until));
    }
}

fn taken(stage: &Stage) -> Vec<(i64, String)> {
    let receivers = stage.world.receivers.borrow();
    let all = receivers[ONE].taken.iter();
    let mut taken: Vec<_> =
        all.flat_map(|(id, times)| times.iter().map(|(at, _)| (*at, id.clone()))).collect();
    taken.sort();
    taken
}

fn count(stage: &Stage, condition: &str) -> i64 {
    let found = stage.store.look(&format!("SELECT count(*) AS n FROM {condition}"));
    found[0]["n"].as_i64().unwrap()
}

#[test]
fn a_thousand_leads_of_three_days_come_within_ten_minutes_oldest_first_five_a_second() {
    const LEADS: usize = 1000;
    let stage = stage(0, 72 * HOUR);
    let back = stage.now() + 72 * HOUR;
    for number in 0..LEADS {
        come(&stage, number);
        stage.world.run(stage.now() + 2 * MINUTE);
        if number % 10 == 0 {
            stage.tick();
        }
    }
    while stage.now() < back - HOUR {
        stage.tick();
        stage.world.run(stage.now() + 15 * MINUTE);
    }
    tick_until(&stage, back + 10 * MINUTE);

    let taken = taken(&stage);
    assert_eq!(taken.len(), LEADS, "each once");
    let receivers = stage.world.receivers.borrow();
    let began: Vec<_> = receivers[ONE].began.iter().filter(|(at, _)| back <= *at).collect();
    // The one that finds it back may be any that was to be tried just then.
    let found = &began[0].1;
    let all = (0..LEADS).map(|number| format!("lead-{number}.{ONE}"));
    let oldest_first = all.filter(|id| id != found);
    assert!(began[1..].iter().map(|(_, id)| id.clone()).eq(oldest_first), "oldest first");
    let fastest = began.windows(6).map(|six| six[5].0 - six[0].0).min().unwrap();
    assert!(SECOND <= fastest, "six within {fastest} ms");
    assert!(receivers[ONE].most_under_way <= 10);
    let whole = taken.last().unwrap().0 - back;
    let _ = writeln!(
        std::io::stderr(),
        "backlog of {LEADS} after 72 h: delivered within {} s, oldest first, never more than five \
         begun in a second, {} under way at most",
        whole / SECOND,
        receivers[ONE].most_under_way,
    );
}

#[test]
fn five_days_of_failure_stop_a_recipient_and_keep_its_leads() {
    let stage = stage(0, 30 * DAY);
    let start = stage.now();
    for day in 0..5 {
        come(&stage, day);
        tick_until(&stage, start + i64::try_from(day + 1).unwrap() * DAY);
        assert_eq!(count(&stage, "stopped"), 0, "day {day}");
    }
    tick_until(&stage, start + 5 * DAY + 5 * MINUTE);
    assert_eq!(count(&stage, "stopped WHERE why = 'failing'"), 1, "told within five minutes");
    assert_eq!(count(&stage, "delivery WHERE state = 'parked'"), 5);
    assert_eq!(count(&stage, "lead WHERE person IS NOT NULL"), 5);
    let asked = stage.world.receivers.borrow()[ONE].began.len();
    come(&stage, 5);
    tick_until(&stage, stage.now() + DAY);
    assert_eq!(stage.world.receivers.borrow()[ONE].began.len(), asked, "it is left alone");
    assert_eq!(count(&stage, "delivery WHERE state = 'parked'"), 6);

    stage.world.receivers.borrow_mut().get_mut(ONE).unwrap().down_until = 0;
    at_once(super::Ledger::of(Rc::clone(&stage.store)).resume(ONE, &deed(stage.now()))).unwrap();
    tick_until(&stage, stage.now() + 2 * MINUTE);
    let given_up = count(&stage, "delivery WHERE parked_for = 'exhausted'");
    assert_eq!(i64::try_from(taken(&stage).len()).unwrap() + given_up, 6);
    assert_eq!(given_up, 0, "what ran out of attempts meanwhile is taken up as well");
}

#[test]
fn one_success_within_the_five_days_begins_them_anew() {
    let stage = stage(0, 4 * DAY);
    let start = stage.now();
    for day in 0..10 {
        come(&stage, day);
        tick_until(&stage, start + i64::try_from(day + 1).unwrap() * DAY);
        if day == 4 {
            // It was there on the fifth day, and is away again.
            let mut receivers = stage.world.receivers.borrow_mut();
            let receiver = receivers.get_mut(ONE).unwrap();
            (receiver.down_from, receiver.down_until) = (start + 5 * DAY, start + 99 * DAY);
        }
        if day < 9 {
            assert_eq!(count(&stage, "stopped"), 0, "day {day}");
        }
    }
    assert_eq!(taken(&stage).len(), 5);
    tick_until(&stage, start + 10 * DAY + 5 * MINUTE);
    assert_eq!(count(&stage, "stopped"), 1);
}

#[test]
fn gone_stops_a_recipient_at_the_first_word() {
    let stage = stage(0, 0);
    let start = stage.now();
    stage.world.receivers.borrow_mut().get_mut(ONE).unwrap().gone_from = Some(start + HOUR);
    come(&stage, 0);
    tick_until(&stage, start + HOUR);
    come(&stage, 1);
    come(&stage, 2);
    stage.world.run(stage.now() + 2 * SECOND);
    assert_eq!(count(&stage, "stopped WHERE why = 'gone'"), 1);
    tick_until(&stage, start + DAY);
    assert_eq!(taken(&stage).len(), 1);
    assert_eq!(count(&stage, "delivery WHERE parked_for = 'gone'"), 2);
}

#[test]
fn a_recipient_is_left_alone_for_as_long_as_it_asked() {
    let stage = stage(0, 10 * MINUTE);
    let until = stage.now() + 10 * MINUTE;
    stage.world.receivers.borrow_mut().get_mut(ONE).unwrap().asks_for = Some(25 * MINUTE);
    come(&stage, 0);
    tick_until(&stage, until);
    come(&stage, 1);
    tick_until(&stage, stage.now() + HOUR);
    let receivers = stage.world.receivers.borrow();
    let began: Vec<_> = receivers[ONE].began.iter().map(|(at, _)| *at).collect();
    assert_eq!(began.len(), 3, "one that was refused, and both");
    assert!(25 * MINUTE <= began[1] - began[0]);
}
