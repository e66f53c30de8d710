//! A page of questions: one component for every page and every shape, since
//! questions are data.

use super::keep::bring_back;
use super::{Frame, frame, onward_words};
use crate::app::App;
use crate::language::journey as words;
use crate::parts::{Input, Rows, Written, button, choice_rows, value_of, warnings, written_field};
use crate::state::{Asked, Problem, Row, State, Topic};
use crate::view::{Element, View, each, el, nothing};
use shared::catalogue::{Shape, is_asked};
use shared::detection::Findings;
use shared::eligibility::Judge;
use shared::lead::LONGEST_BENEFIT;
use shared::profile::{Answer, DONT_KNOW, Field};
use std::sync::Arc;
use web_sys::Event;

/// A page of questions.
pub(super) fn question_page(app: App, page: u8) -> View {
    let (fields, title) = app.read(|state| {
        let rules = &state.catalogue.rules;
        let mut fields = Vec::new();
        let mut title = rules.pages.get(usize::from(page).saturating_sub(1)).map(|one| one.title);
        for question in rules.questions.iter().filter(|question| question.page == page) {
            fields.push(question.field);
        }
        if let [only] = fields.as_slice() {
            title = rules.question(*only).map(|question| question.text);
        }
        (fields, state.text_if(title))
    });
    let alone = fields.len() == 1;
    let inside = each(
        move || asked_of(app, &fields),
        move |at| match field_at(at).and_then(|field| app.question(field)) {
            Some(question) => question_view(app, question, alone),
            None => nothing(),
        },
    );
    let see = move || app.focus("#vi-results-title");
    let beside = button("vi-quiet vi-narrow", app.say(words::SEE_RESULTS), see).into();
    let of = Frame {
        title,
        hint: String::new(),
        inside,
        button: onward_words(app),
        beside,
        below: if page == 1 { bring_back(app) } else { nothing() },
    };
    frame(app, of, move || leave(app, page))
}

/// The questions of a page that are asked now, as places in [`Field::ALL`].
fn asked_of(app: App, fields: &[Field]) -> Vec<u32> {
    let seen = app.seen();
    app.read(|state| {
        let rules = &state.catalogue.rules;
        let judge = Judge::new(rules, &seen.profile, state.today);
        let asked = |field: &&Field| {
            rules.question(**field).is_some_and(|question| is_asked(question, &judge))
        };
        fields.iter().filter(asked).map(|field| place_of(*field)).collect()
    })
}

fn place_of(field: Field) -> u32 {
    let at = Field::ALL.iter().position(|other| *other == field).unwrap_or_default();
    u32::try_from(at).unwrap_or_default()
}

fn field_at(at: u32) -> Option<Field> {
    Field::ALL.get(usize::try_from(at).ok()?).copied()
}

/// Skipping is fine; only an amount that cannot be read stops.
fn leave(app: App, page: u8) {
    let has_amount = app.page_of(Field::PriceSek) == Some(page);
    if has_amount && app.read(|state| state.draft.has_unreadable_amount()) {
        let text = app.say(words::AMOUNT_UNREADABLE);
        app.stop(vec![Problem::here("vi-price_sek", text)]);
    } else {
        app.onward();
    }
}

/// One question. `alone` on its page, it is the page's heading.
pub(super) fn question_view(app: App, of: Asked, alone: bool) -> View {
    match of.shape {
        Shape::Choice | Shape::Choices | Shape::YesNo | Shape::Level => chosen(app, of, alone),
        Shape::Text => written(app, of, Input::Area(LONGEST_BENEFIT)),
        Shape::Amount => written(app, of, Input::Line("text", "off")),
        Shape::Country => country(app, of),
    }
}

