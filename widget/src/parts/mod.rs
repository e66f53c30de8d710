//! The smallest pieces of a page. Each shows what it is given and decides
//! nothing.

mod choice;
mod entry;
mod field;
mod notice;
mod problems;
mod warnings;

pub(crate) use choice::{Rows, choice_rows};
pub(crate) use entry::{Size, entry_card};
pub(crate) use field::{Input, Written, written_field};
pub(crate) use notice::{Told, Tone, notice_box, outside_link};
pub(crate) use problems::{problem_of, problem_summary};
pub(crate) use warnings::warnings;

use crate::app::App;
use crate::state::Topic;
use crate::view::{Element, View, el, live, nothing};
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::Event;

/// A heading of any level of the page's outline.
pub(crate) fn heading(level: u8, class: &'static str, text: String) -> Element {
    let tag = match level {
        1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    };
    el(tag).class(class).add(text)
}

/// The heading of a step: it gets the focus when the step is shown.
pub(crate) fn title(app: App, text: String) -> Element {
    heading(app.level(), "vi-title", text).id("vi-title").set("tabindex", "-1")
}

/// A button that says what it does.
pub(crate) fn button(
    class: &'static str,
    text: String,
    act: impl Fn() + Send + 'static,
) -> Element {
    el("button").set("type", "button").class(class).on("click", move |_| act()).add(text)
}

/// A paragraph, or nothing where there is nothing to say.
pub(crate) fn paragraph(class: &'static str, text: String) -> View {
    if text.is_empty() { nothing() } else { el("p").class(class).add(text).into() }
}

/// A list of what is called something, and what it is.
pub(crate) fn described(all: Vec<(String, String)>) -> View {
    if all.is_empty() {
        return nothing();
    }
    let part = |list: Element, (name, text): (String, String)| {
        list.add(el("dt").add(name)).add(el("dd").add(text))
    };
    all.into_iter().fold(el("dl"), part).into()
}

/// A folded part: closed until the visitor opens it, and open in print. What is
/// in it is made when it is first unfolded. `open` outlives the view, so that
/// new results do not close it.
pub(crate) fn folded(
    app: App,
    class: &'static str,
    open: RwSignal<u32>,
    (summary, inside): (String, impl Fn() -> View + Send + 'static),
) -> View {
    let is_open = move || {
        app.follow(Topic::Printing);
        // An effect may run once more after its view is gone, and then finds nothing.
        open.try_get() == Some(1) || app.read(|state| state.printing)
    };
    let press = move |event: Event| {
        event.prevent_default();
        open.set(1 - open.try_get_untracked().unwrap_or_default());
    };
    el("details")
        .class(class)
        .property(".open", is_open)
        .add(el("summary").on("click", press).add(summary))
        .add(live(move || if is_open() { inside() } else { nothing() }))
        .into()
}

/// An icon, drawn from one path. Words stand beside it, so it says nothing.
pub(crate) fn icon(path: &'static str) -> Element {
    el("svg")
        .class("vi-icon")
        .set("viewBox", "0 0 20 20")
        .set("aria-hidden", "true")
        .add(el("path").set("d", path))
}

/// What stands in the field that an event came from.
pub(crate) fn value_of(event: &Event) -> String {
    target(event, "value").as_string().unwrap_or_default()
}

/// Whether the box that an event came from is ticked.
pub(crate) fn is_ticked(event: &Event) -> bool {
    target(event, "checked").as_bool().unwrap_or(false)
}

fn target(event: &Event, property: &str) -> JsValue {
    event
        .target()
        .map_or(JsValue::UNDEFINED, |target| crate::config::get(target.unchecked_ref(), property))
}
