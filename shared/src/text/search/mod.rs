//! Entries by what their texts say, with reasons.
//!
//! Built for short texts in Swedish and English: stems of both languages, the
//! parts of compounds, compounds written apart, typos, and letters in threes,
//! all summed, so that each score is the sum of its reasons. Whole numbers
//! only: every machine finds the same, in the same order.

mod asked;
mod build;
mod compound;
mod confidence;
mod distance;
mod explain;
mod grams;
mod index;
mod number;
mod score;
mod translation;
mod typo;
mod vocabulary;

pub(crate) use confidence::likelihood;
pub use index::Index;
pub use translation::Translation;

use crate::text::{Lang, is_small};
use asked::Asked;
use serde::Serialize;

/// A part of an entry's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// What it is called. Counts double.
    Title,
    /// What is said of it.
    Body,
}

/// A text of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text<'a> {
    /// Which part of the entry.
    pub part: Part,
    /// Its language.
    pub lang: Lang,
    /// What it says.
    pub text: &'a str,
}

/// An entry to be found.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// Its id.
    pub id: &'a str,
    /// Entries of one family lend each other some of their score; a number that
    /// they have in common.
    pub family: Option<u32>,
    /// What it says, in one or both languages.
    pub texts: &'a [Text<'a>],
}

/// What a word of the visitor and a word of an entry have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// The same word, in any inflection.
    Word,
    /// The same without diacritics.
    Plain,
    /// Written apart by one, together by the other.
    Apart,
    /// A part of a compound.
    Compound,
    /// The same in the other language.
    Translated,
    /// A likely typo.
    Typo,
    /// The same letters in threes.
    Letters,
    /// The title as a whole is spelled alike.
    Title,
    /// Entries of the same family say it.
    Family,
}

/// A part of a score, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Addend {
    /// The visitor's word, as typed; all of them where it comes from no single one.
    pub word: String,
    /// The word in the entry; empty for [`How::Family`].
    pub matched: String,
    /// What they have in common.
    pub how: How,
    /// Where in the entry.
    pub part: Part,
    /// How much of the score.
    pub score: u32,
}

impl How {
    /// A stable key for explanations.
    pub fn key(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Plain => "plain",
            Self::Apart => "apart",
            Self::Compound => "compound",
            Self::Translated => "translated",
            Self::Typo => "typo",
            Self::Letters => "letters",
            Self::Title => "title",
            Self::Family => "family",
        }
    }
}

impl Part {
    /// A stable key for explanations.
    pub fn key(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Body => "body",
        }
    }
}

/// An entry that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its place in the index.
    pub entry: u32,
    /// The sum of the addends.
    pub score: u32,
    /// Why, the most important first.
    pub addends: Vec<Addend>,
}

/// What a search gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Best first.
    pub hits: Vec<Hit>,
    /// How sure it is that the best is what was meant, in thousandths.
    pub confidence: u32,
    /// Words that no entry has in any way.
    pub unknown: Vec<String>,
}

impl Index {
    /// Looks for a text. `fallback` is the language of a sentence that does not
    /// tell. Gives at most `most` entries, with reasons.
    pub fn search(&self, text: &str, fallback: Lang, most: usize) -> Found {
        let asked = Asked::of(text, fallback, self);
        let ranked = score::rank(self, &asked, most);
        let confidence = confidence::of(self, &asked, ranked.first());
        let best = ranked.get(..most).unwrap_or(&ranked);
        Found {
            hits: explain::hits(self, &asked, best),
            confidence,
            unknown: explain::unknown(&asked),
        }
    }
}

/// Whether a word is looked for: numbers are, small words are not.
fn says(lower: &str) -> bool {
    !is_small(lower) || lower.bytes().all(|byte| byte.is_ascii_digit())
}
