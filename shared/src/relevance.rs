//! How near an entry lies, in whole numbers, so that every machine agrees.

use crate::catalogue::{Entry, Expression, Kind};
use crate::detection::{Evidence, Finding, How};
use crate::eligibility::{Judge, Verdict};
use crate::profile::Field;
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

/// From here on, an entry is what was asked for.
const STRONG: u32 = 500;
/// From here on, an entry is near it.
const POSSIBLE: u32 = 250;
/// The highest score.
const MOST: u32 = 1000;

/// The band of a score.
pub fn band(score: u32) -> Band {
    match score {
        STRONG.. => Band::Strong,
        POSSIBLE.. => Band::Possible,
        _ => Band::None,
    }
}

/// How near an entry lies. Paths by the gates and the table; others by what
/// they are about and, with `contact`, by the best path that leads to them.
pub fn score(judge: &Judge<'_>, at: u16, entry: &Entry, contact: u32) -> u32 {
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
fn path(judge: &Judge<'_>, at: u16) -> u32 {
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

/// The words that point to an entry, and how much of the pointing each does, in
/// percent that sum to 100.
pub fn evidence(judge: &Judge<'_>, entry: &Entry, findings: &[Finding]) -> Vec<(Evidence, u32)> {
    let relevant = findings.iter().filter(|finding| {
        finding.is_certain()
            && judge.concepts().contains(&finding.concept)
            && judge.is_within(finding.concept, &entry.concepts)
    });
    let mut all: Vec<(Evidence, u32)> = Vec::new();
    for evidence in relevant.flat_map(|finding| &finding.because) {
        if evidence.how.decides() && !all.iter().any(|(other, _)| other == evidence) {
            all.push((evidence.clone(), weight(evidence.how)));
        }
    }
    share(&mut all);
    all
}

fn weight(how: How) -> u32 {
    match how {
        How::Word => 4,
        How::Compound => 3,
        How::Plain => 2,
        How::Ambiguous | How::Typo => 1,
    }
}

/// Turns weights into whole percent; what rounding leaves goes to the first.
fn share(all: &mut [(Evidence, u32)]) {
    let sum: u32 = all.iter().map(|(_, weight)| weight).sum();
    if sum == 0 {
        return;
    }
    for (_, weight) in all.iter_mut() {
        *weight = *weight * 100 / sum;
    }
    let given: u32 = all.iter().map(|(_, share)| share).sum();
    if let Some((_, first)) = all.first_mut() {
        *first += 100 - given;
    }
}
