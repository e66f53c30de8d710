//! The search alone as wasm, with the JavaScript that calls it: the widget's
//! example `measure`, bound as the widget is.

use std::path::PathBuf;

use anyhow::Result;
use wasm_bindgen_cli_support::Bindgen;

use crate::build::manifest::packed;
use crate::build::wasm::{self, WASM_OPT};
use crate::project::{self, step};

/// What it is built for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// Few bytes: as the whole widget.
    Small,
    /// Few microseconds.
    Fast,
}

/// What was built.
pub(super) struct Module {
    /// Where `measure.js` and `measure_bg.wasm` lie.
    pub folder: PathBuf,
}

impl Module {
    /// Bytes over the wire.
    pub(super) fn weight(&self) -> Result<usize> {
        packed(&project::read(&self.wasm())?)
    }

    fn wasm(&self) -> PathBuf {
        self.folder.join("measure_bg.wasm")
    }
}

/// Compiles and binds it.
pub(super) fn build(level: Level) -> Result<Module> {
    let name = if level == Level::Small { "small" } else { "fast" };
    step(&format!("search as {name} wasm"), || {
        compile(level)?;
        let folder = super::folder().join(name);
        Bindgen::new()
            .input_path(wasm::wasm("wasm", "examples/measure"))
            .out_name("measure")
            .web(true)?
            .typescript(false)
            .remove_name_section(true)
            .remove_producers_section(true)
            .generate(&folder)?;
        let module = Module { folder };
        make_better(&module, level)?;
        Ok(module)
    })
}

/// The crates of the search alone are built for speed: the others are the same
/// files that the widget's own build leaves.
fn compile(level: Level) -> Result<()> {
    const FAST: [&str; 6] = [
        "--config",
        "profile.wasm.package.shared.opt-level=3",
        "--config",
        "profile.wasm.package.rust-stemmers.opt-level=3",
        "--config",
        "profile.wasm.package.strsim.opt-level=3",
    ];
    let mut what = vec!["--package=widget", "--example=measure", "--profile=wasm"];
    if level == Level::Fast {
        what.extend(FAST);
    }
    wasm::compile(&what)
}

fn make_better(module: &Module, level: Level) -> Result<()> {
    let mut wasm_opt = project::tool("wasm-opt");
    wasm_opt.args(WASM_OPT).arg(module.wasm()).arg("-o").arg(module.wasm());
    if level == Level::Fast {
        wasm_opt.arg("-O3");
    }
    project::output_of(&mut wasm_opt).map(drop)
}
