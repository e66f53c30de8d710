//! Where an officer reads a lead that an e-mail told of.
//!
//! The page itself tells nothing of the person: opening does, by a button, so
//! that no program that follows links in mail opens anything. To open is to
//! take delivery.

use super::desk::Visit;
use crate::delivery::payload;
use crate::error::{Error, Kind};
use crate::http::Reply;
use crate::ledger::DeliveryLife;
use crate::page::{Sheet, card, pick};
use maud::{Markup, html};
use serde_json::Value;
use shared::text::Lang;

impl Visit<'_> {
    /// What there is to open, without what it says.
    pub(super) async fn to_open(&self, delivery: &str) -> Result<Reply, Error> {
        let (reference, found) = self.own(delivery).await?;
        let lang = self.here.asked.language();
        let body = html! {
            p { (pick(lang, "Mottagare: ", "Recipient: ")) (found.recipient) }
            form method="post" {
                p { (pick(
                    lang,
                    "När ni öppnar ärendet räknas det som levererat, och det antecknas vem som öppnade det.",
                    "When you open the lead it counts as delivered, and who opened it is written down.",
                )) }
                button.vi-button type="submit" { (pick(lang, "Öppna ärendet", "Open the lead")) }
            }
        };
        Ok(self.page(lang, &reference, &body))
    }

    /// Opens it.
    pub(super) async fn open(&self, delivery: &str) -> Result<Reply, Error> {
        let (reference, _) = self.own(delivery).await?;
        let lang = self.here.asked.language();
        let deed = self.look("lead.read", delivery);
        let opened = self.ledger()?.picked_up(delivery, &deed).await?.ok_or(Kind::NotFound)?;
        let body = payload::body(&opened, self.here.settings)?.ok_or(Kind::NotFound)?;
        crate::log("delivered", &serde_json::json!({ "delivery": delivery }));
        let body: Value = serde_json::from_str(&body).unwrap_or_default();
        let text = body.pointer("/data/human_readable").and_then(Value::as_str).unwrap_or_default();
        let shown = html! { pre.vi-plain lang="sv" { (text) } };
        Ok(self.page(lang, &reference, &shown))
    }

    /// The delivery, if it is for a recipient whose officer I am. Another's is
    /// not there.
    async fn own(&self, delivery: &str) -> Result<(String, DeliveryLife), Error> {
        let (lead, _) = delivery.split_once('.').ok_or(Kind::NotFound)?;
        let found = self.ledger()?.timeline(lead).await?.ok_or(Kind::NotFound)?;
        let reference = found.lead.reference.clone();
        let mut own = found.deliveries.into_iter().filter(|one| one.id == delivery);
        let own = own.find(|one| self.operator.reads_for(&one.recipient));
        own.map(|one| (reference, one)).ok_or_else(|| Kind::NotFound.into())
    }

    fn page(&self, lang: Lang, title: &str, body: &Markup) -> Reply {
        let settings = self.here.settings;
        let sheet = Sheet { lang, title, settings, partner: None, head: html! {}, styles: None };
        Reply::html(200, lang, card(&sheet, body)).with("Cache-Control", "no-store")
    }
}
