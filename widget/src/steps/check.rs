//! All of it before it is sent, with a way to change each part and back.

use super::contact::{is_here, told};
use super::copy::downloads;
use super::{Frame, frame, level};
use crate::app::{App, Problem, Seen};
use crate::journey::{Journey, Step, WORDS_PAGE};
use crate::language::{contact as words, fill, say};
use crate::parts::{heading, paragraph};
use crate::sending::{self, Sending};
use leptos::prelude::*;
use shared::catalogue::asked;
use shared::eligibility::Judge;
use shared::matching::value_words;
use shared::profile::{Answer, Field};
use shared::text::Lang;
use std::sync::Arc;

/// A line of the check: what it is, what stands there, where it is changed.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) step: Step,
}

/// Lines under a heading.
pub(super) struct Part {
    pub(super) title: String,
    pub(super) lines: Vec<Line>,
}

/// The step.
pub(super) fn check_step(app: App, lang: Lang) -> AnyView {
    let parts = parts(app, lang).into_iter().map(|part| part_view(app, lang, part)).collect_view();
    let inside = view! { {move || failed(app, lang)}{parts} };
    let busy = move || {
        let busy = app.sending.get() == Sending::Busy;
        paragraph("vi-hint", if busy { say(lang, words::SENDING).to_owned() } else { String::new() })
    };
    frame(app, lang, Frame {
        title: say(lang, words::CHECK_HEADING).to_owned(),
        hint: String::new(),
        inside: inside.into_any(),
        button: send_words(app, lang),
        beside: view! { <div role="status">{busy}</div> }.into_any(),
        submit: Arc::new(move || send(app, lang)),
    })
}

/// The button says what it does.
fn send_words(app: App, lang: Lang) -> String {
    let chosen = app.contact.with_value(|contact| contact.recipients.clone());
    let name = |id: &String| {
        app.with(|all| all.rules.entry(id).map(|entry| all.text(lang, entry.name).to_owned()))
    };
    match chosen.as_slice() {
        [only] => fill(lang, words::SEND_TO, &[&name(only).unwrap_or_default()]),
        many => fill(
            lang,
            words::SEND_TO_MANY,
            &[&crate::language::number(lang, many.len())],
        ),
    }
}

/// Everything is checked once more; what is wrong leads to where it is changed.
fn send(app: App, lang: Lang) {
    let seen = app.now();
    let faults = sending::lead(app).person.faults();
    let mut problems: Vec<Problem> = faults
        .into_iter()
        .map(|fault| Problem {
            at: format!("vi-{}", fault.field),
            text: told(lang, fault),
            step: Some(step_of(app, fault.field)),
        })
        .collect();
    let no_one = app.contact.with_value(|contact| contact.recipients.is_empty());
    if no_one || !seen.missing.is_empty() {
        let said = seen.missing.first().map_or(words::CHOOSE_RECIPIENT, |one| words::missing(*one));
        problems.push(Problem {
            at: "vi-recipients-0".to_owned(),
            text: say(lang, said).to_owned(),
            step: Some(Step::Recipients),
        });
    }
    if problems.is_empty() {
        app.problems.set(Vec::new());
        sending::send(app);
    } else {
        app.stop(problems);
    }
}

/// Where a field of the lead is changed.
fn step_of(app: App, field: &str) -> Step {
    let page = Field::named(field).and_then(|field| app.question(field));
    match page {
        _ if is_here(field) => Step::Contact,
        Some(question) => Step::Page(question.page),
        None => Step::Page(WORDS_PAGE),
    }
}

/// What went wrong, what to do, and a copy so that nothing is lost.
fn failed(app: App, lang: Lang) -> AnyView {
    let Sending::Failed(said) = app.sending.get() else { return ().into_any() };
    let said = said.into_iter().map(|text| paragraph("", text)).collect_view();
    view! {
        <div class="vi-problems vi-failed" tabindex="-1" role="group">
            <p>{say(lang, words::NOT_SENT)}</p>
            {said}
            {downloads(app, lang)}
        </div>
    }
    .into_any()
}

