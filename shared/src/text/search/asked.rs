//! What a visitor wrote, as stems and grams to look for.

use super::How;
use super::grams;
use super::index::{Index, stem_code};
use super::number::rarity;
use super::says;
use super::typo::typo;
use super::vocabulary::Vocabulary;
use crate::text::names::Lists;
use crate::text::{Lang, Word, sentences};

/// Something to look for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// Which stem or gram: the place of its postings.
    pub(super) list: u32,
    /// How much it counts, in 256ths.
    pub(super) weight: u32,
    /// That times how rare it is: 256ths of a binary digit.
    pub(super) factor: u32,
    /// The word that asks for it.
    pub(super) word: usize,
    /// What it has to do with the word.
    pub(super) how: How,
}

/// What is looked for.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// The words that say something, as typed.
    pub(super) words: Vec<String>,
    /// The same, spelled one way.
    pub(super) spelled: Vec<Vec<u32>>,
    /// All of it in lower case.
    pub(super) lower: String,
    pub(super) stems: Vec<Wanted>,
    /// Each gram once.
    pub(super) grams: Vec<Wanted>,
}

/// How much each way of being the same counts, in 256ths of the word itself.
/// Settled on the development tasks; each lies on a plateau.
const WHOLE: u32 = 256;
const PART: u32 = 154;
const END: u32 = 102;
const PLAIN: u32 = 230;
const TYPO: u32 = 205;
/// A gram beside a stem.
const GRAM: u32 = 51;
/// A gram over the gap between two words.
const GAP: u32 = 26;
/// More words than this are a description, not a search: typos are left alone.
const MOST_FOR_TYPOS: usize = 8;
/// The most words that are looked at.
const MOST_WORDS: usize = 200;

impl Asked {
    /// Reads what was written.
    pub(super) fn of(text: &str, fallback: Lang, index: &Index) -> Self {
        let mut asked = Self::default();
        let read = sentences(text, fallback);
        let mut all: Vec<(&Word, Lang, bool)> = Vec::new();
        for sentence in &read {
            let words = sentence.words.iter().filter(|word| says(&word.lower));
            // The first of a sentence is not written together with what was before.
            all.extend(words.enumerate().map(|(at, word)| (word, sentence.lang, 0 < at)));
        }
        all.truncate(MOST_WORDS);
        for (word, _, _) in &all {
            let mut spelled = Vec::new();
            grams::spelled(&word.lower, &mut spelled);
            asked.spelled.push(spelled);
            asked.words.push(word.typed.clone());
        }
        let lowers: Vec<&str> = all.iter().map(|(word, _, _)| word.lower.as_str()).collect();
        asked.lower = lowers.join(" ");
        let short = all.len() <= MOST_FOR_TYPOS;
        for (at, (word, lang, _)) in all.iter().enumerate() {
            let of = Of { index, lang: *lang, at, typos: short && !word.capitals };
            of.word(&word.lower, &mut asked.stems);
        }
        asked.join(index, &all);
        asked.add_grams(&all);
        weigh(&mut asked.stems, &index.stems, index.len());
        weigh(&mut asked.grams, &index.grams, index.len());
        asked
    }

    /// Compounds written apart: "hjärt svikt" is also "hjärtsvikt".
    fn join(&mut self, index: &Index, all: &[(&Word, Lang, bool)]) {
        for (at, pair) in all.windows(2).enumerate() {
            let [(first, lang, _), (second, _, true)] = pair else { continue };
            let vocabulary = index.vocabulary(*lang);
            let third = all.get(at + 2).filter(|(_, _, follows)| *follows);
            let mut together = vec![[first.lower.as_str(), &second.lower].concat()];
            together.push([first.lower.as_str(), "s", &second.lower].concat());
            if let Some((third, _, _)) = third {
                together.push([first.lower.as_str(), &second.lower, &third.lower].concat());
            }
            let found = together.iter().filter_map(|word| vocabulary.find(word));
            for stem in found {
                let list = stem_code(*lang, stem);
                self.stems.push(Wanted {
                    list,
                    weight: WHOLE,
                    factor: 0,
                    word: at,
                    how: How::Apart,
                });
            }
        }
    }

