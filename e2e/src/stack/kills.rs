//! The Worker is killed again and again while leads come in, and then it is
//! counted what became of those that it had thanked for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Formatter};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use reqwest::{Client, StatusCode};
use serde_json::Value;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Stack;
use crate::lead;
use crate::recipient::Delivery;

/// So many send at the same time, each one lead after the other.
const SENDERS: usize = 8;

/// Between two kills, so many leads are thanked for at least.
const EACH: usize = 80;

/// What was in the hands of a killed Worker is taken up again when its lease
/// ends, half a minute later; then it has to come.
const PATIENCE: Duration = Duration::from_mins(3);

/// What became of the leads.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How often it was killed.
    pub kills: usize,
    /// Leads that were thanked for.
    pub thanked: usize,
    /// Sendings that got no answer and were sent again under the same key.
    pub unanswered: usize,
    /// Answers that were neither a thank-you nor silence.
    pub odd: usize,
    /// Thanked for and never delivered, by reference.
    pub lost: Vec<String>,
    /// Deliveries that came more than once.
    pub repeated: usize,
    /// Those of them whose body was another the second time.
    pub changed: usize,
    /// Leads that came under more than one id.
    pub doubled: usize,
    /// Deliveries whose signature is wrong.
    pub forged: usize,
}

impl Outcome {
    /// Whether it is as promised.
    pub fn is_right(&self) -> bool {
        self.lost.is_empty() && self.odd + self.changed + self.doubled + self.forged == 0
    }
}

impl Display for Outcome {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "{} kills under load: {} leads thanked for, {} lost; {} sendings without an answer \
             sent again, {} leads doubled; {} deliveries came twice, {} of them changed; \
             {} odd answers, {} wrong signatures",
            self.kills,
            self.thanked,
            self.lost.len(),
            self.unanswered,
            self.doubled,
            self.repeated,
            self.changed,
            self.odd,
            self.forged
        )
    }
}

/// Kills it so many times.
///
/// # Errors
/// When it does not start again, or does not answer when it has.
pub async fn kills(times: usize) -> Result<Outcome> {
    let mut stack = Stack::start_bare().await?;
    let load = Arc::new(Load::of(&stack).await?);
    let mut senders = JoinSet::new();
    for _ in 0..SENDERS {
        senders.spawn(Arc::clone(&load).send());
    }
    for number in 1..=times {
        // Not always at the same point of what it does.
        let enough = number * EACH + number * 7 % 13;
        tokio::select! {
            waited = load.wait_for(enough) => waited?,
            ended = senders.join_next() => ended.context("nobody sends")???,
        }
        load.running.send_replace(false);
        let killed = stack.kill_worker()?;
        stack.start_worker(killed).await?;
        load.running.send_replace(true);
    }
    load.goes_on.store(0, Ordering::Relaxed);
    while let Some(ended) = senders.join_next().await {
        ended??;
    }
    let thanked = load.thanked();
    let came = stack.recipient.wait_until(PATIENCE, |all| thanked.len() <= ids(all).len());
    // What did not come in time is counted as lost.
    let _ = came.await;
    let outcome = Outcome {
        kills: times,
        unanswered: load.unanswered.load(Ordering::Relaxed),
        odd: load.odd.load(Ordering::Relaxed),
        ..count(&thanked, &stack.recipient.deliveries())
    };
    Ok(outcome)
}

fn ids(all: &[Delivery]) -> BTreeSet<&str> {
    all.iter().map(|delivery| delivery.id.as_str()).collect()
}

/// What came, beside what was thanked for.
fn count(thanked: &BTreeSet<String>, all: &[Delivery]) -> Outcome {
    let text = |delivery: &Delivery, path: &str| {
        delivery.body.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let (mut by_id, mut by_company) = (BTreeMap::new(), BTreeMap::new());
    for delivery in all {
        let hashes: &mut Vec<_> = by_id.entry(&delivery.id).or_default();
        hashes.push(delivery.hash);
        let ids: &mut BTreeSet<_> =
            by_company.entry(text(delivery, "/data/company/name")).or_default();
        ids.insert(&delivery.id);
    }
    let came: BTreeSet<_> = all.iter().map(|one| text(one, "/data/reference")).collect();
    let repeated = by_id.values().filter(|hashes| 1 < hashes.len());
    let differ = |hashes: &&Vec<_>| hashes.iter().any(|hash| hashes.first() != Some(hash));
    let changed = repeated.clone().filter(differ);
    Outcome {
        thanked: thanked.len(),
        lost: thanked.difference(&came).cloned().collect(),
        repeated: repeated.count(),
        changed: changed.count(),
        doubled: by_company.values().filter(|ids| 1 < ids.len()).count(),
        forged: all.iter().filter(|one| !one.is_genuine).count(),
        ..Outcome::default()
    }
}

/// Companies that send one lead after the other, as long as it goes on.
struct Load {
    client: Client,
    origin: String,
    lead: Value,
    next: AtomicUsize,
    goes_on: AtomicUsize,
    running: watch::Sender<bool>,
    count: watch::Sender<usize>,
    references: Mutex<BTreeSet<String>>,
    unanswered: AtomicUsize,
    odd: AtomicUsize,
}

impl Load {
    async fn of(stack: &Stack) -> Result<Self> {
        Ok(Self {
            client: Client::new(),
            origin: stack.url(""),
            lead: lead::example(stack).await?,
            next: AtomicUsize::new(0),
            goes_on: AtomicUsize::new(1),
            running: watch::Sender::new(true),
            count: watch::Sender::default(),
            references: Mutex::default(),
            unanswered: AtomicUsize::new(0),
            odd: AtomicUsize::new(0),
        })
    }

    fn thanked(&self) -> BTreeSet<String> {
        self.references.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn wait_for(&self, enough: usize) -> Result<()> {
        let mut count = self.count.subscribe();
        let waiting = count.wait_for(|count| enough <= *count);
        tokio::time::timeout(PATIENCE, waiting).await.context("leads are not thanked for")??;
        Ok(())
    }

    async fn send(self: Arc<Self>) -> Result<()> {
        while 0 < self.goes_on.load(Ordering::Relaxed) {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let mut lead = self.lead.clone();
            lead::set(&mut lead, "/person/company", format!("Exempelbolag {number} AB"))?;
            let reference = self.send_until_thanked(&lead, number).await?;
            let mut references = self.references.lock().unwrap_or_else(PoisonError::into_inner);
            references.insert(reference);
            self.count.send_replace(references.len());
        }
        Ok(())
    }

    /// As the widget does: under one key, until it is kept.
    async fn send_until_thanked(&self, lead: &Value, number: usize) -> Result<String> {
        const TIMES: usize = 30;
        let mut running = self.running.subscribe();
        for _ in 0..TIMES {
            running.wait_for(|running| *running).await?;
            let key = format!("killed-and-again-{number:06}");
            match lead::send_to(&self.client, &self.origin, lead, &key).await {
                Ok(answer) if answer.status == StatusCode::ACCEPTED => {
                    let reference = answer.body.get("reference").and_then(Value::as_str);
                    return Ok(reference.context("no reference")?.to_owned());
                }
                Ok(_) => self.odd.fetch_add(1, Ordering::Relaxed),
                Err(_) => self.unanswered.fetch_add(1, Ordering::Relaxed),
            };
        }
        bail!("lead {number} was not thanked for in {TIMES} sendings");
    }
}
