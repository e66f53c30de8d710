//! The real statements and the real sender in a world where every fifth call
//! goes wrong: what is acknowledged arrives, or waits where it is seen.

mod backlog;
mod check;
mod world;

use super::audit::Deed;
use super::replay::Which;
use super::sqlite::Sqlite;
use super::tests::{NOW, lead};
use super::{Kept, Ledger, NewLead};
use crate::calendar::from_millis;
use crate::delivery::sending::{Left, Outside as _, probe, send_what_is_due};
use serde_json::Value;
use std::cell::RefCell;
use std::io::Write as _;
use std::rc::Rc;
use std::time::{Duration as Span, Instant};
use world::{Faults, Receiver, Shaky, World};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const RECIPIENTS: [&str; 3] = ["rs-innovation", "karolinska-innovation", "sos-innovation"];

/// One run: a world, its ledger, and the leads that were acknowledged.
struct Stage {
    world: Rc<World>,
    store: Rc<Sqlite>,
    ledger: Rc<Ledger>,
    /// Key and lead of each 202.
    thanked: Rc<RefCell<Vec<(String, String)>>>,
}

impl Stage {
    fn new(seed: u64, store: &Rc<Sqlite>) -> Self {
        store.clear();
        let world = World::new(seed, NOW);
        let ledger = Shaky::ledger(&world, store);
        Self { world, store: Rc::clone(store), ledger, thanked: Rc::default() }
    }

    fn now(&self) -> i64 {
        self.world.clock.get()
    }

    /// The queue wakes a sender, unless it loses the message.
    fn nudge(world: &Rc<World>, ledger: &Rc<Ledger>) {
        if !world.strikes(|faults| faults.lost_nudges += 1) {
            let (again, ledger) = (Rc::clone(world), Rc::clone(ledger));
            world.start(async move { wake(&again, &ledger).await });
        }
    }

    /// A tick of the clock, as the Worker does it.
    fn tick(&self) {
        let (world, ledger) = (Rc::clone(&self.world), Rc::clone(&self.ledger));
        self.world.start(async move {
            let addresses = RECIPIENTS.map(|id| (id, world.address(id)));
            let _ = ledger.tick(&addresses, world.now()).await;
            let _ = probe(&ledger, &*world).await;
            wake(&world, &ledger).await;
        });
    }

    /// A visitor sends a lead and tries again, with the same key, until it is
    /// thanked for it or gives up.
    fn visit(&self, number: usize) {
        let (world, ledger) = (Rc::clone(&self.world), Rc::clone(&self.ledger));
        let thanked = Rc::clone(&self.thanked);
        let mut to: Vec<_> = RECIPIENTS.iter().map(|id| ((*id).to_owned(), None)).collect();
        to.truncate(1 + usize::try_from(world.below(3)).unwrap());
        self.world.start(async move {
            for attempt in 0..6 {
                let id = format!("lead-{number}-{attempt}");
                let new = NewLead { to: to.clone(), ..named(number, &id, &world) };
                if let Some(kept) = receive(&ledger, &new).await {
                    thanked.borrow_mut().push((new.key_hash, kept));
                    Self::nudge(&world, &ledger);
                    return;
                }
                world.nap(time::Duration::seconds(2)).await;
            }
        });
    }

    /// Ticks now and then until nothing is due any more, or until then.
    fn settle(&self, until: i64) {
        while self.now() < until {
            self.tick();
            self.world.run(self.now() + MINUTE);
            let soonest = self.store.look(
                "SELECT min(next_attempt_at) AS at FROM delivery WHERE state = 'due'
                 AND recipient NOT IN (SELECT recipient FROM recipient WHERE paused_at IS NOT NULL)",
            );
            match soonest[0]["at"].as_i64() {
                None if self.world.is_idle() => break,
                at => {
                    // The clock ticks every minute; most of them change nothing.
                    let stride = i64::try_from(self.world.below(90)).unwrap() * MINUTE;
                    let next = at.unwrap_or(0).clamp(self.now(), self.now() + stride);
                    self.world.run(next);
                }
            }
        }
    }
}

async fn wake(world: &Rc<World>, ledger: &Rc<Ledger>) {
    if let Ok(Left::More) = send_what_is_due(ledger, &**world).await {
        Stage::nudge(world, ledger);
    }
}

/// A lead of a number whose ids are as its visitor's attempt has them.
fn named(number: usize, id: &str, world: &World) -> NewLead {
    let at = from_millis(world.clock.get());
    NewLead {
        id: id.to_owned(),
        reference: format!("VI-{id}"),
        link_hash: format!("link-{id}"),
        answer: format!("answer-{id}"),
        ..lead(number, at)
    }
}

/// As intake does it. Gives the lead that is thanked for.
async fn receive(ledger: &Ledger, new: &NewLead) -> Option<String> {
    if let Some(answered) = ledger.answered(&new.key_hash).await.ok()? {
        return Some(answered.lead);
    }
    ledger.is_known(&new.likeness, NOW).await.ok()?;
    match ledger.keep(new).await.ok()? {
        Kept::Answered(answered) => Some(answered.lead),
        Kept::Spent => None,
    }
}

/// Chance decides how recipients do.
fn receivers(stage: &Stage) {
    let world = &stage.world;
    for id in RECIPIENTS {
        let mut receiver = Receiver::default();
        if world.below(4) == 0 {
            receiver.down_from = stage.now() + i64::try_from(world.below(60)).unwrap() * MINUTE;
            let hours = [1, 1, 4, 30, 140][usize::try_from(world.below(5)).unwrap()];
            receiver.down_until =
                receiver.down_from + i64::try_from(world.below(hours * 60)).unwrap() * MINUTE;
        }
        if world.below(30) == 0 {
            let after = i64::try_from(world.below(120)).unwrap() * MINUTE;
            receiver.gone_from = Some(stage.now() + after);
        }
        world.receivers.borrow_mut().insert(id.to_owned(), receiver);
    }
}

