//! A world in a box: a clock that jumps, chance that a seed decides, recipients
//! that fail, a database that loses its connection, and turns for all who run
//! side by side.

use super::super::sqlite::Sqlite;
use super::super::store::{Done, Statement, Store};
use super::super::{Claimed, Ledger};
use crate::calendar::{Moment, from_millis, millis};
use crate::delivery::Answer;
use crate::delivery::sending::Outside;
use crate::error::Error;
use futures_util::future::{LocalBoxFuture, poll_fn};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use time::Duration;

/// Chance: Knuth's generator (MMIX), mixed by xorshift.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    /// A number below another.
    pub(super) fn below(&mut self, most: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mixed = self.0 ^ (self.0 >> 29);
        (mixed >> 17) % most.max(1)
    }

    pub(super) fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }
}

/// How a recipient does.
#[derive(Default)]
pub(super) struct Receiver {
    /// It answers nothing from then …
    pub(super) down_from: i64,
    /// … until then.
    pub(super) down_until: i64,
    /// It says 410 from then on.
    pub(super) gone_from: Option<i64>,
    /// What it has taken: by delivery, every body that came, and when.
    pub(super) taken: BTreeMap<String, Vec<(i64, String)>>,
    /// While it is down it asks for so long a pause.
    pub(super) asks_for: Option<i64>,
    /// When which attempts began.
    pub(super) began: Vec<(i64, String)>,
    pub(super) under_way: usize,
    pub(super) most_under_way: usize,
}

/// What went wrong, and how often.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Faults {
    pub(super) calls: u64,
    pub(super) before_commit: u64,
    pub(super) after_commit: u64,
    pub(super) lost_nudges: u64,
    pub(super) recipient: u64,
    pub(super) taken_unsaid: u64,
    pub(super) crashes: u64,
}

/// The box.
pub(super) struct World {
    pub(super) clock: Cell<i64>,
    pub(super) dice: RefCell<Dice>,
    /// In percent, at every call.
    pub(super) fault_share: Cell<u64>,
    pub(super) faults: Cell<Faults>,
    pub(super) receivers: RefCell<BTreeMap<String, Receiver>>,
    tasks: RefCell<Vec<Task>>,
    moved: Cell<bool>,
    alarms: RefCell<Vec<i64>>,
    lots: Cell<u64>,
}

struct Task {
    work: LocalBoxFuture<'static, ()>,
    /// After so many turns its machine dies.
    life: Option<u64>,
}

impl World {
    pub(super) fn new(seed: u64, now: Moment) -> Rc<Self> {
        Rc::new(Self {
            clock: Cell::new(millis(now)),
            dice: RefCell::new(Dice(seed)),
            fault_share: Cell::new(0),
            faults: Cell::default(),
            receivers: RefCell::default(),
            tasks: RefCell::default(),
            moved: Cell::new(false),
            alarms: RefCell::default(),
            lots: Cell::new(0),
        })
    }

    pub(super) fn below(&self, most: u64) -> u64 {
        self.dice.borrow_mut().below(most)
    }

    /// Whether this call goes wrong.
    pub(super) fn strikes(&self, count: impl FnOnce(&mut Faults)) -> bool {
        let strikes = self.dice.borrow_mut().percent(self.fault_share.get());
        let mut faults = self.faults.get();
        faults.calls += 1;
        if strikes {
            count(&mut faults);
        }
        self.faults.set(faults);
        strikes
    }

    fn count(&self, count: impl FnOnce(&mut Faults)) {
        let mut faults = self.faults.get();
        count(&mut faults);
        self.faults.set(faults);
    }

    /// Starts something beside all else. Its machine may die at any turn.
    pub(super) fn start(&self, work: impl Future<Output = ()> + 'static) {
        let dies = self.strikes(|faults| faults.crashes += 1);
        let life = dies.then(|| self.below(40));
        self.tasks.borrow_mut().push(Task { work: Box::pin(work), life });
    }

    /// Starts something that sees it through.
    pub(super) fn start_surely(&self, work: impl Future<Output = ()> + 'static) {
        self.tasks.borrow_mut().push(Task { work: Box::pin(work), life: None });
    }

    /// Gives turns in a random order until all that runs has ended or waits;
    /// then jumps to when the first goes on, but not beyond `until`.
    pub(super) fn run(&self, until: i64) {
        loop {
            self.alarms.borrow_mut().clear();
            self.moved.set(false);
            self.turn();
            if self.moved.get() {
                continue;
            }
            let next = self.alarms.borrow().iter().min().copied();
            match next.filter(|next| *next <= until) {
                Some(next) => self.clock.set(next.max(self.clock.get())),
                None => break,
            }
        }
        self.clock.set(self.clock.get().max(until));
    }

    fn turn(&self) {
        let mut waiting = std::mem::take(&mut *self.tasks.borrow_mut());
        let mut context = Context::from_waker(Waker::noop());
        let mut left = Vec::new();
        while !waiting.is_empty() {
            let chosen = usize::try_from(self.below(waiting.len() as u64)).unwrap();
            let mut task = waiting.swap_remove(chosen);
            if task.life == Some(0) {
                self.moved.set(true);
                continue;
            }
            task.life = task.life.map(|life| life - 1);
            if task.work.as_mut().poll(&mut context).is_pending() {
                left.push(task);
            } else {
                self.moved.set(true);
            }
        }
        // What was started meanwhile stands there already.
        self.tasks.borrow_mut().extend(left);
    }

