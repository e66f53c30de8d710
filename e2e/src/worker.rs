//! The Worker in the real runtime (workerd), on loopback alone.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use reqwest::Client;
use serde_json::{Map, Value, json};
use tokio::task::AbortHandle;

use crate::lead;
use crate::project::process::Process;
use crate::project::{self, hex};
use crate::recipient;
use crate::site;

/// Where a local Worker lives and whom it talks to.
#[derive(Clone)]
pub struct Settings {
    /// Its port.
    pub port: u16,
    /// Where visitors reach it, if not at its port.
    pub origin: Option<String>,
    /// What was built.
    pub dist: PathBuf,
    /// Its folder: configuration, log, and the data that survive it.
    pub folder: PathBuf,
    /// Where its recipients are, all of them.
    pub recipient: String,
    /// Where its partners' pages are.
    pub site: String,
    /// Where the keys are that sign operators in; nobody signs in without.
    pub keys: Option<String>,
    /// Variables that are not as in the built configuration.
    pub vars: &'static [(&'static str, &'static str)],
    /// Files to be served beside the built ones.
    pub files: Option<PathBuf>,
    /// What it runs in.
    pub runtime: Runtime,
}

/// What a Worker runs in: workerd, in either case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Runtime {
    /// As developers run it, behind wrangler's proxy.
    #[default]
    Wrangler,
    /// Without anything before it: faster, also to start.
    Bare,
}

/// A running Worker.
pub struct Worker {
    process: Process,
    clock: Option<AbortHandle>,
    settings: Settings,
}

impl Worker {
    /// Sets up the built Worker for this machine and starts it.
    pub async fn start(settings: Settings) -> Result<Self> {
        settle(&settings)?;
        migrate(&settings.folder)?;
        Self::start_again(settings).await
    }

    /// Starts on the data that an earlier one left.
    pub async fn start_again(settings: Settings) -> Result<Self> {
        let mut command = match settings.runtime {
            Runtime::Wrangler => developing(&settings),
            Runtime::Bare => bare(&settings.folder, settings.port),
        };
        let process = Process::start(&mut command, &settings.folder.join("worker.log"))?;
        let mut worker = Self { process, clock: None, settings };
        worker.is_ready().await.context("starting the Worker")?;
        Ok(worker)
    }

    /// Gives the Worker's own origin.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.settings.port)
    }

    /// Gives all that it has logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.settings.folder.join("worker.log")).unwrap_or_default()
    }

    /// Gives the time that the runtime has had on the processor.
    pub fn cpu(&self) -> Result<Duration> {
        self.process.cpu("workerd")
    }

    /// Plays the part of the schedule, which does not run on a developer's
    /// machine.
    pub fn tick_every(&mut self, pause: Duration) {
        let url = format!("{}/cdn-cgi/local/scheduled?cron=*+*+*+*+*", self.origin());
        let ticking = tokio::spawn(async move {
            let client = Client::new();
            loop {
                tokio::time::sleep(pause).await;
                // A tick that is missed is a tick later.
                let _ = client.get(&url).send().await;
            }
        });
        self.clock = Some(ticking.abort_handle());
    }

    /// Lets the schedule stand still.
    pub fn stand_still(&mut self) {
        if let Some(clock) = self.clock.take() {
            clock.abort();
        }
    }

    /// Kills it in the middle of whatever it does. Gives what a next one
    /// needs to go on.
    pub fn kill(mut self) -> Settings {
        self.process.kill();
        self.settings.clone()
    }

    async fn is_ready(&mut self) -> Result<()> {
        const PATIENCE: Duration = Duration::from_mins(1);
        let url = format!("{}/healthz", self.origin());
        let client = Client::new();
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while tokio::time::Instant::now() < deadline {
            self.process.must_be_alive()?;
            if client.get(&url).send().await.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        bail!("no answer from {url}\n{}", self.process.last_words());
    }
}

