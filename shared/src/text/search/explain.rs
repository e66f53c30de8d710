//! Why an entry was found: the score's own addends, put in words.

use super::asked::{Asked, Wanted};
use super::grams;
use super::index::{Form, Index, posting, stem_code};
use super::score::{Ranked, addend};
use super::{Addend, Hit, How, Part};
use crate::text::names::Lists;

/// An entry with its reasons. Their scores sum to its own.
pub(super) fn hit(index: &Index, asked: &Asked, ranked: &Ranked) -> Hit {
    let entry = ranked.entry;
    let forms: Vec<Form> = index.forms.get(entry).iter().map(|code| Form::of(*code)).collect();
    let mut all: Vec<Addend> = Vec::new();
    for want in &asked.stems {
        let score = score_of(&index.stems, want, entry);
        if let (Some(form), true) = (with_stem(index, &forms, want.list), 0 < score) {
            add(&mut all, told((index, asked), (want.word, want.how), form, score));
        }
    }
    for (word, score) in by_letters(index, asked, entry) {
        if let Some(form) = most_alike(index, &forms, asked, word) {
            add(&mut all, told((index, asked), (word, How::Letters), form, score));
        }
    }
    for (how, score) in [(How::Family, ranked.lent), (How::Title, ranked.alike)] {
        if 0 < score {
            let title = index.titles(entry).next().filter(|_| how == How::Title);
            let (word, matched) = (asked.words.join(" "), title.unwrap_or_default().to_owned());
            all.push(Addend { word, matched, how, part: Part::Title, score });
        }
    }
    all.sort_by(|a, b| b.score.cmp(&a.score).then(a.how.cmp(&b.how)));
    Hit { entry, score: ranked.score, addends: all }
}

/// The same word, form and way are one reason.
fn add(all: &mut Vec<Addend>, one: Addend) {
    let same = |other: &&mut Addend| {
        other.word == one.word && other.matched == one.matched && other.how == one.how
    };
    match all.iter_mut().find(same) {
        Some(known) => known.score += one.score,
        None => all.push(one),
    }
}

fn told(of: (&Index, &Asked), (word, how): (usize, How), form: Form, score: u32) -> Addend {
    let (index, asked) = of;
    Addend {
        word: asked.words.get(word).cloned().unwrap_or_default(),
        matched: index.vocabulary(form.lang).form(form.number).to_owned(),
        how,
        part: form.part,
        score,
    }
}

fn score_of(lists: &Lists, want: &Wanted, entry: u32) -> u32 {
    posting(lists, want.list, entry).map_or(0, |posting| addend(want.factor, posting))
}

/// The form in the entry that has a stem, whole before in part.
fn with_stem(index: &Index, forms: &[Form], list: u32) -> Option<Form> {
    let whole =
        |form: &&Form| stem_code(form.lang, index.vocabulary(form.lang).stem(form.number)) == list;
    let part = |form: &&Form| {
        let parts = index.vocabulary(form.lang).parts(form.number);
        parts.iter().any(|stem| stem_code(form.lang, *stem) == list)
    };
    forms.iter().find(whole).or_else(|| forms.iter().find(part)).copied()
}

/// What the letters of each word add.
fn by_letters(index: &Index, asked: &Asked, entry: u32) -> Vec<(usize, u32)> {
    let mut scores = vec![0_u32; asked.words.len()];
    for want in &asked.grams {
        if let Some(score) = scores.get_mut(want.word) {
            *score += score_of(&index.grams, want, entry);
        }
    }
    scores.into_iter().enumerate().filter(|(_, score)| 0 < *score).collect()
}

/// The form that shares the most grams with a word.
fn most_alike(index: &Index, forms: &[Form], asked: &Asked, word: usize) -> Option<Form> {
    let sign = grams::sign(asked.spelled.get(word)?);
    let mut best: Option<(u32, Form)> = None;
    for form in forms {
        let look = index.vocabulary(form.lang).look(form.number);
        let shared = look.map_or(0, |look| (look.sign & sign).count_ones());
        if best.is_none_or(|(most, _)| most < shared) {
            best = Some((shared, *form));
        }
    }
    best.map(|(_, form)| form)
}

/// The words that stand for nothing in any entry.
pub(super) fn unknown(asked: &Asked) -> Vec<String> {
    let known = |at: usize| asked.stems.iter().any(|want| want.word == at);
    let all = asked.words.iter().enumerate().filter(|(at, _)| !known(*at));
    all.map(|(_, word)| word.clone()).collect()
}
