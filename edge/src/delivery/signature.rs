//! Standard Webhooks 1.0: who sent this, when, and that no one changed it.
//!
//! <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use shared::private::Private;

/// A secret that deliveries are signed with.
#[derive(Debug)]
pub(crate) struct Secret(Private<Vec<u8>>);

/// Reads secrets as they are configured: `whsec_` and base64. Several, with
/// spaces between, while a recipient changes from one to the next.
pub(crate) fn secrets(text: &str) -> Result<Vec<Secret>, &'static str> {
    let all: Vec<Secret> = text.split_whitespace().map(secret).collect::<Result<_, _>>()?;
    if all.is_empty() { Err("holds no secret") } else { Ok(all) }
}

fn secret(text: &str) -> Result<Secret, &'static str> {
    let code = text.strip_prefix("whsec_").ok_or("must begin with whsec_")?;
    let bytes = STANDARD.decode(code).map_err(|_| "is not base64 after whsec_")?;
    // The specification's limits.
    if !(24..=64).contains(&bytes.len()) {
        return Err("must hold 24 to 64 bytes");
    }
    Ok(Secret(Private::new(bytes)))
}

/// The header `webhook-signature`: one signature a secret.
pub(crate) fn signatures(secrets: &[Secret], id: &str, seconds: i64, body: &str) -> String {
    let one = |secret: &Secret| secret.sign(&format!("{id}.{seconds}.{body}"));
    secrets.iter().filter_map(one).collect::<Vec<_>>().join(" ")
}

impl Secret {
    /// The first digits of its SHA-256: tells which it is, and nothing of it.
    pub(crate) fn print(&self) -> String {
        let [a, b, c, d, ..]: [u8; 32] = Sha256::digest(self.0.reveal()).into();
        format!("{:08x}", u32::from_be_bytes([a, b, c, d]))
    }

    /// `None` never: the algorithm takes keys of every length.
    fn sign(&self, content: &str) -> Option<String> {
        let mac = Hmac::<Sha256>::new_from_slice(self.0.reveal()).ok()?;
        let code = mac.chain_update(content).finalize().into_bytes();
        Some(format!("v1,{}", STANDARD.encode(code)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    const ID: &str = "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk";
    const BODY: &str = r#"{"email":"test@example.com","username":"test_user"}"#;
    const SIGNED: &str = "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=";

    /// The test vector of the reference libraries.
    #[test]
    fn the_known_answer_is_given() {
        let secrets = secrets(SECRET).unwrap();
        assert_eq!(signatures(&secrets, ID, 1_649_367_553, BODY), SIGNED);
    }

    #[test]
    fn anything_changed_gives_another_signature() {
        let secrets = secrets(SECRET).unwrap();
        assert_ne!(signatures(&secrets, "msg_2", 1_649_367_553, BODY), SIGNED);
        assert_ne!(signatures(&secrets, ID, 1_649_367_554, BODY), SIGNED);
        assert_ne!(signatures(&secrets, ID, 1_649_367_553, "{}"), SIGNED);
    }

    #[test]
    fn two_secrets_give_two_signatures() {
        let two = format!("{SECRET} whsec_{}", STANDARD.encode([7; 32]));
        let signed = signatures(&secrets(&two).unwrap(), ID, 1_649_367_553, BODY);
        assert!(signed.starts_with(SIGNED));
        assert_eq!(signed.split(' ').count(), 2);
    }

    /// As a recipient reads it, by the library that the specification's authors
    /// publish. It checks the time against the machine's clock.
    fn is_taken(secret: &str, signed: &str, seconds: i64, body: &str) -> bool {
        let mut headers = http::HeaderMap::new();
        for (name, value) in [
            ("webhook-id", ID),
            ("webhook-timestamp", seconds.to_string().as_str()),
            ("webhook-signature", signed),
        ] {
            headers.insert(http::HeaderName::from_static(name), value.parse().unwrap());
        }
        standardwebhooks::Webhook::new(secret).unwrap().verify(body.as_bytes(), &headers).is_ok()
    }

    #[test]
    fn the_official_library_takes_it_through_a_change_of_secrets() {
        let old = SECRET.to_owned();
        let new = format!("whsec_{}", STANDARD.encode([7; 32]));
        let seconds = time::OffsetDateTime::now_utc().unix_timestamp();
        let sign = |text: &str| signatures(&secrets(text).unwrap(), ID, seconds, BODY);
        let (before, overlap, after) = (sign(&old), sign(&format!("{old} {new}")), sign(&new));
        // A recipient may change at any moment of the overlap.
        assert!(is_taken(&old, &before, seconds, BODY) && is_taken(&old, &overlap, seconds, BODY));
        assert!(is_taken(&new, &overlap, seconds, BODY) && is_taken(&new, &after, seconds, BODY));
        assert!(!is_taken(&new, &before, seconds, BODY) && !is_taken(&old, &after, seconds, BODY));
        assert!(!is_taken(&old, &overlap, seconds, "{}") && !is_taken(&old, "v1,", seconds, BODY));
    }

    #[test]
    fn a_secret_is_neither_weak_nor_printed() {
        assert!(secrets("whsec_c2hvcnQ=").is_err());
        assert!(secrets("C2FVsBQIhrscChlQIMV+b5sSYspob7oD").is_err());
        assert!(secrets(" ").is_err());
        assert_eq!(format!("{:?}", secrets(SECRET).unwrap()), "[Secret([private])]");
    }

    #[test]
    fn secrets_are_read_without_a_panic() {
        crate::odd::inputs("signing secrets", &[SECRET], |_, text| {
            let _ = secrets(text).map(|all| signatures(&all, ID, 0, text));
        });
    }
}
