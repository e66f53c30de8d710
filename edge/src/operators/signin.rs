//! A request → an operator: whoever the token names, with what is configured.

use super::keys::Keyring;
use super::token::{Claims, Refused, Unchecked};
use crate::calendar::Moment;
use crate::settings::Operators;
use serde::{Deserialize, Serialize};

/// The header that Access puts in. A cookie alone lets nobody in: a browser
/// sends it along with whatever any page makes it send.
pub(crate) const HEADER: &str = "cf-access-jwt-assertion";

/// What someone may do. Each may do what those before may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    /// Sees how it goes: never what anyone wrote.
    Viewer,
    /// Judges what stands in quarantine.
    Triage,
    /// Sends again, pauses, goes on, exports.
    Operator,
    /// Erases, changes secrets, reads the audit.
    Admin,
}

/// Someone who has signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Operator {
    /// For the audit: an address, or a program's name.
    pub(crate) name: String,
    /// What it may do, if anything.
    pub(crate) role: Option<Role>,
    /// The recipients whose leads it reads.
    pub(crate) officer_of: Vec<String>,
}

impl Operator {
    /// Whoever the claims name, with the highest role that is configured.
    fn of(claims: &Claims, operators: &Operators) -> Self {
        let is_one_of = |names: &Vec<String>| names.iter().any(|name| claims.has(name));
        let role = operators.roles.iter().rev().find(|(_, names)| is_one_of(names));
        let officer_of = operators.officers.iter().filter(|(_, names)| is_one_of(names));
        Self {
            name: claims.name(),
            role: role.map(|(role, _)| *role),
            officer_of: officer_of.map(|(recipient, _)| recipient.clone()).collect(),
        }
    }

    /// Whether it has a role, or one that may do more.
    pub(crate) fn may(&self, role: Role) -> bool {
        self.role.is_some_and(|own| role <= own)
    }

    /// Whether it reads what is sent to a recipient.
    pub(crate) fn reads_for(&self, recipient: &str) -> bool {
        self.officer_of.iter().any(|own| own == recipient)
    }
}

impl Claims {
    fn has(&self, name: &str) -> bool {
        match name.split_once(':') {
            Some(("group", group)) => self.groups.iter().any(|own| own == group),
            Some(("email", email)) => self.email.as_deref() == Some(email),
            Some(("program", program)) => self.common_name.as_deref() == Some(program),
            _ => false,
        }
    }

    fn name(&self) -> String {
        let program = || self.common_name.as_ref().map(|name| format!("program:{name}"));
        self.email.clone().or_else(program).unwrap_or_else(|| "unnamed".to_owned())
    }
}

/// What a token is held against.
pub(crate) struct Door<'a> {
    /// Who may come in.
    pub(crate) operators: &'a Operators,
    /// The issuer's keys.
    pub(crate) ring: &'a Keyring,
    /// When.
    pub(crate) now: Moment,
}

impl Door<'_> {
    /// Who is asking; `fetch` asks the issuer for its keys.
    ///
    /// # Errors
    /// When the token is missing or does not hold.
    pub(crate) async fn let_in(
        &self,
        token: Option<&str>,
        fetch: impl AsyncFnOnce() -> Option<Vec<u8>>,
    ) -> Result<Operator, Refused> {
        let token = Unchecked::read(token)?;
        let key = self.ring.find(&token.kid, self.now, fetch).await?;
        let claims = token.check(&key, &self.operators.expected, self.now)?;
        Ok(Operator::of(&claims, self.operators))
    }
}
