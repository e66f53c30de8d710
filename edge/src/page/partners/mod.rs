//! What a partner needs: its public configuration, the snippet, recipes,
//! oEmbed for sites that embed by link, and a test of its page.

mod counts;
mod oembed;
mod recipes;
mod tables;
mod wish;

pub(crate) use counts::counts;
pub(crate) use oembed::oembed;
pub(crate) use recipes::plugin;

use super::{Sheet, card, pick};
use crate::http::{Asked, Class, Reply};
use crate::settings::{Partner, Settings};
use maud::{Markup, html};
use serde_json::{Map, Value, json};
use shared::text::Lang;
use tables::{fold, tables};
use wish::{LOADINGS, MODES, THEMES, Wish};

/// `GET /v1/partners/{id}`: what anyone may know of a partner.
pub(crate) fn public(id: &str, partner: &Partner, settings: &Settings) -> Value {
    let Partner { name, origins, languages, theme, scope, banner, paused, example, .. } = partner;
    let recipients: Map<String, Value> = settings
        .recipients
        .iter()
        .map(|(id, to)| {
            let told =
                json!({ "name": to.name, "answer_days": to.answer_days, "example": to.example });
            (id.clone(), told)
        })
        .collect();
    json!({
        "id": id,
        "name": name,
        "origins": origins,
        "languages": languages,
        "theme": theme,
        "scope": scope,
        "banner": banner,
        "paused": paused,
        "example": example,
        "privacy": settings.privacy,
        "recipients": recipients,
    })
}

/// The script, pinned to one version with its hash.
fn pinned(settings: &Settings) -> Option<String> {
    let path = settings.manifest.assets.get("embed_pinned")?;
    let hash = settings.manifest.assets.get("embed_pinned_integrity")?;
    Some(format!(
        "<script async src=\"{}{path}\" integrity=\"{hash}\" crossorigin=\"anonymous\"></script>",
        settings.origin,
    ))
}

/// `GET /partners/`.
pub(crate) fn page(asked: &Asked, lang: Lang, settings: &Settings) -> Reply {
    let title = pick(lang, "Lägg Vägen in på er webbplats", "Put the way in on your site");
    let sheet = Sheet { lang, title, settings, partner: None, head: html! {}, styles: None };
    let body = html! {
        p { (pick(lang,
            "Två rader räcker. Besökaren svarar i sin egen webbläsare, och ingenting skickas förrän hen trycker på Skicka. Inga kakor, ingen lagring, inga andra värdar.",
            "Two lines are enough. Visitors answer in their own browser, and nothing is sent until they press Send. No cookies, no storage, no other hosts.")) }
        @if let Some(wish) = Wish::of(asked, lang, settings) {
            (snippet(&wish))
            h2.vi-subtitle { (pick(lang, "Gör dem till era", "Make them yours")) }
            (form(&wish, settings))
            (preview(&wish))
            h2.vi-subtitle { (pick(lang, "Så gör ni i ert system", "How to do it in your system")) }
            (recipes::recipes(&wish, settings))
            h2.vi-subtitle { (pick(lang, "Om något tar emot", "If something is in the way")) }
            (policies(&wish, settings))
            (test(&wish))
            h2.vi-subtitle { (pick(lang, "Mer", "More")) }
            (tables(lang))
            (about(lang))
        }
    };
    Reply::html(200, lang, card(&sheet, &body)).of(&Class::Preview).with("Vary", "Accept-Language")
}

/// What is wanted: asked by a plain form.
fn form(wish: &Wish<'_>, settings: &Settings) -> Markup {
    let lang = wish.lang;
    let partners: Vec<_> =
        settings.partners.iter().map(|(id, of)| (id.as_str(), of.name.get(lang))).collect();
    let modes = pick(
        lang,
        ["i en ram (säkrast)", "direkt i sidan"],
        ["in a frame (safest)", "in the page itself"],
    );
    let themes = pick(
        lang,
        ["som besökaren har det", "ljust", "mörkt"],
        ["as the visitor has it", "light", "dark"],
    );
    let loadings = pick(
        lang,
        ["när den syns", "genast", "när någon rör den"],
        ["when it is seen", "at once", "when someone touches it"],
    );
    html! {
        form method="get" action="/partners/" aria-label=(pick(lang, "Era val", "Your choices")) {
            (choice("partner", pick(lang, "Partner", "Partner"), wish.id, &partners))
            (choice("lang", pick(lang, "Språk", "Language"), lang.tag(), &[("sv", "svenska"), ("en", "English")]))
            (choice("mode", pick(lang, "Var den körs", "Where it runs"), wish.mode, &paired(&MODES, &modes)))
            (choice("theme", pick(lang, "Ljust eller mörkt", "Light or dark"), wish.theme, &paired(&THEMES, &themes)))
            (choice("loading", pick(lang, "När den hämtas", "When it is fetched"), wish.loading, &paired(&LOADINGS, &loadings)))
            (field("accent", pick(lang, "Er färg", "Your colour"), wish.accent,
                pick(lang, "Till exempel #1d5c3a. Texten på den räknas ut.", "For example #1d5c3a. The text on it is computed.")))
            (field("more", pick(lang, "Mer utseende", "More looks"), wish.more,
                pick(lang, "Till exempel radius:0, ink:#222222. Alla egenskaper står längst ned.", "For example radius:0, ink:#222222. All properties are at the end.")))
            div.vi-foot {
                button.vi-button type="submit" { (pick(lang, "Visa raderna", "Show the lines")) }
            }
        }
    }
}