impl Settings {
    /// Runs a statement on the database of a Worker that is not running.
    pub fn execute(&self, statement: &str) -> Result<()> {
        let mut wrangler = wrangler(&self.folder);
        wrangler.args(["d1", "execute", "DB", "--local", "--persist-to=data", "--command"]);
        project::output_of(wrangler.arg(statement)).map(drop)
    }

    /// Has the entry of a Worker that is not running do something first for each
    /// request with the header `x-trap`. `act` makes it of what the entry calls
    /// the request and the wasm's exports.
    pub fn act_first(&self, act: impl Fn(&str, &str) -> String) -> Result<()> {
        const STRANGE: &str = "the entry is written in another way";
        let path = self.folder.join("worker/index.js");
        let entry = String::from_utf8(project::read(&path)?)?;
        // `try{return await edge[event].call(entrypoint,argument,entrypoint.env,…`
        let (before, after) = entry.rsplit_once("try{return await ").context(STRANGE)?;
        let (_, call) = after.split_once(".call(").context(STRANGE)?;
        let request = call.split(',').nth(1).context(STRANGE)?;
        // `new Uint8Array(wasm.memory.buffer)`
        let (exports, _) = before.split_once(".memory.buffer").context(STRANGE)?;
        let (_, exports) = exports.rsplit_once(|c: char| !c.is_alphanumeric()).context(STRANGE)?;
        let act = act(request, exports);
        let act = format!("if({request}.headers?.get(\"x-trap\")){{{act}}}");
        project::write(&path, format!("{before}try{{{act}return await {after}"))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stand_still();
    }
}

fn developing(settings: &Settings) -> Command {
    let mut wrangler = wrangler(&settings.folder);
    wrangler.args(["dev", "--ip=127.0.0.1", "--inspector-port=0"]);
    wrangler.args(["--show-interactive-dev-session=false", "--persist-to=data"]);
    wrangler.arg(format!("--port={}", settings.port));
    wrangler
}

/// The Worker of a folder in workerd, and nothing else.
pub(crate) fn bare(folder: &Path, port: u16) -> Command {
    let mut node = project::tool("node");
    node.arg(project::root().join("e2e/bench/runtime.mjs")).arg(folder).arg(port.to_string());
    node
}

/// wrangler, told to keep to this machine.
fn wrangler(folder: &Path) -> Command {
    let mut command = project::tool(project::npm(".bin/wrangler"));
    command.current_dir(folder);
    for (name, value) in [
        ("CI", "1"),
        ("CLOUDFLARE_CF_FETCH_ENABLED", "false"),
        ("WRANGLER_SEND_ERROR_REPORTS", "false"),
        ("WRANGLER_SEND_METRICS", "false"),
    ] {
        command.env(name, value);
    }
    command
}

