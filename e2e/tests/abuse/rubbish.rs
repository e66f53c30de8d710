//! Bodies that are no lead: cut, too long, too deep, of other types and shapes.

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

/// What it is, its media type, and the bytes.
type Body = (String, &'static str, Vec<u8>);

const JSON: &str = "application/json";

/// Some three hundred.
pub(crate) fn of(lead: &Value) -> Result<Vec<Body>> {
    let whole = lead.to_string();
    let mut all: Vec<Body> = Vec::new();
    all.extend(cut(&whole));
    all.extend(of_other_media_types(&whole));
    all.extend(bytes(&whole));
    for part in ["facts", "person"] {
        let fields = lead.get(part).and_then(Value::as_object).context("no such part")?;
        all.extend(changed(lead, part, fields));
    }
    Ok(all)
}

/// Everything up to some byte.
fn cut(whole: &str) -> Vec<Body> {
    let one = |at: usize| {
        let bytes = whole.as_bytes().get(..whole.len() * at / 120).unwrap_or_default();
        (format!("cut at {at} of 120"), JSON, bytes.to_vec())
    };
    (0..120).map(one).collect()
}

fn of_other_media_types(whole: &str) -> Vec<Body> {
    let types = [
        "text/plain",
        "text/html",
        "application/xml",
        "application/octet-stream",
        "application/jsonp",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "json",
    ];
    types.map(|kind| (format!("sent as {kind}"), kind, whole.as_bytes().to_vec())).into()
}

fn bytes(whole: &str) -> Vec<Body> {
    let text = |what: &str, text: String| (what.to_owned(), JSON, text.into_bytes());
    let long = |bytes: usize| format!("{whole}{}", " ".repeat(bytes - whole.len()));
    let mut all = vec![
        text("one byte too long", long(16 * 1024 + 1)),
        text("far too long", long(300_000)),
        text("deep arrays", "[".repeat(15_000)),
        text("deep and closed", format!("{}{}", "[".repeat(8000), "]".repeat(8000))),
        text("deep objects", "{\"facts\":".repeat(1500)),
        text("twice the same key", whole.replacen('{', "{\"person\":null,", 1)),
        text("twice the same fact", whole.replacen("\"facts\":{", "\"facts\":{\"schema\":1,", 1)),
        text("two leads", format!("{whole}{whole}")),
        text("a lead and more", format!("{whole},")),
        text("a byte-order mark", format!("\u{feff}{whole}")),
        text("a lone surrogate", whole.replacen("\"company\":\"", "\"company\":\"\\ud800", 1)),
        text("a number without end", "1".repeat(16_000)),
        text("1e999", whole.replacen("\"schema\":1", "\"schema\":1e999", 1)),
        text("a negative schema", whole.replacen("\"schema\":1", "\"schema\":-1", 1)),
        text("half a schema", whole.replacen("\"schema\":1", "\"schema\":1.5", 1)),
        text("another schema", whole.replacen("\"schema\":1", "\"schema\":2", 1)),
        text("single quotes", whole.replace('"', "'")),
        text("a comment", format!("/* */{whole}")),
        text("a trailing comma", whole.replacen('}', ",}", 1)),
        text("NaN", "NaN".to_owned()),
        text("__proto__", whole.replacen('{', "{\"__proto__\":{},", 1)),
    ];
    for byte in [0_u8, 1, 0x7f, 0x80, 0xc0, 0xfe, 0xff] {
        let mut bytes = whole.as_bytes().to_vec();
        bytes.insert(1, byte);
        all.push((format!("byte {byte:#x} at the start"), JSON, bytes));
        all.push((format!("only bytes {byte:#x}"), JSON, vec![byte; 100]));
    }
    all.push((
        "UTF-16".to_owned(),
        JSON,
        whole.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ));
    all
}

/// Each field left out, of each other type, or holding what it may not.
fn changed(lead: &Value, part: &str, fields: &Map<String, Value>) -> Vec<Body> {
    let mut all = Vec::new();
    let mut add = |what: String, change: &dyn Fn(&mut Map<String, Value>)| {
        let mut lead = lead.clone();
        if let Some(part) = lead.get_mut(part).and_then(Value::as_object_mut) {
            change(part);
        }
        all.push((what, JSON, lead.to_string().into_bytes()));
    };
    for (name, value) in fields {
        let optional = ["org_number", "phone", "role"].contains(&name.as_str());
        if !optional {
            add(format!("{part} without {name}"), &|part| drop(part.remove(name)));
            add(format!("{part}.{name} is null"), &|part| put(part, name, Value::Null));
        }
        for wrong in [json!({ "a": 1 }), json!([[1]]), json!(true), json!(1.5), json!(-7)] {
            let same = wrong.is_boolean() && value.is_boolean();
            if !same {
                add(format!("{part}.{name} is {wrong}"), &|part| put(part, name, wrong.clone()));
            }
        }
        if value.is_string() {
            add(format!("{part}.{name} is long"), &|part| put(part, name, json!("x".repeat(1500))));
        }
    }
    add(format!("{part} with one field more"), &|part| put(part, "admin", json!(true)));
    all
}

fn put(part: &mut Map<String, Value>, name: &str, value: Value) {
    part.insert(name.to_owned(), value);
}
