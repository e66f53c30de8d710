//! All of it before it is sent, with a way to change each part and back.

use super::contact::{is_here, told};
use super::copy::downloads;
use super::keep::take_along;
use super::recipients::FIRST_ROW;
use super::{Frame, frame};
use crate::app::App;
use crate::journey::{Journey, Step, WORDS_PAGE};
use crate::language::{capital, contact as words, fill, journey, number, say};
use crate::parts::{heading, outside_link, paragraph};
use crate::sending;
use crate::state::{Problem, Seen, Sending, State, Topic};
use crate::view::{Element, View, el, live, nothing};
use shared::catalogue::asked;
use shared::eligibility::Judge;
use shared::lead::Fault;
use shared::matching::value_words;
use shared::private::Private;
use shared::profile::{Answer, Field};

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
pub(super) fn check_step(app: App) -> View {
    let mut inside = vec![live(move || failed(app))];
    inside.extend(parts(app).into_iter().map(|part| part_view(app, part)));
    let busy = move || {
        app.follow(Topic::Sending);
        let busy = app.read(|state| state.sending == Sending::Busy);
        if busy { app.say(words::SENDING) } else { String::new() }
    };
    let of = Frame {
        title: app.say(words::CHECK_HEADING),
        hint: String::new(),
        inside: inside.into(),
        button: send_words(app),
        beside: el("p").set("role", "status").class("vi-hint").add(live(busy)).into(),
        below: take_along(app),
    };
    frame(app, of, move || send(app))
}

/// The button says what it does.
fn send_words(app: App) -> String {
    match app.read(recipients).as_slice() {
        [only] => app.fill(words::SEND_TO, &[&only.name]),
        many => app.fill(words::SEND_TO_MANY, &[&number(app.lang(), many.len())]),
    }
}

/// Who gets it, once each: several of the chosen may have the same recipient.
fn recipients(state: &State) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for id in &state.contact.recipients {
        let Some(entry) = state.catalogue.rules.entry(id) else { continue };
        let name = state.text(entry.name);
        let value = fill(state.lang, words::CHOSEN, &[&name]);
        let known = entry.recipient.as_deref().and_then(|id| state.config.recipient(id));
        let name = known.map_or(name, |one| one.name.get(state.lang).to_owned());
        if let Some(line) = lines.iter_mut().find(|line| line.name == name) {
            line.value.push_str(", ");
            line.value.push_str(&value);
        } else {
            lines.push(Line { name, value, step: Step::Recipients });
        }
    }
    lines
}

/// Everything is checked once more; what is wrong leads to where it is changed.
fn send(app: App) {
    let problem = |fault: Fault| Problem {
        at: ["vi-", fault.field].concat(),
        text: told(app, fault),
        step: Some(step_of(app, fault.field)),
    };
    let mut problems: Vec<Problem> =
        sending::person(app).faults().into_iter().map(problem).collect();
    let missing = app.now().missing.first().map(|one| words::missing(*one));
    let no_one = app.read(|state| state.contact.recipients.is_empty());
    let missing = missing.or(no_one.then_some(words::CHOOSE_RECIPIENT));
    problems.extend(missing.map(|sentence| Problem {
        at: FIRST_ROW.to_owned(),
        text: app.say(sentence),
        step: Some(Step::Recipients),
    }));
    if problems.is_empty() {
        app.set_problems(Vec::new());
        sending::send(app);
    } else {
        app.stop(problems);
    }
}

/// Where a field of the lead is changed.
fn step_of(app: App, field: &str) -> Step {
    if is_here(field) {
        return Step::Contact;
    }
    let page = Field::named(field).and_then(|field| app.page_of(field));
    Step::Page(page.unwrap_or(WORDS_PAGE))
}

