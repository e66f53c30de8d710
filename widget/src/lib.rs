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

use app::App;
use config::Config;
use leptos::prelude::*;
use leptos::wasm_bindgen::prelude::wasm_bindgen;
use shared::matching::{Answering, report};
use shared::text::Lang;
use state::Topic;
use std::cell::Cell;
use web_sys::HtmlElement;

/// Smaller to download than the one that Rust brings.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

thread_local! {
    /// The page, for the calls from outside.
    static APP: Cell<Option<App>> = const { Cell::new(None) };
}

/// The sentences of the page itself in a language, as the file that visitors
/// download: for the build.
#[cfg(not(target_arch = "wasm32"))]
pub fn sentences(lang: Lang) -> Vec<u8> {
    language::file(lang)
}

/// Starts the page in an element, and gives whether it could. `words` and
/// `sentences` are the catalogue's and ours, in the page's language; what else
/// there is comes by [`add_piece`].
#[wasm_bindgen]
#[expect(clippy::too_many_arguments, reason = "JavaScript has no struct to put them in")]
pub fn start(
    config: &str,
    mount: HtmlElement,
    rules: &[u8],
    words: &[u8],
    sentences: &[u8],
    today: &str,
) -> bool {
    let config = Config::read(config);
    let catalogue = loading::first(rules, words, config.lang);
    let learnt = language::learn(config.lang, sentences);
    let (Ok(catalogue), Ok(()), Some(today)) = (catalogue, learnt, shared::text::day(today)) else {
        return false;
    };
    browser::remember(&mount);
    mount.set_text_content(None);
    mount_to(mount, move || {
        let app = App::new(config, catalogue, today);
        APP.set(Some(app));
        listen(app);
        view! { <steps::Page app /> }
    })
    .forget();
    true
}

/// Follows what happens outside the views.
fn listen(app: App) {
    browser::mark(app.journey().step, true);
    browser::on_history(move |step| app.show(journey::Journey::at(step)));
    browser::on_print(move |on| {
        app.edit(|state| state.printing = on);
        app.changed(Topic::Printing);
    });
    app.tell_step();
}

/// Adds a piece of the catalogue, or sentences; gives whether they could be read.
#[wasm_bindgen]
pub fn add_piece(name: &str, bytes: &[u8]) -> bool {
    APP.get().is_some_and(|app| loading::add(app, name, bytes).is_ok())
}

/// Replaces the catalogue by a newer one after `vagen-in:stale`, and keeps every
/// answer; `words` are those of `lang`. Without bytes, or with such that cannot
/// be read, it says so.
#[wasm_bindgen]
pub fn renew(rules: &[u8], words: &[u8], lang: &str, today: &str) -> bool {
    let Some(app) = APP.get() else { return false };
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
pub fn set_lang(tag: &str) {
    if let Some(app) = APP.get() {
        app.speak(Lang::from_tag(tag));
    }
}

/// What the answers come to, as JSON: the same bytes as the native program
/// gives for the same case. Read-only.
#[wasm_bindgen]
pub fn result() -> String {
    let Some(app) = APP.get() else { return String::new() };
    let seen = app.now();
    app.read(|state| {
        let answering = Answering {
            catalogue: &state.catalogue,
            lang: state.lang,
            profile: &seen.profile,
            findings: &seen.findings,
            today: state.today,
            most: usize::MAX,
        };
        serde_json::to_string(&report(answering, &seen.matching)).unwrap_or_default()
    })
}
