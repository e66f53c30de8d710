//! oEmbed, for sites that embed by link: <https://oembed.com>, type `rich`.

use crate::error::{Error, Kind};
use crate::http::{Asked, Class, Reply};
use crate::page::name;
use crate::settings::{Partner, Settings};
use maud::html;
use serde_json::json;
use shared::text::Lang;
use worker::Url;
use worker::url::form_urlencoded::Serializer;

/// How large it is when nothing is said.
const WIDTH: u32 = 720;
const HEIGHT: u32 = 900;

/// What of a link's query the frame is given too.
const KEPT: [&str; 3] = ["theme", "t", "start"];

/// `GET /oembed?url=…`.
pub(crate) fn oembed(asked: &Asked, settings: &Settings) -> Result<Reply, Error> {
    if asked.parameter("format").is_some_and(|format| format != "json") {
        return Err(Kind::FormatNotOffered.into());
    }
    let url = asked.parameter("url").and_then(|url| Url::parse(url).ok()).ok_or(Kind::NotFound)?;
    let (id, partner) = embeddable(&url, settings).ok_or(Kind::NotFound)?;
    let at_most = |name: &str, size: u32| {
        let most = asked.parameter(name).and_then(|most| most.parse().ok());
        most.filter(|most| 0 < *most).map_or(size, |most| size.min(most))
    };
    let (width, height) = (at_most("maxwidth", WIDTH), at_most("maxheight", HEIGHT));
    let by_link = parameter(&url, "lang");
    let by_link = by_link.and_then(|tag| Lang::ALL.into_iter().find(|lang| lang.tag() == tag));
    let lang = partner.language(by_link.or(asked.wanted_language()));
    let html = html! {
        iframe src=(address(&url, id, lang, settings)) title=(name(lang))
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
    Ok(Reply::json(200, &told).of(&Class::Open(Some(3600))).with("Vary", "Accept-Language"))
}

/// The partner of a page of ours: `/f/{partner}`, with or without a slash at
/// the end, a language and a place to begin.
fn embeddable<'a>(url: &Url, settings: &'a Settings) -> Option<(&'a String, &'a Partner)> {
    if url.origin().ascii_serialization() != settings.origin {
        return None;
    }
    let id = url.path().strip_prefix("/f/")?;
    settings.partners.get_key_value(id.strip_suffix('/').unwrap_or(id))
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(other, _)| other == name).map(|(_, value)| value.into_owned())
}

/// Our page, in a language, with what the link says besides.
fn address(url: &Url, id: &str, lang: Lang, settings: &Settings) -> String {
    let mut query = Serializer::new(String::new());
    query.append_pair("lang", lang.tag());
    for name in KEPT {
        if let Some(value) = parameter(url, name) {
            query.append_pair(name, &value);
        }
    }
    format!("{}/f/{id}?{}", settings.origin, query.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::tests::example;
    use serde_json::Value;

    fn told(pairs: &[(&str, &str)]) -> Result<Value, u16> {
        let settings = example();
        match oembed(&Asked::with_query(pairs), &settings) {
            Ok(reply) => {
                assert_eq!(reply.header("Access-Control-Allow-Origin"), Some("*"));
                assert_eq!(reply.header("Content-Type"), Some("application/json"));
                Ok(serde_json::from_str(reply.body()).unwrap())
            }
            Err(error) => Err(error.problem().kind.status()),
        }
    }

    #[test]
    fn every_kind_of_link_to_a_page_of_ours_can_be_embedded() {
        for (url, src) in [
            ("/f/demo-park", "/f/demo-park?lang=sv"),
            ("/f/demo-park?lang=en", "/f/demo-park?lang=en"),
            ("/f/demo-park/", "/f/demo-park?lang=sv"),
            (
                "/f/demo-park?start=entry%3Apath.test-agreement&x=1#k",
                "/f/demo-park?lang=sv&amp;start=entry%3Apath.test-agreement",
            ),
        ] {
            let told = told(&[("url", &format!("https://vagen-in.example{url}"))]).unwrap();
            for field in ["title", "provider_name", "provider_url"] {
                assert!(told[field].is_string(), "{field}");
            }
            assert_eq!((&told["version"], &told["type"]), (&"1.0".into(), &"rich".into()));
            assert_eq!((&told["width"], &told["height"]), (&720.into(), &900.into()));
            let html = told["html"].as_str().unwrap();
            assert!(html.contains(&format!("src=\"https://vagen-in.example{src}\"")), "{html}");
            assert!(html.starts_with("<iframe ") && html.ends_with("</iframe>"), "{html}");
        }
    }

    #[test]
    fn nothing_else_is_found() {
        for url in [
            "",
            "demo-park",
            "https://vagen-in.example/",
            "https://vagen-in.example/f/",
            "https://vagen-in.example/f/nobody",
            "https://vagen-in.example/f/demo-park//",
            "https://vagen-in.example/f/demo-park/contact",
            "https://vagen-in.example/partners/",
            "https://vagen-in.example.evil.example/f/demo-park",
            "https://evil.example/f/demo-park",
            "http://vagen-in.example/f/demo-park",
        ] {
            assert_eq!(told(&[("url", url)]).unwrap_err(), 404, "{url}");
        }
        assert_eq!(told(&[]).unwrap_err(), 404);
    }

    #[test]
    fn a_format_that_is_not_offered_is_said_to_be_so() {
        let url = ("url", "https://vagen-in.example/f/demo-park");
        assert_eq!(told(&[url, ("format", "xml")]).unwrap_err(), 501);
        assert!(told(&[url, ("format", "json")]).is_ok());
    }

    #[test]
    fn it_is_never_larger_than_was_asked_for() {
        let url = ("url", "https://vagen-in.example/f/demo-park");
        for (most, width, height) in
            [("320", 320, 320), ("5000", 720, 900), ("0", 720, 900), ("x", 720, 900)]
        {
            let told = told(&[url, ("maxwidth", most), ("maxheight", most)]).unwrap();
            assert_eq!((&told["width"], &told["height"]), (&width.into(), &height.into()));
            let html = told["html"].as_str().unwrap();
            assert!(html.contains(&format!("width=\"{width}\" height=\"{height}\"")), "{html}");
        }
    }

    #[test]
    fn a_link_is_read_without_a_panic() {
        let settings = example();
        let right = "https://vagen-in.example/f/demo-park?lang=en&start=entry%3Apath.x&t=ink:000#k";
        crate::odd::inputs("oEmbed", &[right], |_, text| {
            let asked = Asked::with_query(&[("url", text), ("maxwidth", text), ("lang", text)]);
            let _ = oembed(&asked, &settings);
        });
    }
}
