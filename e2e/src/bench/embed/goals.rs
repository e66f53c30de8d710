//! Goals, what was measured, and the verdicts, as a table and as JSON.

use std::fmt::{Display, Write as _};

use anyhow::{Result, ensure};
use serde::Serialize;

/// Of what is only good to know.
const NO_GOAL: &str = "no goal";

/// A goal and what came of it.
#[derive(Clone, Debug, Serialize)]
struct Line {
    id: &'static str,
    what: String,
    goal: String,
    measured: String,
    reached: bool,
}

/// Everything that was measured.
#[derive(Default, Serialize)]
pub(super) struct Goals(Vec<Line>);

/// A goal that waits for what was measured.
pub(super) struct Goal<'a> {
    all: &'a mut Goals,
    id: &'static str,
    what: String,
}

impl Goal<'_> {
    /// A number that must not be larger.
    pub(super) fn at_most(self, most: f64, measured: f64) {
        self.is(format!("≤ {}", Number(most)), Number(measured), measured <= most);
    }

    /// A list that must be empty.
    pub(super) fn none(self, found: &[impl Display]) {
        let first = found.first().map(|one| format!(": {one}")).unwrap_or_default();
        self.is("none", format!("{}{first}", found.len()), found.is_empty());
    }

    /// What is good to know, and no goal.
    pub(super) fn told(self, measured: f64) {
        self.is(NO_GOAL, Number(measured), true);
    }

    /// Anything else.
    pub(super) fn is(self, goal: impl Display, measured: impl Display, reached: bool) {
        let Self { all, id, what } = self;
        let (goal, measured) = (goal.to_string(), measured.to_string());
        crate::project::say(format_args!("{id:>4}  {what}: {measured} ({goal})"));
        all.0.push(Line { id, what, goal, measured, reached });
    }
}

impl Goals {
    /// A goal, and what is measured.
    pub(super) fn of(&mut self, id: &'static str, what: impl Into<String>) -> Goal<'_> {
        Goal { all: self, id, what: what.into() }
    }

    /// What could not be measured is a goal that was not reached, with the reason.
    pub(super) fn part(&mut self, id: &'static str, what: &str, done: Result<()>) {
        if let Err(error) = done {
            let why = format!("{error:#}").replace('\n', " ");
            let why: String = why.chars().take(300).collect();
            self.of(id, what).is("measured", why, false);
        }
    }

    /// The table.
    pub(super) fn table(&self) -> String {
        let mut text = String::from("| id | what | goal | measured | |\n|---|---|---|---|---|\n");
        for Line { id, what, goal, measured, reached } in &self.0 {
            let verdict = match (goal.as_str(), *reached) {
                (NO_GOAL, _) => "",
                (_, true) => "reached",
                (_, false) => "**missed**",
            };
            let measured = measured.replace('|', "/");
            let _ = writeln!(text, "| {id} | {what} | {goal} | {measured} | {verdict} |");
        }
        text
    }

    /// Refuses what was not reached.
    pub(super) fn must_be_reached(&self) -> Result<()> {
        let missed: Vec<_> = self.0.iter().filter(|line| !line.reached).collect();
        let lines: Vec<_> = missed
            .iter()
            .map(|line| format!("{} {}: {} ({})", line.id, line.what, line.measured, line.goal))
            .collect();
        ensure!(missed.is_empty(), "{} goals are missed:\n{}", missed.len(), lines.join("\n"));
        Ok(())
    }
}

/// As many digits as say something.
struct Number(f64);

impl Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digits = if self.0.fract() == 0.0 || 100.0 <= self.0.abs() { 0 } else { 3 };
        write!(f, "{:.digits$}", self.0)
    }
}
