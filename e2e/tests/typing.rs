//! Typing is never held back, on a processor a quarter as fast. What it prints
//! is the measure; a machine that is busy with other things is no fault.

use anyhow::{Result, ensure};
use e2e::browser::visitor::words::heading;
use e2e::browser::{Browser, Visitor};
use e2e::stack::Stack;
use serde_json::json;
use shared::text::Lang;
use std::io::Write;

/// Forty words that name a dozen concepts, with a typo and a compound apart.
const TEXT: &str = "Vi har en app med blodtrycksmanschett för egenmonitorering vid hjärt svikt. \
    Den är CE-märkt klass IIa för vuxna och används i två piloter utomlands. Vi vill göra en \
    pilot på en vårdcentral där sjuksköterskor följer värdena varje dag och ringer patinten.";

/// Types in the page itself, so that nothing but the page works meanwhile, and
/// gives when, in ms after the first letter, and how long each task was that
/// held it for more than 50 ms.
const TYPE: &str = "const [text, done] = arguments;
    const field = document.querySelector('textarea');
    const held = [];
    const begun = performance.now();
    new PerformanceObserver((list) => list.getEntries().forEach((one) => {
      held.push([one.startTime - begun, one.duration]);
    }))
      .observe({ type: 'longtask' });
    let at = 0;
    const type = () => {
      if (at < text.length) {
        field.value += text[at];
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        // A pause for thought after each sentence: then it is counted.
        const pause = text[at] === '.' ? 1500 : 40;
        at += 1;
        setTimeout(type, pause);
      } else {
        setTimeout(() => done(held), 1500);
      }
    };
    type();";

#[tokio::test(flavor = "multi_thread")]
async fn typing_is_not_held_back() -> Result<()> {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let visitor = Visitor::open(&browser, &stack, Lang::Sv).await?;
    ensure!(visitor.go_on().await? == visitor.say(heading::WORDS), "no own words");
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await?;
    let args = vec![json!(TEXT)];
    let held: Vec<[f64; 2]> = browser.script_until(TYPE, args).await?;
    let longest = held.iter().map(|[_, long]| *long).fold(0.0, f64::max);
    writeln!(
        std::io::stderr(),
        "forty words at 4× CPU: {} tasks over 50 ms, the longest {longest:.0} ms; [when, how long]: {held:.0?}",
        held.len()
    )?;
    ensure!(!visitor.chips().await?.is_empty(), "nothing was found in forty words");
    browser.close().await
}
