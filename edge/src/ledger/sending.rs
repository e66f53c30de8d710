//! What the sender asks of the ledger: what is due, and what came of it.
//!
//! Senders run side by side, and any of them may vanish between two calls. So
//! each call is one transaction, a delivery is sent by whoever holds its lease,
//! and a lease runs out by itself.

use super::recipients::{park_stopped, stop};
use super::store::{Bound, Statement, sql};
use super::{Attempted, Claimed, Ledger, rows};
use crate::calendar::{Moment, from_millis};
use crate::delivery::Next;
use crate::delivery::recipient::{Heard, MOST_AT_ONCE, MOST_WHILE_FAILING, PACE, SAME_FAILURE};
use crate::error::Error;
use serde::Deserialize;
use time::Duration;

/// How long a sender may hold a delivery: longer than an attempt can take.
const LEASE: Duration = Duration::seconds(30);

/// Recipients that get nothing now: stopped ones, and those that an operator
/// has paused or that have asked for a pause. ?3 is now.
const CLOSED: &str = "SELECT recipient FROM stopped
     UNION SELECT recipient FROM recipient WHERE paused_at IS NOT NULL OR ?3 < quiet_until";

/// Deliveries with all that is sent. Nothing of who was erased, also in the
/// minute before the clock has erased again what an older export brought back.
pub(super) const WHOLE: &str =
    "SELECT delivery.id, recipient, attempts, base, notices, delivery.lead, reference, partner,
            locale, received_at, facts, result, possible_duplicate, key_id, wrapped,
            CASE WHEN delivery.lead IN (SELECT lead FROM erased) THEN NULL ELSE person END
              AS person,
            (SELECT group_concat(recipient) FROM (
               SELECT recipient FROM delivery AS one WHERE one.lead = delivery.lead
               ORDER BY recipient)) AS scope
     FROM delivery JOIN lead ON lead.id = delivery.lead
     LEFT JOIN lead_key ON lead_key.lead = delivery.lead";

/// Deliveries to a recipient, ?1, that have run out of attempts while it failed.
/// Once: what is refused for its own sake must not come back for ever.
pub(super) const EXHAUSTED_MEANWHILE: &str = "parked_for = 'exhausted' AND base = 0
     AND EXISTS (SELECT 1 FROM lead WHERE id = delivery.lead AND person IS NOT NULL)
     AND (SELECT failing_since FROM recipient WHERE recipient = ?1)
         <= (SELECT min(at) FROM attempt WHERE delivery = delivery.id)";

/// Whether a recipient, `r`, is handled with care.
const CAREFUL: &str = "(r.failing_since IS NOT NULL OR r.recovering_since IS NOT NULL)";

/// What a claim gives.
#[derive(Debug)]
pub(crate) struct Taken {
    /// Ours to send, oldest first.
    pub(crate) claimed: Vec<Claimed>,
    /// When the next one will be due, if any is left that no one holds.
    pub(crate) next_at: Option<Moment>,
}

#[derive(Deserialize)]
struct Soonest {
    soonest: Option<i64>,
}

