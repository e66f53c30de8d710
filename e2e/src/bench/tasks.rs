//! The matching tasks of `e2e/bench/`, put together from what lies there.
//!
//! Entries come from the labels and judgements from the codes: a code's group
//! is its first three digits, its division the first two. The search is given
//! neither judgements nor codes of queries.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde::Serialize;

use crate::project;

/// Entries, what is asked of them, and what should be found.
#[derive(Serialize)]
pub struct Task {
    /// What it is called.
    pub name: String,
    /// What can be found.
    pub docs: Vec<Entry>,
    /// What is asked.
    pub queries: Vec<Query>,
    /// Query → entry → how right it is: 3, or 1 for nearly.
    pub qrels: BTreeMap<String, BTreeMap<String, u32>>,
    /// Whether half of the queries belong to no entry, and to tell which is
    /// the task.
    #[serde(skip)]
    pub is_about_none: bool,
    /// What must be reached.
    #[serde(skip)]
    pub floor: Floor,
}

/// What can be found.
#[derive(Clone, Serialize)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What is said of it.
    pub body: String,
    /// Its language.
    pub lang: &'static str,
}

/// What is asked.
#[derive(Serialize)]
pub struct Query {
    /// Its id.
    pub id: String,
    /// Its words.
    pub text: String,
    /// Their language.
    pub lang: &'static str,
}

/// What must be reached, in every run and in every test.
#[derive(Clone, Copy, Default)]
pub struct Floor {
    /// nDCG@10; for a task about none, AUROC.
    pub quality: f64,
    /// Recall@5.
    pub recall: f64,
}

/// What the entries of a task are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Groups, with every label below them that is not withheld.
    Groups,
    /// The groups of a few divisions, to ask for others as well.
    FewGroups,
    /// Every label, alone.
    Labels,
}

