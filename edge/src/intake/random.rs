//! Names without meaning: no one can guess the next one.

use crate::error::Error;

/// Neither 0 and O nor 1, I and L, nor U: read out over a telephone, none is
/// taken for another, and no word comes of them.
const LETTERS: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// 128 random bits as text.
pub(crate) fn id() -> Result<String, Error> {
    Ok(super::hex(&bytes::<16>()?))
}

/// What people call a lead: `VI-2026-7F3K9Q`. It opens nothing.
pub(crate) fn reference(year: i32) -> Result<String, Error> {
    Ok(reference_of(year, bytes::<6>()?))
}

/// A byte has 256 values, which 30 letters do not divide: the first 16 come a
/// little more often. A reference is no secret, so that does not matter.
fn reference_of(year: i32, random: [u8; 6]) -> String {
    let letter = |byte: &u8| {
        let place = usize::from(*byte) % LETTERS.len();
        char::from(LETTERS.get(place).copied().unwrap_or(b'2'))
    };
    let letters: String = random.iter().map(letter).collect();
    format!("VI-{year}-{letters}")
}

/// Random bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Error::Unavailable("drawing lots".to_owned()))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_has_no_letters_that_look_alike() {
        assert_eq!(reference_of(2026, [0, 1, 29, 30, 60, 255]), "VI-2026-23Z22H");
        let reference = reference(2026).unwrap();
        assert_eq!(reference.len(), 14);
        assert!(!reference.chars().skip(8).any(|c| "01ILOU".contains(c)));
    }

    #[test]
    fn no_two_ids_are_the_same() {
        let (one, other) = (id().unwrap(), id().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.len(), 32);
    }
}
