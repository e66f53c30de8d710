//! How long what is kept, and what it is locked with.

use super::{Faulty, faulty, json, text};
use crate::ledger::vault::Vault;
use serde::Deserialize;

/// How many days what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "who sets them reads the unit")]
pub(crate) struct Keep {
    /// `person`, after the last recipient has confirmed.
    pub(crate) person_days: u16,
    /// `person` of a lead that no operator has let through to its recipients.
    #[serde(default = "quarantine_days")]
    pub(crate) quarantine_days: u16,
    /// `person` of a lead that a recipient never took, after the last attempt.
    #[serde(default = "parked_days")]
    pub(crate) parked_days: u16,
    /// The rest of a lead, after it came.
    pub(crate) facts_days: u16,
}

/// A month of holidays, and an operator has still seen it.
fn quarantine_days() -> u16 {
    30
}

/// Half a year, with an alert that stands all the time.
fn parked_days() -> u16 {
    180
}

/// Reads the limits.
pub(super) fn read(variable: &dyn Fn(&str) -> Option<String>) -> Result<Keep, Faulty> {
    let keep: Keep = json(variable, "KEEP")?;
    let of_person = [keep.person_days, keep.quarantine_days, keep.parked_days];
    if of_person.iter().any(|days| keep.facts_days < *days) {
        return Err(faulty("KEEP", "facts_days must be the most"));
    }
    if of_person.contains(&0) {
        return Err(faulty("KEEP", "no number of days may be 0"));
    }
    Ok(keep)
}

/// Without a key, nothing that is personal could be kept.
pub(super) fn vault(variable: &dyn Fn(&str) -> Option<String>) -> Result<Vault, Faulty> {
    Vault::read(&text(variable, "KEEP_KEY")?).map_err(|why| faulty("KEEP_KEY", why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_person_is_kept_longer_than_the_rest_or_not_at_all() {
        let read = |text: &str| read(&|_| Some(text.to_owned()));
        let keep = read(r#"{"person_days": 14, "facts_days": 365}"#).unwrap();
        assert_eq!((keep.quarantine_days, keep.parked_days), (30, 180));
        for text in [
            r#"{"person_days": 14, "facts_days": 10}"#,
            r#"{"person_days": 14, "facts_days": 100}"#,
            r#"{"person_days": 0, "facts_days": 365}"#,
        ] {
            assert_eq!(read(text).unwrap_err().variable, "KEEP");
        }
    }
}
