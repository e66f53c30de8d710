//! How near each entry is: a sum of whole numbers.

use super::asked::{Asked, Wanted};
use super::distance::Pattern;
use super::index::{ALONE, Index};
use crate::text::names::Lists;
use crate::text::{is_of_word, plain, small};

/// A family lends this much of the mean of its best three others, in 256ths.
const LENT: u32 = 130;
/// How much a title that is spelled alike adds, in 256ths of the best score.
const ALIKE: u32 = 51;
/// From this likeness on it is a title with a slip of the hand, and adds more.
const NEARLY: u32 = 179;
const SAME: u32 = 102;
/// Only so many of the best are held against their titles, and only for a text
/// of so many words.
const LOOKED_AT: usize = 16;
const FEW_WORDS: usize = 5;
/// How many of the best are kept at most.
const KEPT: usize = 32;

/// An entry with the parts of its score that come from no single word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ranked {
    pub(super) entry: u32,
    /// All of it.
    pub(super) score: u32,
    pub(super) lent: u32,
    pub(super) alike: u32,
}

/// What one posting adds, for a factor of weight and rarity.
pub(super) fn addend(factor: u32, posting: u32) -> u32 {
    (factor * (posting & 255)) >> 8
}

/// The best of all entries, so many at most.
pub(super) fn rank(index: &Index, asked: &Asked, most: usize) -> Vec<Ranked> {
    let mut scores = vec![0_u32; index.len()];
    add(&mut scores, &index.stems, &asked.stems);
    add(&mut scores, &index.grams, &asked.grams);
    let lent = lend(index, &scores);
    compare_titles(index, asked, select(&scores, &lent, most.clamp(LOOKED_AT, KEPT)))
}

fn add(scores: &mut [u32], lists: &Lists, wanted: &[Wanted]) {
    for want in wanted {
        for posting in lists.get(want.list) {
            if let Some(score) = scores.get_mut((posting >> 8) as usize) {
                *score += addend(want.factor, *posting);
            }
        }
    }
}

/// What each entry is lent by its family; nothing when there are no families.
fn lend(index: &Index, scores: &[u32]) -> Vec<u32> {
    const OTHERS: usize = 3;
    let families = || index.families.iter().zip(scores);
    // The best four of each family: the three others of any one are among them.
    let mut best: Vec<[u32; OTHERS + 1]> = Vec::new();
    for (family, score) in families().filter(|(family, _)| **family != ALONE) {
        if best.len() <= *family as usize {
            best.resize(*family as usize + 1, [0; OTHERS + 1]);
        }
        let mut carried = *score;
        for place in best.get_mut(*family as usize).into_iter().flatten() {
            if *place < carried {
                std::mem::swap(place, &mut carried);
            }
        }
    }
    let lent = |(family, score): (&u32, &u32)| {
        let Some(top) = best.get(*family as usize) else { return 0 };
        let sum: u32 = top.iter().sum();
        let least = top.last().copied().unwrap_or(0);
        // Its own score is among the four, or below the least of them.
        let others = sum - if least <= *score { *score } else { least };
        ((others / 3) * LENT) >> 8
    };
    families().map(lent).collect()
}

/// The best, by score and then by id: entries stand in the order of their ids.
fn select(scores: &[u32], lent: &[u32], most: usize) -> Vec<Ranked> {
    let mut best: Vec<Ranked> = Vec::with_capacity(most + 1);
    let mut least = 0;
    for (entry, own) in (0_u32..).zip(scores) {
        let lent = lent.get(entry as usize).copied().unwrap_or(0);
        let score = own + lent;
        if least < score {
            put(&mut best, Ranked { entry, score, lent, alike: 0 });
            best.truncate(most);
            if best.len() == most {
                least = best.last().map_or(0, |last| last.score);
            }
        }
    }
    best
}

#[inline(never)]
fn put(best: &mut Vec<Ranked>, one: Ranked) {
    let at = best.partition_point(|other| {
        one.score < other.score || (one.score == other.score && other.entry < one.entry)
    });
    best.insert(at, one);
}

/// A short text that is spelled as a title is, is that title.
fn compare_titles(index: &Index, asked: &Asked, best: Vec<Ranked>) -> Vec<Ranked> {
    if FEW_WORDS < asked.words.len() {
        return best;
    }
    let Some(most) = best.first().map(|first| first.score) else { return best };
    let mut text = String::new();
    for word in &asked.words {
        push_letters(&word.lower, &mut text);
    }
    let text = Pattern::of(&text);
    let mut compared = Vec::with_capacity(best.len());
    for (at, mut one) in best.into_iter().enumerate() {
        if at < LOOKED_AT {
            let likeness = likeness(index, one.entry, &text);
            let nearly = likeness.saturating_sub(NEARLY) * 256 / (256 - NEARLY);
            one.alike = (most * ((likeness * ALIKE + nearly * SAME) >> 8)) >> 8;
            one.score += one.alike;
        }
        put(&mut compared, one);
    }
    compared
}

/// How much of a text is spelled as the entry's nearest title, in 256ths.
fn likeness(index: &Index, entry: u32, text: &Pattern<'_>) -> u32 {
    let one = |title: &str| {
        let longest = title.chars().count().max(text.length()).max(1);
        let same = longest - text.distance(title).min(longest);
        u32::try_from(same * 256 / longest).unwrap_or(0)
    };
    index.titles(entry).map(one).max().unwrap_or(0)
}

/// Only the letters and figures of a text, small and without diacritics: spaces
/// in the wrong places are no difference.
pub(super) fn push_letters(text: &str, out: &mut String) {
    out.extend(text.chars().map(|c| plain(small(c))).filter(|c| is_of_word(*c)));
}
