//! The questionnaire: typed questions as data.

use super::piece::{choice, record};
use super::{Expression, Text};
use crate::eligibility::{Judge, Verdict};
use crate::profile::{Field, Profile};
use serde::{Deserialize, Serialize};

/// What kind of answer a question takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// One of the options.
    Choice,
    /// One or more of the options.
    Choices,
    /// Yes or no.
    YesNo,
    /// One of the options, whose codes are numbers.
    Level,
    /// A whole amount in kronor.
    Amount,
    /// Free text of at most 500 characters.
    Text,
    /// A country.
    Country,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The fact that it asks for.
    pub field: Field,
    /// The page on which it stands, from 1.
    pub page: u8,
    /// What kind of answer it takes.
    pub shape: Shape,
    /// When it is asked; it may look at earlier questions only.
    pub asked_if: Option<Expression>,
    /// Whether the company could change the fact: a class cannot be wished away.
    pub changeable: bool,
    /// The question.
    pub text: Text,
    /// One short sentence of help.
    pub hint: Option<Text>,
    /// The field's name in a verdict, such as "CE-märkning".
    pub name: Text,
    /// Codes and their labels.
    pub options: Vec<Choice>,
    /// An example, for text.
    pub example: Option<Text>,
}

/// An option of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is kept.
    pub code: String,
    /// What is read.
    pub label: Text,
    /// What it means.
    pub hint: Option<Text>,
    /// The heading that it stands under, in a long list.
    pub group: Option<Text>,
}

/// A page of the questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its heading.
    pub title: Text,
}

choice! {
    Shape { Choice, Choices, YesNo, Level, Amount, Text, Country }
}

record! {
    Question {
        field, page, shape, asked_if, changeable, text, hint, name, options, example,
    }
    Choice { code, label, hint, group }
    Page { title }
}

/// The questions that are asked, given the answers so far.
pub fn asked<'a>(judge: &Judge<'a>) -> impl Iterator<Item = &'a Question> {
    judge.rules().questions.iter().filter(|question| is_asked(question, judge))
}

/// Whether a question is shown: when its condition is known to hold.
pub fn is_asked(question: &Question, judge: &Judge<'_>) -> bool {
    question.asked_if.as_ref().is_none_or(|when| judge.verdict(when) == Verdict::Met)
}

/// Takes away answers to questions that are not asked on this route, so that
/// the same route gives the same result however it was reached.
pub fn keep_what_is_asked(profile: &mut Profile, rules: &super::Rules, today: time::Date) {
    for question in &rules.questions {
        let judge = Judge::new(rules, profile, today);
        let off = question.asked_if.as_ref().map(|when| judge.verdict(when));
        if off == Some(Verdict::Unmet) {
            profile.clear(question.field);
        }
    }
}
