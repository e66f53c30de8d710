//! Every concept proves itself, and words a letter apart are not confused.

use serde::Deserialize;
use shared::catalogue::Catalogue;
use shared::compile::{catalogue, lint};
use shared::detection::{Finding, read};
use shared::taxonomy::{Index, Terms};
use shared::text::Lang;
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

type TestResult = Result<(), Box<dyn Error>>;

#[derive(Deserialize)]
struct Pairs {
    pairs: Vec<Pair>,
}

#[derive(Deserialize)]
struct Pair {
    a: String,
    b: String,
    a_ids: Vec<String>,
    b_ids: Vec<String>,
}

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn open() -> Result<Catalogue, Box<dyn Error>> {
    catalogue(folder()).map_err(|problems| format!("{problems:?}").into())
}

fn pairs() -> Result<Vec<Pair>, Box<dyn Error>> {
    let text = std::fs::read_to_string(folder().join("tests/never_confuse.toml"))?;
    Ok(toml::from_str::<Pairs>(&text)?.pairs)
}

/// The ids that a text suggests, typos included.
fn ids(catalogue: &Catalogue, text: &str) -> BTreeSet<String> {
    let id = |finding: Finding| {
        catalogue.rules.concepts.get(usize::from(finding.concept)).map(|c| c.id.clone())
    };
    let mut all = BTreeSet::new();
    for lang in Lang::ALL {
        let found = read(text, &catalogue.index, &catalogue.terms, lang).concepts;
        // A word of several meanings is asked about: that is no reading.
        all.extend(found.into_iter().filter(|one| !one.is_ambiguous()).filter_map(id));
    }
    all
}

#[test]
fn the_catalogue_has_no_problems() {
    let problems: Vec<String> = lint(folder()).iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn there_are_374_concepts() -> TestResult {
    assert_eq!(open()?.rules.concepts.len(), 374);
    Ok(())
}

#[test]
fn a_word_is_never_read_as_its_neighbour() -> TestResult {
    let catalogue = open()?;
    for pair in pairs()? {
        for (word, own, others) in
            [(&pair.a, &pair.a_ids, &pair.b_ids), (&pair.b, &pair.b_ids, &pair.a_ids)]
        {
            let found = ids(&catalogue, word);
            for other in others.iter().filter(|other| !own.contains(other)) {
                assert!(!found.contains(other), "{word} is read as {other}");
            }
        }
    }
    Ok(())
}

#[test]
fn a_typo_is_never_read_as_the_neighbour() -> TestResult {
    let catalogue = open()?;
    for pair in pairs()? {
        for (word, own, other_word, others) in [
            (&pair.a, &pair.a_ids, &pair.b, &pair.b_ids),
            (&pair.b, &pair.b_ids, &pair.a, &pair.a_ids),
        ] {
            for typo in typos(word).into_iter().filter(|typo| typo != other_word) {
                let found = ids(&catalogue, &typo);
                let right = own.iter().any(|id| found.contains(id));
                for other in others.iter().filter(|other| !own.contains(other)) {
                    assert!(right || !found.contains(other), "{typo} ({word}) is read as {other}");
                }
            }
        }
    }
    Ok(())
}

/// Each letter left out, doubled, or swapped with the next.
fn typos(word: &str) -> BTreeSet<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut all = BTreeSet::new();
    for (at, letter) in letters.iter().enumerate() {
        let mut left_out = letters.clone();
        left_out.remove(at);
        let mut doubled = letters.clone();
        doubled.insert(at, *letter);
        let mut swapped = letters.clone();
        if at + 1 < swapped.len() {
            swapped.swap(at, at + 1);
        }
        all.extend([left_out, doubled, swapped].map(|letters| letters.into_iter().collect()));
    }
    all.remove(word);
    all
}

#[test]
fn classes_in_letters_and_digits_are_the_same() -> TestResult {
    let catalogue = open()?;
    for text in ["klass IIa", "klass 2a", "klass 2 a", "Klass iia", "class 2a"] {
        assert!(ids(&catalogue, text).contains("reg.mdr.iia"), "{text}");
    }
    Ok(())
}

#[test]
fn words_are_found_apart_plain_and_inflected() -> TestResult {
    let catalogue = open()?;
    for (text, id) in [
        ("hjärtsvikt", "area.cardiology"),
        ("hjärt svikt", "area.cardiology"),
        ("hjartsvikt", "area.cardiology"),
        ("distans monitorering", "offer.rpm"),
        ("e hälsa", "offer.patient-app"),
        ("ehälsa", "offer.patient-app"),
        ("vårdcentralerna", "setting.primary-care"),
        ("start up", "journey.startup"),
    ] {
        assert!(ids(&catalogue, text).contains(id), "{text}: {:?}", ids(&catalogue, text));
    }
    Ok(())
}

#[test]
fn a_negation_turns_a_hit_off() -> TestResult {
    let catalogue = open()?;
    let found = ids(&catalogue, "Produkten är inte CE-märkt");
    assert!(!found.contains("ce.mdr"), "{found:?}");
    assert!(found.contains("ce.none"), "{found:?}");
    Ok(())
}

#[test]
fn a_typo_is_only_suggested() -> TestResult {
    let catalogue = open()?;
    let found = read("kardiolgi", &catalogue.index, &catalogue.terms, Lang::Sv).concepts;
    assert!(!found.is_empty());
    assert!(found.iter().all(|finding| !finding.is_certain()));
    Ok(())
}

/// What was cut on its way is an index of less, and no wait for ever.
#[test]
fn concepts_that_came_without_their_terms_are_passed_over() {
    let cut = Terms::from("area.cardiology\t\t0".to_owned());
    assert_eq!((cut.list.len(), cut.concepts.len()), (1, 0));
    assert!(read("kardiologi", &Index::new(&cut), &cut, Lang::Sv).concepts.is_empty());
}
