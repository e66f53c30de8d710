//! The words of all entries in one language: their stems, their parts.

use super::compound::Keys;
use super::grams;
use crate::taxonomy::letters;
use crate::text::names::{Hash, Lists, Names, Room};
use crate::text::{Lang, Stems, fold};

/// Every form that a word has in the entries, its stem, and the parts of
/// compounds. Learnt from the entries alone, without a lexicon.
pub(super) struct Vocabulary {
    pub(super) lang: Lang,
    pub(super) stemmer: Stems,
    pub(super) forms: Names,
    pub(super) stems: Names,
    /// How often a stem stands in the entries.
    pub(super) counts: Vec<u32>,
    /// The stem of a form.
    stem_of: Vec<u32>,
    /// The stems that the parts of a form have.
    parts: Lists,
    /// What a form looks like, for a typo to be held against.
    looks: Vec<Look>,
    /// Length in letters → forms, and besides their letters.
    lengths: [Lists; 2],
    /// To spell words in.
    spelled: Vec<u8>,
    /// How stems begin a compound: "gatu" of "gata", "arbets" of "arbete".
    pub(super) firsts: Keys,
    /// Stems without their diacritics.
    plain: Keys,
}

/// A form at a glance.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    /// How many letters.
    pub(super) length: usize,
    /// Which letters: [`letters`].
    pub(super) letters: u32,
    /// Which grams: [`grams::sign`].
    pub(super) sign: u64,
}

impl Look {
    /// A word at a glance. What it is spelled like comes into `spelled`.
    pub(super) fn at(lower: &str, spelled: &mut Vec<u8>) -> Self {
        grams::spelled(lower, spelled);
        Self { length: lower.chars().count(), letters: letters(lower), sign: grams::sign(spelled) }
    }
}

/// Longer words share a list of [`Vocabulary::of_length`].
pub(super) const LONGEST: usize = 63;

impl Vocabulary {
    pub(super) fn new(lang: Lang) -> Self {
        Self {
            lang,
            stemmer: Stems::new(lang),
            forms: Names::default(),
            stems: Names::default(),
            counts: Vec::new(),
            stem_of: Vec::new(),
            parts: Lists::default(),
            looks: Vec::new(),
            lengths: Default::default(),
            spelled: Vec::new(),
            firsts: Keys::default(),
            plain: Keys::default(),
        }
    }

    /// Takes in a word of an entry; gives the number of its form. Nothing for
    /// one that says nothing: whether it does is asked of each word once.
    pub(super) fn learn(&mut self, lower: &str, says: fn(&str) -> bool) -> Option<u32> {
        let hash = Hash::of(lower);
        let form = match self.forms.get_hashed(lower, hash) {
            Some(form) => form,
            None if says(lower) => self.add(lower, hash),
            None => return None,
        };
        let stem = self.stem(form) as usize;
        if let Some(count) = self.counts.get_mut(stem) {
            *count += 1;
        }
        Some(form)
    }

    fn add(&mut self, lower: &str, hash: Hash) -> u32 {
        let stem = self.stems.add(&self.stemmer.stem_in(lower));
        if self.counts.len() < self.stems.len() {
            self.counts.push(0);
        }
        self.stem_of.push(stem);
        self.looks.push(Look::at(lower, &mut self.spelled));
        self.forms.add_hashed(lower, hash)
    }

    /// Learns how words are put together, when all have been taken in. What is
    /// met no more than `rare` times begins no compound.
    pub(super) fn settle(&mut self, rare: u32) {
        self.close();
        let mut met = 0;
        for form in 0..self.form_count() {
            let stem = self.stem(form);
            let begins = rare < self.count(stem);
            if begins {
                self.firsts.put_firsts(self.forms.name(form), stem, &self.counts);
            }
            // Stems have their numbers in the order of their first forms.
            if stem != met {
                continue;
            }
            met += 1;
            let name = self.stems.name(stem);
            if begins && name != self.forms.name(form) {
                self.firsts.put_firsts(name, stem, &self.counts);
            }
            // One without diacritics is found by itself.
            if name.is_ascii() {
                continue;
            }
            let plain = fold(name);
            if plain != name {
                self.plain.put((&plain, Hash::of(&plain)), stem, &self.counts);
            }
        }
        for form in 0..self.form_count() {
            let own = self.stem(form);
            for part in self.cut(self.forms.name(form), self.stems.name(own), self.count(own)) {
                self.parts.push(part);
            }
            self.parts.end();
        }
        self.parts.close();
        self.firsts.close();
        self.plain.close();
        self.lengths = [self.by_length(|form, _| form), self.by_length(|_, look| look.letters)];
    }

    /// Gives back what was taken for more to come.
    fn close(&mut self) {
        self.forms.close();
        self.stems.close();
        self.counts.shrink_to_fit();
        self.stem_of.shrink_to_fit();
        self.looks.shrink_to_fit();
    }

    fn by_length(&self, of: fn(u32, &Look) -> u32) -> Lists {
        let mut room = Room::new(LONGEST + 1);
        let list = |look: &Look| u32::try_from(look.length.min(LONGEST)).unwrap_or(0);
        for look in &self.looks {
            room.wants(list(look), 1);
        }
        let mut filling = room.filling();
        for (form, look) in (0_u32..).zip(&self.looks) {
            filling.put(list(look), of(form, look));
        }
        filling.lists()
    }

    /// The forms of a length and their letters; longest ones are together.
    pub(super) fn of_length(&self, length: usize) -> [&[u32]; 2] {
        let list = u32::try_from(length).unwrap_or(u32::MAX);
        self.lengths.each_ref().map(|lists| lists.get(list))
    }

    pub(super) fn form_count(&self) -> u32 {
        u32::try_from(self.forms.len()).unwrap_or(u32::MAX)
    }

    /// How many stems there are.
    pub(super) fn stem_count(&self) -> usize {
        self.stems.len()
    }

    pub(super) fn form(&self, form: u32) -> &str {
        self.forms.name(form)
    }

    pub(super) fn look(&self, form: u32) -> Look {
        self.looks.get(form as usize).copied().unwrap_or_default()
    }

    pub(super) fn stem(&self, form: u32) -> u32 {
        self.stem_of.get(form as usize).copied().unwrap_or(u32::MAX)
    }

    /// The stem that a word of a question has here.
    pub(super) fn find(&self, lower: &str) -> Option<u32> {
        self.stems.get(&self.stemmer.stem_in(lower))
    }

    /// A stem by its name.
    pub(super) fn find_stem(&self, stem: &str) -> Option<u32> {
        self.stems.get(stem)
    }

    pub(super) fn stem_name(&self, stem: u32) -> &str {
        self.stems.name(stem)
    }

    /// The same for one that was typed without its diacritics.
    pub(super) fn find_plain(&self, lower: &str) -> Option<u32> {
        if !lower.is_ascii() || self.lang != Lang::Sv {
            return None;
        }
        let stem = self.stemmer.stem_in(lower);
        self.plain.get(&stem, Hash::of(&stem))
    }

    /// The parts of a form of the entries.
    pub(super) fn parts(&self, form: u32) -> &[u32] {
        self.parts.get(form)
    }

    pub(super) fn count(&self, stem: u32) -> u32 {
        self.counts.get(stem as usize).copied().unwrap_or(0)
    }
}
