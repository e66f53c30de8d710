//! What two engines find wrong with a page, one that the other may miss.
//!
//! axe-core holds it to WCAG 2.0–2.2 A and AA, EN 301 549 and its own best
//! practices; IBM's Equal Access engine to WCAG 2.2. What counts is what an
//! engine is sure of, by its level and never by its rule: of IBM's results those
//! of the level `violation`. Left out are `recommendation` (beyond WCAG 2.2),
//! `potentialviolation` and `manual` (a person must look); of axe's likewise
//! what is `incomplete`.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

use super::Browser;
use crate::project;

/// What looks for faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Checker {
    /// Deque's.
    #[serde(rename = "axe-core")]
    Axe,
    /// IBM's.
    #[serde(rename = "accessibility-checker-engine")]
    Ibm,
}

impl Checker {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Axe, Self::Ibm];

    /// Gives the name of its package, by which everyone calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Axe => "axe-core",
            Self::Ibm => "accessibility-checker-engine",
        }
    }

    /// Gives the version that is installed.
    pub fn version(self) -> Result<String> {
        let path = project::npm(&format!("{}/package.json", self.name()));
        let package: Value = serde_json::from_slice(&project::read(&path)?)?;
        let version = package.get("version").and_then(Value::as_str);
        Ok(version.with_context(|| path.display().to_string())?.to_owned())
    }

    fn program(self) -> Result<String> {
        let file = match self {
            Self::Axe => "axe.min.js",
            Self::Ibm => "ace.js",
        };
        Ok(String::from_utf8(project::read(&project::npm(&format!("{}/{file}", self.name())))?)?)
    }
}

/// Something that is wrong.
#[derive(Clone, Debug, Deserialize)]
pub struct Fault {
    /// What found it.
    pub checker: Checker,
    /// By which rule.
    pub rule: String,
    /// What it says of it.
    pub says: String,
    /// Of which element.
    pub html: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}: {}", self.checker.name(), self.rule, self.says, self.html)
    }
}

impl Browser {
    /// Gives what both engines find wrong with the page or frame, open shadow
    /// roots with it.
    pub async fn faults(&self) -> Result<Vec<Fault>> {
        const LACKS: &str = "return !self.axe || !self.ace";
        if self.script(LACKS, Vec::new()).await? {
            for checker in Checker::ALL {
                // Each keeps its name for itself, unless told.
                let told = "; if (typeof ace !== 'undefined') self.ace = ace";
                self.script::<Value>(&(checker.program()? + told), Vec::new()).await?;
            }
        }
        self.script_until::<Looked>(include_str!("checkers.js"), Vec::new()).await?.faults()
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Looked {
    Found(Vec<Fault>),
    Failed(String),
}

impl Looked {
    fn faults(self) -> Result<Vec<Fault>> {
        match self {
            Self::Found(faults) => Ok(faults),
            Self::Failed(why) => anyhow::bail!("an engine did not run: {why}"),
        }
    }
}
