//! How long what is kept lives: `person` goes first, by its company's word or
//! by the clock; then the rest.
//!
//! Who is erased stands in `erased`. That table is exported apart, and after an
//! older export of the rest was restored, it is all that is needed to erase the
//! same ones again: every tick of the clock does so.

use super::retention::Limits;
use super::store::{Bound, Statement, sql};
use super::vault::{Once, Scope, Vault, Wrapped};
use super::{Ledger, rows};
use crate::calendar::{Moment, millis};
use crate::error::Error;
use serde::{Deserialize, Serialize};

/// Someone who was erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Erased {
    /// The lead's id: it says nothing of the person.
    pub(crate) lead: String,
    pub(crate) at: i64,
    pub(crate) why: String,
}

/// Draws a nonce.
pub(crate) type Draw<'a> = &'a dyn Fn() -> Result<Once, Error>;

/// A lead's key that an older secret locks.
#[derive(Debug, Deserialize)]
struct Old {
    lead: String,
    key_id: String,
    wrapped: String,
    scope: Option<String>,
}

/// Keeps the key of a lead that was kept: in the batch that keeps it.
pub(super) fn insert_key(lead: &str, key: &Wrapped) -> Statement {
    sql(
        "INSERT INTO lead_key (lead, key_id, wrapped)
         SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM lead WHERE id = ?1)",
        [lead.into(), (&key.key_id).into(), (&key.wrapped).into()],
    )
}

impl Ledger {
    /// Takes a lead back: nothing more goes out, and `person` is erased now.
    pub(crate) async fn withdraw(&self, lead: &str, now: Moment) -> Result<(), Error> {
        let both = [lead.into(), now.into()];
        let mut batch = vec![
            sql(
                "INSERT INTO erased (lead, at, why) VALUES (?1, ?2, 'withdrawn')
                 ON CONFLICT (lead) DO UPDATE SET why = 'withdrawn'",
                both.clone(),
            ),
            sql(
                "UPDATE delivery SET state = 'withdrawn', ended_at = ?2
                 WHERE lead = ?1 AND state IN ('due', 'parked')",
                both.clone(),
            ),
            sql("UPDATE lead SET withdrawn_at = coalesce(withdrawn_at, ?2) WHERE id = ?1", both),
        ];
        batch.extend(forget(now));
        self.run(batch, "withdrawing a lead").await.map(drop)
    }

