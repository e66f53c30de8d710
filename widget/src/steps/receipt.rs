//! It is kept: what it is called, when an answer comes, what happens next, and
//! a copy.

use super::check::parts;
use super::copy::downloads;
use super::{frame_bare, level};
use crate::app::App;
use crate::browser;
use crate::language::{contact as words, day, fill, results, say};
use crate::parts::{button, heading, outside_link, paragraph, title};
use crate::sending::{Receipt, Sending};
use leptos::prelude::*;
use shared::text::Lang;
use std::sync::Arc;

/// The step. Without a receipt, as after the browser's Forward, there is
/// nothing to show but the way back.
pub(super) fn receipt_step(app: App, lang: Lang) -> AnyView {
    let Sending::Kept(receipt) = app.sending.get_untracked() else {
        return super::check::check_step(app, lang);
    };
    let level = level(app);
    let print = button("vi-quiet", say(lang, results::PRINT).to_owned(), Arc::new(browser::print));
    let inside = view! {
        {title(level, say(lang, words::RECEIPT_HEADING).to_owned())}
        <div class="vi-box vi-receipt">
            <p>{say(lang, words::REFERENCE)}</p>
            <p class="vi-reference" data-reference=receipt.reference.clone()>
                {receipt.reference.clone()}
            </p>
            {paragraph("", received(lang, &receipt))}
            {promised(lang, &receipt)}
        </div>
        {paragraph("vi-hint", duplicate(lang, &receipt))}
        {heading(level + 1, "vi-group-title", say(lang, words::WHAT_HAPPENS).to_owned())}
        {happens(app, lang)}
        {status(lang, &receipt)}
        {heading(level + 1, "vi-group-title", say(lang, words::COPY).to_owned())}
        {copy(app, lang)}
        {print}
        {downloads(app, lang)}
        {paragraph("vi-promise", say(lang, results::LAST_LINE).to_owned())}
    };
    frame_bare(app, lang, "", inside.into_any())
}

fn received(lang: Lang, receipt: &Receipt) -> String {
    fill(lang, words::RECEIVED, &[&browser::moment(lang, &receipt.received_at)])
}

/// Each recipient and its promise, or that there is none.
fn promised(lang: Lang, receipt: &Receipt) -> AnyView {
    let one = |(name, by): &(String, Option<String>)| {
        let promise = match by.as_deref().and_then(shared::text::day) {
            Some(by) => fill(lang, words::ANSWER_BY, &[&day(lang, by)]),
            None => say(lang, words::NO_PROMISED_TIME).to_owned(),
        };
        view! { <p><b>{name.clone()}</b>". "{promise}</p> }
    };
    receipt.recipients.iter().map(one).collect_view().into_any()
}

fn duplicate(lang: Lang, receipt: &Receipt) -> String {
    if receipt.possible_duplicate {
        say(lang, words::DUPLICATE).to_owned()
    } else {
        String::new()
    }
}

fn happens(app: App, lang: Lang) -> AnyView {
    let email = app.contact.with_value(|contact| contact.get("email").to_owned());
    let line = |sentence: &crate::language::Sentence| {
        let text = fill(lang, *sentence, &[&email]);
        view! { <li>{text}</li> }
    };
    view! { <ol>{words::HAPPENS.iter().map(line).collect_view()}</ol> }.into_any()
}

fn status(lang: Lang, receipt: &Receipt) -> AnyView {
    let url = receipt.status_url.reveal().clone();
    if url.is_empty() {
        return ().into_any();
    }
    let link = outside_link(lang, "vi-link", url, say(lang, words::STATUS_LINK).to_owned());
    view! {
        <p>{link}</p>
        {paragraph("vi-warn", say(lang, words::STATUS_WARNING).to_owned())}
    }
    .into_any()
}

/// What was sent, to read and to print.
fn copy(app: App, lang: Lang) -> AnyView {
    let lines = parts(app, lang).into_iter().flat_map(|part| part.lines);
    let line = |line: super::check::Line| {
        (!line.value.is_empty()).then(|| view! { <div><dt>{line.name}</dt><dd>{line.value}</dd></div> })
    };
    view! { <dl class="vi-check">{lines.map(line).collect_view()}</dl> }.into_any()
}
