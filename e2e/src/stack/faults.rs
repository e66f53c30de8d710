//! Faults of a real stack, one after the other: each must raise its own alert
//! and no stranger's, and the alert must clear when the fault is mended.
//!
//! Looked at as an operator does: the log, `/readyz` and the metrics.

mod table;

use std::collections::BTreeMap;
use std::fmt::{Display, Formatter};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use futures_util::{StreamExt, TryStreamExt, stream};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use super::{Runtime, Stack, TICK, Vars, Wish, folder, issuer};
use crate::lead;
use crate::project::process::free_port;
use crate::project::stopwatch;
use crate::recipient::Manner;
use table::FAULTS;

/// A fault, and what must be told of it.
struct Fault {
    name: &'static str,
    /// Its alert and how much it hurries.
    alert: &'static str,
    /// Alerts that follow from it.
    also: &'static [&'static str],
    vars: Vars,
    /// Whether `/readyz` says so all the while.
    is_ready: bool,
    /// Whether it is over by itself, within the tick that tells of it.
    passes: bool,
    breaks: &'static [Step],
    mends: &'static [Step],
}

#[derive(Clone, Copy)]
enum Step {
    /// A lead is sent, and thanked for.
    Lead,
    /// So many are sent, and our fault keeps them out.
    Failing(usize),
    /// So many are sent from one address.
    Flood(usize),
    /// The recipient has refused it once, and it is written down.
    Tried,
    Down,
    Up,
    Refusing(u16),
    Skewed,
    /// The recipient takes what comes.
    Mended,
    /// The clock ticks no more.
    Standing,
    Ticking,
    /// The Worker is killed, the statements are run, it starts again.
    Sql(&'static str),
    /// An operator goes on with every recipient.
    Resume,
    /// An operator sends again what is parked.
    Replay,
}

/// What a fault led to.
pub struct Told {
    /// What broke.
    pub fault: &'static str,
    /// The alert.
    pub alert: &'static str,
    /// How long after the break it was told.
    pub raised: Duration,
    /// How long after it was mended it was told that it is over.
    pub cleared: Duration,
}

impl Display for Told {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        let Self { fault, alert, raised, cleared } = self;
        let (raised, cleared) = (raised.as_secs_f32(), cleared.as_secs_f32());
        write!(out, "{fault}: {alert} after {raised:.1} s, over {cleared:.1} s after mending")
    }
}

const PATIENCE: Duration = Duration::from_mins(2);
const AT_ONCE: usize = 3;

/// Makes the first so many of the twelve faults.
///
/// # Errors
/// One raised no alert, another's, or one that stayed.
pub async fn faults(first: usize) -> Result<Vec<Told>> {
    let all = FAULTS
        .iter()
        .take(first)
        .map(|fault| async move { make(fault).await.with_context(|| fault.name) });
    stream::iter(all).buffered(AT_ONCE).try_collect().await
}

/// A good day: leads go through for so long. Gives how many.
///
/// # Errors
/// An alert was raised, or it was not ready once.
pub async fn clean(length: Duration) -> Result<usize> {
    let mut watched = Watched::start(&[]).await?;
    let (elapsed, mut sent) = (stopwatch(), 0);
    while elapsed() < length {
        watched.act(Step::Lead).await?;
        sent += 1;
        watched.stack.recipient.wait_until(PATIENCE, |all| sent <= all.len()).await?;
        ensure!(watched.is_ready().await?, "not ready");
    }
    let all = watched.told()?;
    ensure!(all.raised.is_empty(), "{:?} on a good day", all.raised);
    ensure!(watched.count().await? == 0, "the metrics tell of an alert");
    Ok(sent)
}

async fn make(fault: &Fault) -> Result<Told> {
    let mut watched = Watched::start(fault.vars).await?;
    for step in fault.breaks {
        watched.act(*step).await?;
    }
    let broken = stopwatch();
    watched.until("its alert", |all| all.raised.contains_key(fault.alert)).await?;
    let raised = broken();
    if !fault.passes {
        ensure!(watched.is_ready().await? == fault.is_ready, "/readyz tells otherwise");
        ensure!(0 < watched.count().await?, "the metrics tell of no alert");
    }
    for step in fault.mends {
        watched.act(*step).await?;
    }
    let mended = stopwatch();
    let name = fault.alert.split(' ').next().unwrap_or_default();
    watched.until("the end of it", |all| !all.now.contains_key(name)).await?;
    let cleared = mended();
    for alert in watched.told()?.raised.keys() {
        let other = alert.split(' ').next().unwrap_or_default();
        ensure!(other == name || fault.also.contains(&other), "{alert} was raised too");
    }
    ensure!(watched.is_ready().await?, "not ready again");
    Ok(Told { fault: fault.name, alert: fault.alert, raised, cleared })
}

/// What the log has told of alerts.
#[derive(Clone, Default)]
struct Alerts {
    /// Those that are raised, and how much they hurry.
    now: BTreeMap<String, String>,
    /// How often each was, with how much it hurried.
    raised: BTreeMap<String, usize>,
}

impl Alerts {
    fn read(&mut self, log: &str) {
        for line in log.lines() {
            let Some(start) = line.find('{') else { continue };
            let told: Value =
                serde_json::from_str(line.get(start..).unwrap_or_default()).unwrap_or_default();
            let text = |pointer: &str| {
                told.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
            };
            let (alert, level) = (text("/of/alert"), text("/of/level"));
            match text("/event").as_str() {
                "alert-raised" => {
                    *self.raised.entry(format!("{alert} {level}")).or_default() += 1;
                    self.now.insert(alert, level);
                }
                "alert-cleared" => drop(self.now.remove(&alert)),
                _ => {}
            }
        }
    }
}

