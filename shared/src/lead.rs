//! What travels from the widget to the edge to the recipient.
//!
//! `facts` are coarse and routed on; `person` is personal and free text, is
//! delivered as it is, and is deleted first.

mod sealed;

pub use sealed::{INFO, LONGEST_SEALED, SUITE, Sealed};

use crate::private::Private;
use crate::profile::{Profile, Value};
use crate::text::{Lang, words};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use time::{Date, Month};

/// The version of this format.
pub const SCHEMA: u32 = 1;
/// The longest summary, in characters.
pub const LONGEST_SUMMARY: usize = 1000;
/// The longest benefit, in characters.
pub const LONGEST_BENEFIT: usize = 500;
/// The longest subject, in characters: it is registered publicly.
pub const LONGEST_SUBJECT: usize = 100;
/// The longest name, address or the like.
pub const LONGEST_LINE: usize = 200;

/// What `POST /v1/leads` takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lead {
    /// What is checked and routed on.
    pub facts: Facts,
    /// What is delivered, in clear: to recipients that have published no key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// The same, sealed: one for each recipient that has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sealed: Vec<Sealed>,
}

/// The coarse part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The embedding partner.
    pub partner: String,
    /// The language that the company reads.
    pub locale: Lang,
    /// The catalogue that it was matched with.
    pub catalogue: String,
    /// The rules that it was matched with.
    pub rules: String,
    /// Answers by name: [`Profile::coarse`].
    pub answers: BTreeMap<String, Option<Value>>,
    /// Ids of the concepts that counted.
    pub concepts: Vec<String>,
    /// Ids of the sayings that counted.
    pub sayings: Vec<String>,
    /// What the visitor saw: entries that do not fail, best first.
    pub matches: Vec<Seen>,
    /// Ids of the entries that the visitor sends to.
    pub recipients: Vec<String>,
    /// Ids of the redirects that were shown.
    pub redirects: Vec<String>,
    /// Ids of the notices that were shown.
    pub notices: Vec<String>,
    /// What the visitor agreed to.
    pub consents: Consents,
}

/// A match as the visitor saw it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The entry.
    pub id: String,
    /// `fits`, `fits-if` or `unknown`.
    pub outcome: String,
}

/// What the visitor agreed to. Nothing is ticked beforehand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consents {
    /// The partner may see that this company sent a lead.
    pub share_with_partner: bool,
    /// Someone may ask later how it went.
    pub contact_for_followup: bool,
}

/// The personal part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The company's name.
    pub company: Private<String>,
    /// Its registration number, if it has one that is no personal number.
    #[serde(default)]
    pub org_number: Option<Private<String>>,
    /// The contact's name.
    pub name: Private<String>,
    /// The contact's e-mail.
    pub email: Private<String>,
    /// The contact's phone.
    #[serde(default)]
    pub phone: Option<Private<String>>,
    /// What the contact is in the company.
    #[serde(default)]
    pub role: Option<Private<String>>,
    /// One line that may be registered publicly.
    pub subject: Private<String>,
    /// The company's own words.
    pub summary: Private<String>,
    /// What care gains.
    pub org_benefit: Private<String>,
    /// What patients or residents gain.
    pub user_benefit: Private<String>,
}

/// A field of [`Person`] and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field's name on the wire.
    pub field: &'static str,
    /// What is wrong.
    pub what: Wrong,
}

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// Nothing is written.
    Empty,
    /// More than so many characters.
    TooLong(usize),
    /// No address that mail can be sent to.
    Email,
    /// A personal identity number, a coordination number or a sole trader's.
    PersonalNumber,
    /// No Swedish registration number.
    OrgNumber,
}

