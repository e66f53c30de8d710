//! The company's own words, and what was read from them.

use super::{Frame, frame, onward_words};
use crate::app::{App, Seen, concept_id, is_shown};
use crate::browser;
use crate::language::{fill, journey as words, say};
use crate::parts::{Input, Tone, Written, button, icon, notice_box, paragraph, written_field};
use leptos::prelude::*;
use shared::detection::Finding;
use shared::lead::{LONGEST_SUMMARY, has_personal_number};
use shared::private::Private;
use shared::text::Lang;
use std::sync::Arc;

/// The page of the company's own words.
pub(super) fn words_page(app: App, lang: Lang) -> AnyView {
    let inside = view! {
        {words_field(app, lang)}
        {move || found(app, lang, &app.seen.get())}
        {example(app, lang)}
    };
    frame(app, lang, Frame {
        title: say(lang, words::WORDS_HEADING).to_owned(),
        hint: say(lang, words::WORDS_HINT).to_owned(),
        inside: inside.into_any(),
        button: onward_words(app, lang),
        beside: ().into_any(),
        submit: Arc::new(move || app.onward()),
    })
}

/// The field, with what becomes public said before it.
pub(super) fn words_field(app: App, lang: Lang) -> AnyView {
    let notice = (
        say(lang, words::PUBLIC_RECORD_TITLE).to_owned(),
        say(lang, words::PUBLIC_RECORD).to_owned(),
        String::new(),
    );
    let keep = move |text: String| app.write(|draft| draft.words = Private::new(text));
    let field = written_field(app, Written {
        id: "summary".to_owned(),
        label: say(lang, words::WORDS_LABEL).to_owned(),
        labelled_by: None,
        hint: String::new(),
        input: Input::Area(LONGEST_SUMMARY),
        value: app.draft.with_untracked(|draft| draft.words.reveal().clone()),
        keep: Arc::new(keep),
    });
    let counter = move || {
        let count = app.draft.with(|draft| draft.words.reveal().chars().count());
        fill(lang, words::COUNTER, &[&count.to_string(), &LONGEST_SUMMARY.to_string()])
    };
    view! {
        {notice_box(Tone::Law, super::level(app) + 1, notice)}
        {field}
        <p class="vi-hint">{counter}</p>
        {move || warnings(app, lang)}
    }
    .into_any()
}

/// What should not be sent. Said here; nothing has left the browser.
fn warnings(app: App, lang: Lang) -> AnyView {
    const SAYINGS: [(&str, crate::language::Sentence); 3] = [
        ("secret", words::MAYBE_SECRET),
        ("patient-data", words::MAYBE_PATIENT),
        ("price-in-text", words::PRICE_IN_TEXT),
    ];
    let (number, long) = app.draft.with(|draft| {
        let text = draft.words.reveal();
        (has_personal_number(text), text.chars().count() > LONGEST_SUMMARY)
    });
    let seen = app.seen.get();
    let says = |id: &str| seen.findings.sayings.iter().any(|saying| saying == id);
    let mut all = Vec::new();
    if number {
        all.push(say(lang, words::PERSONAL_NUMBER).to_owned());
    }
    if long {
        all.push(fill(lang, words::TOO_LONG, &[&LONGEST_SUMMARY.to_string()]));
    }
    let said = SAYINGS.iter().filter(|(id, _)| says(id));
    all.extend(said.map(|(_, sentence)| say(lang, *sentence).to_owned()));
    let warnings = all.into_iter().map(|text| paragraph("vi-warn", text)).collect_view();
    view! { <div role="status">{warnings}</div> }.into_any()
}

/// The most concepts that are shown: more is noise.
const MOST_CHIPS: usize = 8;

/// What was read, what was taken away, and what may have been meant.
fn found(app: App, lang: Lang, seen: &Seen) -> AnyView {
    let draft = app.draft.get_untracked();
    if draft.words.reveal().trim().is_empty() && draft.removed.is_empty() {
        return ().into_any();
    }
    let (chips, typos) = app.with(|catalogue| {
        let is_chip = |id: &&String| {
            let at = catalogue.rules.concept(id);
            at.is_some_and(|concept| {
                is_shown(catalogue, &Finding { concept, because: Vec::new() })
            })
        };
        let chips: Vec<String> = seen.profile.concepts.iter().filter(is_chip).cloned().collect();
        let unsure = |finding: &&Finding| {
            !finding.is_certain()
                && is_shown(catalogue, finding)
                && !chips.iter().any(|id| id == concept_id(catalogue, finding.concept))
        };
        let typos = seen.findings.concepts.iter().filter(unsure);
        (chips.clone(), typos.map(|f| concept_id(catalogue, f.concept).to_owned()).collect())
    });
    let typos: Vec<String> = typos;
    let chip = |id: &String| chip(app, lang, seen, id);
    let hint = if chips.is_empty() { words::FOUND_NOTHING } else { words::FOUND_HINT };
    view! {
        <div class="vi-found" role="group" aria-labelledby="vi-found-title">
            <p class="vi-legend" id="vi-found-title" tabindex="-1">{say(lang, words::FOUND)}</p>
            <p class="vi-hint">{say(lang, hint)}</p>
            <ul class="vi-chips">{chips.iter().take(MOST_CHIPS).map(chip).collect_view()}</ul>
            {removed(app, lang, &draft.removed)}
            {meant(app, lang, seen, &typos)}
        </div>
    }
    .into_any()
}

