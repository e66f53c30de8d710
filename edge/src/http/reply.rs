//! What is answered, before it is the platform's: a status, headers, a body.
//!
//! The headers that keep a page safe are set here for every class of answer,
//! errors included, so that no route can forget them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest, Sha256};
use shared::text::Lang;
use std::sync::LazyLock;

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
}

/// Who may read an answer, keep it, and show it in a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Public data, for any page: `max-age` in seconds, none for no keeping.
    Open(Option<u32>),
    /// For the one who asked, and no one's to keep.
    Private,
    /// A page of ours that no one may frame.
    Page,
    /// The same, with pages of ours in it.
    Preview,
    /// A page of ours that these origins may frame; it runs the widget.
    Frame(Vec<String>),
    /// A page of ours that these origins may frame; it runs nothing but
    /// [`ALIVE`], and is no one's to keep.
    FramedPage(Vec<String>),
}

impl Reply {
    /// An answer of a media type. The class is [`Class::Private`] unless said.
    pub(crate) fn new(status: u16, media_type: &str, body: String) -> Self {
        let reply = Self { status, headers: Vec::new(), body };
        reply.of(&Class::Private).with("Content-Type", media_type)
    }

    /// JSON. Never fails for the types that are answered.
    pub(crate) fn json(status: u16, value: &impl Serialize) -> Self {
        let body = serde_json::to_string(value).unwrap_or_default();
        Self::new(status, "application/json", body)
    }

    /// A page.
    pub(crate) fn html(status: u16, lang: Lang, page: maud::Markup) -> Self {
        Self::new(status, "text/html; charset=utf-8", page.into_string())
            .of(&Class::Page)
            .with("Content-Language", lang.tag())
    }

    /// Sends the caller on with a GET.
    pub(crate) fn see_other(address: &str) -> Self {
        Self::new(303, "text/plain; charset=utf-8", String::new()).with("Location", address)
    }

    /// The same answer for another class.
    pub(crate) fn of(mut self, class: &Class) -> Self {
        for (name, value) in class.headers() {
            self = self.with(name, &value);
        }
        if !matches!(class, Class::Open(_)) {
            self.headers.retain(|(name, _)| *name != "Access-Control-Allow-Origin");
        }
        self
    }

    /// The same answer with a header, in place of one of that name.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(old, _)| *old != name);
        self.headers.push((name, value.to_owned()));
        self
    }

    /// The same page with styles that stand in it, to the letter.
    pub(crate) fn allowing_styles<'a>(mut self, all: impl Iterator<Item = &'a str>) -> Self {
        const OWN: &str = "style-src 'self'";
        let allowed = all.fold(OWN.to_owned(), |words, css| format!("{words} {}", hash(css)));
        for (_, value) in self.headers.iter_mut().filter(|(name, _)| *name == POLICY) {
            *value = value.replacen(OWN, &allowed, 1);
        }
        self
    }

    /// The status.
    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    /// The headers.
    pub(crate) fn headers(&self) -> &[(&'static str, String)] {
        &self.headers
    }

    /// A header's value.
    #[cfg(test)]
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(other, _)| *other == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The body.
    pub(crate) fn body(&self) -> &str {
        &self.body
    }
}

/// The one script that stands in our framed pages themselves: to the page
/// around it, it says that ours has come, how high it is, and whether more is
/// to come. Nothing else, to whoever may frame us.
pub(crate) const ALIVE: &str = r#"if(parent!==self){document.documentElement.classList.add("is-embedded");new ResizeObserver(()=>parent.postMessage({vagenIn:1,type:"alive",px:document.body.offsetHeight,plain:!document.getElementById("app")},"*")).observe(document.body)}"#;

const POLICY: &str = "Content-Security-Policy";

