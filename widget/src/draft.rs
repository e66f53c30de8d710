//! What has been said so far. It lives here and nowhere else: not in the
//! browser's storage, not on a server, and it is gone with the page.

pub(crate) mod kept;

use shared::detection::Findings;
use shared::lead::{Consents, Person};
use shared::private::Private;
use shared::profile::{Answer, Field, Profile, Value};

/// Answers and words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    /// Answers, benefits as text, and the concepts that the visitor confirmed.
    pub(crate) answers: Profile,
    /// The company's own words.
    pub(crate) words: Private<String>,
    /// Ids of the concepts that the visitor took away. That is final.
    pub(crate) removed: Vec<String>,
    /// What stands in typed fields, so that "vet inte" loses nothing. There are
    /// three, and a map would be code to download.
    typed: Vec<(Field, Private<String>)>,
}

impl Draft {
    /// Whether anything at all has been answered.
    pub(crate) fn is_begun(&self) -> bool {
        self.answers.answered().next().is_some() || !self.words.reveal().trim().is_empty()
    }

    /// Keeps one code, yes or no, or a level: whatever the code stands for.
    pub(crate) fn choose(&mut self, field: Field, code: &str) {
        match value_of(field, code) {
            Some(value) => self.answers.set(field, value),
            None => self.answers.set_unknown(field),
        }
    }

    /// Adds or takes away one of several codes; the order of choosing is kept.
    /// "Vet inte" stands alone.
    pub(crate) fn toggle(&mut self, field: Field, code: &str, on: bool) {
        if code == shared::profile::DONT_KNOW {
            if on {
                self.answers.set_unknown(field);
            } else {
                self.answers.clear(field);
            }
            return;
        }
        let mut codes: Vec<String> =
            self.answers.codes(field).into_iter().map(str::to_owned).collect();
        codes.retain(|other| other != code);
        if on {
            codes.push(code.to_owned());
        }
        if codes.is_empty() {
            self.answers.clear(field);
        } else {
            self.answers.set(field, Value::Codes(codes));
        }
    }

    /// Whether a code is the answer, or one of the answers.
    pub(crate) fn is_chosen(&self, field: Field, code: &str) -> bool {
        match self.answers.get(field) {
            Answer::NotAsked => false,
            Answer::DontKnow => code == shared::profile::DONT_KNOW,
            Answer::Known(Value::Codes(codes)) => codes.iter().any(|one| one == code),
            Answer::Known(value) => value_of(field, code).as_ref() == Some(value),
        }
    }

    /// Keeps what stands in a typed field, and the answer that it gives.
    pub(crate) fn write(&mut self, field: Field, text: &str) {
        self.typed.retain(|(other, _)| *other != field);
        self.typed.push((field, Private::new(text.to_owned())));
        let value = match field {
            Field::PriceSek => amount(text).map(Value::Number),
            _ => Some(text.trim().to_owned()).filter(|text| !text.is_empty()).map(Value::Code),
        };
        match value {
            Some(value) => self.answers.set(field, value),
            None => self.answers.clear(field),
        }
    }

    /// What stands in a typed field.
    pub(crate) fn written(&self, field: Field) -> &str {
        let kept = self.typed.iter().find(|(other, _)| *other == field);
        kept.map_or("", |(_, text)| text.reveal().as_str())
    }

    /// Says "vet inte" of a typed field, or takes that back.
    pub(crate) fn write_unknown(&mut self, field: Field, unknown: bool) {
        if unknown {
            self.answers.set_unknown(field);
        } else {
            let text = self.written(field).to_owned();
            self.write(field, &text);
        }
    }

    /// Whether something is written that gives no amount.
    pub(crate) fn has_unreadable_amount(&self) -> bool {
        let text = self.written(Field::PriceSek);
        !text.trim().is_empty() && amount(text).is_none()
    }

    /// Takes a concept away for good: whatever is written later, it stays out.
    pub(crate) fn remove(&mut self, concept: &str) {
        self.answers.concepts.retain(|id| id != concept);
        if !self.removed.iter().any(|id| id == concept) {
            self.removed.push(concept.to_owned());
        }
    }

    /// Takes a removal back.
    pub(crate) fn restore(&mut self, concept: &str) {
        self.removed.retain(|id| id != concept);
    }

    /// Counts a concept that was only suggested.
    pub(crate) fn confirm(&mut self, concept: &str) {
        self.restore(concept);
        if !self.answers.concepts.iter().any(|id| id == concept) {
            self.answers.concepts.push(concept.to_owned());
        }
    }

