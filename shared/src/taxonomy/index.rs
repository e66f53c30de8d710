//! Finding concepts by their terms, in both languages.

use super::Terms;
use super::term::{SHORTEST_FOLDED, Shape, Term, fits, is_plain, read_term};
use crate::text::names::{Lists, Names};
use crate::text::{Lang, Stems, Word, fold, words};
use std::borrow::Cow;

/// Finds terms. Built on the device from [`Terms`].
pub struct Index {
    languages: [OneLanguage; 2],
}

struct OneLanguage {
    lang: Lang,
    stems: Stems,
    terms: Vec<Term>,
    /// Stem of the whole term → places in `terms`.
    whole: Keys,
    /// The same without diacritics, of those that have some.
    folded: Keys,
    /// First parts by their first letter and last parts by their last one: a few
    /// dozen of each, to look through.
    firsts: [Vec<u16>; LETTERS],
    lasts: [Vec<u16>; LETTERS],
    /// Single words by how many letters they have.
    singles: Vec<Vec<u16>>,
}

/// Strings, and the terms that each stands for.
#[derive(Default)]
struct Keys {
    names: Names,
    terms: Lists,
    /// What is not in `terms` yet.
    pairs: Vec<(u32, u32)>,
}

impl Keys {
    fn put(&mut self, key: &str, term: u16) {
        self.pairs.push((self.names.add(key), u32::from(term)));
    }

    fn settle(&mut self) {
        self.terms = Lists::gather(self.names.len(), &std::mem::take(&mut self.pairs));
    }

    fn get(&self, key: &str) -> &[u32] {
        self.names.get(key).map_or(&[], |key| self.terms.get(key))
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Index")
    }
}

impl Index {
    /// Builds the index at once: some twenty milliseconds for the whole taxonomy.
    pub fn new(terms: &Terms) -> Self {
        let mut index = Growing::default();
        while !index.grow(terms, usize::MAX) {}
        index.grown()
    }

    fn of(&self, lang: Lang) -> &OneLanguage {
        lang.of(&self.languages)
    }

