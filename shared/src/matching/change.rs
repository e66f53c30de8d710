//! The smallest change that would make an entry fit.

use super::{Match, Outcome, settle};
use crate::catalogue::{Entry, Question, Shape, Strength};
use crate::eligibility::{Judge, Verdict};
use crate::profile::{Field, Fields, Profile, Value};

/// Answers that would make an entry fit: as few as possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What would have to be, in the order of the questionnaire.
    pub set: Vec<(Field, Value)>,
}

/// At most this many answers; beyond it, "not now" is the honest word.
const MOST_CHANGES: usize = 3;

/// Looks for the smallest change of an entry that does not fit or is not
/// settled: first one answer, then two, then three. Facts that a company cannot
/// change, such as its product's class, stay unless they are unanswered.
pub(super) fn smallest(judge: &Judge<'_>, one: &Match) -> Option<Change> {
    if !matches!(one.outcome, Outcome::NoFit(_) | Outcome::Unknown(_)) {
        return None;
    }
    let entry = judge.rules().entries.get(usize::from(one.entry))?;
    let open = open_fields(judge, one);
    let candidates: Vec<(Field, Vec<Value>)> =
        open.iter().map(|field| (field, values(judge, entry, field))).collect();
    (1..=MOST_CHANGES).find_map(|size| {
        let mut set = Vec::new();
        search(judge, entry, (&candidates, size), &mut set).then_some(Change { set })
    })
}

/// The facts behind the musts that do not hold.
fn open_fields(judge: &Judge<'_>, one: &Match) -> Fields {
    let mut all = Fields::default();
    let open = one
        .verdicts
        .iter()
        .filter(|judged| judged.strength == Strength::Must && judged.verdict != Verdict::Met);
    for judged in open {
        if let Some(criterion) = judge.rules().criteria.get(usize::from(judged.criterion)) {
            all.extend(judge.fields(&criterion.when));
        }
    }
    let unanswered = |field: Field| judge.profile().answered().all(|other| other != field);
    all.filter(|field| {
        let question = judge.rules().question(field);
        question.is_some_and(|question| {
            question.changeable || (settle::nothing_fails(one) && unanswered(field))
        })
    })
}

/// The answers that may be tried for a fact.
fn values(judge: &Judge<'_>, entry: &Entry, field: Field) -> Vec<Value> {
    let Some(question) = judge.rules().question(field) else { return Vec::new() };
    match question.shape {
        Shape::Choice | Shape::Country => codes(question).map(Value::Code).collect(),
        Shape::Choices => codes(question).map(|code| added(judge, field, code)).collect(),
        Shape::YesNo => vec![Value::Bool(true), Value::Bool(false)],
        Shape::Level => (1..=9).map(Value::Number).collect(),
        Shape::Amount => limits(judge, entry, field),
        Shape::Text => vec![Value::Bool(true)],
    }
}

fn codes(question: &Question) -> impl Iterator<Item = String> {
    question.options.iter().map(|option| option.code.clone())
}

/// What is sought besides what already is.
fn added(judge: &Judge<'_>, field: Field, code: String) -> Value {
    let mut all: Vec<String> =
        judge.profile().codes(field).into_iter().map(str::to_owned).collect();
    if !all.contains(&code) {
        all.push(code);
    }
    Value::Codes(all)
}

/// The amounts at which a criterion of the entry turns.
fn limits(judge: &Judge<'_>, entry: &Entry, field: Field) -> Vec<Value> {
    let mut all = Vec::new();
    for (at, _) in &entry.criteria {
        let Some(criterion) = judge.rules().criteria.get(usize::from(*at)) else { continue };
        criterion.when.walk(&mut |when| {
            if let crate::catalogue::Expression::Range(of, from, to) = when
                && *of == field
            {
                all.extend([from, to].into_iter().flatten().map(|limit| Value::Number(*limit)));
            }
        });
    }
    all
}

/// Tries every set of `size` answers, in the order of the questionnaire; levels
/// nearest to the present one come first by being tried upwards.
fn search(
    judge: &Judge<'_>,
    entry: &Entry,
    (candidates, size): (&[(Field, Vec<Value>)], usize),
    set: &mut Vec<(Field, Value)>,
) -> bool {
    if size == 0 {
        return fits_with(judge, entry, set);
    }
    for (at, (field, values)) in candidates.iter().enumerate() {
        let rest = candidates.get(at + 1..).unwrap_or_default();
        for value in values {
            set.push((*field, value.clone()));
            if search(judge, entry, (rest, size - 1), set) {
                return true;
            }
            set.pop();
        }
    }
    false
}

fn fits_with(judge: &Judge<'_>, entry: &Entry, set: &[(Field, Value)]) -> bool {
    let mut profile: Profile = judge.profile().clone();
    for (field, value) in set {
        profile.set(*field, value.clone());
    }
    let rules = judge.rules();
    let judge = Judge::new(rules, &profile, judge.today());
    entry.criteria.iter().filter(|(_, strength)| *strength == Strength::Must).all(|(at, _)| {
        rules
            .criteria
            .get(usize::from(*at))
            .is_some_and(|criterion| judge.verdict(&criterion.when) == Verdict::Met)
    })
}
