//! Every state for everyone: two engines find nothing, and nothing has to be
//! moved sideways on a narrow screen.
//!
//! A sample of the states; all of them with `VAGEN_IN_ALL_STATES`, as
//! `cargo bench-embed` does, and then the figures for the statement are written.

use anyhow::{Context, Result};
use e2e::browser::states::{Round, look_at};
use e2e::project::say;
use e2e::stack::Stack;
use serde_json::Value;

const ALL_STATES: &str = "VAGEN_IN_ALL_STATES";

#[tokio::test(flavor = "multi_thread")]
async fn every_state_is_for_everyone() -> Result<()> {
    let stack = Stack::start().await?;
    let is_all = std::env::var_os(ALL_STATES).is_some();
    let rounds = if is_all { Round::all() } else { Round::sample() };
    let report = look_at(&stack, &rounds).await?;
    say(format_args!("both engines looked at {} states", report.states()));
    if is_all {
        let told = reqwest::get(stack.url("/v1/catalogue")).await?.text().await?;
        let told: Value = serde_json::from_str(&told)?;
        let day = told.get("today").and_then(Value::as_str).context("no day")?;
        report.write(&rounds, &["Chromium"], day)?;
    }
    report.must_be_clean()
}
