//! Three faults of a real stack, each with its alert, and a good day without
//! any. `cargo game-day` makes all twelve.

use std::time::Duration;

use anyhow::Result;
use e2e::project::say;
use e2e::stack::faults::{clean, faults};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_fault_raises_its_alert_and_a_good_day_none() -> Result<()> {
    let (told, sent) = tokio::try_join!(faults(3), clean(Duration::from_secs(10)))?;
    for one in told {
        say(one);
    }
    say(format_args!("a good day: {sent} leads, no alert"));
    Ok(())
}
