//! Which address leads where, and that the contract tells all of them.

use super::table::{MATCH, TABLE};
use super::*;
use std::collections::BTreeSet;

fn public<'a>(method: &str, path: &'a str) -> Result<Route<'a>, Kind> {
    find(Side::Public, method, path).map(|(route, _)| route)
}

#[test]
fn a_path_leads_to_its_route() {
    assert_eq!(public("GET", "/f/demo-park"), Ok(Route::Frame("demo-park")));
    assert_eq!(public("POST", "/f/demo-park/contact"), Ok(Route::Contact("demo-park")));
    assert_eq!(public("GET", "/v1/leads/abc"), Ok(Route::Status("abc")));
    assert_eq!(public("POST", "/v1/leads"), Ok(Route::Send));
    for path in ["/", "/f/", "/f/a/b", "/v1/leads/", "/v1/admin", "/partners"] {
        assert_eq!(public("GET", path), Err(Kind::NotFound), "{path}");
    }
}

#[test]
fn one_visit_to_a_partners_page_is_counted_once() {
    let settings = crate::settings::tests::example();
    let id = |path: &str, query: &[(&str, &str)]| {
        let asked = Asked::with_query(query).to(path);
        opened(&asked, &settings).map(str::to_owned)
    };
    let embed = ("embed", "1");
    assert_eq!(id("/f/demo-park", &[embed, ("handed", "")]).as_deref(), Some("demo-park"));
    assert_eq!(id("/f/demo-park/page.json", &[]).as_deref(), Some("demo-park"));
    for again in [("handed", "1"), ("plain", "1")] {
        assert_eq!(id("/f/demo-park", &[embed, again]), None);
    }
    assert_eq!(id("/f/demo-park", &[]), None);
    assert_eq!(id("/f/nobody", &[embed]), None);
}

#[test]
fn a_wrong_method_is_told_the_right_ones() {
    assert_eq!(public("PUT", "/v1/leads"), Err(Kind::MethodNotAllowed("POST")));
    assert_eq!(public("POST", "/v1/leads/abc"), Err(Kind::MethodNotAllowed("GET, HEAD, DELETE")));
    assert_eq!(public("GET", MATCH), Err(Kind::MethodNotAllowed("POST, OPTIONS")));
    assert_eq!(public("DELETE", "/f/demo-park"), Err(Kind::MethodNotAllowed("GET, HEAD")));
}

#[test]
fn the_contract_has_every_address_and_no_other() {
    let contract: Value = serde_json::from_str(OPENAPI).unwrap();
    let told: BTreeSet<(String, String)> = contract["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| {
            let (start, end) = path.split_once('{').unwrap_or((path, ""));
            let rest = end.split_once('}').map_or("", |(_, rest)| rest);
            let braces = if end.is_empty() { "" } else { "{}" };
            let template = format!("{start}{braces}{rest}");
            let methods = methods.as_object().unwrap().keys();
            methods
                .filter(|name| *name != "parameters")
                .map(|method| (method.to_uppercase(), template.clone()))
                .collect::<Vec<_>>()
        })
        .collect();
    let ours: BTreeSet<(String, String)> =
        TABLE.iter().map(|(method, path, ..)| ((*method).into(), (*path).into())).collect();
    assert_eq!(told, ours);
}

#[test]
fn each_host_name_has_its_own_addresses() {
    for (method, template, who, _) in TABLE {
        let path = template.replace("{}", "x");
        let is_theirs = matches!(who, Who::Operator(_) | Who::SignedIn | Who::Officer);
        let is_both = *who == Who::Watchers;
        assert_eq!(template.starts_with("/v1/admin/"), is_theirs, "{template}");
        let found = |side| find(side, method, &path).is_ok();
        assert_eq!(found(Side::Public), is_both || !is_theirs, "{method} {template}");
        assert_eq!(found(Side::Operators), is_both || is_theirs, "{method} {template}");
        let elsewhere = if is_theirs { Side::Public } else { Side::Operators };
        let nothing = find(elsewhere, method, &path).map(drop);
        assert!(is_both || nothing == Err(Kind::NotFound), "{method} {template}");
    }
}

