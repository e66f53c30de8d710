//! Sends a lead until it is kept. `send` of the element that holds the page is
//! the only call that carries an answer: `frame.js` makes it.
//!
//! The same body goes with the same key however often it is tried, so that a
//! lead is kept once; another body gets another key.

use crate::app::App;
use crate::browser::{self, object};
use crate::config::{get, whole};
use crate::language::{contact as words, say};
use crate::state::{Receipt, Sending, State};
use js_sys::{Array, JSON};
use leptos::wasm_bindgen::{JsCast, JsValue};
use shared::lead::{Person, SCHEMA};
use shared::matching::Matching;
use shared::private::Private;
use shared::profile::Value;
use shared::text::Lang;

/// Who asks, and what was written.
pub(crate) fn person(app: App) -> Person {
    let subject = suggested_subject(app);
    app.read(|state| state.contact.person(&state.draft, &subject))
}

/// The lead as it travels, with who asks and what was written, or without. Its
/// shape is [`shared::lead::Lead`]'s; the browser writes it, which costs no bytes.
pub(crate) fn text(app: App, with_person: bool) -> String {
    let person = if with_person { written(&person(app)) } else { JsValue::NULL };
    let lead = object(&[("facts", facts(app)), ("person", person)]);
    JSON::stringify(&lead).map(String::from).unwrap_or_default()
}

fn list(all: &[String]) -> JsValue {
    all.iter().map(|one| JsValue::from_str(one)).collect::<Array>().into()
}

/// [`shared::lead::Facts`].
fn facts(app: App) -> JsValue {
    let seen = app.now();
    let Matching { redirects, notices, matches, .. } = &seen.matching;
    app.read(|State { config, contact, catalogue, lang, .. }| {
        let rules = &catalogue.rules;
        let answers = seen.profile.coarse(&rules.empty_words);
        let answers: Vec<_> =
            answers.iter().map(|(name, value)| (name.as_str(), answer(value.as_ref()))).collect();
        let open = matches.iter().filter(|one| one.outcome.is_open());
        let open = open.map(|one| {
            let id = rules.at(one.entry).map_or("", |entry| entry.id.as_str());
            object(&[("id", id.into()), ("outcome", one.outcome.key().into())])
        });
        let consents = object(&[
            ("share_with_partner", contact.consents.share_with_partner.into()),
            ("contact_for_followup", contact.consents.contact_for_followup.into()),
        ]);
        object(&[
            ("schema", SCHEMA.into()),
            ("partner", config.partner.as_str().into()),
            ("locale", lang.tag().into()),
            ("catalogue", rules.version.as_str().into()),
            ("rules", rules.rules_version.as_str().into()),
            ("answers", object(&answers)),
            ("concepts", list(&seen.profile.concepts)),
            ("sayings", list(&seen.profile.sayings)),
            ("matches", open.collect::<Array>().into()),
            ("recipients", list(&contact.recipients)),
            ("redirects", list(redirects)),
            ("notices", list(notices)),
            ("consents", consents),
        ])
    })
}

fn answer(value: Option<&Value>) -> JsValue {
    match value {
        None => JsValue::NULL,
        Some(Value::Bool(yes)) => (*yes).into(),
        Some(Value::Number(number)) => (*number).into(),
        Some(Value::Code(code)) => code.as_str().into(),
        Some(Value::Codes(codes)) => list(codes),
    }
}

fn written(person: &Person) -> JsValue {
    let line = |text: &Private<String>| JsValue::from_str(text.reveal());
    let optional = |text: &Option<Private<String>>| text.as_ref().map_or(JsValue::NULL, line);
    object(&[
        ("company", line(&person.company)),
        ("org_number", optional(&person.org_number)),
        ("name", line(&person.name)),
        ("email", line(&person.email)),
        ("phone", optional(&person.phone)),
        ("role", optional(&person.role)),
        ("subject", line(&person.subject)),
        ("summary", line(&person.summary)),
        ("org_benefit", line(&person.org_benefit)),
        ("user_benefit", line(&person.user_benefit)),
    ])
}

