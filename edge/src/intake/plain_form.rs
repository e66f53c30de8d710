//! `POST /f/{partner}/contact`: the same intake without a script, as HTML.
//!
//! Nothing is matched here: the area and the setting decide who gets it. The
//! benefits are asked for all the same, since they are what qualifies.

use super::{LONGEST_BODY, Sent, answer, body, faults, guard, hash, keep, recheck};
use crate::Here;
use crate::calendar::day_in_stockholm;
use crate::catalogue::catalogue;
use crate::error::{Error, Fault, Kind, Problem};
use crate::http::Reply;
use crate::ledger::Ledger;
use crate::page::form::{Draft, again};
use crate::page::{Visit, paused};
use shared::catalogue::Rules;
use shared::lead::{Consents, Facts, Lead, Person, SCHEMA};
use shared::private::Private;
use shared::profile::Value;
use shared::qualification::states;
use std::collections::BTreeMap;
use worker::Request;

/// The fields that the form has.
const FIELDS: [&str; 14] = [
    "once",
    TRAP,
    "seek",
    "area",
    "setting",
    "summary",
    "org_benefit",
    "user_benefit",
    "company",
    "org_number",
    "name",
    "role",
    "email",
    "phone",
];

/// A field that people do not see: whoever fills it in fills in everything.
pub(crate) const TRAP: &str = "leave_empty";

/// The notice that stands above the form's free text.
const SHOWN: &str = "public-record";

/// Takes a form, and leads on to the page where its matter is followed.
pub(crate) async fn receive(
    request: Request,
    visit: &Visit<'_>,
    here: &Here<'_>,
) -> Result<Reply, Error> {
    if visit.partner.paused {
        return Ok(paused(visit, here.settings));
    }
    if !here.asked.is_of_type("application/x-www-form-urlencoded") {
        return Err(Kind::MediaType.into());
    }
    let seen = guard::Seen::of(&request);
    let bytes = body(request, here.asked, LONGEST_BODY).await?;
    let written = read(&bytes)?;
    let text = |name: &str| written.get(name).cloned().unwrap_or_default();
    let seen = guard::Seen { token: text("once"), trapped: !text(TRAP).is_empty(), ..seen };
    let sent = Sent { seen, ..sent(visit.id, &written) };
    if let Some(answered) = Ledger::open(here.env)?.answered(&sent.key_hash()).await? {
        return receipt(&answer(&answered, &sent, here)?, visit);
    }
    let rules = &catalogue()?.rules;
    let lead = lead(visit, &written, rules);
    let faults = all_faults(&lead, rules);
    if !faults.is_empty() {
        return again(visit, here, &Draft { written, faults });
    }
    let judged = recheck::judge(&lead.facts, catalogue()?, day_in_stockholm(here.now))?;
    match keep(lead, &judged, sent, here).await {
        Err(error) if error.problem().kind == Kind::StepStale => {
            again(visit, here, &Draft { written, faults: vec![stale()] })
        }
        kept => receipt(&kept?, visit),
    }
}

fn stale() -> Fault {
    Fault::new(
        "seek",
        "stale",
        "Formuläret har varit öppet i mer än två timmar, eller har redan skickats. Allt står kvar: skicka en gång till.",
        "The form was open for more than two hours, or has been sent. Everything is still there: send once more.",
    )
}

/// The form's own key: the same form sent twice is one lead. What is random in
/// it was put there when the page was made.
fn sent(partner: &str, written: &BTreeMap<String, String>) -> Sent {
    let mut parts = vec!["form", partner];
    parts.extend(written.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]));
    let key = hash(&parts);
    Sent { body_hash: key.clone(), key, seen: guard::Seen::default() }
}

/// The answer of the intake as a redirect to the status page: going back and
/// reloading send nothing again.
fn receipt(reply: &Reply, visit: &Visit<'_>) -> Result<Reply, Error> {
    let found = reply.headers().iter().find(|(name, _)| *name == "Location");
    let (_, address) = found.ok_or_else(|| Error::Broken("answering a form".to_owned()))?;
    Ok(Reply::see_other(&format!("{address}?lang={}", visit.lang.tag())))
}

/// Reads the fields of a form. A field that it does not have is refused.
fn read(bytes: &[u8]) -> Result<BTreeMap<String, String>, Error> {
    let mut written = BTreeMap::new();
    for (name, value) in worker::url::form_urlencoded::parse(bytes) {
        if !FIELDS.contains(&name.as_ref()) {
            let shown: String = name.chars().take(60).collect();
            let (sv, en) = ("Formuläret har inte det fältet.", "The form has no such field.");
            return Err(
                Problem::of(Kind::Unprocessable, Fault::new(shown, "unknown", sv, en)).into()
            );
        }
        // Browsers send line ends as CR LF; a limit counts them as one.
        written.insert(name.into_owned(), value.trim().replace("\r\n", "\n"));
    }
    Ok(written)
}

