//! What was found in a text, and why.

use crate::catalogue::Place;
use crate::text::search::Addend;
use crate::text::words;

/// How a word and a term are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Letter by letter, or another inflection.
    Word,
    /// As part of a compound, or a compound written apart.
    Compound,
    /// Without diacritics.
    Plain,
    /// One meaning of several. Only asked about.
    Ambiguous,
    /// Likely a typo. Only suggested.
    Typo,
}

impl How {
    /// Whether it counts without the visitor's word.
    pub fn decides(self) -> bool {
        !matches!(self, Self::Ambiguous | Self::Typo)
    }

    /// A stable key for explanations.
    pub fn key(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Compound => "compound",
            Self::Plain => "plain",
            Self::Ambiguous => "ambiguous",
            Self::Typo => "typo",
        }
    }
}

/// A word of the text that gave a concept away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// As the visitor typed it.
    pub word: String,
    /// The term of the taxonomy.
    pub matched: String,
    /// How they are the same.
    pub how: How,
}

/// A concept found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its place in the list of concepts.
    pub concept: u16,
    /// Why, strongest first; never empty.
    pub because: Vec<Evidence>,
}

impl Finding {
    /// Whether it may count before the visitor has confirmed it.
    pub fn is_certain(&self) -> bool {
        self.because.iter().any(|evidence| evidence.how.decides())
    }

    /// Whether a word means this or something else, as far as the text tells.
    pub fn is_ambiguous(&self) -> bool {
        self.because.iter().all(|evidence| evidence.how == How::Ambiguous)
    }
}

/// What a text was found to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Concepts, in the order of the text.
    pub concepts: Vec<Finding>,
    /// Ids of the sayings that the text contains.
    pub sayings: Vec<String>,
    /// The entries that say the like.
    pub near: Near,
}

/// Entries that say the like of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Near {
    /// Places of entries that have words which name no concept, and which words.
    pub entries: Vec<(Place, Vec<Addend>)>,
    /// Those that are most alike, be it by letters alone; the most alike first.
    pub nearest: Vec<Place>,
    /// How sure it is that the first of them is meant, in thousandths.
    pub confidence: u32,
    /// Words that stand for nothing here, as typed.
    pub unknown: Vec<String>,
}

impl Near {
    /// How near an entry's texts are: what its reasons add up to.
    pub fn score(&self, entry: Place) -> u32 {
        self.reasons(entry).iter().map(|reason| reason.score).sum()
    }

    /// How near the nearest entry's texts are.
    pub fn most(&self) -> u32 {
        self.entries.iter().map(|(at, _)| self.score(*at)).max().unwrap_or(0)
    }

    /// The nearest of some entries; of all, when there are none.
    pub fn nearest_among(&self, some: &[Place]) -> Option<Place> {
        let is_one = |at: &&Place| some.is_empty() || some.contains(at);
        self.nearest.iter().find(is_one).or(some.first()).copied()
    }

    /// Why an entry's texts are near; empty when they are not.
    pub fn reasons(&self, entry: Place) -> &[Addend] {
        let found = self.entries.iter().find(|(at, _)| *at == entry);
        found.map_or(&[], |(_, reasons)| reasons)
    }
}

impl Findings {
    /// A word that several things are called means the one that other words name,
    /// or that the visitor has confirmed; only where neither does, it is asked
    /// about. `is_confirmed` is asked of a concept's place.
    #[must_use]
    pub fn settled(mut self, is_confirmed: impl Fn(u16) -> bool) -> Self {
        let asked = |finding: &Finding| -> Vec<String> {
            let words = finding.because.iter().filter(|one| one.how == How::Ambiguous);
            words.map(|one| one.matched.clone()).collect()
        };
        let counts = |one: &&Finding| one.is_certain() || is_confirmed(one.concept);
        // Beside a word that tells, or within a longer term: "supplier hearing".
        let mut settled: Vec<String> =
            self.concepts.iter().filter(counts).flat_map(asked).collect();
        let evidence = self.concepts.iter().filter(counts).flat_map(|finding| &finding.because);
        settled.extend(evidence.flat_map(|one| words(&one.word)).map(|word| word.lower));
        self.concepts.retain(|one| {
            let is_open = one.is_ambiguous() && !is_confirmed(one.concept);
            !is_open || !asked(one).iter().all(|word| settled.contains(word))
        });
        self
    }
}
