//! Stories: a company, and what should come of it. Adding one is adding a file
//! to `tests/cases/`.

use serde::Deserialize;
use shared::catalogue::{Catalogue, Kind};
use shared::compile::catalogue;
use shared::matching::{Match, Matching, profile_for, run};
use shared::profile::{Case, from_facts};
use shared::text::day;
use std::error::Error;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Story {
    #[serde(flatten)]
    case: Case,
    #[serde(default)]
    expect: Expect,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Expect {
    first: Vec<String>,
    offered: Vec<String>,
    never: Vec<String>,
    targets: Vec<String>,
    disposition: Option<String>,
    redirects: Option<Vec<String>>,
    notices: Vec<String>,
}

struct Told<'a> {
    catalogue: &'a Catalogue,
    matching: Matching,
}

impl Told<'_> {
    fn id(&self, one: &Match) -> &str {
        self.catalogue.rules.at(one.entry).map_or("", |entry| &entry.id)
    }

    fn kind(&self, one: &Match) -> Option<Kind> {
        self.catalogue.rules.at(one.entry).map(|entry| entry.kind)
    }

    fn outcome(&self, id: &str) -> &'static str {
        let one = self.matching.matches.iter().find(|one| self.id(one) == id);
        one.map_or("missing", |one| one.outcome.key())
    }

    /// What is shown among what fits.
    fn open(&self) -> impl Iterator<Item = &Match> {
        self.matching.matches.iter().filter(|one| one.outcome.is_open())
    }
}

fn tell<'a>(catalogue: &'a Catalogue, case: &Case) -> Result<Told<'a>, Box<dyn Error>> {
    let today = day("2026-11-23").ok_or("no such day")?;
    let mut profile = from_facts(&case.facts).map_err(|bad| format!("{bad:?}"))?;
    profile.concepts.clone_from(&case.concepts);
    let findings = catalogue.hear(&case.text, case.lang);
    let profile = profile_for(catalogue, &profile, &findings, today);
    let matching = run(&catalogue.rules, &profile, &findings, today);
    Ok(Told { catalogue, matching })
}

fn faults(catalogue: &Catalogue, story: &Story) -> Result<Vec<String>, Box<dyn Error>> {
    let told = tell(catalogue, &story.case)?;
    let expect = &story.expect;
    let mut all = Vec::new();
    let first = told
        .open()
        .find(|one| told.kind(one) == Some(Kind::Path) && told.id(one) != "path.self-serve")
        .map_or("", |one| told.id(one));
    if !expect.first.is_empty() && !expect.first.iter().any(|id| id == first) {
        all.push(format!("{first} comes first"));
    }
    for id in &expect.offered {
        if !["fits", "fits-if", "unknown"].contains(&told.outcome(id)) {
            all.push(format!("{id} is {}", told.outcome(id)));
        }
    }
    for id in expect.never.iter().filter(|id| told.outcome(id).starts_with("fits")) {
        all.push(format!("{id} is {}", told.outcome(id)));
    }
    all.extend(target_fault(&told, expect));
    let disposition = serde_json::to_value(told.matching.disposition)?;
    if expect.disposition.as_ref().is_some_and(|wanted| disposition != **wanted) {
        all.push(format!("is {disposition}"));
    }
    if expect.redirects.as_ref().is_some_and(|wanted| *wanted != told.matching.redirects) {
        all.push(format!("redirects to {:?}", told.matching.redirects));
    }
    for id in expect.notices.iter().filter(|id| !told.matching.notices.contains(id)) {
        all.push(format!("does not show the notice {id}"));
    }
    Ok(all)
}

fn target_fault(told: &Told<'_>, expect: &Expect) -> Option<String> {
    let place =
        |one: &&Match| matches!(told.kind(one), Some(Kind::Infrastructure | Kind::EntryPoint));
    let near: Vec<&str> = told.open().filter(place).take(5).map(|one| told.id(one)).collect();
    let hit = expect.targets.iter().any(|id| near.contains(&id.as_str()));
    (!expect.targets.is_empty() && !hit).then(|| format!("leads to {near:?}"))
}

fn files() -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.flatten().map(|file| file.path()).collect();
    files.sort();
    Ok(files)
}

#[test]
fn every_story_ends_as_told() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let catalogue = catalogue(folder).map_err(|problems| format!("{problems:?}"))?;
    let mut wrong = Vec::new();
    for file in files()? {
        let story: Story = toml::from_str(&std::fs::read_to_string(&file)?)
            .map_err(|error| format!("{}: {error}", file.display()))?;
        for fault in faults(&catalogue, &story)? {
            wrong.push(format!("{}: {fault}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
