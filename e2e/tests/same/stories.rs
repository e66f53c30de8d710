//! The stories' cases, with their words.

use anyhow::Result;
use e2e::project;
use serde_json::{Map, Value, json};

/// Gives the cases of `shared/tests/cases/`, with the words. An empty field is no
/// answer.
pub(crate) fn stories() -> Result<Vec<Value>> {
    let mut files: Vec<_> = std::fs::read_dir(project::root().join("shared/tests/cases"))?
        .collect::<std::io::Result<_>>()?;
    files.sort_by_key(std::fs::DirEntry::file_name);
    let story = |file: std::fs::DirEntry| {
        let told: Value = toml::from_str(&String::from_utf8(project::read(&file.path())?)?)?;
        let facts = told.get("facts").and_then(Value::as_object).into_iter().flatten();
        let facts: Map<String, Value> = facts
            .filter(|(_, fact)| **fact != "")
            .map(|(name, fact)| (name.clone(), fact.clone()))
            .collect();
        Ok(json!({ "lang": told.get("lang"), "text": told.get("text"), "facts": facts }))
    };
    files.into_iter().map(story).collect()
}
