//! A person is locked before it is kept: nothing is written down in clear.

use super::random;
use crate::error::Error;
use crate::ledger::NewLead;
use crate::ledger::vault::{Key, Scope, Vault, hide};

/// Locks what a person wrote with a key of its own, and that with the Worker's.
pub(super) fn lock(new: &mut NewLead, person: &str, vault: &Vault) -> Result<(), Error> {
    let mut recipients: Vec<&str> = new.to.iter().map(|(id, _)| id.as_str()).collect();
    recipients.sort_unstable();
    let recipients = recipients.join(",");
    let scope = Scope { lead: &new.id, recipients: &recipients };
    let key: Key = random::bytes()?;
    let hidden = hide(&key, random::bytes()?, scope, person);
    let wrapped = vault.wrap(&key, random::bytes()?, scope);
    let failed = || Error::Broken("locking a person".to_owned());
    (new.person, new.key) = (hidden.ok_or_else(failed)?, Some(wrapped.ok_or_else(failed)?));
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::ledger::tests::{NOW, lead};

    /// A lead of a number as the intake keeps it.
    pub(crate) fn locked(number: usize, vault: &Vault) -> NewLead {
        let mut new = lead(number, NOW);
        new.to.push(("karolinska-innovation".into(), None));
        let person = std::mem::take(&mut new.person);
        lock(&mut new, &person, vault).unwrap();
        new
    }
}
