//! Eligible first, relevant second, never mixed; with reasons.

mod change;
mod nearest;
mod order;
mod report;
mod settle;
mod wording;

pub use change::Change;
pub use report::{Answered, Answering, TOLD, answer, change_words, report};
pub use settle::Settling;
pub use wording::{answer_words, condition_words, label_words, value_words};

use crate::catalogue::{
    Catalogue, Criterion, Entry, Intake, Kind, Place, Redirect, Rules, Status, Strength,
};
use crate::detection::Findings;
use crate::eligibility::{Judge, Verdict};
use crate::profile::{Field, Fields, Profile};
use crate::qualification::Disposition;
use crate::relevance::{self, Band, Reason};
use serde::Serialize;
use time::Date;

/// How an entry and a company go together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Every must holds, and no should fails.
    Fits,
    /// Every must holds; these shoulds do not. Places of criteria.
    FitsIf(Vec<u16>),
    /// Nothing fails; these facts are not known yet.
    Unknown(Vec<Field>),
    /// These musts fail. Places of criteria.
    NoFit(Vec<u16>),
    /// It takes no one now.
    Closed,
}

impl Outcome {
    /// The stable key of an outcome.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Fits => "fits",
            Self::FitsIf(_) => "fits-if",
            Self::Unknown(_) => "unknown",
            Self::NoFit(_) => "no-fit",
            Self::Closed => "closed",
        }
    }

    /// Whether it is worth showing among what fits.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Fits | Self::FitsIf(_) | Self::Unknown(_))
    }

    fn tier(&self) -> u8 {
        match self {
            Self::Fits => 0,
            Self::FitsIf(_) => 1,
            Self::Unknown(_) => 2,
            Self::Closed => 3,
            Self::NoFit(_) => 4,
        }
    }
}

/// The verdict on one criterion of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The place of the criterion.
    pub criterion: u16,
    /// Whether failing it excludes.
    pub strength: Strength,
    /// What was found.
    pub verdict: Verdict,
}

/// An entry, and how it goes with the company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The entry.
    pub entry: Place,
    /// The whole of it in a word.
    pub outcome: Outcome,
    /// Past its review date, or never confirmed.
    pub unconfirmed: bool,
    /// One a criterion, gates first.
    pub verdicts: Vec<Judged>,
    /// Words that point to it.
    pub evidence: Vec<Reason>,
    /// How near, as a word.
    pub band: Band,
    /// How near, 0 to 1,000.
    pub score: u32,
}

/// All that comes of a profile on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matching {
    /// Whether there is a lead in it.
    pub disposition: Disposition,
    /// Ids of the redirects that apply.
    pub redirects: Vec<String>,
    /// Ids of what makes it none of this service's matters.
    pub scopes: Vec<String>,
    /// Every entry, in the order in which a visitor sees them.
    pub matches: Vec<Match>,
    /// The unanswered question that would settle most.
    pub settle: Option<Settling>,
    /// How well the company's words were understood; nothing without any.
    pub words: Option<Band>,
    /// Words that stand for nothing here, as typed.
    pub unknown: Vec<String>,
    /// Whether something open is near, or it is too early to tell.
    pub good: bool,
    /// Places of what comes nearest when nothing is near, or the words say
    /// nothing: at most two.
    pub nearest: Vec<Place>,
    /// Ids of the notices to show.
    pub notices: Vec<String>,
    /// Ids of the preparations that come first.
    pub preparations: Vec<String>,
}

/// What a match is judged with: a profile without leftovers of other routes.
pub fn profile_for(
    catalogue: &Catalogue,
    answers: &Profile,
    findings: &Findings,
    today: Date,
) -> Profile {
    let mut profile = answers.clone();
    for finding in findings.concepts.iter().filter(|finding| finding.is_certain()) {
        if let Some(concept) = catalogue.rules.concepts.get(usize::from(finding.concept))
            && !profile.concepts.contains(&concept.id)
        {
            profile.concepts.push(concept.id.clone());
        }
    }
    for saying in &findings.sayings {
        if !profile.sayings.contains(saying) {
            profile.sayings.push(saying.clone());
        }
    }
    crate::catalogue::keep_what_is_asked(&mut profile, &catalogue.rules, today);
    profile
}

