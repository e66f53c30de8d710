//! What the sender asks of the ledger: what is due, and what came of it.

use super::store::{Bound, Statement, sql};
use super::{Attempted, Claimed, Ledger, rows};
use crate::calendar::Moment;
use crate::delivery::Next;
use crate::error::Error;

/// How long a sender may hold a delivery: longer than an attempt can take.
const LEASE: time::Duration = time::Duration::seconds(30);

/// At most this many deliveries are sent at once.
const AT_ONCE: u32 = 10;

impl Ledger {
    /// Takes what is due, oldest first, so that no one else sends it too. A
    /// lease that was never given back runs out by itself.
    pub(crate) async fn claim(&self, lease: &str, now: Moment) -> Result<Vec<Claimed>, Error> {
        let claim = sql(
            "UPDATE delivery SET lease = ?1, leased_until = ?2
             WHERE id IN (
               SELECT id FROM delivery
               WHERE state = 'due' AND next_attempt_at <= ?3 AND leased_until <= ?3
                 AND recipient NOT IN (SELECT recipient FROM stopped)
               ORDER BY created_at, id LIMIT ?4)",
            [lease.into(), now.saturating_add(LEASE).into(), now.into(), AT_ONCE.into()],
        );
        self.hold(claim, lease).await
    }

    /// Takes the oldest delivery of each recipient for which all must wait. The
    /// lease is not given back, so that it is taken once in a while only.
    pub(crate) async fn claim_probes(
        &self,
        lease: &str,
        now: Moment,
    ) -> Result<Vec<Claimed>, Error> {
        let claim = sql(
            "UPDATE delivery SET lease = ?1, leased_until = ?2
             WHERE leased_until <= ?3 AND not_before <= ?3 AND id IN (
               SELECT id FROM (
                 SELECT id, next_attempt_at,
                        row_number() OVER (PARTITION BY recipient ORDER BY created_at, id) AS place,
                        min(next_attempt_at) OVER (PARTITION BY recipient) AS soonest
                 FROM delivery
                 WHERE state = 'due' AND recipient NOT IN (SELECT recipient FROM stopped))
               WHERE place = 1 AND ?3 < soonest)",
            [lease.into(), now.saturating_add(LEASE).into(), now.into()],
        );
        self.hold(claim, lease).await
    }

    /// Claims, and reads what was claimed, in one transaction.
    async fn hold(&self, claim: Statement, lease: &str) -> Result<Vec<Claimed>, Error> {
        const WHAT: &str = "claiming what is due";
        let read = sql(
            "SELECT delivery.id, recipient, attempts, delivery.lead, reference, partner, locale,
                    received_at, facts, result, person, possible_duplicate, key_id, wrapped,
                    (SELECT group_concat(recipient) FROM (
                       SELECT recipient FROM delivery AS one WHERE one.lead = delivery.lead
                       ORDER BY recipient)) AS scope
             FROM delivery JOIN lead ON lead.id = delivery.lead
             LEFT JOIN lead_key ON lead_key.lead = delivery.lead
             WHERE lease = ?1 ORDER BY created_at, delivery.id",
            [lease.into()],
        );
        rows(&mut self.run(vec![claim, read], WHAT).await?, 1, WHAT)
    }

    /// Writes down an attempt and what comes next, if the lease still holds.
    /// What was withdrawn meanwhile stays so, unless it had already gone out. A
    /// recipient that took one is there again: what waited for it is due now.
    pub(crate) async fn record(&self, attempt: &Attempted<'_>) -> Result<(), Error> {
        let Attempted { claimed, lease, at, answer, next, not_before } = attempt;
        let count = claimed.attempts + 1;
        let mut batch = vec![sql(
            "INSERT INTO attempt (delivery, number, at, answer)
             SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM delivery WHERE id = ?1)",
            [(&claimed.id).into(), count.into(), (*at).into(), (*answer).into()],
        )];
        let (id, lease) = (Bound::from(&claimed.id), Bound::from(*lease));
        match next {
            Next::Done => {
                batch.push(sql(
                    "UPDATE delivery SET state = 'delivered', ended_at = ?4, attempts = ?3,
                                         lease = NULL, leased_until = 0
                     WHERE id = ?1 AND lease = ?2",
                    [id, lease, count.into(), (*at).into()],
                ));
                batch.push(sql(
                    "UPDATE delivery SET next_attempt_at = ?2
                     WHERE recipient = ?1 AND state = 'due' AND ?2 < next_attempt_at
                       AND not_before <= ?2",
                    [(&claimed.recipient).into(), (*at).into()],
                ));
            }
            Next::After(then) => batch.push(sql(
                "UPDATE delivery SET next_attempt_at = ?4, not_before = ?5, attempts = ?3,
                                     lease = NULL, leased_until = 0
                 WHERE id = ?1 AND lease = ?2 AND state = 'due'",
                [id, lease, count.into(), (*then).into(), (*not_before).into()],
            )),
            Next::Park(why) => batch.push(sql(
                "UPDATE delivery SET state = 'parked', parked_for = ?5, ended_at = ?4,
                                     attempts = ?3, lease = NULL, leased_until = 0
                 WHERE id = ?1 AND lease = ?2 AND state = 'due'",
                [id, lease, count.into(), (*at).into(), why.key().into()],
            )),
        }
        self.run(batch, "recording an attempt").await.map(drop)
    }
}
