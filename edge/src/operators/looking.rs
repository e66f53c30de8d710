//! What operators look at. None of it is personal; who looks is written down
//! all the same.

use super::desk::Visit;
use super::export::csv;
use crate::calendar::millis;
use crate::error::{Error, Fault, Kind, Problem};
use crate::http::Reply;
use crate::ledger::Wanted;
use crate::settings::is_id;
use crate::watch::metrics;
use serde_json::{Value, json};

const STATES: [&str; 4] = ["due", "delivered", "parked", "withdrawn"];

impl Visit<'_> {
    /// Who I am.
    pub(super) fn me(&self) -> Reply {
        let operator = self.operator;
        let told = json!({
            "name": operator.name,
            "role": operator.role,
            "officer_of": operator.officer_of,
        });
        Reply::json(200, &told)
    }

    /// How it goes, in numbers.
    pub(super) async fn metrics(&self) -> Result<Reply, Error> {
        let (seen, _) = self.ledger()?.seen(self.here.now).await?;
        Ok(metrics(&seen, self.here.now))
    }

    /// A lead's life.
    pub(super) async fn timeline(&self, lead: &str) -> Result<Reply, Error> {
        let ledger = self.ledger()?;
        self.looks(&ledger, "lead.timeline", lead).await?;
        let found = ledger.timeline(lead).await?;
        found.map(|told| Reply::json(200, &told)).ok_or_else(|| Kind::NotFound.into())
    }

    /// How it goes with each recipient.
    pub(super) async fn recipients(&self) -> Result<Reply, Error> {
        let standings = self.ledger()?.standings().await?;
        Ok(Reply::json(200, &json!({ "recipients": standings })))
    }

    /// Deliveries, as they are asked for.
    pub(super) async fn deliveries(&self) -> Result<Reply, Error> {
        let wanted = self.wanted()?;
        let lines = self.ledger()?.lines(&wanted, &self.look("delivery.list", "")).await?;
        Ok(Reply::json(200, &json!({ "deliveries": lines })))
    }

    /// The same, for a spreadsheet.
    pub(super) async fn export(&self) -> Result<Reply, Error> {
        let wanted = self.wanted()?;
        let lines = self.ledger()?.lines(&wanted, &self.look("delivery.export", "")).await?;
        Ok(Reply::new(200, "text/csv; charset=utf-8; header=present", csv(&lines))
            .with("Content-Disposition", "attachment; filename=\"vagen-in.csv\""))
    }

    /// What waits to be judged.
    pub(super) async fn quarantine(&self) -> Result<Reply, Error> {
        let held = self.ledger()?.quarantine(&self.look("quarantine.list", "")).await?;
        let told: Vec<Value> = held
            .iter()
            .map(|one| {
                json!({
                    "id": one.id,
                    "reference": one.reference,
                    "partner": one.partner,
                    "locale": one.locale,
                    "received_at": one.received_at,
                    "quarantined_for": one.quarantined_for,
                    "facts": serde_json::from_str::<Value>(&one.facts).unwrap_or_default(),
                })
            })
            .collect();
        Ok(Reply::json(200, &json!({ "held": told })))
    }

    /// What operators did, and whether the chain is whole.
    pub(super) async fn audit(&self) -> Result<Reply, Error> {
        const MOST: u32 = 500;
        let after = self.here.asked.parameter("after").map_or(Ok(0), str::parse);
        let after = after.map_err(|_| wrong("after", "Skriv ett tal.", "Write a number."))?;
        let ledger = self.ledger()?;
        let told = json!({
            "rows": ledger.audit_after(after, MOST).await?,
            "head": ledger.audit_head().await?,
            "first_broken": ledger.audit_broken().await?,
        });
        Ok(Reply::json(200, &told))
    }

    /// The query: `state`, `recipient`, and days `from` and `until`.
    fn wanted(&self) -> Result<Wanted<'_>, Error> {
        let asked = self.here.asked;
        let state = asked.parameter("state");
        if state.is_some_and(|state| !STATES.contains(&state)) {
            let told = STATES.join(", ");
            return Err(wrong(
                "state",
                &format!("Välj bland {told}."),
                &format!("Choose of {told}."),
            ));
        }
        let recipient = asked.parameter("recipient");
        if recipient.is_some_and(|id| !is_id(id)) {
            return Err(wrong("recipient", "Skriv mottagarens id.", "Write the recipient's id."));
        }
        Ok(Wanted { state, recipient, from: self.day("from")?, until: self.day("until")? })
    }

    /// A day's first moment (UTC), in milliseconds since 1970.
    fn day(&self, name: &str) -> Result<Option<i64>, Error> {
        let Some(text) = self.here.asked.parameter(name) else { return Ok(None) };
        let day = shared::text::day(text)
            .ok_or_else(|| wrong(name, "Skriv en dag: 2026-11-23.", "Write a day: 2026-11-23."))?;
        Ok(Some(millis(day.midnight().assume_utc())))
    }
}

fn wrong(name: &str, sv: &str, en: &str) -> Error {
    Problem::of(Kind::Unprocessable, Fault::new(name, "parameter", sv, en)).into()
}
