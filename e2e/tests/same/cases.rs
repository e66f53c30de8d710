//! Invented cases at random, the same every time: answers that the questions
//! have, concepts that there are, both languages.

use anyhow::{Result, anyhow};
use e2e::project;
use serde_json::{Map, Value, json};
use shared::catalogue::{Question, Rules, Shape};
use shared::compile::catalogue;

/// Gives so many cases. None says anything in words, so that all may be asked.
pub(crate) fn cases(many: usize) -> Result<Vec<Value>> {
    let catalogue = catalogue(&project::root().join("shared"))
        .map_err(|problems| anyhow!("the catalogue has {} faults", problems.len()))?;
    let mut chance = Chance(0x0056_4147_454e_494e);
    Ok((0..many).map(|_| case(&catalogue.rules, &mut chance)).collect())
}

fn case(rules: &Rules, chance: &mut Chance) -> Value {
    const MOST_CONCEPTS: usize = 6;
    let ids: Vec<&str> = rules.concepts.iter().map(|concept| concept.id.as_str()).collect();
    let facts: Map<String, Value> = rules
        .questions
        .iter()
        .filter_map(|question| Some((question.field.name().to_owned(), fact(question, chance)?)))
        .collect();
    json!({
        "lang": chance.one(&["sv", "en"]),
        "concepts": chance.some(&ids, 0, MOST_CONCEPTS),
        "facts": facts,
    })
}

/// Mostly an answer; now and then "vet inte", null, or nothing at all.
fn fact(question: &Question, chance: &mut Chance) -> Option<Value> {
    match chance.below(20) {
        0..3 => None,
        3 => Some(Value::Null),
        4..7 => Some(json!("dont-know")),
        _ => Some(answer(question, chance)),
    }
}

fn answer(question: &Question, chance: &mut Chance) -> Value {
    const MOST_CHOICES: usize = 3;
    let codes: Vec<&str> = question.options.iter().map(|option| option.code.as_str()).collect();
    match question.shape {
        Shape::Choice => json!(chance.one(&codes)),
        Shape::Choices => json!(chance.some(&codes, 1, MOST_CHOICES)),
        // A benefit is stated or not: its words stay where they are written.
        Shape::YesNo | Shape::Text => json!(chance.below(2) == 0),
        Shape::Level => json!(chance.below(9) + 1),
        Shape::Amount => json!(chance.one(&[0, 99_000, 400_000, 700_000, 2_500_000, u32::MAX])),
        Shape::Country => json!(chance.one(&["SE", "NO", "DE", "US"])),
    }
}

/// `SplitMix64`: small, and the same on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap_or(0) % limit.max(1)
    }

    fn one<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(self.below(all.len())).copied()
    }

    /// From `least` to `most` of them, none twice.
    fn some<T: Copy + PartialEq>(&mut self, all: &[T], least: usize, most: usize) -> Vec<T> {
        let wanted = least + self.below(most - least + 1);
        let mut some = Vec::new();
        while some.len() < wanted {
            match self.one(all) {
                Some(one) if !some.contains(&one) => some.push(one),
                Some(_) => {}
                None => break,
            }
        }
        some
    }
}
