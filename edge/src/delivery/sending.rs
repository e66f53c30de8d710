//! Sends what is due, a few at a time, and writes down what came of it.

use super::recipient::{Heard, heard};
use super::schedule::{self, Place};
use super::{Answer, Next};
use crate::calendar::Moment;
use crate::error::Error;
use crate::ledger::{Attempted, Claimed, Ledger};
use futures_util::future::{Either, LocalBoxFuture, select};
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use serde_json::{Value, json};
use time::Duration;

/// So many attempts are under way at once in one invocation: it may hold six
/// connections open, and one that waits for a seventh would time out unsent.
const AT_ONCE: usize = 6;

/// After so many attempts, or looks into the ledger, it is the next
/// invocation's turn: each may ask the database for a thousand things.
const MOST_ATTEMPTS: usize = 60;
const MOST_LOOKS: usize = 150;

/// What is due so soon is waited for: the second attempt comes after five
/// seconds, and a tick of the clock may be a minute away.
const PATIENCE: Duration = Duration::seconds(8);

/// So long at a time, since something new may have come meanwhile.
const NAP: Duration = Duration::seconds(1);

/// A record is tried so often: without it the recipient would get the lead
/// again.
const TRIES: usize = 3;

/// What the sender needs besides the ledger: a clock, lots, a way out.
pub(crate) trait Outside {
    /// The moment.
    fn now(&self) -> Moment;

    /// A name that no one else takes.
    fn lot(&self) -> Result<String, Error>;

    /// Waits.
    fn nap(&self, length: Duration) -> LocalBoxFuture<'_, ()>;

    /// Makes one attempt.
    fn hand_over<'a>(&'a self, claimed: &'a Claimed) -> LocalBoxFuture<'a, Answer>;

    /// The hash of a recipient's address.
    fn address(&self, recipient: &str) -> String;

    /// Writes to the log: an event, and ids without meaning.
    fn note(&self, event: &'static str, of: &Value);
}

/// Whether there is more to send at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    /// What was due is sent, or under way elsewhere.
    Nothing,
    /// Another invocation must go on.
    More,
}

/// Sends what is due, oldest first, until nothing is.
///
/// # Errors
/// The first one; what was under way is finished all the same.
pub(crate) async fn send_what_is_due(
    ledger: &Ledger,
    outside: &dyn Outside,
) -> Result<Left, Error> {
    let desk = Desk { ledger, outside };
    let mut flying = FuturesUnordered::new();
    let mut fault = Ok(());
    let (mut begun, mut looks) = (0, 0);
    loop {
        let free = (AT_ONCE - flying.len()).min(MOST_ATTEMPTS - begun);
        let mut nap = None;
        if 0 < free && looks < MOST_LOOKS && fault.is_ok() {
            looks += 1;
            match desk.take(free).await {
                Err(error) => fault = Err(error),
                Ok((lease, taken)) => {
                    begun += taken.claimed.len();
                    nap = desk.nap_until(taken.next_at);
                    for claimed in taken.claimed {
                        flying.push(desk.attempt(claimed, lease.clone()));
                    }
                }
            }
        }
        match (flying.is_empty(), nap) {
            (true, None) => break,
            (true, Some(nap)) => outside.nap(nap).await,
            (false, None) => fault = fault.and(flying.next().await.unwrap_or(Ok(()))),
            (false, Some(nap)) => {
                if let Either::Left((Some(done), _)) = select(flying.next(), outside.nap(nap)).await
                {
                    fault = fault.and(done);
                }
            }
        }
    }
    let is_full = MOST_ATTEMPTS <= begun || MOST_LOOKS <= looks;
    fault.map(|()| if is_full { Left::More } else { Left::Nothing })
}

/// Tries the oldest delivery of each recipient that fails and is waited for, to
/// learn soon that it is back: the pauses grow to a day. A probe that fails
/// counts for nothing; one that succeeds wakes all that waits.
pub(crate) async fn probe(ledger: &Ledger, outside: &dyn Outside) -> Result<(), Error> {
    let lease = outside.lot()?;
    let claimed = ledger.claim_probes(&lease, outside.now()).await?;
    let desk = Desk { ledger, outside };
    let all = claimed.iter().map(|one| desk.try_out(one, &lease));
    // One that fails must not keep the others from being tried.
    futures_util::future::join_all(all).await.into_iter().collect()
}

struct Desk<'a> {
    ledger: &'a Ledger,
    outside: &'a dyn Outside,
}

impl Desk<'_> {
    async fn take(&self, most: usize) -> Result<(String, crate::ledger::Taken), Error> {
        let lease = self.outside.lot()?;
        let most = u32::try_from(most).unwrap_or(1);
        let taken = self.ledger.claim(&lease, most, self.outside.now()).await?;
        Ok((lease, taken))
    }

    /// How long to wait for what is due then, if that is worth it.
    fn nap_until(&self, next_at: Option<Moment>) -> Option<Duration> {
        /// What is due and was not taken waits for a place to be free.
        const SHORTEST: Duration = Duration::milliseconds(50);
        let wait = next_at? - self.outside.now();
        (wait <= PATIENCE).then(|| wait.clamp(SHORTEST, NAP))
    }

    async fn attempt(&self, claimed: Claimed, lease: String) -> Result<(), Error> {
        let began = self.outside.now();
        let answer = self.outside.hand_over(&claimed).await;
        let number = claimed.attempts.saturating_sub(claimed.base) + 1;
        let place = Place { id: &claimed.id, number, notices: claimed.notices };
        let next = schedule::next(answer, place, self.outside.now());
        self.record(&claimed, &lease, (answer, next, began)).await
    }

    async fn try_out(&self, claimed: &Claimed, lease: &str) -> Result<(), Error> {
        let began = self.outside.now();
        let answer = self.outside.hand_over(claimed).await;
        let at = self.outside.now();
        match heard(answer, "", at) {
            Heard::Failed { quiet_until } => {
                self.ledger.record_failed_probe(&claimed.recipient, quiet_until, at).await
            }
            Heard::Nothing => Ok(()),
            Heard::Took | Heard::Gone { .. } => {
                let place = Place { id: &claimed.id, number: 1, notices: claimed.notices };
                let next = schedule::next(answer, place, at);
                self.record(claimed, lease, (answer, next, began)).await
            }
        }
    }

    async fn record(
        &self,
        claimed: &Claimed,
        lease: &str,
        (answer, next, began): (Answer, Next, Moment),
    ) -> Result<(), Error> {
        let at = self.outside.now();
        let told = answer.told();
        let attempted = Attempted {
            claimed,
            lease,
            at,
            answer: &told,
            took: at - began,
            next,
            heard: heard(answer, &self.outside.address(&claimed.recipient), at),
        };
        let mut done = self.ledger.record(&attempted).await;
        for _ in 1..TRIES {
            if done.is_err() {
                done = self.ledger.record(&attempted).await;
            }
        }
        done?;
        let attempt = claimed.attempts + 1;
        let of = json!({ "delivery": claimed.id, "attempt": attempt, "answer": told });
        self.outside.note(event(next), &of);
        Ok(())
    }
}

fn event(next: Next) -> &'static str {
    match next {
        Next::Done => "delivered",
        Next::Remind(_) => "mailed",
        Next::After { .. } => "delivery-failed",
        Next::Park(_) => "parked",
    }
}
