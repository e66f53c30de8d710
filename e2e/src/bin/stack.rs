//! `cargo demo`, `cargo verify`, `cargo bench-match`, `cargo bench-embed`, `cargo bundle`: see `.cargo/config.toml`.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use e2e::bench;
use e2e::build::{self, Side, Wanted, traps};
use e2e::demo::{self, Wish};
use e2e::install;
use e2e::project::say;
use e2e::verify;

const HELP: &str = "\
cargo demo [--port N] [--state DIR] [--check]
    Builds and starts everything on this machine, and says where to look.
    --port N     where the Worker listens (8787)
    --state DIR  where leads are kept between runs (target/demo)
    --check      sends one company's lead through, prints it as delivered, stops

cargo verify
    Runs every check: format, lints, tests, catalogue, budgets, browser, delivery.

cargo game-day [--only PART]
    The checks that take too long for every change, in full: target/bench/game-day.md.
    `cargo game-day --parts` names its parts.

cargo bench-match
    Measures how well and how fast entries are found, natively, in node and in
    Chromium, beside other search engines: target/bench/match.md, and README.

cargo bench-edge [--short]
    Sends leads at 10 and 50 a second, and measures answers, losses, and what one costs
    beside a bare insert: target/bench/edge.md.
    --short  for a tenth of the time

cargo bench-embed [--speed]
    Measures what the widget costs a partner's page and its visitors, against the
    goals and beside published embeds: target/bench/embed.md and embed.json.
    --speed      bytes and times alone, and writes no file

cargo sbom
    Lists the crates of the Worker and of the widget as CycloneDX: target/sbom/.

cargo bundle [--fast] [--only widget|edge]
    Builds what is deployed into target/dist/.
    --fast       without wasm-opt and without the budgets
    --only SIDE  one half alone";

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args().skip(1).collect();
    let done = if traps::is_linker(&words) { traps::link(&words) } else { run(words) };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(format_args!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(words: Vec<String>) -> Result<()> {
    let mut words = words.into_iter();
    let command = words.next().unwrap_or_default();
    let mut words = words.peekable();
    if words.peek().is_some_and(|word| word == "--help" || word == "-h") {
        say(HELP);
        return Ok(());
    }
    match command.as_str() {
        "bundle" => bundle(words),
        "demo" => demo(words),
        "verify" => verify::run(),
        "game-day" => game_day(words),
        "sbom" => verify::supply::sbom().map(say),
        "bench-match" => tokio::runtime::Runtime::new()?.block_on(bench::run()),
        "bench-edge" => {
            let is_short = words.next().is_some_and(|word| word == "--short");
            tokio::runtime::Runtime::new()?.block_on(bench::edge::run(is_short))
        }
        "bench-embed" => bench_embed(words),
        "--help" | "-h" | "help" | "" => {
            say(HELP);
            Ok(())
        }
        other => bail!("there is no command `{other}`\n\n{HELP}"),
    }
}

fn bundle(mut words: impl Iterator<Item = String>) -> Result<()> {
    let mut wanted = Wanted::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--fast" => wanted.fast = true,
            "--only" => wanted.only = Some(side(&words.next().context("--only which?")?)?),
            other => bail!("bundle does not know `{other}`\n\n{HELP}"),
        }
    }
    install::tools()?;
    let manifest = build::bundle(wanted)?;
    // Half of it, or not made small, has no weight to speak of.
    if wanted.fast || wanted.only.is_some() { Ok(()) } else { manifest.keep_to_budgets() }
}

fn game_day(mut words: impl Iterator<Item = String>) -> Result<()> {
    match words.next().as_deref() {
        None => verify::game_day::run(None),
        Some("--only") => verify::game_day::run(Some(&words.next().context("--only which part?")?)),
        Some("--parts") => {
            verify::game_day::parts();
            Ok(())
        }
        Some(other) => bail!("game-day does not know `{other}`\n\n{HELP}"),
    }
}

fn bench_embed(words: impl Iterator<Item = String>) -> Result<()> {
    let mut speed_only = false;
    for word in words {
        match word.as_str() {
            "--speed" => speed_only = true,
            other => bail!("bench-embed does not know `{other}`\n\n{HELP}"),
        }
    }
    tokio::runtime::Runtime::new()?.block_on(bench::embed::run(speed_only))
}

fn demo(mut words: impl Iterator<Item = String>) -> Result<()> {
    let mut wish = Wish::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--check" => wish.check = true,
            "--port" => {
                let port = words.next().context("--port which?")?;
                wish.port = Some(port.parse().with_context(|| format!("`{port}` is no port"))?);
            }
            "--state" => wish.state = Some(words.next().context("--state where?")?.into()),
            other => bail!("demo does not know `{other}`\n\n{HELP}"),
        }
    }
    tokio::runtime::Runtime::new()?.block_on(demo::run(wish))
}

fn side(name: &str) -> Result<Side> {
    match name {
        "widget" => Ok(Side::Widget),
        "edge" => Ok(Side::Edge),
        other => bail!("there is no side `{other}`: widget or edge"),
    }
}
