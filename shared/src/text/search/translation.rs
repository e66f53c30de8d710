//! A small dictionary, learnt from labels that stand side by side in two
//! languages.

use super::vocabulary::Vocabulary;
use crate::text::names::Lists;
use crate::text::numbers::each_lower;
use crate::text::order::sorted;
use crate::text::{Lang, is_small};

/// What stems of Swedish are in English, and how sure that is.
pub struct Translation {
    swedish: Vocabulary,
    english: Vocabulary,
    /// Swedish stem → English stems, each as `stem << 9 | weight` with the
    /// weight in 256ths.
    pairs: Lists,
}

impl std::fmt::Debug for Translation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Translation of {} stems", self.swedish.stem_count())
    }
}

/// How many rounds of expectation and maximisation.
const ROUNDS: usize = 5;
/// One, for likelihoods in whole numbers.
const CERTAIN: u64 = 1 << 20;
/// Unlikelier pairs are noise.
const LEAST: u64 = CERTAIN / 16;
/// At most this many translations a stem.
const MOST: usize = 4;
/// That an English word comes from none of the Swedish ones, in parts of
/// [`CERTAIN`].
const FROM_NOTHING: u64 = CERTAIN / 5;
/// Bits of a weight: up to 256.
const WEIGHT: u32 = 9;

impl Translation {
    /// Learns from pairs of a Swedish and an English label: IBM's first model
    /// (Brown and others, 1993) over stems and parts of compounds.
    pub fn learn(labels: &[(String, String)]) -> Self {
        let mut swedish = Vocabulary::new(Lang::Sv);
        let mut english = Vocabulary::new(Lang::En);
        for (sv, en) in labels {
            for (vocabulary, label) in [(&mut swedish, sv), (&mut english, en)] {
                each_lower(label, &mut |word| {
                    vocabulary.learn(word, is_no_small);
                });
            }
        }
        swedish.settle(0);
        let mut pairs = Pairs::of(labels, &swedish, &english);
        for _ in 0..ROUNDS {
            pairs.round(swedish.stem_count());
        }
        let pairs = pairs.best(swedish.stem_count(), &english);
        Self { swedish, english, pairs }
    }

    /// What a word may be in the other language: stems with weights in 256ths.
    /// An unknown compound is translated by its parts. English to Swedish is not
    /// learnt: gives nothing.
    pub(super) fn of(&self, lang: Lang, lower: &str) -> Vec<(&str, u32)> {
        if lang == Lang::En {
            return Vec::new();
        }
        let stems = match self.swedish.find(lower).filter(|stem| self.knows(*stem)) {
            Some(stem) => vec![stem],
            None => self.parts(lower),
        };
        let all = stems.iter().flat_map(|stem| self.pairs.get(*stem));
        all.map(|pair| (self.english.stem_name(pair >> WEIGHT), pair & ((1 << WEIGHT) - 1)))
            .collect()
    }

    fn knows(&self, stem: u32) -> bool {
        !self.pairs.get(stem).is_empty()
    }

    fn parts(&self, lower: &str) -> Vec<u32> {
        let parts = self.swedish.split(lower);
        if !parts.is_empty() && parts.iter().all(|part| self.knows(*part)) {
            return parts;
        }
        self.swedish.ends(lower).into_iter().flatten().collect()
    }
}

fn is_no_small(lower: &str) -> bool {
    !is_small(lower)
}

fn stems(of: &Vocabulary, label: &str, parts: bool) -> Vec<u32> {
    let mut all = Vec::new();
    each_lower(label, &mut |lower| {
        if is_no_small(lower) {
            all.extend(of.find(lower));
            if parts {
                all.extend(of.split(lower));
            }
        }
    });
    all
}

/// A Swedish and an English stem that stand side by side.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    sv: u32,
    en: u32,
}

