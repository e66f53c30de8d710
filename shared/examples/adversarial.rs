//! Odd texts: nothing panics, and none keeps anyone waiting.
//!
//! `cargo run --release -p shared --example adversarial -- [COUNT]`

mod dice;

use dice::Dice;
use shared::catalogue::Catalogue;
use shared::compile::catalogue;
use shared::lead::has_personal_number;
use shared::matching::{profile_for, run};
use shared::profile::Profile;
use shared::text::search::{Document, Index, Part, Text};
use shared::text::{Lang, day};
use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

const HELP: &str = "usage: adversarial [COUNT]

Reads, matches and searches COUNT odd texts (default 100000): single letters, stop words, one
word a thousand times, 20,000 characters, other scripts, emoji, combining marks, capitals, typos.
Prints the slowest; fails when one takes longer than 50 ms.";

/// Nobody may wait longer for one text.
const LONGEST: Duration = Duration::from_millis(50);

fn main() -> Result<(), Box<dyn Error>> {
    let argument = std::env::args().nth(1);
    if argument.as_deref().is_some_and(|argument| argument.starts_with('-')) {
        return Ok(writeln!(std::io::stdout(), "{HELP}")?);
    }
    let count: u64 = argument.map_or(Ok(100_000), |count| count.parse())?;
    let catalogue = catalogue(Path::new(env!("CARGO_MANIFEST_DIR")))
        .map_err(|problems| format!("{problems:#?}"))?;
    let index = index(&catalogue);
    let mut slowest = (Duration::ZERO, String::new());
    for seed in 0..count {
        let text = odd(seed, &catalogue);
        let begun = now();
        answer(&text, &catalogue, &index);
        let took = begun.elapsed();
        if slowest.0 < took {
            slowest = (took, text.chars().take(60).collect());
        }
    }
    let (took, text) = slowest;
    let ms = took.as_secs_f64() * 1000.0;
    writeln!(std::io::stdout(), "{count} odd texts; the slowest took {ms:.1} ms: {text:?}")?;
    if LONGEST < took { Err("a text takes longer than 50 ms".into()) } else { Ok(()) }
}

fn answer(text: &str, catalogue: &Catalogue, index: &Index) {
    let today = day("2026-11-23").unwrap_or(time::Date::MIN);
    let findings = catalogue.hear(text, Lang::Sv);
    let profile = profile_for(catalogue, &Profile::default(), &findings, today);
    std::hint::black_box(run(&catalogue.rules, &profile, &findings, today));
    std::hint::black_box(index.search(text, Lang::Sv, 10));
    std::hint::black_box(has_personal_number(text));
}

fn index(catalogue: &Catalogue) -> Index {
    let text = |lang, part, text| Text { part, lang, text: catalogue.text(lang, text) };
    let texts: Vec<Vec<Text<'_>>> = catalogue
        .rules
        .entries
        .iter()
        .map(|entry| {
            let both = Lang::ALL.into_iter();
            both.flat_map(|lang| {
                [text(lang, Part::Title, entry.name), text(lang, Part::Body, entry.why)]
            })
            .collect()
        })
        .collect();
    let entries = catalogue.rules.entries.iter().zip(&texts);
    let documents: Vec<Document<'_>> =
        entries.map(|(entry, texts)| Document { id: &entry.id, family: None, texts }).collect();
    Index::new(&documents)
}

fn pick<'a>(dice: &mut Dice, all: &[&'a str]) -> &'a str {
    all.get(dice.below(all.len())).copied().unwrap_or_default()
}

fn odd(seed: u64, catalogue: &Catalogue) -> String {
    const SMALL: [&str; 8] = ["och", "att", "the", "of", "i", "to", "en", "inte"];
    const OTHER: [&str; 8] = ["你好", "мир", "سلام", "💉", "👩‍⚕️", "e\u{301}\u{301}", "ﷺ", "\u{200d}"];
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let terms: Vec<&str> = catalogue
        .terms
        .concepts
        .get(dice.below(catalogue.terms.concepts.len()))
        .map(|lists| lists.iter().flatten().map(String::as_str).collect())
        .unwrap_or_default();
    let kind = dice.below(9);
    // One in a hundred is as long as anyone could paste.
    let length = if dice.below(100) == 0 { 20_000 } else { 1 + dice.below(200) };
    let mut text = String::new();
    while text.chars().count() < length {
        let word = match kind {
            0 => "ö".to_owned(),
            1 => pick(&mut dice, &SMALL).to_owned(),
            2 => "hjärtsviktsövervakningen".to_owned(),
            3 => pick(&mut dice, &OTHER).to_owned(),
            4 => pick(&mut dice, &terms).to_uppercase(),
            5 => {
                let term = pick(&mut dice, &terms);
                mistyped(term, &mut dice)
            }
            6 => {
                pick(&mut dice, &["-", "/", "..", "1a", "IIb", "TRL9", "19121212-1212"]).to_owned()
            }
            7 => pick(&mut dice, &terms).replace(' ', ""),
            _ => pick(&mut dice, &terms).to_owned(),
        };
        text.push_str(&word);
        if dice.below(8) != 0 {
            text.push(' ');
        }
    }
    text
}

fn mistyped(term: &str, dice: &mut Dice) -> String {
    let at = dice.below(term.chars().count());
    term.chars().enumerate().filter(|(place, _)| *place != at).map(|(_, letter)| letter).collect()
}

#[expect(clippy::disallowed_methods, reason = "it measures, on a machine that has a clock")]
fn now() -> Instant {
    Instant::now()
}
