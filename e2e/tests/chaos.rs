//! What may break, broken: the runtime, killed under load; the Worker's memory;
//! recipients. And load. `cargo game-day` kills more often and loads for longer.

#[path = "chaos/receivers.rs"]
mod receivers;

use std::time::Duration;

use anyhow::{Result, ensure};
use e2e::bench::edge::{Load, load_us};
use e2e::lead;
use e2e::project::say;
use e2e::stack::Stack;
use e2e::stack::kills::kills;
use futures_util::future::try_join_all;
use reqwest::{Client, StatusCode};

const PATIENCE: Duration = Duration::from_mins(1);

#[tokio::test(flavor = "multi_thread")]
async fn what_was_thanked_for_outlives_five_kills() -> Result<()> {
    let outcome = kills(5).await?;
    say(&outcome);
    ensure!(outcome.is_right(), "{outcome:?}");
    ensure!(400 <= outcome.thanked && 5 <= outcome.unanswered, "too little load: {outcome}");
    Ok(())
}

/// As a panic would leave it, and worse: nothing in its memory makes sense.
#[tokio::test(flavor = "multi_thread")]
async fn after_the_memory_is_ruined_the_next_hundred_requests_succeed() -> Result<()> {
    const NEXT: usize = 100;
    let mut stack = Stack::start().await?;
    let lead = lead::example(&stack).await?;
    let killed = stack.kill_worker()?;
    let log = killed.folder.join("worker.log");
    killed.act_first(|_, wasm| format!("new Uint8Array({wasm}.memory.buffer).fill(255);"))?;
    stack.start_worker(killed).await?;
    let before = lead::send(&stack, &lead, "before-it-was-ruined").await?;
    ensure!(before.status == StatusCode::ACCEPTED, "{before:?}");

    let ruined = Client::new().post(stack.url("/v1/leads")).header("x-trap", "1").send().await?;
    ensure!(ruined.status() == StatusCode::INTERNAL_SERVER_ERROR, "{}", ruined.status());
    let log = std::fs::read_to_string(log)?;
    ensure!(log.contains("fatal:"), "it went on: {log}");
    let mut leads = Vec::new();
    for number in 0..NEXT {
        let mut lead = lead.clone();
        lead::set(&mut lead, "/person/company", format!("Exempelbolag {number} AB"))?;
        leads.push((lead, format!("after-it-was-ruined-{number:03}")));
    }
    let sending = leads.iter().map(|(lead, key)| lead::send(&stack, lead, key));
    for answer in try_join_all(sending).await? {
        ensure!(answer.status == StatusCode::ACCEPTED, "{answer:?}");
    }
    stack.recipient.wait_until(PATIENCE, |all| NEXT < all.len()).await?;
    Ok(())
}

/// How long it takes is not judged here, where others want the cores too.
#[tokio::test(flavor = "multi_thread")]
async fn fifty_a_second_are_all_taken_and_delivered() -> Result<()> {
    let stack = Stack::start_bare().await?;
    let done = load_us(&stack, Load { rate: 50, seconds: 5 }).await?;
    say(&done);
    ensure!(done.sent == 250 && done.taken == 250 && done.lost == 0, "{done}");
    Ok(())
}
