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
    let mut letters = lower.chars().peekable();
    while let Some(mut letter) = letters.next() {
        if matches!(letter, 'p' | 't' | 'k' | 'c') && letters.next_if_eq(&'h').is_some() {
            letter = match letter {
                'p' => 'f',
                't' => 't',
                _ => 'k',
            };
        }
        if letter == 'x' {
            push(out, code('k'));
            letter = 's';
        }
        push(out, code(letter));
    }
}

/// Double letters count once: "ck" and "k" are one sound.
fn push(out: &mut Vec<u8>, code: u8) {
    if out.last() != Some(&code) {
        out.push(code);
    }
}

fn code(letter: char) -> u8 {
    /// From a to z: c and q are k, j and y are i, w is v, z is s.
    const LETTERS: [u8; 26] = [
        1, 2, 9, 3, 4, 5, 6, 7, 8, 8, 9, 10, 11, 12, 13, 14, 9, 15, 16, 17, 18, 19, 19, OTHER, 8,
        16,
    ];
    let from = |first: char| (letter as usize).wrapping_sub(first as usize);
    match letter {
        'å' | 'ä' | 'à' | 'á' => 1,
        'ö' | 'ø' | 'ó' => 13,
        'é' | 'è' | 'ë' => 4,
        'ü' => 18,
        '0'..='9' => u8::try_from(20 + from('0')).unwrap_or(OTHER),
        _ => LETTERS.get(from('a')).copied().unwrap_or(OTHER),
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
