//! Laws: what holds for every text and every profile.

use proptest::prelude::*;
use shared::catalogue::{Catalogue, Expression, Rules, Shape, Strength};
use shared::compile::catalogue;
use shared::detection::{Findings, read};
use shared::eligibility::{Judge, Verdict};
use shared::lead::has_personal_number;
use shared::matching::{Change, Match, Matching, Outcome, profile_for, run, smallest_change};
use shared::profile::{Answer, Field, Profile, Value};
use shared::text::{Lang, day};
use std::path::Path;
use std::sync::LazyLock;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    catalogue(Path::new(env!("CARGO_MANIFEST_DIR")))
        .unwrap_or_else(|_| Catalogue::new(Rules::default()))
});

fn today() -> time::Date {
    day("2026-11-23").unwrap_or(time::Date::MIN)
}

/// An answer to a question by three dice: whether, which, and which more.
fn answered(profile: &mut Profile, field: Field, (whether, which): (u8, u32)) {
    let Some(question) = CATALOGUE.rules.question(field) else { return };
    let codes: Vec<&String> = question.options.iter().map(|option| &option.code).collect();
    let code = |n: u32| codes.get(n as usize % codes.len().max(1)).map(|code| (*code).clone());
    match (whether % 4, question.shape) {
        (0, _) => {}
        (1, _) => profile.set_unknown(field),
        (_, Shape::Choice | Shape::Country) => {
            profile.set(field, Value::Code(code(which).unwrap_or_default()));
        }
        (_, Shape::Choices) => {
            let several = [which, which / 31].into_iter().filter_map(code).collect();
            profile.set(field, Value::Codes(several));
        }
        (_, Shape::YesNo) => profile.set(field, Value::Bool(which % 2 == 0)),
        (_, Shape::Level) => profile.set(field, Value::Number(which % 9 + 1)),
        (_, Shape::Amount) => profile.set(field, Value::Number(which % 2_000_000)),
        (_, Shape::Text) => profile.set(field, Value::Code("Färre fall på natten".into())),
    }
}

prop_compose! {
    fn profiles()(dice in prop::collection::vec((any::<u8>(), any::<u32>()), 20)) -> Profile {
        let mut profile = Profile::default();
        for (field, dice) in Field::ALL.into_iter().zip(dice) {
            answered(&mut profile, field, dice);
        }
        profile_for(&CATALOGUE, &profile, &Findings::default(), today())
    }
}

fn change_of(profile: &Profile, one: &Match) -> Option<Change> {
    smallest_change(&CATALOGUE.rules, profile, one, today())
}

fn matched(profile: &Profile) -> Matching {
    run(&CATALOGUE.rules, profile, &Findings::default(), today())
}

/// Kleene's logic a second way, as numbers: 0 unmet, 1 unknown, 2 met.
fn truth(judge: &Judge<'_>, when: &Expression) -> u8 {
    match when {
        Expression::All(all) => all.iter().map(|one| truth(judge, one)).min().unwrap_or(2),
        Expression::Any(any) => any.iter().map(|one| truth(judge, one)).max().unwrap_or(0),
        Expression::Not(one) => 2 - truth(judge, one),
        Expression::Named(at) => {
            let named = CATALOGUE.rules.conditions.get(usize::from(*at));
            named.map_or(1, |(_, when)| truth(judge, when))
        }
        Expression::OneOf(field, codes) => match judge.profile().get(*field) {
            Answer::Known(Value::Bool(yes)) => 2 * u8::from(codes.contains(&yes.to_string())),
            Answer::Known(Value::Number(_)) | Answer::DontKnow | Answer::NotAsked => 1,
            Answer::Known(_) => {
                let own = judge.profile().codes(*field);
                2 * u8::from(codes.iter().any(|code| own.contains(&code.as_str())))
            }
        },
        Expression::Range(field, from, to) => match judge.profile().get(*field) {
            Answer::Known(Value::Number(number)) => {
                2 * u8::from((from.unwrap_or(0)..=to.unwrap_or(u32::MAX)).contains(number))
            }
            _ => 1,
        },
        // Operators without parts: there is no second way.
        other => match judge.verdict(other) {
            Verdict::Met => 2,
            Verdict::Unknown => 1,
            Verdict::Unmet => 0,
        },
    }
}

/// Every answer that a question can be given.
fn answers(profile: &Profile, field: Field) -> Vec<Value> {
    let Some(question) = CATALOGUE.rules.question(field) else { return Vec::new() };
    let codes = question.options.iter().map(|option| option.code.clone());
    match question.shape {
        Shape::Choice | Shape::Country => codes.map(Value::Code).collect(),
        Shape::Choices => codes
            .map(|code| {
                let own = profile.codes(field).into_iter().map(str::to_owned);
                Value::Codes(own.chain([code]).collect())
            })
            .collect(),
        Shape::YesNo => vec![Value::Bool(true), Value::Bool(false)],
        Shape::Level => (1..=9).map(Value::Number).collect(),
        Shape::Amount => [1, 699_999, 700_000, 2_000_000].map(Value::Number).into(),
        Shape::Text => vec![Value::Bool(true)],
    }
}

fn with(profile: &Profile, field: Field, value: Value) -> Profile {
    let mut changed = profile.clone();
    changed.set(field, value);
    changed
}

/// Whether every must of an entry holds.
fn fits(profile: &Profile, entry: u32) -> bool {
    let judge = Judge::new(&CATALOGUE.rules, profile, today());
    let entry = CATALOGUE.rules.at(entry);
    let criteria = entry.into_iter().flat_map(|entry| &entry.criteria);
    let musts = criteria.filter(|(_, strength)| *strength == Strength::Must);
    musts
        .filter_map(|(at, _)| CATALOGUE.rules.criteria.get(usize::from(*at)))
        .all(|criterion| judge.verdict(&criterion.when) == Verdict::Met)
}