/// Leads come, things go wrong, operators pause and resume; then nothing goes
/// wrong any more, and what is due is done.
fn story(seed: u64, store: &Rc<Sqlite>) -> Stage {
    let stage = Stage::new(seed, store);
    let world = Rc::clone(&stage.world);
    world.fault_share.set(20);
    receivers(&stage);
    let leads = 1 + usize::try_from(world.below(5)).unwrap();
    for number in 0..leads {
        stage.visit(number);
        let pause = i64::try_from(world.below(20 * 60_000)).unwrap();
        world.run(stage.now() + pause);
        if world.below(3) == 0 {
            stage.tick();
        }
        if world.below(12) == 0 {
            paused(&stage);
        }
    }
    stage.settle(stage.now() + 4 * HOUR);
    world.fault_share.set(0);
    stage.settle(stage.now() + 400 * HOUR);
    stage
}

fn deed(at: i64) -> Deed<'static> {
    let at = from_millis(at);
    Deed { who: "op-1", action: "recipient.pause", subject: "x", detail: &Value::Null, at }
}

/// An operator pauses a recipient for a while.
fn paused(stage: &Stage) {
    let id = RECIPIENTS[usize::try_from(stage.world.below(3)).unwrap()];
    let ledger = Rc::clone(&stage.ledger);
    let world = Rc::clone(&stage.world);
    let length = i64::try_from(stage.world.below(180)).unwrap() * MINUTE;
    stage.world.start_surely(async move {
        while ledger.pause(id, &deed(world.clock.get())).await.is_err() {}
        world.nap(time::Duration::milliseconds(length)).await;
        while ledger.resume(id, &deed(world.clock.get())).await.is_err() {}
    });
}

/// Operators take up what was given to them, once the recipients are well.
fn mended(stage: &Stage) {
    for receiver in stage.world.receivers.borrow_mut().values_mut() {
        receiver.gone_from = None;
        receiver.down_until = 0;
    }
    let (ledger, world) = (Rc::clone(&stage.ledger), Rc::clone(&stage.world));
    stage.world.start(async move {
        let at = world.clock.get();
        for id in RECIPIENTS {
            ledger.resume(id, &deed(at)).await.unwrap();
            let all = Which { recipient: Some(id.to_owned()), ..Which::default() };
            ledger.replay(&all, &deed(at)).await.unwrap();
        }
    });
    stage.settle(stage.now() + 10 * HOUR);
}

#[derive(Default)]
struct Sum {
    thanked: usize,
    missing: usize,
    stuck: usize,
    double: usize,
    parked: usize,
    deliveries: usize,
    repeated: usize,
    faults: Faults,
    first: Option<String>,
}

fn simulate(seeds: std::ops::Range<u64>) -> Sum {
    let store = Rc::new(Sqlite::new());
    let mut sum = Sum::default();
    for seed in seeds {
        let stage = story(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15), &store);
        check::settled(&stage, seed, &mut sum);
        mended(&stage);
        check::mended(&stage, seed, &mut sum);
    }
    sum
}

#[test]
fn ten_thousand_times_nothing_that_was_acknowledged_is_lost_stuck_or_double() {
    const RUNS: u64 = 10_000;
    let began = clock();
    let halves = [0..RUNS / 2, RUNS / 2..RUNS];
    let threads = halves.map(|seeds| std::thread::spawn(move || simulate(seeds)));
    let mut sum = Sum::default();
    for thread in threads {
        sum.add(&thread.join().unwrap());
    }
    sum.tell(RUNS, began.elapsed());
    assert_eq!(sum.first, None);
    assert_eq!((sum.missing, sum.stuck, sum.double), (0, 0, 0));
    // The dice must have fallen as they should.
    let Faults { calls, before_commit, after_commit, .. } = sum.faults;
    assert!(RUNS * 10 < calls && RUNS < before_commit && RUNS < after_commit);
    assert!(0 < sum.faults.crashes && 0 < sum.faults.taken_unsaid && 0 < sum.parked);
}

#[expect(clippy::disallowed_methods, reason = "how long a test took, on the host")]
fn clock() -> Instant {
    Instant::now()
}

impl Sum {
    fn add(&mut self, other: &Self) {
        self.thanked += other.thanked;
        self.missing += other.missing;
        self.stuck += other.stuck;
        self.double += other.double;
        self.parked += other.parked;
        self.deliveries += other.deliveries;
        self.repeated += other.repeated;
        self.faults.add(other.faults);
        self.first = self.first.take().or_else(|| other.first.clone());
    }

    fn fault(&mut self, seed: u64, what: &str) {
        self.first.get_or_insert_with(|| format!("seed {seed}: {what}"));
    }

    fn tell(&self, runs: u64, took: Span) {
        let Self { thanked, missing, stuck, double, parked, deliveries, repeated, .. } = self;
        let _ = writeln!(
            std::io::stderr(),
            "{runs} simulations in {} s: {thanked} leads acknowledged, {deliveries} deliveries; \
             {missing} missing, {stuck} stuck, {double} double; {parked} given to an operator \
             first, {repeated} sent more than once; {:?}",
            took.as_secs(),
            self.faults,
        );
    }
}

impl Faults {
    fn add(&mut self, other: Self) {
        self.calls += other.calls;
        self.before_commit += other.before_commit;
        self.after_commit += other.after_commit;
        self.lost_nudges += other.lost_nudges;
        self.recipient += other.recipient;
        self.taken_unsaid += other.taken_unsaid;
        self.crashes += other.crashes;
    }
}
