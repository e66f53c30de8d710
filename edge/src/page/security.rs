//! `/.well-known/security.txt` (RFC 9116): where to report a weakness.

use crate::calendar::{Moment, stamp};
use crate::error::{Error, Kind};
use crate::http::{Class, Reply};
use crate::settings::Settings;
use time::Duration;

/// It says itself until when it holds; RFC 9116 asks for less than a year.
const HOLDS: Duration = Duration::days(180);

/// The file; none without a contact.
pub(crate) fn text(settings: &Settings, now: Moment) -> Result<Reply, Error> {
    let contact = settings.security_contact.as_ref().ok_or(Kind::NotFound)?;
    // At midnight, so that it is the same for a day.
    let until = now.saturating_add(HOLDS).date().midnight().assume_utc();
    let text = format!(
        "Contact: {contact}\nExpires: {}\nPreferred-Languages: sv, en\nCanonical: {}/.well-known/security.txt\n",
        stamp(until),
        settings.origin
    );
    Ok(Reply::new(200, "text/plain; charset=utf-8", text).of(&Class::Open(Some(300))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::tests::example;
    use time::macros::datetime;

    #[test]
    fn it_tells_whom_to_tell_and_until_when_it_holds() {
        let reply = text(&example(), datetime!(2026-11-23 08:00 UTC)).unwrap();
        assert_eq!(
            reply.body(),
            "Contact: mailto:security@vagen-in.example.org\nExpires: 2027-05-22T00:00:00Z\n\
             Preferred-Languages: sv, en\n\
             Canonical: https://vagen-in.example/.well-known/security.txt\n"
        );
        let silent = Settings { security_contact: None, ..example() };
        assert!(text(&silent, datetime!(2026-11-23 08:00 UTC)).is_err());
    }
}
