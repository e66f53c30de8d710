//! The known word that an unknown one was probably meant to be.

use super::distance::Pattern;
use super::vocabulary::{LONGEST, Look, Vocabulary};
use crate::text::slips;

/// The form nearest to a word, by optimal string alignment; of two as near, the
/// first of the entries.
pub(super) fn typo(vocabulary: &Vocabulary, lower: &str) -> Option<u32> {
    let look = Look::at(lower, &mut Vec::new());
    let limit = slips(look.length);
    if limit == 0 {
        return None;
    }
    let bits = u32::try_from(limit).unwrap_or(0);
    let pattern = Pattern::of(lower);
    let mut best = (limit + 1, 0);
    for length in (look.length - limit).min(LONGEST)..=(look.length + limit).min(LONGEST) {
        let [forms, letters] = vocabulary.of_length(length);
        for (form, letters) in forms.iter().zip(letters) {
            // An edit changes at most two letters.
            if 2 * bits < (look.letters ^ letters).count_ones() {
                continue;
            }
            // Nothing is nearer than one slip: an earlier form alone is better.
            if best < (1, *form) {
                break;
            }
            if may_be_near(look, vocabulary.look(*form), bits) {
                best = best.min((pattern.distance(vocabulary.form(*form)), *form));
            }
        }
    }
    (best.0 <= limit).then_some(best.1)
}

/// Whether it is worth measuring: an edit changes the length by one, and at most
/// four grams on either side.
fn may_be_near(a: Look, b: Look, edits: u32) -> bool {
    a.length.abs_diff(b.length) <= edits as usize && (a.sign ^ b.sign).count_ones() <= 8 * edits
}
