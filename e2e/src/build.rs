//! The workspace → `target/dist/`: what visitors download and what the Worker
//! runs.
//!
//! Each wasm crate is compiled, bound and made small ([`wasm`]); the files get
//! names from their content ([`assets`]); they are weighed against the budgets
//! ([`manifest`]); and the Worker gets its configuration ([`worker`]). A step
//! whose inputs have not changed is not done again.

pub mod assets;
pub mod manifest;
pub mod released;
mod scripts;
pub mod traps;
pub mod wasm;
pub mod worker;

use std::fs;
use std::thread;

use anyhow::{Result, anyhow};

use crate::project::{self, say, step, stopwatch};
use manifest::Manifest;

/// What to build, and how well.
#[derive(Clone, Copy, Default)]
pub struct Wanted {
    /// Skip wasm-opt: for the inner loop.
    pub fast: bool,
    /// Build one side alone: for those who work on it while the other is
    /// in pieces.
    pub only: Option<Side>,
}

/// The two crates that become wasm.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What a visitor sees.
    Widget,
    /// What is kept and forwarded.
    Edge,
}

impl Wanted {
    fn wants(self, side: Side) -> bool {
        self.only.is_none_or(|only| only == side)
    }
}

/// Builds everything into [`project::dist`] and says how heavy it became.
///
/// # Errors
/// When a tool fails or a file is missing. Budgets are the caller's concern: a
/// build that is too heavy can still be looked at.
pub fn bundle(wanted: Wanted) -> Result<Manifest> {
    let elapsed = stopwatch();
    let _alone = project::hold("bundle")?;
    let (widget, edge) = compile_both(wanted)?;

    let fresh = project::target().join("dist.new");
    let _ = fs::remove_dir_all(&fresh);
    let assets = step("assets", || assets::all(widget.as_ref()))?;
    let manifest = step("manifest", || Manifest::weigh(assets, edge.as_ref()))?;
    manifest.write(&fresh)?;
    if let Some(edge) = &edge {
        worker::write(edge, &manifest, &fresh)?;
    }
    let _ = fs::remove_dir_all(project::dist());
    fs::rename(&fresh, project::dist())?;

    say(manifest.table());
    say(format_args!("bundle: {} ({:.1} s)", project::dist().display(), elapsed().as_secs_f32()));
    Ok(manifest)
}

/// The long single-threaded end of one build fills the gaps of the other.
fn compile_both(wanted: Wanted) -> Result<(Option<wasm::Module>, Option<wasm::Module>)> {
    thread::scope(|scope| {
        let compile = |side: Side| {
            let wants = wanted.wants(side);
            move || wants.then(|| wasm::module(side, wanted.fast)).transpose()
        };
        let widget = scope.spawn(compile(Side::Widget));
        let edge = compile(Side::Edge)();
        let widget = widget.join().map_err(|_| anyhow!("building the widget panicked"))?;
        Ok((widget?, edge?))
    })
}
