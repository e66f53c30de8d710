//! What the catalogue does: every path can be reached and refused, every need
//! has its three cases, every question changes something.

use super::super::source::{Facts, Sources};
use super::{Bench, Problem};
use crate::catalogue::{Expression, Place, Shape};
use crate::eligibility::fields;
use crate::matching::Outcome;
use crate::profile::{Field, Profile, Value};

pub(super) fn problems(sources: &Sources, bench: &Bench) -> Vec<Problem> {
    let mut all = paths(sources, bench);
    all.extend(needs(sources, bench));
    all.extend(order(bench));
    all.extend(asked(bench));
    all.extend(questions(sources, bench));
    all.extend(table(bench));
    all
}

/// Self-service and support are for everyone; every other path is reached by
/// some profile and refused by another.
fn paths(sources: &Sources, bench: &Bench) -> Vec<Problem> {
    let for_everyone = ["path.self-serve", "path.support"];
    let file = "catalogue/policy.toml";
    let mut all = Vec::new();
    for path in sources.paths.iter().filter(|path| !for_everyone.contains(&path.id.as_str())) {
        let rules = sources.rules.path.get(&path.id);
        let cases = [
            (rules.and_then(|rules| rules.fits.as_ref()), true),
            (rules.and_then(|rules| rules.refuses.as_ref()), false),
        ];
        for (facts, fits) in cases {
            let Some(facts) = facts else {
                let word = if fits { "fits" } else { "refuses" };
                all.push(Problem::new(file, &path.id, format!("needs a profile that it {word}")));
                continue;
            };
            if let Err(why) = expect(bench, &path.id, facts, if fits { "fits" } else { "no-fit" }) {
                all.push(Problem::new(file, &path.id, why));
            }
        }
    }
    all
}

/// A need that no one fits, or everyone, or that asks what cannot be known, is
/// not ready to be published.
fn needs(sources: &Sources, bench: &Bench) -> Vec<Problem> {
    let file = "catalogue/needs.toml";
    let mut all = Vec::new();
    for need in &sources.needs {
        let groups = [
            (&need.cases.fits, "fits"),
            (&need.cases.refuses, "no-fit"),
            (&need.cases.unknown, "unknown"),
        ];
        for (cases, outcome) in groups {
            if cases.is_empty() {
                let reason = format!("needs at least one profile with the outcome `{outcome}`");
                all.push(Problem::new(file, &need.id, reason));
            }
            for facts in cases {
                if let Err(why) = expect(bench, &need.id, facts, outcome) {
                    all.push(Problem::new(file, &need.id, why));
                }
            }
        }
    }
    all
}

fn expect(bench: &Bench, id: &str, facts: &Facts, wanted: &str) -> Result<(), String> {
    let outcome = bench.outcome(id, facts)?.outcome;
    let same = match (&outcome, wanted) {
        (Outcome::Fits | Outcome::FitsIf(_), "fits") => true,
        (outcome, wanted) => outcome.key() == wanted,
    };
    let rules = &bench.catalogue.rules;
    let names = |places: &[u16]| {
        let ids = places.iter().filter_map(|at| rules.criteria.get(usize::from(*at)));
        ids.map(|criterion| criterion.id.as_str()).collect::<Vec<_>>().join(", ")
    };
    let why = match &outcome {
        Outcome::NoFit(failing) => format!(" ({})", names(failing)),
        _ => String::new(),
    };
    let key = outcome.key();
    if same { Ok(()) } else { Err(format!("is {key}{why} where its case says {wanted}")) }
}

/// Conditions look at earlier questions only.
fn order(bench: &Bench) -> Vec<Problem> {
    let rules = &bench.catalogue.rules;
    let mut all = Vec::new();
    let mut earlier: Vec<Field> = Vec::new();
    for question in &rules.questions {
        let name = question.field.name();
        let looked = question.asked_if.as_ref().map(|when| fields(rules, when));
        for field in looked.unwrap_or_default().filter(|field| !earlier.contains(&field)).iter() {
            let reason = format!("is asked by an answer to `{}`, which comes later", field.name());
            all.push(Problem::new("catalogue/questions.toml", name, reason));
        }
        earlier.push(question.field);
    }
    all
}

