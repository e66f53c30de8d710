//! A field to write in, with its label, its hint and what is wrong with it in
//! one place, so that a screen reader hears them together.

use super::{problem_of, value_of};
use crate::app::App;
use crate::view::{View, el, live};

/// What kind of field.
#[derive(Clone, Copy)]
pub(crate) enum Input {
    /// One line: its type and its autocomplete token.
    Line(&'static str, &'static str),
    /// Several lines, and the most characters.
    Area(usize),
}

/// A field to write in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    /// The element's id, without `vi-`.
    pub(crate) id: String,
    /// Its label.
    pub(crate) label: String,
    /// One short sentence of help; may be empty.
    pub(crate) hint: String,
    /// What stands in it from the start.
    pub(crate) value: String,
}

/// The field. What is written is kept at every stroke.
pub(crate) fn written_field(
    app: App,
    of: Written,
    input: Input,
    keep: impl Fn(String) + Send + 'static,
) -> View {
    let id = ["vi-", &of.id].concat();
    let ids = ["-hint", "-error"].map(|what| [&id, what].concat());
    let wrong = {
        let id = id.clone();
        move || problem_of(app, &id)
    };
    let (invalid, shown, text) = (wrong.clone(), wrong.clone(), wrong);
    let [hint_id, error_id] = ids.clone();
    let hint = el("p").class("vi-hint").id(hint_id);
    let hint = if of.hint.is_empty() { hint.set("hidden", "") } else { hint.add(of.hint) };
    let error = el("p")
        .class("vi-error")
        .id(error_id)
        .set_live("hidden", move || shown().is_none().then(String::new))
        .add(live(move || text().unwrap_or_default()));
    let (tag, value) = match input {
        Input::Line(..) => (el("input"), of.value),
        Input::Area(_) => (el("textarea"), of.value),
    };
    let element = match input {
        Input::Line(kind, token) => tag.set("type", kind).set("autocomplete", token),
        Input::Area(most) => tag.set("rows", (most / 150).to_string()),
    };
    let element = element
        .class("vi-input")
        .id(id.clone())
        .set("aria-describedby", ids.join(" "))
        .set_live("aria-invalid", move || invalid().map(|_| "true".to_owned()))
        .property(".value", move || value.clone())
        .on("input", move |event| keep(value_of(&event)));
    el("div")
        .class("vi-field")
        .add(el("label").class("vi-label").set("for", id).add(of.label))
        .add(hint)
        .add(error)
        .add(element)
        .into()
}
