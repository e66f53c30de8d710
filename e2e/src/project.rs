//! Where things lie, and how a tool is run.
//!
//! Every path is found from the workspace itself: nothing depends on the
//! folder that a command was given in.

pub mod process;

use std::ffi::OsStr;
use std::fmt::{Display, Write as _};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

/// Gives the workspace's folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Gives cargo's target folder: also the home of all that we build ourselves.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// Gives the folder of the finished build.
pub fn dist() -> PathBuf {
    target().join("dist")
}

/// Gives a file of an npm package.
pub fn npm(path: &str) -> PathBuf {
    root().join("e2e/node_modules").join(path)
}

/// Makes a command that finds the npm tools, and the node they need, first.
pub fn tool(program: impl AsRef<OsStr>) -> Command {
    let own = npm(".bin");
    let others = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&others)));
    let mut command = Command::new(program);
    command.current_dir(root());
    if let Ok(path) = path {
        command.env("PATH", path);
    }
    command
}

/// Makes a command for the cargo that runs us.
pub fn cargo() -> Command {
    tool(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a command to its end and lets it speak for itself.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let status = command.status().with_context(|| format!("starting {shown}"))?;
    ensure!(status.success(), "{shown}: {status}");
    Ok(())
}

/// Runs a command in silence and gives what it wrote. What it complained of
/// is shown only if it fails.
pub fn output_of(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output = command.output().with_context(|| format!("starting {shown}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("{shown}: {}\n{}", output.status, last_lines(&format!("{text}{complaint}")));
    }
    Ok(text)
}

/// The last lines tell what went wrong; some tools write thousands before.
pub fn last_lines(text: &str) -> String {
    const LINES: usize = 40;
    let lines: Vec<_> = text.lines().collect();
    let start = lines.len().saturating_sub(LINES);
    lines.get(start..).unwrap_or_default().join("\n")
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    words.join(" ")
}

/// Says a line to whoever gave the command.
pub fn say(line: impl Display) {
    let mut out = std::io::stdout().lock();
    // A reader that has gone away is no reason to stop.
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

/// Measures from now on.
pub fn stopwatch() -> impl Fn() -> Duration + Clone + Send + Sync {
    #[expect(clippy::disallowed_methods, reason = "this runs on the machine, never in wasm")]
    let start = Instant::now();
    move || start.elapsed()
}

/// Does a step and says how long it took.
pub fn step<T>(name: &str, act: impl FnOnce() -> Result<T>) -> Result<T> {
    let elapsed = stopwatch();
    let done = act().with_context(|| name.to_owned())?;
    say(format_args!("{:>7.1} s  {name}", elapsed().as_secs_f32()));
    Ok(done)
}

/// Keeps others out of a folder that is being written, until dropped.
pub fn hold(name: &str) -> Result<File> {
    fs::create_dir_all(target())?;
    let file = File::create(target().join(format!("{name}.lock")))?;
    file.lock().with_context(|| format!("waiting for another {name}"))?;
    Ok(file)
}

/// Gives the SHA-256 of some bytes.
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Writes bytes as lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Reads a file, and names it if that fails.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("reading {}", path.display()))
}

/// Writes a file and the folders above it, and names it if that fails.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))
}

/// Copies a folder and all that is in it.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
