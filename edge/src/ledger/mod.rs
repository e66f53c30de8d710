//! What is kept: leads, deliveries, attempts. The only SQL.
//!
//! D1 is the truth; a queue message or a tick of the clock is only a reason to
//! look here. Every change that belongs together is one batch, which D1 runs
//! as one transaction.

mod counts;
mod rows;
mod upkeep;

pub(crate) use counts::CountRow;
pub(crate) use rows::{Answered, Attempted, Claimed, DeliveryRow, Health, LeadRow, NewLead};

use crate::calendar::{Moment, millis};
use crate::delivery::Next;
use crate::error::{Doing, Error};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use worker::{D1Database, D1PreparedStatement, D1Result, Env};

/// The schema that this code reads: `schema_version` in `migrations/`.
pub(crate) const SCHEMA: u32 = 2;

/// How long a sender may hold a delivery: longer than an attempt can take.
const LEASE: time::Duration = time::Duration::seconds(30);

/// At most this many deliveries are sent at once.
const AT_ONCE: u32 = 10;

/// The database.
pub(crate) struct Ledger(D1Database);

impl Ledger {
    /// Opens it.
    pub(crate) fn open(env: &Env) -> Result<Self, Error> {
        Ok(Self(env.d1("DB").doing("opening the ledger")?))
    }

    /// What was answered to a key, if it has been used.
    pub(crate) async fn answered(&self, key_hash: &str) -> Result<Option<Answered>, Error> {
        let statement = self.prepare(
            "SELECT lead, body_hash, answer FROM idempotency WHERE key_hash = ?1",
            &[key_hash.into()],
        )?;
        let found = self.run(vec![statement], "looking up a key").await?;
        Ok(rows(&found, 0, "looking up a key")?.into_iter().next())
    }

    /// Whether a lead like this one has come since.
    pub(crate) async fn is_known(&self, likeness: &str, since: Moment) -> Result<bool, Error> {
        const WHAT: &str = "looking for duplicates";
        let statement = self.prepare(
            "SELECT id FROM lead WHERE likeness = ?1 AND ?2 <= received_at LIMIT 1",
            &[likeness.into(), number(since)],
        )?;
        let found: Vec<Id> = rows(&self.run(vec![statement], WHAT).await?, 0, WHAT)?;
        Ok(!found.is_empty())
    }

    /// Keeps a lead with its deliveries and the answer to its key, all or
    /// nothing. Gives what the key stands for now: another lead, when the key
    /// was used a moment before.
    pub(crate) async fn keep(&self, lead: &NewLead) -> Result<Answered, Error> {
        const WHAT: &str = "keeping the lead";
        let mut batch = vec![self.insert_lead(lead)?];
        for (recipient, promised_by) in &lead.to {
            batch.push(self.insert_delivery(lead, recipient, promised_by.as_deref())?);
        }
        batch.push(self.count_lead(&lead.id, &lead.partner, lead.received_at)?);
        batch.push(self.prepare(
            "INSERT INTO idempotency (key_hash, body_hash, lead, answer, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (key_hash) DO NOTHING",
            &[
                text(&lead.key_hash),
                text(&lead.body_hash),
                text(&lead.id),
                text(&lead.answer),
                number(lead.received_at),
            ],
        )?);
        batch.push(self.prepare(
            "SELECT lead, body_hash, answer FROM idempotency WHERE key_hash = ?1",
            &[text(&lead.key_hash)],
        )?);
        let last = batch.len() - 1;
        let done = self.run(batch, WHAT).await?;
        let kept = rows(&done, last, WHAT)?.into_iter().next();
        kept.ok_or_else(|| Error::Unavailable(format!("{WHAT}: the key is not there")))
    }

