//! How many leads may come in an hour, and what step tokens are made of.

use super::{Faulty, faulty, text};
use crate::intake::guard::token::Secret;
use serde::Deserialize;
use time::Date;

/// How many, in an hour. Beyond a limit an operator looks first; beyond twice
/// as many, whoever sends is asked to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limits {
    /// How long at least a page was open before it sends, in seconds.
    pub(crate) least_seconds: u16,
    /// So many from one network pass.
    pub(crate) network_pass: u32,
    /// So many more from it are looked at first.
    pub(crate) network_hold: u32,
    /// So many from one partner's page pass.
    pub(crate) partner: u32,
    /// So many in all pass.
    pub(crate) all: u32,
    /// The last day on which a lead without a step token is like any other: a
    /// page of the version before has none. Thirty days after an update, as long
    /// as old files are kept; none for never.
    #[serde(default)]
    pub(crate) tokenless_until: Option<Day>,
}

/// A day, as `2026-12-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(pub(crate) Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let day = shared::text::day(&text).map(Self);
        day.ok_or_else(|| serde::de::Error::custom("a day is like 2026-12-31"))
    }
}

/// Reads the limits. None may be nothing: then nobody could send.
pub(super) fn limits(variable: &dyn Fn(&str) -> Option<String>) -> Result<Limits, Faulty> {
    let limits: Limits = super::json(variable, "LIMITS")?;
    let Limits { network_pass, partner, all, .. } = limits;
    if [network_pass, partner, all].contains(&0) {
        return Err(faulty("LIMITS", "network_pass, partner and all must be at least 1"));
    }
    Ok(limits)
}

/// Reads the secret.
pub(super) fn secret(variable: &dyn Fn(&str) -> Option<String>) -> Result<Secret, Faulty> {
    const NAME: &str = "GUARD_SECRET";
    Secret::new(text(variable, NAME)?)
        .ok_or_else(|| faulty(NAME, "must have at least 32 characters"))
}
