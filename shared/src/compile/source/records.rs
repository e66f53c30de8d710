//! Entries, redirects and notices.

use super::Facts;
use crate::catalogue::{Intake, Status};
use crate::compile::texts::Written;
use serde::Deserialize;
use toml::value::Datetime;

/// A path's words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Path_ {
    /// `path.test-agreement`.
    pub id: String,
    /// Its name.
    pub name: Written,
    /// One line.
    pub why: Written,
    /// What it is.
    pub what: Option<Written>,
    /// When it applies.
    pub when: Option<Written>,
    /// The law.
    pub law: Option<Written>,
    /// What to bring.
    pub inputs: Option<Written>,
    /// How long it takes.
    pub time: Option<Written>,
    /// What to do.
    pub next: Option<Written>,
    /// Where to go.
    pub link: Option<String>,
    /// Where it comes from.
    pub source: Written,
    /// When it was checked.
    pub checked_on: Datetime,
    /// When it is to be checked again.
    pub review_after: Datetime,
}

/// A need.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// `need.example-…`.
    pub id: String,
    /// Invented.
    #[serde(default)]
    pub example: bool,
    /// Its name.
    pub name: Written,
    /// One line.
    pub why: Written,
    /// The problem.
    pub problem: Written,
    /// The wanted effect.
    pub effect: Written,
    /// The limits.
    pub constraints: Option<Written>,
    /// What to do.
    pub next: Option<Written>,
    /// Who has it.
    pub owner: Written,
    /// Clinical areas, one of which it must be about.
    #[serde(default)]
    pub area: Vec<String>,
    /// Offerings, one of which it must be.
    #[serde(default)]
    pub offer: Vec<String>,
    /// Settings, one of which it should be for.
    #[serde(default)]
    pub setting: Vec<String>,
    /// Values, one of which it should give.
    #[serde(default)]
    pub value: Vec<String>,
    /// Readiness.
    pub trl: Option<[u32; 2]>,
    /// First day.
    pub opens: Option<Datetime>,
    /// Last day.
    pub closes: Option<Datetime>,
    /// Whether it takes companies.
    pub intake: Intake,
    /// Why not.
    pub intake_note: Option<Written>,
    /// Who takes leads for it.
    pub recipient: Option<String>,
    /// Its proof.
    pub cases: Cases,
    /// Where it comes from.
    pub source: Written,
    /// When it was checked.
    pub checked_on: Datetime,
    /// When it is to be checked again.
    pub review_after: Datetime,
}

/// Profiles that prove an entry.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cases {
    /// Profiles that fit.
    #[serde(default)]
    pub fits: Vec<Facts>,
    /// Profiles that do not.
    #[serde(default)]
    pub refuses: Vec<Facts>,
    /// Profiles that are not settled.
    #[serde(default)]
    pub unknown: Vec<Facts>,
}

/// An infrastructure, an entry point or a support actor.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// `infra.vecura`.
    pub id: String,
    /// Its name.
    pub name: Written,
    /// One line.
    pub why: Written,
    /// What it is.
    pub what: Option<Written>,
    /// How to get in touch.
    pub next: Option<Written>,
    /// Who owns it.
    pub owner: Written,
    /// What kind of body that is.
    pub legal_form: String,
    /// Where it is.
    pub site: Option<Written>,
    /// How sure it is.
    pub status: Status,
    /// What is not.
    pub stale_risk: Option<Written>,
    /// Whether it takes companies.
    pub intake: Intake,
    /// Why not.
    pub intake_note: Option<Written>,
    /// Where to go.
    pub link: Option<String>,
    /// What a company must seek.
    #[serde(default)]
    pub seek: Vec<String>,
    /// Readiness that it should have.
    pub trl: Option<[u32; 2]>,
    /// What it is about.
    #[serde(default)]
    pub concepts: Vec<String>,
    /// Whether a company must be about that too.
    #[serde(default)]
    pub concepts_required: Option<bool>,
    /// Further criteria.
    #[serde(default)]
    pub must: Vec<String>,
    /// First day.
    pub opens: Option<Datetime>,
    /// Last day.
    pub closes: Option<Datetime>,
    /// Who takes leads for it.
    pub recipient: Option<String>,
    /// Where it comes from.
    pub source: Written,
    /// When it was checked.
    pub checked_on: Datetime,
    /// When it is to be checked again.
    pub review_after: Datetime,
}

/// A redirect or what is out of scope.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redirect {
    /// `redirect.municipal`.
    pub id: String,
    /// Its name.
    pub name: Written,
    /// One line.
    pub why: Option<Written>,
    /// What to know.
    pub text: Written,
    /// What to do.
    pub next: Option<Written>,
    /// Where to go.
    pub link: Option<String>,
    /// Where it comes from.
    pub source: Written,
    /// When it was checked.
    pub checked_on: Datetime,
    /// When it is to be checked again.
    pub review_after: Datetime,
}

/// A notice's words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// `no-promise`.
    pub id: String,
    /// In a few words.
    pub title: Written,
    /// All of it.
    pub text: Written,
    /// Its basis.
    pub source: Written,
    /// When it was checked.
    pub checked_on: Datetime,
    /// When it is to be checked again.
    pub review_after: Datetime,
}
