//! Every step as it is drawn: what is pressed is large enough, nothing is cut
//! off on a small screen, with spaced or doubled text, nothing moves for those
//! who do not want it, and everything has an edge in the system's own colours.
//!
//! A picture of every step by day, by night and in forced colours is kept in
//! `target/screens/`. Each browser sees one language on each size, and with
//! `VAGEN_IN_ALL_STATES` both.

use anyhow::{Context, Result, ensure};
use e2e::browser::visitor::words::{Words, button, heading, say};
use e2e::browser::{Browser, Engine, Role, Screen, Visitor};
use e2e::stack::Stack;
use serde::Deserialize;
use serde_json::json;
use shared::text::Lang;

use hands::{CONTACT, read};

#[expect(dead_code, reason = "the hands themselves are for the keyboard alone")]
#[path = "keyboard/hands.rs"]
mod hands;
#[path = "shapes/walks.rs"]
mod walks;

/// As small as a page must still be of use, and a screen on a desk.
const SIZES: [(u32, u32); 2] = [(320, 256), (1280, 900)];

/// A name, how the screen is set up, and what is looked for then.
type Light = (&'static str, Screen, &'static [&'static str]);

const LIGHTS: [Light; 3] = [
    (
        "day",
        Screen { dark: false, forced_colors: false, reduced_motion: false },
        &["targets", "reflow", "spacing", "doubled"],
    ),
    ("night", Screen { dark: true, forced_colors: false, reduced_motion: true }, &["still"]),
    ("forced", Screen { dark: false, forced_colors: true, reduced_motion: true }, &["forced"]),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_step_can_be_seen_and_pressed() -> Result<()> {
    let stack = Stack::start().await?;
    let [chromium, firefox] = Engine::ALL.map(|engine| look_at_all(&stack, engine));
    let (one, other) = tokio::try_join!(chromium, firefox)?;
    let faults: Vec<String> = one.into_iter().chain(other).collect();
    ensure!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    Ok(())
}

async fn look_at_all(stack: &Stack, engine: Engine) -> Result<Vec<String>> {
    let browser = Browser::of(engine).await?;
    let mut faults = Vec::new();
    for lang in [Lang::Sv, Lang::En] {
        for (width, height) in SIZES {
            // The other browser has the other half.
            let is_half = (lang == Lang::Sv) == (width == 320);
            if is_half != (engine == Engine::Chromium) && !takes_all() {
                continue;
            }
            browser.resize(width, height).await?;
            let name = format!("{}-{width}", lang.tag());
            let mut look = Look { name: name.clone(), number: 0, faults: Vec::new() };
            walk(stack, &browser, lang, &mut look).await.with_context(|| name.clone())?;
            let told = look.faults.into_iter().map(|fault| format!("{engine:?} {fault}"));
            faults.extend(told);
        }
    }
    browser.close().await?;
    Ok(faults)
}

/// Whether nothing may be left out.
fn takes_all() -> bool {
    std::env::var_os("VAGEN_IN_ALL_STATES").is_some()
}

/// What is looked at on each step.
struct Look {
    name: String,
    number: u32,
    faults: Vec<String>,
}

impl Look {
    async fn at(&mut self, visitor: &Visitor<'_>, step: &str) -> Result<()> {
        self.number += 1;
        let step = format!("{}-{:02}-{step}", self.name, self.number);
        for light in LIGHTS {
            self.see(visitor, &step, light).await?;
        }
        visitor.browser.show_as(Screen::default()).await
    }

    async fn see(
        &mut self,
        visitor: &Visitor<'_>,
        step: &str,
        (light, screen, how): Light,
    ) -> Result<()> {
        const SHAPE: &str = include_str!("shapes/shape.js");
        let browser = visitor.browser;
        browser.show_as(screen).await?;
        visitor.settle().await?;
        for one in how {
            let faults: Vec<String> = browser.script(SHAPE, vec![json!(one)]).await?;
            self.faults.extend(faults.iter().map(|fault| format!("{step}, {one}: {fault}")));
        }
        if browser.engine == Engine::Chromium || !takes_all() {
            browser.leave_frame().await?;
            browser.picture(&format!("{step}-{light}")).await?;
            browser.enter_frame().await?;
        }
        Ok(())
    }
}

const PROBLEMS: Words = ("Det här behöver ändras", "This needs changing");

/// The whole journey to the receipt, with what goes wrong on the way.
async fn walk(stack: &Stack, browser: &Browser, lang: Lang, look: &mut Look) -> Result<()> {
    let company = read(say(lang, ("company-01-hjartvy", "edge-07-estonia")))?;
    let visitor = Visitor::open(browser, stack, lang).await?;
    let mut page = 0;
    let see = async |_: &str| {
        page += 1;
        look.at(&visitor, &format!("page{page}")).await
    };
    visitor.answer_all(&company.text, &company.facts, see).await?;
    look_on(&visitor, look).await
}

/// From the results to the receipt.
async fn look_on(visitor: &Visitor<'_>, look: &mut Look) -> Result<()> {
    visitor.unfold().await?;
    look.at(visitor, "results").await?;
    visitor.arrive(visitor.say(button::TO_SEND), heading::RECIPIENTS).await?;
    look.at(visitor, "recipients").await?;
    visitor.arrive(visitor.say(button::BACK), heading::RESULTS).await?;
    visitor.to_contact(&[]).await?;
    go_wrong(visitor).await?;
    look.at(visitor, "contact-errors").await?;
    visitor.fill_in(CONTACT).await?;
    visitor.arrive(visitor.say(button::GO_ON), heading::CHECK).await?;
    look.at(visitor, "check").await?;
    visitor.send().await?;
    look.at(visitor, "receipt").await
}

// --- What is to be changed ----------------------------------------------------

/// What the page says is wrong, and how soon.
#[derive(Debug, Deserialize)]
struct Wrong {
    ms: f64,
    links: Vec<String>,
    beside: Vec<String>,
    broken: Vec<String>,
}

/// The contact step, with nothing filled in: the focus is on a summary at once,
/// with a link to each fault, in the words that stand beside the field.
async fn go_wrong(visitor: &Visitor<'_>) -> Result<()> {
    const PRESS: &str = include_str!("shapes/wrong.js");
    let browser = visitor.browser;
    let args = vec![json!(visitor.say(button::GO_ON))];
    let wrong: Wrong = browser.script_until(PRESS, args).await?;
    browser.find(Role::Group, visitor.say(PROBLEMS)).await?;
    ensure!(wrong.ms <= 100.0, "the focus is in the summary after {} ms", wrong.ms);
    ensure!(3 <= wrong.links.len(), "{wrong:?}");
    ensure!(wrong.links == wrong.beside, "the summary and the fields say otherwise: {wrong:?}");
    ensure!(wrong.broken.is_empty(), "{wrong:?}");
    Ok(())
}