    fn add_grams(&mut self, all: &[(&Word, Lang, bool)]) {
        let mut every: Vec<(u32, usize, u32)> = Vec::new();
        for (word, spelled) in self.spelled.iter().enumerate() {
            every.extend(grams::grams(spelled).map(|gram| (gram, word, GRAM)));
        }
        for (word, pair) in self.spelled.windows(2).enumerate() {
            let follows = all.get(word + 1).is_some_and(|(_, _, follows)| *follows);
            if let ([first, second], true) = (pair, follows) {
                every.extend(grams::across(first, second).map(|gram| (gram, word, GAP)));
            }
        }
        every.sort_unstable();
        self.grams = every
            .chunk_by(|a, b| a.0 == b.0)
            .filter_map(|same| {
                let (list, word, _) = *same.first()?;
                let weight = same.iter().map(|(_, _, weight)| weight).sum();
                Some(Wanted { list, weight, factor: 0, word, how: How::Letters })
            })
            .collect();
    }
}

fn weigh(wanted: &mut [Wanted], lists: &Lists, entries: usize) {
    for want in wanted {
        want.factor = (want.weight * rarity(entries, lists.get(want.list).len())) >> 8;
    }
}

/// A word on its way to stems.
struct Of<'a> {
    index: &'a Index,
    lang: Lang,
    at: usize,
    typos: bool,
}

impl Of<'_> {
    fn want(&self, vocabulary: &Vocabulary, stem: u32, (weight, how): (u32, How)) -> Wanted {
        Wanted { list: stem_code(vocabulary.lang, stem), weight, factor: 0, word: self.at, how }
    }

    /// The word's own language first, then what it is in the other one, then the
    /// same word there. What stays unknown may share an end with a known word or
    /// be a typo.
    fn word(&self, lower: &str, out: &mut Vec<Wanted>) {
        let before = out.len();
        self.found(self.index.vocabulary(self.lang), lower, out);
        if out.len() == before {
            self.translated(lower, out);
        }
        if out.len() == before {
            self.found(self.index.vocabulary(self.lang.other()), lower, out);
        }
        if before < out.len() {
            return;
        }
        let vocabulary = self.index.vocabulary(self.lang);
        for stem in vocabulary.ends(lower).into_iter().flatten() {
            out.push(self.want(vocabulary, stem, (END, How::Compound)));
        }
        if self.typos {
            self.mistyped(vocabulary, lower, out);
        }
    }

    /// The whole word, and besides it the parts.
    fn found(&self, vocabulary: &Vocabulary, lower: &str, out: &mut Vec<Wanted>) {
        if let Some(stem) = vocabulary.find(lower) {
            out.push(self.want(vocabulary, stem, (WHOLE, How::Word)));
        } else if let Some(stem) = vocabulary.find_plain(lower) {
            out.push(self.want(vocabulary, stem, (PLAIN, How::Plain)));
        }
        let parts = vocabulary.split(lower);
        out.extend(
            parts.into_iter().map(|part| self.want(vocabulary, part, (PART, How::Compound))),
        );
    }

    fn mistyped(&self, vocabulary: &Vocabulary, lower: &str, out: &mut Vec<Wanted>) {
        let Some(form) = typo(vocabulary, lower) else { return };
        out.push(self.want(vocabulary, vocabulary.stem(form), (TYPO, How::Typo)));
        for part in vocabulary.parts(form) {
            out.push(self.want(vocabulary, *part, (TYPO * PART / WHOLE, How::Typo)));
        }
    }

    fn translated(&self, lower: &str, out: &mut Vec<Wanted>) {
        let Some(translation) = &self.index.translation else { return };
        let vocabulary = self.index.vocabulary(self.lang.other());
        for (stem, weight) in translation.of(self.lang, lower) {
            if let Some(stem) = vocabulary.find_stem(stem) {
                out.push(self.want(vocabulary, stem, (weight, How::Translated)));
            }
        }
    }
}
