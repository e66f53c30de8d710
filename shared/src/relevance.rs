//! How near an entry lies, in whole numbers, so that every machine agrees.

use crate::catalogue::{Entry, Expression, Kind, Place, Weights};
use crate::detection::{Evidence, Finding, Findings, How, Near};
use crate::eligibility::{Judge, Verdict};
use crate::profile::Field;
use crate::text::search::likelihood;
use serde::Serialize;

/// How near: three words for a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// What was asked for.
    Strong,
    /// Near it.
    Possible,
    /// Nothing points to it.
    None,
}

/// The highest score.
const MOST: u32 = 1000;
/// What a company's words add to a score, at the most: 75 thousandths of it. A
/// preference among equals, after the band is settled.
const MOST_SHIFT: u32 = 75;

/// The band of a number, by where the two better bands begin.
pub fn band(number: u32, (possible, strong): (u32, u32)) -> Band {
    if strong <= number {
        Band::Strong
    } else if possible <= number {
        Band::Possible
    } else {
        Band::None
    }
}

/// How sure it is, in thousandths, that the entry nearest to a company's words is
/// one that they mean: by how alike the texts are, 0 to 1,000, and by how many
/// concepts were found that it is about.
pub fn sure(of: Weights, confidence: u32, concepts: u32) -> u32 {
    let told = i64::from(of.text) * i64::from(confidence) / 1000;
    likelihood(told + i64::from(of.concept) * i64::from(concepts) - i64::from(of.against))
}

/// How much an entry's own texts add to its score, by how near they are to
/// `most`, the nearest. The order of paths is the table's, whatever words they
/// happen to share.
pub fn shift((near, most): (&Near, u32), (at, entry): (Place, &Entry), score: u32) -> u32 {
    if entry.kind == Kind::Path || most == 0 {
        return 0;
    }
    let most_here = (score * MOST_SHIFT / 1000).min(MOST - score.min(MOST));
    most_here * near.score(at) / most
}

/// How near an entry lies. Paths by the gates and the table; others by what
/// they are about and, with `contact`, by the best path that leads to them.
pub fn score(judge: &Judge<'_>, at: Place, entry: &Entry, contact: u32) -> u32 {
    let base = match entry.kind {
        Kind::Path => path(judge, at),
        Kind::Need => 300,
        Kind::Infrastructure | Kind::EntryPoint | Kind::Redirect => 200 + contact / 4,
    };
    let own = if entry.kind == Kind::Path { 0 } else { attributes(judge, entry) };
    (base + about(judge, entry) + own).min(MOST)
}

/// What was sought first counts first; within it, the table's order. A gate's
/// paths take the place of what the gate closes. A path in neither keeps a
/// floor, since its own criteria may still hold.
fn path(judge: &Judge<'_>, at: Place) -> u32 {
    let by_gate = judge.gate_rank(at).map(|rank| (gated_order(judge), rank, true));
    let by_table = judge.table_rank(at);
    let best = [by_gate, by_table].into_iter().flatten().min_by_key(|(o, r, sure)| (!sure, *o, *r));
    let Some((order, place, sure)) = best else { return 150 };
    let number = |n: usize| u32::try_from(n).unwrap_or(MOST);
    let top = if sure { 800 } else { 450 };
    top - number(order).min(3) * 60 - number(place).min(6) * 20
}

/// The place, among what is sought, of the first thing that a gate can close.
fn gated_order(judge: &Judge<'_>) -> usize {
    let sought = judge.profile().codes(Field::Seek);
    let gated = &judge.rules().gated_seeks;
    sought.iter().position(|code| gated.iter().any(|one| one == code)).unwrap_or(0)
}

/// What the words say, counted once a concept: 90 for one that the entry names,
/// with a ceiling so that words never outweigh what was asked for.
fn about(judge: &Judge<'_>, entry: &Entry) -> u32 {
    let named = |found: &&u16| judge.is_within(**found, &entry.concepts);
    let hits = judge.concepts().iter().filter(named).count();
    u32::try_from(hits).unwrap_or(MOST).min(3) * 90
}

