//! Who should get it. When it cannot be sent yet: why, what to add here, and
//! the better route. Never a dead end.

use super::question::question_view;
use super::words::{words_field, words_warnings};
use super::{Frame, frame, onward_words, results, to};
use crate::app::App;
use crate::journey::{Journey, Step};
use crate::language::{contact as words, fill, results as result_words, say};
use crate::parts::{
    Rows, Size, Told, Tone, choice_rows, entry_card, heading, notice_box, paragraph, problem_of,
};
use crate::state::{Problem, Row, Seen};
use crate::view::{View, el, live, nothing};
use shared::catalogue::Place;
use shared::matching::Outcome;
use shared::profile::Field;
use shared::qualification::{Disposition, Missing};
use std::sync::Arc;

/// Where a missing choice is made: the first row.
pub(super) const FIRST_ROW: &str = "vi-recipients-0";

/// The step: a choice, or what is missing.
pub(super) fn recipients_step(app: App) -> View {
    let seen = app.now();
    if seen.missing.is_empty() && !has_no_words(app) {
        choice(app, &seen)
    } else {
        lacking(app, &seen)
    }
}

fn has_no_words(app: App) -> bool {
    app.read(|state| state.draft.words.reveal().trim().is_empty())
}

fn choice(app: App, seen: &Seen) -> View {
    let rows: Vec<Row> = seen.recipients.iter().filter_map(|at| row(app, *at)).collect();
    app.edit(|state| {
        let chosen = &mut state.contact.recipients;
        // What was chosen before may no longer fit.
        chosen.retain(|id| rows.iter().any(|row| row.code == *id));
        if let ([only], true) = (rows.as_slice(), chosen.is_empty()) {
            chosen.push(only.code.clone());
        }
    });
    let what = Told {
        title: app.say(words::WHAT_THEY_GET),
        text: app.say(words::WHAT_THEY_GET_TEXT),
        source: String::new(),
    };
    let what = notice_box(Tone::Plain, app.level() + 1, what);
    let of = Frame {
        title: app.say(words::RECIPIENTS_HEADING),
        hint: app.say(words::RECIPIENTS_HINT),
        inside: vec![chooser(app, rows), what.into()].into(),
        button: onward_words(app),
        beside: nothing(),
        below: nothing(),
    };
    frame(app, of, move || leave(app))
}

fn chooser(app: App, all: Vec<Row>) -> View {
    let rows = Rows {
        name: "recipients".to_owned(),
        several: true,
        all,
        is_chosen: Arc::new(move |code| {
            app.read(|state| state.contact.recipients.iter().any(|id| id == code))
        }),
        choose: Arc::new(move |code, on| app.edit(|state| state.contact.choose(code, on))),
    };
    let wrong = move || problem_of(app, FIRST_ROW);
    let error = el("p")
        .class("vi-error")
        .id("vi-recipients-error")
        .set_live("hidden", move || wrong().is_none().then(String::new))
        .add(live(move || wrong().unwrap_or_default()));
    el("fieldset")
        .class("vi-question")
        .id("vi-recipients")
        .set("aria-labelledby", "vi-title")
        .set("aria-describedby", "vi-recipients-error")
        .add(error)
        .add(choice_rows(&rows))
        .into()
}

/// An entry that takes leads: who receives, and when they answer.
fn row(app: App, at: Place) -> Option<Row> {
    app.read(|state| {
        let entry = state.entry(at)?;
        let id = entry.recipient.as_deref()?;
        // Several may have the same recipient: what each is stands on its own lines.
        let mut hint = vec![state.text(entry.why) + "\n"];
        if let Some(recipient) = state.config.recipient(id) {
            let lang = state.lang;
            hint.push(fill(lang, words::TAKEN_BY, &[recipient.name.get(lang)]));
            hint.push(match recipient.answer_days {
                Some(days) => fill(lang, words::ANSWERS_IN, &[&days.to_string()]),
                None => say(lang, words::NO_PROMISED_TIME).to_owned(),
            });
            // On an example site every recipient is one, and the page says so.
            if recipient.example && !state.config.example {
                hint.push(say(lang, words::EXAMPLE_RECIPIENT).to_owned());
            }
        }
        let group = say(state.lang, result_words::group(entry.kind)).to_owned();
        let (code, label) = (entry.id.clone(), state.text(entry.name));
        Some(Row { code, label, hint: hint.join(" "), group })
    })
}

