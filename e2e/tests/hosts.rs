//! Hostile hosts: on each of them a visitor gets the rung that the table in
//! `e2e/pages/hostile/hosts.toml` promises, can go on in it, and the partner's
//! page stays as it was. In Chromium and in Firefox.
//!
//! What was measured is printed and kept in `target/bench/hosts.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};
use e2e::browser::visitor::words::{button, heading, say};
use e2e::browser::{Browser, Engine, Role};
use e2e::project::{self, say as tell};
use e2e::site::hosts::Host;
use e2e::site::proxy::{How, Proxy, Spoil};
use e2e::stack::Stack;
use serde::Deserialize;
use shared::text::Lang;

#[path = "hosts/frame_height.rs"]
mod frame_height;
#[path = "hosts/go_on.rs"]
mod go_on;
#[path = "hosts/tampered.rs"]
mod tampered;

/// The list only grows: raise this with it.
const HOSTS: usize = 38;

pub(crate) const WATCH: &str = include_str!("hosts/watch.js");

/// What a tag said on its page.
#[derive(Debug, Deserialize)]
struct Watched {
    ready: Vec<Ready>,
    fallback: Vec<Fallback>,
    errors: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Ready {
    mode: String,
    at: u32,
}

#[derive(Debug, Deserialize)]
struct Fallback {
    why: String,
    to: String,
    at: u32,
}

/// What of a page is the partner's own.
#[derive(Debug, Deserialize)]
struct Outside {
    styles: BTreeMap<String, String>,
    globals: BTreeSet<String>,
    focus: String,
    scroll: i64,
}

/// A row of the table.
struct Row {
    name: String,
    engine: Engine,
    rung: String,
    why: String,
    ms: u32,
    faults: Vec<String>,
}

impl Row {
    fn expect(&mut self, host: &Host) {
        if self.rung != host.rung || self.why != host.why {
            let wanted = format!("{} {}", host.rung, host.why);
            self.faults.push(format!("is {} {}, not {wanted}", self.rung, self.why));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_host_gets_the_rung_that_it_can_have() -> Result<()> {
    let stack = Stack::start().await?;
    // One of them alone: HOST=csp-frame.
    let wanted = std::env::var("HOST").unwrap_or_default();
    let all = Host::all()?;
    ensure!(HOSTS <= all.len(), "the list has {} pages, and had {HOSTS}", all.len());
    let hosts: Vec<&Host> = all.iter().filter(|host| host.name.contains(&wanted)).collect();
    let [chromium, firefox] = Engine::ALL.map(|engine| visit_all(&stack, engine, &hosts));
    let (one, other) = tokio::try_join!(chromium, firefox)?;
    let table = table(&hosts, &one, &other);
    tell(&table);
    project::write(&project::target().join("bench/hosts.md"), &table)?;
    let rows = one.iter().chain(&other);
    let faults: Vec<String> = rows
        .flat_map(|row| {
            row.faults.iter().map(|fault| format!("{} {:?}: {fault}", row.name, row.engine))
        })
        .collect();
    ensure!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    Ok(())
}

fn table(hosts: &[&Host], chromium: &[Row], firefox: &[Row]) -> String {
    let mut text =
        String::from("| page | what is hard | Chromium | Firefox |\n|---|---|---|---|\n");
    let cell = |row: Option<&Row>| {
        row.map_or_else(String::new, |row| {
            let why = if row.why.is_empty() { String::new() } else { format!(", {}", row.why) };
            let fault = if row.faults.is_empty() { "" } else { " **FAULT**" };
            format!("{}{why}, {} ms{fault}", row.rung, row.ms)
        })
    };
    for (at, host) in hosts.iter().enumerate() {
        let (one, other) = (cell(chromium.get(at)), cell(firefox.get(at)));
        let _ = writeln!(text, "| {} | {} | {one} | {other} |", host.name, host.about);
    }
    text
}

async fn visit_all(stack: &Stack, engine: Engine, hosts: &[&Host]) -> Result<Vec<Row>> {
    let browser = Browser::of(engine).await?;
    browser.resize(1280, 900).await?;
    browser.run_first(WATCH).await?;
    let proxy = Proxy::start(&stack.url("")).await?;
    let visit = Visit { stack, browser: &browser, proxy: &proxy };
    let mut rows = Vec::new();
    for host in hosts {
        rows.push(visit.host(host).await);
    }
    browser.close().await?;
    Ok(rows)
}

struct Visit<'a> {
    stack: &'a Stack,
    browser: &'a Browser,
    proxy: &'a Proxy,
}

impl Visit<'_> {
    async fn host(&self, host: &Host) -> Row {
        let mut row = Row {
            name: host.name.clone(),
            engine: self.browser.engine,
            rung: "?".into(),
            why: String::new(),
            ms: 0,
            faults: Vec::new(),
        };
        let looked = self.look(host, &mut row).await;
        let scripts = self.browser.run_scripts(true).await;
        if let Err(error) = looked.and(scripts) {
            row.faults.push(format!("{error:#}"));
            let name = format!("failed-{}-{}", host.name, self.browser.engine.name());
            let _ = self.browser.leave_frame().await;
            let _ = self.browser.picture(&name).await;
        }
        row
    }

    async fn look(&self, host: &Host, row: &mut Row) -> Result<()> {
        let browser = self.browser;
        let mut page = self.address(host);
        if host.why == "timeout" {
            page.push_str("?hurry");
        }
        browser.leave_frame().await?;
        if !host.spoil.is_empty() {
            // What came right before must not stand in for what comes wrong.
            browser.forget().await?;
        }
        if host.scriptless {
            self.without_scripts(&page, row).await?;
        } else {
            self.with_scripts(&page, host, row).await?;
        }
        go_on::go_on(self.browser, &row.rung).await.context("going on")
    }

    async fn without_scripts(&self, page: &str, row: &mut Row) -> Result<()> {
        self.browser.run_scripts(false).await?;
        self.browser.open(page).await?;
        self.browser.find(Role::Link, "Vägen in till Region Stockholm").await?;
        row.rung = "link".into();
        Ok(())
    }

    async fn with_scripts(&self, page: &str, host: &Host, row: &mut Row) -> Result<()> {
        let before = self.bare(page).await?;
        self.browser.run_scripts(true).await?;
        self.browser.open(page).await?;
        self.enter_the_box().await?;
        self.rung(host, row).await?;
        row.expect(host);
        self.browser.leave_frame().await?;
        row.faults.extend(changed(&before, &self.outside().await?));
        self.enter_the_box().await
    }

    fn address(&self, host: &Host) -> String {
        let spoil = match host.spoil.as_str() {
            "" => return self.stack.site.hostile(host, None),
            "wasm-changed" => Spoil { file: ".wasm", how: How::Flip(500) },
            "wasm-cut" => Spoil { file: ".wasm", how: How::Cut(500) },
            "wasm-503" => Spoil { file: ".wasm", how: How::Refuse(503) },
            _ => Spoil { file: tampered::GLUE, how: How::After("\nglobalThis.spoilt = 1\n") },
        };
        self.proxy.spoil(Some(spoil));
        self.stack.site.hostile(host, Some(&self.proxy.origin))
    }

    /// The page without our loader, as the partner had it.
    async fn bare(&self, page: &str) -> Result<Outside> {
        let mark = if page.contains('?') { '&' } else { '?' };
        self.browser.open(&format!("{page}{mark}bare")).await?;
        self.outside().await
    }

    async fn outside(&self) -> Result<Outside> {
        self.browser.script(include_str!("hosts/outside.js"), Vec::new()).await
    }

    /// Some partners' pages are themselves in a frame.
    async fn enter_the_box(&self) -> Result<()> {
        self.browser.enter("return document.getElementById('host')").await.map(drop)
    }

    /// Waits until the tag has come to rest somewhere.
    async fn rung(&self, host: &Host, row: &mut Row) -> Result<()> {
        const REST: &str = "const done = arguments[0];
            const look = () => {
              const { ready } = document.querySelector('vagen-in') ?? {};
              if (ready && document.documentElement.dataset.until === undefined) {
                ready.then(({ mode }) => done(mode));
              } else setTimeout(look, 20);
            };
            look()";
        // Nothing of ours runs: the page itself is all that one can wait for.
        const NOTHING: &str = "const done = arguments[0]; setTimeout(() =>
            done(document.querySelector('vagen-in').ready ? 'more' : 'link'), 500)";
        let is_silent = host.rung == "link" && host.why.is_empty();
        let wait = if is_silent { NOTHING } else { REST };
        let rung: Option<String> = self.browser.script_until(wait, Vec::new()).await?;
        row.rung = rung.context("no rung")?;
        let watched: Watched = self.browser.script("return watched", Vec::new()).await?;
        row.faults.extend(watched.errors.iter().map(|error| format!("the page breaks: {error}")));
        let falls: Vec<&str> = watched.fallback.iter().map(|one| &*one.why).collect();
        row.why = falls.join(", ");
        let ready = watched.ready.last().map(|one| one.at);
        let fell = watched.fallback.last().map(|one| one.at);
        row.ms = ready.or(fell).unwrap_or_default();
        if let Some(last) = watched.fallback.last()
            && last.to != row.rung
        {
            row.faults.push(format!("says that it goes to {}, and is {}", last.to, row.rung));
        }
        let modes: Vec<&str> = watched.ready.iter().map(|one| &*one.mode).collect();
        if !modes.iter().all(|mode| *mode == host.rung) {
            row.faults.push(format!("says that it is ready as {modes:?}"));
        }
        Ok(())
    }
}

/// What is otherwise than it was, outside our tag.
fn changed(before: &Outside, after: &Outside) -> Vec<String> {
    let mut all = Vec::new();
    for (element, style) in &before.styles {
        let now = after.styles.get(element);
        if now != Some(style) {
            let was = style.split(';');
            let is: BTreeSet<&str> = now.map(|now| now.split(';').collect()).unwrap_or_default();
            let other: Vec<&str> = was.filter(|one| !is.contains(one)).take(5).collect();
            all.push(format!("{element} was {other:?}"));
        }
    }
    let new: Vec<_> = after.globals.difference(&before.globals).collect();
    if 1 < new.len() {
        all.push(format!("has the globals {new:?}"));
    }
    if (&before.focus, before.scroll) != (&after.focus, after.scroll) {
        all.push(format!(
            "the focus was on “{}”, at {} px; it is on “{}”, at {} px",
            before.focus, before.scroll, after.focus, after.scroll
        ));
    }
    all
}

/// What a visitor is told on the first question, and then on the second.
pub(crate) fn next_heading(lang: Lang) -> (&'static str, &'static str) {
    (say(lang, button::GO_ON), say(lang, heading::WORDS))
}
