//! The questionnaire as it is written in the catalogue: which words on the page
//! stand for which answer.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;
use shared::text::Lang;

use super::words::{field, say};
use crate::project;

/// A text in both languages.
#[derive(Clone, Debug, Deserialize)]
pub struct Text {
    sv: String,
    en: String,
}

impl Text {
    /// Gives it in a language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Sv => &self.sv,
            Lang::En => &self.en,
        }
    }
}

/// Pages and questions in order.
#[derive(Debug, Deserialize)]
pub struct Questionnaire {
    page: Vec<Page>,
    question: Vec<Question>,
}

#[derive(Debug, Deserialize)]
struct Page {
    title: Text,
}

/// A question as it is asked.
#[derive(Debug, Deserialize)]
pub struct Question {
    /// The fact that it asks for.
    pub field: String,
    /// How it is answered.
    pub shape: String,
    page: usize,
    text: Text,
    #[serde(default)]
    options: Vec<Choice>,
}

#[derive(Debug, Deserialize)]
struct Choice {
    code: String,
    label: Text,
}

impl Questionnaire {
    /// Reads it.
    pub fn read() -> Result<Self> {
        let path = project::root().join("shared/catalogue/questions.toml");
        let text = String::from_utf8(project::read(&path)?)?;
        toml::from_str(&text).with_context(|| path.display().to_string())
    }

    /// Gives the questions of the page with a heading. A page with one question
    /// has it as its heading.
    pub fn under(&self, heading: &str, lang: Lang) -> Vec<&Question> {
        let on = |number: usize| self.question.iter().filter(move |one| one.page == number);
        let titled = (1..).zip(&self.page).find(|(number, page)| {
            let mut on_page = on(*number);
            let alone = on_page.next().filter(|_| on_page.next().is_none());
            page.title.get(lang) == heading
                || alone.is_some_and(|only| only.text.get(lang) == heading)
        });
        titled.map(|(number, _)| on(number).collect()).unwrap_or_default()
    }

    /// Gives every question.
    pub fn all(&self) -> &[Question] {
        &self.question
    }

    /// Gives the question that asks for a fact.
    pub fn of(&self, field: &str) -> Result<&Question> {
        let found = self.question.iter().find(|question| question.field == field);
        found.with_context(|| format!("no question asks for {field}"))
    }
}

impl Question {
    /// Gives the question's own words.
    pub fn text(&self, lang: Lang) -> &str {
        self.text.get(lang)
    }

    /// Gives what is chosen or written on the page for a fact's value.
    pub fn answers(&self, value: &Value, lang: Lang) -> Result<Vec<String>> {
        match value {
            Value::Array(all) => all.iter().map(|one| self.answer(one, lang)).collect(),
            one => Ok(vec![self.answer(one, lang)?]),
        }
    }

    fn answer(&self, value: &Value, lang: Lang) -> Result<String> {
        let code = match value {
            Value::Bool(yes) => {
                return Ok(say(lang, if *yes { field::YES } else { field::NO }).to_owned());
            }
            Value::String(code) if code == "dont-know" => {
                return Ok(say(lang, field::DONT_KNOW).to_owned());
            }
            Value::String(code) => code.clone(),
            number => number.to_string(),
        };
        if self.options.is_empty() {
            return Ok(code);
        }
        let option = self.options.iter().find(|option| option.code == code);
        let option = option.with_context(|| format!("{} has no answer {code}", self.field))?;
        Ok(option.label.get(lang).to_owned())
    }
}

/// Facts by name.
pub type Facts = BTreeMap<String, Value>;
