//! A delivery as an e-mail: one that tells of a lead, or one that is the lead.
//!
//! The mail service makes the message of its parts, so no header is written by
//! us. What goes into a header is one line all the same, of signs that mean
//! nothing there, whoever writes it out.

use super::payload;
use super::told::Told;
use crate::calendar::from_millis;
use crate::error::{Doing, Error};
use crate::ledger::Claimed;
use crate::settings::{Form, Settings};
use shared::private::Private;

/// An e-mail, but for who sends it.
#[derive(Debug)]
pub(crate) struct Message {
    /// The functional mailbox.
    pub(crate) to: String,
    /// One line. It may be registered publicly.
    pub(crate) subject: String,
    /// Plain text.
    pub(crate) text: Private<String>,
}

/// The longest subject: a few lines in a list of mail.
const LONGEST: usize = 180;

/// The e-mail for a delivery; `None` when the personal part is erased, also for
/// one that would only tell of it.
///
/// # Errors
/// When what was kept cannot be read, or there is no page to open it on.
pub(crate) fn message(
    claimed: &Claimed,
    (address, form): (&str, Form),
    settings: &Settings,
) -> Result<Option<Message>, Error> {
    let Some(whole) = payload::text(claimed, settings)? else { return Ok(None) };
    let told: Told = serde_json::from_str(&claimed.result).doing("reading a kept lead")?;
    let is_again = 0 < claimed.notices && form == Form::Notice;
    let again = if is_again { "Påminnelse: " } else { "" };
    let text = match form {
        Form::Full => whole,
        Form::Notice => notice(claimed, &told, settings)?,
    };
    Ok(Some(Message {
        to: address.to_owned(),
        subject: one_line(&format!("{again}{} {}", claimed.reference, told.subject)),
        text: Private::new(text),
    }))
}

/// Tells that there is a lead, and where it is. Nothing of whom it is from.
fn notice(claimed: &Claimed, told: &Told, settings: &Settings) -> Result<String, Error> {
    let operators = settings.operators.as_ref();
    let home = operators.map(|operators| operators.origin.as_str());
    let home = home.ok_or_else(|| Error::Broken("no page to open a lead on".to_owned()))?;
    Ok(format!(
        "Ett ärende från Vägen in till Region Stockholm väntar på er.\n\n\
         Referens: {}\nÄrende: {}\nMottaget: {}\n\n\
         Öppna det här, med er vanliga inloggning:\n{home}/v1/admin/pickup/{}\n\n\
         Ärendet räknas som överlämnat när någon av er har öppnat det. Till dess påminner vi.\n",
        claimed.reference,
        told.subject,
        payload::moment_in_swedish(from_millis(claimed.received_at)),
        claimed.id,
    ))
}

/// A text without anything that ends a line, hides, or turns the writing round.
pub(crate) fn one_line(text: &str) -> String {
    let plain = |c: char| if c.is_control() || is_format(c) { ' ' } else { c };
    let flat: String = text.chars().map(plain).collect();
    let words: Vec<&str> = flat.split_whitespace().collect();
    words.join(" ").chars().take(LONGEST).collect()
}