impl Person {
    /// All that is wrong, in the order of the form.
    pub fn faults(&self) -> Vec<Fault> {
        let required = [
            ("company", &self.company, LONGEST_LINE),
            ("name", &self.name, LONGEST_LINE),
            ("email", &self.email, LONGEST_LINE),
            ("subject", &self.subject, LONGEST_SUBJECT),
            ("summary", &self.summary, LONGEST_SUMMARY),
            ("org_benefit", &self.org_benefit, LONGEST_BENEFIT),
            ("user_benefit", &self.user_benefit, LONGEST_BENEFIT),
        ];
        let mut all: Vec<Fault> = required
            .into_iter()
            .filter_map(|(field, text, most)| {
                let what = wrong(text.reveal(), most, true)?;
                Some(Fault { field, what })
            })
            .collect();
        let optional = [("phone", &self.phone), ("role", &self.role)];
        for (field, text) in optional {
            let what = text.as_ref().and_then(|text| wrong(text.reveal(), LONGEST_LINE, false));
            // A phone number may look like anything.
            let what = what.filter(|what| field != "phone" || *what != Wrong::PersonalNumber);
            all.extend(what.map(|what| Fault { field, what }));
        }
        if all.iter().all(|fault| fault.field != "email") && !is_email(self.email.reveal()) {
            all.push(Fault { field: "email", what: Wrong::Email });
        }
        let number = self.org_number.as_ref().and_then(|number| org_number_fault(number.reveal()));
        all.extend(number.map(|what| Fault { field: "org_number", what }));
        all
    }
}

fn wrong(text: &str, most: usize, required: bool) -> Option<Wrong> {
    if required && text.trim().is_empty() {
        Some(Wrong::Empty)
    } else if text.chars().count() > most {
        Some(Wrong::TooLong(most))
    } else if has_personal_number(text) {
        Some(Wrong::PersonalNumber)
    } else {
        None
    }
}

/// Whether mail could be sent there: one at sign, a dot after it, no spaces.
pub fn is_email(text: &str) -> bool {
    let text = text.trim();
    let Some((name, host)) = text.split_once('@') else { return false };
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\",;:@".contains(c);
    !name.is_empty()
        && text.len() <= 254
        && host.split('.').count() > 1
        && host.split('.').all(|label| !label.is_empty() && label.len() < 64)
        && name.chars().chain(host.chars()).all(plain)
}

/// What is wrong with a registration number. Empty is fine: a company without
/// one, or from abroad, is never stopped. Anything that is not ten digits is
/// taken as a foreign number.
pub fn org_number_fault(text: &str) -> Option<Wrong> {
    if text.chars().count() > LONGEST_LINE {
        return Some(Wrong::TooLong(LONGEST_LINE));
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if has_personal_number(text) || is_personal(&digits) {
        return Some(Wrong::PersonalNumber);
    }
    let swedish = digits.len() == 10 && text.chars().all(|c| c.is_ascii_digit() || c == '-');
    (swedish && !has_check_digit(&digits)).then_some(Wrong::OrgNumber)
}

/// Whether a text has a Swedish personal identity number or coordination
/// number, which is also what a sole trader's registration number is.
/// Source: folkbokföringslagen (1991:481) 18 §, read 2026-11-23.
pub fn has_personal_number(text: &str) -> bool {
    let is_mark = |c: char| c == '-' || c == '+' || c == '–' || c == '\u{2212}';
    text.split(|c: char| !(c.is_ascii_digit() || is_mark(c) || c == ' '))
        .flat_map(|run| {
            let pieces: Vec<&str> = run.split(' ').filter(|piece| !piece.is_empty()).collect();
            let pairs = pieces.windows(2).map(<[&str]>::concat).collect::<Vec<_>>();
            pieces.into_iter().map(str::to_owned).chain(pairs).collect::<Vec<_>>()
        })
        .any(|run| {
            let digits: String = run.chars().filter(char::is_ascii_digit).collect();
            let marked = run.chars().rev().nth(4).is_some_and(is_mark);
            // Written with its hyphen, a mistyped one is still someone's.
            if marked { has_birthday(&digits) } else { is_personal(&digits) }
        })
}

fn is_personal(digits: &str) -> bool {
    let short = if digits.len() == 12 { digits.get(2..) } else { Some(digits) };
    has_birthday(digits) && short.is_some_and(has_check_digit)
}

/// Whether ten or twelve digits begin with a day that exists; a coordination
/// number has 60 added to it.
fn has_birthday(digits: &str) -> bool {
    let (century, short) = match digits.len() {
        10 => ("20", Some(digits)),
        12 => (digits.get(..2).unwrap_or(""), digits.get(2..)),
        _ => return false,
    };
    let number = |from: usize| -> Option<u32> { short?.get(from..from + 2)?.parse().ok() };
    let (Some(year), Some(month), Some(day)) = (number(0), number(2), number(4)) else {
        return false;
    };
    let day = if day > 60 { day - 60 } else { day };
    let month = u8::try_from(month).ok().and_then(|month| Month::try_from(month).ok());
    let plausible = ["18", "19", "20"].contains(&century);
    // 2000 had a leap day, so any two-digit year can be tried in that century.
    let leap = if year.is_multiple_of(4) { 2000 } else { 2001 };
    let day = u8::try_from(day).unwrap_or(0);
    plausible && month.is_some_and(|month| Date::from_calendar_date(leap, month, day).is_ok())
}

/// The check digit of personal and registration numbers (Luhn, modulus 10).
fn has_check_digit(ten: &str) -> bool {
    let sum: u32 = ten
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(at, digit)| {
            let doubled = if at % 2 == 1 { digit * 2 } else { digit };
            doubled / 10 + doubled % 10
        })
        .sum();
    ten.len() == 10 && sum.is_multiple_of(10)
}