    /// The terms that a run of words is, in one language: as typed first, then
    /// without diacritics.
    pub fn whole(&self, lang: Lang, run: &[Word], stems: &[Stemmed]) -> Found<'_> {
        let language = self.of(lang);
        for (folded, map) in [(false, &language.whole), (true, &language.folded)] {
            let keys = language.keys(run, stems, folded);
            let places = keys.iter().flat_map(|key| map.get(key));
            let mut terms: Vec<&Term> = Vec::new();
            for term in places.filter_map(|at| language.terms.get(*at as usize)) {
                let is_new = terms.iter().all(|other| other.concept != term.concept);
                let is_typed = !folded || is_plain(term, &keys, run);
                if is_new && is_typed && fits(term, run) {
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
        let firsts = language.firsts.get(bucket(word.lower.chars().next()));
        let lasts = language.lasts.get(bucket(stem.chars().next_back()));
        let near = firsts.into_iter().chain(lasts).flatten();
        let parts = near.filter_map(|at| language.term(*at));
        let mut found: Vec<&Term> = Vec::new();
        for term in parts.filter(is_part) {
            let at = found.iter().position(|other| other.length < term.length);
            found.insert(at.unwrap_or(found.len()), term);
        }
        found
    }

    /// The single-word terms of a language that have so many letters, give or
    /// take a few, for a typo to be measured against.
    pub fn single_words(
        &self,
        lang: Lang,
        letters: usize,
        give: usize,
    ) -> impl Iterator<Item = &Term> {
        let language = self.of(lang);
        let lists = language.singles.get(letters.saturating_sub(give)..).unwrap_or_default();
        let near = lists.iter().take(2 * give + 1).flatten();
        near.filter_map(|at| language.term(*at))
    }

    /// The stems of words, to be looked up in runs.
    pub fn stemmed(&self, words: &[Word]) -> Vec<Stemmed> {
        words.iter().map(|word| Stemmed::of(word, &self.languages)).collect()
    }

    /// The stem of a lower-case word in a language.
    pub fn stem(&self, lang: Lang, lower: &str) -> String {
        self.of(lang).stems.stem(lower)
    }
}

/// How many kinds of letters there are: a to z, and others.
const LETTERS: usize = 27;

/// The kind of a letter, its diacritics aside.
fn bucket(letter: Option<char>) -> usize {
    let letter = letter.map(|letter| fold(letter.encode_utf8(&mut [0; 4])).into_owned());
    let letter = letter.and_then(|letter| letter.bytes().next()).unwrap_or_default();
    if letter.is_ascii_lowercase() { usize::from(letter - b'a') } else { LETTERS - 1 }
}

/// A word's stems: of each language, as typed and without diacritics. Each word
/// stands in a dozen runs.
#[derive(Debug)]
pub struct Stemmed([[String; 2]; 2]);

impl Stemmed {
    fn of(word: &Word, languages: &[OneLanguage; 2]) -> Self {
        let plain = fold(&word.lower);
        Self(Lang::ALL.map(|lang| {
            let stems = &lang.of(languages).stems;
            let typed = stems.stem(&word.lower);
            let folded = if plain == word.lower { typed.clone() } else { stems.stem(&plain) };
            [typed, folded]
        }))
    }

    fn get(&self, lang: Lang, folded: bool) -> &str {
        let [typed, plain] = lang.of(&self.0);
        if folded { plain } else { typed }
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

/// An index on its way. A slow phone builds it some concepts at a time, so that
/// nobody who types has to wait for it.
pub struct Growing {
    languages: [OneLanguage; 2],
    facets: Vec<String>,
    /// How many concepts are in it.
    at: usize,
}

impl std::fmt::Debug for Growing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Growing to {}", self.at)
    }
}

impl Default for Growing {
    fn default() -> Self {
        Self { languages: Lang::ALL.map(OneLanguage::new), facets: Vec::new(), at: 0 }
    }
}

impl Growing {
    /// Takes in so many concepts more; gives whether that was all.
    pub fn grow(&mut self, terms: &Terms, concepts: usize) -> bool {
        let rest = terms.list.iter().zip(&terms.concepts).skip(self.at);
        for (concept, lists) in rest.take(concepts) {
            let facet = self.facet(concept.facet());
            let place = (u16::try_from(self.at).unwrap_or(u16::MAX), facet);
            for (language, list) in self.languages.iter_mut().zip(lists) {
                for marked in list {
                    language.add(read_term(place, marked));
                }
            }
            self.at += 1;
        }
        // A damaged piece may have concepts without a list of terms.
        terms.list.len().min(terms.concepts.len()) <= self.at
    }

    fn facet(&mut self, name: &str) -> u8 {
        let at = self.facets.iter().position(|one| one == name).unwrap_or_else(|| {
            self.facets.push(name.to_owned());
            self.facets.len() - 1
        });
        u8::try_from(at).unwrap_or(u8::MAX)
    }

    /// The index, when all is in it.
    pub fn grown(mut self) -> Index {
        for language in &mut self.languages {
            language.whole.settle();
            language.folded.settle();
        }
        Index { languages: self.languages }
    }
}

impl OneLanguage {
    fn new(lang: Lang) -> Self {
        Self {
            lang,
            stems: Stems::new(lang),
            terms: Vec::new(),
            whole: Keys::default(),
            folded: Keys::default(),
            firsts: std::array::from_fn(|_| Vec::new()),
            lasts: std::array::from_fn(|_| Vec::new()),
            singles: Vec::new(),
        }
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
            // Without diacritics, most terms are what they were.
            let has_marks = !term.text.is_ascii();
            if !term.parts && !term.capitals {
                self.add_single(term.length, at);
            }
            for key in self.keys_of(&words, false) {
                if has_marks {
                    self.folded.put(&fold(&key), at);
                }
                self.whole.put(&key, at);
            }
            let folded = if has_marks { self.keys_of(&words, true) } else { Vec::new() };
            for key in folded {
                self.folded.put(&key, at);
            }
        } else {
            let (lists, letter) = if term.shape == Shape::First {
                (&mut self.firsts, term.part.chars().next())
            } else {
                (&mut self.lasts, term.part.chars().next_back())
            };
            if let Some(list) = lists.get_mut(bucket(letter)) {
                list.push(at);
            }
        }
        self.terms.push(term);
    }

    fn term(&self, at: u16) -> Option<&Term> {
        self.terms.get(usize::from(at))
    }

    fn add_single(&mut self, letters: usize, at: u16) {
        if self.singles.len() <= letters {
            self.singles.resize(letters + 1, Vec::new());
        }
        if let Some(list) = self.singles.get_mut(letters) {
            list.push(at);
        }
    }

    fn keys_of(&self, words: &[Word], folded: bool) -> Vec<String> {
        let stem = |word: &Word| {
            let stem = self.stems.stem(&plain(word, folded));
            Stemmed([[stem.clone(), stem.clone()], [stem.clone(), stem]])
        };
        let stems: Vec<Stemmed> = words.iter().map(stem).collect();
        self.keys(words, &stems, folded)
    }

    /// The two ways in which a run of words is one key: the stem of all of it
    /// written together, and the stems of its words written together.
    fn keys(&self, run: &[Word], stems: &[Stemmed], folded: bool) -> Vec<String> {
        let number = |word: &str| word.contains(|c: char| c.is_ascii_digit());
        let each = || stems.iter().map(|word| word.get(self.lang, folded)).collect::<String>();
        if let [word] = run
            && !number(&word.lower)
        {
            return vec![each()];
        }
        let together: String = run.iter().map(|word| plain(word, folded)).collect();
        // A number has no endings: "klass 2" is not "klass 2a", nor "class 1" "class 1s".
        let together = if number(&together) { together } else { self.stems.stem(&together) };
        let each = each();
        if together == each { vec![each] } else { vec![together, each] }
    }
}

fn plain(word: &Word, folded: bool) -> Cow<'_, str> {
    if folded { fold(&word.lower) } else { Cow::Borrowed(&word.lower) }
}
