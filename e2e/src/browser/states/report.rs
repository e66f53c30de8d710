//! What was found, for a test and for the accessibility statement.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use shared::text::Lang;

use super::{Fault, Round, Rung, WIDTHS};
use crate::browser::checkers::Checker;
use crate::project;

/// All that was looked at, and what was wrong.
#[derive(Debug, Default)]
pub struct Report {
    states: Vec<String>,
    faults: Vec<(String, Fault)>,
    /// What no checker looks for.
    others: Vec<String>,
}

impl Report {
    pub(super) fn saw(&mut self, state: &str, faults: Vec<Fault>) {
        self.states.push(state.to_owned());
        self.faults.extend(faults.into_iter().map(|fault| (state.to_owned(), fault)));
    }

    pub(super) fn complain(&mut self, of: String) {
        self.others.push(of);
    }

    pub(super) fn add(&mut self, other: Self) {
        self.states.extend(other.states);
        self.faults.extend(other.faults);
        self.others.extend(other.others);
    }

    /// How many states were looked at.
    pub fn states(&self) -> usize {
        self.states.len()
    }

    /// Nothing may be wrong.
    pub fn must_be_clean(&self) -> Result<()> {
        let faults = self.faults.iter().map(|(state, fault)| format!("{state}: {fault}"));
        let all: Vec<String> = faults.chain(self.others.iter().cloned()).collect();
        ensure!(
            all.is_empty(),
            "{} faults in {} states:\n{}",
            all.len(),
            self.states(),
            all.join("\n")
        );
        Ok(())
    }

    /// Writes the figures for the accessibility statement to
    /// `target/bench/accessibility.json`, as of a day.
    pub fn write(&self, rounds: &[Round], browsers: &[&str], day: &str) -> Result<()> {
        let engine = |checker: Checker| -> Result<Value> {
            let of = self.faults.iter().filter(|(_, fault)| fault.checker == checker);
            Ok(json!({ "name": checker.name(), "version": checker.version()?,
                "states": self.states(), "violations": of.count() }))
        };
        let engines: Vec<Value> = Checker::ALL.into_iter().map(engine).collect::<Result<_>>()?;
        let has = |wanted: &dyn Fn(&Round) -> bool| rounds.iter().any(wanted);
        let rungs = Rung::ALL.into_iter().filter(|rung| has(&|round| round.rung == *rung));
        let languages = Lang::ALL.into_iter().filter(|lang| has(&|round| round.lang == *lang));
        let widths = WIDTHS.into_iter().filter(|width| has(&|round| round.width == *width));
        let told = json!({
            "tested_on": day,
            "engines": engines,
            "browsers": browsers,
            "rungs": rungs.map(Rung::name).collect::<Vec<_>>(),
            "languages": languages.map(Lang::tag).collect::<Vec<_>>(),
            "widths": widths.collect::<Vec<_>>(),
        });
        let path = project::target().join("bench/accessibility.json");
        project::write(&path, serde_json::to_string_pretty(&told)? + "\n")
    }
}
