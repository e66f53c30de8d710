//! What the widget costs a partner's page, as far as no clock is needed: bytes,
//! shifts, styles, globals, listeners, requests. `cargo bench-embed` measures all.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine, Request, Visitor};
use e2e::stack::Stack;
use shared::text::Lang;

#[tokio::test(flavor = "multi_thread")]
async fn the_widget_costs_no_more_than_promised() -> Result<()> {
    e2e::bench::embed::structure().await
}

/// The language, the level of the headings and light or dark, in both rungs,
/// also when a script of the page says it while the widget is on its way.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_tag_says_is_so() -> Result<()> {
    const THERE: &str = "const root = document.querySelector('vagen-in')?.shadowRoot ?? document;
        const title = root.querySelector('.vi-app .vi-choices, .vi-app button')
            && root.querySelector('.vi-title');
        const dressed = root.querySelector('[data-theme]') ?? document.documentElement;
        return title ? [title.localName, title.closest('[lang]').lang, dressed.dataset.theme] : null";
    const LATE: &str = "<script>{
        const it = document.querySelector('vagen-in');
        it.lang = 'en';
        it.setAttribute('theme', 'dark');
    }</script>";
    let stack = Stack::start().await?;
    for engine in Engine::ALL {
        let browser = Browser::of(engine).await?;
        for (mode, is_late) in
            [("frame", false), ("frame", true), ("inline", false), ("inline", true)]
        {
            let (said, late) = if is_late { ("", LATE) } else { ("lang=en theme=dark", "") };
            let tag = format!(
                "<!doctype html><html lang=sv><title>Park</title><h2>In</h2>
                 <vagen-in partner=demo-park mode={mode} heading-level=3 loading=eager {said}>
                 </vagen-in><script src=\"{}\"></script>{late}",
                stack.url("/v1/embed.js")
            );
            browser.open(&stack.site.write(mode, tag)).await?;
            if mode == "frame" {
                browser.enter_frame().await?;
            }
            let wanted = ["h3", "en", "dark"];
            let told = format!("const told = (() => {{ {THERE} }})();");
            browser.wait_until(&format!("{told} return told?.[1] === 'en'")).await?;
            let told: [String; 3] = browser.script(THERE, Vec::new()).await?;
            ensure!(
                told == wanted,
                "{mode} (late: {is_late}) in {engine:?} has {told:?}, not {wanted:?}"
            );
            browser.leave_frame().await.context("back to the page")?;
        }
        browser.close().await?;
    }
    Ok(())
}

/// What the document asks for ahead is what the script then uses.
#[tokio::test(flavor = "multi_thread")]
async fn no_file_comes_twice() -> Result<()> {
    let stack = Stack::start().await?;
    for engine in Engine::ALL {
        let browser = Browser::of(engine).await?;
        browser.requests().await?;
        Visitor::open(&browser, &stack, Lang::Sv).await?;
        let mut seen = BTreeSet::new();
        let mut twice = Vec::new();
        for Request { url, .. } in browser.requests().await? {
            let ours = url.starts_with(&stack.url("")) && !url.contains("/v1/catalogue");
            if ours && !seen.insert(url.clone()) {
                twice.push(url);
            }
        }
        ensure!(twice.is_empty(), "{engine:?} asks twice for {twice:?}");
        ensure!(seen.iter().any(|url| url.contains("/widget_bg-")), "{engine:?}: {seen:?}");
        browser.close().await?;
    }
    Ok(())
}
