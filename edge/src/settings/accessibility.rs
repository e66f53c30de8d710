//! What was tested of accessibility, and when: written by a test run.

use super::{Faulty, Words, faulty, json};
use serde::Deserialize;

/// What the accessibility statement is made of.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Accessibility {
    /// The day of the run.
    pub(crate) tested_on: String,
    /// What looked for violations.
    pub(crate) engines: Vec<Engine>,
    /// In which browsers.
    pub(crate) browsers: Vec<String>,
    /// In which of its forms.
    pub(crate) rungs: Vec<String>,
    /// In which languages.
    pub(crate) languages: Vec<String>,
    /// At which widths in px.
    pub(crate) widths: Vec<u32>,
    /// What is known not to be right yet.
    pub(crate) open: Vec<Words>,
    /// Where faults are reported; the region's own site unless it is said.
    pub(crate) contact: Option<Words>,
}

/// An engine, and what it found.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Engine {
    pub(crate) name: String,
    pub(crate) version: String,
    /// In how many states it looked; none if nobody counted.
    pub(crate) states: Option<u32>,
    pub(crate) violations: u32,
}

/// Reads it.
pub(super) fn read(variable: &dyn Fn(&str) -> Option<String>) -> Result<Accessibility, Faulty> {
    const NAME: &str = "ACCESSIBILITY";
    let read: Accessibility = json(variable, NAME)?;
    if shared::text::day(&read.tested_on).is_none() {
        return Err(faulty(NAME, "tested_on: is not a day like 2026-11-23"));
    }
    Ok(read)
}
