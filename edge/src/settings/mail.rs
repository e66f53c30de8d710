//! Who e-mails come from, for recipients that get leads by e-mail.

use super::{Channel, Faulty, Form, Operators, Recipient, faulty};
use crate::delivery::mail::is_address;
use std::collections::BTreeMap;

/// The variable's name.
const NAME: &str = "MAIL_FROM";

/// Needed as soon as one recipient gets e-mail. One that is told of leads needs
/// someone who may open them.
pub(super) fn read(
    variable: &dyn Fn(&str) -> Option<String>,
    recipients: &BTreeMap<String, Recipient>,
    operators: Option<&Operators>,
) -> Result<Option<String>, Faulty> {
    let from = variable(NAME).filter(|said| !said.is_empty());
    if from.as_deref().is_some_and(|from| !is_address(from)) {
        return Err(faulty(NAME, "must be like name@host.example"));
    }
    for (id, recipient) in recipients {
        let Channel::Email(_, form) = recipient.channel else { continue };
        if from.is_none() {
            return Err(faulty(NAME, format!("is not set, and {id} gets e-mail")));
        }
        let officers = operators.and_then(|operators| operators.officers.get(id));
        if form == Form::Notice && officers.is_none_or(Vec::is_empty) {
            return Err(faulty(
                "OPERATORS",
                format!("officers: nobody may open what {id} is told of"),
            ));
        }
    }
    Ok(from)
}

#[cfg(test)]
mod tests {
    use super::super::Settings;
    use super::super::tests::variable;

    /// The example's central recipient gets e-mail with these fields.
    fn fault(fields: &str, from: Option<&str>) -> String {
        let changed = |name: &str| match name {
            "RECIPIENTS" => {
                let mut all: serde_json::Value = serde_json::from_str(&variable(name)?).unwrap();
                let one = all["rs-innovation"].as_object_mut().unwrap();
                one.remove("url");
                let fields: serde_json::Value = serde_json::from_str(fields).unwrap();
                one.extend(fields.as_object().unwrap().clone());
                Some(all.to_string())
            }
            "MAIL_FROM" => from.map(str::to_owned),
            _ => variable(name),
        };
        Settings::read(&changed).map_or_else(|fault| fault.to_string(), |_| String::new())
    }

    const FULL: &str = r#"{"kind": "email", "address": "a@b.example", "form": "full"}"#;
    const NOTICE: &str = r#"{"kind": "email", "address": "a@b.example", "form": "notice"}"#;
    const FROM: Option<&str> = Some("vagen-in@b.example");

    #[test]
    fn a_recipient_may_get_e_mail_in_either_form() {
        assert_eq!(fault(FULL, FROM), "");
        assert_eq!(fault(NOTICE, FROM), "");
    }

    #[test]
    fn each_fault_is_named() {
        assert_eq!(fault(FULL, None), "MAIL_FROM: is not set, and rs-innovation gets e-mail");
        assert!(fault(FULL, Some("A <a@b.example>")).starts_with("MAIL_FROM: must be"));
        for (fields, why) in [
            (r#"{"kind": "email", "address": "a@b.example"}"#, "needs address and form"),
            (r#"{"kind": "email", "address": "a b@c.example", "form": "full"}"#, "address: "),
            (r#"{"kind": "webhook", "address": "a@b.example"}"#, "webhook: needs url"),
            (r#"{"kind": "fax", "address": "a@b.example"}"#, "unknown variant"),
        ] {
            let fault = fault(fields, FROM);
            assert!(fault.starts_with("RECIPIENTS: ") && fault.contains(why), "{fault}");
        }
    }
}
