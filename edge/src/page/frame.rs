//! `/f/{partner}`: our frame, and the same as a page of its own.
//!
//! The first question is there as text before any script has come; below it is
//! all that helps when none comes: the guide, and a form to write in.

use super::first::first;
use super::form::{Draft, form};
use super::guide::guide;
use super::{Look, NAME, Sheet, Styles, card, name, pick, to_the_region};
use crate::Here;
use crate::catalogue::catalogue;
use crate::error::Error;
use crate::http::{Class, Reply};
use crate::intake::sealing::keyed;
use crate::settings::theme::PROPERTIES;
use crate::settings::{Manifest, Partner, Settings};
use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};
use shared::catalogue::Catalogue;
use shared::text::Lang;
use std::collections::BTreeMap;

/// A page for one partner in one language.
pub(crate) struct Visit<'a> {
    pub(crate) id: &'a str,
    pub(crate) partner: &'a Partner,
    pub(crate) lang: Lang,
    /// How it looks, where that stands in the page itself.
    pub(crate) styles: Option<&'a Styles>,
}

/// The frame with the widget and what stands in for it.
pub(crate) async fn frame(visit: &Visit<'_>, here: &Here<'_>) -> Result<Reply, Error> {
    let styles = Styles::of(visit.partner, here).await;
    let dressed = Visit { styles: styles.as_ref(), ..*visit };
    let reply = page(&dressed, here, 200, &Draft::default())?;
    let texts = styles.iter().flat_map(Styles::texts);
    Ok(reply.allowing_styles(texts))
}

/// The same with a form that was filled in, and what to change in it.
pub(super) fn page(
    visit: &Visit<'_>,
    here: &Here<'_>,
    status: u16,
    draft: &Draft,
) -> Result<Reply, Error> {
    let catalogue = catalogue()?;
    let sent_back = !draft.faults.is_empty();
    // The guide weighs more than the frame that the widget starts in, so it is
    // a document of its own, for those who need it.
    let plain = sent_back || here.asked.parameter("plain").is_some();
    let framed = here.asked.parameter("embed").is_some();
    let head = html! {
        @if !framed { (for_finders(visit, here.settings)) }
        @if !plain { (ahead(visit, here.settings)) }
    };
    let sheet = sheet(visit, here, head);
    let body = html! {
        @if plain {
            main.vi-fallback #fallback {
                (languages(visit))
                h1.vi-title { (name(visit.lang)) }
                (form(visit, here, catalogue, draft)?)
                (guide(catalogue, visit.lang))
            }
        } @else {
            (widget(visit, here, catalogue))
            section.vi-fallback #fallback { (without_scripts(visit)) }
        }
    };
    let reply = Reply::html(status, visit.lang, sheet.with(&body));
    let class = Class::Frame(visit.partner.origins.clone());
    let reply = reply.of(&class).with("Vary", "Accept-Language");
    // A form has a token of its own: two visitors must not have the same.
    Ok(if plain { reply.with("Cache-Control", "no-store") } else { reply })
}

fn sheet<'a>(visit: &'a Visit<'a>, here: &'a Here<'_>, head: Markup) -> Sheet<'a> {
    let (lang, settings) = (visit.lang, here.settings);
    let partner = Some(Look::asked(visit.id, here.asked));
    Sheet { lang, title: name(lang), settings, partner, head, styles: visit.styles }
}

/// For search engines and whoever is given the address: not within a page.
fn for_finders(visit: &Visit<'_>, settings: &Settings) -> Markup {
    let Visit { id, lang, .. } = visit;
    let page = format!("{}/f/{id}", settings.origin);
    html! {
        meta name="description" content=(pick(*lang,
            "Se vilka vägar in till Region Stockholm som passar ert företag.",
            "See which ways in to Region Stockholm suit your company."));
        link rel="canonical" href=(page);
        @for other in &visit.partner.languages {
            link rel="alternate" hreflang=(other.tag()) href={ (page) "?lang=" (other.tag()) };
        }
        link rel="alternate" type="application/json+oembed" title=(name(*lang))
            href={ (settings.origin) "/oembed?format=json&url=" (encoded(&page)) };
    }
}

/// What the browser may fetch at once. It is the same for everyone: nothing
/// that is fetched tells what a visitor answers.
fn ahead(visit: &Visit<'_>, settings: &Settings) -> Markup {
    let Manifest { catalogue, .. } = &settings.manifest;
    let asset = |name: &str| settings.manifest.asset(name);
    let [words, sentences] = ["words", "sentences"].map(|of| format!("{of}-{}", visit.lang.tag()));
    let first = ["rules", words.as_str()].into_iter().filter_map(|name| catalogue.pieces.get(name));
    html! {
        noscript { meta http-equiv="refresh" content={ "0; url=" (plain_page(visit)) }; }
        script type="module" src=(asset("frame")) integrity=(asset("frame_integrity")) {}
        link rel="preload" as="fetch" crossorigin type="application/wasm" href=(asset("wasm"));
        @for piece in first {
            link rel="preload" as="fetch" crossorigin href=(piece);
        }
        link rel="preload" as="fetch" crossorigin href=(asset(&sentences));
    }
}

/// The same without a script: the guide and a form to write in.
fn plain_page(visit: &Visit<'_>) -> String {
    format!("/f/{}?plain=1&lang={}", visit.id, visit.lang.tag())
}

fn without_scripts(visit: &Visit<'_>) -> Markup {
    html! {
        p { a #plain href=(plain_page(visit)) { (pick(visit.lang,
            "Läs om vägarna och skriv till regionen utan frågorna",
            "Read about the paths and write to the region without the questions")) } }
    }
}

