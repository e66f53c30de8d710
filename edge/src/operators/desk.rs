//! What operators ask for: signed in, allowed, from a page of our own or from
//! none, and only then done.

use super::doing::asked_for;
use super::keys::Keyring;
use super::signin::{Door, HEADER, Operator};
use crate::Here;
use crate::error::{Error, Kind};
use crate::http::{Asked, Reply};
use crate::routes::Who;
use crate::settings::Operators;
use serde_json::json;
use worker::Request;

/// An address of operators'.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Desk<'a> {
    /// Who I am to the service, and what I may do.
    Me,
    /// The numbers.
    Metrics,
    /// A lead's life, by its id or reference.
    Timeline(&'a str),
    /// Deliveries, as JSON.
    Deliveries,
    /// Deliveries, as CSV.
    Export,
    /// How it goes with each recipient.
    Recipients,
    /// What waits in quarantine.
    Quarantine,
    /// What operators did.
    Audit,
    /// Sends again, after a dry run.
    Replay,
    /// Sends nothing to a recipient for now.
    Pause(&'a str),
    /// Goes on with it.
    Resume(&'a str),
    /// Its secret changes.
    Rotation(&'a str),
    /// Erases a lead's `person`.
    Erase(&'a str),
    /// Lets a lead out of quarantine.
    Release(&'a str),
    /// What an officer can open.
    ToOpen(&'a str),
    /// Opens it.
    Open(&'a str),
}

/// Someone who was let in, and what was asked.
pub(super) struct Visit<'a> {
    pub(super) operator: &'a Operator,
    pub(super) here: &'a Here<'a>,
}

/// The issuer's keys, for as long as the instance lives.
static KEYS: Keyring = Keyring::empty();

/// Answers an operator.
pub(crate) async fn answer(
    desk: Desk<'_>,
    who: Who,
    request: Request,
    here: &Here<'_>,
) -> Result<Reply, Error> {
    let operator = come_in(here).await?;
    if let Err(refused) = may(&operator, who) {
        crate::log("not-allowed", &json!({ "needs": format!("{who:?}") }));
        return Err(refused);
    }
    if here.asked.method != "GET" {
        is_meant(here)?;
    }
    let visit = Visit { operator: &operator, here };
    match visit.look_at(desk).await {
        Some(looked) => looked,
        None => visit.change(desk, request).await,
    }
}

impl Visit<'_> {
    /// What changes nothing; `None` for what does.
    async fn look_at(&self, desk: Desk<'_>) -> Option<Result<Reply, Error>> {
        Some(match desk {
            Desk::Me => Ok(self.me()),
            Desk::Metrics => self.metrics().await,
            Desk::Timeline(lead) => self.timeline(lead).await,
            Desk::Deliveries => self.deliveries().await,
            Desk::Export => self.export().await,
            Desk::Recipients => self.recipients().await,
            Desk::Quarantine => self.quarantine().await,
            Desk::Audit => self.audit().await,
            Desk::ToOpen(delivery) => self.to_open(delivery).await,
            _ => return None,
        })
    }

    /// What changes something.
    async fn change(&self, desk: Desk<'_>, request: Request) -> Result<Reply, Error> {
        match desk {
            Desk::Replay => self.replay(&asked_for(request, self).await?).await,
            Desk::Pause(id) => self.pause(id, &asked_for(request, self).await?).await,
            Desk::Resume(id) => self.resume(id, &asked_for(request, self).await?).await,
            Desk::Rotation(id) => self.rotation(id, &asked_for(request, self).await?).await,
            Desk::Erase(lead) => self.erase(lead, &asked_for(request, self).await?).await,
            Desk::Release(lead) => self.release(lead, &asked_for(request, self).await?).await,
            Desk::Open(delivery) => self.open(delivery).await,
            _ => Err(Kind::NotFound.into()),
        }
    }
}

/// Whoever has signed in.
///
/// # Errors
/// When the token is missing or does not hold.
pub(crate) async fn come_in(here: &Here<'_>) -> Result<Operator, Error> {
    let operators = operators(here)?;
    let fetch = async || super::asking::keys(&operators.keys).await.ok();
    let token = here.asked.header(HEADER);
    let door = Door { operators, ring: &KEYS, now: here.now };
    door.let_in(token, fetch).await.map_err(|why| {
        crate::log("sign-in-refused", &json!({ "why": format!("{why:?}") }));
        Kind::NotSignedIn.into()
    })
}

fn operators<'a>(here: &Here<'a>) -> Result<&'a Operators, Error> {
    here.settings.operators.as_ref().ok_or_else(|| Kind::NotFound.into())
}

/// Whether the table lets an operator do it. What is an officer's is judged
/// again where the recipient is known.
pub(super) fn may(operator: &Operator, who: Who) -> Result<(), Error> {
    let may = match who {
        Who::Operator(role) => operator.may(role),
        Who::Officer => !operator.officer_of.is_empty(),
        Who::SignedIn => true,
        Who::AnyPage | Who::Anyone | Who::Watchers | Who::LinkHolder | Who::KeyHolder => false,
    };
    if may { Ok(()) } else { Err(Kind::NotAllowed.into()) }
}

/// Access signs in whatever the browser sends, also what another site's page
/// made it send: a change must come from a page of ours, or from no page.
fn is_meant(here: &Here<'_>) -> Result<(), Error> {
    let is_ours = operators(here)?.origin.as_str();
    if comes_from(here.asked, is_ours) { Ok(()) } else { Err(Kind::CrossSite.into()) }
}

pub(super) fn comes_from(asked: &Asked, ours: &str) -> bool {
    let site = asked.header("sec-fetch-site");
    let origin = asked.header("origin");
    if asked.is_of_type("application/json") {
        site.is_none_or(|site| site == "same-origin") && origin.is_none_or(|from| from == ours)
    } else {
        // A form. Its page tells nobody where it is, so only the browser can say.
        asked.is_of_type("application/x-www-form-urlencoded")
            && site == Some("same-origin")
            && origin.is_none_or(|from| from == ours || from == "null")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operators::Role;

    const OURS: &str = "https://operators.example";
    const FORM: &str = "application/x-www-form-urlencoded";
    const JSON: &str = "application/json";

    /// What a browser sends.
    type Sent = &'static [(&'static str, &'static str)];

    const FOREIGN: [(&str, Sent); 12] = [
        (
            "a form on another site",
            &[
                ("content-type", FORM),
                ("origin", "https://evil.example"),
                ("sec-fetch-site", "cross-site"),
            ],
        ),
        ("a form without an origin", &[("content-type", FORM)]),
        (
            "a form from a sandbox",
            &[("content-type", FORM), ("origin", "null"), ("sec-fetch-site", "cross-site")],
        ),
        (
            "a form from another host of the same domain",
            &[
                ("content-type", FORM),
                ("origin", "https://public.example"),
                ("sec-fetch-site", "same-site"),
            ],
        ),
        ("a form as text", &[("content-type", "text/plain"), ("sec-fetch-site", "same-origin")]),
        (
            "a form with files",
            &[
                ("content-type", "multipart/form-data; boundary=x"),
                ("sec-fetch-site", "same-origin"),
            ],
        ),
        (
            "fetch without cors",
            &[
                ("content-type", "text/plain"),
                ("origin", "https://evil.example"),
                ("sec-fetch-site", "cross-site"),
            ],
        ),
        (
            "fetch with JSON from another site",
            &[
                ("content-type", JSON),
                ("origin", "https://evil.example"),
                ("sec-fetch-site", "cross-site"),
            ],
        ),
        (
            "JSON from an old browser on another site",
            &[("content-type", JSON), ("origin", "https://operators.example.evil.example")],
        ),
        ("JSON from a sandbox", &[("content-type", JSON), ("origin", "null")]),
        (
            "JSON from plain http",
            &[
                ("content-type", JSON),
                ("origin", "http://operators.example"),
                ("sec-fetch-site", "same-site"),
            ],
        ),
        ("an image, or nothing said", &[("sec-fetch-site", "same-origin")]),
    ];

    /// What another page can make a browser send that is signed in. Access puts
    /// the token in each time: only this stands between.
    #[test]
    fn no_page_of_anothers_changes_anything() {
        let sent = |headers: &[(&'static str, &str)]| {
            let asked = Asked::default();
            headers.iter().fold(asked, |asked, (name, value)| asked.and(name, value))
        };
        for (what, headers) in FOREIGN {
            assert!(!comes_from(&sent(headers), OURS), "{what}");
        }
        for headers in [
            &[("content-type", JSON)] as &[_],
            &[("content-type", JSON), ("origin", OURS), ("sec-fetch-site", "same-origin")],
            &[("content-type", FORM), ("origin", "null"), ("sec-fetch-site", "same-origin")],
            &[("content-type", FORM), ("origin", OURS), ("sec-fetch-site", "same-origin")],
        ] {
            assert!(comes_from(&sent(headers), OURS), "{headers:?}");
        }
    }

    #[test]
    fn the_table_decides_who_may() {
        let operator = |role, officer_of: &[&str]| Operator {
            name: "anna@example.org".to_owned(),
            role,
            officer_of: officer_of.iter().map(|id| (*id).to_owned()).collect(),
        };
        let nobody = operator(None, &[]);
        let officer = operator(None, &["rs-innovation"]);
        let roles = [Role::Viewer, Role::Triage, Role::Operator, Role::Admin];
        for (has, own) in roles.iter().enumerate() {
            for (needs, role) in roles.iter().enumerate() {
                let allowed = may(&operator(Some(*own), &[]), Who::Operator(*role)).is_ok();
                assert_eq!(allowed, needs <= has, "{own:?} as {role:?}");
                assert!(may(&nobody, Who::Operator(*role)).is_err());
                assert!(may(&officer, Who::Operator(*role)).is_err());
            }
            assert!(may(&operator(Some(*own), &[]), Who::Officer).is_err(), "{own:?}");
        }
        assert!(may(&officer, Who::Officer).is_ok() && may(&nobody, Who::SignedIn).is_ok());
        for who in [Who::AnyPage, Who::Anyone, Who::Watchers, Who::LinkHolder, Who::KeyHolder] {
            assert!(may(&operator(Some(Role::Admin), &["rs-innovation"]), who).is_err());
        }
    }
}
