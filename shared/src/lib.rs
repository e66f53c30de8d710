//! The domain: what the region looks for, and whether a company fits.
//!
//! Everything here is a function of its arguments alone: no clock, no
//! randomness, no network, no browser. The widget calls it to *show* an
//! answer, the edge calls it again to *decide*. Same code, same answer.
//!
//! Read in this order: words become concepts ([`text`], [`taxonomy`],
//! [`detection`]), answers become a [`profile`], the [`catalogue`] says what
//! there is, [`eligibility`] judges, [`relevance`] ranks, [`matching`] puts it
//! together, [`qualification`] decides whether it is a [`lead`].

pub mod text;

pub mod taxonomy;

pub mod detection;

pub mod profile;

pub mod catalogue;

pub mod eligibility;

pub mod relevance;

pub mod matching;

pub mod qualification;

pub mod lead;

pub mod private;

#[cfg(feature = "compile")]
pub mod compile;

#[cfg(test)]
#[path = "../tests/odd/mod.rs"]
mod odd;
