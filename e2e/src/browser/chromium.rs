//! Chromium, by what its devtools can do.

use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use thirtyfour::prelude::*;
use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities};

use super::Request;
use super::engine::Screen;
use crate::project;
use crate::project::process::Process;

/// Without these, Chromium asks its maker's hosts for things at every start.
const FLAGS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--lang=sv",
    // Else a script that is to run first does not run in a sandbox.
    "--disable-features=IsolateSandboxedIframes",
];

pub(super) fn start(port: u16, folder: &Path) -> Result<Process> {
    let mut command = project::tool("chromedriver");
    command.arg(format!("--port={port}"));
    Process::start(&mut command, &folder.join("chromedriver.log"))
}

pub(super) fn wanted(folder: &Path) -> Result<ChromeCapabilities> {
    let mut wanted = DesiredCapabilities::chrome();
    for flag in FLAGS {
        wanted.add_arg(flag)?;
    }
    wanted.add_arg(&format!("--user-data-dir={}", folder.join("profile").display()))?;
    wanted.set("goog:loggingPrefs", json!({ "browser": "ALL", "performance": "ALL" }))?;
    Ok(wanted)
}

pub(super) async fn send(driver: &WebDriver, command: &str, about: Value) -> Result<Value> {
    Ok(driver.cdp().send_raw(command, about).await?)
}

pub(super) async fn resize(driver: &WebDriver, width: u32, height: u32) -> Result<()> {
    let screen =
        json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    send(driver, "Emulation.setDeviceMetricsOverride", screen).await.map(drop)
}

pub(super) async fn show_as(driver: &WebDriver, screen: Screen) -> Result<()> {
    let pick = |on: bool, value: &'static str| if on { value } else { "" };
    let features = json!([
        { "name": "prefers-color-scheme", "value": pick(screen.dark, "dark") },
        { "name": "forced-colors", "value": pick(screen.forced_colors, "active") },
        { "name": "prefers-reduced-motion", "value": pick(screen.reduced_motion, "reduce") },
    ]);
    send(driver, "Emulation.setEmulatedMedia", json!({ "features": features })).await.map(drop)
}

pub(super) async fn run_scripts(driver: &WebDriver, on: bool) -> Result<()> {
    let about = json!({ "value": !on });
    send(driver, "Emulation.setScriptExecutionDisabled", about).await.map(drop)
}

pub(super) async fn run_first(driver: &WebDriver, script: &str) -> Result<()> {
    let about = json!({ "source": script });
    send(driver, "Page.addScriptToEvaluateOnNewDocument", about).await.map(drop)
}

pub(super) async fn picture(driver: &WebDriver) -> Result<Vec<u8>> {
    let whole = json!({ "format": "png", "captureBeyondViewport": true });
    let picture = send(driver, "Page.captureScreenshot", whole).await?;
    let data = picture.get("data").and_then(Value::as_str).context("no picture came")?;
    Ok(STANDARD.decode(data)?)
}

pub(super) async fn requests(driver: &WebDriver) -> Result<Vec<Request>> {
    let log = driver.get_log("performance").await?;
    Ok(log.iter().filter_map(|entry| Request::read(&entry.message)).collect())
}

pub(super) async fn console(driver: &WebDriver) -> Result<Vec<(String, String)>> {
    let log = driver.get_log("browser").await?;
    Ok(log.into_iter().map(|entry| (entry.level, entry.message)).collect())
}

pub(super) async fn cookies(driver: &WebDriver) -> Result<Vec<Value>> {
    let jar = send(driver, "Storage.getCookies", json!({})).await?;
    Ok(jar.get("cookies").and_then(Value::as_array).cloned().unwrap_or_default())
}

pub(super) async fn kept_for(driver: &WebDriver, origin: &str) -> Result<f64> {
    let kept = send(driver, "Storage.getUsageAndQuota", json!({ "origin": origin })).await?;
    kept.get("usage").and_then(Value::as_f64).context("no usage is told")
}

pub(super) async fn empty_cache(driver: &WebDriver) -> Result<()> {
    send(driver, "Network.clearBrowserCache", json!({})).await.map(drop)
}
