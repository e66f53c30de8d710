//! What `/partners/` prints.

use super::*;
use crate::settings::tests::example;
use crate::settings::theme::PROPERTIES;

#[test]
fn nothing_of_a_recipient_but_its_name_and_promise_is_public() {
    let settings = example();
    let partner = settings.partners.get("demo-park").unwrap();
    let told = public("demo-park", partner, &settings).to_string();
    assert!(told.contains("answer_days") && !told.contains("hooks") && !told.contains("whsec"));
}

/// The page for a query.
fn printed(pairs: &[(&str, &str)]) -> String {
    page(&Asked::with_query(pairs), Lang::Sv, &example()).body().to_owned()
}

/// A block as it is copied.
fn copied(page: &str, name: &str) -> String {
    let start = format!("<code data-recipe=\"{name}\">");
    let (_, rest) = page.split_once(&start).unwrap_or_else(|| panic!("no {name}"));
    let (code, _) = rest.split_once("</code>").unwrap();
    code.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[test]
fn the_snippet_is_built_for_what_was_asked() {
    let plain = copied(&printed(&[]), "snippet");
    assert_eq!(
        plain,
        "<vagen-in partner=\"demo-park\" lang=\"sv\"><a href=\"https://vagen-in.example/f/demo-park\">\
         Vägen in till Region Stockholm</a></vagen-in>\n\
         <script async src=\"https://vagen-in.example/v1/embed.js\"></script>"
    );
    let coloured = copied(&printed(&[("accent", "#ffd800")]), "snippet");
    assert!(coloured.contains("style=\"--vi-accent: #ffd800\""), "{coloured}");
    let page = printed(&[
        ("partner", "ki-science-park"),
        ("mode", "inline"),
        ("theme", "dark"),
        ("loading", "eager"),
        ("accent", "1d5c3a"),
        ("more", "radius:4px"),
    ]);
    let tag = "<vagen-in partner=\"ki-science-park\" lang=\"sv\" mode=\"inline\" theme=\"dark\" \
               loading=\"eager\" style=\"--vi-accent: #1d5c3a; --vi-radius: 0.25rem\">";
    assert!(copied(&page, "snippet").starts_with(tag), "{}", copied(&page, "snippet"));
    let path = "/f/ki-science-park?lang=sv&amp;theme=dark&amp;t=accent%3A1d5c3a%2Cradius%3A0.25rem";
    assert!(page.contains(&format!("<iframe src=\"{path}\"")));
    assert!(copied(&page, "frame").contains(path));
    assert_eq!(
        copied(&page, "wordpress-shortcode"),
        "[vagen-in partner=\"ki-science-park\" lang=\"sv\" mode=\"inline\" theme=\"dark\" \
         loading=\"eager\" accent=\"#1d5c3a\"]"
    );
}

#[test]
fn what_is_refused_is_told_and_not_printed() {
    let page = printed(&[("accent", "\"><script>"), ("more", "ink:#aaaaaa")]);
    assert!(page.contains("skriv en färg som #0b5c8a") && page.contains("2,32 mot 1"));
    assert!(!page.contains("<script>") && !copied(&page, "snippet").contains("style"));
}

#[test]
fn every_system_has_a_recipe() {
    let page = printed(&[("mode", "inline")]);
    for name in [
        "plain",
        "wordpress-html",
        "wordpress-plugin",
        "wordpress-shortcode",
        "wordpress-oembed",
        "sitevision",
        "wix",
        "webflow",
        "squarespace",
        "frame",
        "csp-frame",
    ] {
        assert!(copied(&page, name).contains("https://vagen-in.example") || name.ends_with("code"));
    }
    assert!(copied(&page, "csp-inline").contains("'wasm-unsafe-eval'"));
    for property in PROPERTIES.iter().filter(|property| !property.name.ends_with("-dark")) {
        assert!(page.contains(&format!("--vi-{}<", property.name)), "{}", property.name);
    }
}

#[test]
fn the_parts_that_are_told_are_those_that_the_widget_keeps() {
    let widget = include_str!("../../../../widget/src/view/part.rs");
    let (_, stable) = widget.split_once("const STABLE").unwrap();
    let (stable, _) = stable.split_once("];").unwrap();
    let kept: Vec<&str> = stable.split('"').skip(1).step_by(2).collect();
    assert_eq!(tables::PARTS.map(|(name, _)| name).to_vec(), kept);
}

#[test]
fn a_query_is_read_without_a_panic() {
    let settings = example();
    let right = "partner=demo-park&mode=inline&theme=dark&lang=en&accent=%231d5c3a&\
                 more=radius:4px,line:.25rem,ink:rgb(1,2,3),font:Arial,weight:600";
    crate::odd::inputs("query", &[right], |bytes, _| {
        let pairs: Vec<_> = worker::url::form_urlencoded::parse(bytes).collect();
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
        let asked = Asked::with_query(&pairs);
        let wish = Wish::of(&asked, asked.language(), &settings).unwrap();
        let _ = (wish.snippet(), wish.path(), wish.shortcode(), wish.look.css());
    });
}
