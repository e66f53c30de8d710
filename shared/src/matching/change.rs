//! The smallest change that would make an entry fit.

use super::{Match, Outcome, settle};
use crate::catalogue::{Entry, Expression, Question, Shape, Strength};
use crate::eligibility::{Judge, Verdict};
use crate::profile::{Answer, Field, Fields, Profile, Value};

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
    let entry = judge.rules().at(one.entry)?;
    let in_the_way = in_the_way(judge, one);
    // What no answer can turn, such as what the words are about, ends it.
    if in_the_way.iter().any(|fields| fields.is_empty()) {
        return None;
    }
    let mut all = Fields::default();
    for fields in &in_the_way {
        all.extend(*fields);
    }
    let candidates = all.iter().map(|field| (field, values(judge, entry, field))).collect();
    let mut search = Search {
        judge,
        entry,
        candidates,
        in_the_way,
        profile: judge.profile().clone(),
        set: Vec::new(),
    };
    let found = (1..=MOST_CHANGES).any(|size| search.finds(0, size));
    found.then_some(Change { set: search.set })
}

/// For each must that does not hold, the facts behind it that may be changed.
fn in_the_way(judge: &Judge<'_>, one: &Match) -> Vec<Fields> {
    let nothing_fails = settle::nothing_fails(one);
    let unanswered = |field: Field| judge.profile().answered().all(|other| other != field);
    let may_change = |field: Field| {
        let question = judge.rules().question(field);
        question.is_some_and(|question| question.changeable || (nothing_fails && unanswered(field)))
    };
    let open = one
        .verdicts
        .iter()
        .filter(|judged| judged.strength == Strength::Must && judged.verdict != Verdict::Met);
    open.filter_map(|judged| judge.rules().criteria.get(usize::from(judged.criterion)))
        .map(|criterion| behind(judge, &criterion.when).filter(may_change))
        .collect()
}

/// The facts behind a condition, those of redirects and gates that it rests on
/// included.
fn behind(judge: &Judge<'_>, when: &Expression) -> Fields {
    let rules = judge.rules();
    let mut all = judge.fields(when);
    when.walk_deep(&rules.conditions, &mut |one| match one {
        Expression::Redirected(ids) => {
            for redirect in rules.redirects.iter().filter(|redirect| ids.contains(&redirect.id)) {
                all.extend(judge.fields(&redirect.when));
            }
        }
        Expression::Suggested(path) => {
            for gate in rules.gates.iter().filter(|gate| gate.offers.contains(path)) {
                all.extend(judge.fields(&gate.when));
            }
        }
        _ => {}
    });
    all
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
        criterion.when.walk_deep(&judge.rules().conditions, &mut |when| {
            if let Expression::Range(of, from, to) = when
                && *of == field
            {
                all.extend([from, to].into_iter().flatten().map(|limit| Value::Number(*limit)));
            }
        });
    }
    all
}

/// Tries sets of answers, in the order of the questionnaire; levels are tried
/// upwards.
struct Search<'a> {
    judge: &'a Judge<'a>,
    entry: &'a Entry,
    candidates: Vec<(Field, Vec<Value>)>,
    in_the_way: Vec<Fields>,
    /// The profile with `set` answered.
    profile: Profile,
    set: Vec<(Field, Value)>,
}

impl Search<'_> {
    /// Whether `size` more answers, from candidate `from` on, make it fit.
    fn finds(&mut self, from: usize, size: usize) -> bool {
        if !self.may_help(size) {
            return false;
        }
        if size == 0 {
            return self.fits();
        }
        for at in from..self.candidates.len() {
            let mut tried = 0;
            while let Some((field, value)) = self.candidate(at, tried) {
                self.profile.set(field, value.clone());
                self.set.push((field, value));
                if self.finds(at + 1, size - 1) {
                    return true;
                }
                self.set.pop();
                self.restore(field);
                tried += 1;
            }
        }
        false
    }

    fn candidate(&self, at: usize, tried: usize) -> Option<(Field, Value)> {
        let (field, values) = self.candidates.get(at)?;
        Some((*field, values.get(tried)?.clone()))
    }

    /// Each must in the way needs an answer of its own facts to change: the last
    /// one has to turn all that still wait.
    fn may_help(&self, left: usize) -> bool {
        let touched = |fields: &Fields| self.set.iter().any(|(field, _)| fields.contains(*field));
        let waiting = || self.in_the_way.iter().filter(|fields| !touched(fields));
        let turns_all = |field: Field| waiting().all(|fields| fields.contains(field));
        match left {
            0 => waiting().next().is_none(),
            1 => self.candidates.iter().any(|(field, _)| turns_all(*field)),
            _ => true,
        }
    }

    fn restore(&mut self, field: Field) {
        match self.judge.profile().get(field) {
            Answer::Known(value) => self.profile.set(field, value.clone()),
            Answer::DontKnow => self.profile.set_unknown(field),
            Answer::NotAsked => self.profile.clear(field),
        }
    }

    fn fits(&self) -> bool {
        let rules = self.judge.rules();
        let judge = self.judge.clone().of(&self.profile);
        let mut musts =
            self.entry.criteria.iter().filter(|(_, strength)| *strength == Strength::Must);
        musts.all(|(at, _)| {
            let criterion = rules.criteria.get(usize::from(*at));
            criterion.is_some_and(|criterion| judge.verdict(&criterion.when) == Verdict::Met)
        })
    }
}
