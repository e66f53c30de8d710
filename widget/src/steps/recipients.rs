//! Who should get it. When it cannot be sent yet: why, what to add here, and
//! the better route. Never a dead end.

use super::question::question_view;
use super::words::words_field;
use super::{Frame, frame, level, results, to};
use crate::app::{App, Problem, Seen};
use crate::journey::{Journey, Step};
use crate::language::{contact as words, fill, results as result_words, say};
use crate::parts::{Row, Rows, Tone, choice_rows, notice_box, paragraph};
use leptos::prelude::*;
use shared::profile::Field;
use shared::qualification::{Disposition, Missing};
use shared::text::Lang;
use std::sync::Arc;

/// The step: a choice, or what is missing.
pub(super) fn recipients_step(app: App, lang: Lang) -> AnyView {
    let seen = app.now();
    if lacks_something(app, &seen) { lacking(app, lang, &seen) } else { choice(app, lang, &seen) }
}

fn lacks_something(app: App, seen: &Seen) -> bool {
    !seen.missing.is_empty() || has_no_words(app)
}

fn has_no_words(app: App) -> bool {
    app.draft.with_untracked(|draft| draft.words.reveal().trim().is_empty())
}

fn choice(app: App, lang: Lang, seen: &Seen) -> AnyView {
    let rows: Vec<Row> = seen.recipients.iter().filter_map(|at| row(app, lang, *at)).collect();
    if let [only] = rows.as_slice()
        && app.contact.with_value(|contact| contact.recipients.is_empty())
    {
        app.contact.update_value(|contact| contact.choose(&only.code, true));
    }
    // What was chosen before may no longer fit.
    let fits = |id: &String| rows.iter().any(|row| row.code == *id);
    app.contact.update_value(|contact| contact.recipients.retain(fits));
    let chosen = move |code: &str| {
        app.contact.with_value(|contact| contact.recipients.iter().any(|id| id == code))
    };
    let choose = move |code: &str, on| app.contact.update_value(|all| all.choose(code, on));
    let rows = Rows {
        name: "recipients".to_owned(),
        several: true,
        rows,
        is_chosen: Arc::new(chosen),
        choose: Arc::new(choose),
    };
    let what = (
        say(lang, words::WHAT_THEY_GET).to_owned(),
        say(lang, words::WHAT_THEY_GET_TEXT).to_owned(),
        String::new(),
    );
    let inside = view! {
        <fieldset class="vi-question" id="vi-recipients" aria-labelledby="vi-title">
            {choice_rows(rows)}
        </fieldset>
        {notice_box(Tone::Plain, level(app) + 1, what)}
    };
    frame(app, lang, Frame {
        title: say(lang, words::RECIPIENTS_HEADING).to_owned(),
        hint: say(lang, words::RECIPIENTS_HINT).to_owned(),
        inside: inside.into_any(),
        button: super::onward_words(app, lang),
        beside: ().into_any(),
        submit: Arc::new(move || leave(app, lang)),
    })
}

/// An entry that takes leads: who receives, and when they answer.
fn row(app: App, lang: Lang, at: u16) -> Option<Row> {
    let entry = app.with(|all| all.rules.entries.get(usize::from(at)).cloned())?;
    let id = entry.recipient?;
    let mut hint = app.text(lang, entry.why);
    let mut add = |text: String| {
        hint.push(' ');
        hint.push_str(&text);
    };
    app.config(|config| {
        let Some(recipient) = config.recipient(&id) else { return };
        add(fill(lang, words::TAKEN_BY, &[recipient.name.get(lang)]));
        add(match recipient.answer_days {
            Some(days) => fill(lang, words::ANSWERS_IN, &[&days.to_string()]),
            None => say(lang, words::NO_PROMISED_TIME).to_owned(),
        });
        if recipient.example {
            add(say(lang, words::EXAMPLE_RECIPIENT).to_owned());
        }
    });
    let group = say(lang, result_words::group(entry.kind)).to_owned();
    Some(Row { code: entry.id, label: app.text(lang, entry.name), hint, group })
}

