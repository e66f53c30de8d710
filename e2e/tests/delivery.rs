//! Recipients that are down, refuse or are slow, and a Worker that is killed
//! halfway: every lead arrives, and is told apart from its own repetition.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::lead::{self, Answer};
use e2e::recipient::{Delivery, Manner};
use e2e::stack::Stack;
use reqwest::StatusCode;
use serde_json::Value;

/// Long enough for the second attempt on a slow machine.
const PATIENCE: Duration = Duration::from_secs(90);

async fn send_numbered(stack: &Stack, lead: &Value, number: usize) -> Result<Answer> {
    let mut lead = lead.clone();
    lead::set(&mut lead, "/person/company", format!("Exempelbolag {number} AB"))?;
    let answer = lead::send(stack, &lead, &format!("delivery-of-number-{number:03}")).await?;
    ensure!(answer.status == StatusCode::ACCEPTED, "lead {number}: {answer:?}");
    Ok(answer)
}

fn ids(deliveries: &[Delivery]) -> BTreeSet<String> {
    deliveries.iter().map(|delivery| delivery.id.clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_leads_outlive_a_recipient_that_is_down_and_a_worker_that_is_killed() -> Result<()> {
    const LEADS: usize = 20;
    let mut stack = Stack::start().await?;
    let lead = lead::example(&stack).await?;
    stack.recipient.go_down();
    for number in 0..LEADS {
        send_numbered(&stack, &lead, number).await?;
    }
    // Before the second attempts: a third would come only after five minutes.
    let killed = stack.kill_worker()?;
    stack.recipient.come_up().await?;
    stack.start_worker(killed).await?;

    let all = stack.recipient.wait_until(PATIENCE, |all| LEADS <= ids(all).len()).await?;

    let mut bodies = BTreeMap::new();
    for delivery in all {
        assert!(delivery.is_genuine, "the signature of {} is wrong", delivery.id);
        let first = bodies.entry(delivery.id.clone()).or_insert_with(|| delivery.body.clone());
        assert_eq!(*first, delivery.body, "{} came twice and not alike", delivery.id);
    }
    assert_eq!(bodies.len(), LEADS);
    let companies: BTreeSet<_> = bodies.values().map(ToString::to_string).collect();
    assert_eq!(companies.len(), LEADS, "two ids carry the same lead");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recipient_that_refuses_for_a_while_gets_the_same_id_later() -> Result<()> {
    let stack = Stack::start().await?;
    let lead = lead::example(&stack).await?;
    stack.recipient.answer(Manner::Refusing(503));
    send_numbered(&stack, &lead, 0).await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(stack.recipient.deliveries().is_empty());

    stack.recipient.answer(Manner::Accepting);
    let all = stack.recipient.wait_until(PATIENCE, |all| !all.is_empty()).await?;

    assert_eq!(ids(&all).len(), 1);
    assert!(all.iter().all(|delivery| delivery.is_genuine));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_is_the_same_lead() -> Result<()> {
    let stack = Stack::start().await?;
    let mut lead = lead::example(&stack).await?;

    let first = lead::send(&stack, &lead, "the-same-key-each-time").await?;
    let again = lead::send(&stack, &lead, "the-same-key-each-time").await?;
    lead::set(&mut lead, "/person/company", "Ett annat bolag AB")?;
    let other = lead::send(&stack, &lead, "the-same-key-each-time").await?;

    assert_eq!(first.status, StatusCode::ACCEPTED, "{first:?}");
    assert_eq!(again, first);
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "{other:?}");
    stack.recipient.wait_until(PATIENCE, |all| !all.is_empty()).await?;
    // Time for a second one, if there were one.
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(ids(&stack.recipient.deliveries()).len(), 1);
    first.body.get("reference").context("the answer has no reference")?;
    Ok(())
}
