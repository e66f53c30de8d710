//! What stands above the entries: the sentence that sums up, where the matter
//! goes, what the law says, and the question that settles most.

use super::super::question::rows_of;
use crate::app::{App, Seen, count};
use crate::journey::{Journey, Step};
use crate::language::{capital, fill, number, results as words, say};
use crate::parts::{Row, Tone, button, heading, notice_box, outside_link, paragraph};
use leptos::prelude::*;
use shared::catalogue::{Kind, Notice, Question, Shape};
use shared::matching::{Match, Outcome, change_words};
use shared::profile::Answer;
use shared::qualification::Disposition;
use shared::relevance::Band;
use shared::text::Lang;
use std::sync::Arc;

/// The sentence that sums up.
pub(super) fn summary(app: App, lang: Lang, seen: &Seen) -> AnyView {
    let is_path = |one: &Match| {
        app.with(|catalogue| {
            let entry = catalogue.rules.entries.get(usize::from(one.entry));
            entry.is_some_and(|entry| entry.kind == Kind::Path)
        })
    };
    let near = |one: &Match| one.outcome.is_open() && one.band != Band::None;
    if count(&seen.matching, near) == 0 {
        return no_good_match(app, lang, seen);
    }
    let fits = |one: &Match| matches!(one.outcome, Outcome::Fits) && is_path(one);
    let asks = |one: &Match| matches!(one.outcome, Outcome::Unknown(_)) && is_path(one);
    let first = match count(&seen.matching, fits) {
        0 => say(lang, words::NO_PATH_YET).to_owned(),
        1 => say(lang, words::ONE_PATH).to_owned(),
        many => capital(&fill(lang, words::PATHS, &[&number(lang, many)])),
    };
    let second = match count(&seen.matching, asks) {
        0 => String::new(),
        1 => say(lang, words::ONE_OPEN).to_owned(),
        many => fill(lang, words::OPEN, &[&number(lang, many)]),
    };
    paragraph("vi-sum", format!("{first} {second}"))
}

/// Nothing near: said, with the closest and what it lacks.
fn no_good_match(app: App, lang: Lang, seen: &Seen) -> AnyView {
    let closest = seen.matching.matches.iter().find(|one| one.change.is_some());
    let mut said = say(lang, words::NO_GOOD_MATCH).to_owned();
    if let Some((one, change)) = closest.and_then(|one| Some((one, one.change.as_ref()?))) {
        let (name, lacks) = app.with(|all| {
            let entry = all.rules.entries.get(usize::from(one.entry));
            let name = entry.map(|entry| all.text(lang, entry.name).to_owned());
            (name.unwrap_or_default(), change_words(all, lang, change))
        });
        for part in
            [fill(lang, words::CLOSEST, &[&name]), fill(lang, words::WHAT_IS_MISSING, &[&lacks])]
        {
            said.push(' ');
            said.push_str(&part);
        }
    }
    paragraph("vi-sum", said)
}

/// Where the matter goes.
pub(in crate::steps) fn banner(app: App, lang: Lang, level: u8, seen: &Seen) -> AnyView {
    match seen.matching.disposition {
        Disposition::Redirect => redirects(app, lang, level, (words::REDIRECTED, seen)),
        Disposition::OutOfScope => redirects(app, lang, level, (words::OUT_OF_SCOPE, seen)),
        Disposition::Prepare => preparations(app, lang, level, seen),
        Disposition::Forward => ().into_any(),
    }
}

fn redirects(
    app: App,
    lang: Lang,
    level: u8,
    (title, seen): (crate::language::Sentence, &Seen),
) -> AnyView {
    let all = app.with(|catalogue| catalogue.rules.redirects.clone());
    let shown = all.into_iter().filter(|one| seen.matching.redirects.contains(&one.id));
    let one = |redirect: shared::catalogue::Redirect| {
        let name = app.text(lang, redirect.name);
        let next = redirect.next.map(|next| app.text(lang, next)).unwrap_or_default();
        let link = redirect.link.map(|link| {
            outside_link(lang, "vi-link", link, fill(lang, words::OPEN_LINK, &[&name]))
        });
        let source = fill(lang, words::SOURCE, &[&app.text(lang, redirect.source)]);
        view! {
            <div class="vi-box vi-lead" data-redirect=redirect.id>
                <p class="vi-source">{say(lang, title)}</p>
                {heading(level, "vi-box-title", name)}
                {paragraph("", app.text(lang, redirect.text))}
                {paragraph("vi-next", next)}
                {link}
                {paragraph("vi-source", source)}
            </div>
        }
    };
    shown.map(one).collect_view().into_any()
}