struct Outline {
    name: &'static str,
    kind: Kind,
    /// The language of the entries, and of the queries.
    langs: [&'static str; 2],
    /// The file of the queries.
    queries: &'static str,
    floor: Floor,
}

const fn outline(
    name: &'static str,
    kind: Kind,
    langs: [&'static str; 2],
    floor: [f64; 2],
) -> Outline {
    let [quality, recall] = floor;
    Outline { name, kind, langs, queries: name, floor: Floor { quality, recall } }
}

const SWEDISH: [&str; 2] = ["sv", "sv"];
const ACROSS: [&str; 2] = ["en", "sv"];

const OUTLINES: [Outline; 11] = [
    outline("cpv-group-sv", Kind::Groups, SWEDISH, [0.57, 0.74]),
    outline("cpv-group-sv-typo1", Kind::Groups, SWEDISH, [0.55, 0.0]),
    outline("cpv-group-sv-sarskriv", Kind::Groups, SWEDISH, [0.56, 0.0]),
    outline("cpv-group-en", Kind::Groups, ["en", "en"], [0.60, 0.0]),
    Outline {
        queries: "cpv-group-sv",
        ..outline("cpv-group-x-sv2en", Kind::Groups, ACROSS, [0.40, 0.0])
    },
    outline("cpv-item-sv-clean", Kind::Labels, SWEDISH, [0.99, 0.0]),
    outline("cpv-item-sv-typo1", Kind::Labels, SWEDISH, [0.99, 0.0]),
    outline("cpv-item-sv-typo2", Kind::Labels, SWEDISH, [0.98, 0.0]),
    outline("cpv-item-sv-sarskriv", Kind::Labels, SWEDISH, [0.99, 0.0]),
    outline("cpv-item-x-sv2en", Kind::Labels, ACROSS, [0.55, 0.0]),
    outline("cpv-ood-sv", Kind::FewGroups, SWEDISH, [0.86, 0.0]),
];

/// The divisions of [`Kind::FewGroups`]: care, laboratories, software, IT
/// services, research and health services.
const FEW: [&str; 6] = ["33", "38", "48", "72", "73", "85"];

/// A label of the vocabulary.
pub struct Label {
    /// Eight digits.
    pub code: String,
    /// In Swedish.
    pub sv: String,
    /// In English.
    pub en: String,
}

impl Label {
    fn text(&self, lang: &str) -> &str {
        if lang == "en" { &self.en } else { &self.sv }
    }
}

/// The file of the labels that the search may learn from.
pub const LABELS: &str = "cpv-labels.tsv";
/// The file of the others.
pub const WITHHELD: &str = "cpv-withheld.tsv";

/// Gives all tasks.
pub fn all() -> Result<Vec<Task>> {
    let told = labels(LABELS)?;
    let mut every: Vec<Label> = labels(LABELS)?;
    every.extend(labels(WITHHELD)?);
    every.sort_by(|a, b| a.code.cmp(&b.code));
    OUTLINES.iter().map(|outline| task(outline, &told, &every)).collect()
}

/// Gives the labels of a file.
pub fn labels(file: &str) -> Result<Vec<Label>> {
    let rows = rows(file)?.into_iter();
    Ok(rows.map(|[sv, en, code]| Label { code, sv, en }).collect())
}

fn rows<const N: usize>(file: &str) -> Result<Vec<[String; N]>> {
    let path = project::root().join("e2e/bench").join(file);
    let text = String::from_utf8(project::read(&path)?)?;
    let row = |line: &str| {
        let parts: Vec<String> = line.split('\t').map(str::to_owned).collect();
        parts.try_into().ok().with_context(|| format!("{file}: {line}"))
    };
    text.lines().map(row).collect()
}

fn task(outline: &Outline, told: &[Label], every: &[Label]) -> Result<Task> {
    let [lang, asked] = outline.langs;
    let docs = match outline.kind {
        Kind::Labels => every.iter().map(|label| entry(label, lang)).collect(),
        Kind::Groups => groups(told, lang, |_| true),
        Kind::FewGroups => groups(told, lang, |id| FEW.iter().any(|few| id.starts_with(few))),
    };
    let rows = rows(&format!("queries/{}.tsv", outline.queries))?;
    let queries: Vec<Query> =
        rows.into_iter().map(|[id, text]| Query { id, text, lang: asked }).collect();
    let right = |query: &Query| match outline.kind {
        Kind::Labels => of_label(&query.id, &docs),
        Kind::Groups | Kind::FewGroups => of_group(&query.id, &docs),
    };
    let qrels = queries.iter().map(|query| (query.id.clone(), right(query)));
    let qrels = qrels.filter(|(_, right)| !right.is_empty()).collect();
    let is_about_none = outline.kind == Kind::FewGroups;
    let (name, floor) = (outline.name.to_owned(), outline.floor);
    Ok(Task { name, docs, queries, qrels, is_about_none, floor })
}

fn entry(label: &Label, lang: &'static str) -> Entry {
    let (title, body) = (label.text(lang).to_owned(), String::new());
    Entry { id: label.code.clone(), title, body, lang }
}

/// A group's title is its own label, and its body the labels below it.
fn groups(told: &[Label], lang: &'static str, wanted: impl Fn(&str) -> bool) -> Vec<Entry> {
    let mut groups: Vec<Entry> = Vec::new();
    for label in told {
        let Some((id, rest)) = label.code.split_at_checked(3) else { continue };
        if id.ends_with('0') || !wanted(id) {
            continue;
        }
        if rest == "00000" {
            groups.push(Entry { id: id.to_owned(), ..entry(label, lang) });
        } else if let Some(group) = groups.last_mut().filter(|group| group.id == id) {
            let gap = if group.body.is_empty() { "" } else { ". " };
            group.body += gap;
            group.body += label.text(lang);
        }
    }
    groups
}

/// The group of a label is right, the others of its division nearly so.
fn of_group(code: &str, groups: &[Entry]) -> BTreeMap<String, u32> {
    let is_near = |group: &&Entry| code.get(..2) == group.id.get(..2);
    let grade = |group: &Entry| if code.starts_with(&group.id) { 3 } else { 1 };
    groups.iter().filter(is_near).map(|group| (group.id.clone(), grade(group))).collect()
}

/// A label is right, and so is one that says the same.
fn of_label(code: &str, labels: &[Entry]) -> BTreeMap<String, u32> {
    let said: BTreeSet<&str> =
        labels.iter().filter(|label| label.id == code).map(|label| &*label.title).collect();
    let right = labels.iter().filter(|label| said.contains(&*label.title));
    right.map(|label| (label.id.clone(), 1)).collect()
}

impl Task {
    /// Whether nothing is right or wrong in it, and time alone counts.
    pub fn is_for_speed(&self) -> bool {
        self.qrels.is_empty()
    }

    /// Whether it asks for groups, which other engines must not find better.
    pub fn is_of_groups(&self) -> bool {
        self.name.starts_with("cpv-group")
    }
}
