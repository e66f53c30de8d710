//! Files that were tampered with never run: twenty changes to our program and
//! to the script that starts it.

use anyhow::{Result, ensure};
use e2e::browser::{Browser, Engine};
use e2e::project::say;
use e2e::site::hosts::Host;
use e2e::site::proxy::{How, Proxy, Spoil};
use e2e::stack::Stack;

use crate::WATCH;

/// What the address of the script that starts our program contains.
pub(crate) const GLUE: &str = "/assets/frame-";

/// Tells, as `watch.js` does of the program, that it ran.
const LINE: &str = "\n;window.parent.postMessage('ran', '*');\n";

const CHANGES: [(&str, How); 20] = [
    (".wasm", How::Flip(0)),
    (".wasm", How::Flip(1)),
    (".wasm", How::Flip(17)),
    (".wasm", How::Flip(113)),
    (".wasm", How::Flip(271)),
    (".wasm", How::Flip(409)),
    (".wasm", How::Flip(557)),
    (".wasm", How::Flip(701)),
    (".wasm", How::Flip(853)),
    (".wasm", How::Flip(1000)),
    (".wasm", How::Cut(0)),
    (".wasm", How::Cut(10)),
    (".wasm", How::Cut(333)),
    (".wasm", How::Cut(999)),
    (".wasm", How::After("\0")),
    (".wasm", How::Before(" ")),
    (GLUE, How::Before(LINE)),
    (GLUE, How::After(LINE)),
    (GLUE, How::Cut(500)),
    (GLUE, How::Flip(500)),
];

#[tokio::test(flavor = "multi_thread")]
async fn what_was_tampered_with_never_runs() -> Result<()> {
    let stack = Stack::start().await?;
    let [chromium, firefox] = Engine::ALL.map(|engine| try_all(&stack, engine));
    let ran = tokio::try_join!(chromium, firefox)?;
    say(format_args!(
        "tampered with {} times, run: Chromium {}, Firefox {}",
        CHANGES.len(),
        ran.0,
        ran.1
    ));
    ensure!(ran == (0, 0), "it ran");
    Ok(())
}

async fn try_all(stack: &Stack, engine: Engine) -> Result<u32> {
    let browser = Browser::of(engine).await?;
    browser.run_first(WATCH).await?;
    let proxy = Proxy::start(&stack.url("")).await?;
    let all = Host::all()?;
    let Some(host) = all.first() else { return Ok(0) };
    let page = stack.site.hostile(host, Some(&proxy.origin));
    // As it is, it runs: else the test would see nothing.
    ensure!(runs(&browser, &page, "frame").await? == 1, "{engine:?} does not run what is right");
    let mut ran = 0;
    for (file, how) in CHANGES {
        browser.forget().await?;
        proxy.spoil(Some(Spoil { file, how }));
        let times = runs(&browser, &page, "html").await?;
        if 0 < times {
            say(format_args!("{engine:?}: {file} {how:?} ran"));
        }
        ran += times;
    }
    browser.close().await?;
    Ok(ran)
}

/// How often anything of it ran, once the tag has come to rest on a rung.
async fn runs(browser: &Browser, page: &str, rung: &str) -> Result<u32> {
    const REST: &str = "const done = arguments[0];
        const look = () => {
          const tag = document.querySelector('vagen-in');
          if (tag?.ready) tag.ready.then(({ mode }) => done(mode)); else setTimeout(look, 20);
        };
        look()";
    browser.leave_frame().await?;
    browser.open(page).await?;
    let came: String = browser.script_until(REST, Vec::new()).await?;
    ensure!(came == rung, "{:?} comes to “{came}”", browser.engine);
    browser.script("return watched.ran", Vec::new()).await
}
