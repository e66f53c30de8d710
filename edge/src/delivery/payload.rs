//! What a recipient gets: the lead as fields for its system, and as a Swedish
//! text for its officer.
//!
//! What the rules said is told once, when the lead comes, and kept; so every
//! attempt sends the same body, whatever has changed since.

use super::kept::{self, Kept, Part};
use super::told::{Reason, Told, is_met};
use crate::calendar::{Moment, from_millis, in_stockholm, stamp};
use crate::error::{Doing, Error};
use crate::ledger::Claimed;
use crate::settings::Settings;
use serde_json::{Value, json};
use shared::lead::{Facts, Person, Sealed};
use shared::private::Private;
use std::fmt::Write as _;

/// The body of a delivery; `None` when the personal part is erased.
pub(crate) fn body(claimed: &Claimed, settings: &Settings) -> Result<Option<String>, Error> {
    written(claimed, settings, |letter| letter.json().to_string())
}

/// The lead as a Swedish text for an officer; `None` likewise.
pub(crate) fn text(claimed: &Claimed, settings: &Settings) -> Result<Option<String>, Error> {
    written(claimed, settings, |letter| letter.text(claimed.possible_duplicate != 0))
}

fn written(
    claimed: &Claimed,
    settings: &Settings,
    write: impl FnOnce(&Letter<'_>) -> String,
) -> Result<Option<String>, Error> {
    const WHAT: &str = "reading a kept lead";
    let Some(person) = claimed.opened(&settings.vault)? else { return Ok(None) };
    let kept = Kept::read(&person)?;
    // Who gets it is asked again: a lead never goes to one who cannot read it.
    let Some(part) = kept.part(&claimed.recipient) else { return Ok(None) };
    let letter = Letter {
        claimed,
        facts: serde_json::from_str(&claimed.facts).doing(WHAT)?,
        told: serde_json::from_str(&claimed.result).doing(WHAT)?,
        part,
        lead_key: kept.lead_key(),
        partner: settings.partners.get(&claimed.partner).map(|partner| partner.name.sv.as_str()),
    };
    Ok(Some(write(&letter)))
}

struct Letter<'a> {
    claimed: &'a Claimed,
    facts: Facts,
    told: Told,
    part: Part<'a>,
    lead_key: &'a str,
    partner: Option<&'a str>,
}

impl Letter<'_> {
    fn received(&self) -> Moment {
        from_millis(self.claimed.received_at)
    }

    fn json(&self) -> Value {
        let received_at = stamp(self.received());
        let Self { claimed, facts, told, .. } = self;
        let is_duplicate = claimed.possible_duplicate != 0;
        json!({
            "type": "lead.created",
            "timestamp": received_at,
            "data": {
                "schema_version": facts.schema,
                "lead_id": claimed.lead,
                "reference": claimed.reference,
                "received_at": received_at,
                "taxonomy_version": facts.catalogue,
                "content_version": facts.catalogue,
                "rules_version": facts.rules,
                "partner_id": claimed.partner,
                "locale": claimed.locale,
                "subject": told.subject,
                "purpose": self.concepts("purpose."),
                "company": self.company(),
                "contact": self.contact(),
                "offering": self.offering(),
                "benefit": self.benefit(),
                "readiness": self.answers_to(&READINESS),
                "ask": self.answers_to(&ASK),
                "status": self.answers_to(&STATUS),
                "answers": told.answers.iter().map(|(question, answer)| {
                    json!({ "question": question, "answer": answer })
                }).collect::<Vec<_>>(),
                "matches": told.matches,
                "redirects": facts.redirects,
                "notices_shown": facts.notices,
                "consents": facts.consents,
                "possible_duplicate": is_duplicate,
                "human_readable": self.text(is_duplicate),
                "sealed": self.sealed(),
            }
        })
    }

    fn concepts(&self, facet: &str) -> Vec<&String> {
        self.facts.concepts.iter().filter(|id| id.starts_with(facet)).collect()
    }

    fn answer(&self, name: &str) -> Value {
        self.facts.answers.get(name).map_or(Value::Null, |value| json!(value))
    }

    fn answers_to(&self, names: &[(&str, &str)]) -> Value {
        names.iter().map(|(name, field)| ((*name).to_owned(), self.answer(field))).collect()
    }

    /// What can be read of the person. What is sealed is null everywhere else.
    fn person(&self) -> Option<&Person> {
        match self.part {
            Part::Clear(person) => Some(person),
            Part::Sealed(_) => None,
        }
    }

    fn sealed(&self) -> Value {
        match self.part {
            Part::Clear(_) => Value::Null,
            Part::Sealed(sealed) => json!(kept::Told::of(sealed, self.lead_key)),
        }
    }

    fn company(&self) -> Value {
        let person = self.person();
        json!({
            "name": person.map(|person| &person.company),
            "org_no": person.map(|person| &person.org_number),
            "country": self.answer("country"),
            "size": self.answer("size"),
            "role_of_contact": person.map(|person| &person.role),
        })
    }

    fn contact(&self) -> Value {
        let person = self.person();
        json!({
            "name": person.map(|person| &person.name),
            "email": person.map(|person| &person.email),
            "phone": person.map(|person| &person.phone),
        })
    }

    fn benefit(&self) -> Value {
        let person = self.person();
        json!({
            "organisational": person.map(|person| &person.org_benefit),
            "user": person.map(|person| &person.user_benefit),
        })
    }

    fn offering(&self) -> Value {
        json!({
            "form": self.answer("form"),
            "types": self.concepts("offer."),
            "areas": self.concepts("area."),
            "settings": self.concepts("setting."),
            "one_line": self.person().map(|person| &person.subject),
            "summary": self.person().map(|person| &person.summary),
        })
    }

    /// The same for a person who reads it.
    fn text(&self, is_duplicate: bool) -> String {
        let mut text = self.heading();
        if is_duplicate {
            text.push_str(
                "Möjlig dubblett: samma företag har skrivit om samma sak inom 30 dagar.\n",
            );
        }
        text.push_str(&match self.part {
            Part::Clear(person) => own_words(person),
            Part::Sealed(sealed) => where_it_is(sealed),
        });
        text.push_str("\nSvar på frågorna\n");
        for (question, answer) in &self.told.answers {
            let _ = writeln!(text, "- {question}: {answer}");
        }
        text.push_str(&self.reasons_text());
        text
    }

    fn heading(&self) -> String {
        format!(
            "{}\nReferens {}, mottagen {}.\n\n{}Läser: {}\nKom in via: {}\n",
            self.told.subject,
            self.claimed.reference,
            moment_in_swedish(self.received()),
            self.person().map(who).unwrap_or_default(),
            if self.claimed.locale == "en" { "engelska" } else { "svenska" },
            self.partner.unwrap_or(&self.claimed.partner),
        )
    }

    fn reasons_text(&self) -> String {
        if self.told.matches.is_empty() {
            return "\nKom genom kontaktformuläret utan frågor. Ingen matchning är gjord.\n".into();
        }
        let mut text =
            "\nDet här fick företaget se. Ordningen är ett råd, inget beslut.\n".to_owned();
        for matched in &self.told.matches {
            let chosen = if matched.chosen { ", valdes av företaget" } else { "" };
            let outcome = outcome_words(&matched.outcome);
            let _ = writeln!(text, "{}. {}: {outcome}{chosen}", matched.rank, matched.name);
            for Reason { criterion, verdict, source, .. } in
                matched.reasons.iter().filter(|reason| worth(reason))
            {
                let _ = writeln!(text, "   - {criterion}: {verdict}. Källa: {source}");
            }
        }
        text
    }
}

