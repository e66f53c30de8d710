//! What a visitor wrote, as stems and grams to look for.

use super::How;
use super::grams;
use super::index::{Index, stem_code};
use super::number::rarity;
use super::says;
use super::typo::typo;
use super::vocabulary::Vocabulary;
use crate::text::names::Lists;
use crate::text::{Lang, sentences};

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

/// A word that says something.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) typed: String,
    pub(super) lower: String,
    /// Its letters, spelled one way.
    pub(super) spelled: Vec<u8>,
    /// Its grams at a glance.
    pub(super) sign: u64,
    lang: Lang,
    capitals: bool,
    /// Whether it stands in one sentence with the word before.
    follows: bool,
}

/// What is looked for.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) words: Vec<Said>,
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
        let words = read(text, fallback);
        let mut stems = Vec::new();
        let short = words.len() <= MOST_FOR_TYPOS;
        for (at, word) in words.iter().enumerate() {
            let typos = short && !word.capitals;
            Of { index, lang: word.lang, at, typos }.word(&word.lower, &mut stems);
        }
        join(index, &words, &mut stems);
        let mut grams = all_grams(index, &words);
        weigh(&mut stems, &index.stems, index.len());
        weigh(&mut grams, &index.grams, index.len());
        Self { words, stems, grams }
    }

    /// All words, as they were typed.
    pub(super) fn typed(&self) -> String {
        let mut all = String::new();
        for (at, word) in self.words.iter().enumerate() {
            if 0 < at {
                all.push(' ');
            }
            all.push_str(&word.typed);
        }
        all
    }
}

/// The words that say something.
fn read(text: &str, fallback: Lang) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    for sentence in sentences(text, fallback) {
        // The first of a sentence is not written together with what was before.
        let mut follows = false;
        for word in sentence.words {
            if all.len() < MOST_WORDS && says(&word.lower) {
                let mut spelled = Vec::new();
                grams::spelled(&word.lower, &mut spelled);
                let sign = grams::sign(&spelled);
                let (typed, lower, capitals) = (word.typed, word.lower, word.capitals);
                let lang = sentence.lang;
                all.push(Said { typed, lower, spelled, sign, lang, capitals, follows });
                follows = true;
            }
        }
    }
    all
}

/// Compounds written apart: "hjärt svikt" is also "hjärtsvikt".
fn join(index: &Index, words: &[Said], out: &mut Vec<Wanted>) {
    let mut together = String::new();
    for (at, pair) in words.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        if !second.follows {
            continue;
        }
        let third = words.get(at + 2).filter(|third| third.follows);
        let third = third.map(|third| ["", &second.lower, &third.lower]);
        let ways = [Some(["", &second.lower, ""]), Some(["s", &second.lower, ""]), third];
        let vocabulary = index.vocabulary(first.lang);
        for way in ways.into_iter().flatten() {
            together.clear();
            together.push_str(&first.lower);
            for part in way {
                together.push_str(part);
            }
            if let Some(stem) = vocabulary.find(&together) {
                let list = stem_code(first.lang, stem);
                out.push(Wanted { list, weight: WHOLE, factor: 0, word: at, how: How::Apart });
            }
        }
    }
}

/// The grams that any entry has, each with the first word that has it.
fn all_grams(index: &Index, words: &[Said]) -> Vec<Wanted> {
    let letters: usize = words.iter().map(|word| word.spelled.len() + 2).sum();
    let slots = vec![0; (2 * letters).next_power_of_two()];
    let mut all = Grams { index, wanted: Vec::with_capacity(letters), slots };
    for (word, said) in words.iter().enumerate() {
        for gram in grams::grams(&said.spelled) {
            all.add(gram, word, GRAM);
        }
    }
    for (word, pair) in words.windows(2).enumerate() {
        if let [first, second] = pair
            && second.follows
        {
            for gram in grams::across(&first.spelled, &second.spelled) {
                all.add(gram, word, GAP);
            }
        }
    }
    all.wanted
}

struct Grams<'a> {
    index: &'a Index,
    wanted: Vec<Wanted>,
    /// One past the places of those wanted, by list; 0 is free. A power of two,
    /// at most half full.
    slots: Vec<u16>,
}

impl Grams<'_> {
    #[inline(never)]
    fn add(&mut self, gram: u32, word: usize, weight: u32) {
        let Some(list) = self.index.gram_list(gram) else { return };
        let mask = self.slots.len() - 1;
        let mut slot = list as usize;
        while let Some(place) = self.slots.get_mut(slot & mask) {
            let Some(at) = usize::from(*place).checked_sub(1) else {
                self.wanted.push(Wanted { list, weight, factor: 0, word, how: How::Letters });
                *place = u16::try_from(self.wanted.len()).unwrap_or(0);
                return;
            };
            match self.wanted.get_mut(at) {
                Some(known) if known.list == list => {
                    known.weight += weight;
                    known.word = known.word.min(word);
                    return;
                }
                _ => slot += 1,
            }
        }
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
    #[inline(never)]
    fn found(&self, vocabulary: &Vocabulary, lower: &str, out: &mut Vec<Wanted>) {
        if let Some(stem) = vocabulary.find(lower) {
            out.push(self.want(vocabulary, stem, (WHOLE, How::Word)));
        } else if let Some(stem) = vocabulary.find_plain(lower) {
            out.push(self.want(vocabulary, stem, (PLAIN, How::Plain)));
        }
        for part in vocabulary.split(lower) {
            out.push(self.want(vocabulary, part, (PART, How::Compound)));
        }
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
