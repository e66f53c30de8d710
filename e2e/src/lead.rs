//! A company's lead, sent as the widget sends it.

use anyhow::{Context, Result};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use crate::project;
use crate::stack::Stack;

/// What the Worker answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// How it went.
    pub status: StatusCode,
    /// What it said.
    pub body: Value,
}

/// Gives an invented company's lead, matched with the catalogue as built.
pub fn example() -> Result<Value> {
    let mut lead: Value = serde_json::from_str(include_str!("lead.json"))?;
    let manifest = project::read(&project::dist().join("manifest.json"))?;
    let manifest: Value = serde_json::from_slice(&manifest)?;
    let version = manifest.pointer("/catalogue/hash").context("no catalogue was built")?;
    set(&mut lead, "/facts/catalogue", version.clone())?;
    Ok(lead)
}

/// Changes one value of a lead, by its JSON pointer.
pub fn set(lead: &mut Value, pointer: &str, value: impl Into<Value>) -> Result<()> {
    *lead.pointer_mut(pointer).with_context(|| format!("a lead has no {pointer}"))? = value.into();
    Ok(())
}

/// Sends a lead under a key.
pub async fn send(stack: &Stack, lead: &Value, key: &str) -> Result<Answer> {
    let request = Client::new()
        .post(stack.url("/v1/leads"))
        .header("content-type", "application/json")
        .header("idempotency-key", key)
        .body(lead.to_string());
    let answer = request.send().await?;
    let status = answer.status();
    let text = answer.text().await?;
    let body = serde_json::from_str(&text).unwrap_or_else(|_| json!(text));
    Ok(Answer { status, body })
}
