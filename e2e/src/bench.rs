//! `cargo bench-match`: how well and how fast entries are found, beside other
//! search engines, in one run.
//!
//! The [`tasks`] lie in `e2e/bench/` and the entries for speed come from a
//! seeded [`corpus`]. Ours runs natively, in node and in [`chromium`], from one
//! wasm [`module`]; the others run in node ([`engines`]). What they find is
//! scored by [`score`], and a [`table`] tells.

mod chromium;
mod corpus;
pub mod edge;
pub mod embed;
mod engines;
mod module;
pub mod score;
mod table;
pub mod tasks;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::install;
use crate::project::{self, say, step, stopwatch};
use engines::Engine;
use module::{Level, Module};
use score::{Hit, Score};
use tasks::Task;

/// The median of so many rounds is a query's time.
const ROUNDS: u32 = 5;

/// What an engine did with a task.
#[derive(Deserialize)]
struct Run {
    /// Milliseconds for the index.
    build: f64,
    /// Memory of the wasm with the index, from ours in wasm alone.
    bytes: Option<u32>,
    answers: Vec<Answer>,
}

/// What was found for a query, and in which time.
#[derive(Deserialize)]
struct Answer {
    q: String,
    hits: Vec<Hit>,
    us: f64,
    /// The reasons, from ours alone.
    why: Option<serde_json::Value>,
}

/// A row of the table: an engine on a task.
struct Row {
    engine: String,
    task: String,
    entries: usize,
    /// How many it has.
    queries: usize,
    floor: f64,
    /// Milliseconds for the index.
    build: f64,
    /// Memory of the wasm with the index, for ours in wasm.
    bytes: Option<u32>,
    /// Sorted.
    us: Vec<f64>,
    score: Option<Score>,
}

/// All that the table tells.
struct Report {
    rows: Vec<Row>,
    /// Bytes of the search alone, by brotli: built for few bytes, and for few
    /// microseconds.
    weights: [usize; 2],
}

/// Measures everything, and writes and says the table.
///
/// # Errors
/// When a tool fails, when native, node and Chromium differ in anything, and
/// when a floor of quality is not reached.
pub async fn run() -> Result<()> {
    let elapsed = stopwatch();
    install::tools()?;
    install::browser()?;
    let tasks = step("tasks", all_tasks)?;
    let small = module::build(Level::Small)?;
    let fast = module::build(Level::Fast)?;
    let weights = [small.weight()?, fast.weight()?];
    let mut rows = ours(&tasks, &small, &fast).await?;
    for engine in engines::ALL {
        rows.extend(step(engine.name, || others(engine, &tasks))?);
    }
    let report = Report { rows, weights };
    let table = table::markdown(&report);
    project::write(&folder().join("match.md"), &table)?;
    table::summarise(&report)?;
    say(&table);
    say(format_args!("bench-match: {:.0} s", elapsed().as_secs_f32()));
    table::keep_to_floors(&report)
}

/// Where what was made and found lies.
fn folder() -> PathBuf {
    project::target().join("bench")
}

/// Where a task lies, in the format that `evaluate` reads.
fn file_of(task: &Task) -> PathBuf {
    folder().join(format!("tasks/{}.json", task.name))
}

fn all_tasks() -> Result<Vec<Task>> {
    let mut tasks = tasks::all()?;
    for entries in [500, 10_000, 100_000] {
        tasks.push(corpus::task(entries)?);
    }
    for task in &tasks {
        project::write(&file_of(task), serde_json::to_vec(task)?)?;
    }
    Ok(tasks)
}

/// The same task natively, in node and in Chromium: each must find the same.
async fn ours(tasks: &[Task], small: &Module, fast: &Module) -> Result<Vec<Row>> {
    let page = chromium::Page::open(fast).await?;
    let mut rows = Vec::new();
    for task in tasks {
        let elapsed = stopwatch();
        let native = engines::native(task)?;
        let runs = [
            ("ours, node", engines::ours(task, fast)?),
            ("ours, node, small wasm", engines::ours(task, small)?),
            ("ours, Chromium", page.measure(task).await?),
        ];
        for (engine, run) in &runs {
            same(&native, run).with_context(|| format!("{engine} on {}", task.name))?;
        }
        let all = std::iter::once(("ours, native", native)).chain(runs);
        rows.extend(all.map(|(engine, run)| Row::of(engine, task, run)));
        say(format_args!("{:>7.1} s  ours: {}", elapsed().as_secs_f32(), task.name));
    }
    page.close().await?;
    Ok(rows)
}

fn others(engine: &Engine, tasks: &[Task]) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for task in tasks.iter().filter(|task| engine.takes(task)) {
        rows.push(Row::of(engine.name, task, engines::other(engine, task)?));
    }
    Ok(rows)
}

/// Ids, scores, confidence and reasons: not a bit may differ.
fn same(one: &Run, other: &Run) -> Result<()> {
    ensure!(one.answers.len() == other.answers.len(), "another number of answers");
    for (a, b) in one.answers.iter().zip(&other.answers) {
        let is_same = a.q == b.q && a.hits == b.hits && a.why == b.why;
        ensure!(is_same, "query {}: natively {:?}, else {:?}", a.q, a.hits, b.hits);
    }
    Ok(())
}

impl Row {
    fn of(engine: &str, task: &Task, run: Run) -> Self {
        let mut us: Vec<f64> = run.answers.iter().map(|answer| answer.us).collect();
        us.sort_by(f64::total_cmp);
        let hits = run.answers.into_iter().map(|answer| (answer.q, answer.hits)).collect();
        let score = (!task.is_for_speed()).then(|| score::of(task, &hits));
        Self {
            engine: engine.to_owned(),
            task: task.name.clone(),
            entries: task.docs.len(),
            queries: task.queries.len(),
            floor: task.floor.quality,
            build: run.build,
            bytes: run.bytes,
            us,
            score,
        }
    }

    /// The time in milliseconds that this part of the queries, in hundredths,
    /// did not exceed.
    fn percentile(&self, part: usize) -> f64 {
        let place = (self.us.len() * part / 100).min(self.us.len().saturating_sub(1));
        self.us.get(place).copied().unwrap_or_default() / 1000.0
    }
}
