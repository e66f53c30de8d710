//! The release before this one and this one, mixed: a loader that a partner has
//! pinned, a page that was open when we released, a release that was undone.
//! Each mix is a whole journey on a partner's page, until the lead has arrived.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::bench::embed::walk::{UpTo, company, walk};
use e2e::browser::Browser;
use e2e::browser::visitor::forget;
use e2e::build::released::newest;
use e2e::stack::mixed::Version::{Before, Now};
use e2e::stack::mixed::{Mix, Mixed};
use serde_json::Value;

const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread")]
async fn two_versions_go_together_in_every_mix() -> Result<()> {
    let mixed = Mixed::start(newest()?.dist).await?;
    let browser = Browser::start().await?;
    let company = company("company-01-hjartvy")?;
    let both = [Before, Now];
    for loader in both {
        for assets in both {
            for api in both {
                let mix = Mix { loader, assets, api };
                journey(&mixed, &browser, &company, [mix; 2])
                    .await
                    .with_context(|| format!("{mix:?}"))?;
            }
        }
    }
    // We release, or undo a release, while a visitor answers.
    for (from, to) in [(Before, Now), (Now, Before)] {
        let both_ways = [from, to].map(|api| Mix { loader: from, assets: from, api });
        journey(&mixed, &browser, &company, both_ways)
            .await
            .with_context(|| format!("{from:?}, and then {to:?}"))?;
    }
    browser.close().await
}

/// Opened while one mix answers, and sent while another does.
async fn journey(
    mixed: &Mixed,
    browser: &Browser,
    company: &Value,
    [opened, sent]: [Mix; 2],
) -> Result<()> {
    let stack = &mixed.stack;
    let before = stack.recipient.deliveries().len();
    mixed.mix(opened);
    forget(browser).await?;
    browser.open(&format!("{}/park-norr.html", stack.site.origin)).await?;
    browser.enter_frame().await?;
    walk(browser, company, UpTo::Results).await.context("to the results")?;
    mixed.mix(sent);
    let walked = walk(browser, company, UpTo::Receipt).await.context("to the receipt")?;
    ensure!(!walked.reference.is_empty(), "no receipt: {:#?}", walked.steps);
    let asked_again = walked.steps.iter().any(|step| !step.failed.is_empty());
    ensure!(asked_again == (opened.api != sent.api), "{:#?}", walked.steps);
    let deliveries = stack.recipient.wait_until(PATIENCE, |all| before < all.len()).await?;
    ensure!(deliveries.len() == before + 1, "{} leads of one", deliveries.len() - before);
    let delivery = deliveries.last().context("none")?;
    ensure!(delivery.is_genuine, "the signature is wrong");
    let text = delivery.body.to_string();
    ensure!(text.contains("kim@example.org"), "{text}");
    ensure!(text.contains(&walked.reference), "{} is not in {text}", walked.reference);
    Ok(())
}