/// What went wrong, what to do, another way to the region, and a copy so that
/// nothing is lost.
fn failed(app: App) -> View {
    app.follow(Topic::Sending);
    let said = app.read(|state| match &state.sending {
        Sending::Failed(said) => said.clone(),
        _ => Vec::new(),
    });
    if said.is_empty() {
        return nothing();
    }
    let said = said.into_iter().map(|text| paragraph("", text)).collect::<Vec<_>>();
    let mut form = app.address();
    form.push_str("&plain=1#contact");
    el("div")
        .class("vi-problems vi-failed")
        .set("tabindex", "-1")
        .set("role", "group")
        .set("aria-label", app.say(words::NOT_SENT))
        .add(paragraph("", app.say(words::NOT_SENT)))
        .add(said)
        .add(el("p").add(outside_link(app, form, app.say(words::ANOTHER_FORM))))
        .add(downloads(app))
        .into()
}

fn part_view(app: App, part: Part) -> View {
    let title = heading(app.level() + 1, "vi-group-title", part.title);
    let lines = part.lines.into_iter().map(|line| line_view(app, line));
    vec![title.into(), lines.fold(el("dl").class("vi-check"), Element::add).into()].into()
}

fn line_view(app: App, line: Line) -> Element {
    let Line { name, value, step } = line;
    let which = el("span").class("vi-hidden").add([": ", &name].concat());
    let change = el("button")
        .set("type", "button")
        .class("vi-quiet")
        .on("click", move |_| app.go(Journey::change(step)))
        .add(app.say(words::CHANGE))
        .add(which);
    let value = if value.is_empty() { app.say(words::NOT_PROVIDED) } else { value };
    el("div")
        .add(el("dt").add(name))
        .add(el("dd").add(value))
        .add(el("dd").class("vi-change-link").add(change))
}

/// Everything that would be sent, as it is read.
pub(super) fn parts(app: App) -> Vec<Part> {
    let part = |title, lines| Part { title: app.say(title), lines };
    let seen = app.now();
    vec![
        part(words::CHECK_RECIPIENTS, app.read(recipients)),
        part(words::CHECK_ANSWERS, app.read(|state| answers(state, &seen))),
        part(words::CHECK_CONTACT, contact(app)),
    ]
}

fn answers(state: &State, seen: &Seen) -> Vec<Line> {
    let (all, lang, step) = (&state.catalogue, state.lang, Step::Page(WORDS_PAGE));
    let places = seen.profile.concepts.iter().filter_map(|id| all.rules.concept(id));
    let concepts = places.filter_map(|at| all.rules.concepts.get(usize::from(at)));
    let labels: Vec<&str> = concepts.map(|one| all.text(lang, one.label)).collect();
    let line = |sentence, value| Line { name: say(lang, sentence).to_owned(), value, step };
    let mut lines = vec![
        line(journey::WORDS_LABEL, state.draft.words.reveal().clone()),
        line(words::CONCEPTS, labels.join(", ")),
    ];
    let judge = Judge::new(&all.rules, &seen.profile, state.today);
    lines.extend(asked(&judge).map(|question| Line {
        name: all.text(lang, question.name).to_owned(),
        value: answer(state, question.field),
        step: Step::Page(question.page),
    }));
    lines
}

fn answer(state: &State, field: Field) -> String {
    let is_benefit = matches!(field, Field::OrgBenefit | Field::UserBenefit);
    match state.draft.answers.get(field) {
        Answer::NotAsked => String::new(),
        Answer::DontKnow => say(state.lang, journey::DONT_KNOW).to_owned(),
        Answer::Known(_) if is_benefit => state.draft.written(field).to_owned(),
        Answer::Known(value) => capital(&value_words(&state.catalogue, state.lang, field, value)),
    }
}

fn contact(app: App) -> Vec<Line> {
    let person = sending::person(app);
    let optional =
        |value: Option<Private<String>>| value.map(|v| v.reveal().clone()).unwrap_or_default();
    let all = [
        (words::COMPANY, person.company.reveal().clone()),
        (words::ORG_NUMBER, optional(person.org_number)),
        (words::NAME, person.name.reveal().clone()),
        (words::ROLE, optional(person.role)),
        (words::EMAIL, person.email.reveal().clone()),
        (words::PHONE, optional(person.phone)),
        (words::SUBJECT, person.subject.reveal().clone()),
    ];
    let line = |(name, value)| Line { name: app.say(name), value, step: Step::Contact };
    all.into_iter().map(line).collect()
}
