//! How it goes, for those who look after it: a log of known events, two
//! addresses for watchers, a few numbers, and nine alerts.
//!
//! What is an alert is decided here, as a function of what was seen
//! ([`alerts`]); what is seen stands in the ledger. Nothing here names a person.

mod alerts;
mod events;
#[cfg(test)]
pub(crate) mod figures;
mod metrics;
mod ready;
mod round;

pub(crate) use alerts::{Alert, Level, Seen};
pub(crate) use events::line;
pub(crate) use metrics::metrics;
pub(crate) use ready::{alive, readiness};
pub(crate) use round::{is_counted, note_answer, round};
