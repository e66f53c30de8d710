//! The keyboard alone: it leads to the receipt, and what has the focus is never
//! behind a partner's sticky header or footer. In Chromium and in Firefox.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine, Visitor};
use e2e::project::say;
use e2e::site::hosts::Host;
use e2e::stack::Stack;
use serde_json::json;
use shared::text::Lang;

use hands::{Hands, read};

#[path = "keyboard/hands.rs"]
mod hands;

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_alone_leads_to_the_receipt() -> Result<()> {
    let stack = Stack::start().await?;
    let [chromium, firefox] = Engine::ALL.map(|engine| to_the_receipt(&stack, engine));
    tokio::try_join!(chromium, firefox)?;
    Ok(())
}

async fn to_the_receipt(stack: &Stack, engine: Engine) -> Result<()> {
    let browser = Browser::of(engine).await?;
    browser.resize(1280, 900).await?;
    let visitor = Visitor::open(&browser, stack, Lang::Sv).await?;
    let hands = Hands { visitor: &visitor };
    let by = || format!("by keyboard in {engine:?}");
    hands.answer_all(&read("company-01-hjartvy")?).await.with_context(by)?;
    hands.send().await.with_context(by)?;
    ensure!(!visitor.reference().await?.is_empty(), "no reference");
    browser.close().await
}

// --- Nothing stands before the focus ----------------------------------------

const TAB: &str = "\u{e004}";
const BACK: (&str, &str) = ("\u{e008}", "\u{e004}");

/// Where the focus is on the frame's page: four points a little inside of it,
/// and what it is.
const FOCUS: &str = "let e = document.activeElement;
    while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
    if (!e || e === document.body || e.localName === 'iframe') return null;
    // A choice is drawn by its row.
    const drawn = e.closest('.vi-choice') ?? e;
    const { left, right, top, bottom } = drawn.getBoundingClientRect();
    const name = (e.labels?.[0] ?? e).innerText.trim().split('\\n')[0];
    const points = [[left + 2, top + 2], [right - 2, top + 2], [left + 2, bottom - 2], [right - 2, bottom - 2]];
    return [`${e.localName} ${name}`, points];";

/// Which of the points are not ours to see, from the partner's page.
const HIDDEN: &str = "const [points, inline] = arguments;
    const tag = document.querySelector('vagen-in');
    const frame = tag.shadowRoot.querySelector('iframe');
    const at = inline ? { left: 0, top: 0 } : frame.getBoundingClientRect();
    return points.map(([x, y]) => [x + at.left, y + at.top]).filter(([x, y]) => {
      const seen = document.elementFromPoint(x, y);
      return !(seen === tag || tag.contains(seen));
    }).map(([x, y]) => { const seen = document.elementFromPoint(x, y);
      return `${Math.round(x)},${Math.round(y)} of ${innerWidth}x${innerHeight}: ${seen?.localName ?? 'outside'}`; });";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_stands_before_the_focus() -> Result<()> {
    let stack = Stack::start().await?;
    let [chromium, firefox] = Engine::ALL.map(|engine| past_the_header(&stack, engine));
    let (one, other) = tokio::try_join!(chromium, firefox)?;
    let faults: Vec<String> = one.into_iter().chain(other).collect();
    ensure!(faults.is_empty(), "{} stops are hidden:\n{}", faults.len(), faults.join("\n"));
    Ok(())
}

async fn past_the_header(stack: &Stack, engine: Engine) -> Result<Vec<String>> {
    let browser = Browser::of(engine).await?;
    let mut faults = Vec::new();
    for name in ["sticky", "inline-sticky"] {
        for (width, height) in [(1280, 800), (320, 640)] {
            browser.resize(width, height).await?;
            let host = Host::all()?.into_iter().find(|host| host.name == name);
            let host = host.with_context(|| format!("no host {name}"))?;
            let walk = Walk { browser: &browser, inline: host.mode == "inline" };
            let hidden = walk.stops(&stack.site.hostile(&host, None)).await?;
            let told =
                hidden.into_iter().map(|fault| format!("{engine:?} {name} {width}: {fault}"));
            faults.extend(told);
        }
    }
    browser.close().await?;
    Ok(faults)
}

struct Walk<'a> {
    browser: &'a Browser,
    inline: bool,
}

impl Walk<'_> {
    /// Through the first page and back again.
    async fn stops(&self, page: &str) -> Result<Vec<String>> {
        let browser = self.browser;
        let visitor = if self.inline {
            Visitor::open_inline(browser, page, Lang::Sv).await?
        } else {
            Visitor::open_page(browser, page, Lang::Sv).await?
        };
        browser.leave_frame().await?;
        browser.script::<()>("document.getElementById('search').focus()", Vec::new()).await?;
        let mut faults = Vec::new();
        let mut stops = 0;
        for direction in [true, false] {
            let mut inside = false;
            for _ in 0..80 {
                self.step(direction).await?;
                let focus = self.focus().await?;
                if focus.is_none() && inside {
                    break;
                }
                let Some((name, points)) = focus else { continue };
                inside = true;
                stops += 1;
                visitor.settle().await?;
                let args = vec![json!(points), json!(self.inline)];
                let hidden: Vec<String> = browser.script(HIDDEN, args).await?;
                if !hidden.is_empty() {
                    faults.push(format!("{name}: {hidden:?}"));
                }
            }
        }
        say(format_args!("{:?}: {stops} stops at {page}", browser.engine));
        ensure!(40 < stops, "only {stops} stops");
        Ok(faults)
    }

    async fn step(&self, on: bool) -> Result<()> {
        if on { self.browser.keys(TAB).await } else { self.browser.keys_with(BACK.0, BACK.1).await }
    }

    /// Leaves the frame again.
    async fn focus(&self) -> Result<Option<(String, Vec<[f64; 2]>)>> {
        const IN: &str = "return document.activeElement?.localName === 'vagen-in'";
        if !self.inline {
            self.browser.enter_frame().await?;
        }
        // The focus is the partner's page's while the frame does not have it.
        let has: bool = self.browser.script("return document.hasFocus()", Vec::new()).await?;
        let focus = if has { self.browser.script(FOCUS, Vec::new()).await? } else { None };
        self.browser.leave_frame().await?;
        if !self.inline {
            return Ok(focus);
        }
        let is_ours: bool = self.browser.script(IN, Vec::new()).await?;
        Ok(focus.filter(|_| is_ours))
    }
}
