//! What an attempt tells of the recipient, and how it is treated then.
//!
//! ```text
//! taking ── a failure ──▶ failing ── five days of it ──▶ stopped (operator told)
//!    ▲                       │ one success
//!    └── no backlog left ── recovering ◀── resumed, or another address ── stopped
//! ```
//!
//! A 410 stops it at once; an operator may pause it in any state. Leads for it
//! are kept in all of them. The ledger keeps the state, and changes it in the
//! transaction that records the attempt.

use super::Answer;
use crate::calendar::Moment;
use time::Duration;

/// So many deliveries are under way to one recipient at most.
pub(crate) const MOST_AT_ONCE: u32 = 10;

/// And so many to one that fails: it must not keep the others waiting.
pub(crate) const MOST_WHILE_FAILING: u32 = 2;

/// To a recipient that fails, or has just come back, one attempt begins in each
/// of these: five a second.
pub(crate) const PACE: Duration = Duration::milliseconds(200);

/// A recipient that has taken nothing for so long, and failed all the while, is
/// stopped.
pub(crate) const DISABLED_AFTER: Duration = Duration::days(5);

/// Failures that lie further apart are not one failure: longer than the longest
/// pause between two attempts, 24 h and a fifth.
pub(crate) const SAME_FAILURE: Duration = Duration::hours(30);

/// A recipient may ask for a pause, but not put a lead off for days.
pub(super) const LONGEST_WAIT: Duration = Duration::hours(24);

/// What an attempt tells of a recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// It is there, and takes leads.
    Took,
    /// It is not, or does not; and wants to be left alone until then.
    Failed {
        /// Now, if it did not say.
        quiet_until: Moment,
    },
    /// It says that it takes no more, at this address.
    Gone {
        /// The address's hash.
        url_hash: String,
    },
    /// Nothing: the recipient was not asked.
    Nothing,
}

/// What an answer tells of a recipient whose address has this hash.
pub(crate) fn heard(answer: Answer, url_hash: &str, now: Moment) -> Heard {
    match answer {
        Answer::Status(200..=299, _) | Answer::Mailed | Answer::Noticed => Heard::Took,
        Answer::Status(410, _) => Heard::Gone { url_hash: url_hash.to_owned() },
        Answer::Status(_, wait) => {
            let wait = wait.unwrap_or_default().min(LONGEST_WAIT);
            Heard::Failed { quiet_until: now.saturating_add(wait) }
        }
        Answer::Silence | Answer::NotMailed => Heard::Failed { quiet_until: now },
        Answer::NoRecipient | Answer::NothingToSend | Answer::Unreadable => Heard::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = time::macros::datetime!(2026-11-23 08:00 UTC);

    #[test]
    fn an_answer_tells_of_its_recipient() {
        let status = |status| heard(Answer::Status(status, None), "hash", NOW);
        assert_eq!(status(204), Heard::Took);
        assert_eq!(status(503), Heard::Failed { quiet_until: NOW });
        assert_eq!(status(410), Heard::Gone { url_hash: "hash".into() });
        assert_eq!(heard(Answer::NothingToSend, "hash", NOW), Heard::Nothing);
    }

    #[test]
    fn it_may_be_quiet_for_a_day_at_most() {
        let asked = |wait| heard(Answer::Status(429, Some(wait)), "hash", NOW);
        let until = |wait| Heard::Failed { quiet_until: NOW + wait };
        assert_eq!(asked(Duration::minutes(10)), until(Duration::minutes(10)));
        assert_eq!(asked(Duration::days(9)), until(Duration::days(1)));
    }
}
