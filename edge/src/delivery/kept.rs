//! What is kept of a person until it is delivered: in clear, sealed, or both,
//! by what each recipient can read.

use crate::error::{Doing, Error};
use serde::{Deserialize, Serialize};
use shared::lead::{Lead, Person, SUITE, Sealed};

/// The personal part of a lead.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kept {
    /// For recipients without a key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    person: Option<Person>,
    /// For those with one: we cannot read it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sealed: Vec<Sealed>,
    /// What the sealed texts are bound to: see [`Sealed::context`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    lead_key: String,
}

/// What one recipient gets of it.
#[derive(Debug)]
pub(super) enum Part<'a> {
    /// Everything, readable.
    Clear(&'a Person),
    /// Everything, for its own key alone.
    Sealed(&'a Sealed),
}

impl Kept {
    /// Takes over what came.
    pub(crate) fn of(lead: Lead, lead_key: &str) -> Self {
        let Lead { person, sealed, .. } = lead;
        let lead_key = if sealed.is_empty() { String::new() } else { lead_key.to_owned() };
        Self { person, sealed, lead_key }
    }

    /// As text for the ledger.
    pub(crate) fn write(&self) -> Result<String, Error> {
        serde_json::to_string(self).doing("writing a person")
    }

    /// Reads it back. What was kept before 1.2 is a person and nothing more.
    pub(crate) fn read(text: &str) -> Result<Self, Error> {
        if let Ok(kept) = serde_json::from_str(text) {
            return Ok(kept);
        }
        let person = serde_json::from_str(text).doing("reading a person")?;
        Ok(Self { person: Some(person), ..Self::default() })
    }

    /// What the sealed texts are bound to.
    pub(super) fn lead_key(&self) -> &str {
        &self.lead_key
    }

    /// The part for a recipient.
    pub(super) fn part(&self, recipient: &str) -> Option<Part<'_>> {
        let sealed = self.sealed.iter().find(|sealed| sealed.recipient == recipient);
        sealed.map(Part::Sealed).or_else(|| self.person.as_ref().map(Part::Clear))
    }
}

/// A sealed text and all that its recipient needs to open it.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    suite: &'static str,
    info: &'static str,
    lead_key: &'a str,
    #[serde(flatten)]
    sealed: &'a Sealed,
}

impl<'a> Told<'a> {
    /// As it stands in the payload.
    pub(super) fn of(sealed: &'a Sealed, lead_key: &'a str) -> Self {
        Self { suite: SUITE, info: shared::lead::INFO, lead_key, sealed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::tests::{facts, person};

    fn sealed(recipient: &str) -> Sealed {
        let text = |n| "A".repeat(n);
        let (enc, ciphertext) = (text(43), text(60));
        Sealed { recipient: recipient.into(), key_id: "a".into(), enc, ciphertext }
    }

    #[test]
    fn each_recipient_gets_what_it_can_read() {
        let lead = Lead { facts: facts(), person: Some(person()), sealed: vec![sealed("keyed")] };
        let kept = Kept::read(&Kept::of(lead, "ab").write().unwrap()).unwrap();
        assert!(matches!(kept.part("keyed"), Some(Part::Sealed(_))));
        assert!(matches!(kept.part("other"), Some(Part::Clear(_))));
        let lead = Lead { facts: facts(), person: None, sealed: vec![sealed("keyed")] };
        assert!(Kept::of(lead, "ab").part("other").is_none());
    }

    #[test]
    fn what_an_earlier_version_kept_is_still_read() {
        let text = serde_json::to_string(&person()).unwrap();
        assert_eq!(Kept::read(&text).unwrap().person, Some(person()));
    }
}
