//! Who may read how often: a key a partner, made of one secret.

use super::{Faulty, faulty};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use shared::private::Private;

/// The secret's variable.
const NAME: &str = "COUNTS_SECRET";

/// The secret that partners' keys are made of.
#[derive(Debug)]
pub(crate) struct Counting(Private<String>);

/// None unless it is set: then nobody reads counts.
pub(super) fn read(variable: &dyn Fn(&str) -> Option<String>) -> Result<Option<Counting>, Faulty> {
    const SHORTEST: usize = 32;
    match variable(NAME).filter(|said| !said.is_empty()) {
        None => Ok(None),
        Some(secret) if secret.len() < SHORTEST => {
            Err(faulty(NAME, "must have at least 32 characters"))
        }
        Some(secret) => Ok(Some(Counting(Private::new(secret)))),
    }
}

impl Counting {
    /// Whether `Authorization` holds the key of a partner: the HMAC-SHA256 of
    /// `counts:` and its id, in hexadecimal. Takes as long whatever is wrong.
    pub(crate) fn lets_in(&self, partner: &str, authorization: Option<&str>) -> bool {
        let key = authorization.and_then(|said| said.strip_prefix("Bearer ")).and_then(bytes);
        let Some(mac) = self.mac(partner) else { return false };
        mac.verify_slice(&key.unwrap_or_default()).is_ok()
    }

    /// `None` never: the algorithm takes keys of every length.
    fn mac(&self, partner: &str) -> Option<Hmac<Sha256>> {
        let mac = Hmac::<Sha256>::new_from_slice(self.0.reveal().as_bytes()).ok()?;
        Some(mac.chain_update("counts:").chain_update(partner))
    }
}

fn bytes(hexadecimal: &str) -> Option<Vec<u8>> {
    const DIGITS: usize = 64;
    let text = hexadecimal.trim();
    if text.len() != DIGITS || !text.is_ascii() {
        return None;
    }
    let pair = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    (0..DIGITS).step_by(2).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf counts:demo-park | openssl dgst -sha256 -hmac "$COUNTS_SECRET"`.
    const KEY: &str = "7f0c942646433e2411d062a059b4c3d741ead6b29683d96d0171ab66a6e6bde5";

    fn counting() -> Counting {
        let secret = |_: &str| Some("0123456789abcdef0123456789abcdef".to_owned());
        read(&secret).unwrap().unwrap()
    }

    #[test]
    fn only_a_partners_own_key_lets_in() {
        let counting = counting();
        assert!(counting.lets_in("demo-park", Some(&format!("Bearer {KEY}"))));
        assert!(!counting.lets_in("ki-science-park", Some(&format!("Bearer {KEY}"))));
        let zero = format!("Bearer {}", "0".repeat(64));
        for wrong in [None, Some(""), Some(KEY), Some("Bearer "), Some(zero.as_str())] {
            assert!(!counting.lets_in("demo-park", wrong), "{wrong:?}");
        }
    }

    #[test]
    fn it_is_off_until_there_is_a_secret_and_that_is_not_short() {
        assert!(read(&|_| None).unwrap().is_none());
        let fault = read(&|_| Some("short".to_owned())).unwrap_err();
        assert!(fault.to_string().starts_with("COUNTS_SECRET: ") && !fault.why.contains("short"));
    }

    #[test]
    fn a_key_is_shown_without_a_panic() {
        let (counting, right) = (counting(), format!("Bearer {KEY}"));
        crate::odd::inputs("partner's key", &[&right], |_, text| {
            let same = text.to_lowercase().trim_end() == right.to_lowercase();
            assert!(!counting.lets_in("demo-park", Some(text)) || same, "{text:?}");
        });
    }
}
