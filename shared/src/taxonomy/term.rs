//! A term of a concept, and whether some words are it.

use crate::text::{Word, fold, lower};

/// How a term may be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// As words of its own.
    Whole,
    /// As the first part of a compound: `hjärt*`.
    First,
    /// As the last part of a compound: `*cancer`.
    Last,
}

/// What a term comes to when it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Force {
    /// Its concept.
    Decides,
    /// Nothing alone.
    Weak,
    /// A question, since it means several things.
    Asks,
}

/// A term of a concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The place of its concept in the list.
    pub concept: u16,
    /// A number for its facet.
    pub facet: u8,
    /// As it is written in the taxonomy, without its marks.
    pub text: String,
    /// What it comes to when it is found.
    pub force: Force,
    /// Matches only in capitals.
    pub capitals: bool,
    /// Contains a space or a hyphen.
    pub parts: bool,
    /// Its length in letters.
    pub length: usize,
    /// A bit for each letter that it has: [`letters`].
    pub letters: u32,
    pub(super) shape: Shape,
    /// What a word has to begin with, without diacritics, or its stem to end with.
    pub(super) part: String,
}

impl Term {
    /// Whether it is found as a part of a compound.
    pub fn is_part(&self) -> bool {
        self.shape != Shape::Whole
    }

    /// Whether that is the first part.
    pub fn begins(&self) -> bool {
        self.shape == Shape::First
    }
}

/// A bit for each letter that a word has. One edit changes at most two bits, so
/// words that differ in more bits need not be measured.
pub fn letters(word: &str) -> u32 {
    word.chars().fold(0, |bits, letter| {
        let bit = match letter {
            'å' => 26,
            'ä' => 27,
            'ö' => 28,
            'a'..='z' => u32::from(letter) - u32::from('a'),
            _ => 29,
        };
        bits | 1 << bit
    })
}

/// Shorter parts of compounds are other words without their diacritics: "sös".
pub(super) const SHORTEST_FOLDED: usize = 5;

/// Abbreviations of this length or less match only in capitals: "MS" is a
/// disease, "ms" a unit.
const LONGEST_ABBREVIATION: usize = 4;

pub(super) fn read_term((concept, facet): (u16, u8), marked: &str) -> Term {
    let force = match marked.chars().next() {
        Some('~') => Force::Weak,
        Some('?') => Force::Asks,
        _ => Force::Decides,
    };
    let bare = marked.trim_start_matches(['~', '?']);
    let shape = match (bare.strip_prefix('*'), bare.strip_suffix('*')) {
        (Some(_), _) => Shape::Last,
        (None, Some(_)) => Shape::First,
        (None, None) => Shape::Whole,
    };
    let text = bare.trim_matches('*');
    let count = text.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = (2..=LONGEST_ABBREVIATION).contains(&count)
        && text.chars().all(|c| !c.is_alphabetic() || c.is_uppercase());
    let lower = lower(text);
    Term {
        concept,
        facet,
        length: lower.chars().count(),
        letters: letters(&lower),
        text: if capitals { text.to_owned() } else { lower },
        force,
        capitals: capitals && shape == Shape::Whole,
        parts: text.contains([' ', '-']),
        shape,
        part: String::new(),
    }
}

/// Whether a run is a term typed without its diacritics: the same letters, or a
/// stem so long that no other word has it. "bara" is not "bår".
pub(super) fn is_plain(term: &Term, keys: &[String], run: &[Word]) -> bool {
    let typed = || run.iter().map(|word| word.lower.as_str()).collect::<String>();
    keys.iter().any(|key| SHORTEST_FOLDED <= key.len()) || fold(&term.text) == typed()
}

/// The shortest part of a compound written apart: "hjärt svikt", not "i väg".
const SHORTEST_PART: usize = 3;

pub(super) fn fits(term: &Term, run: &[Word]) -> bool {
    if term.capitals {
        let upper = |word: &Word| !word.typed.chars().any(char::is_lowercase);
        return run.iter().all(upper);
    }
    let long = |word: &Word| word.glued || word.lower.chars().count() >= SHORTEST_PART;
    term.parts || run.len() == 1 || run.iter().all(long)
}
