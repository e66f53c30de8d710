//! Text → concepts, each with the words that gave it away.
//!
//! Exact words, inflections, marked compounds, compounds written apart and
//! words without diacritics count at once. A likely typo is only suggested: no
//! concept comes from similarity without the visitor's word.

mod findings;

pub use findings::{Evidence, Finding, Findings, How, Near};

use crate::taxonomy::{Force, Index, Stemmed, Term, Terms, letters};
use crate::text::{Lang, Sentence, Word, is_small, lower, negates, sentences, slips, words};

/// A term found, before weak, negated and lesser ones are sorted out.
struct Hit<'a> {
    term: &'a Term,
    evidence: Evidence,
    /// Its sentence, and its words from and to within it.
    at: (usize, usize, usize),
}

impl Hit<'_> {
    /// A longer term takes its words from shorter ones of its own facet, so that
    /// "inte CE-märkt" is not "CE-märkt". A weak phrase takes them from all: it
    /// stands there for that.
    fn takes_from(&self, other: &Self) -> bool {
        let (sentence, from, to) = self.at;
        let (other_sentence, other_from, other_to) = other.at;
        let overlaps = sentence == other_sentence && from < other_to && other_from < to;
        let is_longer = other_to - other_from < to - from;
        overlaps
            && is_longer
            && (self.term.force == Force::Weak || self.term.facet == other.term.facet)
    }
}

/// Whether a concept is shown to the visitor as found. What is sought, by whom and
/// where it should go is asked for, and not read between the lines.
pub fn is_shown(id: &str) -> bool {
    const FACETS: [&str; 11] =
        ["offer", "area", "setting", "value", "cap", "reg", "ce", "ev", "q", "journey", "trl"];
    FACETS.contains(&crate::taxonomy::facet(id))
}

/// Reads a text. `fallback` is the language of a sentence that does not tell.
pub fn read(text: &str, index: &Index, terms: &Terms, fallback: Lang) -> Findings {
    let all = sentences(text, fallback);
    let mut hits = Vec::new();
    for (number, sentence) in all.iter().enumerate() {
        let from = hits.len();
        read_sentence((number, sentence), index, &mut hits);
        let own = hits.get(from..).unwrap_or_default();
        let taken: Vec<bool> =
            own.iter().map(|hit| own.iter().any(|other| other.takes_from(hit))).collect();
        let mut at = 0;
        hits.retain(|_| {
            let keeps = at < from || taken.get(at - from) != Some(&true);
            at += 1;
            keeps
        });
    }
    hits.retain(|hit| all.get(hit.at.0).is_some_and(|sentence| !negated(sentence, hit.at.1)));
    let (concepts, sayings) = (gather(&hits), sayings(&all, index, terms));
    let found = Findings { concepts, sayings, near: Near::default() };
    found.settled(|_| false)
}

/// The longest term, in words.
const LONGEST_RUN: usize = 5;

fn read_sentence<'a>(
    (number, sentence): (usize, &Sentence),
    index: &'a Index,
    hits: &mut Vec<Hit<'a>>,
) {
    let stems = index.stemmed(&sentence.words);
    for from in 0..sentence.words.len() {
        for to in from + 1..=(from + LONGEST_RUN).min(sentence.words.len()) {
            let run = sentence.words.get(from..to).unwrap_or_default();
            let stems = stems.get(from..to).unwrap_or_default();
            for (term, how) in look_up(sentence.lang, (run, stems), index) {
                let word = typed(run);
                let how = if term.force == Force::Asks { How::Ambiguous } else { how };
                let evidence = Evidence { word, matched: term.text.clone(), how };
                hits.push(Hit { term, evidence, at: (number, from, to) });
            }
        }
    }
}

/// A run of words as it was typed, hyphens included.
fn typed(run: &[Word]) -> String {
    let mut text = String::new();
    for word in run.iter().filter(|word| !word.typed.is_empty()) {
        if !text.is_empty() {
            text.push(if word.glued { '-' } else { ' ' });
        }
        text.push_str(&word.typed);
    }
    text
}

