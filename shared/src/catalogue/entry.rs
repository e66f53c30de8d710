//! What a company can be led to.

use super::piece::{choice, record};
use serde::{Deserialize, Serialize};
use time::Date;

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A form of collaboration or procurement.
    Path,
    /// A published need.
    Need,
    /// A research and innovation infrastructure.
    Infrastructure,
    /// A unit that receives companies, or an actor that supports them.
    EntryPoint,
    /// Another body or channel.
    Redirect,
}

/// Whether a recipient takes new companies now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Intake {
    /// Yes.
    Open,
    /// To a limited extent.
    Limited,
    /// Not for the time being.
    Paused,
    /// No.
    Closed,
}

/// How sure the fact is that an entry exists as described.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// On its owner's page or in a decision.
    Certain,
    /// Strong but older or second-hand evidence.
    Likely,
    /// Existed; its present state is not known.
    Unconfirmed,
}

/// Whether an unmet criterion excludes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// It does.
    Must,
    /// It does not, but is said.
    Should,
}

/// A text of the catalogue: a place in [`crate::catalogue::Texts`].
pub type Text = u16;

/// An entry of the catalogue: a place in [`crate::catalogue::Rules::entries`].
pub type Place = u32;

/// Something that a company may fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `path.test-agreement`.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// An invented example, labelled as one wherever it is shown.
    pub example: bool,
    /// Its name.
    pub name: Text,
    /// One line: what a company gets.
    pub why: Text,
    /// Headed paragraphs, in the order in which they are read.
    pub about: Vec<(Heading, Text)>,
    /// What to do next.
    pub next: Option<Text>,
    /// Where to go.
    pub link: Option<String>,
    /// Who owns it.
    pub owner: Option<Text>,
    /// Who takes leads for it, as an id of the Worker's configuration.
    pub recipient: Option<String>,
    /// Places of the criteria, gates first.
    pub criteria: Vec<(u16, Strength)>,
    /// Concepts that it is about, for evidence.
    pub concepts: Vec<u16>,
    /// Paths only: the entries to contact for it.
    pub contacts: Vec<Place>,
    /// Whether it takes companies now.
    pub intake: Intake,
    /// Why not, or to what extent.
    pub intake_note: Option<Text>,
    /// How sure we are that it exists as described.
    pub status: Status,
    /// What is uncertain.
    pub stale_risk: Option<Text>,
    /// First and last day.
    pub period: (Option<Date>, Option<Date>),
    /// Where the facts come from.
    pub source: Text,
    /// When they were last checked.
    pub checked_on: Date,
    /// From when on they count as unconfirmed.
    pub review_after: Date,
}

/// What a paragraph of an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Heading {
    /// What it is.
    What,
    /// When it applies.
    When,
    /// What the law says.
    Law,
    /// What the company brings.
    Inputs,
    /// How long it takes.
    Time,
    /// The problem behind a need.
    Problem,
    /// The effect that is wanted.
    Effect,
    /// What limits a solution.
    Constraints,
}

/// A criterion: a condition with its label and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// `ready`, `gate-device`, or made from an entry's attributes.
    pub id: String,
    /// What must hold.
    pub when: super::Expression,
    /// The same in words, if the operators' own words would not do.
    pub label: Option<Text>,
    /// Where it comes from.
    pub source: Text,
}

/// A hard gate of law: while it holds, only some paths are open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// `gate-device`.
    pub id: String,
    /// Its condition.
    pub when: super::Expression,
    /// Paths that count as asked for while it holds, best first.
    pub offers: Vec<Place>,
    /// The notice that explains it.
    pub notice: String,
}

/// A row of the first-cut table: what is sought → paths by readiness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// `seek.*` codes.
    pub seek: Vec<String>,
    /// TRL 1–3 · TRL 4–6 · TRL 7–9 without CE for the purpose · TRL 7–9 with it
    /// or not medical. Each: entries, best first.
    pub columns: [Vec<Place>; 4],
}

/// A text that is shown when it matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// `no-promise`.
    pub id: String,
    /// When it is shown.
    pub when: super::Expression,
    /// In a few words.
    pub title: Text,
    /// All of it.
    pub text: Text,
    /// Its basis.
    pub source: Text,
}

/// Another body or channel, or a matter that is none of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// `redirect.municipal` or `scope.student`.
    pub id: String,
    /// When it applies.
    pub when: super::Expression,
    /// False for what is out of scope.
    pub another_body: bool,
    /// Its name.
    pub name: Text,
    /// What to know.
    pub text: Text,
    /// What to do.
    pub next: Option<Text>,
    /// Where to go.
    pub link: Option<String>,
    /// Its basis.
    pub source: Text,
}

/// What comes before a lead can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preparation {
    /// `ethics-first`.
    pub id: String,
    /// When it does.
    pub when: super::Expression,
    /// What to do first.
    pub text: Text,
    /// Its basis.
    pub source: Text,
}

choice! {
    Kind { Path, Need, Infrastructure, EntryPoint, Redirect }
    Intake { Open, Limited, Paused, Closed }
    Status { Certain, Likely, Unconfirmed }
    Strength { Must, Should }
    Heading { What, When, Law, Inputs, Time, Problem, Effect, Constraints }
}

record! {
    Entry {
        id, kind, example, name, why, about, next, link, owner, recipient, criteria, concepts,
        contacts, intake, intake_note, status, stale_risk, period, source, checked_on, review_after,
    }
    Criterion { id, when, label, source }
    Gate { id, when, offers, notice }
    Row { seek, columns }
    Notice { id, when, title, text, source }
    Redirect { id, when, another_body, name, text, next, link, source }
    Preparation { id, when, text, source }
}
