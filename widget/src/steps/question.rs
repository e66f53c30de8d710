//! A page of questions: one component for every page and every shape, since
//! questions are data.

use super::{Frame, frame, onward_words};
use crate::app::{App, Problem};
use crate::browser;
use crate::language::{fill, journey as words, say};
use crate::parts::{Input, Row, Rows, Written, button, choice_rows, keyed, paragraph, written_field};
use leptos::prelude::*;
use shared::catalogue::{Choice, Question, Shape, is_asked};
use shared::eligibility::Judge;
use shared::lead::{LONGEST_BENEFIT, has_personal_number};
use shared::profile::{Answer, DONT_KNOW, Field};
use shared::text::Lang;
use std::sync::Arc;

/// A page of questions.
pub(super) fn question_page(app: App, lang: Lang, page: u8) -> AnyView {
    let fields = app.with(|catalogue| {
        let on_page = catalogue.rules.questions.iter().filter(|question| question.page == page);
        on_page.map(|question| question.field).collect::<Vec<Field>>()
    });
    let alone = fields.len() == 1;
    let first = fields.first().and_then(|field| app.question(*field));
    let title = match first {
        Some(question) if alone => app.text(lang, question.text),
        _ => {
            let title = app.with(|all| {
                let page = all.rules.pages.get(usize::from(page).saturating_sub(1));
                page.map(|page| page.title)
            });
            title.map(|title| app.text(lang, title)).unwrap_or_default()
        }
    };
    let asked = move || asked_of(app, &fields);
    let inside = keyed(
        Arc::new(asked),
        Arc::new(move |at| match field_at(at).and_then(|field| app.question(field)) {
            Some(question) => question_view(app, lang, &question, alone),
            None => ().into_any(),
        }),
    );
    let see = Arc::new(|| browser::focus("#vi-results-title"));
    let beside = button("vi-quiet vi-narrow", say(lang, words::SEE_RESULTS).to_owned(), see);
    frame(app, lang, Frame {
        title,
        hint: String::new(),
        inside,
        button: onward_words(app, lang),
        beside,
        submit: Arc::new(move || leave(app, lang, page)),
    })
}

