//! E6, E9, E10: what the partner's page feels of it.

use anyhow::{Context, Result, ensure};
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
        let (mut styles, mut globals, mut moved) = (Vec::new(), Vec::new(), Vec::new());
        for page in PAGES {
            let Some(seen) = effects_on(stage, &browser, (page, mode)).await? else { continue };
            styles.extend(seen.styles.iter().map(|one| format!("{page} {one}")));
            globals.extend(seen.globals.iter().skip(1).cloned());
            if seen.scrolled != 0.0 || !seen.focus.is_empty() {
                moved.push(format!("{page} {} px, {}", seen.scrolled, seen.focus));
            }
        }
        goals.of("E6", format!("{mode}: computed styles of the page changed")).none(&styles);
        goals.of("E6", format!("{mode}: globals beyond one")).none(&globals);
        goals.of("E6", format!("{mode}: focus or scroll taken on load")).none(&moved);
    }
    browser.close().await
}

/// None of a page whose policy forbids us: it tells nothing of what we change.
async fn effects_on(
    stage: &Stage,
    browser: &Browser,
    (page, mode): (&str, &str),
) -> Result<Option<Effects>> {
    const SCRIPT: &str = "<script async src=\"https://HOST/v1/embed.js\"></script>";
    let path = project::root().join("e2e/pages").join(page);
    let html = String::from_utf8(project::read(&path)?)?;
    if html.contains("Content-Security-Policy") {
        return Ok(None);
    }
    let tag = format!("<vagen-in mode=\"{mode}\" loading=\"eager\" ");
    let html = html.replace("<vagen-in ", &tag).replace(SCRIPT, "");
    browser.open(&stage.page(&format!("bare-{page}"), &html)).await?;
    let args = vec![json!(format!("{}/v1/embed.js", stage.way_in))];
    browser.script_until(include_str!("effects.js"), args).await.map(Some)
}

#[derive(Deserialize)]
struct Heights {
    spread: f64,
    late: f64,
    #[serde(default)]
    inner: bool,
}

/// The frame's height follows what is in it, at once, and then stays.
pub(super) async fn heights(stage: &Stage, goals: &mut Goals) -> Result<()> {
    let browser = Browser::start().await?;
    let mut all = Vec::new();
    for width in WIDTHS {
        browser.resize(width, 900).await?;
        all.push((width, heights_at(stage, &browser).await?));
    }
    let most = |of: fn(&Heights) -> f64| all.iter().map(|(_, one)| of(one)).fold(0.0, f64::max);
    let widths = format!("at {WIDTHS:?}");
    goals
        .of("E9", format!("frame height over 5 s, px of change, {widths}"))
        .at_most(1.0, most(|one| one.spread));
    goals.of("E9", "height told after a change, ms").at_most(100.0, most(|one| one.late));
    let inner: Vec<_> = all.iter().filter(|(_, one)| one.inner).map(|(width, _)| width).collect();
    goals.of("E9", "widths with a scrollbar inside").none(&inner);
    browser.close().await
}

async fn heights_at(stage: &Stage, browser: &Browser) -> Result<Heights> {
    forget(browser).await?;
    browser.open(&format!("{}/park-norr.html", stage.pages)).await?;
    browser.script_until::<Value>(READY, Vec::new()).await?;
    browser.script::<Value>(include_str!("heights.js"), Vec::new()).await?;
    browser.enter_frame().await?;
    browser.script::<Value>(CONTENT, Vec::new()).await?;
    walk(browser, &company("company-01-hjartvy")?, UpTo::Step(2)).await?;
    let content: Value = browser.script("return __heights", Vec::new()).await?;
    let inner = browser.script(INNER, Vec::new()).await?;
    browser.leave_frame().await?;
    let seen: Heights = browser.script_until("__measure(...arguments)", vec![content]).await?;
    Ok(Heights { inner, ..seen })
}

const READY: &str = "const done = arguments[0]; document.querySelector('vagen-in').scrollIntoView();
    customElements.whenDefined('vagen-in').then(() => document.querySelector('vagen-in').ready).then(done)";
/// In the frame: when its content had which height.
const CONTENT: &str = "globalThis.__heights = [];
    new ResizeObserver(() => __heights.push([performance.timeOrigin + performance.now(),
      Math.ceil(document.body.getBoundingClientRect().height)])).observe(document.body); return 0";
const INNER: &str = "const e = document.scrollingElement; return innerHeight + 1 < e.scrollHeight";

/// A whole journey leaves nothing in the browser, asks nobody else, and puts
/// nothing that was written into an address.
pub(super) async fn storage(stage: &Stage, goals: &mut Goals) -> Result<()> {
    const CANARIES: [&str; 8] = [
        "hjärtsvikt",
        "blodtrycksmanschett",
        "återinläggningar",
        "försämring",
        "kim@example",
        "kim%40example",
        "exempelbolaget",
        "400000",
    ];
    let browser = Browser::start().await?;
    browser.requests().await?;
    browser.open(&format!("{}/park-norr.html", stage.pages)).await?;
    browser.script_until::<Value>(READY, Vec::new()).await?;
    browser.enter_frame().await?;
    let walked = walk(&browser, &company("company-01-hjartvy")?, UpTo::Receipt).await?;
    ensure!(!walked.reference.is_empty(), "no receipt");
    let mut traces = browser.traces().await?;
    browser.leave_frame().await?;
    traces.extend(browser.traces().await?);
    for origin in [&stage.pages, &stage.way_in] {
        let usage = usage(&browser, origin).await?;
        traces.extend((0.0 < usage).then(|| format!("{usage} bytes of {origin}")));
    }
    goals.of("E10", "cookies, entries and bytes stored after a whole journey").none(&traces);
    let urls: Vec<_> =
        browser.requests().await?.into_iter().map(|one| one.url.to_lowercase()).collect();
    let is_ours =
        |url: &&String| [&stage.pages, &stage.way_in].into_iter().any(|one| url.starts_with(one));
    let others: Vec<_> = urls.iter().filter(|url| !is_ours(url)).collect();
    goals.of("E10", "requests to others").none(&others);
    let told: Vec<_> =
        CANARIES.iter().filter(|word| urls.iter().any(|url| url.contains(*word))).collect();
    goals.of("E13", "written words in any address, of 8").none(&told);
    browser.close().await
}

async fn usage(browser: &Browser, origin: &str) -> Result<f64> {
    let told = browser.devtools("Storage.getUsageAndQuota", json!({ "origin": origin })).await?;
    told.get("usage").and_then(Value::as_f64).context("no usage")
}
