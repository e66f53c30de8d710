//! E6, E9, E10: what the partner's page feels of it.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use super::goals::Goals;
use super::stage::Stage;
use super::walk::{UpTo, company, walk};
use crate::browser::Browser;
use crate::browser::visitor::forget;
use crate::project;

const PAGES: [&str; 3] = ["park-norr.html", "park-syd.html", "park-vast.html"];
const WIDTHS: [u32; 4] = [320, 480, 768, 1280];

#[derive(Deserialize)]
struct Effects {
    styles: Vec<String>,
    globals: Vec<String>,
    scrolled: f64,
    focus: String,
}

/// Opens each of the partners' pages without our script, notes every computed
/// style, brings the script, and compares once the widget works.
pub(super) async fn effects(stage: &Stage, goals: &mut Goals) -> Result<()> {
    let browser = Browser::start().await?;
    for mode in ["frame", "inline"] {
        let mut changed = Vec::new();
        let mut globals = 0;
        let mut moved = Vec::new();
        for page in PAGES {
            let path = project::root().join("e2e/pages").join(page);
            let html = String::from_utf8(project::read(&path)?)?;
            // A page whose policy forbids us tells nothing of what we change.
            if html.contains("Content-Security-Policy") {
                continue;
            }
            let html = html
                .replace("<vagen-in ", &format!("<vagen-in mode=\"{mode}\" loading=\"eager\" "));
            let html = html.replace("<script async src=\"https://HOST/v1/embed.js\"></script>", "");
            browser.open(&stage.page(&format!("bare-{page}"), &html)).await?;
            let args = vec![json!(format!("{}/v1/embed.js", stage.way_in))];
            let effects: Effects = browser.script_until(include_str!("effects.js"), args).await?;
            changed.extend(effects.styles.iter().map(|one| format!("{page} {one}")));
            globals = globals.max(effects.globals.len());
            if effects.scrolled != 0.0 || !effects.focus.is_empty() {
                moved.push(format!("{page}: {} px, {}", effects.scrolled, effects.focus));
            }
        }
        let told = format!("{} {}", changed.len(), changed.first().cloned().unwrap_or_default());
        goals.put(
            "E6",
            &format!("{mode}: computed styles of the page changed"),
            0,
            told.trim(),
            changed.is_empty(),
        );
        goals.put("E6", &format!("{mode}: new globals"), "≤ 1", globals, globals <= 1);
        goals.put(
            "E6",
            &format!("{mode}: focus or scroll taken on load"),
            "none",
            format!("{moved:?}"),
            moved.is_empty(),
        );
    }
    browser.close().await
}

#[derive(Deserialize)]
struct Heights {
    spread: f64,
    inner: bool,
    late: f64,
}

/// The frame's height follows what is in it, at once, and then stays.
pub(super) async fn heights(stage: &Stage, goals: &mut Goals) -> Result<()> {
    let browser = Browser::start().await?;
    super::speed::record(&browser).await?;
    let (mut spread, mut late, mut inner): (f64, f64, Vec<u32>) = (0.0, 0.0, Vec::new());
    for width in WIDTHS {
        browser.resize(width, 900).await?;
        forget(&browser).await?;
        browser.open(&format!("{}/park-norr.html", stage.pages)).await?;
        browser.script_until::<Value>(READY, Vec::new()).await?;
        browser.script::<Value>(include_str!("heights.js"), Vec::new()).await?;
        browser.enter_frame().await?;
        browser.script::<Value>(CONTENT, Vec::new()).await?;
        walk(&browser, &company("company-01-hjartvy")?, UpTo::Step(2)).await?;
        let content: Vec<(f64, f64)> = browser.script("return __heights", Vec::new()).await?;
        let is_inner: bool = browser.script(INNER, Vec::new()).await?;
        browser.leave_frame().await?;
        let seen: Heights =
            browser.script_until("__measure(...arguments)", vec![json!(content)]).await?;
        spread = spread.max(seen.spread);
        late = late.max(seen.late);
        inner.extend((is_inner || seen.inner).then_some(width));
    }
    goals.at_most("E9", "frame height over 5 s, px of change (4 widths)", 1.0, spread);
    goals.put(
        "E9",
        "widths with a scrollbar inside",
        "none",
        format!("{inner:?}"),
        inner.is_empty(),
    );
    goals.at_most("E9", "height told after a change, ms", 100.0, late);
    browser.close().await
}

const READY: &str = "const done = arguments[0]; document.querySelector('vagen-in').scrollIntoView();
    customElements.whenDefined('vagen-in').then(() => document.querySelector('vagen-in').ready).then(done)";
/// In the frame: when its content had which height.
const CONTENT: &str = "globalThis.__heights = [];
    new ResizeObserver(() => __heights.push([performance.timeOrigin + performance.now(),
      Math.ceil(document.body.getBoundingClientRect().height)])).observe(document.body); return 0";
const INNER: &str = "const e = document.scrollingElement; return innerHeight + 1 < e.scrollHeight";

/// A whole journey leaves nothing in the browser and asks nobody else.
pub(super) async fn storage(stage: &Stage, goals: &mut Goals) -> Result<()> {
    let browser = Browser::start().await?;
    browser.requests().await?;
    browser.open(&format!("{}/park-norr.html", stage.pages)).await?;
    browser.script_until::<Value>(READY, Vec::new()).await?;
    browser.enter_frame().await?;
    let company = company("company-01-hjartvy")?;
    let walked = walk(&browser, &company, UpTo::Receipt).await?;
    let inside = browser.traces().await?;
    browser.leave_frame().await?;
    let traces: Vec<_> = inside.into_iter().chain(browser.traces().await?).collect();
    goals.put(
        "E10",
        "cookies and stored entries after a whole journey",
        0,
        traces.len(),
        traces.is_empty(),
    );
    let mut usage = 0.0;
    for origin in [&stage.pages, &stage.way_in] {
        let told =
            browser.devtools("Storage.getUsageAndQuota", json!({ "origin": origin })).await?;
        usage += told.get("usage").and_then(Value::as_f64).context("no usage")?;
    }
    goals.at_most("E10", "bytes stored, both origins", 0.0, usage);
    let requests = browser.requests().await?;
    let others = requests
        .iter()
        .filter(|one| !one.url.starts_with(&stage.pages) && !one.url.starts_with(&stage.way_in));
    goals.put(
        "E10",
        "requests to others",
        0,
        others.count(),
        requests.iter().all(|one| one.url.contains("127.0.0.1")),
    );
    goals.put(
        "E10",
        "that journey's receipt",
        "a reference",
        &walked.reference,
        !walked.reference.is_empty(),
    );
    let words = company.to_string().to_lowercase() + "kim exempel kim@example.org exempelbolaget";
    let canaries: Vec<_> =
        ["hjärtsvikt", "blodtrycksmanschett", "återinläggningar", "kim@example", "exempelbolaget"]
            .into_iter()
            .filter(|word| words.contains(word))
            .filter(|word| requests.iter().any(|one| one.url.to_lowercase().contains(word)))
            .collect();
    goals.put(
        "E13",
        "personal words in any address",
        "none",
        format!("{canaries:?}"),
        canaries.is_empty(),
    );
    browser.close().await
}
