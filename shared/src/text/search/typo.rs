//! The known word that an unknown one was probably meant to be.

use super::distance::Pattern;
use super::vocabulary::{Look, Vocabulary};
use crate::text::slips;

/// The form nearest to a word, by optimal string alignment; of two as near, the
/// first of the entries.
pub(super) fn typo(vocabulary: &Vocabulary, lower: &str) -> Option<u32> {
    let look = Look::at(lower, &mut Vec::new());
    let limit = slips(look.length);
    if limit == 0 {
        return None;
    }
    let pattern = Pattern::of(lower);
    let mut best = (limit + 1, 0);
    for forms in vocabulary.of_lengths(look.length - limit, look.length + limit) {
        for form in forms {
            // Nothing is nearer than one slip: an earlier form alone is better.
            if best < (1, *form) {
                break;
            }
            if may_be_near(look, vocabulary.look(*form), limit) {
                best = best.min((pattern.distance(vocabulary.form(*form)), *form));
            }
        }
    }
    (best.0 <= limit).then_some(best.1)
}

/// Whether it is worth measuring: an edit changes the length by one, two
/// letters, and at most three grams on either side.
fn may_be_near(a: Look, b: Look, limit: usize) -> bool {
    let bits = u32::try_from(limit).unwrap_or(0);
    a.length.abs_diff(b.length) <= limit
        && (a.letters ^ b.letters).count_ones() <= 2 * bits
        && (a.sign ^ b.sign).count_ones() <= 8 * bits
}
