//! What the browser's own tools told while it worked.

use anyhow::Result;
use serde_json::Value;

use super::Browser;

impl Browser {
    /// Gives every event of the network and the page since the last time, as
    /// the tools name them: method and parameters.
    pub async fn events(&self) -> Result<Vec<(String, Value)>> {
        let log = self.driver.get_log("performance").await?;
        let read = |entry: &str| {
            let mut entry: Value = serde_json::from_str(entry).ok()?;
            let message = entry.get_mut("message")?.take();
            let method = message.get("method")?.as_str()?.to_owned();
            Some((method, message.get("params").cloned().unwrap_or_default()))
        };
        Ok(log.iter().filter_map(|entry| read(&entry.message)).collect())
    }
}
