//! What operators do from a command line, on a real service: each verb tells what
//! it did, nothing tells of a person, and everything stands in the audit.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::lead;
use e2e::recipient::Manner;
use e2e::stack::{Stack, issuer};
use reqwest::Client;
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_mins(1);

/// An operator at a command line.
struct Operator {
    origin: String,
    token: String,
}

impl Operator {
    fn of(stack: &Stack, group: &str) -> Result<Self> {
        Ok(Self { origin: stack.desk(""), token: issuer::token(group)? })
    }

    /// What a verb says, or complains of.
    fn says(&self, words: &str) -> Result<String> {
        let output = Command::new(env!("CARGO_BIN_EXE_operator"))
            .args(words.split_whitespace())
            .env("VAGEN_IN_OPERATORS", &self.origin)
            .env("VAGEN_IN_TOKEN", &self.token)
            .output()?;
        let text = String::from_utf8(output.stdout)?;
        ensure!(output.status.success(), "{words}: {text}");
        Ok(text)
    }

    fn tells(&self, words: &str) -> Result<Value> {
        let text = self.says(words)?;
        serde_json::from_str(&text).with_context(|| format!("{words}: {text}"))
    }
}

/// A lead that no one takes, and its reference.
async fn waiting(stack: &Stack, key: &str) -> Result<String> {
    let answer = lead::send(stack, &lead::example(stack).await?, key).await?;
    let reference = answer.body.get("reference").and_then(Value::as_str);
    Ok(reference.with_context(|| format!("{answer:?}"))?.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_is_followed_held_back_and_sent_again() -> Result<()> {
    let stack = Stack::start().await?;
    let operator = Operator::of(&stack, "vagen-in-operators")?;
    operator.says("pause karolinska-innovation --reason test")?;
    operator.says("pause rs-innovation --reason test")?;
    let reference = waiting(&stack, "operator-operator-1").await?;
    let told = operator.tells(&format!("timeline {reference}"))?;
    let deliveries = told.get("deliveries").and_then(Value::as_array).context("none")?;
    ensure!(deliveries.iter().all(|one| one.get("state") == Some(&json!("due"))), "{told}");
    ensure!(stack.recipient.deliveries().is_empty(), "something was sent while paused");

    operator.says("resume karolinska-innovation --reason test")?;
    operator.says("resume rs-innovation --reason test")?;
    stack.recipient.wait_until(PATIENCE, |all| !all.is_empty()).await?;

    let again = format!("replay --lead {reference} --delivered --reason test");
    let lead = told.get("id").and_then(Value::as_str).context("no id")?;
    let again = again.replace(&reference, lead);
    let dry = operator.tells(&again)?;
    let count = dry.get("count").and_then(Value::as_u64).context("no count")?;
    ensure!(0 < count && dry.get("dry_run") == Some(&json!(true)), "{dry}");
    ensure!(operator.says(&format!("{again} --confirm {}", count + 1)).is_err());
    operator.says(&format!("{again} --confirm {count}"))?;
    let all = stack.recipient.wait_until(PATIENCE, |all| 2 <= all.len()).await?;
    let ids: std::collections::BTreeSet<_> = all.iter().map(|one| &one.id).collect();
    ensure!(ids.len() < all.len(), "sent again under another id");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_erased_is_written_down_and_nothing_tells_of_a_person() -> Result<()> {
    let stack = Stack::start().await?;
    stack.recipient.answer(Manner::Refusing(503));
    let reference = waiting(&stack, "operator-operator-2").await?;
    let admin = Operator::of(&stack, "vagen-in-admins")?;
    let mut said = String::new();
    for words in [
        "me",
        "status",
        "recipients",
        "deliveries",
        "deliveries --state due",
        "export",
        "quarantine",
        "rotate rs-innovation --end",
        &format!("timeline {reference}"),
        &format!("erase {reference} --reason gdpr-17"),
        &format!("timeline {reference}"),
        "audit",
    ] {
        said.push_str(&admin.says(words)?);
    }
    for canary in ["Hjärtvy", "Kim", "kim@", "blodtryck", "556677"] {
        ensure!(!said.contains(canary), "{canary} is told");
    }
    let audit = admin.tells("audit")?;
    ensure!(audit.get("first_broken") == Some(&Value::Null), "{audit}");
    let actions = audit.to_string();
    for action in ["lead.erase", "lead.timeline", "delivery.export", "secret.end"] {
        ensure!(actions.contains(action), "{action} is not in the audit");
    }
    let viewer = Operator::of(&stack, "vagen-in-viewers")?;
    for refused in ["audit", &format!("erase {reference} --reason x"), "export"] {
        let error = viewer.says(refused).err().context("a viewer may")?;
        ensure!(error.to_string().contains("not-allowed"), "{error}");
    }
    ensure!(admin.says("erase ../../me --reason x").is_err());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn to_open_is_to_take_delivery_and_only_its_officer_can() -> Result<()> {
    let stack = Stack::start().await?;
    stack.recipient.answer(Manner::Refusing(503));
    let reference = waiting(&stack, "operator-operator-3").await?;
    let operator = Operator::of(&stack, "vagen-in-operators")?;
    let told = operator.tells(&format!("timeline {reference}"))?;
    let delivery = told.pointer("/deliveries/0").context("no delivery")?;
    let text = |name: &str| delivery.get(name).and_then(Value::as_str).unwrap_or_default();
    let (id, recipient) = (text("id").to_owned(), text("recipient").to_owned());
    let url = stack.desk(&format!("/v1/admin/pickup/{id}"));
    let ask = async |group: &str, open: bool| -> Result<(u16, String)> {
        let client = Client::new();
        let request = if open { client.post(&url) } else { client.get(&url) };
        let request = request
            .header("cf-access-jwt-assertion", issuer::token(group)?)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        let answer = request.send().await?;
        Ok((answer.status().as_u16(), answer.text().await?))
    };
    let officer = format!("{recipient}-officers");
    let other = if recipient == "rs-innovation" { "karolinska" } else { "rs" };
    let other = format!("{other}-innovation-officers");
    ensure!(ask(&other, true).await?.0 == 404, "another recipient's officer");
    ensure!(ask("vagen-in-admins", true).await?.0 == 403, "an administrator");
    let (status, page) = ask(&officer, false).await?;
    ensure!(status == 200 && page.contains(&reference), "{status} {page}");
    ensure!(!page.contains("Hjärtvy"), "the page tells before it is opened");
    let (status, page) = ask(&officer, true).await?;
    ensure!(status == 200 && page.contains("Hjärtvy"), "{status} {page}");
    let told = operator.tells(&format!("timeline {reference}"))?.to_string();
    ensure!(told.contains("\"state\":\"delivered\""), "{told}");
    Ok(())
}
