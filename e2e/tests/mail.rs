//! Leads by e-mail, through the runtime's own binding: one that tells of a lead
//! and is delivered when an officer opens it, and one that is the lead.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::lead;
use e2e::stack::mail::Mail;
use e2e::stack::{Stack, issuer};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_mins(1);

/// What an officer or a reader of the mailbox knows of the person.
const PERSONAL: [&str; 4] = ["Hjärtvy", "Kim", "@hjartvy", "blodtryck"];

async fn wait_for<T>(what: &str, find: impl AsyncFn() -> Result<Option<T>>) -> Result<T> {
    let look = async {
        loop {
            if let Some(found) = find().await? {
                return Ok(found);
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(PATIENCE, look).await.with_context(|| format!("waited for {what}"))?
}

async fn states(status_url: &str) -> Result<Vec<String>> {
    let text = Client::new().get(status_url).send().await?.text().await?;
    let status: Value = serde_json::from_str(&text)?;
    let all = status.get("recipients").and_then(Value::as_array).context("no recipients")?;
    let state = |one: &Value| one.get("state").and_then(Value::as_str).unwrap_or("").to_owned();
    Ok(all.iter().map(state).collect())
}

async fn open(stack: &Stack, text: &str) -> Result<(StatusCode, String)> {
    let path = text.lines().find_map(|line| line.split_once("/v1/admin/pickup/"));
    let (_, id) = path.context("no link in the mail")?;
    let answer = Client::new()
        .post(stack.desk(&format!("/v1/admin/pickup/{id}")))
        .header("cf-access-jwt-assertion", issuer::token("rs-innovation-officers")?)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .send()
        .await?;
    Ok((answer.status(), answer.text().await?))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_is_told_of_or_sent_whole_and_delivered_when_it_is_there() -> Result<()> {
    let stack = Stack::start_with(&[
        ("RECIPIENTS", include_str!("mail/recipients.json")),
        ("MAIL_FROM", "vagen-in@region.example"),
    ])
    .await?;
    let mut lead = lead::example(&stack).await?;
    let both = json!(["actor.rs-innovation", "actor.karolinska-innovation"]);
    lead::set(&mut lead, "/facts/recipients", both)?;
    let answer = lead::send(&stack, &lead, "a-lead-that-goes-by-mail").await?;
    ensure!(answer.status == StatusCode::ACCEPTED, "{answer:?}");
    let status_url = answer.body.get("status_url").and_then(Value::as_str).context("no link")?;

    let mails =
        wait_for("two mails", async || Ok(stack.mails().ok().filter(|mails| 2 <= mails.len())))
            .await?;
    let to = |address: &str| -> Result<Mail> {
        mails.iter().find(|mail| mail.to == address).cloned().context("no such mail")
    };
    let (notice, full) = (to("innovation@region.example")?, to("innovation@karolinska.example")?);
    for mail in [&notice, &full] {
        ensure!(mail.subject.starts_with("VI-20"), "{}", mail.subject);
        ensure!(!PERSONAL.iter().any(|word| mail.subject.contains(word)), "{}", mail.subject);
    }
    ensure!(!PERSONAL.iter().any(|word| notice.text.contains(word)), "{}", notice.text);
    ensure!(full.text.contains("Hjärtvy"), "{}", full.text);

    wait_for("one delivered", async || {
        let states = states(status_url).await?;
        Ok(states.contains(&"delivered".to_owned()).then_some(()))
    })
    .await?;
    ensure!(states(status_url).await? != ["delivered", "delivered"], "nobody has opened it");

    let (status, page) = open(&stack, &notice.text).await?;
    ensure!(status == StatusCode::OK && page.contains("Hjärtvy"), "{status} {page}");
    ensure!(states(status_url).await? == ["delivered", "delivered"]);
    Ok(())
}
