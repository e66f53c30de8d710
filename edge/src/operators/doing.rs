//! What operators change. Each change and who made it are written together.

use super::desk::Visit;
use crate::delivery::signature::Secret;
use crate::error::{Error, Fault, Kind, Problem};
use crate::http::Reply;
use crate::intake::{body, hash, read};
use crate::ledger::{Deed, Ledger, Which};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use worker::Request;

/// Why something is done: a code, so that nobody writes a person's name there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Because {
    reason: String,
}

/// What is sent again.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Again {
    which: Which,
    reason: String,
    /// How many the dry run gave. Without it, this is the dry run.
    #[serde(default)]
    confirm: Option<usize>,
}

/// A change of a recipient's secret, begun or ended.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rotation {
    step: Step,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Step {
    Begin,
    End,
}

impl Because {
    fn checked(&self) -> Result<Value, Error> {
        Ok(json!({ "reason": reason(&self.reason)? }))
    }
}

fn reason(text: &str) -> Result<&str, Error> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if (1..=40).contains(&text.len()) && text.chars().all(plain) {
        return Ok(text);
    }
    let sv = "Skriv en kod: högst 40 små bokstäver, siffror och bindestreck.";
    let en = "Write a code: at most 40 small letters, digits and hyphens.";
    Err(Problem::of(Kind::Unprocessable, Fault::new("reason", "code", sv, en)).into())
}

/// What came as JSON.
pub(super) async fn asked_for<T: DeserializeOwned>(
    request: Request,
    visit: &Visit<'_>,
) -> Result<T, Error> {
    const LONGEST: usize = 16 * 1024;
    if !visit.here.asked.is_of_type("application/json") {
        return Err(Kind::MediaType.into());
    }
    read(&body(request, visit.here.asked, LONGEST).await?)
}

