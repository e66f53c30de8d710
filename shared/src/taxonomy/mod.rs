//! The concepts that everything is described with, and the index that finds
//! them in words.

mod index;
mod term;

pub use index::{Found, Growing, Index, Stemmed};
pub use term::{Force, Term, letters};

use crate::catalogue::{Piece, Reader, record};

/// One thing that a text can be about. Its id is `facet.concept`, and is never
/// reused or renamed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concept {
    /// `area.cardiology`.
    pub id: String,
    /// Its name, as an index into [`crate::catalogue::Texts`].
    pub label: u16,
    /// The concept of the same facet that contains it, as a place in the list.
    pub broader: Option<u16>,
}

impl Concept {
    /// What stands before the full stop.
    pub fn facet(&self) -> &str {
        facet(&self.id)
    }
}

/// The facet of a concept id.
pub fn facet(id: &str) -> &str {
    id.split_once('.').map_or(id, |(facet, _)| facet)
}

/// Every concept with its terms, and the sayings.
///
/// They travel as one text, which weighs a sixth less than a list of lists when
/// compressed: a line a concept (id, place of the broader one, place of the
/// label, Swedish terms, English terms; tabs between, bars between terms), an
/// empty line, a line a saying.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// The concepts.
    pub list: Vec<Concept>,
    /// Swedish and English terms of each concept, with their marks.
    pub concepts: Vec<[Vec<String>; 2]>,
    /// Sayings: an id and its phrases. A phrase is a set of words that stand in
    /// one sentence, in any order.
    pub sayings: Vec<(String, Vec<String>)>,
}

impl From<&Terms> for String {
    fn from(terms: &Terms) -> Self {
        let mut text = Self::new();
        for (concept, [sv, en]) in terms.list.iter().zip(&terms.concepts) {
            let broader = concept.broader.map(|at| at.to_string()).unwrap_or_default();
            let label = concept.label.to_string();
            let cells = [concept.id.clone(), broader, label, sv.join("|"), en.join("|")];
            text.push_str(&cells.join("\t"));
            text.push('\n');
        }
        for (id, phrases) in &terms.sayings {
            text.push('\n');
            text.push_str(&[id.as_str(), &phrases.join("|")].join("\t"));
        }
        text
    }
}

impl From<String> for Terms {
    fn from(text: String) -> Self {
        let mut terms = Self { list: concepts(&text), ..Self::default() };
        let mut lines = text.split('\n');
        for line in lines.by_ref().take_while(|line| !line.is_empty()) {
            let mut lists = line.split('\t').skip(3).map(listed);
            terms.concepts.push([(); 2].map(|()| lists.next().unwrap_or_default()));
        }
        for line in lines {
            let (id, phrases) = line.split_once('\t').unwrap_or((line, ""));
            terms.sayings.push((id.to_owned(), listed(phrases)));
        }
        terms
    }
}

/// The concepts of the text as which terms travel, for who judges and reads no
/// words.
pub fn concepts(terms: &str) -> Vec<Concept> {
    let concept = |line: &str| {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        let (id, broader) = (cell().to_owned(), cell().parse().ok());
        Concept { id, label: cell().parse().unwrap_or_default(), broader }
    };
    terms.split('\n').take_while(|line| !line.is_empty()).map(concept).collect()
}

impl Piece for Terms {
    fn write(&self, out: &mut Vec<u8>) {
        String::from(self).write(out);
    }
    fn read(from: &mut Reader<'_>) -> Self {
        String::read(from).into()
    }
}

record! {
    Concept { id, label, broader }
}

fn listed(terms: &str) -> Vec<String> {
    terms.split('|').filter(|term| !term.is_empty()).map(str::to_owned).collect()
}
