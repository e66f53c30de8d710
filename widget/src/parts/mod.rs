//! The smallest pieces of a page. Each shows what it is given and decides
//! nothing. They give `AnyView`: one type, so that the page stays small.

mod choice;
mod entry;
mod field;
mod notice;
mod problems;

pub(crate) use choice::{Row, Rows, choice_rows};
pub(crate) use entry::entry_card;
pub(crate) use field::{Input, Written, written_field};
pub(crate) use notice::{Tone, notice_box, outside_link};
pub(crate) use problems::{problem_of, problem_summary};

use crate::app::App;
use leptos::html::custom;
use leptos::prelude::*;
use std::sync::Arc;

/// What happens on a press.
pub(crate) type Act = Arc<dyn Fn() + Send + Sync>;

/// A heading of any level of the page's outline.
pub(crate) fn heading(level: u8, class: &'static str, text: String) -> AnyView {
    custom(tag(level)).class(class).child(text).into_any()
}

/// The heading of a step: it gets the focus when the step is shown.
pub(crate) fn title(level: u8, text: String) -> AnyView {
    custom(tag(level)).class("vi-title").id("vi-title").tabindex("-1").child(text).into_any()
}

fn tag(level: u8) -> &'static str {
    match level {
        1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

/// A button that says what it does.
pub(crate) fn button(class: &'static str, text: String, act: Act) -> AnyView {
    view! { <button type="button" class=class on:click=move |_| act()>{text}</button> }.into_any()
}

/// A paragraph, or nothing where there is nothing to say.
pub(crate) fn paragraph(class: &'static str, text: String) -> AnyView {
    if text.is_empty() {
        return ().into_any();
    }
    view! { <p class=class>{text}</p> }.into_any()
}

/// What stands in a folded part; made when it is first unfolded.
pub(crate) type Inside = Arc<dyn Fn() -> AnyView + Send + Sync>;

/// A folded part: closed until the visitor opens it, and open in print. `open`
/// outlives the view, so that new results do not close it.
pub(crate) fn folded(
    app: App,
    class: &'static str,
    open: RwSignal<bool>,
    (summary, inside): (String, Inside),
) -> AnyView {
    let is_open = move || open.get() || app.printing.get();
    let press = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        open.update(|open| *open = !*open);
    };
    view! {
        <details class=class prop:open=is_open>
            <summary on:click=press>{summary}</summary>
            {move || if is_open() { inside() } else { ().into_any() }}
        </details>
    }
    .into_any()
}

type Keys = Arc<dyn Fn() -> Vec<u32> + Send + Sync>;
type View = Arc<dyn Fn(u32) -> AnyView + Send + Sync>;

/// Views by key: one that stays keeps its elements, and with them the focus and
/// what was unfolded; another key is another element.
pub(crate) fn keyed(keys: Keys, view: View) -> AnyView {
    view! { <For each=move || keys() key=|key| *key children=move |key| view(key) /> }.into_any()
}

/// An icon, drawn from one path. Words stand beside it, so it says nothing.
pub(crate) fn icon(path: &'static str) -> AnyView {
    view! {
        <svg class="vi-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d=path></path>
        </svg>
    }
    .into_any()
}
