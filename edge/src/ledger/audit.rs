//! What operators did: a chain of rows, written in the batch of the change.
//!
//! Each row has the SHA-256 of the one before in it. Whoever changes, removes or
//! moves one breaks the chain from there on; the newest hash also stands in
//! `audit_head` and in the log of every deed, so that a chain that was written
//! anew from there on is found as well.

use super::store::{Done, Statement, sql};
use super::{Ledger, rows};
use crate::calendar::{Moment, millis};
use crate::error::Error;
use crate::intake::hash;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What an operator does. Nothing of it is personal, but who does it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deed<'a> {
    /// The operator's id.
    pub(crate) who: &'a str,
    /// `lead.read`, `delivery.replay` and so on.
    pub(crate) action: &'a str,
    /// The id of what it is done to.
    pub(crate) subject: &'a str,
    /// What else is to be known: counts, a reason's code.
    pub(crate) detail: &'a Value,
    /// When.
    pub(crate) at: Moment,
}

/// A row of the audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Audited {
    pub(crate) number: u32,
    pub(crate) at: i64,
    pub(crate) who: String,
    pub(crate) action: String,
    pub(crate) subject: String,
    pub(crate) detail: String,
    pub(crate) before: String,
    pub(crate) hash: String,
}

/// The newest row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    pub(crate) number: u32,
    pub(crate) hash: String,
}

impl Audited {
    fn after(head: &Head, deed: &Deed<'_>) -> Self {
        let mut row = Self {
            number: head.number + 1,
            at: millis(deed.at),
            who: deed.who.to_owned(),
            action: deed.action.to_owned(),
            subject: deed.subject.to_owned(),
            detail: deed.detail.to_string(),
            before: head.hash.clone(),
            hash: String::new(),
        };
        row.hash = row.digest();
        row
    }

    fn digest(&self) -> String {
        let Self { number, at, who, action, subject, detail, before, .. } = self;
        let (number, at) = (number.to_string(), at.to_string());
        hash(&["audit", &number, &at, who, action, subject, detail, before])
    }
}

/// The number of the first row that is not what was written: changed, moved, or
/// after one that is missing. `head` is the newest row, as it was noted.
pub(crate) fn first_broken(all: &[Audited], head: &Head) -> Option<u32> {
    let mut before = Head::default();
    for row in all {
        let follows = row.number == before.number + 1 && row.before == before.hash;
        if !follows || row.hash != row.digest() {
            return Some(before.number + 1);
        }
        before = Head { number: row.number, hash: row.hash.clone() };
    }
    (before != *head).then_some(before.number + 1)
}

impl Ledger {
    /// Makes changes and writes down who made them: both or neither. Gives what
    /// the changes gave, and the chain's new head.
    pub(crate) async fn audited(
        &self,
        deed: &Deed<'_>,
        changes: Vec<Statement>,
        what: &'static str,
    ) -> Result<(Done, Head), Error> {
        /// Two operators at once: the second writes after the first.
        const TRIES: usize = 5;
        let mut head = self.audit_head().await?;
        let mut tries = 0;
        loop {
            let row = Audited::after(&head, deed);
            let batch = changes.iter().cloned().chain(written(&row)).collect();
            tries += 1;
            match self.run(batch, what).await {
                Ok(mut done) => {
                    done.truncate(changes.len());
                    return Ok((done, Head { number: row.number, hash: row.hash }));
                }
                Err(error) => {
                    let newest = self.audit_head().await?;
                    if newest == head || TRIES <= tries {
                        return Err(error);
                    }
                    head = newest;
                }
            }
        }
    }

    /// The newest row's number and hash.
    pub(crate) async fn audit_head(&self) -> Result<Head, Error> {
        let query = sql("SELECT number, hash FROM audit_head", []);
        let found = self.read(query, "reading the audit").await?;
        Ok(found.into_iter().next().unwrap_or_default())
    }

    /// So many rows after a number.
    pub(crate) async fn audit_after(&self, number: u32, most: u32) -> Result<Vec<Audited>, Error> {
        let query = sql(
            "SELECT number, at, who, action, subject, detail, before, hash FROM audit
             WHERE ?1 < number ORDER BY number LIMIT ?2",
            [number.into(), most.into()],
        );
        self.read(query, "reading the audit").await
    }

    /// The first row of the whole chain that is not what was written.
    pub(crate) async fn audit_broken(&self) -> Result<Option<u32>, Error> {
        const WHAT: &str = "checking the audit";
        let batch = vec![
            sql(
                "SELECT number, at, who, action, subject, detail, before, hash FROM audit
                 ORDER BY number",
                [],
            ),
            sql("SELECT number, hash FROM audit_head", []),
        ];
        let mut done = self.run(batch, WHAT).await?;
        let head: Option<Head> = rows(&mut done, 1, WHAT)?.into_iter().next();
        let all: Vec<Audited> = rows(&mut done, 0, WHAT)?;
        Ok(first_broken(&all, &head.unwrap_or_default()))
    }
}

