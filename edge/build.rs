//! Builds the catalogue into the Worker, so that a lead is judged again with
//! the very rules that the visitor saw.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    for folder in ["catalogue", "taxonomy"] {
        println!("cargo::rerun-if-changed=../shared/{folder}");
    }
    let out = env::var("OUT_DIR")?;
    let bundle = shared::compile::bundle(Path::new("../shared")).map_err(|problems| {
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    })?;
    for (name, bytes) in bundle.pieces {
        fs::write(Path::new(&out).join(format!("{name}.bin")), bytes)?;
    }
    Ok(())
}
