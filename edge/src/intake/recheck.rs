//! The lead judged again, with the same rules: what a browser sends is a claim.

use crate::error::{Error, Fault, Kind, Problem};
use shared::catalogue::{Catalogue, Place, Rules};
use shared::detection::Findings;
use shared::lead::Facts;
use shared::matching::{self, Matching};
use shared::profile::{BadFact, DONT_KNOW, Profile, Value};
use shared::qualification;
use std::collections::BTreeMap;
use time::Date;

/// Answers by the name of their question.
pub(super) type Answers = BTreeMap<String, Option<Value>>;

/// What the rules say of a lead.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) profile: Profile,
    pub(crate) matching: Matching,
    /// The day that was judged on.
    pub(crate) today: Date,
}

/// Judges facts on a day.
pub(crate) fn judge(facts: &Facts, catalogue: &Catalogue, today: Date) -> Result<Judged, Error> {
    known_ids(facts, catalogue)?;
    let wrong = |bad: BadFact| impossible(&format!("facts.answers.{}", bad.name));
    let answers = facts.profile().map_err(|bad| unprocessable(wrong(bad)))?;
    let findings = Findings::default();
    let profile = matching::profile_for(catalogue, &answers, &findings, today);
    let matching = matching::run(&catalogue.rules, &profile, &findings, today);
    Ok(Judged { profile, matching, today })
}

/// Judges facts and checks that they claim no more than the rules say. A visit
/// may have begun before midnight, so yesterday's result counts too.
pub(crate) fn confirm(facts: &Facts, catalogue: &Catalogue, today: Date) -> Result<Judged, Error> {
    let judged = judge(facts, catalogue, today)?;
    let faults = differences(facts, &catalogue.rules, &judged);
    if faults.is_empty() {
        return Ok(judged);
    }
    if let Some(yesterday) = today.previous_day() {
        let judged = judge(facts, catalogue, yesterday)?;
        if differences(facts, &catalogue.rules, &judged).is_empty() {
            return Ok(judged);
        }
    }
    Err(Problem { kind: Kind::ResultDiffers, errors: faults }.into())
}

/// Every id must be one of the catalogue's: what is forwarded holds no text of
/// a stranger's among the facts.
fn known_ids(facts: &Facts, catalogue: &Catalogue) -> Result<(), Error> {
    let rules = &catalogue.rules;
    let entry = |id: &String| rules.entry(id).is_some();
    let lists: [(&str, bool); 6] = [
        ("facts.concepts", facts.concepts.iter().all(|id| rules.concept(id).is_some())),
        ("facts.recipients", facts.recipients.iter().all(entry)),
        ("facts.matches", facts.matches.iter().all(|seen| entry(&seen.id))),
        (
            "facts.redirects",
            facts.redirects.iter().all(|id| rules.redirects.iter().any(|one| one.id == *id)),
        ),
        (
            "facts.notices",
            facts.notices.iter().all(|id| rules.notices.iter().any(|one| one.id == *id)),
        ),
        ("facts.sayings", facts.sayings.iter().all(|id| is_slug(id))),
    ];
    if let Some((field, _)) = lists.into_iter().find(|(_, known)| !known) {
        return Err(unprocessable(unknown(field)));
    }
    match strange_answer(&facts.answers, rules) {
        Some(name) => Err(unprocessable(unknown(&format!("facts.answers.{name}")))),
        None => Ok(()),
    }
}

pub(super) fn unprocessable(fault: Fault) -> Error {
    Problem::of(Kind::Unprocessable, fault).into()
}

pub(super) fn impossible(field: &str) -> Fault {
    Fault::new(
        field,
        "value",
        "Frågan finns inte, eller svaret går inte att ge på den.",
        "There is no such question, or it cannot have that answer.",
    )
}

pub(super) fn unknown(field: &str) -> Fault {
    Fault::new(field, "unknown-id", "Ett id finns inte.", "An id does not exist.")
}

/// The first answer with a code that its question does not offer. A country is
/// two capitals.
pub(super) fn strange_answer<'a>(answers: &'a Answers, rules: &Rules) -> Option<&'a str> {
    let strange = |(name, value): (&'a String, &Option<Value>)| {
        let codes: Vec<&String> = match value {
            Some(Value::Code(code)) => vec![code],
            Some(Value::Codes(codes)) => codes.iter().collect(),
            _ => Vec::new(),
        };
        let options = shared::profile::Field::named(name)
            .and_then(|field| rules.question(field))
            .map(|question| &question.options);
        let offered = |code: &String| {
            options.is_some_and(|all| all.iter().any(|option| option.code == *code))
        };
        let country = name == "country" && codes.iter().all(|code| is_country(code));
        let known = country || codes.iter().all(|code| *code == DONT_KNOW || offered(code));
        (!known).then_some(name.as_str())
    };
    answers.iter().find_map(strange)
}

fn is_country(code: &str) -> bool {
    code == DONT_KNOW || (code.len() == 2 && code.chars().all(|c| c.is_ascii_uppercase()))
}

fn is_slug(id: &str) -> bool {
    id.len() <= 60 && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// What a lead claims and the rules do not say.
fn differences(facts: &Facts, rules: &Rules, judged: &Judged) -> Vec<Fault> {
    let mut faults = Vec::new();
    for what in qualification::missing(rules, &judged.profile, &judged.matching, judged.today) {
        faults.push(Fault::new(
            "facts",
            what.key(),
            "Det här saknas innan ett ärende kan skickas.",
            "This is missing before a request can be sent.",
        ));
    }
    for (place, seen) in facts.matches.iter().enumerate() {
        if outcome(rules, judged, &seen.id) != Some(seen.outcome.as_str()) {
            faults.push(Fault::new(
                format!("facts.matches[{place}].outcome"),
                "outcome",
                "Reglerna ger ett annat utfall.",
                "The rules give another outcome.",
            ));
        }
    }
    faults.extend(wrong_recipients(facts, rules, judged));
    faults.extend(unseen_notices(facts, judged));
    faults
}

fn outcome(rules: &Rules, judged: &Judged, id: &str) -> Option<&'static str> {
    let is_it = |at: Place| rules.at(at).is_some_and(|entry| entry.id == id);
    let found = judged.matching.matches.iter().find(|one| is_it(one.entry))?;
    Some(found.outcome.key())
}

fn wrong_recipients(facts: &Facts, rules: &Rules, judged: &Judged) -> Option<Fault> {
    let possible: Vec<&str> = qualification::recipients(rules, &judged.matching)
        .into_iter()
        .filter_map(|at| rules.at(at))
        .map(|entry| entry.id.as_str())
        .collect();
    let right = !facts.recipients.is_empty()
        && facts.recipients.iter().all(|id| possible.contains(&id.as_str()));
    (!right).then(|| {
        Fault::new(
            "facts.recipients",
            "recipient",
            "Välj en eller flera av dem som kan ta emot.",
            "Choose one or more of those who can receive.",
        )
    })
}

/// A company must have been told what it is about to do.
fn unseen_notices(facts: &Facts, judged: &Judged) -> Option<Fault> {
    let seen = judged.matching.notices.iter().all(|id| facts.notices.contains(id));
    (!seen).then(|| {
        Fault::new(
            "facts.notices",
            "notice",
            "En upplysning har inte visats.",
            "A notice has not been shown.",
        )
    })
}
