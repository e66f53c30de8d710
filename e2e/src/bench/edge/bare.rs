//! A Worker that inserts what it gets into D1, and nothing else: what the
//! runtime itself costs.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};
use reqwest::Client;
use serde_json::json;

use crate::project;
use crate::project::process::{Process, free_port};
use crate::worker;

const WORKER: &str = "\
let made
export default {
  async fetch(request, env) {
    await (made ??= env.DB.exec('CREATE TABLE IF NOT EXISTS bare (id TEXT PRIMARY KEY, text TEXT)'))
    const insert = env.DB.prepare('INSERT INTO bare (id, text) VALUES (?1, ?2)')
    await insert.bind(crypto.randomUUID(), await request.text()).run()
    return new Response(null, { status: 202 })
  }
}
";

pub(super) struct Bare {
    pub(super) origin: String,
    process: Process,
}

impl Bare {
    pub(super) async fn start(folder: &Path) -> Result<Self> {
        let _ = fs::remove_dir_all(folder);
        let settings = json!({
            "name": "bare",
            "main": "worker/index.js",
            "compatibility_date": "2026-11-01",
            "d1_databases": [{ "binding": "DB", "database_id": "bare" }],
        });
        project::write(&folder.join("wrangler.jsonc"), settings.to_string())?;
        project::write(&folder.join("worker/index.js"), WORKER)?;
        let port = free_port()?;
        let process = Process::start(&mut worker::bare(folder, port), &folder.join("worker.log"))?;
        let mut bare = Self { origin: format!("http://127.0.0.1:{port}/"), process };
        bare.is_ready().await?;
        Ok(bare)
    }

    pub(super) fn cpu(&self) -> Result<Duration> {
        self.process.cpu("workerd")
    }

    async fn is_ready(&mut self) -> Result<()> {
        const PATIENCE: Duration = Duration::from_secs(30);
        let client = Client::new();
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while tokio::time::Instant::now() < deadline {
            self.process.must_be_alive()?;
            if client.post(&self.origin).send().await.is_ok_and(|it| it.status().is_success()) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        bail!("no answer from {}\n{}", self.origin, self.process.last_words());
    }
}