/// The sentence's own language first; the other where it says nothing. Parts of
/// compounds add what no whole word of their facet says.
fn look_up<'a>(
    lang: Lang,
    (run, stems): (&[Word], &[Stemmed]),
    index: &'a Index,
) -> Vec<(&'a Term, How)> {
    let mut all: Vec<(&Term, How)> = Vec::new();
    // Small words alone say nothing, however many.
    if run.iter().all(|word| is_small(&word.lower) && !word.capitals) {
        return all;
    }
    for lang in [lang, lang.other()] {
        let found = index.whole(lang, run, stems);
        let other_word = found.folded && run.iter().any(|word| is_known_other(&word.lower));
        if !found.terms.is_empty() && !other_word {
            let how = match (found.folded, run.len()) {
                (true, _) => How::Plain,
                (false, 1) => How::Word,
                (false, _) => apart(&found.terms),
            };
            all.extend(found.terms.into_iter().map(|term| (term, how)));
            break;
        }
    }
    let [word] = run else { return all };
    if is_known_other(&word.lower) || is_small(&word.lower) {
        return all;
    }
    for lang in [lang, lang.other()] {
        let parts = index.compounds(lang, word);
        for term in parts {
            if !all.iter().any(|(other, _)| stands_in_the_way(other, term)) {
                all.push((term, How::Compound));
            }
        }
        if !all.is_empty() {
            return all;
        }
    }
    typo(lang, word, index).map(|term| (term, How::Typo)).into_iter().collect()
}

/// A whole word says more of its facet than a part of it. A beginning and an end
/// are two parts: "bukspottkörtelcancer" is of both.
fn stands_in_the_way(other: &Term, part: &Term) -> bool {
    let same_part = !other.is_part() || other.begins() == part.begins();
    other.facet == part.facet && other.force != Force::Weak && same_part
}

fn apart(terms: &[&Term]) -> How {
    if terms.iter().any(|term| term.parts) { How::Word } else { How::Compound }
}

/// How many words a negation reaches: "inte är CE-märkt än".
const REACH: usize = 3;

fn negated(sentence: &Sentence, from: usize) -> bool {
    let near = sentence.words.get(from.saturating_sub(REACH)..from).unwrap_or_default();
    let at = near.iter().rposition(|word| negates(&word.lower));
    // "bara", "endast" and "only" turn a negation around: "inte bara barn".
    let after = at.and_then(|at| near.get(at + 1));
    let widened =
        after.is_some_and(|word| ["bara", "endast", "only", "just"].contains(&word.lower.as_str()));
    at.is_some() && !widened
}

/// The only term that a word can be a typo of. If terms of two concepts are
/// near, neither is taken: "hjärnta" may be brain or heart.
fn typo<'a>(lang: Lang, word: &Word, index: &'a Index) -> Option<&'a Term> {
    let length = word.lower.chars().count();
    if slips(length) == 0 || word.capitals || is_known_other(&word.lower) {
        return None;
    }
    let bits = letters(&word.lower);
    let mut near: Option<&Term> = None;
    for lang in [lang, lang.other()] {
        for term in index.single_words(lang, length, slips(length)) {
            if !is_near(&word.lower, (length, bits), term) {
                continue;
            }
            if near.is_some_and(|other| other.concept != term.concept) {
                return None;
            }
            near = Some(term);
        }
    }
    // Short and weak words are too common to be guessed at; they only stand in
    // the way of a guess.
    near.filter(|term| term.force == Force::Decides && 0 < slips(term.length))
}

fn is_near(word: &str, (length, bits): (usize, u32), term: &Term) -> bool {
    let limit = slips(length.min(term.length)).max(1);
    let bits_apart = (bits ^ term.letters).count_ones();
    length.abs_diff(term.length) <= limit
        && bits_apart <= 2 * u32::try_from(limit).unwrap_or(0)
        && strsim::osa_distance(word, &term.text) <= limit
}