/// A subject that is safe to register publicly: what kind of matter it is, from
/// the catalogue's own words, and never the company's.
pub fn subject(labels: &[&str]) -> String {
    let mut line = "Företagsförfrågan".to_owned();
    for (at, label) in labels.iter().enumerate() {
        let between = if at == 0 { ": " } else { ", " };
        if line.chars().count() + between.len() + label.chars().count() > LONGEST_SUBJECT {
            break;
        }
        line.push_str(between);
        line.push_str(label);
    }
    line
}

impl Facts {
    /// The profile that was matched, benefits as stated or not.
    ///
    /// # Errors
    /// A fact that does not exist or cannot have its value.
    pub fn profile(&self) -> Result<Profile, crate::profile::BadFact> {
        let mut profile = crate::profile::from_facts(&self.answers)?;
        profile.concepts.clone_from(&self.concepts);
        profile.sayings.clone_from(&self.sayings);
        Ok(profile)
    }
}

/// How many words a text has, for a counter that counts as people do.
pub fn word_count(text: &str) -> usize {
    words(text).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_numbers_are_seen_in_every_way_they_are_written() {
        for text in [
            "Patienten 19121212-1212 fick hjälp",
            "191212121212",
            "121212-1212",
            "121212+1212",
            "1212121212",
            "121272-1212",
            "19121212 1212",
        ] {
            assert!(has_personal_number(text), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "556677-8899",
            "5566778899",
            "RS 2024-1196",
            "20 000 bilder",
            "08-123 456 78",
            "2026-11-23",
            "EU 2017/745",
            "200 st à 14 900 kr",
        ] {
            assert!(!has_personal_number(text), "{text}");
        }
    }

    #[test]
    fn a_company_number_is_taken_and_a_sole_traders_is_not() {
        assert_eq!(org_number_fault(""), None);
        assert_eq!(org_number_fault("556016-0680"), None);
        assert_eq!(org_number_fault("556016-0681"), Some(Wrong::OrgNumber));
        assert_eq!(org_number_fault("121212-1212"), Some(Wrong::PersonalNumber));
        assert_eq!(org_number_fault("12345678"), None, "an Estonian number");
        assert_eq!(org_number_fault(&"1".repeat(201)), Some(Wrong::TooLong(LONGEST_LINE)));
    }

    #[test]
    fn an_address_that_cannot_get_mail_is_told() {
        assert!(is_email("a@b.se"));
        for text in ["", "a", "a@b", "a b@c.se", "a@b..se", "a@@b.se", "@b.se"] {
            assert!(!is_email(text), "{text}");
        }
    }

    #[test]
    fn lines_and_numbers_are_read_without_a_panic() {
        let right = ["19121212-1212", "556016-0680", "a@b.se", "2026-11-23"];
        crate::odd::inputs("e-mail, numbers, day", &right, |_, text| {
            let _ = (is_email(text), org_number_fault(text), has_personal_number(text));
            let _ = (crate::text::day(text), subject(&[text]), word_count(text));
        });
    }
}
