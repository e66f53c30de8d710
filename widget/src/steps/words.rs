//! The company's own words, and what was read from them.

use super::{Frame, frame, onward_words};
use crate::app::App;
use crate::language::{Sentence, fill, journey as words, quoted, say};
use crate::parts::{
    Input, Told, Tone, Written, button, icon, notice_box, paragraph, warnings, written_field,
};
use crate::state::{Seen, Topic, concept_id};
use crate::view::{Element, View, el, live, nothing};
use leptos::prelude::*;
use shared::detection::{Finding, is_shown};
use shared::lead::LONGEST_SUMMARY;
use shared::private::Private;
use shared::relevance::Band;

/// The page of the company's own words.
pub(super) fn words_page(app: App) -> View {
    let found = live(move || found(app, &app.seen()));
    let below = vec![words_warnings(app), found, example(app)];
    let of = Frame {
        title: app.say(words::WORDS_HEADING),
        hint: app.say(words::WORDS_HINT),
        inside: words_field(app),
        button: onward_words(app),
        beside: nothing(),
        below: below.into(),
    };
    frame(app, of, move || app.onward())
}

/// The field, with what becomes public said before it.
pub(super) fn words_field(app: App) -> View {
    let told = Told {
        title: app.say(words::PUBLIC_RECORD_TITLE),
        text: app.say(words::PUBLIC_RECORD),
        source: String::new(),
    };
    let written = Written {
        id: "summary".to_owned(),
        label: app.say(words::WORDS_LABEL),
        hint: String::new(),
        value: app.read(|state| state.draft.words.reveal().clone()),
    };
    let keep = move |text: String| app.write(|draft| draft.words = Private::new(text));
    let counter = move || {
        app.follow(Topic::Draft);
        let count = app.read(|state| state.draft.words.reveal().chars().count());
        app.fill(words::COUNTER, &[&count.to_string(), &LONGEST_SUMMARY.to_string()])
    };
    vec![
        notice_box(Tone::Law, app.level() + 1, told).into(),
        written_field(app, written, Input::Area(LONGEST_SUMMARY), keep),
        el("p").class("vi-hint").add(live(counter)).into(),
    ]
    .into()
}

/// What should not stand in the field.
pub(super) fn words_warnings(app: App) -> View {
    warnings(app, LONGEST_SUMMARY, |state| {
        (state.draft.words.reveal(), state.heard.findings.clone())
    })
}

/// The most concepts that are shown: more is noise.
const MOST_CHIPS: usize = 8;

/// What was read, what was taken away, and what may have been meant.
fn found(app: App, seen: &Seen) -> View {
    let removed = app.read(|state| state.draft.removed.clone());
    let empty = app.read(|state| state.draft.words.reveal().trim().is_empty());
    let confirmed = app.read(|state| state.draft.answers.concepts.clone());
    if empty && removed.is_empty() && confirmed.is_empty() {
        return nothing();
    }
    let is_chip = |id: &&String| is_shown(id) || confirmed.contains(id);
    let chips: Vec<&String> = seen.profile.concepts.iter().filter(is_chip).collect();
    let unsure = seen.findings.concepts.iter().filter(|finding| !finding.is_certain());
    let typos: Vec<String> = app.with(|catalogue| {
        let id = |finding: &Finding| concept_id(catalogue, finding.concept).to_owned();
        // A word of several meanings is asked about whatever they are.
        let asked = unsure.filter(|finding| finding.is_ambiguous() || is_shown(&id(finding)));
        asked.map(id).filter(|id| !chips.contains(&id)).collect()
    });
    let hint = if chips.is_empty() { words::FOUND_NOTHING } else { words::FOUND_HINT };
    let list = chips.into_iter().take(MOST_CHIPS).map(|id| chip(app, seen, id));
    let heading = el("p").class("vi-legend").id("vi-found-title").set("tabindex", "-1");
    el("div")
        .class("vi-found")
        .set("role", "group")
        .set("aria-labelledby", "vi-found-title")
        .add(heading.add(app.say(words::FOUND)))
        .add(paragraph("vi-hint", [app.say(hint), not_understood(app, seen)].join(" ")))
        .add(list.fold(el("ul").class("vi-chips"), Element::add))
        .add(taken_away(app, seen, &removed))
        .add(meant(app, seen, &typos))
        .into()
}

