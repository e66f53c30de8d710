//! What a company sees of its lead: what was sent, to whom, where it stands.
//!
//! Nothing personal stands here: whoever has the link can read it.

use super::{Sheet, card, long_day, pick};
use crate::Here;
use crate::calendar::{from_millis, in_stockholm, stamp};
use crate::catalogue::catalogue;
use crate::delivery::told::{Told, answers};
use crate::error::{Doing, Error};
use crate::http::{Class, Reply};
use crate::ledger::{DeliveryRow, LeadRow};
use maud::{Markup, html};
use serde::Serialize;
use shared::lead::Facts;
use shared::text::Lang;

/// Where a lead, or one of its deliveries, stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    /// Kept; no attempt has been made.
    Received,
    /// Under way: some attempt has been made.
    Delivering,
    /// Every recipient has it.
    Delivered,
    /// It waits for an operator.
    Parked,
    /// An operator looks at it before it goes on.
    Reviewing,
    /// The company took it back.
    Withdrawn,
}

/// What is told of a lead.
#[derive(Debug, Serialize)]
pub(crate) struct Status {
    reference: String,
    received_at: String,
    state: State,
    promised_by: Option<String>,
    recipients: Vec<AtRecipient>,
    sent: Sent,
    /// Whether our copy of the personal part is gone.
    erased: bool,
}

#[derive(Debug, Serialize)]
struct AtRecipient {
    name: String,
    state: State,
    attempts: u32,
    delivered_at: Option<String>,
    next_attempt_at: Option<String>,
    promised_by: Option<String>,
}

#[derive(Debug, Serialize)]
struct Sent {
    subject: String,
    answers: Vec<Pair>,
}

#[derive(Debug, Serialize)]
struct Pair {
    question: String,
    answer: String,
}

/// Tells where a lead stands.
pub(crate) fn status(
    lead: &LeadRow,
    deliveries: &[DeliveryRow],
    lang: Lang,
    here: &Here<'_>,
) -> Result<Status, Error> {
    const WHAT: &str = "reading a kept lead";
    let facts: Facts = serde_json::from_str(&lead.facts).doing(WHAT)?;
    let told: Told = serde_json::from_str(&lead.result).doing(WHAT)?;
    let profile = facts.profile().map_err(|_| Error::Broken(WHAT.to_owned()))?;
    let pairs = answers(catalogue()?, lang, &profile);
    let name = |id: &str| {
        let recipient = here.settings.recipients.get(id);
        recipient.map_or_else(|| id.to_owned(), |recipient| recipient.name.get(lang).to_owned())
    };
    Ok(Status {
        reference: lead.reference.clone(),
        received_at: stamp(lead.received()),
        state: whole(lead, deliveries),
        promised_by: deliveries.iter().filter_map(|one| one.promised_by.clone()).min(),
        recipients: deliveries.iter().map(|one| at(one, name(&one.recipient))).collect(),
        sent: Sent {
            subject: told.subject,
            answers: pairs
                .into_iter()
                .map(|(question, answer)| Pair { question, answer })
                .collect(),
        },
        erased: lead.erased_at.is_some(),
    })
}

fn at(row: &DeliveryRow, name: String) -> AtRecipient {
    let state = state(row);
    let moment = |millis: i64| stamp(from_millis(millis));
    let due = matches!(state, State::Received | State::Delivering);
    AtRecipient {
        name,
        state,
        attempts: row.attempts,
        delivered_at: row.ended_at.filter(|_| state == State::Delivered).map(moment),
        next_attempt_at: due.then(|| moment(row.next_attempt_at)),
        promised_by: row.promised_by.clone(),
    }
}

fn state(row: &DeliveryRow) -> State {
    match row.state.as_str() {
        "delivered" => State::Delivered,
        "parked" if row.parked_for.as_deref() == Some("quarantine") => State::Reviewing,
        "parked" => State::Parked,
        "withdrawn" => State::Withdrawn,
        _ if row.attempts == 0 => State::Received,
        _ => State::Delivering,
    }
}

/// The lead as a whole: withdrawn if its company said so, delivered when every
/// recipient has it, parked when nothing more happens by itself.
fn whole(lead: &LeadRow, deliveries: &[DeliveryRow]) -> State {
    let states: Vec<State> = deliveries.iter().map(state).collect();
    let any = |wanted| states.contains(&wanted);
    if states.iter().all(|state| *state == State::Delivered) {
        State::Delivered
    } else if lead.withdrawn_at.is_some() {
        State::Withdrawn
    } else if states.iter().all(|state| *state == State::Received) {
        State::Received
    } else if any(State::Reviewing) {
        State::Reviewing
    } else if any(State::Received) || any(State::Delivering) {
        State::Delivering
    } else {
        State::Parked
    }
}

