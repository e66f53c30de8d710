//! Does this make a lead? Benefit qualifies, not maturity.
//!
//! The region's plan (RS 2024-1196) says six times that it collaborates "när det
//! finns en tydlig verksamhets- och användarnytta": both benefits must be
//! stated before a lead can be sent.

use crate::catalogue::{Place, Redirect, Rules};
use crate::detection::content_words;
use crate::eligibility::{Judge, Verdict};
use crate::matching::{Match, Matching};
use crate::profile::{Field, Profile, Value};
use serde::{Deserialize, Serialize};
use time::Date;

/// Where a matter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Disposition {
    /// A recipient exists now.
    Forward,
    /// Something comes first: a gate of law, ethics, CE marking, maturity.
    Prepare,
    /// Another body or channel.
    Redirect,
    /// None of this service's matters.
    OutOfScope,
}

/// Where a matter goes: what leaves the lead flow first, then what has to be
/// prepared, then whether there is anyone to forward to.
pub(crate) fn disposition(
    rules: &Rules,
    matches: &[Match],
    redirects: &[&Redirect],
    prepares: bool,
) -> Disposition {
    if redirects.iter().any(|redirect| redirect.another_body) {
        return Disposition::Redirect;
    }
    if !redirects.is_empty() {
        return Disposition::OutOfScope;
    }
    let anyone = matches.iter().any(|one| {
        let entry = rules.at(one.entry);
        let contact = entry.is_some_and(|entry| entry.kind != crate::catalogue::Kind::Path);
        contact && matches!(one.outcome.key(), "fits" | "fits-if")
    });
    if prepares || !anyone { Disposition::Prepare } else { Disposition::Forward }
}

/// What keeps a matter from being a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// What care gains is not stated.
    OrgBenefit,
    /// What patients or residents gain is not stated.
    UserBenefit,
    /// What is sought is not said.
    Ask,
    /// No one who takes leads fits.
    Recipient,
    /// A hard gate of law stands in the way.
    Gate,
    /// It is prepared, redirected or out of scope instead.
    Disposition,
}

impl Missing {
    /// The stable key.
    pub fn key(self) -> &'static str {
        match self {
            Self::OrgBenefit => "org-benefit",
            Self::UserBenefit => "user-benefit",
            Self::Ask => "ask",
            Self::Recipient => "recipient",
            Self::Gate => "gate",
            Self::Disposition => "disposition",
        }
    }
}

/// What is missing before a lead can be sent; nothing when it can.
pub fn missing(rules: &Rules, profile: &Profile, matching: &Matching, today: Date) -> Vec<Missing> {
    let judge = Judge::new(rules, profile, today);
    let stated = |field| judge.verdict(&crate::catalogue::Expression::Stated(field));
    let checks = [
        (Missing::OrgBenefit, stated(Field::OrgBenefit) != Verdict::Met),
        (Missing::UserBenefit, stated(Field::UserBenefit) != Verdict::Met),
        (Missing::Ask, profile.codes(Field::Seek).is_empty()),
        (Missing::Recipient, recipients(rules, matching).is_empty()),
        (Missing::Gate, is_gated(&judge) && matching.disposition != Disposition::Forward),
        (Missing::Disposition, matching.disposition != Disposition::Forward),
    ];
    checks.into_iter().filter(|(_, is_missing)| *is_missing).map(|(what, _)| what).collect()
}

fn is_gated(judge: &Judge<'_>) -> bool {
    judge.rules().gates.iter().any(|gate| judge.verdict(&gate.when) == Verdict::Met)
}

/// Who could get the lead: entries that take leads and are not ruled out, best
/// first, as places in [`Rules::entries`].
pub fn recipients(rules: &Rules, matching: &Matching) -> Vec<Place> {
    let takes = |one: &&Match| {
        one.outcome.is_open() && rules.at(one.entry).is_some_and(|entry| entry.recipient.is_some())
    };
    matching.matches.iter().filter(takes).map(|one| one.entry).collect()
}

/// The fewest words of meaning that a benefit is stated in: one for what
/// changes, one for what it changes. "Revolutionerande" alone says neither.
const FEWEST_WORDS: usize = 2;

/// Whether a benefit says something: what changes, for whom. Marketing words do
/// not count.
pub fn states(value: &Value, empty_words: &[String]) -> bool {
    match value {
        Value::Bool(stated) => *stated,
        Value::Code(text) => FEWEST_WORDS <= content_words(text, empty_words),
        Value::Number(_) | Value::Codes(_) => false,
    }
}