fn part_view(app: App, lang: Lang, part: Part) -> AnyView {
    let lines = part.lines.into_iter().map(|line| line_view(app, lang, line)).collect_view();
    view! {
        {heading(level(app) + 1, "vi-group-title", part.title)}
        <dl class="vi-check">{lines}</dl>
    }
    .into_any()
}

fn line_view(app: App, lang: Lang, line: Line) -> AnyView {
    let Line { name, value, step } = line;
    let change = say(lang, words::CHANGE);
    let hidden = format!(" {}", name.to_lowercase());
    let press = move |_| app.go(Journey::change(step));
    let value =
        if value.is_empty() { say(lang, words::NOT_PROVIDED).to_owned() } else { value };
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
            <dd class="vi-change-link">
                <button type="button" class="vi-quiet" on:click=press>
                    {change}<span class="vi-hidden">{hidden}</span>
                </button>
            </dd>
        </div>
    }
    .into_any()
}

/// Everything that would be sent, as it is read.
pub(super) fn parts(app: App, lang: Lang) -> Vec<Part> {
    let seen = app.now();
    let part = |title, lines| Part { title: say(lang, title).to_owned(), lines };
    vec![
        part(words::CHECK_RECIPIENTS, recipients(app, lang)),
        part(words::CHECK_ANSWERS, answers(app, lang, &seen)),
        part(words::CHECK_CONTACT, contact(app, lang)),
    ]
}

fn recipients(app: App, lang: Lang) -> Vec<Line> {
    let chosen = app.contact.with_value(|contact| contact.recipients.clone());
    let names: Vec<String> = app.with(|all| {
        let entries = chosen.iter().filter_map(|id| all.rules.entry(id));
        entries.map(|entry| all.text(lang, entry.name).to_owned()).collect()
    });
    let name = say(lang, words::CHECK_RECIPIENTS).to_owned();
    vec![Line { name, value: names.join(", "), step: Step::Recipients }]
}

fn answers(app: App, lang: Lang, seen: &Seen) -> Vec<Line> {
    let draft = app.draft.get_untracked();
    let words_step = Step::Page(WORDS_PAGE);
    let mut lines = vec![Line {
        name: say(lang, crate::language::journey::WORDS_LABEL).to_owned(),
        value: draft.words.reveal().clone(),
        step: words_step,
    }];
    app.with(|all| {
        let ids = seen.profile.concepts.iter();
        let places = ids.filter_map(|id| all.rules.concept(id));
        let concepts = places.filter_map(|at| all.rules.concepts.get(usize::from(at)));
        let labels: Vec<&str> = concepts.map(|one| all.text(lang, one.label)).collect();
        let name = say(lang, words::CONCEPTS).to_owned();
        lines.push(Line { name, value: labels.join(", "), step: words_step });
        let judge = Judge::new(&all.rules, &seen.profile, app.today());
        for question in asked(&judge) {
            let value = match draft.answers.get(question.field) {
                Answer::NotAsked => String::new(),
                Answer::DontKnow => {
                    say(lang, crate::language::journey::DONT_KNOW).to_owned()
                }
                Answer::Known(_) if is_benefit(question.field) => {
                    draft.written(question.field).to_owned()
                }
                Answer::Known(value) => value_words(all, lang, question.field, value),
            };
            let name = all.text(lang, question.name).to_owned();
            lines.push(Line { name, value, step: Step::Page(question.page) });
        }
    });
    lines
}

fn is_benefit(field: Field) -> bool {
    matches!(field, Field::OrgBenefit | Field::UserBenefit)
}

fn contact(app: App, lang: Lang) -> Vec<Line> {
    let person = sending::lead(app).person;
    let line = |name, value: &str| Line {
        name: say(lang, name).to_owned(),
        value: value.to_owned(),
        step: Step::Contact,
    };
    let optional = |value: &Option<shared::private::Private<String>>| {
        value.as_ref().map(|value| value.reveal().clone()).unwrap_or_default()
    };
    vec![
        line(words::COMPANY, person.company.reveal()),
        line(words::ORG_NUMBER, &optional(&person.org_number)),
        line(words::NAME, person.name.reveal()),
        line(words::ROLE, &optional(&person.role)),
        line(words::EMAIL, person.email.reveal()),
        line(words::PHONE, &optional(&person.phone)),
        line(words::SUBJECT, person.subject.reveal()),
    ]
}
