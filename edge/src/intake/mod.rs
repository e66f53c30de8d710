//! Judge again → keep → nudge → 202. Nobody is thanked for a lead that we
//! could still lose.

mod advice;
pub(crate) mod case;
pub(crate) mod guard;
pub(crate) mod locking;
pub(crate) mod plain_form;
pub(crate) mod random;
mod reading;
pub(crate) mod recheck;
pub(crate) mod routing;
pub(crate) mod sealing;

use crate::Here;
use crate::calendar::{day_in_stockholm, stamp};
use crate::catalogue::catalogue;
use crate::delivery::kept::Kept;
use crate::delivery::told;
use crate::error::{Doing, Error, Fault, Kind, Problem};
use crate::http::Reply;
use crate::ledger::{self, Answered, Ledger, NewLead};
pub(crate) use advice::faults;
use reading::key;
pub(crate) use reading::{LONGEST_BODY, body, read};
use recheck::Judged;
use routing::{To, first_promise, route};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::lead::{Lead, SCHEMA};
use std::fmt::Write as _;
use time::Duration;
use worker::Request;

/// For how long a lead of the same company about the same thing is marked.
const DUPLICATE: Duration = Duration::days(30);

/// `POST /v1/leads`.
pub(crate) async fn receive(request: Request, here: &Here<'_>) -> Result<Reply, Error> {
    let key = key(here.asked)?;
    if !here.asked.is_of_type("application/json") {
        return Err(Kind::MediaType.into());
    }
    let seen = guard::Seen::of(&request);
    let longest = reading::longest(here.settings);
    let bytes = body(request, here.asked, longest).await?;
    let sent = Sent { key, body_hash: hash_bytes(&bytes), seen };
    if let Some(answered) = Ledger::open(here.env)?.answered(&sent.key_hash()).await? {
        return answer(&answered, &sent, here);
    }
    let lead: Lead = read(&bytes)?;
    let judged = check(&lead, here)?;
    let today = day_in_stockholm(here.now);
    let to = route(&lead.facts, &catalogue()?.rules, here.settings, today);
    sealing::check(&lead, &to, here.settings)?;
    keep(lead, &judged, sent, here).await
}

/// A key, and what came with it.
pub(crate) struct Sent {
    pub(crate) key: String,
    pub(crate) body_hash: String,
    pub(crate) seen: guard::Seen,
}

impl Sent {
    /// What is kept of the key.
    pub(crate) fn key_hash(&self) -> String {
        hash(&["key", &self.key])
    }

    /// What sealed texts are bound to: whoever has it has no key to the status
    /// link by it.
    fn lead_key(&self) -> String {
        hash_bytes(self.key.as_bytes())
    }

    /// The key of the status link: whoever sent the lead can have it again, and
    /// no one can read it out of the ledger.
    fn link(&self, lead: &str) -> String {
        /// 160 bits: no one can guess that.
        const DIGITS: usize = 40;
        hash(&["link", lead, &self.key]).chars().take(DIGITS).collect()
    }
}

/// Checks everything about a lead that was matched in a browser.
fn check(lead: &Lead, here: &Here<'_>) -> Result<Judged, Error> {
    let catalogue = catalogue()?;
    if lead.facts.schema != SCHEMA {
        let fault = Fault::new("facts.schema", "schema", "Skicka schema 1.", "Send schema 1.");
        return Err(Problem::of(Kind::Unprocessable, fault).into());
    }
    takes_leads(&lead.facts.partner, here)?;
    if lead.facts.catalogue != catalogue.rules.version
        || lead.facts.rules != catalogue.rules.rules_version
    {
        return Err(Kind::StaleCatalogue.into());
    }
    let faults = faults(lead);
    if !faults.is_empty() {
        return Err(Problem { kind: Kind::Unprocessable, errors: faults }.into());
    }
    recheck::confirm(&lead.facts, catalogue, day_in_stockholm(here.now))
}

/// Whether a partner is known and not paused.
pub(crate) fn takes_leads(partner: &str, here: &Here<'_>) -> Result<(), Error> {
    match here.settings.partners.get(partner) {
        None => {
            let (sv, en) = ("Partnern finns inte.", "There is no such partner.");
            let fault = Fault::new("facts.partner", "unknown-id", sv, en);
            Err(Problem::of(Kind::Unprocessable, fault).into())
        }
        Some(partner) if partner.paused => Err(Kind::PartnerPaused.into()),
        Some(_) => Ok(()),
    }
}

/// The answer to a lead that is kept, without its link.
#[derive(Debug, Serialize, Deserialize)]
struct Receipt {
    reference: String,
    received_at: String,
    promised_by: Option<String>,
    recipients: Vec<To>,
    state: String,
    possible_duplicate: bool,
}

#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    receipt: Receipt,
    status_url: String,
}

