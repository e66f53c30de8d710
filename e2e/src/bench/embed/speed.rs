//! E2 and E5: how many bytes come, and how long it takes on a slow phone; ours
//! and others' on the same kind of page, in the same run.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};

use super::goals::Goals;
use super::others::{self, Other};
use super::stage::Stage;
use super::walk::{UpTo, company, walk};
use crate::browser::Browser;
use crate::browser::visitor::forget;
use crate::build::manifest::Manifest;

/// Each is the median of so many visits with an empty cache.
const VISITS: usize = 3;

/// What a visit took.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Visit {
    /// Milliseconds from the start of the partner's page: what is there is seen.
    pub(super) visible: f64,
    /// How much of that the partner's page itself took to come.
    pub(super) page: f64,
    /// It can be used.
    pub(super) usable: f64,
    /// The first use has been answered.
    pub(super) answered: f64,
    /// The sum of what tasks take beyond 50 ms until then.
    pub(super) blocked: f64,
    /// Layout shift of the partner's page.
    pub(super) shift: f64,
    /// Bytes over the network until it has been answered, the page's own aside.
    pub(super) bytes: f64,
    /// How many of them are headers: the local HTTP/1.1 does not pack them, as a
    /// network's HTTP/2 or 3 does.
    pub(super) headers: f64,
    /// Requests, the page's own aside.
    pub(super) requests: f64,
}

/// What the recorder noted in a document.
#[derive(Debug, Default, Deserialize)]
struct Noted {
    start: f64,
    /// When the document itself had come.
    #[serde(default)]
    came: f64,
    at: At,
    tasks: Vec<(f64, f64)>,
    shift: f64,
}

#[derive(Debug, Default, Deserialize)]
struct At {
    paint: Option<f64>,
    frame: Option<f64>,
    visible: Option<f64>,
    usable: Option<f64>,
    answered: Option<f64>,
}

/// Ours, and others beside it.
pub(super) async fn speed(stage: &Stage, goals: &mut Goals) -> Result<Vec<(String, Visit)>> {
    let browser = Browser::start().await?;
    record(&browser).await?;
    let mut rows = Vec::new();
    for mode in ["frame", "inline"] {
        let url = own_page(stage, mode, Place::InView);
        let visit = median(&browser, stage, &url).await.with_context(|| mode.to_owned())?;
        judge(mode, visit, goals);
        rows.push((format!("Vägen in, {mode}"), visit));
        let (changes, one_word) = changes(&browser, mode).await?;
        shifts(stage, &browser, (mode, &mut *goals)).await?;
        goals.of("E5", format!("{mode}: step change, ms, p95")).at_most(100.0, changes);
        let what = format!("{mode}: of which the browser takes to draw one other word");
        goals.of("E5", what).told(one_word);
    }
    for Other { name, url } in others::all(stage)? {
        let visit = median(&browser, stage, &url).await.with_context(|| name.clone())?;
        rows.push((name, visit));
    }
    browser.close().await?;
    Ok(rows)
}

/// What moves, whatever the machine's speed. What comes is weighed when it is
/// built: how much of the rest has come meanwhile, only a slow network tells.
pub(super) async fn moves(stage: &Stage, goals: &mut Goals) -> Result<()> {
    let browser = Browser::start().await?;
    record(&browser).await?;
    for mode in ["frame", "inline"] {
        shifts(stage, &browser, (mode, goals)).await?;
    }
    browser.close().await
}

fn weigh(mode: &str, visit: Visit, goals: &mut Goals) {
    let most = f64::from(u32::try_from(Manifest::most_until_answer()).unwrap_or(u32::MAX));
    let what = format!("{mode}: bytes until the first answer is processed, brotli");
    goals.of("E2", what).at_most(most, visit.bytes - visit.headers);
    let what = format!("{mode}: the same with headers, as HTTP/1.1 has them");
    goals.of("E2", what).told(visit.bytes);
}

/// A script that comes after the page has been drawn cannot but move what is
/// below, unless nobody sees it or the page has kept the place.
async fn shifts(stage: &Stage, browser: &Browser, (mode, goals): (&str, &mut Goals)) -> Result<()> {
    for (place, what) in [
        (Place::Below, "below what is seen first"),
        (Place::Kept, "in view, its place kept by a line of CSS"),
    ] {
        let (page, _) = opened(browser, &own_page(stage, mode, place), true).await?;
        goals.of("E6", format!("{mode}: layout shift, {what}")).at_most(0.02, page.shift);
    }
    Ok(())
}

/// Where on the partner's page it stands.
#[derive(Clone, Copy, Debug)]
enum Place {
    InView,
    Below,
    Kept,
}

