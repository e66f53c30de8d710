//! What is sealed opens for its recipient, in its place, whole, and not else.

use std::collections::BTreeMap;
use std::error::Error;

use hpke::aead::{AesGcm128, AesGcm256};
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable, setup_receiver, single_shot_seal};
use serde_json::{Value, json};
use shared::lead::{INFO, Sealed};

#[path = "../examples/opening/mod.rs"]
mod opening;

type TestResult = Result<(), Box<dyn Error>>;
type Keys = BTreeMap<String, String>;

const PERSON: &str = r#"{"name":"Anna Exempel"}"#;

fn bytes(hex: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let pairs = hex.as_bytes().chunks(2).map(std::str::from_utf8);
    pairs.map(|pair| Ok(u8::from_str_radix(pair?, 16)?)).collect()
}

/// RFC 9180, A.1.1: the KEM and the KDF that we use, with AES-128-GCM. The RFC
/// has no vectors with AES-256-GCM; that one is checked by Wycheproof's in `edge`.
#[test]
fn the_standards_own_vectors_open() -> TestResult {
    let key = bytes("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8")?;
    let enc = bytes("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431")?;
    let info = bytes("4f6465206f6e2061204772656369616e2055726e")?;
    let key = Deserializable::from_bytes(&key).map_err(|error| error.to_string())?;
    let enc = Deserializable::from_bytes(&enc).map_err(|error| error.to_string())?;
    let mut context = setup_receiver::<AesGcm128, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &key,
        &enc,
        &info,
    )
    .map_err(|error| error.to_string())?;
    for (aad, ciphertext) in [
        (
            "Count-0",
            "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a",
        ),
        (
            "Count-1",
            "af2d7e9ac9ae7e270f46ba1f975be53c09f8d875bdc8535458c2494e8a6eab251c03d0c22a56b8ca42c2063b84",
        ),
    ] {
        let opened = context.open(&bytes(ciphertext)?, aad.as_bytes());
        let opened = opened.map_err(|error| error.to_string())?;
        assert_eq!(opened, b"Beauty is truth, truth beauty");
    }
    Ok(())
}

/// A delivery as the edge makes it, sealed as a browser does it, and the keys.
fn delivery() -> Result<(Keys, Value), Box<dyn Error>> {
    let (private, public) = X25519HkdfSha256::gen_keypair();
    let mut sealed = Sealed {
        recipient: "unit".into(),
        key_id: "2026-11".into(),
        enc: String::new(),
        ciphertext: String::new(),
    };
    let context = sealed.context("park", "0a1b");
    let (enc, ciphertext) = single_shot_seal::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &public,
        INFO.as_bytes(),
        PERSON.as_bytes(),
        context.as_bytes(),
    )
    .map_err(|error| error.to_string())?;
    sealed.enc = opening::encoded(&enc.to_bytes());
    sealed.ciphertext = opening::encoded(&ciphertext);
    let Sealed { recipient, key_id, enc, ciphertext } = sealed;
    let told = json!({
        "lead_key": "0a1b",
        "recipient": recipient,
        "key_id": key_id,
        "enc": enc,
        "ciphertext": ciphertext,
    });
    let keys = Keys::from([
        ("2026-11".to_owned(), opening::encoded(&private.to_bytes())),
        ("2026-05".to_owned(), opening::encoded(&X25519HkdfSha256::gen_keypair().0.to_bytes())),
    ]);
    Ok((keys, json!({ "data": { "partner_id": "park", "sealed": told } })))
}

#[test]
fn its_recipient_opens_it_with_the_key_that_it_names() -> TestResult {
    let (keys, delivery) = delivery()?;
    assert_eq!(opening::open(&keys, delivery.to_string().as_bytes())?, PERSON);
    Ok(())
}

#[test]
fn in_another_place_or_cut_it_does_not_open() -> TestResult {
    let (keys, whole) = delivery()?;
    let text = |pointer: &str| whole.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let ciphertext = text("/data/sealed/ciphertext");
    let (first, rest) = ciphertext.split_at(4);
    let other = format!("{}{rest}", if first == "AAAA" { "BBBB" } else { "AAAA" });
    for (pointer, value) in [
        ("/data/partner_id", "another-park"),
        ("/data/sealed/recipient", "another-unit"),
        ("/data/sealed/key_id", "2026-05"),
        ("/data/sealed/key_id", "lost"),
        ("/data/sealed/lead_key", "0a1c"),
        ("/data/sealed/enc", &opening::encoded(&[9; 32])),
        ("/data/sealed/ciphertext", rest),
        ("/data/sealed/ciphertext", &other),
        ("/data/sealed/ciphertext", ""),
    ] {
        let mut changed = whole.clone();
        *changed.pointer_mut(pointer).ok_or("no such field")? = json!(value);
        assert!(opening::open(&keys, changed.to_string().as_bytes()).is_err(), "{pointer}");
    }
    Ok(())
}
