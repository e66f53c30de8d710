//! Walks back and forth: no answer is lost on the way, and none asked twice.

use super::*;
use crate::draft::Draft;
use crate::draft::kept::tests::{CATALOGUE, answer};
use proptest::prelude::*;
use shared::detection::Findings;
use shared::matching::profile_for;
use shared::profile::{Answer, Field};

/// What a visitor does at a step.
#[derive(Clone, Debug)]
enum Act {
    Onward,
    Back,
    /// From the check, or wherever a summary leads: to change one answer.
    Change(u8),
    /// The browser's own Back and Forward.
    History(bool),
}

fn acts() -> impl Strategy<Value = (Act, u8, usize)> {
    let act = prop_oneof![
        6 => Just(Act::Onward),
        2 => Just(Act::Back),
        1 => (1..=8_u8).prop_map(Act::Change),
        2 => any::<bool>().prop_map(Act::History),
    ];
    (act, any::<u8>(), any::<usize>())
}

/// A visitor, the answers and what the browser remembers.
struct Walk {
    draft: Draft,
    journey: Journey,
    past: Vec<Step>,
    at: usize,
    /// What was answered, in the order of answering.
    given: Vec<(Field, String)>,
}

fn shown(draft: &Draft, field: Field) -> String {
    format!("{:?} {}", draft.answers.get(field), draft.written(field))
}

impl Walk {
    fn profile(&self) -> Profile {
        profile_for(&CATALOGUE, &self.draft.answers, &Findings::default(), today())
    }

    fn pages(&self) -> Vec<u8> {
        pages(&CATALOGUE.rules, &self.profile(), today())
    }

    /// The questions of this step that are asked and not answered.
    fn open(&self) -> Vec<Field> {
        let Step::Page(page) = self.journey.step else { return Vec::new() };
        let profile = self.profile();
        let judge = Judge::new(&CATALOGUE.rules, &profile, today());
        let here = asked(&judge).filter(|question| question.page == page);
        here.map(|question| question.field)
            .filter(|field| self.draft.answers.get(*field) == Answer::NotAsked)
            .filter(|field| self.draft.written(*field).is_empty())
            .collect()
    }

    fn go(&mut self, to: Journey) {
        self.journey = to;
        self.past.truncate(self.at + 1);
        self.past.push(to.step);
        self.at += 1;
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Onward => self.go(self.journey.onward(&self.pages())),
            Act::Back => {
                if let Some(to) = self.journey.back(&self.pages()) {
                    self.go(to);
                }
            }
            Act::Change(page) => self.go(Journey::change(Step::Page(*page))),
            Act::History(forward) => {
                let to = if *forward { self.at + 1 } else { self.at.wrapping_sub(1) };
                if let Some(step) = self.past.get(to).copied() {
                    (self.at, self.journey) = (to, Journey::at(step));
                }
            }
        }
    }
}

fn today() -> Date {
    shared::text::day("2026-11-23").unwrap_or(Date::MIN)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn no_answer_is_lost_and_no_question_asked_twice(
        acts in prop::collection::vec(acts(), 5..40),
    ) {
        let journey = Journey::START;
        let (past, given, draft) = (vec![journey.step], Vec::new(), Draft::default());
        let mut walk = Walk { draft, journey, past, at: 0, given };
        for (act, whether, which) in acts {
            for field in walk.open() {
                // What is open was never answered: it is asked for the first time.
                prop_assert!(walk.given.iter().all(|(other, _)| *other != field), "{field:?}");
                answer(&mut walk.draft, field, (whether, which));
                if walk.draft.answers.get(field) != Answer::NotAsked {
                    walk.given.push((field, shown(&walk.draft, field)));
                }
            }
            walk.act(&act);
            for (field, given) in &walk.given {
                prop_assert_eq!(&shown(&walk.draft, *field), given);
            }
        }
    }

    #[test]
    fn onward_always_comes_to_the_results(
        dice in prop::collection::vec((any::<u8>(), any::<usize>()), 20), from in 1..=8_u8,
    ) {
        let mut draft = Draft::default();
        for (field, dice) in Field::ALL.into_iter().zip(dice) {
            answer(&mut draft, field, dice);
        }
        let profile = profile_for(&CATALOGUE, &draft.answers, &Findings::default(), today());
        let pages = pages(&CATALOGUE.rules, &profile, today());
        let mut step = Step::Page(from);
        for _ in 0..9 {
            step = if step == Step::Results { step } else { next(step, &pages) };
        }
        prop_assert_eq!(step, Step::Results);
    }
}