struct Watched {
    stack: Stack,
    /// As told before the log began anew, with the Worker.
    before: Alerts,
    is_standing: bool,
    sent: usize,
}

impl Watched {
    async fn start(vars: Vars) -> Result<Self> {
        let wish = Wish { vars, runtime: Runtime::Bare, ..Wish::default() };
        let stack = Stack::serve(free_port()?, folder()?, wish).await?;
        let watched = Self { stack, before: Alerts::default(), is_standing: false, sent: 0 };
        watched.wait("its first tick", async || watched.is_ready().await).await?;
        Ok(watched)
    }

    fn told(&self) -> Result<Alerts> {
        let worker = self.stack.worker.as_ref().context("the Worker is not running")?;
        let mut all = self.before.clone();
        all.read(&worker.log());
        Ok(all)
    }

    async fn until(&self, what: &str, is_so: impl Fn(&Alerts) -> bool) -> Result<()> {
        let waited = self.wait(what, async || Ok(is_so(&self.told()?))).await;
        waited.with_context(|| format!("{:?}", self.told().map(|all| all.raised)))
    }

    async fn wait(&self, what: &str, is_so: impl AsyncFn() -> Result<bool>) -> Result<()> {
        let elapsed = stopwatch();
        while !is_so().await? {
            ensure!(elapsed() < PATIENCE, "waiting for {what}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(())
    }

    async fn is_ready(&self) -> Result<bool> {
        let status = reqwest::get(self.stack.url("/readyz")).await?.status();
        ensure!([200, 503].contains(&status.as_u16()), "/readyz: {status}");
        Ok(status == StatusCode::OK)
    }

    /// How many alerts the metrics tell of.
    async fn count(&self) -> Result<u32> {
        let text = self.ask("GET", "metrics", &Value::Null).await?;
        let line = text.lines().find_map(|line| line.strip_prefix("vagen_in_alerts "));
        Ok(line.context("no such number")?.parse()?)
    }

    async fn ask(&self, method: &str, what: &str, body: &Value) -> Result<String> {
        let url = self.stack.desk(&format!("/v1/admin/{what}"));
        let mut request = Client::new()
            .request(method.parse()?, url)
            .header("cf-access-jwt-assertion", issuer::token("vagen-in-operators")?);
        if !body.is_null() {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let answer = request.send().await?;
        let (status, text) = (answer.status(), answer.text().await?);
        ensure!(status.is_success(), "{what}: {status} {text}");
        Ok(text)
    }

    async fn act(&mut self, step: Step) -> Result<()> {
        let manner = |manner| self.stack.recipient.answer(manner);
        match step {
            Step::Lead => self.send(StatusCode::ACCEPTED).await?,
            Step::Failing(times) => {
                for _ in 0..times {
                    self.send(StatusCode::SERVICE_UNAVAILABLE).await?;
                }
            }
            Step::Flood(times) => self.flood(times).await?,
            Step::Tried => self.stack.recipient.wait_until_asked_again(PATIENCE).await?,
            Step::Down => self.stack.recipient.go_down(),
            Step::Up => self.stack.recipient.come_up().await?,
            Step::Refusing(status) => manner(Manner::Refusing(status)),
            Step::Skewed => manner(Manner::Skewed),
            Step::Mended => manner(Manner::Accepting),
            Step::Standing => self.is_standing = true,
            Step::Ticking => self.tick()?,
            Step::Sql(statements) => self.alter(statements).await?,
            Step::Resume => self.resume().await?,
            Step::Replay => self.replay().await?,
        }
        Ok(())
    }

    async fn send(&mut self, expected: StatusCode) -> Result<()> {
        let mut lead = lead::example(&self.stack).await?;
        self.sent += 1;
        lead::set(&mut lead, "/person/company", format!("Exempelbolag {} AB", self.sent))?;
        let key = format!("a-fault-and-its-lead-{}", self.sent);
        let answer = lead::send(&self.stack, &lead, &key).await?;
        ensure!(answer.status == expected, "{answer:?}");
        Ok(())
    }

    async fn flood(&mut self, times: usize) -> Result<()> {
        let lead = lead::example(&self.stack).await?;
        for number in 0..times {
            let mut lead = lead.clone();
            lead::set(&mut lead, "/person/company", format!("Exempelbolag {number} AB"))?;
            lead::send(&self.stack, &lead, &format!("one-of-a-flood-{number:03}")).await?;
        }
        Ok(())
    }

    fn tick(&mut self) -> Result<()> {
        self.is_standing = false;
        let worker = self.stack.worker.as_mut().context("the Worker is not running")?;
        worker.tick_every(TICK);
        Ok(())
    }

    async fn alter(&mut self, statements: &str) -> Result<()> {
        self.before = self.told()?;
        let killed = self.stack.kill_worker()?;
        killed.execute(statements)?;
        self.stack.start_worker(killed).await?;
        if self.is_standing {
            let worker = self.stack.worker.as_mut().context("the Worker is not running")?;
            worker.stand_still();
        }
        Ok(())
    }

    async fn resume(&self) -> Result<()> {
        for id in ["rs-innovation", "karolinska-innovation", "sos-innovation"] {
            let what = format!("recipients/{id}/resume");
            self.ask("POST", &what, &json!({ "reason": "mended" })).await?;
        }
        Ok(())
    }

    async fn replay(&self) -> Result<()> {
        let which = json!({ "from": 0 });
        let dry = json!({ "which": which, "reason": "mended" });
        let told: Value = serde_json::from_str(&self.ask("POST", "replay", &dry).await?)?;
        let count = told.get("count").context("no count")?;
        let sure = json!({ "which": which, "reason": "mended", "confirm": count });
        self.ask("POST", "replay", &sure).await.map(drop)
    }
}