    /// Keeps the concepts that there are, and gives how many went.
    pub(crate) fn keep_concepts(&mut self, is_there: impl Fn(&str) -> bool) -> usize {
        let all = [&mut self.answers.concepts, &mut self.removed];
        all.into_iter().fold(0, |gone, ids| {
            let before = ids.len();
            ids.retain(|id| is_there(id));
            gone + before - ids.len()
        })
    }

    /// The findings without those that were taken away, and without the other
    /// meanings of a word once one is confirmed. `id` names a place.
    pub(crate) fn kept(&self, mut findings: Findings, id: impl Fn(u16) -> String) -> Findings {
        findings.concepts.retain(|found| !self.removed.contains(&id(found.concept)));
        findings.settled(|concept| self.answers.concepts.contains(&id(concept)))
    }
}

/// The value that a code of a question stands for; "vet inte" has none.
fn value_of(field: Field, code: &str) -> Option<Value> {
    match (field, code) {
        (_, shared::profile::DONT_KNOW) => None,
        (_, "true") => Some(Value::Bool(true)),
        (_, "false") => Some(Value::Bool(false)),
        (Field::Trl, level) => level.parse().ok().map(Value::Number),
        (_, code) => Some(Value::Code(code.to_owned())),
    }
}

/// Reads an amount as people write it: "600 000", "600 tkr", "1,5 miljoner".
pub(crate) fn amount(text: &str) -> Option<u32> {
    let is_number = |c: char| c.is_ascii_digit() || c.is_whitespace() || c == '.' || c == ',';
    let text = text.trim().to_ascii_lowercase();
    let end = text.find(|c| !is_number(c)).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    let (whole, part) = decimals(&number);
    let mut amount: u32 = whole.parse().ok()?;
    let mut part = part.bytes();
    for _ in 0..zeros(unit)? {
        let digit = part.next().map_or(0, |digit| u32::from(digit - b'0'));
        amount = amount.checked_mul(10)?.checked_add(digit)?;
    }
    Some(amount)
}

/// How many zeros a unit stands for.
fn zeros(unit: &str) -> Option<u32> {
    match unit.trim().trim_end_matches(['.', '-', ':']) {
        "" | "kr" | "sek" | "kronor" => Some(0),
        "tkr" | "tusen" | "tusen kr" | "k" | "ksek" | "tsek" | "thousand" => Some(3),
        "mkr" | "msek" | "m" | "mn" | "miljon" | "miljoner" | "miljoner kr" | "miljoner kronor"
        | "million" => Some(6),
        _ => None,
    }
}

/// Digits before and after a decimal sign. A sign with three digits after it is
/// between thousands, as in 600.000.
fn decimals(number: &str) -> (String, String) {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect();
    match number.rsplit_once([',', '.']) {
        Some((whole, part)) if part.len() != 3 => (digits(whole), digits(part)),
        _ => (digits(number), String::new()),
    }
}

/// How to reach the one who asks, and what they agreed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Contact {
    /// What stands in each field, by its name on the wire.
    fields: Vec<(&'static str, Private<String>)>,
    /// Ids of the entries that get the lead.
    pub(crate) recipients: Vec<String>,
    /// Nothing is ticked beforehand.
    pub(crate) consents: Consents,
}

impl Contact {
    /// What stands in a field.
    pub(crate) fn get(&self, field: &str) -> &str {
        let kept = self.fields.iter().find(|(name, _)| *name == field);
        kept.map_or("", |(_, text)| text.reveal().as_str())
    }

    /// Keeps what stands in a field.
    pub(crate) fn set(&mut self, field: &'static str, text: String) {
        self.fields.retain(|(name, _)| *name != field);
        self.fields.push((field, Private::new(text)));
    }

    /// Whether a field was ever written in, if only to empty it.
    pub(crate) fn is_written(&self, field: &str) -> bool {
        self.fields.iter().any(|(name, _)| *name == field)
    }

    /// Takes what another says; fields that it does not have stay. So do all, if
    /// they are newer.
    pub(crate) fn replace(&mut self, other: Self, is_newer: bool) {
        self.recipients = other.recipients;
        if !is_newer && !other.fields.is_empty() {
            (self.fields, self.consents) = (other.fields, other.consents);
        }
    }

    /// Chooses a recipient, or not.
    pub(crate) fn choose(&mut self, entry: &str, on: bool) {
        self.recipients.retain(|other| other != entry);
        if on {
            self.recipients.push(entry.to_owned());
        }
    }

