//! Pieces as they come over the network: whole, cut, changed, or of dice.

use super::*;
use crate::odd::inputs;
use std::path::Path;
use std::sync::LazyLock;

/// The catalogue's own pieces whose names begin so.
fn pieces(start: &str) -> Vec<Vec<u8>> {
    static ALL: LazyLock<Vec<(&str, Vec<u8>)>> = LazyLock::new(|| {
        crate::compile::bundle(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap().pieces
    });
    let named = ALL.iter().filter(|(name, _)| name.starts_with(start));
    named.map(|(_, bytes)| bytes.clone()).collect()
}

#[test]
fn rules_are_decoded_without_a_panic() {
    inputs("rules", &pieces("rules"), |bytes, _| {
        let _ = decode::<Rules>(bytes);
    });
}

#[test]
fn words_are_decoded_without_a_panic() {
    inputs("words", &[pieces("words"), pieces("long")].concat(), |bytes, _| {
        let mut texts = Texts::default();
        texts.add(Lang::Sv, decode(bytes).unwrap_or_default());
        let _ = [0, 9, Text::MAX].map(|at| texts.get(Lang::Sv, at).len());
    });
}

#[test]
fn terms_are_decoded_and_found_without_a_panic() {
    let short =
        encode(&"a.b\na.c\t\t0\n1\t9\n8\t~hjärt*|*vård\nMS|ms ett-två\t?x\ny\tz|å ä".to_owned());
    inputs("terms", &[pieces("terms"), vec![short.unwrap()]].concat(), |bytes, text| {
        let terms = [decode(bytes).unwrap_or_default(), Terms::from(text.to_owned())];
        // The whole taxonomy takes twenty milliseconds.
        for terms in terms.iter().filter(|_| bytes.len() < 1_000) {
            let index = Index::new(terms);
            crate::detection::read("MS i hjärtvården", &index, terms, Lang::Sv);
        }
    });
}