fn own_page(stage: &Stage, mode: &str, place: Place) -> String {
    let before = match place {
        Place::InView => "",
        Place::Below => "<style>section { margin-top: 100vh }</style>",
        Place::Kept => "<style>vagen-in { display: block; min-height: 40rem }</style>",
    };
    let html = others::host_page(&format!(
        r#"{before}<vagen-in partner="demo-park" lang="sv" mode="{mode}"><a href="https://HOST/f/demo-park">Vägen in</a></vagen-in>
        <script async src="https://HOST/v1/embed.js"></script>"#
    ));
    stage.page(&format!("vagen-in-{mode}-{place:?}.html"), &html)
}

fn judge(mode: &str, visit: Visit, goals: &mut Goals) {
    weigh(mode, visit, goals);
    goals.of("E6", format!("{mode}: layout shift, in view, nothing kept")).told(visit.shift);
    goals.of("E5", format!("{mode}: of which the partner's page itself, ms")).told(visit.page);
    let times = [
        ("first question visible, ms", 1500.0, visit.visible),
        ("interactive, ms", 3500.0, visit.usable),
        ("total blocking time, ms", 200.0, visit.blocked),
    ];
    for (what, most, took) in times {
        goals.of("E5", format!("{mode}: {what}")).at_most(most, took);
    }
}

/// Notes in every document that is opened from now on.
pub(super) async fn record(browser: &Browser) -> Result<()> {
    let source = json!({ "source": include_str!("record.js") });
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", source).await?;
    Ok(())
}

/// A phone of a quarter of this machine's speed on a slow mobile network.
async fn slow(browser: &Browser, on: bool) -> Result<()> {
    let [latency, down, up] = if on { [400, 200_000, 93_750] } else { [0, -1, -1] };
    let network = json!({ "offline": false, "latency": latency, "downloadThroughput": down, "uploadThroughput": up });
    browser.devtools("Network.enable", json!({})).await?;
    browser.devtools("Network.emulateNetworkConditions", network).await?;
    let rate = json!({ "rate": if on { 4 } else { 1 } });
    browser.devtools("Emulation.setCPUThrottlingRate", rate).await?;
    Ok(())
}

async fn median(browser: &Browser, stage: &Stage, url: &str) -> Result<Visit> {
    let mut all = Vec::new();
    for _ in 0..VISITS {
        all.push(visit(browser, stage, (url, true)).await?);
    }
    all.sort_by(|one, other| one.usable.total_cmp(&other.usable));
    all.get(VISITS / 2).copied().context("no visit")
}

/// Opens a page with an empty cache, and waits until the first use is answered.
async fn visit(browser: &Browser, stage: &Stage, (url, is_slow): (&str, bool)) -> Result<Visit> {
    stage.sent();
    let (page, inside) = opened(browser, url, is_slow).await?;
    let answered = inside.at.answered.context("not answered")?;
    // In a frame it is seen once the frame is there, and drawn.
    let visible = match (inside.at.visible, page.at.frame, inside.at.paint) {
        (Some(visible), ..) => visible,
        (None, Some(frame), Some(paint)) => frame.max(paint),
        other => bail!("never seen: {other:?}"),
    };
    let tasks = page.tasks.iter().filter(|(at, _)| *at < answered);
    let Traffic { bytes, headers, requests } =
        traffic(stage, &browser.events().await?, (url, answered));
    Ok(Visit {
        visible: visible - page.start,
        page: page.came,
        usable: inside.at.usable.unwrap_or(answered) - page.start,
        answered: answered - page.start,
        blocked: tasks.map(|(_, long)| (long - 50.0).max(0.0)).sum(),
        shift: page.shift,
        bytes,
        headers,
        requests,
    })
}

async fn opened(browser: &Browser, url: &str, is_slow: bool) -> Result<(Noted, Noted)> {
    forget(browser).await?;
    browser.events().await?;
    slow(browser, is_slow).await?;
    browser.open(url).await?;
    let both = noted(browser).await;
    slow(browser, false).await?;
    both
}

