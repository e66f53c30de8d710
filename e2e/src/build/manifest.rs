//! What was built, how heavy it is, and whether that is too heavy.
//!
//! Weights are brotli at its best: what a network like Cloudflare's sends to
//! a browser that asks for it.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use shared::compile::Calibration;

use super::assets::{Asset, Assets, When};
use super::released::released;
use super::wasm::Module;
use crate::project::{self, digest, hex};

/// On every partner's page, wanted or not: so it must not be felt.
const LOADER_BYTES: usize = 2_000;
/// What a visitor waits for: about a second on a slow mobile connection.
const FIRST_ANSWER_BYTES: usize = 150_000;
/// A whole journey, with all that came while the visitor answered.
const JOURNEY_BYTES: usize = 260_000;
/// The frame's document is written by the Worker; the tests weigh the real one
/// against this allowance.
pub const DOCUMENT_BYTES: usize = 3_000;

/// All that was built.
pub struct Manifest {
    catalogue: String,
    calibration: Calibration,
    files: Vec<File>,
}

struct File {
    asset: Asset,
    brotli: usize,
}

impl Manifest {
    /// Weighs every file. The Worker's own are listed, but have no budget:
    /// nobody downloads them.
    pub fn weigh(assets: Assets, edge: Option<&Module>) -> Result<Self> {
        let Assets { catalogue, calibration, files: mut assets } = assets;
        for (role, path) in edge.iter().flat_map(|edge| [("js", &edge.glue), ("wasm", &edge.wasm)])
        {
            let (role, url) = (format!("worker_{role}"), String::new());
            assets.push(Asset { role, url, when: When::Never, bytes: project::read(path)? });
        }
        let files: Vec<_> = assets.into_iter().map(File::weigh).collect::<Result<_>>()?;
        Ok(Self { catalogue, calibration, files })
    }

    /// Writes the served files, what is told of them to caches and browsers,
    /// and `manifest.json`.
    pub fn write(&self, dist: &Path) -> Result<()> {
        let public = dist.join("public");
        for File { asset, .. } in self.files.iter().filter(|file| file.is_served()) {
            project::write(&public.join(asset.url.trim_start_matches('/')), &asset.bytes)?;
        }
        project::write(&public.join("_headers"), include_str!("headers.txt"))?;
        let kept = self.keep_released(&public)?;
        let mut manifest = self.for_worker();
        if let Value::Object(fields) = &mut manifest {
            fields.insert("kept".into(), json!(kept));
            fields.insert("files".into(), self.files.iter().map(File::described).collect());
            fields.insert("calibration".into(), json!(self.calibration));
        }
        project::write(&dist.join("manifest.json"), serde_json::to_string_pretty(&manifest)?)
    }

    /// Writes what was released before and is served on. Gives its addresses.
    fn keep_released(&self, public: &Path) -> Result<Vec<String>> {
        let mut kept = Vec::new();
        for (url, bytes) in released()? {
            let ours = self.files.iter().find(|file| file.asset.url == url);
            let is_same = ours.is_none_or(|file| file.asset.bytes == bytes);
            ensure!(is_same, "{url} is released and must stay as it is: raise the version");
            if ours.is_none() {
                project::write(&public.join(url.trim_start_matches('/')), bytes)?;
                kept.push(url);
            }
        }
        Ok(kept)
    }

    /// Gives what the Worker must know to name the files in its pages.
    pub fn for_worker(&self) -> Value {
        let of = |prefix: &str| -> Map<String, Value> {
            let named = self.files.iter().filter(|file| file.is_served());
            named
                .filter_map(|File { asset, .. }| {
                    let name = asset.role.strip_prefix(prefix)?;
                    (!name.contains('/')).then(|| (name.to_owned(), json!(asset.url)))
                })
                .collect()
        };
        let mut assets = of("");
        for role in ["wasm", "frame", "style", "embed_pinned"] {
            if let Some(file) = self.files.iter().find(|file| file.asset.role == role) {
                let hash = integrity(&file.asset.bytes);
                assets.insert(format!("{role}_integrity"), json!(hash));
            }
        }
        let open_data = assets.remove("catalogue");
        let wasm = self.files.iter().find(|file| file.asset.role == "worker_wasm");
        let build = wasm.map(|file| hex(&digest(&file.asset.bytes)));
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "build": build,
            "catalogue": {
                "hash": self.catalogue,
                "rules": shared::compile::RULES_VERSION,
                "pieces": of("piece/"),
                "open_data": open_data,
            },
            "assets": assets,
        })
    }

    /// Gives every file and every budget as a table.
    pub fn table(&self) -> String {
        let mut table = format!("{:>10} {:>10}  file\n", "bytes", "brotli");
        for file in &self.files {
            let name = if file.is_served() { &file.asset.url } else { &file.asset.role };
            let _ = writeln!(table, "{:>10} {:>10}  {name}", file.asset.bytes.len(), file.brotli);
        }
        for budget in self.budgets() {
            let verdict = if budget.weight <= budget.most { "" } else { "  TOO HEAVY" };
            let Budget { name, weight, most } = budget;
            let _ = writeln!(table, "{weight:>10} of {most:>7}  {name}{verdict}");
        }
        table
    }

    /// Gives what a file weighs, by what the manifest calls it.
    pub fn weight_of(&self, role: &str) -> f64 {
        let found = self.files.iter().find(|file| file.asset.role == role);
        found.map_or(f64::NAN, |file| f64::from(u32::try_from(file.brotli).unwrap_or(u32::MAX)))
    }

    /// Gives the budget until the first answer.
    pub fn most_until_answer() -> usize {
        FIRST_ANSWER_BYTES
    }

    /// Refuses a build that is too heavy.
    pub fn keep_to_budgets(&self) -> Result<()> {
        for Budget { name, weight, most } in self.budgets() {
            ensure!(weight <= most, "{name} weighs {weight} bytes (brotli); at most {most}");
        }
        Ok(())
    }

    fn budgets(&self) -> [Budget; 3] {
        let weight = |when| -> usize {
            self.files.iter().filter(|file| file.asset.when == when).map(|file| file.brotli).sum()
        };
        let loader = weight(When::Loader);
        let first = DOCUMENT_BYTES + weight(When::First);
        let journey = loader + first + weight(When::Later);
        [
            Budget { name: "the loader", weight: loader, most: LOADER_BYTES },
            Budget { name: "until the first answer", weight: first, most: FIRST_ANSWER_BYTES },
            Budget { name: "a whole journey", weight: journey, most: JOURNEY_BYTES },
        ]
    }
}

/// Gives how many bytes are sent, with brotli's best quality and the widest
/// window that browsers take.
pub fn packed(bytes: &[u8]) -> Result<usize> {
    let mut packed = Vec::new();
    let best = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &best)?;
    Ok(packed.len())
}

/// Gives the hash of a file in the form that `integrity` takes.
pub(super) fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(digest(bytes)))
}

struct Budget {
    name: &'static str,
    weight: usize,
    most: usize,
}

impl File {
    fn weigh(asset: Asset) -> Result<Self> {
        let is_served = !asset.url.is_empty();
        let brotli = if is_served { packed(&asset.bytes)? } else { 0 };
        Ok(Self { asset, brotli })
    }

    fn is_served(&self) -> bool {
        !self.asset.url.is_empty()
    }

    fn described(&self) -> Value {
        json!({
            "role": self.asset.role,
            "url": self.is_served().then_some(&self.asset.url),
            "bytes": self.asset.bytes.len(),
            "brotli": self.brotli,
            "sha256": hex(&digest(&self.asset.bytes)),
        })
    }
}
