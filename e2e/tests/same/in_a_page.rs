//! The core in real browsers, in a page of ours with the pieces that visitors
//! get: every story with its words, and invented cases. The full answer, each
//! reason in it, is the native program's byte for byte.
//!
//! `tests/visitor.rs` adds the rest of the way: what a visitor says on the page is
//! what the core is asked.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Engine};
use e2e::build::wasm;
use e2e::project::{self, say, stopwatch};
use e2e::stack::Stack;
use serde_json::{Value, json};

use super::{ask_native, build_native, cases, file, lines, near, stories, today};

/// How many of the invented cases.
const INVENTED: usize = 200;
/// How many answers come at a time: each has a hundred kilobytes.
const AT_A_TIME: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn browsers_give_the_bytes_of_the_native_program() -> Result<()> {
    let served = project::target().join("stages/same-served");
    wasm::example_for_pages("same", &served.join("assets/same"))?;
    build_native()?;
    let stories = stories::stories()?;
    ensure!(20 < stories.len(), "only {} stories", stories.len());
    let told = stories.len();
    let all = stories.into_iter().chain(cases::cases(INVENTED)?);
    let all: Vec<String> = all.map(|case| case.to_string()).collect();
    project::write(&file("page-cases"), all.join("\n"))?;
    let stack = Stack::start_serving(&[], Some(served)).await?;
    let day = today(&stack).await?;
    let on = day.clone();
    tokio::task::spawn_blocking(move || ask_native(&on, "page-cases", "page-native")).await??;
    let native: Vec<String> = lines("page-native")?.collect::<std::io::Result<_>>()?;
    ensure!(native.len() == all.len(), "{} native answers", native.len());
    for engine in Engine::ALL {
        let elapsed = stopwatch();
        let bytes = compare(engine, &stack, &day, (&all, &native)).await?;
        let (name, seconds) = (engine.name(), elapsed().as_secs_f32());
        say(format_args!(
            "{told} stories and {INVENTED} cases, {bytes} bytes, in {name} as in the native program \
             ({seconds:.0} s)"
        ));
    }
    Ok(())
}

/// Asks the core in a page. Gives how many bytes it answered.
async fn compare(
    engine: Engine,
    stack: &Stack,
    day: &str,
    (cases, native): (&[String], &[String]),
) -> Result<usize> {
    let browser = Browser::of(engine).await?;
    browser.open(&stack.url("/f/demo-park?lang=sv")).await?;
    let mut bytes = 0;
    for (cases, native) in cases.chunks(AT_A_TIME).zip(native.chunks(AT_A_TIME)) {
        let args = vec![json!(cases), json!(day)];
        let told: Value = browser.script_until(include_str!("in_a_page.js"), args).await?;
        let answers = told.as_array().with_context(|| format!("no answers: {told}"))?;
        ensure!(answers.len() == cases.len(), "{} answers", answers.len());
        for ((case, native), answer) in cases.iter().zip(native).zip(answers) {
            let answer = answer.as_str().unwrap_or_default();
            let name = engine.name();
            ensure!(native == answer, "native and {name} part {}: {case}", near(native, answer));
            bytes += answer.len();
        }
    }
    browser.close().await?;
    Ok(bytes)
}
