//! What no catalogue may get wrong, each said with its file, record and reason.

mod behaviour;
mod proofs;
mod records;

use super::source::Facts;
use super::{Parts, Problem, Sources, build, read};
use crate::catalogue::Catalogue;
use crate::detection::Findings;
use crate::matching::{self, Match, Matching};
use crate::profile::{Profile, Value, from_facts};
use crate::text::Lang;
use std::collections::BTreeMap;
use std::path::Path;
use time::{Date, Month};

/// The day that proofs are judged on, unless an entry's own period says another.
const PROOF_DAY: (i32, Month, u8) = (2026, Month::November, 23);

/// Reads, builds and lints a catalogue; nothing when all is well.
pub fn lint(folder: &Path) -> Vec<Problem> {
    let sources = match read(folder) {
        Ok(sources) => sources,
        Err(problems) => return problems,
    };
    let mut problems = records::problems(&sources);
    match build::build(&sources) {
        Ok(parts) => problems.extend(behind(&sources, parts)),
        Err(broken) => problems.extend(broken),
    }
    problems
}

/// What shows only when the catalogue runs.
fn behind(sources: &Sources, parts: Parts) -> Vec<Problem> {
    let bench = Bench { catalogue: parts.catalogue() };
    let mut problems = proofs::problems(sources, &bench);
    problems.extend(behaviour::problems(sources, &bench));
    problems
}

/// A catalogue that example profiles are tried on.
pub(super) struct Bench {
    pub(super) catalogue: Catalogue,
}

impl Bench {
    fn day() -> Date {
        let (year, month, day) = PROOF_DAY;
        Date::from_calendar_date(year, month, day).unwrap_or(Date::MIN)
    }

    fn read(&self, text: &str) -> Findings {
        self.catalogue.hear(text, Lang::Sv)
    }

    /// A profile from facts; `concepts` among them are confirmed ones, and
    /// `text` is the company's own words.
    pub(super) fn profile(&self, facts: &Facts) -> Result<(Profile, Findings), String> {
        let mut facts = facts.clone();
        let concepts = facts.remove("concepts");
        let text = match facts.remove("text") {
            Some(Value::Code(text)) => text,
            _ => String::new(),
        };
        let facts: BTreeMap<String, Option<Value>> =
            facts.into_iter().map(|(name, value)| (name, Some(value))).collect();
        let mut profile =
            from_facts(&facts).map_err(|bad| format!("`{}`: {}", bad.name, bad.why))?;
        if let Some(Value::Codes(ids)) = concepts {
            profile.concepts = ids;
        }
        let findings = self.read(&text);
        let profile = matching::profile_for(&self.catalogue, &profile, &findings, Self::day());
        Ok((profile, findings))
    }

    pub(super) fn matching(&self, profile: &Profile, findings: &Findings) -> Matching {
        matching::run(&self.catalogue.rules, profile, findings, Self::day())
    }

    /// How an entry comes out for some facts.
    pub(super) fn outcome(&self, id: &str, facts: &Facts) -> Result<Match, String> {
        let (profile, findings) = self.profile(facts)?;
        let rules = &self.catalogue.rules;
        let is_it = |one: &Match| rules.at(one.entry).is_some_and(|entry| entry.id == id);
        let found = self.matching(&profile, &findings).matches.into_iter().find(is_it);
        found.ok_or_else(|| "is not in the catalogue".to_owned())
    }
}