/// The words that stand for nothing here; empty while the rest is understood.
pub(super) fn not_understood(app: App, seen: &Seen) -> String {
    /// More than these are a text about something else.
    const MOST: usize = 5;
    let unknown = &seen.matching.unknown;
    if seen.matching.words != Some(Band::None) || unknown.is_empty() {
        return String::new();
    }
    let quoted: Vec<String> =
        unknown.iter().take(MOST).map(|word| quoted(app.lang(), word)).collect();
    app.fill(words::NOT_UNDERSTOOD, &[&quoted.join(", ")])
}

/// Changes what was found, and keeps the focus where it is told.
fn change(app: App, change: impl FnOnce(&mut crate::draft::Draft)) {
    app.answer(change);
    app.focus("#vi-found-title");
}

/// A concept with the words that caused it, and a button that takes it away.
fn chip(app: App, seen: &Seen, id: &str) -> Element {
    let (label, because) = told(app, seen, id);
    let name = app.fill(words::REMOVE, &[&label]);
    let id = id.to_owned();
    let remove = el("button")
        .set("type", "button")
        .set("aria-label", name)
        .on("click", move |_| change(app, |draft| draft.remove(&id)))
        .add(icon("M5 5l10 10M15 5L5 15"));
    let because = because.map(|words| el("small").add(words));
    el("li").class("vi-chip").add(el("span").add(label).add(because)).add(remove)
}

/// A concept's name, and the words that gave it away.
fn told(app: App, seen: &Seen, id: &str) -> (String, Option<String>) {
    app.read(|state| {
        let rules = &state.catalogue.rules;
        let at = rules.concept(id);
        let concept = at.and_then(|at| rules.concepts.get(usize::from(at)));
        let label = concept.map(|one| state.catalogue.text(state.lang, one.label).to_owned());
        let finding = seen.findings.concepts.iter().find(|one| Some(one.concept) == at);
        let first = finding.and_then(|finding| finding.because.first());
        let because = first.map(|first| fill(state.lang, words::BECAUSE, &[&first.word]));
        (label.unwrap_or_default(), because)
    })
}

fn taken_away(app: App, seen: &Seen, removed: &[String]) -> View {
    if removed.is_empty() {
        return nothing();
    }
    let undo = |id: &String| {
        let text = app.fill(words::RESTORE, &[&told(app, seen, id).0]);
        let id = id.clone();
        button("vi-quiet", text, move || change(app, |draft| draft.restore(&id)))
    };
    let title = paragraph("vi-hint", app.say(words::REMOVED));
    removed.iter().map(undo).fold(el("div").class("vi-removed").add(title), Element::add).into()
}

/// Likely typos: suggested, and counted only when the visitor says so.
fn meant(app: App, seen: &Seen, ids: &[String]) -> View {
    if ids.is_empty() {
        return nothing();
    }
    let suggestion = |id: &String| {
        let (mut text, because) = told(app, seen, id);
        if let Some(words) = because {
            text = [&text, " (", &words, ")"].concat();
        }
        let id = id.clone();
        button("vi-suggestion", text, move || change(app, |draft| draft.confirm(&id)))
    };
    let title = el("p").class("vi-legend").id("vi-meant-title").add(app.say(words::DID_YOU_MEAN));
    let group = el("div")
        .class("vi-meant")
        .set("role", "group")
        .set("aria-labelledby", "vi-meant-title")
        .add(title)
        .add(paragraph("vi-hint", app.say(words::DID_YOU_MEAN_HINT)));
    ids.iter().map(suggestion).fold(group, Element::add).into()
}

/// An example from another field: how it may sound, not what to say.
fn example(app: App) -> View {
    const IN_TURN: usize = 3;
    let turn = RwSignal::new(0_u32);
    let text = move || {
        let seen = app.seen();
        let other =
            |(area, _): &&(&str, Sentence)| !seen.profile.concepts.iter().any(|id| id == area);
        let others: Vec<_> = words::EXAMPLES.iter().filter(other).take(IN_TURN).collect();
        let at = usize::try_from(turn.try_get().unwrap_or_default()).unwrap_or_default()
            % others.len().max(1);
        others.get(at).map_or("", |(_, sentence)| say(app.lang(), *sentence))
    };
    let next = move || turn.set(turn.try_get_untracked().unwrap_or_default().wrapping_add(1));
    el("div")
        .class("vi-example")
        .add(paragraph("vi-hint", app.say(words::WORDS_EXAMPLE)))
        .add(el("p").set("aria-live", "polite").add(live(text)))
        .add(button("vi-quiet", app.say(words::OTHER_EXAMPLE), next))
        .into()
}
