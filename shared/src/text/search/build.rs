//! Postings: for each stem and each gram, which entries say it and how much.

use super::Part;
use super::grams;
use super::index::{Form, Index, parted, stem_code};
use super::number::Saturation;
use super::vocabulary::Vocabulary;
use crate::text::Lang;
use crate::text::names::{Lists, Room};

/// k₁ 1.2 and b 0.4, in 256ths: settled on the development tasks, where all of
/// 0.9 to 1.8 and 0.3 to 0.5 lie within a hundredth.
const K: u64 = 307;
const B: u64 = 102;

/// What entries say.
struct Said<'a> {
    index: &'a Index,
    /// How many lists there are.
    lists: usize,
    /// Form and language → its lists: those of whole words first.
    by_form: Lists,
    /// The length of each entry, in 16ths of a word or a letter.
    lengths: Vec<u32>,
    /// Words of bodies are passed over.
    only_titles: bool,
    /// Each list of a form after the first counts half.
    has_parts: bool,
}

/// The lists of stems: a word counts for its own and, half, for its parts.
pub(super) fn stems(index: &Index) -> Lists {
    let mut said = Said::new(index, false);
    said.has_parts = true;
    let most = index.vocabularies.iter().map(Vocabulary::stem_count).max();
    said.lists = 2 * most.unwrap_or(0);
    for (lang, form) in forms(index) {
        let vocabulary = index.vocabulary(lang);
        if form < vocabulary.form_count() {
            said.by_form.push(stem_code(lang, vocabulary.stem(form)));
            for part in vocabulary.parts(form) {
                said.by_form.push(stem_code(lang, *part));
            }
        }
        said.by_form.end();
    }
    said.lengths = said.measure(|_| 1);
    said.postings()
}

/// The lists of grams, numbered as they are met.
pub(super) fn grams(index: &Index, only_titles: bool, numbers: &mut [u16]) -> Lists {
    let mut said = Said::new(index, only_titles);
    let mentions = said.mentions();
    let mut spelled = Vec::new();
    let mut lists = 0;
    for (at, (lang, form)) in forms(index).enumerate() {
        if mentions.get(at).is_some_and(|mentions| 0 < *mentions) {
            grams::spelled(index.vocabulary(lang).form(form), &mut spelled);
            for gram in grams::grams(&spelled) {
                let Some(number) = numbers.get_mut(gram as usize) else { continue };
                if *number == 0 {
                    lists += 1;
                    *number = lists;
                }
                said.by_form.push(u32::from(*number) - 1);
            }
        }
        said.by_form.end();
    }
    said.lists = usize::from(lists);
    said.lengths = said.measure(|form| index.vocabulary(form.lang).look(form.number).length);
    said.postings()
}

/// The forms of both languages, in turns: each at its code without the part.
fn forms(index: &Index) -> impl Iterator<Item = (Lang, u32)> {
    let most = index.vocabularies.iter().map(Vocabulary::form_count).max().unwrap_or(0);
    (0..2 * most).map(parted)
}

impl<'a> Said<'a> {
    fn new(index: &'a Index, only_titles: bool) -> Self {
        let (by_form, lengths) = (Lists::default(), Vec::new());
        Self { index, lists: 0, by_form, lengths, only_titles, has_parts: false }
    }

    fn count(&self) -> u32 {
        u32::try_from(self.index.len()).unwrap_or(u32::MAX)
    }

    /// The forms of an entry that count.
    fn forms(&self, entry: u32) -> impl Iterator<Item = u32> {
        let all = self.index.forms.get(entry).iter().copied();
        all.filter(|code| !(self.only_titles && Form::of(*code).part == Part::Body))
    }

    /// How often each form stands somewhere.
    fn mentions(&self) -> Vec<u32> {
        let most = self.index.vocabularies.iter().map(Vocabulary::form_count).max();
        let mut mentions = vec![0; 2 * most.unwrap_or(0) as usize];
        for entry in 0..self.count() {
            for code in self.forms(entry) {
                if let Some(count) = mentions.get_mut((code >> 1) as usize) {
                    *count += 1;
                }
            }
        }
        mentions
    }

    /// How long the entries are, for the length of one form.
    fn measure(&self, length: impl Fn(Form) -> usize) -> Vec<u32> {
        let one = |code| {
            let form = Form::of(code);
            u32::try_from(length(form)).unwrap_or(u32::MAX) * form.weight()
        };
        (0..self.count()).map(|entry| self.forms(entry).map(one).sum()).collect()
    }

    fn postings(&self) -> Lists {
        let mut room = Room::new(self.lists);
        for (form, mentions) in (0_u32..).zip(self.mentions()) {
            for list in self.by_form.get(form) {
                room.wants(*list, mentions);
            }
        }
        let lengths = self.lengths.iter().map(|length| u64::from(*length)).sum();
        let all = self.lengths.iter().filter(|length| 0 < **length).count() as u64;
        let saturation = Saturation { k: K, b: B, lengths, all };
        let mut filling = room.filling();
        let mut sums = vec![0; self.lists];
        let mut met = Vec::new();
        for (entry, length) in (0_u32..).zip(&self.lengths) {
            self.add(entry, &mut sums, &mut met);
            let held = saturation.held(u64::from(*length));
            // Most of an entry is said as often as what was before.
            let (mut last, mut said) = (0, 0);
            for list in met.drain(..) {
                let Some(sum) = sums.get_mut(list as usize).map(std::mem::take) else { continue };
                if sum != last {
                    (last, said) = (sum, Saturation::of(sum, held));
                }
                filling.put(list, entry << 8 | said);
            }
        }
        filling.lists()
    }

    /// Adds up what an entry says, and tells which sums are no longer 0.
    fn add(&self, entry: u32, sums: &mut [u32], met: &mut Vec<u32>) {
        for code in self.forms(entry) {
            let mut weight = Form::of(code).weight();
            for (at, list) in self.by_form.get(code >> 1).iter().enumerate() {
                if at == 1 && self.has_parts {
                    weight /= 2;
                }
                let Some(sum) = sums.get_mut(*list as usize) else { continue };
                if *sum == 0 {
                    met.push(*list);
                }
                *sum += weight;
            }
        }
    }
}
