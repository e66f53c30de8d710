//! The only sort here: each one of the standard library is a copy of its own,
//! 2.5 kB of a visitor's download.

/// The numbers below `count` in order; of two neither of which comes before the
/// other, the lower first. A merge sort from pairs upwards.
#[inline(never)]
pub(crate) fn sorted(count: usize, is_before: &dyn Fn(u32, u32) -> bool) -> Vec<u32> {
    let mut all: Vec<u32> = (0_u32..).take(count).collect();
    let mut width = 1;
    while width < count {
        let mut merged = Vec::with_capacity(count);
        for pair in all.chunks(2 * width) {
            let (mut left, mut right) = pair.split_at_checked(width).unwrap_or((pair, &[]));
            while let ([a, after_a @ ..], [b, after_b @ ..]) = (left, right) {
                if is_before(*b, *a) {
                    merged.push(*b);
                    right = after_b;
                } else {
                    merged.push(*a);
                    left = after_a;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        all = merged;
        width *= 2;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::sorted;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_order_of_the_library(keys in proptest::collection::vec(0..40_u32, 0..90)) {
            let key = |at: u32| keys[at as usize];
            let mut expected: Vec<u32> = (0..u32::try_from(keys.len()).unwrap()).collect();
            expected.sort_by_key(|at| key(*at));
            prop_assert_eq!(sorted(keys.len(), &|a, b| key(a) < key(b)), expected);
        }
    }
}