#[test]
fn operators_are_at_their_own_origin_and_nowhere_else() {
    let settings = crate::settings::tests::example();
    for (here, theirs) in [
        ("https://operators.vagen-in.example.org", true),
        ("http://operators.vagen-in.example.org", false),
        ("https://operators.vagen-in.example.org:8443", false),
        ("https://operators.vagen-in.example.org.evil.example", false),
        ("https://x.operators.vagen-in.example.org", false),
        ("https://vagen-in.example", false),
        ("null", false),
        ("", false),
    ] {
        let side = side(&Asked::default().at(here), &settings);
        assert_eq!(side == Side::Operators, theirs, "{here}");
    }
}

/// The properties that a schema of the contract names, all of them and the
/// required ones.
fn properties(contract: &Value, name: &str) -> [BTreeSet<String>; 2] {
    let schema = &contract["components"]["schemas"][name];
    assert_eq!(schema["additionalProperties"], false, "{name}");
    let all = schema["properties"].as_object().unwrap().keys().cloned().collect();
    let required = schema["required"].as_array().unwrap().iter();
    [all, required.map(|field| field.as_str().unwrap().to_owned()).collect()]
}

#[test]
fn the_contract_tells_a_lead_as_it_is() {
    let contract: Value = serde_json::from_str(OPENAPI).unwrap();
    let (enc, ciphertext) = ("A".repeat(43), "A".repeat(60));
    let (recipient, key_id) = ("rs-innovation".to_owned(), "2026-11".to_owned());
    let sealed = shared::lead::Sealed { recipient, key_id, enc, ciphertext };
    let lead = shared::lead::Lead { sealed: vec![sealed], ..intake::tests::lead() };
    let lead = serde_json::to_value(lead).unwrap();
    for (name, part) in [
        ("Lead", &lead),
        ("Facts", &lead["facts"]),
        ("Seen", &lead["facts"]["matches"][0]),
        ("Consents", &lead["facts"]["consents"]),
        ("Person", &lead["person"]),
        ("Sealed", &lead["sealed"][0]),
    ] {
        let keys: BTreeSet<String> = part.as_object().unwrap().keys().cloned().collect();
        let [all, required] = properties(&contract, name);
        assert_eq!(all, keys, "{name}");
        for field in required {
            let mut without = lead.clone();
            let place = match name {
                "Lead" => &mut without,
                "Facts" => &mut without["facts"],
                "Seen" => &mut without["facts"]["matches"][0],
                "Consents" => &mut without["facts"]["consents"],
                "Person" => &mut without["person"],
                _ => &mut without["sealed"][0],
            };
            place.as_object_mut().unwrap().remove(&field);
            let read = serde_json::from_value::<shared::lead::Lead>(without);
            assert!(read.is_err(), "{name}.{field} is not required");
        }
    }
}

#[test]
fn the_contract_has_every_fact() {
    let contract: Value = serde_json::from_str(OPENAPI).unwrap();
    let answers = &contract["components"]["schemas"]["Facts"]["properties"]["answers"];
    let told: BTreeSet<&str> = answers["propertyNames"]["enum"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let ours = shared::profile::Field::ALL.iter().map(|field| field.name()).collect();
    assert_eq!(told, ours);
}

#[test]
fn a_path_is_read_without_a_panic() {
    let right: Vec<_> =
        TABLE.iter().map(|(_, template, ..)| template.replace("{}", "a1")).collect();
    crate::odd::inputs("path", &right, |_, text| {
        for side in [Side::Public, Side::Operators] {
            let _ = (find(side, "GET", text), is_open(side, text));
        }
    });
}
