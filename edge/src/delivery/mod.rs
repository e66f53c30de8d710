//! What is due → one attempt → what next.
//!
//! What next is decided here, as a function of the answer, the attempts, the
//! delivery's id and the moment: for the delivery in [`schedule`], for its
//! recipient in [`recipient`]. [`sending`] does it, with a clock, lots and a way
//! out that are given to it; [`outside`] has the real ones.

mod dates;
pub(crate) mod kept;
pub(crate) mod mail;
mod outside;
pub(crate) mod payload;
pub(crate) mod recipient;
pub(crate) mod schedule;
pub(crate) mod sending;
pub(crate) mod signature;
pub(crate) mod told;

#[cfg(test)]
mod payload_tests;

pub(crate) use outside::{Real, address, wake};

use crate::calendar::Moment;
use time::Duration;

/// What came of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// An HTTP status, and how long it asks us to wait.
    Status(u16, Option<Duration>),
    /// No answer in time, or no connection.
    Silence,
    /// The mail service took the whole lead.
    Mailed,
    /// The mail service took an e-mail that tells of the lead.
    Noticed,
    /// The mail service did not take it.
    NotMailed,
    /// The configuration no longer has the recipient.
    NoRecipient,
    /// What was to be sent is erased.
    NothingToSend,
    /// What was to be sent cannot be read by us.
    Unreadable,
}

/// What happens to a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// The recipient has it.
    Done,
    /// Again.
    After {
        /// Then.
        then: Moment,
        /// Before then not even if the recipient is known to be back.
        not_before: Moment,
    },
    /// The recipient knows of it, and is reminded then unless it has opened it.
    Remind(Moment),
    /// It waits for an operator. It is kept.
    Park(Parked),
}

/// Why a delivery waits for an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parked {
    /// Every attempt failed.
    Exhausted,
    /// The recipient says that it takes no more (410): nothing more is sent
    /// there until its address changes or an operator resumes it.
    Gone,
    /// The recipient failed for five days, likewise.
    Failing,
    /// Every reminder was sent, and no one opened it.
    Unread,
    /// There is nothing left to send.
    Erased,
}

impl Parked {
    /// As it stands in the ledger.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Exhausted => "exhausted",
            Self::Gone => "gone",
            Self::Failing => "failing",
            Self::Unread => "unread",
            Self::Erased => "erased",
        }
    }
}

impl Answer {
    /// As it stands in the ledger and the log.
    pub(crate) fn told(self) -> String {
        match self {
            Self::Status(status, _) => return status.to_string(),
            Self::Silence => "silence",
            Self::Mailed => "mailed",
            Self::Noticed => "noticed",
            Self::NotMailed => "not-mailed",
            Self::NoRecipient => "no-recipient",
            Self::NothingToSend => "nothing-to-send",
            Self::Unreadable => "unreadable",
        }
        .to_owned()
    }
}
