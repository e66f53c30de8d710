//! Who asks. The privacy notice comes before the fields.

use super::{Frame, frame, onward_words};
use crate::app::App;
use crate::language::{Sentence, contact as words, journey};
use crate::parts::{Input, Rows, Written, choice_rows, described, heading, written_field};
use crate::sending;
use crate::state::{Problem, Row};
use crate::view::{View, el, nothing};
use shared::lead::{Fault, Wrong};
use std::sync::Arc;

/// A field of this step.
struct Field {
    /// Its name on the wire.
    name: &'static str,
    label: Sentence,
    hint: Option<Sentence>,
    input: Input,
}

const fn field(name: &'static str, label: Sentence, hint: Option<Sentence>, input: Input) -> Field {
    Field { name, label, hint, input }
}

const FIELDS: [Field; 7] = [
    field("company", words::COMPANY, None, Input::Line("text", "organization")),
    field(
        "org_number",
        words::ORG_NUMBER,
        Some(words::ORG_NUMBER_HINT),
        Input::Line("text", "off"),
    ),
    field("name", words::NAME, None, Input::Line("text", "name")),
    field("role", words::ROLE, None, Input::Line("text", "organization-title")),
    field("email", words::EMAIL, Some(words::EMAIL_HINT), Input::Line("email", "email")),
    field("phone", words::PHONE, None, Input::Line("tel", "tel")),
    field("subject", words::SUBJECT, Some(words::SUBJECT_HINT), Input::Line("text", "off")),
];

/// The step.
pub(super) fn contact_step(app: App) -> View {
    let mut inside = vec![privacy(app)];
    inside.extend(FIELDS.iter().map(|field| field_view(app, field)));
    inside.push(consents(app));
    let of = Frame {
        title: app.say(words::CONTACT_HEADING),
        hint: String::new(),
        inside: inside.into(),
        button: onward_words(app),
        beside: nothing(),
        below: nothing(),
    };
    frame(app, of, move || leave(app))
}

fn field_view(app: App, of: &Field) -> View {
    let name = of.name;
    let is_suggested = name == "subject" && app.read(|state| !state.contact.is_written(name));
    let value = if is_suggested {
        sending::suggested_subject(app)
    } else {
        app.read(|state| state.contact.get(name).to_owned())
    };
    let hint = of.hint.map_or_else(String::new, |hint| app.say(hint));
    let written = Written { id: name.to_owned(), label: app.say(of.label), hint, value };
    let keep = move |text| app.edit(|state| state.contact.set(name, text));
    written_field(app, written, of.input, keep)
}

/// Who is responsible, why, by which law, how long, and which rights there are
/// (GDPR, article 13): from the configuration, since only the region can say.
fn privacy(app: App) -> View {
    let part = |(key, label): &(&str, Sentence)| {
        let text = app.read(|state| {
            let part = state.config.privacy.iter().find(|(name, _)| name == key);
            part.map(|(_, text)| text.get(state.lang).to_owned())
        })?;
        Some((app.say(*label), text))
    };
    let parts = words::PRIVACY_PARTS.iter().filter_map(part).collect();
    el("div")
        .class("vi-box")
        .id("vi-privacy")
        .add(heading(app.level() + 1, "vi-box-title", app.say(words::PRIVACY_HEADING)))
        .add(described(parts))
        .into()
}

/// Two questions that nothing depends on; neither is ticked beforehand.
fn consents(app: App) -> View {
    let partner = app.read(|state| state.config.name.get(state.lang).to_owned());
    let partner = if partner.is_empty() { app.say(words::THE_PARTNER) } else { partner };
    let row = |code: &str, label: String| Row { code: code.to_owned(), label, ..Row::default() };
    let rows = Rows {
        name: "consents".to_owned(),
        several: true,
        all: vec![
            row("share", app.fill(words::SHARE, &[&partner])),
            row("follow-up", app.say(words::FOLLOW_UP)),
        ],
        is_chosen: Arc::new(move |code| {
            let consents = app.read(|state| state.contact.consents);
            if code == "share" {
                consents.share_with_partner
            } else {
                consents.contact_for_followup
            }
        }),
        choose: Arc::new(move |code, on| {
            app.edit(|state| match code {
                "share" => state.contact.consents.share_with_partner = on,
                _ => state.contact.consents.contact_for_followup = on,
            });
        }),
    };
    el("fieldset")
        .class("vi-question")
        .add(el("legend").class("vi-legend").add(app.say(words::CONSENTS)))
        .add(choice_rows(&rows))
        .into()
}

/// What is wrong with a field, in words.
pub(super) fn told(app: App, fault: Fault) -> String {
    match fault.what {
        Wrong::TooLong(most) => app.fill(journey::TOO_LONG, &[&most.to_string()]),
        what => app.say(words::wrong(fault.field, what)),
    }
}

/// Whether a field stands on this step.
pub(super) fn is_here(field: &str) -> bool {
    FIELDS.iter().any(|one| one.name == field)
}

fn leave(app: App) {
    let faults = sending::person(app).faults().into_iter();
    let here = faults.filter(|fault| is_here(fault.field));
    let problem = |fault: Fault| Problem::here(&["vi-", fault.field].concat(), told(app, fault));
    let problems: Vec<Problem> = here.map(problem).collect();
    if problems.is_empty() { app.onward() } else { app.stop(problems) }
}