fn preparations(app: App, lang: Lang, level: u8, seen: &Seen) -> AnyView {
    let all = app.with(|catalogue| catalogue.rules.preparations.clone());
    let title = say(lang, words::PREPARE).to_owned();
    let mut shown: Vec<AnyView> = Vec::new();
    for one in all.into_iter().filter(|one| seen.matching.preparations.contains(&one.id)) {
        let source = fill(lang, words::SOURCE, &[&app.text(lang, one.source)]);
        let told = (title.clone(), app.text(lang, one.text), source);
        shown.push(notice_box(Tone::Lead, level, told));
    }
    let settled = count(&seen.matching, |one| matches!(one.outcome, Outcome::Fits)) > 0;
    if shown.is_empty() && settled {
        let text = say(lang, words::PREPARE_NO_ONE).to_owned();
        shown.push(paragraph("vi-hint", text));
    }
    shown.into_any()
}

/// The notices of the gates that hold: first, and marked as law.
pub(in crate::steps) fn law_notices(app: App, lang: Lang, level: u8, seen: &Seen) -> AnyView {
    let gates = shown_notices(app, seen, true);
    let view = |notice| notice_view(app, lang, level, (Tone::Law, notice));
    gates.into_iter().map(view).collect_view().into_any()
}

/// The other notices.
pub(super) fn notices(app: App, lang: Lang, level: u8, seen: &Seen) -> AnyView {
    let others = shown_notices(app, seen, false);
    if others.is_empty() {
        return ().into_any();
    }
    let view = |notice| notice_view(app, lang, level + 1, (Tone::Plain, notice));
    let title = say(lang, words::NOTICES).to_owned();
    view! {
        <div class="vi-notices">
            {heading(level, "vi-group-title", title)}
            {others.into_iter().map(view).collect_view()}
        </div>
    }
    .into_any()
}

fn shown_notices(app: App, seen: &Seen, of_gates: bool) -> Vec<Notice> {
    app.with(|catalogue| {
        let rules = &catalogue.rules;
        let is_gate = |id: &str| rules.gates.iter().any(|gate| gate.notice == id);
        let shown = rules.notices.iter().filter(|one| seen.matching.notices.contains(&one.id));
        shown.filter(|one| is_gate(&one.id) == of_gates).cloned().collect()
    })
}

fn notice_view(app: App, lang: Lang, level: u8, (tone, of): (Tone, Notice)) -> AnyView {
    let source = fill(lang, words::SOURCE, &[&app.text(lang, of.source)]);
    let told = (app.text(lang, of.title), app.text(lang, of.text), source);
    view! { <div data-notice=of.id>{notice_box(tone, level, told)}</div> }.into_any()
}

/// The question that settles most, answered where it stands when it can be.
pub(super) fn settling(app: App, lang: Lang, level: u8, seen: &Seen) -> AnyView {
    let Some(settling) = seen.matching.settle else { return ().into_any() };
    let Some(question) = app.question(settling.field) else { return ().into_any() };
    let here = app.journey.get().step == Step::Page(question.page);
    let open = count(&seen.matching, |one| one.outcome.is_open());
    let (settled, of) = (number(lang, settling.entries), number(lang, open));
    let settles = fill(lang, words::SETTLES, &[&settled, &of]);
    let answers = if here { ().into_any() } else { answers(app, lang, &question) };
    view! {
        <div class="vi-box vi-settle" data-settle=settling.field.name()>
            {heading(level, "vi-box-title", app.text(lang, question.text))}
            {paragraph("vi-hint", settles)}
            {answers}
        </div>
    }
    .into_any()
}

/// The most answers that are shown in place.
const MOST_ANSWERS: usize = 6;

fn answers(app: App, lang: Lang, of: &Question) -> AnyView {
    let field = of.field;
    let codes = rows_of(app, lang, of);
    let in_place = matches!(of.shape, Shape::Choice | Shape::YesNo) && codes.len() <= MOST_ANSWERS;
    if !in_place {
        let step = Journey::at(Step::Page(of.page));
        return super::to(app, "vi-quiet", say(lang, words::ANSWER_IT).to_owned(), step);
    }
    let chip = |row: Row| {
        let choose = move || app.answer(|draft| draft.choose(field, &row.code));
        button("vi-suggestion", row.label, Arc::new(choose))
    };
    view! { <div class="vi-answers">{codes.into_iter().map(chip).collect_view()}</div> }.into_any()
}

/// The questions that were asked and passed over.
pub(super) fn unanswered(app: App, lang: Lang, seen: &Seen) -> AnyView {
    if app.journey.get().step != Step::Results {
        return ().into_any();
    }
    let names: Vec<String> = app.with(|catalogue| {
        let judge = shared::eligibility::Judge::new(&catalogue.rules, &seen.profile, app.today());
        shared::catalogue::asked(&judge)
            .filter(|question| matches!(seen.profile.get(question.field), Answer::NotAsked))
            .map(|question| catalogue.text(lang, question.name).to_owned())
            .collect()
    });
    if names.is_empty() {
        return ().into_any();
    }
    paragraph("vi-hint", fill(lang, words::UNANSWERED, &[&names.join(", ")]))
}
