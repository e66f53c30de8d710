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

/// The stable names for `::part()`, with `mode="inline"`: the widget keeps to them.
pub(crate) const PARTS: [Named; 20] = [
    ("shell", ["alltihop", "all of it"]),
    ("top", ["raden med namn och språk", "the line with name and language"]),
    ("card", ["ett kort", "a card"]),
    ("step", ["kortet med frågan", "the card with the question"]),
    ("results", ["kortet med det som passar", "the card with what fits"]),
    ("title", ["stegets rubrik", "the heading of a step"]),
    ("subtitle", ["rubriken över det som passar", "the heading of what fits"]),
    ("hint", ["en mening som hjälper", "a sentence of help"]),
    ("legend", ["en fråga bland flera", "a question among several"]),
    ("row", ["ett svar att välja", "an answer to choose"]),
    ("label", ["ett fälts namn", "the name of a field"]),
    ("input", ["ett fält att skriva i", "a field to write in"]),
    ("button", ["stegets knapp", "the button of a step"]),
    ("quiet", ["en knapp som ser ut som en länk", "a button that looks like a link"]),
    ("link", ["en länk som leder bort", "a link that leads away"]),
    ("entry", ["en väg, ett behov eller en miljö", "a path, a need or an environment"]),
    ("name", ["dess namn", "its name"]),
    ("outcome", ["om det passar er", "whether it fits you"]),
    ("box", ["en ruta med något viktigt", "a box with something important"]),
    ("problems", ["det som behöver ändras", "what has to change"]),
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
