//! What was released before: kept in `e2e/releases/`, and served on.
//!
//! A partner may have pinned a loader by its hash, so each stays for ever under
//! its version. A page that is open names the files of its own build, so those
//! of the newest release are served beside ours.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::project::{self, digest, hex};

/// A release as it was served.
pub struct Release {
    /// Its version in numbers, for their order.
    pub version: Vec<u32>,
    /// Its whole `target/dist/`.
    pub dist: PathBuf,
}

/// Gives every release, the oldest first, unpacked.
pub fn releases() -> Result<Vec<Release>> {
    let _alone = project::hold("releases")?;
    let folder = project::root().join("e2e/releases");
    let mut all = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(version) = name.strip_suffix(".tar.br") {
            let numbers = version.split('.').map(str::parse);
            let version = numbers.collect::<Result<_, _>>().context(name.clone())?;
            all.push(Release { version, dist: unpacked(&path, &name)? });
        }
    }
    all.sort_by(|one, other| one.version.cmp(&other.version));
    Ok(all)
}

/// Gives the newest release.
pub fn newest() -> Result<Release> {
    releases()?.pop().context("nothing is released")
}

/// Gives the address and the bytes of each file that stays.
pub fn released() -> Result<Vec<(String, Vec<u8>)>> {
    let mut kept = Vec::new();
    let releases = releases()?;
    for release in &releases {
        let url = format!("/v{}/embed.js", release.name());
        kept.push((url.clone(), project::read(&release.public(&url))?));
    }
    let Some(newest) = releases.last() else { return Ok(kept) };
    let folder = newest.public("/assets");
    for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        kept.push((format!("/assets/{name}"), project::read(&path)?));
    }
    kept.sort();
    Ok(kept)
}

impl Release {
    /// Gives the version as it is written.
    pub fn name(&self) -> String {
        let numbers: Vec<_> = self.version.iter().map(u32::to_string).collect();
        numbers.join(".")
    }

    fn public(&self, url: &str) -> PathBuf {
        self.dist.join("public").join(url.trim_start_matches('/'))
    }
}

/// Unpacks an archive, unless it is unpacked already.
fn unpacked(archive: &Path, name: &str) -> Result<PathBuf> {
    let packed = project::read(archive)?;
    let folder = project::target().join("releases").join(name.trim_end_matches(".tar.br"));
    let (stamp, hash) = (folder.join(".unpacked"), hex(&digest(&packed)));
    if fs::read_to_string(&stamp).is_ok_and(|last| last == hash) {
        return Ok(folder);
    }
    let readme = String::from_utf8(project::read(&archive.with_file_name("README.md"))?)?;
    ensure!(readme.contains(&hash), "e2e/releases/README.md does not know {name} as {hash}");
    let _ = fs::remove_dir_all(&folder);
    let tar = folder.join("dist.tar");
    let mut bytes = Vec::new();
    brotli::BrotliDecompress(&mut &*packed, &mut bytes).with_context(|| name.to_owned())?;
    project::write(&tar, bytes)?;
    let mut unpack = project::tool("tar");
    unpack.arg("-C").arg(&folder).arg("-xf").arg(&tar);
    project::output_of(&mut unpack)?;
    fs::remove_file(&tar)?;
    project::write(&stamp, hash)?;
    Ok(folder)
}
