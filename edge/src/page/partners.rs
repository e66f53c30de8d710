//! What a partner needs: its public configuration, the snippet, recipes, and
//! oEmbed for sites that embed by link.

use super::{Sheet, card, name, pick};
use crate::error::{Error, Kind};
use crate::http::{Asked, Class, Reply};
use crate::settings::{Partner, Settings};
use maud::{Markup, html};
use serde_json::{Map, Value, json};
use shared::text::Lang;

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

/// The tag and the script that a partner pastes.
fn snippet(origin: &str, partner: &str, lang: Lang) -> String {
    format!(
        "<vagen-in partner=\"{partner}\" lang=\"{}\"><a href=\"{origin}/f/{partner}\">{}</a></vagen-in>\n<script async src=\"{origin}/v1/embed.js\"></script>",
        lang.tag(),
        name(lang),
    )
}

/// The same, pinned to one version with its hash.
fn pinned(settings: &Settings) -> Option<String> {
    let path = settings.manifest.assets.get("embed_pinned")?;
    let hash = settings.manifest.assets.get("embed_pinned_integrity")?;
    Some(format!(
        "<script async src=\"{}{path}\" integrity=\"{hash}\" crossorigin=\"anonymous\"></script>",
        settings.origin,
    ))
}

/// `GET /partners/`.
pub(crate) fn page(lang: Lang, settings: &Settings) -> Reply {
    let title = pick(lang, "Lägg Vägen in på er webbplats", "Put the way in on your site");
    let sheet = Sheet { lang, title, settings, partner: None, head: html! {} };
    let origin = &settings.origin;
    let body = html! {
        p { (pick(lang,
            "Klistra in två rader där ni vill ha den. Länken i mitten syns om skript är avstängda, vid utskrift och för sökmotorer.",
            "Paste two lines where you want it. The link in the middle shows when scripts are off, in print and to search engines.")) }
        pre tabindex="0" { code { (snippet(origin, "demo-park", lang)) } }
        p { (pick(lang,
            "Byt demo-park mot det id ni har fått. Besökaren svarar i sin egen webbläsare. Ingenting skickas förrän besökaren trycker på Skicka. Inga kakor, ingen lagring, inga andra värdar.",
            "Replace demo-park with the id you were given. Visitors answer in their own browser. Nothing is sent until they press Send. No cookies, no storage, no other hosts.")) }
        (recipes(lang, settings))
        (self_test(lang, settings))
    };
    Reply::html(200, lang, card(&sheet, &body)).with("Vary", "Accept-Language")
}

fn recipes(lang: Lang, settings: &Settings) -> Markup {
    let origin = &settings.origin;
    let frame = format!(
        "<iframe src=\"{origin}/f/demo-park?lang={}\" title=\"{}\" width=\"100%\" height=\"900\" loading=\"lazy\"></iframe>",
        lang.tag(),
        name(lang),
    );
    html! {
        h2.vi-subtitle { (pick(lang, "Recept", "Recipes")) }
        h3 { (pick(lang, "WordPress och andra publiceringssystem", "WordPress and other publishing systems")) }
        p { (pick(lang,
            "Lägg raderna i ett block för egen HTML. Tar systemet bort skript, använd ramen i stället:",
            "Put the lines in a block for your own HTML. If the system removes scripts, use the frame instead:")) }
        pre tabindex="0" { code { (frame) } }
        h3 { (pick(lang, "Sidor med sträng säkerhetspolicy", "Pages with a strict security policy")) }
        p { (pick(lang, "Tillåt vår adress på två ställen:", "Allow our address in two places:")) }
        pre tabindex="0" { code { "script-src " (origin) "; frame-src " (origin) } }
        @if let Some(script) = pinned(settings) {
            h3 { (pick(lang, "En låst version", "A pinned version")) }
            p { (pick(lang,
                "Den här filen ändras aldrig. Ni byter själva när en ny version kommer.",
                "This file never changes. You change it yourselves when a new version comes.")) }
            pre tabindex="0" { code { (script) } }
        }
        h3 { (pick(lang, "Bädda in med bara en länk", "Embed with a link alone")) }
        p { (pick(lang,
            "System som läser oEmbed behöver bara sidans adress:",
            "Systems that read oEmbed need only the page's address:")) }
        pre tabindex="0" { code { (origin) "/f/demo-park" } }
    }
}

