//! What operators look at and change besides deliveries: quarantine, erasure,
//! the export. Each change with its row of the audit, in one batch.

use super::audit::Deed;
use super::life::forget;
use super::store::{Bound, sql};
use super::{Ledger, rows};
use crate::error::Error;
use serde::{Deserialize, Serialize};

/// At most so many rows at once.
pub(crate) const MOST: u32 = 2000;

/// A lead that waits to be judged. What is coarse, never what is personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Held {
    pub(crate) id: String,
    pub(crate) reference: String,
    pub(crate) partner: String,
    pub(crate) locale: String,
    pub(crate) received_at: i64,
    /// Why it waits: a code.
    pub(crate) quarantined_for: String,
    /// The coarse answers, as JSON.
    pub(crate) facts: String,
}

/// A delivery as it stands in the export.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) delivery: String,
    pub(crate) reference: String,
    pub(crate) received_at: i64,
    pub(crate) partner: String,
    pub(crate) locale: String,
    pub(crate) recipient: String,
    pub(crate) state: String,
    pub(crate) parked_for: Option<String>,
    pub(crate) attempts: u32,
    pub(crate) ended_at: Option<i64>,
    pub(crate) possible_duplicate: u32,
}

/// Which deliveries are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted<'a> {
    /// `due`, `delivered`, `parked` or `withdrawn`.
    pub(crate) state: Option<&'a str>,
    /// A recipient's id.
    pub(crate) recipient: Option<&'a str>,
    /// Of leads that came then or later.
    pub(crate) from: Option<i64>,
    /// Of leads that came before then.
    pub(crate) until: Option<i64>,
}

impl Ledger {
    /// Notes that something was looked at.
    pub(crate) async fn looked(&self, deed: &Deed<'_>) -> Result<(), Error> {
        self.audited(deed, Vec::new(), "noting a look").await.map(drop)
    }

