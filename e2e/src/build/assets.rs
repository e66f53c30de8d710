//! The files that are served, named after their content.
//!
//! A name with a hash is for ever; only the loader has a name that stays while
//! its content changes, so it alone is cached for a short time.

use anyhow::{Result, anyhow};
use shared::compile::{Bundle, Calibration};
use shared::text::Lang;

use super::scripts;
use super::wasm::Module;
use crate::project::{self, digest, hex};

/// A served file.
pub struct Asset {
    /// What the manifest calls it.
    pub role: String,
    /// The path in its URL, with the leading slash.
    pub url: String,
    /// When a visitor needs it.
    pub when: When,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// When a visitor's browser fetches a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// With the partner's page.
    Loader,
    /// Before the first answer can be judged.
    First,
    /// While the visitor answers.
    Later,
    /// Never: it is for others.
    Never,
}

/// Every served file but the pages that the Worker writes itself.
pub struct Assets {
    /// The catalogue's version.
    pub catalogue: String,
    /// Where the catalogue's bands come from.
    pub calibration: Calibration,
    /// The files.
    pub files: Vec<Asset>,
}

/// Gives the widget's files, if it was built, and the catalogue's.
pub fn all(widget: Option<&Module>) -> Result<Assets> {
    let mut files = widget.map(of_widget).transpose()?.unwrap_or_default();
    let bundle = catalogue()?;
    let (catalogue, calibration) = (bundle.version.clone(), bundle.calibration);
    files.extend(pieces(bundle));
    Ok(Assets { catalogue, calibration, files })
}

fn of_widget(module: &Module) -> Result<Vec<Asset>> {
    let style = named("style", "style", "css", scripts::minified("style.css")?);
    let wasm = named("wasm", "widget_bg", "wasm", project::read(&module.wasm)?);
    let frame = named("frame", "frame", "js", scripts::bundled("frame.js", &module.glue)?);
    let inline = named("inline", "inline", "js", scripts::bundled("inline.js", &module.glue)?);
    let loader = scripts::loader(&inline)?;
    let fixed = |role: &str, url: &str, when, bytes: &[u8]| Asset {
        role: role.into(),
        url: url.into(),
        when,
        bytes: bytes.to_vec(),
    };
    let pinned = concat!("/v", env!("CARGO_PKG_VERSION"), "/embed.js");
    let [sv, en] = Lang::ALL.map(sentences);
    let mut all = vec![
        fixed("embed", "/v1/embed.js", When::Loader, &loader),
        fixed("embed_pinned", pinned, When::Never, &loader),
        fixed("selftest", "/v1/selftest.js", When::Never, &scripts::minified("selftest.js")?),
        frame,
        Asset { when: When::Never, ..inline },
        style,
        wasm,
        sv,
        Asset { when: When::Later, ..en },
    ];
    if project::root().join("widget/qr.js").exists() {
        let qr = named("qr", "qr", "js", scripts::bundled("qr.js", &module.glue)?);
        all.push(Asset { when: When::Never, ..qr });
    }
    // With the send of a lead, where a recipient has a key.
    let seal = named("seal", "seal", "js", scripts::bundled("seal.js", &module.glue)?);
    all.push(Asset { when: When::Never, ..seal });
    Ok(all)
}

fn named(role: &str, stem: &str, extension: &str, bytes: Vec<u8>) -> Asset {
    let hash: String = hex(&digest(&bytes)).chars().take(12).collect();
    let url = format!("/assets/{stem}-{hash}.{extension}");
    Asset { role: role.into(), url, when: When::First, bytes }
}

/// What the widget says itself: of this build's wasm, whatever the catalogue.
fn sentences(lang: Lang) -> Asset {
    let name = format!("sentences-{}", lang.tag());
    named(&name, &name, "bin", widget::sentences(lang))
}

fn catalogue() -> Result<Bundle> {
    shared::compile::bundle(&project::root().join("shared")).map_err(|problems| {
        let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
        anyhow!("the catalogue has faults:\n{}", lines.join("\n"))
    })
}

/// The catalogue's pieces, and all of it as open data.
fn pieces(bundle: Bundle) -> Vec<Asset> {
    let mut assets: Vec<_> =
        bundle.pieces.into_iter().map(|(name, bytes)| piece(name, bytes)).collect();
    let open = named("catalogue", "catalogue", "json", bundle.open_data.into_bytes());
    assets.push(Asset { when: When::Never, ..open });
    assets
}

/// Swedish is weighed as what a visitor waits for, and English as what comes
/// with a change of language; the other way round weighs much the same.
fn piece(name: &str, bytes: Vec<u8>) -> Asset {
    let when = if ["rules", "words-sv"].contains(&name) { When::First } else { When::Later };
    Asset { when, ..named(&format!("piece/{name}"), name, "bin", bytes) }
}
