//! What is asked: the parts of a request that routes look at.

use shared::text::Lang;
use std::collections::BTreeMap;
use worker::Request;

/// A request without its body.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    /// `GET` and so on; HEAD is asked as GET.
    pub(crate) method: String,
    /// The path, percent-encoded as it came.
    pub(crate) path: String,
    query: BTreeMap<String, String>,
    headers: BTreeMap<&'static str, String>,
    /// Where the Worker was reached.
    here: String,
}

/// The headers that anyone looks at.
const HEADERS: [&str; 9] = [
    "accept",
    "accept-language",
    "authorization",
    "cf-access-jwt-assertion",
    "content-length",
    "content-type",
    "idempotency-key",
    "origin",
    "sec-fetch-site",
];

impl Asked {
    /// Reads a request.
    pub(crate) fn of(request: &Request) -> Self {
        let url = request.url().ok();
        let header =
            |name: &&'static str| Some((*name, request.headers().get(name).ok().flatten()?));
        // As it came: the platform's own type takes a method that it does not know for GET.
        let method = request.inner().method();
        Self {
            method: if method == "HEAD" { "GET".to_owned() } else { method },
            path: request.path(),
            query: url
                .as_ref()
                .map(|url| url.query_pairs().into_owned().collect())
                .unwrap_or_default(),
            headers: HEADERS.iter().filter_map(header).collect(),
            here: url.map(|url| url.origin().ascii_serialization()).unwrap_or_default(),
        }
    }

    /// One header and nothing else.
    #[cfg(test)]
    pub(crate) fn with_header(name: &'static str, value: &str) -> Self {
        Self { headers: BTreeMap::from([(name, value.to_owned())]), ..Self::default() }
    }

    /// A query and nothing else.
    #[cfg(test)]
    pub(crate) fn with_query(pairs: &[(&str, &str)]) -> Self {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Self { query: pairs.collect(), ..Self::default() }
    }

    /// The same, sent to an origin.
    #[cfg(test)]
    pub(crate) fn at(self, origin: &str) -> Self {
        Self { here: origin.to_owned(), ..self }
    }

    /// The same with one more header.
    #[cfg(test)]
    pub(crate) fn and(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.to_owned());
        self
    }

    /// The same, to a path.
    #[cfg(test)]
    pub(crate) fn to(self, path: &str) -> Self {
        Self { path: path.to_owned(), method: "GET".to_owned(), ..self }
    }

    /// A parameter of the query.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }

    /// A header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// Whether the body is of a media type, with or without parameters.
    pub(crate) fn is_of_type(&self, media_type: &str) -> bool {
        let given = self.header("content-type").unwrap_or_default();
        let essence = given.split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case(media_type)
    }

    /// Whether a page rather than data is wanted.
    pub(crate) fn wants_page(&self) -> bool {
        self.header("accept").is_some_and(|accept| accept.contains("text/html"))
    }

    /// Whether a page of someone else's sent it. A program that sends no
    /// `Origin` is no page. A form of our own has the origin `null`, as our pages
    /// tell nobody where one comes from; then the browser itself says that it is
    /// ours.
    pub(crate) fn is_cross_site(&self, origin: &str) -> bool {
        let site = self.header("sec-fetch-site");
        let from_elsewhere = self.header("origin").is_some_and(|from| {
            let is_ours = from == "null" && site == Some("same-origin");
            from != origin && from != self.here && !is_ours
        });
        from_elsewhere || site == Some("cross-site")
    }

    /// Whether it was sent to an origin of ours.
    pub(crate) fn is_at(&self, origin: &str) -> bool {
        self.here == origin
    }

    /// The language that is asked for: by the address first, then by the
    /// browser.
    pub(crate) fn wanted_language(&self) -> Option<Lang> {
        let by_address = self.parameter("lang").and_then(known);
        by_address.or_else(|| preferred(self.header("accept-language")?))
    }

    /// The language to answer in: Swedish unless English is preferred.
    pub(crate) fn language(&self) -> Lang {
        self.wanted_language().unwrap_or_default()
    }
}

