//! Boxes for what matters beside an answer, and links that lead away.

use super::{heading, icon, paragraph};
use crate::app::App;
use crate::language::results as words;
use crate::view::{Element, el};

/// How much it matters.
#[derive(Clone, Copy)]
pub(crate) enum Tone {
    /// To know.
    Plain,
    /// The law says so.
    Law,
    /// To act on.
    Lead,
}

/// What a box says; each part may be empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    /// In a few words.
    pub(crate) title: String,
    /// All of it.
    pub(crate) text: String,
    /// Its basis.
    pub(crate) source: String,
}

/// A box with a heading, a text and its source.
pub(crate) fn notice_box(tone: Tone, level: u8, told: Told) -> Element {
    let class = match tone {
        Tone::Plain => "vi-box",
        Tone::Law => "vi-box vi-law",
        Tone::Lead => "vi-box vi-lead",
    };
    let title = (!told.title.is_empty()).then(|| heading(level, "vi-box-title", told.title));
    el("div")
        .class(class)
        .add(title)
        .add(paragraph("", told.text))
        .add(paragraph("vi-source", told.source))
}

/// A link to another site. It leaves the frame, and says so.
pub(crate) fn outside_link(app: App, link: String, text: String) -> Element {
    let mut note = " (".to_owned();
    note.push_str(&app.say(words::NEW_TAB));
    note.push(')');
    el("a")
        .class("vi-link")
        .set("href", link)
        .set("target", "_blank")
        .set("rel", "noopener noreferrer")
        .add(text)
        // The icon does not stand alone on a line.
        .add("\u{a0}")
        .add(icon("M8 5H4v11h11v-4M11 4h5v5M16 4l-7 7"))
        .add(el("span").class("vi-hidden").add(note))
}
