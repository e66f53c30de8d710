//! The matching core alone, as wasm, for a program that asks it many cases:
//! `e2e/tests/same.rs`.

use shared::catalogue::{Catalogue, Unreadable, decode};
use shared::matching;
use shared::profile::Case;
use shared::taxonomy::concepts;
use shared::text::{Lang, day};
use std::error::Error;
use wasm_bindgen::prelude::wasm_bindgen;

/// What a visitor's page knows when every piece has come.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Core {
    catalogue: Catalogue,
}

#[wasm_bindgen]
impl Core {
    /// A core with the rules; none if they cannot be read.
    pub fn of(rules: &[u8]) -> Option<Self> {
        let catalogue = Catalogue::new(decode(rules).ok()?);
        Some(Self { catalogue })
    }

    /// Adds a piece by its name in the manifest; gives whether it could be read.
    /// `concepts` are the terms for who reads no words, as in the Worker.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> bool {
        self.add_piece(name, bytes).is_ok()
    }

    /// Makes the entries findable by their texts, when all pieces have come.
    pub fn listen(&mut self) {
        self.catalogue.listen();
    }

    /// The answer to a case on a day, as JSON; or why there is none.
    pub fn answer(&self, case: &str, today: &str) -> String {
        self.told(case, today).unwrap_or_else(|error| error.to_string())
    }
}

impl Core {
    fn add_piece(&mut self, name: &str, bytes: &[u8]) -> Result<(), Unreadable> {
        match name.split_once('-') {
            Some((_, tag)) => self.catalogue.texts.add(Lang::from_tag(tag), decode(bytes)?),
            None if name == "concepts" => {
                self.catalogue.rules.concepts = concepts(&decode::<String>(bytes)?);
            }
            None => self.catalogue.add_terms(decode(bytes)?),
        }
        Ok(())
    }

    fn told(&self, case: &str, today: &str) -> Result<String, Box<dyn Error>> {
        let case: Case = serde_json::from_str(case)?;
        let today = day(today).ok_or("no such day")?;
        let on = (case.lang, today);
        let answered = matching::answer(&self.catalogue, &case, on, matching::TOLD);
        Ok(serde_json::to_string(&answered.map_err(|bad| bad.why)?)?)
    }
}
