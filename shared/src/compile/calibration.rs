//! How sure is sure: the bands of a catalogue, settled on its own proofs.
//!
//! Words: each sentence that a concept must catch is what a company may write,
//! and the entries about that concept are what it means. It is looked for twice:
//! among all entries, and among those that are left when the ones it means are
//! taken out. What is nearest in the one may be right; in the other it cannot be.
//! How alike the texts are and how many concepts were found is weighed by a
//! logistic fit, in whole numbers, so that every machine builds the same.
//!
//! Scores: what an entry has when nothing was answered or written says nothing;
//! what it has for a profile that it is proven to fit is what was asked for.

use super::lint::Bench;
use super::source::{Facts, Sources};
use crate::catalogue::{Bands, Catalogue, Place, Weights};
use crate::detection::{Findings, Near};
use crate::profile::Profile;
use crate::relevance::sure;
use crate::text::Lang;
use serde::Serialize;
use std::collections::BTreeMap;

/// Of what is right, how much the better two bands keep, in thousandths.
const KEPT: usize = 850;
/// Of what is in the best band, how much is right, in thousandths.
const RIGHT: usize = 850;
/// Fewer than this many tell nothing of a share.
const FEW: usize = 10;
/// Of the scores of proven fits, how many reach the best band, in thousandths.
const REACHED: usize = 900;

/// Where the bands come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Calibration {
    /// Where the two better bands begin.
    pub bands: Bands,
    /// How many sentences were looked for among all entries, and again without
    /// those that they mean.
    pub sentences: usize,
    /// What these bands let through.
    pub words: Accepted,
    /// The same when each half of the sentences is judged by bands that the other
    /// half gave: what to expect of sentences that are not there.
    pub unseen: Accepted,
    /// How many proven fits the bands of scores come from.
    pub fits: usize,
}

/// What bands let through, in thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Accepted {
    /// Of the sentences whose nearest entry is right.
    pub right: usize,
    /// Of the sentences whose entries were taken out.
    pub withheld: usize,
    /// Of what is in the best band, how much is right.
    pub strong: usize,
}

/// A sentence that was looked for.
#[derive(Clone, Copy, Debug)]
struct Sample {
    /// How alike the nearest entry's texts are, in thousandths.
    confidence: u32,
    /// How many concepts were found that it is about.
    concepts: u32,
    /// Whether the nearest entry is one that was meant.
    right: bool,
    /// Whether those that were meant had been taken out.
    withheld: bool,
}

/// A fit, and where its bands begin.
#[derive(Clone, Copy)]
struct Fit {
    weights: Weights,
    bands: (u32, u32),
}

pub(super) fn calibrate(sources: &Sources, catalogue: Catalogue) -> Calibration {
    let samples = samples(sources, &catalogue);
    // A sentence and the same with its entries taken out stay together.
    let of_half = |half: usize| {
        let own = samples.chunks(2).enumerate().filter(|(at, _)| at % 2 == half);
        own.flat_map(|(_, two)| two).copied().collect::<Vec<_>>()
    };
    let (odd, even) = (of_half(1), of_half(0));
    let fit = Fit::of(&samples);
    let (score, fits) = scores(sources, &Bench { catalogue });
    Calibration {
        bands: Bands { weights: fit.weights, words: fit.bands, score },
        sentences: samples.len() / 2,
        words: accepted(&[(&samples, fit)]),
        unseen: accepted(&[(&odd, Fit::of(&even)), (&even, Fit::of(&odd))]),
        fits,
    }
}

fn samples(sources: &Sources, catalogue: &Catalogue) -> Vec<Sample> {
    let mut all = Vec::new();
    let every = catalogue.near_among(|_| true);
    for (meant, sentences) in groups(sources, catalogue) {
        let others = catalogue.near_among(|at| !meant.contains(&at));
        for sentence in sentences {
            let found = catalogue.hear(sentence, Lang::Sv).concepts;
            let found = found.iter().filter(|one| one.is_certain()).map(|one| one.concept);
            let found: Vec<u16> = found.collect();
            for (near, withheld) in
                [(&every as &dyn Fn(&str, Lang) -> Near, false), (&others, true)]
            {
                let near = near(sentence, Lang::Sv);
                let keeps = |at: Place| !withheld || !meant.contains(&at);
                let (concepts, named) = catalogue.rules.named(&found, keeps);
                let nearest = near.nearest_among(&named);
                let right = nearest.is_some_and(|at| meant.contains(&at));
                all.push(Sample { confidence: near.confidence, concepts, right, withheld });
            }
        }
    }
    all
}

