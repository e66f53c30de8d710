//! The contact form of the plain page: the same questions to the person as in
//! the widget, and just enough facts to find the right recipient.

use super::frame::{Visit, page};
use super::pick;
use crate::Here;
use crate::error::{Error, Fault};
use crate::http::Reply;
use crate::intake::plain_form::TRAP;
use crate::intake::sealing::keyed;
use crate::intake::{guard, random};
use crate::settings::{Notice, Privacy};
use maud::{Markup, html};
use shared::catalogue::Catalogue;
use shared::profile::Field;
use shared::text::Lang;
use std::collections::BTreeMap;

/// What was written, and what is to be changed in it.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// By the name of the field.
    pub(crate) written: BTreeMap<String, String>,
    /// What to change.
    pub(crate) faults: Vec<Fault>,
}

impl Draft {
    fn value(&self, name: &str) -> &str {
        self.written.get(name).map_or("", String::as_str)
    }

    fn fault(&self, name: &str) -> Option<&Fault> {
        self.faults.iter().find(|fault| fault.field.rsplit('.').next() == Some(name))
    }
}

/// A field of the form.
struct Line {
    name: &'static str,
    label: [&'static str; 2],
    hint: Option<[&'static str; 2]>,
    kind: Shape,
    /// What a browser may fill in.
    complete: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Required,
    Optional,
    Long(u16),
}

const ABOUT: [Line; 3] = [
    Line {
        name: "summary",
        label: ["Vad erbjuder ni, och vad söker ni?", "What do you offer, and what do you seek?"],
        hint: Some([
            "Högst 1 000 tecken. Beskriv vad lösningen gör, inte hur.",
            "At most 1,000 characters. Describe what your solution does, not how.",
        ]),
        kind: Shape::Long(8),
        complete: "off",
    },
    Line {
        name: "org_benefit",
        label: ["Vad vinner vården?", "What does care gain?"],
        hint: Some(["Till exempel färre återinläggningar.", "For example fewer readmissions."]),
        kind: Shape::Long(3),
        complete: "off",
    },
    Line {
        name: "user_benefit",
        label: [
            "Vad vinner patienten, den närstående eller invånaren?",
            "What does the patient, relative or resident gain?",
        ],
        hint: Some(["Till exempel tryggare hemma.", "For example safer at home."]),
        kind: Shape::Long(3),
        complete: "off",
    },
];

const WHO: [Line; 6] = [
    Line {
        name: "company",
        label: ["Företag", "Company"],
        hint: None,
        kind: Shape::Required,
        complete: "organization",
    },
    Line {
        name: "org_number",
        label: ["Organisationsnummer, om ni vill", "Registration number, if you wish"],
        hint: Some([
            "Enskild firma: lämna tomt, numret är ett personnummer.",
            "Sole trader: leave it empty, the number is a personal identity number.",
        ]),
        kind: Shape::Optional,
        complete: "off",
    },
    Line {
        name: "name",
        label: ["Ditt namn", "Your name"],
        hint: None,
        kind: Shape::Required,
        complete: "name",
    },
    Line {
        name: "role",
        label: ["Din roll, om du vill", "Your role, if you wish"],
        hint: None,
        kind: Shape::Optional,
        complete: "organization-title",
    },
    Line {
        name: "email",
        label: ["E-post", "E-mail"],
        hint: None,
        kind: Shape::Required,
        complete: "email",
    },
    Line {
        name: "phone",
        label: ["Telefon, om du vill", "Telephone, if you wish"],
        hint: None,
        kind: Shape::Optional,
        complete: "tel",
    },
];

/// The form as it was sent, with what to change.
pub(crate) fn again(visit: &Visit<'_>, here: &Here<'_>, draft: &Draft) -> Result<Reply, Error> {
    page(visit, here, 422, draft)
}

/// The form.
pub(super) fn form(
    visit: &Visit<'_>,
    here: &Here<'_>,
    catalogue: &Catalogue,
    draft: &Draft,
) -> Result<Markup, Error> {
    let lang = visit.lang;
    let once = token(here, draft)?;
    Ok(html! {
        section.vi-card.vi-plain #contact {
            h2.vi-subtitle { (pick(lang, "Skriv till regionen", "Write to the region")) }
            (summary(lang, draft))
            p { (pick(lang,
                "Formuläret går till dem som tar emot företag i Region Stockholm. Ni får en referens och en länk att följa ärendet med.",
                "The form goes to those who receive companies in Region Stockholm. You get a reference and a link to follow your request with.")) }
            @if 0 < keyed(here.settings) {
                p { (pick(lang,
                    "Formuläret förseglar inte det ni skriver: det går krypterat hit, ligger krypterat hos oss tills mottagaren har det, och kan läsas av tjänsten på vägen. Med frågorna, i en webbläsare med skript, kan bara mottagaren läsa det.",
                    "The form does not seal what you write: it travels encrypted to us, is kept encrypted until the recipient has it, and can be read by the service on the way. With the questions, in a browser with scripts, only the recipient can read it.")) }
            }
            form method="post" action={ "/f/" (visit.id) "/contact?lang=" (lang.tag()) }
                accept-charset="utf-8" novalidate {
                input type="hidden" name="once" value=(once);
                (trap(lang))
                (sought(lang, catalogue, draft))
                (concept(lang, catalogue, draft,
                    ("area", ["Vårdområde, om ni vet", "Area of care, if you know"])))
                (concept(lang, catalogue, draft,
                    ("setting", ["Var i vården, om ni vet", "Where in care, if you know"])))
                (public_record(lang))
                @for one in &ABOUT { (field(lang, draft, one)) }
                @for one in &WHO { (field(lang, draft, one)) }
                (privacy(lang, &here.settings.privacy))
                div.vi-foot {
                    button.vi-button type="submit" {
                        (pick(lang, "Skicka till Region Stockholm", "Send to Region Stockholm"))
                    }
                }
            }
        }
    })
}

/// A form that is shown again keeps its token: it has been open for as long.
fn token(here: &Here<'_>, draft: &Draft) -> Result<String, Error> {
    let before = draft.value("once");
    let spent = draft.faults.iter().any(|fault| fault.code == "stale");
    if !spent && guard::is_good(before, here) {
        return Ok(before.to_owned());
    }
    Ok(here.settings.guard.issue(here.now, random::bytes()?))
}

/// Nobody sees it and no key reaches it; a program that fills in every field
/// fills it in.
fn trap(lang: Lang) -> Markup {
    html! {
        div.vi-hidden aria-hidden="true" {
            label for=(TRAP) { (pick(lang, "Lämna tomt", "Leave empty")) }
            input id=(TRAP) name=(TRAP) tabindex="-1" autocomplete="off";
        }
    }
}

/// What to change, at the top, each with a link to its field.
fn summary(lang: Lang, draft: &Draft) -> Markup {
    html! {
        @if !draft.faults.is_empty() {
            div.vi-problems role="group" aria-labelledby="problems" {
                p #problems { (pick(lang, "Ändra det här först", "Change this first")) }
                ul {
                    @for fault in &draft.faults {
                        li { a href={ "#" (fault.field.rsplit('.').next().unwrap_or_default()) } {
                            (fault.detail.get(lang))
                        } }
                    }
                }
            }
        }
    }
}

fn sought(lang: Lang, catalogue: &Catalogue, draft: &Draft) -> Markup {
    let Some(question) = catalogue.rules.question(Field::Seek) else { return html! {} };
    let options = question.options.iter().map(|one| (one.code.as_str(), one.label));
    let label = catalogue.text(lang, question.text);
    let choice = Choice { lang, name: "seek", label, none: pick(lang, "Välj", "Choose") };
    choice.html(catalogue, draft, options)
}

fn concept(
    lang: Lang,
    catalogue: &Catalogue,
    draft: &Draft,
    (name, label): (&str, [&str; 2]),
) -> Markup {
    let of_facet = catalogue.rules.concepts.iter().filter(|concept| concept.facet() == name);
    let options = of_facet.map(|concept| (concept.id.as_str(), concept.label));
    let [sv, en] = label;
    let none = pick(lang, "Vet inte", "Do not know");
    Choice { lang, name, label: pick(lang, sv, en), none }.html(catalogue, draft, options)
}

/// One of several, or none.
struct Choice<'a> {
    lang: Lang,
    name: &'a str,
    label: &'a str,
    none: &'a str,
}

