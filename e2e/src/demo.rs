//! `cargo demo`: everything on this machine, to look at and to try.

use std::net::TcpListener;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tokio::signal::unix::{SignalKind, signal};

use crate::build::{self, Wanted};
use crate::install;
use crate::lead;
use crate::project::{self, say, stopwatch};
use crate::stack::Stack;

/// Where, and for how long.
#[derive(Default)]
pub struct Wish {
    /// The Worker's port.
    pub port: Option<u16>,
    /// Where leads are kept between runs.
    pub state: Option<PathBuf>,
    /// Send one lead through, show it, and stop.
    pub check: bool,
}

/// Builds, starts and says where to look; stays until interrupted.
pub async fn run(wish: Wish) -> Result<()> {
    let elapsed = stopwatch();
    install::tools()?;
    build::bundle(Wanted::default())?;
    if wish.check {
        return check(elapsed()).await;
    }
    let port = wish.port.unwrap_or(8787);
    // wrangler would take another port without asking.
    TcpListener::bind(("127.0.0.1", port))
        .with_context(|| format!("port {port} is taken: choose another with --port"))?;
    let folder = wish.state.unwrap_or_else(|| project::target().join("demo"));
    let stack = Stack::start_at(port, std::path::absolute(folder)?).await?;
    say(format_args!("partner pages: {}/park-norr.html", stack.site.origin));
    say(format_args!("               {}/park-syd.html", stack.site.origin));
    say(format_args!("delivered:     {}/", stack.recipient.origin));
    say(format_args!("ready: {}", stack.url("/demo/")));
    say(format_args!("({:.0} s; stop with Ctrl-C)", elapsed().as_secs_f32()));
    interrupted().await
}

async fn interrupted() -> Result<()> {
    let mut terminated = signal(SignalKind::terminate())?;
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed?,
        _ = terminated.recv() => {}
    }
    Ok(())
}

/// One invented company's lead, from the send button to the recipient.
async fn check(spent: Duration) -> Result<()> {
    const PATIENCE: Duration = Duration::from_secs(30);
    let elapsed = stopwatch();
    let stack = Stack::start().await?;
    say(format_args!("ready: {}", stack.url("/demo/")));
    say(format_args!("({:.0} s)", (spent + elapsed()).as_secs_f32()));
    let answer =
        lead::send(&stack, &lead::example(&stack).await?, "demo-check-one-company").await?;
    ensure!(answer.status.is_success(), "POST /v1/leads: {} {}", answer.status, answer.body);
    say(format_args!("answer: {} {}", answer.status, answer.body));
    let deliveries = stack.recipient.wait_until(PATIENCE, |all| !all.is_empty()).await?;
    let delivery = deliveries.first().context("nothing came")?;
    ensure!(delivery.is_genuine, "the signature of the delivered lead is wrong");
    say(format_args!("delivered to {}, {}:", delivery.recipient, delivery.id));
    say(serde_json::to_string_pretty(&delivery.body)?);
    Ok(())
}
