//! What the rules said of a lead, told in Swedish when it comes, and kept.

use crate::catalogue::catalogue;
use crate::error::Error;
use crate::intake::recheck::Judged;
use serde::{Deserialize, Serialize};
use shared::catalogue::{Catalogue, Entry};
use shared::eligibility::Verdict;
use shared::lead::{Facts, subject};
use shared::matching::{Match, answer_words, label_words, value_words};
use shared::profile::{Answer, Field, Profile};
use shared::text::Lang;

/// Reasons are told for so many of the best matches, and for those that were
/// chosen: an officer reads no more, and the body stays near the 20 kB that
/// Standard Webhooks recommends.
const WITH_REASONS: usize = 3;

/// What the rules said, in Swedish: nothing of it is personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    /// One line that may be registered publicly.
    pub(crate) subject: String,
    /// Questions and answers, in the order of the questionnaire.
    pub(crate) answers: Vec<(String, String)>,
    /// What the company was shown, best first.
    pub(crate) matches: Vec<Matched>,
}

/// An entry that the company was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Matched {
    pub(super) target_id: String,
    pub(super) name: String,
    pub(super) outcome: String,
    pub(super) rank: usize,
    pub(super) chosen: bool,
    pub(super) reasons: Vec<Reason>,
}

/// Why: a criterion, what the company answered, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Reason {
    pub(super) rule_id: String,
    pub(super) criterion: String,
    pub(super) answer: String,
    pub(super) verdict: String,
    pub(super) source: String,
}

/// Tells what the rules said.
pub(crate) fn result(facts: &Facts, judged: &Judged) -> Result<Told, Error> {
    let catalogue = catalogue()?;
    let seen = |id: &str| facts.matches.iter().any(|seen| seen.id == id);
    let entries = judged.matching.matches.iter().filter_map(|one| {
        let entry = catalogue.rules.at(one.entry)?;
        seen(&entry.id).then_some((one, entry))
    });
    let matches = (1..).zip(entries).map(|(rank, (one, entry))| {
        let chosen = facts.recipients.contains(&entry.id);
        let explained = chosen || rank <= WITH_REASONS;
        let reasons = if explained { reasons(catalogue, &judged.profile, one) } else { Vec::new() };
        matched(catalogue, entry, one, (rank, chosen, reasons))
    });
    Ok(Told {
        subject: subject_of(catalogue, &judged.profile),
        answers: answers(catalogue, Lang::Sv, &judged.profile),
        matches: matches.collect(),
    })
}

fn matched(
    catalogue: &Catalogue,
    entry: &Entry,
    one: &Match,
    (rank, chosen, reasons): (usize, bool, Vec<Reason>),
) -> Matched {
    Matched {
        target_id: entry.id.clone(),
        name: catalogue.text(Lang::Sv, entry.name).to_owned(),
        outcome: one.outcome.key().to_owned(),
        rank,
        chosen,
        reasons,
    }
}

fn reasons(catalogue: &Catalogue, profile: &Profile, one: &Match) -> Vec<Reason> {
    let reason = |judged: &shared::matching::Judged| {
        let criterion = catalogue.rules.criteria.get(usize::from(judged.criterion))?;
        Some(Reason {
            rule_id: criterion.id.clone(),
            criterion: label_words(catalogue, Lang::Sv, criterion),
            answer: answer_words(catalogue, Lang::Sv, profile, &criterion.when),
            verdict: verdict_words(judged.verdict).to_owned(),
            source: catalogue.text(Lang::Sv, criterion.source).to_owned(),
        })
    };
    one.verdicts.iter().filter_map(reason).collect()
}

/// Whether the criterion holds.
pub(super) fn is_met(reason: &Reason) -> bool {
    reason.verdict == verdict_words(Verdict::Met)
}

fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "uppfyllt",
        Verdict::Unmet => "inte uppfyllt",
        Verdict::Unknown => "inte känt",
    }
}

/// What kind of matter it is, in the catalogue's words alone: what is sought,
/// and what area it is about.
fn subject_of(catalogue: &Catalogue, profile: &Profile) -> String {
    let seek = profile.codes(Field::Seek).into_iter().filter_map(|code| {
        let question = catalogue.rules.question(Field::Seek)?;
        let option = question.options.iter().find(|option| option.code == code)?;
        Some(catalogue.text(Lang::Sv, option.label))
    });
    let areas = profile.concepts.iter().filter(|id| id.starts_with("area.")).filter_map(|id| {
        let at = usize::from(catalogue.rules.concept(id)?);
        Some(catalogue.text(Lang::Sv, catalogue.rules.concepts.get(at)?.label))
    });
    let labels: Vec<&str> = seek.chain(areas).collect();
    subject(&labels)
}

/// Every answered question with its answer. Benefits are only said to be there.
pub(crate) fn answers(
    catalogue: &Catalogue,
    lang: Lang,
    profile: &Profile,
) -> Vec<(String, String)> {
    let told = |field: Field| {
        let question = catalogue.rules.question(field)?;
        let answer = match profile.get(field) {
            Answer::NotAsked => return None,
            Answer::DontKnow if lang == Lang::Sv => "vet inte".to_owned(),
            Answer::DontKnow => "do not know".to_owned(),
            Answer::Known(value) => value_words(catalogue, lang, field, value),
        };
        Some((catalogue.text(lang, question.name).to_owned(), answer))
    };
    Field::ALL.into_iter().filter_map(told).collect()
}
