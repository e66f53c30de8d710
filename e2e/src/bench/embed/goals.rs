//! Goals, what was measured, and the verdicts, as a table and as JSON.

use std::fmt::{Display, Write as _};

use anyhow::{Result, ensure};
use serde::Serialize;

/// A goal and what came of it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Goal {
    id: &'static str,
    what: String,
    goal: String,
    measured: String,
    reached: bool,
}

/// Everything that was measured.
#[derive(Default, Serialize)]
pub(super) struct Goals(Vec<Goal>);

impl Goals {
    /// A number that must not be larger.
    pub(super) fn at_most(&mut self, id: &'static str, what: &str, most: f64, measured: f64) {
        let reached = measured <= most;
        self.put(id, what, format!("≤ {}", Number(most)), Number(measured), reached);
    }

    /// Anything else.
    pub(super) fn put(
        &mut self,
        id: &'static str,
        what: &str,
        goal: impl Display,
        measured: impl Display,
        reached: bool,
    ) {
        let (what, goal, measured) = (what.to_owned(), goal.to_string(), measured.to_string());
        crate::project::say(format_args!("{id:>4}  {what}: {measured} ({goal})"));
        self.0.push(Goal { id, what, goal, measured, reached });
    }

    /// What could not be measured is a goal that was not reached, with the reason.
    pub(super) fn part(&mut self, id: &'static str, what: &str, done: Result<()>) {
        if let Err(error) = done {
            let why = format!("{error:#}").replace('\n', " ");
            self.put(id, what, "measured", why.chars().take(300).collect::<String>(), false);
        }
    }

    /// The table.
    pub(super) fn table(&self) -> String {
        let mut text = String::from("| id | what | goal | measured | |\n|---|---|---|---|---|\n");
        for Goal { id, what, goal, measured, reached } in &self.0 {
            let verdict = if *reached { "reached" } else { "**missed**" };
            let measured = measured.replace('|', "/");
            let _ = writeln!(text, "| {id} | {what} | {goal} | {measured} | {verdict} |");
        }
        text
    }

    /// Refuses what was not reached.
    pub(super) fn must_be_reached(&self) -> Result<()> {
        let missed: Vec<_> = self.0.iter().filter(|goal| !goal.reached).collect();
        let lines: Vec<_> = missed
            .iter()
            .map(|goal| format!("{} {}: {} ({})", goal.id, goal.what, goal.measured, goal.goal))
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
