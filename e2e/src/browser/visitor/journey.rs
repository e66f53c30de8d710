//! Whole stretches of a journey: from the first question to the results, and
//! from there to the receipt.

use anyhow::{Result, ensure};
use serde_json::json;

use super::questions::Facts;
use super::words::{Words, button, field, heading};
use super::{Contact, PAGE, Role, Visitor};

impl Visitor<'_> {
    /// Answers everything that is asked and known, in order, until the results.
    /// What it is told of each step by the way, `at` may look at.
    pub async fn answer_all(
        &self,
        text: &str,
        facts: &Facts,
        mut at: impl AsyncFnMut(&str) -> Result<()>,
    ) -> Result<()> {
        let first = self.questions.of("seek")?.text(self.lang).to_owned();
        let mut heading = first;
        while !self.is_results(&heading) {
            if heading == self.say(heading::WORDS) {
                self.describe(text).await?;
            } else {
                self.answer_here(&heading, facts).await?;
            }
            at(&heading).await?;
            heading = self.go_on().await?;
        }
        Ok(())
    }

    /// Whether a heading is that of the results.
    pub fn is_results(&self, heading: &str) -> bool {
        let mut all = heading::LEADING_AWAY.into_iter().chain([heading::RESULTS]);
        all.any(|words| self.say(words) == heading)
    }

    /// Writes the own words. What is read from them comes after a moment, and
    /// does not move the button that one is about to press.
    pub async fn describe(&self, text: &str) -> Result<()> {
        let go_on = self.say(button::GO_ON);
        let before = self.place_of(go_on).await?;
        self.write(self.say(field::WORDS), text).await?;
        self.browser.find(Role::Group, self.say(field::FOUND)).await?;
        let after = self.place_of(go_on).await?;
        ensure!(before == after, "“{go_on}” moves {} px down", after - before);
        Ok(())
    }

    /// Unfolds all groups of entries.
    pub async fn unfold(&self) -> Result<()> {
        loop {
            let folds = self.browser.driver.execute(PAGE, vec![json!("folds")]).await?;
            let Some(fold) = folds.elements()?.into_iter().next() else { return Ok(()) };
            self.click(fold).await?;
            self.settle().await?;
        }
    }

    // --- Sending ------------------------------------------------------------

    /// From the results: chooses recipients, fills in who asks, and comes to
    /// the check. Without wanted recipients it takes the first.
    pub async fn to_check(&self, wanted: &[String], contact: Contact<'_>) -> Result<()> {
        self.to_contact(wanted).await?;
        self.fill_in(contact).await?;
        self.arrive(self.say(button::GO_ON), heading::CHECK).await
    }

    /// From the results: chooses recipients and goes on to who asks.
    pub async fn to_contact(&self, wanted: &[String]) -> Result<()> {
        self.arrive(self.say(button::TO_SEND), heading::RECIPIENTS).await?;
        let question = self.say(heading::RECIPIENTS);
        let offered = self.choices(question).await?;
        let mut chosen: Vec<_> = offered.iter().filter(|name| wanted.contains(name)).collect();
        if chosen.is_empty() {
            chosen.extend(offered.first());
        }
        ensure!(!chosen.is_empty(), "no recipient is offered");
        for name in chosen {
            self.choose(question, name).await?;
        }
        self.hand_over().await
    }

    /// Fills in who asks.
    pub async fn fill_in(&self, contact: Contact<'_>) -> Result<()> {
        let fields = [
            (field::COMPANY, contact.company),
            (field::ORG_NUMBER, contact.org_number),
            (field::NAME, contact.name),
            (field::ROLE, contact.role),
            (field::EMAIL, contact.email),
        ];
        for (label, text) in fields.into_iter().filter(|(_, text)| !text.is_empty()) {
            self.write(self.say(label), text).await?;
        }
        Ok(())
    }

    /// Sends what was checked, and gives the receipt's reference.
    pub async fn send(&self) -> Result<String> {
        self.arrive(self.say(button::SEND), heading::RECEIPT).await?;
        self.reference().await
    }

    /// Presses what leads to a step, and is there.
    pub async fn arrive(&self, press: &str, at: Words) -> Result<()> {
        let heading = self.press_and_arrive(press).await?;
        ensure!(heading == self.say(at), "“{press}” leads to “{heading}”");
        Ok(())
    }
}
