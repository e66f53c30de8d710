//! What a visitor sees: the questionnaire and what comes of it.
//!
//! Everything is shown here and nothing decided: [`shared`] says what fits, the
//! Worker says it again. No answer leaves the page before the visitor sends it;
//! `sending.rs` holds the only call that carries one.
//!
//! Read in this order: `draft` is what was answered, `journey` where the
//! visitor stands, `app` turns the one into results, `steps` and `parts` show
//! them in the sentences of `language`.
#![expect(unreachable_pub, reason = "leptos' #[component] writes `pub`")]

mod language;

mod draft;

mod journey;

mod config;

mod browser;

mod state;

mod app;

mod loading;

mod sending;

mod view;

mod parts;

mod steps;

use app::slots::{app, stop as stopped, take};
use config::Config;
use leptos::wasm_bindgen::prelude::wasm_bindgen;
use shared::text::Lang;
use web_sys::HtmlElement;

/// Smaller to download than the one that Rust brings.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// The sentences of the page itself in a language, as the file that visitors
/// download: for the build.
#[cfg(not(target_arch = "wasm32"))]
pub fn sentences(lang: Lang) -> Vec<u8> {
    language::file(lang)
}

/// Starts a page in an element and gives its number, from 1; 0 if it could not.
/// `words` and `sentences` are the catalogue's and ours, in the page's language;
/// what else there is comes by [`add_piece`].
#[wasm_bindgen]
#[expect(clippy::too_many_arguments, reason = "JavaScript has no struct to put them in")]
pub fn start(
    config: &str,
    mount: HtmlElement,
    rules: &[u8],
    words: &[u8],
    sentences: &[u8],
    today: &str,
) -> u32 {
    let config = Config::read(config);
    let catalogue = loading::first(rules, words, config.lang);
    let learnt = language::learn(config.lang, sentences);
    match (catalogue, learnt, shared::text::day(today)) {
        (Ok(catalogue), Ok(()), Some(today)) => take(config, (catalogue, today), mount),
        _ => 0,
    }
}

/// Takes a page away with all that was written in it. Its number may be given
/// to another.
#[wasm_bindgen]
pub fn stop(at: u32) {
    stopped(at);
}

/// Adds a piece of the catalogue, or sentences; gives whether they could be read.
#[wasm_bindgen]
pub fn add_piece(at: u32, name: &str, bytes: &[u8]) -> bool {
    app(at).is_some_and(|app| loading::add(app, name, bytes).is_ok())
}

/// Replaces the catalogue by a newer one after `vagen-in:stale`, and keeps every
/// answer; `words` are those of `lang`. Without bytes, or with such that cannot
/// be read, it says so.
#[wasm_bindgen]
#[expect(clippy::too_many_arguments, reason = "JavaScript has no struct to put them in")]
pub fn renew(at: u32, rules: &[u8], words: &[u8], lang: &str, today: &str) -> bool {
    let Some(app) = app(at) else { return false };
    let catalogue = loading::first(rules, words, Lang::from_tag(lang));
    let fresh = catalogue.ok().zip(shared::text::day(today));
    let renewed = fresh.is_some();
    if let Some((catalogue, today)) = fresh {
        app.renew(catalogue, today);
    }
    sending::after_renewal(app, renewed);
    renewed
}

/// Speaks `sv` or `en`, and keeps every answer.
#[wasm_bindgen]
pub fn set_lang(at: u32, tag: &str) {
    if let Some(app) = app(at) {
        app.speak(Lang::from_tag(tag));
    }
}

/// Forgets every answer and shows the first question. The focus stays where it is.
#[wasm_bindgen]
pub fn reset(at: u32) {
    if let Some(app) = app(at) {
        app.reset();
    }
}

/// Goes where a link leads: to an entry, or to prepared answers. What it may not
/// say is passed over.
#[wasm_bindgen]
pub fn open(at: u32, target: &str) {
    if let Some(app) = app(at) {
        app.open(target);
    }
}

/// Moves the focus to the heading of the step.
#[wasm_bindgen]
pub fn focus_start(at: u32) {
    if let Some(app) = app(at) {
        app.focus(".vi-title");
    }
}

/// Everything that was written so far, as the file that a visitor can keep.
#[wasm_bindgen]
pub fn keep(at: u32) -> String {
    app(at).map(app::App::kept).unwrap_or_default()
}

/// Takes what [`keep`], a file or a link gave, and stands where it says; gives
/// whether it could be read.
#[wasm_bindgen]
pub fn restore(at: u32, text: &str) -> bool {
    app(at).is_some_and(|app| app.hand_over(text))
}

/// What the answers come to, as JSON: the lead that they would make, without who
/// asks and without what was written. Read-only.
#[wasm_bindgen]
pub fn result(at: u32) -> String {
    app(at).map(|app| sending::text(app, false)).unwrap_or_default()
}

#[cfg(test)]
#[path = "../../shared/tests/odd/mod.rs"]
mod odd;