/// The built Worker with this machine's addresses and throw-away secrets.
fn settle(local: &Settings) -> Result<()> {
    for stale in ["public", "worker", "migrations"] {
        let _ = fs::remove_dir_all(local.folder.join(stale));
    }
    project::copy_folder(&local.dist, &local.folder).context("run `cargo bundle` first")?;
    if let Some(files) = &local.files {
        project::copy_folder(files, &local.folder.join("public"))?;
    }
    let path = local.folder.join("wrangler.jsonc");
    let mut settings: Value = serde_json::from_slice(&project::read(&path)?)?;
    let Some(vars) = settings.get_mut("vars").and_then(Value::as_object_mut) else {
        bail!("wrangler.jsonc has no vars");
    };
    vars.insert("LIMITS".into(), json!(FREE));
    vars.extend(local.vars.iter().map(|(name, value)| ((*name).to_owned(), json!(value))));
    let own = format!("http://127.0.0.1:{}", local.port);
    vars.insert("ORIGIN".into(), json!(local.origin.as_ref().unwrap_or(&own)));
    let recipients = change(vars, "RECIPIENTS", |id, recipient| {
        if recipient.get("kind").is_none_or(|kind| kind == "webhook") {
            recipient.insert("url".into(), json!(format!("{}/hooks/{id}", local.recipient)));
        }
    })?;
    change(vars, "PARTNERS", |_, partner| {
        if let Some(origins) = partner.get_mut("origins").and_then(Value::as_array_mut) {
            origins.push(json!(local.site));
            // Another origin of the same site, as a frame around a frame has.
            origins.push(json!(local.site.replace("127.0.0.1", "localhost")));
        }
    })?;
    let operators = local.keys.as_ref().map(|keys| operators(vars, keys, local.port));
    vars.insert("OPERATORS".into(), json!(operators.transpose()?.unwrap_or_default()));
    if let Some(settings) = settings.as_object_mut() {
        settings.insert("send_email".into(), json!([{ "name": "MAIL" }]));
    }
    project::write(&path, serde_json::to_string_pretty(&settings)?)?;
    let mut secrets: String = recipients.iter().map(|id| secret_line(id)).collect();
    secrets.push_str(KEEP_KEY);
    let _ = writeln!(secrets, "GUARD_SECRET={}", lead::GUARD_SECRET);
    project::write(&local.folder.join(".dev.vars"), secrets)?;
    let demo = site::page("park-norr.html", &format!("http://127.0.0.1:{}", local.port))?;
    project::write(&local.folder.join("public/demo/index.html"), demo)
}

/// The sign-in on this machine: by another name of it, `localhost`.
fn operators(vars: &Map<String, Value>, keys: &str, port: u16) -> Result<String> {
    let text = vars.get("OPERATORS").and_then(Value::as_str).context("no OPERATORS")?;
    let mut operators: Map<String, Value> = serde_json::from_str(text)?;
    operators.insert("origin".into(), json!(format!("http://localhost:{port}")));
    operators.insert("keys".into(), json!(keys));
    Ok(serde_json::to_string(&operators)?)
}

/// Changes each entry of a variable that holds JSON by id. Gives the ids.
fn change(
    vars: &mut Map<String, Value>,
    name: &str,
    change: impl Fn(&str, &mut Map<String, Value>),
) -> Result<Vec<String>> {
    let text = vars.get(name).and_then(Value::as_str).with_context(|| format!("no {name}"))?;
    let mut entries: Map<String, Value> = serde_json::from_str(text)?;
    for (id, entry) in &mut entries {
        if let Value::Object(entry) = entry {
            change(id, entry);
        }
    }
    vars.insert(name.into(), json!(serde_json::to_string(&entries)?));
    Ok(entries.keys().cloned().collect())
}

/// Tests send faster than people, and more of it.
const FREE: &str = r#"{"least_seconds": 0, "network_pass": 1000000, "network_hold": 1000000, "partner": 1000000, "all": 1000000}"#;

/// It guards nothing: only what is invented is kept here.
const KEEP_KEY: &str = "KEEP_KEY=local:b25seSBvbiB0aGlzIG1hY2hpbmU6IG5vdGhpbmchISE=\n";

fn secret_line(id: &str) -> String {
    let name = id.to_uppercase().replace('-', "_");
    format!("RECIPIENT_SECRET_{name}={}\n", recipient::secret(id))
}

/// Brings the database to the newest schema, unless it is there already.
fn migrate(folder: &Path) -> Result<()> {
    let mut all = Vec::new();
    let mut files: Vec<_> =
        fs::read_dir(folder.join("migrations"))?.collect::<std::io::Result<_>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    for file in files {
        all.extend(project::read(&file.path())?);
    }
    let stamp = folder.join("data/migrated");
    let version = hex(&project::digest(&all));
    if fs::read_to_string(&stamp).is_ok_and(|last| last == version) {
        return Ok(());
    }
    let mut wrangler = wrangler(folder);
    wrangler.args(["d1", "migrations", "apply", "DB", "--local", "--persist-to=data"]);
    project::output_of(&mut wrangler)?;
    project::write(&stamp, version)
}
