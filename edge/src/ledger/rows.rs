//! What goes into the ledger and comes out of it.

use super::vault::{Scope, Vault, Wrapped, show};
use crate::calendar::{Moment, from_millis};
use crate::delivery::Next;
use crate::delivery::recipient::Heard;
use crate::error::Error;
use serde::Deserialize;
use time::Duration;

/// What became of a lead that was to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// What its key stands for now.
    Answered(Answered),
    /// Its step token was used for another.
    Spent,
}

/// A lead that is about to be kept.
#[derive(Debug)]
pub(crate) struct NewLead {
    pub(crate) id: String,
    pub(crate) reference: String,
    pub(crate) link_hash: String,
    pub(crate) partner: String,
    pub(crate) locale: &'static str,
    pub(crate) received_at: Moment,
    pub(crate) facts: String,
    pub(crate) result: String,
    /// Locked.
    pub(crate) person: String,
    /// What opens it, for whoever has the Worker's secret.
    pub(crate) key: Option<Wrapped>,
    pub(crate) likeness: String,
    pub(crate) possible_duplicate: bool,
    /// What is kept of its step token.
    pub(crate) token: Option<String>,
    /// Why an operator looks first.
    pub(crate) held_for: Option<&'static str>,
    /// Recipients, each with the day that it promises an answer by.
    pub(crate) to: Vec<(String, Option<String>)>,
    pub(crate) key_hash: String,
    pub(crate) body_hash: String,
    pub(crate) answer: String,
}

/// What was answered to a key.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Answered {
    /// The lead that it was about.
    pub(crate) lead: String,
    /// The body that came with the key.
    pub(crate) body_hash: String,
    /// The answer, without the status link.
    pub(crate) answer: String,
}

/// A delivery that we hold, with what is to be sent.
#[derive(Debug, Deserialize)]
pub(crate) struct Claimed {
    pub(crate) id: String,
    pub(crate) recipient: String,
    pub(crate) attempts: u32,
    /// Attempts before the schedule began anew.
    pub(crate) base: u32,
    /// E-mails that tell of it and were taken by the mail service.
    pub(crate) notices: u32,
    pub(crate) lead: String,
    pub(crate) reference: String,
    pub(crate) partner: String,
    pub(crate) locale: String,
    pub(crate) received_at: i64,
    pub(crate) facts: String,
    pub(crate) result: String,
    pub(crate) person: Option<String>,
    /// What opens `person`; nothing for what came before 1.2.
    pub(crate) key_id: Option<String>,
    pub(crate) wrapped: Option<String>,
    /// The ids of all recipients of the lead, in order.
    pub(crate) scope: String,
    pub(crate) possible_duplicate: u32,
}

/// A lead as its company may see it.
#[derive(Debug, Deserialize)]
pub(crate) struct LeadRow {
    pub(crate) id: String,
    pub(crate) reference: String,
    pub(crate) partner: String,
    pub(crate) received_at: i64,
    pub(crate) facts: String,
    pub(crate) result: String,
    pub(crate) withdrawn_at: Option<i64>,
    pub(crate) erased_at: Option<i64>,
}

/// A delivery as the company may see it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct DeliveryRow {
    pub(crate) recipient: String,
    pub(crate) state: String,
    pub(crate) parked_for: Option<String>,
    pub(crate) promised_by: Option<String>,
    pub(crate) attempts: u32,
    pub(crate) next_attempt_at: i64,
    pub(crate) ended_at: Option<i64>,
}

/// How it goes.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Health {
    /// The schema that is there.
    pub(crate) version: Option<u32>,
    /// When the oldest lead that is still due came.
    pub(crate) oldest_due: Option<i64>,
    /// How many deliveries are due.
    pub(crate) due: u32,
    /// How many wait for an operator.
    pub(crate) parked: u32,
    /// When the clock last ticked.
    pub(crate) heartbeat: Option<i64>,
}

/// An attempt, and what was decided after it.
#[derive(Debug)]
pub(crate) struct Attempted<'a> {
    pub(crate) claimed: &'a Claimed,
    pub(crate) lease: &'a str,
    pub(crate) at: Moment,
    pub(crate) answer: &'a str,
    /// How long it took.
    pub(crate) took: Duration,
    /// What becomes of the delivery.
    pub(crate) next: Next,
    /// What it tells of the recipient.
    pub(crate) heard: Heard,
}

impl Claimed {
    /// What the person wrote, opened; `None` when it is erased.
    ///
    /// # Errors
    /// It was kept with a secret that we no longer have, or it was tampered with.
    pub(crate) fn opened(&self, vault: &Vault) -> Result<Option<String>, Error> {
        let Some(person) = &self.person else { return Ok(None) };
        let (Some(key_id), Some(wrapped)) = (&self.key_id, &self.wrapped) else {
            // What came before 1.2 was kept as it was.
            let is_open = person.starts_with('{');
            return if is_open { Ok(Some(person.clone())) } else { Err(self.stuck()) };
        };
        let scope = Scope { lead: &self.lead, recipients: &self.scope };
        let wrapped = Wrapped { key_id: key_id.clone(), wrapped: wrapped.clone() };
        let key = vault.unwrap(&wrapped, scope);
        key.and_then(|key| show(&key, scope, person)).map(Some).ok_or_else(|| self.stuck())
    }

    fn stuck(&self) -> Error {
        Error::Broken(format!("opening the person of {}", self.lead))
    }
}

impl LeadRow {
    /// When it came.
    pub(crate) fn received(&self) -> Moment {
        from_millis(self.received_at)
    }
}
