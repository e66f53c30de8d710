//! The self-test names the fault on each hostile page where the partner has to
//! act: read from our server, and on the page itself wherever our script runs.
//!
//! What was named is printed and kept in `target/bench/selftest.md`.

use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine};
use e2e::project::{self, say};
use e2e::site::hosts::Host;
use e2e::stack::Stack;
use reqwest::Url;

/// The list only grows: raise this with it.
const TO_ACT: usize = 7;

#[tokio::test(flavor = "multi_thread")]
async fn each_fault_that_a_partner_can_mend_is_named() -> Result<()> {
    let stack = Stack::start().await?;
    let mut hosts = Host::all()?;
    hosts.retain(|host| host.partner_acts);
    ensure!(TO_ACT <= hosts.len(), "{} pages, and had {TO_ACT}", hosts.len());
    let mut table = String::from("| page | to be named | by whom |\n|---|---|---|\n");
    let mut faults = Vec::new();
    let [chromium, firefox] = Engine::ALL.map(|engine| seen(&stack, engine, &hosts));
    let (chromium, firefox) = tokio::try_join!(chromium, firefox)?;
    for ((host, one), other) in hosts.iter().zip(&chromium).zip(&firefox) {
        ensure!(!host.finds.is_empty(), "nothing is to be found on {}", host.name);
        let served = read(&stack, host).await?;
        let told =
            [("server", Some(&served)), ("Chromium", one.as_ref()), ("Firefox", other.as_ref())];
        let told: Vec<_> = told.iter().filter_map(|(who, text)| Some((*who, (*text)?))).collect();
        for (find, (who, text)) in
            host.finds.iter().flat_map(|find| told.iter().map(move |one| (find, one)))
        {
            let find = find.replace("https://HOST", &stack.url(""));
            let find = find.trim_end_matches('/');
            if !text.contains(find) {
                faults.push(format!("{}, {who}: “{find}” is not in “{text}”", host.name));
            }
        }
        let who: Vec<&str> = told.iter().map(|(who, _)| *who).collect();
        let finds = host.finds.join("; ");
        writeln!(table, "| {} | {finds} | {} |", host.name, who.join(", "))?;
    }
    say(&table);
    project::write(&project::target().join("bench/selftest.md"), &table)?;
    ensure!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    Ok(())
}

/// What our server says of a page that it reads.
async fn read(stack: &Stack, host: &Host) -> Result<String> {
    let url = stack.site.hostile(host, None);
    let query = [("partner", "demo-park"), ("url", &url), ("lang", "en")];
    let address = Url::parse_with_params(&stack.url("/partners/test"), query)?;
    let told: serde_json::Value =
        serde_json::from_str(&reqwest::get(address).await?.text().await?)?;
    let findings = told.get("findings").and_then(serde_json::Value::as_array);
    let all = findings.into_iter().flatten();
    let texts = all.flat_map(|one| ["what", "change", "write"].map(|name| one.get(name)));
    let texts = texts.flatten().map(|text| text.as_str().map_or(text.to_string(), Into::into));
    Ok(texts.collect::<Vec<_>>().join("\n"))
}

/// What the panel says on each page; nothing where no script of ours may run.
async fn seen(stack: &Stack, engine: Engine, hosts: &[Host]) -> Result<Vec<Option<String>>> {
    let browser = Browser::of(engine).await?;
    browser.resize(1280, 900).await?;
    browser.run_first(include_str!("hosts/watch.js")).await?;
    let mut all = Vec::new();
    for host in hosts {
        let is_silent = host.rung == "link" && host.why.is_empty();
        all.push(if is_silent { None } else { Some(panel(stack, &browser, host).await?) });
    }
    browser.close().await?;
    Ok(all)
}

async fn panel(stack: &Stack, browser: &Browser, host: &Host) -> Result<String> {
    const DONE: &str = "const panel = [...document.querySelectorAll('section[role=region]')]
            .find((one) => one.shadowRoot?.querySelector('h2'));
        if (!panel?.hasAttribute('data-done')) return false;
        return [...panel.shadowRoot.querySelectorAll('li')].map((one) => one.textContent).join('\\n')";
    browser.leave_frame().await?;
    browser.open(&tested(stack, host)).await?;
    browser.enter("return document.getElementById('host')").await?;
    let wait = browser.wait_until(&format!("return !!(() => {{ {DONE} }})()")).await;
    wait.with_context(|| format!("{} in {:?}", host.name, browser.engine))?;
    browser.picture(&format!("selftest-{}-{}", host.name, browser.engine.name())).await?;
    browser.script(DONE, Vec::new()).await
}

/// The page's address with the test asked for. A page in a box is asked there:
/// what stands around it has no script of ours.
fn tested(stack: &Stack, host: &Host) -> String {
    if host.page != "sandbox-scripts.html" {
        return format!("{}?vagen-in-test", stack.site.hostile(host, None));
    }
    let inner = "/hostile/csp-none?vagen-in-test&amp;hurry";
    let frame =
        format!("<iframe id=host sandbox=allow-scripts src=\"{inner}\" height=900 width=900>");
    stack.site.write("boxed", format!("<!doctype html><html lang=sv><title>Box</title>{frame}"))
}
