//! `cargo bench-embed`: the goals of embedding, each measured, in one table.
//!
//! A [`stage`] plays the network, the partner and the service. Bytes and
//! structure are checked by the tests too; what takes time is judged here
//! alone.

mod goals;
mod others;
mod speed;
mod stage;
pub mod walk;

use anyhow::Result;
use serde_json::json;

use crate::build::{self, Wanted};
use crate::install;
use crate::project::{self, say, stopwatch};
use goals::Goals;
use speed::Visit;
use stage::Stage;

/// Measures everything, and writes and says the table.
pub async fn run() -> Result<()> {
    let elapsed = stopwatch();
    install::tools()?;
    install::browser()?;
    let manifest = build::bundle(Wanted::default())?;
    let mut goals = Goals::default();
    loader(&manifest, &mut goals);
    let stage = Stage::start().await?;
    let rows = match speed::speed(&stage, &mut goals).await {
        Ok(rows) => rows,
        Err(error) => {
            goals.part("E5", "speed", Err(error));
            Vec::new()
        }
    };
    let folder = project::target().join("bench");
    let text = format!("# Embedding\n\n{}\n{}", goals.table(), beside(&rows));
    project::write(&folder.join("embed.md"), &text)?;
    let all = json!({ "goals": goals, "beside": rows.iter().map(as_json).collect::<Vec<_>>() });
    project::write(&folder.join("embed.json"), serde_json::to_string_pretty(&all)?)?;
    say(&text);
    say(format_args!("bench-embed: {:.0} s", elapsed().as_secs_f32()));
    goals.must_be_reached()
}

/// E1 and the facade, from what was built.
fn loader(manifest: &build::manifest::Manifest, goals: &mut Goals) {
    let weight = |name: &str| manifest.weight_of(name);
    goals.at_most("E1", "loader, bytes, brotli", 2000.0, weight("embed"));
    let facade = weight("embed") + weight("frame") + weight("style");
    let document = build::manifest::DOCUMENT_BYTES;
    let document = f64::from(u32::try_from(document).unwrap_or(u32::MAX));
    goals.at_most(
        "E2",
        "facade: loader, document, script and style, brotli",
        12_000.0,
        facade + document,
    );
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
