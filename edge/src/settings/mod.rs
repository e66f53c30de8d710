//! Env → [`Settings`]: read once, typed, checked.
//!
//! A fault names the variable and what is wrong with it. It never holds a
//! secret's value.

mod accessibility;
mod alerts;
#[cfg(not(target_arch = "wasm32"))]
mod check;
mod counting;
mod guard;
mod keep;
mod larger;
mod mail;
mod operators;
mod partners;
mod recipients;
mod sealing;
mod target;
pub(crate) mod theme;

pub(crate) use accessibility::{Accessibility, Engine};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use check::Given;
pub(crate) use counting::Counting;
pub(crate) use guard::Limits;
pub(crate) use keep::Keep;
pub(crate) use larger::PIECES;
pub(crate) use operators::Operators;
pub(crate) use partners::Partner;
pub(crate) use recipients::{Channel, Form, Recipient};
pub(crate) use theme::Theme;

use crate::intake::guard::token::Secret;
use crate::ledger::vault::Vault;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::text::Lang;
use std::collections::BTreeMap;
use std::fmt;

/// All that is configuration.
#[derive(Debug)]
pub(crate) struct Settings {
    /// Where the Worker is reached, without a slash at the end.
    pub(crate) origin: String,
    /// The files that are served.
    pub(crate) manifest: Manifest,
    /// Who may embed, by id.
    pub(crate) partners: BTreeMap<String, Partner>,
    /// Who takes leads, by id.
    pub(crate) recipients: BTreeMap<String, Recipient>,
    /// What is told of personal data before it is asked for.
    pub(crate) privacy: Privacy,
    /// How long what is kept.
    pub(crate) keep: Keep,
    /// Whether `POST /v1/match` answers.
    pub(crate) matching: Matching,
    /// A larger catalogue that it answers from: its pieces, by name, as paths of
    /// static files. Never for leads.
    pub(crate) larger: Option<BTreeMap<String, String>>,
    /// What was tested of accessibility.
    pub(crate) accessibility: Accessibility,
    /// How many leads may come.
    pub(crate) limits: Limits,
    /// What step tokens are made of.
    pub(crate) guard: Secret,
    /// What persons are locked with while they are kept.
    pub(crate) vault: Vault,
    /// Who may read how often a partner's frame was opened. Nobody without it.
    pub(crate) counting: Option<Counting>,
    /// Where weaknesses are reported: `mailto:` or `https:`.
    pub(crate) security_contact: Option<String>,
    /// Where alerts are told, besides the log.
    pub(crate) alerts: Option<String>,
    /// Who e-mails come from.
    pub(crate) mail_from: Option<String>,
    /// Who may look after the service. Nobody without it.
    pub(crate) operators: Option<Operators>,
}

/// Where a case may be matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Matching {
    /// In the visitor's browser alone.
    InBrowser,
    /// Here too, on coarse answers: they leave the browser before it sends.
    HereToo,
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    /// Swedish, the authoritative one.
    pub(crate) sv: String,
    /// English.
    pub(crate) en: String,
}

impl Words {
    /// The text in a language.
    pub(crate) fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Sv => &self.sv,
            Lang::En => &self.en,
        }
    }
}

/// The files that were built, by what they are for.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Manifest {
    /// Of the build.
    pub(crate) version: String,
    /// SHA-256 of the Worker's wasm: which build it is.
    #[serde(default)]
    pub(crate) build: Option<String>,
    /// The catalogue's pieces.
    pub(crate) catalogue: Pieces,
    /// The widget's files.
    pub(crate) assets: BTreeMap<String, String>,
}

/// The pieces of the catalogue, by name, as paths.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Pieces {
    /// `rules`, `words-sv` and so on.
    pub(crate) pieces: BTreeMap<String, String>,
    /// All public entries as JSON, for whoever wants them.
    #[serde(default)]
    pub(crate) open_data: Option<String>,
}

impl Manifest {
    /// The path of a file; empty for one that was not built.
    pub(crate) fn asset(&self, name: &str) -> &str {
        self.assets.get(name).map_or("", String::as_str)
    }
}

/// The notice by GDPR art. 13, in both languages.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Privacy {
    /// Swedish.
    pub(crate) sv: Notice,
    /// English.
    pub(crate) en: Notice,
}