/// Every profile with one answer that the company may change.
fn one_away(profile: &Profile, one: &Match) -> Vec<Profile> {
    let open =
        one.verdicts.iter().all(|j| j.strength != Strength::Must || j.verdict != Verdict::Unmet);
    let may_change = |field: &Field| {
        let unanswered = profile.answered().all(|other| other != *field);
        let question = CATALOGUE.rules.question(*field);
        question.is_some_and(|question| question.changeable || (open && unanswered))
    };
    let fields = Field::ALL.into_iter().filter(may_change);
    let changed = |field| answers(profile, field).into_iter().map(move |value| (field, value));
    fields.flat_map(changed).map(|(field, value)| with(profile, field, value)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn silence_and_not_knowing_never_fail_a_criterion_of_an_answer(profile in profiles()) {
        let judge = Judge::new(&CATALOGUE.rules, &profile, today());
        let silent = Profile::default();
        let unasked = Judge::new(&CATALOGUE.rules, &silent, today());
        for criterion in &CATALOGUE.rules.criteria {
            let fields = judge.fields(&criterion.when);
            if !fields.is_empty() {
                prop_assert_ne!(unasked.verdict(&criterion.when), Verdict::Unmet, "{}", criterion.id);
            }
        }
    }

    #[test]
    fn every_entry_is_listed_once(profile in profiles()) {
        let mut places: Vec<u32> = matched(&profile).matches.iter().map(|one| one.entry).collect();
        places.sort_unstable();
        let all: Vec<u32> = (0..u32::try_from(CATALOGUE.rules.entries.len()).unwrap_or(0)).collect();
        prop_assert_eq!(places, all);
    }

    #[test]
    fn a_change_makes_the_entry_fit(profile in profiles()) {
        for one in matched(&profile).matches {
            let Some(change) = change_of(&profile, &one) else { continue };
            let mut changed = profile.clone();
            for (field, value) in change.set {
                changed.set(field, value);
            }
            let after = matched(&changed);
            let again = after.matches.iter().find(|other| other.entry == one.entry);
            let open = |one: &Match| {
                matches!(one.outcome, Outcome::NoFit(_) | Outcome::Unknown(_))
            };
            prop_assert!(again.is_some_and(|again| !open(again)), "a change does not help");
        }
    }

    #[test]
    fn a_verdict_is_that_of_a_second_evaluator(profile in profiles()) {
        let judge = Judge::new(&CATALOGUE.rules, &profile, today());
        for criterion in &CATALOGUE.rules.criteria {
            let verdict = match truth(&judge, &criterion.when) {
                2 => Verdict::Met,
                1 => Verdict::Unknown,
                _ => Verdict::Unmet,
            };
            prop_assert_eq!(judge.verdict(&criterion.when), verdict, "{}", criterion.id);
        }
    }

    #[test]
    fn no_smaller_change_would_do(profile in profiles(), pick in 0..1000_usize) {
        let matches = matched(&profile).matches;
        let closed: Vec<&Match> = matches
            .iter()
            .filter(|one| matches!(one.outcome, Outcome::NoFit(_) | Outcome::Unknown(_)))
            .collect();
        let one = closed[pick % closed.len()];
        let size = change_of(&profile, one).map_or(4, |change| change.set.len());
        let near = one_away(&profile, one);
        if 1 < size {
            prop_assert!(!near.iter().any(|changed| fits(changed, one.entry)), "one answer would do");
        }
        // Two answers: a tenth of the pairs, or a run would take minutes.
        if 2 < size {
            let twice = near.iter().skip(pick % 10).step_by(10).flat_map(|near| one_away(near, one));
            prop_assert!(!{ twice }.any(|changed| fits(&changed, one.entry)), "two would do");
        }
    }

    #[test]
    fn patients_and_no_ce_is_never_a_test(profile in profiles()) {
        let mut profile = profile;
        profile.set(Field::Class, Value::Code("device".into()));
        profile.set(Field::Patients, Value::Code("patients".into()));
        profile.set(Field::Ce, Value::Code("none".into()));
        for one in matched(&profile).matches {
            let id = &CATALOGUE.rules.at(one.entry).unwrap().id;
            if ["path.test-agreement", "path.direct-award"].contains(&id.as_str()) {
                prop_assert!(matches!(one.outcome, Outcome::NoFit(_)), "{id}");
            }
        }
    }

    #[test]
    fn shares_sum_to_a_hundred(text in "[a-zåäö ]{0,200}", seed in 0..600_usize) {
        let terms: Vec<&String> =
            CATALOGUE.terms.concepts.iter().flat_map(|terms| terms.iter().flatten()).collect();
        let text = format!("{text} {} {text}", terms[seed % terms.len()].trim_matches(['*', '~']));
        let findings = read(&text, &CATALOGUE.index, &CATALOGUE.terms, Lang::Sv);
        let profile = profile_for(&CATALOGUE, &Profile::default(), &findings, today());
        for one in run(&CATALOGUE.rules, &profile, &findings, today()).matches {
            let sum: u32 = one.evidence.iter().map(|one| one.share).sum();
            prop_assert!(one.evidence.is_empty() || sum == 100);
            // A slash between words is shown as a space.
            let of_the_text = |word: &str| word.split(' ').all(|word| text.contains(word));
            prop_assert!(one.evidence.iter().all(|one| of_the_text(&one.word)));
        }
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,400}") {
        read(&text, &CATALOGUE.index, &CATALOGUE.terms, Lang::En);
        has_personal_number(&text);
    }
}
