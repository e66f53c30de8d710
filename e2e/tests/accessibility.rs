//! Every step for everyone: axe finds nothing, and nothing has to be moved
//! sideways on a narrow screen.
//!
//! A picture of every step is kept in `target/screens/`.

use anyhow::{Context, Result, ensure};
use e2e::browser::visitor::questions::Facts;
use e2e::browser::visitor::words::{Words, button, heading, say};
use e2e::browser::visitor::{Contact, Visitor};
use e2e::browser::{Browser, Role};
use e2e::project;
use e2e::stack::Stack;
use serde::Deserialize;
use shared::text::Lang;

const CONTACT: Contact<'static> = Contact {
    company: "Exempelbolaget AB",
    org_number: "",
    name: "Kim Exempel",
    role: "Vd",
    email: "kim@example.org",
};

const WIDTHS: [(u32, u32); 2] = [(320, 640), (1280, 900)];

/// A company in its own language, as far as it matters here.
#[derive(Deserialize)]
struct Company {
    text: String,
    facts: Facts,
}

fn read(name: &str) -> Result<Company> {
    let path = project::root().join(format!("shared/tests/cases/{name}.toml"));
    toml::from_str(&String::from_utf8(project::read(&path)?)?).context(name.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_is_for_everyone() -> Result<()> {
    let stack = Stack::start().await?;
    let (swedish, english) =
        tokio::try_join!(look_at_all(&stack, Lang::Sv), look_at_all(&stack, Lang::En))?;
    let faults: Vec<String> = swedish.into_iter().chain(english).collect();
    ensure!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    Ok(())
}

async fn look_at_all(stack: &Stack, lang: Lang) -> Result<Vec<String>> {
    let browser = Browser::start().await?;
    let mut faults = Vec::new();
    for (width, height) in WIDTHS {
        browser.resize(width, height).await?;
        let name = format!("{}-{width}", lang.tag());
        let mut look = Look { name: name.clone(), number: 0, faults: Vec::new() };
        walk(stack, &browser, lang, &mut look).await.with_context(|| name.clone())?;
        elsewhere(stack, &browser, lang, &mut look).await.with_context(|| name.clone())?;
        without_scripts(stack, &browser, lang, &mut look).await.with_context(|| name.clone())?;
        faults.extend(look.faults);
    }
    browser.close().await?;
    Ok(faults)
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
        visitor.settle().await?;
        self.faults.extend(visitor.axe(&step).await?);
        let inside = visitor.sideways().await?;
        visitor.browser.leave_frame().await?;
        visitor.settle().await?;
        let outside = visitor.sideways().await?;
        visitor.browser.picture(&step).await?;
        visitor.browser.enter_frame().await?;
        self.moves(&step, inside.max(outside));
        Ok(())
    }

    fn moves(&mut self, step: &str, sideways: i64) {
        if 0 < sideways {
            self.faults.push(format!("{step}: can be moved {sideways} px sideways"));
        }
    }
}

/// The whole journey to the receipt, with what goes wrong on the way.
async fn walk(stack: &Stack, browser: &Browser, lang: Lang, look: &mut Look) -> Result<()> {
    let company = read(say(lang, ("company-01-hjartvy", "edge-07-estonia")))?;
    let visitor = Visitor::open(browser, stack, lang).await?;
    look.at(&visitor, "start").await?;
    let mut page = 0;
    let see = async |_: &str| {
        page += 1;
        look.at(&visitor, &format!("page{page}")).await
    };
    visitor.answer_all(&company.text, &company.facts, see).await?;
    look_at_results(&visitor, look).await?;
    visitor.to_contact(&[]).await?;
    look_at_sending(&visitor, look).await
}

async fn look_at_results(visitor: &Visitor<'_>, look: &mut Look) -> Result<()> {
    look.at(visitor, "results").await?;
    visitor.unfold().await?;
    visitor.press(visitor.say(button::WHY)).await?;
    look.at(visitor, "results-unfolded").await?;
    visitor.arrive(visitor.say(button::TO_SEND), heading::RECIPIENTS).await?;
    look.at(visitor, "recipients").await?;
    visitor.arrive(visitor.say(button::BACK), heading::RESULTS).await
}

async fn look_at_sending(visitor: &Visitor<'_>, look: &mut Look) -> Result<()> {
    look.at(visitor, "contact").await?;
    visitor.press(visitor.say(button::GO_ON)).await?;
    visitor.browser.find(Role::Group, visitor.say(PROBLEMS)).await?;
    look.at(visitor, "contact-errors").await?;
    visitor.fill_in(CONTACT).await?;
    visitor.arrive(visitor.say(button::GO_ON), heading::CHECK).await?;
    look.at(visitor, "check").await?;
    visitor.send().await?;
    look.at(visitor, "receipt").await
}

const PROBLEMS: Words = ("Det här behöver ändras", "This needs changing");

/// Where nothing is sent: another door, something that comes first, something
/// that is missing.
async fn elsewhere(stack: &Stack, browser: &Browser, lang: Lang, look: &mut Look) -> Result<()> {
    let to = ["redirect", "prepare", "missing"];
    let companies = match lang {
        Lang::Sv => ["company-05-vardro", "company-11-aterbruk", "edge-11-marketing-words"],
        Lang::En => ["company-09-mammalogic", "company-02-derma-vision", "company-04-cellbro"],
    };
    for (what, name) in to.into_iter().zip(companies) {
        let company = read(name)?;
        let visitor = Visitor::open(browser, stack, lang).await?;
        visitor.answer_all(&company.text, &company.facts, async |_| Ok(())).await?;
        look.at(&visitor, &format!("{what}-results")).await?;
        visitor.press_and_arrive(visitor.say(button::WHY_NOT)).await?;
        look.at(&visitor, &format!("{what}-why-not")).await?;
    }
    Ok(())
}

/// The page that stands in when no script runs.
async fn without_scripts(
    stack: &Stack,
    browser: &Browser,
    lang: Lang,
    look: &mut Look,
) -> Result<()> {
    let page = stack.url(&format!("/f/demo-park?lang={}", lang.tag()));
    let visitor = Visitor::open_without_scripts(browser, &page, lang).await?;
    let step = format!("{}-plain", look.name);
    look.faults.extend(visitor.axe(&step).await?);
    look.moves(&step, visitor.sideways().await?);
    browser.picture(&step).await
}
