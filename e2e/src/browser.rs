//! A visitor in a real browser: sees what is shown, presses what can be
//! pressed, and has every request written down.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::project;
use crate::project::process::{Process, free_port};

pub mod checkers;
mod chromium;
mod engine;
mod events;
mod firefox;
mod record;
pub mod states;

pub mod visitor;

pub use engine::{Engine, Screen};
pub use record::Request;
pub use visitor::Visitor;

/// How long a visitor waits for something to appear.
const PATIENCE: Duration = Duration::from_secs(15);
const BLINK: Duration = Duration::from_millis(40);

/// A browser with one page, and nothing remembered from before.
pub struct Browser {
    /// Which it is.
    pub engine: Engine,
    driver: WebDriver,
    folder: PathBuf,
    /// Last, so that it goes last.
    _process: Process,
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
        Self::of(Engine::Chromium).await
    }

    /// Starts a browser without a window.
    pub async fn of(engine: Engine) -> Result<Self> {
        let port = free_port()?;
        let folder = project::target().join(format!("browsers/{port}"));
        std::fs::create_dir_all(&folder)?;
        let mut process = engine.start(port, &folder)?;
        let address = format!("http://127.0.0.1:{port}");
        let deadline = deadline();
        while reqwest::get(format!("{address}/status")).await.is_err() && now() < deadline {
            process.must_be_alive()?;
            tokio::time::sleep(BLINK).await;
        }
        let driver = engine.connect(address, &folder).await;
        let driver = driver.with_context(|| format!("starting {engine:?}"))?;
        Ok(Self { engine, driver, folder, _process: process })
    }

    /// Opens a page.
    pub async fn open(&self, url: &str) -> Result<()> {
        self.driver.goto(url).await.with_context(|| url.to_owned())
    }

    /// Goes into the widget's frame on a partner's page.
    pub async fn enter_frame(&self) -> Result<()> {
        const FRAME: &str = "const tag = document.querySelector('vagen-in');
            return tag?.shadowRoot?.querySelector('iframe') ?? tag?.querySelector('iframe') ?? null";
        let deadline = deadline();
        while now() < deadline {
            if self.enter(FRAME).await? {
                return Ok(());
            }
            tokio::time::sleep(BLINK).await;
        }
        bail!("the page has no frame of ours")
    }

    /// Goes into the frame that a script gives. False if it gives none.
    pub async fn enter(&self, script: &str) -> Result<bool> {
        match self.driver.execute(script, Vec::new()).await?.element() {
            Ok(frame) => Ok(frame.enter_frame().await.map(|()| true)?),
            Err(_) => Ok(false),
        }
    }

    /// Goes back to the partner's page.
    pub async fn leave_frame(&self) -> Result<()> {
        Ok(self.driver.enter_default_frame().await?)
    }

    /// Waits for something to be shown, by what it is and what it is called:
    /// in full, else from its beginning, else by a part. A frame that is just
    /// being loaded answers with an error, or in Firefox with null.
    pub async fn find(&self, role: Role, name: &str) -> Result<WebElement> {
        let deadline = deadline();
        while now() < deadline {
            let found = self.find_now(role, name).await.unwrap_or_default();
            if let Some(found) = found.into_iter().next() {
                return Ok(found);
            }
            tokio::time::sleep(BLINK).await;
        }
        self.find_now(role, name)
            .await
            .with_context(|| format!("looking for {role:?} “{name}”"))?;
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

    /// Waits until a script gives true, in whatever page is there by then.
    pub async fn wait_until(&self, script: &str) -> Result<()> {
        let deadline = deadline();
        while now() < deadline {
            if self.script(script, Vec::new()).await.unwrap_or(false) {
                return Ok(());
            }
            tokio::time::sleep(BLINK).await;
        }
        bail!("never true: {script}")
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

    /// Writes in the field that a selector finds, in place of what stood there.
    pub async fn write_in(&self, selector: &str, text: &str) -> Result<()> {
        let found = self.driver.find(By::Css(selector)).await?;
        found.clear().await?;
        Ok(found.send_keys(text).await?)
    }

    /// Presses what a selector finds.
    pub async fn press_in(&self, selector: &str) -> Result<()> {
        Ok(self.driver.find(By::Css(selector)).await?.click().await?)
    }

    /// Presses keys, wherever the focus is.
    pub async fn keys(&self, keys: impl AsRef<str>) -> Result<()> {
        Ok(self.driver.action_chain().send_keys(keys.as_ref()).perform().await?)
    }

    /// Presses a key while another is held.
    pub async fn keys_with(&self, held: &str, key: &str) -> Result<()> {
        let mut keys = self.driver.action_chain();
        for one in held.chars() {
            keys = keys.key_down(one);
        }
        keys = keys.send_keys(key);
        for one in held.chars() {
            keys = keys.key_up(one);
        }
        Ok(keys.perform().await?)
    }

    /// Gives all that the page says now.
    pub async fn text(&self) -> Result<String> {
        const TEXT: &str = "const inline = document.querySelector('vagen-in')?.shadowRoot
              ?.querySelector('.vi-root:not([hidden])');
            return `${document.body.innerText}\\n${inline?.innerText ?? ''}`.trim()";
        self.script(TEXT, Vec::new()).await
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

    /// Makes the page as wide and high as some screen. Leaves the frame.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.engine.resize(&self.driver, width, height).await
    }

    /// Shows pages as on a screen that is set up so.
    pub async fn show_as(&self, screen: Screen) -> Result<()> {
        self.engine.show_as(&self.driver, screen).await
    }

    /// Runs a script before any other, in each page and frame that is opened.
    pub async fn run_first(&self, script: &str) -> Result<()> {
        self.engine.run_first(&self.driver, script).await
    }

    /// Whether pages run their scripts.
    pub async fn run_scripts(&self, on: bool) -> Result<()> {
        self.engine.run_scripts(&self.driver, on).await
    }

    /// Keeps a picture of the whole page in `target/screens/`.
    pub async fn picture(&self, name: &str) -> Result<()> {
        let picture = self.engine.picture(&self.driver).await?;
        let path = project::target().join(format!("screens/{name}.png"));
        project::write(&path, picture)
    }

    /// Gives what both engines find wrong with the page or frame, a line for each.
    pub async fn accessibility_faults(&self) -> Result<Vec<String>> {
        Ok(self.faults().await?.iter().map(ToString::to_string).collect())
    }

    /// Gives every request since the last time, of the page and its frames.
    pub async fn requests(&self) -> Result<Vec<Request>> {
        self.engine.requests(&self.driver).await
    }

    /// Gives all that the console has had since the last time.
    pub async fn console(&self) -> Result<Vec<String>> {
        let log = self.engine.console(&self.driver).await?;
        Ok(log.into_iter().map(|(level, words)| format!("{level}: {words}")).collect())
    }

    /// Gives the errors and warnings of the console since the last time.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let log = self.engine.console(&self.driver).await?;
        let bad = log.into_iter().filter(|(level, _)| ["SEVERE", "WARNING"].contains(&&**level));
        Ok(bad.map(|(_, words)| words).collect())
    }

    /// Gives all that the page has left in the browser, a line for each:
    /// cookies, storage, databases and caches. In Firefox the last two leave
    /// something themselves when they are listed: see [`Self::kept_for`].
    pub async fn traces(&self) -> Result<Vec<String>> {
        const TRACES: &str = "const [lists, done] = arguments;
            const names = (storage) => { try { return Object.keys(storage()) } catch { return [] } };
            Promise.all([
              lists ? indexedDB.databases().catch(() => []) : [],
              lists && globalThis.caches ? caches.keys().catch(() => []) : [],
            ]).then(([databases, caches]) => done([
              ...(document.cookie ? [`cookie ${document.cookie}`] : []),
              ...names(() => localStorage).map((n) => `local storage ${n}`),
              ...names(() => sessionStorage).map((n) => `session storage ${n}`),
              ...databases.map(({ name }) => `database ${name}`),
              ...caches.map((n) => `cache ${n}`),
            ]))";
        let mut traces: Vec<String> = self
            .driver
            .execute_async(TRACES, vec![json!(self.engine == Engine::Chromium)])
            .await?
            .convert()?;
        let cookies = self.engine.cookies(&self.driver).await?;
        traces.extend(cookies.iter().map(|cookie| format!("cookie {cookie}")));
        Ok(traces)
    }

    /// Gives how many bytes an origin keeps in the browser.
    pub async fn kept_for(&self, origin: &str) -> Result<f64> {
        self.engine.kept_for(&self.driver, origin).await
    }

    /// Makes it as it was before anyone visited anything: nothing in its cache,
    /// nothing written down.
    pub async fn forget(&self) -> Result<()> {
        self.leave_frame().await?;
        self.open("about:blank").await?;
        self.engine.empty_cache(&self.driver).await?;
        self.requests().await?;
        self.console().await.map(drop)
    }

    /// Sends a command to Chromium's own tools.
    pub async fn devtools(&self, command: &str, about: Value) -> Result<Value> {
        ensure!(self.engine == Engine::Chromium, "{command} is a word of Chromium's");
        chromium::send(&self.driver, command, about).await
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
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn now() -> tokio::time::Instant {
    tokio::time::Instant::now()
}

fn deadline() -> tokio::time::Instant {
    now() + PATIENCE
}
