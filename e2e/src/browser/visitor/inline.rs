//! Where the questions stand in the partner's page itself, and only who asks is
//! written in our frame.

use anyhow::{Result, ensure};
use shared::text::Lang;

use super::questions::Questionnaire;
use super::words::{button, heading};
use super::{Role, Visitor};
use crate::browser::Browser;
use crate::stack::Stack;

impl<'a> Visitor<'a> {
    /// Opens the partner's page that has it inline, and waits for the first
    /// question. English is asked for as a page asks for it: on the element.
    pub async fn open_park_inline(browser: &'a Browser, stack: &Stack, lang: Lang) -> Result<Self> {
        browser.leave_frame().await?;
        browser.open(&format!("{}/park-inline.html", stack.site.origin)).await?;
        let tag = lang.tag();
        browser
            .wait_until(&format!(
                "const element = document.querySelector('vagen-in');
                 element.scrollIntoView({{ block: 'start', behavior: 'instant' }});
                 const mount = element.shadowRoot?.querySelector('.vi-root:not([hidden])');
                 if (mount && element.lang !== '{tag}') element.lang = '{tag}';
                 return mount?.lang === '{tag}'"
            ))
            .await?;
        let visitor = Self { browser, lang, inline: true, questions: Questionnaire::read()? };
        browser.find(Role::Button, visitor.say(button::GO_ON)).await?;
        Ok(visitor)
    }

    /// From the recipients to who asks: inline, our frame opens for it.
    pub(super) async fn hand_over(&self) -> Result<()> {
        let on = self.say(button::GO_ON);
        if !self.inline {
            return self.arrive(on, heading::CONTACT).await;
        }
        self.press(on).await?;
        self.browser.enter_frame().await?;
        let at = self.arrive_from("").await?;
        ensure!(at == self.say(heading::CONTACT), "the frame opens at “{at}”");
        Ok(())
    }
}
