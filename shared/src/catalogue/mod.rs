//! What there is to match against: questions, rules, entries and their words.
//!
//! Authors write TOML; `compile` turns it into six pieces that a visitor
//! downloads: the rules, the terms, and the short and the long words of each
//! language. A page works with the rules and one language's short words, and
//! gets better when the others have come.

mod entry;
mod expression;
mod near;
mod piece;
mod question;

pub use entry::{
    Criterion, Entry, Gate, Heading, Intake, Kind, Notice, Place, Preparation, Redirect, Row,
    Status, Strength, Text,
};
pub use expression::Expression;
pub use piece::{Piece, Reader, decode, encode};
pub use question::{Choice, Page, Question, Shape, asked, is_asked, keep_what_is_asked};

use crate::taxonomy::{Concept, Index, Terms};
use crate::text::Lang;
pub(crate) use piece::record;
use serde::Serialize;

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
    /// What the build found of how sure words make; it travels with the rules.
    pub bands: Bands,
}

/// From where on a number is one of the two better bands. Settled by the build
/// for the catalogue that it builds: see `compile::calibration`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Bands {
    /// What makes it sure that the entry nearest to a company's words is one that
    /// they mean.
    pub weights: Weights,
    /// How sure that is, in thousandths: possible, strong.
    pub words: (u32, u32),
    /// How near an entry lies, 0 to 1,000: possible, strong.
    pub score: (u32, u32),
}

/// What each thing tells, in thousandths of a logit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Weights {
    /// That the texts are as alike as can be.
    pub text: u32,
    /// That a concept is found that the entry is about; each.
    pub concept: u32,
    /// What has to be outweighed.
    pub against: u32,
}

impl Rules {
    /// The entries that are about the most of some concepts, and of how many, at
    /// most three: more make no one surer. `keeps` is asked of an entry's place.
    pub fn named(&self, concepts: &[u16], keeps: impl Fn(Place) -> bool) -> (u32, Vec<Place>) {
        const MOST: usize = 3;
        let mut best = (0, Vec::new());
        for (at, entry) in (0..).zip(&self.entries).filter(|(at, _)| keeps(*at)) {
            let about = concepts.iter().filter(|one| self.is_within(**one, &entry.concepts));
            let count = u32::try_from(about.take(MOST).count()).unwrap_or(0);
            if best.0 < count {
                best = (count, Vec::new());
            }
            if 0 < count && best.0 == count {
                best.1.push(at);
            }
        }
        best
    }

    /// Whether a concept is one of the wanted or lies within one.
    pub fn is_within(&self, found: u16, wanted: &[u16]) -> bool {
        let mut at = Some(found);
        // A hierarchy is at most a few levels deep; the lint refuses circles.
        for _ in 0..8 {
            match at {
                Some(concept) if wanted.contains(&concept) => return true,
                Some(concept) => {
                    at = self.concepts.get(usize::from(concept)).and_then(|c| c.broader);
                }
                None => return false,
            }
        }
        false
    }

    /// The entry at a place.
    pub fn at(&self, place: Place) -> Option<&Entry> {
        self.entries.get(place as usize)
    }

    /// The entry of an id.
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
    /// Built from the texts, when all have come.
    said: Option<near::Said>,
}

impl Catalogue {
    /// A catalogue of rules alone.
    pub fn new(rules: Rules) -> Self {
        let terms = Terms::default();
        let index = Index::new(&terms);
        Self { rules, texts: Texts::default(), terms, index, said: None }
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

    /// Whether every piece has come, and the entries are not findable yet.
    pub fn can_listen(&self) -> bool {
        let has_come = |lang: Lang| self.texts.is_whole(lang);
        self.said.is_none()
            && !self.rules.concepts.is_empty()
            && Lang::ALL.into_iter().all(has_come)
    }

    /// Makes the entries' own texts findable; before it, words are known by their
    /// concepts alone. For when terms and texts have come.
    pub fn listen(&mut self) {
        self.said = Some(near::Said::of(self));
    }

    /// A text in a language.
    pub fn text(&self, lang: Lang, text: Text) -> &str {
        self.texts.get(lang, text)
    }
}

/// A piece of a catalogue that cannot be read: damaged, or of another version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

#[cfg(test)]
mod tests;

record! {
    Rules {
        version, rules_version, concepts, pages, questions, conditions, criteria, gates, gated_seeks, rows,
        columns, redirects, preparations, notices, entries, empty_words, bands,
    }
    Bands { weights, words, score }
    Weights { text, concept, against }
}
