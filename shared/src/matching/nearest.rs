//! Whether anything is near at all; and when not, what comes nearest.

use super::{Match, Outcome};
use crate::catalogue::Place;
use crate::detection::Findings;
use crate::eligibility::Judge;
use crate::profile::{Answer, Field, Profile};
use crate::relevance::{Band, band, sure};

/// How many are named when nothing is near.
const NEAREST: usize = 2;

/// How well a company's words were understood; nothing when it wrote none, or
/// the entries' texts have not come yet.
pub(super) fn words(judge: &Judge<'_>, findings: &Findings) -> Option<Band> {
    let near = &findings.near;
    if near.nearest.is_empty() && near.unknown.is_empty() {
        return None;
    }
    let bands = judge.rules().bands;
    let (concepts, _) = judge.rules().named(judge.concepts(), |_| true);
    Some(band(sure(bands.weights, near.confidence, concepts), bands.words))
}

/// Whether something open is near, or it is too early to tell: before anything
/// is sought or written.
pub(super) fn is_good(profile: &Profile, words: Option<Band>, matches: &[Match]) -> bool {
    let is_asked = profile.get(Field::Seek) != Answer::NotAsked || words.is_some();
    !is_asked || matches.iter().any(|one| one.outcome.is_open() && one.band != Band::None)
}

/// The places of the entries that come nearest: where nothing that is open is
/// `good`, those that are near but lack something; then those whose texts are
/// most alike.
pub(super) fn nearest(matches: &[Match], findings: &Findings, good: bool) -> Vec<Place> {
    let is_lacking =
        |one: &&Match| !good && matches!(one.outcome, Outcome::NoFit(_)) && one.band != Band::None;
    let lacking = matches.iter().filter(is_lacking);
    let mut all: Vec<Place> = Vec::new();
    for at in lacking.map(|one| one.entry).chain(findings.near.nearest.iter().copied()) {
        if all.len() < NEAREST && !all.contains(&at) {
            all.push(at);
        }
    }
    all
}
