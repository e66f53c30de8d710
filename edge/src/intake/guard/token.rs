//! The step token: who sends a lead has had its page for a while, and not for
//! hours. Given with `GET /v1/catalogue` and in the plain form, for one lead.
//!
//! It says nothing of who has it: a moment, lots, and our signature.

use crate::calendar::{Moment, from_millis, millis};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use shared::private::Private;
use time::Duration;

/// Longer than anyone fills in a form; a page that is open for longer is
/// given another when it sends.
const LONGEST: Duration = Duration::hours(2);

/// Our clocks may differ a little from one another.
const SKEW: Duration = Duration::seconds(5);

/// The secret that tokens and names of networks are made of.
#[derive(Debug)]
pub(crate) struct Secret(Private<String>);

/// What a token is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Given long enough ago: what is kept of it.
    Good(String),
    /// Given a moment ago.
    Fast(String),
    /// Edited, or given too long ago.
    Stale,
    /// There is none.
    Missing,
}

impl Secret {
    /// A secret of at least 32 characters.
    pub(crate) fn new(text: String) -> Option<Self> {
        const SHORTEST: usize = 32;
        (SHORTEST <= text.len()).then(|| Self(Private::new(text)))
    }

    /// Gives a token.
    pub(crate) fn issue(&self, now: Moment, lots: [u8; 12]) -> String {
        let body = format!("{}.{}", millis(now), URL_SAFE_NO_PAD.encode(lots));
        let signature = self.sign("step", &body);
        format!("{body}.{}", signature.get(..32).unwrap_or_default())
    }

    /// What a token is worth at a moment.
    pub(super) fn weigh(&self, token: &str, now: Moment, least: Duration) -> Token {
        if token.is_empty() {
            return Token::Missing;
        }
        let Some((body, signature)) = token.rsplit_once('.') else { return Token::Stale };
        let right = self.sign("step", body);
        let same = super::super::hash(&["token", signature])
            == super::super::hash(&["token", right.get(..32).unwrap_or_default()]);
        let given = body.split_once('.').and_then(|(given, _)| given.parse().ok());
        let Some(given) = given.map(from_millis).filter(|_| same) else { return Token::Stale };
        let id = super::super::hash(&["step", body]);
        match now - given {
            age if age < -SKEW || LONGEST < age => Token::Stale,
            age if age < least => Token::Fast(id),
            _ => Token::Good(id),
        }
    }

    /// The name of a network on a day: 64 bits, which nobody can make without
    /// the secret, and which are others the day after.
    pub(super) fn name(&self, network: &str, day: &str) -> String {
        let name = self.sign("network", &format!("{day} {network}"));
        name.get(..16).unwrap_or_default().to_owned()
    }

    fn sign(&self, what: &str, text: &str) -> String {
        // The algorithm takes keys of every length.
        let mac = Hmac::<Sha256>::new_from_slice(self.0.reveal().as_bytes());
        let signed = mac.map(|mac| mac.chain_update(what).chain_update("\n").chain_update(text));
        signed.map(|mac| super::super::hex(&mac.finalize().into_bytes())).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Moment = time::macros::datetime!(2026-11-23 08:00 UTC);
    const LEAST: Duration = Duration::seconds(3);

    fn secret() -> Secret {
        Secret::new("0123456789abcdef0123456789abcdef".to_owned()).unwrap()
    }

    fn after(wait: Duration) -> Token {
        secret().weigh(&secret().issue(NOW, [7; 12]), NOW + wait, LEAST)
    }

    #[test]
    fn a_token_is_good_from_three_seconds_to_two_hours() {
        assert!(matches!(after(Duration::seconds(2)), Token::Fast(_)));
        assert!(matches!(after(LEAST), Token::Good(_)));
        assert!(matches!(after(Duration::minutes(30)), Token::Good(_)));
        assert!(matches!(after(LONGEST), Token::Good(_)));
        assert_eq!(after(LONGEST + Duration::seconds(1)), Token::Stale);
        assert_eq!(after(Duration::seconds(-6)), Token::Stale);
        assert_eq!(secret().weigh("", NOW, LEAST), Token::Missing);
    }

    #[test]
    fn a_network_has_another_name_the_day_after_and_none_that_tells_it() {
        let name = |network: &str, day: &str| secret().name(network, day);
        assert_eq!(name("192.0.2.0/24", "2026-11-23"), name("192.0.2.0/24", "2026-11-23"));
        assert_ne!(name("192.0.2.0/24", "2026-11-23"), name("192.0.2.0/24", "2026-11-24"));
        assert_ne!(name("192.0.2.0/24", "2026-11-23"), name("192.0.3.0/24", "2026-11-23"));
        assert!(Secret::new("short".to_owned()).is_none());
    }

    proptest! {
        #[test]
        fn an_edited_token_is_worth_nothing(at in 0..80_usize, letter in "[ -~]") {
            let token = secret().issue(NOW, [7; 12]);
            let at = at % token.len();
            let edited = format!("{}{letter}{}", &token[..at], &token[at + 1..]);
            prop_assume!(edited != token);
            prop_assert_eq!(secret().weigh(&edited, NOW + LEAST, LEAST), Token::Stale);
        }
    }

    #[test]
    fn anything_can_be_shown_as_a_token_without_a_panic() {
        let (secret, right) = (secret(), secret().issue(NOW, [7; 12]));
        crate::odd::inputs("step token", &[&right], |_, token| {
            let worth = secret.weigh(token, NOW + LEAST, LEAST);
            assert!(token == right || matches!(worth, Token::Stale | Token::Missing));
        });
    }
}
