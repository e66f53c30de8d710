//! Everything that a lead passes, on this machine: the Worker, a recipient,
//! and the partners' pages.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::net::TcpListener;

use crate::project;
use crate::project::process::free_port;
use crate::recipient::Recipient;
use crate::site::Site;
use crate::stack::mail::Mail;
use crate::worker::{Runtime, Settings, Worker};
use issuer::Issuer;

pub mod faults;
pub mod issuer;
pub mod kills;
pub mod mail;
pub mod mixed;

/// Variables that are not as in the built configuration.
type Vars = &'static [(&'static str, &'static str)];

/// What is not as always.
#[derive(Default)]
struct Wish {
    vars: Vars,
    files: Option<PathBuf>,
    runtime: Runtime,
}

/// How often the schedule's part is played.
const TICK: Duration = Duration::from_secs(2);

/// A running stack. Everything stops when it is dropped.
pub struct Stack {
    /// Where leads go.
    pub recipient: Recipient,
    /// Where visitors come from.
    pub site: Site,
    worker: Option<Worker>,
    origin: String,
    _issuer: Option<Issuer>,
}

impl Stack {
    /// Starts the built files on ports that are free, with an empty memory.
    pub async fn start() -> Result<Self> {
        Self::start_with(&[]).await
    }

    /// The same with other variables than the built configuration has.
    pub async fn start_with(vars: Vars) -> Result<Self> {
        Self::start_serving(vars, None).await
    }

    /// The same with more files to be served.
    pub async fn start_serving(vars: Vars, files: Option<PathBuf>) -> Result<Self> {
        Self::serve(free_port()?, folder()?, Wish { vars, files, ..Wish::default() }).await
    }

    /// Starts them in the bare runtime.
    pub async fn start_bare() -> Result<Self> {
        let wish = Wish { runtime: Runtime::Bare, ..Wish::default() };
        Self::serve(free_port()?, folder()?, wish).await
    }

    /// Starts the built files where the caller wants them.
    pub async fn start_at(port: u16, folder: PathBuf) -> Result<Self> {
        Self::serve(port, folder, Wish::default()).await
    }

    async fn serve(port: u16, folder: PathBuf, wish: Wish) -> Result<Self> {
        let origin = format!("http://127.0.0.1:{port}");
        let recipient = Recipient::start(local().await?)?;
        let site = Site::start(local().await?, &origin)?;
        let (to, from) = (recipient.origin.clone(), site.origin.clone());
        let issuer = Issuer::start(local().await?)?;
        let settings = Settings {
            port,
            origin: None,
            folder,
            dist: project::dist(),
            recipient: to,
            site: from,
            keys: Some(issuer.keys.clone()),
            vars: wish.vars,
            files: wish.files,
            runtime: wish.runtime,
        };
        let mut worker = Worker::start(settings).await?;
        worker.tick_every(TICK);
        Ok(Self { recipient, site, worker: Some(worker), origin, _issuer: Some(issuer) })
    }

    /// Gives the address of a path of the Worker's.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Gives the address of a path on the operators' host name.
    pub fn desk(&self, path: &str) -> String {
        format!("{}{path}", self.origin.replace("127.0.0.1", "localhost"))
    }

    /// Gives the e-mails that were handed in to the mail service on this machine.
    pub fn mails(&self) -> Result<Vec<Mail>> {
        mail::handed_in(&self.worker.as_ref().context("the Worker is not running")?.log())
    }

    /// Gives the time that the Worker's runtime has had on the processor.
    pub fn cpu(&self) -> Result<Duration> {
        self.worker.as_ref().context("the Worker is not running")?.cpu()
    }

    /// Kills the Worker as a power cut would. Gives what the next one needs.
    pub fn kill_worker(&mut self) -> Result<Settings> {
        Ok(self.worker.take().context("the Worker is not running")?.kill())
    }

    /// Starts the Worker on what a killed one kept.
    pub async fn start_worker(&mut self, killed: Settings) -> Result<()> {
        let mut worker = Worker::start_again(killed).await?;
        worker.tick_every(TICK);
        self.worker = Some(worker);
        Ok(())
    }
}

/// An empty one for each stack of a process.
fn folder() -> Result<PathBuf> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let test = std::env::current_exe()?;
    let test = test.file_stem().unwrap_or_default().to_string_lossy();
    let folder = project::target().join(format!("stacks/{test}-{number}"));
    let _ = fs::remove_dir_all(&folder);
    Ok(folder)
}

async fn local() -> Result<TcpListener> {
    Ok(TcpListener::bind(("127.0.0.1", 0)).await?)
}
