//! How many came in the hour, and who is held back for an operator.

use super::life::hour;
use super::store::{Bound, Statement, sql};
use super::{Ledger, rows};
use crate::calendar::Moment;
use crate::error::Error;
use serde::Deserialize;

/// One that comes in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Came<'a> {
    /// The salted name of its network, if that is known.
    pub(crate) network: Option<&'a str>,
    /// The partner.
    pub(crate) partner: &'a str,
    /// Whether it looks like a program.
    pub(crate) doubted: bool,
}

/// How many have come in this hour, this one among them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    /// From the same network.
    pub(crate) network: u32,
    /// Of those, how many looked like a program.
    pub(crate) doubted: u32,
    /// From the same partner's page.
    pub(crate) partner: u32,
    /// In all.
    pub(crate) all: u32,
}

#[derive(Deserialize)]
struct Number {
    number: u32,
}

impl Ledger {
    /// Counts one more. One whose network has sent more than `most` is not
    /// counted for others: a flood from one place fills nobody else's quota.
    pub(crate) async fn count_in(
        &self,
        came: &Came<'_>,
        most: u32,
        now: Moment,
    ) -> Result<Counted, Error> {
        const WHAT: &str = "counting who comes in";
        let network = came.network.map(|name| format!("from:{name}"));
        let doubted = network.as_ref().map(|name| format!("{name}:doubted"));
        let doubted = doubted.filter(|_| came.doubted);
        let names = [
            network.clone(),
            doubted,
            Some(format!("partner:{}", came.partner)),
            Some("all".to_owned()),
        ];
        let one_more =
            |name: &Option<String>| one_more(name.as_deref(), network.as_deref(), most, now);
        let batch = names.iter().map(one_more).collect();
        let mut done = self.run(batch, WHAT).await?;
        let mut number = |at: usize| -> Result<u32, Error> {
            let found: Vec<Number> = rows(&mut done, at, WHAT)?;
            Ok(found.first().map_or(0, |row| row.number))
        };
        Ok(Counted {
            network: number(0)?,
            doubted: number(1)?,
            partner: number(2)?,
            all: number(3)?,
        })
    }

    /// How many are held back, and since when the oldest.
    #[cfg_attr(not(test), expect(dead_code, reason = "for the operators' list"))]
    pub(crate) async fn held(&self, most: u32) -> Result<Vec<Held>, Error> {
        let query = sql(
            "SELECT id AS lead, reference, partner, received_at, quarantined_for AS why FROM lead
             WHERE id IN (SELECT lead FROM delivery
                          WHERE state = 'parked' AND parked_for = 'quarantine')
             ORDER BY received_at, id LIMIT ?1",
            [most.into()],
        );
        self.read(query, "reading who is held back").await
    }
}

/// A lead that an operator looks at first. Nothing of it is personal.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Held {
    pub(crate) lead: String,
    pub(crate) reference: String,
    pub(crate) partner: String,
    pub(crate) received_at: i64,
    pub(crate) why: Option<String>,
}

/// Lets a lead through to its recipients: for the batch that writes down who did.
#[cfg_attr(not(test), expect(dead_code, reason = "for the operators' release"))]
pub(crate) fn release(lead: &str, now: Moment) -> Statement {
    sql(
        "UPDATE delivery SET state = 'due', parked_for = NULL, ended_at = NULL, next_attempt_at = ?2
         WHERE lead = ?1 AND state = 'parked' AND parked_for = 'quarantine' RETURNING id",
        [lead.into(), now.into()],
    )
}

fn one_more(name: Option<&str>, network: Option<&str>, most: u32, now: Moment) -> Statement {
    sql(
        "INSERT INTO quota (of, hour, number)
         SELECT ?1, ?2, 1 WHERE ?1 IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM quota WHERE of = ?3 AND hour = ?2 AND ?4 < number AND ?1 <> ?3)
         ON CONFLICT (of, hour) DO UPDATE SET number = number + 1 RETURNING number",
        [name.into(), hour(now), Bound::from(network), most.into()],
    )
}

#[cfg(test)]
mod tests {
    use super::super::sqlite::Sqlite;
    use super::super::tests::{NOW, at_once, lead};
    use super::super::{Kept, NewLead};
    use super::*;
    use std::rc::Rc;
    use time::Duration;

    fn came(network: Option<&'static str>) -> Came<'static> {
        Came { network, partner: "park", doubted: false }
    }

    #[test]
    fn a_flood_from_one_network_fills_nobody_elses_quota() {
        let ledger = Ledger::of(Sqlite::new());
        let count = |came: &Came<'_>| at_once(ledger.count_in(came, 20, NOW)).unwrap();
        for _ in 0..1000 {
            count(&came(Some("flood")));
        }
        let other = count(&came(Some("honest")));
        assert_eq!(other, Counted { network: 1, doubted: 0, partner: 21, all: 21 });
        assert_eq!(count(&came(Some("flood"))).network, 1001);
        assert_eq!(count(&came(None)).all, 22);
        let next = at_once(ledger.count_in(&came(Some("flood")), 20, NOW + Duration::hours(1)));
        assert_eq!(next.unwrap().network, 1);
    }

    #[test]
    fn a_token_is_for_one_of_a_thousand_that_show_it() {
        let store = Rc::new(Sqlite::new());
        let ledger = Ledger::of(Rc::clone(&store));
        let mut kept = 0;
        for number in 0..1000 {
            let token = Some("one-token".to_owned());
            let new = NewLead { token, ..lead(number, NOW) };
            kept += usize::from(matches!(at_once(ledger.keep(&new)).unwrap(), Kept::Answered(_)));
        }
        assert_eq!(kept, 1);
        assert_eq!(store.look("SELECT 1 FROM lead").len(), 1);
        assert_eq!(store.look("SELECT 1 FROM idempotency").len(), 1);
        let (token, key_hash) = (Some("one-token".to_owned()), "key-0".to_owned());
        let again = NewLead { token, key_hash, ..lead(2000, NOW) };
        assert!(matches!(at_once(ledger.keep(&again)).unwrap(), Kept::Answered(_)));
    }

    #[test]
    fn what_is_held_back_goes_to_nobody_until_it_is_let_through() {
        let store = Rc::new(Sqlite::new());
        let ledger = Ledger::of(Rc::clone(&store));
        let new = NewLead { held_for: Some("fast"), ..lead(1, NOW) };
        at_once(ledger.keep(&new)).unwrap();
        assert!(
            at_once(ledger.claim("a", 10, NOW + Duration::days(9))).unwrap().claimed.is_empty()
        );
        let held = at_once(ledger.held(10)).unwrap();
        assert_eq!((held.len(), held[0].why.as_deref()), (1, Some("fast")));
        at_once(ledger.run(vec![release("lead-1", NOW)], "releasing")).unwrap();
        assert_eq!(at_once(ledger.claim("a", 10, NOW)).unwrap().claimed.len(), 1);
        assert!(at_once(ledger.held(10)).unwrap().is_empty());
    }
}