    /// The personal part of a lead. `subject` is suggested until written.
    pub(crate) fn person(&self, draft: &Draft, subject: &str) -> Person {
        let line = |field: &str| Private::new(self.get(field).trim().to_owned());
        let optional = |field: &str| Some(line(field)).filter(|text| !text.reveal().is_empty());
        let benefit = |field| Private::new(draft.written(field).trim().to_owned());
        let subject =
            if self.is_written("subject") { line("subject") } else { subject.to_owned().into() };
        Person {
            company: line("company"),
            org_number: optional("org_number"),
            name: line("name"),
            email: line("email"),
            phone: optional("phone"),
            role: optional("role"),
            subject,
            summary: Private::new(draft.words.reveal().trim().to_owned()),
            org_benefit: benefit(Field::OrgBenefit),
            user_benefit: benefit(Field::UserBenefit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::detection::{Evidence, Finding, How};

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, kronor) in [
            ("600 000", 600_000),
            ("600\u{a0}000 kr", 600_000),
            ("600.000", 600_000),
            ("600,000 SEK", 600_000),
            ("600 tkr", 600_000),
            ("1,5 miljoner", 1_500_000),
            ("0.6 msek", 600_000),
            ("3 miljoner kr", 3_000_000),
            ("450000:-", 450_000),
        ] {
            assert_eq!(amount(text), Some(kronor), "{text}");
        }
        for text in ["", "kanske", "600 euro", "9999999999999"] {
            assert_eq!(amount(text), None, "{text}");
        }
    }

    #[test]
    fn not_knowing_does_not_lose_what_was_written() {
        let mut draft = Draft::default();
        draft.write(Field::OrgBenefit, "Färre fall");
        draft.write_unknown(Field::OrgBenefit, true);
        assert_eq!(draft.answers.get(Field::OrgBenefit), Answer::DontKnow);
        draft.write_unknown(Field::OrgBenefit, false);
        assert_eq!(draft.answers.code(Field::OrgBenefit), Some("Färre fall"));
    }

    #[test]
    fn several_answers_keep_the_order_of_choosing() {
        let mut draft = Draft::default();
        draft.toggle(Field::Seek, "seek.data", true);
        draft.toggle(Field::Seek, "seek.pilot", true);
        draft.toggle(Field::Seek, "seek.data", false);
        draft.toggle(Field::Seek, "seek.data", true);
        assert_eq!(draft.answers.codes(Field::Seek), ["seek.pilot", "seek.data"]);
        assert!(draft.is_chosen(Field::Seek, "seek.data"));
    }

    #[test]
    fn the_last_of_several_taken_away_is_silence() {
        let mut draft = Draft::default();
        draft.toggle(Field::Seek, "seek.data", true);
        draft.toggle(Field::Seek, "seek.data", false);
        assert!(!draft.is_begun());
    }

    #[test]
    fn a_level_is_a_number_and_a_yes_is_a_yes() {
        let mut draft = Draft::default();
        draft.choose(Field::Trl, "7");
        draft.choose(Field::Research, "false");
        draft.choose(Field::Ce, "dont-know");
        assert_eq!(draft.answers.get(Field::Trl), Answer::Known(&Value::Number(7)));
        assert_eq!(draft.answers.get(Field::Research), Answer::Known(&Value::Bool(false)));
        assert_eq!(draft.answers.get(Field::Ce), Answer::DontKnow);
        assert!(draft.is_chosen(Field::Trl, "7") && draft.is_chosen(Field::Ce, "dont-know"));
    }

    #[test]
    fn a_removed_concept_stays_away_until_restored() {
        let evidence =
            Evidence { word: "hjärta".into(), matched: "hjärta".into(), how: How::Word };
        let findings = Findings {
            concepts: vec![Finding { concept: 0, because: vec![evidence] }],
            ..Findings::default()
        };
        let id = |_| "area.cardiology".to_owned();
        let mut draft = Draft::default();
        draft.remove("area.cardiology");
        assert!(draft.kept(findings.clone(), id).concepts.is_empty());
        draft.restore("area.cardiology");
        assert_eq!(draft.kept(findings, id).concepts.len(), 1);
    }

    #[test]
    fn a_subject_is_suggested_until_it_is_written() {
        let mut contact = Contact::default();
        let draft = Draft::default();
        assert_eq!(contact.person(&draft, "Förslag").subject.reveal(), "Förslag");
        contact.set("subject", String::new());
        assert_eq!(contact.person(&draft, "Förslag").subject.reveal(), "");
    }
}
