//! A crate → a small wasm module and the JavaScript that calls it.
//!
//! `wasm-bindgen` is called as a library, so its version is the one in
//! Cargo.lock and nothing is downloaded. What comes out stays in
//! `target/stages/` with the hash of what went in.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::{Bindgen, Output};

use super::Side;
use crate::project::{self, digest, hex, step};

/// Each feature by name: with `--all-features` wasm-opt writes what browsers
/// do not read yet.
pub(crate) const WASM_OPT: &[&str] = &[
    "-Oz",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-multivalue",
    "--enable-extended-const",
    "--strip-debug",
    "--strip-producers",
];

/// The browsers that can run the wasm can read this much JavaScript.
pub(super) const BROWSERS: &str = "--target=chrome111,firefox115,safari16.4";

/// A crate as it is served.
pub struct Module {
    /// The JavaScript that loads and calls the wasm.
    pub glue: PathBuf,
    /// The wasm.
    pub wasm: PathBuf,
}

/// Compiles a crate and makes it ready to be served.
pub fn module(side: Side, fast: bool) -> Result<Module> {
    let (name, profile) = match side {
        Side::Widget => ("widget", "wasm"),
        Side::Edge => ("edge", "wasm-edge"),
    };
    let compiled = step(&format!("{name}: compiled"), || {
        // Of the one type that is served: cargo optimizes across crates only when no
        // rlib is asked for beside it.
        let what = ["--lib", "--package", name, "--profile", profile, "--crate-type", "cdylib"];
        // The linker is this program: see `traps`.
        let linker = format!("-Clinker={}", std::env::current_exe()?.display());
        let with = ["--", linker.as_str()];
        let with = if side == Side::Widget { with.as_slice() } else { &[] };
        compile(&[&what, with].concat())?;
        Ok(wasm(profile, name))
    })?;
    let stage = project::target().join("stages").join(name);
    let glue = if side == Side::Widget { "widget.js" } else { "bundled.js" };
    let module = Module { glue: stage.join(glue), wasm: stage.join(format!("{name}_bg.wasm")) };

    let key = key(&compiled, fast)?;
    let stamp = stage.join("key");
    if fs::read_to_string(&stamp).is_ok_and(|last| last == key) {
        return Ok(module);
    }
    let _ = fs::remove_dir_all(&stage);
    step(&format!("{name}: bound"), || match side {
        Side::Widget => bind_for_browsers(&compiled, &stage),
        Side::Edge => bind_for_workers(&compiled, &stage),
    })?;
    if !fast {
        step(&format!("{name}: made small"), || make_small(&module.wasm, side))?;
    }
    project::write(&stamp, key)?;
    Ok(module)
}

/// Compiles an example of the widget as the widget is, and gives the module
/// that node loads.
pub fn example(name: &str) -> Result<PathBuf> {
    let stage = project::target().join("stages/examples");
    bound_example(name)?.nodejs(true)?.generate(&stage)?;
    Ok(stage.join(format!("{name}.js")))
}

/// The same for a page: the module and its wasm in a folder.
pub fn example_for_pages(name: &str, folder: &Path) -> Result<()> {
    bound_example(name)?.web(true)?.generate(folder)
}

fn bound_example(name: &str) -> Result<Bindgen> {
    const PROFILE: &str = "wasm";
    compile(&["--example", name, "--package", "widget", "--profile", PROFILE])?;
    let mut binding = Bindgen::new();
    binding.input_path(wasm(PROFILE, &format!("examples/{name}"))).out_name(name).typescript(false);
    Ok(binding)
}

/// Calls cargo for wasm.
pub(crate) fn compile(what: &[&str]) -> Result<()> {
    let mut cargo = project::cargo();
    cargo.args(["rustc", "--quiet", "--target=wasm32-unknown-unknown"]).args(what);
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", without_machine());
    project::run(&mut cargo)
}

/// Where cargo leaves a module.
pub(crate) fn wasm(profile: &str, name: &str) -> PathBuf {
    project::target().join(format!("wasm32-unknown-unknown/{profile}/{name}.wasm"))
}

/// Panics name their file. The same source gives the same wasm in every home.
fn without_machine() -> String {
    let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo"));
    let crates = std::env::var_os("CARGO_HOME").map(PathBuf::from).or(home).unwrap_or_default();
    format!("--remap-path-prefix={}/=", crates.join("registry/src").display())
}

/// How it is done is an input too: this file, the entry, the tools' versions.
fn key(compiled: &Path, fast: bool) -> Result<String> {
    let mut inputs = project::read(compiled)
        .context("the crate gives no wasm: its Cargo.toml needs crate-type = [\"cdylib\"]")?;
    inputs.extend(include_bytes!("wasm.rs"));
    inputs.extend(include_bytes!("entry.js"));
    inputs.extend(include_bytes!("../../package-lock.json"));
    inputs.push(fast.into());
    Ok(hex(&digest(&inputs)))
}

