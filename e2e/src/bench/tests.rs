//! What the search reaches, and what it may know.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;

use shared::text::Lang;

use super::score::{self, Hit, Score};
use super::tasks::{self, LABELS, Task, WITHHELD};
use crate::project::{self, root};

#[path = "../../../shared/examples/entries/mod.rs"]
mod entries;

type TestResult = Result<(), Box<dyn Error>>;

fn answered(task: &Task, labels: &str) -> Score {
    let entry = |entry: &tasks::Entry| {
        let tasks::Entry { id, title, body, lang } = entry.clone();
        entries::Entry { id, title, body, lang: lang.to_owned() }
    };
    let docs: Vec<_> = task.docs.iter().map(entry).collect();
    let index = entries::index(&docs).translating(entries::learn(labels));
    let found = task.queries.iter().map(|query| {
        let found = index.search(&query.text, Lang::from_tag(query.lang), 10);
        let sure = f64::from(found.confidence) / 1000.0;
        let hit = |entry, score: u32| Hit(index.id(entry).to_owned(), score.into(), sure);
        (query.id.clone(), found.hits.iter().map(|one| hit(one.entry, one.score)).collect())
    });
    score::of(task, &found.collect())
}

#[test]
fn every_task_reaches_its_floor() -> TestResult {
    let labels = String::from_utf8(project::read(&root().join("e2e/bench").join(LABELS))?)?;
    for task in tasks::all()? {
        let score = answered(&task, &labels);
        assert_eq!(score.asked, task.queries.len());
        assert!(task.floor.quality <= score.quality(), "{}: {score:?}", task.name);
        assert!(task.floor.recall <= score.recall, "{}: {score:?}", task.name);
    }
    Ok(())
}

#[test]
fn what_is_asked_of_groups_or_across_languages_is_in_no_label_that_is_learnt_from() -> TestResult {
    let learnt: BTreeSet<String> =
        tasks::labels(LABELS)?.into_iter().map(|label| label.code).collect();
    for label in tasks::labels(WITHHELD)? {
        assert!(!learnt.contains(&label.code), "{} is not withheld", label.code);
    }
    for task in tasks::all()? {
        let is_known_item = task.name.starts_with("cpv-item-sv");
        for query in task.queries.iter().filter(|_| !is_known_item) {
            assert!(!learnt.contains(&query.id), "{}: {} can be learnt", task.name, query.text);
        }
    }
    Ok(())
}

#[test]
fn nothing_that_is_shipped_knows_the_tasks() -> TestResult {
    let mut folders: Vec<_> =
        ["shared", "widget", "edge"].iter().map(|name| root().join(name)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                for file in [WITHHELD, "bench/queries"] {
                    assert!(!text.contains(file), "{} names {file}", path.display());
                }
            }
        }
    }
    Ok(())
}

#[test]
fn scores_are_what_they_are_called() {
    let grades = [("a", 3), ("b", 1)].map(|(id, grade)| (id.to_owned(), grade));
    let task = Task {
        name: "small".to_owned(),
        docs: Vec::new(),
        queries: Vec::new(),
        qrels: BTreeMap::from([("one".to_owned(), BTreeMap::from(grades))]),
        is_about_none: true,
        floor: tasks::Floor::default(),
    };
    let hits = |ids: &[&str], sure| ids.iter().map(|id| Hit((*id).to_owned(), 0, sure)).collect();
    let answers = [("one", hits(&["b", "a"], 0.7)), ("none", hits(&["a"], 0.2))];
    let score = score::of(&task, &answers.map(|(id, hits)| (id.to_owned(), hits)).into());

    // (1 + 7 / log2(3)) / (7 + 1 / log2(3)), halved: nothing is right for "none".
    assert!((score.ndcg - 0.709_8 / 2.0).abs() < 1e-4, "{score:?}");
    assert!((score.recall - 0.5).abs() < 1e-9 && (score.mrr - 0.25).abs() < 1e-9, "{score:?}");
    assert!(score.auroc.is_some_and(|auroc| (auroc - 1.0).abs() < 1e-9), "{score:?}");
}
