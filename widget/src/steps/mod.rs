//! The steps of the journey, one file each, and the page around them.

mod check;
mod contact;
mod copy;
mod keep;
mod question;
mod receipt;
mod recipients;
mod results;
mod words;

use crate::app::App;
use crate::journey::{Journey, Step, WORDS_PAGE};
use crate::language::journey as sentences;
use crate::parts::{button, paragraph, problem_summary, title};
use crate::state::Topic;
use crate::view::{Element, View, each, el, live, nothing};
use leptos::prelude::*;
use shared::catalogue::{Question, Rules};
use shared::text::Lang;
use web_sys::Event;

/// The whole page: a line on top, the step, and beside it what fits.
#[component]
pub fn Page(
    /// The state of the page.
    app: App,
) -> impl IntoView {
    // A step is drawn anew for another step, another language, and when what it
    // shows has become another thing; the results only for the latter two.
    let drawn = move || {
        app.follow(Topic::Lang);
        let lang = u32::from(app.lang() == Lang::En);
        (app.follow(Topic::Redrawn) % 4096) << 16 | lang << 15
    };
    let step = move || {
        app.follow(Topic::Journey);
        vec![drawn() | app.journey().step.code()]
    };
    let beside = move || {
        app.follow(Topic::Journey);
        if app.journey().step.shows_results() { vec![drawn()] } else { Vec::new() }
    };
    let said = move || {
        app.follow(Topic::Said);
        app.read(|state| state.said.clone())
    };
    let lang = move || {
        app.follow(Topic::Lang);
        Some(app.lang().tag().to_owned())
    };
    let region = el("p").class("vi-hidden").set("role", "status").set("aria-live", "polite");
    let columns = el("div")
        .class("vi-columns")
        .add(each(step, move |_| shown(app)))
        .add(each(beside, move |_| results::beside(app)));
    let shell = el("div")
        .class("vi-shell")
        .set_live("lang", lang)
        .add(live(move || top(app)))
        .add(region.add(live(said)))
        .add(el("div").set("role", "status").add(live(move || notice(app))))
        .add(columns);
    View::from(shell)
}

/// What is said of answers that came with a link or a file.
fn notice(app: App) -> View {
    app.follow(Topic::Notice);
    app.follow(Topic::Lang);
    let (Some(sentence), lost) = app.read(|state| state.notice) else { return nothing() };
    let mut said = app.say(sentence);
    if 0 < lost {
        said.push(' ');
        said.push_str(&app.fill(sentences::LOST, &[&lost.to_string()]));
    }
    paragraph("vi-box", said)
}

/// The name of the service, the other language, and what holds for all steps.
fn top(app: App) -> Element {
    app.follow(Topic::Lang);
    let lang = app.lang();
    let (banner, paused, example, kiosk) = app.read(|state| {
        let config = &state.config;
        (config.banner.get(lang).to_owned(), config.paused, config.example, config.kiosk)
    });
    let when = |on: bool, sentence| if on { app.say(sentence) } else { String::new() };
    let other =
        button("vi-quiet", app.say(sentences::SWITCH), move || app.speak(app.lang().other()));
    el("header")
        .class("vi-top")
        .add(el("p").class("vi-brand").add(app.say(sentences::BRAND)))
        .add(el("div").class("vi-switch").set("lang", lang.other().tag()).add(other))
        .add(kiosk.then(|| keep::start_over(app)))
        .add(paragraph("vi-banner", banner))
        .add(paragraph("vi-banner", when(paused, sentences::PAUSED)))
        .add(paragraph("vi-banner", when(example, sentences::EXAMPLE_SITE)))
}

fn shown(app: App) -> View {
    match app.journey().step {
        Step::Page(WORDS_PAGE) => words::words_page(app),
        Step::Page(page) => question::question_page(app, page),
        Step::Results => results::in_full(app),
        Step::Recipients => recipients::recipients_step(app),
        Step::Contact => contact::contact_step(app),
        Step::Check => check::check_step(app),
        Step::Receipt => receipt::receipt_step(app),
    }
}