/// Matches a profile with everything. Eligible first, relevant second.
pub fn run(rules: &Rules, profile: &Profile, findings: &Findings, today: Date) -> Matching {
    let judge = Judge::new(rules, profile, today);
    let words = nearest::words(&judge, findings);
    // Words that come near nothing put nothing before anything.
    let is_heard = words.is_some_and(|words| words != Band::None);
    let most = if is_heard { findings.near.most() } else { 0 };
    let matches = order::in_order(rules, judge_entries(&judge, (findings, most)));
    let redirects: Vec<&Redirect> = applying(&judge).collect();
    let preparations = preparations(&judge);
    let disposition =
        crate::qualification::disposition(rules, &matches, &redirects, !preparations.is_empty());
    let limited = matches.iter().take_while(|one| one.outcome.is_open()).take(NEAR).any(|one| {
        let entry = rules.at(one.entry);
        entry.is_some_and(|entry| entry.intake == Intake::Limited) && one.band != Band::None
    });
    let good = nearest::is_good(profile, words, &matches);
    let is_far = !good || words == Some(Band::None);
    Matching {
        words,
        unknown: findings.near.unknown.clone(),
        good,
        nearest: if is_far { nearest::nearest(&matches, findings, good) } else { Vec::new() },
        disposition,
        redirects: ids(&redirects, true),
        scopes: ids(&redirects, false),
        settle: settle::best(&judge, &matches),
        notices: notices(&judge.clone().with_limited_intake(limited)),
        preparations,
        matches,
    }
}

fn ids(redirects: &[&Redirect], another_body: bool) -> Vec<String> {
    let of = redirects.iter().filter(|redirect| redirect.another_body == another_body);
    of.map(|redirect| redirect.id.clone()).collect()
}

/// How far down the list an entry's limited intake is worth a notice.
const NEAR: usize = 12;

fn judge_entries(judge: &Judge<'_>, heard: (&Findings, u32)) -> Vec<Match> {
    let rules = judge.rules();
    let criteria: Vec<Judgement> =
        rules.criteria.iter().map(|criterion| Judgement::of(judge, criterion)).collect();
    let contacts = contacts(judge, &criteria);
    let judged =
        |((at, entry), contact)| judge_entry(judge, (at, entry), contact, (&criteria, heard));
    (0..).zip(&rules.entries).zip(contacts).map(judged).collect()
}

/// For each entry, how near the best path is that leads to it: the first of a
/// path's contacts comes before the second.
fn contacts(judge: &Judge<'_>, criteria: &[Judgement]) -> Vec<u32> {
    const LATER: u32 = 60;
    let entries = &judge.rules().entries;
    let mut best = vec![0; entries.len()];
    for (at, path) in (0..).zip(entries).filter(|(_, entry)| entry.kind == Kind::Path) {
        if !outcome(judge, path, criteria).is_open() {
            continue;
        }
        let mut score = relevance::score(judge, at, path, 0);
        for contact in &path.contacts {
            if let Some(best) = best.get_mut(*contact as usize) {
                *best = score.max(*best);
            }
            score = score.saturating_sub(LATER);
        }
    }
    best
}

fn judge_entry(
    judge: &Judge<'_>,
    (at, entry): (Place, &Entry),
    contact: u32,
    (criteria, (findings, most)): (&[Judgement], (&Findings, u32)),
) -> Match {
    let rules = judge.rules();
    let score = relevance::score(judge, at, entry, contact);
    let shift = relevance::shift((&findings.near, most), (at, entry), score);
    Match {
        entry: at,
        outcome: outcome(judge, entry, criteria),
        unconfirmed: is_unconfirmed(entry, judge.today()),
        verdicts: verdicts(entry, criteria).collect(),
        evidence: relevance::reasons(judge, (at, entry), findings, shift),
        band: relevance::band(score, rules.bands.score),
        score: score + shift,
    }
}

