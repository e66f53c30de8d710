//! Proofs: sentences that must and must not be caught, facts that must and must
//! not be met.

use super::super::source::{Concept, Facts, Sources};
use super::{Bench, Problem};
use crate::eligibility::{Judge, Verdict};
use crate::text::words;
use std::collections::BTreeMap;

pub(super) fn problems(sources: &Sources, bench: &Bench) -> Vec<Problem> {
    let mut all = Vec::new();
    for (file, concept) in &sources.concepts {
        all.extend(concept_problems(file, concept, bench));
    }
    all.extend(templates(sources, bench));
    all.extend(circles(sources));
    all.extend(sayings(sources, bench));
    all.extend(ambiguous(sources, bench));
    all.extend(criteria(sources, bench));
    all
}

fn concept_problems(file: &str, concept: &Concept, bench: &Bench) -> Vec<Problem> {
    let report = |reason: String| Problem::new(file, &concept.id, reason);
    let mut all = Vec::new();
    if concept.catches.is_empty() {
        all.push(report("needs a sentence that it `catches`".to_owned()));
    }
    for term in concept.terms.sv.iter().chain(&concept.terms.en) {
        if term.trim().is_empty() || term.contains(['|', '\t', '\n']) {
            all.push(report(format!("`{term}` is no term: it is empty, or has a bar or a tab")));
        }
    }
    for sentence in &concept.catches {
        if !finds(bench, sentence, &concept.id) {
            all.push(report(format!("does not catch: {sentence}")));
        }
    }
    for sentence in &concept.ignores {
        if finds(bench, sentence, &concept.id) {
            all.push(report(format!("should ignore but catches: {sentence}")));
        }
    }
    all
}

fn finds(bench: &Bench, sentence: &str, id: &str) -> bool {
    let place = bench.catalogue.rules.concept(id);
    let found = bench.read(sentence).concepts;
    found.iter().any(|finding| Some(finding.concept) == place && finding.is_certain())
}

/// Two sentences that differ only in the term prove nothing.
fn templates(sources: &Sources, bench: &Bench) -> Vec<Problem> {
    let mut frames: BTreeMap<Vec<String>, &str> = BTreeMap::new();
    let mut all = Vec::new();
    for (file, concept) in &sources.concepts {
        for sentence in &concept.catches {
            let frame = frame(bench, sentence, &concept.id);
            if frame.len() < 2 {
                continue;
            }
            match frames.get(&frame) {
                Some(other) if *other != concept.id => {
                    let reason =
                        format!("shares the frame of a sentence with `{other}`: {sentence}");
                    all.push(Problem::new(file, &concept.id, reason));
                }
                _ => {
                    frames.insert(frame, &concept.id);
                }
            }
        }
    }
    all
}

/// A sentence without the words that give its concept away.
fn frame(bench: &Bench, sentence: &str, id: &str) -> Vec<String> {
    let place = bench.catalogue.rules.concept(id);
    let findings = bench.read(sentence).concepts;
    let own = findings.iter().filter(|finding| Some(finding.concept) == place);
    let term: Vec<String> = own
        .flat_map(|finding| &finding.because)
        .flat_map(|evidence| words(&evidence.word))
        .map(|word| word.lower)
        .collect();
    words(sentence).into_iter().map(|word| word.lower).filter(|w| !term.contains(w)).collect()
}

/// A concept is not within itself, and what contains it is of its own facet.
fn circles(sources: &Sources) -> Vec<Problem> {
    let broader: BTreeMap<&str, &str> = sources
        .concepts
        .iter()
        .filter_map(|(_, concept)| Some((concept.id.as_str(), concept.broader.as_deref()?)))
        .collect();
    let mut all = Vec::new();
    for (file, concept) in &sources.concepts {
        let mut at = concept.broader.as_deref();
        let mut steps = 0;
        while let Some(id) = at {
            steps += 1;
            if id == concept.id || steps > 6 {
                all.push(Problem::new(file, &concept.id, "is broader than itself"));
                break;
            }
            at = broader.get(id).copied();
        }
        let other = |id: &str| crate::taxonomy::facet(id) != crate::taxonomy::facet(&concept.id);
        if concept.broader.as_deref().is_some_and(other) {
            all.push(Problem::new(file, &concept.id, "has a broader concept of another facet"));
        }
    }
    all
}

fn sayings(sources: &Sources, bench: &Bench) -> Vec<Problem> {
    let file = "catalogue/sayings.toml";
    let mut all = Vec::new();
    for saying in &sources.sayings {
        let says = |sentence: &str| bench.read(sentence).sayings.contains(&saying.id);
        for sentence in saying.catches.iter().filter(|sentence| !says(sentence)) {
            all.push(Problem::new(file, &saying.id, format!("does not catch: {sentence}")));
        }
        for sentence in saying.ignores.iter().filter(|sentence| says(sentence)) {
            let reason = format!("should ignore but catches: {sentence}");
            all.push(Problem::new(file, &saying.id, reason));
        }
    }
    all
}

fn ambiguous(sources: &Sources, bench: &Bench) -> Vec<Problem> {
    let mut all = Vec::new();
    for one in &sources.ambiguous {
        let mut report =
            |why: String| all.push(Problem::new("catalogue/ambiguous.toml", &one.word, why));
        let place = |id: &String| bench.catalogue.rules.concept(id);
        let meanings: Vec<u16> = one.meanings.iter().filter_map(place).collect();
        if meanings.len() != one.meanings.len() || meanings.len() < 2 {
            report("needs two meanings, each a concept".to_owned());
        }
        let asks = |sentence: &str| {
            let found = bench.read(sentence).concepts;
            found.iter().any(|one| one.is_ambiguous() && meanings.contains(&one.concept))
        };
        for sentence in one.asks.iter().filter(|sentence| !asks(sentence)) {
            report(format!("does not ask about: {sentence}"));
        }
        for sentence in one.settled.iter().filter(|sentence| asks(sentence)) {
            report(format!("should not ask about: {sentence}"));
        }
    }
    all
}

fn criteria(sources: &Sources, bench: &Bench) -> Vec<Problem> {
    let mut all = Vec::new();
    for criterion in &sources.rules.criterion {
        let cases = [(&criterion.met, Verdict::Met), (&criterion.unmet, Verdict::Unmet)];
        for (facts, wanted) in cases {
            match verdict(bench, &criterion.id, facts) {
                Ok(verdict) if verdict == wanted => {}
                Ok(verdict) => {
                    let reason = format!("is {verdict:?} where its proof says {wanted:?}");
                    all.push(Problem::new("catalogue/criteria.toml", &criterion.id, reason));
                }
                Err(why) => {
                    all.push(Problem::new("catalogue/criteria.toml", &criterion.id, why));
                }
            }
        }
    }
    all
}

fn verdict(bench: &Bench, id: &str, facts: &Facts) -> Result<Verdict, String> {
    let (profile, _) = bench.profile(facts)?;
    let rules = &bench.catalogue.rules;
    let judge = Judge::new(rules, &profile, Bench::day());
    let criterion = rules.criteria.iter().find(|criterion| criterion.id == id);
    Ok(criterion.map_or(Verdict::Unknown, |criterion| judge.verdict(&criterion.when)))
}
