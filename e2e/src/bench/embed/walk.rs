//! A walk through the questions that knows no words, so that it works in every
//! version of the widget, in our frame and inline.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::project;

/// What a walk came past.
#[derive(Debug, Deserialize)]
pub struct Walked {
    /// Each step that it came to.
    pub steps: Vec<Stepped>,
    /// The receipt's reference, if it came so far.
    pub reference: String,
    #[serde(default)]
    error: Option<String>,
}

/// A change of step.
#[derive(Debug, Deserialize)]
pub struct Stepped {
    /// The heading that it led to.
    pub step: String,
    /// Milliseconds until it was drawn.
    pub ms: f64,
    /// What the page says went wrong.
    pub failed: String,
}

/// Where a walk ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpTo {
    /// After so many steps.
    Step(u32),
    /// Where the results stand in full.
    Results,
    /// Where all is looked through once more.
    Check,
    /// Where it is sent.
    Receipt,
}

/// An invented company that can send: the facts of one of the cases.
pub fn company(name: &str) -> Result<Value> {
    let path = project::root().join(format!("shared/tests/cases/{name}.toml"));
    let text = String::from_utf8(project::read(&path)?)?;
    toml::from_str(&text).context(name.to_owned())
}

/// Walks, in the frame or page that the browser is in.
pub async fn walk(browser: &Browser, company: &Value, upto: UpTo) -> Result<Walked> {
    let contact = json!({ "company": "Exempelbolaget AB", "name": "Kim Exempel", "email": "kim@example.org" });
    let upto = match upto {
        UpTo::Step(count) => json!(count),
        UpTo::Results => json!("results"),
        UpTo::Check => json!("check"),
        UpTo::Receipt => json!("receipt"),
    };
    let args = vec![company.clone(), contact, upto];
    let walked: Walked = browser.script_until(include_str!("walk.js"), args).await?;
    match &walked.error {
        Some(error) => bail!("{error}\nafter {:#?}", walked.steps),
        None => Ok(walked),
    }
}
