//! What the bundle is made of: the list of its crates, the rules that these keep
//! to, and whether it is made the same twice.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::install;
use crate::project::{self, digest, hex, output_of};

const TARGET: &str = "wasm32-unknown-unknown";

/// A crate that becomes wasm, what it is to a reader, and how many crates may
/// be in that wasm.
const SIDES: [(&str, &str, usize); 2] = [("edge", "worker", 200), ("widget", "widget", 150)];

/// Writes `target/sbom/{worker,widget}.cdx.json`: all that cargo builds for the
/// wasm. What runs while it is built, and is not in it, is marked `excluded`.
///
/// # Errors
/// When a list lacks a crate, or there are too many.
pub fn sbom() -> Result<String> {
    let mut figures = Vec::new();
    let mut boms = listed()?;
    for (package, name, most) in SIDES {
        let mut bom = boms.remove(package).context("it was not listed")?;
        let built = tree(package, "normal,build")?;
        let inside = tree(package, "normal,no-proc-macro")?;
        keep(&mut bom, &built, &inside)?;
        // The crate itself stands above its components.
        let listed = list(&mut bom, "components")?.len() + 1;
        ensure!(listed == built.len(), "{name}: {listed} of {} crates are listed", built.len());
        ensure!(inside.len() <= most, "{name}: {} crates of at most {most}", inside.len());
        let here = project::root().display().to_string();
        let text = serde_json::to_string_pretty(&bom)?.replace(&format!("path+file://{here}/"), "");
        ensure!(!text.contains(&here), "{name}: it tells of this machine");
        project::write(&project::target().join("sbom").join(format!("{name}.cdx.json")), text)?;
        let inside = inside.len();
        figures.push(format!("{name}: {listed} crates, {inside} in the wasm (at most {most})"));
    }
    Ok(figures.join("\n"))
}

/// What the tool lists, by crate. It knows only what the whole workspace needs
/// on all platforms, and writes beside each manifest: that is taken away again.
fn listed() -> Result<BTreeMap<&'static str, Value>> {
    const NAME: &str = "vagen-in.cdx";
    let _alone = project::hold("sbom")?;
    let mut cyclonedx = project::tool(install::cargo_cyclonedx()?);
    cyclonedx.args(["cyclonedx", "--quiet", "--all", "--target=all", "--format=json"]);
    cyclonedx.args(["--spec-version=1.5", "--override-filename", NAME]);
    // With it, the same commit gives the same list.
    let mut git = project::tool("git");
    let moment = output_of(git.args(["log", "-1", "--format=%ct"]))?;
    let done = output_of(cyclonedx.env("SOURCE_DATE_EPOCH", moment.trim()));
    let folders = ["e2e", "edge", "shared", "widget"];
    let file = |folder: &str| project::root().join(folder).join(NAME).with_extension("cdx.json");
    let read = folders.map(|folder| (folder, project::read(&file(folder))));
    for folder in folders {
        let _ = fs::remove_file(file(folder));
    }
    done?;
    read.into_iter().map(|(folder, bytes)| Ok((folder, serde_json::from_slice(&bytes?)?))).collect()
}

/// What cargo builds for a crate, along such edges: `name version`.
fn tree(package: &str, edges: &str) -> Result<BTreeSet<String>> {
    let mut cargo = project::cargo();
    cargo.args(["tree", "--locked", "--prefix=none", "--format={p}", "--target", TARGET]);
    let text = output_of(cargo.args(["--package", package, "--edges", edges]))?;
    let name = |line: &str| {
        let (name, rest) = line.split_once(" v")?;
        Some(format!("{name} {}", rest.split(' ').next()?))
    };
    Ok(text.lines().filter_map(name).collect())
}

