//! It is kept: what it is called, when an answer comes, what happens next, and
//! a copy.

use super::check::{check_step, parts};
use super::copy::downloads;
use super::frame_bare;
use super::keep::begin_again;
use crate::app::App;
use crate::browser;
use crate::language::{contact as words, day, results};
use crate::parts::{heading, outside_link, paragraph, title};
use crate::state::{Receipt, Sending};
use crate::view::{Element, View, el, nothing};

/// The step. Without a receipt, as after the browser's Forward, what is to be
/// sent is shown again.
pub(super) fn receipt_step(app: App) -> View {
    let Sending::Kept(receipt) = app.read(|state| state.sending.clone()) else {
        return check_step(app);
    };
    let heading = |sentence| heading(app.level() + 1, "vi-group-title", app.say(sentence)).into();
    let inside = vec![
        title(app, app.say(words::RECEIPT_HEADING)).into(),
        kept(app, &receipt),
        heading(words::WHAT_HAPPENS),
        happens(app),
        status(app, &receipt),
        heading(words::COPY),
        copy(app),
        downloads(app),
        begin_again(app),
        paragraph("vi-promise", app.say(results::LAST_LINE)),
    ];
    frame_bare(app, "vi-card vi-step", inside.into())
}

/// The reference, when it came, and each recipient's promise.
fn kept(app: App, receipt: &Receipt) -> View {
    let reference = receipt.reference.clone();
    let moment = browser::moment(app.lang(), &receipt.received_at);
    let duplicate = receipt.possible_duplicate;
    let duplicate = if duplicate { app.say(words::DUPLICATE) } else { String::new() };
    let kept = el("div")
        .class("vi-box vi-lead")
        .add(el("p").add(app.say(words::REFERENCE)))
        .add(el("p").class("vi-reference").set("data-reference", reference.clone()).add(reference))
        .add(paragraph("", app.fill(words::RECEIVED, &[&moment])));
    let promises = receipt.recipients.iter().map(|(name, by)| {
        let promise = match by.as_deref().and_then(shared::text::day) {
            Some(by) => app.fill(words::ANSWER_BY, &[&day(app.lang(), by)]),
            None => app.say(words::NO_PROMISED_TIME),
        };
        el("p").add(el("b").add(name.as_str())).add(": ").add(promise)
    });
    promises.fold(kept, Element::add).add(paragraph("vi-hint", duplicate)).into()
}

fn happens(app: App) -> View {
    let email = app.read(|state| state.contact.get("email").to_owned());
    let lines = words::HAPPENS.iter().map(|line| el("li").add(app.fill(*line, &[&email])));
    lines.fold(el("ol"), Element::add).into()
}

fn status(app: App, receipt: &Receipt) -> View {
    let url = receipt.status_url.reveal().clone();
    if url.is_empty() {
        return nothing();
    }
    let link = outside_link(app, url, app.say(words::STATUS_LINK));
    vec![el("p").add(link).into(), paragraph("vi-warn", app.say(words::STATUS_WARNING))].into()
}

/// What was sent, to read and to print.
fn copy(app: App) -> View {
    let lines = parts(app).into_iter().flat_map(|part| part.lines);
    let said = lines.filter(|line| !line.value.is_empty());
    let line = |list: Element, line: super::check::Line| {
        list.add(el("div").add(el("dt").add(line.name)).add(el("dd").add(line.value)))
    };
    said.fold(el("dl").class("vi-check"), line).into()
}
