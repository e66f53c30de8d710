//! What a company has said of itself. Silence is not an answer, and never
//! counts against anyone.

use crate::text::Lang;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A fact that a company can state. The names are those of `CASE.json`, of the
/// catalogue and of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// What the company is looking for: `seek.*`, one or more.
    Seek,
    /// `form.product`, `form.service` or `form.process`.
    Form,
    /// `device`, `ivd`, `medicinal` or `not-medical`.
    Class,
    /// Whether it is meant to find, prevent, follow or treat disease.
    MedicalPurpose,
    /// Technology readiness level, 1 to 9.
    Trl,
    /// How far the company has come, when it does not know the level.
    Journey,
    /// Who is affected: `none`, `staff`, `data`, `patients`.
    Patients,
    /// CE marking: `this-purpose`, `other-purpose`, `none`, `not-applicable`.
    Ce,
    /// A medicine that is approved and used as approved.
    Approved,
    /// Extra invasive or burdensome procedures for patients.
    Burden,
    /// Whether it is research.
    Research,
    /// Ethics approval and a research principal are in place.
    Ethics,
    /// `new`, `known` or `under-agreement`.
    Known,
    /// What the region would pay, in kronor, over the whole time.
    PriceSek,
    /// What care gains.
    OrgBenefit,
    /// What patients, relatives or residents gain.
    UserBenefit,
    /// `company`, `employee`, `care-provider` or `private`.
    Who,
    /// `size.*`.
    Size,
    /// Two letters, ISO 3166-1.
    Country,
    /// Whether anyone works for the region or is close to someone there.
    Relation,
}

impl Field {
    /// Every field, in the order of the questionnaire.
    pub const ALL: [Self; 20] = [
        Self::Seek,
        Self::Form,
        Self::Class,
        Self::MedicalPurpose,
        Self::Trl,
        Self::Journey,
        Self::Patients,
        Self::Ce,
        Self::Approved,
        Self::Burden,
        Self::Research,
        Self::Ethics,
        Self::Known,
        Self::PriceSek,
        Self::OrgBenefit,
        Self::UserBenefit,
        Self::Who,
        Self::Size,
        Self::Country,
        Self::Relation,
    ];

    /// Its name in `CASE.json` and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seek => "seek",
            Self::Form => "form",
            Self::Class => "class",
            Self::MedicalPurpose => "medical_purpose",
            Self::Trl => "trl",
            Self::Journey => "journey",
            Self::Ce => "ce",
            Self::Approved => "approved",
            Self::Patients => "patients",
            Self::Burden => "burden",
            Self::Research => "research",
            Self::Ethics => "ethics",
            Self::Known => "known",
            Self::PriceSek => "price_sek",
            Self::OrgBenefit => "org_benefit",
            Self::UserBenefit => "user_benefit",
            Self::Size => "size",
            Self::Country => "country",
            Self::Who => "who",
            Self::Relation => "relation",
        }
    }

    /// The field of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// Some of the facts, in the order of the questionnaire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fields(u32);

impl Fields {
    /// Adds one.
    pub fn insert(&mut self, field: Field) {
        self.0 |= 1 << field as u32;
    }

    /// Adds all of another set.
    pub fn extend(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Whether one is among them.
    pub fn contains(self, field: Field) -> bool {
        self.0 & (1 << field as u32) != 0
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that a question keeps.
    #[must_use]
    pub fn filter(self, keeps: impl Fn(Field) -> bool) -> Self {
        let mut some = Self::default();
        self.iter().filter(|field| keeps(*field)).for_each(|field| some.insert(field));
        some
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = Field> {
        Field::ALL.into_iter().filter(move |field| self.contains(*field))
    }
}

/// What was said of one fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<T> {
    /// An answer.
    Known(T),
    /// "Vet inte": an answer too, and always a valid one.
    DontKnow,
    /// Not said.
    NotAsked,
}

/// The value of a known answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no; for a benefit, whether it is stated.
    Bool(bool),
    /// A level or an amount in whole kronor.
    Number(u32),
    /// One code.
    Code(String),
    /// Several codes, in the order in which they were chosen.
    Codes(Vec<String>),
}

/// The code of "vet inte" in `CASE.json` and on the wire.
pub const DONT_KNOW: &str = "dont-know";

/// All that the rules look at. Free text has become concepts and sayings
/// before it comes here: see [`crate::detection`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// By field, in its order; few enough to look through.
    answers: Vec<(Field, Option<Value>)>,
    /// Concepts that the words gave away or the visitor confirmed.
    pub concepts: Vec<String>,
    /// Sayings that the words contain, such as `reprocessing`.
    pub sayings: Vec<String>,
}

impl Profile {
    /// What was said of a fact.
    pub fn get(&self, field: Field) -> Answer<&Value> {
        match self.answers.iter().find(|(of, _)| *of == field) {
            None => Answer::NotAsked,
            Some((_, None)) => Answer::DontKnow,
            Some((_, Some(value))) => Answer::Known(value),
        }
    }

    /// Keeps an answer.
    pub fn set(&mut self, field: Field, value: Value) {
        self.keep(field, Some(value));
    }

    /// Keeps "vet inte".
    pub fn set_unknown(&mut self, field: Field) {
        self.keep(field, None);
    }

