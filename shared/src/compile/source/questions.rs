//! Concepts, sayings and the questionnaire.

use crate::catalogue::Shape;
use crate::compile::texts::Written;
use crate::profile::Field;
use serde::Deserialize;
use toml::value::Datetime;

/// A concept with its proof.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// `facet.concept`.
    pub id: String,
    /// Its name.
    pub label: Written,
    /// What contains it.
    pub broader: Option<String>,
    /// What gives it away.
    pub terms: Terms,
    /// Sentences that it must be found in.
    pub catches: Vec<String>,
    /// Sentences that it must not be found in.
    #[serde(default)]
    pub ignores: Vec<String>,
    /// Where it comes from.
    pub source: String,
    /// When it was checked.
    pub checked_on: Datetime,
    /// When it is to be checked again.
    pub review_after: Datetime,
}

/// Terms by language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Swedish.
    pub sv: Vec<String>,
    /// English.
    pub en: Vec<String>,
}

/// Phrases that say something, each with its proof.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saying {
    /// `reprocessing`.
    pub id: String,
    /// Sets of words that stand in one sentence.
    pub phrases: Vec<String>,
    /// Sentences that say it.
    pub catches: Vec<String>,
    /// Sentences that do not.
    pub ignores: Vec<String>,
}

/// A word that means several things, each with its proof.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ambiguous {
    /// As it is typed, in either language.
    pub word: String,
    /// The concepts that it may mean, two or more.
    pub meanings: Vec<String>,
    /// Phrases in which it means none of them.
    #[serde(default)]
    pub other: Vec<String>,
    /// Sentences in which it has to be asked about.
    pub asks: Vec<String>,
    /// Sentences that tell by themselves, or in which it means nothing of these.
    pub settled: Vec<String>,
}

/// The questionnaire.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Questionnaire {
    /// Pages in order.
    pub page: Vec<Page>,
    /// Questions in order.
    pub question: Vec<Question>,
}

/// A page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Its heading.
    pub title: Written,
}

/// A question.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What it asks for.
    pub field: Field,
    /// Where it stands, from 1.
    pub page: u8,
    /// What answer it takes.
    pub shape: Shape,
    /// When it is asked.
    pub asked_if: Option<toml::Value>,
    /// Whether a company can change the fact.
    #[serde(default)]
    pub changeable: bool,
    /// The question.
    pub text: Written,
    /// Help.
    pub hint: Option<Written>,
    /// What the fact is called.
    pub name: Written,
    /// Options.
    #[serde(default)]
    pub options: Vec<Choice>,
    /// An example.
    pub example: Option<Written>,
}

/// An option.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is kept.
    pub code: String,
    /// What is read.
    pub label: Written,
    /// What it means.
    pub hint: Option<Written>,
    /// Its heading.
    pub group: Option<Written>,
}
