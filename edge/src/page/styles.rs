//! How our frame looks, in its document itself: one round trip less before a
//! visitor sees the first question.

use crate::Here;
use crate::settings::theme::Theme;
use crate::settings::{Partner, Settings};
use maud::{Markup, PreEscaped, html};
use std::sync::OnceLock;
use worker::Env;

/// Our sheet and the partner's, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Styles([String; 2]);

impl Styles {
    /// What a partner's frame wears. None where it has to be fetched: our sheet
    /// did not come, or one of them would end the element that it stands in.
    pub(crate) async fn of(partner: &Partner, here: &Here<'_>) -> Option<Self> {
        let theme = Theme::of(partner, here.asked.parameter("t")).css();
        Self::safe([ours(here.env, here.settings).await?.to_owned(), theme])
    }

    fn safe(both: [String; 2]) -> Option<Self> {
        both.iter().all(|css| !css.contains("</")).then_some(Self(both))
    }

    /// For the head of the page.
    pub(super) fn markup(&self) -> Markup {
        html! { @for css in &self.0 { style { (PreEscaped(css)) } } }
    }

    /// To the letter, for the policy that lets them in.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

/// Our sheet, fetched once an instance.
async fn ours(env: &Env, settings: &Settings) -> Option<&'static str> {
    static OURS: OnceLock<String> = OnceLock::new();
    if let Some(css) = OURS.get() {
        return Some(css);
    }
    let address = format!("{}{}", settings.origin, settings.manifest.asset("style"));
    let mut answer = env.assets("ASSETS").ok()?.fetch(address, None).await.ok()?;
    if answer.status_code() != 200 {
        return None;
    }
    let css = answer.text().await.ok()?;
    Some(OURS.get_or_init(|| css))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_element_that_it_stands_in() {
        let theme = |css: &str| Styles::safe(["a{}".to_owned(), css.to_owned()]);
        assert!(theme("/* accent: </style><script>alert(1)</script> */").is_none());
        let styles = theme(":root{--a:1}").unwrap();
        assert_eq!(styles.markup().into_string(), "<style>a{}</style><style>:root{--a:1}</style>");
    }
}
