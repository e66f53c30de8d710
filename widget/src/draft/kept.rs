//! What was said, as names and texts: the shape of a file and of a link that
//! the visitor keeps. Whatever comes back is read as if a stranger wrote it.

use super::{Contact, Draft};
use shared::catalogue::{Question, Rules, Shape};
use shared::private::Private;
use shared::profile::{Answer, DONT_KNOW, Field, Value};

/// Names and texts, in order.
pub(crate) type Pairs = Vec<(String, String)>;

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
}

fn join(all: &[impl AsRef<str>]) -> String {
    all.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join("+")
}

/// What may stand in an address: choices and concepts, never what was written.
pub(crate) fn choices(draft: &Draft, concepts: &[String], recipients: &[String]) -> Pairs {
    let mut all = Pairs::new();
    let mut add = |name: &str, text: String| {
        if !text.is_empty() {
            all.push((name.to_owned(), text));
        }
    };
    for field in Field::ALL {
        let text = match (field, draft.answers.get(field)) {
            (Field::OrgBenefit | Field::UserBenefit, _) | (_, Answer::NotAsked) => String::new(),
            (_, Answer::DontKnow) => DONT_KNOW.to_owned(),
            (_, Answer::Known(Value::Number(number))) => number.to_string(),
            (_, Answer::Known(Value::Bool(yes))) => yes.to_string(),
            (_, Answer::Known(Value::Code(code))) => code.clone(),
            (_, Answer::Known(Value::Codes(codes))) => join(codes),
        };
        add(field.name(), text);
    }
    add("c", join(concepts));
    add("r", join(&draft.removed));
    add("to", join(recipients));
    all
}

/// Everything that was said.
pub(crate) fn everything(draft: &Draft, contact: &Contact) -> Pairs {
    let mut all = choices(draft, &draft.answers.concepts, &contact.recipients);
    let typed = [Field::PriceSek, Field::OrgBenefit, Field::UserBenefit];
    all.retain(|(name, _)| name != Field::PriceSek.name());
    let unknown = typed.iter().filter(|field| draft.answers.get(**field) == Answer::DontKnow);
    let unknown: Vec<&str> = unknown.map(|field| field.name()).collect();
    let consents = [
        ("share", contact.consents.share_with_partner),
        ("follow-up", contact.consents.contact_for_followup),
    ];
    let consents: Vec<&str> =
        consents.iter().filter(|(_, given)| *given).map(|(name, _)| *name).collect();
    let mut add = |name: &str, text: &str| {
        if !text.is_empty() {
            all.push((name.to_owned(), text.to_owned()));
        }
    };
    add("text", draft.words.reveal());
    for field in typed {
        add(field.name(), draft.written(field));
    }
    add("unknown", &join(&unknown));
    add("consents", &join(&consents));
    for (name, text) in &contact.fields {
        all.push(((*name).to_owned(), text.reveal().clone()));
    }
    all
}

/// What may follow the mark of an address, taken apart.
pub(crate) fn apart(link: &str) -> Pairs {
    let link = link.trim_start_matches('#');
    let link = link.strip_prefix("k=").unwrap_or(link);
    let pair = |one: &str| one.split_once('=').map(|(name, of)| (name.to_owned(), of.to_owned()));
    link.split('&').filter_map(pair).collect()
}

/// Reads what was kept. A link gives choices alone; `written` is what only a
/// file may say. Names that are not ours are passed over; answers that the
/// catalogue does not have are counted.
pub(crate) fn read(pairs: &[(String, String)], rules: &Rules, written: bool) -> Kept {
    let mut kept = Kept::default();
    for (name, text) in pairs.iter().filter(|(_, text)| text.len() <= LONGEST) {
        if let Some(field) = Field::named(name) {
            kept.answer(rules.question(field), (field, text), written);
        } else if name == "step" {
            kept.step = text.parse().ok();
        } else if name == "c" || name == "r" {
            kept.concepts(text, name == "c");
        } else if name == "to" {
            for id in text.split('+') {
                let takes = rules.entry(id).is_some_and(|entry| entry.recipient.is_some());
                kept.count(takes);
                if takes {
                    kept.contact.choose(id, true);
                }
            }
        } else if written {
            kept.written(name, text);
        }
    }
    kept
}

impl Kept {
    fn count(&mut self, is_there: bool) {
        self.lost += usize::from(!is_there);
    }

    fn answer(&mut self, of: Option<&Question>, (field, text): (Field, &str), written: bool) {
        let Some(of) = of else { return self.count(false) };
        let draft = &mut self.draft;
        match of.shape {
            Shape::Amount if text == DONT_KNOW => draft.answers.set_unknown(field),
            Shape::Amount if written || text.parse::<u32>().is_ok() => draft.write(field, text),
            Shape::Text if written => draft.write(field, text),
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
            "consents" => {
                let consents = &mut self.contact.consents;
                consents.share_with_partner = text.contains("share");
                consents.contact_for_followup = text.contains("follow-up");
            }
            _ => {}
        }
    }
}

/// Whether a question has an answer.
fn has(of: &Question, code: &str) -> bool {
    let yes_no = of.shape == Shape::YesNo && matches!(code, "true" | "false");
    code == DONT_KNOW || yes_no || of.options.iter().any(|option| option.code == code)
}
