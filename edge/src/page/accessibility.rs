//! `/accessibility/`: the accessibility statement (tillgänglighetsredogörelse),
//! of what a test run found, and honest about what it did not look for.

use super::{Sheet, card, long_day, name, pick};
use crate::http::Reply;
use crate::settings::{Accessibility, Settings};
use maud::{Markup, html};
use shared::text::Lang;

/// The authority that supervises the Swedish act.
const AUTHORITY: [&str; 2] = ["https://www.digg.se/tdosanmalan", "https://www.digg.se/en"];

/// The page.
pub(crate) fn page(lang: Lang, settings: &Settings) -> Reply {
    let title = pick(lang, "Tillgänglighetsredogörelse", "Accessibility statement");
    let sheet = Sheet { lang, title, settings, partner: None, head: html! {}, styles: None };
    let of = &settings.accessibility;
    let body = html! {
        (languages(lang))
        p { (pick(lang,
            format!("Den här redogörelsen gäller {}: frågorna på partnernas webbplatser, i ram och direkt i sidan, sidan utan skript, sidan där ni följer ert ärende, och /partners/.", name(lang)),
            format!("This statement is about {}: the questions on partners' sites, in a frame and in the page itself, the page without scripts, the page where you follow your request, and /partners/.", name(lang)))) }
        h2.vi-subtitle { (pick(lang, "Hur tillgänglig tjänsten är", "How accessible the service is")) }
        (status(lang, of))
        h2.vi-subtitle { (pick(lang, "Kända brister", "Known shortcomings")) }
        (open(lang, of))
        h2.vi-subtitle { (pick(lang, "Det som inte är provat", "What has not been tested")) }
        (untested(lang, of))
        h2.vi-subtitle { (pick(lang, "Hur vi har provat", "How we have tested")) }
        (tested(lang, of))
        h2.vi-subtitle { (pick(lang, "Säg till om något inte fungerar", "Tell us if something does not work")) }
        (report(lang, of))
        h2.vi-subtitle { (pick(lang, "Tillsyn", "Supervision")) }
        (supervision(lang))
    };
    Reply::html(200, lang, card(&sheet, &body)).with("Vary", "Accept-Language")
}

fn languages(lang: Lang) -> Markup {
    let other = pick(lang, Lang::En, Lang::Sv);
    html! {
        p { a lang=(other.tag()) hreflang=(other.tag()) href={ "/accessibility/?lang=" (other.tag()) } {
            (pick(other, "På svenska", "In English"))
        } }
    }
}

fn status(lang: Lang, of: &Accessibility) -> Markup {
    let is_partial = !of.open.is_empty() || of.engines.iter().any(|engine| 0 < engine.violations);
    let how = if is_partial {
        pick(
            lang,
            "Tjänsten är delvis förenlig med lagen om tillgänglighet till digital offentlig service (2018:1937): bristerna står nedan.",
            "The service complies partly with the Swedish act on accessibility of digital public services (2018:1937): the shortcomings are below.",
        )
    } else {
        pick(
            lang,
            "Vi känner inte till något som bryter mot lagen om tillgänglighet till digital offentlig service (2018:1937). Allt är inte provat: se nedan.",
            "We know of nothing that is against the Swedish act on accessibility of digital public services (2018:1937). Not everything has been tested: see below.",
        )
    };
    html! {
        p { (how) }
        p { (pick(lang,
            "Målet är WCAG 2.2 nivå AA och EN 301 549. Bedömningen är vår egen, gjord med verktyg.",
            "The aim is WCAG 2.2 level AA and EN 301 549. The assessment is our own, made with tools.")) }
    }
}

fn open(lang: Lang, of: &Accessibility) -> Markup {
    html! {
        @if of.open.is_empty() {
            p { (pick(lang, "Inga kända brister.", "No known shortcomings.")) }
        } @else {
            ul { @for one in &of.open { li { (one.get(lang)) } } }
        }
    }
}

fn untested(lang: Lang, of: &Accessibility) -> Markup {
    let has = |name: &str| of.browsers.iter().any(|browser| browser.starts_with(name));
    html! {
        ul {
            li { (pick(lang,
                "Personer som använder skärmläsare har inte provat tjänsten. Det är inte gjort.",
                "People who use screen readers have not tried the service. It is not done.")) }
            li { (pick(lang,
                "Personer med annan funktionsnedsättning har inte heller provat den.",
                "Nor have people with other disabilities tried it.")) }
            @if !has("Firefox") { li { (pick(lang, "Den är inte provad i Firefox.", "It has not been tested in Firefox.")) } }
            @if !has("Safari") { li { (pick(lang, "Den är inte provad i Safari.", "It has not been tested in Safari.")) } }
            li { (pick(lang,
                "Partnernas egna sidor, runt om, ansvarar partnerna för.",
                "The partners' own pages around it are the partners' responsibility.")) }
        }
    }
}

