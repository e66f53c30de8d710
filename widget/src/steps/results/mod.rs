//! What fits: beside the questions from the first answer on, and in full after
//! the last one.

mod groups;
mod summary;

pub(super) use summary::{banner, elsewhere, law_notices};

use super::keep::{begin_again, take_along};
use super::{card, frame_bare, to};
use crate::app::App;
use crate::browser;
use crate::journey::{Journey, Step};
use crate::language::{day, results as words};
use crate::parts::{Size, button, entry_card, heading, paragraph, title};
use crate::state::Topic;
use crate::view::{View, each, el, live, nothing};
use leptos::prelude::{Get, GetUntracked, RwSignal, Set};
use shared::catalogue::Kind;
use shared::qualification::Disposition;

/// The groups, in the order in which they are read.
const GROUPS: [Kind; 3] = [Kind::Path, Kind::Need, Kind::EntryPoint];

/// What fits so far, beside the question.
pub(super) fn beside(app: App) -> View {
    let level = app.level() + 1;
    // Sorted for the first time at the first answer.
    let inside = each(
        move || {
            app.follow(Topic::Sorted);
            vec![u32::from(app.read(|state| !state.sorted.is_empty()))]
        },
        move |begun| {
            if begun == 1 {
                all(app, level, Size::Small)
            } else {
                paragraph("vi-hint", app.say(words::BEFORE_ANSWERS))
            }
        },
    );
    let name = heading(level, "vi-subtitle", app.say(words::SO_FAR));
    card("vi-card vi-results")
        .set("aria-labelledby", "vi-results-title")
        .add(name.id("vi-results-title").set("tabindex", "-1"))
        .add(inside)
        .into()
}

/// What fits, as a step of its own.
pub(super) fn in_full(app: App) -> View {
    // An answer that is given here may lead it elsewhere.
    let heading = move || app.say(elsewhere(app, &app.seen_in_sum()).unwrap_or(words::HEADING));
    let inside = vec![
        title(app, String::new()).add(live(heading)).into(),
        all(app, app.level() + 1, Size::Full),
        live(move || go_on(app)),
        take_along(app),
        begin_again(app),
        paragraph("vi-promise", app.say(words::LAST_LINE)),
        paragraph("vi-source", versions(app)),
    ];
    frame_bare(app, "vi-card vi-step vi-results", inside.into())
}

fn all(app: App, level: u8, size: Size) -> View {
    // What a link led to stands before all else.
    let first = app.read(|state| state.shown_first);
    let first = first.map(|at| el("ul").class("vi-list").add(entry_card(app, level, at, size)));
    let mut parts = vec![
        first.into(),
        live(move || summary::summary(app, size, &app.seen_in_sum())),
        live(move || banner(app, level, &app.seen_in_sum())),
        live(move || law_notices(app, level, &app.seen_in_sum())),
        live(move || summary::settling(app, level, &app.seen_in_sum())),
    ];
    parts.push(groups_in_turn(app, level, size));
    parts.push(live(move || summary::notices(app, level, &app.seen_in_sum())));
    parts.push(live(move || summary::unanswered(app, &app.seen_in_sum())));
    parts.into()
}

/// The groups, each a moment after the one before: fifteen entries at once would
/// hold back a slow phone.
fn groups_in_turn(app: App, level: u8, size: Size) -> View {
    let drawn = RwSignal::new(0);
    draw_next(app, drawn);
    let group = move |at: u32| {
        let kind = usize::try_from(at).ok().and_then(|at| GROUPS.get(at));
        kind.map_or_else(nothing, |kind| groups::group(app, level, size, *kind))
    };
    each(move || (0..drawn.try_get().unwrap_or_default()).collect(), group)
}

fn draw_next(app: App, drawn: RwSignal<u32>) {
    app.later(0, move || {
        // Nothing when the step has been left.
        let Some(before) = drawn.try_get_untracked() else { return };
        drawn.try_set(before + 1);
        if usize::try_from(before + 1).is_ok_and(|next| next < GROUPS.len()) {
            draw_next(app, drawn);
        }
    });
}

/// What to do with it all.
fn go_on(app: App) -> View {
    let seen = app.seen_in_sum();
    let forward = seen.matching.disposition == Disposition::Forward && !seen.recipients.is_empty();
    let (sentence, class) =
        if forward { (words::GO_ON, "vi-button") } else { (words::WHY_NOT, "vi-quiet") };
    let paused = app.read(|state| state.config.paused);
    let go = (!paused).then(|| to(app, class, app.say(sentence), Journey::at(Step::Recipients)));
    let lacks = forward && !seen.missing.is_empty();
    let hint = if lacks { paragraph("vi-hint", app.say(words::NOT_COMPLETE)) } else { nothing() };
    let foot = el("div")
        .class("vi-foot")
        .add(go)
        .add(button("vi-quiet", app.say(words::PRINT), browser::print))
        .add(to(app, "vi-quiet", app.say(words::CHANGE_ANSWERS), Journey::START));
    vec![hint, foot.into()].into()
}

/// What a print needs to be replayed, and where.
fn versions(app: App) -> String {
    let (catalogue, rules, today) = app.read(|state| {
        let rules = &state.catalogue.rules;
        (rules.version.clone(), rules.rules_version.clone(), state.today)
    });
    app.fill(words::VERSIONS, &[&day(app.lang(), today), &catalogue, &rules, &app.address()])
}
