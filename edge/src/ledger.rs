//! What is kept: leads, deliveries, attempts. The only SQL.
//!
//! D1 is the truth; a queue message or a tick of the clock is only a reason to
//! look here. Every change that belongs together is one batch, which D1 runs
//! as one transaction.

use crate::calendar::{Moment, from_millis, millis};
use crate::delivery::{Next, Parked};
use crate::error::{Doing, Error};
use crate::retention::Limits;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use worker::{D1Database, D1PreparedStatement, D1Result, Env};

/// The schema that this code reads: `schema_version` in `migrations/`.
pub(crate) const SCHEMA: u32 = 1;

/// How long a sender may hold a delivery: longer than an attempt can take.
const LEASE: time::Duration = time::Duration::seconds(30);

/// At most this many deliveries are sent at once.
pub(crate) const AT_ONCE: u32 = 10;

/// The database.
pub(crate) struct Ledger(D1Database);

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
        const WHAT: &str = "claiming what is due";
        let claim = self.prepare(
            "UPDATE delivery SET lease = ?1, leased_until = ?2
             WHERE id IN (
               SELECT id FROM delivery
               WHERE state = 'due' AND next_attempt_at <= ?3 AND leased_until <= ?3
                 AND recipient NOT IN (SELECT recipient FROM stopped)
               ORDER BY created_at, id LIMIT ?4)",
            &[lease.into(), number(now.saturating_add(LEASE)), number(now), AT_ONCE.into()],
        )?;
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
    /// What was withdrawn meanwhile stays so, unless it had already gone out.
    pub(crate) async fn record(&self, attempt: &Attempted<'_>) -> Result<(), Error> {
        let Attempted { claimed, lease, at, answer, next } = attempt;
        let number_of_it = claimed.attempts + 1;
        let mut batch = vec![self.prepare(
            "INSERT INTO attempt (delivery, number, at, answer)
             SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM delivery WHERE id = ?1)",
            &[text(&claimed.id), number_of_it.into(), number(*at), (*answer).into()],
        )?];
        let held = [text(&claimed.id), (*lease).into(), number_of_it.into(), number(*at)];
        batch.push(match next {
            Next::Done => self.prepare(
                "UPDATE delivery SET state = 'delivered', ended_at = ?4, attempts = ?3,
                                     lease = NULL, leased_until = 0
                 WHERE id = ?1 AND lease = ?2",
                &held,
            )?,
            Next::After(then) => self.prepare(
                "UPDATE delivery SET next_attempt_at = ?5, attempts = ?3,
                                     lease = NULL, leased_until = 0
                 WHERE id = ?1 AND lease = ?2 AND state = 'due' AND ?4 = ?4",
                &[held.as_slice(), &[number(*then)]].concat(),
            )?,
            Next::Park(why) => self.prepare(
                "UPDATE delivery SET state = 'parked', parked_for = ?5, ended_at = ?4,
                                     attempts = ?3, lease = NULL, leased_until = 0
                 WHERE id = ?1 AND lease = ?2 AND state = 'due'",
                &[held.as_slice(), &[why.key().into()]].concat(),
            )?,
        });
        self.run(batch, "recording an attempt").await.map(drop)
    }

    /// Stops sending to a recipient, and parks what waits for it.
    pub(crate) async fn stop(
        &self,
        recipient: &str,
        url_hash: &str,
        now: Moment,
    ) -> Result<(), Error> {
        let stop = self.prepare(
            "INSERT INTO stopped (recipient, url_hash, at) VALUES (?1, ?2, ?3)
             ON CONFLICT (recipient) DO UPDATE SET url_hash = ?2, at = ?3",
            &[recipient.into(), url_hash.into(), number(now)],
        )?;
        self.run(vec![stop, self.park_stopped(now)?], "stopping a recipient").await.map(drop)
    }

    fn park_stopped(&self, now: Moment) -> Result<D1PreparedStatement, Error> {
        self.prepare(
            "UPDATE delivery SET state = 'parked', parked_for = ?1, ended_at = ?2
             WHERE state = 'due' AND leased_until <= ?2
               AND recipient IN (SELECT recipient FROM stopped)",
            &[Parked::Gone.key().into(), number(now)],
        )
    }

    /// Notes that the clock ticks. Parks what waits for stopped recipients, and
    /// goes on with those that have a new address.
    pub(crate) async fn tick(
        &self,
        addresses: &[(&str, String)],
        now: Moment,
    ) -> Result<(), Error> {
        let mut batch = vec![self.prepare(
            "INSERT INTO heartbeat (name, at) VALUES ('clock', ?1)
             ON CONFLICT (name) DO UPDATE SET at = ?1",
            &[number(now)],
        )?];
        for (recipient, url_hash) in addresses {
            let moved = [(*recipient).into(), text(url_hash)];
            batch.push(self.prepare(
                "UPDATE delivery SET state = 'due', parked_for = NULL, ended_at = NULL,
                                     attempts = 0, next_attempt_at = ?3
                 WHERE recipient = ?1 AND state = 'parked' AND parked_for = 'gone'
                   AND EXISTS (SELECT 1 FROM stopped WHERE recipient = ?1 AND url_hash <> ?2)",
                &[moved.as_slice(), &[number(now)]].concat(),
            )?);
            batch.push(
                self.prepare(
                    "DELETE FROM stopped WHERE recipient = ?1 AND url_hash <> ?2",
                    &moved,
                )?,
            );
        }
        batch.push(self.park_stopped(now)?);
        self.run(batch, "noting a tick").await.map(drop)
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
        Ok(lead.map(|lead| rows(&found, 1, WHAT).map(|all| (lead, all))).transpose()?)
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

    /// Erases what may no longer be kept.
    pub(crate) async fn erase(&self, limits: Limits, now: Moment) -> Result<(), Error> {
        let old = [number(limits.facts)];
        let of_old = "(SELECT id FROM lead WHERE person IS NULL AND received_at < ?1)";
        let batch = vec![
            self.prepare(
                "UPDATE lead SET person = NULL, erased_at = ?2
                 WHERE person IS NOT NULL AND NOT EXISTS (
                   SELECT 1 FROM delivery WHERE lead = lead.id AND NOT (
                     state IN ('delivered', 'withdrawn') AND ended_at < ?1))",
                &[number(limits.person), number(now)],
            )?,
            self.prepare("DELETE FROM idempotency WHERE created_at < ?1", &[number(limits.keys)])?,
            self.prepare(
                &format!(
                    "DELETE FROM attempt WHERE delivery IN
                     (SELECT id FROM delivery WHERE lead IN {of_old})"
                ),
                &old,
            )?,
            self.prepare(&format!("DELETE FROM delivery WHERE lead IN {of_old}"), &old)?,
            self.prepare("DELETE FROM lead WHERE person IS NULL AND received_at < ?1", &old)?,
        ];
        self.run(batch, "erasing what is too old").await.map(drop)
    }

    /// How it goes.
    pub(crate) async fn health(&self) -> Result<Health, Error> {
        const WHAT: &str = "asking the ledger how it goes";
        let statement = self.prepare(
            "SELECT (SELECT max(version) FROM schema_version) AS version,
                    (SELECT min(created_at) FROM delivery WHERE state = 'due') AS oldest_due,
                    (SELECT count(*) FROM delivery WHERE state = 'due') AS due,
                    (SELECT count(*) FROM delivery WHERE state = 'parked') AS parked,
                    (SELECT at FROM heartbeat WHERE name = 'clock') AS heartbeat",
            &[],
        )?;
        let found = self.run(vec![statement], WHAT).await?;
        Ok(rows(&found, 0, WHAT)?.into_iter().next().unwrap_or_default())
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

/// An attempt, and what was decided after it.
#[derive(Debug)]
pub(crate) struct Attempted<'a> {
    pub(crate) claimed: &'a Claimed,
    pub(crate) lease: &'a str,
    pub(crate) at: Moment,
    pub(crate) answer: &'a str,
    pub(crate) next: Next,
}

#[derive(Deserialize)]
struct Id {
    #[expect(dead_code, reason = "that there is one is all that is asked")]
    id: String,
}

impl LeadRow {
    /// When it came.
    pub(crate) fn received(&self) -> Moment {
        from_millis(self.received_at)
    }
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
