//! Who takes leads: where they are sent, and what answer is promised.

use super::sealing::{self, SealKey};
use super::{Faulty, Words, faulty, is_id, is_this_machine, text};
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
    let central = written.values().filter(|recipient| recipient.central).count();
    if central != 1 {
        return Err(faulty("RECIPIENTS", format!("exactly one must be central; {central} are")));
    }
    let one = |(id, written): (String, Written)| {
        written.check(&id, origin).map_err(|why| faulty("RECIPIENTS", format!("{id}: {why}")))?;
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
    fn check(&self, id: &str, origin: &str) -> Result<(), String> {
        /// A quarter: beyond it, no answer is the honest promise.
        const MOST_DAYS: u16 = 60;
        let Channel::Webhook = self.kind;
        if !is_id(id) {
            return Err("an id has small letters, digits and hyphens, at most 40".to_owned());
        }
        if !is_target(&self.url, origin) {
            return Err("url: must be https, a host name, no user name".to_owned());
        }
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

/// Whether leads may be sent there: over https to a host with a name, or to
/// this machine while we are on it ourselves.
fn is_target(text: &str, origin: &str) -> bool {
    let Ok(url) = worker::Url::parse(text) else { return false };
    let at_home = worker::Url::parse(origin).is_ok_and(|origin| is_this_machine(&origin));
    let named = url.domain().is_some_and(|name| name.contains('.'));
    let bare = url.username().is_empty() && url.password().is_none();
    bare && ((url.scheme() == "https" && named) || (at_home && is_this_machine(&url)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_go_to_a_named_host_over_https_alone() {
        let home = "http://127.0.0.1:8787";
        let away = "https://vagen-in.example";
        assert!(is_target("https://hooks.region.example/leads", away));
        assert!(is_target("http://127.0.0.1:9000/hooks/x", home));
        for text in [
            "http://hooks.region.example/",
            "http://127.0.0.1:9000/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://2130706433/",
            "https://intranet/",
            "https://user@hooks.region.example/",
            "ftp://hooks.region.example/",
            "hooks.region.example",
        ] {
            assert!(!is_target(text, away), "{text}");
        }
        assert!(!is_target("http://10.0.0.1/", home));
    }
}
