//! A case → the whole result. Nothing is kept, nothing is sent on.
//!
//! Off unless the settings turn it on: what comes here has left the visitor's
//! browser before anything was sent. So it takes choices and confirmed
//! concepts alone, never words.

use super::reading::{LONGEST_BODY, body, read};
use super::recheck::{Answers, impossible, strange_answer, unknown, unprocessable};
use crate::Here;
use crate::calendar::day_in_stockholm;
use crate::catalogue::for_match;
use crate::error::{Error, Fault, Kind};
use crate::http::{Class, Reply};
use serde::Deserialize;
use shared::catalogue::Catalogue;
use shared::matching::{self, Answered};
use shared::profile::{Case, DONT_KNOW, Value};
use shared::text::Lang;
use time::Date;
use worker::Request;

/// What may be asked: [`shared::profile::Case`] without its words.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Coarse {
    lang: Lang,
    concepts: Vec<String>,
    facts: Answers,
    /// How many matches are told; [`matching::TOLD`] unless it is said.
    most: Option<usize>,
}

/// About a megabyte is told at the most.
const MOST: usize = 1000;

/// `POST /v1/match`.
pub(crate) async fn receive(request: Request, here: &Here<'_>) -> Result<Reply, Error> {
    if !here.asked.is_of_type("application/json") {
        return Err(Kind::MediaType.into());
    }
    let case = coarse(&body(request, here.asked, LONGEST_BODY).await?)?;
    let lang = case.lang;
    let catalogue = for_match(here.env, here.settings).await?;
    let told = answer(case, catalogue, day_in_stockholm(here.now))?;
    Ok(open(Reply::json(200, &told)).with("Content-Language", lang.tag()))
}

/// What a browser is told before it lets another site's page ask.
pub(crate) fn may_be_asked() -> Reply {
    open(Reply::new(200, "text/plain; charset=utf-8", String::new()))
        .with("Access-Control-Allow-Methods", "POST")
        .with("Access-Control-Allow-Headers", "Content-Type")
        .with("Access-Control-Max-Age", "3600")
}

fn open(reply: Reply) -> Reply {
    reply.of(&Class::Open(None))
}

/// Reads a case that says nothing in words.
fn coarse(bytes: &[u8]) -> Result<Coarse, Error> {
    let case: Coarse = read(bytes).map_err(words_are_refused)?;
    let words = case.facts.iter().find(|(name, value)| is_in_words(name, value.as_ref()));
    match words {
        Some((name, _)) => Err(unprocessable(in_words(&format!("facts.{name}")))),
        None => Ok(case),
    }
}

/// `text` is no field of a coarse case. Who sends it is told why.
fn words_are_refused(error: Error) -> Error {
    let is_text = |fault: &Fault| fault.field == "text" && fault.code == "unknown";
    let has_text = matches!(&error, Error::Rejected(problem) if problem.errors.iter().any(is_text));
    if has_text { unprocessable(in_words("text")) } else { error }
}

/// Of a benefit, only whether it is stated.
fn is_in_words(name: &str, value: Option<&Value>) -> bool {
    let is_benefit = matches!(name, "org_benefit" | "user_benefit");
    is_benefit && matches!(value, Some(Value::Code(words)) if words != DONT_KNOW)
}

fn in_words(field: &str) -> Fault {
    Fault::new(
        field,
        "free-text",
        "Skicka inga egna ord: de stannar i webbläsaren. Nyttan anges som true eller false.",
        "Send no words of your own: they stay in the browser. State a benefit as true or false.",
    )
}

fn too_many() -> Fault {
    let (sv, en) = (format!("Ange 1 till {MOST}."), format!("Say 1 to {MOST}."));
    Fault::new("most", "value", &sv, &en)
}

fn answer(coarse: Coarse, catalogue: &Catalogue, today: Date) -> Result<Answered, Error> {
    let Coarse { lang, concepts, facts, most } = coarse;
    let most = most.unwrap_or(matching::TOLD);
    if !(1..=MOST).contains(&most) {
        return Err(unprocessable(too_many()));
    }
    let rules = &catalogue.rules;
    let field = |name: &str| format!("facts.{name}");
    if concepts.iter().any(|id| rules.concept(id).is_none()) {
        return Err(unprocessable(unknown("concepts")));
    }
    if let Some(name) = strange_answer(&facts, rules) {
        return Err(unprocessable(unknown(&field(name))));
    }
    let case = Case { lang, text: String::new(), concepts, facts };
    matching::answer(catalogue, &case, (lang, today), most)
        .map_err(|bad| unprocessable(impossible(&field(&bad.name))))
}

#[cfg(test)]
mod tests {
    use super::super::tests::today;
    use super::*;
    use crate::catalogue::catalogue;
    use std::collections::BTreeSet;

    fn told(body: &str) -> Result<String, (Kind, String, String)> {
        let answered = coarse(body.as_bytes())
            .and_then(|case| answer(case, catalogue().unwrap(), today()))
            .map_err(|error| {
                let problem = error.problem();
                let fault = problem.errors.first();
                let fault = fault.map(|fault| (fault.field.clone(), fault.code.clone()));
                let (field, code) = fault.unwrap_or_default();
                (problem.kind, field, code)
            });
        answered.map(|answered| serde_json::to_string(&answered).unwrap())
    }

    fn refused(body: &str) -> (String, String) {
        let (kind, field, code) = told(body).unwrap_err();
        assert_eq!(kind, Kind::Unprocessable, "{body}");
        (field, code)
    }

    fn fault(field: &str, code: &str) -> (String, String) {
        (field.to_owned(), code.to_owned())
    }

