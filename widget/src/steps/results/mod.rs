//! What fits: beside the questions from the first answer on, and in full after
//! the last one.

mod groups;
mod summary;

pub(super) use summary::{banner, law_notices};

use super::{frame_bare, level, to};
use crate::app::App;
use crate::browser;
use crate::draft::Draft;
use crate::journey::{Journey, Step};
use crate::language::{day, fill, results as words, say};
use crate::parts::{button, heading, paragraph, title};
use leptos::prelude::*;
use shared::catalogue::Kind;
use shared::qualification::Disposition;
use shared::text::Lang;
use std::sync::Arc;

/// The groups, in the order in which they are read.
const GROUPS: [Kind; 3] = [Kind::Path, Kind::Need, Kind::EntryPoint];

/// What fits so far, beside the question.
pub(super) fn beside(app: App) -> AnyView {
    let lang = app.lang.get_untracked();
    let level = level(app) + 1;
    let begun = Memo::new(move |_| app.draft.with(Draft::is_begun));
    let inside = move || {
        if begun.get() {
            all(app, lang, level)
        } else {
            paragraph("vi-hint", say(lang, words::BEFORE_ANSWERS).to_owned())
        }
    };
    view! {
        <section class="vi-card vi-results" aria-labelledby="vi-results-title">
            <div id="vi-results-title" tabindex="-1">
                {heading(level, "vi-subtitle", say(lang, words::SO_FAR).to_owned())}
            </div>
            {inside}
        </section>
    }
    .into_any()
}

/// What fits, as a step of its own.
pub(super) fn in_full(app: App, lang: Lang) -> AnyView {
    let level = level(app);
    let inside = view! {
        {title(level, say(lang, words::HEADING).to_owned())}
        {all(app, lang, level + 1)}
        {move || go_on(app, lang)}
        {paragraph("vi-promise", say(lang, words::LAST_LINE).to_owned())}
        {paragraph("vi-source", versions(app, lang))}
    };
    frame_bare(app, lang, "vi-results", inside.into_any())
}

fn all(app: App, lang: Lang, level: u8) -> AnyView {
    let groups: Vec<AnyView> =
        GROUPS.into_iter().map(|kind| groups::group(app, lang, level, kind)).collect();
    view! {
        {move || summary::summary(app, lang, &app.seen.get())}
        {move || banner(app, lang, level, &app.seen.get())}
        {move || law_notices(app, lang, level, &app.seen.get())}
        {move || summary::settling(app, lang, level, &app.seen.get())}
        {groups}
        {move || summary::notices(app, lang, level, &app.seen.get())}
        {move || summary::unanswered(app, lang, &app.seen.get())}
    }
    .into_any()
}

/// What to do with it all.
fn go_on(app: App, lang: Lang) -> AnyView {
    let seen = app.seen.get();
    let (paused, forward) =
        (app.config(|config| config.paused), seen.matching.disposition == Disposition::Forward);
    let recipients = Journey::at(Step::Recipients);
    let sentence = if forward { words::GO_ON } else { words::WHY_NOT };
    let class = if forward { "vi-button" } else { "vi-quiet" };
    let go = if paused {
        ().into_any()
    } else {
        to(app, class, say(lang, sentence).to_owned(), recipients)
    };
    let hint = forward && !seen.missing.is_empty();
    let hint = if hint { say(lang, words::NOT_COMPLETE).to_owned() } else { String::new() };
    let print = button("vi-quiet", say(lang, words::PRINT).to_owned(), Arc::new(browser::print));
    let change = to(
        app,
        "vi-quiet",
        say(lang, words::CHANGE_ANSWERS).to_owned(),
        Journey::START,
    );
    view! { {paragraph("vi-hint", hint)}<div class="vi-foot">{go}{print}{change}</div> }.into_any()
}

/// What a print needs to be replayed.
fn versions(app: App, lang: Lang) -> String {
    let (catalogue, rules) = app.with(|catalogue| {
        let rules = &catalogue.rules;
        (rules.version.clone(), rules.rules_version.clone())
    });
    fill(lang, words::VERSIONS, &[&day(lang, app.today()), &catalogue, &rules])
}
