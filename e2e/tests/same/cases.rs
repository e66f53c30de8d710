//! Invented cases at random, the same every time: answers that the questions
//! have, concepts that there are, both languages.

#[path = "../../../shared/examples/dice/mod.rs"]
pub(crate) mod dice;

use anyhow::{Result, anyhow};
use dice::Dice;
use e2e::project;
use serde_json::{Map, Value, json};
use shared::catalogue::{Question, Rules, Shape};
use shared::compile::catalogue;

/// Gives so many cases. None says anything in words, so that all may be asked.
pub(crate) fn cases(many: usize) -> Result<Vec<Value>> {
    let catalogue = catalogue(&project::root().join("shared"))
        .map_err(|problems| anyhow!("the catalogue has {} faults", problems.len()))?;
    let mut dice = Dice(0x0056_4147_454e_494e);
    Ok((0..many).map(|_| case(&catalogue.rules, &mut dice)).collect())
}

fn case(rules: &Rules, dice: &mut Dice) -> Value {
    const MOST_CONCEPTS: usize = 6;
    let ids: Vec<&str> = rules.concepts.iter().map(|concept| concept.id.as_str()).collect();
    let facts: Map<String, Value> = rules
        .questions
        .iter()
        .filter_map(|question| Some((question.field.name().to_owned(), fact(question, dice)?)))
        .collect();
    json!({
        "lang": one(dice, &["sv", "en"]),
        "concepts": some(dice, &ids, (0, MOST_CONCEPTS)),
        "facts": facts,
    })
}

/// Mostly an answer; now and then "vet inte", null, or nothing at all.
fn fact(question: &Question, dice: &mut Dice) -> Option<Value> {
    match dice.below(20) {
        0..3 => None,
        3 => Some(Value::Null),
        4..7 => Some(json!("dont-know")),
        _ => Some(answer(question, dice)),
    }
}

fn answer(question: &Question, dice: &mut Dice) -> Value {
    const MOST_CHOICES: usize = 3;
    let codes: Vec<&str> = question.options.iter().map(|option| option.code.as_str()).collect();
    match question.shape {
        Shape::Choice => json!(one(dice, &codes)),
        Shape::Choices => json!(some(dice, &codes, (1, MOST_CHOICES))),
        // A benefit is stated or not: its words stay where they are written.
        Shape::YesNo | Shape::Text => json!(dice.below(2) == 0),
        Shape::Level => json!(dice.below(9) + 1),
        Shape::Amount => json!(one(dice, &[0, 99_000, 400_000, 700_000, 2_500_000, u32::MAX])),
        Shape::Country => json!(one(dice, &["SE", "NO", "DE", "US"])),
    }
}

fn one<T: Copy>(dice: &mut Dice, all: &[T]) -> Option<T> {
    all.get(dice.below(all.len())).copied()
}

/// From `least` to `most` of them, none twice.
fn some<T: Copy + PartialEq>(dice: &mut Dice, all: &[T], (least, most): (usize, usize)) -> Vec<T> {
    let wanted = least + dice.below(most - least + 1);
    let mut some = Vec::new();
    while some.len() < wanted {
        match one(dice, all) {
            Some(one) if !some.contains(&one) => some.push(one),
            Some(_) => {}
            None => break,
        }
    }
    some
}
