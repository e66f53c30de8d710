//! How many edits lie between a text and many others.

/// A text, ready to be held against others.
pub(super) struct Pattern<'a> {
    text: &'a str,
    length: usize,
    /// For each block of 64 letters and each letter, where it stands; nothing
    /// for a text that is too long or has letters beyond Latin ones.
    places: Vec<u64>,
}

/// Letters that have a place: those of Latin-1.
const LETTERS: usize = 256;
const BLOCK: usize = 64;
/// A long title is as long as two blocks.
const BLOCKS: usize = 2;

/// What is known of a block of the text before a letter of the other: a bit for
/// each letter. `up` and `down`: it is one further, nearer, than the letter
/// before; `same`: as far as the other text was; `before`: where that letter is.
#[derive(Clone, Copy)]
struct Block {
    up: u64,
    down: u64,
    same: u64,
    before: u64,
}

impl<'a> Pattern<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let length = text.chars().count();
        Self { text, length, places: places(text, length).unwrap_or_default() }
    }

    /// How many letters it has.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// Insertions, deletions, substitutions and transpositions of neighbours:
    /// optimal string alignment, the same as `strsim::osa_distance`, sixty-four
    /// cells at a time (Hyyrö, 2003).
    pub(super) fn distance(&self, other: &str) -> usize {
        if self.places.is_empty() {
            return turned(self.text, other);
        }
        let last = 1_u64 << ((self.length - 1) % BLOCK);
        let mut distance = self.length;
        let mut blocks = [Block { up: u64::MAX, down: 0, same: 0, before: 0 }; BLOCKS];
        for letter in other.chars() {
            let letter = letter as usize;
            // The highest bits are what the next block needs to know.
            let (mut right, mut left, mut open) = (u64::MAX, 0, 0);
            for (block, places) in blocks.iter_mut().zip(self.places.chunks_exact(LETTERS)) {
                let here = places.get(letter).copied().unwrap_or(0);
                (right, left, open) = block.step(here, (right, left, open));
            }
            distance = distance + usize::from(right & last != 0) - usize::from(left & last != 0);
        }
        distance
    }
}

impl Block {
    /// One letter of the other text further, which stands `here`; with what the
    /// block below gave. To the right, to the left: one further, nearer, than a
    /// letter of the other text before. Open: what may be swapped.
    #[inline]
    fn step(&mut self, here: u64, below: (u64, u64, u64)) -> (u64, u64, u64) {
        let carried = |bits: u64, below: u64| bits << 1 | below >> 63;
        let open = !self.same & here;
        let swapped = carried(open, below.2) & self.before;
        let joined = here | below.1 >> 63;
        let up = self.up;
        let same = ((joined & up).wrapping_add(up) ^ up) | joined | self.down | swapped;
        let (right, left) = (self.down | !(same | up), same & up);
        let (moved_right, moved_left) = (carried(right, below.0), carried(left, below.1));
        let (up, down) = (moved_left | !(same | moved_right), moved_right & same);
        *self = Self { up, down, same, before: here };
        (right, left, open)
    }
}

/// As far from one to the other as back: the shorter of the two may be a
/// pattern where the longer is not.
fn turned(text: &str, other: &str) -> usize {
    let pattern = Pattern::of(other);
    if pattern.places.is_empty() {
        strsim::osa_distance(text, other)
    } else {
        pattern.distance(text)
    }
}

fn places(text: &str, length: usize) -> Option<Vec<u64>> {
    if BLOCKS * BLOCK < length {
        return None;
    }
    let mut places = vec![0_u64; length.div_ceil(BLOCK) * LETTERS];
    for (at, letter) in text.chars().enumerate() {
        let letter = u8::try_from(letter).ok()?;
        *places.get_mut(at / BLOCK * LETTERS + usize::from(letter))? |= 1 << (at % BLOCK);
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
        fn long_texts_are_no_exception(a in "[abåö]{40,150}", b in "[abåö]{0,150}") {
            prop_assert_eq!(Pattern::of(&a).distance(&b), strsim::osa_distance(&a, &b));
        }

        #[test]
        fn any_text_can_be_held_against_any(a in ".{0,80}", b in ".{0,80}") {
            prop_assert_eq!(Pattern::of(&a).distance(&b), strsim::osa_distance(&a, &b));
        }
    }
}
