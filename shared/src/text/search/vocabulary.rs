//! The words of all entries in one language: their stems, their parts.

use super::grams;
use super::number::log2;
use crate::taxonomy::letters;
use crate::text::names::{Lists, Names};
use crate::text::{Lang, Stems, fold};

/// Two thirds of a doubling in favour of cutting: parts carry meaning.
const FAVOUR: u32 = 184;

/// The shortest part of a compound, in letters.
const SHORTEST_PART: usize = 3;

/// Every form that a word has in the entries, its stem, and the parts of
/// compounds. Learnt from the entries alone, without a lexicon.
pub(super) struct Vocabulary {
    pub(super) lang: Lang,
    stemmer: Stems,
    forms: Names,
    stems: Names,
    /// How often a stem stands in the entries.
    counts: Vec<u32>,
    /// The stem of a form.
    stem_of: Vec<u32>,
    /// The stems that the parts of a form have.
    parts: Lists,
    /// What a form looks like, for a typo to be held against.
    looks: Vec<Look>,
    /// How stems begin a compound: "gatu" of "gata", "arbets" of "arbete".
    firsts: Keys,
    /// Stems without their diacritics.
    plain: Keys,
}

/// A form at a glance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// How many letters.
    pub(super) length: usize,
    /// Which letters: [`letters`].
    pub(super) letters: u32,
    /// Which grams: [`grams::sign`].
    pub(super) sign: u64,
}

impl Look {
    /// A word at a glance.
    pub(super) fn at(lower: &str) -> Self {
        let mut spelled = Vec::new();
        grams::spelled(lower, &mut spelled);
        Self { length: lower.chars().count(), letters: letters(lower), sign: grams::sign(&spelled) }
    }
}

/// Strings that each stand for a stem: the one most often met.
#[derive(Default)]
struct Keys {
    names: Names,
    stems: Vec<u32>,
}

impl Keys {
    fn get(&self, key: &str) -> Option<u32> {
        self.stems.get(self.names.get(key)? as usize).copied()
    }

    fn put(&mut self, key: &str, stem: u32, counts: &[u32]) {
        let at = self.names.add(key) as usize;
        let count = |stem: u32| counts.get(stem as usize).copied().unwrap_or(0);
        match self.stems.get_mut(at) {
            Some(known) if count(*known) < count(stem) => *known = stem,
            Some(_) => {}
            None => self.stems.push(stem),
        }
    }
}

impl Vocabulary {
    pub(super) fn new(lang: Lang) -> Self {
        Self {
            lang,
            stemmer: Stems::new(lang),
            forms: Names::default(),
            stems: Names::default(),
            counts: Vec::new(),
            stem_of: Vec::new(),
            parts: Lists::default(),
            looks: Vec::new(),
            firsts: Keys::default(),
            plain: Keys::default(),
        }
    }

    /// Takes in a word of an entry; gives the number of its form.
    pub(super) fn learn(&mut self, lower: &str) -> u32 {
        let form = self.forms.add(lower);
        if self.stem_of.len() <= form as usize {
            let stem = self.stems.add(&self.stemmer.stem(lower));
            self.stem_of.push(stem);
            self.looks.push(Look::at(lower));
        }
        let stem = self.stem(form) as usize;
        if self.counts.len() <= stem {
            self.counts.resize(stem + 1, 0);
        }
        if let Some(count) = self.counts.get_mut(stem) {
            *count += 1;
        }
        form
    }

    /// Learns how words are put together, when all have been taken in. What is
    /// met no more than `rare` times begins no compound.
    pub(super) fn settle(&mut self, rare: u32) {
        for form in 0..self.form_count() {
            let stem = self.stem(form);
            if rare < self.count(stem) {
                self.add_firsts(form);
            }
            // One without diacritics is found by itself.
            let plain = fold(self.stems.name(stem)).into_owned();
            if plain != self.stems.name(stem) {
                self.plain.put(&plain, stem, &self.counts);
            }
        }
        let mut pairs = Vec::new();
        for form in 0..self.form_count() {
            pairs.extend(self.split(self.forms.name(form)).into_iter().map(|part| (form, part)));
        }
        self.parts = Lists::gather(self.forms.len(), &pairs);
    }

    /// The ways in which a form begins a compound: with or without -s-, with a
    /// vowel dropped or turned.
    fn add_firsts(&mut self, form: u32) {
        let stem = self.stem(form);
        for word in [self.forms.name(form), self.stems.name(stem)] {
            if word.chars().count() < SHORTEST_PART {
                continue;
            }
            let mut all = vec![word.to_owned(), format!("{word}s")];
            if let Some(rest) = word.strip_suffix('a') {
                all.extend(["", "u", "o", "e"].map(|vowel| format!("{rest}{vowel}")));
            }
            if let Some(rest) = word.strip_suffix('e') {
                all.push(rest.to_owned());
                all.push(format!("{rest}s"));
            }
            for first in all {
                self.firsts.put(&first, stem, &self.counts);
            }
        }
    }

    pub(super) fn form_count(&self) -> u32 {
        u32::try_from(self.forms.len()).unwrap_or(u32::MAX)
    }

