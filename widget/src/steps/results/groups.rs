//! Entries by group: five open to the eye, the rest folded, and what does not
//! fit folded with its reasons.

use crate::app::{App, in_group};
use crate::language::{fill, results as words, say};
use crate::parts::{entry_card, folded, heading, keyed, paragraph};
use leptos::prelude::*;
use shared::catalogue::Kind;
use shared::text::Lang;
use std::sync::Arc;

/// How many entries of a group are open to the eye.
const FIRST: usize = 5;

/// A part of a group.
#[derive(Clone, Copy)]
enum Part {
    First,
    More,
    NotNow,
}

/// A group of entries. Its order is that of the last step; what is said of each
/// entry follows the answers.
pub(super) fn group(app: App, lang: Lang, level: u8, kind: Kind) -> AnyView {
    let shown = move |part: Part| entries(app, lang, level + 1, (kind, part));
    let nothing = move || {
        let none = places(app, (kind, Part::First)).is_empty();
        let said = if none { say(lang, words::NOTHING_HERE).to_owned() } else { String::new() };
        paragraph("vi-hint", said)
    };
    view! {
        <div class="vi-entries">
            {heading(level, "vi-group-title", say(lang, words::group(kind)).to_owned())}
            {nothing}
            {shown(Part::First)}
            {folded_part(app, lang, level, (kind, Part::More))}
            {folded_part(app, lang, level, (kind, Part::NotNow))}
        </div>
    }
    .into_any()
}

fn folded_part(app: App, lang: Lang, level: u8, (kind, part): (Kind, Part)) -> AnyView {
    let open = RwSignal::new(false);
    let view = move || {
        let count = places(app, (kind, part)).len();
        if count == 0 {
            return ().into_any();
        }
        let sentence = if matches!(part, Part::More) { words::MORE } else { words::NOT_NOW };
        let summary = fill(lang, sentence, &[&count.to_string()]);
        let inside = Arc::new(move || entries(app, lang, level + 1, (kind, part)));
        folded(app, "vi-more", open, (summary, inside))
    };
    view.into_any()
}

fn entries(app: App, lang: Lang, level: u8, of: (Kind, Part)) -> AnyView {
    let keys = move || places(app, of).into_iter().map(u32::from).collect();
    let card = move |at: u32| match u16::try_from(at) {
        Ok(at) => entry_card(app, lang, level, at),
        Err(_) => ().into_any(),
    };
    view! { <ul class="vi-list">{keyed(Arc::new(keys), Arc::new(card))}</ul> }.into_any()
}

/// The places of a part's entries, in order.
fn places(app: App, (kind, part): (Kind, Part)) -> Vec<u16> {
    let sorted = app.sorted.get();
    app.with(|catalogue| {
        let is_here = |at: u16| {
            let entry = catalogue.rules.entries.get(usize::from(at));
            entry.is_some_and(|entry| in_group(entry.kind, kind))
        };
        let of = |open: bool| {
            let these = sorted.iter().filter(move |(_, is_open)| *is_open == open);
            these.map(|(at, _)| *at).filter(|at| is_here(*at))
        };
        match part {
            Part::First => of(true).take(FIRST).collect(),
            Part::More => of(true).skip(FIRST).collect(),
            Part::NotNow => of(false).collect(),
        }
    })
}
