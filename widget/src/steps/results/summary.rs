//! What stands above the entries: the sentence that sums up, where the matter
//! goes, what the law says, and the question that settles most.

use super::to;
use crate::app::{App, count};
use crate::journey::{Journey, Step};
use crate::language::{Sentence, capital, number_of, results as words};
use crate::parts::{Size, Told, Tone, button, heading, notice_box, outside_link, paragraph};
use crate::state::{Asked, Row, Seen};
use crate::steps::words::not_understood;
use crate::view::{Element, View, el, nothing};
use shared::catalogue::{Place, Redirect, Shape, asked};
use shared::eligibility::Judge;
use shared::matching::{Match, Matching, Outcome};
use shared::profile::Answer;
use shared::qualification::Disposition;
use shared::relevance::Band;

/// What is said first of a matter that goes elsewhere; nothing of one that stays.
pub(in crate::steps) fn elsewhere(app: App, seen: &Seen) -> Option<Sentence> {
    match seen.matching.disposition {
        Disposition::Redirect if belongs_elsewhere(app, seen) => Some(words::REDIRECTED),
        Disposition::Redirect => Some(words::ANOTHER_WAY),
        Disposition::OutOfScope => Some(words::OUT_OF_SCOPE),
        Disposition::Prepare | Disposition::Forward => None,
    }
}

/// Whether another body answers for it, and not another unit of the region.
fn belongs_elsewhere(app: App, seen: &Seen) -> bool {
    let fits = |one: &Match| matches!(one.outcome, Outcome::Fits) && app.leads_away(one.entry);
    0 < count(&seen.matching, fits)
}

/// The sentence that sums up. Where it goes elsewhere the step's heading has
/// said so.
pub(super) fn summary(app: App, size: Size, seen: &Seen) -> View {
    if let Some(sentence) = elsewhere(app, seen) {
        let beside = size == Size::Small;
        return paragraph("vi-sum", if beside { app.say(sentence) } else { String::new() });
    }
    if !seen.matching.good {
        return paragraph("vi-sum", no_good_match(app, seen));
    }
    let fits = |one: &Match| matches!(one.outcome, Outcome::Fits) && app.is_path(one.entry);
    let asks = |one: &Match| matches!(one.outcome, Outcome::Unknown(_)) && app.is_path(one.entry);
    let (fits, asks) = (count(&seen.matching, fits), count(&seen.matching, asks));
    let most = fits.max(asks);
    let fits = match fits {
        0 => app.say(words::NO_PATH_YET),
        1 => app.say(words::ONE_PATH),
        many => capital(&app.fill(words::PATHS, &[&number_of(app.lang(), many, most)])),
    };
    let asks = match asks {
        0 => String::new(),
        1 => app.say(words::ONE_OPEN),
        many => app.fill(words::OPEN, &[&number_of(app.lang(), many, most)]),
    };
    let understood = if seen.matching.words == Some(Band::None) {
        [app.say(words::WORDS_UNSURE), nearest(app, seen)].join(" ")
    } else {
        String::new()
    };
    vec![paragraph("vi-sum", [fits, asks].join(" ")), paragraph("vi-hint", understood)].into()
}

/// Nothing near: said, with what was not understood, what comes nearest, and
/// what the first of it lacks.
fn no_good_match(app: App, seen: &Seen) -> String {
    let mut said = vec![app.say(words::NO_GOOD_MATCH), nearest(app, seen)];
    let first = seen.matching.nearest.first().and_then(|at| seen.of_entry(*at));
    let failing = first.filter(|one| matches!(one.outcome, Outcome::NoFit(_)));
    if let Some((one, lacks)) = failing.and_then(|one| Some((one, app.change(seen, one)?))) {
        let name = app.read(|state| state.entry(one.entry).map(|entry| state.text(entry.name)));
        said.push(app.fill(words::REQUIRES, &[&name.unwrap_or_default(), &lacks]));
    }
    said.join(" ")
}

/// The words that were not understood, and what comes nearest all the same.
fn nearest(app: App, seen: &Seen) -> String {
    let name = |at: &Place| app.read(|state| state.entry(*at).map(|entry| state.text(entry.name)));
    let names: Vec<String> = seen.matching.nearest.iter().filter_map(name).collect();
    let nearest = match &*names {
        [] => String::new(),
        [one] => app.fill(words::CLOSEST, &[one]),
        [one, other, ..] => app.fill(words::CLOSEST_TWO, &[one, other]),
    };
    [not_understood(app, seen), nearest].join(" ")
}

/// Where the matter goes.
pub(in crate::steps) fn banner(app: App, level: u8, seen: &Seen) -> View {
    match seen.matching.disposition {
        Disposition::Redirect | Disposition::OutOfScope => redirects(app, level, seen),
        Disposition::Prepare => preparations(app, level, seen),
        Disposition::Forward => forward(app, seen),
    }
}

/// Someone could get it now.
fn forward(app: App, seen: &Seen) -> View {
    let said = match seen.recipients.len() {
        0 => String::new(),
        1 => app.say(words::ONE_CAN_RECEIVE),
        many => capital(&app.fill(words::CAN_RECEIVE, &[&number_of(app.lang(), many, many)])),
    };
    paragraph("vi-hint", said)
}

fn redirects(app: App, level: u8, seen: &Seen) -> View {
    let Matching { redirects, scopes, .. } = &seen.matching;
    app.read(|state| {
        let mut shown = Vec::new();
        for one in &state.catalogue.rules.redirects {
            if redirects.contains(&one.id) || scopes.contains(&one.id) {
                shown.push(redirect(app, level, one));
            }
        }
        shown.into()
    })
}