/// The page says where the wasm lies, as its name changes with its content:
/// so no default path.
fn bind_for_browsers(compiled: &Path, stage: &Path) -> Result<()> {
    let mut output = Bindgen::new()
        .input_path(compiled)
        .out_name("bound")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()?;
    drop_idle(&mut output)?;
    let short = shorten(&mut output);
    output.emit(stage)?;
    fs::rename(stage.join("bound_bg.wasm"), stage.join("widget_bg.wasm"))?;
    let bound = stage.join("bound.js");
    let text = String::from_utf8(project::read(&bound)?)?;
    project::write(
        &bound,
        short.iter().fold(text, |text, (long, short)| text.replace(long, short)),
    )?;
    // Functions are ours; the classes are those streams, and go.
    let functions = output.js().lines().filter_map(|line| line.strip_prefix("export function "));
    let ours = functions.filter_map(|line| line.split('(').next());
    let offered: Vec<_> = std::iter::once("default").chain(ours).collect();
    let offered = format!("export {{ {} }} from './bound.js'", offered.join(", "));
    project::write(&stage.join("offered.js"), offered)?;
    let mut esbuild = project::tool("esbuild");
    esbuild.current_dir(stage).args(["offered.js", "--outfile=widget.js", BROWSERS]);
    esbuild.args(["--bundle", "--minify", "--format=esm", "--log-level=warning"]);
    project::run(&mut esbuild)
}

/// Names between wasm and JavaScript carry a hash each, which no compression
/// helps. Gives what became of them, the longest first: one may begin another.
fn shorten(output: &mut Output) -> Vec<(String, String)> {
    let module = output.wasm_mut();
    let imports = module.imports.iter_mut().map(|import| &mut import.name);
    let exports = module.exports.iter_mut().map(|export| &mut export.name);
    let hashed = exports.filter(|name| name.starts_with("wasm_bindgen__convert"));
    let mut names = Vec::new();
    for (place, name) in imports.chain(hashed).enumerate() {
        let short = format!("_{place}");
        names.push((std::mem::replace(name, short.clone()), short));
    }
    names.sort_by_key(|(long, _)| std::cmp::Reverse(long.len()));
    names
}

fn drop_idle(output: &mut Output) -> Result<()> {
    let exports = &mut output.wasm_mut().exports;
    let names = exports.iter().map(|export| export.name.clone());
    let idle: Vec<_> = names.filter(|name| is_idle(name)).collect();
    idle.iter().try_for_each(|name| exports.remove(name))
}

/// Leptos brings streams to and from a server of its own, and markers for a
/// splitter; nothing here calls them, but what is exported cannot be dropped.
fn is_idle(export: &str) -> bool {
    ["intounderlying", "__wbg_intounderlying", "_WASM_SPLIT_MARKER"]
        .iter()
        .any(|idle| export.starts_with(idle))
}

/// As the official worker-build 0.8.7 does: an instance that panicked is made
/// anew for the next request, and workerd hands the wasm out as a plain import.
fn bind_for_workers(compiled: &Path, stage: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(compiled)
        .out_name("edge")
        .module(true)?
        .typescript(false)
        .reset_state_function(true)
        .force_enable_abort_handler(true)
        .remove_producers_section(true)
        .generate(stage)?;
    project::write(&stage.join("entry.js"), include_str!("entry.js"))?;
    let mut esbuild = project::tool("esbuild");
    esbuild.current_dir(stage).args(["entry.js", "--outfile=bundled.js"]);
    esbuild.args(["--external:./edge_bg.wasm", "--external:cloudflare:*"]);
    esbuild.args(["--bundle", "--minify", "--format=esm", "--log-level=warning"]);
    project::run(&mut esbuild)?;
    let bundled = stage.join("bundled.js");
    let text = String::from_utf8(project::read(&bundled)?)?;
    project::write(&bundled, text.replace("import source ", "import "))
}

fn make_small(wasm: &Path, side: Side) -> Result<()> {
    let mut wasm_opt = project::tool("wasm-opt");
    wasm_opt.args(WASM_OPT).arg(wasm).arg("-o").arg(wasm);
    match side {
        // These make code smaller as it lies and heavier on the wire: what they
        // change, brotli would have met before. Measured: 10 % in all.
        // Below 1,024 lies the far end of the stack, and no datum: offsets may be
        // folded into addresses. Taken apart, put together and made small anew, it
        // weighs half a kilobyte less.
        Side::Widget => wasm_opt
            .args(["--converge", "--low-memory-unused", "--flatten", "--rereloop", "-Oz"])
            .args(
                ["inlining-optimizing", "local-cse", "memory-packing", "merge-similar-functions"]
                    .map(|pass| format!("--skip-pass={pass}")),
            ),
        // The abort handler catches; workerd can, and no browser has to.
        Side::Edge => wasm_opt.arg("--enable-exception-handling"),
    };
    project::output_of(&mut wasm_opt).map(drop)
}
