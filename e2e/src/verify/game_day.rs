//! `cargo game-day`: what takes too long for every change, in full.

use anyhow::{Result, ensure};

use crate::bench::edge;
use crate::build::{self, Wanted};
use crate::install;
use crate::project::{say, stopwatch};
use crate::stack::kills::kills;

/// The promise: so many kills, and so many leads that were thanked for.
const KILLS: usize = 25;
const LEADS: usize = 2_000;

/// Does all of it.
///
/// # Errors
/// When anything is not as promised.
pub async fn run() -> Result<()> {
    let elapsed = stopwatch();
    install::tools()?;
    build::bundle(Wanted::default())?;
    let outcome = kills(KILLS).await?;
    say(&outcome);
    ensure!(outcome.is_right(), "{outcome:?}");
    ensure!(LEADS <= outcome.thanked, "too little load");
    edge::measure(false).await?;
    say(format_args!("game-day: {:.0} s", elapsed().as_secs_f32()));
    Ok(())
}
