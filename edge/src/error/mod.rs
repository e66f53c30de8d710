//! Whose turn it is when something cannot be done.
//!
//! Here alone an error becomes an answer, and here alone it is logged. What
//! the caller reads is fixed text; what the log holds names what was being
//! done. Neither holds a visitor's words.

mod kind;

pub(crate) use kind::Kind;

use crate::http::{Class, Reply};
use crate::settings::Words;
use serde::Serialize;
use shared::text::Lang;
use std::fmt;

/// Why there is no answer of the usual kind.
#[derive(Debug)]
pub(crate) enum Error {
    /// The caller's turn: it says what to change.
    Rejected(Box<Problem>),
    /// Time's turn: the same again in a while will do.
    Unavailable(String),
    /// Our turn.
    Broken(String),
}

/// What the caller can do something about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Which kind it is.
    pub(crate) kind: Kind,
    /// What is wrong with which field.
    pub(crate) errors: Vec<Fault>,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The field's path in the body: `person.email`.
    pub(crate) field: String,
    /// A stable code.
    pub(crate) code: String,
    /// What to change.
    pub(crate) detail: Words,
}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Self::Rejected(Box::new(Problem { kind, errors: Vec::new() }))
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Rejected(Box::new(problem))
    }
}

impl Problem {
    /// A problem with one field.
    pub(crate) fn of(kind: Kind, fault: Fault) -> Self {
        Self { kind, errors: vec![fault] }
    }
}

impl Fault {
    /// What is wrong with a field, in both languages.
    pub(crate) fn new(field: impl Into<String>, code: &str, sv: &str, en: &str) -> Self {
        let detail = Words { sv: sv.to_owned(), en: en.to_owned() };
        Self { field: field.into(), code: code.to_owned(), detail }
    }
}

/// Says what was being done, in place of a bare `?` on a platform's call.
pub(crate) trait Doing<T> {
    /// Failing is time's turn: the platform may do it later.
    fn doing(self, what: &str) -> Result<T, Error>;
}

impl<T> Doing<T> for worker::Result<T> {
    fn doing(self, what: &str) -> Result<T, Error> {
        self.map_err(|error| Error::Unavailable(format!("{what}: {}", cause(&error))))
    }
}

impl<T> Doing<T> for serde_json::Result<T> {
    fn doing(self, what: &str) -> Result<T, Error> {
        // Only where it is wrong: the message may quote what was read.
        self.map_err(|error| {
            Error::Broken(format!("{what}: line {} column {}", error.line(), error.column()))
        })
    }
}

/// The cause of a platform's error. A D1 error's own `Display` never returns.
fn cause(error: &worker::Error) -> String {
    match error {
        worker::Error::D1(error) => error.cause(),
        other => other.to_string(),
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected(problem) => f.write_str(problem.kind.slug()),
            Self::Unavailable(cause) | Self::Broken(cause) => f.write_str(cause),
        }
    }
}

#[derive(Serialize)]
struct Body<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    detail: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FaultBody<'a>>,
}

#[derive(Serialize)]
struct FaultBody<'a> {
    field: &'a str,
    code: &'a str,
    detail: &'a str,
}

impl Error {
    /// The problem that the caller reads.
    pub(crate) fn problem(&self) -> Problem {
        match self {
            Self::Rejected(problem) => (**problem).clone(),
            Self::Unavailable(_) => Problem { kind: Kind::Unavailable, errors: Vec::new() },
            Self::Broken(_) => Problem { kind: Kind::Broken, errors: Vec::new() },
        }
    }

    /// The answer, as `application/problem+json` (RFC 9457).
    pub(crate) fn reply(&self, lang: Lang, origin: &str) -> Reply {
        let problem = self.problem();
        let (title, detail) = problem.kind.words(lang);
        let body = Body {
            r#type: format!("{origin}/problems/{}", problem.kind.slug()),
            title,
            status: problem.kind.status(),
            detail,
            errors: problem.errors.iter().map(|fault| fault.body(lang)).collect(),
        };
        let body = serde_json::to_string(&body).unwrap_or_default();
        let reply = Reply::new(problem.kind.status(), "application/problem+json", body)
            .of(&Class::Private)
            .with("Content-Language", lang.tag());
        with_hints(reply, problem.kind)
    }

    /// Writes it to the log, if it is not the caller's to mend.
    pub(crate) fn log(&self) {
        let event = match self {
            Self::Rejected(_) => return,
            Self::Unavailable(_) => "unavailable",
            Self::Broken(_) => "broken",
        };
        crate::log(event, &serde_json::json!({ "doing": self.to_string() }));
    }
}

impl Fault {
    fn body(&self, lang: Lang) -> FaultBody<'_> {
        FaultBody { field: &self.field, code: &self.code, detail: self.detail.get(lang) }
    }
}

/// What the status asks for: how long to wait, or what the address takes.
pub(crate) fn with_hints(reply: Reply, kind: Kind) -> Reply {
    /// D1 is back within seconds after a restart.
    const WAIT_SECONDS: &str = "5";
    match kind {
        Kind::Unavailable => reply.with("Retry-After", WAIT_SECONDS),
        // Limits are by the hour.
        Kind::TooMany => reply.with("Retry-After", "3600"),
        Kind::NotLetIn => reply.with("WWW-Authenticate", "Bearer"),
        Kind::NotSignedIn => reply.with("WWW-Authenticate", "Cloudflare-Access"),
        Kind::MethodNotAllowed(allowed) => reply.with("Allow", allowed),
        _ => reply,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_its_type_and_the_field_in_the_readers_language() {
        let fault = Fault::new("person.email", "email", "Skriv en adress.", "Write an address.");
        let error = Error::from(Problem::of(Kind::Unprocessable, fault));
        let reply = error.reply(Lang::Sv, "https://a.example");
        let body: serde_json::Value = serde_json::from_str(reply.body()).unwrap();
        assert_eq!(reply.status(), 422);
        assert_eq!(body["type"], "https://a.example/problems/unprocessable");
        assert_eq!(body["errors"][0]["detail"], "Skriv en adress.");
        assert_eq!(reply.header("Content-Type"), Some("application/problem+json"));
    }

    #[test]
    fn a_fault_of_ours_says_nothing_of_its_cause() {
        let reply = Error::Broken("reading PARTNERS".into()).reply(Lang::En, "");
        assert!(!reply.body().contains("PARTNERS"));
        assert_eq!(reply.status(), 500);
    }
}
