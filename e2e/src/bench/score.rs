//! How good a ranking is.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::tasks::Task;

/// An entry that was found: its id, its score, and how sure the first of all
/// is. Engines that tell only an order give zeros.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Hit(pub String, pub u64, pub f64);

/// How good the answers to a task were, each from 0 to 1.
#[derive(Clone, Copy, Debug)]
pub struct Score {
    /// Gain 2^grade − 1, discounted by the logarithm of the place, of ten.
    pub ndcg: f64,
    /// The part of the best that is among the first five.
    pub recall: f64,
    /// One by the place of the first of the best, of ten.
    pub mrr: f64,
    /// How often a query with an answer is surer than one without.
    pub auroc: Option<f64>,
    /// How many queries were asked: a slow engine may not get to all.
    pub asked: usize,
}

impl Score {
    /// The one figure that a task is about.
    pub fn quality(&self) -> f64 {
        self.auroc.unwrap_or(self.ndcg)
    }
}

/// Scores the answers to those queries that were asked.
pub fn of(task: &Task, answers: &BTreeMap<String, Vec<Hit>>) -> Score {
    let (mut ndcg, mut recall, mut mrr) = (0.0, 0.0, 0.0);
    let mut sure = [Vec::new(), Vec::new()];
    let nothing = BTreeMap::new();
    for (query, hits) in answers {
        let right = task.qrels.get(query).unwrap_or(&nothing);
        let [with, without] = &mut sure;
        let half = if right.is_empty() { without } else { with };
        half.push(hits.first().map_or(0.0, |hit| hit.2));
        ndcg += gain(right, hits);
        let (found, first) = best(right, hits);
        recall += found;
        mrr += first;
    }
    let asked = answers.len();
    let count = real(asked.max(1));
    let auroc = task.is_about_none.then(|| above(&sure));
    Score { ndcg: ndcg / count, recall: recall / count, mrr: mrr / count, auroc, asked }
}

#[expect(clippy::cast_precision_loss, reason = "thousands at most")]
fn real(count: usize) -> f64 {
    count as f64
}

fn gain(right: &BTreeMap<String, u32>, hits: &[Hit]) -> f64 {
    let found = hits.iter().take(10).map(|hit| right.get(&hit.0).copied().unwrap_or(0));
    let mut grades: Vec<u32> = right.values().copied().collect();
    grades.sort_unstable_by(|a, b| b.cmp(a));
    let ideal = discounted(grades.into_iter().take(10));
    if ideal > 0.0 { discounted(found) / ideal } else { 0.0 }
}

fn discounted(grades: impl Iterator<Item = u32>) -> f64 {
    let gain = |(place, grade)| (f64::exp2(f64::from(grade)) - 1.0) / real(place + 2).log2();
    grades.enumerate().map(gain).sum()
}

/// Of the best entries, the part that is among the first five; and one by the
/// place of the first of them.
fn best(right: &BTreeMap<String, u32>, hits: &[Hit]) -> (f64, f64) {
    let most = right.values().max();
    let best: BTreeSet<&str> =
        right.iter().filter(|(_, grade)| Some(*grade) == most).map(|(id, _)| &**id).collect();
    let places: Vec<usize> =
        (1..=10).zip(hits).filter(|(_, hit)| best.contains(&*hit.0)).map(|one| one.0).collect();
    let found = places.iter().filter(|place| **place <= 5).count();
    let first = places.first().map_or(0.0, |place| 1.0 / real(*place));
    (real(found) / real(best.len().clamp(1, 5)), first)
}

/// How often one of the first is above one of the second; equal counts half.
fn above(sure: &[Vec<f64>; 2]) -> f64 {
    let [with, without] = sure;
    let wins = with.iter().flat_map(|a| without.iter().map(move |b| a.total_cmp(b)));
    let wins: f64 = wins.map(|order| f64::from(order as i8 + 1) / 2.0).sum();
    wins / real((with.len() * without.len()).max(1))
}
