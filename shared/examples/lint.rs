//! Lints the catalogue: `cargo lint-catalogue [FOLDER]`.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let own = || PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::args().nth(1).map_or_else(own, PathBuf::from);
    let problems = shared::compile::lint(&folder);
    let mut out = std::io::stdout();
    for problem in &problems {
        let _ = writeln!(out, "{problem}");
    }
    let _ = writeln!(out, "{} problems in {}", problems.len(), folder.display());
    if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
