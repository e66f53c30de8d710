//! A visitor without a mouse.

use anyhow::{Context, Result, bail, ensure};
use e2e::browser::Role;
use e2e::browser::visitor::questions::Facts;
use e2e::browser::visitor::words::{Words, button, field, heading};
use e2e::browser::visitor::{Contact, Visitor};
use e2e::project;
use serde::Deserialize;

/// A company in its own language, as far as it matters here.
#[derive(Deserialize)]
pub(crate) struct Company {
    pub(crate) text: String,
    pub(crate) facts: Facts,
}

pub(crate) fn read(name: &str) -> Result<Company> {
    let path = project::root().join(format!("shared/tests/cases/{name}.toml"));
    toml::from_str(&String::from_utf8(project::read(&path)?)?).context(name.to_owned())
}

pub(crate) const CONTACT: Contact<'static> = Contact {
    company: "Exempelbolaget AB",
    org_number: "",
    name: "Kim Exempel",
    role: "Vd",
    email: "kim@example.org",
};

pub(crate) const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const SPACE: &str = " ";
const DOWN: &str = "\u{e015}";

/// What presses the keys.
pub(crate) struct Hands<'a> {
    pub(crate) visitor: &'a Visitor<'a>,
}

impl Hands<'_> {
    /// Moves on until the focus is on something.
    async fn to(&self, what: &str, is_it: impl Fn(&str, &str) -> bool) -> Result<()> {
        const MOST: usize = 150;
        let mut passed = Vec::new();
        for _ in 0..MOST {
            let focus = self.visitor.focus().await?;
            if is_it(&focus.label, &focus.name) {
                return Ok(());
            }
            passed.push(focus.name);
            self.visitor.browser.keys(TAB).await?;
        }
        bail!("the focus never comes to “{what}” but to {passed:?}")
    }

    async fn press(&self, name: Words) -> Result<()> {
        let name = self.visitor.say(name);
        self.to(name, |_, found| found.starts_with(name)).await?;
        self.visitor.browser.keys(ENTER).await
    }

    async fn tick(&self, label: &str) -> Result<()> {
        self.to(label, |found, _| found == label).await?;
        if !self.visitor.focus().await?.checked {
            self.visitor.browser.keys(SPACE).await?;
        }
        self.visitor.settle().await
    }

    async fn write(&self, label: &str, text: &str) -> Result<()> {
        self.to(label, |found, _| found == label).await?;
        self.visitor.browser.keys(text).await?;
        self.visitor.settle().await
    }

    /// One of several: the first is reached by Tab, the others by arrows.
    async fn choose(&self, question: &str, answer: &str) -> Result<()> {
        let offered = self.visitor.choices(question).await?;
        self.to(question, |found, _| offered.iter().any(|one| one == found)).await?;
        self.visitor.browser.keys(SPACE).await?;
        for _ in 0..offered.len() {
            if self.visitor.focus().await?.label == answer {
                ensure!(self.visitor.focus().await?.checked, "“{answer}” is not chosen");
                return self.visitor.settle().await;
            }
            self.visitor.browser.keys(DOWN).await?;
        }
        bail!("the arrows never come to “{answer}”")
    }

    async fn arrived(&self, at: Words) -> Result<()> {
        let wanted = self.visitor.say(at);
        self.visitor.browser.find(Role::Heading, wanted).await?;
        self.visitor.settle().await?;
        let heading = self.visitor.heading().await?;
        ensure!(heading == wanted, "the focus is on “{heading}”, not on “{wanted}”");
        Ok(())
    }

    pub(crate) async fn answer_all(&self, company: &Company) -> Result<()> {
        let visitor = self.visitor;
        let mut heading = visitor.question("seek")?;
        while !visitor.is_results(&heading) {
            if heading == visitor.say(heading::WORDS) {
                self.write(visitor.say(field::WORDS), &company.text).await?;
            }
            for (question, shape, answers) in visitor.asked(&heading, &company.facts)? {
                if !visitor.is_asked(&question).await? {
                    continue;
                }
                for answer in answers {
                    match shape.as_str() {
                        "choices" => self.tick(&answer).await?,
                        "text" | "amount" | "country" => self.write(&question, &answer).await?,
                        _ => self.choose(&question, &answer).await?,
                    }
                }
            }
            heading = self.go_on(&heading).await?;
        }
        Ok(())
    }

    pub(crate) async fn send(&self) -> Result<()> {
        self.press(button::TO_SEND).await?;
        self.arrived(heading::RECIPIENTS).await?;
        let recipients = self.visitor.choices(self.visitor.say(heading::RECIPIENTS)).await?;
        self.tick(recipients.first().context("no recipient")?).await?;
        self.press(button::GO_ON).await?;
        self.arrived(heading::CONTACT).await?;
        let Contact { company, name, email, .. } = CONTACT;
        for (label, text) in [(field::COMPANY, company), (field::NAME, name), (field::EMAIL, email)]
        {
            self.write(self.visitor.say(label), text).await?;
        }
        // Enter in a field goes on too.
        self.visitor.browser.keys(ENTER).await?;
        self.arrived(heading::CHECK).await?;
        self.press(button::SEND).await?;
        self.arrived(heading::RECEIPT).await
    }

    async fn go_on(&self, from: &str) -> Result<String> {
        self.press(button::GO_ON).await?;
        self.visitor.arrive_from(from).await
    }
}