/// The same as a page, which the lead's partner may frame.
pub(crate) fn page(status: &Status, lead: &LeadRow, lang: Lang, here: &Here<'_>) -> Reply {
    let title = pick(lang, "Ert ärende", "Your request");
    let settings = here.settings;
    let partner = settings.partners.get_key_value(&lead.partner);
    let sheet = Sheet {
        lang,
        title,
        settings,
        partner: partner.map(|(id, _)| super::Look::of(id)),
        head: html! { meta name="robots" content="noindex"; },
        styles: None,
    };
    let body = html! {
        p.vi-reference { (pick(lang, "Referens: ", "Reference: ")) b { (status.reference) } }
        p { (sentence(status, lead, lang)) }
        (recipients(status, lang))
        (sent(&status.sent, lang))
        (withdrawing(status, lang, here))
        p.vi-box { (pick(lang,
            "Den som har länken hit kan läsa den här sidan. Spara den, och dela den bara med dem som ska se den.",
            "Whoever has the link to this page can read it. Keep it, and share it only with those who should see it.")) }
    };
    let origins = partner.map(|(_, partner)| partner.origins.clone()).unwrap_or_default();
    Reply::html(200, lang, card(&sheet, &body)).of(&Class::FramedPage(origins))
}

fn sentence(status: &Status, lead: &LeadRow, lang: Lang) -> String {
    let local = in_stockholm(lead.received());
    let day = long_day(lang, &crate::calendar::day_stamp(local.date()));
    let time = format!("{:02}.{:02}", local.hour(), local.minute());
    let received = pick(
        lang,
        format!("Mottaget {day} kl. {time}."),
        format!("Received {day} at {}.", time.replace('.', ":")),
    );
    let rest = match status.state {
        State::Received => pick(lang, "Vi lämnar över det nu.", "We are handing it over now."),
        State::Delivering | State::Parked => pick(
            lang,
            "Ditt ärende är sparat hos oss och skickas vidare så snart mottagaren svarar. Du behöver inte göra något.",
            "Your request is kept with us and will be passed on as soon as the recipient answers. You need not do anything.",
        ),
        State::Reviewing => pick(
            lang,
            "Det granskas innan det skickas vidare. Det kan ta några arbetsdagar. Du behöver inte göra något.",
            "It is being reviewed before it is passed on. That can take some working days. You need not do anything.",
        ),
        State::Delivered => pick(lang, "Det är överlämnat.", "It has been handed over."),
        State::Withdrawn => pick(
            lang,
            "Ni har tagit tillbaka det. Kontaktuppgifter och fritext är raderade hos oss.",
            "You have withdrawn it. Contact details and free text are erased with us.",
        ),
    };
    format!("{received} {rest}")
}

fn recipients(status: &Status, lang: Lang) -> Markup {
    html! {
        h2.vi-subtitle { (pick(lang, "Mottagare", "Recipients")) }
        ul.vi-rows {
            @for one in &status.recipients {
                li.vi-row {
                    b { (one.name) } " "
                    span { (state_words(one.state, lang)) }
                    small { (promise(one, lang)) }
                }
            }
        }
    }
}

fn state_words(state: State, lang: Lang) -> &'static str {
    match state {
        State::Received => pick(lang, "Väntar på att skickas", "Waiting to be sent"),
        State::Delivering => pick(lang, "Försöker igen", "Trying again"),
        State::Delivered => pick(lang, "Överlämnat", "Handed over"),
        State::Parked => {
            pick(lang, "Sparat, vi hanterar det för hand", "Kept, we handle it by hand")
        }
        State::Reviewing => pick(lang, "Granskas", "Being reviewed"),
        State::Withdrawn => pick(lang, "Återtaget", "Withdrawn"),
    }
}

fn promise(one: &AtRecipient, lang: Lang) -> String {
    match &one.promised_by {
        _ if one.state == State::Withdrawn => String::new(),
        Some(day) => {
            let day = long_day(lang, day);
            pick(lang, format!("Svar senast {day}."), format!("Answer by {day}."))
        }
        None => pick(
            lang,
            "Mottagaren lovar ingen svarstid.",
            "The recipient promises no response time.",
        )
        .to_owned(),
    }
}