    /// Deliveries, oldest lead first, at most [`MOST`]; with who looked.
    pub(crate) async fn lines(
        &self,
        wanted: &Wanted<'_>,
        deed: &Deed<'_>,
    ) -> Result<Vec<Line>, Error> {
        const WHAT: &str = "listing deliveries";
        let number = |at: Option<i64>| at.map_or(Bound::Nothing, Bound::Number);
        let query = sql(
            format!(
                "SELECT delivery.id AS delivery, reference, received_at, partner, locale,
                        recipient, state, parked_for, attempts, ended_at, possible_duplicate
                 FROM delivery JOIN lead ON lead.id = delivery.lead
                 WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR recipient = ?2)
                   AND (?3 IS NULL OR ?3 <= received_at) AND (?4 IS NULL OR received_at < ?4)
                 ORDER BY received_at, delivery.id LIMIT {MOST}"
            ),
            [
                wanted.state.into(),
                wanted.recipient.into(),
                number(wanted.from),
                number(wanted.until),
            ],
        );
        rows(&mut self.audited(deed, vec![query], WHAT).await?.0, 0, WHAT)
    }

    /// What waits in quarantine, oldest first; with who looked.
    pub(crate) async fn quarantine(&self, deed: &Deed<'_>) -> Result<Vec<Held>, Error> {
        const WHAT: &str = "listing the quarantine";
        let query = sql(
            format!(
                "SELECT id, reference, partner, locale, received_at, quarantined_for, facts
                 FROM lead WHERE quarantined_for IS NOT NULL AND person IS NOT NULL
                   AND EXISTS (SELECT 1 FROM delivery
                               WHERE lead = lead.id AND parked_for = 'quarantine')
                 ORDER BY received_at, id LIMIT {MOST}"
            ),
            [],
        );
        rows(&mut self.audited(deed, vec![query], WHAT).await?.0, 0, WHAT)
    }

    /// Lets a lead out of quarantine: its deliveries are due now. Gives how
    /// many there were.
    pub(crate) async fn release(&self, lead: &str, deed: &Deed<'_>) -> Result<usize, Error> {
        const WHAT: &str = "letting a lead out of quarantine";
        let mine = "(SELECT id FROM lead WHERE id = ?1 OR reference = ?1)";
        let changes = vec![
            sql(
                format!(
                    "UPDATE delivery SET state = 'due', parked_for = NULL, ended_at = NULL,
                                         next_attempt_at = ?2
                     WHERE lead IN {mine} AND state = 'parked' AND parked_for = 'quarantine'
                     RETURNING id"
                ),
                [lead.into(), deed.at.into()],
            ),
            sql(
                format!("UPDATE lead SET quarantined_for = NULL WHERE id IN {mine}"),
                [lead.into()],
            ),
        ];
        let (done, _) = self.audited(deed, changes, WHAT).await?;
        Ok(done.first().map_or(0, Vec::len))
    }

    /// Erases a lead's `person` by an operator's word: nothing more goes out.
    /// Gives whether there is such a lead.
    pub(crate) async fn erase_one(&self, lead: &str, deed: &Deed<'_>) -> Result<bool, Error> {
        const WHAT: &str = "erasing a lead";
        let mut changes = vec![sql(
            "INSERT INTO erased (lead, at, why)
             SELECT id, ?2, 'operator' FROM lead WHERE id = ?1 OR reference = ?1
             ON CONFLICT (lead) DO NOTHING RETURNING lead",
            [lead.into(), deed.at.into()],
        )];
        changes.extend(forget(deed.at));
        changes.push(sql(
            "SELECT id FROM lead WHERE (id = ?1 OR reference = ?1) AND person IS NULL",
            [lead.into()],
        ));
        let (done, _) = self.audited(deed, changes, WHAT).await?;
        Ok(done.last().is_some_and(|found| !found.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::sqlite::Sqlite;
    use super::super::tests::{NOW, at_once, lead};
    use super::*;
    use serde_json::{Value, json};
    use std::rc::Rc;

    fn deed<'a>(action: &'a str, detail: &'a Value) -> Deed<'a> {
        Deed { who: "anna@example.org", action, subject: "lead-1", detail, at: NOW }
    }

    fn kept() -> (Rc<Sqlite>, Ledger) {
        let store = Rc::new(Sqlite::new());
        let ledger = Ledger::of(Rc::clone(&store));
        at_once(ledger.keep(&lead(1, NOW))).unwrap();
        (store, ledger)
    }

    #[test]
    fn a_lead_is_let_out_of_quarantine_once_and_it_is_written_down() {
        let (store, ledger) = kept();
        store.look("UPDATE lead SET quarantined_for = 'honeypot'");
        store.look("UPDATE delivery SET state = 'parked', parked_for = 'quarantine', ended_at = 1");
        let none = json!(null);
        let held = at_once(ledger.quarantine(&deed("quarantine.list", &none))).unwrap();
        assert_eq!((held.len(), held[0].quarantined_for.as_str()), (1, "honeypot"));
        let release = deed("lead.release", &none);
        assert_eq!(at_once(ledger.release("VI-2026-000001", &release)).unwrap(), 1);
        assert_eq!(at_once(ledger.release("lead-1", &release)).unwrap(), 0);
        assert!(at_once(ledger.quarantine(&deed("quarantine.list", &none))).unwrap().is_empty());
        assert_eq!(at_once(ledger.audit_head()).unwrap().number, 4);
        assert_eq!(at_once(ledger.audit_broken()).unwrap(), None);
    }

    #[test]
    fn what_an_operator_erases_is_gone_and_stays_so() {
        let (store, ledger) = kept();
        let why = json!({ "reason": "asked" });
        assert!(at_once(ledger.erase_one("lead-1", &deed("lead.erase", &why))).unwrap());
        assert!(!at_once(ledger.erase_one("nobody", &deed("lead.erase", &why))).unwrap());
        let left = store.look("SELECT person, erased_at FROM lead");
        assert_eq!(left[0]["person"], Value::Null);
        assert_eq!(store.look("SELECT why FROM erased")[0]["why"], "operator");
        assert_eq!(store.look("SELECT state FROM delivery")[0]["state"], "withdrawn");
    }

    #[test]
    fn deliveries_are_found_by_what_they_are() {
        let (_store, ledger) = kept();
        let none = json!(null);
        let found = |wanted: &Wanted<'_>| {
            at_once(ledger.lines(wanted, &deed("delivery.list", &none))).unwrap().len()
        };
        assert_eq!(found(&Wanted::default()), 1);
        assert_eq!(found(&Wanted { state: Some("due"), ..Wanted::default() }), 1);
        assert_eq!(found(&Wanted { state: Some("parked"), ..Wanted::default() }), 0);
        assert_eq!(found(&Wanted { recipient: Some("nobody"), ..Wanted::default() }), 0);
        let later = Some(crate::calendar::millis(NOW) + 1);
        assert_eq!(found(&Wanted { from: later, ..Wanted::default() }), 0);
        assert_eq!(found(&Wanted { until: later, ..Wanted::default() }), 1);
    }
}
