//! The first question as it stands before any script of ours has come: in our
//! frame's document as HTML, and for the inline rung as data, since a page of
//! someone else's may not be written to as HTML.

use super::{name, pick};
use crate::settings::Partner;
use maud::{Escaper, Render};
use serde::Serialize;
use shared::catalogue::Catalogue;
use shared::text::Lang;
use std::fmt::Write as _;

/// An element: its tag, its class and what is in it. As JSON, one list of these.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Part(&'static str, &'static str, Vec<Inside>);

#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
enum Inside {
    Text(String),
    Part(Part),
}

impl Part {
    fn of(tag: &'static str, class: &'static str, text: &str) -> Self {
        Self(tag, class, vec![Inside::Text(text.to_owned())])
    }

    fn with(mut self, part: Option<Self>) -> Self {
        self.2.extend(part.map(Inside::Part));
        self
    }

    fn all(tag: &'static str, class: &'static str, parts: impl IntoIterator<Item = Self>) -> Self {
        Self(tag, class, parts.into_iter().map(Inside::Part).collect())
    }
}

impl Render for Part {
    fn render_to(&self, html: &mut String) {
        let Self(tag, class, inside) = self;
        // Writing into memory does not fail.
        let _ = if class.is_empty() {
            write!(html, "<{tag}>")
        } else {
            write!(html, "<{tag} class=\"{class}\">")
        };
        for one in inside {
            match one {
                Inside::Text(text) => drop(Escaper::new(html).write_str(text)),
                Inside::Part(part) => part.render_to(html),
            }
        }
        let _ = write!(html, "</{tag}>");
    }
}

/// What the widget takes over: the questions of the first page as text.
pub(super) fn first(lang: Lang, partner: &Partner, catalogue: &Catalogue) -> Part {
    let text = |text| catalogue.text(lang, text);
    let mut parts = vec![Part::of("p", "vi-brand", name(lang))];
    let banner = partner.banner.as_ref();
    parts.extend(banner.map(|banner| Part::of("p", "vi-banner", banner.get(lang))));
    for question in catalogue.rules.questions.iter().filter(|question| question.page == 1) {
        parts.push(Part::of("h1", "vi-title", text(question.text)));
        parts.extend(question.hint.map(|hint| Part::of("p", "vi-hint", text(hint))));
        let rows = question.options.iter().map(|option| {
            let hint = option.hint.map(|hint| Part::of("small", "", text(hint)));
            Part::of("li", "vi-row", text(option.label)).with(hint)
        });
        parts.push(Part::all("ul", "vi-rows", rows));
    }
    parts.push(Part::of(
        "p",
        "vi-promise",
        pick(
            lang,
            "Ingenting lämnar din webbläsare förrän du skickar.",
            "Nothing leaves your browser until you send it.",
        ),
    ));
    Part::all("div", "vi-card vi-step", parts)
}
