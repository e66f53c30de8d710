//! What happened to a lead, without who it is from; and that an officer opened
//! it.

use super::audit::Deed;
use super::sending::WHOLE;
use super::store::{Statement, sql};
use super::{Claimed, Ledger, rows};
use crate::error::Error;
use serde::{Deserialize, Serialize};

/// A lead's life. Moments are milliseconds since 1970. Nothing personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Timeline {
    /// The lead itself.
    #[serde(flatten)]
    pub(crate) lead: LeadLife,
    /// Its deliveries, by recipient.
    pub(crate) deliveries: Vec<DeliveryLife>,
}

/// When it came, and when it was taken back or erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LeadLife {
    pub(crate) id: String,
    pub(crate) reference: String,
    pub(crate) partner: String,
    pub(crate) locale: String,
    pub(crate) received_at: i64,
    pub(crate) withdrawn_at: Option<i64>,
    pub(crate) erased_at: Option<i64>,
}

/// Where one of its deliveries stands, and how it came there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DeliveryLife {
    pub(crate) id: String,
    pub(crate) recipient: String,
    /// `due`, `delivered`, `parked` or `withdrawn`.
    pub(crate) state: String,
    /// `exhausted`, `gone`, `failing`, `unread` or `erased`.
    pub(crate) parked_for: Option<String>,
    pub(crate) next_attempt_at: i64,
    pub(crate) ended_at: Option<i64>,
    /// When an officer opened it on the pick-up page.
    pub(crate) opened_at: Option<i64>,
    /// E-mails that told of it.
    pub(crate) notices: u32,
    #[serde(skip_deserializing, default)]
    pub(crate) attempts: Vec<AttemptLife>,
}

/// An attempt and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AttemptLife {
    #[serde(skip_serializing)]
    delivery: String,
    pub(crate) number: u32,
    pub(crate) at: i64,
    /// A status, or why there was none.
    pub(crate) answer: String,
    /// How long it took.
    pub(crate) milliseconds: Option<i64>,
}

impl Ledger {
    /// A lead's life, by its id or its reference.
    pub(crate) async fn timeline(&self, lead: &str) -> Result<Option<Timeline>, Error> {
        const WHAT: &str = "reading a timeline";
        let mine = "(SELECT id FROM lead WHERE id = ?1 OR reference = ?1)";
        let query = |text: String| sql(text, [lead.into()]);
        let batch: Vec<Statement> = vec![
            query(format!(
                "SELECT id, reference, partner, locale, received_at, withdrawn_at, erased_at
                 FROM lead WHERE id IN {mine}"
            )),
            query(format!(
                "SELECT id, recipient, state, parked_for, next_attempt_at, ended_at, opened_at,
                        notices
                 FROM delivery WHERE lead IN {mine} ORDER BY recipient"
            )),
            query(format!(
                "SELECT delivery, number, at, answer, milliseconds FROM attempt
                 WHERE delivery IN (SELECT id FROM delivery WHERE lead IN {mine})
                 ORDER BY at, number"
            )),
        ];
        let mut found = self.run(batch, WHAT).await?;
        let Some(lead) = rows(&mut found, 0, WHAT)?.into_iter().next() else { return Ok(None) };
        let mut deliveries: Vec<DeliveryLife> = rows(&mut found, 1, WHAT)?;
        let attempts: Vec<AttemptLife> = rows(&mut found, 2, WHAT)?;
        for one in &mut deliveries {
            let mine = attempts.iter().filter(|attempt| attempt.delivery == one.id);
            one.attempts = mine.cloned().collect();
        }
        Ok(Some(Timeline { lead, deliveries }))
    }

    /// An officer opens a lead that an e-mail told of: it is delivered now.
    /// Gives what is to be shown; `None` when there is no such delivery, when
    /// it is in quarantine or withdrawn, or when `person` is erased.
    pub(crate) async fn picked_up(
        &self,
        delivery: &str,
        deed: &Deed<'_>,
    ) -> Result<Option<Claimed>, Error> {
        const WHAT: &str = "opening a lead";
        let changes = vec![
            sql(
                "UPDATE delivery SET opened_at = coalesce(opened_at, ?2), parked_for = NULL,
                   ended_at = CASE state WHEN 'delivered' THEN ended_at ELSE ?2 END,
                   state = 'delivered', lease = NULL, leased_until = 0
                 WHERE id = ?1 AND state <> 'withdrawn' AND parked_for IS NOT 'quarantine'
                   AND EXISTS (SELECT 1 FROM lead WHERE id = delivery.lead AND person IS NOT NULL)",
                [delivery.into(), deed.at.into()],
            ),
            sql(
                format!(
                    "{WHOLE} WHERE delivery.id = ?1 AND state = 'delivered' AND person IS NOT NULL"
                ),
                [delivery.into()],
            ),
        ];
        let mut done = self.audited(deed, changes, WHAT).await?.0;
        Ok(rows(&mut done, 1, WHAT)?.into_iter().next())
    }
}
