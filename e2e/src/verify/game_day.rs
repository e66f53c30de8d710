//! `cargo game-day`: what takes too long for every change, in full.
//!
//! All parts are done, also after one that fails; a table says how each went.

use std::fmt::Write as _;
use std::future::Future;
use std::time::Duration;

use anyhow::{Result, bail, ensure};
use tokio::runtime::Runtime;

use crate::bench::edge;
use crate::build::{self, Wanted};
use crate::install;
use crate::project::{self, say, stopwatch};
use crate::stack::faults::{clean, faults};
use crate::stack::kills::kills;
use crate::verify::supply;

/// Its name, what is promised, and what does it: gives the figures.
type Part = (&'static str, &'static str, fn() -> Result<String>);

const PARTS: &[Part] = &[
    ("faults", "each of twelve faults raises its own alert, and it clears", || wait(broken())),
    ("good-day", "two minutes of leads raise no alert", || wait(good_day())),
    ("kills", "25 kills under load: nothing that was thanked for is lost", || wait(killed())),
    ("load", "10 a second for 10 minutes, 50 a second for one", || wait(loaded())),
    ("contract", "5,000 requests are answered as the contract says", || {
        tested(&["--package=e2e", "--test=contract", "--", "--nocapture"], "contract: ")
    }),
    ("deny", "licences, sources and doubles of crates are as .deny.toml says", supply::deny),
    ("sbom", "every crate of Worker and widget is listed; at most 200, and 150", supply::sbom),
    ("fuzz", "100,000 odd inputs to each reader of what comes from outside: no panic", fuzzed),
    ("twice", "the bundle made in two places is the same", supply::twice),
];

/// So many faults there are.
const FAULTS: usize = 12;

/// The promise: so many kills, and so many leads that were thanked for.
const KILLS: usize = 25;
const LEADS: usize = 2_000;

/// Says which parts there are.
pub fn parts() {
    for (name, promise, _) in PARTS {
        say(format_args!("{name:<12} {promise}"));
    }
}

/// Does all of it, or one part.
///
/// # Errors
/// When anything is not as promised.
pub fn run(only: Option<&str>) -> Result<()> {
    let elapsed = stopwatch();
    let chosen = || PARTS.iter().filter(|(name, ..)| only.is_none_or(|only| only == *name));
    ensure!(chosen().next().is_some(), "there is no such part: cargo game-day --parts");
    install::tools()?;
    build::bundle(Wanted::default())?;
    let mut table = "| part | promised | | s | |\n|---|---|---|---:|---|\n".to_owned();
    let mut failed = Vec::new();
    for (name, promise, act) in chosen() {
        say(format_args!("game-day: {name} …"));
        let since = stopwatch();
        let done = act();
        let (verdict, figures) = match &done {
            Ok(figures) => ("as promised", figures.trim().replace('\n', "<br>")),
            Err(error) => ("FAILED", format!("{error:#}").replace('\n', " ").replace('|', " ")),
        };
        let took = since().as_secs();
        say(format_args!("game-day: {name}: {verdict}, {took} s\n{figures}"));
        let _ = writeln!(table, "| {name} | {promise} | {verdict} | {took} | {figures} |");
        if done.is_err() {
            failed.push(*name);
        }
    }
    let _ = writeln!(table, "\n{} s in all.", elapsed().as_secs());
    say(&table);
    if only.is_none() {
        project::write(&project::target().join("bench/game-day.md"), &table)?;
    }
    if failed.is_empty() { Ok(()) } else { bail!("not as promised: {}", failed.join(", ")) }
}

fn wait(done: impl Future<Output = Result<String>>) -> Result<String> {
    Runtime::new()?.block_on(done)
}

async fn broken() -> Result<String> {
    let all = faults(FAULTS).await?;
    ensure!(all.len() == FAULTS, "{} faults", all.len());
    Ok(all.iter().fold(String::new(), |text, one| format!("{text}{one}\n")))
}

async fn good_day() -> Result<String> {
    let sent = clean(Duration::from_mins(2)).await?;
    Ok(format!("{sent} leads, no alert"))
}

async fn killed() -> Result<String> {
    let outcome = kills(KILLS).await?;
    ensure!(outcome.is_right(), "{outcome:?}");
    ensure!(LEADS <= outcome.thanked, "too little load");
    Ok(outcome.to_string())
}

async fn loaded() -> Result<String> {
    edge::measure(false).await?;
    Ok("target/bench/edge.md".to_owned())
}

/// Optimised, or it would take a quarter of an hour; with every check all the same.
fn fuzzed() -> Result<String> {
    const LEAST: usize = 28;
    let packages = ["--package=edge", "--package=shared", "--package=widget"];
    let words = ["--release", "--lib", "without_a_panic", "--", "--nocapture"];
    let told = tested(&[&packages[..], &words].concat(), "fuzz: ")?;
    let readers = told.lines().count();
    let is_whole = told.lines().all(|line| line.ends_with(": 100000 inputs"));
    ensure!(is_whole && LEAST <= readers, "{readers} readers of {LEAST}:\n{told}");
    Ok(format!("fuzz: {readers} parsers, 100,000 inputs each, 0 panics"))
}

/// A test in its long form. Gives what it tells, from this word on.
fn tested(words: &[&str], start: &str) -> Result<String> {
    let mut cargo = project::cargo();
    cargo.args(["test", "--quiet"]).args(words).env("VAGEN_IN_GAME_DAY", "1");
    // With --release too, a number that grows too large is a panic.
    cargo.env("CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS", "true");
    cargo.env("CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS", "true");
    let text = project::output_of(&mut cargo)?;
    // A dot for another test may stand before it.
    let figures: Vec<_> =
        text.lines().filter_map(|line| line.find(start).and_then(|at| line.get(at..))).collect();
    ensure!(!figures.is_empty(), "no figures");
    Ok(figures.join("\n"))
}
