//! `cargo bench-edge`: leads at a rate, and what they cost beside a bare D1
//! insert, on the same runtime in the same run.
//!
//! The runtime is workerd, started by miniflare without the proxy of `wrangler
//! dev` (`e2e/bench/runtime.mjs`). Requests leave at fixed times, whether or not
//! those before them are answered; an answer's time counts from then.

mod bare;

use std::collections::BTreeSet;
use std::fmt::{Display, Formatter, Write as _};
use std::fs;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use reqwest::{Client, StatusCode};
use serde_json::Value;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::embed;
use crate::build::{self, Wanted};
use crate::install;
use crate::lead;
use crate::project::{self, say, stopwatch};
use crate::stack::Stack;
use bare::Bare;

/// So many requests a second, for so many seconds.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Requests a second.
    pub rate: u32,
    /// Seconds.
    pub seconds: u32,
}

/// Ten times and fifty times the busiest that is expected, which is one a second.
const LOADS: [Load; 2] = [Load { rate: 10, seconds: 600 }, Load { rate: 50, seconds: 60 }];

/// No longer than this for a bare insert: its cost does not change.
const BARE_SECONDS: u32 = 60;

/// The goal: 95 of 100 are answered in so many milliseconds.
const P95: f64 = 300.0;

/// Until the last has come to its recipient.
const PATIENCE: Duration = Duration::from_mins(3);

/// What came of it.
pub struct Done {
    what: &'static str,
    load: Load,
    /// Requests.
    pub sent: usize,
    /// Requests that were thanked for.
    pub taken: usize,
    /// Answers that were the server's fault, or none.
    pub failed: usize,
    /// Thanked for and not delivered.
    pub lost: usize,
    /// Milliseconds, sorted.
    times: Vec<f64>,
    /// The runtime's milliseconds on the processor, a request.
    cpu: f64,
}

/// An answer: in which time, how, and to which lead.
struct Answer {
    milliseconds: f64,
    status: Option<StatusCode>,
    reference: Option<String>,
}

/// Measures all of it, or the tenth part.
///
/// # Errors
/// When a goal is not reached.
pub async fn run(is_short: bool) -> Result<()> {
    install::tools()?;
    build::bundle(Wanted::default())?;
    measure(is_short).await
}

/// The same on what is built.
///
/// # Errors
/// When a goal is not reached.
pub async fn measure(is_short: bool) -> Result<()> {
    let elapsed = stopwatch();
    let part = if is_short { 10 } else { 1 };
    let mut all = Vec::new();
    for load in LOADS {
        let load = Load { seconds: load.seconds / part, ..load };
        let stack = Stack::start_bare().await?;
        all.push(told(load_us(&stack, load).await?));
        drop(stack);
        let bare = Bare::start(&project::target().join("bench/bare")).await?;
        let load = Load { seconds: load.seconds.min(BARE_SECONDS), ..load };
        all.push(told(load_bare(&bare, load).await?));
    }
    let table = table(&all)?;
    project::write(&project::target().join("bench/edge.md"), &table)?;
    say(&table);
    say(format_args!("bench-edge: {:.0} s", elapsed().as_secs_f32()));
    for done in &all {
        ensure!(done.lost + done.failed == 0 && done.taken == done.sent, "{done}");
        ensure!(done.percentile(95) <= P95, "{done}");
    }
    Ok(())
}

fn told(done: Done) -> Done {
    say(&done);
    done
}

/// Leads, until the last has come to its recipient.
///
/// # Errors
/// When they cannot be made or sent.
pub async fn load_us(stack: &Stack, load: Load) -> Result<Done> {
    let (client, origin, example) = (Client::new(), stack.url(""), lead::example(stack).await?);
    let before = stack.cpu()?;
    let answers = at_rate(load, |number| {
        let (client, origin, mut own) = (client.clone(), origin.clone(), example.clone());
        async move {
            lead::set(&mut own, "/person/company", format!("Exempelbolag {number} AB"))?;
            let key = format!("at-a-certain-rate-{number:06}");
            let answer = lead::send_to(&client, &origin, &own, &key).await?;
            let reference = answer.body.get("reference").and_then(Value::as_str);
            Ok((answer.status, reference.map(str::to_owned)))
        }
    });
    let answers = answers.await?;
    let thanked: BTreeSet<_> = answers.iter().filter_map(|one| one.reference.as_deref()).collect();
    let waiting = stack.recipient.wait_until(PATIENCE, |all| thanked.len() <= all.len());
    // What did not come in time is counted as lost.
    let _ = waiting.await;
    let spent = stack.cpu()?.saturating_sub(before);
    let all = stack.recipient.deliveries();
    let came = all.iter().filter_map(|one| one.body.pointer("/data/reference")?.as_str());
    let came: BTreeSet<_> = came.collect();
    let lost = thanked.difference(&came).count();
    Ok(Done { lost, ..Done::of("a lead, until it is delivered", load, &answers, spent) })
}

