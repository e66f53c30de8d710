//! A request's key and body, read strictly and no further than needed.

use super::sealing;
use crate::error::{Error, Fault, Kind, Problem};
use crate::http::Asked;
use crate::settings::Settings;
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use worker::Request;

/// The longest body that is read. Every limit of the lead's fields fits in it.
pub(crate) const LONGEST_BODY: usize = 16 * 1024;

/// The longest lead: one more sealed text fits in it for each recipient with a
/// key, up to four.
pub(super) fn longest(settings: &Settings) -> usize {
    const SEALED: usize = 8 * 1024;
    const MOST: usize = 4;
    LONGEST_BODY + SEALED * sealing::keyed(settings).min(MOST)
}

/// The key that makes sending twice the same as sending once.
pub(super) fn key(asked: &Asked) -> Result<String, Error> {
    let key = asked.header("idempotency-key").unwrap_or_default();
    let plain = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if plain && (16..=64).contains(&key.len()) {
        Ok(key.to_owned())
    } else {
        Err(Kind::IdempotencyKey.into())
    }
}

/// Reads a body, and stops reading as soon as it is too long.
pub(crate) async fn body(
    mut request: Request,
    asked: &Asked,
    longest: usize,
) -> Result<Vec<u8>, Error> {
    let said = asked.header("content-length").and_then(|length| length.parse::<usize>().ok());
    if said.is_some_and(|length| longest < length) {
        return Err(Kind::TooLarge.into());
    }
    let mut bytes = Vec::new();
    let Ok(mut stream) = request.stream() else { return Ok(bytes) };
    while let Some(chunk) = stream.next().await {
        bytes.extend(chunk.map_err(|_| Kind::BadRequest)?);
        if longest < bytes.len() {
            return Err(Kind::TooLarge.into());
        }
    }
    Ok(bytes)
}

/// Reads what was sent. What is not JSON is a bad request; JSON of another shape can
/// be mended field by field.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    use serde_json::error::Category;
    // A list would be taken for an object's fields in their order.
    if bytes.trim_ascii_start().starts_with(b"[") {
        let (sv, en) = ("Skicka ett objekt.", "Send an object.");
        return Err(Problem::of(Kind::Unprocessable, Fault::new("", "shape", sv, en)).into());
    }
    serde_json::from_slice(bytes).map_err(|error| match error.classify() {
        Category::Data => Problem::of(Kind::Unprocessable, shape(&error)).into(),
        _ => Kind::BadRequest.into(),
    })
}

/// Names the field, and never quotes a value: the message may hold one.
fn shape(error: &serde_json::Error) -> Fault {
    let message = error.to_string();
    let named =
        ["unknown field `", "missing field `", "duplicate field `"].into_iter().find_map(|start| {
            let (name, _) = message.strip_prefix(start)?.split_once('`')?;
            Some((start.split(' ').next()?, name.chars().take(60).collect::<String>()))
        });
    let (code, field) = named.unwrap_or(("shape", String::new()));
    let sv = format!("Formen stämmer inte vid rad {}, tecken {}.", error.line(), error.column());
    let en = format!("The shape is wrong at line {}, column {}.", error.line(), error.column());
    Fault::new(field, code, &sv, &en)
}
