//! Letters in threes: words that no dictionary joins still share them.
//!
//! Letters are first written one way, so that Swedish and English spell the
//! Greek and Latin words of medicine alike: "kardiologi" and "cardiology".

/// One past the highest gram.
pub(super) const GRAMS: usize = 1 << (3 * BITS);
const BITS: u32 = 5;
const EDGE: u32 = 0;
const OTHER: u8 = 31;

/// A word's letters as small numbers, spelled one way; in place of what is there.
#[inline(never)]
pub(super) fn spelled(lower: &str, out: &mut Vec<u8>) {
    out.clear();
    let bytes = lower.as_bytes();
    // Of a letter beyond ASCII, what its bytes begin with.
    let mut lead = 0;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        let mut code = match byte {
            b'0'..=b'9' => 20 + (byte - b'0'),
            0xc0.. => {
                lead = *byte;
                continue;
            }
            0x80.. if lead == 0xc3 => of_latin(*byte),
            0x80.. if lead == 0 => continue,
            0x80.. => OTHER,
            _ => LETTERS.get(usize::from(byte.wrapping_sub(b'a'))).copied().unwrap_or(OTHER),
        };
        lead = 0;
        if matches!(byte, b'p' | b't' | b'k' | b'c') && bytes.get(at) == Some(&b'h') {
            at += 1;
            code = if *byte == b'p' { F } else { code };
        }
        if *byte == b'x' {
            push(out, K);
            code = S;
        }
        push(out, code);
    }
}

/// Double letters count once: "ck" and "k" are one sound.
fn push(out: &mut Vec<u8>, code: u8) {
    if out.last() != Some(&code) {
        out.push(code);
    }
}

const A: u8 = 1;
const E: u8 = 4;
const F: u8 = 5;
const K: u8 = 9;
const O: u8 = 13;
const S: u8 = 16;
const U: u8 = 18;
/// From a to z: c and q are k, j and y are i, w is v, z is s.
const LETTERS: [u8; 26] =
    [A, 2, K, 3, E, F, 6, 7, 8, 8, K, 10, 11, 12, O, 14, K, 15, S, 17, U, 19, 19, OTHER, 8, S];

/// A letter from à to ÿ, by the second of its two bytes.
fn of_latin(byte: u8) -> u8 {
    match byte {
        0xa0 | 0xa1 | 0xa4 | 0xa5 => A,
        0xb3 | 0xb6 | 0xb8 => O,
        0xa8 | 0xa9 | 0xab => E,
        0xbc => U,
        _ => OTHER,
    }
}

/// The grams of a spelled word, its two edges included.
pub(super) fn grams(spelled: &[u8]) -> Grams<'_> {
    match spelled.split_first() {
        Some((first, left)) => Grams { last: u32::from(*first), left: Some(left) },
        None => Grams { last: EDGE, left: None },
    }
}

/// On their way through a word.
pub(super) struct Grams<'a> {
    last: u32,
    left: Option<&'a [u8]>,
}

impl Iterator for Grams<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let left = self.left?.split_first();
        let letter = left.map_or(EDGE, |(letter, _)| u32::from(*letter));
        self.left = left.map(|(_, left)| left);
        self.last = (self.last << BITS | letter) & ((1 << (3 * BITS)) - 1);
        Some(self.last)
    }
}

/// The grams across the gap of two words that may be one, written apart.
pub(super) fn across(first: &[u8], second: &[u8]) -> Vec<u32> {
    let mut row = first.get(first.len().saturating_sub(2)..).unwrap_or_default().to_vec();
    row.extend(second.iter().take(2));
    let gram = |three: &[u8]| three.iter().fold(0, |gram, code| gram << BITS | u32::from(*code));
    row.windows(3).map(gram).collect()
}

/// A bit for each gram of a word, in 64: how much two words share, roughly.
#[inline(never)]
pub(super) fn sign(spelled: &[u8]) -> u64 {
    grams(spelled).fold(0, |bits, gram| bits | 1 << (gram.wrapping_mul(0x9e37_79b1) >> 26))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spell(word: &str) -> Vec<u8> {
        let mut out = Vec::new();
        spelled(word, &mut out);
        out
    }

    #[test]
    fn greek_words_are_spelled_alike_in_both_languages() {
        assert_eq!(spell("kardiologi"), spell("cardiology"));
        assert_eq!(spell("pharma"), spell("farma"));
        assert_eq!(spell("teknik"), spell("tecknik"));
    }

    #[test]
    fn a_word_has_a_gram_a_letter() {
        assert_eq!(grams(&spell("puls")).count(), 4);
        assert_eq!(grams(&spell("a")).count(), 1);
        assert_eq!(across(&spell("hjärt"), &spell("svikt")).len(), 2);
    }
}