    /// Erases what may no longer be kept.
    pub(crate) async fn erase(&self, limits: Limits, now: Moment) -> Result<(), Error> {
        let Limits { person, quarantine, parked, facts, keys, tokens } = limits;
        let old = || [Bound::from(facts)];
        let of_old = "(SELECT id FROM lead WHERE person IS NULL AND received_at < ?1)";
        let mut batch = vec![sql(
            "INSERT INTO erased (lead, at, why)
             SELECT id, ?1, CASE WHEN EXISTS (
               SELECT 1 FROM delivery WHERE lead = lead.id AND state = 'parked')
               THEN 'too-old' ELSE 'delivered' END
             FROM lead WHERE person IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM delivery WHERE lead = lead.id AND NOT (
                 (state IN ('delivered', 'withdrawn') AND ended_at < ?2)
                 OR (state = 'parked' AND parked_for = 'quarantine' AND ended_at < ?3)
                 OR (state = 'parked' AND parked_for <> 'quarantine' AND ended_at < ?4)))
             ON CONFLICT (lead) DO NOTHING",
            [now.into(), person.into(), quarantine.into(), parked.into()],
        )];
        batch.extend(forget(now));
        batch.extend([
            sql("DELETE FROM idempotency WHERE created_at < ?1", [keys.into()]),
            sql("DELETE FROM spent_token WHERE at < ?1", [tokens.into()]),
            sql("DELETE FROM quota WHERE hour < ?1", [hour(tokens)]),
            sql(
                format!(
                    "DELETE FROM attempt WHERE delivery IN
                     (SELECT id FROM delivery WHERE lead IN {of_old})"
                ),
                old(),
            ),
            sql(format!("DELETE FROM delivery WHERE lead IN {of_old}"), old()),
            sql("DELETE FROM lead WHERE person IS NULL AND received_at < ?1", old()),
            // By then no export of ours is as old as that.
            sql("DELETE FROM erased WHERE at < ?1 AND lead NOT IN (SELECT id FROM lead)", old()),
        ]);
        self.run(batch, "erasing what is too old").await.map(drop)
    }

    #[cfg_attr(not(test), expect(dead_code, reason = "for the operators' export and restore"))]
    /// So many of those who were erased, by id, after one: for the export.
    pub(crate) async fn erased_after(&self, lead: &str, most: u32) -> Result<Vec<Erased>, Error> {
        let query = sql(
            "SELECT lead, at, why FROM erased WHERE ?1 < lead ORDER BY lead LIMIT ?2",
            [lead.into(), most.into()],
        );
        self.read(query, "reading who was erased").await
    }

    #[cfg_attr(not(test), expect(dead_code, reason = "for the operators' export and restore"))]
    /// Erases again who was erased before, after an older export was restored.
    pub(crate) async fn erase_again(&self, all: &[Erased], now: Moment) -> Result<(), Error> {
        let known = |one: &Erased| {
            sql(
                "INSERT INTO erased (lead, at, why) VALUES (?1, ?2, ?3)
                 ON CONFLICT (lead) DO NOTHING",
                [(&one.lead).into(), Bound::Number(one.at), (&one.why).into()],
            )
        };
        let mut batch: Vec<Statement> = all.iter().map(known).collect();
        batch.extend(forget(now));
        self.run(batch, "erasing again").await.map(drop)
    }

    /// Locks some keys that an older secret locks with the newest one. Gives how
    /// many were looked at: when it is none, the older secret can go. It may
    /// stop at any time, and goes on where it was.
    pub(crate) async fn rewrap(
        &self,
        vault: &Vault,
        most: u32,
        draw: Draw<'_>,
    ) -> Result<usize, Error> {
        const WHAT: &str = "locking keys anew";
        let query = sql(
            "SELECT lead, key_id, wrapped, (SELECT group_concat(recipient) FROM (
               SELECT recipient FROM delivery WHERE delivery.lead = lead_key.lead
               ORDER BY recipient)) AS scope
             FROM lead_key WHERE key_id <> ?1 ORDER BY lead LIMIT ?2",
            [vault.newest().into(), most.into()],
        );
        let old: Vec<Old> = rows(&mut self.run(vec![query], WHAT).await?, 0, WHAT)?;
        let mut batch = Vec::new();
        for one in &old {
            batch.extend(anew(one, vault, draw()?));
        }
        let stuck = old.len() - batch.len();
        if !batch.is_empty() {
            self.run(batch, WHAT).await?;
        }
        if 0 < stuck {
            return Err(Error::Broken(format!("{WHAT}: no secret of ours opens {stuck} of them")));
        }
        Ok(old.len())
    }
}

/// Only if it is still as it was read: it may have been erased meanwhile.
fn anew(old: &Old, vault: &Vault, once: Once) -> Option<Statement> {
    let Old { lead, key_id, wrapped, scope } = old;
    let scope = Scope { lead, recipients: scope.as_deref().unwrap_or_default() };
    let locked = Wrapped { key_id: key_id.clone(), wrapped: wrapped.clone() };
    let key = vault.unwrap(&locked, scope)?;
    let new = vault.wrap(&key, once, scope)?;
    Some(sql(
        "UPDATE lead_key SET key_id = ?3, wrapped = ?4 WHERE lead = ?1 AND wrapped = ?2",
        [lead.into(), wrapped.into(), (&new.key_id).into(), (&new.wrapped).into()],
    ))
}

/// What `erased` says, done: the key first, then what it opened. Doing it again
/// changes nothing.
pub(super) fn forget(now: Moment) -> [Statement; 4] {
    let of_erased = "IN (SELECT lead FROM erased)";
    [
        sql(format!("DELETE FROM lead_key WHERE lead {of_erased}"), []),
        sql(
            format!(
                "UPDATE delivery SET state = 'withdrawn', ended_at = ?1
                 WHERE state = 'due' AND lead {of_erased}"
            ),
            [now.into()],
        ),
        sql(
            format!(
                "UPDATE delivery SET parked_for = 'erased'
                 WHERE state = 'parked' AND parked_for <> 'erased' AND lead {of_erased}"
            ),
            [],
        ),
        sql(
            format!(
                "UPDATE lead SET person = NULL,
                   erased_at = coalesce(erased_at, (SELECT at FROM erased WHERE lead = lead.id)),
                   withdrawn_at = coalesce(withdrawn_at, (
                     SELECT at FROM erased WHERE lead = lead.id AND why = 'withdrawn'))
                 WHERE person IS NOT NULL AND id {of_erased}"
            ),
            [],
        ),
    ]
}

/// Hours since 1970.
pub(super) fn hour(at: Moment) -> Bound {
    Bound::Number(millis(at).div_euclid(3_600_000))
}

#[cfg(test)]
mod tests;
