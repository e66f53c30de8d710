//! Answers as rows that a thumb can hit: the whole row is the target.

use leptos::prelude::*;
use std::sync::Arc;

/// A row.
#[derive(Clone)]
pub(crate) struct Row {
    /// What is kept.
    pub(crate) code: String,
    /// What is read.
    pub(crate) label: String,
    /// What it means; may be empty.
    pub(crate) hint: String,
    /// The heading that it stands under; may be empty.
    pub(crate) group: String,
}

/// Rows of one question.
#[derive(Clone)]
pub(crate) struct Rows {
    /// The name of the inputs; the id of a row is `vi-NAME-PLACE`.
    pub(crate) name: String,
    /// Checkboxes, not radio buttons.
    pub(crate) several: bool,
    /// The rows, "vet inte" last.
    pub(crate) rows: Vec<Row>,
    /// Whether a code is chosen; followed.
    pub(crate) is_chosen: Arc<dyn Fn(&str) -> bool + Send + Sync>,
    /// Chooses a code, or not.
    pub(crate) choose: Arc<dyn Fn(&str, bool) + Send + Sync>,
}

/// The rows, under their groups' headings where they have any.
pub(crate) fn choice_rows(of: Rows) -> AnyView {
    let mut groups: Vec<(String, Vec<AnyView>)> = Vec::new();
    for (at, row) in of.rows.iter().enumerate() {
        let view = choice_row(&of, at, row);
        match groups.last_mut() {
            Some((group, rows)) if *group == row.group => rows.push(view),
            _ => groups.push((row.group.clone(), vec![view])),
        }
    }
    groups.into_iter().map(|(heading, rows)| group(heading, rows)).collect_view().into_any()
}

fn group(heading: String, rows: Vec<AnyView>) -> AnyView {
    if heading.is_empty() {
        return view! { <div class="vi-rows">{rows}</div> }.into_any();
    }
    let label = heading.clone();
    view! {
        <div class="vi-rows" role="group" aria-label=label>
            <p class="vi-group" aria-hidden="true">{heading}</p>
            {rows}
        </div>
    }
    .into_any()
}

fn choice_row(of: &Rows, at: usize, row: &Row) -> AnyView {
    let kind = if of.several { "checkbox" } else { "radio" };
    let id = format!("vi-{}-{at}", of.name);
    let (is_chosen, choose) = (of.is_chosen.clone(), of.choose.clone());
    let (code, chosen) = (row.code.clone(), row.code.clone());
    let hint = (!row.hint.is_empty()).then(|| row.hint.clone());
    view! {
        <label class="vi-row">
            <input
                type=kind
                id=id
                name=of.name.clone()
                value=row.code.clone()
                prop:checked=move || is_chosen(&code)
                on:change=move |event| choose(&chosen, event_target_checked(&event))
            />
            <span>{row.label.clone()}{hint.map(|hint| view! { <small>{hint}</small> })}</span>
        </label>
    }
    .into_any()
}
