//! `cargo verify`: every check, the fast ones first; the first that fails
//! ends it.

pub mod game_day;
pub mod supply;

use std::thread;

use anyhow::{Context, Result, anyhow};

use crate::build::{self, Wanted};
use crate::install;
use crate::project::{self, say, stopwatch};

/// What cargo is asked, in order. Native and wasm are linted apart, as each
/// sees code that the other does not.
const BEFORE_BUNDLE: &[(&str, &[&str])] = &[
    ("format", &["fmt", "--all", "--check"]),
    ("lints", &["clippy", "--quiet", "--workspace", "--all-targets", "--", "-Dwarnings"]),
    (
        "lints for wasm",
        &[
            "clippy",
            "--quiet",
            "--target=wasm32-unknown-unknown",
            "--package=edge",
            "--package=widget",
            "--",
            "-Dwarnings",
        ],
    ),
    ("documentation", &["doc", "--quiet", "--no-deps", "--package=shared", "--package=edge"]),
    ("the repository", &["test", "--quiet", "--package=e2e", "--lib", "--test=tidy"]),
    ("catalogue", &["lint-catalogue"]),
    ("configuration", &["check-config"]),
    ("unit tests", &["test", "--quiet", "--package=shared", "--package=edge", "--package=widget"]),
    (
        "odd texts",
        &["run", "--quiet", "--release", "--package=shared", "--example=adversarial", "--", "5000"],
    ),
];

/// The last, and not quiet: what it says is the answer.
const WHOLE: &[&str] = &["test", "--package=e2e", "--tests"];

/// Runs every check.
pub fn run() -> Result<()> {
    let elapsed = stopwatch();
    install::tools()?;
    install::browser()?;
    // Of a single core's work, and nothing but the browser tests waits for it.
    let driver = thread::spawn(install::firefox_driver);
    for (name, words) in BEFORE_BUNDLE {
        step(name, || cargo(words))?;
    }
    step("bundle", || build::bundle(Wanted::default())?.keep_to_budgets())?;
    driver.join().map_err(|_| anyhow!("building geckodriver panicked"))??;
    say(format_args!("verify: {:.0} s so far; last, the whole stack:", elapsed().as_secs_f32()));
    cargo(WHOLE).context("the whole stack")
}

fn step(name: &str, check: impl FnOnce() -> Result<()>) -> Result<()> {
    say(format_args!("verify: {name} …"));
    let elapsed = stopwatch();
    check().with_context(|| name.to_owned())?;
    say(format_args!("verify: {name}: {:.1} s", elapsed().as_secs_f32()));
    Ok(())
}

fn cargo(words: &[&str]) -> Result<()> {
    let mut cargo = project::cargo();
    cargo.args(words).env("RUSTDOCFLAGS", "-Dwarnings").stdin(std::process::Stdio::null());
    project::run(&mut cargo)
}
