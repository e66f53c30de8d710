//! Why an entry was found: the score's own addends, put in words.

use super::asked::Asked;
use super::index::{Form, Index, parted, posting, said};
use super::score::{Ranked, addend};
use super::{Addend, Hit, How, Part};

/// A reason, before it is put in words.
struct Reason {
    /// The visitor's word.
    word: usize,
    form: Form,
    how: How,
    score: u32,
}

/// Entries with their reasons, whose scores sum to those of the entries.
pub(super) fn hits(index: &Index, asked: &Asked, ranked: &[Ranked]) -> Vec<Hit> {
    let letters = by_letters(index, asked, ranked);
    let words = asked.words.len();
    let mut hits = Vec::with_capacity(ranked.len());
    for (at, one) in ranked.iter().enumerate() {
        let letters = letters.get(at * words..).unwrap_or_default();
        hits.push(hit(index, asked, one, letters));
    }
    hits
}

/// For each entry what the letters of each word add.
fn by_letters(index: &Index, asked: &Asked, ranked: &[Ranked]) -> Vec<u32> {
    let words = asked.words.len();
    let mut scores = vec![0_u32; ranked.len() * words];
    for want in &asked.grams {
        let postings = index.grams.get(want.list);
        for (at, one) in ranked.iter().enumerate() {
            if let (Some(posting), Some(score)) =
                (said(postings, one.entry), scores.get_mut(at * words + want.word))
            {
                *score += addend(want.factor, posting);
            }
        }
    }
    scores
}

fn hit(index: &Index, asked: &Asked, ranked: &Ranked, letters: &[u32]) -> Hit {
    let reasons = reasons(index, asked, ranked.entry, letters);
    let mut all: Vec<Addend> = Vec::with_capacity(reasons.len() + 2);
    for one in reasons {
        let word = asked.words.get(one.word).map(|word| word.typed.clone()).unwrap_or_default();
        let matched = text(index, one.form).to_owned();
        put(
            &mut all,
            Addend { word, matched, how: one.how, part: one.form.part, score: one.score },
        );
    }
    for (how, score) in [(How::Family, ranked.lent), (How::Title, ranked.alike)] {
        if 0 < score {
            let title = index.titles(ranked.entry).next().filter(|_| how == How::Title);
            let (word, matched) = (asked.typed(), title.unwrap_or_default().to_owned());
            put(&mut all, Addend { word, matched, how, part: Part::Title, score });
        }
    }
    Hit { entry: ranked.entry, score: ranked.score, addends: all }
}

/// The most important first.
#[inline(never)]
fn put(all: &mut Vec<Addend>, one: Addend) {
    let at = all.partition_point(|other| {
        one.score < other.score || (one.score == other.score && other.how <= one.how)
    });
    all.insert(at, one);
}

fn text(index: &Index, form: Form) -> &str {
    index.vocabulary(form.lang).form(form.number)
}

fn reasons(index: &Index, asked: &Asked, entry: u32, letters: &[u32]) -> Vec<Reason> {
    let forms: Vec<Form> = index.forms.get(entry).iter().map(|code| Form::of(*code)).collect();
    let mut all = Reasons { index, asked, all: Vec::new() };
    for want in &asked.stems {
        let posting = posting(&index.stems, want.list, entry);
        let score = posting.map_or(0, |posting| addend(want.factor, posting));
        if score == 0 {
            continue;
        }
        if let Some(form) = with_stem(index, &forms, want.list) {
            all.add(Reason { word: want.word, form, how: want.how, score });
        }
    }
    let signs: Vec<u64> =
        forms.iter().map(|form| index.vocabulary(form.lang).look(form.number).sign).collect();
    for (word, (score, asked)) in letters.iter().zip(&asked.words).enumerate() {
        if *score == 0 {
            continue;
        }
        if let Some(form) = forms.get(most_alike(&signs, asked.sign)).copied() {
            all.add(Reason { word, form, how: How::Letters, score: *score });
        }
    }
    all.all
}

struct Reasons<'a> {
    index: &'a Index,
    asked: &'a Asked,
    all: Vec<Reason>,
}

impl Reasons<'_> {
    /// The same word, form and way are one reason.
    #[inline(never)]
    fn add(&mut self, one: Reason) {
        let typed = |at: usize| self.asked.words.get(at).map(|word| &word.typed);
        let is_same = |other: &&mut Reason| {
            other.how == one.how
                && (other.word == one.word || typed(other.word) == typed(one.word))
                && text(self.index, other.form) == text(self.index, one.form)
        };
        match self.all.iter_mut().find(is_same) {
            Some(known) => known.score += one.score,
            None => self.all.push(one),
        }
    }
}

/// The form in the entry that has a stem, whole before in part.
fn with_stem(index: &Index, forms: &[Form], list: u32) -> Option<Form> {
    let (lang, stem) = parted(list);
    let vocabulary = index.vocabulary(lang);
    let own = || forms.iter().filter(|form| form.lang == lang);
    let whole = own().find(|form| vocabulary.stem(form.number) == stem);
    let part = || own().find(|form| vocabulary.parts(form.number).contains(&stem));
    whole.or_else(part).copied()
}

/// Where the form stands that shares the most grams with a word.
fn most_alike(signs: &[u64], own: u64) -> usize {
    let (mut best, mut most) = (0, 0);
    for (at, sign) in signs.iter().enumerate() {
        let shared = (sign & own).count_ones();
        if most < shared {
            (best, most) = (at, shared);
        }
    }
    best
}

/// The words that stand for nothing in any entry, each once.
pub(super) fn unknown(asked: &Asked) -> Vec<String> {
    let known = |at: usize| asked.stems.iter().any(|want| want.word == at);
    let first = |at: usize, lower: &str| {
        asked.words.iter().position(|word| word.lower == lower) == Some(at)
    };
    let all = asked.words.iter().enumerate();
    let unknown = all.filter(|(at, word)| !known(*at) && first(*at, &word.lower));
    unknown.map(|(_, word)| word.typed.clone()).collect()
}
