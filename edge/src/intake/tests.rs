//! The intake from a valid lead on, changed in one place at a time.

use super::*;
use crate::odd::inputs;
use crate::settings::tests::{example, example_with_keys};
use shared::catalogue::Catalogue;
use shared::detection::Findings;
use shared::lead::{Consents, Facts, Person, Sealed, Seen};
use shared::profile::{Profile, Value};
use shared::{matching, qualification};
use time::Date;

pub(crate) fn today() -> Date {
    shared::text::day("2026-11-23").unwrap()
}

/// A company with an app for heart failure, CE-marked for it, that wants to
/// be tried in primary care.
fn profile(catalogue: &Catalogue) -> Profile {
    let code = |text: &str| Value::Code(text.to_owned());
    let facts = [
        ("seek", code("seek.pilot")),
        ("form", code("form.product")),
        ("class", code("device")),
        ("trl", Value::Number(8)),
        ("ce", code("this-purpose")),
        ("patients", code("patients")),
        ("burden", Value::Bool(false)),
        ("research", Value::Bool(false)),
        ("known", code("new")),
        ("price_sek", Value::Number(400_000)),
        ("org_benefit", Value::Bool(true)),
        ("user_benefit", Value::Bool(true)),
        ("size", code("size.micro")),
        ("country", code("SE")),
        ("who", code("company")),
        ("relation", Value::Bool(false)),
    ];
    let facts = facts.into_iter().map(|(name, value)| (name.to_owned(), Some(value))).collect();
    let mut profile = shared::profile::from_facts(&facts).unwrap();
    profile.concepts = vec!["area.cardiology".to_owned(), "setting.primary-care".to_owned()];
    matching::profile_for(catalogue, &profile, &Findings::default(), today())
}

/// The facts as a browser states them: what fits, and the first recipient.
pub(crate) fn facts() -> Facts {
    let catalogue = catalogue().unwrap();
    let rules = &catalogue.rules;
    let profile = profile(catalogue);
    let matching = matching::run(rules, &profile, &Findings::default(), today());
    let id = |at| rules.at(at).unwrap().id.clone();
    let open = matching.matches.iter().filter(|one| one.outcome.is_open());
    Facts {
        schema: SCHEMA,
        partner: "demo-park".to_owned(),
        locale: shared::text::Lang::Sv,
        catalogue: rules.version.clone(),
        rules: rules.rules_version.clone(),
        answers: profile.coarse(&rules.empty_words),
        concepts: profile.concepts.clone(),
        sayings: Vec::new(),
        matches: open
            .map(|one| Seen { id: id(one.entry), outcome: one.outcome.key().to_owned() })
            .collect(),
        recipients: qualification::recipients(rules, &matching)
            .into_iter()
            .map(id)
            .filter(|id| id == "actor.rs-innovation")
            .collect(),
        redirects: Vec::new(),
        notices: matching.notices.clone(),
        consents: Consents::default(),
    }
}

pub(crate) fn person() -> Person {
    Person {
        company: "Hjärtvy AB".to_owned().into(),
        org_number: None,
        name: "Anna Andersson".to_owned().into(),
        email: "anna@hjartvy.example".to_owned().into(),
        phone: None,
        role: None,
        subject: "Företagsförfrågan".to_owned().into(),
        summary: "En app för hjärtsvikt i hemmet.".to_owned().into(),
        org_benefit: "Färre återinläggningar".to_owned().into(),
        user_benefit: "Tryggare hemma".to_owned().into(),
    }
}

pub(crate) fn lead() -> Lead {
    Lead { facts: facts(), person: Some(person()), sealed: Vec::new() }
}

fn differing(change: &dyn Fn(&mut Facts)) -> Vec<String> {
    let mut facts = facts();
    change(&mut facts);
    match recheck::confirm(&facts, catalogue().unwrap(), today()) {
        Ok(_) => Vec::new(),
        Err(error) => error.problem().errors.into_iter().map(|fault| fault.code).collect(),
    }
}

#[test]
fn what_a_browser_states_is_confirmed() {
    assert_eq!(differing(&|_| {}), [""; 0]);
}

#[test]
fn what_the_rules_do_not_say_is_refused() {
    assert_eq!(differing(&|facts| facts.matches[0].outcome = "unknown".into()), ["outcome"]);
    assert_eq!(differing(&|facts| facts.recipients.clear()), ["recipient"]);
    let municipal = |facts: &mut Facts| facts.recipients = vec!["path.test-agreement".into()];
    assert_eq!(differing(&municipal), ["recipient"]);
    let silent = |facts: &mut Facts| {
        facts.answers.insert("org_benefit".into(), Some(Value::Bool(false)));
    };
    assert!(differing(&silent).contains(&"org-benefit".to_owned()));
    assert_eq!(differing(&|facts| facts.notices.clear()), ["notice"]);
}

#[test]
fn nothing_but_the_catalogues_own_ids_stands_among_the_facts() {
    let strange = ["unknown-id"];
    assert_eq!(differing(&|facts| facts.concepts.push("Anna Andersson".into())), strange);
    assert_eq!(differing(&|facts| facts.recipients.push("x".into())), strange);
    assert_eq!(differing(&|facts| facts.redirects.push("x".into())), strange);
    assert_eq!(differing(&|facts| facts.notices.push("x".into())), strange);
    assert_eq!(differing(&|facts| facts.sayings.push("Anna Andersson".into())), strange);
    let country = |facts: &mut Facts| {
        facts.answers.insert("country".into(), Some(Value::Code("Å".into())));
    };
    assert_eq!(differing(&country), strange);
    let form = |facts: &mut Facts| {
        facts.answers.insert("form".into(), Some(Value::Code("<b>".into())));
    };
    assert_eq!(differing(&form), strange);
    let trl = |facts: &mut Facts| {
        facts.answers.insert("trl".into(), Some(Value::Number(12)));
    };
    assert_eq!(differing(&trl), ["value"]);
}

