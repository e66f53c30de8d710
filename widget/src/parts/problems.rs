//! What has to change before the visitor can go on: on top, with links, and
//! the same words beside each field.

use crate::app::App;
use crate::journey::Journey;
use crate::language::journey as words;
use crate::state::{Problem, Topic};
use crate::view::{View, el, live, nothing};
use web_sys::Event;

/// What is wrong at a field, by the id of its element; followed.
pub(crate) fn problem_of(app: App, id: &str) -> Option<String> {
    app.follow(Topic::Problems);
    app.read(|state| {
        let here = state.problems.iter().find(|one| one.at == id && one.step.is_none());
        here.map(|one| one.text.clone())
    })
}

/// The summary; empty while nothing is wrong.
pub(crate) fn problem_summary(app: App) -> View {
    live(move || {
        app.follow(Topic::Problems);
        let all = app.read(|state| state.problems.clone());
        if all.is_empty() {
            return nothing();
        }
        let list = all.into_iter().fold(el("ul"), |list, one| list.add(link(app, one)));
        let title = el("p").id("vi-problems-title").add(app.say(words::PROBLEMS));
        el("div")
            .class("vi-problems")
            .set("tabindex", "-1")
            .set("role", "group")
            .set("aria-labelledby", "vi-problems-title")
            .add(title)
            .add(list)
            .into()
    })
}

fn link(app: App, problem: Problem) -> View {
    let target = ["#", &problem.at].concat();
    let href = target.clone();
    let press = move |event: Event| {
        // Not the address: the frame's history is for steps.
        event.prevent_default();
        match problem.step {
            Some(step) => app.go(Journey::change(step)),
            None => app.focus(target.as_str()),
        }
    };
    el("li").add(el("a").set("href", href).on("click", press).add(problem.text)).into()
}
