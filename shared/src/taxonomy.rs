//! The concepts that everything is described with, and the index that finds
//! them in words.

use crate::catalogue::{Piece, Reader, record};
use crate::text::{Lang, Stems, Word, fold, lower, words};
use std::collections::BTreeMap;

/// One thing that a text can be about. Its id is `facet.concept`, and is never
/// reused or renamed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concept {
    /// `area.cardiology`.
    pub id: String,
    /// Its name, as an index into [`crate::catalogue::Texts`].
    pub label: u16,
    /// The concept of the same facet that contains it, as a place in the list.
    pub broader: Option<u16>,
}

impl Concept {
    /// What stands before the full stop.
    pub fn facet(&self) -> &str {
        facet(&self.id)
    }
}

/// The facet of a concept id.
pub fn facet(id: &str) -> &str {
    id.split_once('.').map_or(id, |(facet, _)| facet)
}

/// Every concept with its terms, and the sayings.
///
/// They travel as one text, which weighs a sixth less than a list of lists when
/// compressed: a line a concept (id, place of the broader one, place of the
/// label, Swedish terms, English terms; tabs between, bars between terms), an
/// empty line, a line a saying.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// The concepts.
    pub list: Vec<Concept>,
    /// Swedish and English terms of each concept, with their marks.
    pub concepts: Vec<[Vec<String>; 2]>,
    /// Sayings: an id and its phrases. A phrase is a set of words that stand in
    /// one sentence, in any order.
    pub sayings: Vec<(String, Vec<String>)>,
}

impl From<&Terms> for String {
    fn from(terms: &Terms) -> Self {
        let mut text = Self::new();
        for (concept, [sv, en]) in terms.list.iter().zip(&terms.concepts) {
            let broader = concept.broader.map(|at| at.to_string()).unwrap_or_default();
            let label = concept.label.to_string();
            let cells = [concept.id.clone(), broader, label, sv.join("|"), en.join("|")];
            text.push_str(&cells.join("\t"));
            text.push('\n');
        }
        for (id, phrases) in &terms.sayings {
            text.push('\n');
            text.push_str(&[id.as_str(), &phrases.join("|")].join("\t"));
        }
        text
    }
}

impl From<String> for Terms {
    fn from(text: String) -> Self {
        let mut terms = Self::default();
        let mut lines = text.split('\n');
        for line in lines.by_ref().take_while(|line| !line.is_empty()) {
            let mut cells = line.split('\t');
            let mut cell = || cells.next().unwrap_or_default();
            let (id, broader) = (cell().to_owned(), cell().parse().ok());
            let label = cell().parse().unwrap_or_default();
            terms.list.push(Concept { id, label, broader });
            terms.concepts.push([listed(cell()), listed(cell())]);
        }
        for line in lines {
            let (id, phrases) = line.split_once('\t').unwrap_or((line, ""));
            terms.sayings.push((id.to_owned(), listed(phrases)));
        }
        terms
    }
}

impl Piece for Terms {
    fn write(&self, out: &mut Vec<u8>) {
        String::from(self).write(out);
    }
    fn read(from: &mut Reader<'_>) -> Self {
        String::read(from).into()
    }
}

record! {
    Concept { id, label, broader }
}

fn listed(terms: &str) -> Vec<String> {
    terms.split('|').filter(|term| !term.is_empty()).map(str::to_owned).collect()
}

/// How a term may be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    /// As words of its own.
    Whole,
    /// As the first part of a compound: `hjärt*`.
    First,
    /// As the last part of a compound: `*cancer`.
    Last,
}

/// What a term comes to when it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Force {
    /// Its concept.
    Decides,
    /// Nothing alone.
    Weak,
    /// A question, since it means several things.
    Asks,
}

/// A term of a concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The place of its concept in the list.
    pub concept: u16,
    /// A number for its facet.
    pub facet: u8,
    /// As it is written in the taxonomy, without its marks.
    pub text: String,
    /// What it comes to when it is found.
    pub force: Force,
    /// Matches only in capitals.
    pub capitals: bool,
    /// Contains a space or a hyphen.
    pub parts: bool,
    /// Its length in letters.
    pub length: usize,
    /// A bit for each letter that it has: [`letters`].
    pub letters: u32,
    shape: Shape,
    /// What a word has to begin with, without diacritics, or its stem to end with.
    part: String,
}

