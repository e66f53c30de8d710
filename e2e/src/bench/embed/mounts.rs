//! E7: mounted and unmounted a hundred times, fifty on one page, the script twice.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::goals::Goals;
use super::others::host_page;
use super::stage::Stage;
use crate::browser::Browser;
use crate::browser::visitor::forget;

const TIMES: u32 = 100;
/// Enough for what is made once to have been made.
const BEFORE: u32 = 5;
const INSTANCES: usize = 50;

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

/// Heap and listeners after a hundred mounts.
pub(super) async fn remounts(stage: &Stage, goals: &mut Goals) -> Result<()> {
    for mode in ["frame", "inline"] {
        let browser = Browser::start().await?;
        let url = stage.page(
            "mounts.html",
            &host_page(r#"<script async src="https://HOST/v1/embed.js"></script>"#),
        );
        browser.open(&url).await?;
        browser.devtools("Performance.enable", json!({})).await?;
        let mounted = mount(&browser, mode, BEFORE).await;
        let before = counted(&browser).await?;
        let mounted = match mounted {
            Ok(()) => mount(&browser, mode, TIMES).await,
            failed => failed,
        };
        if mounted.is_err() {
            goals.part("E7", &format!("{mode}: {TIMES} mounts"), mounted);
            continue;
        }
        let after = counted(&browser).await?;
        let what = format!("{mode}: heap after {TIMES} mounts and unmounts, MB more");
        goals.at_most("E7", &what, 1.0, (after.heap - before.heap) / 1e6);
        let what = format!("{mode}: listeners more");
        goals.at_most("E7", &what, 0.0, after.listeners - before.listeners);
        let what = format!("{mode}: documents more");
        goals.at_most("E7", &what, 0.0, after.documents - before.documents);
        browser.close().await?;
    }
    Ok(())
}

struct Counted {
    heap: f64,
    listeners: f64,
    documents: f64,
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

/// Fifty on one page fetch each file once; two scripts are one.
pub(super) async fn instances(stage: &Stage, goals: &mut Goals) -> Result<()> {
    const READY: &str = "const done = arguments[0];
        Promise.all([...document.querySelectorAll('vagen-in')].map((tag) => tag.ready))
          .then((all) => done(all.map(({ mode }) => mode)))";
    let browser = Browser::start().await?;
    for mode in ["frame", "inline"] {
        let tag = format!(
            r#"<vagen-in partner="demo-park" lang="sv" mode="{mode}" loading="eager"></vagen-in>"#
        );
        let script = r#"<script async src="https://HOST/v1/embed.js"></script>"#;
        let html = host_page(&format!("{}{script}{script}", tag.repeat(INSTANCES)));
        let url = stage.page("instances.html", &html);
        forget(&browser).await?;
        browser.complaints().await?;
        stage.asked();
        browser.open(&url).await?;
        let rungs: Vec<String> = browser.script_until(READY, Vec::new()).await?;
        let all = rungs.iter().all(|rung| rung == mode);
        goals.put(
            "E7",
            &format!("{mode}: {INSTANCES} on one page work"),
            INSTANCES,
            rungs.len(),
            all && rungs.len() == INSTANCES,
        );
        let asked = stage.asked();
        let files: Vec<&String> =
            asked.iter().filter(|path| path.starts_with("/assets/")).collect();
        let single: std::collections::BTreeSet<_> = files.iter().collect();
        let more = files.len() - single.len();
        let told = format!("{more} (of {} files; {} requests in all)", single.len(), asked.len());
        goals.put(
            "E7",
            &format!("{mode}: files fetched more than once by {INSTANCES} instances"),
            0,
            told,
            more == 0,
        );
        let said = browser.complaints().await?;
        goals.put(
            "E7",
            &format!("{mode}: script twice, errors in the console"),
            0,
            said.len(),
            said.is_empty(),
        );
    }
    browser.close().await
}
