//! The mail service on this machine: it takes everything, and writes what it
//! took into files that the runtime's log names.

use std::fs;

use anyhow::{Context, Result};

/// An e-mail that was handed in.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Whom it is for.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
}

/// Gives the e-mails that a log tells of.
///
/// # Errors
/// When one of them is not whole.
pub(super) fn handed_in(log: &str) -> Result<Vec<Mail>> {
    log.split("send_email binding called with MessageBuilder:").skip(1).map(read).collect()
}

fn read(told: &str) -> Result<Mail> {
    let line = |name: &str| {
        let found = told.lines().find_map(|line| line.trim().strip_prefix(name));
        found.map(|rest| rest.trim().to_owned()).with_context(|| format!("a mail without {name}"))
    };
    let text = fs::read_to_string(line("Text:")?)?;
    Ok(Mail { to: line("To:")?, subject: line("Subject:")?, text })
}
