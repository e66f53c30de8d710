//! `person` as one recipient alone can read it.
//!
//! The browser seals it by HPKE (RFC 9180, base mode) to the key that the
//! recipient has published. Nobody between them can open it; the edge checks
//! only that it is whole, and for whom. The suite is fixed: [`SUITE`].

use serde::{Deserialize, Serialize};

/// The one suite: KEM 0x0020, KDF 0x0001, AEAD 0x0002.
pub const SUITE: &str = "DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM";
/// HPKE's `info`: what is sealed, and the version of this format.
pub const INFO: &str = "vagen-in person 1";
/// The longest sealed text, in characters of base64url: every limit of
/// [`super::Person`]'s fields fits in it.
pub const LONGEST_SEALED: usize = 24 * 1024;

/// `person` as JSON in UTF-8, sealed to one recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// Who can open it: its id in the edge's configuration.
    pub recipient: String,
    /// Which of its keys opens it.
    pub key_id: String,
    /// HPKE's `enc`, 32 bytes as base64url without padding.
    pub enc: String,
    /// HPKE's `ct`, as base64url without padding.
    pub ciphertext: String,
}

impl Sealed {
    /// HPKE's `aad`: what the sealed text belongs to. Under another partner, for
    /// another recipient or key, or in another lead, it does not open.
    ///
    /// `lead_key` is the SHA-256 of the lead's idempotency key in hexadecimal
    /// digits: the key itself opens the status page, and is for its company.
    pub fn context(&self, partner: &str, lead_key: &str) -> String {
        let Self { recipient, key_id, .. } = self;
        [INFO, partner, recipient, key_id, lead_key].join("\n")
    }

    /// Whether it has the form that it must have, opened or not.
    pub fn is_whole(&self) -> bool {
        /// 32 bytes, the public half of a key made for this text alone.
        const ENC: usize = 43;
        /// AES-GCM adds 16 bytes to a text: shorter is no text at all.
        const SHORTEST: usize = 22;
        let plain = |text: &str| {
            text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        };
        self.enc.len() == ENC
            && plain(&self.enc)
            && (SHORTEST..=LONGEST_SEALED).contains(&self.ciphertext.len())
            && plain(&self.ciphertext)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed() -> Sealed {
        Sealed {
            recipient: "unit".to_owned(),
            key_id: "2026-11".to_owned(),
            enc: "A".repeat(43),
            ciphertext: "A".repeat(40),
        }
    }

    #[test]
    fn the_context_names_all_that_it_belongs_to() {
        assert_eq!(sealed().context("park", "ab"), "vagen-in person 1\npark\nunit\n2026-11\nab");
    }

    #[test]
    fn what_was_cut_or_is_no_base64url_is_not_whole() {
        assert!(sealed().is_whole());
        for broken in [
            Sealed { enc: "A".repeat(42), ..sealed() },
            Sealed { enc: "+".repeat(43), ..sealed() },
            Sealed { ciphertext: "A".repeat(21), ..sealed() },
            Sealed { ciphertext: "A".repeat(LONGEST_SEALED + 1), ..sealed() },
            Sealed { ciphertext: "{\"name\": \"Anna Andersson, plain\"}".to_owned(), ..sealed() },
        ] {
            assert!(!broken.is_whole());
        }
    }
}