/// The parts of the notice, in the order in which they are read.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Notice {
    /// Who answers for the data.
    pub(crate) controller: String,
    /// What they are used for.
    pub(crate) purpose: String,
    /// By which rule.
    pub(crate) legal_basis: String,
    /// Who gets them.
    pub(crate) recipients: String,
    /// How long they are kept.
    pub(crate) retention: String,
    /// What the person can ask for.
    pub(crate) rights: String,
    /// Whom to ask.
    pub(crate) contact: String,
}

impl Privacy {
    /// The notice in a language.
    pub(crate) fn get(&self, lang: Lang) -> &Notice {
        match lang {
            Lang::Sv => &self.sv,
            Lang::En => &self.en,
        }
    }
}

/// What is wrong with the configuration, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Faulty {
    /// The variable.
    pub(crate) variable: String,
    /// What to change.
    pub(crate) why: String,
}

impl fmt::Display for Faulty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.variable, self.why)
    }
}

fn faulty(variable: &str, why: impl Into<String>) -> Faulty {
    Faulty { variable: variable.to_owned(), why: why.into() }
}

impl Settings {
    /// Reads and checks every variable.
    ///
    /// # Errors
    /// The first fault.
    pub(crate) fn read(variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, Faulty> {
        let origin = origin(&text(variable, "ORIGIN")?)?;
        let partners: BTreeMap<String, Partner> = json(variable, "PARTNERS")?;
        for (id, partner) in &partners {
            partner.check(id).map_err(|why| faulty("PARTNERS", format!("{id}: {why}")))?;
        }
        let recipients = recipients::read(json(variable, "RECIPIENTS")?, &origin, variable)?;
        let operators = operators::read(variable, &origin)?;
        Ok(Self {
            manifest: json(variable, "MANIFEST")?,
            privacy: json(variable, "PRIVACY")?,
            keep: keep::read(variable)?,
            matching: matching(variable("MATCH").as_deref())?,
            larger: larger::read(variable)?,
            counting: counting::read(variable)?,
            accessibility: accessibility::read(variable)?,
            security_contact: alerts::contact(variable)?,
            alerts: alerts::read(variable)?,
            mail_from: mail::read(variable, &recipients, operators.as_ref())?,
            operators,
            origin,
            partners,
            recipients,
            limits: guard::limits(variable)?,
            guard: guard::secret(variable)?,
            vault: keep::vault(variable)?,
        })
    }

    /// The recipient that takes what no one else does.
    pub(crate) fn central(&self) -> Option<(&str, &Recipient)> {
        let central = self.recipients.iter().find(|(_, recipient)| recipient.central);
        central.map(|(id, recipient)| (id.as_str(), recipient))
    }
}

fn text(variable: &dyn Fn(&str) -> Option<String>, name: &str) -> Result<String, Faulty> {
    variable(name).filter(|text| !text.is_empty()).ok_or_else(|| faulty(name, "is not set"))
}

fn json<T: DeserializeOwned>(
    variable: &dyn Fn(&str) -> Option<String>,
    name: &str,
) -> Result<T, Faulty> {
    serde_json::from_str(&text(variable, name)?).map_err(|error| faulty(name, error.to_string()))
}

/// `https://…` without a path, or `http://` on this machine alone.
fn origin(text: &str) -> Result<String, Faulty> {
    let origin = text.trim_end_matches('/');
    if !is_origin(origin) {
        return Err(faulty("ORIGIN", "must be like https://host, without a path"));
    }
    Ok(origin.to_owned())
}

/// Whether a text is an origin: https, or http on this machine.
pub(crate) fn is_origin(text: &str) -> bool {
    let Ok(url) = worker::Url::parse(text) else { return false };
    let is_safe = url.scheme() == "https" || is_this_machine(&url);
    is_safe && url.origin().ascii_serialization() == text
}

/// Whether an address is plain http to this very machine: the demo.
fn is_this_machine(url: &worker::Url) -> bool {
    url.scheme() == "http" && matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"))
}

/// What is not said is off: only a clear "on" lets answers leave the browser.
fn matching(said: Option<&str>) -> Result<Matching, Faulty> {
    match said {
        None | Some("off") => Ok(Matching::InBrowser),
        Some("on") => Ok(Matching::HereToo),
        Some(_) => Err(faulty("MATCH", "must be \"on\" or \"off\"")),
    }
}

/// Whether an id is one: small letters, digits and hyphens.
pub(crate) fn is_id(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=40).contains(&text.len()) && text.chars().all(plain)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The committed examples, as the demo has them.
    pub(crate) fn variable(name: &str) -> Option<String> {
        let text = match name {
            "ORIGIN" => "https://vagen-in.example",
            "PARTNERS" => include_str!("../../config/partners.json"),
            "RECIPIENTS" => include_str!("../../config/recipients.json"),
            "ACCESSIBILITY" => include_str!("../../config/accessibility.json"),
            "PRIVACY" => include_str!("../../config/privacy.json"),
            "SECURITY_CONTACT" => "mailto:security@vagen-in.example.org",
            "HOSTS" => include_str!("../../config/hosts.json"),
            "OPERATORS" => include_str!("../../config/operators.json"),
            "KEEP" => r#"{"person_days": 14, "facts_days": 365}"#,
            "MANIFEST" => {
                r#"{"version": "1.0.0",
                    "catalogue": {"hash": "x", "rules": "1", "pieces": {"rules": "/assets/rules-1.bin"}},
                    "assets": {"frame": "/assets/frame-1.js"}}"#
            }
            "LIMITS" => {
                r#"{"least_seconds": 3, "network_pass": 10, "network_hold": 10, "partner": 100, "all": 500}"#
            }
            "GUARD_SECRET" => "only in tests: it guards nothing",
            "KEEP_KEY" => "test:b25seSBpbiB0ZXN0czogbm90aGluZyBpcyBrZXB0ISE=",
            name if name.starts_with("RECIPIENT_SECRET_") => {
                "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
            }
            _ => return None,
        };
        Some(text.to_owned())
    }

    /// The same where the central recipient has changed its key once.
    pub(crate) fn example_with_keys() -> Settings {
        let (newest, before) = ("CQ".repeat(21) + "A", "CA".repeat(21) + "A");
        let keyed = |name: &str| {
            let text = variable(name)?;
            let seal = format!(
                r#""seal": [{{"key_id": "2026-11", "seal_key": "{newest}"}},
                            {{"key_id": "2026-05", "seal_key": "{before}"}}], "central": true"#
            );
            Some(if name == "RECIPIENTS" {
                text.replace(r#""central": true"#, &seal)
            } else {
                text
            })
        };
        Settings::read(&keyed).unwrap()
    }

    /// Settings from the committed examples.
    pub(crate) fn example() -> Settings {
        Settings::read(&variable).unwrap()
    }

    #[test]
    fn the_committed_examples_are_right_and_marked_as_such() {
        let settings = example();
        assert!(settings.partners.values().all(|partner| partner.example));
        assert!(settings.recipients.values().all(|recipient| recipient.example));
        assert_eq!(settings.central().unwrap().0, "rs-innovation");
        for id in ["demo-park", "ki-science-park", "flemingsberg-science"] {
            assert!(settings.partners.contains_key(id));
        }
    }

    fn fault(name: &str, value: Option<&str>) -> String {
        let changed = |asked: &str| {
            if asked == name { value.map(str::to_owned) } else { variable(asked) }
        };
        Settings::read(&changed).unwrap_err().to_string()
    }

    #[test]
    fn a_fault_names_its_variable() {
        assert_eq!(fault("KEEP", None), "KEEP: is not set");
        assert!(fault("PARTNERS", Some("{")).starts_with("PARTNERS: EOF"));
        assert!(fault("ORIGIN", Some("http://vagen-in.example")).starts_with("ORIGIN: "));
        assert!(
            fault("RECIPIENT_SECRET_RS_INNOVATION", Some("x"))
                .starts_with("RECIPIENT_SECRET_RS_INNOVATION: ")
        );
        assert!(fault("RECIPIENTS", Some("{}")).starts_with("RECIPIENTS: "));
    }

    #[test]
    fn matching_here_is_off_until_it_is_turned_on() {
        assert_eq!(example().matching, Matching::InBrowser);
        assert_eq!(matching(Some("off")), Ok(Matching::InBrowser));
        assert_eq!(matching(Some("on")), Ok(Matching::HereToo));
        assert!(fault("MATCH", Some("true")).starts_with("MATCH: "));
    }

    #[test]
    fn plain_http_is_for_this_machine_alone() {
        assert!(is_origin("http://127.0.0.1:8787") && is_origin("https://park.example"));
        for text in ["http://park.example", "https://park.example/", "https://*.example", "park"] {
            assert!(!is_origin(text) || text.contains('*'), "{text}");
        }
    }
}
