//! The whole result as one answer, the same bytes on every machine.

use super::{
    Match, Matching, Versions, answer_words, label_words, profile_for, run, smallest_change,
    value_words,
};
use crate::catalogue::{Catalogue, Kind, Place, Rules, Strength};
use crate::detection::Findings;
use crate::eligibility::Verdict;
use crate::profile::{BadFact, Case, Profile, from_facts};
use crate::qualification::{Disposition, missing};
use crate::relevance::Band;
use crate::text::Lang;
use serde::Serialize;
use time::Date;

/// The answer to a company case.
#[derive(Debug, Serialize)]
pub struct Answered {
    concepts: Vec<Found>,
    disposition: Disposition,
    redirects: Vec<String>,
    matches: Vec<Explained>,
    /// When not every match is told: how many there are of each outcome.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "by_outcome")]
    outcomes: Vec<(&'static str, u32)>,
    /// Whether something open is near.
    good: bool,
    /// What comes nearest when nothing is near, or the words say nothing.
    nearest: Vec<String>,
    words: Option<Heard>,
    settle: Option<&'static str>,
    notices: Vec<String>,
    missing: Vec<String>,
    versions: Versions,
}

/// How well a company's words were understood.
#[derive(Debug, Serialize)]
struct Heard {
    band: Band,
    unknown: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Found {
    id: String,
    because: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Explained {
    id: String,
    kind: Kind,
    outcome: &'static str,
    band: Band,
    score: u32,
    unconfirmed: bool,
    verdicts: Vec<Told>,
    evidence: Vec<Pointing>,
    change: Option<Changed>,
    next: Option<String>,
}

#[derive(Debug, Serialize)]
struct Told {
    criterion: String,
    strength: Strength,
    answer: String,
    verdict: Verdict,
    source: String,
}

#[derive(Debug, Serialize)]
struct Pointing {
    word: String,
    matched: String,
    how: &'static str,
    field: &'static str,
    share: u32,
}

#[derive(Debug, Serialize)]
struct Changed {
    #[serde(serialize_with = "by_name")]
    set: Vec<(crate::profile::Field, crate::profile::Value)>,
    text: String,
}

fn by_name<S: serde::Serializer>(
    set: &[(crate::profile::Field, crate::profile::Value)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(set.iter().map(|(field, value)| (field.name(), value)))
}

fn by_outcome<S: serde::Serializer>(
    counts: &[(&'static str, u32)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(counts.iter().copied())
}

/// How many matches are told of a catalogue too large to be told in full. All of
/// one that a visitor downloads.
pub const TOLD: usize = 200;

/// The whole answer to a case on a day, told in a language; of the matches `most`,
/// the first ones.
///
/// # Errors
/// A fact that no question asks for, or that its question cannot have.
pub fn answer(
    catalogue: &Catalogue,
    case: &Case,
    (lang, today): (Lang, Date),
    most: usize,
) -> Result<Answered, BadFact> {
    let mut profile = from_facts(&case.facts)?;
    profile.concepts.clone_from(&case.concepts);
    let findings = catalogue.hear(&case.text, case.lang);
    let profile = profile_for(catalogue, &profile, &findings, today);
    let matching = run(&catalogue.rules, &profile, &findings, today);
    let of = Answering { catalogue, lang, profile: &profile, findings: &findings, today, most };
    let mut answered = report(of, &matching);
    if most < matching.matches.len() {
        answered.outcomes = outcomes(&matching.matches);
    }
    Ok(answered)
}

/// How many there are of each outcome, in the order in which they first come.
fn outcomes(matches: &[Match]) -> Vec<(&'static str, u32)> {
    let mut all: Vec<(&'static str, u32)> = Vec::new();
    for key in matches.iter().map(|one| one.outcome.key()) {
        match all.iter_mut().find(|(known, _)| *known == key) {
            Some((_, count)) => *count += 1,
            None => all.push((key, 1)),
        }
    }
    all
}

/// What a result is told from.
#[derive(Clone, Copy, Debug)]
pub struct Answering<'a> {
    /// The catalogue it was matched with.
    pub catalogue: &'a Catalogue,
    /// The language of its reader.
    pub lang: Lang,
    /// The profile that was matched.
    pub profile: &'a Profile,
    /// What the words gave.
    pub findings: &'a Findings,
    /// The day.
    pub today: Date,
    /// How many matches are told: the first ones.
    pub most: usize,
}

/// Tells a result: each criterion with the answer, the verdict and the
/// source.
pub fn report(of: Answering<'_>, matching: &Matching) -> Answered {
    let rules = &of.catalogue.rules;
    let lacking = missing(rules, of.profile, matching, of.today);
    let lacking = lacking.into_iter().map(|what| what.key().to_owned());
    let told = matching.matches.iter().take(of.most);
    Answered {
        concepts: found(of),
        disposition: matching.disposition,
        redirects: matching.redirects.clone(),
        matches: told.filter_map(|one| explained(of, one)).collect(),
        outcomes: Vec::new(),
        good: matching.good,
        nearest: matching.nearest.iter().filter_map(|at| id(rules, *at)).collect(),
        words: matching.words.map(|band| Heard { band, unknown: matching.unknown.clone() }),
        settle: matching.settle.map(|settling| settling.field.name()),
        notices: matching.notices.clone(),
        missing: lacking.chain(matching.preparations.iter().cloned()).collect(),
        versions: Versions { catalogue: rules.version.clone(), rules: rules.rules_version.clone() },
    }
}

fn id(rules: &Rules, at: Place) -> Option<String> {
    rules.at(at).map(|entry| entry.id.clone())
}

fn found(of: Answering<'_>) -> Vec<Found> {
    let because = |id: &String| {
        let place = of.catalogue.rules.concept(id);
        let finding = of.findings.concepts.iter().find(|one| Some(one.concept) == place);
        let words = finding.map(|one| one.because.iter().map(|e| e.word.clone()).collect());
        words.unwrap_or_default()
    };
    let ids = of.profile.concepts.iter();
    ids.map(|id| Found { id: id.clone(), because: because(id) }).collect()
}

fn explained(of: Answering<'_>, one: &Match) -> Option<Explained> {
    let rules = &of.catalogue.rules;
    let entry = rules.at(one.entry)?;
    Some(Explained {
        id: entry.id.clone(),
        kind: entry.kind,
        outcome: one.outcome.key(),
        band: one.band,
        score: one.score,
        unconfirmed: one.unconfirmed,
        verdicts: told(of, one),
        evidence: one
            .evidence
            .iter()
            .map(|reason| Pointing {
                word: reason.word.clone(),
                matched: reason.matched.clone(),
                how: reason.how,
                field: reason.field,
                share: reason.share,
            })
            .collect(),
        change: smallest_change(rules, of.profile, one, of.today).map(|change| Changed {
            text: change_words(of.catalogue, of.lang, &change),
            set: change.set,
        }),
        next: entry.next.map(|next| of.catalogue.text(of.lang, next).to_owned()),
    })
}

fn told(of: Answering<'_>, one: &Match) -> Vec<Told> {
    let criterion = |judged: &super::Judged| {
        let criterion = of.catalogue.rules.criteria.get(usize::from(judged.criterion))?;
        Some(Told {
            criterion: label_words(of.catalogue, of.lang, criterion),
            strength: judged.strength,
            answer: answer_words(of.catalogue, of.lang, of.profile, &criterion.when),
            verdict: judged.verdict,
            source: of.catalogue.text(of.lang, criterion.source).to_owned(),
        })
    };
    one.verdicts.iter().filter_map(criterion).collect()
}

/// A change in words: "CE-märkning: ja, för just detta ändamål".
pub fn change_words(catalogue: &Catalogue, lang: Lang, change: &super::Change) -> String {
    let one = |(field, value): &(crate::profile::Field, crate::profile::Value)| {
        let question = catalogue.rules.question(*field)?;
        let name = catalogue.text(lang, question.name);
        Some(format!("{name}: {}", value_words(catalogue, lang, *field, value)))
    };
    let between = if lang == Lang::Sv { " och " } else { " and " };
    change.set.iter().filter_map(one).collect::<Vec<_>>().join(between)
}
