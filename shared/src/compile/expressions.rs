//! Conditions as authors write them → [`Expression`].

use crate::catalogue::Expression;
use crate::profile::Field;
use std::collections::BTreeMap;
use toml::Value;

/// What a condition may refer to.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Named conditions.
    pub(super) conditions: BTreeMap<String, u16>,
    /// Concepts.
    pub(super) concepts: BTreeMap<String, u16>,
    /// Sayings.
    pub(super) sayings: Vec<String>,
    /// Redirects.
    pub(super) redirects: Vec<String>,
    /// The codes that each question offers.
    pub(super) codes: BTreeMap<Field, Vec<String>>,
}

/// Reads a condition: a name, a table whose keys all hold, or a list of which
/// all hold.
pub(super) fn read(value: &Value, names: &Names) -> Result<Expression, String> {
    match value {
        Value::String(name) => names
            .conditions
            .get(name)
            .map(|at| Expression::Named(*at))
            .ok_or_else(|| format!("there is no condition `{name}`")),
        Value::Array(all) => Ok(Expression::All(each(all, names)?)),
        Value::Table(table) => {
            let mut all = Vec::new();
            for (key, value) in table {
                all.push(operator(key, value, names)?);
            }
            Ok(if all.len() == 1 { all.remove(0) } else { Expression::All(all) })
        }
        other => Err(format!("a condition is a name, a table or a list, not {other}")),
    }
}

fn each(all: &[Value], names: &Names) -> Result<Vec<Expression>, String> {
    all.iter().map(|one| read(one, names)).collect()
}

fn operator(key: &str, value: &Value, names: &Names) -> Result<Expression, String> {
    Ok(match key {
        "all" => Expression::All(each(&list(key, value)?, names)?),
        "any" => Expression::Any(each(&list(key, value)?, names)?),
        "not" => Expression::Not(Box::new(read(value, names)?)),
        "about" => Expression::About(concepts(value, names)?),
        "says" => Expression::Says(known(text(key, value)?, &names.sayings, "saying")?),
        "redirected" => {
            let ids = texts(key, value)?;
            let ids = ids.into_iter().map(|id| known(id, &names.redirects, "redirect"));
            Expression::Redirected(ids.collect::<Result<_, _>>()?)
        }
        "stated" => Expression::Stated(field(&text(key, value)?)?),
        "answered" => Expression::Answered(field(&text(key, value)?)?),
        "dont_know" => Expression::DontKnow(field(&text(key, value)?)?),
        "limited_intake" => Expression::LimitedIntake,
        name => fact(field(name)?, value, names)?,
    })
}

fn fact(field: Field, value: &Value, names: &Names) -> Result<Expression, String> {
    let coded = |codes: Vec<String>| -> Result<Expression, String> {
        let offered = names.codes.get(&field);
        for code in &codes {
            let is_offered = offered.is_none_or(|offered| offered.contains(code));
            if !is_offered && field != Field::Country {
                return Err(format!("`{}` has no answer `{code}`", field.name()));
            }
        }
        Ok(Expression::OneOf(field, codes))
    };
    match value {
        Value::Boolean(yes) => Ok(Expression::OneOf(field, vec![yes.to_string()])),
        Value::String(code) => coded(vec![code.clone()]),
        Value::Array(_) => coded(texts(field.name(), value)?),
        Value::Table(range) => {
            let limit = |key: &str| range.get(key).and_then(Value::as_integer);
            let limit = |key: &str| limit(key).and_then(|n| u32::try_from(n).ok());
            if range.keys().any(|key| key != "from" && key != "to") {
                return Err(format!("`{}` takes `from` and `to`", field.name()));
            }
            Ok(Expression::Range(field, limit("from"), limit("to")))
        }
        other => Err(format!("`{}` cannot be {other}", field.name())),
    }
}

/// The places of the concepts of some ids.
pub(super) fn concepts(value: &Value, names: &Names) -> Result<Vec<u16>, String> {
    texts("about", value)?.iter().map(|id| concept(id, names)).collect()
}

/// The place of the concept of an id.
pub(super) fn concept(id: &str, names: &Names) -> Result<u16, String> {
    names.concepts.get(id).copied().ok_or_else(|| format!("there is no concept `{id}`"))
}

fn field(name: &str) -> Result<Field, String> {
    Field::named(name).ok_or_else(|| format!("there is no question that asks for `{name}`"))
}

fn list(key: &str, value: &Value) -> Result<Vec<Value>, String> {
    value.as_array().cloned().ok_or_else(|| format!("`{key}` takes a list"))
}

fn text(key: &str, value: &Value) -> Result<String, String> {
    value.as_str().map(str::to_owned).ok_or_else(|| format!("`{key}` takes a text"))
}

fn texts(key: &str, value: &Value) -> Result<Vec<String>, String> {
    list(key, value)?.iter().map(|one| text(key, one)).collect()
}

fn known(id: String, all: &[String], what: &str) -> Result<String, String> {
    if all.contains(&id) { Ok(id) } else { Err(format!("there is no {what} `{id}`")) }
}
