//! The matching core alone, as wasm, for a program that asks it many cases:
//! `e2e/tests/same.rs`.

use shared::catalogue::{Catalogue, Unreadable, decode};
use shared::detection::read;
use shared::matching::{Answering, profile_for, report, run};
use shared::profile::{Case, from_facts};
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
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> bool {
        self.add_piece(name, bytes).is_ok()
    }

    /// The whole answer to a case on a day, as JSON; or why there is none.
    pub fn answer(&self, case: &str, today: &str) -> String {
        self.told(case, today).unwrap_or_else(|error| error.to_string())
    }
}

impl Core {
    fn add_piece(&mut self, name: &str, bytes: &[u8]) -> Result<(), Unreadable> {
        match name.split_once('-') {
            Some((_, tag)) => self.catalogue.texts.add(Lang::from_tag(tag), decode(bytes)?),
            None => self.catalogue.add_terms(decode(bytes)?),
        }
        Ok(())
    }

    fn told(&self, case: &str, today: &str) -> Result<String, Box<dyn Error>> {
        let catalogue = &self.catalogue;
        let case: Case = serde_json::from_str(case)?;
        let today = day(today).ok_or("no such day")?;
        let mut profile = from_facts(&case.facts).map_err(|bad| bad.why)?;
        profile.concepts = case.concepts;
        let findings = read(&case.text, &catalogue.index, &catalogue.terms, case.lang);
        let profile = profile_for(catalogue, &profile, &findings, today);
        let matching = run(&catalogue.rules, &profile, &findings, today);
        let lang = case.lang;
        let of = Answering { catalogue, lang, profile: &profile, findings: &findings, today };
        Ok(serde_json::to_string(&report(of, &matching))?)
    }
}