/// The questions of a page that are asked now, as places in [`Field::ALL`].
fn asked_of(app: App, fields: &[Field]) -> Vec<u32> {
    let seen = app.seen.get();
    app.with(|catalogue| {
        let judge = Judge::new(&catalogue.rules, &seen.profile, app.today());
        let is_asked = |field: &&Field| {
            let question = catalogue.rules.question(**field);
            question.is_some_and(|question| is_asked(question, &judge))
        };
        fields.iter().filter(is_asked).map(|field| place_of(*field)).collect()
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
fn leave(app: App, lang: Lang, page: u8) {
    let has_amount = app.question(Field::PriceSek).is_some_and(|one| one.page == page);
    if has_amount && app.draft.with_untracked(|draft| draft.has_unreadable_amount()) {
        let text = say(lang, words::AMOUNT_UNREADABLE).to_owned();
        app.stop(vec![Problem::here("vi-price_sek", text)]);
    } else {
        app.onward();
    }
}

/// One question. `alone` on its page, it is the page's heading.
pub(super) fn question_view(app: App, lang: Lang, of: &Question, alone: bool) -> AnyView {
    match of.shape {
        Shape::Choice | Shape::Choices | Shape::YesNo | Shape::Level => {
            chosen(app, lang, of, alone)
        }
        Shape::Text => written(app, lang, of, Input::Area(LONGEST_BENEFIT)),
        Shape::Amount => written(app, lang, of, Input::Line("text", "off")),
        Shape::Country => country(app, lang, of),
    }
}

fn chosen(app: App, lang: Lang, of: &Question, alone: bool) -> AnyView {
    let name = of.field.name();
    let hint_id = format!("vi-{name}-hint");
    let hint = of.hint.map(|hint| app.text(lang, hint));
    let described = hint.is_some().then(|| hint_id.clone());
    let legend = (!alone).then(|| {
        view! { <legend class="vi-legend">{app.text(lang, of.text)}</legend> }
    });
    view! {
        <fieldset
            class="vi-question"
            id=format!("vi-{name}")
            aria-labelledby=alone.then_some("vi-title")
            aria-describedby=described
        >
            {legend}
            {hint.map(|hint| view! { <p class="vi-hint" id=hint_id>{hint}</p> })}
            {choice_rows(rows(app, lang, of))}
        </fieldset>
    }
    .into_any()
}

/// The answers as rows, "vet inte" last. Where the catalogue has its own word
/// for not knowing, that one is it.
pub(super) fn rows_of(app: App, lang: Lang, of: &Question) -> Vec<Row> {
    let row = |option: &Choice| Row {
        code: option.code.clone(),
        label: app.text(lang, option.label),
        hint: option.hint.map(|hint| app.text(lang, hint)).unwrap_or_default(),
        group: option.group.map(|group| app.text(lang, group)).unwrap_or_default(),
    };
    let plain = |code: &str, label| Row {
        code: code.to_owned(),
        label: say(lang, label).to_owned(),
        hint: String::new(),
        group: String::new(),
    };
    let mut rows: Vec<Row> = of.options.iter().map(row).collect();
    if of.shape == Shape::YesNo {
        rows = vec![plain("true", words::YES), plain("false", words::NO)];
    }
    if !of.options.iter().any(|option| option.code.ends_with(".unsure")) {
        rows.push(plain(DONT_KNOW, words::DONT_KNOW));
    }
    rows
}

fn rows(app: App, lang: Lang, of: &Question) -> Rows {
    let field = of.field;
    let several = of.shape == Shape::Choices;
    Rows {
        name: field.name().to_owned(),
        several,
        rows: rows_of(app, lang, of),
        is_chosen: Arc::new(move |code| app.draft.with(|draft| draft.is_chosen(field, code))),
        choose: Arc::new(move |code, on| {
            app.answer(|draft| {
                if several { draft.toggle(field, code, on) } else { draft.choose(field, code) }
            });
        }),
    }
}

fn written(app: App, lang: Lang, of: &Question, input: Input) -> AnyView {
    let field = of.field;
    let mut hint = of.hint.map(|hint| app.text(lang, hint)).unwrap_or_default();
    if let Some(example) = of.example {
        let example = fill(lang, words::EXAMPLE, &[&app.text(lang, example)]);
        hint = format!("{hint} {example}.");
    }
    let keep = move |text: String| app.write(|draft| draft.write(field, &text));
    let input_view = written_field(app, Written {
        id: field.name().to_owned(),
        label: app.text(lang, of.text),
        labelled_by: None,
        hint,
        input,
        value: app.draft.with_untracked(|draft| draft.written(field).to_owned()),
        keep: Arc::new(keep),
    });
    let warning = move || {
        let said = app.draft.with(|draft| warn(lang, draft.written(field)));
        paragraph("vi-warn", said)
    };
    view! {
        <div class="vi-question">
            {input_view}
            {warning}
            {choice_rows(not_known(app, lang, field))}
        </div>
    }
    .into_any()
}

/// What is wrong with a benefit already while it is written.
fn warn(lang: Lang, text: &str) -> String {
    if has_personal_number(text) {
        say(lang, words::PERSONAL_NUMBER).to_owned()
    } else if text.chars().count() > LONGEST_BENEFIT {
        fill(lang, words::TOO_LONG, &[&LONGEST_BENEFIT.to_string()])
    } else {
        String::new()
    }
}

/// "Vet inte" for a field to write in.
fn not_known(app: App, lang: Lang, field: Field) -> Rows {
    let unknown = move || {
        app.draft.with(|draft| matches!(draft.answers.get(field), Answer::DontKnow))
    };
    Rows {
        name: format!("{}-unknown", field.name()),
        several: true,
        rows: vec![Row {
            code: DONT_KNOW.to_owned(),
            label: say(lang, words::DONT_KNOW_YET).to_owned(),
            hint: String::new(),
            group: String::new(),
        }],
        is_chosen: Arc::new(move |_| unknown()),
        choose: Arc::new(move |_, on| app.answer(|draft| draft.write_unknown(field, on))),
    }
}

fn country(app: App, lang: Lang, of: &Question) -> AnyView {
    let (field, name) = (of.field, of.field.name());
    let id = format!("vi-{name}");
    let hint_id = format!("{id}-hint");
    let hint = of.hint.map(|hint| app.text(lang, hint)).unwrap_or_default();
    let option = |code: &str, label: String| {
        let chosen = app.draft.with_untracked(|draft| draft.is_chosen(field, code));
        view! { <option value=code.to_owned() selected=chosen>{label}</option> }
    };
    let mut options = vec![option("", say(lang, words::CHOOSE_COUNTRY).to_owned())];
    options.extend(of.options.iter().map(|one| option(&one.code, app.text(lang, one.label))));
    options.push(option(DONT_KNOW, say(lang, words::DONT_KNOW).to_owned()));
    let choose = move |event| {
        let code: String = event_target_value(&event);
        app.answer(|draft| {
            if code.is_empty() { draft.answers.clear(field) } else { draft.choose(field, &code) }
        });
    };
    view! {
        <div class="vi-question vi-field">
            <label class="vi-label" for=id.clone()>{app.text(lang, of.text)}</label>
            <p class="vi-hint" id=hint_id.clone()>{hint}</p>
            <select class="vi-input" id=id name=name aria-describedby=hint_id on:change=choose>
                {options}
            </select>
        </div>
    }
    .into_any()
}