    /// How many stems there are.
    pub(super) fn stem_count(&self) -> usize {
        self.stems.len()
    }

    pub(super) fn form(&self, form: u32) -> &str {
        self.forms.name(form)
    }

    pub(super) fn look(&self, form: u32) -> Option<Look> {
        self.looks.get(form as usize).copied()
    }

    /// Every form at a glance, in the order of their numbers.
    pub(super) fn looks(&self) -> &[Look] {
        &self.looks
    }

    pub(super) fn stem(&self, form: u32) -> u32 {
        self.stem_of.get(form as usize).copied().unwrap_or(u32::MAX)
    }

    /// The stem that a word of a question has here.
    pub(super) fn find(&self, lower: &str) -> Option<u32> {
        self.stems.get(&self.stemmer.stem(lower))
    }

    /// A stem by its name.
    pub(super) fn find_stem(&self, stem: &str) -> Option<u32> {
        self.stems.get(stem)
    }

    pub(super) fn stem_name(&self, stem: u32) -> &str {
        self.stems.name(stem)
    }

    /// The same for one that was typed without its diacritics.
    pub(super) fn find_plain(&self, lower: &str) -> Option<u32> {
        let is_plain = lower.is_ascii() && self.lang == Lang::Sv;
        is_plain.then(|| self.plain.get(&self.stemmer.stem(lower))).flatten()
    }

    /// The parts of a form of the entries.
    pub(super) fn parts(&self, form: u32) -> &[u32] {
        self.parts.get(form)
    }

    fn count(&self, stem: u32) -> u32 {
        self.counts.get(stem as usize).copied().unwrap_or(0)
    }

    /// The stems of a compound's parts; empty when it is better left whole.
    ///
    /// Of all ways to cut a word in two or three parts that the entries have as
    /// words, the one whose parts are met most often, by their geometric mean
    /// (Koehn and Knight, 2003). The whole word is one of the ways.
    pub(super) fn split(&self, lower: &str) -> Vec<u32> {
        let stem = self.stemmer.stem(lower);
        if self.lang != Lang::Sv || lower.len() < 2 * SHORTEST_PART {
            return Vec::new();
        }
        let mut best = Cut { mean: 0, parts: Vec::new() };
        for (at, first) in self.cuts(lower, 0, stem.len()) {
            if let Some(last) = self.last(&stem, at) {
                best.take(self, vec![first, last]);
            }
            for (next, middle) in self.cuts(lower, at, stem.len()) {
                if let Some(last) = self.last(&stem, next) {
                    best.take(self, vec![first, middle, last]);
                }
            }
        }
        let own = self.stems.get(&stem).map_or(1, |stem| self.count(stem));
        if log2(u64::from(own), 1) <= best.mean + FAVOUR { best.parts } else { Vec::new() }
    }

    /// Where a part that begins at `from` may end, and its stem.
    fn cuts<'a>(
        &'a self,
        lower: &'a str,
        from: usize,
        end: usize,
    ) -> impl Iterator<Item = (usize, u32)> + 'a {
        let word = lower.get(from..end.min(lower.len())).unwrap_or_default();
        let ends = word.char_indices().skip(SHORTEST_PART).map(|(at, _)| at);
        ends.filter_map(move |at| {
            let stem = self.firsts.get(word.get(..at)?)?;
            Some((from + at, stem))
        })
    }

    /// The stem of what is left from `at`: Swedish endings come off the end, so
    /// the end of the stem is the stem of the end.
    fn last(&self, stem: &str, at: usize) -> Option<u32> {
        let rest = stem.get(at..)?;
        (SHORTEST_PART <= rest.chars().count()).then(|| self.stems.get(rest)).flatten()
    }

    /// The longest beginning and the longest end that an unknown word has in
    /// common with known ones.
    pub(super) fn ends(&self, lower: &str) -> [Option<u32>; 2] {
        const SHORTEST_END: usize = 4;
        if self.lang != Lang::Sv {
            return [None, None];
        }
        let stem = self.stemmer.stem(lower);
        let last = stem
            .char_indices()
            .skip(SHORTEST_PART)
            .filter_map(|(at, _)| stem.get(at..))
            .take_while(|rest| SHORTEST_END <= rest.chars().count())
            .find_map(|rest| self.stems.get(rest));
        let first = self
            .cuts(lower, 0, lower.len().saturating_sub(2))
            .filter(|(at, _)| SHORTEST_END <= *at)
            .last()
            .map(|(_, stem)| stem);
        [first, last]
    }
}

/// A way to cut a word.
struct Cut {
    mean: u32,
    parts: Vec<u32>,
}

impl Cut {
    fn take(&mut self, of: &Vocabulary, parts: Vec<u32>) {
        let sum: u32 = parts.iter().map(|part| log2(u64::from(of.count(*part)), 1)).sum();
        let mean = sum / u32::try_from(parts.len()).unwrap_or(1).max(1);
        if self.parts.is_empty() || self.mean < mean {
            *self = Self { mean, parts };
        }
    }
}
