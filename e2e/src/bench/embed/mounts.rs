//! E7: mounted and unmounted many times, many on one page, the script twice.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::goals::Goals;
use super::others::host_page;
use super::stage::Stage;
use crate::browser::Browser;
use crate::browser::visitor::forget;
use crate::project::stopwatch;

/// Enough for what is made once to have been made.
const BEFORE: u32 = 5;

/// Mounts one, waits until it works, and takes it away, so many times.
const MOUNT: &str = "const [mode, times, done] = arguments;
    (async () => {
      for (let at = 0; at < times; at += 1) {
        const tag = document.createElement('vagen-in');
        for (const [name, value] of [['partner', 'demo-park'], ['mode', mode], ['loading', 'eager']]) tag.setAttribute(name, value);
        document.body.append(tag);
        const { mode: rung } = await tag.ready;
        if (rung !== mode) throw new Error(`${rung} instead of ${mode}`);
        tag.remove();
        await new Promise((go) => setTimeout(go));
      }
    })().then(() => done(''), (error) => done(error.message))";

/// Heap, listeners and documents after so many mounts.
pub(super) async fn remounts(stage: &Stage, goals: &mut Goals, times: u32) -> Result<()> {
    for mode in ["frame", "inline"] {
        let (before, after) =
            remounted(stage, mode, times).await.with_context(|| mode.to_owned())?;
        let more = [
            ("MB of heap", 1.0, (after.heap - before.heap) / 1e6),
            ("listeners", 0.0, after.listeners - before.listeners),
            ("documents", 0.0, after.documents - before.documents),
        ];
        for (what, most, measured) in more {
            let what = format!("{mode}: {what} more after {times} mounts and unmounts");
            goals.of("E7", what).at_most(most, measured);
        }
    }
    Ok(())
}

async fn remounted(stage: &Stage, mode: &str, times: u32) -> Result<(Counted, Counted)> {
    let browser = Browser::start().await?;
    let script = r#"<script async src="https://HOST/v1/embed.js"></script>"#;
    browser.open(&stage.page("mounts.html", &host_page(script))).await?;
    browser.devtools("Performance.enable", json!({})).await?;
    mount(&browser, mode, BEFORE).await?;
    let before = counted(&browser).await?;
    mount(&browser, mode, times).await?;
    let after = settled(&browser, &before).await?;
    browser.close().await?;
    Ok((before, after))
}

struct Counted {
    heap: f64,
    listeners: f64,
    documents: f64,
}

/// The same once nothing waits for a frame any more, which a loader does for
/// twenty seconds.
async fn settled(browser: &Browser, before: &Counted) -> Result<Counted> {
    const PATIENCE: Duration = Duration::from_secs(30);
    let elapsed = stopwatch();
    loop {
        let now = counted(browser).await?;
        let is_back = now.listeners <= before.listeners && now.documents <= before.documents;
        if is_back || PATIENCE < elapsed() {
            return Ok(now);
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// What is left once all rubbish is gone.
async fn counted(browser: &Browser) -> Result<Counted> {
    for _ in 0..3 {
        browser.devtools("HeapProfiler.collectGarbage", json!({})).await?;
    }
    let told = browser.devtools("Performance.getMetrics", json!({})).await?;
    let all = told.get("metrics").and_then(Value::as_array).cloned().unwrap_or_default();
    let of = |name: &str| {
        let found = all.iter().find(|one| one.get("name").and_then(Value::as_str) == Some(name));
        found.and_then(|one| one.get("value")?.as_f64()).unwrap_or(f64::NAN)
    };
    Ok(Counted {
        heap: of("JSHeapUsedSize"),
        listeners: of("JSEventListeners"),
        documents: of("Documents"),
    })
}

async fn mount(browser: &Browser, mode: &str, times: u32) -> Result<()> {
    // One script call for some at a time: a driver has a patience of its own.
    for _ in 0..times.div_ceil(5) {
        let failed: String = browser.script_until(MOUNT, vec![json!(mode), json!(5)]).await?;
        ensure!(failed.is_empty(), "{failed}");
    }
    Ok(())
}

/// Many on one page fetch each file once; two scripts are one.
pub(super) async fn instances(stage: &Stage, goals: &mut Goals, count: usize) -> Result<()> {
    const READY: &str = "const done = arguments[0];
        Promise.all([...document.querySelectorAll('vagen-in')].map((tag) => tag.ready))
          .then((all) => done(all.map(({ mode }) => mode)))";
    let browser = Browser::start().await?;
    for mode in ["frame", "inline"] {
        let url = many(stage, mode, count);
        forget(&browser).await?;
        browser.complaints().await?;
        stage.sent();
        browser.open(&url).await?;
        let mut rungs: Vec<String> = browser.script_until(READY, Vec::new()).await?;
        rungs.retain(|rung| rung == mode);
        let what = format!("{mode}: {count} on one page work");
        goals.of("E7", what).is(count, rungs.len(), rungs.len() == count);
        let mut once = BTreeSet::new();
        let asked = stage.sent().into_iter().map(|one| one.path);
        let files = asked.filter(|path| path.starts_with("/assets/"));
        let again: Vec<_> = files.filter(|path| !once.insert(path.clone())).collect();
        let what =
            format!("{mode}: of {} files, those fetched again by {count} instances", once.len());
        goals.of("E7", what).none(&again);
        let said = browser.complaints().await?;
        goals.of("E7", format!("{mode}: errors with the script twice")).none(&said);
    }
    browser.close().await
}

fn many(stage: &Stage, mode: &str, count: usize) -> String {
    let tag = format!(
        r#"<vagen-in partner="demo-park" lang="sv" mode="{mode}" loading="eager"></vagen-in>"#
    );
    let script = r#"<script async src="https://HOST/v1/embed.js"></script>"#;
    stage.page("instances.html", &host_page(&format!("{}{script}{script}", tag.repeat(count))))
}
