//! What a theme lets through, refuses, and writes.

use super::palette::{GROUNDS, TEXTS};
use super::*;
use crate::settings::tests::example;
use proptest::prelude::*;
use std::collections::BTreeSet;

const STYLE: &str = include_str!("../../../../widget/style.css");

fn demo(query: &str) -> Theme {
    Theme::of(example().partners.get("demo-park").unwrap(), Some(query))
}

#[test]
fn the_style_sheet_begins_with_what_is_computed_when_nothing_is_wished() {
    let (day, night) = defaults();
    let lines = day.iter().zip(night.iter()).map(|((token, light), (_, dark))| {
        format!("  --vi-{}: {};\n", token.name(), both(light, dark).replace(',', ", "))
    });
    let block: String = lines.collect();
    assert!(STYLE.contains(&block), "style.css is to have:\n{block}");
    let theme = Theme::new([]);
    assert_eq!((theme.css().as_str(), theme.refused()), ("", [].as_slice()));
}

/// The custom properties that stand in declarations of a property.
fn used(property: &str) -> BTreeSet<&'static str> {
    let lines = STYLE.lines().map(str::trim).filter(|line| line.starts_with(property));
    let names = lines.flat_map(|line| line.split("var(--vi-").skip(1));
    names.filter_map(|name| name.split([')', ',']).next()).collect()
}

#[test]
fn every_colour_that_style_css_writes_in_or_on_is_among_the_pairs() {
    let names = |tokens: &[Token]| tokens.iter().map(|token| token.name()).collect::<BTreeSet<_>>();
    let over = names(&TEXTS);
    let text: BTreeSet<_> = used("color:").difference(&over).copied().collect();
    assert_eq!(text, BTreeSet::from(["accent-ink"]));
    let under: BTreeSet<_> = used("background:").difference(&names(&GROUNDS)).copied().collect();
    // The bar of steps is drawn in `link`, on `tint`.
    assert_eq!(under, BTreeSet::from(["accent", "accent-hover", "link"]));
}

#[test]
fn every_property_that_is_told_is_used() {
    let names: BTreeSet<_> = PROPERTIES.iter().map(|property| property.name).collect();
    assert_eq!(names.len(), PROPERTIES.len());
    assert!(25 <= names.len());
    for name in names.iter().filter(|name| !name.ends_with("-dark")) {
        assert!(STYLE.contains(&format!("var(--vi-{name}")), "{name} changes nothing");
    }
}

#[test]
fn a_page_may_wish_for_what_can_be_read() {
    let theme =
        demo("accent:1d5c3a,radius:4px,font:Inter%2C%20sans-serif,title-font:Georgia, serif");
    assert_eq!(theme.refused(), [].as_slice() as &[String]);
    let css = theme.css();
    assert!(css.starts_with(":root,.vi-root{--vi-accent:var(--vi-l,#1d5c3a)"), "{css}");
    for line in [
        "--vi-radius:0.25rem;",
        "--vi-font:\"Inter\",sans-serif;",
        "--vi-title-font:\"Georgia\",serif;",
    ] {
        assert!(css.contains(line), "{css}");
    }
}

#[test]
fn what_cannot_be_read_is_left_out_and_told_in_both_languages() {
    let theme = demo("paper:ffffff,ink:aaaaaa,ink-dark:333333,glow:1,radius:9rem,gap:x");
    let told = theme.refused().join("\n");
    for (start, sv, en) in [
        (
            "ink: ",
            "är 2,32 mot 1 och måste vara minst 4,50 mot 1",
            "is 2.32 to 1 and must be at least 4.50 to 1",
        ),
        ("ink-dark: ", "Prova ink-dark #", "Try ink-dark #"),
        ("glow: ", "ingen sådan egenskap", "no such property"),
        ("radius: ", "1.5rem gäller", "1.5rem is used"),
        ("gap: ", "4px eller 0.25rem", "4px or 0.25rem"),
    ] {
        let line = theme.refused().iter().find(|line| line.starts_with(start)).unwrap();
        assert!(line.contains(sv) && line.contains(en), "{line}");
    }
    assert_eq!(theme.refused().len(), 5, "{told}");
    let css = theme.css();
    assert!(
        css.starts_with("/* ") && !css.contains("#aaaaaa;") && css.contains("--vi-radius:1.5rem")
    );
}

#[test]
fn a_new_brand_colour_takes_the_partners_own_with_it() {
    let theme = demo("accent:ffd800");
    assert_eq!(theme.refused(), [].as_slice() as &[String]);
    assert!(
        theme.css().contains("--vi-accent:#ffd800;")
            && theme.css().contains("--vi-accent-ink:#10181c;")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn whatever_is_wished_the_pairs_hold_and_the_sheet_is_only_custom_properties(
        wishes in proptest::collection::vec((0..PROPERTIES.len(), "[0-9a-f]{6}|[ -~]{0,12}"), 0..12),
    ) {
        let name = |at: usize| PROPERTIES.get(at).map_or("", |one| one.name);
        let query: Vec<String> =
            wishes.iter().map(|(at, value)| format!("{}:{value}", name(*at))).collect();
        let theme = demo(&query.join(","));
        prop_assert_eq!(theme.light.worst(), None);
        prop_assert_eq!(theme.dark.worst(), None);
        let css = theme.css();
        let rule = css.lines().filter(|line| !line.starts_with("/* ")).collect::<String>();
        prop_assert!(rule.matches(['{', '}']).count() <= 2, "{}", css);
        prop_assert!(!rule.contains(['<', '@', '\\', '/']), "{}", css);
        for line in css.lines().filter(|line| line.starts_with("/* ")) {
            prop_assert_eq!(line.matches("*/").count(), 1);
        }
    }
}
