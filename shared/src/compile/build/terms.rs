//! The terms as they travel: those that another term of the same concept finds
//! anyway stay in the files, for their authors, and are not downloaded.

use crate::compile::source::{self, Saying, Sources};
use crate::taxonomy::{Concept, Terms};
use crate::text::{Lang, Stems, negates, words};
use std::collections::BTreeSet;

pub(super) fn terms(sources: &Sources, list: Vec<Concept>) -> Terms {
    let of_language = |lang| needed(&lists(sources, lang), &Stems::new(lang));
    let (swedish, english) = (of_language(Lang::Sv), of_language(Lang::En));
    let saying = |saying: &Saying| (saying.id.clone(), saying.phrases.clone());
    Terms {
        concepts: swedish.into_iter().zip(english).map(|(sv, en)| [sv, en]).collect(),
        list,
        sayings: sources.sayings.iter().map(saying).collect(),
    }
}

/// The terms of each concept. A word that means several things is asked about,
/// in whichever language it stands.
fn lists(sources: &Sources, lang: Lang) -> Vec<Vec<String>> {
    let ambiguous = |id: &String| {
        let words = sources.ambiguous.iter().filter(|one| one.meanings.contains(id));
        words.map(|one| one.word.as_str()).collect::<Vec<_>>()
    };
    let of_concept = |(_, concept): &(String, source::Concept)| {
        let asked = ambiguous(&concept.id);
        let own = own(concept, lang).iter();
        let decide = own.filter(|term| !asked.contains(&term.trim_start_matches('~')));
        let other = sources.ambiguous.iter().filter(|one| one.meanings.contains(&concept.id));
        let other = other.flat_map(|one| &one.other).map(|phrase| format!("~{phrase}"));
        asked.iter().map(|word| format!("?{word}")).chain(decide.cloned()).chain(other).collect()
    };
    sources.concepts.iter().map(of_concept).collect()
}

fn own(concept: &source::Concept, lang: Lang) -> &[String] {
    match lang {
        Lang::Sv => &concept.terms.sv,
        Lang::En => &concept.terms.en,
    }
}

fn needed(lists: &[Vec<String>], stems: &Stems) -> Vec<Vec<String>> {
    let taken = taken(lists, stems);
    let twice = twice(lists, stems);
    lists.iter().map(|terms| needed_of(terms, &taken, &twice, stems)).collect()
}

/// The phrases that stand for several concepts, as they are found: each takes its
/// words from the concept that has the phrase no more.
fn twice(lists: &[Vec<String>], stems: &Stems) -> BTreeSet<String> {
    let of_one = |terms: &Vec<String>| -> BTreeSet<String> {
        terms.iter().filter(|term| is_phrase(term)).map(|term| key(term, stems)).collect()
    };
    let mut once = BTreeSet::new();
    lists.iter().flat_map(of_one).filter(|key| !once.insert(key.clone())).collect()
}

/// What a term is found by: the stems of its words.
fn key(term: &str, stems: &Stems) -> String {
    words(term).iter().map(|word| stems.stem(&word.lower)).collect()
}

fn needed_of(
    terms: &[String],
    taken: &BTreeSet<String>,
    twice: &BTreeSet<String>,
    stems: &Stems,
) -> Vec<String> {
    let singles = singles(terms, stems);
    let mut seen = BTreeSet::new();
    let keeps = |term: &&String| {
        if term.contains('*') || term.to_lowercase() != **term {
            return true;
        }
        let key = key(term, stems);
        let is_shared = is_phrase(term) && twice.contains(&key);
        let is_new = seen.insert((key, is_phrase(term), term.starts_with('~')));
        is_new && (is_shared || !is_phrase(term) || !has_one_of(term, &singles, taken, stems))
    };
    terms.iter().filter(keeps).cloned().collect()
}

fn is_phrase(term: &str) -> bool {
    term.contains([' ', '-'])
}

/// The stems of a concept's strong single words.
fn singles(terms: &[String], stems: &Stems) -> BTreeSet<String> {
    let is_single = |term: &&String| {
        !term.contains(['~', '*', '?']) && !is_phrase(term) && term.to_lowercase() == **term
    };
    terms.iter().filter(is_single).map(|term| stems.stem(term)).collect()
}

/// The stems of the words of weak phrases, which take them from every concept.
fn taken(lists: &[Vec<String>], stems: &Stems) -> BTreeSet<String> {
    let weak = lists.iter().flat_map(|terms| terms.iter()).filter_map(|t| t.strip_prefix('~'));
    weak.filter(|term| is_phrase(term))
        .flat_map(words)
        .map(|word| stems.stem(&word.lower))
        .collect()
}

/// Whether a word of a phrase gives the concept away by itself, and no weak
/// phrase takes it. A phrase with a negation says another thing than its words.
fn has_one_of(
    phrase: &str,
    singles: &BTreeSet<String>,
    taken: &BTreeSet<String>,
    stems: &Stems,
) -> bool {
    let words = words(phrase);
    let gives_away = |stem: String| singles.contains(&stem) && !taken.contains(&stem);
    words.iter().all(|word| !negates(&word.lower))
        && words.iter().any(|word| gives_away(stems.stem(&word.lower)))
}
