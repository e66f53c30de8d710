//! E4, E14, E15: what was tampered with, what other sites ask, and a service that
//! is away.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use reqwest::Client;
use serde_json::Value;

use super::goals::Goals;
use super::stage::{Manner, Stage};
use super::walk::{UpTo, company, walk};
use crate::browser::Browser;
use crate::project::stopwatch;

/// Four kinds of our addresses give JSON, others nothing, by the specification.
pub(super) async fn oembed(stage: &Stage, goals: &mut Goals) -> Result<()> {
    let client = Client::new();
    let own = format!("{}/f/demo-park", stage.way_in);
    let ask = async |url: &str, more: &str| {
        let query = format!("{}/oembed?url={}{more}", stage.way_in, encoded(url));
        let answer = client.get(query).send().await?;
        let status = answer.status().as_u16();
        let body: Value = serde_json::from_str(&answer.text().await?).unwrap_or_default();
        anyhow::Ok((status, body))
    };
    let mut good = 0;
    for url in
        [own.clone(), format!("{own}/"), format!("{own}?lang=en"), format!("{own}?lang=sv#k")]
    {
        let (status, body) = ask(&url, "&format=json").await?;
        let has = |name: &str| body.get(name).is_some_and(|value| !value.is_null());
        good += u32::from(
            status == 200 && ["type", "version", "html", "width", "height"].into_iter().all(has),
        );
    }
    goals.put("E14", "kinds of address that give JSON", "4", good, good == 4);
    let (elsewhere, _) = ask("https://www.example.org/", "").await?;
    let (nobody, _) = ask(&format!("{}/f/nobody", stage.way_in), "").await?;
    let (xml, _) = ask(&own, "&format=xml").await?;
    let told = format!("{elsewhere}, {nobody}, {xml}");
    goals.put(
        "E14",
        "elsewhere, no such partner, XML",
        "404, 404, 501",
        &told,
        told == "404, 404, 501",
    );
    let (_, small) = ask(&own, "&maxwidth=300&maxheight=400").await?;
    let number = |name: &str| small.get(name).and_then(Value::as_u64).unwrap_or(u64::MAX);
    let told = format!("{} × {}", number("width"), number("height"));
    goals.put(
        "E14",
        "maxwidth 300, maxheight 400",
        "≤ 300 × 400",
        told,
        number("width") <= 300 && number("height") <= 400,
    );
    Ok(())
}

fn encoded(url: &str) -> String {
    url.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

/// The service goes away as a lead is sent, and comes back.
pub(super) async fn away(stage: &Stage, goals: &mut Goals) -> Result<()> {
    const SEND: &str = "document.querySelector('form button[type=submit]').click(); return 0";
    const SAID: &str = "return document.querySelector('.vi-failed')?.innerText ?? ''";
    const ROUTE: &str = "return [...document.querySelectorAll('.vi-failed a[href], .vi-problems a[href]')].map((a) => a.href)";
    let browser = Browser::start().await?;
    browser.open(&format!("{}/f/demo-park?lang=sv", stage.way_in)).await?;
    let company = company("company-01-hjartvy")?;
    walk(&browser, &company, UpTo::Check).await?;
    let before = stage.recipient.deliveries().len();
    stage.is(Manner::Away);
    browser.requests().await?;
    let elapsed = stopwatch();
    browser.script::<Value>(SEND, Vec::new()).await?;
    let mut said = String::new();
    while said.is_empty() && elapsed() < Duration::from_secs(20) {
        said = browser.script(SAID, Vec::new()).await?;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let took = elapsed().as_secs_f64();
    let route: Vec<String> = browser.script(ROUTE, Vec::new()).await?;
    stage.is(Manner::There);
    ensure!(!said.is_empty(), "nothing is said in 20 s");
    goals.at_most("E15", "the service is away: said so after s", 10.0, took);
    goals.put(
        "E15",
        "another way to reach the region is shown",
        "a link",
        format!("{route:?}"),
        !route.is_empty(),
    );
    let walked = walk(&browser, &company, UpTo::Receipt).await?;
    goals.put(
        "E15",
        "answers kept, and sent in the end",
        "a reference",
        &walked.reference,
        !walked.reference.is_empty(),
    );
    let keys: Vec<String> = browser
        .requests()
        .await?
        .iter()
        .filter(|one| one.method == "POST")
        .filter_map(key)
        .collect();
    let same = keys.first().is_some_and(|first| keys.iter().all(|key| key == first));
    goals.put(
        "E15",
        "tries with one and the same key",
        "all",
        format!("{} tries", keys.len()),
        same && 1 < keys.len(),
    );
    let wait = Duration::from_secs(20);
    let deliveries = stage.recipient.wait_until(wait, |all| before < all.len()).await?;
    goals.put(
        "E15",
        "leads that came",
        1,
        deliveries.len() - before,
        deliveries.len() == before + 1,
    );
    browser.close().await
}

fn key(request: &crate::browser::Request) -> Option<String> {
    let lines = request.headers.iter().map(|line| line.to_lowercase());
    lines.filter_map(|line| Some(line.strip_prefix("idempotency-key: ")?.to_owned())).next()
}

/// A test of ours, as the tool that is run by `cargo verify` runs it.
pub(super) fn by_test(goals: &mut Goals, id: &'static str, what: &str, test: &str) -> Result<()> {
    let mut cargo = crate::project::cargo();
    cargo.args(["test", "--quiet", "--package=e2e", "--test", test]);
    let done = crate::project::output_of(&mut cargo);
    let told = match &done {
        Ok(_) => "all pass".to_owned(),
        Err(error) => format!("{error:#}").lines().last().context("no word")?.to_owned(),
    };
    goals.put(id, what, "all pass", told, done.is_ok());
    Ok(())
}
