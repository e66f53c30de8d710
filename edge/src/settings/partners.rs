//! Who may embed the way in, and how it looks and reads there.

use super::theme::Theme;
use super::{Words, is_id, is_origin};
use serde::{Deserialize, Serialize};
use shared::text::Lang;
use std::collections::BTreeMap;

/// A partner: a science park or the like, on whose pages visitors meet us.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Partner {
    /// Its name.
    pub(crate) name: Words,
    /// Where its pages are: they alone may frame ours.
    pub(crate) origins: Vec<String>,
    /// The languages that it offers, its own first.
    pub(crate) languages: Vec<Lang>,
    /// How it looks: values by the name of their custom property, without `--vi-`.
    pub(crate) theme: BTreeMap<String, String>,
    /// Concepts that its visitors are likely to be about. It changes what is
    /// shown first among words to choose from, never a result.
    pub(crate) scope: Vec<String>,
    /// A line of its own above the questions.
    pub(crate) banner: Option<Words>,
    /// Takes no leads for the time being.
    pub(crate) paused: bool,
    /// An invented configuration, labelled as one.
    pub(crate) example: bool,
    /// Its own site.
    pub(crate) url: String,
}

impl Partner {
    /// What is wrong with it, if anything.
    pub(super) fn check(&self, id: &str) -> Result<(), String> {
        if !is_id(id) {
            return Err("an id has small letters, digits and hyphens, at most 40".to_owned());
        }
        if let Some(origin) = self.origins.iter().find(|origin| !is_frameable(origin)) {
            return Err(format!("origins: {origin} is not like https://host"));
        }
        if self.languages.is_empty() {
            return Err("languages: at least one".to_owned());
        }
        if let [first, ..] = Theme::of(self, None).refused() {
            return Err(format!("theme: {first}"));
        }
        if !is_web_address(&self.url) {
            return Err("url: is not like https://host/".to_owned());
        }
        Ok(())
    }

    /// The language to greet a visitor in.
    pub(crate) fn language(&self, wanted: Option<Lang>) -> Lang {
        let offered = wanted.filter(|lang| self.languages.contains(lang));
        offered.or_else(|| self.languages.first().copied()).unwrap_or_default()
    }
}

/// An origin stands in a header: so nothing there but an origin.
fn is_frameable(origin: &str) -> bool {
    is_origin(origin) && origin.chars().all(|c| c.is_ascii_alphanumeric() || "-.:/[]".contains(c))
}

fn is_web_address(text: &str) -> bool {
    worker::Url::parse(text)
        .is_ok_and(|url| url.scheme() == "https" || super::is_this_machine(&url))
}

#[cfg(test)]
mod tests {
    use super::super::tests::example;
    use super::*;

    #[test]
    fn what_could_break_out_of_a_header_or_a_style_sheet_is_refused() {
        let settings = example();
        let good = settings.partners.get("demo-park").unwrap();
        let with = |change: &dyn Fn(&mut Partner)| {
            let mut partner = good.clone();
            change(&mut partner);
            partner.check("demo-park").is_ok()
        };
        assert!(with(&|_| {}));
        assert!(!with(&|partner| partner.origins.push("https://a.example; script-src *".into())));
        assert!(!with(&|partner| partner.origins.push("https://a.example/path".into())));
        assert!(!with(&|partner| {
            partner.theme.insert("accent".into(), "#fff;}body{display:none".into());
        }));
        // Grey on white: refused with the reason.
        assert!(!with(&|partner| {
            partner.theme.insert("ink".into(), "#aaaaaa".into());
        }));
        assert!(!with(&|partner| partner.url = "javascript:alert(1)".into()));
        assert!(good.check("Demo Park").is_err());
    }

    #[test]
    fn a_visitor_is_greeted_in_a_language_that_the_partner_offers() {
        let settings = example();
        let mut partner = settings.partners.get("demo-park").unwrap().clone();
        partner.languages = vec![Lang::Sv];
        assert_eq!(partner.language(Some(Lang::En)), Lang::Sv);
        partner.languages = vec![Lang::En, Lang::Sv];
        assert_eq!(partner.language(None), Lang::En);
        assert_eq!(partner.language(Some(Lang::Sv)), Lang::Sv);
    }
}
