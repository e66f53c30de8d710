//! `cargo check-config`: names every fault of the configuration that would be
//! deployed, and never shows a secret's value.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

const HELP: &str = "\
cargo check-config [--deploy] [--secrets FILE]
    Checks edge/wrangler.toml and edge/config/*.json, and names every fault.
    --deploy        nothing may be an example, and every secret must be there
    --secrets FILE  the secrets, as NAME=VALUE lines. Without it their form is not
                    checked; for --deploy the lines may be names alone, as
                    `wrangler secret list` gives them";

/// A secret of the right form that opens nothing.
fn no_secret(name: &str) -> Option<&'static str> {
    match name {
        "KEEP_KEY" => Some("check:b25seSBpbiB0ZXN0czogbm90aGluZyBpcyBrZXB0ISE="),
        "GUARD_SECRET" => Some("0123456789abcdef0123456789abcdef"),
        _ if name.starts_with("RECIPIENT_SECRET_") => {
            Some("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")
        }
        _ => None,
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<usize, Box<dyn Error>> {
    let mut words = env::args().skip(1);
    let (mut deploy, mut secrets) = (false, None);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--deploy" => deploy = true,
            "--secrets" => secrets = Some(words.next().ok_or("--secrets which file?")?),
            "--help" | "-h" => {
                say(HELP);
                return Ok(0);
            }
            other => return Err(format!("check-config does not know `{other}`\n\n{HELP}").into()),
        }
    }
    let edge = Path::new(env!("CARGO_MANIFEST_DIR"));
    let wrangler: serde_json::Value =
        toml::from_str(&fs::read_to_string(edge.join("wrangler.toml"))?)?;
    let variables = variables(edge, &wrangler)?;
    let secrets = secrets.map(|file| lines(Path::new(&file))).transpose()?;
    let variable = |name: &str| match (&secrets, variables.get(name)) {
        (_, Some(value)) => Some(value.clone()),
        (Some(secrets), None) => secrets.get(name).cloned(),
        (None, None) if deploy => None,
        (None, None) => no_secret(name).map(str::to_owned),
    };
    let faults = edge::faults(&wrangler, &variable, deploy);
    for fault in &faults {
        say(fault);
    }
    say(&format!("check-config: {} faults", faults.len()));
    Ok(faults.len())
}

/// What the build would hand to the Worker.
fn variables(
    edge: &Path,
    wrangler: &serde_json::Value,
) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let mut all = BTreeMap::new();
    for (name, value) in wrangler["vars"].as_object().into_iter().flatten() {
        all.insert(name.clone(), value.as_str().unwrap_or_default().to_owned());
    }
    for entry in fs::read_dir(edge.join("config"))? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().to_uppercase();
        all.insert(name, fs::read_to_string(path)?);
    }
    // The build makes it; its form is the build's concern.
    let manifest = r#"{"version": "", "catalogue": {"pieces": {}}, "assets": {}}"#;
    all.insert("MANIFEST".to_owned(), manifest.to_owned());
    Ok(all)
}

fn lines(path: &Path) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let line = |line: &str| {
        let name_alone = (line, no_secret(line.trim()).unwrap_or_default());
        let (name, value) = line.split_once('=').unwrap_or(name_alone);
        (name.trim().to_owned(), value.trim().to_owned())
    };
    Ok(text.lines().filter(|line| !line.trim().is_empty()).map(line).collect())
}

fn say(line: &str) {
    // A reader that has gone away is no reason to stop.
    let _ = writeln!(std::io::stdout(), "{line}");
}
