//! Boxes for what matters beside an answer, and links that lead away.

use super::{heading, icon, paragraph};
use crate::language::{results as words, say};
use leptos::prelude::*;
use shared::text::Lang;

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

/// A box with a heading, a text and its source; each may be empty.
pub(crate) fn notice_box(
    tone: Tone,
    level: u8,
    (title, text, source): (String, String, String),
) -> AnyView {
    let class = match tone {
        Tone::Plain => "vi-box",
        Tone::Law => "vi-box vi-law",
        Tone::Lead => "vi-box vi-lead",
    };
    let title =
        if title.is_empty() { ().into_any() } else { heading(level, "vi-box-title", title) };
    view! {
        <div class=class>{title}{paragraph("", text)}{paragraph("vi-source", source)}</div>
    }
    .into_any()
}

/// A link to another site. It leaves the frame, and says so.
pub(crate) fn outside_link(lang: Lang, class: &'static str, link: String, text: String) -> AnyView {
    view! {
        <a class=class href=link target="_blank" rel="noopener noreferrer">
            {text}
            {icon("M8 5H4v11h11v-4M11 4h5v5M16 4l-7 7")}
            <span class="vi-hidden">{format!(" ({})", say(lang, words::NEW_TAB))}</span>
        </a>
    }
    .into_any()
}
