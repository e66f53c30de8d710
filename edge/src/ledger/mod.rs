//! What is kept: leads, deliveries, attempts. The only SQL.
//!
//! D1 is the truth; a queue message or a tick of the clock is only a reason to
//! look here. Every change that belongs together is one batch, which D1 runs
//! as one transaction.

pub(crate) mod audit;
mod counts;
mod desk;
pub(crate) mod history;
pub(crate) mod life;
pub(crate) mod quota;
pub(crate) mod recipients;
pub(crate) mod replay;
pub(crate) mod retention;
mod rows;
mod sending;
#[cfg(test)]
mod simulation;
#[cfg(test)]
pub(crate) mod sqlite;
pub(crate) mod store;
#[cfg(test)]
pub(crate) mod tests;
mod upkeep;
pub(crate) mod vault;
mod watch;

pub(crate) use audit::Deed;
pub(crate) use counts::CountRow;
pub(crate) use desk::{Line, Wanted};
pub(crate) use history::DeliveryLife;
pub(crate) use quota::{Came, Counted};
pub(crate) use replay::Which;
pub(crate) use rows::{Answered, Attempted, Claimed, DeliveryRow, Health, Kept, LeadRow, NewLead};
pub(crate) use sending::Taken;
pub(crate) use watch::Tally;

use crate::calendar::Moment;
use crate::error::{Doing, Error};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use store::{Done, Statement, Store, sql};
use worker::Env;

/// The schema that this code reads: `schema_version` in `migrations/`.
pub(crate) const SCHEMA: u32 = 5;

/// The database.
pub(crate) struct Ledger(Box<dyn Store>);

impl Ledger {
    /// Opens it.
    pub(crate) fn open(env: &Env) -> Result<Self, Error> {
        Ok(Self::of(env.d1("DB").doing("opening the ledger")?))
    }

    /// The ledger that a database holds.
    pub(crate) fn of(store: impl Store + 'static) -> Self {
        Self(Box::new(store))
    }

    /// What was answered to a key, if it has been used.
    pub(crate) async fn answered(&self, key_hash: &str) -> Result<Option<Answered>, Error> {
        let statement = sql(
            "SELECT lead, body_hash, answer FROM idempotency WHERE key_hash = ?1",
            [key_hash.into()],
        );
        Ok(self.read(statement, "looking up a key").await?.into_iter().next())
    }

    /// Whether a lead like this one has come since.
    pub(crate) async fn is_known(&self, likeness: &str, since: Moment) -> Result<bool, Error> {
        let statement = sql(
            "SELECT id FROM lead WHERE likeness = ?1 AND ?2 <= received_at LIMIT 1",
            [likeness.into(), since.into()],
        );
        let found: Vec<Id> = self.read(statement, "looking for duplicates").await?;
        Ok(!found.is_empty())
    }

