//! Published embeds on the same kind of page: a search over 500 entries and a
//! captcha for a form, both as their makers say to embed them.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::super::corpus;
use super::stage::Stage;
use crate::project::{self, hex, npm};

/// Another's embed.
pub(super) struct Other {
    pub(super) name: String,
    pub(super) url: String,
}

/// A partner's page with an embed in it, as small as may be.
pub(super) fn host_page(embed: &str) -> String {
    format!(
        r#"<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Park</title>
        <meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"></head>
        <body><h1>Park</h1><p>Här möts forskning, vård och företag.</p><section>{embed}</section>
        <h2>På gång</h2><p>Frukostmöte, öppet hus och kurs.</p></body></html>"#
    )
}

/// All of them, ready to be visited.
pub(super) fn all(stage: &Stage) -> Result<Vec<Other>> {
    Ok(vec![pagefind(stage)?, altcha(stage)?])
}

/// Its default interface, over as many entries as a region's catalogue may have.
fn pagefind(stage: &Stage) -> Result<Other> {
    let folder = project::target().join("bench/pagefind");
    let _ = fs::remove_dir_all(&folder);
    for entry in corpus::task(500)?.docs {
        let mut page = String::new();
        write!(
            page,
            "<!doctype html><html lang=\"sv\"><title>{0}</title><body data-pagefind-body><h1>{0}</h1><p>{1} provning</p>",
            entry.title, entry.body
        )?;
        project::write(&folder.join(format!("site/{}.html", entry.id)), page)?;
    }
    let machine = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };
    let package = format!("@pagefind/linux-{machine}");
    let mut index = project::tool(npm(&format!("{package}/bin/pagefind_extended")));
    index.arg("--site").arg(folder.join("site")).arg("--output-path").arg(folder.join("index"));
    project::output_of(&mut index)?;
    stage.folder("/pagefind/", folder.join("index"));
    let html = host_page(
        r##"<link href="/pagefind/pagefind-ui.css" rel="stylesheet"><script src="/pagefind/pagefind-ui.js"></script>
        <div id="search"></div>
        <script>addEventListener("DOMContentLoaded", () => new PagefindUI({ element: "#search" }))</script>"##,
    );
    let url = stage.page("pagefind.html", &html);
    Ok(Other { name: format!("Pagefind {}, default UI, 500 entries", version(&package)?), url })
}

/// With a task so small that hardly anything but the widget is measured.
fn altcha(stage: &Stage) -> Result<Other> {
    const NUMBER: u32 = 500;
    let salt = "0123456789abcdef";
    let challenge = json!({
        "algorithm": "SHA-256",
        "challenge": hex(&Sha256::digest(format!("{salt}{NUMBER}"))),
        "salt": salt,
        "maxnumber": 2 * NUMBER,
        "signature": "not checked here",
    });
    stage.folder("/altcha/", npm("altcha/dist/main"));
    let html = host_page(&format!(
        r#"<script async defer src="/altcha/altcha.min.js" type="module"></script>
        <form><altcha-widget challenge='{challenge}'></altcha-widget></form>"#
    ));
    let url = stage.page("altcha.html", &html);
    Ok(Other { name: format!("ALTCHA {}, widget", version("altcha")?), url })
}

fn version(package: &str) -> Result<String> {
    let about = project::read(&npm(&format!("{package}/package.json")))?;
    let about: serde_json::Value = serde_json::from_slice(&about)?;
    let version = about.get("version").and_then(serde_json::Value::as_str);
    Ok(version.context("no version")?.to_owned())
}
