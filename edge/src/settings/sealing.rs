//! The public keys that a recipient wants `person` sealed to.

use super::is_id;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

/// A public key of a recipient's. The private half never comes here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SealKey {
    /// What the recipient calls it.
    pub(crate) key_id: String,
    /// X25519, 32 bytes as base64url without padding.
    pub(crate) seal_key: String,
}

/// Checks a recipient's keys: the first is sealed to, the others still open
/// what a page that was opened earlier has sealed.
pub(super) fn check(keys: &[SealKey]) -> Result<(), String> {
    /// The one in use, the one before it, and one to spare.
    const MOST: usize = 3;
    if MOST < keys.len() {
        return Err(format!("seal: at most {MOST} keys"));
    }
    for (place, key) in keys.iter().enumerate() {
        if !is_id(&key.key_id) || keys.iter().take(place).any(|one| one.key_id == key.key_id) {
            return Err("seal: a key_id is small letters, digits and hyphens, each another".into());
        }
        let bytes = URL_SAFE_NO_PAD.decode(&key.seal_key).unwrap_or_default();
        if bytes.len() != 32 || is_weak(&bytes) {
            return Err(format!("seal: {} is no public X25519 key as base64url", key.key_id));
        }
    }
    Ok(())
}

/// A key whose shared secret anyone knows: 0 and 1. A key pair never has one.
fn is_weak(bytes: &[u8]) -> bool {
    bytes.split_first().is_some_and(|(first, rest)| *first < 2 && rest.iter().all(|b| *b == 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: &str, byte: u8) -> SealKey {
        SealKey { key_id: id.into(), seal_key: URL_SAFE_NO_PAD.encode([byte; 32]) }
    }

    #[test]
    fn a_recipient_has_up_to_three_keys_each_with_its_own_name() {
        assert_eq!(check(&[]), Ok(()));
        assert_eq!(check(&[key("2026-11", 9), key("2026-05", 8)]), Ok(()));
        assert!(check(&[key("2026-11", 9), key("2026-11", 8)]).is_err());
        assert!(check(&[key("å", 9)]).is_err());
        assert!(check(&["a", "b", "c", "d"].map(|id| key(id, 9))).is_err());
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "abc", "+/+/", &"A".repeat(44)] {
            let key = SealKey { key_id: "a".into(), seal_key: text.into() };
            assert!(check(&[key]).is_err(), "{text}");
        }
        assert!(check(&[key("a", 0)]).is_err(), "everyone knows what is sealed to zero");
    }
}