#[test]
fn a_visit_may_have_begun_before_midnight() {
    let tomorrow = today().next_day().unwrap();
    assert!(recheck::confirm(&facts(), catalogue().unwrap(), tomorrow).is_ok());
}

#[test]
fn a_fault_of_shape_names_the_field_and_quotes_no_value() {
    let told = |body: &str| {
        let error = read::<Lead>(body.as_bytes()).unwrap_err();
        let problem = error.problem();
        let fault = problem.errors.first().map(|fault| (fault.field.clone(), fault.code.clone()));
        (problem.kind, fault, format!("{problem:?}"))
    };
    let unknown = told(r#"{"facts": {"schema": 1, "honey": "pot"}}"#);
    assert_eq!(unknown.1, Some(("honey".to_owned(), "unknown".to_owned())));
    let wrong = told(r#"{"facts": "anna@hjartvy.example"}"#);
    assert_eq!(wrong.0, Kind::Unprocessable);
    assert!(!wrong.2.contains("hjartvy"));
    assert_eq!(told("{").0, Kind::BadRequest);
    assert_eq!(told(&"[".repeat(10_000)).0, Kind::Unprocessable);
}

#[test]
fn faults_of_a_person_are_told_by_field() {
    let mut lead = lead();
    assert!(faults(&lead).is_empty());
    let written = lead.person.as_mut().unwrap();
    written.email = "anna".to_owned().into();
    written.summary = "Patienten 19121212-1212".to_owned().into();
    let told: Vec<(String, String)> =
        faults(&lead).into_iter().map(|fault| (fault.field, fault.code)).collect();
    let fault = |field: &str, code: &str| (field.to_owned(), code.to_owned());
    assert_eq!(told, [fault("person.summary", "personal-number"), fault("person.email", "email")]);
}

#[test]
fn a_key_is_16_to_64_plain_characters() {
    let good = "5f3c1a1e-3a52-4f43-9a0a-0c9f6d1c2b3a";
    let is_taken = |key: &str| key_of(key).is_ok();
    assert!(is_taken(good));
    assert!(!is_taken("short") && !is_taken(&"a".repeat(65)) && !is_taken("åäö-åäö-åäö-åäö-"));
}

fn key_of(text: &str) -> Result<String, Error> {
    key(&crate::http::Asked::with_header("idempotency-key", text))
}

#[test]
fn a_link_comes_from_the_key_and_from_nothing_that_is_kept() {
    let sent = |key: &str| Sent {
        key: key.to_owned(),
        body_hash: String::new(),
        seen: guard::Seen::default(),
    };
    let one = sent("5f3c1a1e-3a52-4f43-9a0a-0c9f6d1c2b3a");
    assert_eq!(one.link("lead"), one.link("lead"));
    assert_ne!(one.link("lead"), one.link("other"));
    assert_ne!(one.link("lead"), sent("5f3c1a1e-3a52-4f43-9a0a-0c9f6d1c2b3b").link("lead"));
    assert_eq!(one.link("lead").len(), 40, "160 bits");
}

#[test]
fn likeness_is_of_the_company_and_the_matter() {
    let lead = |company: &str| {
        let person = Person { company: company.to_owned().into(), ..person() };
        Lead { person: Some(person), ..lead() }
    };
    let of = |company: &str, subject: &str| likeness(&lead(company), subject, "id");
    assert_eq!(of("Hjärtvy AB", "a"), of(" hjärtvy ab.", "a"));
    assert_ne!(of("Hjärtvy AB", "a"), of("Hjärtvy AB", "b"));
    assert_ne!(of("Hjärtvy AB", "a"), of("Annat AB", "a"));
}

#[test]
fn the_examples_promise_what_they_promise() {
    let to = route(&facts(), &catalogue().unwrap().rules, &example(), today());
    assert_eq!(first_promise(&to).as_deref(), Some("2026-12-07"));
}

#[test]
fn a_lead_is_read_and_judged_without_a_panic() {
    let sealed = Sealed {
        recipient: "rs-innovation".to_owned(),
        key_id: "2026-11".to_owned(),
        enc: "A".repeat(43),
        ciphertext: "A".repeat(60),
    };
    let right = [lead(), Lead { person: None, sealed: vec![sealed], ..lead() }];
    let (settings, catalogue) = (example_with_keys(), catalogue().unwrap());
    inputs("lead", &right.map(|lead| serde_json::to_vec(&lead).unwrap()), |bytes, _| {
        let Ok(lead) = read::<Lead>(bytes) else { return };
        let _ = (faults(&lead), recheck::confirm(&lead.facts, catalogue, today()));
        let to = route(&lead.facts, &catalogue.rules, &settings, today());
        let _ = (sealing::check(&lead, &to, &settings), likeness(&lead, "", ""));
    });
}

#[test]
fn a_key_is_read_without_a_panic() {
    inputs("idempotency key", &["5f3c1a1e-3a52-4f43-9a0a-0c9f6d1c2b3a"], |_, text| {
        let _ = key_of(text);
    });
}