/// A number that is taken fails the whole batch: then someone else was first.
fn written(row: &Audited) -> [Statement; 2] {
    let insert = sql(
        "INSERT INTO audit (number, at, who, action, subject, detail, before, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        [
            row.number.into(),
            super::store::Bound::Number(row.at),
            (&row.who).into(),
            (&row.action).into(),
            (&row.subject).into(),
            (&row.detail).into(),
            (&row.before).into(),
            (&row.hash).into(),
        ],
    );
    let head = sql(
        "INSERT INTO audit_head (one, number, hash) VALUES (1, ?1, ?2)
         ON CONFLICT (one) DO UPDATE SET number = ?1, hash = ?2",
        [row.number.into(), (&row.hash).into()],
    );
    [insert, head]
}

#[cfg(test)]
mod tests {
    use super::super::sqlite::Sqlite;
    use super::super::tests::{NOW, at_once, lead};
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;
    use std::rc::Rc;

    fn deed<'a>(subject: &'a str, detail: &'a Value) -> Deed<'a> {
        Deed { who: "op-1", action: "lead.read", subject, detail, at: NOW }
    }

    fn chain(length: u32) -> (Rc<Sqlite>, Ledger) {
        let store = Rc::new(Sqlite::new());
        let ledger = Ledger::of(Rc::clone(&store));
        for number in 0..length {
            let (subject, detail) = (format!("lead-{number}"), json!({ "n": number }));
            at_once(ledger.audited(&deed(&subject, &detail), vec![], "reading")).unwrap();
        }
        (store, ledger)
    }

    #[test]
    fn a_change_and_its_row_are_written_together_or_not_at_all() {
        let (_, ledger) = chain(0);
        at_once(ledger.keep(&lead(1, NOW))).unwrap();
        let nothing = json!({});
        let wrong = sql("UPDATE no_such_table SET a = 1", []);
        let right = || sql("UPDATE delivery SET attempts = 0 RETURNING id", []);
        assert!(at_once(ledger.audited(&deed("a", &nothing), vec![right(), wrong], "x")).is_err());
        assert_eq!(at_once(ledger.audit_head()).unwrap(), Head::default());
        let (done, head) =
            at_once(ledger.audited(&deed("a", &nothing), vec![right()], "x")).unwrap();
        assert_eq!((done.len(), done[0].len(), head.number), (1, 1, 1));
        assert_eq!(at_once(ledger.audit_after(0, 10)).unwrap()[0].subject, "a");
        assert_eq!(at_once(ledger.audit_broken()).unwrap(), None);
    }

    #[test]
    fn a_row_that_is_gone_from_the_end_or_with_all_others_is_missed() {
        let (store, ledger) = chain(3);
        store.look("DELETE FROM audit WHERE number = 3");
        assert_eq!(at_once(ledger.audit_broken()).unwrap(), Some(3));
        store.look("DELETE FROM audit");
        assert_eq!(at_once(ledger.audit_broken()).unwrap(), Some(1));
    }

    /// What someone with the database could do to one row.
    #[derive(Clone, Copy, Debug)]
    enum Harm {
        Edit(&'static str),
        Delete,
        Swap,
        Again,
    }

    fn harm() -> impl Strategy<Value = Harm> {
        let column = prop::sample::select(vec![
            "at", "who", "action", "subject", "detail", "before", "hash", "number",
        ]);
        prop_oneof![
            column.prop_map(Harm::Edit),
            Just(Harm::Delete),
            Just(Harm::Swap),
            Just(Harm::Again)
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn any_row_that_was_changed_removed_or_moved_is_found(length in 2..12_u32, at in 0..99_u32, harm in harm()) {
            let (store, ledger) = chain(length);
            prop_assert_eq!(at_once(ledger.audit_broken()).unwrap(), None);
            let row = 1 + at % (length - 1);
            let next = row + 1;
            let all: Vec<String> = match harm {
                Harm::Edit(column @ ("at" | "number")) => vec![format!("UPDATE audit SET {column} = {column} + 100 WHERE number = {row}")],
                Harm::Edit(column) => vec![format!("UPDATE audit SET {column} = {column} || 'x' WHERE number = {row}")],
                Harm::Delete => vec![format!("DELETE FROM audit WHERE number = {row}")],
                Harm::Swap => [(row, 9999), (next, row), (9999, next)]
                    .map(|(from, to)| format!("UPDATE audit SET number = {to} WHERE number = {from}")).into(),
                Harm::Again => vec![format!("INSERT INTO audit SELECT {length} + 1, at, who, action, subject, detail, before, hash FROM audit WHERE number = {row}")],
            };
            for sql in all {
                store.look(&sql);
            }
            prop_assert!(at_once(ledger.audit_broken()).unwrap().is_some(), "{:?}", harm);
        }
    }
}