impl Ledger {
    /// Takes at most `most` of what is due, so that no one else sends it too:
    /// the oldest of each recipient first. To one recipient no more than
    /// [`MOST_AT_ONCE`] are under way; to one that fails or has just come back,
    /// one in each [`PACE`] begins.
    pub(crate) async fn claim(&self, lease: &str, most: u32, now: Moment) -> Result<Taken, Error> {
        const WHAT: &str = "claiming what is due";
        let claim = sql(
            format!(
                "WITH held AS (SELECT recipient, count(*) AS number FROM delivery
                               WHERE state = 'due' AND ?3 < leased_until GROUP BY recipient)
                 UPDATE delivery SET lease = ?1, leased_until = ?2 WHERE id IN (
                   SELECT id FROM (
                     SELECT d.id, d.created_at, {CAREFUL} AS careful, r.failing_since, r.next_at,
                            coalesce(held.number, 0) AS held,
                            row_number() OVER (PARTITION BY d.recipient
                                               ORDER BY d.created_at, d.id) AS place
                     FROM delivery AS d
                     LEFT JOIN recipient AS r ON r.recipient = d.recipient
                     LEFT JOIN held ON held.recipient = d.recipient
                     WHERE d.state = 'due' AND d.next_attempt_at <= ?3 AND d.leased_until <= ?3
                       AND d.recipient NOT IN ({CLOSED}))
                   WHERE place + held <= CASE WHEN failing_since IS NULL THEN ?5 ELSE ?6 END
                     AND (careful = 0 OR (place = 1 AND next_at <= ?3))
                   ORDER BY place, created_at, id LIMIT ?4)"
            ),
            [
                lease.into(),
                now.saturating_add(LEASE).into(),
                now.into(),
                most.into(),
                MOST_AT_ONCE.into(),
                MOST_WHILE_FAILING.into(),
            ],
        );
        let batch = vec![claim, pace(lease, now), held_by(lease), soonest(now)];
        let mut done = self.run(batch, WHAT).await?;
        let soonest: Option<Soonest> = rows(&mut done, 3, WHAT)?.into_iter().next();
        Ok(Taken {
            claimed: rows(&mut done, 2, WHAT)?,
            next_at: soonest.and_then(|one| one.soonest).map(from_millis),
        })
    }

    /// Takes the oldest delivery of each recipient that fails and for which all
    /// must wait. The lease is not given back, so that it is taken once in a
    /// while only.
    pub(crate) async fn claim_probes(
        &self,
        lease: &str,
        now: Moment,
    ) -> Result<Vec<Claimed>, Error> {
        const WHAT: &str = "claiming a probe";
        let claim = sql(
            format!(
                "UPDATE delivery SET lease = ?1, leased_until = ?2
                 WHERE leased_until <= ?3 AND not_before <= ?3 AND id IN (
                   SELECT id FROM (
                     SELECT d.id, d.next_attempt_at,
                            row_number() OVER (PARTITION BY d.recipient
                                               ORDER BY d.created_at, d.id) AS place,
                            min(d.next_attempt_at) OVER (PARTITION BY d.recipient) AS soonest
                     FROM delivery AS d JOIN recipient AS r ON r.recipient = d.recipient
                     WHERE d.state = 'due' AND r.failing_since IS NOT NULL
                       AND d.recipient NOT IN ({CLOSED}))
                   WHERE place = 1 AND ?3 < soonest)"
            ),
            [lease.into(), now.saturating_add(LEASE).into(), now.into()],
        );
        let batch = vec![claim, pace(lease, now), held_by(lease)];
        rows(&mut self.run(batch, WHAT).await?, 2, WHAT)
    }

    /// Writes down an attempt and what comes of it, for the delivery and for
    /// its recipient. To write the same twice changes nothing the second time.
    ///
    /// Whoever has lost the lease can still say that the recipient has the
    /// lead, which is so whatever else happened meanwhile; nothing else.
    pub(crate) async fn record(&self, attempt: &Attempted<'_>) -> Result<(), Error> {
        let Attempted { claimed, at, next, heard, .. } = attempt;
        let mut batch = vec![insert_attempt(attempt), end_attempt(attempt)];
        match heard {
            Heard::Took => batch.extend(took(&claimed.recipient, *at)),
            Heard::Failed { quiet_until } => {
                batch.push(failed(&claimed.recipient, *quiet_until, *at));
            }
            Heard::Gone { url_hash } => {
                batch.push(stop(&claimed.recipient, url_hash, *at));
                batch.push(park_stopped(*at));
            }
            Heard::Nothing => {}
        }
        if *next == Next::Done {
            batch.push(sql(
                "UPDATE delivery SET state = 'delivered', parked_for = NULL, ended_at = ?2
                 WHERE id = ?1 AND state <> 'delivered'",
                [(&claimed.id).into(), (*at).into()],
            ));
        }
        self.run(batch, "recording an attempt").await.map(drop)
    }

    /// Writes down that a probe failed. The delivery is as it was.
    pub(crate) async fn record_failed_probe(
        &self,
        recipient: &str,
        quiet_until: Moment,
        now: Moment,
    ) -> Result<(), Error> {
        let batch = vec![failed(recipient, quiet_until, now)];
        self.run(batch, "recording a probe").await.map(drop)
    }
}

/// Puts off the next one to a recipient that is handled with care.
fn pace(lease: &str, now: Moment) -> Statement {
    sql(
        format!(
            "UPDATE recipient AS r SET next_at = ?2 WHERE {CAREFUL}
             AND recipient IN (SELECT recipient FROM delivery WHERE lease = ?1)"
        ),
        [lease.into(), now.saturating_add(PACE).into()],
    )
}

/// What a lease stands for, with all that is sent.
fn held_by(lease: &str) -> Statement {
    sql(format!("{WHOLE} WHERE lease = ?1 ORDER BY created_at, delivery.id"), [lease.into()])
}

/// When the next delivery that no one holds will be due.
fn soonest(now: Moment) -> Statement {
    sql(
        format!(
            "SELECT min(max(d.next_attempt_at,
                            CASE WHEN {CAREFUL} THEN r.next_at ELSE 0 END)) AS soonest
             FROM delivery AS d LEFT JOIN recipient AS r ON r.recipient = d.recipient
             WHERE d.state = 'due' AND d.leased_until <= ?1 AND d.recipient NOT IN ({})",
            CLOSED.replace("?3", "?1")
        ),
        [now.into()],
    )
}

