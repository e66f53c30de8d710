//! The repository itself: what stands where, and what depends on what.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use e2e::project::root;

type TestResult = Result<(), Box<dyn Error>>;

const FOLDERS: [&str; 4] = ["e2e", "edge", "shared", "widget"];

/// Every file that git keeps or would keep, as paths from the root.
fn files() -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let git = Command::new("git")
        .current_dir(root())
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .output()?;
    let listed = String::from_utf8(git.stdout)?;
    Ok(listed.lines().map(PathBuf::from).filter(|path| root().join(path).is_file()).collect())
}

fn has_extension(path: &Path, wanted: &[&str]) -> bool {
    path.extension().is_some_and(|extension| wanted.iter().any(|each| extension == *each))
}

fn text(path: &Path) -> std::io::Result<String> {
    fs::read_to_string(root().join(path))
}

#[test]
fn the_top_level_is_four_folders_and_what_a_newcomer_looks_for() -> TestResult {
    let files = files()?;
    let top: BTreeSet<_> = files.iter().filter_map(|path| path.components().next()).collect();
    for name in top {
        let name = name.as_os_str().to_string_lossy();
        let is_known = name.starts_with('.')
            || FOLDERS.contains(&&*name)
            || name.starts_with("LICENSE")
            || Path::new(&*name).extension().is_some_and(|extension| extension == "md")
            || ["Cargo.toml", "Cargo.lock"].contains(&&*name);
        assert!(is_known, "{name} has no place at the top level");
    }
    Ok(())
}

#[test]
fn every_rust_file_says_what_it_is_for_and_is_short() -> TestResult {
    const LONGEST: usize = 400;
    for path in files()?.iter().filter(|path| has_extension(path, &["rs"])) {
        let text = text(path)?;
        assert!(text.starts_with("//!"), "{} begins without `//!`", path.display());
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines; at most {LONGEST}", path.display());
    }
    Ok(())
}

#[test]
fn a_crate_has_at_most_twelve_modules() -> TestResult {
    const MOST: usize = 12;
    for folder in FOLDERS {
        let mut modules = BTreeSet::new();
        for entry in fs::read_dir(root().join(folder).join("src"))? {
            let path = entry?.path();
            if path.is_dir() || has_extension(&path, &["rs"]) {
                modules.extend(path.file_stem().map(ToOwned::to_owned));
            }
        }
        for not_counted in ["lib", "bin"] {
            modules.remove(std::ffi::OsStr::new(not_counted));
        }
        assert!(modules.len() <= MOST, "{folder} has {} modules: {modules:?}", modules.len());
    }
    Ok(())
}

#[test]
fn the_domain_depends_on_no_platform() -> TestResult {
    let tree = tree(&["--package=shared", "--no-default-features"])?;
    for platform in ["worker", "leptos", "web-sys", "js-sys", "wasm-bindgen", "tokio"] {
        assert!(!tree.contains(platform), "shared depends on {platform}");
    }
    Ok(())
}

#[test]
fn widget_and_edge_do_not_know_each_other() -> TestResult {
    for (one, other) in [("widget", "edge"), ("edge", "widget")] {
        let tree = tree(&[&format!("--package={one}"), "--target=wasm32-unknown-unknown"])?;
        assert!(!tree.contains(other), "{one} depends on {other}");
    }
    Ok(())
}

/// The names of all that a crate depends on.
fn tree(args: &[&str]) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let cargo = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["tree", "--edges=normal", "--prefix=none", "--format={p}"])
        .args(args)
        .output()?;
    assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
    let listed = String::from_utf8(cargo.stdout)?;
    Ok(listed.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect())
}

#[test]
fn sql_stands_in_the_ledger_alone() -> TestResult {
    for path in files()? {
        let is_code = path.starts_with("edge/src") && has_extension(&path, &["rs"]);
        let is_ledger =
            path.components().any(|part| part.as_os_str().to_string_lossy().starts_with("ledger"));
        if is_code && !is_ledger {
            let text = text(&path)?;
            for verb in ["SELECT ", "INSERT ", "UPDATE ", "DELETE FROM"] {
                assert!(!text.contains(verb), "{}: {verb}outside the ledger", path.display());
            }
        }
    }
    Ok(())
}

#[test]
fn nothing_points_outside_the_repository() -> TestResult {
    // Split, so that this file does not name them itself.
    let outside =
        [["../", "shared/"].concat(), ["/", "work/"].concat(), ["domain/", "dossier"].concat()];
    for path in files()? {
        let Ok(text) = text(&path) else { continue };
        for place in &outside {
            // A manifest in a crate may name its neighbour.
            let is_neighbour = has_extension(&path, &["toml", "rs"]) && place.starts_with("..");
            assert!(
                is_neighbour || !text.contains(place.as_str()),
                "{} names {place}",
                path.display()
            );
        }
    }
    Ok(())
}

#[test]
fn what_the_documents_name_is_there() {
    for document in ["README.md", "ARCHITECTURE.md", "SECURITY.md"] {
        let Ok(text) = text(Path::new(document)) else { continue };
        for name in text.split('`').skip(1).step_by(2) {
            let is_path = FOLDERS.iter().any(|folder| name.starts_with(&format!("{folder}/")))
                && !name.contains([' ', '*', '{', '<', '…']);
            let path = name.split(['#', ':']).next().unwrap_or_default();
            assert!(!is_path || root().join(path).exists(), "{document} names {name}");
        }
    }
}

#[test]
fn every_licence_lets_us_use_it() -> TestResult {
    let rules: toml::Value = toml::from_str(&text(Path::new(".deny.toml"))?)?;
    let allowed = rules.get("licenses").and_then(|licences| licences.get("allow")?.as_array());
    let known: BTreeSet<_> =
        allowed.ok_or("no list")?.iter().filter_map(|one| one.as_str()).collect();
    let cargo = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["metadata", "--format-version=1"])
        .output()?;
    let metadata: serde_json::Value = serde_json::from_slice(&cargo.stdout)?;
    for package in metadata["packages"].as_array().ok_or("no packages")? {
        let licence = package["license"].as_str().unwrap_or("none");
        // One of several suffices; each of those that go together is needed.
        let flat = licence.replace(['(', ')'], "").replace('/', " OR ");
        let mut choices = flat.split(" OR ");
        let is_allowed =
            choices.any(|choice| choice.split(" AND ").all(|part| known.contains(&part.trim())));
        assert!(is_allowed, "{}: {licence}", package["name"]);
    }
    Ok(())
}
