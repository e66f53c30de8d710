//! The frame is as high as what it shows, at every width: it neither trembles
//! nor scrolls inside.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine};
use e2e::project::say;
use e2e::stack::Stack;
use serde::Deserialize;

const WIDTHS: usize = 4;

/// What was seen of a frame in five seconds, frame by frame.
#[derive(Debug, Deserialize)]
struct Seen {
    width: f64,
    least: f64,
    most: f64,
    looked: u32,
}

#[tokio::test(flavor = "multi_thread")]
async fn the_frame_keeps_its_height() -> Result<()> {
    let stack = Stack::start().await?;
    let [chromium, firefox] = Engine::ALL.map(|engine| watch(&stack, engine));
    tokio::try_join!(chromium, firefox)?;
    Ok(())
}

async fn watch(stack: &Stack, engine: Engine) -> Result<()> {
    let browser = Browser::of(engine).await?;
    // Wide enough for all four: a frame that is out of view is not drawn.
    browser.resize(2900, 1000).await?;
    browser.open(&format!("{}/hostile/widths.html", stack.site.origin)).await?;
    let seen: Vec<Seen> = browser.script_until(include_str!("watch_height.js"), Vec::new()).await?;
    ensure!(seen.len() == WIDTHS, "{engine:?}: {seen:?}");
    for one in &seen {
        say(format_args!(
            "{engine:?} at {} px: {} to {} px high in 5 s, looked at {} times",
            one.width, one.least, one.most, one.looked
        ));
        ensure!(one.most - one.least <= 1.0, "{engine:?}: {one:?}");
        ensure!(100.0 < one.least && 50 < one.looked, "{engine:?}: {one:?}");
    }
    for at in 0..WIDTHS {
        let hidden = hidden(&browser, at).await?;
        ensure!(hidden <= 1, "{engine:?}: frame {at} hides {hidden} px");
    }
    browser.close().await
}

/// How many px of a frame's page are to be scrolled to.
async fn hidden(browser: &Browser, at: usize) -> Result<i64> {
    const HIDDEN: &str = "const { scrollHeight, clientHeight } = document.scrollingElement;
        return scrollHeight - clientHeight";
    let frame = format!(
        "return document.querySelectorAll('vagen-in')[{at}].shadowRoot.querySelector('iframe')"
    );
    ensure!(browser.enter(&frame).await?, "frame {at} is not there");
    let hidden = browser.script(HIDDEN, Vec::new()).await.context("looking inside")?;
    browser.leave_frame().await?;
    Ok(hidden)
}
