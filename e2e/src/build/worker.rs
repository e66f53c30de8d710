//! The Worker's folder: `edge/wrangler.toml` with the paths of the build.
//!
//! What is settled here is only what the build knows; names, bindings and
//! schedules stand in edge/wrangler.toml.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use super::manifest::Manifest;
use super::wasm::Module;
use crate::project;

/// Served without waking the Worker. All else is for the Worker to answer,
/// also when it does not exist.
const STATIC: &[&str] = &["!/assets/*", "!/v1/embed.js", "!/v1/selftest.js", "!/v1.*", "!/demo/*"];

/// Writes the Worker, its migrations and a configuration that finds them.
pub fn write(edge: &Module, manifest: &Manifest, dist: &Path) -> Result<()> {
    for (from, name) in [(&edge.glue, "index.js"), (&edge.wasm, "edge_bg.wasm")] {
        project::write(&dist.join("worker").join(name), project::read(from)?)?;
    }
    project::copy_folder(&project::root().join("edge/migrations"), &dist.join("migrations"))?;
    let settings = settings(manifest)?;
    project::write(&dist.join("wrangler.jsonc"), serde_json::to_string_pretty(&settings)?)
}

fn settings(manifest: &Manifest) -> Result<Value> {
    let path = project::root().join("edge/wrangler.toml");
    let text = fs::read_to_string(&path).context("reading edge/wrangler.toml")?;
    let mut settings: Map<String, Value> =
        toml::from_str(&text).context("edge/wrangler.toml is not what wrangler reads")?;
    let first: Vec<_> = ["/*"].into_iter().chain(STATIC.iter().copied()).collect();
    settings.insert("main".into(), json!("worker/index.js"));
    settings.insert(
        "assets".into(),
        json!({ "directory": "public", "binding": "ASSETS", "run_worker_first": first }),
    );
    settings.remove("build");
    for database in list_in(&mut settings, "d1_databases") {
        if let Value::Object(database) = database {
            database.insert("migrations_dir".into(), json!("migrations"));
        }
    }
    let vars = settings.entry("vars").or_insert_with(|| json!({}));
    let Value::Object(vars) = vars else { bail!("edge/wrangler.toml: vars is not a table") };
    // As text: a JSON binding would reach the Worker as "[object Object]".
    vars.insert("MANIFEST".into(), json!(manifest.for_worker().to_string()));
    vars.extend(configuration()?);
    Ok(Value::Object(settings))
}

/// Each file of edge/config/ is a variable: partners.json is PARTNERS.
fn configuration() -> Result<Map<String, Value>> {
    let mut vars = Map::new();
    for entry in fs::read_dir(project::root().join("edge/config"))? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().to_uppercase();
        let value: Value = serde_json::from_slice(&project::read(&path)?)
            .with_context(|| format!("{} is not JSON", path.display()))?;
        vars.insert(name, json!(value.to_string()));
    }
    Ok(vars)
}

fn list_in<'a>(
    settings: &'a mut Map<String, Value>,
    name: &str,
) -> impl Iterator<Item = &'a mut Value> {
    settings.get_mut(name).and_then(Value::as_array_mut).into_iter().flatten()
}
