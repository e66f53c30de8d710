//! One company case in, the full explained result out, as JSON; or many, a line
//! each.
//!
//! `cargo run --release -p shared --example match -- [--lang sv] [--today 2026-11-23] CASE.json`

use shared::catalogue::Catalogue;
use shared::compile::catalogue;
use shared::matching;
use shared::profile::Case;
use shared::text::{Lang, day};
use std::error::Error;
use std::io::{BufWriter, Write};
use std::path::Path;
use time::Date;

const HELP: &str =
    "usage: match [--lang sv|en] [--today YYYY-MM-DD] CASE.json | --cases CASES.jsonl

Reads a company case and prints what fits, what does not and why, as JSON.
--lang   language of the reasons (default: the case's own)
--today  the day to match on (default: this day in UTC)
--cases  reads a case a line and prints an answer a line";

/// What to read.
enum From {
    Case(String),
    Cases(String),
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (mut lang, mut today, mut from) = (None, None, None);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--help" | "-h" => return Ok(writeln!(std::io::stdout(), "{HELP}")?),
            "--lang" => lang = arguments.next().map(|tag| Lang::from_tag(&tag)),
            "--today" => today = arguments.next(),
            "--cases" => from = arguments.next().map(From::Cases),
            _ => from = Some(From::Case(argument)),
        }
    }
    let from = from.ok_or(HELP)?;
    let today = today.map_or_else(system_day, Ok)?;
    let today = day(&today).ok_or_else(|| format!("`{today}` is no day: write 2026-11-23"))?;
    let catalogue = catalogue(Path::new(env!("CARGO_MANIFEST_DIR")))
        .map_err(|problems| format!("{problems:#?}"))?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for case in cases(&from)? {
        writeln!(out, "{}", answer(&case, lang, (&catalogue, today))?)?;
    }
    Ok(out.flush()?)
}

fn cases(from: &From) -> Result<Vec<Case>, Box<dyn Error>> {
    let (From::Case(file) | From::Cases(file)) = from;
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let read = |text| serde_json::from_str(text).map_err(|error| format!("{file}: {error}").into());
    match from {
        From::Case(_) => Ok(vec![read(&text)?]),
        From::Cases(_) => text.lines().map(read).collect(),
    }
}

fn answer(
    case: &Case,
    lang: Option<Lang>,
    (catalogue, today): (&Catalogue, Date),
) -> Result<String, Box<dyn Error>> {
    let on = (lang.unwrap_or(case.lang), today);
    let answered = matching::answer(catalogue, case, on, usize::MAX)
        .map_err(|bad| format!("{}: {}", bad.name, bad.why))?;
    Ok(serde_json::to_string(&answered)?)
}

/// The day of the machine, in UTC.
fn system_day() -> Result<String, Box<dyn Error>> {
    let output = std::process::Command::new("date").args(["-u", "+%Y-%m-%d"]).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
