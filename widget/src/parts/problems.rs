//! What has to change before the visitor can go on: on top, with links, and
//! the same words beside each field.

use crate::app::App;
use crate::browser;
use crate::journey::Journey;
use crate::language::{journey as words, say};
use leptos::prelude::*;
use shared::text::Lang;

/// What is wrong at a field, by the id of its element; followed.
pub(crate) fn problem_of(app: App, id: &str) -> Option<String> {
    app.problems.with(|all| all.iter().find(|one| one.at == id).map(|one| one.text.clone()))
}

/// The summary; empty while nothing is wrong.
pub(crate) fn problem_summary(app: App, lang: Lang) -> AnyView {
    let list = move || {
        let all = app.problems.get();
        if all.is_empty() {
            return ().into_any();
        }
        let link = |problem: crate::app::Problem| {
            let target = format!("#{}", problem.at);
            let href = target.clone();
            let press = move |event: leptos::ev::MouseEvent| {
                // Not the address: the frame's history is for steps.
                event.prevent_default();
                match problem.step {
                    Some(step) => app.go(Journey::change(step)),
                    None => browser::focus(target.clone()),
                }
            };
            view! { <li><a href=href on:click=press>{problem.text}</a></li> }
        };
        view! {
            <div class="vi-problems" tabindex="-1" role="group" aria-labelledby="vi-problems-title">
                <p id="vi-problems-title">{say(lang, words::PROBLEMS)}</p>
                <ul>{all.into_iter().map(link).collect_view()}</ul>
            </div>
        }
        .into_any()
    };
    list.into_any()
}
