//! Who takes leads: where they are sent, and what answer is promised.

use super::sealing::{self, SealKey};
use super::{Faulty, Words, faulty, is_id, json, target, text};
use crate::delivery::mail::is_address;
use crate::delivery::signature::{Secret, secrets};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A recipient of leads.
#[derive(Debug)]
pub(crate) struct Recipient {
    /// Its name.
    pub(crate) name: Words,
    /// How leads reach it.
    pub(crate) channel: Channel,
    /// Swedish working days to an answer, if it promises one.
    pub(crate) answer_days: Option<u16>,
    /// Concepts of the areas that it answers for.
    pub(crate) areas: Vec<String>,
    /// Concepts of the settings that it answers for.
    pub(crate) settings: Vec<String>,
    /// It takes what no one else does.
    pub(crate) central: bool,
    /// An invented configuration, labelled as one.
    pub(crate) example: bool,
    /// What `person` is sealed to, newest first; none: it comes in clear.
    pub(crate) seal: Vec<SealKey>,
    /// What deliveries are signed with; several while one takes over.
    pub(crate) secrets: Vec<Secret>,
}

/// As written in `RECIPIENTS`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    name: Words,
    kind: Kind,
    /// Of a webhook.
    url: Option<String>,
    /// Of e-mail: the functional mailbox, and what it gets.
    address: Option<String>,
    form: Option<Form>,
    answer_days: Option<u16>,
    areas: Vec<String>,
    settings: Vec<String>,
    central: bool,
    example: bool,
    #[serde(default)]
    seal: Vec<SealKey>,
}

/// How leads reach a recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Channel {
    /// A signed POST to this address.
    Webhook(String),
    /// An e-mail to this mailbox.
    Email(String, Form),
}

/// What an e-mail holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Form {
    /// That there is a lead, and a link to a page behind the officers' sign-in.
    /// It is delivered when one of them has opened it.
    Notice,
    /// The lead. It is delivered when the mail service has taken it.
    Full,
}

/// As written.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Webhook,
    Email,
}

/// Checks every recipient and finds its secrets.
pub(super) fn read(
    written: BTreeMap<String, Written>,
    origin: &str,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<BTreeMap<String, Recipient>, Faulty> {
    let hosts: Vec<String> = json(variable, "HOSTS")?;
    let central = written.values().filter(|recipient| recipient.central).count();
    if central != 1 {
        return Err(faulty("RECIPIENTS", format!("exactly one must be central; {central} are")));
    }
    let one = |(id, written): (String, Written)| {
        let channel = written
            .check(&id, origin, &hosts)
            .map_err(|why| faulty("RECIPIENTS", format!("{id}: {why}")))?;
        let secrets = match channel {
            Channel::Webhook(_) => signing(&id, variable)?,
            Channel::Email(..) => Vec::new(),
        };
        Ok((id, written.with(channel, secrets)))
    };
    written.into_iter().map(one).collect()
}

fn signing(id: &str, variable: &dyn Fn(&str) -> Option<String>) -> Result<Vec<Secret>, Faulty> {
    let name = format!("RECIPIENT_SECRET_{}", id.to_uppercase().replace('-', "_"));
    secrets(&text(variable, &name)?).map_err(|why| faulty(&name, why))
}

impl Written {
    fn check(&self, id: &str, origin: &str, hosts: &[String]) -> Result<Channel, String> {
        /// A quarter: beyond it, no answer is the honest promise.
        const MOST_DAYS: u16 = 60;
        if !is_id(id) {
            return Err("an id has small letters, digits and hyphens, at most 40".to_owned());
        }
        if self.answer_days.is_some_and(|days| days == 0 || MOST_DAYS < days) {
            return Err(format!("answer_days: 1 to {MOST_DAYS}, or null"));
        }
        sealing::check(&self.seal)?;
        self.channel(origin, hosts)
    }

    fn channel(&self, origin: &str, hosts: &[String]) -> Result<Channel, String> {
        match (self.kind, &self.url, &self.address, self.form) {
            (Kind::Webhook, Some(url), None, None) => {
                target::check(url, origin, hosts).map_err(|why| format!("url: {why}"))?;
                Ok(Channel::Webhook(url.clone()))
            }
            (Kind::Webhook, ..) => Err("webhook: needs url, and neither address nor form".into()),
            (Kind::Email, None, Some(address), Some(form)) => {
                if !is_address(address) {
                    return Err("address: must be like name@host.example".into());
                }
                if !self.seal.is_empty() {
                    return Err("email: nobody can open what is sealed in a mail".into());
                }
                Ok(Channel::Email(address.clone(), form))
            }
            (Kind::Email, ..) => Err("email: needs address and form, and no url".into()),
        }
    }

    fn with(self, channel: Channel, secrets: Vec<Secret>) -> Recipient {
        let Self { name, answer_days, areas, settings, central, example, seal, .. } = self;
        Recipient { name, channel, answer_days, areas, settings, central, example, seal, secrets }
    }
}
