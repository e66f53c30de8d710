//! What there is to match against: questions, rules, entries and their words.
//!
//! Authors write TOML; `compile` turns it into four pieces that a visitor
//! downloads: the rules, the words of each language and the terms. A page works
//! with the first two and gets better when the others have come.

mod entry;
mod expression;
mod piece;
mod question;

pub use entry::{
    Criterion, Entry, Gate, Heading, Intake, Kind, Notice, Preparation, Redirect, Row, Status,
    Strength, Text,
};
pub use expression::Expression;
pub use piece::{Piece, Reader, decode, encode};
pub use question::{Choice, Page, Question, Shape, asked, is_asked, keep_what_is_asked};

use crate::taxonomy::{Concept, Index, Terms};
use crate::text::Lang;
pub(crate) use piece::record;

/// Everything but words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// The first eight letters of the hash of everything: catalogue version.
    pub version: String,
    /// The version of the rules' language and engine.
    pub rules_version: String,
    /// Every concept; they travel with the terms.
    pub concepts: Vec<Concept>,
    /// The pages of the questionnaire.
    pub pages: Vec<Page>,
    /// The questions, in the order in which they are asked.
    pub questions: Vec<Question>,
    /// Conditions that others refer to.
    pub conditions: Vec<(String, Expression)>,
    /// Criteria that entries refer to.
    pub criteria: Vec<Criterion>,
    /// Hard gates, first to last.
    pub gates: Vec<Gate>,
    /// What is sought that a gate can close.
    pub gated_seeks: Vec<String>,
    /// The first-cut table.
    pub rows: Vec<Row>,
    /// The four columns' conditions.
    pub columns: Vec<Expression>,
    /// Redirects and what is out of scope.
    pub redirects: Vec<Redirect>,
    /// What comes before a lead.
    pub preparations: Vec<Preparation>,
    /// Notices, in the order in which they are read.
    pub notices: Vec<Notice>,
    /// Paths first, then needs, infrastructures and entry points.
    pub entries: Vec<Entry>,
    /// Marketing words that say nothing.
    pub empty_words: Vec<String>,
}

impl Rules {
    /// The entry of an id, and its place.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// The concept of an id, as its place.
    pub fn concept(&self, id: &str) -> Option<u16> {
        let at = self.concepts.iter().position(|concept| concept.id == id)?;
        u16::try_from(at).ok()
    }

    /// The question that asks for a fact.
    pub fn question(&self, field: crate::profile::Field) -> Option<&Question> {
        self.questions.iter().find(|question| question.field == field)
    }
}

/// The words of one language: those needed first, or the long ones. They travel
/// as one text, a line each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The place of the first of them.
    pub from: u16,
    /// One text a place.
    pub texts: Vec<String>,
}

impl Piece for Words {
    fn write(&self, out: &mut Vec<u8>) {
        self.from.write(out);
        self.texts.join("\n").write(out);
    }
    fn read(from: &mut Reader<'_>) -> Self {
        let first = u16::read(from);
        let texts = String::read(from).split('\n').map(str::to_owned).collect();
        Self { from: first, texts }
    }
}

/// The words of both languages, as far as they have come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    loaded: Vec<(Lang, Words)>,
}

impl Texts {
    /// Adds a piece.
    pub fn add(&mut self, lang: Lang, words: Words) {
        self.loaded.push((lang, words));
    }

    /// A text; empty until its piece has come.
    pub fn get(&self, lang: Lang, text: Text) -> &str {
        self.loaded
            .iter()
            .filter(|(of, words)| *of == lang && words.from <= text)
            .find_map(|(_, words)| words.texts.get(usize::from(text - words.from)))
            .map_or("", String::as_str)
    }

    /// Whether a language's texts have come, long ones included.
    pub fn is_whole(&self, lang: Lang) -> bool {
        self.loaded.iter().filter(|(of, _)| *of == lang).count() >= 2
    }
}

/// A catalogue, ready to match.
#[derive(Debug)]
pub struct Catalogue {
    /// Questions, criteria, entries.
    pub rules: Rules,
    /// Words.
    pub texts: Texts,
    /// Terms; empty until their piece has come.
    pub terms: Terms,
    /// Built from the terms.
    pub index: Index,
}

impl Catalogue {
    /// A catalogue of rules alone.
    pub fn new(rules: Rules) -> Self {
        let terms = Terms::default();
        let index = Index::new(&terms);
        Self { rules, texts: Texts::default(), terms, index }
    }

    /// Adds the concepts and their terms, and builds the index.
    pub fn add_terms(&mut self, terms: Terms) {
        let index = Index::new(&terms);
        self.add_indexed(terms, index);
    }

    /// The same with an index that was built of these terms.
    pub fn add_indexed(&mut self, terms: Terms, index: Index) {
        self.index = index;
        self.rules.concepts.clone_from(&terms.list);
        self.terms = terms;
    }

    /// A text in a language.
    pub fn text(&self, lang: Lang, text: Text) -> &str {
        self.texts.get(lang, text)
    }
}

/// A piece of a catalogue that cannot be read: damaged, or of another version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

record! {
    Rules {
        version, rules_version, concepts, pages, questions, conditions, criteria, gates, gated_seeks, rows,
        columns, redirects, preparations, notices, entries, empty_words,
    }
}
