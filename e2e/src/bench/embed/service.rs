//! E4, E14, E15: what was tampered with, what other sites ask, and a service that
//! is away.

use std::time::Duration;

use anyhow::{Result, bail, ensure};
use reqwest::Url;
use serde_json::Value;

use super::goals::{Goal, Goals};
use super::stage::{Manner, Stage};
use super::walk::{UpTo, company, walk};
use crate::browser::Browser;
use crate::project::stopwatch;

/// Four kinds of our addresses give JSON, others nothing, by the specification.
pub(super) async fn oembed(stage: &Stage, goals: &mut Goals) -> Result<()> {
    let own = format!("{}/f/demo-park", stage.way_in);
    let mut bad = Vec::new();
    for more in ["", "/", "?lang=en", "?lang=sv#k"] {
        let url = format!("{own}{more}");
        let (status, body) = ask(stage, &url, "&format=json").await?;
        let has = |name: &str| body.get(name).is_some_and(|value| !value.is_null());
        let is_whole = ["type", "version", "html", "width", "height"].into_iter().all(has);
        bad.extend((status != 200 || !is_whole).then_some(url));
    }
    goals.of("E14", "of 4 kinds of address, those that give no valid JSON").none(&bad);
    let (elsewhere, _) = ask(stage, "https://www.example.org/", "").await?;
    let (nobody, _) = ask(stage, &format!("{}/f/nobody", stage.way_in), "").await?;
    let (xml, _) = ask(stage, &own, "&format=xml").await?;
    let told = format!("{elsewhere}, {nobody}, {xml}");
    let wanted = "404, 404, 501";
    goals.of("E14", "elsewhere, no such partner, XML").is(wanted, &told, told == wanted);
    let (_, small) = ask(stage, &own, "&maxwidth=300&maxheight=400").await?;
    let [width, height] = ["width", "height"].map(|name| small.get(name).and_then(Value::as_u64));
    let fits = width.is_some_and(|px| px <= 300) && height.is_some_and(|px| px <= 400);
    let told = format!("{} × {}", width.unwrap_or(0), height.unwrap_or(0));
    goals.of("E14", "maxwidth 300, maxheight 400").is("≤ 300 × 400", told, fits);
    Ok(())
}

async fn ask(stage: &Stage, url: &str, more: &str) -> Result<(u16, Value)> {
    let mut query = Url::parse(&format!("{}/oembed", stage.way_in))?;
    query.query_pairs_mut().append_pair("url", url);
    let answer = reqwest::get(format!("{query}{more}")).await?;
    let status = answer.status().as_u16();
    Ok((status, serde_json::from_str(&answer.text().await?).unwrap_or_default()))
}

/// The service goes away as a lead is sent, and comes back.
pub(super) async fn away(stage: &Stage, goals: &mut Goals) -> Result<()> {
    const ROUTE: &str =
        "return [...document.querySelectorAll('.vi-failed a[href]')].map((a) => a.href)";
    let browser = Browser::start().await?;
    browser.open(&format!("{}/f/demo-park?lang=sv", stage.way_in)).await?;
    let company = company("company-01-hjartvy")?;
    walk(&browser, &company, UpTo::Check).await?;
    let before = stage.recipient.deliveries().len();
    stage.is(Manner::Away);
    browser.requests().await?;
    let took = said_so(&browser).await;
    stage.is(Manner::There);
    goals.of("E15", "the service is away: said so after, s").at_most(10.0, took?);
    let route: Vec<String> = browser.script(ROUTE, Vec::new()).await?;
    let told = route.first().map_or("none", |_| "a link");
    goals.of("E15", "another way to the region beside it").is("a link", told, !route.is_empty());
    let walked = walk(&browser, &company, UpTo::Receipt).await?;
    ensure!(!walked.reference.is_empty(), "answers were lost, or not sent in the end");
    let posts = browser.requests().await?.into_iter().filter(|one| one.method == "POST");
    let keys: Vec<_> = posts.filter_map(|one| key(&one)).collect();
    let same = keys.first().is_some_and(|first| keys.iter().all(|key| key == first));
    let what = "sent again with the same key, nothing written anew";
    goals.of("E15", what).is("≥ 2 tries", keys.len(), same && 1 < keys.len());
    let wait = Duration::from_secs(20);
    let came = stage.recipient.wait_until(wait, |all| before < all.len()).await?.len() - before;
    goals.of("E15", "leads that came").is(1, came, came == 1);
    browser.close().await
}

/// Sends, and gives the seconds until the page says that it did not work.
async fn said_so(browser: &Browser) -> Result<f64> {
    const SEND: &str = "document.querySelector('form button[type=submit]').click(); return 0";
    const SAID: &str = "return document.querySelector('.vi-failed')?.innerText ?? ''";
    const PATIENCE: Duration = Duration::from_secs(25);
    let elapsed = stopwatch();
    browser.script::<Value>(SEND, Vec::new()).await?;
    while elapsed() < PATIENCE {
        let said: String = browser.script(SAID, Vec::new()).await?;
        if !said.is_empty() {
            return Ok(elapsed().as_secs_f64());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    bail!("nothing is said in {PATIENCE:?}")
}

fn key(request: &crate::browser::Request) -> Option<String> {
    let mut lines = request.headers.iter().map(|line| line.to_lowercase());
    lines.find_map(|line| Some(line.strip_prefix("idempotency-key: ")?.to_owned()))
}

/// A test of ours, as `cargo verify` runs it.
pub(super) fn by_test(goal: Goal<'_>, test: &str) {
    let mut cargo = crate::project::cargo();
    cargo.args(["test", "--quiet", "--package=e2e", "--test", test]);
    let done = crate::project::output_of(&mut cargo);
    let told = done.as_ref().err().map(|error| format!("{error:#}"));
    let told = told.as_deref().and_then(|text| text.lines().last()).unwrap_or("all pass");
    goal.is("all pass", told, done.is_ok());
}
