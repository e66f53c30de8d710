//! The TOML files as they are written.

mod policy;
mod questions;
mod reading;
mod records;

pub(super) use policy::*;
pub(super) use questions::*;
pub use reading::read;
pub(super) use records::*;

use crate::profile::Value;
use std::collections::BTreeMap;

/// Facts of an example profile; `concepts` and `text` stand among them.
pub(super) type Facts = BTreeMap<String, Value>;

/// Everything that authors write.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Concepts, each with its file.
    pub concepts: Vec<(String, Concept)>,
    /// Sayings.
    pub sayings: Vec<Saying>,
    /// Words that mean several things.
    pub ambiguous: Vec<Ambiguous>,
    /// Pages and questions.
    pub questionnaire: Questionnaire,
    /// Paths, words only.
    pub paths: Vec<Path_>,
    /// Needs.
    pub needs: Vec<Need>,
    /// Infrastructures and entry points, each with its file.
    pub entries: Vec<(String, Entry)>,
    /// Redirects and what is out of scope.
    pub redirects: Vec<Redirect>,
    /// Notices, words only.
    pub notices: Vec<Notice>,
    /// The policy.
    pub rules: RulesFile,
}