/// A bit for each letter that a word has. One edit changes at most two bits, so
/// words that differ in more bits need not be measured.
pub fn letters(word: &str) -> u32 {
    word.chars().fold(0, |bits, letter| {
        let bit = match letter {
            'å' => 26,
            'ä' => 27,
            'ö' => 28,
            'a'..='z' => u32::from(letter) - u32::from('a'),
            _ => 29,
        };
        bits | 1 << bit
    })
}

/// Finds terms. Built on the device from [`Terms`].
pub struct Index {
    languages: [OneLanguage; 2],
}

struct OneLanguage {
    stems: Stems,
    terms: Vec<Term>,
    /// Stem of the whole term → places in `terms`.
    whole: BTreeMap<String, Vec<u16>>,
    /// The same without diacritics.
    folded: BTreeMap<String, Vec<u16>>,
    /// First and last parts, few enough to look through.
    parts: Vec<u16>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Index")
    }
}

/// Shorter parts of compounds are other words without their diacritics: "sös".
const SHORTEST_FOLDED: usize = 5;

/// Abbreviations of this length or less match only in capitals: "MS" is a
/// disease, "ms" a unit.
const LONGEST_ABBREVIATION: usize = 4;

impl Index {
    /// Builds the index; some milliseconds for the whole taxonomy.
    pub fn new(terms: &Terms) -> Self {
        Self { languages: Lang::ALL.map(|lang| OneLanguage::new(lang, terms)) }
    }

    fn of(&self, lang: Lang) -> &OneLanguage {
        let [sv, en] = &self.languages;
        match lang {
            Lang::Sv => sv,
            Lang::En => en,
        }
    }

    /// The terms that a run of words is, in one language: as typed first, then
    /// without diacritics.
    pub fn whole(&self, lang: Lang, run: &[Word]) -> Found<'_> {
        let language = self.of(lang);
        for (folded, map) in [(false, &language.whole), (true, &language.folded)] {
            let keys = language.keys(run, folded);
            let places = keys.iter().filter_map(|key| map.get(key)).flatten();
            let mut terms: Vec<&Term> = Vec::new();
            for term in places.filter_map(|at| language.term(*at)) {
                let is_new = terms.iter().all(|other| other.concept != term.concept);
                if is_new && fits(term, run) {
                    terms.push(term);
                }
            }
            if !terms.is_empty() {
                return Found { terms, folded };
            }
            if folded || !run.iter().all(|word| word.lower.is_ascii()) {
                break;
            }
        }
        Found::default()
    }

    /// The terms that a word has as its first or last part, longest first.
    pub fn compounds(&self, lang: Lang, word: &Word) -> Vec<&Term> {
        let language = self.of(lang);
        let stem = language.stems.stem(&word.lower);
        let plain = word.lower.is_ascii();
        let is_part = |term: &&Term| match term.shape {
            Shape::First if plain && SHORTEST_FOLDED <= term.length => {
                word.lower.starts_with(&*term.part)
            }
            Shape::First => word.lower.starts_with(&*term.text),
            Shape::Last => stem.ends_with(&*term.part),
            Shape::Whole => false,
        };
        let parts = language.parts.iter().filter_map(|at| language.term(*at));
        let mut found: Vec<&Term> = Vec::new();
        for term in parts.filter(is_part) {
            let at = found.iter().position(|other| other.length < term.length);
            found.insert(at.unwrap_or(found.len()), term);
        }
        found
    }

    /// Every single-word term of a language, for a typo to be measured against.
    pub fn single_words(&self, lang: Lang) -> impl Iterator<Item = &Term> {
        let single = |term: &&Term| term.shape == Shape::Whole && !term.parts && !term.capitals;
        self.of(lang).terms.iter().filter(single)
    }

    /// The stem of a lower-case word in a language.
    pub fn stem(&self, lang: Lang, lower: &str) -> String {
        self.of(lang).stems.stem(lower)
    }
}

/// What a look-up gave.
#[derive(Debug, Default)]
pub struct Found<'a> {
    /// At most one term a concept.
    pub terms: Vec<&'a Term>,
    /// Found only without diacritics.
    pub folded: bool,
}

