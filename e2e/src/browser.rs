//! A visitor in a real browser: sees what is shown, presses what can be
//! pressed, and has every request written down.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use thirtyfour::ChromiumLikeCapabilities;
use thirtyfour::prelude::*;

use crate::project;
use crate::project::process::{Process, free_port};

mod events;
mod record;

pub mod visitor;

pub use record::Request;
pub use visitor::Visitor;

/// How long a visitor waits for something to appear.
const PATIENCE: Duration = Duration::from_secs(15);
const BLINK: Duration = Duration::from_millis(40);

/// A browser with one page, and nothing remembered from before.
pub struct Browser {
    driver: WebDriver,
    profile: PathBuf,
    /// Last, so that it goes last.
    _chromedriver: Process,
}

/// What a thing on a page is, to a visitor.
#[derive(Clone, Copy, Debug)]
pub enum Role {
    /// Can be pressed.
    Button,
    /// Leads elsewhere.
    Link,
    /// Names what follows.
    Heading,
    /// A question with its choices.
    Group,
    /// One of several choices.
    Choice,
    /// Can be written in or chosen from.
    Field,
    /// A part of the page.
    Region,
}

impl Browser {
    /// Starts Chromium without a window.
    pub async fn start() -> Result<Self> {
        let port = free_port()?;
        let folder = project::target().join(format!("browsers/{port}"));
        let profile = folder.join("profile");
        std::fs::create_dir_all(&profile)?;
        let mut command = project::tool("chromedriver");
        command.arg(format!("--port={port}"));
        let mut chromedriver = Process::start(&mut command, &folder.join("chromedriver.log"))?;
        let driver =
            connect(port, &profile, &mut chromedriver).await.context("starting Chromium")?;
        Ok(Self { driver, profile: folder, _chromedriver: chromedriver })
    }

    /// Opens a page.
    pub async fn open(&self, url: &str) -> Result<()> {
        Ok(self.driver.goto(url).await?)
    }

    /// Goes into the widget's frame on a partner's page.
    pub async fn enter_frame(&self) -> Result<()> {
        const FRAME: &str = "const tag = document.querySelector('vagen-in');
            return tag?.shadowRoot?.querySelector('iframe') ?? tag?.querySelector('iframe') ?? null";
        let deadline = deadline();
        while now() < deadline {
            if let Ok(frame) = self.driver.execute(FRAME, Vec::new()).await?.element() {
                return Ok(frame.enter_frame().await?);
            }
            tokio::time::sleep(BLINK).await;
        }
        bail!("the page has no frame of ours")
    }

    /// Goes back to the partner's page.
    pub async fn leave_frame(&self) -> Result<()> {
        Ok(self.driver.enter_default_frame().await?)
    }

    /// Waits for something to be shown, by what it is and what it is called:
    /// in full, else from its beginning, else by a part.
    pub async fn find(&self, role: Role, name: &str) -> Result<WebElement> {
        let deadline = deadline();
        while now() < deadline {
            if let Some(found) = self.find_now(role, name).await?.into_iter().next() {
                return Ok(found);
            }
            tokio::time::sleep(BLINK).await;
        }
        let shown = self.text().await.unwrap_or_default();
        bail!("no {role:?} is called “{name}”. The page says:\n{}", project::last_lines(&shown))
    }

    /// Whether something is shown now.
    pub async fn shows(&self, role: Role, name: &str) -> Result<bool> {
        Ok(!self.find_now(role, name).await?.is_empty())
    }

    /// Waits until a text stands somewhere on the page.
    pub async fn wait_for_text(&self, text: &str) -> Result<()> {
        let deadline = deadline();
        while now() < deadline {
            if self.text().await?.contains(text) {
                return Ok(());
            }
            tokio::time::sleep(BLINK).await;
        }
        bail!("the page does not say “{text}” but:\n{}", self.text().await?)
    }

    /// Presses a button, a link or a choice.
    pub async fn press(&self, role: Role, name: &str) -> Result<()> {
        // What is drawn by its label is pressed there, as a visitor does.
        const PRESS: &str = "const e = arguments[0].labels?.[0] ?? arguments[0];
            e.scrollIntoView({ block: 'center', behavior: 'instant' }); return e";
        self.act(role, name, async |found| {
            let args = vec![found.to_json()?];
            self.driver.execute(PRESS, args).await?.element()?.click().await
        })
        .await
    }

    /// Writes in a field, in place of what stood there.
    pub async fn write(&self, label: &str, text: &str) -> Result<()> {
        self.act(Role::Field, label, async |found| {
            found.clear().await?;
            found.send_keys(text).await
        })
        .await
    }

    /// Presses keys, wherever the focus is.
    pub async fn keys(&self, keys: impl AsRef<str>) -> Result<()> {
        Ok(self.driver.action_chain().send_keys(keys.as_ref()).perform().await?)
    }

    /// Gives all that the page says now.
    pub async fn text(&self) -> Result<String> {
        self.script("return document.body.innerText", Vec::new()).await
    }

    /// Gives the text of everything that a selector matches: for what has
    /// neither role nor name.
    pub async fn texts(&self, selector: &str) -> Result<Vec<String>> {
        const TEXTS: &str =
            "return [...document.querySelectorAll(arguments[0])].map((e) => e.innerText.trim())";
        self.script(TEXTS, vec![json!(selector)]).await
    }

    /// Runs a script in the page and gives what it returns.
    pub async fn script<T: serde::de::DeserializeOwned>(
        &self,
        script: &str,
        args: Vec<Value>,
    ) -> Result<T> {
        Ok(self.driver.execute(script, args).await?.convert()?)
    }

