//! A small dictionary, learnt from labels that stand side by side in two
//! languages.

use super::vocabulary::Vocabulary;
use crate::text::{Lang, is_small, words};
use std::collections::BTreeMap;

/// What stems of Swedish are in English, and how sure that is.
pub struct Translation {
    swedish: Vocabulary,
    /// Swedish stem → English stems with a weight in 256ths.
    pairs: BTreeMap<u32, Vec<(String, u32)>>,
}

impl std::fmt::Debug for Translation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Translation of {} stems", self.pairs.len())
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

impl Translation {
    /// Learns from pairs of a Swedish and an English label: IBM's first model
    /// (Brown and others, 1993) over stems and parts of compounds.
    pub fn learn(labels: &[(String, String)]) -> Self {
        let (swedish, english) = vocabularies(labels);
        let pairs: Vec<(Vec<u32>, Vec<u32>)> = labels
            .iter()
            .map(|(sv, en)| (stems(&swedish, sv, true), stems(&english, en, false)))
            .collect();
        let mut likely: BTreeMap<(u32, u32), u64> = BTreeMap::new();
        for _ in 0..ROUNDS {
            likely = round(&pairs, &likely);
        }
        let mut found: BTreeMap<u32, Vec<(String, u32)>> = BTreeMap::new();
        for ((sv, en), likelihood) in likely {
            if LEAST <= likelihood {
                let weight = u32::try_from(likelihood * 256 / CERTAIN).unwrap_or(256);
                found.entry(sv).or_default().push((english.stem_name(en).to_owned(), weight));
            }
        }
        for list in found.values_mut() {
            list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            list.truncate(MOST);
        }
        Self { swedish, pairs: found }
    }

    /// What a word may be in the other language: stems with weights in 256ths.
    /// An unknown compound is translated by its parts. English to Swedish is not
    /// learnt: gives nothing.
    pub(super) fn of(&self, lang: Lang, lower: &str) -> Vec<(&str, u32)> {
        if lang == Lang::En {
            return Vec::new();
        }
        let known = |stem: &u32| self.pairs.contains_key(stem);
        let whole = self.swedish.find(lower).filter(known);
        let stems: Vec<u32> = match whole {
            Some(stem) => vec![stem],
            None => self.parts(lower),
        };
        let all = stems.iter().filter_map(|stem| self.pairs.get(stem)).flatten();
        all.map(|(stem, weight)| (stem.as_str(), *weight)).collect()
    }

    fn parts(&self, lower: &str) -> Vec<u32> {
        let parts = self.swedish.split(lower);
        if !parts.is_empty() && parts.iter().all(|part| self.pairs.contains_key(part)) {
            return parts;
        }
        self.swedish.ends(lower).into_iter().flatten().collect()
    }
}

fn vocabularies(labels: &[(String, String)]) -> (Vocabulary, Vocabulary) {
    let mut swedish = Vocabulary::new(Lang::Sv);
    let mut english = Vocabulary::new(Lang::En);
    for (sv, en) in labels {
        for (vocabulary, label) in [(&mut swedish, sv), (&mut english, en)] {
            for word in words(label).iter().filter(|word| !is_small(&word.lower)) {
                vocabulary.learn(&word.lower);
            }
        }
    }
    swedish.settle(0);
    (swedish, english)
}

fn stems(of: &Vocabulary, label: &str, parts: bool) -> Vec<u32> {
    let mut all = Vec::new();
    for word in words(label).iter().filter(|word| !is_small(&word.lower)) {
        all.extend(of.find(&word.lower));
        if parts {
            all.extend(of.split(&word.lower));
        }
    }
    all
}

/// One round: shares each English word among the Swedish ones beside it, by how
/// likely each was, and counts again.
fn round(
    pairs: &[(Vec<u32>, Vec<u32>)],
    before: &BTreeMap<(u32, u32), u64>,
) -> BTreeMap<(u32, u32), u64> {
    let likelihood = |sv: u32, en: u32| {
        if before.is_empty() { CERTAIN } else { before.get(&(sv, en)).copied().unwrap_or(0) }
    };
    let mut counts: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    let mut sums: BTreeMap<u32, u64> = BTreeMap::new();
    for (svs, ens) in pairs {
        for en in ens {
            let all: u64 = svs.iter().map(|sv| likelihood(*sv, *en)).sum::<u64>() + FROM_NOTHING;
            for sv in svs {
                let share = likelihood(*sv, *en) * CERTAIN / all;
                if CERTAIN / 4096 < share {
                    *counts.entry((*sv, *en)).or_default() += share;
                    *sums.entry(*sv).or_default() += share;
                }
            }
        }
    }
    for ((sv, _), count) in &mut counts {
        let sum = sums.get(sv).copied().unwrap_or(1).max(1);
        *count = *count * CERTAIN / sum;
    }
    counts
}
