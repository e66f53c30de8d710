//! How many edits lie between a text and many others.

/// A text, ready to be held against others.
pub(super) struct Pattern<'a> {
    text: &'a str,
    length: usize,
    /// For each letter, where it stands; nothing for a text that is too long or
    /// has letters beyond Latin ones.
    places: Option<[u64; 256]>,
}

impl<'a> Pattern<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let length = text.chars().count();
        let places = (0 < length && length <= 64).then(|| places(text)).flatten();
        Self { text, length, places }
    }

    /// How many letters it has.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// Insertions, deletions, substitutions and transpositions of neighbours:
    /// optimal string alignment, the same as `strsim::osa_distance`, sixty-four
    /// cells at a time (Hyyrö, 2003).
    pub(super) fn distance(&self, other: &str) -> usize {
        let Some(places) = &self.places else { return turned(self.text, other) };
        let last = 1_u64 << (self.length - 1);
        let mut distance = self.length;
        let (mut up, mut down, mut same, mut before) = (u64::MAX, 0_u64, 0_u64, 0_u64);
        for letter in other.chars() {
            let here = places.get(letter as usize).copied().unwrap_or(0);
            let swapped = ((!same & here) << 1) & before;
            same = ((here & up).wrapping_add(up) ^ up) | here | down | swapped;
            let (mut right, left) = (down | !(same | up), same & up);
            distance = distance + usize::from(right & last != 0) - usize::from(left & last != 0);
            right = right << 1 | 1;
            up = left << 1 | !(same | right);
            down = right & same;
            before = here;
        }
        distance
    }
}

/// As far from one to the other as back: the shorter of the two may be a
/// pattern where the longer is not.
fn turned(text: &str, other: &str) -> usize {
    let pattern = Pattern::of(other);
    if pattern.places.is_some() {
        pattern.distance(text)
    } else {
        strsim::osa_distance(text, other)
    }
}

fn places(text: &str) -> Option<[u64; 256]> {
    let mut places = [0_u64; 256];
    for (at, letter) in text.chars().enumerate() {
        *places.get_mut(letter as usize)? |= 1 << at;
    }
    Some(places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_distance_of_the_library(a in "[abåö]{0,9}", b in "[abåö]{0,9}") {
            prop_assert_eq!(Pattern::of(&a).distance(&b), strsim::osa_distance(&a, &b));
        }

        #[test]
        fn any_text_can_be_held_against_any(a in ".{0,80}", b in ".{0,80}") {
            prop_assert_eq!(Pattern::of(&a).distance(&b), strsim::osa_distance(&a, &b));
        }
    }
}
