//! The terms as they travel: those that another term of the same concept finds
//! anyway stay in the files, for their authors, and are not downloaded.

use crate::compile::source::{Concept, Saying, Sources};
use crate::taxonomy::{Terms, facet};
use crate::text::{Lang, Stems, words};
use std::collections::BTreeSet;

pub(super) fn terms(sources: &Sources) -> Terms {
    let stems = Lang::ALL.map(Stems::new);
    let [swedish, english] = &stems;
    let of = |concept: &Concept| {
        [needed(&concept.terms.sv, swedish), needed(&concept.terms.en, english)]
    };
    let mut facets: Vec<&str> = Vec::new();
    let mut number = |facet| {
        let at = facets.iter().position(|one| *one == facet).unwrap_or_else(|| {
            facets.push(facet);
            facets.len() - 1
        });
        u8::try_from(at).unwrap_or(u8::MAX)
    };
    let saying = |saying: &Saying| (saying.id.clone(), saying.phrases.clone());
    Terms {
        facets: sources.concepts.iter().map(|(_, one)| number(facet(&one.id))).collect(),
        concepts: sources.concepts.iter().map(|(_, concept)| of(concept)).collect(),
        sayings: sources.sayings.iter().map(saying).collect(),
    }
}

/// The terms without those that have another's stem.
fn needed(terms: &[String], stems: &Stems) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for term in terms {
        let plain = !term.contains(['~', '*']) && term.to_lowercase() == *term;
        let key: String = words(term).iter().map(|word| stems.stem(&word.lower)).collect();
        if plain && !seen.insert((key, term.contains([' ', '-']))) {
            continue;
        }
        all.push(term.clone());
    }
    all
}
