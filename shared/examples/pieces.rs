//! The sizes of the files that a visitor downloads: `cargo run -p shared --example pieces [FOLDER]`
//! writes them to a folder too.
use std::io::Write;
use std::path::{Path, PathBuf};
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let bundle = shared::compile::bundle(Path::new(env!("CARGO_MANIFEST_DIR")))
        .map_err(|problems| problems.iter().map(|p| format!("{p}\n")).collect::<String>())?;
    let folder = std::env::args().nth(1).map(PathBuf::from);
    for (name, bytes) in &bundle.pieces {
        writeln!(std::io::stdout(), "{name} {}", bytes.len())?;
        if let Some(folder) = &folder {
            std::fs::write(folder.join(format!("{name}.bin")), bytes)?;
        }
    }
    Ok(())
}
