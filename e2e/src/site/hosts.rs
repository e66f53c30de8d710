//! Hostile hosts: pages of partners whose policies, style sheets or scripts
//! make it hard for a widget, and what each visitor gets there all the same.
//! The table is `e2e/pages/hostile/hosts.toml`.

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::project;

/// A page that is hard on widgets, and what is expected there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Host {
    /// What it is called, in its address too.
    pub name: String,
    /// What is hard about it.
    pub about: String,
    /// Its file in `e2e/pages/hostile/`.
    #[serde(default = "plain")]
    pub page: String,
    /// Headers that it is served with, each as `Name: value`.
    #[serde(default)]
    headers: Vec<String>,
    /// The tag's `mode`.
    #[serde(default = "frame")]
    pub mode: String,
    /// What is done to our files on their way.
    #[serde(default)]
    pub spoil: String,
    /// Whether the browser runs no scripts at all.
    #[serde(default)]
    pub scriptless: bool,
    /// The rung that the visitor gets: `frame`, `inline`, `html` or `link`.
    pub rung: String,
    /// Why it is a lower one than was asked for; empty when it is not, and when
    /// nothing of ours could run to tell.
    #[serde(default)]
    pub why: String,
    /// Whether the partner has to change something to get the rung they want.
    #[serde(default)]
    pub partner_acts: bool,
    /// What the self-test then tells to write, or names, to the letter; with
    /// `https://HOST` where the way in is.
    #[serde(default)]
    pub finds: Vec<String>,
}

#[derive(Deserialize)]
struct Table {
    host: Vec<Host>,
}

fn plain() -> String {
    "plain.html".into()
}

fn frame() -> String {
    "frame".into()
}

impl Host {
    /// Gives all of them.
    pub fn all() -> Result<Vec<Self>> {
        let path = project::root().join("e2e/pages/hostile/hosts.toml");
        let text = String::from_utf8(project::read(&path)?)?;
        let table: Table = toml::from_str(&text).with_context(|| path.display().to_string())?;
        Ok(table.host)
    }

    /// Gives its headers, with the way in at an origin.
    pub fn headers(&self, origin: &str) -> Vec<(String, String)> {
        let split = self.headers.iter().filter_map(|line| line.split_once(": "));
        split
            .map(|(name, value)| (name.to_owned(), value.replace("https://HOST", origin)))
            .collect()
    }

    /// Fills in what a page leaves open to the table.
    pub(super) fn fill_in(&self, page: &str) -> String {
        page.replace("MODE", &self.mode)
    }
}