    /// Keeps a lead with its deliveries and the answer to its key, all or
    /// nothing. Gives what the key stands for now: another lead, when the key
    /// was used a moment before. A step token is for one lead.
    pub(crate) async fn keep(&self, lead: &NewLead) -> Result<Kept, Error> {
        const WHAT: &str = "keeping the lead";
        let mut batch = vec![insert_lead(lead)];
        for (recipient, promised_by) in &lead.to {
            batch.push(insert_delivery(lead, recipient, promised_by.as_deref()));
        }
        batch.extend(lead.token.as_ref().map(|token| {
            sql(
                "INSERT INTO spent_token (token, lead, at)
                 SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM lead WHERE id = ?2)",
                [token.into(), (&lead.id).into(), lead.received_at.into()],
            )
        }));
        batch.extend(lead.key.as_ref().map(|key| life::insert_key(&lead.id, key)));
        batch.push(counts::count_lead(&lead.id, &lead.partner, lead.received_at));
        batch.push(sql(
            "INSERT INTO idempotency (key_hash, body_hash, lead, answer, created_at)
             SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM lead WHERE id = ?3)
             ON CONFLICT (key_hash) DO NOTHING",
            [
                (&lead.key_hash).into(),
                (&lead.body_hash).into(),
                (&lead.id).into(),
                (&lead.answer).into(),
                lead.received_at.into(),
            ],
        ));
        batch.push(sql(
            "SELECT lead, body_hash, answer FROM idempotency WHERE key_hash = ?1",
            [(&lead.key_hash).into()],
        ));
        let last = batch.len() - 1;
        let mut done = self.run(batch, WHAT).await?;
        let kept = rows(&mut done, last, WHAT)?.into_iter().next();
        Ok(kept.map_or(Kept::Spent, Kept::Answered))
    }

    /// A lead and its deliveries, by the hash of its link's key.
    pub(crate) async fn find(
        &self,
        link_hash: &str,
    ) -> Result<Option<(LeadRow, Vec<DeliveryRow>)>, Error> {
        const WHAT: &str = "reading a lead";
        let lead = sql(
            "SELECT id, reference, partner, received_at, facts, result, withdrawn_at, erased_at
             FROM lead WHERE link_hash = ?1",
            [link_hash.into()],
        );
        let deliveries = sql(
            "SELECT recipient, state, parked_for, promised_by, attempts, next_attempt_at, ended_at
             FROM delivery WHERE lead = (SELECT id FROM lead WHERE link_hash = ?1)
             ORDER BY recipient",
            [link_hash.into()],
        );
        let mut found = self.run(vec![lead, deliveries], WHAT).await?;
        let lead = rows(&mut found, 0, WHAT)?.into_iter().next();
        lead.map(|lead| rows(&mut found, 1, WHAT).map(|all| (lead, all))).transpose()
    }

    async fn run(&self, batch: Vec<Statement>, what: &'static str) -> Result<Done, Error> {
        self.0.batch(batch, what).await
    }

    /// What one query gives.
    async fn read<T: DeserializeOwned>(
        &self,
        query: Statement,
        what: &'static str,
    ) -> Result<Vec<T>, Error> {
        rows(&mut self.run(vec![query], what).await?, 0, what)
    }
}

fn insert_lead(lead: &NewLead) -> Statement {
    sql(
        "INSERT INTO lead (id, reference, link_hash, partner, locale, received_at, facts,
                           result, person, likeness, possible_duplicate, quarantined_for)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?14
         WHERE NOT EXISTS (SELECT 1 FROM idempotency WHERE key_hash = ?12)
           AND NOT EXISTS (SELECT 1 FROM spent_token WHERE token = ?13)",
        [
            (&lead.id).into(),
            (&lead.reference).into(),
            (&lead.link_hash).into(),
            (&lead.partner).into(),
            lead.locale.into(),
            lead.received_at.into(),
            (&lead.facts).into(),
            (&lead.result).into(),
            (&lead.person).into(),
            (&lead.likeness).into(),
            lead.possible_duplicate.into(),
            (&lead.key_hash).into(),
            lead.token.as_deref().into(),
            lead.held_for.into(),
        ],
    )
}

fn insert_delivery(lead: &NewLead, recipient: &str, promised_by: Option<&str>) -> Statement {
    sql(
        "INSERT INTO delivery (id, lead, recipient, state, parked_for, ended_at, promised_by,
                               next_attempt_at, created_at)
         SELECT ?1, ?2, ?3, iif(?6, 'parked', 'due'), iif(?6, 'quarantine', NULL),
                iif(?6, ?5, NULL), ?4, ?5, ?5
         WHERE EXISTS (SELECT 1 FROM lead WHERE id = ?2)",
        [
            (&format!("{}.{recipient}", lead.id)).into(),
            (&lead.id).into(),
            recipient.into(),
            promised_by.into(),
            lead.received_at.into(),
            lead.held_for.is_some().into(),
        ],
    )
}

#[derive(Deserialize)]
struct Id {
    id: String,
}

/// The ids that one statement of a batch gave.
fn ids(done: &mut Done, at: usize, what: &str) -> Result<Vec<String>, Error> {
    let rows: Vec<Id> = rows(done, at, what)?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The rows of one statement of a batch.
fn rows<T: DeserializeOwned>(done: &mut Done, at: usize, what: &str) -> Result<Vec<T>, Error> {
    let rows = done.get_mut(at).map(std::mem::take).unwrap_or_default();
    rows.into_iter().map(serde_json::from_value).collect::<Result<_, _>>().doing(what)
}