/// On every answer.
const ALWAYS: [(&str, &str); 4] = [
    ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
    ("X-Content-Type-Options", "nosniff"),
    // The address of a status page is a key to it.
    ("Referrer-Policy", "no-referrer"),
    (
        "Permissions-Policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

impl Class {
    fn headers(&self) -> Vec<(&'static str, String)> {
        let mut all: Vec<(&'static str, String)> =
            ALWAYS.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        all.push((POLICY, self.policy()));
        all.push(("Cache-Control", self.keeping()));
        all.push(("Cross-Origin-Resource-Policy", self.readers().to_owned()));
        all.push(("Cross-Origin-Opener-Policy", "same-origin".to_owned()));
        if matches!(self, Self::Open(_)) {
            all.push(("Access-Control-Allow-Origin", "*".to_owned()));
        }
        all
    }

    fn policy(&self) -> String {
        const BARE: &str =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        const PAGE: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'";
        match self {
            Self::Open(_) | Self::Private => BARE.to_owned(),
            Self::Page => format!("{PAGE}; frame-ancestors 'none'"),
            Self::Preview => format!("{PAGE}; frame-src 'self'; frame-ancestors 'none'"),
            Self::FramedPage(origins) => {
                format!("{PAGE}; script-src {}; frame-ancestors {}", alive(), framers(origins))
            }
            Self::Frame(origins) => format!(
                "{PAGE}; script-src 'self' 'wasm-unsafe-eval' {}; connect-src 'self'; frame-ancestors {}",
                alive(),
                framers(origins)
            ),
        }
    }

    fn keeping(&self) -> String {
        match self {
            Self::Open(Some(seconds)) => format!("public, max-age={seconds}"),
            // What stands there is about no one, but is soon old.
            Self::Frame(_) => "private, max-age=60".to_owned(),
            Self::Page | Self::Preview => "public, max-age=300".to_owned(),
            Self::Open(None) | Self::Private | Self::FramedPage(_) => "no-store".to_owned(),
        }
    }

    /// A framed page must also open in a page that isolates itself.
    fn readers(&self) -> &'static str {
        match self {
            Self::Open(_) | Self::Frame(_) | Self::FramedPage(_) => "cross-origin",
            Self::Private | Self::Page | Self::Preview => "same-origin",
        }
    }
}

/// [`ALIVE`], as a policy lets it in.
fn alive() -> &'static str {
    static HASH: LazyLock<String> = LazyLock::new(|| hash(ALIVE));
    &HASH
}

/// What stands in a page, as a policy lets it in.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

fn framers(origins: &[String]) -> String {
    let mut all = "'self'".to_owned();
    for origin in origins {
        all.push(' ');
        all.push_str(origin);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Exactly these, for every class: a change shows in `classes.txt`.
    #[test]
    fn the_headers_of_each_class_are_these() {
        let framed = || vec!["https://park.example".to_owned()];
        let mut told = String::new();
        for (name, class) in [
            ("open", Class::Open(None)),
            ("open for a minute", Class::Open(Some(60))),
            ("private", Class::Private),
            ("page", Class::Page),
            ("preview", Class::Preview),
            ("frame", Class::Frame(framed())),
            ("framed page", Class::FramedPage(framed())),
        ] {
            told.extend(["[", name, "]\n"]);
            for (header, value) in Reply::json(200, &()).of(&class).headers() {
                told.extend([header, ": ", value, "\n"]);
            }
            told.push('\n');
        }
        assert_eq!(told.trim_end(), include_str!("classes.txt").trim_end());
    }

    #[test]
    fn every_class_keeps_its_reader_safe() {
        let framed = || vec!["https://park.example".to_owned()];
        for class in [
            Class::Open(None),
            Class::Open(Some(60)),
            Class::Private,
            Class::Page,
            Class::Preview,
            Class::Frame(framed()),
            Class::FramedPage(framed()),
        ] {
            let reply = Reply::json(200, &()).of(&class);
            for name in [
                "Strict-Transport-Security",
                "X-Content-Type-Options",
                "Referrer-Policy",
                "Permissions-Policy",
                "Content-Security-Policy",
                "Cache-Control",
                "Cross-Origin-Resource-Policy",
                "Cross-Origin-Opener-Policy",
            ] {
                assert!(reply.header(name).is_some(), "{class:?} has no {name}");
            }
            let open = matches!(class, Class::Open(_));
            assert_eq!(reply.header("Access-Control-Allow-Origin").is_some(), open);
        }
    }

    #[test]
    fn only_the_partner_frames_its_page() {
        let reply = Reply::json(200, &()).of(&Class::Frame(vec!["https://park.example".into()]));
        let policy = reply.header("Content-Security-Policy").unwrap();
        assert!(policy.ends_with("frame-ancestors 'self' https://park.example"));
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"));
    }

    #[test]
    fn a_style_is_let_in_to_the_letter() {
        let class = Class::Frame(Vec::new());
        let reply = Reply::json(200, &()).of(&class).allowing_styles(["a{}", "b{}"].into_iter());
        let policy = reply.header("Content-Security-Policy").unwrap();
        let first =
            "style-src 'self' 'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk=' 'sha256-";
        assert!(policy.contains(first), "{policy}");
        assert!(!policy.contains("unsafe-inline"));
    }

    #[test]
    fn a_class_takes_the_place_of_another() {
        let reply = Reply::json(200, &()).of(&Class::Open(None)).of(&Class::Private);
        assert_eq!(reply.header("Access-Control-Allow-Origin"), None);
        assert_eq!(reply.header("Cache-Control"), Some("no-store"));
    }
}
