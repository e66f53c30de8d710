//! Laws of the search: they hold for every text and every set of entries.

use proptest::prelude::*;
use shared::text::Lang;
use shared::text::search::{Document, Found, How, Index, Part, Text, Translation};

const ENTRIES: &[(&str, &str, &str)] = &[
    ("heart", "Hjärtsvikt i hemmet", "Distansmonitorering av hjärtsvikt, egenvård och blodtryck."),
    ("wounds", "Sårvård", "Förband, trycksår och hudvård på vårdcentral."),
    ("images", "Bilddiagnostik", "Röntgen, mammografi och datortomografi."),
    ("lab", "Laboratorieanalys", "Blodprov, provtagning och biobank."),
    ("robots", "Operationsrobotar", "Robotkirurgi, instrument och sterilisering."),
    ("gloves", "Engångshandskar", "Förbrukningsmateriel och handskar."),
];

fn texts<'a>(entries: &[(&'a str, &'a str, &'a str)]) -> Vec<[Text<'a>; 2]> {
    let text = |part, text| Text { part, lang: Lang::Sv, text };
    entries
        .iter()
        .map(|(_, title, body)| [text(Part::Title, title), text(Part::Body, body)])
        .collect()
}

fn index(entries: &[(&str, &str, &str)]) -> Index {
    let texts = texts(entries);
    let document = |((id, _, _), texts)| Document { id, family: None, texts };
    let documents: Vec<Document<'_>> = entries
        .iter()
        .zip(&texts)
        .map(|((id, title, body), texts)| document(((*id, *title, *body), &texts[..])))
        .collect();
    Index::new(&documents)
}

fn first(text: &str) -> Option<(String, How)> {
    let index = index(ENTRIES);
    let found = index.search(text, Lang::Sv, 10);
    let hit = found.hits.first()?;
    let why =
        hit.addends.iter().find(|addend| addend.how != How::Letters && addend.how != How::Title);
    Some((index.id(hit.entry).to_owned(), why.map_or(How::Letters, |addend| addend.how)))
}

#[test]
fn words_are_found_as_people_write_them() {
    for (text, id, how) in [
        ("mammografi", "images", How::Word),
        ("mammografier", "images", How::Word),
        ("röntgen", "images", How::Word),
        ("rontgen", "images", How::Plain),
        ("mamografi", "images", How::Typo),
        ("hjärt svikt", "heart", How::Apart),
        ("engångs handskar", "gloves", How::Apart),
        ("sårförband", "wounds", How::Compound),
        ("handske", "gloves", How::Word),
    ] {
        assert_eq!(first(text), Some((id.to_owned(), how)), "{text}");
    }
}

#[test]
fn what_no_entry_says_is_told() {
    let found = index(ENTRIES).search("vildmarksguidning och mammografi", Lang::Sv, 3);
    assert_eq!(found.unknown, ["vildmarksguidning"]);
    let nothing = index(ENTRIES).search("xyzzy", Lang::Sv, 3);
    assert!(nothing.confidence < 100, "{nothing:?}");
}

#[test]
fn a_label_seen_in_two_languages_teaches_a_word() {
    let labels = [("Sårvård", "Wound care"), ("Vård", "Care"), ("Sår", "Wounds")];
    let labels: Vec<_> = labels.map(|(sv, en)| (sv.to_owned(), en.to_owned())).into();
    let text = |text| [Text { part: Part::Title, lang: Lang::En, text }];
    let (wounds, care) = (text("Treatment of wounds"), text("Long-term care"));
    let documents = [("wounds", &wounds), ("care", &care)];
    let documents = documents.map(|(id, texts)| Document { id, family: None, texts });
    let index = Index::new(&documents).translating(Translation::learn(&labels));
    let found = index.search("sår", Lang::Sv, 2);
    assert_eq!(found.hits.first().map(|hit| index.id(hit.entry)), Some("wounds"));
    assert_eq!(found.hits[0].addends[0].how, How::Translated);
}

#[test]
fn a_family_lends_to_its_own_and_keeps_the_sum() {
    let texts = texts(ENTRIES);
    let documents: Vec<Document<'_>> = ENTRIES
        .iter()
        .zip(&texts)
        .zip([0, 0, 1, 1, 1, 0])
        .map(|(((id, _, _), texts), family)| Document { id, family: Some(family), texts })
        .collect();
    let found = Index::new(&documents).search("mammografi", Lang::Sv, 10);
    let lent = |hit: &shared::text::search::Hit| hit.addends.iter().any(|a| a.how == How::Family);
    assert!(found.hits.iter().any(lent), "{found:?}");
    sums(&found).unwrap();
}

fn sums(found: &Found) -> Result<(), TestCaseError> {
    for hit in &found.hits {
        let sum: u32 = hit.addends.iter().map(|addend| addend.score).sum();
        prop_assert_eq!(sum, hit.score, "{:?}", hit);
    }
    prop_assert!(found.hits.is_sorted_by(|a, b| b.score <= a.score));
    prop_assert!(found.confidence <= 1000);
    Ok(())
}

/// Words of the entries and others, whole, cut and mistyped.
fn query() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("hjärtsvikt"),
        Just("röntgen"),
        Just("sår"),
        Just("vård"),
        Just("hjärt"),
        Just("handskar"),
        Just("blodprovv"),
        Just("robot"),
        Just("the"),
        Just("care"),
        Just("2a"),
    ];
    prop_oneof![proptest::collection::vec(word, 0..9).prop_map(|words| words.join(" ")), ".{0,60}",]
}

proptest! {
    #[test]
    fn shares_sum_to_the_score(text in query()) {
        sums(&index(ENTRIES).search(&text, Lang::Sv, 10))?;
    }

    #[test]
    fn the_order_of_entries_is_no_matter(text in query(), turn in 0..6_usize) {
        let mut turned = ENTRIES.to_vec();
        turned.rotate_left(turn);
        let found = index(ENTRIES).search(&text, Lang::Sv, 10);
        prop_assert_eq!(index(&turned).search(&text, Lang::Sv, 10), found);
    }

    #[test]
    fn each_reason_is_a_word_of_the_entry(text in query()) {
        let index = index(ENTRIES);
        for hit in index.search(&text, Lang::Sv, 10).hits {
            let (_, title, body) = ENTRIES.iter().find(|(id, _, _)| *id == index.id(hit.entry)).unwrap();
            let all = [title.to_lowercase(), body.to_lowercase()].join(" ");
            let own = hit.addends.iter().filter(|addend| addend.how != How::Title);
            for addend in own {
                prop_assert!(all.contains(&addend.matched), "{:?}", addend);
            }
        }
    }
}
