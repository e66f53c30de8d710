//! The contract against the service: schemathesis makes requests of it, right and
//! wrong ones, and holds every answer against what the contract says.
//!
//! A short run each time; `VAGEN_IN_GAME_DAY=1` makes it 5,000 cases and more.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, anyhow, ensure};
use e2e::install;
use e2e::project::{self, root, say};
use e2e::stack::{Stack, issuer};
use serde_json::Value;

/// One of the two host names.
struct Side {
    name: &'static str,
    url: String,
    args: Vec<String>,
}

fn is_long() -> bool {
    std::env::var("VAGEN_IN_GAME_DAY").is_ok_and(|said| said == "1")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_as_the_contract_says() -> Result<()> {
    let program = install::schemathesis()?;
    let stack = Stack::start_with(&[("MATCH", "on")]).await?;
    // Someone who may do everything, so that what is behind sign-in is tried too.
    let token = issuer::token_for(&["vagen-in-admins", "rs-innovation-officers"])?;
    let sides = [
        Side {
            name: "public",
            url: stack.url(""),
            args: vec!["--exclude-path-regex=^/v1/admin".into()],
        },
        Side {
            name: "operators",
            url: stack.desk(""),
            args: vec![
                "--include-path-regex=^/v1/admin".into(),
                format!("--header=Cf-Access-Jwt-Assertion: {token}"),
            ],
        },
    ];
    let [public, operators] = sides;
    let program = program.as_path();
    let cases = std::thread::scope(|scope| -> Result<u64> {
        let beside = scope.spawn(|| run(program, &operators));
        let cases = run(program, &public)?;
        Ok(cases + beside.join().map_err(|_| anyhow!("a run panicked"))??)
    })?;
    let least = if is_long() { 5_000 } else { 300 };
    ensure!(least <= cases, "{cases} cases of {least}");
    say(format_args!("contract: {cases} cases, 0 failures"));
    Ok(())
}

/// Gives how many cases there were.
fn run(program: &Path, side: &Side) -> Result<u64> {
    let examples = if is_long() { "120" } else { "6" };
    // A folder each: it keeps notes of its own where it runs.
    let folder = project::target().join("contract").join(side.name);
    std::fs::create_dir_all(&folder)?;
    let report = folder.join("report");
    let mut command = Command::new(program);
    command.current_dir(&folder).arg("--config-file");
    command.arg(root().join("e2e/tests/contract.toml")).arg("run");
    command.arg(root().join("edge/src/openapi.json"));
    command.arg(format!("--url={}", side.url)).args(&side.args);
    command.args(["--checks=all", "--seed=1", "--max-examples", examples, "--no-color"]);
    command.args(["--continue-on-failure", "--report=json", "--report-json-path"]);
    command.arg(report.with_extension("json"));
    let output = command.output().with_context(|| format!("starting {}", program.display()))?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let whole = report.with_extension("txt");
    project::write(&whole, &told)?;
    let last = project::last_lines(&told);
    ensure!(output.status.success(), "{}: {}\n{last}", side.name, whole.display());
    let told: Value = serde_json::from_slice(&project::read(&report.with_extension("json"))?)?;
    let cases = told.pointer("/test_cases/generated").and_then(Value::as_u64);
    cases.context("no number of cases")
}