/// What was noted in the page, and where the first use was: there or in the frame.
async fn noted(browser: &Browser) -> Result<(Noted, Noted)> {
    const NOTED: &str = "return globalThis.__bench ?? null";
    const PATIENCE: usize = 600;
    for _ in 0..PATIENCE {
        browser.leave_frame().await?;
        let page: Value = browser.script(NOTED, Vec::new()).await?;
        let mut inside = page.clone();
        if !is_answered(&inside) && browser.script(HAS_FRAME, Vec::new()).await? {
            browser.enter_frame().await?;
            inside = browser.script(NOTED, Vec::new()).await?;
        }
        if is_answered(&inside) {
            return Ok((serde_json::from_value(page)?, serde_json::from_value(inside)?));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    bail!("nothing was answered:\n{}", browser.complaints().await?.join("\n"))
}

const HAS_FRAME: &str =
    "return !!document.querySelector('vagen-in')?.shadowRoot?.querySelector('iframe')";

fn is_answered(noted: &Value) -> bool {
    noted.pointer("/at/answered").is_some()
}

/// What came over the network.
struct Traffic {
    bytes: f64,
    headers: f64,
    requests: f64,
}

/// The bytes and requests that had come at a time, the page's own aside. What
/// a worker of the page asked for, the tools do not tell: that is taken from
/// what was sent.
fn traffic(stage: &Stage, events: &[(String, Value)], (page, until): (&str, f64)) -> Traffic {
    let number = |about: &Value, name: &str| about.get(name).and_then(Value::as_f64);
    let id = |about: &Value| about.get("requestId").and_then(Value::as_str).map(str::to_owned);
    let of = |wanted: &'static str| {
        events.iter().filter(move |(method, _)| method == wanted).map(|(_, about)| about)
    };
    let own = |about: &&Value| {
        let url = about.pointer("/request/url").and_then(Value::as_str).unwrap_or_default();
        !url.starts_with("data:") && url != page && !url.starts_with("about:")
    };
    let sent: Vec<&Value> = of("Network.requestWillBeSent").filter(own).collect();
    let ids: std::collections::BTreeSet<_> = sent.iter().filter_map(|about| id(about)).collect();
    // The tools' clock against the page's.
    let clock = sent.iter().find_map(|about| {
        Some(number(about, "wallTime")? * 1000.0 - number(about, "timestamp")? * 1000.0)
    });
    let clock = clock.unwrap_or_default();
    // What has come when the body begins.
    let headers: BTreeMap<_, _> = of("Network.responseReceived")
        .filter_map(|about| {
            Some((id(about)?, about.pointer("/response/encodedDataLength")?.as_f64()?))
        })
        .collect();
    let head =
        |about: &&Value| id(about).and_then(|id| headers.get(&id).copied()).unwrap_or_default();
    let mut came: Vec<[f64; 2]> = of("Network.loadingFinished")
        .filter(|about| id(about).is_some_and(|id| ids.contains(&id)))
        .filter(|about| number(about, "timestamp").unwrap_or_default() * 1000.0 + clock <= until)
        .filter_map(|about| Some([number(about, "encodedDataLength")?, head(&about)]))
        .filter(|[all, _]| 0.0 < *all)
        .collect();
    let urls: Vec<&str> = of("Network.requestWillBeSent")
        .filter_map(|one| one.pointer("/request/url")?.as_str())
        .collect();
    let is_told = |path: &str| {
        urls.iter().any(|url| url.split(['?', '#']).next().unwrap_or_default().ends_with(path))
    };
    let untold = stage.sent().into_iter().filter(|one| one.at <= until && !is_told(&one.path));
    let untold = untold.filter_map(|one| u32::try_from(one.size).ok());
    came.extend(untold.map(|bytes| [f64::from(bytes), 0.0]));
    let (all, headers): (Vec<f64>, Vec<f64>) = came.iter().map(|[all, head]| (all, head)).unzip();
    let count = f64::from(u32::try_from(came.len()).unwrap_or(u32::MAX));
    Traffic { bytes: all.iter().sum(), headers: headers.iter().sum(), requests: count }
}

/// On a slow phone, the milliseconds from the press to the next step's picture,
/// and from a click that changes a single word of an empty page to its picture,
/// waited for in the same way: what nobody's step can be faster than.
async fn changes(browser: &Browser, mode: &str) -> Result<(f64, f64)> {
    browser.leave_frame().await?;
    if mode == "frame" {
        browser.enter_frame().await?;
    }
    slow_down(browser, 4).await?;
    let walked = walk(browser, &company("company-01-hjartvy")?, UpTo::Results).await;
    slow_down(browser, 1).await?;
    let steps = walked?.steps.iter().map(|step| step.ms).collect();
    browser.leave_frame().await?;
    browser.open("data:text/html,<!doctype html><title>x</title><p>0").await?;
    slow_down(browser, 4).await?;
    let words = browser.script_until(include_str!("one_word.js"), Vec::new()).await;
    slow_down(browser, 1).await?;
    Ok((slowest(steps)?, slowest(words?)?))
}

async fn slow_down(browser: &Browser, rate: u8) -> Result<()> {
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": rate })).await.map(drop)
}

/// The slowest but one of twenty, or the slowest of less.
fn slowest(mut all: Vec<f64>) -> Result<f64> {
    all.sort_by(f64::total_cmp);
    all.get((all.len() * 95).div_ceil(100).saturating_sub(1)).copied().context("nothing measured")
}
