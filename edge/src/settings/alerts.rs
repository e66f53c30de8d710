//! Where alerts are told, besides the log; and where weaknesses are reported.

use super::{Faulty, faulty, is_this_machine};

/// The secret's variable: whoever knows the address can write there.
const NAME: &str = "ALERTS_URL";

/// None unless it is set: then they stand in the log alone.
pub(super) fn read(variable: &dyn Fn(&str) -> Option<String>) -> Result<Option<String>, Faulty> {
    let Some(said) = variable(NAME).filter(|said| !said.is_empty()) else { return Ok(None) };
    let is_safe =
        worker::Url::parse(&said).is_ok_and(|url| url.scheme() == "https" || is_this_machine(&url));
    if is_safe { Ok(Some(said)) } else { Err(faulty(NAME, "must be an https address")) }
}

/// None unless it is set: then there is no `security.txt`.
pub(super) fn contact(variable: &dyn Fn(&str) -> Option<String>) -> Result<Option<String>, Faulty> {
    const NAME: &str = "SECURITY_CONTACT";
    let Some(said) = variable(NAME).filter(|said| !said.is_empty()) else { return Ok(None) };
    let is_plain = said.chars().all(|c| c.is_ascii_graphic());
    let is_mail = said.strip_prefix("mailto:").is_some_and(|to| to.contains('@'));
    if is_plain && (is_mail || said.starts_with("https://")) {
        Ok(Some(said))
    } else {
        Err(faulty(NAME, "must be mailto:… or https://…"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weaknesses_are_reported_by_mail_or_on_a_page() {
        let read = |said: &str| contact(&|_| Some(said.to_owned()));
        assert_eq!(read(""), Ok(None));
        assert!(read("https://a.example/security").is_ok() && read("mailto:a@b.example").is_ok());
        for wrong in ["a@b.example", "mailto:", "http://a.example", "mailto:a@b\nX: y"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn alerts_are_told_over_https_or_not_at_all() {
        let read = |said: &str| read(&|_| Some(said.to_owned()));
        assert_eq!(read(""), Ok(None));
        assert!(read("https://chat.example/hooks/1").unwrap().is_some());
        let fault = read("http://chat.example/key").unwrap_err();
        assert!(fault.variable == NAME && !fault.why.contains("key"));
    }
}
