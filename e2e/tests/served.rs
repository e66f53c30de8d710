//! What is served, as a browser gets it: every file with the headers that it
//! needs, and the frame under its own policy.

use anyhow::{Context, Result};
use e2e::build::manifest::{DOCUMENT_BYTES, packed};
use e2e::build::released::released;
use e2e::project;
use e2e::stack::Stack;
use reqwest::Response;
use serde_json::Value;

const FOREVER: &str = "public, max-age=31536000, immutable";

fn header(answer: &Response, name: &str) -> String {
    let value = answer.headers().get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

fn served() -> Result<Vec<(String, usize)>> {
    let manifest = project::read(&project::dist().join("manifest.json"))?;
    let manifest: Value = serde_json::from_slice(&manifest)?;
    let files = manifest.get("files").and_then(Value::as_array).context("no files")?;
    let described = files.iter().filter_map(|file| {
        let bytes = file.get("bytes")?.as_u64()?.try_into().ok()?;
        Some((file.get("url")?.as_str()?.to_owned(), bytes))
    });
    Ok(described.collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_file_is_served_whole_to_any_site_and_kept_if_it_never_changes() -> Result<()> {
    let stack = Stack::start().await?;
    for (url, bytes) in served()? {
        let answer = reqwest::get(stack.url(&url)).await?;
        assert!(answer.status().is_success(), "{url}: {}", answer.status());
        assert_eq!(header(&answer, "access-control-allow-origin"), "*", "{url}");
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff", "{url}");
        let is_evergreen = ["/v1/embed.js", "/v1/selftest.js"].contains(&url.as_str());
        assert_eq!(header(&answer, "cache-control") == FOREVER, !is_evergreen, "{url}");
        let media_type = header(&answer, "content-type");
        let (_, extension) = url.rsplit_once('.').context("no extension")?;
        let expected = match extension {
            "js" => "text/javascript",
            "css" => "text/css",
            "wasm" => "application/wasm",
            "json" => "application/json",
            _ => "application/x-protobuf",
        };
        assert!(media_type.starts_with(expected), "{url}: {media_type}");
        assert_eq!(answer.bytes().await?.len(), bytes, "{url}");
    }
    Ok(())
}

/// A partner may have pinned it by its hash, and an open page names its files.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_released_is_served_as_it_was() -> Result<()> {
    let stack = Stack::start().await?;
    let kept = released()?;
    assert!(kept.iter().any(|(url, _)| url == "/v1.0.0/embed.js"));
    assert!(kept.iter().any(|(url, _)| url.contains("/widget_bg-")));
    for (url, bytes) in kept {
        let answer = reqwest::get(stack.url(&url)).await?;
        assert!(answer.status().is_success(), "{url}: {}", answer.status());
        assert_eq!(header(&answer, "cache-control"), FOREVER, "{url}");
        assert_eq!(header(&answer, "access-control-allow-origin"), "*", "{url}");
        assert!(answer.bytes().await? == bytes, "{url} is not what was released");
    }
    Ok(())
}

/// Our sheet, as the inline rung fetches it.
async fn sheet(stack: &Stack) -> Result<(usize, String)> {
    let told = reqwest::get(stack.url("/f/demo-park/page.json")).await?.text().await?;
    let told: Value = serde_json::from_str(&told)?;
    let path = told.get("style").and_then(Value::as_str).context("no style")?;
    let answer = reqwest::get(stack.url(path)).await?;
    let head = answer.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    Ok((head, answer.text().await?))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_frame_is_light_and_lets_in_nothing_from_elsewhere() -> Result<()> {
    let stack = Stack::start().await?;
    let answer = reqwest::get(stack.url("/f/demo-park")).await?;
    assert!(answer.status().is_success(), "{}", answer.status());
    let policy = header(&answer, "content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{policy}");
    assert!(!policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"), "{policy}");
    assert_eq!(header(&answer, "set-cookie"), "");
    let page = answer.text().await?;
    // Our sheet is weighed as a file of its own: here it stands in the page.
    let (before, rest) = page.split_once("<style>").context("no style in the page")?;
    let (ours, after) = rest.split_once("</style>").context("a style without an end")?;
    let (head, served) = sheet(&stack).await?;
    assert_eq!(ours, served);
    let weight = packed(format!("{before}{after}").as_bytes())?;
    assert!(weight <= DOCUMENT_BYTES, "{weight} bytes of {DOCUMENT_BYTES}");
    // A file of its own has a head of its own.
    let (both, apart) = (packed(page.as_bytes())?, weight + packed(served.as_bytes())? + head);
    assert!(both <= apart, "{both} bytes in one, {apart} in two");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_matched_on_the_server_unless_it_is_turned_on() -> Result<()> {
    let stack = Stack::start().await?;
    let asked = reqwest::Client::new().post(stack.url("/v1/match")).body("{}");
    let answer = asked.header("content-type", "application/json").send().await?;
    assert_eq!(answer.status(), 404);
    assert_eq!(header(&answer, "content-type"), "application/problem+json");
    let problem: Value = serde_json::from_str(&answer.text().await?)?;
    assert_eq!(problem.get("type"), Some(&stack.url("/problems/match-off").into()));
    Ok(())
}
