//! What goes otherwise than planned: a word is mistyped; words are about
//! something else; a frame does not come, as the partner's policy forbids it or
//! ours does not know the address.

use anyhow::{Context, Result, ensure};
use e2e::browser::visitor::words::{button, field, heading, say};
use e2e::browser::{Browser, Engine, Role, Visitor};
use e2e::site::Site;
use e2e::stack::Stack;
use shared::text::Lang;
use tokio::net::TcpListener;

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_still_leads_on() -> Result<()> {
    let stack = Stack::start().await?;
    let [chromium, firefox] = Engine::ALL.map(|engine| in_one(&stack, engine));
    tokio::try_join!(chromium, firefox)?;
    Ok(())
}

async fn in_one(stack: &Stack, engine: Engine) -> Result<()> {
    let browser = Browser::of(engine).await?;
    mistyped(stack, &browser).await.with_context(|| format!("{engine:?}"))?;
    foreign(stack, &browser).await.with_context(|| format!("{engine:?}"))?;
    stopped(stack, &browser).await.with_context(|| format!("{engine:?}"))?;
    browser.close().await
}

// --- A word is mistyped -----------------------------------------------------

/// What is written, and what is then asked about.
const WRITTEN: [(Lang, &str, &str); 3] = [
    (Lang::Sv, "Ett program för kardiolgi.", "Hjärtsjukvård/kardiologi"),
    (Lang::En, "A programme for cardiolgy.", "Cardiology"),
    // Two meanings: once one is confirmed, the other is not asked about.
    (Lang::Sv, "Vi är intresserade av hearing.", "Extern remiss"),
];

async fn mistyped(stack: &Stack, browser: &Browser) -> Result<()> {
    for (at, (lang, text, meant)) in WRITTEN.into_iter().enumerate() {
        for (width, height) in [(320, 640), (1280, 900)] {
            browser.resize(width, height).await?;
            let visitor = Visitor::open(browser, stack, lang).await?;
            ensure!(visitor.go_on().await? == visitor.say(heading::WORDS), "no own words");
            visitor.describe(text).await?;
            asked_and_confirmed(&visitor, meant, &format!("{at}-{}-{width}", lang.tag())).await?;
        }
    }
    Ok(())
}

/// It counts once the visitor has said yes, and no sooner.
async fn asked_and_confirmed(visitor: &Visitor<'_>, meant: &str, name: &str) -> Result<()> {
    let browser = visitor.browser;
    let question = say(visitor.lang, ("Menade ni …?", "Did you mean …?"));
    browser.find(Role::Group, question).await?;
    ensure!(!is_found(visitor, meant).await?, "“{meant}” counts before it is confirmed");
    take_picture(visitor, &format!("mistyped-{name}")).await?;
    visitor.press(meant).await?;
    ensure!(is_found(visitor, meant).await?, "“{meant}” is confirmed and does not count");
    ensure!(!browser.shows(Role::Group, question).await?, "it is asked again");
    let focus = visitor.focus().await?.name;
    ensure!(focus == visitor.say(field::FOUND), "the focus is on “{focus}”");
    take_picture(visitor, &format!("mistyped-{name}-confirmed")).await
}

// --- Words about something else ---------------------------------------------

/// What is written, and what of it is said not to be understood.
const FOREIGN: [(Lang, &str, &str); 2] = [
    (Lang::Sv, "Vi klipper gräsmattor i Borlänge.", "Det här förstod vi inte: ”gräsmattor”"),
    (Lang::En, "We mow lawns in Borlänge.", "We did not understand: ‘mow’, ‘lawns’"),
];

/// It is said at once, and again beside what comes nearest.
async fn foreign(stack: &Stack, browser: &Browser) -> Result<()> {
    for (lang, text, not_understood) in FOREIGN {
        for (width, height) in [(320, 640), (1280, 900)] {
            browser.resize(width, height).await?;
            let visitor = Visitor::open(browser, stack, lang).await?;
            ensure!(visitor.go_on().await? == visitor.say(heading::WORDS), "no own words");
            visitor.describe(text).await?;
            browser.wait_for_text(not_understood).await?;
            let no_match =
                say(lang, ("Vi hittar inget som passar bra.", "We found no good match."));
            browser.wait_for_text(no_match).await?;
            let nearest = say(lang, ("Det närmaste är ", "The closest are "));
            browser.wait_for_text(nearest).await?;
            take_picture(&visitor, &format!("foreign-{}-{width}", lang.tag())).await?;
        }
    }
    Ok(())
}

async fn is_found(visitor: &Visitor<'_>, concept: &str) -> Result<bool> {
    Ok(visitor.chips().await?.iter().any(|chip| chip.starts_with(concept)))
}

async fn take_picture(visitor: &Visitor<'_>, name: &str) -> Result<()> {
    visitor.browser.leave_frame().await?;
    visitor.settle().await?;
    visitor.browser.picture(&format!("{name}-{}", visitor.browser.engine.name())).await?;
    visitor.browser.enter_frame().await
}

// --- The frame does not come ------------------------------------------------

/// Tells on the page that the loader gave up, and lets the partner's page wait
/// forty times as fast: 20 seconds are long in a test.
const IMPATIENT: &str = "if (!location.pathname.startsWith('/f/')) {
    const wait = window.setTimeout;
    window.setTimeout = (act, ms, ...rest) => wait(act, ms / 40, ...rest);
    addEventListener('vagen-in:fallback', ({ detail: { why, to } }) =>
      document.body.append(`${why} leads to the ${to}.`));
  }";

async fn stopped(stack: &Stack, browser: &Browser) -> Result<()> {
    browser.leave_frame().await?;
    browser.run_first(IMPATIENT).await?;
    // At an address that the partner has not given, our page refuses the frame.
    let elsewhere = Site::start(TcpListener::bind(("127.0.0.1", 0)).await?, &stack.url(""))?;
    for (page, why) in [("park-norr.html", "timeout"), ("park-vast.html", "csp")] {
        browser.open(&format!("{}/{page}", elsewhere.origin)).await?;
        browser.wait_for_text(&format!("{why} leads to the link.")).await?;
        browser.picture(&format!("stopped-{why}-{}", browser.engine.name())).await?;
        browser.press(Role::Link, "Vägen in till Region Stockholm").await?;
        works_alone(browser).await?;
    }
    Ok(())
}

/// Our page stands alone, in the language that the browser asks for, and goes
/// on to the next question.
async fn works_alone(browser: &Browser) -> Result<()> {
    // The partner's page has no button.
    browser.find(Role::Button, "").await?;
    let lang: String = browser.script("return document.documentElement.lang", Vec::new()).await?;
    let lang = Lang::from_tag(&lang);
    browser.press(Role::Button, say(lang, button::GO_ON)).await?;
    browser.find(Role::Heading, say(lang, heading::WORDS)).await?;
    Ok(())
}
