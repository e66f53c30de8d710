//! The catalogue as reading: every path and every way in, with what to do next.

use super::pick;
use maud::{Markup, html};
use shared::catalogue::{Catalogue, Entry, Kind};
use shared::text::Lang;

/// All paths, then all units and actors that a company can turn to.
pub(super) fn guide(catalogue: &Catalogue, lang: Lang) -> Markup {
    let of = |kind| catalogue.rules.entries.iter().filter(move |entry| entry.kind == kind);
    html! {
        section.vi-card.vi-plain {
            h2.vi-subtitle { (pick(lang, "Alla vägar in", "All the ways in")) }
            p.vi-hint { (pick(lang,
                "Här står allt som frågorna annars väljer ut. Läs det som låter som ni.",
                "This is everything that the questions otherwise choose from. Read what sounds like you.")) }
            h3 { (pick(lang, "Former för samarbete och inköp", "Forms of collaboration and purchase")) }
            @for entry in of(Kind::Path) { (item(catalogue, lang, entry)) }
            h3 { (pick(lang, "Vart ni kan vända er", "Where you can turn")) }
            @for entry in of(Kind::EntryPoint) { (item(catalogue, lang, entry)) }
            p.vi-promise {
                a href={ "/accessibility/?lang=" (lang.tag()) } target="_blank" rel="noopener" {
                    (pick(lang, "Tillgänglighetsredogörelse", "Accessibility statement"))
                }
            }
        }
    }
}

fn item(catalogue: &Catalogue, lang: Lang, entry: &Entry) -> Markup {
    let text = |text| catalogue.text(lang, text);
    html! {
        details.vi-entry {
            summary { (text(entry.name)) }
            p { (text(entry.why)) }
            @if let Some(next) = entry.next {
                p { b { (pick(lang, "Nästa steg: ", "Next step: ")) } (text(next)) }
            }
            @if let Some(link) = &entry.link {
                p { a href=(link) rel="noopener noreferrer" target="_blank" { (host(link)) } }
            }
        }
    }
}

/// A link is called by where it leads.
fn host(link: &str) -> &str {
    let rest = link.trim_start_matches("https://");
    rest.split('/').next().unwrap_or(rest)
}
