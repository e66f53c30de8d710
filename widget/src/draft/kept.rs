//! What was said, as names and texts: the shape of a file and of a link that
//! the visitor keeps. Whatever comes back is read as if a stranger wrote it.

use super::{Contact, Draft};
use shared::catalogue::{Question, Rules, Shape};
use shared::private::Private;
use shared::profile::{Answer, DONT_KNOW, Field, Value};

/// Contact fields, as they are called on the wire.
const CONTACT: [&str; 7] = ["company", "org_number", "name", "role", "email", "phone", "subject"];

/// Longer ones are no one's answers.
const LONGEST: usize = 10_000;

/// What came back.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub(crate) draft: Draft,
    pub(crate) contact: Contact,
    /// Where the visitor stood.
    pub(crate) step: Option<u32>,
    /// How many answers there are no more.
    pub(crate) lost: usize,
    /// How many things were read.
    pub(crate) read: usize,
    /// It may say what was written; a link gives choices alone.
    pub(crate) is_file: bool,
    /// What is in the draft already stays.
    pub(crate) adds: bool,
}

/// Tells what was said, name by name. With concepts it is for a link: these
/// concepts and the choices, and nothing that was written.
pub(crate) fn tell(
    (draft, contact): (&Draft, &Contact),
    link: Option<&[String]>,
    say: &mut dyn FnMut(&str, &str),
) {
    let mut say = |name: &str, text: &str| {
        if !text.is_empty() {
            say(name, text);
        }
    };
    let mut unknown = String::new();
    for field in Field::ALL {
        let answer = draft.answers.get(field);
        let is_benefit = matches!(field, Field::OrgBenefit | Field::UserBenefit);
        if !is_benefit && (link.is_some() || field != Field::PriceSek) {
            say(field.name(), &code_of(answer));
        } else if link.is_none() {
            if answer == Answer::DontKnow {
                unknown.push_str(field.name());
                unknown.push('+');
            }
            say(field.name(), draft.written(field));
        }
    }
    say("c", &link.unwrap_or(&draft.answers.concepts).join("+"));
    say("r", &draft.removed.join("+"));
    say("to", &contact.recipients.join("+"));
    if link.is_none() {
        say("unknown", &unknown);
        say("text", draft.words.reveal());
        say("share", if contact.consents.share_with_partner { "1" } else { "" });
        say("follow_up", if contact.consents.contact_for_followup { "1" } else { "" });
        for (name, text) in &contact.fields {
            say(name, text.reveal());
        }
    }
}

/// The codes of an answer; none of silence.
fn code_of(answer: Answer<&Value>) -> String {
    match answer {
        Answer::NotAsked => String::new(),
        Answer::DontKnow => DONT_KNOW.to_owned(),
        Answer::Known(Value::Number(number)) => number.to_string(),
        Answer::Known(Value::Bool(yes)) => if *yes { "true" } else { "false" }.to_owned(),
        Answer::Known(Value::Code(code)) => code.clone(),
        Answer::Known(Value::Codes(codes)) => codes.join("+"),
    }
}

impl Kept {
    /// What may follow the mark of an address.
    pub(crate) fn read_link(&mut self, link: &str, rules: &Rules) {
        for one in link.strip_prefix("#k=").unwrap_or(link).split('&') {
            let (name, text) = one.split_once('=').unwrap_or_default();
            self.read((name, text), rules);
        }
    }

    /// Reads one thing that was kept. Names that are not ours are passed over;
    /// answers that the catalogue does not have are counted.
    pub(crate) fn read(&mut self, (name, text): (&str, &str), rules: &Rules) {
        self.read += 1;
        if LONGEST < text.len() {
            self.count(false);
        } else if let Some(field) = Field::named(name) {
            self.answer(rules.question(field), field, text);
        } else if name == "step" {
            self.step = text.parse().ok();
        } else if name == "to" {
            for id in text.split('+') {
                let takes = rules.entry(id).is_some_and(|entry| entry.recipient.is_some());
                self.count(takes);
                if takes {
                    self.contact.choose(id, true);
                }
            }
        } else if name == "c" || name == "r" {
            self.concepts(text, name == "c");
        } else if self.is_file {
            self.written(name, text);
        } else {
            self.read -= 1;
        }
    }

    fn count(&mut self, is_there: bool) {
        self.lost += usize::from(!is_there);
    }

    fn answer(&mut self, of: Option<&Question>, field: Field, text: &str) {
        let Some(of) = of else { return self.count(false) };
        if self.adds && self.draft.answers.get(field) != Answer::NotAsked {
            return;
        }
        match of.shape {
            Shape::Amount if text == DONT_KNOW => self.draft.answers.set_unknown(field),
            Shape::Amount if self.is_file || is_amount(text) => self.draft.write(field, text),
            Shape::Text if self.is_file => self.draft.write(field, text),
            Shape::Amount | Shape::Text => {}
            _ => {
                for code in text.split('+') {
                    self.count(has(of, code));
                    if has(of, code) {
                        match of.shape {
                            Shape::Choices => self.draft.toggle(field, code, true),
                            _ => self.draft.choose(field, code),
                        }
                    }
                }
            }
        }
    }

    /// Concepts travel with the terms: that there is one is seen when those have come.
    fn concepts(&mut self, text: &str, confirmed: bool) {
        const MOST: usize = 60;
        let is_id =
            |id: &&str| id.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b));
        for id in text.split('+').filter(is_id).take(MOST) {
            if self.adds && (!confirmed || self.draft.removed.iter().any(|one| one == id)) {
                continue;
            }
            if confirmed { self.draft.confirm(id) } else { self.draft.remove(id) }
        }
    }

    fn written(&mut self, name: &str, text: &str) {
        if let Some(name) = CONTACT.into_iter().find(|one| *one == name) {
            self.contact.set(name, text.to_owned());
        }
        match name {
            "text" => self.draft.words = Private::new(text.to_owned()),
            "unknown" => {
                for field in text.split('+').filter_map(Field::named) {
                    self.draft.write_unknown(field, true);
                }
            }
            "share" => self.contact.consents.share_with_partner = true,
            "follow_up" => self.contact.consents.contact_for_followup = true,
            _ => {}
        }
    }
}

/// Whether a text is an amount as a link has it.
fn is_amount(text: &str) -> bool {
    text.len() < 10 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a question has an answer.
fn has(of: &Question, code: &str) -> bool {
    let yes_no = of.shape == Shape::YesNo && matches!(code, "true" | "false");
    code == DONT_KNOW || yes_no || of.options.iter().any(|option| option.code == code)
}

#[cfg(test)]
pub(crate) mod tests;
