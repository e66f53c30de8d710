//! What a partner can ask of the service: how often, what is wrong with its
//! page, and what to embed by a link.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::lead;
use e2e::project::stopwatch;
use e2e::stack::Stack;
use reqwest::{Client, Response, StatusCode, Url};
use serde_json::{Value, json};

/// The key of demo-park by that secret, as openssl makes it.
const SECRET: (&str, &str) = ("COUNTS_SECRET", "0123456789abcdef0123456789abcdef");
const KEY: &str = "7f0c942646433e2411d062a059b4c3d741ead6b29683d96d0171ab66a6e6bde5";

async fn counts(stack: &Stack, key: &str) -> Result<Response> {
    let asked = Client::new().get(stack.url("/v1/partners/demo-park/counts"));
    Ok(asked.header("authorization", format!("Bearer {key}")).send().await?)
}

async fn told(answer: Response) -> Result<Value> {
    Ok(serde_json::from_str(&answer.text().await?)?)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_learns_how_often_and_nothing_else() -> Result<()> {
    const PATIENCE: Duration = Duration::from_secs(30);
    let stack = Stack::start_with(&[SECRET]).await?;
    for _ in 0..7 {
        let opened = reqwest::get(stack.url("/f/demo-park?embed=1&lang=sv")).await?;
        ensure!(opened.status().is_success(), "{}", opened.status());
    }
    // Not counted: our own page alone.
    reqwest::get(stack.url("/f/demo-park")).await?;
    let example = lead::example(&stack).await?;
    let sent = lead::send(&stack, &example, "counted-only-once-001").await?;
    ensure!(sent.status == StatusCode::ACCEPTED, "{sent:?}");
    lead::send(&stack, &example, "counted-only-once-001").await?;

    // Frames are counted after they are answered.
    let elapsed = stopwatch();
    let month = loop {
        let told = told(counts(&stack, KEY).await?).await?;
        let month = told.pointer("/months/0").cloned().unwrap_or_default();
        if month.pointer("/frames_opened/count") == Some(&json!(7)) || PATIENCE < elapsed() {
            break month;
        }
    };
    assert_eq!(month["frames_opened"], json!({ "count": 7, "suppressed": false }));
    assert_eq!(month["leads_sent"], json!({ "count": "<5", "suppressed": true }));

    let wrong = counts(&stack, &"0".repeat(64)).await?;
    assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
    assert!(wrong.headers().contains_key("www-authenticate"));
    Ok(())
}

/// An address with a query.
fn with(stack: &Stack, path: &str, query: &[(&str, &str)]) -> String {
    let url = Url::parse_with_params(&stack.url(path), query);
    url.map(String::from).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partners_page_is_read_and_judged() -> Result<()> {
    let stack = Stack::start().await?;
    let asked = |url: String| {
        let query = [("partner", "demo-park"), ("url", url.as_str()), ("lang", "en")];
        reqwest::get(with(&stack, "/partners/test", &query))
    };
    let codes = |told: &Value| -> Option<Vec<String>> {
        let findings = told.get("findings")?.as_array()?;
        findings.iter().map(|one| Some(one.get("code")?.as_str()?.to_owned())).collect()
    };
    let good = told(asked(format!("{}/park-norr.html", stack.site.origin)).await?).await?;
    assert_eq!(codes(&good).context("no findings")?, [""; 0], "{good}");
    for (url, code) in [
        (format!("{}/nothing.html", stack.site.origin), "page-not-read"),
        ("https://elsewhere.example/".to_owned(), "origin"),
        ("file:///etc/passwd".to_owned(), "address"),
    ] {
        let told = told(asked(url.clone()).await?).await?;
        assert_eq!(codes(&told).context("no findings")?, [code], "{url}");
    }
    // Counts are off here, and say so.
    assert_eq!(counts(&stack, KEY).await?.status(), StatusCode::NOT_FOUND);
    let link = stack.url("/f/demo-park?lang=en");
    let xml = reqwest::get(with(&stack, "/oembed", &[("url", &link), ("format", "xml")])).await?;
    assert_eq!(xml.status(), StatusCode::NOT_IMPLEMENTED);
    Ok(())
}