fn lead(visit: &Visit<'_>, written: &BTreeMap<String, String>, rules: &Rules) -> Lead {
    let text = |name: &str| written.get(name).cloned().unwrap_or_default();
    let private = |name: &str| Private::new(text(name));
    let optional = |name: &str| Some(text(name)).filter(|text| !text.is_empty()).map(Private::new);
    let person = Person {
        company: private("company"),
        org_number: optional("org_number"),
        name: private("name"),
        email: private("email"),
        phone: optional("phone"),
        role: optional("role"),
        // The Worker writes the heading of every lead from its facts.
        subject: Private::new(shared::lead::subject(&[])),
        summary: private("summary"),
        org_benefit: private("org_benefit"),
        user_benefit: private("user_benefit"),
    };
    let known = |id: &String| rules.concept(id).is_some();
    let facts = Facts {
        schema: SCHEMA,
        partner: visit.id.to_owned(),
        locale: visit.lang,
        catalogue: rules.version.clone(),
        rules: rules.rules_version.clone(),
        answers: answers(written, rules),
        concepts: [text("area"), text("setting")].into_iter().filter(known).collect(),
        sayings: Vec::new(),
        matches: Vec::new(),
        recipients: Vec::new(),
        redirects: Vec::new(),
        notices: rules.notices.iter().map(|n| n.id.clone()).filter(|id| id == SHOWN).collect(),
        consents: Consents::default(),
    };
    Lead { facts, person: Some(person), sealed: Vec::new() }
}

fn answers(written: &BTreeMap<String, String>, rules: &Rules) -> BTreeMap<String, Option<Value>> {
    let text = |name: &str| written.get(name).cloned().unwrap_or_default();
    let stated =
        |name: &str| Some(Value::Bool(states(&Value::Code(text(name)), &rules.empty_words)));
    let mut answers = BTreeMap::new();
    if is_sought(&text("seek"), rules) {
        answers.insert("seek".to_owned(), Some(Value::Codes(vec![text("seek")])));
    }
    for benefit in ["org_benefit", "user_benefit"] {
        answers.insert(benefit.to_owned(), stated(benefit));
    }
    answers
}

fn is_sought(code: &str, rules: &Rules) -> bool {
    let question = rules.question(shared::profile::Field::Seek);
    question.is_some_and(|question| question.options.iter().any(|option| option.code == code))
}

/// What is wrong with the form, in its order.
fn all_faults(lead: &Lead, rules: &Rules) -> Vec<Fault> {
    let mut all = Vec::new();
    let has_seek = rules.question(shared::profile::Field::Seek).is_some();
    if has_seek && !lead.facts.answers.contains_key("seek") {
        all.push(Fault::new(
            "seek",
            "empty",
            "Välj vad ni söker.",
            "Choose what you are looking for.",
        ));
    }
    all.extend(faults(lead));
    let benefits = [
        (
            "org_benefit",
            "Skriv vad vården vinner, till exempel \"färre återinläggningar\".",
            "Say what care gains, for example \"fewer readmissions\".",
        ),
        (
            "user_benefit",
            "Skriv vad patienten, den närstående eller invånaren vinner, till exempel \"tryggare hemma\".",
            "Say what the patient, relative or resident gains, for example \"safer at home\".",
        ),
    ];
    for (name, sv, en) in benefits {
        let field = format!("person.{name}");
        let stated = lead.facts.answers.get(name) == Some(&Some(Value::Bool(true)));
        if !stated {
            all.retain(|fault| fault.field != field);
            all.push(Fault::new(field, "not-stated", sv, en));
        }
    }
    all.sort_by_key(|fault| {
        let name = fault.field.rsplit('.').next().unwrap_or_default();
        FIELDS.iter().position(|field| *field == name)
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_form_is_the_same_lead() {
        let form = read(b"once=a1&company=Bolaget&summary=ett%0D%0Atv%C3%A5").unwrap();
        assert_eq!(form.get("summary").unwrap(), "ett\ntvå");
        let other = read(b"once=a2&company=Bolaget&summary=ett%0D%0Atv%C3%A5").unwrap();
        assert_eq!(sent("park", &form).key, sent("park", &form).key);
        assert_ne!(sent("park", &form).key, sent("park", &other).key);
        assert_ne!(sent("park", &form).key, sent("other", &form).key);
    }

    #[test]
    fn a_field_that_the_form_does_not_have_is_refused() {
        assert!(read(b"company=a&admin=1").is_err());
    }

    #[test]
    fn a_form_is_read_without_a_panic() {
        let (settings, rules) = (crate::settings::tests::example(), &catalogue().unwrap().rules);
        let partner = settings.partners.get("demo-park").unwrap();
        let visit = Visit { id: "demo-park", partner, lang: partner.language(None), styles: None };
        let right = "once=a1&seek=seek.pilot&area=area.cardiology&company=Bolaget&name=Anna+A&\
                     email=a%40b.se&org_number=556016-0680&summary=ett%0D%0Atv%C3%A5&org_benefit=x";
        crate::odd::inputs("plain form", &[right], |bytes, _| {
            let Ok(written) = read(bytes) else { return };
            let lead = lead(&visit, &written, rules);
            let _ = (sent("park", &written).key, all_faults(&lead, rules));
        });
    }
}