fn insert_attempt(attempt: &Attempted<'_>) -> Statement {
    let Attempted { claimed, lease, at, answer, took, .. } = attempt;
    sql(
        "INSERT INTO attempt (delivery, number, at, answer, milliseconds)
         SELECT id, attempts + 1, ?3, ?4, ?5 FROM delivery WHERE id = ?1 AND lease = ?2",
        [
            (&claimed.id).into(),
            (*lease).into(),
            (*at).into(),
            (*answer).into(),
            Bound::Number(i64::try_from(took.whole_milliseconds()).unwrap_or(0)),
        ],
    )
}

/// Gives the lease back, and says what comes next for what is still due. What
/// was withdrawn meanwhile stays so.
fn end_attempt(attempt: &Attempted<'_>) -> Statement {
    let Attempted { claimed, lease, at, next, .. } = attempt;
    let (id, lease) = (Bound::from(&claimed.id), Bound::from(*lease));
    let given_back = "attempts = attempts + 1, lease = NULL, leased_until = 0";
    match *next {
        Next::Done => sql(
            format!("UPDATE delivery SET {given_back} WHERE id = ?1 AND lease = ?2"),
            [id, lease],
        ),
        Next::After { then, not_before } => sql(
            format!(
                "UPDATE delivery SET {given_back},
                   next_attempt_at = CASE state WHEN 'due' THEN ?3 ELSE next_attempt_at END,
                   not_before = ?4
                 WHERE id = ?1 AND lease = ?2"
            ),
            [id, lease, then.into(), not_before.into()],
        ),
        // The notice was taken: from here on, attempts are reminders.
        Next::Remind(then) => sql(
            format!(
                "UPDATE delivery SET {given_back}, notices = notices + 1, base = attempts + 1,
                   next_attempt_at = CASE state WHEN 'due' THEN ?3 ELSE next_attempt_at END
                 WHERE id = ?1 AND lease = ?2"
            ),
            [id, lease, then.into()],
        ),
        Next::Park(why) => sql(
            format!(
                "UPDATE delivery SET {given_back},
                   parked_for = CASE state WHEN 'due' THEN ?3 ELSE parked_for END,
                   ended_at = CASE state WHEN 'due' THEN ?4 ELSE ended_at END,
                   state = CASE state WHEN 'due' THEN 'parked' ELSE state END
                 WHERE id = ?1 AND lease = ?2"
            ),
            [id, lease, why.key().into(), (*at).into()],
        ),
    }
}

/// The recipient is there. If it had failed, what waited for it is due now, and
/// so is what ran out of attempts while it failed; all of it slowly.
fn took(recipient: &str, at: Moment) -> [Statement; 3] {
    let both = || [recipient.into(), at.into()];
    [
        sql(
            "UPDATE delivery SET next_attempt_at = ?2
             WHERE recipient = ?1 AND state = 'due' AND ?2 < next_attempt_at AND not_before <= ?2
               AND notices = 0 AND EXISTS (SELECT 1 FROM recipient
                           WHERE recipient = ?1 AND failing_since IS NOT NULL)",
            both(),
        ),
        sql(
            format!(
                "UPDATE delivery SET state = 'due', parked_for = NULL, ended_at = NULL,
                                     base = attempts, next_attempt_at = ?2
                 WHERE recipient = ?1 AND state = 'parked' AND {EXHAUSTED_MEANWHILE}"
            ),
            both(),
        ),
        sql(
            "INSERT INTO recipient (recipient, taken_at) VALUES (?1, ?2)
             ON CONFLICT (recipient) DO UPDATE SET taken_at = ?2, failing_since = NULL,
               recovering_since = CASE WHEN failing_since IS NULL THEN recovering_since ELSE ?2 END",
            both(),
        ),
    ]
}

/// The recipient failed. Failures that lie further apart than the longest pause
/// between two attempts are not one failure.
fn failed(recipient: &str, quiet_until: Moment, at: Moment) -> Statement {
    sql(
        "INSERT INTO recipient (recipient, failing_since, failed_at, quiet_until)
         VALUES (?1, ?2, ?2, ?3)
         ON CONFLICT (recipient) DO UPDATE SET failed_at = ?2,
           quiet_until = max(quiet_until, ?3),
           failing_since = CASE WHEN failing_since IS NULL OR failed_at < ?4 THEN ?2
                                ELSE failing_since END",
        [recipient.into(), at.into(), quiet_until.into(), at.saturating_sub(SAME_FAILURE).into()],
    )
}
