//! The policy.

use super::Facts;
use crate::compile::texts::Written;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::value::Datetime;

/// The policy: `policy.toml`, `criteria.toml` and `conditions.toml` together.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesFile {
    /// Conditions that others name.
    #[serde(default)]
    pub condition: BTreeMap<String, toml::Value>,
    /// Criteria.
    #[serde(default)]
    pub criterion: Vec<Criterion>,
    /// Gates.
    #[serde(default)]
    pub gate: Vec<Gate>,
    /// Columns of the table.
    #[serde(default)]
    pub column: Vec<Column>,
    /// Rows of the table.
    #[serde(default)]
    pub row: Vec<Row>,
    /// Policy of each path.
    #[serde(default)]
    pub path: BTreeMap<String, PathRules>,
    /// When each redirect applies.
    #[serde(default)]
    pub redirect: BTreeMap<String, toml::Value>,
    /// When each notice is shown.
    #[serde(default)]
    pub notice: BTreeMap<String, toml::Value>,
    /// What comes first.
    #[serde(default)]
    pub preparation: Vec<Preparation>,
    /// Criteria of every need.
    #[serde(default)]
    pub every_need: Vec<String>,
    /// What is sought that a gate can close.
    #[serde(default)]
    pub gated_seeks: Vec<String>,
    /// Words that say nothing.
    #[serde(default)]
    pub empty_words: Vec<String>,
}

/// A criterion with its proof.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its id.
    pub id: String,
    /// What must hold.
    pub when: toml::Value,
    /// In words.
    pub label: Option<Written>,
    /// Where it comes from.
    pub source: Written,
    /// When it was checked.
    pub checked_on: Datetime,
    /// Facts with which it is met.
    pub met: Facts,
    /// Facts with which it is not.
    pub unmet: Facts,
}

/// A gate.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// Its id.
    pub id: String,
    /// Its condition.
    pub when: toml::Value,
    /// What a blocked entry says: that the gate does not hold.
    pub label: Written,
    /// Paths that it closes.
    pub blocks: Vec<String>,
    /// Paths that it leaves, best first.
    pub offers: Vec<String>,
    /// What explains it.
    #[serde(default)]
    pub notice: String,
    /// Its law.
    pub source: Written,
    /// When it was read.
    pub checked_on: Datetime,
}

/// A column of the table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// `early`, `middle`, `unready`, `ready`.
    pub id: String,
    /// When it applies.
    pub when: toml::Value,
}

/// A row of the table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// What is sought.
    pub seek: Vec<String>,
    /// TRL 1–3.
    pub early: Vec<String>,
    /// TRL 4–6.
    pub middle: Vec<String>,
    /// TRL 7–9 without CE for the purpose.
    pub unready: Vec<String>,
    /// TRL 7–9 with it, or not medical.
    pub ready: Vec<String>,
}

/// A path's policy.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathRules {
    /// Criteria that must hold.
    #[serde(default)]
    pub must: Vec<String>,
    /// Criteria that should.
    #[serde(default)]
    pub should: Vec<String>,
    /// Stands outside the table: no one has to be suggested it.
    #[serde(default)]
    pub always: bool,
    /// Whom to contact, best first.
    #[serde(default)]
    pub contacts: Vec<String>,
    /// Facts with which it fits.
    pub fits: Option<Facts>,
    /// Facts with which it does not.
    pub refuses: Option<Facts>,
}

/// What comes before a lead.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preparation {
    /// Its id.
    pub id: String,
    /// When.
    pub when: toml::Value,
    /// What to do.
    pub text: Written,
    /// Its basis.
    pub source: Written,
    /// When it was read.
    pub checked_on: Datetime,
}
