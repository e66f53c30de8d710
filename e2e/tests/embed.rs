//! What the widget costs a partner's page, as far as no clock is needed: bytes,
//! shifts, styles, globals, listeners, requests. `cargo bench-embed` measures all.

use anyhow::Result;

#[tokio::test(flavor = "multi_thread")]
async fn the_widget_costs_no_more_than_promised() -> Result<()> {
    e2e::bench::embed::structure().await
}