/// Keeps a lead that has been checked, wakes the sender, and answers.
pub(crate) async fn keep(
    lead: Lead,
    judged: &Judged,
    sent: Sent,
    here: &Here<'_>,
) -> Result<Reply, Error> {
    let ledger = Ledger::open(here.env)?;
    let let_in = guard::let_in(&sent.seen, &lead.facts.partner, here).await?;
    let mut new = entry(&lead, judged, &sent, here)?;
    new.token = let_in.token;
    new.held_for = let_in.doubt.map(guard::Doubt::key);
    new.possible_duplicate =
        ledger.is_known(&new.likeness, here.now.saturating_sub(DUPLICATE)).await?;
    new.answer = receipt(&new, here, &lead)?;
    let person = Kept::of(lead, &sent.lead_key()).write()?;
    locking::lock(&mut new, &person, &here.settings.vault)?;
    let ledger::Kept::Answered(answered) = ledger.keep(&new).await? else {
        return Err(Kind::StepStale.into());
    };
    if answered.lead == new.id {
        told_and_nudged(&new, here).await;
    }
    answer(&answered, &sent, here)
}

/// What is held back is not on its way: nobody is woken for it.
async fn told_and_nudged(new: &NewLead, here: &Here<'_>) {
    let about = serde_json::json!({ "lead": new.id, "partner": new.partner, "for": new.held_for });
    if new.held_for.is_some() {
        crate::log("quarantined", &about);
    } else {
        crate::log("received", &about);
        nudge(&new.id, here).await;
    }
}

/// The lead as it is kept. Facts and person apart: they live for different
/// times, and a person may one day come sealed.
fn entry(lead: &Lead, judged: &Judged, sent: &Sent, here: &Here<'_>) -> Result<NewLead, Error> {
    const WHAT: &str = "writing the lead";
    let result = told::result(&lead.facts, judged)?;
    let today = day_in_stockholm(here.now);
    let to = route(&lead.facts, &catalogue()?.rules, here.settings, today);
    let id = random::id()?;
    Ok(NewLead {
        reference: random::reference(today.year())?,
        link_hash: hash(&["link", &sent.link(&id)]),
        partner: lead.facts.partner.clone(),
        locale: lead.facts.locale.tag(),
        received_at: here.now,
        facts: serde_json::to_string(&lead.facts).doing(WHAT)?,
        person: String::new(),
        key: None,
        token: None,
        held_for: None,
        likeness: likeness(lead, &result.subject, &id),
        result: serde_json::to_string(&result).doing(WHAT)?,
        possible_duplicate: false,
        to: to.into_iter().map(|to| (to.id, to.promised_by)).collect(),
        key_hash: sent.key_hash(),
        body_hash: sent.body_hash.clone(),
        answer: String::new(),
        id,
    })
}

fn receipt(new: &NewLead, here: &Here<'_>, lead: &Lead) -> Result<String, Error> {
    let today = day_in_stockholm(here.now);
    let recipients = route(&lead.facts, &catalogue()?.rules, here.settings, today);
    let receipt = Receipt {
        reference: new.reference.clone(),
        received_at: stamp(here.now),
        promised_by: first_promise(&recipients),
        recipients,
        state: if new.held_for.is_some() { "reviewing" } else { "received" }.to_owned(),
        possible_duplicate: new.possible_duplicate,
    };
    serde_json::to_string(&receipt).doing("writing the receipt")
}

/// The answer that a key stands for; another body makes it a conflict.
pub(crate) fn answer(answered: &Answered, sent: &Sent, here: &Here<'_>) -> Result<Reply, Error> {
    if answered.body_hash != sent.body_hash {
        return Err(Kind::IdempotencyConflict.into());
    }
    let receipt = serde_json::from_str(&answered.answer).doing("reading a kept answer")?;
    let status_url = format!("{}/v1/leads/{}", here.settings.origin, sent.link(&answered.lead));
    let told = Told { receipt, status_url };
    // The same page may send another.
    let step = here.settings.guard.issue(here.now, random::bytes()?);
    Ok(Reply::json(202, &told).with("Location", &told.status_url).with("Step-Token", &step))
}

/// Wakes the sender. It may fail: the clock looks at the ledger every minute.
async fn nudge(lead: &str, here: &Here<'_>) {
    let sent = match here.env.queue("DELIVERIES") {
        Ok(queue) => queue.send(lead.to_owned()).await,
        Err(error) => Err(error),
    };
    if sent.is_err() {
        crate::log("not-nudged", &serde_json::json!({ "lead": lead }));
    }
}

/// The same for two leads of one company about one thing. Which company sent
/// what is sealed only its recipient can tell.
fn likeness(lead: &Lead, subject: &str, id: &str) -> String {
    let Some(person) = &lead.person else { return hash(&["likeness", id]) };
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let number = person.org_number.as_ref().map(|number| plain(number.reveal()));
    let company = plain(person.company.reveal());
    let who = number.filter(|number| !number.is_empty()).unwrap_or(company);
    hash(&["likeness", &who, subject])
}

/// SHA-256 of parts as hexadecimal digits; where one ends is part of it.
pub(crate) fn hash(parts: &[&str]) -> String {
    hex(&digest(parts))
}

fn hash_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn digest(parts: &[&str]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        // Writing to a string never fails.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
pub(crate) mod tests;
