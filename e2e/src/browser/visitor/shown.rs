//! What the page shows, as data.

use serde::Deserialize;
use shared::text::Lang;

use super::words;

/// An entry among the results.
#[derive(Clone, Debug, Deserialize)]
pub struct Entry {
    /// The catalogue's id.
    pub id: String,
    /// The key of its outcome.
    pub outcome: String,
    /// The heading that it stands under.
    pub group: String,
    /// What it is called.
    pub name: String,
    /// All that it says.
    pub text: String,
    /// What one pressed to see it; empty when it was there at once.
    pub fold: String,
}

impl Entry {
    /// Whether it is shown as something to go on with.
    pub fn is_open(&self) -> bool {
        ["fits", "fits-if", "unknown"].contains(&self.outcome.as_str())
    }

    /// Whether the word for its outcome is there to read.
    pub fn says_its_outcome(&self, lang: Lang) -> bool {
        let word = words::outcome(lang, &self.id, &self.outcome);
        self.text.lines().any(|line| line.trim() == word)
    }
}

/// A box with something to know: a redirect, a notice, a preparation.
#[derive(Clone, Debug, Deserialize)]
pub struct Told {
    /// The catalogue's id.
    pub id: String,
    /// All that it says.
    pub text: String,
    /// Where its links lead.
    pub links: Vec<String>,
}

/// What has the focus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Focus {
    /// All that it is called.
    pub name: String,
    /// The first line of its label, if it has one.
    pub label: String,
    /// Its tag, in capitals.
    pub tag: String,
    /// Its type, if it is an input.
    pub kind: String,
    /// Whether it is chosen.
    pub checked: bool,
}
