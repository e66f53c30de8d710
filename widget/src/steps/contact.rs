//! Who asks. The privacy notice comes before the fields.

use super::{Frame, frame, level};
use crate::app::{App, Problem};
use crate::language::{contact as words, fill, journey, say};
use crate::parts::{Input, Row, Rows, Written, choice_rows, heading, written_field};
use crate::sending;
use leptos::prelude::*;
use shared::lead::{Fault, Wrong};
use shared::text::Lang;
use std::sync::Arc;

/// The fields of this step: name on the wire, label, hint, type and
/// autocomplete token.
const FIELDS: [(&str, Label, Input); 7] = [
    ("company", (words::COMPANY, NONE), Input::Line("text", "organization")),
    ("org_number", (words::ORG_NUMBER, words::ORG_NUMBER_HINT), Input::Line("text", "off")),
    ("name", (words::NAME, NONE), Input::Line("text", "name")),
    ("role", (words::ROLE, NONE), Input::Line("text", "organization-title")),
    ("email", (words::EMAIL, words::EMAIL_HINT), Input::Line("email", "email")),
    ("phone", (words::PHONE, NONE), Input::Line("tel", "tel")),
    ("subject", (words::SUBJECT, words::SUBJECT_HINT), Input::Line("text", "off")),
];

/// A label and its hint.
type Label = (crate::language::Sentence, crate::language::Sentence);
const NONE: crate::language::Sentence = ("", "");

/// The step.
pub(super) fn contact_step(app: App, lang: Lang) -> AnyView {
    let fields: Vec<AnyView> =
        FIELDS.iter().map(|(name, label, input)| field(app, lang, name, *label, *input)).collect();
    let inside = view! { {privacy(app, lang)}{fields}{consents(app, lang)} };
    frame(app, lang, Frame {
        title: say(lang, words::CONTACT_HEADING).to_owned(),
        hint: String::new(),
        inside: inside.into_any(),
        button: super::onward_words(app, lang),
        beside: ().into_any(),
        submit: Arc::new(move || leave(app, lang)),
    })
}

fn field(app: App, lang: Lang, name: &'static str, label: Label, input: Input) -> AnyView {
    let (label, hint) = label;
    let mut value = app.contact.with_value(|contact| contact.get(name).to_owned());
    if name == "subject" && !app.contact.with_value(|contact| contact.is_written(name)) {
        value = sending::suggested_subject(app);
    }
    let keep = move |text| app.contact.update_value(|contact| contact.set(name, text));
    written_field(app, Written {
        id: name.to_owned(),
        label: say(lang, label).to_owned(),
        labelled_by: None,
        hint: say(lang, hint).to_owned(),
        input,
        value,
        keep: Arc::new(keep),
    })
}

/// Who is responsible, why, by which law, how long, and which rights there are
/// (GDPR, article 13): from the configuration, since only the region can say.
fn privacy(app: App, lang: Lang) -> AnyView {
    let part = |(key, label): &(&str, crate::language::Sentence)| {
        let text = app.config(|config| {
            let part = config.privacy.iter().find(|(name, _)| name == key);
            part.map(|(_, text)| text.get(lang).to_owned())
        })?;
        Some(view! { <dt>{say(lang, *label)}</dt><dd>{text}</dd> })
    };
    let parts: Vec<_> = words::PRIVACY_PARTS.iter().filter_map(part).collect();
    let title = say(lang, words::PRIVACY_HEADING).to_owned();
    view! {
        <div class="vi-box" id="vi-privacy">
            {heading(level(app) + 1, "vi-box-title", title)}
            <dl>{parts}</dl>
        </div>
    }
    .into_any()
}

/// Two questions that nothing depends on; neither is ticked beforehand.
fn consents(app: App, lang: Lang) -> AnyView {
    let partner = app.config(|config| config.name.get(lang).to_owned());
    let partner =
        if partner.is_empty() { say(lang, words::THE_PARTNER).to_owned() } else { partner };
    let row = |code: &str, label: String| Row {
        code: code.to_owned(),
        label,
        hint: String::new(),
        group: String::new(),
    };
    let rows = Rows {
        name: "consents".to_owned(),
        several: true,
        rows: vec![
            row("share", fill(lang, words::SHARE, &[&partner])),
            row("follow-up", say(lang, words::FOLLOW_UP).to_owned()),
        ],
        is_chosen: Arc::new(move |code| {
            let consents = app.contact.with_value(|contact| contact.consents);
            if code == "share" { consents.share_with_partner } else { consents.contact_for_followup }
        }),
        choose: Arc::new(move |code, on| {
            app.contact.update_value(|contact| match code {
                "share" => contact.consents.share_with_partner = on,
                _ => contact.consents.contact_for_followup = on,
            });
        }),
    };
    view! {
        <fieldset class="vi-question">
            <legend class="vi-legend">{say(lang, words::CONSENTS)}</legend>
            {choice_rows(rows)}
        </fieldset>
    }
    .into_any()
}

/// What is wrong with a field, in words.
pub(super) fn told(lang: Lang, fault: Fault) -> String {
    let sentence = words::wrong(fault.field, fault.what);
    match fault.what {
        Wrong::TooLong(most) => fill(lang, journey::TOO_LONG, &[&most.to_string()]),
        _ => say(lang, sentence).to_owned(),
    }
}

/// Whether a field stands on this step.
pub(super) fn is_here(field: &str) -> bool {
    FIELDS.iter().any(|(name, ..)| *name == field)
}

fn leave(app: App, lang: Lang) {
    let faults = sending::lead(app).person.faults();
    let here = faults.into_iter().filter(|fault| is_here(fault.field));
    let problems: Vec<Problem> =
        here.map(|fault| Problem::here(&format!("vi-{}", fault.field), told(lang, fault))).collect();
    if problems.is_empty() { app.onward() } else { app.stop(problems) }
}
