//! Opening what a browser sealed, for the example and its tests.

use std::collections::BTreeMap;
use std::error::Error;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, single_shot_open};
use serde::Deserialize;
use shared::lead::{INFO, Sealed};

type Result<T> = std::result::Result<T, Box<dyn Error>>;
type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;

/// The parts of a delivery that opening needs.
#[derive(Deserialize)]
struct Delivery {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    partner_id: String,
    sealed: Option<Bound>,
}

#[derive(Deserialize)]
struct Bound {
    lead_key: String,
    recipient: String,
    key_id: String,
    enc: String,
    ciphertext: String,
}

/// Opens a delivery with the key that it was sealed to.
pub(crate) fn open(keys: &BTreeMap<String, String>, delivery: &[u8]) -> Result<String> {
    let Data { partner_id, sealed } = serde_json::from_slice::<Delivery>(delivery)?.data;
    let Bound { lead_key, recipient, key_id, enc, ciphertext } =
        sealed.ok_or("this delivery came in clear: the page without scripts cannot seal")?;
    let key = keys.get(&key_id).ok_or_else(|| format!("the key {key_id} is not here"))?;
    let sealed = Sealed { recipient, key_id, enc, ciphertext };
    let context = sealed.context(&partner_id, &lead_key);
    let person = opened(&decoded(key)?, &sealed, context.as_bytes())?;
    Ok(String::from_utf8(person)?)
}

fn opened(key: &[u8], sealed: &Sealed, context: &[u8]) -> Result<Vec<u8>> {
    let key = PrivateKey::from_bytes(key).map_err(told)?;
    let enc = Deserializable::from_bytes(&decoded(&sealed.enc)?).map_err(told)?;
    let ciphertext = decoded(&sealed.ciphertext)?;
    single_shot_open::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &key,
        &enc,
        INFO.as_bytes(),
        &ciphertext,
        context,
    )
    .map_err(told)
}

fn told(error: hpke::HpkeError) -> Box<dyn Error> {
    format!("it does not open: {error}").into()
}

/// Bytes as base64url.
pub(crate) fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decoded(text: &str) -> Result<Vec<u8>> {
    Ok(URL_SAFE_NO_PAD.decode(text)?)
}
