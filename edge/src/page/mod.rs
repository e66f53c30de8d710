//! Pages that work without scripts. `maud` escapes everything that is put in.

pub(crate) mod accessibility;
mod first;
pub(crate) mod form;
mod frame;
mod guide;
pub(crate) mod partners;
pub(crate) mod security;
pub(crate) mod selftest;
pub(crate) mod status;
mod styles;

pub(crate) use frame::{Visit, frame, paused, told, unknown_partner};
pub(crate) use styles::Styles;

use crate::error::{Error, Kind};
use crate::http::{ALIVE, Asked, Reply};
use crate::settings::Settings;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use shared::text::Lang;

/// What the service is called.
pub(crate) const NAME: [&str; 2] =
    ["Vägen in till Region Stockholm", "The way in to Region Stockholm"];

/// The region's own site.
pub(crate) const REGION: &str = "https://www.regionstockholm.se/";

/// The Swedish or the English of two texts.
pub(crate) fn pick<T>(lang: Lang, sv: T, en: T) -> T {
    if lang == Lang::Sv { sv } else { en }
}

/// What the service is called in a language.
pub(crate) fn name(lang: Lang) -> &'static str {
    let [sv, en] = NAME;
    pick(lang, sv, en)
}

/// How a partner's page looks, and what its address wishes besides.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look<'a> {
    id: &'a str,
    /// Light or dark, whatever the visitor has.
    theme: Option<&'a str>,
    /// Custom properties: `accent:0b5c8a`.
    wishes: Option<&'a str>,
}

impl<'a> Look<'a> {
    /// As the partner is configured.
    pub(crate) fn of(id: &'a str) -> Self {
        Self { id, theme: None, wishes: None }
    }

    /// The same, and what the address says.
    pub(crate) fn asked(id: &'a str, asked: &'a Asked) -> Self {
        let theme = asked.parameter("theme").filter(|theme| ["light", "dark"].contains(theme));
        Self { id, theme, wishes: asked.parameter("t").filter(|wishes| !wishes.is_empty()) }
    }

    fn sheet(&self) -> String {
        let wishes = self.wishes.map(|wishes| {
            let encoded: String =
                worker::url::form_urlencoded::byte_serialize(wishes.as_bytes()).collect();
            format!("?t={encoded}")
        });
        format!("/f/{}/theme.css{}", self.id, wishes.unwrap_or_default())
    }
}

/// What every page has around it.
pub(crate) struct Sheet<'a> {
    pub(crate) lang: Lang,
    pub(crate) title: &'a str,
    pub(crate) settings: &'a Settings,
    /// How it looks, if it is a partner's.
    pub(crate) partner: Option<Look<'a>>,
    /// What else its head holds.
    pub(crate) head: Markup,
    /// How it looks, where that stands in the page itself.
    pub(crate) styles: Option<&'a Styles>,
}

impl Sheet<'_> {
    /// The whole page.
    pub(crate) fn with(&self, body: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(self.lang.tag()) data-theme=[self.partner.and_then(|look| look.theme)] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.title) }
                    (self.looks())
                    (self.head)
                }
                body.vi-page { (body) @if self.partner.is_some() { (alive()) } }
            }
        }
    }
}

impl Sheet<'_> {
    fn looks(&self) -> Markup {
        if let Some(styles) = self.styles {
            return styles.markup();
        }
        html! {
            link rel="stylesheet" href=(self.settings.manifest.asset("style"));
            @if let Some(look) = self.partner { link rel="stylesheet" href=(look.sheet()); }
        }
    }
}

/// For the end of a page that may stand in a frame: see [`ALIVE`].
fn alive() -> Markup {
    html! { script { (PreEscaped(ALIVE)) } }
}

/// A page of one card.
pub(crate) fn card(sheet: &Sheet<'_>, body: &Markup) -> Markup {
    sheet.with(&html! {
        main.vi-app { div.vi-card.vi-plain { h1.vi-title { (sheet.title) } (body) } }
    })
}