fn tested(lang: Lang, of: &Accessibility) -> Markup {
    let day = long_day(lang, &of.tested_on);
    let widths: Vec<String> = of.widths.iter().map(|width| format!("{width} px")).collect();
    let languages: Vec<&str> = of.languages.iter().map(|tag| spoken(lang, tag)).collect();
    let rungs: Vec<&str> = of.rungs.iter().map(|rung| form(lang, rung)).collect();
    let row = |name: &str, of: String| html! { tr { th scope="row" { (name) } td { (of) } } };
    html! {
        p { (pick(lang,
            format!("Senast provad {day}, av program som går igenom stegen, även med fel i fälten."),
            format!("Last tested on {day}, by programs that go through the steps, also with errors in the fields."))) }
        table {
            @for engine in &of.engines { (row(&format!("{} {}", engine.name, engine.version), found(lang, engine))) }
            (row(pick(lang, "Webbläsare", "Browsers"), of.browsers.join(", ")))
            (row(pick(lang, "Form", "Form"), rungs.join(", ")))
            (row(pick(lang, "Språk", "Languages"), languages.join(", ")))
            (row(pick(lang, "Bredd", "Width"), widths.join(", ")))
        }
    }
}

fn found(lang: Lang, engine: &crate::settings::Engine) -> String {
    let wrong = match engine.violations {
        0 => pick(lang, "inga fel", "no violations").to_owned(),
        many => format!("{many} {}", pick(lang, "fel", "violations")),
    };
    match engine.states {
        None => wrong,
        Some(states) => format!("{states} {}, {wrong}", pick(lang, "lägen", "states")),
    }
}

fn spoken(lang: Lang, tag: &str) -> &str {
    match tag {
        "sv" => pick(lang, "svenska", "Swedish"),
        "en" => pick(lang, "engelska", "English"),
        other => other,
    }
}

fn form(lang: Lang, rung: &str) -> &str {
    match rung {
        "frame" => pick(lang, "i en ram", "in a frame"),
        "inline" => pick(lang, "direkt i sidan", "in the page itself"),
        "html" => pick(lang, "utan skript", "without scripts"),
        "link" => pick(lang, "som länk", "as a link"),
        other => other,
    }
}

fn report(lang: Lang, of: &Accessibility) -> Markup {
    html! {
        p { (pick(lang,
            "Berätta vad som hände, på vilken sida och med vilken webbläsare eller vilket hjälpmedel. Ni kan också få innehållet på ett annat sätt.",
            "Tell us what happened, on which page and with which browser or aid. You can also have the content in another way.")) }
        p { (of.contact.as_ref().map_or_else(
            || pick(lang,
                "Skriv till Region Stockholm genom www.regionstockholm.se. (Den som driver tjänsten ska bekräfta adressen.)",
                "Write to Region Stockholm through www.regionstockholm.se. (To be confirmed by whoever runs the service.)"),
            |contact| contact.get(lang),
        )) }
    }
}

fn supervision(lang: Lang) -> Markup {
    let [sv, en] = AUTHORITY;
    html! {
        p {
            (pick(lang,
                "Myndigheten för digital förvaltning (Digg) har tillsyn över lagen. Är ni inte nöjda med hur vi hanterar er synpunkt kan ni ",
                "The Agency for Digital Government (Digg) supervises the act. If you are not content with how we handle what you tell us, you can "))
            a href=(pick(lang, sv, en)) rel="noopener noreferrer" {
                (pick(lang, "anmäla det till Digg", "report it to Digg"))
            }
            "."
        }
        p.vi-hint { (pick(lang,
            "Den som driver tjänsten ska bekräfta vem som ansvarar, vart fel anmäls och att Digg har tillsynen.",
            "Whoever runs the service is to confirm who is responsible, where faults are reported and that Digg supervises.")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::tests::example;

    /// The headings of a page, in order.
    fn headings(page: &str) -> Vec<&str> {
        let parts = page.split("<h2").skip(1).filter_map(|part| part.split_once('>'));
        parts.filter_map(|(_, rest)| rest.split('<').next()).collect()
    }

    #[test]
    fn all_that_the_law_asks_for_is_there_in_both_languages() {
        let settings = example();
        let sv = page(Lang::Sv, &settings).body().to_owned();
        assert_eq!(
            headings(&sv),
            [
                "Hur tillgänglig tjänsten är",
                "Kända brister",
                "Det som inte är provat",
                "Hur vi har provat",
                "Säg till om något inte fungerar",
                "Tillsyn",
            ]
        );
        for told in
            ["2018:1937", "skärmläsare", "digg.se", "axe-core 4.14.1", "inga fel", "ska bekräfta"]
        {
            assert!(sv.contains(told), "{told}");
        }
        let en = page(Lang::En, &settings).body().to_owned();
        assert_eq!(headings(&en).len(), 6);
        assert!(
            en.contains("screen readers") && en.contains("no violations") && !en.contains("inga")
        );
    }

    #[test]
    fn a_shortcoming_makes_it_partial() {
        let mut settings = example();
        settings.accessibility.open.push(crate::settings::Words {
            sv: "Tabellen läses i fel ordning.".into(),
            en: "The table is read in the wrong order.".into(),
        });
        let page = page(Lang::Sv, &settings);
        assert!(page.body().contains("delvis förenlig") && page.body().contains("fel ordning"));
    }
}
