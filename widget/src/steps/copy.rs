//! The visitor's own copy, as a page or as data. It is made here and goes
//! nowhere else.

use super::check::parts;
use crate::app::App;
use crate::browser;
use crate::language::{contact as words, day, journey, results};
use crate::parts::button;
use crate::sending;
use crate::state::Sending;
use crate::view::{View, el};

/// The same copy on paper, as a page and as data.
pub(super) fn downloads(app: App) -> View {
    let page = move || browser::download("vagen-in.html", "text/html", &as_page(app));
    let data = move || {
        browser::download("vagen-in.json", "application/json", &sending::text(app, true));
    };
    el("div")
        .class("vi-foot")
        .add(button("vi-quiet", app.say(results::PRINT), browser::print))
        .add(button("vi-quiet", app.say(words::DOWNLOAD_PAGE), page))
        .add(button("vi-quiet", app.say(words::DOWNLOAD_DATA), data))
        .into()
}

/// The copy as a page that stands alone.
fn as_page(app: App) -> String {
    let reference = app.read(|state| match &state.sending {
        Sending::Kept(receipt) => receipt.reference.clone(),
        _ => String::new(),
    });
    let title = app.say(if reference.is_empty() { words::COPY_NOT_SENT } else { words::COPY });
    let (lang, today) = app.read(|state| (state.lang, day(state.lang, state.today)));
    let mut page = Page(String::from("<!doctype html><meta charset=\"utf-8\">"));
    page.element("title", &title);
    page.0.push_str("<body lang=\"");
    page.0.push_str(lang.tag());
    page.0.push_str("\">");
    page.element("h1", &title);
    page.element("p", &[app.say(journey::BRAND), today, reference].join(" · "));
    for part in parts(app) {
        page.element("h2", &part.title);
        page.0.push_str("<dl>");
        for line in part.lines {
            page.element("dt", &line.name);
            page.element("dd", &line.value);
        }
        page.0.push_str("</dl>");
    }
    page.0
}

/// A page that is being written.
struct Page(String);

impl Page {
    fn element(&mut self, tag: &str, text: &str) {
        for piece in ["<", tag, ">", &escaped(text), "</", tag, ">"] {
            self.0.push_str(piece);
        }
    }
}

/// Text that cannot become markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_cannot_become_markup() {
        let mut page = Page(String::new());
        page.element("dd", "<b>&");
        assert_eq!(page.0, "<dd>&lt;b>&amp;</dd>");
    }
}