/// All of them, and how likely each is to be one word.
struct Pairs {
    /// Each once, in order.
    all: Vec<Pair>,
    likely: Vec<u64>,
    /// For each English word of a label the pairs that it may belong to.
    groups: Lists,
    group_count: u32,
}

impl Pairs {
    fn of(labels: &[(String, String)], swedish: &Vocabulary, english: &Vocabulary) -> Self {
        let mut met: Vec<Pair> = Vec::new();
        let mut ends: Vec<usize> = Vec::new();
        for (sv, en) in labels {
            let svs = stems(swedish, sv, true);
            for en in stems(english, en, false) {
                met.extend(svs.iter().map(|sv| Pair { sv: *sv, en }));
                ends.push(met.len());
            }
        }
        let pair = |at: u32| met.get(at as usize).copied();
        let mut all: Vec<Pair> = Vec::new();
        let mut numbers = vec![0; met.len()];
        for at in sorted(met.len(), &|a, b| pair(a) < pair(b)) {
            if all.last().copied() != pair(at) {
                all.extend(pair(at));
            }
            if let Some(number) = numbers.get_mut(at as usize) {
                *number = u32::try_from(all.len() - 1).unwrap_or(u32::MAX);
            }
        }
        let mut groups = Lists::default();
        let mut from = 0;
        for end in &ends {
            for number in numbers.get(from..*end).unwrap_or_default() {
                groups.push(*number);
            }
            groups.end();
            from = *end;
        }
        let group_count = u32::try_from(ends.len()).unwrap_or(u32::MAX);
        Self { likely: vec![CERTAIN; all.len()], all, groups, group_count }
    }

    fn likelihood(&self, pair: u32) -> u64 {
        self.likely.get(pair as usize).copied().unwrap_or(0)
    }

    /// One round: shares each English word among the Swedish ones beside it, by
    /// how likely each was, and counts again.
    fn round(&mut self, stems: usize) {
        let mut counts = vec![0_u64; self.all.len()];
        let mut sums = vec![0_u64; stems];
        for group in 0..self.group_count {
            let group = self.groups.get(group);
            let all: u64 = group.iter().map(|pair| self.likelihood(*pair)).sum();
            for pair in group {
                let share = self.likelihood(*pair) * CERTAIN / (all + FROM_NOTHING);
                let Some(Pair { sv, .. }) = self.all.get(*pair as usize) else { continue };
                if let (Some(count), Some(sum)) =
                    (counts.get_mut(*pair as usize), sums.get_mut(*sv as usize))
                    && CERTAIN / 4096 < share
                {
                    *count += share;
                    *sum += share;
                }
            }
        }
        for (count, Pair { sv, .. }) in counts.iter_mut().zip(&self.all) {
            let sum = sums.get(*sv as usize).copied().unwrap_or(1).max(1);
            *count = *count * CERTAIN / sum;
        }
        self.likely = counts;
    }

    /// The likeliest of each Swedish stem, in the order of their likelihood and
    /// then of the English ones.
    fn best(&self, stems: usize, english: &Vocabulary) -> Lists {
        let name = |pair: &u32| english.stem_name(pair >> WEIGHT);
        let weight = |pair: &u32| pair & ((1 << WEIGHT) - 1);
        let mut all = Lists::default();
        let mut pairs = self.all.iter().zip(&self.likely).peekable();
        for sv in (0_u32..).take(stems) {
            let mut own: Vec<u32> = Vec::new();
            while let Some((pair, likely)) = pairs.next_if(|(pair, _)| pair.sv == sv) {
                if LEAST <= *likely {
                    let one =
                        pair.en << WEIGHT | u32::try_from(likely * 256 / CERTAIN).unwrap_or(256);
                    let at = own.partition_point(|other| {
                        (weight(&one), name(other)) <= (weight(other), name(&one))
                    });
                    own.insert(at, one);
                }
            }
            for pair in own.iter().take(MOST) {
                all.push(*pair);
            }
            all.end();
        }
        all
    }
}
