//! The search alone, as wasm: what `cargo bench-match` weighs and measures in
//! node and in Chromium, beside other search engines.

#[path = "../../shared/examples/entries/mod.rs"]
mod entries;

use entries::Entry;
use shared::text::Lang;
use shared::text::search::{Found, Index};
use wasm_bindgen::prelude::wasm_bindgen;

/// Entries, made findable in steps that can be measured one by one.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Measure {
    lang: String,
    entries: Vec<Entry>,
    index: Option<Index>,
    found: Found,
}

#[wasm_bindgen]
impl Measure {
    /// Has no entries yet; all will be in one language.
    #[wasm_bindgen(constructor)]
    pub fn new(lang: String) -> Self {
        Self { lang, entries: Vec::new(), index: None, found: Found::default() }
    }

    /// Takes one entry more.
    pub fn add(&mut self, id: String, title: String, body: String) {
        let lang = self.lang.clone();
        self.entries.push(Entry { id, title, body, lang });
    }

    /// Makes the entries findable.
    pub fn build(&mut self) {
        self.index = Some(entries::index(&self.entries));
    }

    /// Learns a dictionary from labels.
    pub fn learn(&mut self, labels: &str) {
        self.index = self.index.take().map(|index| index.translating(entries::learn(labels)));
    }

    /// Finds ten entries, with reasons: gives each one's place and score, and
    /// keeps the reasons for [`Measure::told`].
    pub fn search(&mut self, text: &str, lang: &str) -> Vec<u32> {
        let Some(index) = &self.index else { return Vec::new() };
        self.found = index.search(text, Lang::from_tag(lang), 10);
        self.found.hits.iter().flat_map(|hit| [hit.entry, hit.score]).collect()
    }

    /// Tells what was found last, and why, as `evaluate --explain` does.
    pub fn told(&self) -> String {
        let Some(index) = &self.index else { return String::new() };
        let confidence = f64::from(self.found.confidence) / 1000.0;
        let hits = self.found.hits.iter();
        let hits: Vec<_> = hits.map(|hit| (index.id(hit.entry), hit.score, confidence)).collect();
        let why: Vec<_> = self.found.hits.iter().map(|hit| &hit.addends).collect();
        serde_json::json!({ "hits": hits, "why": why }).to_string()
    }
}
