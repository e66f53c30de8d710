//! A catalogue as large as any, the same every time: our own, and before it needs
//! that are our invented examples with other areas, offers, settings, values,
//! readiness and days. Each is labelled as generated and as an example.

use std::collections::BTreeMap;

use anyhow::{Context, Result, anyhow};
use e2e::project;
use shared::catalogue::{Criterion, Entry, Expression, Intake, Kind, Place, Rules, Strength, Text};
use shared::compile::{Parts, parts};
use shared::profile::Field;
use time::Duration;

use crate::cases::dice::Dice;

/// Gives so many needs and all that we have. What refers to an entry by its place
/// refers to one beyond them, so numbers of every size are tried.
pub(crate) fn generated(many: Place) -> Result<Parts> {
    let mut parts = parts(&project::root().join("shared"))
        .map_err(|problems| anyhow!("the catalogue has {} faults", problems.len()))?;
    let name = label(&mut parts)?;
    let rules = &mut parts.rules;
    let is_example = |entry: &&Entry| entry.kind == Kind::Need && entry.example;
    let examples: Vec<Entry> = rules.entries.iter().filter(is_example).cloned().collect();
    let facets = FACETS.map(|(facet, ..)| concepts(rules, facet));
    let dice = Dice(0x0053_4341_4c45);
    let mut making = Making { dice, name, facets, criteria: BTreeMap::new() };
    let mut needs = Vec::new();
    for number in 0..many {
        let example = examples.get(making.dice.below(examples.len())).context("no examples")?;
        needs.push(making.need(rules, example.clone(), number)?);
    }
    move_places(rules, many);
    needs.append(&mut rules.entries);
    rules.entries = needs;
    "generated".clone_into(&mut rules.version);
    Ok(parts)
}

/// The name of every generated need: a text after the others.
fn label(parts: &mut Parts) -> Result<Text> {
    let [swedish, english] = &mut parts.words;
    let place = Text::try_from(swedish.texts.len())? + swedish.from;
    swedish.texts.push("Genererat exempel".to_owned());
    english.texts.push("Generated example".to_owned());
    Ok(place)
}

/// What we have comes after the needs.
fn move_places(rules: &mut Rules, by: Place) {
    let contacts = rules.entries.iter_mut().flat_map(|entry| &mut entry.contacts);
    let offers = rules.gates.iter_mut().flat_map(|gate| &mut gate.offers);
    let columns = rules.rows.iter_mut().flat_map(|row| &mut row.columns).flatten();
    contacts.chain(offers).chain(columns).for_each(|place| *place += by);
    let mut conditions: Vec<&mut Expression> =
        rules.conditions.iter_mut().map(|(_, when)| when).collect();
    conditions.extend(rules.columns.iter_mut());
    conditions.extend(rules.criteria.iter_mut().map(|one| &mut one.when));
    conditions.extend(rules.gates.iter_mut().map(|one| &mut one.when));
    conditions.extend(rules.redirects.iter_mut().map(|one| &mut one.when));
    conditions.extend(rules.notices.iter_mut().map(|one| &mut one.when));
    conditions.extend(rules.preparations.iter_mut().map(|one| &mut one.when));
    conditions.extend(rules.questions.iter_mut().filter_map(|one| one.asked_if.as_mut()));
    for when in conditions {
        move_suggested(when, by);
    }
}

fn move_suggested(when: &mut Expression, by: Place) {
    match when {
        Expression::Suggested(place) => *place += by,
        Expression::All(all) | Expression::Any(all) => {
            for one in all {
                move_suggested(one, by);
            }
        }
        Expression::Not(one) => move_suggested(one, by),
        _ => {}
    }
}

/// What a need is about, how many of it at the most, and whether it must match.
const FACETS: [(&str, usize, Strength); 4] = [
    ("area.", 1, Strength::Must),
    ("offer.", 3, Strength::Must),
    ("setting.", 2, Strength::Should),
    ("value.", 2, Strength::Should),
];

fn concepts(rules: &Rules, facet: &str) -> Vec<u16> {
    let all = (0..).zip(&rules.concepts);
    all.filter(|(_, concept)| concept.id.starts_with(facet)).map(|(at, _)| at).collect()
}

struct Making {
    dice: Dice,
    name: Text,
    /// The concepts of each facet.
    facets: [Vec<u16>; 4],
    /// Places of criteria that were made, by what they are about.
    criteria: BTreeMap<(&'static str, Vec<u16>), u16>,
}

impl Making {
    fn need(&mut self, rules: &mut Rules, example: Entry, number: Place) -> Result<Entry> {
        let is_own = |(at, _): &(u16, Strength)| {
            let when = rules.criteria.get(usize::from(*at)).map(|criterion| &criterion.when);
            matches!(when, Some(Expression::About(_) | Expression::Range(Field::Trl, ..)))
        };
        let mut need =
            Entry { id: format!("need.generated-{number:06}"), name: self.name, ..example };
        need.criteria.retain(|one| !is_own(one));
        need.concepts.clear();
        for (at, (_, most, strength)) in FACETS.into_iter().enumerate() {
            let about = self.some_of(at, most);
            need.concepts.extend(&about);
            let when = Expression::About(about.clone());
            let at = self.criterion(rules, ("about", about), (when, need.source))?;
            need.criteria.push((at, strength));
        }
        let from = u16::try_from(1 + self.dice.below(9))?;
        let to = (from + u16::try_from(self.dice.below(5))?).min(9);
        let when = Expression::Range(Field::Trl, Some(from.into()), Some(to.into()));
        let at = self.criterion(rules, ("trl", vec![from, to]), (when, need.source))?;
        need.criteria.push((at, Strength::Must));
        self.set_days(&mut need);
        Ok(need)
    }

    /// So many neighbours of a facet, or fewer.
    fn some_of(&mut self, facet: usize, most: usize) -> Vec<u16> {
        let all = self.facets.get(facet).map(Vec::as_slice).unwrap_or_default();
        let (from, many) = (self.dice.below(all.len()), 1 + self.dice.below(most));
        all.iter().skip(from).take(many).copied().collect()
    }

    fn criterion(
        &mut self,
        rules: &mut Rules,
        (id, of): (&'static str, Vec<u16>),
        (when, source): (Expression, Text),
    ) -> Result<u16> {
        let next = u16::try_from(rules.criteria.len())?;
        let at = *self.criteria.entry((id, of)).or_insert(next);
        if at == next {
            rules.criteria.push(Criterion { id: id.to_owned(), when, label: None, source });
        }
        Ok(at)
    }

    /// Some are over, some have not begun, some have not been looked after.
    fn set_days(&mut self, need: &mut Entry) {
        let mut days =
            |most: usize| Duration::days(i64::try_from(self.dice.below(most)).unwrap_or(0));
        let first = need.checked_on - Duration::days(200) + days(250);
        need.period = (Some(first), Some(first + days(600)));
        need.review_after = need.checked_on - Duration::days(60) + days(600);
        need.intake = match self.dice.below(20) {
            0 => Intake::Paused,
            1 => Intake::Closed,
            2 => Intake::Limited,
            _ => Intake::Open,
        };
    }
}