fn encoded(text: &str) -> String {
    worker::url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn widget(visit: &Visit<'_>, here: &Here<'_>, catalogue: &Catalogue) -> Markup {
    html! {
        main.vi-app #app { (first(visit.lang, visit.partner, catalogue)) }
        script #config type="application/json" { (within(visit, here)) }
    }
}

/// The same in a document, as far as the widget uses it. In one that begins at the first question the privacy
/// notice is left out: it weighs as much as a third of the styles, is read at the
/// end and is fetched by then.
fn within(visit: &Visit<'_>, here: &Here<'_>) -> PreEscaped<String> {
    let mut told = config(visit, here.settings);
    let has = |name| here.asked.parameter(name).is_some_and(|value| !value.is_empty());
    let begins = has("embed") && !has("start") && !has("handed");
    let not_used: &[&str] = &["languages", "origins", "scope", "theme"];
    let fetched: &[&str] = if begins { &["privacy"] } else { &[] };
    if let Some(partner) = told.get_mut("partner").and_then(Value::as_object_mut) {
        partner.retain(|name, _| !not_used.contains(&&**name) && !fetched.contains(&&**name));
    }
    if let (false, Some(told)) = (has("kiosk"), told.as_object_mut()) {
        told.remove("qr");
    }
    // Nothing in it can end the element.
    PreEscaped(told.to_string().replace('<', "\\u003c"))
}

/// What the widget is told.
fn config(visit: &Visit<'_>, settings: &Settings) -> Value {
    let manifest = &settings.manifest;
    let sentences = manifest.assets.iter().filter(|(name, _)| name.starts_with("sentences-"));
    let sentences: BTreeMap<_, _> = sentences.collect();
    json!({
        "lang": visit.lang.tag(),
        "origin": settings.origin,
        "partner": super::partners::public(visit.id, visit.partner, settings),
        "version": manifest.version,
        "pieces": manifest.catalogue.pieces,
        "wasm": manifest.asset("wasm"),
        "integrity": manifest.asset("wasm_integrity"),
        "qr": manifest.asset("qr"),
        // Only where someone has a key to seal to.
        "seal": (0 < keyed(settings)).then(|| manifest.asset("seal")),
        // The custom properties that a page around may set.
        "tokens": PROPERTIES.iter().map(|one| one.name).collect::<Vec<_>>(),
        "sentences": sentences,
    })
}

/// `GET /f/{partner}/page.json`: the same for the inline rung, on any page. With
/// `first`, the first question and how it looks are in it, and the privacy notice is
/// not; else the styles are a file, as the inline rung of 1.0 expects.
pub(crate) async fn told(visit: &Visit<'_>, here: &Here<'_>) -> Result<Reply, Error> {
    let mut told = config(visit, here.settings);
    let begins = here.asked.parameter("first").is_some();
    let css = if begins { Styles::of(visit.partner, here).await } else { None };
    if let Some(told) = told.as_object_mut() {
        if let Some(css) = css {
            told.insert("css".to_owned(), css.texts().collect::<String>().into());
            let first = first(visit.lang, visit.partner, catalogue()?);
            told.insert("first".to_owned(), json!(first));
            let partner = told.get_mut("partner").and_then(Value::as_object_mut);
            partner.map(|partner| partner.remove("privacy"));
        } else {
            for name in ["style", "style_integrity"] {
                told.insert(name.to_owned(), here.settings.manifest.asset(name).into());
            }
        }
    }
    Ok(Reply::json(200, &told).of(&Class::Open(Some(60))))
}

fn languages(visit: &Visit<'_>) -> Markup {
    html! {
        @for other in visit.partner.languages.iter().filter(|other| **other != visit.lang) {
            p { a lang=(other.tag()) hreflang=(other.tag())
                href={ "/f/" (visit.id) "?plain=1&lang=" (other.tag()) } {
                (pick(*other, "På svenska", "In English"))
            } }
        }
    }
}

/// A partner that takes nothing for the time being.
pub(crate) fn paused(visit: &Visit<'_>, settings: &Settings) -> Reply {
    let lang = visit.lang;
    let title = pick(lang, "Vägen in är pausad här", "The way in is paused here");
    let head = html! {};
    let sheet =
        Sheet { lang, title, settings, partner: Some(Look::of(visit.id)), head, styles: None };
    let page = card(
        &sheet,
        &html! {
            p { (pick(lang,
                "Just nu går det inte att skicka frågor från den här sidan. Ni når regionen på dess egen webbplats.",
                "Right now questions cannot be sent from this page. You reach the region on its own site.")) }
            (to_the_region(lang))
        },
    );
    Reply::html(200, lang, page).of(&Class::Frame(visit.partner.origins.clone()))
}

/// No such partner: a wrong link, seldom the visitor's fault.
pub(crate) fn unknown_partner(lang: Lang, settings: &Settings) -> Reply {
    let title = pick(lang, "Den här sidan finns inte", "This page does not exist");
    let sheet = Sheet { lang, title, settings, partner: None, head: html! {}, styles: None };
    let [sv, en] = NAME;
    let page = card(
        &sheet,
        &html! {
            p { (pick(lang,
                format!("Länken hit leder fel. {sv} hittar ni också på regionens egen webbplats."),
                format!("The link that led here is wrong. {en} is also found on the region's own site."))) }
            (to_the_region(lang))
        },
    );
    Reply::html(404, lang, page).with("Cache-Control", "no-store")
}
