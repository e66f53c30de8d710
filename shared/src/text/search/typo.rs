//! The known word that an unknown one was probably meant to be.

use super::distance::Pattern;
use super::vocabulary::{Look, Vocabulary};
use crate::text::slips;

/// The form nearest to a word, by optimal string alignment; of two as near, the
/// first of the entries.
pub(super) fn typo(vocabulary: &Vocabulary, lower: &str) -> Option<u32> {
    let look = Look::at(lower);
    let limit = slips(look.length);
    if limit == 0 {
        return None;
    }
    let pattern = Pattern::of(lower);
    let mut best: Option<(usize, u32)> = None;
    for (form, other) in (0_u32..).zip(vocabulary.looks()) {
        if !may_be_near(look, *other, limit) {
            continue;
        }
        let distance = pattern.distance(vocabulary.form(form));
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, form));
        }
    }
    best.map(|(_, form)| form)
}

/// Whether it is worth measuring: an edit changes the length by one, two
/// letters, and at most three grams on either side.
fn may_be_near(a: Look, b: Look, limit: usize) -> bool {
    let bits = u32::try_from(limit).unwrap_or(0);
    a.length.abs_diff(b.length) <= limit
        && (a.letters ^ b.letters).count_ones() <= 2 * bits
        && (a.sign ^ b.sign).count_ones() <= 8 * bits
}
