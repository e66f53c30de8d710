//! How sure it is that the best entry is what was meant.

use super::asked::Asked;
use super::index::{Form, Index};
use super::number::rarity;
use super::score::Ranked;

/// What each feature tells, in thousandths of a logit for a feature of one, and
/// what is left without any: a logistic fit over the development task of queries
/// that belong to no entry.
const OF_WORDS: i64 = 1820;
const OF_SHAPE: i64 = 3770;
const OF_STRENGTH: i64 = 3200;
const AT_NOTHING: i64 = -4260;

/// In thousandths.
pub(super) fn of(index: &Index, asked: &Asked, first: Option<&Ranked>) -> u32 {
    let Some(first) = first else { return 0 };
    let features = [
        (OF_WORDS, words(index, asked, first.entry)),
        (OF_SHAPE, shape(index, asked, first.entry)),
        (OF_STRENGTH, strength(index, asked, first)),
    ];
    let sum: i64 = features.iter().map(|(weight, feature)| weight * i64::from(*feature)).sum();
    likelihood(AT_NOTHING + sum / 1000)
}

/// Of the words, by length, how many the entry has.
fn words(index: &Index, asked: &Asked, entry: u32) -> u32 {
    by_length(asked, &|at, _| {
        let held = asked.stems.iter().filter(|want| want.word == at);
        let has = held.filter(|want| index.has_stem(want.list, entry));
        has.map(|want| want.weight.min(256) * 1000 / 256).max().unwrap_or(0)
    })
}

/// How alike each word is to the most alike word of the entry: the grams that
/// they share, of all that they have (Dice), by their signs.
fn shape(index: &Index, asked: &Asked, entry: u32) -> u32 {
    by_length(asked, &|_, own| {
        let alike = |code: &u32| {
            let form = Form::of(*code);
            let sign = index.vocabulary(form.lang).look(form.number).sign;
            let all = own.count_ones() + sign.count_ones();
            2 * (own & sign).count_ones() * 1000 / all.max(1)
        };
        index.forms.get(entry).iter().map(alike).max().unwrap_or(0)
    })
}

/// The mean over the words, longer ones counting more. What is asked for gets a
/// word's place and its grams at a glance.
#[inline(never)]
fn by_length(asked: &Asked, of: &dyn Fn(usize, u64) -> u32) -> u32 {
    let (mut sum, mut lengths) = (0_u64, 0_u64);
    for (at, word) in asked.words.iter().enumerate() {
        let length = word.spelled.len() as u64;
        sum += length * u64::from(of(at, word.sign));
        lengths += length;
    }
    u32::try_from(sum / lengths.max(1)).unwrap_or(1000)
}

/// The entry's own score a word, against the most that a word can tell here.
fn strength(index: &Index, asked: &Asked, first: &Ranked) -> u32 {
    let own = u64::from(first.score - first.lent - first.alike);
    let most = asked.words.len() as u64 * u64::from(rarity(index.len(), 1));
    u32::try_from(own * 1000 / most.max(1)).unwrap_or(2000).min(2000)
}

/// The logistic function, in thousandths of both, along straight lines between
/// half units.
pub(crate) fn likelihood(logit: i64) -> u32 {
    const AT: [i64; 14] = [500, 622, 731, 818, 881, 924, 953, 971, 982, 989, 993, 996, 998, 1000];
    let size = logit.abs();
    let at = usize::try_from(size / 500).unwrap_or(usize::MAX);
    let (Some(low), Some(high)) = (AT.get(at), AT.get(at + 1)) else {
        return if logit < 0 { 0 } else { 1000 };
    };
    let up = low + (high - low) * (size % 500) / 500;
    u32::try_from(if logit < 0 { 1000 - up } else { up }).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::likelihood;

    #[test]
    fn the_logistic_function_is_that_of_the_books() {
        assert_eq!([likelihood(-9000), likelihood(0), likelihood(9000)], [0, 500, 1000]);
        assert_eq!([likelihood(-1000), likelihood(1250)], [269, 774]); // 0.2689, 0.7773
    }
}
