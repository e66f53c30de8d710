//! What should not be sent, said while it is written. Nothing has left the
//! browser, and nothing is taken away: the visitor decides.

use super::paragraph;
use crate::app::App;
use crate::language::{Sentence, journey as words};
use crate::state::{State, Topic};
use crate::view::{View, el, live};
use shared::detection::Findings;
use shared::lead::has_personal_number;

/// Sayings of the catalogue that are warned about.
const SAYINGS: [(&str, Sentence); 3] = [
    ("secret", words::MAYBE_SECRET),
    ("patient-data", words::MAYBE_PATIENT),
    ("price-in-text", words::PRICE_IN_TEXT),
];

/// Warnings about a text of at most so many characters, and what was found in
/// it; followed.
pub(crate) fn warnings(app: App, most: usize, text: fn(&State) -> (&str, Findings)) -> View {
    let told = move || {
        app.follow(Topic::Draft);
        let mut all = Vec::new();
        let (number, length, sayings) = app.read(|state| {
            let (text, findings) = text(state);
            (has_personal_number(text), text.chars().count(), findings.sayings)
        });
        if number {
            all.push(app.say(words::PERSONAL_NUMBER));
        }
        if most < length {
            all.push(app.fill(words::TOO_LONG, &[&most.to_string()]));
        }
        for (id, sentence) in SAYINGS {
            if sayings.iter().any(|one| one == id) {
                all.push(app.say(sentence));
            }
        }
        all.into_iter().map(|text| paragraph("vi-warn", text)).collect::<Vec<_>>()
    };
    el("div").set("role", "status").add(live(told)).into()
}
