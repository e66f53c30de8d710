//! A1: every state for everyone, and what the accessibility statement tells of it.
//!
//! The test `accessibility` walks through a sample of the states; told to take all
//! of them, it writes what it found to `target/bench/accessibility.json`.

use std::fs;

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use super::goals::Goals;
use super::stage::Stage;
use crate::project::{self, root};

/// Tells the test to leave nothing out.
const ALL_STATES: &str = "VAGEN_IN_ALL_STATES";

/// Runs it, and writes the statement's figures.
pub(super) async fn everyone(stage: &Stage, goals: &mut Goals) -> Result<()> {
    let told = project::target().join("bench/accessibility.json");
    let _ = fs::remove_file(&told);
    let mut cargo = project::cargo();
    cargo.args(["test", "--quiet", "--package=e2e", "--test=accessibility"]).env(ALL_STATES, "1");
    let done = project::output_of(&mut cargo);
    let found = project::read(&told).context("the test tells nothing of all states")?;
    let found: Map<String, Value> = serde_json::from_slice(&found)?;
    for engine in found.get("engines").and_then(Value::as_array).into_iter().flatten() {
        let text = |name: &str| engine.get(name).and_then(Value::as_str).unwrap_or_default();
        let number = |name: &str| engine.get(name).and_then(Value::as_u64).unwrap_or_default();
        let (states, violations) = (number("states"), number("violations"));
        let what = format!("{} {}: violations in {states} states", text("name"), text("version"));
        goals.of("A1", what).is(0, violations, violations == 0 && 0 < states);
    }
    let now = reqwest::get(format!("{}/v1/catalogue", stage.way_in)).await?.text().await?;
    let now: Value = serde_json::from_str(&now)?;
    keep(found, now.get("today").context("no day")?)?;
    done.map(drop)
}

/// The statement tells what was tested last; whom to write to stays.
fn keep(found: Map<String, Value>, today: &Value) -> Result<()> {
    let path = root().join("edge/config/accessibility.json");
    let mut statement: Map<String, Value> = serde_json::from_slice(&project::read(&path)?)?;
    statement.extend(found);
    statement.insert("tested_on".into(), today.clone());
    project::write(&path, serde_json::to_string_pretty(&statement)? + "\n")
}