impl Choice<'_> {
    fn html<'a>(
        &self,
        catalogue: &Catalogue,
        draft: &Draft,
        options: impl Iterator<Item = (&'a str, shared::catalogue::Text)>,
    ) -> Markup {
        let Self { lang, name, label, none } = *self;
        let invalid = draft.fault(name).map(|_| "true");
        let described = invalid.map(|_| format!("{name}-error"));
        html! {
            div.vi-field {
                label.vi-label for=(name) { (label) }
                (mistake(lang, draft, name))
                select.vi-input id=(name) name=(name)
                    aria-invalid=[invalid] aria-describedby=[described] {
                    option value="" { (none) }
                    @for (code, text) in options {
                        option value=(code) selected[draft.value(name) == code] {
                            (catalogue.text(lang, text))
                        }
                    }
                }
            }
        }
    }
}

fn field(lang: Lang, draft: &Draft, line: &Line) -> Markup {
    let Line { name, label: [sv, en], hint, kind, complete } = line;
    let invalid = draft.fault(name).map(|_| "true");
    let value = draft.value(name);
    let parts = [hint.map(|_| "hint"), invalid.map(|_| "error")];
    let described: Vec<String> =
        parts.into_iter().flatten().map(|part| format!("{name}-{part}")).collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    html! {
        div.vi-field {
            label.vi-label for=(name) { (pick(lang, sv, en)) }
            @if let Some([sv, en]) = hint {
                p.vi-hint id={ (name) "-hint" } { (pick(lang, sv, en)) }
            }
            (mistake(lang, draft, name))
            @if let Shape::Long(rows) = kind {
                textarea.vi-input id=(name) name=(name) rows=(rows) required
                    autocomplete=(complete)
                    aria-invalid=[invalid] aria-describedby=[described] { (value) }
            } @else {
                input.vi-input id=(name) name=(name) value=(value) autocomplete=(complete)
                    type=(input_type(name)) required[*kind == Shape::Required]
                    aria-invalid=[invalid] aria-describedby=[described];
            }
        }
    }
}