fn leave(app: App, lang: Lang) {
    if app.contact.with_value(|contact| contact.recipients.is_empty()) {
        let text = say(lang, words::CHOOSE_RECIPIENT).to_owned();
        app.stop(vec![Problem::here("vi-recipients-0", text)]);
    } else {
        app.onward();
    }
}

/// What is missing, asked for where it can be added.
fn lacking(app: App, lang: Lang, seen: &Seen) -> AnyView {
    let level = level(app);
    let elsewhere =
        matches!(seen.matching.disposition, Disposition::Redirect | Disposition::OutOfScope);
    let title = if elsewhere { words::NOT_SENT_HEADING } else { words::NOT_YET_HEADING };
    let told = |missing: &&Missing| **missing != Missing::Disposition;
    let reasons = seen.missing.iter().filter(told).map(|missing| say(lang, words::missing(*missing)));
    let reasons: Vec<AnyView> =
        reasons.map(|reason| view! { <li>{reason}</li> }.into_any()).collect();
    let reasons = (!elsewhere && !reasons.is_empty()).then(|| view! { <ul>{reasons}</ul> });
    let route = if seen.matching.disposition == Disposition::Forward {
        ().into_any()
    } else {
        view! {
            {results::banner(app, lang, level + 1, seen)}
            {results::law_notices(app, lang, level + 1, seen)}
            {begin_here(app, lang, seen)}
        }
        .into_any()
    };
    let asks = if elsewhere { ().into_any() } else { asked_here(app, lang, seen) };
    let back = Journey::at(Step::Results);
    let inside = view! { {reasons}{route}{asks} };
    frame(app, lang, Frame {
        title: say(lang, title).to_owned(),
        hint: String::new(),
        inside: inside.into_any(),
        button: say(lang, words::TRY_AGAIN_WITH_ANSWERS).to_owned(),
        beside: to(app, "vi-quiet", say(lang, words::SHOW_RESULTS).to_owned(), back),
        submit: Arc::new(move || {
            app.redraw();
            crate::browser::focus(".vi-title");
        }),
    })
}

/// The benefits, the words and the ask, where they are missing.
fn asked_here(app: App, lang: Lang, seen: &Seen) -> AnyView {
    let mut all: Vec<AnyView> = Vec::new();
    if has_no_words(app) {
        all.push(words_field(app, lang));
    }
    let benefits = [
        (Missing::OrgBenefit, Field::OrgBenefit, words::ORG_BENEFIT_EXAMPLE),
        (Missing::UserBenefit, Field::UserBenefit, words::USER_BENEFIT_EXAMPLE),
    ];
    let lacks_benefit = benefits.iter().any(|(missing, ..)| seen.missing.contains(missing));
    if lacks_benefit {
        all.push(paragraph("vi-hint", say(lang, words::BENEFITS_WHY).to_owned()));
        // Both are shown: the one that is there may be the one to mend.
        for (_, field, example) in benefits {
            let question = app.question(field);
            all.extend(question.map(|question| question_view(app, lang, &question, false)));
            all.push(paragraph("vi-hint", say(lang, example).to_owned()));
        }
    }
    if seen.missing.contains(&Missing::Ask) {
        let question = app.question(Field::Seek);
        all.extend(question.map(|question| question_view(app, lang, &question, false)));
    }
    all.into_any()
}

/// The first entries that fit: what to do instead.
fn begin_here(app: App, lang: Lang, seen: &Seen) -> AnyView {
    const FIRST: usize = 3;
    let fits = seen.matching.matches.iter().filter(|one| one.outcome.key() == "fits");
    let cards = fits
        .take(FIRST)
        .map(|one| crate::parts::entry_card(app, lang, level(app) + 2, one.entry))
        .collect_view();
    let title = say(lang, words::BETTER_ROUTE).to_owned();
    view! {
        <div class="vi-entries">
            {crate::parts::heading(level(app) + 1, "vi-group-title", title)}
            <ul class="vi-list">{cards}</ul>
        </div>
    }
    .into_any()
}
