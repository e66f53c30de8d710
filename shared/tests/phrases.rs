//! What companies write, and which concepts a careful reader would take from
//! it. The phrases were written without having seen the engine's output, and
//! the terms without having seen the phrases.

use serde::Deserialize;
use shared::catalogue::Catalogue;
use shared::compile::catalogue;
use shared::detection::{Finding, is_shown, read};
use shared::text::Lang;
use std::error::Error;
use std::io::Write;
use std::path::Path;

#[derive(Deserialize)]
struct Phrases {
    phrase: Vec<Phrase>,
    ambiguous: Vec<Ambiguous>,
}

#[derive(Deserialize)]
struct Phrase {
    lang: Lang,
    text: String,
    expect: Vec<String>,
    #[serde(default)]
    accept: Vec<String>,
}

#[derive(Deserialize)]
struct Ambiguous {
    lang: Lang,
    text: String,
    meanings: Vec<String>,
}

/// Chips of a set of phrases, counted.
#[derive(Debug, Default)]
struct Count {
    right: u32,
    wrong: u32,
    missing: u32,
    found: u32,
    /// What was wrong or missing, and where.
    told: Vec<String>,
}

fn open() -> Result<(Catalogue, Phrases), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let catalogue = catalogue(folder).map_err(|problems| format!("{problems:?}"))?;
    let text = std::fs::read_to_string(folder.join("tests/phrases.toml"))?;
    Ok((catalogue, toml::from_str(&text)?))
}

/// The ids of what is found, by whether it counts without being asked about.
fn found(catalogue: &Catalogue, text: &str, lang: Lang, certain: bool) -> Vec<String> {
    let findings = read(text, &catalogue.index, &catalogue.terms, lang);
    let id = |finding: &Finding| {
        let concept = catalogue.rules.concepts.get(usize::from(finding.concept));
        concept.map(|concept| concept.id.clone())
    };
    let kept = findings.concepts.iter().filter(|finding| finding.is_certain() == certain);
    kept.filter_map(id).collect()
}

impl Count {
    fn add(&mut self, catalogue: &Catalogue, phrase: &Phrase) {
        let mut chips = found(catalogue, &phrase.text, phrase.lang, true);
        chips.retain(|id| is_shown(id));
        let expected: Vec<&String> = phrase.expect.iter().filter(|id| is_shown(id)).collect();
        for id in &chips {
            let fine = phrase.expect.contains(id) || phrase.accept.contains(id);
            self.right += u32::from(fine);
            self.wrong += u32::from(!fine);
            if !fine {
                self.told.push(format!("wrong:   {id} in: {}", phrase.text));
            }
        }
        for id in expected {
            if chips.contains(id) {
                self.found += 1;
            } else {
                self.missing += 1;
                self.told.push(format!("missing: {id} in: {}", phrase.text));
            }
        }
    }
}

#[test]
fn chips_are_what_a_careful_reader_would_take() -> Result<(), Box<dyn Error>> {
    let (catalogue, phrases) = open()?;
    let mut count = Count::default();
    for phrase in &phrases.phrase {
        count.add(&catalogue, phrase);
    }
    let precision = f64::from(count.right) / f64::from(count.right + count.wrong);
    let recall = f64::from(count.found) / f64::from(count.found + count.missing);
    let all = phrases.phrase.len();
    let figures = format!("{all} phrases: precision {precision:.3}, recall {recall:.3}");
    writeln!(std::io::stderr(), "{figures}")?;
    assert!(0.9 <= precision && 0.7 <= recall, "{}\n{figures}", count.told.join("\n"));
    Ok(())
}

#[test]
fn a_word_of_several_meanings_is_never_guessed() -> Result<(), Box<dyn Error>> {
    let (catalogue, phrases) = open()?;
    for phrase in &phrases.ambiguous {
        let guessed = found(&catalogue, &phrase.text, phrase.lang, true);
        let guessed: Vec<&String> =
            phrase.meanings.iter().filter(|id| guessed.contains(id)).collect();
        assert!(guessed.is_empty(), "{}: {guessed:?}", phrase.text);
    }
    Ok(())
}
