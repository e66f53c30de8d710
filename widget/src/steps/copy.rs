//! The visitor's own copy, as a page or as data. It is made here and goes
//! nowhere else.

use super::check::parts;
use crate::app::App;
use crate::browser;
use crate::language::{contact as words, day, journey, say};
use crate::parts::button;
use crate::sending::{self, Sending};
use leptos::prelude::*;
use shared::text::Lang;
use std::sync::Arc;

/// Two buttons: the same copy as a page and as data.
pub(super) fn downloads(app: App, lang: Lang) -> AnyView {
    let page = move || browser::download("vagen-in.html", "text/html", &as_page(app, lang));
    let data = move || {
        let lead = serde_json::to_string(&sending::lead(app)).unwrap_or_default();
        browser::download("vagen-in.json", "application/json", &lead);
    };
    view! {
        <div class="vi-foot">
            {button("vi-quiet", say(lang, words::DOWNLOAD_PAGE).to_owned(), Arc::new(page))}
            {button("vi-quiet", say(lang, words::DOWNLOAD_DATA).to_owned(), Arc::new(data))}
        </div>
    }
    .into_any()
}

/// The copy as a page that stands alone.
fn as_page(app: App, lang: Lang) -> String {
    let kept = match app.sending.get_untracked() {
        Sending::Kept(receipt) => receipt.reference,
        _ => String::new(),
    };
    let title = say(lang, if kept.is_empty() { words::COPY_NOT_SENT } else { words::COPY });
    let mut page = String::from("<!doctype html><html lang=\"");
    page.push_str(lang.tag());
    page.push_str("\"><meta charset=\"utf-8\"><title>");
    page.push_str(title);
    page.push_str("</title><h1>");
    page.push_str(title);
    page.push_str("</h1><p>");
    page.push_str(say(lang, journey::BRAND));
    page.push_str(". ");
    page.push_str(&day(lang, app.today()));
    page.push_str(". ");
    page.push_str(&escaped(&kept));
    page.push_str("</p>");
    for part in parts(app, lang) {
        page.push_str("<h2>");
        page.push_str(&escaped(&part.title));
        page.push_str("</h2><dl>");
        for line in part.lines {
            page.push_str("<dt>");
            page.push_str(&escaped(&line.name));
            page.push_str("</dt><dd>");
            page.push_str(&escaped(&line.value));
            page.push_str("</dd>");
        }
        page.push_str("</dl>");
    }
    page
}

/// Text that cannot become markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_was_written_cannot_become_markup() {
        assert_eq!(escaped("<b>&"), "&lt;b&gt;&amp;");
    }
}
