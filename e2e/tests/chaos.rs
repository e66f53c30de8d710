//! What breaks under load: the runtime, killed at once and unprepared. Five
//! times here; `cargo game-day` does it twenty-five times.

use anyhow::{Result, ensure};
use e2e::project::say;
use e2e::stack::kills::kills;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_thanked_for_outlives_five_kills() -> Result<()> {
    let outcome = kills(5).await?;
    say(&outcome);
    ensure!(outcome.is_right(), "{outcome:?}");
    ensure!(400 <= outcome.thanked && 5 <= outcome.unanswered, "too little load: {outcome}");
    Ok(())
}
