//! `cargo verify`: every check, the fast ones first; the first that fails
//! ends it.

use anyhow::{Context, Result};

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
    for (name, words) in BEFORE_BUNDLE {
        step(name, || cargo(words))?;
    }
    step("bundle", || build::bundle(Wanted::default())?.keep_to_budgets())?;
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