/// Of a list such as `de, en;q=0.8, sv;q=0.5`, the one of ours that weighs most.
fn preferred(list: &str) -> Option<Lang> {
    let weighed = list.split(',').filter_map(|item| {
        let mut parts = item.split(';');
        let lang = known(parts.next()?)?;
        let weight = parts.find_map(|part| part.trim().strip_prefix("q=")).unwrap_or("1");
        Some((lang, thousandths(weight)))
    });
    // The first of those that weigh the same.
    weighed
        .filter(|(_, weight)| 0 < *weight)
        .rev()
        .max_by_key(|(_, weight)| *weight)
        .map(|(l, _)| l)
}

fn known(tag: &str) -> Option<Lang> {
    let tag = tag.trim().to_ascii_lowercase();
    let primary = tag.split('-').next().unwrap_or_default();
    Lang::ALL.into_iter().find(|lang| lang.tag() == primary)
}

/// `0.85` → 850, `1` → 1000.
fn thousandths(weight: &str) -> u32 {
    let (whole, part) = weight.trim().split_once('.').unwrap_or((weight.trim(), ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    match whole {
        "0" => part.parse().unwrap_or(0),
        _ => 1000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(headers: &[(&'static str, &str)]) -> Asked {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Asked { headers, here: "https://here.example".to_owned(), ..Asked::default() }
    }

    #[test]
    fn the_browsers_language_is_weighed() {
        for (list, lang) in [
            ("sv", Some(Lang::Sv)),
            ("en-GB,en;q=0.9,sv;q=0.8", Some(Lang::En)),
            ("de, sv;q=0.3, en;q=0.25", Some(Lang::Sv)),
            ("sv, en", Some(Lang::Sv)),
            ("de", None),
            ("en;q=0", None),
            ("", None),
        ] {
            assert_eq!(preferred(list), lang, "{list}");
        }
    }

    #[test]
    fn the_address_decides_the_language_before_the_browser() {
        let mut asked = asked(&[("accept-language", "sv")]);
        asked.query.insert("lang".to_owned(), "en".to_owned());
        assert_eq!(asked.language(), Lang::En);
        asked.query.insert("lang".to_owned(), "xx".to_owned());
        assert_eq!(asked.language(), Lang::Sv);
    }

    #[test]
    fn only_our_own_pages_may_send() {
        let is_cross = |headers: &[(&'static str, &str)]| {
            asked(headers).is_cross_site("https://public.example")
        };
        assert!(!is_cross(&[]));
        assert!(!is_cross(&[
            ("origin", "https://public.example"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(!is_cross(&[("origin", "https://here.example")]));
        assert!(is_cross(&[("origin", "https://park.example")]));
        assert!(!is_cross(&[("origin", "null"), ("sec-fetch-site", "same-origin")]));
        assert!(is_cross(&[("origin", "null")]));
        assert!(is_cross(&[("origin", "null"), ("sec-fetch-site", "same-site")]));
        assert!(is_cross(&[("origin", "https://park.example"), ("sec-fetch-site", "same-origin")]));
        assert!(is_cross(&[("sec-fetch-site", "cross-site")]));
    }

    #[test]
    fn a_media_type_may_have_parameters() {
        for given in ["application/json", "application/json; charset=utf-8", "Application/JSON"] {
            assert!(asked(&[("content-type", given)]).is_of_type("application/json"));
        }
        assert!(!asked(&[("content-type", "text/plain")]).is_of_type("application/json"));
        assert!(!asked(&[]).is_of_type("application/json"));
    }

    #[test]
    fn headers_are_read_without_a_panic() {
        let right = ["en-GB,en;q=0.9,sv;q=0.8", "application/json; charset=utf-8"];
        crate::odd::inputs("Accept-Language and Content-Type", &right, |_, text| {
            let asked = asked(&[("accept-language", text), ("content-type", text)]);
            let _ = (asked.language(), asked.is_of_type("application/json"));
        });
    }
}
