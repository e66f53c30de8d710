//! The wire: a difference here is a new version.

use shared::catalogue::{Rules, Unreadable, Words, decode, encode};
use shared::lead::{Consents, Facts, Lead, Person, SCHEMA, Seen};
use shared::profile::{Field, Profile, Value};
use shared::taxonomy::{Concept, Terms};
use shared::text::Lang;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

type TestResult = Result<(), Box<dyn Error>>;

fn lead() -> Lead {
    let answers = [
        ("seek".to_owned(), Some(Value::Codes(vec!["seek.test".into()]))),
        ("trl".to_owned(), Some(Value::Number(8))),
        ("ce".to_owned(), Some(Value::Code("dont-know".into()))),
    ];
    Lead {
        facts: Facts {
            schema: SCHEMA,
            partner: "demo-park".into(),
            locale: Lang::Sv,
            catalogue: "0a1b2c3d".into(),
            rules: "1".into(),
            answers: BTreeMap::from(answers),
            concepts: vec!["area.cardiology".into()],
            sayings: vec![],
            matches: vec![Seen { id: "path.test-agreement".into(), outcome: "fits".into() }],
            recipients: vec!["actor.rs-innovation".into()],
            redirects: vec![],
            notices: vec!["no-promise".into()],
            consents: Consents::default(),
        },
        person: Some(Person {
            company: "Exempel AB".to_owned().into(),
            name: "Anna Exempel".to_owned().into(),
            email: "anna@example.se".to_owned().into(),
            subject: "Företagsförfrågan".to_owned().into(),
            summary: "En app".to_owned().into(),
            org_benefit: "Färre återinläggningar".to_owned().into(),
            user_benefit: "Tryggare hemma".to_owned().into(),
            ..Person::default()
        }),
        sealed: vec![],
    }
}

const WIRE: &str = r#"{"facts":{"schema":1,"partner":"demo-park","locale":"sv","catalogue":"0a1b2c3d","rules":"1","answers":{"ce":"dont-know","seek":["seek.test"],"trl":8},"concepts":["area.cardiology"],"sayings":[],"matches":[{"id":"path.test-agreement","outcome":"fits"}],"recipients":["actor.rs-innovation"],"redirects":[],"notices":["no-promise"],"consents":{"share_with_partner":false,"contact_for_followup":false}},"person":{"company":"Exempel AB","org_number":null,"name":"Anna Exempel","email":"anna@example.se","phone":null,"role":null,"subject":"Företagsförfrågan","summary":"En app","org_benefit":"Färre återinläggningar","user_benefit":"Tryggare hemma"}}"#;

#[test]
fn a_lead_is_written_as_it_always_was() -> TestResult {
    assert_eq!(serde_json::to_string(&lead())?, WIRE);
    Ok(())
}

#[test]
fn a_lead_is_read_as_it_always_was() -> TestResult {
    assert_eq!(serde_json::from_str::<Lead>(WIRE)?, lead());
    Ok(())
}

#[test]
fn an_unknown_field_is_refused() {
    let more = WIRE.replacen("\"schema\":1", "\"schema\":1,\"extra\":1", 1);
    assert!(serde_json::from_str::<Lead>(&more).is_err());
}

#[test]
fn nothing_personal_can_be_printed() {
    let printed = format!("{:?}", lead());
    for secret in ["Exempel AB", "Anna", "anna@", "En app", "återinläggningar"] {
        assert!(!printed.contains(secret), "{secret}");
    }
}

#[test]
fn a_benefit_travels_as_stated_and_never_as_text() -> TestResult {
    let mut profile = Profile::default();
    profile.set(Field::OrgBenefit, Value::Code("Färre återinläggningar".into()));
    let coarse = serde_json::to_string(&profile.coarse(&[]))?;
    assert_eq!(coarse, r#"{"org_benefit":true}"#);
    Ok(())
}

#[test]
fn terms_travel_as_one_text_and_come_back() {
    let list = |terms: &[&str]| terms.iter().map(|&term| term.to_owned()).collect::<Vec<_>>();
    let terms = Terms {
        concepts: vec![
            [list(&["hjärt*", "~puls"]), list(&["heart"])],
            [list(&[]), list(&["hearing"])],
        ],
        list: vec![
            Concept { id: "area.cardiology".to_owned(), label: 3, broader: Some(1) },
            Concept { id: "area.hearing".to_owned(), label: 4, broader: None },
        ],
        sayings: vec![("gift".to_owned(), list(&["prova gratis"]))],
    };
    assert_eq!(Terms::from(String::from(&terms)), terms);
}

#[test]
fn pieces_come_back_as_they_went_and_damaged_ones_are_refused() -> TestResult {
    let parts = shared::compile::parts(Path::new(env!("CARGO_MANIFEST_DIR")))
        .map_err(|problems| format!("{problems:?}"))?;
    let bytes = encode(&parts.rules).map_err(|_| "not written")?;
    assert_eq!(decode::<Rules>(&bytes), Ok(parts.rules));
    let short = bytes.get(..bytes.len() / 2).unwrap_or_default();
    assert_eq!(decode::<Rules>(short), Err(Unreadable));
    let long: Vec<u8> = bytes.iter().copied().chain([0]).collect();
    assert_eq!(decode::<Rules>(&long), Err(Unreadable));
    for words in parts.words.into_iter().chain(parts.long) {
        let bytes = encode(&words).map_err(|_| "not written")?;
        assert_eq!(decode::<Words>(&bytes), Ok(words));
    }
    Ok(())
}
