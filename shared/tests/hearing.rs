//! What a company's own words come to beyond the concepts that they name: which
//! entries have them, how sure that is, and what is said when nothing is near.

use shared::catalogue::{Catalogue, Rules, decode};
use shared::compile::{Calibration, bundle, catalogue};
use shared::detection::{Findings, Near};
use shared::matching::{Matching, profile_for, run};
use shared::profile::{Field, Profile, Value};
use shared::relevance::Band;
use shared::text::{Lang, day};
use std::error::Error;
use std::path::Path;
use std::sync::LazyLock;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    catalogue(Path::new(env!("CARGO_MANIFEST_DIR")))
        .unwrap_or_else(|_| Catalogue::new(Rules::default()))
});

fn matched(text: &str, answers: &Profile) -> Matching {
    judged(answers, &CATALOGUE.hear(text, Lang::Sv))
}

fn judged(answers: &Profile, findings: &Findings) -> Matching {
    let today = day("2026-11-23").unwrap_or(time::Date::MIN);
    let profile = profile_for(&CATALOGUE, answers, findings, today);
    run(&CATALOGUE.rules, &profile, findings, today)
}

fn id(at: u32) -> &'static str {
    CATALOGUE.rules.at(at).map_or("", |entry| &entry.id)
}

#[test]
fn bands_come_from_the_proofs_and_travel_with_the_rules() -> Result<(), Box<dyn Error>> {
    let bundle = bundle(Path::new(env!("CARGO_MANIFEST_DIR"))).map_err(|why| format!("{why:?}"))?;
    let Calibration { bands, sentences, words, unseen, fits } = bundle.calibration;
    let (_, rules) = bundle.pieces.iter().find(|(name, _)| *name == "rules").ok_or("no rules")?;
    assert_eq!(decode::<Rules>(rules).map(|rules| rules.bands), Ok(bands));
    for (possible, strong) in [bands.words, bands.score] {
        assert!(0 < possible && possible < strong && strong < 1000, "{bands:?}");
    }
    assert!(100 < sentences && 30 < fits, "{sentences} sentences, {fits} fits");
    assert!(850 <= words.right && words.withheld < words.right && 850 <= words.strong);
    assert!(unseen.withheld < unseen.right, "{unseen:?}");
    Ok(())
}

#[test]
fn words_that_say_nothing_here_are_named_with_the_two_nearest() {
    for text in ["asdf qwerty zxcvbn", "Vi klipper gräsmattor i Borlänge på lördagar"] {
        let matching = matched(text, &Profile::default());
        assert_eq!(matching.words, Some(Band::None), "{text}");
        assert!(!matching.good && !matching.unknown.is_empty(), "{text}");
        assert!(matching.nearest.len() <= 2, "{text}");
    }
    let cut = matched("Vi klipper gräsmattor i Borlänge på lördagar", &Profile::default());
    assert!(cut.unknown.iter().any(|word| word == "gräsmattor"), "{:?}", cut.unknown);
}

#[test]
fn beside_what_fits_the_nearest_are_those_of_the_words() {
    let mut profile = Profile::default();
    profile.set(Field::Seek, Value::Codes(vec!["seek.test".into()]));
    profile.set(Field::Trl, Value::Number(2));
    let text = "Vi klipper gräsmattor. Gräsmattor växer.";
    let matching = matched(text, &profile);
    assert!(matching.good && matching.words == Some(Band::None));
    let near = CATALOGUE.hear(text, Lang::Sv).near;
    assert!(!matching.nearest.is_empty() && near.nearest.starts_with(&matching.nearest));
    assert_eq!(matching.unknown.iter().filter(|word| word.contains("räsmattor")).count(), 1);
}

#[test]
fn words_that_name_a_concept_of_an_entry_are_understood() {
    for text in ["app som håller koll på hjärtsvikt", "We make robots for the catheter lab"] {
        let words = matched(text, &Profile::default()).words;
        assert!(matches!(words, Some(Band::Strong | Band::Possible)), "{text}");
    }
    assert_eq!(matched("", &Profile::default()).words, None);
}

#[test]
fn before_anything_is_sought_or_written_nothing_is_called_no_match() {
    assert!(matched("", &Profile::default()).good);
    let mut profile = Profile::default();
    profile.set(Field::Seek, Value::Codes(vec!["seek.test".into()]));
    assert!(matched("", &profile).good);
}

#[test]
fn an_entry_that_has_the_words_comes_before_its_equals_but_no_band_changes() {
    let text = "Vi tvättar textilier och instrument som kan användas igen på sterilcentralen";
    let findings = CATALOGUE.hear(text, Lang::Sv);
    let silent = Findings { near: Near::default(), ..findings.clone() };
    let (with, without) =
        (judged(&Profile::default(), &findings), judged(&Profile::default(), &silent));
    let mut risen = Vec::new();
    for before in &without.matches {
        let name = id(before.entry);
        let after = with.matches.iter().find(|one| one.entry == before.entry);
        assert!(after.is_some_and(|one| one.outcome == before.outcome && one.band == before.band));
        let shift = after.map_or(0, |one| one.score - before.score);
        assert!(shift * 1000 <= before.score * 75, "{name} by {shift}");
        if after.is_some_and(|one| one.evidence.iter().any(|why| why.field != "concept")) {
            assert!(0 < shift, "{name} has words for nothing");
            risen.push(name);
        }
    }
    assert!(risen.contains(&"need.example-reusable-instruments"), "{risen:?}");
}

#[test]
fn what_is_said_no_to_is_not_looked_for() {
    let has = |text: &str, word: &str| {
        let near = CATALOGUE.hear(text, Lang::Sv).near;
        near.entries.iter().flat_map(|(_, reasons)| reasons).any(|reason| reason.word == word)
    };
    assert!(has("Vi har instrument för textilier", "textilier"));
    assert!(!has("Vi har instrument, ej för textilier", "textilier"));
}

#[test]
fn the_words_of_a_concept_are_its_own() {
    let findings = CATALOGUE.hear("Hjärtsvikt i hemmet", Lang::Sv);
    let reasons = findings.near.entries.iter().flat_map(|(_, reasons)| reasons);
    assert!(reasons.clone().all(|reason| reason.word != "Hjärtsvikt"));
    assert!(findings.concepts.iter().any(|one| one.because.iter().any(|e| e.word == "Hjärtsvikt")));
}
