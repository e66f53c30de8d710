//! Path → function. Which there are stands in [`table`].

mod table;

use crate::Here;
use crate::calendar::{day_in_stockholm, day_stamp};
use crate::catalogue::catalogue;
use crate::error::{Error, Kind};
use crate::http::{Asked, Class, Reply};
use crate::intake::{self, plain_form};
use crate::ledger::Ledger;
use crate::operators;
use crate::page::{self, Visit};
use crate::settings::{Matching, Settings, Theme};
use crate::watch;
use serde_json::{Value, json};
pub(crate) use table::Who;
use table::{Route, Side, find, fits, is_open};
use worker::Request;

/// The contract, for whoever calls us: `OpenAPI` 3.1.
const OPENAPI: &str = include_str!("openapi.json");

/// The partner whose page is being opened, in a frame or inline: what is counted.
pub(crate) fn opened<'a>(asked: &'a Asked, settings: &Settings) -> Option<&'a str> {
    let has = |name: &str| asked.parameter(name).is_some_and(|value| !value.is_empty());
    // Not the second page of one visit: the contact step, or a lower rung.
    let framed = || {
        let first = has("embed") && !has("handed") && !has("plain");
        fits("/f/{}", &asked.path).filter(|_| first)
    };
    let id = fits("/f/{}/page.json", &asked.path).or_else(framed)?;
    let partner = settings.partners.get(id)?;
    (asked.method == "GET" && !partner.paused).then_some(id)
}

/// Answers a request.
pub(crate) async fn answer(request: Request, here: &Here<'_>) -> Reply {
    let asked = here.asked;
    let side = side(asked, here.settings);
    let done = match find(side, &asked.method, &asked.path) {
        Ok((Route::Admin(desk), who)) => operators::answer(desk, who, request, here).await,
        Ok((route, _)) => follow(route, request, here).await,
        Err(kind) => Err(kind.into()),
    };
    done.unwrap_or_else(|error| {
        error.log();
        failed(&error, side, here)
    })
}

/// Operators have a host name of their own; any other is the public's.
fn side(asked: &Asked, settings: &Settings) -> Side {
    let operators = settings.operators.as_ref();
    let is_theirs = operators.is_some_and(|operators| asked.is_at(&operators.origin));
    if is_theirs { Side::Operators } else { Side::Public }
}

fn failed(error: &Error, side: Side, here: &Here<'_>) -> Reply {
    let lang = here.asked.language();
    if here.asked.wants_page() {
        return page::error(error, lang, here.settings);
    }
    let reply = error.reply(lang, &here.settings.origin);
    if is_open(side, &here.asked.path) { reply.of(&Class::Open(None)) } else { reply }
}

async fn follow(route: Route<'_>, request: Request, here: &Here<'_>) -> Result<Reply, Error> {
    let settings = here.settings;
    let lang = here.asked.language();
    match route {
        Route::Send | Route::Contact(_) | Route::Withdraw(_) | Route::WithdrawForm(_)
            if here.asked.is_cross_site(&settings.origin) =>
        {
            Err(Kind::CrossSite.into())
        }
        Route::Frame(id) => frame(id, here).await,
        Route::Theme(id) => theme(id, here),
        Route::Told(id) => told(id, here).await,
        Route::Contact(id) => contact(id, request, here).await,
        Route::Catalogue => current(here),
        Route::Partner(id) => partner(id, here),
        Route::Counts(id) => page::partners::counts(id, here).await,
        Route::Send => intake::receive(request, here).await,
        Route::Status(key) => status(key, here).await,
        Route::Withdraw(key) => withdraw(key, here).await,
        Route::WithdrawForm(key) => withdraw_form(key, here).await,
        Route::Match | Route::MayMatch if settings.matching == Matching::InBrowser => {
            Err(Kind::MatchOff.into())
        }
        Route::Match => intake::case::receive(request, here).await,
        Route::MayMatch => Ok(intake::case::may_be_asked()),
        Route::OpenApi => Ok(contract()),
        Route::Partners => Ok(page::partners::page(here.asked, lang, settings)),
        Route::Test => Ok(page::selftest::test(lang, here).await),
        Route::Accessibility => Ok(page::accessibility::page(lang, settings)),
        Route::Plugin => Ok(page::partners::plugin(settings)),
        Route::OEmbed => page::partners::oembed(here.asked, settings),
        Route::Health => Ok(watch::alive(here)),
        Route::Readiness => watch::readiness(here).await,
        Route::Security => page::security::text(settings, here.now),
        // Led elsewhere already.
        Route::Admin(_) => Err(Kind::NotFound.into()),
        Route::Problem(slug) => {
            page::problem(slug, lang, settings).ok_or_else(|| Kind::NotFound.into())
        }
    }
}

fn contract() -> Reply {
    Reply::new(200, "application/json", OPENAPI.to_owned()).of(&Class::Open(Some(300)))
}