    pub(super) fn is_idle(&self) -> bool {
        self.tasks.borrow().is_empty()
    }

    /// Lets the others go first, now and then.
    async fn give_way(&self) {
        let mut turns = self.below(3);
        poll_fn(|context| {
            if turns == 0 {
                return Poll::Ready(());
            }
            turns -= 1;
            self.moved.set(true);
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }

    async fn sleep(&self, length: i64) {
        let then = self.clock.get() + length;
        poll_fn(|context| {
            if then <= self.clock.get() {
                self.moved.set(true);
                return Poll::Ready(());
            }
            self.alarms.borrow_mut().push(then);
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }

    async fn receive(&self, claimed: &Claimed) -> Answer {
        let _counted = UnderWay::of(self, claimed);
        self.give_way().await;
        let strange = self.strikes(|faults| faults.recipient += 1);
        let pause = if strange { self.below(15_000) } else { self.below(300) };
        self.sleep(i64::try_from(pause).unwrap()).await;
        let now = self.clock.get();
        let kind = self.below(6);
        let mut receivers = self.receivers.borrow_mut();
        let receiver = receivers.entry(claimed.recipient.clone()).or_default();
        if receiver.gone_from.is_some_and(|from| from <= now) {
            return Answer::Status(410, None);
        }
        if (receiver.down_from..receiver.down_until).contains(&now) {
            let asks_for = receiver.asks_for.map(Duration::milliseconds);
            let is_silent = asks_for.is_none() && kind < 3;
            return if is_silent { Answer::Silence } else { Answer::Status(503, asks_for) };
        }
        match (strange, kind) {
            (true, 0) => return Answer::Silence,
            (true, 1) => return Answer::Status(500, None),
            (true, 2) => return Answer::Status(503, Some(Duration::minutes(7))),
            (true, 3) => return Answer::Status(429, Some(Duration::seconds(30))),
            _ => {}
        }
        let body = format!("{} {} {:?}", claimed.reference, claimed.facts, claimed.person);
        receiver.taken.entry(claimed.id.clone()).or_default().push((now, body));
        if strange {
            // It has the lead, and we never hear so.
            self.count(|faults| faults.taken_unsaid += 1);
            return Answer::Silence;
        }
        Answer::Status(204, None)
    }
}

/// An attempt that is under way, until it ends or its machine dies.
struct UnderWay<'a>(&'a World, String);

impl<'a> UnderWay<'a> {
    fn of(world: &'a World, claimed: &Claimed) -> Self {
        let mut receivers = world.receivers.borrow_mut();
        let receiver = receivers.entry(claimed.recipient.clone()).or_default();
        receiver.began.push((world.clock.get(), claimed.id.clone()));
        receiver.under_way += 1;
        receiver.most_under_way = receiver.most_under_way.max(receiver.under_way);
        Self(world, claimed.recipient.clone())
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        if let Some(receiver) = self.0.receivers.borrow_mut().get_mut(&self.1) {
            receiver.under_way -= 1;
        }
    }
}

impl Outside for World {
    fn now(&self) -> Moment {
        from_millis(self.clock.get())
    }

    fn lot(&self) -> Result<String, Error> {
        self.lots.set(self.lots.get() + 1);
        Ok(format!("lot-{}", self.lots.get()))
    }

    fn nap(&self, length: Duration) -> LocalBoxFuture<'_, ()> {
        let length = i64::try_from(length.whole_milliseconds()).unwrap();
        Box::pin(self.sleep(length))
    }

    fn hand_over<'a>(&'a self, claimed: &'a Claimed) -> LocalBoxFuture<'a, Answer> {
        Box::pin(self.receive(claimed))
    }

    fn address(&self, recipient: &str) -> String {
        format!("address of {recipient}")
    }

    fn note(&self, _event: &'static str, _of: &Value) {}
}

/// A database whose connection is lost now and then: before the commit, or
/// after it, and nobody can tell which.
pub(super) struct Shaky {
    pub(super) world: Rc<World>,
    pub(super) store: Rc<Sqlite>,
}

impl Shaky {
    pub(super) fn ledger(world: &Rc<World>, store: &Rc<Sqlite>) -> Rc<Ledger> {
        let (world, store) = (Rc::clone(world), Rc::clone(store));
        Rc::new(Ledger::of(Self { world, store }))
    }
}

impl Store for Shaky {
    fn batch<'a>(
        &'a self,
        all: Vec<Statement>,
        what: &'static str,
    ) -> LocalBoxFuture<'a, Result<Done, Error>> {
        let lost = move || Err(Error::Unavailable(format!("{what}: Network connection lost")));
        Box::pin(async move {
            self.world.give_way().await;
            let strikes = self.world.strikes(|_| {});
            if strikes && self.world.below(2) == 0 {
                self.world.count(|faults| faults.before_commit += 1);
                return lost();
            }
            let done = self.store.batch(all, what).await;
            self.world.give_way().await;
            if strikes {
                self.world.count(|faults| faults.after_commit += 1);
                return lost();
            }
            done
        })
    }
}
