//! Every address of the contract, with what is expected of it.

use std::fmt;

use anyhow::{Context, Result};
use e2e::project::{read, root};
use reqwest::Method;
use serde_json::Value;

/// Who asks: nobody, someone with no role, each role, an officer.
pub(crate) const ROLES: [&str; 7] = [
    "anonymous",
    "someone-else",
    "vagen-in-viewers",
    "vagen-in-triage",
    "vagen-in-operators",
    "vagen-in-admins",
    "rs-innovation-officers",
];

/// An operators' address, and who of [`ROLES`] is let in.
const WHO: [(&str, &str, &str); 16] = [
    ("get", "/v1/admin/me", ".xxxxxx"),
    ("get", "/v1/admin/metrics", "..xxxx."),
    ("get", "/v1/admin/leads/{lead}", "..xxxx."),
    ("get", "/v1/admin/deliveries", "..xxxx."),
    ("get", "/v1/admin/recipients", "..xxxx."),
    ("get", "/v1/admin/quarantine", "...xxx."),
    ("post", "/v1/admin/leads/{lead}/release", "...xxx."),
    ("get", "/v1/admin/export", "....xx."),
    ("post", "/v1/admin/replay", "....xx."),
    ("post", "/v1/admin/recipients/{recipient}/pause", "....xx."),
    ("post", "/v1/admin/recipients/{recipient}/resume", "....xx."),
    ("post", "/v1/admin/recipients/{recipient}/rotation", ".....x."),
    ("post", "/v1/admin/leads/{lead}/erase", ".....x."),
    ("get", "/v1/admin/audit", ".....x."),
    ("get", "/v1/admin/pickup/{delivery}", "......x"),
    ("post", "/v1/admin/pickup/{delivery}", "......x"),
];

/// What any page may read.
const OPEN: [&str; 9] = [
    "/.well-known/security.txt",
    "/partners/vagen-in.php",
    "/f/{partner}/page.json",
    "/f/{partner}/theme.css",
    "/v1/catalogue",
    "/v1/partners/{partner}",
    "/v1/match",
    "/v1/openapi.json",
    "/oembed",
];

/// Ours, the partner's, and what has been tried against others.
pub(crate) const ORIGINS: [&str; 14] = [
    "{ours}",
    "{site}",
    "https://evil.example",
    "http://evil.example",
    "null",
    "{ours}.evil.example",
    "https://evil-kisciencepark.se",
    "https://kisciencepark.se.evil.example",
    "http://kisciencepark.se",
    "https://kisciencepark.se:8443",
    "https://x.kisciencepark.se",
    "https://KISCIENCEPARK.se",
    "file://",
    "https://user@kisciencepark.se",
];

/// An address to ask, its gaps filled.
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: String,
    template: String,
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

impl Route {
    pub(crate) fn is_operators(&self) -> bool {
        self.template.starts_with("/v1/admin/")
    }

    /// On both host names.
    pub(crate) fn is_watchers(&self) -> bool {
        ["/healthz", "/readyz"].contains(&self.template.as_str())
    }

    /// Any page may read it.
    pub(crate) fn is_open(&self) -> bool {
        OPEN.contains(&self.template.as_str())
    }

    pub(crate) fn is_sent_by_our_pages_alone(&self) -> bool {
        let changes = [Method::POST, Method::DELETE].contains(&self.method);
        changes && !self.is_operators() && self.template != "/v1/match"
    }

    /// Whether who stands at a place of [`ROLES`] is let in.
    pub(crate) fn lets_in(&self, place: usize) -> Result<bool> {
        let method = self.method.as_str().to_lowercase();
        let mut lines = WHO.iter();
        let line = lines.find(|(taken, path, _)| *taken == method && *path == self.template);
        let (_, _, who) = line.with_context(|| format!("{self} is not in the matrix"))?;
        Ok(who.chars().nth(place) == Some('x'))
    }
}

/// All that the contract names.
pub(crate) fn all() -> Result<Vec<Route>> {
    let contract: Value = serde_json::from_slice(&read(&root().join("edge/src/openapi.json"))?)?;
    let paths = contract.get("paths").and_then(Value::as_object).context("no paths")?;
    let mut all = Vec::new();
    for (template, methods) in paths {
        let methods = methods.as_object().context("no methods")?;
        for method in methods.keys().filter(|name| *name != "parameters") {
            all.push(route(template, method)?);
        }
    }
    Ok(all)
}

fn route(template: &str, method: &str) -> Result<Route> {
    let mut path = template.to_owned();
    for (gap, with) in [
        ("{partner}", "demo-park"),
        ("{recipient}", "nobody"),
        ("{delivery}", "0000.rs-innovation"),
        ("{slug}", "not-found"),
        ("{key}", "0000000000000000000000000000000000000000"),
        ("{lead}", "0000"),
    ] {
        path = path.replace(gap, with);
    }
    Ok(Route { method: method.to_uppercase().parse()?, path, template: template.to_owned() })
}
