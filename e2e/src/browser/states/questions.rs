//! From the first question to the receipt, with what goes wrong on the way, and
//! to where nothing is sent.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

use super::Look;
use crate::browser::Role;
use crate::browser::visitor::questions::Facts;
use crate::browser::visitor::words::{Words, button, heading};
use crate::browser::visitor::{Contact, Visitor};
use crate::project;
use shared::text::Lang;

/// Who asks.
const CONTACT: Contact<'static> = Contact {
    company: "Exempelbolaget AB",
    org_number: "",
    name: "Kim Exempel",
    role: "Vd",
    email: "kim@example.org",
};

const PROBLEMS: Words = ("Det här behöver ändras", "This needs changing");

/// A company in its own language, as far as it matters here.
#[derive(Debug, Deserialize)]
pub struct Company {
    /// Its own words.
    pub text: String,
    /// Its answers.
    pub facts: Facts,
}

/// Reads one of the invented companies.
pub fn company(name: &str) -> Result<Company> {
    let path = project::root().join(format!("shared/tests/cases/{name}.toml"));
    toml::from_str(&String::from_utf8(project::read(&path)?)?).context(name.to_owned())
}

impl Look<'_> {
    pub(super) async fn journeys(&mut self) -> Result<()> {
        let (browser, stack, round) = (self.browser, self.stack, self.round);
        // Another look, so that the visitor does not hold this one.
        let at = Look { stack, browser, round, number: 0, report: super::Report::default() };
        let visitor = at.open().await?;
        self.until_receipt(&visitor).await?;
        let companies = match self.round.lang {
            Lang::Sv => ["company-05-vardro", "company-11-aterbruk", "edge-11-marketing-words"],
            Lang::En => ["company-09-mammalogic", "company-02-derma-vision", "company-04-cellbro"],
        };
        for (what, name) in ["redirect", "prepare", "missing"].into_iter().zip(companies) {
            let company = company(name)?;
            let visitor = at.open().await?;
            visitor.answer_all(&company.text, &company.facts, async |_| Ok(())).await?;
            self.at(&format!("{what}-results")).await?;
            visitor.press_and_arrive(visitor.say(button::WHY_NOT)).await?;
            self.at(&format!("{what}-why-not")).await?;
        }
        Ok(())
    }

    async fn until_receipt(&mut self, visitor: &Visitor<'_>) -> Result<()> {
        let company = company(match self.round.lang {
            Lang::Sv => "company-01-hjartvy",
            Lang::En => "edge-07-estonia",
        })?;
        self.at("start").await?;
        let mut page = 0;
        let see = async |_: &str| {
            page += 1;
            self.at(&format!("page{page}")).await?;
            self.unreadable_price(visitor, &company.facts).await
        };
        visitor.answer_all(&company.text, &company.facts, see).await?;
        self.results(visitor).await?;
        visitor.to_contact(&[]).await?;
        self.sending(visitor).await
    }

    /// The one answer that can be wrong.
    async fn unreadable_price(&mut self, visitor: &Visitor<'_>, facts: &Facts) -> Result<()> {
        let question = visitor.question("price_sek")?;
        if !visitor.is_asked(&question).await? {
            return Ok(());
        }
        visitor.write(&question, "mycket").await?;
        self.wrong(visitor, "price-error").await?;
        let price = facts.get("price_sek").map(Value::to_string);
        visitor.write(&question, price.as_deref().unwrap_or("400000")).await
    }

    /// Goes on, where one cannot.
    async fn wrong(&mut self, visitor: &Visitor<'_>, state: &str) -> Result<()> {
        visitor.press(visitor.say(button::GO_ON)).await?;
        visitor.browser.find(Role::Group, visitor.say(PROBLEMS)).await.context(state.to_owned())?;
        self.at(state).await
    }

    async fn results(&mut self, visitor: &Visitor<'_>) -> Result<()> {
        self.at("results").await?;
        visitor.unfold().await?;
        visitor.press(visitor.say(button::WHY)).await?;
        self.at("results-unfolded").await?;
        visitor.arrive(visitor.say(button::TO_SEND), heading::RECIPIENTS).await?;
        self.at("recipients").await?;
        self.wrong(visitor, "recipients-errors").await?;
        visitor.arrive(visitor.say(button::BACK), heading::RESULTS).await
    }

    async fn sending(&mut self, visitor: &Visitor<'_>) -> Result<()> {
        self.at("contact").await?;
        self.wrong(visitor, "contact-errors").await?;
        visitor.fill_in(CONTACT).await?;
        visitor.arrive(visitor.say(button::GO_ON), heading::CHECK).await?;
        self.at("check").await?;
        visitor.send().await?;
        self.at("receipt").await
    }
}