    /// The same for a script that ends when it calls its last argument.
    pub async fn script_until<T: serde::de::DeserializeOwned>(
        &self,
        script: &str,
        args: Vec<Value>,
    ) -> Result<T> {
        Ok(self.driver.execute_async(script, args).await?.convert()?)
    }

    /// Makes the page as wide and high as some screen.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let screen =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", screen).await?;
        Ok(())
    }

    /// Keeps a picture of the whole page in `target/screens/`.
    pub async fn picture(&self, name: &str) -> Result<()> {
        let whole = json!({ "format": "png", "captureBeyondViewport": true });
        let picture = self.driver.cdp().send_raw("Page.captureScreenshot", whole).await?;
        let data = picture.get("data").and_then(Value::as_str).context("no picture came")?;
        let path = project::target().join(format!("screens/{name}.png"));
        project::write(&path, STANDARD.decode(data)?)
    }

    /// Gives what axe finds wrong with the page or frame, a line for each.
    pub async fn accessibility_faults(&self) -> Result<Vec<String>> {
        const RUN: &str = "const done = arguments[0];
            axe.run(document, { resultTypes: ['violations'] }).then(
              ({ violations }) => done(violations.map((v) =>
                `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html).join(' ')}`)),
              (error) => done([`axe did not run: ${error}`]))";
        let axe = String::from_utf8(project::read(&project::npm("axe-core/axe.min.js"))?)?;
        self.driver.execute(axe, Vec::new()).await?;
        Ok(self.driver.execute_async(RUN, Vec::new()).await?.convert()?)
    }

    /// Gives every request since the last time, of the page and its frames.
    pub async fn requests(&self) -> Result<Vec<Request>> {
        let log = self.driver.get_log("performance").await?;
        Ok(log.iter().filter_map(|entry| Request::read(&entry.message)).collect())
    }

    /// Gives the errors and warnings of the console since the last time.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let log = self.driver.get_log("browser").await?;
        let bad = log.into_iter().filter(|entry| ["SEVERE", "WARNING"].contains(&&*entry.level));
        Ok(bad.map(|entry| entry.message).collect())
    }

    /// Gives all that the page has left in the browser, a line for each:
    /// cookies, storage, databases and caches.
    pub async fn traces(&self) -> Result<Vec<String>> {
        const TRACES: &str = "const done = arguments[0];
            const names = (storage) => { try { return Object.keys(storage()) } catch { return [] } };
            Promise.all([
              indexedDB.databases().catch(() => []),
              globalThis.caches ? caches.keys().catch(() => []) : [],
            ]).then(([databases, caches]) => done([
              ...(document.cookie ? [`cookie ${document.cookie}`] : []),
              ...names(() => localStorage).map((n) => `local storage ${n}`),
              ...names(() => sessionStorage).map((n) => `session storage ${n}`),
              ...databases.map(({ name }) => `database ${name}`),
              ...caches.map((n) => `cache ${n}`),
            ]))";
        let mut traces: Vec<String> =
            self.driver.execute_async(TRACES, Vec::new()).await?.convert()?;
        let jar = self.driver.cdp().send_raw("Storage.getCookies", json!({})).await?;
        let cookies = jar.get("cookies").and_then(Value::as_array).into_iter().flatten();
        traces.extend(cookies.map(|cookie| format!("cookie {cookie}")));
        Ok(traces)
    }

    /// Sends a command to the browser's own tools.
    pub async fn devtools(&self, command: &str, about: Value) -> Result<Value> {
        Ok(self.driver.cdp().send_raw(command, about).await?)
    }

    /// Ends the browser. One that is dropped is killed.
    pub async fn close(self) -> Result<()> {
        Ok(self.driver.clone().quit().await?)
    }

    async fn find_now(&self, role: Role, name: &str) -> Result<Vec<WebElement>> {
        let role = format!("{role:?}").to_lowercase();
        let args = vec![json!(role), json!(name)];
        let found = self.driver.execute(include_str!("browser/find.js"), args).await?;
        Ok(found.elements()?)
    }

    /// The page may be drawn anew between finding a thing and using it.
    async fn act(
        &self,
        role: Role,
        name: &str,
        act: impl AsyncFn(WebElement) -> WebDriverResult<()>,
    ) -> Result<()> {
        let deadline = deadline();
        loop {
            let found = self.find(role, name).await?;
            match act(found).await {
                Ok(()) => return Ok(()),
                Err(_) if now() < deadline => tokio::time::sleep(BLINK).await,
                Err(error) => return Err(error).context(format!("{role:?} “{name}”")),
            }
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

async fn connect(port: u16, profile: &std::path::Path, driver: &mut Process) -> Result<WebDriver> {
    let address = format!("http://127.0.0.1:{port}");
    let deadline = deadline();
    while reqwest::get(format!("{address}/status")).await.is_err() && now() < deadline {
        driver.must_be_alive()?;
        tokio::time::sleep(BLINK).await;
    }
    let mut wanted = DesiredCapabilities::chrome();
    for flag in FLAGS {
        wanted.add_arg(flag)?;
    }
    wanted.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    wanted.set("goog:loggingPrefs", json!({ "browser": "ALL", "performance": "ALL" }))?;
    Ok(WebDriver::new(address, wanted).await?)
}

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
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--lang=sv",
];

fn now() -> tokio::time::Instant {
    tokio::time::Instant::now()
}

fn deadline() -> tokio::time::Instant {
    now() + PATIENCE
}
