//! The order in which a visitor sees entries.

use super::Match;
use crate::catalogue::Rules;
use crate::text::order::sorted;

/// What is open first, and of it what is confirmed; then by outcome, nearness and
/// kind; then as the catalogue has them.
pub(super) fn in_order(rules: &Rules, matches: Vec<Match>) -> Vec<Match> {
    let keys: Vec<u32> = matches.iter().map(|one| key(rules, one)).collect();
    let key = |at: u32| keys.get(at as usize);
    let order = sorted(keys.len(), &|a, b| key(a) < key(b));
    let mut matches: Vec<Option<Match>> = matches.into_iter().map(Some).collect();
    order.iter().filter_map(|at| matches.get_mut(*at as usize)?.take()).collect()
}

/// What comes first has the lower number.
fn key(rules: &Rules, one: &Match) -> u32 {
    /// More than any score.
    const SCORES: u32 = 1 << 11;
    let kind = rules.at(one.entry).map_or(0, |entry| entry.kind as u32);
    let parts = [
        (1, u32::from(!one.outcome.is_open())),
        (1, u32::from(one.unconfirmed)),
        (3, u32::from(one.outcome.tier())),
        (2, one.band as u32),
        (11, (SCORES - 1).saturating_sub(one.score)),
        (3, kind),
    ];
    parts.into_iter().fold(0, |key, (bits, part)| key << bits | part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::Outcome;
    use crate::relevance::Band;
    use proptest::prelude::*;

    fn one(number: u32) -> Match {
        let outcome = match number % 5 {
            0 => Outcome::Fits,
            1 => Outcome::FitsIf(Vec::new()),
            2 => Outcome::Unknown(Vec::new()),
            3 => Outcome::NoFit(Vec::new()),
            _ => Outcome::Closed,
        };
        let [band, score] = [number / 5 % 3, number / 15 % 1001];
        let band = [Band::Strong, Band::Possible, Band::None][band as usize];
        let unconfirmed = number / 15_015 % 2 == 1;
        Match {
            entry: number,
            outcome,
            unconfirmed,
            verdicts: vec![],
            evidence: vec![],
            band,
            score,
        }
    }

    proptest! {
        #[test]
        fn it_is_the_order_of_the_library(all in proptest::collection::vec(0..30_030_u32, 0..90)) {
            let given: Vec<Match> = all.into_iter().map(one).collect();
            let mut expected = given.clone();
            expected.sort_by_key(|one| {
                let outcome = (!one.outcome.is_open(), one.unconfirmed, one.outcome.tier());
                (outcome, one.band, u32::MAX - one.score)
            });
            prop_assert_eq!(in_order(&Rules::default(), given), expected);
        }
    }
}
