//! Logarithms in whole numbers, so that every machine agrees.

/// One, as the numbers here write it.
pub(super) const ONE: u32 = 256;

/// 256 · log₂(above ÷ below), rounded down; 0 where that is not positive.
pub(super) fn log2(above: u64, below: u64) -> u32 {
    const FRACTION: u32 = 24;
    let ratio = (above << FRACTION) / below.max(1);
    let whole = ratio.max(1).ilog2();
    let Some(bits) = whole.checked_sub(FRACTION) else { return 0 };
    let mut rest = ratio >> bits;
    let mut out = bits;
    for _ in 0..ONE.ilog2() {
        rest = (rest * rest) >> FRACTION;
        out <<= 1;
        if 2 << FRACTION <= rest {
            rest >>= 1;
            out |= 1;
        }
    }
    out
}

/// How much a thing tells that `some` of `all` entries have: 256 · log₂, from
/// the smoothed odds of BM25.
pub(super) fn rarity(all: usize, some: usize) -> u32 {
    let (all, some) = (all as u64, some as u64);
    log2(2 * all.saturating_sub(some) + 1 + 2 * some + 1, 2 * some + 1)
}

/// How much a count says in a text of a length, 0 to 255: BM25 with its two
/// constants. The average length is one of `lengths`, the sum over `all` texts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Saturation {
    /// k₁ in 256ths: how soon more of the same stops telling.
    pub(super) k: u64,
    /// b in 256ths: how much long texts are held back.
    pub(super) b: u64,
    /// The sum of all lengths.
    pub(super) lengths: u64,
    /// How many texts there are.
    pub(super) all: u64,
}

impl Saturation {
    /// How much a text of a length is held back. It is in the same unit as a
    /// count, 16ths of a word.
    pub(super) fn held(self, length: u64) -> u64 {
        const UNIT: u64 = 16;
        let relative = length * self.all * 256 / self.lengths.max(1);
        self.k * ((256 - self.b) * 256 + self.b * relative) / 256 * UNIT / 256
    }

    /// What a count says in a text that is held back so much.
    pub(super) fn of(count: u32, held: u64) -> u32 {
        let said = u64::from(count) * 256;
        u32::try_from(said * 255 / (said + held).max(1)).unwrap_or(255)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_those_of_the_books() {
        assert_eq!([log2(1, 1), log2(2, 1), log2(8, 1)], [0, 256, 768]);
        assert_eq!(log2(3, 1), 405); // 256 · 1.58496 = 405.7
        assert_eq!(log2(1, 2), 0);
    }

    #[test]
    fn a_word_that_all_have_tells_little() {
        assert!(rarity(100, 100) < 8);
        assert!(rarity(100, 1) > 5 * 256);
    }
}
