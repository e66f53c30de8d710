//! Firefox, by its own window: geckodriver lets a test run scripts there, and
//! they see and can do all that Chromium's devtools can; see `firefox.js`.
//!
//! Its window is never narrower than 450 px, so the page in it is made narrow
//! instead, as `WebDriver`'s newer protocol does it too.

use std::path::Path;

use anyhow::{Context, Result};
use reqwest::Method;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::common::capabilities::firefox::{FirefoxCapabilities, FirefoxPreferences};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::extensions::addons::firefox::FirefoxTools;
use thirtyfour::prelude::*;
use thirtyfour::{RequestData, SessionId};

use super::Request;
use super::engine::Screen;
use crate::install;
use crate::project;
use crate::project::process::Process;

/// What a fresh Firefox does unasked. Whatever still wants to go elsewhere than
/// to this machine meets a proxy that is not there.
const PREFERENCES: &[(&str, &str)] = &[
    ("network.proxy.http", "127.0.0.1"),
    ("network.proxy.ssl", "127.0.0.1"),
    ("services.settings.server", "data:,#remote-settings-dummy/v1"),
    ("intl.accept_languages", "sv"),
];
const NUMBERS: &[(&str, u32)] = &[
    ("network.proxy.type", 1),
    ("network.proxy.http_port", 1),
    ("network.proxy.ssl_port", 1),
    ("network.trr.mode", 5),
];
const OFF: &[&str] = &[
    "app.normandy.enabled",
    "app.update.enabled",
    "browser.safebrowsing.malware.enabled",
    "browser.safebrowsing.phishing.enabled",
    "browser.search.update",
    "browser.topsites.contile.enabled",
    "datareporting.healthreport.uploadEnabled",
    "extensions.update.enabled",
    "network.captive-portal-service.enabled",
    "network.connectivity-service.enabled",
];

pub(super) fn start(port: u16, folder: &Path) -> Result<Process> {
    // For a test that is run alone; `cargo verify` has brought it by now.
    install::firefox_driver()?;
    let profiles = folder.join("profiles");
    std::fs::create_dir_all(&profiles)?;
    let mut command = project::tool(install::geckodriver());
    command.arg(format!("--port={port}")).args(["--websocket-port=0", "--allow-system-access"]);
    command.arg("--profile-root").arg(profiles);
    command.env("MOZ_HEADLESS_WIDTH", "1500").env("MOZ_HEADLESS_HEIGHT", "1200");
    Process::start(&mut command, &folder.join("geckodriver.log"))
}

pub(super) fn wanted() -> Result<FirefoxCapabilities> {
    let mut wanted = DesiredCapabilities::firefox();
    for argument in ["-headless", "--width=1400", "--height=1100"] {
        wanted.add_arg(argument)?;
    }
    let mut preferences = FirefoxPreferences::new();
    for (name, value) in PREFERENCES {
        preferences.set(name, value)?;
    }
    for (name, value) in NUMBERS {
        preferences.set(name, value)?;
    }
    for name in OFF {
        preferences.set(name, false)?;
    }
    wanted.set_preferences(preferences)?;
    Ok(wanted)
}

/// Writes down, from now on, what goes to the network and to the console.
pub(super) async fn listen(driver: &WebDriver) -> Result<()> {
    ask(driver, "listen", Vec::new()).await
}

pub(super) async fn resize(driver: &WebDriver, width: u32, height: u32) -> Result<()> {
    // The page hears of its new size a moment later.
    const ARRIVED: &str = "const [width, done] = arguments;
        const look = () => (innerWidth === width ? done() : requestAnimationFrame(look)); look()";
    ask::<()>(driver, "resize", vec![json!(width), json!(height)]).await?;
    driver.enter_default_frame().await?;
    driver.execute_async(ARRIVED, vec![json!(width)]).await?;
    Ok(())
}

pub(super) async fn show_as(driver: &WebDriver, screen: Screen) -> Result<()> {
    let Screen { dark, forced_colors, reduced_motion } = screen;
    ask(driver, "showAs", vec![json!(dark), json!(forced_colors), json!(reduced_motion)]).await
}

pub(super) async fn run_scripts(driver: &WebDriver, on: bool) -> Result<()> {
    ask(driver, "runScripts", vec![json!(on)]).await
}

pub(super) async fn run_first(driver: &WebDriver, script: &str) -> Result<()> {
    ask(driver, "runFirst", vec![json!(script)]).await
}

pub(super) async fn picture(driver: &WebDriver) -> Result<Vec<u8>> {
    Ok(FirefoxTools::new(driver.handle().clone()).full_screenshot_as_png().await?)
}

pub(super) async fn requests(driver: &WebDriver) -> Result<Vec<Request>> {
    ask(driver, "requests", Vec::new()).await
}

pub(super) async fn console(driver: &WebDriver) -> Result<Vec<(String, String)>> {
    ask(driver, "console", Vec::new()).await
}

pub(super) async fn cookies(driver: &WebDriver) -> Result<Vec<Value>> {
    ask(driver, "cookies", Vec::new()).await
}

pub(super) async fn kept_for(driver: &WebDriver, origin: &str) -> Result<f64> {
    ask(driver, "keptFor", vec![json!(origin)]).await
}

pub(super) async fn empty_cache(driver: &WebDriver) -> Result<()> {
    ask(driver, "emptyCache", Vec::new()).await
}

/// Where a script runs: in the page, or in Firefox's own window.
#[derive(Debug)]
struct Side(&'static str);

impl FormatRequestData for Side {
    fn format_request(&self, session_id: &SessionId) -> RequestData {
        RequestData::new(Method::POST, format!("/session/{session_id}/moz/context"))
            .add_body(json!({ "context": self.0 }))
    }
}

async fn ask<T: DeserializeOwned>(driver: &WebDriver, what: &str, about: Vec<Value>) -> Result<T> {
    let args: Vec<Value> = std::iter::once(json!(what)).chain(about).collect();
    driver.handle().cmd(Side("chrome")).await?;
    let answer = driver.execute_async(include_str!("firefox.js"), args).await;
    driver.handle().cmd(Side("content")).await?;
    let answer: Value = answer?.convert()?;
    if let Some(error) = answer.get("error") {
        anyhow::bail!("Firefox cannot {what}: {error}");
    }
    let answer = answer.get("value").cloned().unwrap_or_default();
    serde_json::from_value(answer).with_context(|| format!("what Firefox says to {what}"))
}
