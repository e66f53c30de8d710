//! Runs a matching task through the engine: JSON Lines on standard output.
//!
//! `cargo run --release -p shared --example evaluate -- TASK.json`

mod entries;

use entries::Entry;
use serde::Deserialize;
use shared::text::Lang;
use shared::text::search::{Found, Index};
use std::error::Error;
use std::io::Write;
use std::path::Path;

const HELP: &str = "usage: evaluate [--labels LABELS.tsv] [--rounds N] [--explain] TASK.json

Reads a matching task and prints one JSON line a query: its id, at most ten hits
(entry, score, confidence) and the microseconds it took, reasons included.
--labels   pairs of a Swedish and an English label, tab between, a line a pair
--rounds   asks everything N times and gives each query's median
--explain  adds the reasons to each line, and before them all a line with the
           milliseconds that the index took";

#[derive(Deserialize)]
struct Task {
    docs: Vec<Entry>,
    queries: Vec<Query>,
}

#[derive(Deserialize)]
struct Query {
    id: String,
    text: String,
    lang: String,
}

#[derive(Default)]
struct Wanted {
    labels: Option<String>,
    rounds: Option<String>,
    is_explained: bool,
    task: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut wanted = Wanted::default();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--help" | "-h" => return Ok(writeln!(std::io::stdout(), "{HELP}")?),
            "--labels" => wanted.labels = arguments.next(),
            "--rounds" => wanted.rounds = arguments.next(),
            "--explain" => wanted.is_explained = true,
            _ => wanted.task = Some(argument),
        }
    }
    run(wanted)
}

fn run(wanted: Wanted) -> Result<(), Box<dyn Error>> {
    let file = wanted.task.ok_or(HELP)?;
    let text = std::fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let task: Task = serde_json::from_str(&text).map_err(|error| format!("{file}: {error}"))?;
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../e2e/bench/cpv-labels.tsv");
    let labels = std::fs::read_to_string(wanted.labels.map_or(own, Into::into))?;
    let begun = now();
    let index = entries::index(&task.docs);
    if wanted.is_explained {
        let ms = begun.elapsed().as_secs_f64() * 1e3;
        writeln!(std::io::stdout(), "{}", serde_json::json!({ "build": ms }))?;
    }
    let index = index.translating(entries::learn(&labels));
    let rounds = wanted.rounds.map_or(Ok(1), |rounds| rounds.parse())?;
    answer(&task, &index, rounds, wanted.is_explained)
}

fn answer(task: &Task, index: &Index, rounds: usize, why: bool) -> Result<(), Box<dyn Error>> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut times = vec![Vec::new(); task.queries.len()];
    for _ in 1..rounds {
        for (query, times) in task.queries.iter().zip(&mut times) {
            times.push(ask(index, query).1);
        }
    }
    for (query, times) in task.queries.iter().zip(&mut times) {
        let (found, us) = ask(index, query);
        times.push(us);
        times.sort_by(f64::total_cmp);
        let us = times.get(times.len() / 2);
        let confidence = f64::from(found.confidence) / 1000.0;
        let hits: Vec<_> =
            found.hits.iter().map(|hit| (index.id(hit.entry), hit.score, confidence)).collect();
        let mut line = serde_json::json!({ "q": query.id, "hits": hits, "us": us });
        if let Some(fields) = line.as_object_mut().filter(|_| why) {
            let addends: Vec<_> = found.hits.iter().map(|hit| &hit.addends).collect();
            fields.insert("why".to_owned(), serde_json::json!(addends));
        }
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn ask(index: &Index, query: &Query) -> (Found, f64) {
    let begun = now();
    let found = index.search(&query.text, Lang::from_tag(&query.lang), 10);
    (found, begun.elapsed().as_secs_f64() * 1e6)
}

#[expect(clippy::disallowed_methods, reason = "it measures, on a machine that has a clock")]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}