/// 30 for each readiness or subject that the entry asks for and has.
fn attributes(judge: &Judge<'_>, entry: &Entry) -> u32 {
    let criteria = entry.criteria.iter().filter_map(|(at, _)| {
        judge.rules().criteria.get(usize::from(*at)).map(|criterion| &criterion.when)
    });
    let fitting = criteria
        .filter(|when| matches!(when, Expression::Range(..) | Expression::About(_)))
        .filter(|when| judge.verdict(when) == Verdict::Met)
        .count();
    u32::try_from(fitting).unwrap_or(0).min(3) * 30
}

/// A word that points to an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// As the visitor typed it.
    pub word: String,
    /// What it is in the taxonomy or in the entry's text.
    pub matched: String,
    /// How the two are the same: a stable key.
    pub how: &'static str,
    /// Where `matched` stands: `concept`, `title` or `body`.
    pub field: &'static str,
    /// How much of the pointing it does: percent that sum to 100.
    pub share: u32,
}

/// The words that point to an entry: those of concepts that it is about, and
/// those that its own texts have, with `shift` points among them.
pub fn reasons(
    judge: &Judge<'_>,
    (at, entry): (Place, &Entry),
    findings: &Findings,
    shift: u32,
) -> Vec<Reason> {
    let mut all = Vec::new();
    let counts = |finding: &&Finding| {
        finding.is_certain()
            && judge.concepts().contains(&finding.concept)
            && judge.is_within(finding.concept, &entry.concepts)
    };
    for finding in findings.concepts.iter().filter(counts) {
        let decides = || finding.because.iter().filter(|one| one.how.decides());
        let sum: u32 = decides().map(|one| weight(one.how)).sum();
        for Evidence { word, matched, how } in decides() {
            let points = OF_CONCEPT * weight(*how) / sum.max(1);
            add(&mut all, (word, matched), (how.key(), "concept"), points);
        }
    }
    let addends = findings.near.reasons(at);
    let sum: u32 = addends.iter().map(|one| one.score).sum();
    for one in addends.iter().filter(|_| 0 < shift) {
        let points = shift * UNIT * one.score / sum.max(1);
        add(&mut all, (&one.word, &one.matched), (one.how.key(), one.part.key()), points);
    }
    share(&mut all);
    all
}

/// Points are counted in hundredths, so that small ones do not vanish.
const UNIT: u32 = 100;
/// What a concept adds to a score.
const OF_CONCEPT: u32 = 90 * UNIT;

/// The same word for the same thing is one reason.
fn add(
    all: &mut Vec<Reason>,
    (word, matched): (&str, &str),
    (how, field): (&'static str, &'static str),
    points: u32,
) {
    let same = |other: &&mut Reason| other.word == word && other.matched == matched;
    if let Some(known) = all.iter_mut().find(same) {
        known.share += points;
        return;
    }
    let (word, matched) = (word.to_owned(), matched.to_owned());
    all.push(Reason { word, matched, how, field, share: points });
}

fn weight(how: How) -> u32 {
    match how {
        How::Word => 4,
        How::Compound => 3,
        How::Plain => 2,
        How::Ambiguous | How::Typo => 1,
    }
}

/// Turns points into whole percent; less than one is no reason, and what
/// rounding leaves goes to the first.
fn share(all: &mut Vec<Reason>) {
    let sum: u32 = all.iter().map(|one| one.share).sum();
    for one in all.iter_mut() {
        one.share = one.share * 100 / sum.max(1);
    }
    all.retain(|one| 0 < one.share);
    let given: u32 = all.iter().map(|one| one.share).sum();
    if let Some(first) = all.first_mut() {
        first.share += 100 - given;
    }
}
