//! Brings what is missing, and says what it brings.
//!
//! Only from the ordinary registries: rustup's, npm's, Debian's and cargo's. Says
//! nothing when all is there.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::project::{self, hex, say};

/// wrangler's own floor.
const OLDEST_NODE: (u32, u32) = (22, 12);

/// Brings what the build and the local stack need.
pub fn tools() -> Result<()> {
    let _alone = project::hold("install")?;
    wasm_target()?;
    npm_packages()
}

/// Brings what the browser tests need.
pub fn browser() -> Result<()> {
    let _alone = project::hold("install")?;
    let missing: Vec<_> = [
        ("chromium", "chromium"),
        ("chromedriver", "chromium-driver"),
        ("firefox-esr", "firefox-esr"),
    ]
    .into_iter()
    .filter(|(program, _)| !is_there(program))
    .map(|(_, package)| package)
    .collect();
    if missing.is_empty() { Ok(()) } else { from_debian(&missing) }
}

/// Brings a program of Debian's that one measurement alone needs.
pub fn program(program: &str, package: &str) -> Result<()> {
    let _alone = project::hold("install")?;
    if is_there(program) { Ok(()) } else { from_debian(&[package]) }
}

/// Gives where Firefox's driver is, once it is there.
pub fn geckodriver() -> PathBuf {
    tools_folder().join("bin/geckodriver")
}

/// Builds Firefox's driver, which Debian does not have.
pub fn firefox_driver() -> Result<()> {
    from_crates_io("geckodriver", "0.37.1", &["--version"]).map(drop)
}

/// Builds what holds crates against rules, and gives where it is.
pub fn cargo_deny() -> Result<PathBuf> {
    from_crates_io("cargo-deny", "0.20.2", &["--version"])
}

/// Builds what lists crates as `CycloneDX`, and gives where it is.
pub fn cargo_cyclonedx() -> Result<PathBuf> {
    from_crates_io("cargo-cyclonedx", "0.5.9", &["cyclonedx", "--version"])
}

/// Builds a program, unless it is there and, so asked, tells this version. It
/// wants no lock of cargo's that others wait for.
fn from_crates_io(name: &str, version: &str, asked: &[&str]) -> Result<PathBuf> {
    let _alone = project::hold(name)?;
    let program = tools_folder().join("bin").join(name);
    let shown = project::output_of(Command::new(&program).args(asked));
    if shown.is_ok_and(|text| text.contains(version)) {
        return Ok(program);
    }
    say(format_args!(
        "installing: {name} {version} (cargo, from crates.io; some three minutes, once)"
    ));
    let mut cargo = project::cargo();
    cargo.args(["install", "--quiet", "--locked", name, "--version", version]);
    cargo.arg("--root").arg(tools_folder());
    cargo.env("CARGO_TARGET_DIR", tools_folder().join("build"));
    project::output_of(&mut cargo)?;
    Ok(program)
}

/// Brings the tester of contracts, from `PyPI`, and gives where it is.
pub fn schemathesis() -> Result<PathBuf> {
    const VERSION: &str = "4.32.5";
    let _alone = project::hold("install")?;
    let folder = tools_folder().join("python");
    let program = folder.join("bin/schemathesis");
    let shown = project::output_of(Command::new(&program).arg("--version"));
    if shown.is_ok_and(|text| text.contains(VERSION)) {
        return Ok(program);
    }
    if !works(Command::new("python3").args(["-c", "import ensurepip, venv"])) {
        from_debian(&["python3-venv"])?;
    }
    say(format_args!("installing: schemathesis {VERSION} (pip, from PyPI)"));
    project::output_of(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    let package = format!("schemathesis=={VERSION}");
    let mut pip = Command::new(folder.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", &package]);
    project::output_of(&mut pip)?;
    Ok(program)
}

fn tools_folder() -> PathBuf {
    project::target().join("tools")
}

fn wasm_target() -> Result<()> {
    let library = project::output_of(Command::new("rustc").args([
        "--print",
        "target-libdir",
        "--target=wasm32-unknown-unknown",
    ]))?;
    if Path::new(library.trim()).exists() {
        return Ok(());
    }
    say("installing: the Rust target wasm32-unknown-unknown (rustup)");
    project::run(Command::new("rustup").args(["target", "add", "wasm32-unknown-unknown"]))
}

/// The lock file's own hash tells whether what lies there came from it.
fn npm_packages() -> Result<()> {
    let folder = project::root().join("e2e");
    let lock = hex(&project::digest(&project::read(&folder.join("package-lock.json"))?));
    let stamp = project::npm(".installed");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.current_dir(&folder);
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    let is_old = system_node()? < OLDEST_NODE;
    let node = if is_old { " and node 22" } else { "" };
    say(format_args!("installing: the packages of e2e/package.json{node} (npm, e2e/node_modules)"));
    if !is_old {
        // The only development package is a node for those whose own is too old.
        npm.arg("--omit=dev");
    }
    project::output_of(&mut npm)?;
    project::write(&stamp, lock)
}

fn system_node() -> Result<(u32, u32)> {
    let Ok(text) = project::output_of(Command::new("node").arg("--version")) else {
        bail!("node is missing: install node 20 or newer, with npm");
    };
    let mut parts = text.trim().trim_start_matches('v').split('.').map_while(|n| n.parse().ok());
    Ok((parts.next().unwrap_or(0), parts.next().unwrap_or(0)))
}

fn from_debian(packages: &[&str]) -> Result<()> {
    let named = packages.join(" ");
    let apt: &[&str] = if rustix::process::geteuid().is_root() {
        &["apt-get"]
    } else if works(Command::new("sudo").args(["-n", "true"])) {
        &["sudo", "-n", "apt-get"]
    } else {
        bail!("the browser tests need: {named}. As root: apt-get install {named}");
    };
    say(format_args!("installing: {named} (apt-get)"));
    let [program, rest @ ..] = apt else { return Ok(()) };
    let apt_get = |words: &[&str]| {
        let mut command = Command::new(program);
        command.args(rest).args(words).env("DEBIAN_FRONTEND", "noninteractive");
        project::output_of(&mut command)
    };
    apt_get(&["update", "-q"])?;
    let mut words = vec!["install", "-q", "-y", "--no-install-recommends"];
    words.extend(packages);
    apt_get(&words).map(drop)
}

fn is_there(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| folder.join(program).exists())
    })
}

fn works(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}
