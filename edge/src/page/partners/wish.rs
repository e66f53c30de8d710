//! What a partner wants on its page: read from the form, written as a snippet.

use crate::http::Asked;
use crate::page::name;
use crate::settings::theme::items;
use crate::settings::{Partner, Settings, Theme};
use maud::html;
use shared::text::Lang;
use worker::url::form_urlencoded;

/// What the element's attributes may say; the first is what it does unless told.
pub(super) const MODES: [&str; 2] = ["frame", "inline"];
pub(super) const THEMES: [&str; 3] = ["auto", "light", "dark"];
pub(super) const LOADINGS: [&str; 3] = ["visible", "eager", "interaction"];

/// What is wanted.
pub(super) struct Wish<'a> {
    pub(super) origin: &'a str,
    pub(super) id: &'a str,
    pub(super) partner: &'a Partner,
    pub(super) lang: Lang,
    pub(super) mode: &'static str,
    pub(super) theme: &'static str,
    pub(super) loading: &'static str,
    /// As they were written.
    pub(super) accent: &'a str,
    pub(super) more: &'a str,
    /// What it looks like, and what of it is refused.
    pub(super) look: Theme,
    /// What of it is not.
    looks: Vec<(String, String)>,
}

impl<'a> Wish<'a> {
    /// Reads the form. None when there are no partners at all.
    pub(super) fn of(asked: &'a Asked, lang: Lang, settings: &'a Settings) -> Option<Self> {
        let wanted = asked.parameter("partner").unwrap_or_default();
        let found = settings.partners.get_key_value(wanted);
        let (id, partner) = found.or_else(|| settings.partners.iter().next())?;
        let one_of = |name: &str, values: &'static [&'static str]| {
            let wanted = asked.parameter(name).unwrap_or_default();
            let found = values.iter().find(|value| **value == wanted).or(values.first());
            found.copied().unwrap_or_default()
        };
        let text = |name: &str| asked.parameter(name).unwrap_or_default().trim();
        let (accent, more) = (text("accent"), text("more"));
        let wishes = match (accent, more) {
            ("", more) => more.to_owned(),
            (accent, more) => format!("accent:{accent},{more}"),
        };
        let look = Theme::of(partner, Some(&wishes));
        let looks = look.kept(items(&wishes));
        Some(Self {
            origin: &settings.origin,
            id,
            partner,
            lang,
            mode: one_of("mode", &MODES),
            theme: one_of("theme", &THEMES),
            loading: one_of("loading", &LOADINGS),
            accent,
            more,
            look,
            looks,
        })
    }

    /// The tag.
    pub(super) fn tag(&self) -> String {
        let given = |value: &'static str, usual: &str| (value != usual).then_some(value);
        let tag = html! {
            vagen-in partner=(self.id) lang=(self.lang.tag())
                mode=[given(self.mode, "frame")] theme=[given(self.theme, "auto")]
                loading=[given(self.loading, "visible")] style=[self.style()] {
                a href={ (self.origin) "/f/" (self.id) } { (name(self.lang)) }
            }
        };
        tag.into_string()
    }

    /// The script.
    pub(super) fn script(&self) -> String {
        format!("<script async src=\"{}/v1/embed.js\"></script>", self.origin)
    }

    /// Both: what is pasted.
    pub(super) fn snippet(&self) -> String {
        format!("{}\n{}", self.tag(), self.script())
    }

    /// The looks, for a style sheet or a `style` attribute.
    pub(super) fn style(&self) -> Option<String> {
        let one = |(name, value): &(String, String)| format!("--vi-{name}: {value}");
        let all: Vec<String> = self.looks.iter().map(one).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }

    /// The query of our page that looks so.
    fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("lang", self.lang.tag());
        if self.theme != "auto" {
            query.append_pair("theme", self.theme);
        }
        let encoded = |value: &str| form_urlencoded::byte_serialize(value.as_bytes()).collect();
        let one = |(name, value): &(String, String)| {
            let value: String = encoded(value.trim_start_matches('#'));
            format!("{name}:{value}")
        };
        let looks: Vec<String> = self.looks.iter().map(one).collect();
        if !looks.is_empty() {
            query.append_pair("t", &looks.join(","));
        }
        query.finish()
    }

    /// The path of our page that looks so.
    pub(super) fn path(&self) -> String {
        format!("/f/{}?{}", self.id, self.query())
    }

    /// A frame without a script.
    pub(super) fn frame(&self) -> String {
        let frame = html! {
            iframe src={ (self.origin) (self.path()) } title=(name(self.lang))
                width="100%" height="900" loading="lazy" {}
        };
        frame.into_string()
    }

    /// What `WordPress` takes with our plugin.
    pub(super) fn shortcode(&self) -> String {
        let mut code = format!("[vagen-in partner=\"{}\" lang=\"{}\"", self.id, self.lang.tag());
        for (name, value, usual) in [
            ("mode", self.mode, "frame"),
            ("theme", self.theme, "auto"),
            ("loading", self.loading, "visible"),
        ] {
            if value != usual {
                code.extend([" ", name, "=\"", value, "\""]);
            }
        }
        if let Some((_, accent)) = self.looks.iter().find(|(name, _)| name == "accent") {
            code.extend([" accent=\"", accent, "\""]);
        }
        code + "]"
    }

    /// What a page's security policy must allow.
    pub(super) fn policy(&self, mode: &str) -> String {
        let origin = self.origin;
        match mode {
            "inline" => format!(
                "script-src {origin} 'wasm-unsafe-eval'; connect-src {origin}; frame-src {origin}"
            ),
            _ => format!("script-src {origin}; frame-src {origin}"),
        }
    }
}
