//! Every public entry as JSON: the catalogue as open data.

use crate::catalogue::{Catalogue, Entry, Heading, Intake, Kind, Status};
use crate::text::Lang;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct OpenData<'a> {
    licence: &'static str,
    version: &'a str,
    entries: Vec<OpenEntry<'a>>,
}

#[derive(Serialize)]
struct OpenEntry<'a> {
    id: &'a str,
    kind: Kind,
    example: bool,
    name: BTreeMap<&'static str, &'a str>,
    why: BTreeMap<&'static str, &'a str>,
    about: BTreeMap<String, BTreeMap<&'static str, &'a str>>,
    next: Option<BTreeMap<&'static str, &'a str>>,
    link: Option<&'a str>,
    owner: Option<BTreeMap<&'static str, &'a str>>,
    intake: Intake,
    status: Status,
    concepts: Vec<&'a str>,
    source: BTreeMap<&'static str, &'a str>,
    checked_on: String,
    review_after: String,
}

/// The catalogue as JSON, CC BY 4.0.
pub(super) fn json(catalogue: &Catalogue) -> String {
    let entries = catalogue.rules.entries.iter().map(|entry| open(catalogue, entry)).collect();
    let data = OpenData { licence: "CC BY 4.0", version: &catalogue.rules.version, entries };
    serde_json::to_string(&data).unwrap_or_default()
}

fn open<'a>(catalogue: &'a Catalogue, entry: &'a Entry) -> OpenEntry<'a> {
    let both =
        |text| Lang::ALL.into_iter().map(|lang| (lang.tag(), catalogue.text(lang, text))).collect();
    let concept = |at: &u16| catalogue.rules.concepts.get(usize::from(*at)).map(|c| c.id.as_str());
    OpenEntry {
        id: &entry.id,
        kind: entry.kind,
        example: entry.example,
        name: both(entry.name),
        why: both(entry.why),
        about: entry.about.iter().map(|(of, text)| (heading(*of), both(*text))).collect(),
        next: entry.next.map(both),
        link: entry.link.as_deref(),
        owner: entry.owner.map(both),
        intake: entry.intake,
        status: entry.status,
        concepts: entry.concepts.iter().filter_map(concept).collect(),
        source: both(entry.source),
        checked_on: entry.checked_on.to_string(),
        review_after: entry.review_after.to_string(),
    }
}

fn heading(of: Heading) -> String {
    format!("{of:?}").to_lowercase()
}