fn chosen(app: App, of: Asked, alone: bool) -> View {
    let name = of.field.name();
    let set = el("fieldset").class("vi-question").id(["vi-", name].concat());
    let set = if alone {
        set.set("aria-labelledby", "vi-title")
    } else {
        set.add(el("legend").class("vi-legend").add(of.text.as_str()))
    };
    let set = if of.hint.is_empty() {
        set
    } else {
        let id = ["vi-", name, "-hint"].concat();
        let hint = el("p").class("vi-hint").id(id.clone()).add(of.hint.as_str());
        set.set("aria-describedby", id).add(hint)
    };
    set.add(choice_rows(&rows(app, of))).into()
}

fn rows(app: App, of: Asked) -> Rows {
    let field = of.field;
    let several = of.shape == Shape::Choices;
    Rows {
        name: field.name().to_owned(),
        several,
        all: of.rows,
        is_chosen: Arc::new(move |code| {
            app.follow(Topic::Draft);
            app.read(|state| state.draft.is_chosen(field, code))
        }),
        choose: Arc::new(move |code, on| {
            app.answer(|draft| {
                if several { draft.toggle(field, code, on) } else { draft.choose(field, code) }
            });
        }),
    }
}

fn written(app: App, of: Asked, input: Input) -> View {
    let field = of.field;
    let mut hint = of.hint;
    if !of.example.is_empty() {
        hint = [hint, app.fill(words::EXAMPLE, &[&of.example])].join(" ");
    }
    let written = Written {
        id: field.name().to_owned(),
        label: of.text,
        hint,
        value: app.read(|state| state.draft.written(field).to_owned()),
    };
    let keep = move |text: String| app.write(|draft| draft.write(field, &text));
    let warned = match field {
        Field::OrgBenefit => {
            warnings(app, LONGEST_BENEFIT, |state| found_in(state, Field::OrgBenefit))
        }
        Field::UserBenefit => {
            warnings(app, LONGEST_BENEFIT, |state| found_in(state, Field::UserBenefit))
        }
        _ => nothing(),
    };
    el("div")
        .class("vi-question")
        .add(written_field(app, written, input, keep))
        .add(warned)
        .add(choice_rows(&not_known(app, field)))
        .into()
}

fn found_in(state: &State, field: Field) -> (&str, Findings) {
    let text = state.draft.written(field);
    (text, state.findings_of(text))
}

/// "Vet inte" for a field to write in.
fn not_known(app: App, field: Field) -> Rows {
    let label = app.say(words::DONT_KNOW_YET);
    Rows {
        name: [field.name(), "unknown"].join("-"),
        several: true,
        all: vec![Row { code: DONT_KNOW.to_owned(), label, ..Row::default() }],
        is_chosen: Arc::new(move |_| {
            app.follow(Topic::Draft);
            app.read(|state| matches!(state.draft.answers.get(field), Answer::DontKnow))
        }),
        choose: Arc::new(move |_, on| app.answer(|draft| draft.write_unknown(field, on))),
    }
}

fn country(app: App, of: Asked) -> View {
    let (field, id) = (of.field, ["vi-", of.field.name()].concat());
    let hint_id = [&id, "-hint"].concat();
    let option = |row: Row| -> Element {
        let chosen = app.read(|state| state.draft.is_chosen(field, &row.code));
        let option = el("option").set("value", row.code).add(row.label);
        if chosen { option.set("selected", "") } else { option }
    };
    let none = Row { label: app.say(words::CHOOSE_COUNTRY), ..Row::default() };
    let choose = move |event: Event| {
        let code = value_of(&event);
        app.answer(|draft| {
            if code.is_empty() { draft.answers.clear(field) } else { draft.choose(field, &code) }
        });
    };
    let mut select = el("select")
        .class("vi-input")
        .id(id.clone())
        .set("name", field.name())
        .set("aria-describedby", hint_id.clone())
        .on("change", choose)
        .add(option(none));
    for row in of.rows {
        select = select.add(option(row));
    }
    el("div")
        .class("vi-question vi-field")
        .add(el("label").class("vi-label").set("for", id).add(of.text))
        .add(el("p").class("vi-hint").id(hint_id).add(of.hint))
        .add(select)
        .into()
}
