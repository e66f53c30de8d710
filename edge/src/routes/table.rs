//! Every address there is, and who may use it. A line without its "who" does
//! not compile; `openapi.json` tells the same lines: a test compares.

use crate::error::Kind;
use crate::operators::{Desk, Role};

/// What an address stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route<'a> {
    Frame(&'a str),
    Theme(&'a str),
    Told(&'a str),
    Contact(&'a str),
    Catalogue,
    Partner(&'a str),
    Counts(&'a str),
    Send,
    Status(&'a str),
    Withdraw(&'a str),
    WithdrawForm(&'a str),
    Match,
    MayMatch,
    OpenApi,
    Partners,
    Plugin,
    Test,
    Accessibility,
    OEmbed,
    Health,
    Readiness,
    Problem(&'a str),
    Security,
    Admin(Desk<'a>),
}

/// Who may use an address. What is for operators is on their host name alone,
/// and nothing else is there but the two that tell how it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// Anyone, and any page may read the answer, also when it is a refusal.
    AnyPage,
    /// Anyone.
    Anyone,
    /// Anyone, on both host names.
    Watchers,
    /// Whoever has a status link.
    LinkHolder,
    /// A partner with its key; its pages do not have it.
    KeyHolder,
    /// An operator with this role or one that may do more.
    Operator(Role),
    /// Whoever has signed in; what one sees is one's own.
    SignedIn,
    /// An officer of the recipient that it is about.
    Officer,
}

/// One of the Worker's two host names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Visitors', partners' and companies'.
    Public,
    /// Operators' and officers'.
    Operators,
}

impl Who {
    fn is_on(self, side: Side) -> bool {
        match self {
            Self::Watchers => true,
            Self::AnyPage | Self::Anyone | Self::LinkHolder | Self::KeyHolder => {
                side == Side::Public
            }
            Self::Operator(_) | Self::SignedIn | Self::Officer => side == Side::Operators,
        }
    }
}

/// A method and a path give a route; `{}` stands for one segment.
pub(super) type Line = (&'static str, &'static str, Who, fn(&str) -> Route<'_>);

use Who::{AnyPage, Anyone, KeyHolder, LinkHolder, Officer, Operator, SignedIn, Watchers};

/// Any page may ask it, and read why it is not answered.
pub(super) const MATCH: &str = "/v1/match";

/// The authorisation table.
pub(super) const TABLE: &[Line] = &[
    ("GET", "/f/{}", Anyone, |id| Route::Frame(id)),
    ("GET", "/f/{}/theme.css", AnyPage, |id| Route::Theme(id)),
    ("GET", "/f/{}/page.json", AnyPage, |id| Route::Told(id)),
    ("POST", "/f/{}/contact", Anyone, |id| Route::Contact(id)),
    ("GET", "/v1/catalogue", AnyPage, |_| Route::Catalogue),
    ("GET", "/v1/partners/{}/counts", KeyHolder, |id| Route::Counts(id)),
    ("GET", "/v1/partners/{}", AnyPage, |id| Route::Partner(id)),
    ("POST", "/v1/leads", Anyone, |_| Route::Send),
    ("GET", "/v1/leads/{}", LinkHolder, |id| Route::Status(id)),
    ("DELETE", "/v1/leads/{}", LinkHolder, |id| Route::Withdraw(id)),
    ("POST", "/v1/leads/{}/withdraw", LinkHolder, |id| Route::WithdrawForm(id)),
    ("POST", MATCH, AnyPage, |_| Route::Match),
    ("OPTIONS", MATCH, AnyPage, |_| Route::MayMatch),
    ("GET", "/v1/openapi.json", AnyPage, |_| Route::OpenApi),
    ("GET", "/partners/", Anyone, |_| Route::Partners),
    ("GET", "/partners/vagen-in.php", AnyPage, |_| Route::Plugin),
    ("GET", "/partners/test", Anyone, |_| Route::Test),
    ("GET", "/accessibility/", Anyone, |_| Route::Accessibility),
    ("GET", "/oembed", AnyPage, |_| Route::OEmbed),
    ("GET", "/healthz", Watchers, |_| Route::Health),
    ("GET", "/readyz", Watchers, |_| Route::Readiness),
    ("GET", "/.well-known/security.txt", AnyPage, |_| Route::Security),
    ("GET", "/problems/{}", Anyone, |id| Route::Problem(id)),
    ("GET", "/v1/admin/me", SignedIn, |_| Route::Admin(Desk::Me)),
    ("GET", "/v1/admin/metrics", Operator(Role::Viewer), |_| Route::Admin(Desk::Metrics)),
    ("GET", "/v1/admin/leads/{}", Operator(Role::Viewer), |id| Route::Admin(Desk::Timeline(id))),
    ("GET", "/v1/admin/deliveries", Operator(Role::Viewer), |_| Route::Admin(Desk::Deliveries)),
    ("GET", "/v1/admin/recipients", Operator(Role::Viewer), |_| Route::Admin(Desk::Recipients)),
    ("GET", "/v1/admin/quarantine", Operator(Role::Triage), |_| Route::Admin(Desk::Quarantine)),
    ("POST", "/v1/admin/leads/{}/release", Operator(Role::Triage), |id| {
        Route::Admin(Desk::Release(id))
    }),
    ("GET", "/v1/admin/export", Operator(Role::Operator), |_| Route::Admin(Desk::Export)),
    ("POST", "/v1/admin/replay", Operator(Role::Operator), |_| Route::Admin(Desk::Replay)),
    ("POST", "/v1/admin/recipients/{}/pause", Operator(Role::Operator), |id| {
        Route::Admin(Desk::Pause(id))
    }),
    ("POST", "/v1/admin/recipients/{}/resume", Operator(Role::Operator), |id| {
        Route::Admin(Desk::Resume(id))
    }),
    ("POST", "/v1/admin/recipients/{}/rotation", Operator(Role::Admin), |id| {
        Route::Admin(Desk::Rotation(id))
    }),
    ("POST", "/v1/admin/leads/{}/erase", Operator(Role::Admin), |id| Route::Admin(Desk::Erase(id))),
    ("GET", "/v1/admin/audit", Operator(Role::Admin), |_| Route::Admin(Desk::Audit)),
    ("GET", "/v1/admin/pickup/{}", Officer, |id| Route::Admin(Desk::ToOpen(id))),
    ("POST", "/v1/admin/pickup/{}", Officer, |id| Route::Admin(Desk::Open(id))),
];

/// The line of a request on a host name.
///
/// # Errors
/// There is none, or the path takes other methods.
pub(super) fn find<'a>(side: Side, method: &str, path: &'a str) -> Result<(Route<'a>, Who), Kind> {
    let mut allowed: Option<&'static str> = None;
    for &(taken, template, who, route) in TABLE.iter().filter(|(_, _, who, _)| who.is_on(side)) {
        if let Some(part) = fits(template, path) {
            if taken == method {
                return Ok((route(part), who));
            }
            allowed = Some(also(allowed, taken));
        }
    }
    Err(allowed.map_or(Kind::NotFound, Kind::MethodNotAllowed))
}

/// Whether any page may read what a path answers, also when it refuses.
pub(super) fn is_open(side: Side, path: &str) -> bool {
    let mut lines = TABLE.iter().filter(|(_, template, ..)| fits(template, path).is_some());
    side == Side::Public && lines.any(|(_, _, who, _)| *who == AnyPage)
}

/// What a path takes: at most two methods anywhere.
fn also(before: Option<&'static str>, method: &'static str) -> &'static str {
    match (before, method) {
        (None, "GET") => "GET, HEAD",
        (None, method) => method,
        (Some("POST"), "OPTIONS") => "POST, OPTIONS",
        (Some("GET, HEAD"), "POST") => "GET, HEAD, POST",
        (Some(_), _) => "GET, HEAD, DELETE",
    }
}

/// The part of a path that a template's `{}` stands for; empty for one without.
pub(super) fn fits<'a>(template: &str, path: &'a str) -> Option<&'a str> {
    let Some((before, after)) = template.split_once("{}") else {
        return (template == path).then_some("");
    };
    let part = path.strip_prefix(before)?.strip_suffix(after)?;
    (!part.is_empty() && !part.contains('/')).then_some(part)
}