/// An error as a page, for those who came by a browser.
pub(crate) fn error(error: &Error, lang: Lang, settings: &Settings) -> Reply {
    let problem = error.problem();
    let (title, detail) = problem.kind.words(lang);
    let sheet = Sheet { lang, title, settings, partner: None, head: html! {}, styles: None };
    let page = card(&sheet, &html! { p { (detail) } (to_the_region(lang)) });
    let reply = Reply::html(problem.kind.status(), lang, page).with("Cache-Control", "no-store");
    crate::error::with_hints(reply, problem.kind)
}

/// What a kind of problem means: where its `type` points.
pub(crate) fn problem(slug: &str, lang: Lang, settings: &Settings) -> Option<Reply> {
    let kind = Kind::of_slug(slug)?;
    let (title, detail) = kind.words(lang);
    let sheet = Sheet { lang, title, settings, partner: None, head: html! {}, styles: None };
    let status = kind.status();
    let page = card(&sheet, &html! { p { (detail) } p.vi-hint { "HTTP " (status) } });
    Some(Reply::html(200, lang, page))
}

/// The other way in.
pub(crate) fn to_the_region(lang: Lang) -> Markup {
    html! {
        p {
            a href=(REGION) rel="noopener noreferrer" target="_blank" {
                (pick(lang, "Till Region Stockholms webbplats", "To Region Stockholm's site"))
            }
        }
    }
}

/// `23 november 2026` or `23 November 2026`, of `2026-11-23`.
pub(crate) fn long_day(lang: Lang, day: &str) -> String {
    const MONTHS: [[&str; 2]; 12] = [
        ["januari", "January"],
        ["februari", "February"],
        ["mars", "March"],
        ["april", "April"],
        ["maj", "May"],
        ["juni", "June"],
        ["juli", "July"],
        ["augusti", "August"],
        ["september", "September"],
        ["oktober", "October"],
        ["november", "November"],
        ["december", "December"],
    ];
    let Some(date) = shared::text::day(day) else { return day.to_owned() };
    let month = MONTHS.get(usize::from(u8::from(date.month())) - 1);
    let [sv, en] = month.copied().unwrap_or_default();
    format!("{} {} {}", date.day(), pick(lang, sv, en), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::tests::example;

    #[test]
    fn days_are_written_out() {
        assert_eq!(long_day(Lang::Sv, "2026-11-23"), "23 november 2026");
        assert_eq!(long_day(Lang::En, "2026-12-07"), "7 December 2026");
    }

    #[test]
    fn what_comes_from_outside_is_escaped() {
        let settings = example();
        let title = "<script>alert(1)</script>";
        let sheet = Sheet {
            lang: Lang::Sv,
            title,
            settings: &settings,
            partner: None,
            head: html! {},
            styles: None,
        };
        let page = card(&sheet, &html! {}).into_string();
        assert!(!page.contains("<script>"));
        assert!(page.contains("&lt;script&gt;"));
    }

    #[test]
    fn an_address_may_say_how_a_page_looks() {
        let asked = Asked::with_query(&[("t", "accent:1d5c3a,x:&"), ("theme", "dark")]);
        let look = Look::asked("park", &asked);
        assert_eq!(look.theme, Some("dark"));
        assert_eq!(look.sheet(), "/f/park/theme.css?t=accent%3A1d5c3a%2Cx%3A%26");
        assert_eq!(Look::of("park").sheet(), "/f/park/theme.css");
        assert_eq!(Look::asked("park", &Asked::with_query(&[("theme", "x")])).theme, None);
    }

    #[test]
    fn a_kind_of_problem_can_be_read_about() {
        let settings = example();
        assert!(problem("stale-catalogue", Lang::En, &settings).is_some());
        assert!(problem("nonsense", Lang::En, &settings).is_none());
    }
}
