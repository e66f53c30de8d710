//! The concepts that everything is described with, and the index that finds
//! them in words.

mod index;
mod term;

pub use index::{Found, Growing, Index, Stemmed};
pub use term::{Force, Term, letters};

use crate::catalogue::{Piece, Reader, record};
use crate::text::Lang;

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
/// compressed: a column each of ids, places of the broader ones, places of the
/// labels, Swedish terms and English terms, then the sayings. Tabs between
/// columns, a line a concept in each, bars between terms. Column after column
/// they weigh 800 bytes less than concept after concept.
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
        let of_concepts = |cell: &dyn Fn(&Concept) -> Self| {
            terms.list.iter().map(cell).collect::<Vec<_>>().join("\n")
        };
        let of_language = |lang: Lang| {
            let lists = terms.concepts.iter().map(|lists| lang.of(lists).join("|"));
            lists.collect::<Vec<_>>().join("\n")
        };
        let saying =
            |(id, phrases): &(Self, Vec<Self>)| [id.as_str(), &phrases.join("|")].join("|");
        [
            of_concepts(&|concept| concept.id.clone()),
            of_concepts(&|concept| concept.broader.map(|at| at.to_string()).unwrap_or_default()),
            of_concepts(&|concept| concept.label.to_string()),
            of_language(Lang::Sv),
            of_language(Lang::En),
            terms.sayings.iter().map(saying).collect::<Vec<_>>().join("\n"),
        ]
        .join("\t")
    }
}

impl From<String> for Terms {
    fn from(text: String) -> Self {
        let mut terms = Self { list: concepts(&text), ..Self::default() };
        let mut columns = text.split('\t').skip(3).map(|column| column.split('\n').map(listed));
        if let (Some(mut sv), Some(mut en)) = (columns.next(), columns.next()) {
            let mut lists = || [sv.next(), en.next()].map(Option::unwrap_or_default);
            terms.concepts.extend(terms.list.iter().map(|_| lists()));
        }
        for mut saying in columns.next().into_iter().flatten().filter(|saying| !saying.is_empty()) {
            terms.sayings.push((saying.remove(0), saying));
        }
        terms
    }
}

/// The concepts of the text as which terms travel, for who judges and reads no
/// words.
pub fn concepts(terms: &str) -> Vec<Concept> {
    let mut columns = terms.split('\t').map(|column| column.split('\n'));
    let (Some(ids), Some(mut broader), Some(mut labels)) =
        (columns.next(), columns.next(), columns.next())
    else {
        return Vec::new();
    };
    let number = |of: &mut std::str::Split<'_, char>| of.next().and_then(|cell| cell.parse().ok());
    let concept = |id: &str| Concept {
        id: id.to_owned(),
        label: number(&mut labels).unwrap_or_default(),
        broader: number(&mut broader),
    };
    ids.filter(|id| !id.is_empty()).map(concept).collect()
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