/// Each configured partner, to see that it looks and reads as it should.
fn self_test(lang: Lang, settings: &Settings) -> Markup {
    html! {
        h2.vi-subtitle { (pick(lang, "Prova själv", "Try it yourself")) }
        p { (pick(lang,
            "Så här ser Vägen in ut hos dem som har den. Exempel är märkta som exempel.",
            "This is how the way in looks at those who have it. Examples are marked as examples.")) }
        ul {
            @for (id, partner) in &settings.partners {
                li { a href={ "/f/" (id) "?lang=" (lang.tag()) } { (partner.name.get(lang)) }
                    @if partner.origins.is_empty() {
                        span.vi-hint { " " (pick(lang,
                            "Ingen webbplats får bädda in den än.",
                            "No site may embed it yet.")) }
                    } @else {
                        span.vi-hint { " " (partner.origins.join(", ")) }
                    }
                }
            }
        }
    }
}

/// `GET /oembed?url=…`: <https://oembed.com>, type `rich`.
pub(crate) fn oembed(asked: &Asked, settings: &Settings) -> Result<Reply, Error> {
    const WIDTH: u32 = 720;
    const HEIGHT: u32 = 900;
    if asked.parameter("format").is_some_and(|format| format != "json") {
        // The specification's own word for a format that is not offered is 501;
        // what is not here is simply not found.
        return Err(Kind::NotFound.into());
    }
    let url = asked.parameter("url").unwrap_or_default();
    let (id, partner) = embeddable(url, settings).ok_or(Kind::NotFound)?;
    let at_most = |name: &str, size: u32| {
        asked.parameter(name).and_then(|most| most.parse().ok()).map_or(size, |most| size.min(most))
    };
    let (width, height) = (at_most("maxwidth", WIDTH), at_most("maxheight", HEIGHT));
    let lang = partner.language(language_of(url).or(asked.wanted_language()));
    let html = html! {
        iframe src={ (settings.origin) "/f/" (id) "?lang=" (lang.tag()) } title=(name(lang))
            width=(width) height=(height) loading="lazy" {}
    };
    let told = json!({
        "version": "1.0",
        "type": "rich",
        "title": name(lang),
        "provider_name": name(lang),
        "provider_url": settings.origin,
        "cache_age": 3600,
        "width": width,
        "height": height,
        "html": html.into_string(),
    });
    Ok(Reply::json(200, &told).of(&Class::Open(Some(3600))))
}

/// The partner of a page of ours.
fn embeddable<'a>(url: &str, settings: &'a Settings) -> Option<(&'a String, &'a Partner)> {
    let path = url.strip_prefix(&settings.origin)?.strip_prefix("/f/")?;
    let id = path.split(['?', '#']).next()?.trim_end_matches('/');
    settings.partners.get_key_value(id)
}

fn language_of(url: &str) -> Option<Lang> {
    let (_, query) = url.split_once("lang=")?;
    let tag = query.get(..2)?;
    Lang::ALL.into_iter().find(|lang| lang.tag() == tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::tests::example;

    #[test]
    fn nothing_of_a_recipient_but_its_name_and_promise_is_public() {
        let settings = example();
        let partner = settings.partners.get("demo-park").unwrap();
        let told = public("demo-park", partner, &settings).to_string();
        assert!(told.contains("answer_days") && !told.contains("hooks") && !told.contains("whsec"));
    }

    #[test]
    fn only_our_own_pages_can_be_embedded() {
        let settings = example();
        let id = |url: &str| embeddable(url, &settings).map(|(id, _)| id.clone());
        assert_eq!(
            id("https://vagen-in.example/f/demo-park?lang=en").as_deref(),
            Some("demo-park")
        );
        assert_eq!(id("https://vagen-in.example/f/nobody"), None);
        assert_eq!(id("https://evil.example/f/demo-park"), None);
    }
}