    fn keep(&mut self, field: Field, answer: Option<Value>) {
        let at = self.answers.iter().position(|(of, _)| field <= *of);
        match at.and_then(|at| self.answers.get_mut(at)) {
            Some(kept) if kept.0 == field => kept.1 = answer,
            _ => self.answers.insert(at.unwrap_or(self.answers.len()), (field, answer)),
        }
    }

    /// Takes an answer back.
    pub fn clear(&mut self, field: Field) {
        self.answers.retain(|(of, _)| *of != field);
    }

    /// The code of a single choice, if one is known.
    pub fn code(&self, field: Field) -> Option<&str> {
        match self.get(field) {
            Answer::Known(Value::Code(code)) => Some(code),
            _ => None,
        }
    }

    /// The codes chosen for a field with one or several choices.
    pub fn codes(&self, field: Field) -> Vec<&str> {
        match self.get(field) {
            Answer::Known(Value::Code(code)) => vec![code],
            Answer::Known(Value::Codes(codes)) => codes.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The fields that have an answer, "vet inte" included.
    pub fn answered(&self) -> impl Iterator<Item = Field> + '_ {
        self.answers.iter().map(|(field, _)| *field)
    }

    /// The answers as they travel: names to values, `"dont-know"` for those
    /// who do not know, and benefits only as stated or not.
    pub fn coarse(&self, empty_words: &[String]) -> BTreeMap<String, Option<Value>> {
        let mut all = BTreeMap::new();
        for (field, value) in &self.answers {
            let value = match (field, value) {
                (_, None) => Value::Code(DONT_KNOW.to_owned()),
                (Field::OrgBenefit | Field::UserBenefit, Some(value)) => {
                    Value::Bool(crate::qualification::states(value, empty_words))
                }
                (_, Some(value)) => value.clone(),
            };
            all.insert(field.name().to_owned(), Some(value));
        }
        all
    }
}

/// One fact of `CASE.json` that cannot be read: its name and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadFact {
    /// The name as given.
    pub name: String,
    /// What to change, in English.
    pub why: &'static str,
}

/// A company case: words, confirmed concepts and facts.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Case {
    /// The language that the company reads.
    #[serde(default)]
    pub lang: Lang,
    /// Its own words.
    #[serde(default)]
    pub text: String,
    /// Concepts it has confirmed.
    #[serde(default)]
    pub concepts: Vec<String>,
    /// Its answers; null is "not asked".
    #[serde(default)]
    pub facts: BTreeMap<String, Option<Value>>,
}

/// Reads facts by name. Every kind of value is checked against its field.
///
/// # Errors
/// A name that is no field, or a value that the field cannot have.
pub fn from_facts(facts: &BTreeMap<String, Option<Value>>) -> Result<Profile, BadFact> {
    let mut profile = Profile::default();
    for (name, value) in facts {
        let bad = |why| BadFact { name: name.clone(), why };
        let field = Field::named(name).ok_or_else(|| bad("there is no such fact"))?;
        match value {
            None => {}
            Some(Value::Code(code)) if code == DONT_KNOW => profile.set_unknown(field),
            Some(value) => {
                profile.set(field, fitting(field, value).ok_or_else(|| bad("wrong value"))?);
            }
        }
    }
    Ok(profile)
}

/// The value in the shape that the field has; `None` when it cannot have it.
fn fitting(field: Field, value: &Value) -> Option<Value> {
    use Field as F;
    let fits = match (field, value) {
        (F::Seek, Value::Code(code)) => return Some(Value::Codes(vec![code.clone()])),
        (F::Trl, Value::Number(level)) => (1..=9).contains(level),
        (F::Seek, Value::Codes(_))
        | (F::PriceSek, Value::Number(_))
        | (F::OrgBenefit | F::UserBenefit, Value::Bool(_) | Value::Code(_))
        | (
            F::MedicalPurpose | F::Approved | F::Burden | F::Research | F::Ethics | F::Relation,
            Value::Bool(_),
        )
        | (
            F::Form | F::Class | F::Journey | F::Ce | F::Patients | F::Known | F::Size | F::Who,
            Value::Code(_),
        ) => true,
        (F::Country, Value::Code(code)) => code.len() == 2,
        _ => false,
    };
    fits.then(|| value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_and_not_knowing_are_two_things() {
        let mut profile = Profile::default();
        assert_eq!(profile.get(Field::Trl), Answer::NotAsked);
        profile.set_unknown(Field::Trl);
        assert_eq!(profile.get(Field::Trl), Answer::DontKnow);
    }

    #[test]
    fn every_field_is_found_by_its_name() {
        for field in Field::ALL {
            assert_eq!(Field::named(field.name()), Some(field));
        }
    }

    #[test]
    fn answers_are_read_without_a_panic() {
        let right = r#"{"text": "x", "facts": {"seek": ["seek.pilot"], "trl": 8, "country": "SE",
            "ce": "dont-know", "research": null, "org_benefit": "x", "price_sek": 400000}}"#;
        crate::odd::inputs("answers", &[right], |bytes, _| {
            let Ok(case) = serde_json::from_slice::<Case>(bytes) else { return };
            let _ = from_facts(&case.facts).map(|profile| profile.coarse(&["x".to_owned()]));
        });
    }
}