impl OneLanguage {
    fn new(lang: Lang, terms: &Terms) -> Self {
        let mut language = Self {
            stems: Stems::new(lang),
            terms: Vec::new(),
            whole: BTreeMap::new(),
            folded: BTreeMap::new(),
            parts: Vec::new(),
        };
        let mut facets: Vec<&str> = Vec::new();
        for ((at, [sv, en]), concept) in (0_u16..).zip(&terms.concepts).zip(&terms.list) {
            let facet =
                facets.iter().position(|one| *one == concept.facet()).unwrap_or_else(|| {
                    facets.push(concept.facet());
                    facets.len() - 1
                });
            let facet = u8::try_from(facet).unwrap_or(u8::MAX);
            for marked in if lang == Lang::Sv { sv } else { en } {
                language.add(read_term((at, facet), marked));
            }
        }
        language
    }

    fn add(&mut self, term: Term) {
        let at = u16::try_from(self.terms.len()).unwrap_or(u16::MAX);
        let mut term = term;
        term.part = match term.shape {
            Shape::Whole => String::new(),
            Shape::First => fold(&term.text).into_owned(),
            Shape::Last => self.stems.stem(&term.text),
        };
        if term.shape == Shape::Whole {
            let words = words(&term.text);
            for key in self.keys(&words, false) {
                push(self.folded.entry(fold(&key).into_owned()).or_default(), at);
                push(self.whole.entry(key).or_default(), at);
            }
            for key in self.keys(&words, true) {
                push(self.folded.entry(key).or_default(), at);
            }
        } else {
            self.parts.push(at);
        }
        self.terms.push(term);
    }

    fn term(&self, at: u16) -> Option<&Term> {
        self.terms.get(usize::from(at))
    }

    /// The two ways in which a run of words is one key: the stem of all of it
    /// written together, and the stems of its words written together.
    fn keys(&self, run: &[Word], folded: bool) -> [String; 2] {
        let plain = |word: &Word| {
            if folded { fold(&word.lower).into_owned() } else { word.lower.clone() }
        };
        let together: String = run.iter().map(plain).collect();
        let each: String = run.iter().map(|word| self.stems.stem(&plain(word))).collect();
        // A number has no endings: "klass 2" is not "klass 2a", nor "class 1" "class 1s".
        let numbered = together.contains(|c: char| c.is_ascii_digit());
        [if numbered { together } else { self.stems.stem(&together) }, each]
    }
}

fn push(places: &mut Vec<u16>, at: u16) {
    if !places.contains(&at) {
        places.push(at);
    }
}

fn read_term((concept, facet): (u16, u8), marked: &str) -> Term {
    let force = match marked.chars().next() {
        Some('~') => Force::Weak,
        Some('?') => Force::Asks,
        _ => Force::Decides,
    };
    let bare = marked.trim_start_matches(['~', '?']);
    let shape = match (bare.strip_prefix('*'), bare.strip_suffix('*')) {
        (Some(_), _) => Shape::Last,
        (None, Some(_)) => Shape::First,
        (None, None) => Shape::Whole,
    };
    let text = bare.trim_matches('*');
    let count = text.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = (2..=LONGEST_ABBREVIATION).contains(&count)
        && text.chars().all(|c| !c.is_alphabetic() || c.is_uppercase());
    let lower = lower(text);
    Term {
        concept,
        facet,
        length: lower.chars().count(),
        letters: letters(&lower),
        text: if capitals { text.to_owned() } else { lower },
        force,
        capitals: capitals && shape == Shape::Whole,
        parts: text.contains([' ', '-']),
        shape,
        part: String::new(),
    }
}

/// The shortest part of a compound written apart: "hjärt svikt", not "i väg".
const SHORTEST_PART: usize = 3;

fn fits(term: &Term, run: &[Word]) -> bool {
    if term.capitals {
        let upper = |word: &Word| !word.typed.chars().any(char::is_lowercase);
        return run.iter().all(upper);
    }
    let long = |word: &Word| word.glued || word.lower.chars().count() >= SHORTEST_PART;
    term.parts || run.len() == 1 || run.iter().all(long)
}