fn input_type(name: &str) -> &'static str {
    match name {
        "email" => "email",
        "phone" => "tel",
        _ => "text",
    }
}

fn mistake(lang: Lang, draft: &Draft, name: &str) -> Markup {
    html! {
        @if let Some(fault) = draft.fault(name) {
            p.vi-error id={ (name) "-error" } { (fault.detail.get(lang)) }
        }
    }
}

/// Before the first free text, as the public-access rules call for.
fn public_record(lang: Lang) -> Markup {
    html! {
        div.vi-box.vi-law {
            p { (pick(lang,
                "Det du skickar till regionen blir en allmän handling som andra kan begära ut. Beskriv vad lösningen gör, inte hur. Skriv inga affärshemligheter, inga personnummer och inget om enskilda patienter.",
                "What you send to the region becomes an official document that others may request. Describe what your solution does, not how. No trade secrets, no personal identity numbers, nothing about individual patients.")) }
        }
    }
}

fn privacy(lang: Lang, privacy: &Privacy) -> Markup {
    let Notice { controller, purpose, legal_basis, recipients, retention, rights, contact } =
        privacy.get(lang);
    html! {
        details.vi-box open {
            summary { (pick(lang, "Så behandlas personuppgifterna", "How personal data are handled")) }
            @for part in [controller, purpose, legal_basis, recipients, retention, rights, contact] {
                p { (part) }
            }
        }
    }
}
