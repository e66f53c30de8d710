//! `GET /partners/test`: reads a partner's page, and says in plain words what is
//! wrong with how we are embedded there.

mod fetching;
mod finding;
mod inline;
mod judge;
mod markup;
mod policy;

use super::partners::{choice, field};
use super::{Sheet, card, pick};
use crate::Here;
use crate::http::Reply;
use crate::settings::is_origin;
use finding::{Finding, fault};
use judge::{Fetched, Ours, judge};
use maud::{Markup, html};
use serde_json::json;
use shared::text::Lang;
use worker::Url;

/// What is asked, and what was found.
struct Trial<'a> {
    id: &'a str,
    address: &'a str,
    /// None until something is asked.
    findings: Option<Vec<Finding>>,
}

/// A page for people, JSON for programs.
pub(crate) async fn test(lang: Lang, here: &Here<'_>) -> Reply {
    let text = |name: &str| here.asked.parameter(name).unwrap_or_default().trim();
    let (id, address) = (text("partner"), text("url"));
    let findings = if address.is_empty() { None } else { Some(findings(id, address, here).await) };
    let trial = Trial { id, address, findings };
    if here.asked.wants_page() { page(&trial, lang, here) } else { told(&trial, lang) }
}

async fn findings(id: &str, address: &str, here: &Here<'_>) -> Vec<Finding> {
    let url = match allowed(id, address, here) {
        Ok(url) => url,
        Err(finding) => return vec![*finding],
    };
    let Ok(came) = fetching::fetched(&url).await else { return vec![silent()] };
    let page = Fetched {
        url: &url,
        status: came.status,
        policy: &came.policy,
        embedder: &came.embedder,
        html: &came.html,
    };
    let ours = Ours { origin: &here.settings.origin, partners: &here.settings.partners, id };
    judge(&page, &ours)
}

/// Only a page of the partner's own is read.
fn allowed(id: &str, address: &str, here: &Here<'_>) -> Result<Url, Box<Finding>> {
    let Some(partner) = here.settings.partners.get(id) else {
        return Err(Box::new(fault(
            "partner-unknown",
            ["Partnern finns inte hos oss.", "The partner is not one of ours."],
            ["Välj en i listan.", "Choose one of the list."],
        )));
    };
    let url = Url::parse(address).ok();
    let origin = url.as_ref().map(|url| url.origin().ascii_serialization()).unwrap_or_default();
    let Some(url) = url.filter(|url| is_origin(&origin) && url.username().is_empty()) else {
        return Err(Box::new(fault(
            "address",
            ["Det är ingen adress till en sida.", "That is not the address of a page."],
            [
                "Skriv hela adressen, med https:// först.",
                "Write the whole address, with https:// first.",
            ],
        )));
    };
    if !partner.origins.contains(&origin) {
        return Err(Box::new(Finding {
            write: Some(origin),
            ..fault(
                "origin",
                [
                    "Webbplatsens adress är inte anmäld hos oss: vi läser inte sidan, och webbläsaren visar inte ramen.",
                    "The site's address is not registered with us: we do not read the page, and the browser does not show the frame.",
                ],
                ["Be oss lägga till adressen:", "Ask us to add the address:"],
            )
        }));
    }
    Ok(url)
}

fn silent() -> Finding {
    fault(
        "no-answer",
        ["Sidan svarade inte inom tio sekunder.", "The page did not answer within ten seconds."],
        [
            "Försök igen, eller öppna sidan själv med ?vagen-in-test sist i adressen.",
            "Try again, or open the page yourself with ?vagen-in-test at the end of the address.",
        ],
    )
}

fn told(trial: &Trial<'_>, lang: Lang) -> Reply {
    let one = |finding: &Finding| {
        json!({
            "code": finding.code,
            "fault": finding.is_fault,
            "what": finding.what.get(lang),
            "change": finding.change.get(lang),
            "write": finding.write,
        })
    };
    let findings = trial.findings.as_ref().map(|all| all.iter().map(one).collect::<Vec<_>>());
    let told = json!({ "partner": trial.id, "url": trial.address, "findings": findings });
    Reply::json(200, &told).with("Content-Language", lang.tag())
}

fn page(trial: &Trial<'_>, lang: Lang, here: &Here<'_>) -> Reply {
    let title = pick(lang, "Prova er sida", "Test your page");
    let settings = here.settings;
    let sheet = Sheet { lang, title, settings, partner: None, head: html! {}, styles: None };
    let partners: Vec<_> =
        settings.partners.iter().map(|(id, of)| (id.as_str(), of.name.get(lang))).collect();
    let body = html! {
        p { (pick(lang,
            "Vi läser sidans HTML och säger vad som är fel med hur Vägen in ligger där. Vi kör inga skript och skickar inga kakor.",
            "We read the page's HTML and say what is wrong with how the way in is put there. We run no scripts and send no cookies.")) }
        @if let Some(findings) = &trial.findings { (result(findings, trial.address, lang)) }
        form method="get" action="/partners/test" {
            input type="hidden" name="lang" value=(lang.tag());
            (choice("partner", "Partner", trial.id, &partners))
            (field("url", pick(lang, "Er sidas adress", "Your page's address"), trial.address,
                pick(lang, "Den ska börja med https.", "It is to begin with https.")))
            div.vi-foot { button.vi-button type="submit" { (pick(lang, "Prova sidan", "Test the page")) } }
        }
        p.vi-promise {
            a href={ "/partners/?lang=" (lang.tag()) } {
                (pick(lang, "Raderna och recepten", "The lines and the recipes"))
            }
        }
    };
    Reply::html(200, lang, card(&sheet, &body)).with("Cache-Control", "no-store")
}

fn result(findings: &[Finding], address: &str, lang: Lang) -> Markup {
    let faults = findings.iter().filter(|finding| finding.is_fault).count();
    let sum = match faults {
        0 => pick(
            lang,
            "Vi hittar inget fel i sidans HTML",
            "We find nothing wrong in the page's HTML",
        ),
        _ => pick(lang, "Det här behöver ändras", "This needs to be changed"),
    };
    html! {
        h2.vi-subtitle { (sum) }
        p.vi-hint { (address) }
        @for finding in findings {
            div.vi-box.vi-lead[finding.is_fault] data-code=(finding.code) {
                p { strong { (finding.what.get(lang)) } }
                p { (finding.change.get(lang)) }
                @if let Some(write) = &finding.write { pre tabindex="0" { code { (write) } } }
            }
        }
        @if faults == 0 {
            p { (pick(lang,
                "Visas den ändå inte: öppna sidan med ?vagen-in-test sist i adressen. Då säger den vad som hände i webbläsaren.",
                "If it still does not show: open the page with ?vagen-in-test at the end of the address. Then it says what happened in the browser.")) }
        }
    }
}

#[cfg(test)]
mod tests;