fn visit<'a>(id: &'a str, here: &Here<'a>) -> Option<Visit<'a>> {
    let partner = here.settings.partners.get(id)?;
    let lang = partner.language(here.asked.wanted_language());
    Some(Visit { id, partner, lang, styles: None })
}

async fn frame(id: &str, here: &Here<'_>) -> Result<Reply, Error> {
    match visit(id, here) {
        None => Ok(page::unknown_partner(here.asked.language(), here.settings)),
        Some(visit) if visit.partner.paused => Ok(page::paused(&visit, here.settings)),
        Some(visit) => page::frame(&visit, here).await,
    }
}

async fn told(id: &str, here: &Here<'_>) -> Result<Reply, Error> {
    let visit = visit(id, here).ok_or(Kind::NotFound)?;
    // As no other page may frame ours, none may have it in itself.
    let foreign = |from: &str| {
        from != here.settings.origin && visit.partner.origins.iter().all(|own| own != from)
    };
    if here.asked.header("origin").is_some_and(foreign) {
        return Err(Kind::CrossSite.into());
    }
    let reply = page::told(&visit, here).await?;
    Ok(reply.with("Vary", "Origin, Accept-Language"))
}

/// How it looks there, as a style sheet of its own: a page with a strict policy
/// takes no colours otherwise.
fn theme(id: &str, here: &Here<'_>) -> Result<Reply, Error> {
    let partner = here.settings.partners.get(id).ok_or(Kind::NotFound)?;
    let css = Theme::of(partner, here.asked.parameter("t")).css();
    Ok(Reply::new(200, "text/css; charset=utf-8", css).of(&Class::Open(Some(300))))
}

async fn contact(id: &str, request: Request, here: &Here<'_>) -> Result<Reply, Error> {
    match visit(id, here) {
        None => Ok(page::unknown_partner(here.asked.language(), here.settings)),
        Some(visit) => plain_form::receive(request, &visit, here).await,
    }
}

/// Which catalogue is current, and which day it is: a visitor's clock may be
/// wrong. A page that says which pieces it has is not told of them again.
fn current(here: &Here<'_>) -> Result<Reply, Error> {
    let rules = &catalogue()?.rules;
    let pieces = &here.settings.manifest.catalogue;
    let has = here.asked.parameter("have").unwrap_or_default();
    let has_all = pieces.pieces.values().map(String::as_str).eq(has.split(','));
    let mut told = json!({
        "today": day_stamp(day_in_stockholm(here.now)),
        "seal": intake::sealing::offered(rules, here.settings),
        // For the one lead that this page may send.
        "step": here.settings.guard.issue(here.now, intake::random::bytes()?),
    });
    let which = json!({
        "hash": rules.version,
        "rules": rules.rules_version,
        "pieces": pieces.pieces,
        "open_data": pieces.open_data,
    });
    if let (false, Some(told), Value::Object(which)) = (has_all, told.as_object_mut(), which) {
        told.extend(which);
    }
    Ok(Reply::json(200, &told).of(&Class::Open(None)))
}

fn partner(id: &str, here: &Here<'_>) -> Result<Reply, Error> {
    let partner = here.settings.partners.get(id).ok_or(Kind::NotFound)?;
    let told = page::partners::public(id, partner, here.settings);
    Ok(Reply::json(200, &told).of(&Class::Open(Some(60))))
}

async fn status(key: &str, here: &Here<'_>) -> Result<Reply, Error> {
    let lang = here.asked.language();
    let (lead, deliveries) = lead(key, here).await?;
    let status = page::status::status(&lead, &deliveries, lang, here)?;
    if here.asked.wants_page() {
        Ok(page::status::page(&status, &lead, lang, here))
    } else {
        Ok(Reply::json(200, &status))
    }
}

async fn lead(
    key: &str,
    here: &Here<'_>,
) -> Result<(crate::ledger::LeadRow, Vec<crate::ledger::DeliveryRow>), Error> {
    let found = Ledger::open(here.env)?.find(&intake::hash(&["link", key])).await?;
    found.ok_or_else(|| Kind::NotFound.into())
}

async fn withdraw(key: &str, here: &Here<'_>) -> Result<Reply, Error> {
    let lang = here.asked.language();
    let (row, _) = lead(key, here).await?;
    Ledger::open(here.env)?.withdraw(&row.id, here.now).await?;
    crate::log("withdrawn", &json!({ "lead": row.id }));
    let (row, deliveries) = lead(key, here).await?;
    let status = page::status::status(&row, &deliveries, lang, here)?;
    Ok(Reply::json(200, &status.withdrawn(lang)))
}

/// A form cannot send DELETE.
async fn withdraw_form(key: &str, here: &Here<'_>) -> Result<Reply, Error> {
    withdraw(key, here).await?;
    let lang = here.asked.language().tag();
    Ok(Reply::see_other(&format!("{}/v1/leads/{key}?lang={lang}", here.settings.origin)))
}

#[cfg(test)]
mod tests;
