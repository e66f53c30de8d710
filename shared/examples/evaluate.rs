//! Runs a matching task through the engine: JSON Lines on standard output.
//!
//! `cargo run --release -p shared --example evaluate -- TASK.json`

use serde::Deserialize;
use shared::text::Lang;
use shared::text::search::{Document, Index, Part, Text, Translation};
use std::error::Error;
use std::io::Write;
use std::path::Path;

const HELP: &str = "usage: evaluate [--labels LABELS.tsv] TASK.json

Reads a matching task and prints one JSON line a query: its id, at most ten hits
(entry, score, confidence) and the microseconds it took.
--labels  pairs of a Swedish and an English label, tab between, a line a pair";

#[derive(Deserialize)]
struct Task {
    docs: Vec<Entry>,
    queries: Vec<Query>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    title: String,
    #[serde(default)]
    body: String,
    lang: String,
}

#[derive(Deserialize)]
struct Query {
    id: String,
    text: String,
    lang: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (mut labels, mut file) = (None, None);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--help" | "-h" => return Ok(writeln!(std::io::stdout(), "{HELP}")?),
            "--labels" => labels = arguments.next(),
            _ => file = Some(argument),
        }
    }
    let file = file.ok_or(HELP)?;
    let text = std::fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let task: Task = serde_json::from_str(&text).map_err(|error| format!("{file}: {error}"))?;
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../e2e/bench/cpv-labels.tsv");
    let labels = std::fs::read_to_string(labels.map_or(own, Into::into))?;
    let pairs = labels.lines().filter_map(|line| line.split_once('\t'));
    let pairs: Vec<_> = pairs.map(|(sv, en)| (sv.to_owned(), en.to_owned())).collect();
    answer(&task, &index(&task.docs).translating(Translation::learn(&pairs)))
}

fn answer(task: &Task, index: &Index) -> Result<(), Box<dyn Error>> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for query in &task.queries {
        let lang = Lang::from_tag(&query.lang);
        let begun = now();
        let found = index.search(&query.text, lang, 10);
        let us = begun.elapsed().as_secs_f64() * 1e6;
        let hits: Vec<_> = found
            .hits
            .iter()
            .map(|hit| (index.id(hit.entry), hit.score, f64::from(found.confidence) / 1000.0))
            .collect();
        let line = serde_json::json!({ "q": query.id, "hits": hits, "us": us });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn index(entries: &[Entry]) -> Index {
    let texts: Vec<[Text<'_>; 2]> = entries
        .iter()
        .map(|entry| {
            let lang = Lang::from_tag(&entry.lang);
            [(Part::Title, &entry.title), (Part::Body, &entry.body)].map(|(part, text)| Text {
                part,
                lang,
                text,
            })
        })
        .collect();
    let documents: Vec<Document<'_>> = entries
        .iter()
        .zip(&texts)
        .map(|(entry, texts)| Document { id: &entry.id, family: family(&entry.id), texts })
        .collect();
    Index::new(&documents)
}

/// Entries whose ids are codes of digits belong to the same family when they
/// differ in the last digit alone.
fn family(id: &str) -> Option<u32> {
    let is_code = id.len() == 3 && id.bytes().all(|byte| byte.is_ascii_digit());
    is_code.then(|| id.get(..2)?.parse().ok())?
}

#[expect(clippy::disallowed_methods, reason = "it measures, on a machine that has a clock")]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}