    #[test]
    fn a_coarse_case_is_answered_in_full() {
        let body = r#"{"lang": "en", "concepts": ["area.cardiology"], "facts": {
            "seek": ["seek.pilot"], "trl": 8, "ce": "dont-know", "research": null, "org_benefit": true}}"#;
        let told: serde_json::Value = serde_json::from_str(&told(body).unwrap()).unwrap();
        let entries = catalogue().unwrap().rules.entries.len();
        assert_eq!(told["matches"].as_array().unwrap().len(), entries);
        assert_eq!(told["concepts"][0]["id"], "area.cardiology");
        assert_eq!(told["versions"]["catalogue"], catalogue().unwrap().rules.version);
    }

    #[test]
    fn the_first_matches_are_told_and_of_the_rest_how_many() {
        let read = |body| serde_json::from_str::<serde_json::Value>(&told(body).unwrap()).unwrap();
        let (all, some) = (read("{}"), read(r#"{"most": 3}"#));
        let matches = all["matches"].as_array().unwrap();
        assert_eq!(some["matches"].as_array().unwrap(), &matches[..3]);
        let counts = some["outcomes"].as_object().unwrap();
        let sum: u64 = counts.values().filter_map(serde_json::Value::as_u64).sum();
        assert_eq!(usize::try_from(sum).unwrap(), matches.len());
        assert_eq!(all.get("outcomes"), None);
        for most in ["0", "1001"] {
            assert_eq!(refused(&format!(r#"{{"most": {most}}}"#)), fault("most", "value"));
        }
    }

    #[test]
    fn the_contract_tells_a_case_and_its_result_as_they_are() {
        let contract: serde_json::Value =
            serde_json::from_str(include_str!("../openapi.json")).unwrap();
        let schema = |name: &str| contract["components"]["schemas"][name].clone();
        let keys = |of: &serde_json::Value| -> BTreeSet<String> {
            of.as_object().unwrap().keys().cloned().collect()
        };
        let result =
            |body| serde_json::from_str::<serde_json::Value>(&told(body).unwrap()).unwrap();
        assert_eq!(keys(&schema("Result")["properties"]), keys(&result(r#"{"most": 1}"#)));
        let required: BTreeSet<String> =
            serde_json::from_value(schema("Result")["required"].clone()).unwrap();
        assert_eq!(required, keys(&result("{}")));
        let case = r#"{"lang": "sv", "concepts": [], "facts": {}, "most": 1000}"#;
        assert!(told(case).is_ok());
        assert_eq!(keys(&schema("Case")["properties"]), keys(&serde_json::from_str(case).unwrap()));
        let most = &schema("Case")["properties"]["most"];
        assert_eq!((&most["default"], &most["maximum"]), (&matching::TOLD.into(), &MOST.into()));
    }

    #[test]
    fn nothing_said_is_a_case_too() {
        assert!(told("{}").is_ok());
    }

    #[test]
    fn words_of_ones_own_are_refused_and_not_quoted() {
        assert_eq!(refused(r#"{"text": "Hjärtvy"}"#), fault("text", "free-text"));
        assert_eq!(refused(r#"{"facts": {}, "text": ""}"#), fault("text", "free-text"));
        for benefit in ["org_benefit", "user_benefit"] {
            let body = format!(r#"{{"facts": {{"{benefit}": "Hjärtvy"}}}}"#);
            assert_eq!(refused(&body), fault(&format!("facts.{benefit}"), "free-text"));
            assert!(!format!("{:?}", coarse(body.as_bytes()).unwrap_err()).contains("Hjärtvy"));
        }
        assert!(told(r#"{"facts": {"org_benefit": "dont-know"}}"#).is_ok());
    }

    #[test]
    fn the_day_is_ours_and_there_are_no_other_fields() {
        assert_eq!(refused(r#"{"today": "2027-01-01"}"#), fault("today", "unknown"));
        assert_eq!(refused(r#"{"person": {}}"#), fault("person", "unknown"));
        assert_eq!(refused(r#"{"lang": "de"}"#), fault("", "shape"));
        assert_eq!(told("{").unwrap_err().0, Kind::BadRequest);
    }

    #[test]
    fn only_the_catalogues_own_ids_and_possible_answers_are_taken() {
        let unknown = "unknown-id";
        assert_eq!(refused(r#"{"concepts": ["Anna"]}"#), fault("concepts", unknown));
        assert_eq!(refused(r#"{"facts": {"form": "<b>"}}"#), fault("facts.form", unknown));
        assert_eq!(refused(r#"{"facts": {"country": "Å"}}"#), fault("facts.country", unknown));
        assert_eq!(refused(r#"{"facts": {"trl": 12}}"#), fault("facts.trl", "value"));
        assert_eq!(refused(r#"{"facts": {"email": 1}}"#), fault("facts.email", "value"));
    }

    #[test]
    fn any_page_may_ask_and_read() {
        let reply = may_be_asked();
        assert_eq!(reply.header("Access-Control-Allow-Origin"), Some("*"));
        assert_eq!(reply.header("Access-Control-Allow-Methods"), Some("POST"));
        assert_eq!(reply.header("Cache-Control"), Some("no-store"));
    }

    #[test]
    fn a_case_is_read_and_matched_without_a_panic() {
        let right = r#"{"lang": "en", "concepts": ["area.cardiology"], "most": 3, "facts": {
            "seek": ["seek.pilot"], "trl": 8, "ce": "dont-know", "research": null, "org_benefit": true}}"#;
        crate::odd::inputs("case", &[right], |_, text| {
            let _ = told(text);
        });
    }
}