/// A concept with the words that caused it, and a button that takes it away.
fn chip(app: App, lang: Lang, seen: &Seen, id: &str) -> AnyView {
    let (label, because) = told(app, lang, seen, id);
    let name = fill(lang, words::REMOVE, &[&label]);
    let id = id.to_owned();
    let press = move |_| {
        app.answer(|draft| draft.remove(&id));
        browser::focus("#vi-found-title");
    };
    view! {
        <li class="vi-chip">
            <span>{label}{because.map(|words| view! { <small>{words}</small> })}</span>
            <button type="button" aria-label=name on:click=press>{icon("M5 5l10 10M15 5L5 15")}</button>
        </li>
    }
    .into_any()
}

/// A concept's name, and the words that gave it away.
fn told(app: App, lang: Lang, seen: &Seen, id: &str) -> (String, Option<String>) {
    app.with(|catalogue| {
        let at = catalogue.rules.concept(id);
        let concept = at.and_then(|at| catalogue.rules.concepts.get(usize::from(at)));
        let label = concept.map(|one| catalogue.text(lang, one.label).to_owned());
        let finding = seen.findings.concepts.iter().find(|one| Some(one.concept) == at);
        let because = finding.and_then(|finding| finding.because.first());
        let because = because.map(|first| fill(lang, words::BECAUSE, &[&first.word]));
        (label.unwrap_or_default(), because)
    })
}

fn removed(app: App, lang: Lang, removed: &[String]) -> AnyView {
    if removed.is_empty() {
        return ().into_any();
    }
    let undo = |id: &String| {
        let seen = app.now();
        let (label, _) = told(app, lang, &seen, id);
        let text = fill(lang, words::RESTORE, &[&label]);
        let id = id.clone();
        button(
            "vi-quiet",
            text,
            Arc::new(move || {
                app.answer(|draft| draft.restore(&id));
                browser::focus("#vi-found-title");
            }),
        )
    };
    let undo = removed.iter().map(undo).collect_view();
    view! { <div class="vi-removed"><p class="vi-hint">{say(lang, words::REMOVED)}</p>{undo}</div> }
        .into_any()
}

/// Likely typos: suggested, and counted only when the visitor says so.
fn meant(app: App, lang: Lang, seen: &Seen, ids: &[String]) -> AnyView {
    if ids.is_empty() {
        return ().into_any();
    }
    let suggestion = |id: &String| {
        let (label, because) = told(app, lang, seen, id);
        let text = because.map_or_else(|| label.clone(), |words| format!("{label} ({words})"));
        let id = id.clone();
        button("vi-suggestion", text, Arc::new(move || {
            app.answer(|draft| draft.confirm(&id));
            browser::focus("#vi-found-title");
        }))
    };
    let suggestions = ids.iter().map(suggestion).collect_view();
    view! {
        <div class="vi-meant" role="group" aria-labelledby="vi-meant-title">
            <p class="vi-legend" id="vi-meant-title">{say(lang, words::DID_YOU_MEAN)}</p>
            <p class="vi-hint">{say(lang, words::DID_YOU_MEAN_HINT)}</p>
            {suggestions}
        </div>
    }
    .into_any()
}

/// An example from another field: how it may sound, not what to say.
fn example(app: App, lang: Lang) -> AnyView {
    let turn = RwSignal::new(0_usize);
    let text = move || {
        let seen = app.seen.get();
        let other = |(area, _): &&(&str, _)| !seen.profile.concepts.iter().any(|id| id == area);
        let others: Vec<_> = words::EXAMPLES.iter().filter(other).take(3).collect();
        let at = turn.get() % others.len().max(1);
        others.get(at).map_or("", |(_, sentence)| say(lang, *sentence))
    };
    let next = Arc::new(move || turn.update(|turn| *turn += 1));
    view! {
        <div class="vi-example">
            <p class="vi-hint">{say(lang, words::WORDS_EXAMPLE)}</p>
            <p aria-live="polite">{text}</p>
            {button("vi-quiet", say(lang, words::OTHER_EXAMPLE).to_owned(), next)}
        </div>
    }
    .into_any()
}
