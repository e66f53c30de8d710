//! What goes into the ledger and comes out of it.

use crate::calendar::{Moment, from_millis};
use crate::delivery::Next;
use serde::Deserialize;

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
    pub(crate) person: String,
    pub(crate) likeness: String,
    pub(crate) possible_duplicate: bool,
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
    pub(crate) lead: String,
    pub(crate) reference: String,
    pub(crate) partner: String,
    pub(crate) locale: String,
    pub(crate) received_at: i64,
    pub(crate) facts: String,
    pub(crate) result: String,
    pub(crate) person: Option<String>,
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
    pub(crate) next: Next,
    /// Before when the recipient does not want to be asked again.
    pub(crate) not_before: Moment,
}

impl LeadRow {
    /// When it came.
    pub(crate) fn received(&self) -> Moment {
        from_millis(self.received_at)
    }
}
