//! What the element takes, tells and lets itself be styled by.

use crate::page::pick;
use crate::settings::theme::{Kind, PROPERTIES, Property};
use maud::{Markup, html};
use shared::text::Lang;

/// A name, and what it is for in Swedish and in English.
type Named = (&'static str, [&'static str; 2]);

const ATTRIBUTES: [Named; 8] = [
    ("partner", ["ert id; måste finnas", "your id; required"]),
    ("lang", ["sv eller en; annars sidans språk", "sv or en; else the page's language"]),
    ("mode", ["frame (annars) eller inline", "frame (default) or inline"]),
    ("theme", ["auto (annars), light eller dark", "auto (default), light or dark"]),
    (
        "loading",
        [
            "visible (annars), eager eller interaction: när den hämtas",
            "visible (default), eager or interaction: when it is fetched",
        ],
    ),
    ("heading-level", ["1–6: rubrikens nivå på er sida", "1–6: the heading's level on your page"]),
    (
        "start",
        [
            "vad som visas först: entry:path.test-agreement eller färdiga svar",
            "what is shown first: entry:path.test-agreement or prepared answers",
        ],
    ),
    (
        "kiosk",
        [
            "minuter, 1–60: tömmer sig själv när ingen rör den",
            "minutes, 1–60: clears itself when no one touches it",
        ],
    ),
];

const EVENTS: [Named; 6] = [
    ("vagen-in:ready", ["första frågan kan besvaras", "the first question can be answered"]),
    ("vagen-in:step", ["ett annat steg visas", "another step is shown"]),
    ("vagen-in:result", ["så många passar", "so many fit"]),
    ("vagen-in:submitted", ["ärendet är mottaget", "the request is received"]),
    (
        "vagen-in:fallback",
        [
            "något enklare visas i stället, och varför",
            "something simpler is shown instead, and why",
        ],
    ),
    ("vagen-in:error", ["något fungerade inte", "something did not work"]),
];

const METHODS: [Named; 7] = [
    ("ready", ["ett löfte som hålls när den är klar", "a promise, settled when it is ready"]),
    ("open(target)", ["öppnar nu", "opens now"]),
    ("reset()", ["börjar om", "starts over"]),
    ("setLanguage(tag)", ["byter språk", "changes language"]),
    ("focusStart()", ["flyttar fokus till första frågan", "moves focus to the first question"]),
    ("version", ["versionen", "the version"]),
    ("destroy()", ["tar bort den och allt den minns", "removes it and all that it remembers"]),
];

/// The stable names for `::part()`, with `mode="inline"`.
pub(super) const PARTS: [Named; 14] = [
    ("card", ["kortet", "the card"]),
    ("brand", ["tjänstens namn", "the service's name"]),
    ("title", ["rubriken", "the heading"]),
    ("hint", ["text som hjälper", "text that helps"]),
    ("label", ["etiketter", "labels"]),
    ("input", ["fält", "fields"]),
    ("row", ["ett svar att välja", "an answer to choose"]),
    ("button", ["huvudknappen", "the main button"]),
    ("quiet", ["knappar som ser ut som länkar", "buttons that look like links"]),
    ("chip", ["ett ord som vi förstod", "a word that we understood"]),
    ("entry", ["en väg, ett behov eller en miljö", "a path, a need or an environment"]),
    ("outcome", ["om det passar", "whether it fits"]),
    ("error", ["vad som behöver ändras", "what needs to be changed"]),
    ("promise", ["löftet att inget skickas", "the promise that nothing is sent"]),
];

/// All of it, each in its fold.
pub(super) fn tables(lang: Lang) -> Markup {
    html! {
        (fold(pick(lang, "Attribut", "Attributes"), &list(lang, &ATTRIBUTES)))
        (fold(pick(lang, "Händelser", "Events"), &html! {
            p { (pick(lang,
                "De bubblar från elementet och säger inget personligt.",
                "They bubble from the element and tell nothing personal.")) }
            (list(lang, &EVENTS))
        }))
        (fold(pick(lang, "Egenskaper och metoder i JavaScript", "Properties and methods in JavaScript"),
            &list(lang, &METHODS)))
        (fold(pick(lang, "Utseende: CSS-egenskaper", "Looks: CSS properties"), &html! {
            p { (pick(lang,
                "Sätt dem på elementet i er stilmall. Vi räknar ut det som inte sätts, och utelämnar det som inte går att läsa. Färgerna finns också för mörkt läge, med -dark sist.",
                "Set them on the element in your style sheet. What is not set is computed, and what cannot be read is left out. Colours exist for dark mode too, with -dark at the end.")) }
            (properties(lang))
        }))
        (fold(pick(lang, "Utseende: delar", "Looks: parts"), &html! {
            p { (pick(lang,
                "För vagen-in::part(…) när mode är inline.",
                "For vagen-in::part(…) when mode is inline.")) }
            (list(lang, &PARTS))
        }))
    }
}

/// Something that is opened when it is needed.
pub(super) fn fold(title: &str, body: &Markup) -> Markup {
    html! { details { summary { (title) } (body) } }
}

fn list(lang: Lang, all: &[Named]) -> Markup {
    html! {
        table {
            @for (name, [sv, en]) in all {
                tr { th scope="row" { code { (name) } } td { (pick(lang, sv, en)) } }
            }
        }
    }
}

fn properties(lang: Lang) -> Markup {
    let by_day = PROPERTIES.iter().filter(|property| !property.name.ends_with("-dark"));
    html! {
        table {
            @for Property { name, kind, without, about: [sv, en] } in by_day {
                tr {
                    th scope="row" { code { "--vi-" (name) } }
                    td { (pick(lang, sv, en)) br; span.vi-hint { (range(lang, *kind)) @if *without != "–" {
                        ". " (pick(lang, "Annars ", "Default ")) (without)
                    } } }
                }
            }
        }
    }
}

fn range(lang: Lang, kind: Kind) -> String {
    let to = pick(lang, "till", "to");
    match kind {
        Kind::Colour => pick(lang, "Färg", "Colour").to_owned(),
        Kind::Size(least, most) | Kind::Line(least, most) => format!("{least} {to} {most} px"),
        Kind::Number(least, most) => {
            format!("{}.{} {to} {}.{}", least / 100, least % 100 / 10, most / 100, most % 100 / 10)
        }
        Kind::Weight(least, most) => format!("{least} {to} {most}"),
        Kind::Font => pick(lang, "Namn på typsnitt", "Names of fonts").to_owned(),
    }
}
