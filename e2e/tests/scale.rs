//! A hundred thousand entries in the Worker: the same answers as natively, within
//! the memory that a Worker has.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use e2e::build::wasm;
use e2e::project::{self, say, stopwatch};
use e2e::stack::Stack;
use futures_util::future::try_join_all;
use reqwest::Client;
use serde_json::Value;
use shared::catalogue::{Catalogue, Place};
use shared::compile::Parts;
use shared::matching;
use shared::profile::Case;
use shared::text::{Lang, day};

#[path = "same/cases.rs"]
mod cases;
#[path = "scale/generated.rs"]
mod generated;

/// How many needs are generated.
const NEEDS: Place = 100_000;
/// How many cases are asked.
const CASES: usize = 20;
/// All that a Worker's instance may have: 128 MiB.
const MOST_BYTES: u64 = 128 << 20;

/// Where the Worker is told that the pieces are, as [`write`] puts them.
const PIECES: &str = r#"{
    "rules": "/assets/large/rules.bin", "terms": "/assets/large/terms.bin",
    "words-sv": "/assets/large/words-sv.bin", "words-en": "/assets/large/words-en.bin",
    "long-sv": "/assets/large/long-sv.bin", "long-en": "/assets/large/long-en.bin"
}"#;

/// Answers, a case each, and how long all of them took.
struct Told {
    answers: Vec<String>,
    millis: u128,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_thousand_entries_fit_into_the_worker_and_are_matched_as_natively() -> Result<()>
{
    let elapsed = stopwatch();
    let core = wasm::example("same")?;
    let parts = generated::generated(NEEDS)?;
    let entries = parts.rules.entries.len();
    let bytes = write(&parts)?;
    let cases: Vec<String> = cases::cases(CASES)?.iter().map(Value::to_string).collect();
    project::write(&file("cases.jsonl"), cases.join("\n"))?;
    let vars = &[("MATCH", "on"), ("MATCH_CATALOGUE", PIECES)];
    let stack = Stack::start_serving(vars, Some(file("served"))).await?;

    let day = today(&stack).await?;
    let native = ask_native(parts, &cases, &day)?;
    let (wasm, memory) = ask_wasm(&core, &day)?;
    let (worker, first) = ask_worker(&stack, &cases).await?;
    ensure!(day == today(&stack).await?, "midnight in Stockholm: run it again");
    for (name, others) in [("wasm", &wasm), ("the Worker", &worker)] {
        ensure!(others.answers.len() == CASES, "{name} gave {} answers", others.answers.len());
        for ((case, one), other) in cases.iter().zip(&native.answers).zip(&others.answers) {
            ensure!(one == other, "native and {name} differ: {case}\n{one:.300}\n{other:.300}");
        }
    }
    let most = memory.loaded.max(memory.answered);
    ensure!(most < MOST_BYTES, "the core takes {} MiB", most >> 20);
    say(format_args!(
        "{entries} entries, {} kB: as wasm {} MiB and {} ms when loaded, {} MiB when answered; \
         a case takes {} ms natively, {} ms as wasm, {} ms from the Worker, the first {first} ms; \
         {CASES} answers the same ({:.0} s)",
        bytes / 1000,
        memory.loaded >> 20,
        memory.millis,
        memory.answered >> 20,
        native.each(),
        wasm.each(),
        worker.each(),
        elapsed().as_secs_f32(),
    ));
    Ok(())
}

impl Told {
    fn each(&self) -> u128 {
        self.millis / u128::try_from(self.answers.len().max(1)).unwrap_or(1)
    }
}

fn file(name: &str) -> PathBuf {
    project::target().join("scale").join(name)
}

fn pieces() -> PathBuf {
    file("served/assets/large")
}

/// Gives how many bytes the pieces have.
fn write(parts: &Parts) -> Result<usize> {
    let mut bytes = 0;
    for (name, piece) in parts.pieces().map_err(|_| anyhow!("a piece cannot be written"))? {
        bytes += piece.len();
        project::write(&pieces().join(format!("{name}.bin")), piece)?;
    }
    Ok(bytes)
}

/// The day that the Worker matches on.
async fn today(stack: &Stack) -> Result<String> {
    let told = reqwest::get(stack.url("/v1/catalogue")).await?.text().await?;
    let told: Value = serde_json::from_str(&told)?;
    Ok(told.get("today").and_then(Value::as_str).context("the Worker tells no day")?.to_owned())
}

/// Asks this very program, which reads no words either.
fn ask_native(parts: Parts, cases: &[String], on: &str) -> Result<Told> {
    let mut catalogue = Catalogue::new(parts.rules);
    for words in [parts.words, parts.long] {
        for (lang, words) in Lang::ALL.into_iter().zip(words) {
            catalogue.texts.add(lang, words);
        }
    }
    let on = day(on).context("the Worker's day is none")?;
    let begun = stopwatch();
    let mut answers = Vec::new();
    for case in cases {
        let case: Case = serde_json::from_str(case)?;
        let answered = matching::answer(&catalogue, &case, (case.lang, on), matching::TOLD);
        let answered = answered.map_err(|bad| anyhow!("{}: {}", bad.name, bad.why))?;
        answers.push(serde_json::to_string(&answered)?);
    }
    Ok(Told { answers, millis: begun().as_millis() })
}

/// The memory of the wasm core in bytes, and how long it took to load.
struct Memory {
    loaded: u64,
    answered: u64,
    millis: u64,
}

/// Asks the wasm core with the pieces, as the Worker reads them.
fn ask_wasm(core: &Path, day: &str) -> Result<(Told, Memory)> {
    let mut node = project::tool("node");
    node.arg(project::root().join("e2e/tests/scale/measure.mjs")).arg(core).arg(pieces());
    node.arg(day).arg(file("cases.jsonl")).arg(file("wasm.jsonl"));
    let measured: Value = serde_json::from_str(&project::output_of(&mut node)?)?;
    let number = |at: &str| {
        let number = measured.pointer(at).and_then(Value::as_u64);
        number.with_context(|| format!("{at} is not measured"))
    };
    let memory = Memory {
        loaded: number("/loaded/bytes")?,
        answered: number("/answered/bytes")?,
        millis: number("/loaded/millis")?,
    };
    let told = String::from_utf8(project::read(&file("wasm.jsonl"))?)?;
    let answers = told.lines().map(str::to_owned).collect();
    Ok((Told { answers, millis: number("/answered/millis")?.into() }, memory))
}

/// Also gives how long the first answers took, for which all pieces are fetched.
async fn ask_worker(stack: &Stack, cases: &[String]) -> Result<(Told, u128)> {
    let client = Client::new();
    let url = stack.url("/v1/match");
    let ask = async |case: &String| {
        let request = client.post(&url).header("content-type", "application/json");
        request.body(case.clone()).send().await?.text().await
    };
    let begun = stopwatch();
    // Some at once: one of them fetches, the others wait.
    let some = try_join_all(cases.iter().take(4).map(ask)).await?;
    let first = begun().as_millis();
    let begun = stopwatch();
    let mut answers = Vec::new();
    for case in cases {
        answers.push(ask(case).await?);
    }
    let millis = begun().as_millis();
    ensure!(answers.starts_with(&some), "a Worker that fetches answers otherwise");
    Ok((Told { answers, millis }, first))
}
