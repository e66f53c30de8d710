//! Texts in two languages, kept once each.

use crate::catalogue::{Text, Words};
use serde::Deserialize;

/// A text as authors write it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(untagged)]
pub enum Written {
    /// The same in both languages, such as a statute's number.
    Same(String),
    /// One of each.
    Both(Both),
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Both {
    /// Swedish, the authoritative one.
    pub sv: String,
    /// English.
    pub en: String,
    /// `m`: worded as what is typical. `l`: not shown until confirmed.
    #[serde(default)]
    pub certainty: Option<String>,
}

impl Written {
    /// The text in Swedish and English.
    pub fn pair(&self) -> [&str; 2] {
        match self {
            Self::Same(text) => [text, text],
            Self::Both(both) => [&both.sv, &both.en],
        }
    }

    /// How sure it is, where that is said.
    pub fn certainty(&self) -> Option<&str> {
        match self {
            Self::Same(_) => None,
            Self::Both(both) => both.certainty.as_deref(),
        }
    }

    /// Whether it may be shown.
    pub fn is_shown(&self) -> bool {
        self.certainty() != Some("l")
    }
}

/// Where the long texts begin.
const LONG: u16 = 1 << 14;

/// Gives each text a place; equal texts share one.
#[derive(Debug, Default)]
pub(super) struct Table {
    short: Vec<[String; 2]>,
    long: Vec<[String; 2]>,
}

impl Table {
    /// A text that is needed before the first answer.
    pub(super) fn short(&mut self, written: &Written) -> Text {
        place(&mut self.short, written)
    }

    /// A text that may come a second later.
    pub(super) fn long(&mut self, written: &Written) -> Text {
        LONG + place(&mut self.long, written)
    }

    pub(super) fn words(self) -> ([Words; 2], [Words; 2]) {
        (split(self.short, 0), split(self.long, LONG))
    }
}

fn place(all: &mut Vec<[String; 2]>, written: &Written) -> Text {
    let pair = written.pair().map(str::to_owned);
    let at = all.iter().position(|other| *other == pair).unwrap_or_else(|| {
        all.push(pair);
        all.len() - 1
    });
    Text::try_from(at).unwrap_or(Text::MAX)
}

fn split(all: Vec<[String; 2]>, from: u16) -> [Words; 2] {
    let (sv, en) = all.into_iter().map(|[sv, en]| (sv, en)).unzip();
    [Words { from, texts: sv }, Words { from, texts: en }]
}
