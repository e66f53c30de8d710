//! A signed token → who is asking. RS256 and nothing else.
//!
//! What is read before the signature is checked decides one thing only: which
//! key to check it with.

use super::keys::Key;
use crate::calendar::Moment;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use time::Duration;

/// The longest token that is read, in bytes. Access's own are below 2 kB; one
/// with many groups grows.
const LONGEST: usize = 8 * 1024;

/// How far the issuer's clock may be ahead of ours.
const SKEW: Duration = Duration::seconds(30);

/// After so long a new sign-in is due, whatever the token says (ASVS 7.3.2).
const LONGEST_SESSION: Duration = Duration::hours(12);

/// Why a token does not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// There is none in the header.
    Missing,
    /// It is longer than anyone's.
    TooLong,
    /// It is not three parts of base64 with JSON in them, or says something twice.
    Malformed,
    /// It is not RS256.
    Algorithm,
    /// It is a token of another kind.
    Type,
    /// It asks for something that we do not know.
    Critical,
    /// No key of the issuer's has that name.
    UnknownKey,
    /// The signature is another's.
    Signature,
    /// Someone else made it.
    Issuer,
    /// It is for someone else.
    Audience,
    /// It has run out.
    Expired,
    /// It does not hold yet, or comes from the future.
    NotYet,
    /// The sign-in was too long ago.
    TooOld,
}

/// Who must have made it, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expected {
    /// `https://team.cloudflareaccess.com`.
    pub(crate) issuer: String,
    /// The application's tag.
    pub(crate) audience: String,
}

/// What a token that holds says of its bearer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Claims {
    /// The person's address, in small letters.
    pub(crate) email: Option<String>,
    /// The name of a program's own token.
    pub(crate) common_name: Option<String>,
    /// What the provider says the person belongs to.
    pub(crate) groups: Vec<String>,
}

/// A token that has not been checked.
#[derive(Debug)]
pub(crate) struct Unchecked<'a> {
    /// Which key it names.
    pub(crate) kid: String,
    signed: &'a str,
    signature: Vec<u8>,
    claims: Object,
}

/// A JSON object that says nothing twice: two readers of a repeated claim may
/// believe different ones.
#[derive(Debug)]
struct Object(BTreeMap<String, Value>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Once;
        impl<'de> Visitor<'de> for Once {
            type Value = Object;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut all = BTreeMap::new();
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    if all.insert(name, value).is_some() {
                        return Err(A::Error::custom("said twice"));
                    }
                }
                Ok(Object(all))
            }
        }
        from.deserialize_map(Once)
    }
}

impl Object {
    fn of(part: &str) -> Result<Self, Refused> {
        let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|_| Refused::Malformed)?;
        serde_json::from_slice(&bytes).map_err(|_| Refused::Malformed)
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    fn moment(&self, name: &str) -> Result<Option<Moment>, Refused> {
        let Some(value) = self.0.get(name) else { return Ok(None) };
        let seconds = value.as_i64().ok_or(Refused::Malformed)?;
        Moment::from_unix_timestamp(seconds).map(Some).map_err(|_| Refused::Malformed)
    }

    /// One text or a list of them.
    fn texts(&self, name: &str) -> Vec<String> {
        self.0.get(name).map(texts).unwrap_or_default()
    }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(one) => vec![one.clone()],
        Value::Array(all) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

impl<'a> Unchecked<'a> {
    /// Takes a token apart.
    ///
    /// # Errors
    /// When it is none, or not of the one kind that is taken.
    pub(crate) fn read(token: Option<&'a str>) -> Result<Self, Refused> {
        let token = token.filter(|token| !token.is_empty()).ok_or(Refused::Missing)?;
        if LONGEST < token.len() {
            return Err(Refused::TooLong);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(Refused::Malformed)?;
        let (head, claims) = signed.split_once('.').ok_or(Refused::Malformed)?;
        let head = Object::of(head)?;
        if head.text("alg") != Some("RS256") {
            return Err(Refused::Algorithm);
        }
        if !head.text("typ").is_some_and(|kind| kind.eq_ignore_ascii_case("JWT")) {
            return Err(Refused::Type);
        }
        if head.0.contains_key("crit") || head.0.contains_key("b64") {
            return Err(Refused::Critical);
        }
        let kid = head.text("kid").ok_or(Refused::UnknownKey)?.to_owned();
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| Refused::Malformed)?;
        Ok(Self { kid, signed, signature, claims: Object::of(claims)? })
    }

    /// Checks it with the key that it names.
    ///
    /// # Errors
    /// What is wrong with it; the signature first.
    pub(crate) fn check(
        &self,
        key: &Key,
        expected: &Expected,
        now: Moment,
    ) -> Result<Claims, Refused> {
        if !key.has_signed(self.signed.as_bytes(), &self.signature) {
            return Err(Refused::Signature);
        }
        if self.claims.text("iss") != Some(&expected.issuer) {
            return Err(Refused::Issuer);
        }
        if !self.claims.texts("aud").contains(&expected.audience) {
            return Err(Refused::Audience);
        }
        // Access says what its tokens are for; another provider may not.
        if self.claims.text("type").is_some_and(|kind| kind != "app") {
            return Err(Refused::Type);
        }
        self.in_time(now)?;
        Ok(self.told())
    }

    fn in_time(&self, now: Moment) -> Result<(), Refused> {
        let soon = now.saturating_add(SKEW);
        let until = self.claims.moment("exp")?.ok_or(Refused::Expired)?;
        let since = self.claims.moment("iat")?.ok_or(Refused::TooOld)?;
        let from = self.claims.moment("nbf")?.unwrap_or(since);
        if until <= now {
            return Err(Refused::Expired);
        }
        if soon < from || soon < since {
            return Err(Refused::NotYet);
        }
        if since < now.saturating_sub(LONGEST_SESSION) {
            return Err(Refused::TooOld);
        }
        Ok(())
    }

    /// Access puts what the provider says besides under `custom`.
    fn told(&self) -> Claims {
        let custom = self.claims.0.get("custom").and_then(|custom| custom.get("groups"));
        let mut groups = self.claims.texts("groups");
        groups.extend(custom.map(texts).unwrap_or_default());
        Claims {
            email: self.claims.text("email").map(str::to_lowercase),
            common_name: self.claims.text("common_name").map(str::to_owned),
            groups,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = time::macros::datetime!(2026-11-23 08:00 UTC);

    #[test]
    fn claims_are_read_without_a_panic() {
        let right = r#"{"iss": "a", "aud": ["b"], "iat": 1795420740, "nbf": 1795420740, "type": "app",
            "exp": 1795421400, "email": "Anna@example.org", "custom": {"groups": ["c"]}}"#;
        crate::odd::inputs("operator's claims", &[right], |bytes, _| {
            let Ok(claims) = Object::of(&URL_SAFE_NO_PAD.encode(bytes)) else { return };
            let kid = String::new();
            let read = Unchecked { kid, signed: "", signature: Vec::new(), claims };
            let _ = (read.in_time(NOW), read.told());
        });
    }
}
