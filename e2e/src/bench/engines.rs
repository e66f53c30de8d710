//! Engines, each run on a task as a process of its own.

use anyhow::{Context, Result, bail};
use serde::Serialize;
use serde_json::{Value, json};

use super::module::Module;
use super::tasks::{self, Task};
use super::{ROUNDS, Run, file_of};
use crate::project;

/// Another engine.
pub(super) struct Engine {
    /// What the table calls it.
    pub name: &'static str,
    /// What `e2e/bench/engines.mjs` calls it.
    id: &'static str,
    /// More entries than this it is not given.
    most: usize,
    /// How it is set up, in a line.
    pub how: &'static str,
}

/// All others, as they are set up in `e2e/bench/engines.mjs`.
pub(super) const ALL: &[Engine] = &[
    Engine {
        name: "MiniSearch",
        id: "minisearch",
        most: 100_000,
        how: "7.2.0: title twice the body, fuzzy 0.2, prefixes",
    },
    Engine {
        name: "MiniSearch + Snowball",
        id: "minisearch-snowball",
        most: 100_000,
        how: "the same over stems of the entries' language (snowball-stemmers 0.6.0)",
    },
    Engine {
        name: "Fuse.js",
        id: "fuse",
        most: 100_000,
        how: "7.5.0: title twice the body, threshold 0.4, location and length ignored; \
              its token search ranked lower",
    },
    Engine {
        name: "FlexSearch forward",
        id: "flexsearch-forward",
        most: 100_000,
        how: "0.8.212: prefixes, suggestions; over all group tasks stemming, tolerance and \
              other encoders ranked no higher",
    },
    Engine {
        name: "FlexSearch full",
        id: "flexsearch-full",
        most: 10_000,
        how: "the same with every part of a word; its index of 100,000 entries takes six minutes \
              and 5 GB, so it is not made",
    },
    Engine {
        name: "Lunr + sv",
        id: "lunr",
        most: 100_000,
        how: "2.3.9 with lunr-languages 1.22.0: Swedish stems and stop words, title twice the \
              body, one edit in words over four letters",
    },
];

impl Engine {
    /// Whether it is given a task.
    pub(super) fn takes(&self, task: &Task) -> bool {
        task.docs.len() <= self.most
    }
}

/// How long an engine may take.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Budget {
    rounds: u32,
    /// Milliseconds for all queries.
    ms: u32,
    /// Queries that are asked in any case.
    least: usize,
}

impl Budget {
    /// Where entries are few, all queries are asked, however long it takes:
    /// quality is compared there. Elsewhere slow engines answer fewer.
    pub(super) fn of(task: &Task) -> Self {
        let least = if task.docs.len() < 500 { task.queries.len() } else { 5 };
        let rounds = if task.is_for_speed() { ROUNDS } else { 1 };
        Self { rounds, ms: 10_000, least }
    }
}

/// Ours, natively, by the example that reads any task.
pub(super) fn native(task: &Task) -> Result<Run> {
    let rounds = if task.is_for_speed() { ROUNDS } else { 1 };
    let mut cargo = project::cargo();
    cargo.args(["run", "--quiet", "--release", "--package=shared", "--example=evaluate", "--"]);
    cargo.args(["--explain", "--rounds", &rounds.to_string()]).arg(file_of(task));
    let text = project::output_of(&mut cargo)?;
    let mut lines = text.lines();
    let head: Value = serde_json::from_str(lines.next().context("no answer")?)?;
    let build = head.get("build").and_then(Value::as_f64).unwrap_or_default();
    let answers = lines.map(serde_json::from_str).collect::<Result<_, _>>()?;
    Ok(Run { build, bytes: None, answers })
}

/// Ours in node.
pub(super) fn ours(task: &Task, module: &Module) -> Result<Run> {
    let labels = project::root().join("e2e/bench").join(tasks::LABELS);
    let wanted = json!({ "budget": Budget::of(task), "module": module.folder, "labels": labels });
    node("ours", task, &wanted)
}

/// Another engine in node.
pub(super) fn other(engine: &Engine, task: &Task) -> Result<Run> {
    node(engine.id, task, &json!({ "budget": Budget::of(task) }))
}

fn node(engine: &str, task: &Task, wanted: &Value) -> Result<Run> {
    let mut node = project::tool("node");
    // Some build indices of gigabytes at 100,000 entries.
    node.args(["--max-old-space-size=8192", "e2e/bench/node.mjs", engine]);
    node.arg(file_of(task)).arg(wanted.to_string());
    let text = project::output_of(&mut node)?;
    match serde_json::from_str(&text) {
        Ok(run) => Ok(run),
        Err(error) => bail!("{engine} on {}: {error}", task.name),
    }
}
