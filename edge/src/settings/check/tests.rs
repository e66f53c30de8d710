//! Broken configurations, each by one change to the committed one.

use super::super::tests::variable;
use super::*;
use serde_json::json;

fn wrangler() -> Value {
    toml::from_str(include_str!("../../../wrangler.toml")).unwrap()
}

fn faults_of(wrangler: &Value, name: &str, value: Option<&str>, for_real: bool) -> Vec<String> {
    let changed = |asked: &str| {
        if asked == name { value.map(str::to_owned) } else { variable(asked) }
    };
    let given = Given { wrangler, variable: &changed, for_real };
    given.faults().iter().map(ToString::to_string).collect()
}

#[test]
fn the_committed_configuration_is_right_and_an_example() {
    assert_eq!(faults_of(&wrangler(), "", None, false), Vec::<String>::new());
    let all = faults_of(&wrangler(), "", None, true);
    for what in ["PARTNERS", "RECIPIENTS", "OPERATORS", "ORIGIN", "d1_databases"] {
        assert!(all.iter().any(|fault| fault.starts_with(what)), "{what}: {all:?}");
    }
}

/// A variable, what stands there instead of what (all of it, if that is empty),
/// and what is said of it.
const BROKEN: [(&str, &str, &str, &str); 20] = [
    ("ORIGIN", "", "http://vagen-in.example", "must be like https"),
    ("ORIGIN", "", "https://vagen-in.example/sv", "must be like https"),
    ("PARTNERS", "", "", "is not set"),
    ("PARTNERS", "https://kisciencepark.se", "https://*.se/x", "is not like https"),
    ("PARTNERS", "[\"sv\", \"en\"]", "[]", "at least one"),
    ("PARTNERS", "\"scope\"", "\"scoop\"", "unknown field"),
    ("RECIPIENTS", "https://rs-innovation", "http://rs-innovation", "must be https"),
    ("RECIPIENTS", "https://rs-innovation.example.org", "https://127.0.0.1", "host name"),
    ("RECIPIENTS", "https://rs-innovation.example.org", "https://evil.example", "list of hosts"),
    ("RECIPIENTS", "\"central\": true", "\"central\": false", "exactly one must be central"),
    ("RECIPIENTS", "\"answer_days\": 10", "\"answer_days\": 0", "answer_days"),
    ("HOSTS", "", "", "is not set"),
    ("RECIPIENT_SECRET_RS_INNOVATION", "", "", "is not set"),
    ("RECIPIENT_SECRET_RS_INNOVATION", "", "whsec_c2hvcnQ=", "24 to 64 bytes"),
    ("KEEP", "14", "0", "person_days: 1 to"),
    ("KEEP", "365", "36500", "facts_days: 1 to"),
    ("OPERATORS", "https://operators.vagen-in.example.org", "https://vagen-in.example", "another"),
    ("OPERATORS", "\"rs-innovation\"", "\"nobody\"", "nobody is no recipient"),
    ("ALERTS_URL", "", "http://chat.example/", "must be an https address"),
    ("MATCH", "", "yes", "must be \"on\" or \"off\""),
];

#[test]
fn twenty_broken_variables_are_named() {
    for (name, from, to, why) in BROKEN {
        let good = variable(name).unwrap_or_default();
        assert!(good.contains(from), "{name} has no {from}");
        let bad = if from.is_empty() { to.to_owned() } else { good.replacen(from, to, 1) };
        let all = faults_of(&wrangler(), name, Some(&bad), false);
        let named = all.iter().any(|fault| fault.starts_with(name) && fault.contains(why));
        assert!(named, "{name}, {to}: {all:?}");
    }
}

#[test]
fn what_is_missing_in_wrangler_toml_is_named() {
    for (path, value, why) in [
        ("/d1_databases", json!([]), "d1_databases: binding DB"),
        ("/assets/binding", json!("FILES"), "assets: binding ASSETS"),
        ("/queues/producers", json!([]), "queues: producer DELIVERIES"),
        ("/queues/consumers", json!([]), "queues: nothing consumes"),
        ("/triggers/crons", json!(["0 * * * *"]), "triggers: crons"),
        ("/observability/logs/invocation_logs", json!(true), "observability: "),
        ("/workers_dev", json!(true), "workers_dev: "),
        ("/preview_urls", json!(true), "preview_urls: "),
    ] {
        let mut changed = wrangler();
        *changed.pointer_mut(path).unwrap() = value;
        let all = faults_of(&changed, "", None, false);
        assert!(all.iter().any(|fault| fault.starts_with(why)), "{path}: {all:?}");
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let broken = |_: &str| None;
    let given = Given { wrangler: &json!({}), variable: &broken, for_real: false };
    assert!(10 <= given.faults().len());
}

#[test]
fn a_configuration_is_read_without_a_panic() {
    const NAMES: [&str; 14] = [
        "PARTNERS",
        "RECIPIENTS",
        "OPERATORS",
        "HOSTS",
        "PRIVACY",
        "ACCESSIBILITY",
        "MANIFEST",
        "LIMITS",
        "KEEP",
        "KEEP_KEY",
        "ORIGIN",
        "SECURITY_CONTACT",
        "GUARD_SECRET",
        "RECIPIENT_SECRET_RS_INNOVATION",
    ];
    let right = NAMES.map(|name| format!("{name}={}", variable(name).unwrap()));
    crate::odd::inputs("configuration", &right, |_, text| {
        let (changed, value) = text.split_once('=').unwrap_or(("MAIL_FROM", text));
        let given = |name: &str| {
            if name == changed { Some(value.to_owned()) } else { variable(name) }
        };
        let _ = Settings::read(&given);
    });
}