fn redirect(app: App, level: u8, of: &Redirect) -> View {
    let name = app.text(of.name);
    let link = of.link.clone();
    let link = link.map(|link| outside_link(app, link, app.fill(words::OPEN_LINK, &[&name])));
    el("div")
        .class("vi-box vi-lead")
        .set("data-redirect", of.id.clone())
        .add(heading(level, "vi-box-title", name))
        .add(paragraph("", app.text(of.text)))
        .add(paragraph("vi-next", app.text_if(of.next)))
        .add(link)
        .add(paragraph("vi-source", source(app, of.source)))
        .into()
}

fn source(app: App, text: u16) -> String {
    app.fill(words::SOURCE, &[&app.text(text)])
}

fn preparations(app: App, level: u8, seen: &Seen) -> View {
    let mut shown: Vec<View> = Vec::new();
    app.read(|state| {
        for one in &state.catalogue.rules.preparations {
            if seen.matching.preparations.contains(&one.id) {
                let (title, text) = (app.say(words::PREPARE), app.text(one.text));
                let told = Told { title, text, source: source(app, one.source) };
                let view = notice_box(Tone::Lead, level, told);
                shown.push(view.set("data-preparation", one.id.clone()).into());
            }
        }
    });
    let settled = count(&seen.matching, |one| matches!(one.outcome, Outcome::Fits));
    if shown.is_empty() && 0 < settled {
        shown.push(paragraph("vi-hint", app.say(words::PREPARE_NO_ONE)));
    }
    shown.into()
}

/// The notices of the gates that hold: first, and marked as law.
pub(in crate::steps) fn law_notices(app: App, level: u8, seen: &Seen) -> View {
    shown_notices(app, level, Tone::Law, seen).into()
}

/// The other notices.
pub(super) fn notices(app: App, level: u8, seen: &Seen) -> View {
    let others = shown_notices(app, level + 1, Tone::Plain, seen);
    if others.is_empty() {
        return nothing();
    }
    let title = heading(level, "vi-group-title", app.say(words::NOTICES));
    el("div").add(title).add(others).into()
}

fn shown_notices(app: App, level: u8, tone: Tone, seen: &Seen) -> Vec<View> {
    app.read(|state| {
        let rules = &state.catalogue.rules;
        let mut shown = Vec::new();
        for one in rules.notices.iter().filter(|one| seen.matching.notices.contains(&one.id)) {
            let of_gate = rules.gates.iter().any(|gate| gate.notice == one.id);
            if of_gate == matches!(tone, Tone::Law) {
                let (title, text) = (app.text(one.title), app.text(one.text));
                let told = Told { title, text, source: source(app, one.source) };
                shown.push(notice_box(tone, level, told).set("data-notice", one.id.clone()).into());
            }
        }
        shown
    })
}

/// The question that settles most, answered where it stands when it can be.
/// What goes elsewhere needs no more answers: the rest is there to be read.
pub(super) fn settling(app: App, level: u8, seen: &Seen) -> View {
    if elsewhere(app, seen).is_some() {
        return paragraph("vi-hint", app.say(words::STILL_OPEN));
    }
    let Some(settling) = seen.matching.settle else { return nothing() };
    let Some(question) = app.question(settling.field) else { return nothing() };
    let open = count(&seen.matching, |one| one.outcome.is_open());
    let settled = number_of(app.lang(), settling.entries, open);
    let of = number_of(app.lang(), open, open);
    let here = app.journey().step == Step::Page(question.page);
    let title = heading(level, "vi-box-title", question.text.clone());
    let answers = if here { nothing() } else { answers(app, question) };
    el("div")
        .class("vi-box vi-settle")
        .set("data-settle", settling.field.name())
        .add(title)
        .add(paragraph("vi-hint", capital(&app.fill(words::SETTLES, &[&settled, &of]))))
        .add(answers)
        .into()
}

/// The most answers that are shown in place.
const MOST_ANSWERS: usize = 6;

fn answers(app: App, of: Asked) -> View {
    let field = of.field;
    let rows = of.rows;
    let in_place = matches!(of.shape, Shape::Choice | Shape::YesNo) && rows.len() <= MOST_ANSWERS;
    if !in_place {
        let step = Journey::at(Step::Page(of.page));
        return to(app, "vi-quiet", app.say(words::ANSWER_IT), step).into();
    }
    let chip = |row: Row| {
        let choose = move || {
            app.answer(|draft| draft.choose(field, &row.code));
            // The button is gone with its question.
            let beside = app.journey().step.shows_results();
            app.focus(if beside { "#vi-results-title" } else { "#vi-title" });
        };
        button("vi-suggestion", row.label, choose)
    };
    rows.into_iter().map(chip).fold(el("div").class("vi-answers"), Element::add).into()
}

/// The questions that were asked and passed over.
pub(super) fn unanswered(app: App, seen: &Seen) -> View {
    if app.journey().step != Step::Results {
        return nothing();
    }
    let names: Vec<String> = app.read(|state| {
        let judge = Judge::new(&state.catalogue.rules, &seen.profile, state.today);
        asked(&judge)
            .filter(|question| matches!(seen.profile.get(question.field), Answer::NotAsked))
            .map(|question| state.catalogue.text(state.lang, question.name).to_owned())
            .collect()
    });
    if names.is_empty() {
        return nothing();
    }
    paragraph("vi-hint", app.fill(words::UNANSWERED, &[&names.join(", ")]))
}
