//! The issuer's public keys: fetched when one is missing, at most once a minute.

use super::token::Refused;
use crate::calendar::Moment;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::sha2::{Digest, Sha256};
use rsa::traits::PublicKeyParts;
use rsa::{BigUint, Pkcs1v15Sign, RsaPublicKey};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use time::Duration;

/// Between two times that the issuer is asked.
const PAUSE: Duration = Duration::MINUTE;

/// After so long it is asked even for a key that we have: it may be withdrawn.
const FRESH: Duration = Duration::HOUR;

/// An issuer that does not answer is believed for so long.
const STALE: Duration = Duration::DAY;

/// A public key of the issuer's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key(RsaPublicKey);

impl Key {
    /// Whether a signature (RSASSA-PKCS1-v1_5 with SHA-256) is this key's.
    pub(crate) fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let hash = Sha256::digest(message);
        self.0.verify(Pkcs1v15Sign::new::<Sha256>(), &hash, signature).is_ok()
    }

    /// None for one that is too weak: fewer than 2,048 bits (ASVS 11.2.3).
    fn of(modulus: &str, exponent: &str) -> Option<Self> {
        const FEWEST_BYTES: usize = 256;
        let number = |text: &str| Some(BigUint::from_bytes_be(&URL_SAFE_NO_PAD.decode(text).ok()?));
        let key = RsaPublicKey::new(number(modulus)?, number(exponent)?).ok()?;
        (FEWEST_BYTES <= key.size()).then_some(Self(key))
    }
}

/// As RFC 7517 writes them. What is no RSA signing key is passed over.
#[derive(Deserialize)]
struct Written {
    keys: Vec<One>,
}

#[derive(Deserialize)]
struct One {
    kid: Option<String>,
    kty: String,
    alg: Option<String>,
    r#use: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

impl One {
    fn key(self) -> Option<(String, Key)> {
        let for_us = self.kty == "RSA"
            && self.alg.is_none_or(|alg| alg == "RS256")
            && self.r#use.is_none_or(|usage| usage == "sig");
        for_us.then_some(())?;
        Some((self.kid?, Key::of(&self.n?, &self.e?)?))
    }
}

/// The keys that are known, and when the issuer was asked.
#[derive(Debug, Default)]
pub(crate) struct Keyring(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    keys: BTreeMap<String, Key>,
    asked: Option<Moment>,
    learnt: Option<Moment>,
}

impl Keyring {
    /// One with nothing on it.
    pub(crate) const fn empty() -> Self {
        Self(Mutex::new(State { keys: BTreeMap::new(), asked: None, learnt: None }))
    }

    /// The key of a name. Asks the issuer when it is unknown or what is known is
    /// old, but not twice in a minute, whatever names come.
    ///
    /// # Errors
    /// When there is no such key, or the issuer cannot be asked.
    pub(crate) async fn find(
        &self,
        kid: &str,
        now: Moment,
        fetch: impl AsyncFnOnce() -> Option<Vec<u8>>,
    ) -> Result<Key, Refused> {
        if self.must_ask(kid, now)
            && let Some(keys) = fetch().await.and_then(|bytes| read(&bytes))
        {
            self.with(|state| {
                state.keys = keys;
                state.learnt = Some(now);
            });
        }
        self.with(|state| {
            let is_stale = state.learnt.is_none_or(|learnt| learnt + STALE < now);
            state.keys.get(kid).filter(|_| !is_stale).cloned()
        })
        .ok_or(Refused::UnknownKey)
    }

    /// Whether to ask now; then it has been asked.
    fn must_ask(&self, kid: &str, now: Moment) -> bool {
        self.with(|state| {
            let is_known = state.keys.contains_key(kid);
            let is_fresh = state.learnt.is_some_and(|learnt| now < learnt + FRESH);
            let may_ask = state.asked.is_none_or(|asked| asked + PAUSE <= now);
            let must_ask = may_ask && !(is_known && is_fresh);
            if must_ask {
                state.asked = Some(now);
            }
            must_ask
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// None for what is not a set of keys, or a set without one for us: an issuer
/// that is out of order must not lock everyone out.
fn read(bytes: &[u8]) -> Option<BTreeMap<String, Key>> {
    let written: Written = serde_json::from_slice(bytes).ok()?;
    let keys: BTreeMap<_, _> = written.keys.into_iter().filter_map(One::key).collect();
    (!keys.is_empty()).then_some(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_issuers_keys_are_read_without_a_panic() {
        let number = URL_SAFE_NO_PAD.encode([0xb7; 256]);
        let key = r#"{"kid": "a", "kty": "RSA", "alg": "RS256", "use": "sig", "e": "AQAB", "n": "#;
        let right = format!(r#"{{"keys": [{key}"{number}"}}, {{"kid": "ec", "kty": "EC"}}]}}"#);
        crate::odd::inputs("issuer's keys", &[right], |bytes, _| {
            for key in read(bytes).unwrap_or_default().values() {
                assert!(!key.has_signed(b"a", &[1; 256]));
            }
        });
    }
}