/// Who asks, a line each.
fn who(person: &Person) -> String {
    let line = |label: &str, first: &Private<String>, second: &Option<Private<String>>| {
        let all: Vec<&str> = std::iter::once(first)
            .chain(second)
            .map(|part| part.reveal().trim())
            .filter(|part| !part.is_empty())
            .collect();
        format!("{label}: {}\n", all.join(", "))
    };
    let Person { company, org_number, name, role, email, phone, .. } = person;
    [
        line("Företag", company, org_number),
        line("Kontaktperson", name, role),
        line("Nås på", email, phone),
    ]
    .concat()
}

fn own_words(person: &Person) -> String {
    let mut text = String::new();
    for (heading, words) in [
        ("Företaget beskriver det så här", &person.summary),
        ("Det här vinner vården", &person.org_benefit),
        ("Det här vinner patienten, den närstående eller invånaren", &person.user_benefit),
    ] {
        let _ = write!(text, "\n{heading}\n{}\n", words.reveal());
    }
    text
}

fn where_it_is(sealed: &Sealed) -> String {
    format!(
        "\nFöretaget, kontaktpersonen och det som företaget skriver är förseglat till er nyckel {}. \
         Det ligger i fältet sealed; bara ni kan öppna det.\n",
        sealed.key_id
    )
}

/// The gates of law are the same for every path: worth a line in the text only
/// where they are not passed. The answers stand above.
fn worth(reason: &Reason) -> bool {
    !is_met(reason) || !reason.rule_id.starts_with("gate-")
}

/// Fields of the payload and the answers that they hold.
const READINESS: [(&str, &str); 7] = [
    ("trl", "trl"),
    ("journey", "journey"),
    ("class", "class"),
    ("medical_purpose", "medical_purpose"),
    ("ce", "ce"),
    ("approved", "approved"),
    ("ethics", "ethics"),
];
const ASK: [(&str, &str); 5] = [
    ("seek", "seek"),
    ("patients_involved", "patients"),
    ("extra_burden", "burden"),
    ("research", "research"),
    ("price_sek", "price_sek"),
];
const STATUS: [(&str, &str); 3] =
    [("new_or_known", "known"), ("relation_in_region", "relation"), ("who", "who")];

fn outcome_words(key: &str) -> &'static str {
    match key {
        "fits" => "passar",
        "fits-if" => "passar om",
        _ => "en fråga kvar",
    }
}

/// `23 november 2026 kl. 09.14`, on the wall in Stockholm.
pub(super) fn moment_in_swedish(moment: Moment) -> String {
    let local = in_stockholm(moment);
    format!("{} kl. {:02}.{:02}", day_in_swedish(local), local.hour(), local.minute())
}

/// `23 november 2026`.
fn day_in_swedish(moment: Moment) -> String {
    const MONTHS: [&str; 12] = [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ];
    let place = usize::from(u8::from(moment.month())) - 1;
    let month = MONTHS.get(place).copied().unwrap_or_default();
    format!("{} {month} {}", moment.day(), moment.year())
}
