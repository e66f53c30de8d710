//! What the visitor takes along to go on later, brings back, or leaves behind.

use crate::app::App;
use crate::browser;
use crate::config::get;
use crate::language::{Sentence, journey as words};
use crate::parts::{button, paragraph};
use crate::state::Problem;
use crate::view::{Element, View, el, live, nothing};
use leptos::prelude::{Get, RwSignal, Set};
use leptos::wasm_bindgen::JsValue;
use web_sys::Event;

/// A file with everything, or a link with the choices.
pub(super) fn take_along(app: App) -> View {
    let shown = RwSignal::new(0_u32);
    let file = move || browser::download("vagen-in-fortsatt.json", "application/json", &app.kept());
    let copy = move || {
        browser::copy(&app.link(), move |copied| {
            shown.try_set(1 + u32::from(copied));
            app.focus("#vi-link");
        });
    };
    let foot = el("div")
        .class("vi-foot")
        .add(button("vi-quiet", app.say(words::SAVE_FILE), file))
        .add(button("vi-quiet", app.say(words::COPY_LINK), copy));
    el("div")
        .class("vi-keep")
        .add(paragraph("vi-hint", app.say(words::KEEP_HINT)))
        .add(foot)
        .add(live(move || match shown.try_get() {
            None | Some(0) => nothing(),
            Some(1) => link_field(app, words::COPY_HERE),
            Some(_) => link_field(app, words::COPIED),
        }))
        .into()
}

/// The link, also to copy by hand: in a frame the browser often lets no one else.
fn link_field(app: App, label: Sentence) -> View {
    let all = |event: Event| {
        let _ = browser::call(&get(&event, "target"), "select", &JsValue::UNDEFINED);
    };
    let field = el("input")
        .class("vi-input")
        .id("vi-link")
        .set("readonly", "")
        .property(".value", move || followed_link(app))
        .on("focus", all);
    let label = el("label").class("vi-label").set("for", "vi-link").add(app.say(label));
    vec![label.into(), field.into()].into()
}

/// A file that was taken along, brought back.
pub(super) fn bring_back(app: App) -> View {
    const BUTTON: &str = "vi-from-file";
    let wrong = move |sentence| app.stop(vec![Problem::here(BUTTON, app.say(sentence))]);
    let read = move |event: Event| {
        const MOST: f64 = 100_000.0;
        let file = get(&get(&get(&event, "target"), "files"), "0");
        match get(&file, "size").as_f64() {
            None => {}
            Some(size) if MOST < size => wrong(words::FILE_TOO_BIG),
            Some(_) => browser::when(
                (&file, "text"),
                &JsValue::UNDEFINED,
                Box::new(move |text| {
                    let text = text.and_then(|text| text.as_string()).unwrap_or_default();
                    if let Err(sentence) = app.take_file(&text) {
                        wrong(sentence);
                    }
                }),
            ),
        }
    };
    let input = el("input")
        .set("type", "file")
        .set("accept", ".json,application/json")
        .set("hidden", "")
        .id("vi-file")
        .on("change", read);
    let press = move || app.press("#vi-file");
    el("div")
        .class("vi-keep")
        .add(button("vi-quiet", app.say(words::FROM_FILE), press).id(BUTTON))
        .add(input)
        .into()
}

/// Takes every answer away, once the visitor has said so twice.
pub(super) fn start_over(app: App) -> Element {
    let asks = RwSignal::new(0_u32);
    let ask = move |on| {
        asks.set(on);
        app.focus(".vi-again");
    };
    let inside = move || -> View {
        if asks.try_get() != Some(1) {
            return button("vi-quiet", app.say(words::START_OVER), move || ask(1)).into();
        }
        vec![
            el("span").add(app.say(words::REMOVE_ALL)).into(),
            button("vi-quiet", app.say(words::YES_REMOVE), move || app.start_over()).into(),
            button("vi-quiet", app.say(words::KEEP_ANSWERS), move || ask(0)).into(),
        ]
        .into()
    };
    el("div")
        .class("vi-foot vi-again")
        .set("role", "group")
        .set("tabindex", "-1")
        .set("aria-label", app.say(words::START_OVER))
        .add(live(inside))
}

/// The same below what is read last; on a screen that others use it stands on
/// top of every step, and here is a code for one's own phone instead. `qr.js`
/// draws it.
pub(super) fn begin_again(app: App) -> View {
    let (kiosk, visiting) = app.read(|state| (state.config.kiosk, state.is_visiting));
    if visiting {
        // The questions stand in the partner's page.
        return nothing();
    }
    if !kiosk {
        return start_over(app).into();
    }
    el("div").class("vi-qr").set_live("data-text", move || Some(followed_link(app))).into()
}

fn followed_link(app: App) -> String {
    app.seen();
    app.link()
}