/// Leaves out what is not built for the one target.
fn keep(bom: &mut Value, built: &BTreeSet<String>, inside: &BTreeSet<String>) -> Result<()> {
    let text = |one: &Value, key: &str| {
        one.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let top = bom.pointer_mut("/metadata").and_then(Value::as_object_mut).context("no metadata")?;
    let target = json!({ "name": "cdx:rustc:sbom:target:triple", "value": TARGET });
    top.insert("properties".to_owned(), json!([target]));
    let own = top.get("component").map(|own| text(own, "bom-ref")).unwrap_or_default();
    let mut kept = BTreeSet::from([own]);
    list(bom, "components")?.retain_mut(|one| {
        let name = format!("{} {}", text(one, "name"), text(one, "version"));
        let scope = if inside.contains(&name) { "required" } else { "excluded" };
        one.as_object_mut().map(|one| one.insert("scope".to_owned(), scope.into()));
        built.contains(&name) && kept.insert(text(one, "bom-ref"))
    });
    let dependencies = list(bom, "dependencies")?;
    dependencies.retain(|one| kept.contains(&text(one, "ref")));
    // One that needs nothing has no list.
    for on in dependencies.iter_mut().filter_map(|one| list(one, "dependsOn").ok()) {
        on.retain(|on| on.as_str().is_some_and(|on| kept.contains(on)));
    }
    Ok(())
}

fn list<'a>(value: &'a mut Value, name: &str) -> Result<&'a mut Vec<Value>> {
    let found = value.get_mut(name).and_then(Value::as_array_mut);
    found.with_context(|| format!("no {name}"))
}

/// Holds licences, sources and doubles of all crates against `.deny.toml`, and
/// crates against the known weaknesses, where their list can be had.
///
/// # Errors
/// What breaks a rule.
pub fn deny() -> Result<String> {
    let program = install::cargo_deny()?;
    let deny = |words: &[&str]| output_of(project::tool(&program).args(words));
    let rules = deny(&["--locked", "check", "--deny=warnings", "bans", "licenses", "sources"])?;
    let weaknesses = match deny(&["--locked", "fetch", "db"]) {
        Ok(_) => deny(&["--locked", "check", "--disable-fetch", "advisories"])?,
        Err(_) => "advisories: not reachable, not checked".to_owned(),
    };
    Ok(format!("{}\n{}", rules.trim(), weaknesses.trim()))
}

/// Clones the last commit to two places, makes the bundle in each from nothing,
/// and compares every file.
///
/// # Errors
/// When a file is another, or only in one.
pub fn twice() -> Result<String> {
    let folder = project::target().join("twice");
    let _ = fs::remove_dir_all(&folder);
    let one = made(&folder.join("one"), "target")?;
    let other = made(&folder.join("a longer way/to another"), "elsewhere")?;
    let differing: Vec<_> = one.symmetric_difference(&other).map(|(path, _)| path).collect();
    ensure!(differing.is_empty(), "they differ: {differing:?}");
    let commit = output_of(project::tool("git").args(["rev-parse", "--short", "HEAD"]))?;
    fs::remove_dir_all(&folder)?;
    Ok(format!("{} of {} files identical, of {}", other.len(), one.len(), commit.trim()))
}

/// Every file of a bundle that is made there, with its SHA-256.
fn made(home: &Path, target: &str) -> Result<BTreeSet<(PathBuf, String)>> {
    let mut git = project::tool("git");
    output_of(git.args(["clone", "--quiet"]).arg(project::root()).arg(home))?;
    let target = home.join(target);
    let mut cargo = project::cargo();
    output_of(cargo.current_dir(home).env("CARGO_TARGET_DIR", &target).arg("bundle"))?;
    let mut all = BTreeSet::new();
    gather(&target.join("dist"), Path::new(""), &mut all)?;
    Ok(all)
}

fn gather(folder: &Path, below: &Path, all: &mut BTreeSet<(PathBuf, String)>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let (path, name) = entry.map(|entry| (entry.path(), below.join(entry.file_name())))?;
        if path.is_dir() {
            gather(&path, &name, all)?;
        } else {
            all.insert((name, hex(&digest(&project::read(&path)?))));
        }
    }
    Ok(())
}
