//! Who gets a lead, and by when each promises an answer.

use crate::calendar::{answer_by, day_stamp};
use crate::settings::{Recipient, Settings};
use serde::{Deserialize, Serialize};
use shared::catalogue::Rules;
use shared::lead::Facts;
use shared::text::Lang;
use time::Date;

/// A recipient of one lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct To {
    /// Its id in the configuration.
    pub(crate) id: String,
    /// Its name in the company's language.
    pub(crate) name: String,
    /// The day it promises an answer by, if it promises one.
    pub(crate) promised_by: Option<String>,
}

/// Recipients of the entries that the visitor chose; else those who answer for
/// the area or the setting; else the central one.
pub(crate) fn route(facts: &Facts, rules: &Rules, settings: &Settings, received: Date) -> Vec<To> {
    let mut ids = chosen(facts.recipients.iter().map(String::as_str), rules, settings);
    if ids.is_empty() {
        ids = responsible(facts, settings);
    }
    if ids.is_empty() {
        ids.extend(settings.central().map(|(id, _)| id));
    }
    let to = |id: &str| Some(to(id, settings.recipients.get(id)?, facts.locale, received));
    ids.into_iter().filter_map(to).collect()
}

fn to(id: &str, recipient: &Recipient, lang: Lang, received: Date) -> To {
    let promised = recipient.answer_days.map(|days| day_stamp(answer_by(received, days)));
    To { id: id.to_owned(), name: recipient.name.get(lang).to_owned(), promised_by: promised }
}

/// A recipient that the configuration does not have is the central one's.
pub(super) fn chosen<'a, 'b>(
    entries: impl IntoIterator<Item = &'b str>,
    rules: &Rules,
    settings: &'a Settings,
) -> Vec<&'a str> {
    let of_entry = |id: &str| {
        let wanted = rules.entry(id)?.recipient.as_deref()?;
        let known = settings.recipients.get_key_value(wanted).map(|(id, _)| id.as_str());
        known.or_else(|| settings.central().map(|(id, _)| id))
    };
    let mut ids: Vec<&str> = Vec::new();
    for id in entries.into_iter().filter_map(of_entry) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

fn responsible<'a>(facts: &Facts, settings: &'a Settings) -> Vec<&'a str> {
    let about = |concepts: &[String]| concepts.iter().any(|id| facts.concepts.contains(id));
    let answers = |recipient: &Recipient| about(&recipient.areas) || about(&recipient.settings);
    let all = settings.recipients.iter().filter(|(_, recipient)| answers(recipient));
    all.map(|(id, _)| id.as_str()).collect()
}

/// The first day on which an answer is promised by anyone.
pub(crate) fn first_promise(to: &[To]) -> Option<String> {
    // Days as text sort as days.
    to.iter().filter_map(|one| one.promised_by.clone()).min()
}

#[cfg(test)]
mod tests {
    use super::super::tests::facts;
    use super::*;
    use crate::settings::tests::example;
    use shared::text::day;

    fn routed(facts: &Facts) -> Vec<(String, Option<String>)> {
        let catalogue = crate::catalogue::catalogue().unwrap();
        let received = day("2026-11-23").unwrap();
        let all = route(facts, &catalogue.rules, &example(), received);
        all.into_iter().map(|to| (to.id, to.promised_by)).collect()
    }

    #[test]
    fn a_lead_goes_to_those_whose_entries_were_chosen_once_each() {
        let mut facts = facts();
        facts.recipients =
            ["actor.karolinska-innovation", "actor.rs-innovation", "actor.rs-innovation"]
                .map(str::to_owned)
                .to_vec();
        assert_eq!(
            routed(&facts),
            [
                ("karolinska-innovation".to_owned(), None),
                ("rs-innovation".to_owned(), Some("2026-12-07".to_owned()))
            ]
        );
    }

    #[test]
    fn without_a_choice_the_area_or_the_setting_decides() {
        let mut facts = facts();
        facts.recipients.clear();
        facts.concepts = vec!["setting.acute-hospital".to_owned()];
        assert_eq!(routed(&facts), [("sos-innovation".to_owned(), None)]);
        facts.concepts = vec!["area.cardiology".to_owned()];
        assert_eq!(routed(&facts).first().map(|(id, _)| id.as_str()), Some("rs-innovation"));
    }

    #[test]
    fn the_first_promise_is_the_one_told() {
        let to = |day: Option<&str>| To {
            id: String::new(),
            name: String::new(),
            promised_by: day.map(str::to_owned),
        };
        assert_eq!(
            first_promise(&[to(None), to(Some("2026-12-08")), to(Some("2026-12-07"))]).as_deref(),
            Some("2026-12-07")
        );
        assert_eq!(first_promise(&[to(None)]), None);
    }
}
