//! The one unanswered question that would settle most.

use super::{Match, Outcome};
use crate::catalogue::{Criterion, is_asked};
use crate::eligibility::{Judge, Verdict};
use crate::profile::{Answer, Field, Fields};
use crate::relevance::Band;

/// A question, and how many entries wait for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settling {
    /// What it asks for.
    pub field: Field,
    /// How many entries it would help to settle.
    pub entries: usize,
}

/// The facts that an open criterion waits for: those not answered, as far as the
/// questionnaire asks for them on this route.
pub(super) fn waits(judge: &Judge<'_>, criterion: &Criterion) -> Fields {
    judge.fields(&criterion.when).filter(|field| {
        let open = matches!(judge.profile().get(field), Answer::NotAsked | Answer::DontKnow);
        open && judge.rules().question(field).is_some_and(|question| is_asked(question, judge))
    })
}

/// The question that the most entries wait for, near ones counting double. What
/// the company has said that it does not know is not asked again.
pub(super) fn best(judge: &Judge<'_>, matches: &[Match]) -> Option<Settling> {
    let unanswered = |field: &Field| judge.profile().get(*field) == Answer::NotAsked;
    let mut best: Option<(usize, Settling)> = None;
    for field in Field::ALL.into_iter().filter(unanswered) {
        let mut weight = 0;
        let mut entries = 0;
        for one in matches {
            if !matches!(&one.outcome, Outcome::Unknown(fields) if fields.contains(&field)) {
                continue;
            }
            entries += 1;
            weight += if one.band == Band::None { 1 } else { 2 };
        }
        if entries > 0 && best.is_none_or(|(most, _)| most < weight) {
            best = Some((weight, Settling { field, entries }));
        }
    }
    best.map(|(_, settling)| settling)
}

/// Whether every must of a match holds or may hold.
pub(super) fn nothing_fails(one: &Match) -> bool {
    one.verdicts
        .iter()
        .all(|j| j.strength != crate::catalogue::Strength::Must || j.verdict != Verdict::Unmet)
}
