//! The widget's hand-written files → what browsers get: bound to the wasm's
//! glue, told what they pin, and made small.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::assets::Asset;
use super::manifest::integrity;
use super::wasm::BROWSERS;
use crate::project;

/// A file as it stands, made small.
pub(super) fn minified(file: &str) -> Result<Vec<u8>> {
    let format = if is_script(file) { &["--format=esm"][..] } else { &[] };
    built(file, esbuild(file).args(format))
}

/// A module with all that it imports; `widget` is the glue of the wasm. One
/// file, so that one hash pins all of it. Nothing of ours waits for the end of a
/// JavaScript `using`: without it esbuild sees which classes nobody needs.
pub(super) fn bundled(file: &str, glue: &Path) -> Result<Vec<u8>> {
    const NO_USING: &str = "--define:Symbol.dispose=false";
    let alias = format!("--alias:widget={}", glue.display());
    built(file, esbuild(file).args(["--bundle", "--format=esm", NO_USING, &alias]))
}

/// The loader: it knows the inline rung by its name and its hash.
pub(super) fn loader(inline: &Asset) -> Result<Vec<u8>> {
    let define = |name: &str, value: &str| format!("--define:{name}=\"{value}\"");
    let pinned = [
        define("VERSION", env!("CARGO_PKG_VERSION")),
        define("INLINE", &inline.url),
        define("INLINE_HASH", &integrity(&inline.bytes)),
    ];
    built("embed.js", esbuild("embed.js").args(["--bundle", "--format=iife"]).args(pinned))
}

fn is_script(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|extension| extension == "js")
}

fn esbuild(file: &str) -> Command {
    let mut esbuild = project::tool("esbuild");
    esbuild.arg(Path::new("widget").join(file));
    esbuild.args(["--minify", "--charset=utf8", "--log-level=warning", BROWSERS]);
    esbuild.env("NODE_PATH", project::npm(""));
    esbuild
}

fn built(file: &str, esbuild: &mut Command) -> Result<Vec<u8>> {
    let text = project::output_of(esbuild).with_context(|| format!("widget/{file}"))?;
    Ok(text.into_bytes())
}
