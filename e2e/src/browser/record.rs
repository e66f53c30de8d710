//! What the browser asked the network for.

use serde::Deserialize;
use serde_json::Value;

/// A request as the browser sent it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Request {
    /// `GET`, `POST`, …
    pub method: String,
    /// Its whole address.
    pub url: String,
    /// What it carried.
    pub body: Option<String>,
    /// Its headers, as `name: value`.
    pub headers: Vec<String>,
}

impl Request {
    /// Reads an entry of the performance log. None if it is of another kind,
    /// or never leaves the browser.
    pub(super) fn read(entry: &str) -> Option<Self> {
        let entry: Value = serde_json::from_str(entry).ok()?;
        let message = entry.get("message")?;
        if message.get("method")?.as_str()? != "Network.requestWillBeSent" {
            return None;
        }
        let request = message.get("params")?.get("request")?;
        let text = |name: &str| request.get(name).and_then(Value::as_str).map(str::to_owned);
        let url = text("url")?;
        if !["http", "ws"].iter().any(|scheme| url.starts_with(scheme)) {
            return None;
        }
        let headers = request.get("headers").and_then(Value::as_object);
        let headers = headers.into_iter().flatten();
        Some(Self {
            method: text("method")?,
            url,
            body: text("postData"),
            headers: headers.map(|(name, value)| format!("{name}: {value}")).collect(),
        })
    }
}
