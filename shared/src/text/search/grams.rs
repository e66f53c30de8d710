//! Letters in threes: words that no dictionary joins still share them.
//!
//! Letters are first written one way, so that Swedish and English spell the
//! Greek and Latin words of medicine alike: "kardiologi" and "cardiology".

/// One past the highest gram.
pub(super) const GRAMS: usize = 1 << (3 * BITS);
const BITS: u32 = 5;
const EDGE: u32 = 0;
const OTHER: u32 = 31;

/// A word's letters as small numbers, spelled one way.
pub(super) fn spelled(lower: &str, out: &mut Vec<u32>) {
    let mut letters = lower.chars().peekable();
    while let Some(letter) = letters.next() {
        let after = letters.peek().copied();
        let letter = match (letter, after) {
            ('p', Some('h')) => {
                letters.next();
                'f'
            }
            ('t' | 'k' | 'c', Some('h')) => {
                letters.next();
                if letter == 't' { 't' } else { 'k' }
            }
            ('x', _) => {
                push(out, code('k'));
                's'
            }
            _ => letter,
        };
        push(out, code(letter));
    }
}

/// Double letters count once: "ck" and "k" are one sound.
fn push(out: &mut Vec<u32>, code: u32) {
    if out.last() != Some(&code) {
        out.push(code);
    }
}

fn code(letter: char) -> u32 {
    const LETTERS: &str = "abdefghiklmnoprstuv0123456789";
    let plain = match letter {
        'å' | 'ä' | 'à' | 'á' => 'a',
        'ö' | 'ø' | 'ó' => 'o',
        'é' | 'è' | 'ë' => 'e',
        'ü' => 'u',
        'c' | 'q' => 'k',
        'z' => 's',
        'y' | 'j' => 'i',
        'w' => 'v',
        other => other,
    };
    LETTERS.find(plain).and_then(|at| u32::try_from(at + 1).ok()).unwrap_or(OTHER)
}

/// The grams of a spelled word, its two edges included.
pub(super) fn grams(spelled: &[u32]) -> impl Iterator<Item = u32> {
    let edged = std::iter::once(EDGE).chain(spelled.iter().copied()).chain([EDGE]);
    let mut last = (OTHER, OTHER);
    edged.enumerate().filter_map(move |(at, letter)| {
        let gram = last.0 << (2 * BITS) | last.1 << BITS | letter;
        last = (last.1, letter);
        (2 <= at).then_some(gram)
    })
}

/// The grams across the gap of two words that may be one, written apart.
pub(super) fn across(first: &[u32], second: &[u32]) -> impl Iterator<Item = u32> {
    let tail = first.get(first.len().saturating_sub(2)..).unwrap_or_default();
    let head = second.get(..second.len().min(2)).unwrap_or_default();
    let row: Vec<u32> = tail.iter().chain(head).copied().collect();
    let mut all = Vec::new();
    for three in row.windows(3) {
        if let [a, b, c] = three {
            all.push(a << (2 * BITS) | b << BITS | c);
        }
    }
    all.into_iter()
}

/// A bit for each gram of a word, in 64: how much two words share, roughly.
pub(super) fn sign(spelled: &[u32]) -> u64 {
    grams(spelled).fold(0, |bits, gram| bits | 1 << (gram.wrapping_mul(0x9e37_79b1) >> 26))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spell(word: &str) -> Vec<u32> {
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
        assert_eq!(across(&spell("hjärt"), &spell("svikt")).count(), 2);
    }
}
