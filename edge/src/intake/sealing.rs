//! Who must get `person` sealed, and whether it came so.
//!
//! Nothing here opens anything: the private keys are the recipients'.

use super::routing::{To, chosen};
use crate::error::{Error, Fault, Kind, Problem};
use crate::settings::{Recipient, Settings};
use serde_json::{Map, Value, json};
use shared::catalogue::Rules;
use shared::lead::{Lead, Sealed};

/// What a browser must know to seal: for each recipient with a key, the newest
/// one and the entries that lead to it. `None` when nobody has a key.
pub(crate) fn offered(rules: &Rules, settings: &Settings) -> Option<Value> {
    let keyed = settings.recipients.iter().filter_map(|(id, to)| Some((id, to.seal.first()?)));
    let offered: Map<String, Value> = keyed
        .map(|(id, key)| {
            let leads_to_it = |entry: &&str| chosen([*entry], rules, settings) == [id.as_str()];
            let entries: Vec<&str> =
                rules.entries.iter().map(|e| e.id.as_str()).filter(leads_to_it).collect();
            let told =
                json!({ "key_id": key.key_id, "seal_key": key.seal_key, "entries": entries });
            (id.clone(), told)
        })
        .collect();
    (!offered.is_empty()).then(|| offered.into())
}

/// How many recipients have a key: each may have a sealed text in one body.
pub(crate) fn keyed(settings: &Settings) -> usize {
    settings.recipients.values().filter(|to| !to.seal.is_empty()).count()
}

/// Whether everyone gets what they can read, and no one more than that: sealed
/// to whoever has a key, in clear only if someone has none.
pub(super) fn check(lead: &Lead, to: &[To], settings: &Settings) -> Result<(), Error> {
    match fault(lead, to, settings) {
        Some((kind, fault)) => Err(Problem::of(kind, fault).into()),
        None => Ok(()),
    }
}

fn fault(lead: &Lead, to: &[To], settings: &Settings) -> Option<(Kind, Fault)> {
    let recipient = |to: &To| settings.recipients.get(&to.id);
    let has_key = |to: &&To| recipient(to).is_some_and(|one| !one.seal.is_empty());
    let once =
        |to: &&To| lead.sealed.iter().filter(|sealed| sealed.recipient == to.id).count() == 1;
    let (keyed, open): (Vec<&To>, Vec<&To>) = to.iter().partition(has_key);
    if !keyed.iter().all(once) || lead.sealed.len() != keyed.len() {
        return Some((Kind::SealNeeded, recipients()));
    }
    let known = |sealed: &Sealed| {
        let recipient = settings.recipients.get(&sealed.recipient);
        recipient.is_some_and(|to| is_one_of(to, &sealed.key_id)) && sealed.is_whole()
    };
    if !lead.sealed.iter().all(known) {
        return Some((Kind::SealNeeded, key()));
    }
    match (open.is_empty(), &lead.person) {
        (true, Some(_)) => Some((Kind::Unprocessable, superfluous())),
        (false, None) => Some((Kind::Unprocessable, missing())),
        _ => None,
    }
}

fn is_one_of(recipient: &Recipient, key_id: &str) -> bool {
    recipient.seal.iter().any(|key| key.key_id == key_id)
}

fn recipients() -> Fault {
    Fault::new(
        "sealed",
        "recipient",
        "Försegla en gång till varje mottagare som har en nyckel, och inte till andra.",
        "Seal once to each recipient that has a key, and to no others.",
    )
}

fn key() -> Fault {
    Fault::new(
        "sealed",
        "key",
        "Förseglingen är ofullständig, eller gjord till en nyckel som inte används längre.",
        "What is sealed is not whole, or was sealed to a key that is no longer used.",
    )
}

fn superfluous() -> Fault {
    Fault::new(
        "person",
        "sealed-only",
        "Alla mottagare har en nyckel. Skicka uppgifterna förseglade och inte i klartext.",
        "Every recipient has a key. Send these details sealed, and not in clear.",
    )
}

fn missing() -> Fault {
    Fault::new(
        "person",
        "missing",
        "En mottagare har ingen nyckel. Skicka uppgifterna i klartext också.",
        "A recipient has no key. Send these details in clear too.",
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::{facts, person, today};
    use super::*;
    use crate::catalogue::catalogue;
    use crate::intake::routing::route;
    use crate::settings::tests::example_with_keys;

    fn sealed(recipient: &str, key_id: &str) -> Sealed {
        let (enc, ciphertext) = ("A".repeat(43), "A".repeat(60));
        Sealed { recipient: recipient.into(), key_id: key_id.into(), enc, ciphertext }
    }

    fn told(lead: &Lead) -> Option<String> {
        let settings = example_with_keys();
        let to = route(&lead.facts, &catalogue().unwrap().rules, &settings, today());
        fault(lead, &to, &settings).map(|(_, fault)| format!("{} {}", fault.field, fault.code))
    }

    /// To the central recipient alone, or to one without a key as well.
    fn lead(sealed: Vec<Sealed>, with_person: bool, to_both: bool) -> Lead {
        let mut facts = facts();
        if to_both {
            facts.recipients.push("actor.karolinska-innovation".into());
        }
        Lead { facts, person: with_person.then(person), sealed }
    }

    #[test]
    fn who_has_a_key_gets_it_sealed_and_nobody_else_gets_more_than_is_needed() {
        let right = || vec![sealed("rs-innovation", "2026-11")];
        assert_eq!(told(&lead(right(), false, false)), None);
        assert_eq!(told(&lead(right(), true, true)), None);
        let said = |lead| told(&lead).unwrap();
        assert_eq!(said(lead(right(), true, false)), "person sealed-only");
        assert_eq!(said(lead(right(), false, true)), "person missing");
        assert_eq!(said(lead(vec![], true, false)), "sealed recipient");
        let more = |id| [right(), vec![sealed(id, "2026-11")]].concat();
        assert_eq!(said(lead(more("rs-innovation"), false, false)), "sealed recipient");
        assert_eq!(said(lead(more("sos-innovation"), false, false)), "sealed recipient");
    }

    #[test]
    fn the_key_before_still_opens_and_a_lost_one_is_refused() {
        let with = |id| told(&lead(vec![sealed("rs-innovation", id)], false, false));
        assert_eq!(with("2026-05"), None);
        assert_eq!(with("2025-11").as_deref(), Some("sealed key"));
        let cut = Sealed { ciphertext: "A".into(), ..sealed("rs-innovation", "2026-11") };
        assert_eq!(told(&lead(vec![cut], false, false)).as_deref(), Some("sealed key"));
    }

    #[test]
    fn a_browser_learns_the_newest_key_and_what_leads_to_it() {
        let rules = &catalogue().unwrap().rules;
        let offered = offered(rules, &example_with_keys()).unwrap();
        let central = &offered["rs-innovation"];
        assert_eq!(central["key_id"], "2026-11");
        let entries = central["entries"].as_array().unwrap();
        assert!(entries.contains(&json!("actor.rs-innovation")));
        assert!(!entries.contains(&json!("actor.karolinska-innovation")));
        assert_eq!(super::offered(rules, &crate::settings::tests::example()), None);
    }
}