/// Real words that are a letter or two, or only their diacritics, from a term
/// but mean another thing.
fn is_known_other(lower: &str) -> bool {
    const OTHERS: [&str; 23] = [
        "injektionen",
        "injections",
        "inspektion",
        "smarta",
        "smart",
        "having",
        "regulators",
        "tänker",
        "vänder",
        "hospitality",
        "overnight",
        "injektion",
        "injektioner",
        "injection",
        "patient",
        "patienten",
        "patienter",
        "patients",
        "kommunikation",
        "information",
        "kollektion",
        "direktion",
        "processen",
    ];
    OTHERS.contains(&lower)
}

/// One finding a concept, in the order of the text. A weak term counts only
/// beside another of its own.
fn gather(hits: &[Hit<'_>]) -> Vec<Finding> {
    let mut found: Vec<(Finding, bool)> = Vec::new();
    for hit in hits {
        let at = found.iter().position(|(one, _)| one.concept == hit.term.concept);
        let Some((finding, decides)) = at.and_then(|at| found.get_mut(at)) else {
            let because = vec![hit.evidence.clone()];
            found.push((
                Finding { concept: hit.term.concept, because },
                hit.term.force != Force::Weak,
            ));
            continue;
        };
        if finding.because.iter().any(|other| other.matched == hit.evidence.matched) {
            continue;
        }
        *decides = true;
        let weaker = finding.because.iter().position(|other| hit.evidence.how < other.how);
        finding.because.insert(weaker.unwrap_or(finding.because.len()), hit.evidence.clone());
    }
    found.into_iter().filter(|(_, decides)| *decides).map(|(finding, _)| finding).collect()
}

/// A text without what it says no to: "ej för barn" is not looked for.
pub(crate) fn affirmed(text: &str, fallback: Lang) -> String {
    let mut out = String::new();
    for sentence in sentences(text, fallback) {
        for (at, word) in sentence.words.iter().enumerate() {
            if !negates(&word.lower) && !negated(&sentence, at) {
                out.push_str(&word.typed);
                out.push(' ');
            }
        }
        out.push_str(". ");
    }
    out
}

fn sayings(all: &[Sentence], index: &Index, terms: &Terms) -> Vec<String> {
    let says = |phrases: &[String]| {
        all.iter().any(|sentence| phrases.iter().any(|phrase| holds(sentence, phrase, index)))
    };
    terms.sayings.iter().filter(|(_, phrases)| says(phrases)).map(|(id, _)| id.clone()).collect()
}

/// Whether one sentence has every word of a phrase, in any order.
fn holds(sentence: &Sentence, phrase: &str, index: &Index) -> bool {
    phrase.split_whitespace().all(|wanted| {
        let bare = lower(wanted.trim_matches('*'));
        let is_it = |word: &Word| {
            if wanted.ends_with('*') {
                word.lower.starts_with(&bare)
            } else if wanted.starts_with('*') {
                word.lower.ends_with(&bare)
            } else {
                word.lower == bare || is_inflected(sentence.lang, &word.lower, &bare, index)
            }
        };
        sentence.words.iter().any(is_it)
    })
}

/// Whether two words have one stem. Endings leave the first letter alone, and
/// most words differ in that.
fn is_inflected(lang: Lang, word: &str, other: &str, index: &Index) -> bool {
    word.as_bytes().first() == other.as_bytes().first()
        && index.stem(lang, word) == index.stem(lang, other)
}

/// The words of a text that say something: not small, not in `empty`.
pub fn content_words(text: &str, empty: &[String]) -> usize {
    let means = |word: &Word| {
        !is_small(&word.lower)
            && !empty.iter().any(|phrase| {
                phrase
                    .strip_suffix('*')
                    .map_or(*phrase == word.lower, |first| word.lower.starts_with(first))
            })
    };
    words(text).iter().filter(|word| means(word)).count()
}
