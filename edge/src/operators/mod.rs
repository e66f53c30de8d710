//! Who looks after the service: sign-in, roles, and what each may do.
//!
//! The sign-in itself is Cloudflare Access's or another OIDC provider's. What
//! comes here is its token ([`token`]), checked with its public keys
//! ([`keys`]), and turned into an [`Operator`] by the configuration. What an
//! operator may do stands in one table, that of the routes; [`desk`] obeys it.

mod asking;
mod desk;
mod doing;
mod export;
mod keys;
mod looking;
mod pickup;
mod signin;
mod token;

#[cfg(test)]
pub(crate) mod tests;

pub(crate) use desk::{Desk, answer, come_in};
pub(crate) use signin::Role;
pub(crate) use token::Expected;