fn leave(app: App) {
    if app.read(|state| state.contact.recipients.is_empty()) {
        let text = app.say(words::CHOOSE_RECIPIENT);
        app.stop(vec![Problem::here(FIRST_ROW, text)]);
    } else {
        app.onward();
    }
}

/// What is missing, asked for where it can be added.
fn lacking(app: App, seen: &Seen) -> View {
    let elsewhere =
        matches!(seen.matching.disposition, Disposition::Redirect | Disposition::OutOfScope);
    // Nothing to add would help: those who fit are contacted directly.
    let no_one = seen.missing.as_slice() == [Missing::Recipient];
    let elsewhere = elsewhere || no_one;
    let title = if elsewhere { words::NOT_SENT_HEADING } else { words::NOT_YET_HEADING };
    let inside = if no_one {
        vec![reasons(app, seen), route(app, seen)]
    } else if elsewhere {
        vec![route(app, seen)]
    } else {
        vec![reasons(app, seen), route(app, seen), asked_here(app, seen)]
    };
    let back = Journey::at(Step::Results);
    if elsewhere {
        let of = Frame {
            title: app.say(title),
            hint: String::new(),
            inside: inside.into(),
            button: app.say(words::SHOW_RESULTS),
            beside: nothing(),
            below: nothing(),
        };
        return frame(app, of, move || app.go(back));
    }
    let of = Frame {
        title: app.say(title),
        hint: String::new(),
        inside: inside.into(),
        button: app.say(words::TRY_AGAIN_WITH_ANSWERS),
        beside: to(app, "vi-quiet", app.say(words::SHOW_RESULTS), back).into(),
        below: if has_no_words(app) { words_warnings(app) } else { nothing() },
    };
    frame(app, of, move || {
        app.redraw();
        app.focus(".vi-title");
    })
}

fn reasons(app: App, seen: &Seen) -> View {
    // The last one says nothing that the route does not say better.
    let told = seen.missing.iter().filter(|missing| **missing != Missing::Disposition);
    let mut told: Vec<String> = told.map(|missing| app.say(words::missing(*missing))).collect();
    if has_no_words(app) {
        told.push(app.say(words::NO_WORDS));
    }
    told.into_iter().fold(el("ul"), |list, reason| list.add(el("li").add(reason))).into()
}

/// Where it goes instead, and what comes first.
fn route(app: App, seen: &Seen) -> View {
    if seen.matching.disposition == Disposition::Forward && !seen.recipients.is_empty() {
        return nothing();
    }
    let level = app.level() + 1;
    vec![
        results::banner(app, level, seen),
        results::law_notices(app, level, seen),
        begin_here(app, level, seen),
    ]
    .into()
}

/// The first of each group that fit: what to do instead, and with whom.
fn begin_here(app: App, level: u8, seen: &Seen) -> View {
    const FIRST: usize = 3;
    let (mut paths, mut places) = (FIRST, FIRST);
    let mut list = el("ul").class("vi-list");
    for one in &seen.matching.matches {
        let left = if app.is_path(one.entry) { &mut paths } else { &mut places };
        if matches!(one.outcome, Outcome::Fits) && 0 < *left {
            *left -= 1;
            list = list.add(entry_card(app, level + 1, one.entry, Size::Full));
        }
    }
    let title = heading(level, "vi-group-title", app.say(words::BETTER_ROUTE));
    el("div").add(title).add(list).into()
}

/// The benefits, the words and the ask, where they are missing.
fn asked_here(app: App, seen: &Seen) -> View {
    const BENEFITS: [(Missing, Field); 2] =
        [(Missing::OrgBenefit, Field::OrgBenefit), (Missing::UserBenefit, Field::UserBenefit)];
    let mut all: Vec<View> = Vec::new();
    if has_no_words(app) {
        all.push(words_field(app));
    }
    let lacks = BENEFITS.iter().any(|(missing, _)| seen.missing.contains(missing));
    if lacks {
        all.push(paragraph("vi-hint", app.say(words::BENEFITS_WHY)));
    }
    // Both benefits are shown: the one that is there may be the one to mend.
    let benefits = BENEFITS.iter().filter(|_| lacks).map(|(_, field)| *field);
    let ask = seen.missing.contains(&Missing::Ask).then_some(Field::Seek);
    let questions = benefits.chain(ask).filter_map(|field| app.question(field));
    all.extend(questions.map(|question| question_view(app, question, false)));
    all.into()
}