impl Visit<'_> {
    fn deed<'a>(&'a self, action: &'a str, subject: &'a str, detail: &'a Value) -> Deed<'a> {
        Deed { who: &self.operator.name, action, subject, detail, at: self.here.now }
    }

    pub(super) fn ledger(&self) -> Result<Ledger, Error> {
        Ledger::open(self.here.env)
    }

    fn recipient<'a>(&self, id: &'a str) -> Result<&'a str, Error> {
        let known = self.here.settings.recipients.contains_key(id);
        if known { Ok(id) } else { Err(Kind::NotFound.into()) }
    }

    /// Sends nothing to a recipient until it is resumed.
    pub(super) async fn pause(&self, id: &str, why: &Because) -> Result<Reply, Error> {
        let detail = why.checked()?;
        let deed = self.deed("recipient.pause", self.recipient(id)?, &detail);
        self.ledger()?.pause(id, &deed).await?;
        Ok(Reply::json(200, &json!({ "recipient": id, "paused": true })))
    }

    /// Goes on with a recipient.
    pub(super) async fn resume(&self, id: &str, why: &Because) -> Result<Reply, Error> {
        let detail = why.checked()?;
        let deed = self.deed("recipient.resume", self.recipient(id)?, &detail);
        let due = self.ledger()?.resume(id, &deed).await?;
        Ok(Reply::json(200, &json!({ "recipient": id, "paused": false, "due_again": due })))
    }

    /// Tells which secrets are in use, and writes down that they change. They
    /// themselves stand in the platform's store alone.
    pub(super) async fn rotation(&self, id: &str, rotation: &Rotation) -> Result<Reply, Error> {
        let recipient = self.here.settings.recipients.get(id).ok_or(Kind::NotFound)?;
        let action = match rotation.step {
            Step::Begin => "secret.begin",
            Step::End => "secret.end",
        };
        let prints: Vec<String> = recipient.secrets.iter().map(Secret::print).collect();
        let detail = json!({ "secrets": prints });
        self.ledger()?.looked(&self.deed(action, id, &detail)).await?;
        Ok(Reply::json(200, &json!({ "recipient": id, "secrets": prints })))
    }

    /// Sends again, or tells what would be sent.
    pub(super) async fn replay(&self, again: &Again) -> Result<Reply, Error> {
        let reason = reason(&again.reason)?;
        if !again.which.is_bounded() {
            let sv = "Ange en leverans, ett ärende, en mottagare eller en tid.";
            let en = "Name a delivery, a lead, a recipient or a time.";
            let fault = Fault::new("which", "unbounded", sv, en);
            return Err(Problem::of(Kind::Unprocessable, fault).into());
        }
        let ledger = self.ledger()?;
        let chosen = ledger.replayable(&again.which).await?;
        let Some(confirmed) = again.confirm else {
            let told = json!({ "dry_run": true, "count": chosen.len(), "deliveries": chosen });
            return Ok(Reply::json(200, &told));
        };
        if confirmed != chosen.len() {
            let sv = format!("Nu är det {}. Gör provkörningen igen.", chosen.len());
            let en = format!("There are {} now. Do the dry run again.", chosen.len());
            let fault = Fault::new("confirm", "count", &sv, &en);
            return Err(Problem::of(Kind::Unprocessable, fault).into());
        }
        let detail = json!({ "reason": reason, "which": again.which, "count": chosen.len() });
        let subject = hash(&["replay", &again_of(&again.which)]);
        let done =
            ledger.replay(&again.which, &self.deed("delivery.replay", &subject, &detail)).await?;
        crate::log("replayed", &json!({ "count": done.len() }));
        Ok(Reply::json(200, &json!({ "dry_run": false, "count": done.len(), "deliveries": done })))
    }

    /// Erases what a person wrote.
    pub(super) async fn erase(&self, lead: &str, why: &Because) -> Result<Reply, Error> {
        let detail = why.checked()?;
        let ledger = self.ledger()?;
        if !ledger.erase_one(lead, &self.deed("lead.erase", lead, &detail)).await? {
            return Err(Kind::NotFound.into());
        }
        Ok(Reply::json(200, &json!({ "lead": lead, "erased": true })))
    }

    /// Lets a lead out of quarantine.
    pub(super) async fn release(&self, lead: &str, why: &Because) -> Result<Reply, Error> {
        let detail = why.checked()?;
        let ledger = self.ledger()?;
        match ledger.release(lead, &self.deed("lead.release", lead, &detail)).await? {
            0 => Err(Kind::NotFound.into()),
            due => Ok(Reply::json(200, &json!({ "lead": lead, "due": due }))),
        }
    }

    /// Notes that something is looked at.
    pub(super) async fn looks(&self, ledger: &Ledger, action: &str, at: &str) -> Result<(), Error> {
        ledger.looked(&self.deed(action, at, &Value::Null)).await
    }

    pub(super) fn look<'a>(&'a self, action: &'a str, subject: &'a str) -> Deed<'a> {
        self.deed(action, subject, &Value::Null)
    }
}

fn again_of(which: &Which) -> String {
    serde_json::to_string(which).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_a_code_and_no_persons_name() {
        for code in ["asked-by-company", "gdpr-17", "x"] {
            assert!(reason(code).is_ok(), "{code}");
        }
        let long = "x".repeat(41);
        for text in ["", "Anna Andersson", "anna@example.org", "é", "a\nb", long.as_str()] {
            assert!(reason(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_operators_send_is_read_without_a_panic() {
        let right = [
            r#"{"which": {"lead": "a1", "from": 0, "until": 9}, "reason": "x", "confirm": 2}"#,
            r#"{"reason": "gdpr-17"}"#,
            r#"{"step": "begin"}"#,
        ];
        crate::odd::inputs("operators' bodies", &right, |bytes, _| {
            let _ = read::<Again>(bytes)
                .map(|again| (again.which.is_bounded(), again_of(&again.which)));
            let _ = (read::<Because>(bytes).and_then(|why| why.checked()), read::<Rotation>(bytes));
        });
    }
}