/// What a step with a form shows.
struct Frame {
    /// The heading.
    title: String,
    /// One short sentence below it; may be empty.
    hint: String,
    /// The step itself.
    inside: View,
    /// What the button says.
    button: String,
    /// What stands beside the button.
    beside: View,
    /// What comes and goes with what is written: below the button, or it would
    /// move away under the pointer.
    below: View,
}

/// A step as a form: Back on top, problems, heading, fields, one button. Enter
/// in a field presses it too. It is the press that counts: in a sandbox a form
/// may not be sent, and says nothing.
fn frame(app: App, of: Frame, submit: impl Fn() + Send + 'static) -> View {
    let press = move |event: Event| {
        event.prevent_default();
        submit();
    };
    let foot = el("div")
        .class("vi-foot")
        .add(
            el("button").set("type", "submit").class("vi-button").on("click", press).add(of.button),
        )
        .add(of.beside);
    let form = el("form")
        .set("novalidate", "")
        .add(title(app, of.title))
        .add(paragraph("vi-hint", of.hint))
        .add(of.inside)
        .add(foot)
        .add(of.below);
    card("vi-card vi-step")
        .add(back(app))
        .add(progress(app))
        .add(problem_summary(app))
        .add(form)
        .add(paragraph("vi-promise", promise(app)))
        .into()
}

/// A step without a form.
fn frame_bare(app: App, class: &'static str, inside: View) -> View {
    card(class).add(back(app)).add(inside).into()
}

fn card(class: &'static str) -> Element {
    el("section").class(class).set("aria-labelledby", "vi-title")
}

/// What holds at every step, and while answering also that nothing must be.
fn promise(app: App) -> String {
    let promise = app.say(sentences::PROMISE);
    match app.journey().step {
        Step::Page(_) => [promise, app.say(sentences::SKIPPING)].join(" "),
        _ => promise,
    }
}

/// The way back, unless this is the first step.
fn back(app: App) -> View {
    let to = move || app.journey().back(&app.now().pages);
    if to().is_none() {
        return nothing();
    }
    let press = move || match to() {
        Some(to) if to.step == Step::Recipients && app.read(|state| state.is_visiting) => {
            app.tell("back", &[]);
        }
        Some(to) => app.go(to),
        None => {}
    };
    let mut text = "‹ ".to_owned();
    text.push_str(&app.say(sentences::BACK));
    button("vi-quiet vi-back", text, press).into()
}

/// A thin line of steps, only where their number is certain.
fn progress(app: App) -> View {
    let Step::Page(page) = app.journey().step else { return nothing() };
    if !app.with(|catalogue| is_certain(&catalogue.rules)) {
        return nothing();
    }
    let seen = app.now();
    let at = seen.pages.iter().filter(|other| **other <= page).count().to_string();
    let of = seen.pages.len().to_string();
    let label = app.fill(sentences::STEP_OF, &[&at, &of]);
    let line = el("progress").class("vi-bar").set("aria-label", label);
    line.set("max", of).set("value", at).into()
}

/// Whether every page is shown on every route.
fn is_certain(rules: &Rules) -> bool {
    let always = |page: u8| {
        let here = |question: &&Question| question.page == page && question.asked_if.is_none();
        page == WORDS_PAGE || rules.questions.iter().any(|question| here(&question))
    };
    (1_u8..).zip(&rules.pages).all(|(page, _)| always(page))
}

/// What the button of a question says: on, or back to the check.
fn onward_words(app: App) -> String {
    let returns = app.journey().returns;
    app.say(if returns { sentences::BACK_TO_CHECK } else { sentences::CONTINUE })
}

/// A button that leads to another step.
fn to(app: App, class: &'static str, text: String, journey: Journey) -> Element {
    button(class, text, move || app.go(journey))
}
