//! Answers as rows that a thumb can hit: the whole row is the target.

use super::is_ticked;
use crate::state::Row;
use crate::view::{Element, View, el};
use std::sync::Arc;

type IsChosen = Arc<dyn Fn(&str) -> bool + Send + Sync>;
type Choose = Arc<dyn Fn(&str, bool) + Send + Sync>;

/// Rows of one question.
pub(crate) struct Rows {
    /// The name of the inputs; the id of a row's input is `vi-NAME-PLACE`.
    pub(crate) name: String,
    /// Checkboxes, not radio buttons.
    pub(crate) several: bool,
    /// The rows, "vet inte" last.
    pub(crate) all: Vec<Row>,
    /// Whether a code is chosen; followed.
    pub(crate) is_chosen: IsChosen,
    /// Chooses a code, or not.
    pub(crate) choose: Choose,
}

/// The rows, under their groups' headings where they have any.
pub(crate) fn choice_rows(of: &Rows) -> View {
    let mut groups: Vec<(String, Element)> = Vec::new();
    for (at, row) in of.all.iter().enumerate() {
        let (heading, list) = match groups.pop() {
            Some(last) if last.0 == row.group => last,
            before => {
                groups.extend(before);
                (row.group.clone(), group(&row.group))
            }
        };
        groups.push((heading, list.add(choice_row(of, at, row))));
    }
    groups.into_iter().map(|(_, list)| View::from(list)).collect::<Vec<_>>().into()
}

fn group(heading: &str) -> Element {
    let rows = el("div").class("vi-rows");
    if heading.is_empty() {
        return rows;
    }
    rows.set("role", "group")
        .set("aria-label", heading.to_owned())
        .add(el("p").class("vi-group").set("aria-hidden", "true").add(heading))
}

fn choice_row(of: &Rows, at: usize, row: &Row) -> Element {
    let (is_chosen, choose) = (Arc::clone(&of.is_chosen), Arc::clone(&of.choose));
    let (code, chosen) = (row.code.clone(), row.code.clone());
    let input = el("input")
        .set("type", if of.several { "checkbox" } else { "radio" })
        .id(["vi-", &of.name, "-", &at.to_string()].concat())
        .set("name", of.name.clone())
        .set("value", row.code.clone())
        .property(".checked", move || is_chosen(&code))
        .on("change", move |event| choose(&chosen, is_ticked(&event)));
    let hint = (!row.hint.is_empty()).then(|| el("small").add(row.hint.as_str()));
    el("label").class("vi-row").add(input).add(el("span").add(row.label.as_str()).add(hint))
}