fn paired<'a>(values: &[&'a str], words: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    values.iter().copied().zip(words.iter().copied()).collect()
}

pub(super) fn choice(name: &str, label: &str, chosen: &str, options: &[(&str, &str)]) -> Markup {
    html! {
        div.vi-field {
            label.vi-label for=(name) { (label) }
            select.vi-input id=(name) name=(name) {
                @for (value, words) in options {
                    option value=(value) selected[*value == chosen] { (words) }
                }
            }
        }
    }
}

pub(super) fn field(name: &str, label: &str, value: &str, hint: &str) -> Markup {
    html! {
        div.vi-field {
            label.vi-label for=(name) { (label) }
            p.vi-hint id={ (name) "-hint" } { (hint) }
            input.vi-input id=(name) name=(name) value=(value) aria-describedby={ (name) "-hint" }
                maxlength="400" autocomplete="off" spellcheck="false";
        }
    }
}

fn snippet(wish: &Wish<'_>) -> Markup {
    let lang = wish.lang;
    html! {
        h2.vi-subtitle { (pick(lang, "Raderna", "The lines")) }
        @for (name, why) in wish.look.reasons(lang) {
            p.vi-warn { (name) ": " (why) "." }
        }
        (recipes::block("snippet", &wish.snippet()))
        p.vi-hint { (pick(lang,
            "Länken i mitten syns om skript är avstängda, vid utskrift och för sökmotorer.",
            "The link in the middle shows when scripts are off, in print and to search engines.")) }
        @if let Some(style) = wish.style() {
            p.vi-hint { (pick(lang,
                "Tillåter er sida inte style i taggen: stryk det, och lägg det här i er stilmall i stället.",
                "If your page does not allow style in the tag: delete it, and put this in your style sheet instead.")) }
            (recipes::block("style", &format!("vagen-in {{ {style} }}")))
        }
    }
}

/// How it looks: our own page, in a frame.
fn preview(wish: &Wish<'_>) -> Markup {
    let lang = wish.lang;
    html! {
        h2.vi-subtitle { (pick(lang, "Så ser den ut", "How it looks")) }
        iframe src=(wish.path()) title=(pick(lang, "Förhandsvisning", "Preview")) width="100%" height="640" {}
        p { a href=(wish.path()) { (pick(lang, "Öppna den som en egen sida", "Open it as a page of its own")) } }
        @if wish.partner.origins.is_empty() {
            p.vi-hint { (pick(lang,
                "Ingen webbplats är anmäld för den här partnern än: då visar ingen annan sida än våra egna den.",
                "No site is registered for this partner yet: then no page but our own shows it.")) }
        }
    }
}

/// What a strict page must allow, and how to pin a version.
fn policies(wish: &Wish<'_>, settings: &Settings) -> Markup {
    let lang = wish.lang;
    html! {
        (fold(pick(lang, "Er sida har en säkerhetspolicy (CSP)", "Your page has a security policy (CSP)"), &html! {
            p { (pick(lang, "Lägg till vår adress. Med mode=\"frame\":", "Add our address. With mode=\"frame\":")) }
            (recipes::block("csp-frame", &wish.policy("frame")))
            p { (pick(lang, "Med mode=\"inline\":", "With mode=\"inline\":")) }
            (recipes::block("csp-inline", &wish.policy("inline")))
        }))
        @if let Some(script) = pinned(settings) {
            (fold(pick(lang, "Ni vill godkänna varje version", "You want to approve each version"), &html! {
                p { (pick(lang,
                    "Den här filen ändras aldrig; webbläsaren vägrar en annan. Ni byter rad själva när en ny version kommer.",
                    "This file never changes; the browser refuses another. You change the line yourselves when a new version comes.")) }
                (recipes::block("pinned", &format!("{}\n{script}", wish.tag())))
            }))
        }
    }
}

/// The way to the test of a page that has it.
fn test(wish: &Wish<'_>) -> Markup {
    let lang = wish.lang;
    html! {
        (fold(pick(lang, "Den syns inte, eller bara länken syns", "It does not show, or the link alone does"), &html! {
            p { (pick(lang,
                "Lägg till ?vagen-in-test sist i er sidas adress, så säger sidan själv vad som är fel. Eller låt oss läsa den:",
                "Add ?vagen-in-test at the end of your page's address, and the page itself says what is wrong. Or let us read it:")) }
            form method="get" action="/partners/test"
                aria-label=(pick(lang, "Prova sidan", "Test the page")) {
                input type="hidden" name="partner" value=(wish.id);
                input type="hidden" name="lang" value=(lang.tag());
                (field("url", pick(lang, "Er sidas adress", "Your page's address"), "",
                    pick(lang, "Den ska börja med https.", "It is to begin with https.")))
                div.vi-foot { button.vi-button type="submit" { (pick(lang, "Prova sidan", "Test the page")) } }
            }
        }))
    }
}

fn about(lang: Lang) -> Markup {
    html! {
        p.vi-promise {
            a href={ "/accessibility/?lang=" (lang.tag()) } {
                (pick(lang, "Tillgänglighetsredogörelse", "Accessibility statement"))
            }
            " · "
            a href="/v1/openapi.json" { (pick(lang, "API för utvecklare", "API for developers")) }
        }
    }
}

#[cfg(test)]
mod tests;
