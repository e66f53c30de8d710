//! A company's lead, made and sent as the widget does it: matched here, judged
//! again by the Worker.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, anyhow};
use hmac::{Hmac, Mac};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use sha2::Sha256;
use shared::catalogue::Place;
use shared::compile::catalogue;
use shared::matching::{profile_for, run};
use shared::profile::{Case, from_facts};
use shared::{lead, qualification, text};
use time::Date;

use crate::project::{self, hex};
use crate::stack::Stack;

/// What the Worker answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// How it went.
    pub status: StatusCode,
    /// What it said.
    pub body: Value,
}

/// Gives an invented company's lead, to the first recipient that fits.
pub async fn example(stack: &Stack) -> Result<Value> {
    let told = reqwest::get(stack.url("/v1/catalogue")).await?.text().await?;
    let told: Value = serde_json::from_str(&told)?;
    let today = told.get("today").and_then(Value::as_str).and_then(text::day);
    make(include_str!("../cases/hjartvy.json"), today.context("the Worker tells no day")?)
}

/// What local Workers make step tokens of. It guards nothing.
pub const GUARD_SECRET: &str = "only on this machine: step tokens";

/// Gives a step token as the Worker would have given it so long ago.
pub fn step_token(age: Duration) -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    #[expect(clippy::disallowed_methods, reason = "this runs on the machine, never in wasm")]
    let given = SystemTime::now() - age;
    let millis = given.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let lots = format!("{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let body = format!("{millis}.{lots}");
    let signed = Hmac::<Sha256>::new_from_slice(GUARD_SECRET.as_bytes())
        .map(|mac| mac.chain_update("step\n").chain_update(&body).finalize().into_bytes());
    let signature: String = signed.map(|bytes| hex(&bytes)).unwrap_or_default();
    format!("{body}.{}", signature.chars().take(32).collect::<String>())
}

/// Sends a lead under a key.
pub async fn send(stack: &Stack, lead: &Value, key: &str) -> Result<Answer> {
    send_to(&Client::new(), &stack.url(""), lead, key).await
}

/// The same, to whoever answers at an origin.
pub async fn send_to(client: &Client, origin: &str, lead: &Value, key: &str) -> Result<Answer> {
    let request = client
        .post(format!("{origin}/v1/leads"))
        .header("content-type", "application/json")
        .header("idempotency-key", key)
        .header("step-token", step_token(Duration::from_secs(10)))
        .body(lead.to_string());
    let answer = request.send().await?;
    let status = answer.status();
    let text = answer.text().await?;
    let body = serde_json::from_str(&text).unwrap_or_else(|_| json!(text));
    Ok(Answer { status, body })
}

/// Changes one value of a lead, by its JSON pointer.
pub fn set(lead: &mut Value, pointer: &str, value: impl Into<Value>) -> Result<()> {
    *lead.pointer_mut(pointer).with_context(|| format!("a lead has no {pointer}"))? = value.into();
    Ok(())
}

fn make(case: &str, today: Date) -> Result<Value> {
    let mut case: Value = serde_json::from_str(case)?;
    let mut person = case.as_object_mut().and_then(|case| case.remove("person"));
    let case: Case = serde_json::from_value(case)?;
    let catalogue = catalogue(&project::root().join("shared"))
        .map_err(|problems| anyhow!("the catalogue has {} faults", problems.len()))?;
    let rules = &catalogue.rules;
    let answers = from_facts(&case.facts).map_err(|bad| anyhow!("{}: {}", bad.name, bad.why))?;
    let findings = catalogue.hear(&case.text, case.lang);
    let profile = profile_for(&catalogue, &answers, &findings, today);
    let matching = run(rules, &profile, &findings, today);

    let id = |at: &Place| rules.at(*at).map(|entry| entry.id.clone());
    let open = matching.matches.iter().filter(|one| one.outcome.is_open());
    let matches: Vec<_> =
        open.map(|one| json!({ "id": id(&one.entry), "outcome": one.outcome.key() })).collect();
    let recipient = qualification::recipients(rules, &matching).first().and_then(id);
    if let Some(person) = person.as_mut().and_then(Value::as_object_mut) {
        person.insert("summary".into(), json!(case.text));
        for benefit in ["org_benefit", "user_benefit"] {
            person.insert(benefit.into(), json!(case.facts.get(benefit)));
        }
    }
    Ok(json!({
        "facts": {
            "schema": lead::SCHEMA,
            "partner": "demo-park",
            "locale": case.lang,
            "catalogue": rules.version,
            "rules": rules.rules_version,
            "answers": profile.coarse(&rules.empty_words),
            "concepts": profile.concepts,
            "sayings": profile.sayings,
            "matches": matches,
            "recipients": [recipient.context("no recipient fits the company")?],
            "redirects": matching.redirects,
            "notices": matching.notices,
            "consents": { "share_with_partner": true, "contact_for_followup": false },
        },
        "person": person,
    }))
}
