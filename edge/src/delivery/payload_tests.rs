//! What recipients get.

use super::payload::body;
use super::told::{Told, result};
use crate::catalogue::catalogue;
use crate::intake::recheck;
use crate::intake::tests::{facts, person, today};
use crate::ledger::Claimed;
use crate::settings::tests::example;
use serde_json::Value;
use shared::lead::Facts;
use shared::lead::LONGEST_SUBJECT;

pub(super) fn claimed(facts: &Facts) -> Claimed {
    let judged = recheck::judge(facts, catalogue().unwrap(), today()).unwrap();
    Claimed {
        id: "lead.rs-innovation".into(),
        recipient: "rs-innovation".into(),
        attempts: 0,
        base: 0,
        notices: 0,
        lead: "lead".into(),
        reference: "VI-2026-7F3K9Q".into(),
        partner: "demo-park".into(),
        locale: "sv".into(),
        received_at: 1_795_421_645_000,
        facts: serde_json::to_string(facts).unwrap(),
        result: serde_json::to_string(&result(facts, &judged).unwrap()).unwrap(),
        person: Some(serde_json::to_string(&person()).unwrap()),
        key_id: None,
        wrapped: None,
        scope: "rs-innovation".into(),
        possible_duplicate: 0,
    }
}

fn sent(claimed: &Claimed) -> Value {
    let body = body(claimed, &example()).unwrap().unwrap();
    assert!(body.len() < 25_000, "{} bytes", body.len());
    serde_json::from_str(&body).unwrap()
}

#[test]
fn a_recipient_gets_every_field_that_a_register_needs() {
    let body = sent(&claimed(&facts()));
    let data = &body["data"];
    assert_eq!(body["type"], "lead.created");
    for field in [
        "schema_version",
        "lead_id",
        "reference",
        "received_at",
        "taxonomy_version",
        "rules_version",
        "content_version",
        "partner_id",
        "locale",
        "purpose",
        "company",
        "contact",
        "subject",
        "offering",
        "benefit",
        "readiness",
        "ask",
        "status",
        "matches",
        "redirects",
        "notices_shown",
        "consents",
        "possible_duplicate",
        "human_readable",
    ] {
        assert!(!data[field].is_null(), "{field}");
    }
    assert_eq!(data["contact"]["email"], "anna@hjartvy.example");
    assert_eq!(data["readiness"]["trl"], 8);
    assert_eq!(data["offering"]["areas"][0], "area.cardiology");
}

#[test]
fn each_match_says_why_with_its_source() {
    let body = sent(&claimed(&facts()));
    let matches = body["data"]["matches"].as_array().unwrap();
    let chosen = matches.iter().find(|one| one["chosen"] == true).unwrap();
    assert_eq!(chosen["target_id"], "actor.rs-innovation");
    let reason = &chosen["reasons"][0];
    for field in ["criterion", "answer", "verdict", "source"] {
        assert!(!reason[field].as_str().unwrap().is_empty(), "{field}");
    }
}

#[test]
fn the_subject_can_be_registered_publicly() {
    let mut facts = facts();
    facts.concepts = facts.concepts.into_iter().rev().collect();
    let told: Told = serde_json::from_str(&claimed(&facts).result).unwrap();
    assert!(told.subject.starts_with("Företagsförfrågan: "));
    assert!(told.subject.chars().count() <= LONGEST_SUBJECT);
    assert!(!told.subject.contains("Anna") && !told.subject.contains("Hjärtvy"));
}

#[test]
fn an_officer_can_read_it() {
    let text = sent(&claimed(&facts()))["data"]["human_readable"].as_str().unwrap().to_owned();
    for words in [
        "Referens VI-2026-7F3K9Q, mottagen 23 november 2026 kl. 09.14.",
        "Kontaktperson: Anna Andersson",
        "Det här vinner vården\nFärre återinläggningar",
        "Svar på frågorna",
        "valdes av företaget",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

#[test]
fn what_is_kept_beside_the_person_holds_nothing_personal() {
    let claimed = claimed(&facts());
    for kept in [&claimed.facts, &claimed.result] {
        for personal in ["Anna", "hjartvy", "Hjärtvy", "återinläggningar"] {
            assert!(!kept.contains(personal), "{personal}");
        }
    }
}

#[test]
fn an_erased_person_is_not_sent() {
    let mut claimed = claimed(&facts());
    claimed.person = None;
    assert_eq!(body(&claimed, &example()).unwrap(), None);
}