async fn load_bare(bare: &Bare, load: Load) -> Result<Done> {
    let client = Client::new();
    let before = bare.cpu()?;
    let answers = at_rate(load, |number| {
        let asked = client.post(&bare.origin).body(format!("{number} {}", "x".repeat(2000)));
        async move { Ok((asked.send().await?.status(), None)) }
    });
    let answers = answers.await?;
    let spent = bare.cpu()?.saturating_sub(before);
    Ok(Done::of("a bare insert of 2 kB", load, &answers, spent))
}

/// Sends at fixed times.
async fn at_rate<F>(load: Load, send: impl Fn(u32) -> F) -> Result<Vec<Answer>>
where
    F: Future<Output = Result<(StatusCode, Option<String>)>> + Send + 'static,
{
    let start = Instant::now();
    let mut all = JoinSet::new();
    for number in 0..load.rate * load.seconds {
        let due = start + Duration::from_secs(number.into()) / load.rate;
        sleep_until(due).await;
        let sending = send(number);
        all.spawn(async move {
            let answer = sending.await.ok();
            let milliseconds = due.elapsed().as_secs_f64() * 1000.0;
            let (status, reference) = answer.unzip();
            Answer { milliseconds, status, reference: reference.flatten() }
        });
    }
    let mut answers = Vec::new();
    while let Some(answer) = all.join_next().await {
        answers.push(answer?);
    }
    Ok(answers)
}

impl Done {
    fn of(what: &'static str, load: Load, answers: &[Answer], spent: Duration) -> Self {
        let mut times: Vec<_> = answers.iter().map(|answer| answer.milliseconds).collect();
        times.sort_by(f64::total_cmp);
        let is_fault = |answer: &&Answer| answer.status.is_none_or(|it| it.is_server_error());
        let taken = answers.iter().filter(|answer| answer.status == Some(StatusCode::ACCEPTED));
        Self {
            what,
            load,
            sent: answers.len(),
            taken: taken.count(),
            failed: answers.iter().filter(is_fault).count(),
            lost: 0,
            cpu: spent.as_secs_f64() * 1000.0 / f64::from(load.rate * load.seconds),
            times,
        }
    }

    fn percentile(&self, part: usize) -> f64 {
        let place = (self.times.len() * part / 100).min(self.times.len().saturating_sub(1));
        self.times.get(place).copied().unwrap_or(f64::INFINITY)
    }
}

impl Display for Done {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        let Self { what, load: Load { rate, seconds }, sent, taken, failed, lost, cpu, .. } = self;
        let [half, most, rare, last] = [50, 95, 99, 100].map(|part| self.percentile(part));
        write!(
            out,
            "| {what} | {rate}/s | {seconds} s | {sent} | {taken} | {failed} | {lost} | {half:.0} | \
             {most:.0} | {rare:.0} | {last:.0} | {cpu:.1} |"
        )
    }
}

const HEAD: &str = "\
| what | rate | for | sent | thanked for | 5xx or none | lost | p50 ms | p95 ms | p99 ms | longest ms | CPU ms each |
|---|---|---|---|---|---|---|---|---|---|---|---|
";

fn table(all: &[Done]) -> Result<String> {
    let mut text = String::from(HEAD);
    for done in all {
        writeln!(text, "{done}")?;
    }
    writeln!(text)?;
    for pair in all.chunks(2) {
        let [ours, bare] = pair else { continue };
        let (rate, ratio) = (ours.load.rate, ours.cpu / bare.cpu);
        writeln!(text, "At {rate}/s a lead costs the runtime {ratio:.1} times a bare insert.")?;
    }
    let version = version()?;
    writeln!(
        text,
        "\nworkerd {version}, started by miniflare without the proxy of `wrangler dev`; who sends \
         and who receives run on the same cores. {}",
        embed::load()
    )?;
    Ok(text)
}

fn version() -> Result<String> {
    let told: Value = serde_json::from_slice(&fs::read(project::npm("workerd/package.json"))?)?;
    Ok(told.get("version").and_then(Value::as_str).context("no version")?.to_owned())
}