fn sent(sent: &Sent, lang: Lang) -> Markup {
    html! {
        h2.vi-subtitle { (pick(lang, "Det här skickades", "This was sent")) }
        p { (pick(lang, "Ärendets rubrik: ", "The request's heading: ")) (sent.subject) }
        dl.vi-check {
            @for Pair { question, answer } in &sent.answers {
                div { dt { (question) } dd { (answer) } }
            }
        }
        p.vi-hint { (pick(lang,
            "Kontaktuppgifter och fritext visas inte här.",
            "Contact details and free text are not shown here.")) }
    }
}

/// What taking it back does depends on what has already happened.
fn withdrawing(status: &Status, lang: Lang, here: &Here<'_>) -> Markup {
    if status.erased {
        return html! {};
    }
    let delivered = status.recipients.iter().any(|one| one.state == State::Delivered);
    html! {
        h2.vi-subtitle { (pick(lang, "Ta tillbaka", "Withdraw")) }
        p { (what_withdrawing_does(delivered, lang)) }
        form method="post" action={ (here.asked.path) "/withdraw?lang=" (lang.tag()) } {
            button.vi-button type="submit" { (if delivered {
                pick(lang, "Radera vår kopia", "Erase our copy")
            } else {
                pick(lang, "Ta tillbaka ärendet", "Withdraw the request")
            }) }
        }
    }
}

/// Said before and after: regions must keep what has come in.
pub(crate) fn what_withdrawing_does(delivered: bool, lang: Lang) -> &'static str {
    if delivered {
        pick(
            lang,
            "Ärendet är överlämnat. Vi raderar vår kopia av kontaktuppgifter och fritext. Regionens kopia är en allmän handling och följer reglerna för arkiv.",
            "The request has been handed over. We erase our copy of contact details and free text. The region's copy is an official document and follows the rules for archives.",
        )
    } else {
        pick(
            lang,
            "Ingenting mer skickas. Kontaktuppgifter och fritext raderas hos oss.",
            "Nothing more is sent. Contact details and free text are erased with us.",
        )
    }
}

/// What came of taking a lead back.
#[derive(Debug, Serialize)]
pub(crate) struct Withdrawn {
    state: State,
    erased: bool,
    delivered_to: Vec<String>,
    detail: &'static str,
}

impl Status {
    /// What came of taking it back.
    pub(crate) fn withdrawn(&self, lang: Lang) -> Withdrawn {
        let delivered = self.recipients.iter().filter(|one| one.state == State::Delivered);
        let delivered_to: Vec<String> = delivered.map(|one| one.name.clone()).collect();
        Withdrawn {
            state: self.state,
            erased: self.erased,
            detail: what_withdrawing_does(!delivered_to.is_empty(), lang),
            delivered_to,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(state: &str, attempts: u32) -> DeliveryRow {
        DeliveryRow {
            recipient: "rs".into(),
            parked_for: None,
            state: state.into(),
            promised_by: None,
            attempts,
            next_attempt_at: 0,
            ended_at: None,
        }
    }

    fn lead(withdrawn_at: Option<i64>) -> LeadRow {
        LeadRow {
            id: String::new(),
            reference: String::new(),
            partner: String::new(),
            received_at: 0,
            facts: String::new(),
            result: String::new(),
            withdrawn_at,
            erased_at: None,
        }
    }

    #[test]
    fn a_lead_is_as_far_as_the_slowest_of_its_deliveries() {
        let is = |rows: &[DeliveryRow]| whole(&lead(None), rows);
        assert_eq!(is(&[row("due", 0)]), State::Received);
        assert_eq!(is(&[row("due", 1)]), State::Delivering);
        assert_eq!(is(&[row("delivered", 1), row("due", 0)]), State::Delivering);
        assert_eq!(is(&[row("delivered", 1), row("delivered", 2)]), State::Delivered);
        assert_eq!(is(&[row("delivered", 1), row("parked", 10)]), State::Parked);
    }

    #[test]
    fn what_was_delivered_stays_so_when_it_is_taken_back() {
        assert_eq!(whole(&lead(Some(1)), &[row("delivered", 1)]), State::Delivered);
        assert_eq!(
            whole(&lead(Some(1)), &[row("delivered", 1), row("withdrawn", 0)]),
            State::Withdrawn
        );
    }
}