/// Criteria look at questions that are asked.
fn asked(bench: &Bench) -> Vec<Problem> {
    let rules = &bench.catalogue.rules;
    let mut all = Vec::new();
    for criterion in &rules.criteria {
        for field in fields(rules, &criterion.when).iter() {
            if rules.question(field).is_none() {
                let reason = format!("looks at `{}`, which no question asks for", field.name());
                all.push(Problem::new("catalogue/criteria.toml", &criterion.id, reason));
            }
        }
    }
    all
}

/// Every question can change some result: for some example profile, another
/// answer gives another outcome, notice or redirect.
fn questions(sources: &Sources, bench: &Bench) -> Vec<Problem> {
    let examples: Vec<Profile> = example_facts(sources)
        .into_iter()
        .filter_map(|facts| bench.profile(facts).ok().map(|(profile, _)| profile))
        .collect();
    let rules = &bench.catalogue.rules;
    let mut all = Vec::new();
    for question in &rules.questions {
        let values = tried(bench, question.field, question.shape);
        let changes =
            examples.iter().any(|profile| changes(bench, profile, question.field, &values));
        if !changes {
            let reason = "changes no result for any example profile; cut it, or use it";
            all.push(Problem::new("catalogue/questions.toml", question.field.name(), reason));
        }
    }
    all
}

fn example_facts(sources: &Sources) -> Vec<&Facts> {
    let paths = sources.rules.path.values().flat_map(|path| path.fits.iter().chain(&path.refuses));
    let needs = sources.needs.iter().flat_map(|need| need.cases.fits.iter());
    let criteria = sources.rules.criterion.iter().flat_map(|one| [&one.met, &one.unmet]);
    paths.chain(needs).chain(criteria).collect()
}

fn tried(bench: &Bench, field: Field, shape: Shape) -> Vec<Value> {
    let question = bench.catalogue.rules.question(field);
    let codes = question.into_iter().flat_map(|question| &question.options);
    match shape {
        Shape::Choice | Shape::Country => codes.map(|o| Value::Code(o.code.clone())).collect(),
        Shape::Choices => codes.map(|o| Value::Codes(vec![o.code.clone()])).collect(),
        Shape::YesNo | Shape::Text => vec![Value::Bool(true), Value::Bool(false)],
        Shape::Level => (1..=9).map(Value::Number).collect(),
        Shape::Amount => [1, 699_999, 700_000].into_iter().map(Value::Number).collect(),
    }
}

fn changes(bench: &Bench, profile: &Profile, field: Field, values: &[Value]) -> bool {
    let result = |profile: &Profile| {
        let rules = &bench.catalogue.rules;
        let matching = bench.matching(profile, &crate::detection::Findings::default());
        let missing = crate::qualification::missing(rules, profile, &matching, Bench::day());
        let outcomes: Vec<(Place, &'static str)> =
            matching.matches.iter().map(|one| (one.entry, one.outcome.key())).collect();
        (outcomes, matching.notices, matching.redirects, missing)
    };
    let mut without = profile.clone();
    without.clear(field);
    let before = result(&without);
    values.iter().any(|value| {
        let mut with = without.clone();
        with.set(field, value.clone());
        result(&with) != before
    })
}

/// Everything that can be sought stands in one row of the table.
fn table(bench: &Bench) -> Vec<Problem> {
    let rules = &bench.catalogue.rules;
    let mut all = Vec::new();
    let sought = rules.question(Field::Seek).into_iter().flat_map(|question| &question.options);
    for option in sought {
        let rows = rules.rows.iter().filter(|row| row.seek.contains(&option.code)).count();
        if rows != 1 {
            let reason = format!("stands in {rows} rows of the table; it needs one");
            all.push(Problem::new("catalogue/policy.toml", &option.code, reason));
        }
    }
    if rules.columns.len() != 4 {
        all.push(Problem::new("catalogue/policy.toml", "column", "there are four columns"));
    }
    let unused = |when: &Expression| matches!(when, Expression::All(all) if all.is_empty());
    for (name, _) in rules.conditions.iter().filter(|(_, when)| unused(when)) {
        all.push(Problem::new("catalogue/conditions.toml", name, "says nothing"));
    }
    all
}
