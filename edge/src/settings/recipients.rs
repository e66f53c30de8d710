//! Who takes leads: where they are sent, and what answer is promised.

use super::sealing::{self, SealKey};
use super::{Faulty, Words, faulty, is_id, json, target, text};
use crate::delivery::signature::{Secret, secrets};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A recipient of leads.
#[derive(Debug)]
pub(crate) struct Recipient {
    /// Its name.
    pub(crate) name: Words,
    /// Where leads are sent.
    pub(crate) url: String,
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
    kind: Channel,
    url: String,
    answer_days: Option<u16>,
    areas: Vec<String>,
    settings: Vec<String>,
    central: bool,
    example: bool,
    #[serde(default)]
    seal: Vec<SealKey>,
}

/// How leads reach a recipient.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Channel {
    /// A signed POST.
    Webhook,
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
        written
            .check(&id, origin, &hosts)
            .map_err(|why| faulty("RECIPIENTS", format!("{id}: {why}")))?;
        let secrets = signing(&id, variable)?;
        Ok((id, written.with(secrets)))
    };
    written.into_iter().map(one).collect()
}

fn signing(id: &str, variable: &dyn Fn(&str) -> Option<String>) -> Result<Vec<Secret>, Faulty> {
    let name = format!("RECIPIENT_SECRET_{}", id.to_uppercase().replace('-', "_"));
    secrets(&text(variable, &name)?).map_err(|why| faulty(&name, why))
}

impl Written {
    fn check(&self, id: &str, origin: &str, hosts: &[String]) -> Result<(), String> {
        /// A quarter: beyond it, no answer is the honest promise.
        const MOST_DAYS: u16 = 60;
        let Channel::Webhook = self.kind;
        if !is_id(id) {
            return Err("an id has small letters, digits and hyphens, at most 40".to_owned());
        }
        target::check(&self.url, origin, hosts).map_err(|why| format!("url: {why}"))?;
        if self.answer_days.is_some_and(|days| days == 0 || MOST_DAYS < days) {
            return Err(format!("answer_days: 1 to {MOST_DAYS}, or null"));
        }
        sealing::check(&self.seal)
    }

    fn with(self, secrets: Vec<Secret>) -> Recipient {
        let Self {
            name,
            kind: Channel::Webhook,
            url,
            answer_days,
            areas,
            settings,
            central,
            example,
            seal,
        } = self;
        Recipient { name, url, answer_days, areas, settings, central, example, seal, secrets }
    }
}
