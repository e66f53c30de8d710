//! The steps of the journey, one file each, and the page around them.

mod check;
mod contact;
mod copy;
mod question;
mod receipt;
mod recipients;
mod results;
mod words;

use crate::app::App;
use crate::journey::{Journey, Step, WORDS_PAGE};
use crate::language::{fill, journey as sentences, say};
use crate::parts::{button, keyed, paragraph, problem_summary, title};
use leptos::prelude::*;
use shared::catalogue::Rules;
use shared::text::Lang;
use std::sync::Arc;

/// The whole page: a line on top, the step, and beside it what fits.
#[component]
pub fn Page(
    /// The state of the page.
    app: App,
) -> impl IntoView {
    let lang = move || app.lang.get().tag();
    let drawn = move || {
        let lang = u32::from(app.lang.get() == Lang::En);
        (app.redrawn.get() % 4096) << 16 | lang << 15
    };
    let step = move || vec![drawn() | app.journey.get().step.code()];
    let beside = Memo::new(move |_| app.journey.get().step.shows_results());
    let results = move || if beside.get() { vec![drawn()] } else { Vec::new() };
    view! {
        <div class="vi-page" lang=lang>
            {move || top(app, app.lang.get())}
            <p class="vi-hidden" role="status" aria-live="polite">{move || app.said.get()}</p>
            <div class="vi-columns">
                {keyed(Arc::new(step), Arc::new(move |_| shown(app)))}
                {keyed(Arc::new(results), Arc::new(move |_| results::beside(app)))}
            </div>
        </div>
    }
}

/// The name of the service, the other language, and what holds for all steps.
fn top(app: App, lang: Lang) -> AnyView {
    let other = Arc::new(move || app.speak(app.lang.get_untracked().other()));
    let (banner, paused, example) = app
        .config(|config| (config.banner.get(lang).to_owned(), config.paused, config.example));
    let when = |on: bool, sentence| if on { say(lang, sentence).to_owned() } else { String::new() };
    view! {
        <header class="vi-top">
            <p class="vi-brand">{say(lang, sentences::BRAND)}</p>
            <div class="vi-switch" lang=lang.other().tag()>
                {button("vi-quiet", say(lang, sentences::SWITCH).to_owned(), other)}
            </div>
            {paragraph("vi-banner", banner)}
            {paragraph("vi-banner", when(paused, sentences::PAUSED))}
            {paragraph("vi-banner", when(example, sentences::EXAMPLE_SITE))}
        </header>
    }
    .into_any()
}

fn shown(app: App) -> AnyView {
    let lang = app.lang.get_untracked();
    match app.journey.get_untracked().step {
        Step::Page(WORDS_PAGE) => words::words_page(app, lang),
        Step::Page(page) => question::question_page(app, lang, page),
        Step::Results => results::in_full(app, lang),
        Step::Recipients => recipients::recipients_step(app, lang),
        Step::Contact => contact::contact_step(app, lang),
        Step::Check => check::check_step(app, lang),
        Step::Receipt => receipt::receipt_step(app, lang),
    }
}

/// What every step looks like.
struct Frame {
    /// The heading.
    title: String,
    /// One short sentence below it; may be empty.
    hint: String,
    /// The step itself.
    inside: AnyView,
    /// What the button says.
    button: String,
    /// What stands beside the button.
    beside: AnyView,
    /// What a press on the button does, after what is typed was counted.
    submit: Arc<dyn Fn() + Send + Sync>,
}

/// A step as a form: Back on top, problems, heading, fields, one button.
fn frame(app: App, lang: Lang, of: Frame) -> AnyView {
    let submit = of.submit;
    let press = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        submit();
    };
    view! {
        <section class="vi-card vi-step" aria-labelledby="vi-title">
            {back(app, lang)}
            {progress(app, lang)}
            {problem_summary(app, lang)}
            <form novalidate on:submit=press>
                {title(level(app), of.title)}
                {paragraph("vi-hint", of.hint)}
                {of.inside}
                <div class="vi-foot">
                    <button type="submit" class="vi-button">{of.button}</button>
                    {of.beside}
                </div>
            </form>
            {paragraph("vi-promise", say(lang, sentences::PROMISE).to_owned())}
        </section>
    }
    .into_any()
}

/// A step without a form.
fn frame_bare(app: App, lang: Lang, class: &'static str, inside: AnyView) -> AnyView {
    view! {
        <section class=format!("vi-card vi-step {class}") aria-labelledby="vi-title">
            {back(app, lang)}
            {inside}
        </section>
    }
    .into_any()
}

/// The level of a step's heading in the page's outline.
fn level(app: App) -> u8 {
    app.config(|config| config.heading_level)
}

/// The way back, unless this is the first step.
fn back(app: App, lang: Lang) -> AnyView {
    let to = app.journey.get_untracked().back(&app.now().pages);
    if to.is_none() {
        return ().into_any();
    }
    let press = move || {
        if let Some(to) = app.journey.get_untracked().back(&app.now().pages) {
            app.go(to);
        }
    };
    button("vi-quiet vi-back", format!("‹ {}", say(lang, sentences::BACK)), Arc::new(press))
}

/// A thin line of steps, only where their number is certain.
fn progress(app: App, lang: Lang) -> AnyView {
    let Step::Page(page) = app.journey.get_untracked().step else { return ().into_any() };
    let pages = app.now().pages.clone();
    if !app.with(|catalogue| is_certain(&catalogue.rules)) {
        return ().into_any();
    }
    let at = pages.iter().filter(|other| **other <= page).count().to_string();
    let of = pages.len().to_string();
    let label = fill(lang, sentences::STEP_OF, &[&at, &of]);
    view! { <progress class="vi-bar" max=of value=at aria-label=label></progress> }.into_any()
}

/// Whether every page is shown on every route.
fn is_certain(rules: &Rules) -> bool {
    (1_u8..).zip(&rules.pages).all(|(page, _)| {
        let always = |question: &&shared::catalogue::Question| question.asked_if.is_none();
        page == WORDS_PAGE
            || rules.questions.iter().filter(|q| q.page == page).any(|q| always(&q))
    })
}

/// What the button of a question says: on, or back to the check.
fn onward_words(app: App, lang: Lang) -> String {
    let returns = app.journey.get_untracked().returns;
    say(lang, if returns { sentences::BACK_TO_CHECK } else { sentences::CONTINUE }).to_owned()
}

/// A button that leads to another step.
fn to(app: App, class: &'static str, text: String, journey: Journey) -> AnyView {
    button(class, text, Arc::new(move || app.go(journey)))
}
