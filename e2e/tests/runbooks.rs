//! Every alert and every verb has a page, and every page's links lead somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use e2e::project::root;

fn folder() -> PathBuf {
    root().join("edge/runbooks")
}

fn pages() -> Result<BTreeSet<String>> {
    let mut all = BTreeSet::new();
    for entry in fs::read_dir(folder())? {
        let path = entry?.path();
        all.insert(path.file_stem().context("no name")?.to_string_lossy().into_owned());
    }
    Ok(all)
}

/// The verbs, as `--help` tells them.
fn verbs() -> Result<BTreeSet<String>> {
    let told = Command::new(env!("CARGO_BIN_EXE_operator")).arg("--help").output()?;
    let told = String::from_utf8(told.stdout)?;
    let lines = told.lines().skip(1).take_while(|line| !line.starts_with("FILTER"));
    Ok(lines.filter_map(verb).map(str::to_owned).collect())
}

/// Four spaces and a word: what stands further in goes on with the one before.
fn verb(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("    ")?;
    rest.split(' ').next().filter(|word| !word.is_empty())
}

/// The alerts, as the code writes them.
fn alerts() -> Result<BTreeSet<String>> {
    let source = fs::read_to_string(root().join("edge/src/watch/alerts.rs"))?;
    let (_, keys) = source.split_once("fn key(self)").context("no keys")?;
    let keys = keys.split_once("\n    }\n").context("no end of keys")?.0;
    Ok(keys.split('"').skip(1).step_by(2).map(str::to_owned).collect())
}

#[test]
fn every_alert_and_every_verb_has_a_page() -> Result<()> {
    let (pages, verbs, alerts) = (pages()?, verbs()?, alerts()?);
    assert_eq!(alerts.len(), 9, "{alerts:?}");
    assert!(10 <= verbs.len(), "{verbs:?}");
    for name in verbs.iter().chain(&alerts) {
        assert!(pages.contains(name), "{name} has no page");
    }
    let known = |name: &String| verbs.contains(name) || alerts.contains(name) || name == "README";
    assert_eq!(pages.iter().find(|name| !known(name)), None);
    Ok(())
}

#[test]
fn every_link_of_a_page_leads_somewhere() -> Result<()> {
    for name in pages()? {
        let text = fs::read_to_string(folder().join(format!("{name}.md")))?;
        for link in text.split("](").skip(1) {
            let link = link.split_once(')').context("a link without an end")?.0;
            assert!(folder().join(link).is_file(), "{name} links to {link}");
        }
        for command in text.split("`cargo operator ").skip(1) {
            let verb = command.split(['`', ' ']).next().unwrap_or_default();
            assert!(verbs()?.contains(verb), "{name} tells of `cargo operator {verb}`");
        }
    }
    Ok(())
}

#[test]
fn the_list_of_pages_has_them_all() -> Result<()> {
    let list = fs::read_to_string(folder().join("README.md"))?;
    for name in pages()?.iter().filter(|name| *name != "README") {
        assert!(list.contains(&format!("[{name}]({name}.md)")), "{name}");
    }
    Ok(())
}