/// A subject that says what kind of matter it is, in the catalogue's words and
/// in Swedish: it goes into the region's register.
pub(crate) fn suggested_subject(app: App) -> String {
    let seen = app.now();
    app.with(|catalogue| {
        let rules = &catalogue.rules;
        let question = rules.question(shared::profile::Field::Seek);
        let sought = seen.profile.codes(shared::profile::Field::Seek);
        let labels: Vec<&str> = sought
            .into_iter()
            .filter_map(|code| question?.options.iter().find(|option| option.code == code))
            .map(|option| {
                let swedish = catalogue.text(Lang::Sv, option.label);
                if swedish.is_empty() { catalogue.text(Lang::En, option.label) } else { swedish }
            })
            .collect();
        shared::lead::subject(&labels)
    })
}

/// The key of a body: kept over every failure.
fn key_of(app: App, body: &str) -> String {
    app.edit(|state| {
        if state.sent.0.reveal() != body {
            state.sent = (Private::new(body.to_owned()), browser::random_key());
        }
    });
    app.read(|state| state.sent.1.clone())
}

/// Which questionnaire is on the page: an answer to another is let be.
fn round(app: App) -> (u32, u32) {
    app.read(|state| (state.life, state.round))
}

/// Sends the lead.
pub(crate) fn send(app: App) {
    if app.read(|state| state.sending == Sending::Busy) {
        return;
    }
    let Some(mount) = app.mount() else { return };
    app.set_sending(Sending::Busy);
    let (lang, mine) = (app.lang(), round(app));
    let body = text(app, true);
    let key = key_of(app, &body);
    let about = object(&[("key", key.into()), ("body", body.into()), ("lang", lang.tag().into())]);
    let settle = move |answer: Option<JsValue>| {
        if round(app) == mine {
            settle(app, lang, &answer.unwrap_or_default());
        }
    };
    browser::when((&mount, "send"), &about, Box::new(settle));
}

/// Whose turn it is decides what the visitor reads. An answer without a status
/// is none: no network, or no one there.
fn settle(app: App, lang: Lang, answer: &JsValue) {
    let failed = |said: Vec<String>| {
        app.tell("error", &[("code", "not-sent".into())]);
        app.set_sending(Sending::Failed(said));
        app.focus(".vi-failed");
    };
    let body = get(answer, "body");
    match whole(&get(answer, "status")).unwrap_or(0) {
        0 => failed(vec![app.say(words::NO_CONNECTION)]),
        200 | 202 => {
            let receipt = receipt(lang, &body);
            app.tell("submitted", &[("ref", receipt.reference.as_str().into())]);
            app.set_sending(Sending::Kept(receipt));
            app.go(crate::journey::Journey::at(crate::journey::Step::Receipt));
        }
        // The host fetches the new catalogue and calls `renew`.
        409 => app.tell("stale", &[]),
        429 | 503 => failed(vec![app.say(words::TRY_LATER)]),
        400..=499 => failed(refused(lang, &body)),
        _ => failed(vec![app.say(words::OUR_FAULT)]),
    }
}

/// What the service found wrong, in its own words.
fn refused(lang: Lang, problem: &JsValue) -> Vec<String> {
    let text = |of: &JsValue, key| get(of, key).as_string().filter(|text| !text.is_empty());
    let mut all = vec![say(lang, words::REFUSED).to_owned()];
    all.extend(text(problem, "detail").or_else(|| text(problem, "title")));
    let errors: Array = get(problem, "errors").dyn_into().unwrap_or_default();
    all.extend(errors.iter().filter_map(|error| text(&error, "detail")));
    all
}

fn receipt(lang: Lang, body: &JsValue) -> Receipt {
    let text = |of: &JsValue, key| get(of, key).as_string().unwrap_or_default();
    let recipients: Array = get(body, "recipients").dyn_into().unwrap_or_default();
    let name = |of: &JsValue| {
        let name = get(of, "name");
        name.as_string().unwrap_or_else(|| text(&name, lang.tag()))
    };
    Receipt {
        reference: text(body, "reference"),
        status_url: text(body, "status_url").into(),
        received_at: text(body, "received_at"),
        recipients: recipients
            .iter()
            .map(|one| (name(&one), get(&one, "promised_by").as_string()))
            .collect(),
        possible_duplicate: get(body, "possible_duplicate").as_bool().unwrap_or(false),
    }
}

/// After the catalogue was fetched anew, or could not be.
pub(crate) fn after_renewal(app: App, renewed: bool) {
    let sentence = if renewed { words::RENEWED } else { words::NOT_RENEWED };
    app.set_sending(Sending::Failed(vec![app.say(sentence)]));
    app.focus(".vi-failed");
}
