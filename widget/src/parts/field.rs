//! A field to write in, with its label, its hint and what is wrong with it in
//! one place, so that a screen reader hears them together.

use super::problem_of;
use crate::app::App;
use leptos::prelude::*;
use std::sync::Arc;

/// What kind of field.
#[derive(Clone, Copy)]
pub(crate) enum Input {
    /// One line: its type and its autocomplete token.
    Line(&'static str, &'static str),
    /// Several lines, and the most characters.
    Area(usize),
}

/// A field to write in.
pub(crate) struct Written {
    /// The element's id, without `vi-`.
    pub(crate) id: String,
    /// Its label; empty when `labelled_by` says it.
    pub(crate) label: String,
    /// The id of the element that labels it, when the label is a heading.
    pub(crate) labelled_by: Option<&'static str>,
    /// One short sentence of help; may be empty.
    pub(crate) hint: String,
    /// One line or several.
    pub(crate) input: Input,
    /// What stands in it from the start.
    pub(crate) value: String,
    /// Keeps what is written.
    pub(crate) keep: Arc<dyn Fn(String) + Send + Sync>,
}

/// The field. What is written is kept at every stroke.
pub(crate) fn written_field(app: App, of: Written) -> AnyView {
    let id = format!("vi-{}", of.id);
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described = format!("{hint_id} {error_id}");
    let wrong = move |id: String| move || problem_of(app, &id);
    let no_hint = of.hint.is_empty();
    let (text, shown) = (wrong(id.clone()), wrong(id.clone()));
    let label = match of.labelled_by {
        Some(_) => ().into_any(),
        None => view! { <label class="vi-label" for=id.clone()>{of.label}</label> }.into_any(),
    };
    let input = input(of.input, of.value, of.keep, Element {
        invalid: wrong(id.clone()),
        id,
        described,
        labelled_by: of.labelled_by,
    });
    view! {
        <div class="vi-field">
            {label}
            <p class="vi-hint" id=hint_id hidden=no_hint>{of.hint}</p>
            <p class="vi-error" id=error_id hidden=move || shown().is_none()>{text}</p>
            {input}
        </div>
    }
    .into_any()
}

/// What every input element has.
struct Element<F> {
    id: String,
    described: String,
    labelled_by: Option<&'static str>,
    invalid: F,
}

fn input<F: Fn() -> Option<String> + Send + Sync + 'static>(
    input: Input,
    value: String,
    keep: Arc<dyn Fn(String) + Send + Sync>,
    of: Element<F>,
) -> AnyView {
    let invalid = of.invalid;
    let invalid = move || invalid().map(|_| "true");
    let write = move |event| keep(event_target_value(&event));
    match input {
        Input::Line(kind, token) => view! {
            <input
                class="vi-input"
                type=kind
                id=of.id
                autocomplete=token
                aria-describedby=of.described
                aria-labelledby=of.labelled_by
                aria-invalid=invalid
                prop:value=value
                on:input=write
            />
        }
        .into_any(),
        Input::Area(most) => view! {
            <textarea
                class="vi-input"
                rows=most / 150
                id=of.id
                aria-describedby=of.described
                aria-labelledby=of.labelled_by
                aria-invalid=invalid
                prop:value=value
                on:input=write
            ></textarea>
        }
        .into_any(),
    }
}
