//! How words are put together, and taken apart.

use super::number::log2;
use super::vocabulary::Vocabulary;
use crate::text::Lang;
use crate::text::names::{Hash, Names};

/// Two thirds of a doubling in favour of cutting: parts carry meaning.
const FAVOUR: u32 = 184;

/// The shortest part of a compound, in letters.
const SHORTEST_PART: usize = 3;

/// Whether a word is long enough to be a part.
fn is_part(word: &str) -> bool {
    word.chars().nth(SHORTEST_PART - 1).is_some()
}

/// Strings that each stand for a stem: the one most often met.
#[derive(Default)]
pub(super) struct Keys {
    names: Names,
    stems: Vec<u32>,
}

impl Keys {
    pub(super) fn get(&self, key: &str, hash: Hash) -> Option<u32> {
        if !self.names.may_have(hash) {
            return None;
        }
        self.stems.get(self.names.get_hashed(key, hash)? as usize).copied()
    }

    #[inline(never)]
    pub(super) fn put(&mut self, (key, hash): (&str, Hash), stem: u32, counts: &[u32]) {
        let at = self.names.add_hashed(key, hash) as usize;
        let count = |stem: u32| counts.get(stem as usize).copied().unwrap_or(0);
        match self.stems.get_mut(at) {
            Some(known) if count(*known) < count(stem) => *known = stem,
            Some(_) => {}
            None => self.stems.push(stem),
        }
    }

    /// Gives back what was taken for more to come.
    pub(super) fn close(&mut self) {
        self.names.close();
        self.stems.shrink_to_fit();
    }

    /// The ways in which a word begins a compound: with or without -s-, with a
    /// vowel dropped or turned.
    pub(super) fn put_firsts(&mut self, word: &str, stem: u32, counts: &[u32]) {
        if !is_part(word) {
            return;
        }
        let (rest, ends): (_, &[&str]) = match word.as_bytes() {
            [rest @ .., b'a'] => (rest.len(), &["a", "as", "", "u", "o", "e"]),
            [rest @ .., b'e'] => (rest.len(), &["e", "es", "", "s"]),
            _ => (word.len(), &["", "s"]),
        };
        let mut first = word.get(..rest).unwrap_or_default().to_owned();
        let hash = Hash::of(&first);
        for end in ends {
            first.truncate(rest);
            first.push_str(end);
            let hash = end.bytes().fold(hash, Hash::then);
            self.put((&first, hash), stem, counts);
        }
    }
}

impl Vocabulary {
    /// The stems of a compound's parts; empty when it is better left whole.
    pub(super) fn split(&self, lower: &str) -> Vec<u32> {
        let stem = self.stemmer.stem_in(lower);
        let own = self.stems.get(&stem).map_or(1, |stem| self.count(stem));
        self.cut(lower, &stem, own)
    }

    /// The same for a word whose stem is known, and how often it is met.
    ///
    /// Of all ways to cut a word in two or three parts that the entries have as
    /// words, the one whose parts are met most often, by their geometric mean
    /// (Koehn and Knight, 2003). The whole word is one of the ways.
    #[inline(never)]
    pub(super) fn cut(&self, lower: &str, stem: &str, own: u32) -> Vec<u32> {
        if self.lang != Lang::Sv || lower.len() < 2 * SHORTEST_PART {
            return Vec::new();
        }
        let end = stem.len().min(lower.len());
        let mut best = Cut { mean: 0, parts: Vec::new() };
        let mut firsts = Cuts::of(lower, 0, end);
        while let Some((at, first)) = firsts.next(self) {
            if let Some(last) = self.last(stem, at) {
                best.take(self, &[first, last]);
            }
            let mut middles = Cuts::of(lower, at, end);
            while let Some((next, middle)) = middles.next(self) {
                if let Some(last) = self.last(stem, next) {
                    best.take(self, &[first, middle, last]);
                }
            }
        }
        if !best.parts.is_empty() && best.mean + FAVOUR < log2(u64::from(own), 1) {
            best.parts.clear();
        }
        best.parts
    }

    /// The stem of what is left from `at`: Swedish endings come off the end, so
    /// the end of the stem is the stem of the end.
    fn last(&self, stem: &str, at: usize) -> Option<u32> {
        let rest = stem.get(at..)?;
        is_part(rest).then(|| self.stems.get(rest)).flatten()
    }

    /// The longest beginning and the longest end that an unknown word has in
    /// common with known ones.
    pub(super) fn ends(&self, lower: &str) -> [Option<u32>; 2] {
        const SHORTEST_END: usize = 4;
        if self.lang != Lang::Sv {
            return [None, None];
        }
        let stem = self.stemmer.stem_in(lower);
        let last = stem
            .char_indices()
            .skip(SHORTEST_PART)
            .filter_map(|(at, _)| stem.get(at..))
            .take_while(|rest| SHORTEST_END <= rest.chars().count())
            .find_map(|rest| self.stems.get(rest));
        let mut first = None;
        let mut cuts = Cuts::of(lower, 0, lower.len().saturating_sub(2));
        while let Some((at, stem)) = cuts.next(self) {
            if SHORTEST_END <= at {
                first = Some(stem);
            }
        }
        [first, last]
    }
}

/// The places where a part that begins somewhere in a word may end.
struct Cuts<'a> {
    /// From where the part begins.
    word: &'a str,
    from: usize,
    /// How far it has been read, in bytes and letters.
    at: usize,
    letters: usize,
    /// Of what has been read.
    hash: Hash,
}

impl<'a> Cuts<'a> {
    fn of(lower: &'a str, from: usize, end: usize) -> Self {
        let word = lower.get(from..end).unwrap_or_default();
        Self { word, from, at: 0, letters: 0, hash: Hash::EMPTY }
    }

    /// The next one where it is known how a stem begins a compound: that stem.
    #[inline(never)]
    fn next(&mut self, of: &Vocabulary) -> Option<(usize, u32)> {
        while let Some(byte) = self.word.as_bytes().get(self.at) {
            let is_between = self.word.is_char_boundary(self.at);
            let (at, hash, letters) = (self.at, self.hash, self.letters);
            self.at += 1;
            self.hash = hash.then(*byte);
            self.letters += usize::from(is_between);
            if is_between && SHORTEST_PART <= letters {
                let stem = of.firsts.get(self.word.get(..at)?, hash);
                if let Some(stem) = stem {
                    return Some((self.from + at, stem));
                }
            }
        }
        None
    }
}

/// A way to cut a word.
struct Cut {
    mean: u32,
    parts: Vec<u32>,
}

impl Cut {
    fn take(&mut self, of: &Vocabulary, parts: &[u32]) {
        let sum: u32 = parts.iter().map(|part| log2(u64::from(of.count(*part)), 1)).sum();
        let mean = sum / u32::try_from(parts.len()).unwrap_or(1).max(1);
        if self.parts.is_empty() || self.mean < mean {
            *self = Self { mean, parts: parts.to_vec() };
        }
    }
}
