//! The lint refuses each broken catalogue of `tests/broken/`, naming the file,
//! the record and the reason.

use serde::Deserialize;
use shared::compile::lint;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

type TestResult = Result<(), Box<dyn Error>>;

/// One fault put into the real catalogue, and what the lint says of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Broken {
    file: String,
    find: String,
    put: String,
    says: Says,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Says {
    file: String,
    record: String,
    reason: String,
}

fn own() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of the real catalogue to break.
fn copy(to: &Path) -> TestResult {
    for folder in ["taxonomy", "catalogue"] {
        fs::create_dir_all(to.join(folder))?;
        for file in fs::read_dir(own().join(folder))?.flatten() {
            fs::copy(file.path(), to.join(folder).join(file.file_name()))?;
        }
    }
    Ok(())
}

fn refuses(fixture: &Path) -> TestResult {
    let broken: Broken = toml::from_str(&fs::read_to_string(fixture)?)?;
    let folder = tempfile::tempdir()?;
    copy(folder.path())?;
    let file = folder.path().join(&broken.file);
    let whole = fs::read_to_string(&file)?;
    let name = fixture.display();
    assert!(whole.contains(&broken.find), "{name}: {} has changed", broken.file);
    fs::write(&file, whole.replacen(&broken.find, &broken.put, 1))?;
    let problems = lint(folder.path());
    let said = problems.iter().any(|problem| {
        problem.file == broken.says.file
            && problem.record == broken.says.record
            && problem.reason.contains(&broken.says.reason)
    });
    let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(said, "{name} is not refused as told, but with:\n{}", all.join("\n"));
    Ok(())
}

#[test]
fn each_broken_catalogue_is_refused_by_file_record_and_reason() -> TestResult {
    let mut fixtures: Vec<PathBuf> =
        fs::read_dir(own().join("tests/broken"))?.flatten().map(|file| file.path()).collect();
    fixtures.sort();
    assert!(10 <= fixtures.len());
    std::thread::scope(|scope| {
        let runs: Vec<_> = fixtures
            .iter()
            .map(|one| scope.spawn(|| refuses(one).map_err(|e| e.to_string())))
            .collect();
        runs.into_iter().try_for_each(|run| {
            Ok(run.join().map_err(|_| "a fixture is not refused as told")??)
        })
    })
}
