//! Entries by group: five open to the eye, the rest folded, and what does not
//! fit folded with its reasons.

use crate::app::{App, in_group};
use crate::language::results as words;
use crate::parts::{Size, entry_card, folded, heading, paragraph};
use crate::state::Topic;
use crate::view::{View, each, el, live, nothing};
use leptos::prelude::RwSignal;
use shared::catalogue::{Entry, Kind, Place};

/// How many entries of a group are open to the eye.
const FIRST: usize = 5;

/// A part of a group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    First,
    More,
    NotNow,
}

/// A group of entries. Its order is that of the last step; what is said of each
/// entry follows the answers.
pub(super) fn group(app: App, level: u8, size: Size, kind: Kind) -> View {
    let empty = move || {
        let none = places(app, kind, Part::First).is_empty();
        paragraph("vi-hint", if none { app.say(words::NOTHING_HERE) } else { String::new() })
    };
    el("div")
        .class("vi-entries")
        .add(heading(level, "vi-group-title", app.say(words::group(kind))))
        .add(live(empty))
        .add(entries(app, (level + 1, size), kind, Part::First))
        .add(folded_part(app, (level + 1, size), kind, Part::More))
        .add(folded_part(app, (level + 1, size), kind, Part::NotNow))
        .into()
}

fn folded_part(app: App, look: (u8, Size), kind: Kind, part: Part) -> View {
    let open = RwSignal::new(0);
    live(move || {
        let count = places(app, kind, part).len();
        if count == 0 {
            return nothing();
        }
        let sentence = if part == Part::More { words::MORE } else { words::NOT_NOW };
        let inside = move || entries(app, look, kind, part);
        folded(app, "vi-more", open, (app.fill(sentence, &[&count.to_string()]), inside))
    })
}

fn entries(app: App, (level, size): (u8, Size), kind: Kind, part: Part) -> View {
    let keys = move || places(app, kind, part);
    let card = move |at| entry_card(app, level, at, size);
    el("ul").class("vi-list").add(each(keys, card)).into()
}

/// The places of a part's entries, in order.
fn places(app: App, kind: Kind, part: Part) -> Vec<Place> {
    app.follow(Topic::Sorted);
    app.read(|state| {
        let is_here = |at: Place| {
            let is_of = |entry: &Entry| in_group(entry.kind, kind);
            state.shown_first != Some(at) && state.entry(at).is_some_and(is_of)
        };
        let here = state.sorted.iter().filter(|(at, _)| is_here(*at));
        let of = |open: bool| here.filter(move |(_, is_open)| *is_open == open).map(|(at, _)| *at);
        match part {
            Part::First => of(true).take(FIRST).collect(),
            Part::More => of(true).skip(FIRST).collect(),
            Part::NotNow => of(false).collect(),
        }
    })
}