/// Whether an entry shows as unconfirmed on a day.
pub fn is_unconfirmed(entry: &Entry, today: Date) -> bool {
    entry.status == Status::Unconfirmed || entry.review_after < today
}

/// What is found of a criterion, once for all entries that have it.
struct Judgement {
    verdict: Verdict,
    /// The facts that it waits for.
    waits: Fields,
}

impl Judgement {
    fn of(judge: &Judge<'_>, criterion: &Criterion) -> Self {
        let verdict = judge.verdict(&criterion.when);
        let is_open = verdict == Verdict::Unknown;
        let waits = if is_open { settle::waits(judge, criterion) } else { Fields::default() };
        Self { verdict, waits }
    }
}

fn verdicts(entry: &Entry, criteria: &[Judgement]) -> impl Iterator<Item = Judged> {
    entry.criteria.iter().map(|(criterion, strength)| {
        let found = criteria.get(usize::from(*criterion));
        let verdict = found.map_or(Verdict::Unknown, |found| found.verdict);
        Judged { criterion: *criterion, strength: *strength, verdict }
    })
}

fn outcome(judge: &Judge<'_>, entry: &Entry, criteria: &[Judgement]) -> Outcome {
    let is_closed = matches!(entry.intake, Intake::Paused | Intake::Closed)
        || entry.period.0.is_some_and(|first| judge.today() < first)
        || entry.period.1.is_some_and(|last| last < judge.today());
    let having = |strength: Strength, verdict: Verdict| -> Vec<u16> {
        let has = |one: &Judged| one.strength == strength && one.verdict == verdict;
        verdicts(entry, criteria).filter(has).map(|one| one.criterion).collect()
    };
    let failing = having(Strength::Must, Verdict::Unmet);
    if !failing.is_empty() {
        return Outcome::NoFit(failing);
    }
    if is_closed {
        return Outcome::Closed;
    }
    let open = having(Strength::Must, Verdict::Unknown);
    if !open.is_empty() {
        let mut waits = Fields::default();
        for at in open {
            waits.extend(criteria.get(usize::from(at)).map(|one| one.waits).unwrap_or_default());
        }
        return Outcome::Unknown(waits.iter().collect());
    }
    let unmet = having(Strength::Should, Verdict::Unmet);
    if unmet.is_empty() { Outcome::Fits } else { Outcome::FitsIf(unmet) }
}

/// The redirects and scopes that apply.
fn applying<'a>(judge: &Judge<'a>) -> impl Iterator<Item = &'a Redirect> {
    let judge = judge.clone();
    judge.rules().redirects.iter().filter(move |one| judge.verdict(&one.when) == Verdict::Met)
}

fn preparations(judge: &Judge<'_>) -> Vec<String> {
    let first = |when| judge.verdict(when) == Verdict::Met;
    judge.rules().preparations.iter().filter(|p| first(&p.when)).map(|p| p.id.clone()).collect()
}

fn notices(judge: &Judge<'_>) -> Vec<String> {
    let rules = judge.rules();
    let shown = rules.notices.iter().filter(|n| judge.verdict(&n.when) == Verdict::Met);
    shown.map(|notice| notice.id.clone()).collect()
}

/// The smallest change that would make an entry fit, if it does not and there is
/// one. Looking for it takes far longer than matching: so only where it is shown.
pub fn smallest_change(
    rules: &Rules,
    profile: &Profile,
    one: &Match,
    today: Date,
) -> Option<Change> {
    change::smallest(&Judge::new(rules, profile, today), one)
}

/// The versions that a result can be replayed with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Versions {
    /// Of the catalogue's content.
    pub catalogue: String,
    /// Of the rules' language and engine.
    pub rules: String,
}