/// Sentences by the entries that they mean.
fn groups<'a>(sources: &'a Sources, catalogue: &Catalogue) -> BTreeMap<Vec<Place>, Vec<&'a str>> {
    let rules = &catalogue.rules;
    let mut groups: BTreeMap<Vec<Place>, Vec<&str>> = BTreeMap::new();
    for (at, (_, concept)) in (0_u16..).zip(&sources.concepts) {
        let about = (0..).zip(&rules.entries);
        let meant = about.filter(|(_, entry)| rules.is_within(at, &entry.concepts));
        let meant: Vec<Place> = meant.map(|(entry, _)| entry).collect();
        if !meant.is_empty() {
            groups.entry(meant).or_default().extend(concept.catches.iter().map(String::as_str));
        }
    }
    groups
}

impl Sample {
    fn sure(&self, weights: Weights) -> u32 {
        sure(weights, self.confidence, self.concepts)
    }
}

impl Fit {
    fn of(samples: &[Sample]) -> Self {
        let weights = weights(samples);
        Self { weights, bands: bands(samples, weights) }
    }
}

/// A logistic fit by the steepest ascent.
fn weights(samples: &[Sample]) -> Weights {
    const ROUNDS: usize = 3000;
    let all = i64::try_from(samples.len()).unwrap_or(1).max(1);
    // In millionths of a logit: of the text, of a concept, of neither.
    let mut at = [0_i64; 3];
    let weights = |at: [i64; 3]| {
        let [text, concept, against] =
            [at[0], at[1], -at[2]].map(|one| u32::try_from(one / 1000).unwrap_or(0));
        Weights { text, concept, against }
    };
    for _ in 0..ROUNDS {
        let now = weights(at);
        let mut slope = [0_i64; 3];
        for one in samples {
            let missed = if one.right { 1000 } else { 0 } - i64::from(one.sure(now));
            let features = [i64::from(one.confidence), i64::from(one.concepts) * 1000, 1000];
            for (slope, feature) in slope.iter_mut().zip(features) {
                *slope += missed * feature;
            }
        }
        for (at, slope) in at.iter_mut().zip(slope) {
            *at += slope / all;
        }
    }
    weights(at)
}

/// Possible: what keeps [`KEPT`] of the right ones. Strong: the least of which,
/// and of all above it, [`RIGHT`] are right.
fn bands(samples: &[Sample], weights: Weights) -> (u32, u32) {
    let mut right: Vec<u32> =
        samples.iter().filter(|one| one.right).map(|one| one.sure(weights)).collect();
    right.sort_unstable();
    let possible = right.get(right.len() * (1000 - KEPT) / 1000).copied().unwrap_or(1000);
    let is_sure = |least: &u32| {
        let kept = samples.iter().filter(|one| *least <= one.sure(weights));
        let (mut all, mut right) = (0, 0);
        for one in kept {
            all += 1;
            right += usize::from(one.right);
        }
        FEW <= right && all * RIGHT <= right * 1000
    };
    let strong = right.iter().copied().filter(|least| possible <= *least).find(is_sure);
    (possible, strong.unwrap_or(1000))
}

/// What bands let through of samples, all of these together.
fn accepted(of: &[(&[Sample], Fit)]) -> Accepted {
    let share = |is: fn(&Sample, Fit) -> bool, whole: fn(&Sample, Fit) -> bool| {
        let every = of.iter().flat_map(|(all, fit)| all.iter().map(|one| (one, *fit)));
        let all: Vec<_> = every.filter(|(one, fit)| whole(one, *fit)).collect();
        let some = all.iter().filter(|(one, fit)| is(one, *fit)).count();
        some * 1000 / all.len().max(1)
    };
    let is_kept = |one: &Sample, fit: Fit| fit.bands.0 <= one.sure(fit.weights);
    Accepted {
        right: share(is_kept, |one, _| one.right),
        withheld: share(is_kept, |one, _| one.withheld),
        strong: share(|one, _| one.right, |one, fit| fit.bands.1 <= one.sure(fit.weights)),
    }
}

/// Possible: above what any entry has when nothing is known. Strong: what
/// [`REACHED`] of the proven fits have that are above it.
fn scores(sources: &Sources, bench: &Bench) -> ((u32, u32), usize) {
    let nothing = bench.matching(&Profile::default(), &Findings::default());
    let most = nothing.matches.iter().map(|one| one.score).max().unwrap_or(0);
    let mut own: Vec<u32> = proven(sources)
        .filter_map(|(id, facts)| bench.outcome(id, facts).ok())
        .map(|one| one.score)
        .filter(|score| most < *score)
        .collect();
    own.sort_unstable();
    let strong = own.get(own.len() * (1000 - REACHED) / 1000).copied().unwrap_or(1000);
    ((most + 1, strong), own.len())
}

/// Entries with the profiles that they are proven to fit.
fn proven(sources: &Sources) -> impl Iterator<Item = (&str, &Facts)> {
    let path = |id| sources.rules.path.get(id).and_then(|rules| rules.fits.as_ref());
    let paths = sources.paths.iter().filter_map(move |one| Some((one.id.as_str(), path(&one.id)?)));
    let needs = sources.needs.iter();
    paths
        .chain(needs.flat_map(|need| need.cases.fits.iter().map(|facts| (need.id.as_str(), facts))))
}
