//! Every requirement is decided, honestly and by tests that exist.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use e2e::project::{digest, hex, root};

/// SHA-256 of `id level`, a line each, of all that must be decided: 66 of level 1
/// and 171 of level 2.
const ALL: &str = "ca0830c3d2b2b05a03edf6ae3e04f9b781bb5cbcf2ff25ef2858e5b6e0c3ab93";

struct Row {
    id: String,
    level: String,
    decision: String,
    reason: String,
    tests: Vec<String>,
}

fn rows() -> Result<Vec<Row>> {
    let text = fs::read_to_string(root().join("edge/security/asvs.csv"))?;
    let row = |line: &str| {
        let mut cells = cells(line).into_iter();
        let mut next = || cells.next().with_context(|| format!("a cell is missing: {line}"));
        let (id, level, decision, reason) = (next()?, next()?, next()?, next()?);
        let tests = next()?.split_whitespace().map(str::to_owned).collect();
        Ok(Row { id, level, decision, reason, tests })
    };
    text.lines().skip(1).map(row).collect()
}

/// The cells of a line of CSV.
fn cells(line: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut is_quoted = false;
    for c in line.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => all.push(String::new()),
            _ => all.iter_mut().next_back().into_iter().for_each(|cell| cell.push(c)),
        }
    }
    all
}

/// Every function of the repository.
fn functions() -> Result<BTreeSet<String>> {
    let git = Command::new("git")
        .current_dir(root())
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "*.rs"])
        .output()?;
    let mut all = BTreeSet::new();
    for path in String::from_utf8(git.stdout)?.lines() {
        let Ok(text) = fs::read_to_string(root().join(path)) else { continue };
        let names = text.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next());
        all.extend(names.map(str::to_owned));
    }
    Ok(all)
}

#[test]
fn every_requirement_is_decided_and_says_why() -> Result<()> {
    let rows = rows()?;
    let all: Vec<_> = rows.iter().map(|row| format!("{} {}", row.id, row.level)).collect();
    assert_eq!(hex(&digest(all.join("\n").as_bytes())), ALL);
    for row in &rows {
        let known = ["met", "not applicable", "open"].contains(&row.decision.as_str());
        assert!(known && !row.reason.is_empty(), "{}", row.id);
        let is_bad = row.level == "1" && row.decision == "open";
        assert!(!is_bad, "{} is of level 1 and open", row.id);
        assert!(row.tests.is_empty() || row.decision == "met", "{}", row.id);
    }
    Ok(())
}

#[test]
fn three_of_five_are_shown_by_tests_that_exist() -> Result<()> {
    let (rows, functions) = (rows()?, functions()?);
    for row in &rows {
        let missing = row.tests.iter().find(|name| !functions.contains(*name));
        assert_eq!(missing, None, "{}", row.id);
    }
    let applicable = rows.iter().filter(|row| row.decision != "not applicable");
    let (shown, told): (Vec<_>, Vec<_>) = applicable.partition(|row| !row.tests.is_empty());
    let all = shown.len() + told.len();
    assert!(all * 60 <= shown.len() * 100, "{} of {all}", shown.len());
    let open = rows.iter().filter(|row| row.decision == "open").count();
    e2e::project::say(format_args!(
        "ASVS 5.0, levels 1 and 2: {} decided, {all} applicable, {} shown by tests, {open} open",
        rows.len(),
        shown.len()
    ));
    Ok(())
}
