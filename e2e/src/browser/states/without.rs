//! What we publish as pages: the guide with its form, its errors and its answer,
//! where a lead stands, what partners and everyone may read, and what is not there.

use anyhow::{Context, Result};
use serde_json::json;

use super::Look;
use crate::browser::Role;

/// Fills the form in, as far as it must be.
const FILL: &str = "const [answers] = arguments;
    for (const [name, text] of Object.entries(answers)) {
      const field = document.querySelector(`form [name=${name}]`);
      if (!field) return name;
      field.value = text;
    }
    return ''";

const UNFOLD: &str =
    "for (const fold of document.querySelectorAll('details')) fold.open = true; return 0";

const SEND: &str = "document.querySelector('form button[type=submit]').click(); return 0";

impl Look<'_> {
    pub(super) async fn pages(&mut self) -> Result<()> {
        self.form().await?;
        for (state, path) in [
            ("partners", "/partners/"),
            ("self-test", "/partners/test"),
            ("statement", "/accessibility/"),
            ("nothing-there", "/f/nobody"),
        ] {
            self.page(path).await.context(state)?;
            // What is folded away is read, and looked at, unfolded.
            self.browser.script::<i32>(UNFOLD, Vec::new()).await?;
            self.at(state).await?;
        }
        Ok(())
    }

    async fn page(&self, path: &str) -> Result<()> {
        let (lang, sign) = (self.round.lang.tag(), if path.contains('?') { '&' } else { '?' });
        self.browser.open(&self.stack.url(&format!("{path}{sign}lang={lang}"))).await?;
        self.browser.find(Role::Heading, "").await.map(drop)
    }

    async fn form(&mut self) -> Result<()> {
        self.page("/f/demo-park?plain=1").await?;
        self.at("plain").await?;
        self.browser.script::<i32>(SEND, Vec::new()).await?;
        self.browser.wait_until("return !!document.querySelector('.vi-problems a')").await?;
        self.at("plain-errors").await?;
        let answers = json!({
            "seek": "seek.pilot", "summary": "En sensor som följer hjärtsvikt hemma.",
            "org_benefit": "Färre återinläggningar", "user_benefit": "Tryggare hemma",
            "company": "Exempelbolaget AB", "name": "Kim Exempel", "email": "kim@example.org",
        });
        let missing: String = self.browser.script(FILL, vec![answers]).await?;
        anyhow::ensure!(missing.is_empty(), "the form has no {missing}");
        self.browser.script::<i32>(SEND, Vec::new()).await?;
        self.browser.wait_until("return !!document.querySelector('.vi-reference')").await?;
        self.at("status").await
    }
}
