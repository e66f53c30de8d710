//! Entries of a matching task, as an index: what every measurement of the
//! search begins with, natively and in wasm.

use serde::Deserialize;
use shared::text::Lang;
use shared::text::search::{Document, Index, Part, Text, Translation};

/// What can be found.
#[derive(Debug, Deserialize)]
pub(crate) struct Entry {
    /// Its id.
    pub(crate) id: String,
    /// What it is called.
    pub(crate) title: String,
    /// What is said of it.
    #[serde(default)]
    pub(crate) body: String,
    /// Its language.
    pub(crate) lang: String,
}

/// Learns from labels, a line each: Swedish, a tab, English. What follows
/// another tab is not read.
pub(crate) fn learn(labels: &str) -> Translation {
    let pairs: Vec<(String, String)> = labels
        .lines()
        .filter_map(|line| {
            let mut parts = line.split('\t').map(str::to_owned);
            Some((parts.next()?, parts.next()?))
        })
        .collect();
    Translation::learn(&pairs)
}

/// Makes entries findable.
pub(crate) fn index(entries: &[Entry]) -> Index {
    let texts: Vec<[Text<'_>; 2]> = entries.iter().map(texts).collect();
    let documents: Vec<Document<'_>> = entries
        .iter()
        .zip(&texts)
        .map(|(entry, texts)| Document { id: &entry.id, family: family(&entry.id), texts })
        .collect();
    Index::new(&documents)
}

fn texts(entry: &Entry) -> [Text<'_>; 2] {
    let lang = Lang::from_tag(&entry.lang);
    [(Part::Title, &entry.title), (Part::Body, &entry.body)].map(|(part, text)| Text {
        part,
        lang,
        text,
    })
}

/// Entries whose ids are codes of digits belong to the same family when they
/// differ in the last digit alone.
fn family(id: &str) -> Option<u32> {
    let is_code = id.len() == 3 && id.bytes().all(|byte| byte.is_ascii_digit());
    is_code.then(|| id.get(..2)?.parse().ok())?
}
