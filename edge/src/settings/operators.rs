//! Who may look after the service, and where they sign in.

use super::{Faulty, faulty, is_id, is_origin, is_this_machine, json};
use crate::operators::{Expected, Role};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The variable's name.
const NAME: &str = "OPERATORS";

/// The sign-in of operators, and what each may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Operators {
    /// Where they reach the service: another host name than visitors do.
    pub(crate) origin: String,
    /// Who signs their tokens, and for whom.
    pub(crate) expected: Expected,
    /// Where the issuer's public keys are.
    pub(crate) keys: String,
    /// Who has which role: `group:…`, `email:…` or `program:…`.
    pub(crate) roles: BTreeMap<Role, Vec<String>>,
    /// Who reads what is sent to a recipient on a page of ours.
    pub(crate) officers: BTreeMap<String, Vec<String>>,
    /// An invented configuration, labelled as one.
    pub(crate) example: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    origin: String,
    issuer: String,
    audience: String,
    keys: String,
    roles: BTreeMap<Role, Vec<String>>,
    officers: BTreeMap<String, Vec<String>>,
    example: bool,
}

/// None unless it is set: then nobody signs in, and `/v1/admin` is nowhere.
pub(super) fn read(
    variable: &dyn Fn(&str) -> Option<String>,
    public: &str,
) -> Result<Option<Operators>, Faulty> {
    if variable(NAME).is_none_or(|said| said.is_empty()) {
        return Ok(None);
    }
    let written: Written = json(variable, NAME)?;
    written.check(public).map_err(|why| faulty(NAME, why))?;
    let Written { origin, issuer, audience, keys, roles, officers, example } = written;
    let expected = Expected { issuer, audience };
    Ok(Some(Operators { origin, expected, keys, roles, officers, example }))
}

impl Written {
    fn check(&self, public: &str) -> Result<(), String> {
        let host = |text: &str| {
            worker::Url::parse(text).ok().and_then(|url| Some(url.host_str()?.to_owned()))
        };
        if !is_origin(&self.origin) {
            return Err("origin: must be like https://host, without a path".to_owned());
        }
        if host(&self.origin) == host(public) {
            return Err("origin: must have another host name than ORIGIN".to_owned());
        }
        if !is_origin(&self.issuer) {
            return Err("issuer: must be like https://team.cloudflareaccess.com".to_owned());
        }
        if self.audience.len() < 16 {
            return Err("audience: must be the application's tag".to_owned());
        }
        if !is_safe(&self.keys) {
            return Err("keys: must be an https address".to_owned());
        }
        self.check_names()
    }

    fn check_names(&self) -> Result<(), String> {
        if self.roles.get(&Role::Admin).is_none_or(Vec::is_empty) {
            return Err("roles: no one is admin".to_owned());
        }
        if let Some(id) = self.officers.keys().find(|id| !is_id(id)) {
            return Err(format!("officers: {id} is no id"));
        }
        let mut all = self.roles.values().chain(self.officers.values()).flatten();
        match all.find(|who| !is_name(who)) {
            Some(who) => Err(format!("{who}: must be group:…, email:… or program:…")),
            None => Ok(()),
        }
    }
}

fn is_safe(text: &str) -> bool {
    worker::Url::parse(text).is_ok_and(|url| url.scheme() == "https" || is_this_machine(&url))
}

/// An address is compared in small letters, so it must be written in them.
fn is_name(who: &str) -> bool {
    match who.split_once(':') {
        Some(("group" | "program", name)) => !name.is_empty(),
        Some(("email", name)) => name.contains('@') && name.to_lowercase() == name,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(from: &str, to: &str) -> String {
        let text = include_str!("../../config/operators.json");
        assert!(text.contains(from), "{from}");
        let changed = text.replace(from, to);
        let fault = read(&|_| Some(changed.clone()), "https://vagen-in.example.org");
        fault.unwrap_err().to_string()
    }

    #[test]
    fn nobody_signs_in_until_it_is_set() {
        assert_eq!(read(&|_| None, "https://vagen-in.example.org"), Ok(None));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (from, to, why) in [
            ("https://operators.vagen-in", "https://vagen-in", "another host name"),
            ("https://operators.vagen-in", "http://operators.vagen-in", "origin: "),
            ("https://example.cloudflareaccess.com\"", "example\"", "issuer: "),
            ("https://example.cloudflareaccess.com/cdn", "http://example.org/cdn", "keys: "),
            ("0000000000000000000000000000000000000000000000000000000000000000", "x", "audience: "),
            ("email:admin@example.org", "admin@example.org", "must be group:"),
            ("email:admin@example.org", "email:Admin@example.org", "must be group:"),
            ("rs-innovation", "RS Innovation", "officers: "),
            ("\"admin\"", "\"owner\"", "unknown variant"),
        ] {
            let fault = fault(from, to);
            assert!(fault.starts_with("OPERATORS: ") && fault.contains(why), "{fault}");
        }
    }
}
