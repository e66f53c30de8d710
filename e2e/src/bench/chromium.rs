//! Ours in a real browser.
//!
//! The page is isolated from others: only then does Chromium's clock show
//! microseconds, by fives.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

use super::engines::Budget;
use super::module::Module;
use super::tasks::{LABELS, Task};
use super::{Run, file_of, folder};
use crate::browser::Browser;
use crate::project;

/// What the page does when it is asked to.
const PAGE: &str = r#"<!doctype html><title>bench</title><script type="module">
import init, { Measure } from "/module/measure.js"
import { ours } from "/bench/ours.mjs"
const text = async (path) => (await fetch(path)).text()
const { memory } = await init({ module_or_path: "/module/measure_bg.wasm" })
const labels = await text("/bench/LABELS")
globalThis.measure = async (name, budget) => {
  globalThis.done = null
  const task = JSON.parse(await text(`/tasks/${name}.json`))
  globalThis.done = ours({ Measure, memory }, task, labels, budget)
}
</script>"#;

/// A browser that has loaded the search.
pub(super) struct Page {
    browser: Browser,
    server: AbortHandle,
}

impl Page {
    pub(super) async fn open(module: &Module) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let origin = format!("http://{}/", listener.local_addr()?);
        let app = Router::new().fallback(serve).with_state(module.folder.clone());
        let server = tokio::spawn(async move { axum::serve(listener, app).await });
        let browser = Browser::start().await?;
        browser.open(&origin).await?;
        let page = Self { browser, server: server.abort_handle() };
        page.wait("return globalThis.measure ? globalThis.crossOriginIsolated : null").await?;
        Ok(page)
    }

    /// Runs a task.
    pub(super) async fn measure(&self, task: &Task) -> Result<Run> {
        const START: &str = "measure(arguments[0], arguments[1]).catch((e) => { done = `${e}` })";
        let args = vec![json!(task.name), serde_json::to_value(Budget::of(task))?];
        self.browser.script::<Value>(START, args).await?;
        let done = self.wait("return globalThis.done").await?;
        let shown = done.as_str().map(str::to_owned).unwrap_or_default();
        serde_json::from_value(done)
            .with_context(|| format!("{}: {shown}", file_of(task).display()))
    }

    pub(super) async fn close(self) -> Result<()> {
        self.server.abort();
        self.browser.close().await
    }

    async fn wait(&self, script: &str) -> Result<Value> {
        const TENTHS: u32 = 3000;
        for _ in 0..TENTHS {
            let value: Value = self.browser.script(script, Vec::new()).await?;
            if !value.is_null() {
                return Ok(value);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        bail!("Chromium is not done:\n{}", self.browser.complaints().await?.join("\n"))
    }
}

async fn serve(State(module): State<PathBuf>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let file = |name: &str| match path.trim_start_matches('/').split_once('/') {
        Some(("module", _)) => Some(module.join(name)),
        Some(("bench", _)) => Some(project::root().join("e2e/bench").join(name)),
        Some(("tasks", _)) => Some(folder().join("tasks").join(name)),
        _ => None,
    };
    let name = path.rsplit('/').next().unwrap_or_default();
    let bytes = match file(name) {
        None => Ok(PAGE.replace("LABELS", LABELS).into_bytes()),
        Some(path) => project::read(&path),
    };
    let Ok(bytes) = bytes else { return StatusCode::NOT_FOUND.into_response() };
    let headers = [
        (header::CONTENT_TYPE.as_str(), media_type(name)),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-embedder-policy", "require-corp"),
    ];
    (headers, bytes).into_response()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("tsv") => "text/plain; charset=utf-8",
        _ => "text/html; charset=utf-8",
    }
}
