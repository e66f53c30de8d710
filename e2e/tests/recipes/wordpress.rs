//! The plugin for `WordPress`, run by PHP, and what a link on a line of its own
//! becomes by it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use e2e::project;
use reqwest::Url;
use serde::Deserialize;
use serde_json::Value;

/// What the plugin does with a page.
#[derive(Debug, Deserialize)]
struct Told {
    html: String,
    scripts: BTreeMap<String, String>,
    /// Which addresses become frames, and who is asked for them.
    providers: BTreeMap<String, String>,
}

/// The bodies of two pages: one with the shortcode, one with the link.
pub(crate) async fn bodies(plugin: &Path, shortcode: &str, link: &str) -> Result<[String; 2]> {
    let told = run(plugin, shortcode)?;
    ensure!(told.scripts.len() == 1, "{:?}", told.scripts);
    let script = |url: &String| format!("<script src=\"{url}\"></script>");
    let scripts: String = told.scripts.values().map(script).collect();
    let (pattern, provider) = told.providers.first_key_value().context("no provider")?;
    let folder = pattern.strip_suffix('*').context("not all that is below an address")?;
    ensure!(link.starts_with(folder), "{link} is not below {folder}");
    let asked = Url::parse_with_params(provider, [("url", link), ("format", "json")])?;
    let answer: Value = serde_json::from_str(&reqwest::get(asked).await?.text().await?)?;
    let framed = answer.get("html").and_then(Value::as_str).context("no html")?;
    Ok([format!("{}{scripts}", told.html), framed.to_owned()])
}

/// `[vagen-in partner="…" lang="…"]`, by the plugin.
fn run(plugin: &Path, shortcode: &str) -> Result<Told> {
    e2e::install::program("php", "php-cli")?;
    let words = shortcode.trim().strip_prefix("[vagen-in ").and_then(|rest| rest.strip_suffix(']'));
    let words = words.context("not a shortcode of ours")?;
    let pairs = words.split_whitespace().map(|pair| pair.replace('"', ""));
    let mut php = Command::new("php");
    let shim = Path::new("e2e/tests/recipes/wordpress.php");
    php.arg(project::root().join(shim)).arg(plugin).args(pairs);
    serde_json::from_str(&project::output_of(&mut php)?).context("what PHP says")
}