    fn insert_lead(&self, lead: &NewLead) -> Result<D1PreparedStatement, Error> {
        self.prepare(
            "INSERT INTO lead (id, reference, link_hash, partner, locale, received_at, facts,
                               result, person, likeness, possible_duplicate)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11
             WHERE NOT EXISTS (SELECT 1 FROM idempotency WHERE key_hash = ?12)",
            &[
                text(&lead.id),
                text(&lead.reference),
                text(&lead.link_hash),
                text(&lead.partner),
                lead.locale.into(),
                number(lead.received_at),
                text(&lead.facts),
                text(&lead.result),
                text(&lead.person),
                text(&lead.likeness),
                u32::from(lead.possible_duplicate).into(),
                text(&lead.key_hash),
            ],
        )
    }

    fn insert_delivery(
        &self,
        lead: &NewLead,
        recipient: &str,
        promised_by: Option<&str>,
    ) -> Result<D1PreparedStatement, Error> {
        self.prepare(
            "INSERT INTO delivery (id, lead, recipient, state, promised_by, next_attempt_at,
                                   created_at)
             SELECT ?1, ?2, ?3, 'due', ?4, ?5, ?5
             WHERE EXISTS (SELECT 1 FROM lead WHERE id = ?2)",
            &[
                text(&format!("{}.{recipient}", lead.id)),
                text(&lead.id),
                recipient.into(),
                promised_by.map_or(JsValue::NULL, JsValue::from_str),
                number(lead.received_at),
            ],
        )
    }

    /// Takes what is due, oldest first, so that no one else sends it too. A
    /// lease that was never given back runs out by itself.
    pub(crate) async fn claim(&self, lease: &str, now: Moment) -> Result<Vec<Claimed>, Error> {
        let claim = self.prepare(
            "UPDATE delivery SET lease = ?1, leased_until = ?2
             WHERE id IN (
               SELECT id FROM delivery
               WHERE state = 'due' AND next_attempt_at <= ?3 AND leased_until <= ?3
                 AND recipient NOT IN (SELECT recipient FROM stopped)
               ORDER BY created_at, id LIMIT ?4)",
            &[lease.into(), number(now.saturating_add(LEASE)), number(now), AT_ONCE.into()],
        )?;
        self.hold(claim, lease).await
    }

    /// Takes the oldest delivery of each recipient for which all must wait. The
    /// lease is not given back, so that it is taken once in a while only.
    pub(crate) async fn claim_probes(
        &self,
        lease: &str,
        now: Moment,
    ) -> Result<Vec<Claimed>, Error> {
        let claim = self.prepare(
            "UPDATE delivery SET lease = ?1, leased_until = ?2
             WHERE leased_until <= ?3 AND not_before <= ?3 AND id IN (
               SELECT id FROM (
                 SELECT id, next_attempt_at,
                        row_number() OVER (PARTITION BY recipient ORDER BY created_at, id) AS place,
                        min(next_attempt_at) OVER (PARTITION BY recipient) AS soonest
                 FROM delivery
                 WHERE state = 'due' AND recipient NOT IN (SELECT recipient FROM stopped))
               WHERE place = 1 AND ?3 < soonest)",
            &[lease.into(), number(now.saturating_add(LEASE)), number(now)],
        )?;
        self.hold(claim, lease).await
    }

    /// Claims, and reads what was claimed, in one transaction.
    async fn hold(&self, claim: D1PreparedStatement, lease: &str) -> Result<Vec<Claimed>, Error> {
        const WHAT: &str = "claiming what is due";
        let read = self.prepare(
            "SELECT delivery.id, recipient, attempts, lead, reference, partner, locale,
                    received_at, facts, result, person, possible_duplicate
             FROM delivery JOIN lead ON lead.id = delivery.lead
             WHERE lease = ?1 ORDER BY created_at, delivery.id",
            &[lease.into()],
        )?;
        rows(&self.run(vec![claim, read], WHAT).await?, 1, WHAT)
    }

    /// Writes down an attempt and what comes next, if the lease still holds.
    /// What was withdrawn meanwhile stays so, unless it had already gone out. A
    /// recipient that took one is there again: what waited for it is due now.
    pub(crate) async fn record(&self, attempt: &Attempted<'_>) -> Result<(), Error> {
        let Attempted { claimed, lease, at, answer, next, not_before } = attempt;
        let count = claimed.attempts + 1;
        let mut batch = vec![self.prepare(
            "INSERT INTO attempt (delivery, number, at, answer)
             SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM delivery WHERE id = ?1)",
            &[text(&claimed.id), count.into(), number(*at), (*answer).into()],
        )?];
        let held = [text(&claimed.id), (*lease).into(), count.into()];
        let with = |more: &[JsValue]| [held.as_slice(), more].concat();
        match next {
            Next::Done => {
                batch.push(self.prepare(
                    "UPDATE delivery SET state = 'delivered', ended_at = ?4, attempts = ?3,
                                         lease = NULL, leased_until = 0
                     WHERE id = ?1 AND lease = ?2",
                    &with(&[number(*at)]),
                )?);
                batch.push(self.prepare(
                    "UPDATE delivery SET next_attempt_at = ?2
                     WHERE recipient = ?1 AND state = 'due' AND ?2 < next_attempt_at
                       AND not_before <= ?2",
                    &[text(&claimed.recipient), number(*at)],
                )?);
            }
            Next::After(then) => batch.push(self.prepare(
                "UPDATE delivery SET next_attempt_at = ?4, not_before = ?5, attempts = ?3,
                                     lease = NULL, leased_until = 0
                 WHERE id = ?1 AND lease = ?2 AND state = 'due'",
                &with(&[number(*then), number(*not_before)]),
            )?),
            Next::Park(why) => batch.push(self.prepare(
                "UPDATE delivery SET state = 'parked', parked_for = ?5, ended_at = ?4,
                                     attempts = ?3, lease = NULL, leased_until = 0
                 WHERE id = ?1 AND lease = ?2 AND state = 'due'",
                &with(&[number(*at), why.key().into()]),
            )?),
        }
        self.run(batch, "recording an attempt").await.map(drop)
    }

    /// A lead and its deliveries, by the hash of its link's key.
    pub(crate) async fn find(
        &self,
        link_hash: &str,
    ) -> Result<Option<(LeadRow, Vec<DeliveryRow>)>, Error> {
        const WHAT: &str = "reading a lead";
        let lead = self.prepare(
            "SELECT id, reference, partner, received_at, facts, result, withdrawn_at, erased_at
             FROM lead WHERE link_hash = ?1",
            &[link_hash.into()],
        )?;
        let deliveries = self.prepare(
            "SELECT recipient, state, promised_by, attempts, next_attempt_at, ended_at
             FROM delivery WHERE lead = (SELECT id FROM lead WHERE link_hash = ?1)
             ORDER BY recipient",
            &[link_hash.into()],
        )?;
        let found = self.run(vec![lead, deliveries], WHAT).await?;
        let lead = rows(&found, 0, WHAT)?.into_iter().next();
        lead.map(|lead| rows(&found, 1, WHAT).map(|all| (lead, all))).transpose()
    }

    /// Takes a lead back: nothing more goes out, and `person` is erased now.
    pub(crate) async fn withdraw(&self, lead: &str, now: Moment) -> Result<(), Error> {
        let both = [lead.into(), number(now)];
        let batch = vec![
            self.prepare(
                "UPDATE delivery SET state = 'withdrawn', ended_at = ?2
                 WHERE lead = ?1 AND state IN ('due', 'parked')",
                &both,
            )?,
            self.prepare(
                "UPDATE lead SET person = NULL, erased_at = coalesce(erased_at, ?2),
                                 withdrawn_at = coalesce(withdrawn_at, ?2)
                 WHERE id = ?1",
                &both,
            )?,
        ];
        self.run(batch, "withdrawing a lead").await.map(drop)
    }

    fn prepare(&self, sql: &str, values: &[JsValue]) -> Result<D1PreparedStatement, Error> {
        self.0.prepare(sql).bind(values).doing("preparing a statement")
    }

    /// Batches alone: only their errors come in a form that can be read.
    async fn run(
        &self,
        batch: Vec<D1PreparedStatement>,
        what: &str,
    ) -> Result<Vec<D1Result>, Error> {
        self.0.batch(batch).await.doing(what)
    }
}

#[derive(Deserialize)]
struct Id {
    #[expect(dead_code, reason = "that there is one is all that is asked")]
    id: String,
}

fn rows<T: DeserializeOwned>(all: &[D1Result], at: usize, what: &str) -> Result<Vec<T>, Error> {
    all.get(at).map_or_else(|| Ok(Vec::new()), D1Result::results).doing(what)
}

fn text(text: &str) -> JsValue {
    JsValue::from_str(text)
}

/// A moment as a number: JavaScript's have 53 bits, which last for 285,000
/// years of milliseconds.
#[expect(clippy::cast_precision_loss, reason = "milliseconds are far below 2^53")]
fn number(moment: Moment) -> JsValue {
    JsValue::from_f64(millis(moment) as f64)
}