/// Line and paragraph separators, and signs that are not seen (Unicode 16, Cf).
fn is_format(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether an address is one, of signs that need no quoting anywhere.
pub(crate) fn is_address(text: &str) -> bool {
    /// RFC 5321, 4.5.3.1.
    const LONGEST: usize = 254;
    let Some((name, host)) = text.split_once('@') else { return false };
    let in_name = |c: char| c.is_ascii_alphanumeric() || "._+-".contains(c);
    let label = |label: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        (1..=63).contains(&label.len())
            && label.chars().all(plain)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= LONGEST
        && (1..=64).contains(&name.len())
        && name.chars().all(in_name)
        && name.split('.').all(|part| !part.is_empty())
        && host.contains('.')
        && host.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::super::payload_tests::claimed;
    use super::*;
    use crate::intake::tests::facts;
    use crate::settings::tests::example;
    use mail_parser::MessageParser;

    const TO: &str = "innovation@region.example";

    fn mail(form: Form, subject: Option<&str>) -> Message {
        let mut claimed = claimed(&facts());
        if let Some(subject) = subject {
            let mut told: serde_json::Value = serde_json::from_str(&claimed.result).unwrap();
            told["subject"] = subject.into();
            claimed.result = told.to_string();
        }
        message(&claimed, (TO, form), &example()).unwrap().unwrap()
    }

    #[test]
    fn a_notice_tells_of_a_lead_and_of_nobody() {
        let mail = mail(Form::Notice, None);
        assert_eq!(mail.to, TO);
        assert!(mail.subject.starts_with("VI-2026-7F3K9Q Företagsförfrågan: "), "{}", mail.subject);
        let text = mail.text.reveal();
        assert!(text.contains("/v1/admin/pickup/lead.rs-innovation\n"), "{text}");
        assert!(text.contains("23 november 2026 kl. 09.14"), "{text}");
        for personal in ["Anna", "hjartvy", "Hjärtvy", "återinläggningar", "070"] {
            assert!(!text.contains(personal) && !mail.subject.contains(personal), "{personal}");
        }
    }

    #[test]
    fn a_reminder_says_that_it_is_one() {
        let mut claimed = claimed(&facts());
        claimed.notices = 1;
        let mail = message(&claimed, (TO, Form::Notice), &example()).unwrap().unwrap();
        assert!(mail.subject.starts_with("Påminnelse: VI-2026-7F3K9Q "));
    }

    #[test]
    fn a_full_one_is_the_lead() {
        let mail = mail(Form::Full, None);
        assert!(mail.text.reveal().contains("Kontaktperson: Anna Andersson"));
        assert!(!mail.subject.contains("Anna"));
        assert!(!format!("{mail:?}").contains("Anna"), "it cannot be printed");
    }

    #[test]
    fn what_is_erased_is_not_told_of_either() {
        let mut claimed = claimed(&facts());
        claimed.person = None;
        for form in [Form::Full, Form::Notice] {
            assert!(message(&claimed, (TO, form), &example()).unwrap().is_none());
        }
    }

    const VECTORS: [&str; 20] = [
        "x\r\nBcc: evil@evil.example",
        "x\nBcc: evil@evil.example",
        "x\rBcc: evil@evil.example",
        "x\r\n\r\n<b>a body of its own</b>",
        "x\n\nBcc: evil@evil.example\n\nbody",
        "x\r\n Bcc: evil@evil.example",
        "x\r\n\tBcc: evil@evil.example",
        "x\u{85}Bcc: evil@evil.example",
        "x\u{2028}Bcc: evil@evil.example",
        "x\u{2029}Bcc: evil@evil.example",
        "x\u{b}Bcc: evil@evil.example",
        "x\u{c}Bcc: evil@evil.example",
        "x\0\r\nBcc: evil@evil.example",
        "\r\nTo: evil@evil.example",
        "x\r\nContent-Type: text/html; charset=utf-7",
        "x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y",
        "x\r\nReply-To: evil@evil.example\r\nX: y",
        "x\n\rFrom: evil@evil.example",
        "x\u{202e}elpmaxe.live@live :ccB\u{200b}\r\n.\r\nMAIL FROM:<evil@evil.example>",
        "x\r\n.\r\nRCPT TO:<evil@evil.example>\r\nDATA",
    ];

    /// Even for a mail service that wrote the parts out as they are.
    #[test]
    fn twenty_subjects_add_no_header_and_no_recipient() {
        for vector in VECTORS {
            for form in [Form::Notice, Form::Full] {
                let Message { to, subject, text } = mail(form, Some(vector));
                let written = format!(
                    "From: vagen-in@region.example\r\nTo: {to}\r\nSubject: {subject}\r\n\
                     MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{}",
                    text.reveal()
                );
                let read = MessageParser::default().parse(written.as_bytes()).unwrap();
                let names: Vec<&str> =
                    read.headers().iter().map(mail_parser::Header::name).collect();
                let ours = ["From", "To", "Subject", "MIME-Version", "Content-Type"];
                assert_eq!(names, ours, "{vector:?}");
                assert_eq!(read.subject(), Some(subject.as_str()), "{vector:?}");
                assert_eq!(read.to().unwrap().first().unwrap().address(), Some(TO));
                assert!(read.bcc().is_none() && read.cc().is_none() && read.parts.len() == 1);
                assert!(!subject.chars().any(|c| c.is_control() || is_format(c)), "{vector:?}");
            }
        }
    }

    #[test]
    fn no_address_carries_a_second_one() {
        assert!(is_address(TO) && is_address("a.b+c-d_e@sub.region.example"));
        let odd = ["", "a", "@b.se", "a@", "a@b", "a b@c.se", "a@b.se, c@d.se", "a@b.se;c@d.se"];
        let more = ["<a@b.se>", "A <a@b.se>", "a@b.se\r\nBcc: c@d.se", "a@@b.se", "\"a b\"@c.se"];
        let last =
            ["a..b@c.se", ".a@c.se", "a@-c.se", "a@c..se", "å@c.se", "a@[127.0.0.1]", "a%0a@c.se"];
        for text in odd.into_iter().chain(more).chain(last).chain(VECTORS) {
            assert!(!is_address(text), "{text:?}");
        }
    }

    #[test]
    fn subjects_and_addresses_are_read_without_a_panic() {
        crate::odd::inputs("subject and address", &[&VECTORS[..], &[TO]].concat(), |_, text| {
            assert!(!one_line(text).contains(|c: char| c.is_control() || is_format(c)), "{text:?}");
            assert!(!is_address(text) || text.is_ascii(), "{text:?}");
        });
    }
}
