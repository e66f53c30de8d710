//! `cargo bench-embed`: the goals of embedding, each measured, in one table.
//!
//! A [`stage`] plays the network, the partner and the service. Bytes and
//! structure are checked by the tests too; what takes time is judged here
//! alone.

mod access;
mod goals;
mod host;
mod looks;
mod mounts;
mod others;
mod service;
mod speed;
mod stage;
pub mod walk;

use anyhow::Result;
use serde_json::json;

use crate::build::manifest::{Manifest, packed};
use crate::build::{self, Wanted};
use crate::install;
use crate::project::{self, say, stopwatch};
use goals::Goals;
use speed::Visit;
use stage::Stage;

/// Measures everything, and writes and says the table; or bytes and times
/// alone, and says them.
pub async fn run(speed_only: bool) -> Result<()> {
    let elapsed = stopwatch();
    install::tools()?;
    install::browser()?;
    install::program("pdftotext", "poppler-utils")?;
    let manifest = build::bundle(Wanted::default())?;
    let mut goals = Goals::default();
    let stage = Stage::start().await?;
    loader(&manifest, &stage, &mut goals).await?;
    let rows = match speed::speed(&stage, &mut goals).await {
        Ok(rows) => rows,
        Err(error) => {
            goals.part("E5", "speed", Err(error));
            Vec::new()
        }
    };
    if speed_only {
        say(format_args!("\n{}\n\n{}\n{}", load(), goals.table(), beside(&rows)));
        return goals.must_be_reached();
    }
    everything_else(&stage, &mut goals).await;
    let folder = project::target().join("bench");
    let text = format!("# Embedding\n\n{}\n\n{}\n{}", load(), goals.table(), beside(&rows));
    project::write(&folder.join("embed.md"), &text)?;
    let all = json!({ "goals": goals, "beside": rows.iter().map(as_json).collect::<Vec<_>>() });
    project::write(&folder.join("embed.json"), serde_json::to_string_pretty(&all)?)?;
    say(&text);
    say(format_args!("bench-embed: {:.0} s", elapsed().as_secs_f32()));
    goals.must_be_reached()
}

/// Times are those of a machine that does nothing else.
pub(super) fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let minute = load.split(' ').next().unwrap_or_default();
    format!("At the end, {minute} processes wanted to run on {cores} cores; times hold for one.")
}

/// What can be checked without a clock, on what is built: a short form of it all.
pub async fn structure() -> Result<()> {
    let mut goals = Goals::default();
    let stage = Stage::start().await?;
    speed::moves(&stage, &mut goals).await?;
    host::effects(&stage, &mut goals).await?;
    mounts::remounts(&stage, &mut goals, 10).await?;
    mounts::instances(&stage, &mut goals, 10).await?;
    looks::words(&mut goals)?;
    service::oembed(&stage, &mut goals).await?;
    service::away(&stage, &mut goals).await?;
    goals.must_be_reached()
}

/// One that fails does not keep the others from being measured.
async fn everything_else(stage: &Stage, goals: &mut Goals) {
    macro_rules! part {
        ($id:literal, $what:literal, $done:expr) => {
            // Before it is borrowed once more.
            let done = $done;
            goals.part($id, $what, done);
        };
    }
    let what = "hostile hosts, each on its rung; what was tampered with never runs";
    service::by_test(goals.of("E3", what), "hosts");
    part!("E6", "effects on the page", host::effects(stage, goals).await);
    part!("E7", "mounts", mounts::remounts(stage, goals, 100).await);
    part!("E7", "instances", mounts::instances(stage, goals, 50).await);
    service::by_test(
        goals.of("E8", "loader, page and service of two versions in every mix"),
        "compat",
    );
    part!("E9", "heights", host::heights(stage, goals).await);
    part!("E10", "storage", host::storage(stage, goals).await);
    part!("E11", "colours", looks::colours(stage, goals).await);
    part!("E12", "words", looks::words(goals));
    part!("E13", "paper", looks::paper(stage, goals).await);
    part!("E14", "oEmbed", service::oembed(stage, goals).await);
    part!("E15", "the service away", service::away(stage, goals).await);
    part!("A1", "every state for everyone", access::everyone(stage, goals).await);
}

/// E1, and the facade: what has come when the first question is to be seen.
async fn loader(manifest: &Manifest, stage: &Stage, goals: &mut Goals) -> Result<()> {
    let weight = |name: &str| manifest.weight_of(name);
    goals.of("E1", "loader, bytes, brotli").at_most(2000.0, weight("embed"));
    let address = format!("{}/f/demo-park?lang=sv&embed=1", stage.way_in);
    let document = packed(&reqwest::get(address).await?.bytes().await?)?;
    let facade = weight("embed") + f64::from(u32::try_from(document)?);
    let what = "facade: loader, the frame's document with its styles, brotli";
    goals.of("E2", what).at_most(12_000.0, facade);
    Ok(())
}

/// Ours and others.
fn beside(rows: &[(String, Visit)]) -> String {
    use std::fmt::Write as _;
    let mut text = String::from(
        "## Beside others\n\nOn the same page, with an empty cache, a quarter of this machine's speed, 400 ms to each \
         answer and 1.6 Mbit/s; files packed by brotli at its best. The median of three visits, \
         in milliseconds from the start of the partner's page.\n\n\
         | | visible | usable | first use answered | blocked | layout shift | bytes | requests |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for (name, v) in rows {
        let _ = writeln!(
            text,
            "| {name} | {:.0} | {:.0} | {:.0} | {:.0} | {:.3} | {:.0} | {:.0} |",
            v.visible, v.usable, v.answered, v.blocked, v.shift, v.bytes, v.requests
        );
    }
    let Some((_, ours)) = rows.first() else { return text };
    text += "\nOurs in a frame ÷ theirs:\n\n| | visible | usable | answered | bytes |\n|---|---:|---:|---:|---:|\n";
    for (name, v) in rows.iter().skip(2) {
        let _ = writeln!(
            text,
            "| {name} | {:.2} | {:.2} | {:.2} | {:.2} |",
            ours.visible / v.visible,
            ours.usable / v.usable,
            ours.answered / v.answered,
            ours.bytes / v.bytes
        );
    }
    text
}

fn as_json((name, v): &(String, Visit)) -> serde_json::Value {
    json!({ "name": name, "visible_ms": v.visible, "usable_ms": v.usable, "answered_ms": v.answered,
        "blocked_ms": v.blocked, "layout_shift": v.shift, "bytes": v.bytes, "requests": v.requests })
}
