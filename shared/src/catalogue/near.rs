//! Entries by what they say, for words that no concept stands for.

use super::{Catalogue, Entry, Place};
use crate::detection::{self, Findings, Near, affirmed};
use crate::text::names::Names;
use crate::text::search::{Document, How, Index, Part, Text};
use crate::text::{Lang, words};

/// How many entries a text is held to come near.
const MOST: usize = 32;

impl Catalogue {
    /// What comes near a text when only some entries are looked at: `keeps` is
    /// asked of an entry's place.
    #[cfg(feature = "compile")]
    pub(crate) fn near_among(&self, keeps: impl Fn(Place) -> bool) -> impl Fn(&str, Lang) -> Near {
        let said = Said::with(self, keeps);
        move |text, lang| said.near(text, lang)
    }

    /// Reads a company's words: the concepts that they name, and the entries that
    /// have the words that name none. `fallback` is the language of a sentence
    /// that does not tell.
    pub fn hear(&self, text: &str, fallback: Lang) -> Findings {
        self.hear_entries(text, fallback, self.hear_concepts(text, fallback))
    }

    /// The first half of it, for who has other things to do in between.
    pub fn hear_concepts(&self, text: &str, fallback: Lang) -> Findings {
        detection::read(text, &self.index, &self.terms, fallback)
    }

    /// The second half. What a visitor takes away of the concepts is gone for
    /// good: their words are not looked for in the entries.
    pub fn hear_entries(&self, text: &str, fallback: Lang, mut findings: Findings) -> Findings {
        let Some(said) = &self.said else { return findings };
        findings.near = said.near(&affirmed(text, fallback), fallback);
        let evidence = findings.concepts.iter().flat_map(|finding| &finding.because);
        let named: Vec<String> =
            evidence.flat_map(|one| words(&one.word)).map(|word| word.typed).collect();
        findings.near.unknown.retain(|word| !named.contains(word));
        for (_, reasons) in &mut findings.near.entries {
            reasons.retain(|one| tells(one.how) && !named.contains(&one.word));
        }
        findings.near.entries.retain(|(_, reasons)| !reasons.is_empty());
        findings
    }
}

/// Whether a visitor would see for herself that two words are the same. Letters
/// alike help to put a thousand entries in order, but are no reason to give.
fn tells(how: How) -> bool {
    !matches!(how, How::Letters | How::Title | How::Family)
}

/// The entries' own texts, to be searched.
#[derive(Debug)]
pub(super) struct Said {
    index: Index,
    /// The entry of each place in the index.
    places: Vec<Place>,
}

impl Said {
    /// What every entry says, in the languages that have come.
    pub(super) fn of(catalogue: &Catalogue) -> Self {
        Self::with(catalogue, |_| true)
    }

    /// The same of some entries only. `keeps` is asked of an entry's place.
    pub(super) fn with(catalogue: &Catalogue, keeps: impl Fn(Place) -> bool) -> Self {
        let entries = &catalogue.rules.entries;
        let kept = || (0..).zip(entries).filter(|(at, _)| keeps(*at));
        let texts: Vec<Vec<Text<'_>>> = kept().map(|(_, entry)| texts(catalogue, entry)).collect();
        let documents: Vec<Document<'_>> = kept()
            .zip(&texts)
            .map(|((_, entry), texts)| Document { id: &entry.id, family: None, texts })
            .collect();
        let index = Index::new(&documents);
        // Entries are numbered as they come.
        let mut ids = Names::default();
        for entry in entries {
            ids.add(&entry.id);
        }
        let places = (0_u32..).take(index.len()).filter_map(|at| ids.get(index.id(at))).collect();
        Self { index, places }
    }

    /// The entries that say the like of a text.
    pub(super) fn near(&self, text: &str, lang: Lang) -> Near {
        let found = self.index.search(text, lang, MOST);
        let place = |at: u32| self.places.get(at as usize).copied();
        let nearest = found.hits.iter().filter_map(|hit| place(hit.entry)).collect();
        let hits = found.hits.into_iter();
        let entries = hits.filter_map(|hit| Some((place(hit.entry)?, hit.addends))).collect();
        Near { entries, nearest, confidence: found.confidence, unknown: found.unknown }
    }
}

/// Its name, what it gives, what it is, and what its concepts are called, those
/// within them included: who writes "hjärta" may be looking for "cardiology".
fn texts<'a>(catalogue: &'a Catalogue, entry: &Entry) -> Vec<Text<'a>> {
    let mut all = Vec::new();
    for lang in Lang::ALL {
        let mut add = |part, text| all.push(Text { part, lang, text: catalogue.text(lang, text) });
        add(Part::Title, entry.name);
        add(Part::Body, entry.why);
        if let Some((_, what)) = entry.about.first() {
            add(Part::Body, *what);
        }
        for (at, concept) in (0_u16..).zip(&catalogue.rules.concepts) {
            if catalogue.rules.is_within(at, &entry.concepts) {
                add(Part::Body, concept.label);
            }
        }
    }
    all
}
