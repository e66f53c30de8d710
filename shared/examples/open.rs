//! The receiving side of a sealed hand-over: opens what a browser sealed.
//!
//! ```text
//! cargo run -p shared --example open -- new
//! cargo run -p shared --example open -- KEYS.json < DELIVERY.json
//! ```
//!
//! `new` makes a key pair: `seal_key` is published, `open_key` stays with the
//! recipient. `KEYS.json` has the private keys by their ids, the current and
//! those before it: `{"2026-11": "…"}`. A delivery is the body of a webhook,
//! whose signature has been checked. What comes out is `person` as JSON.
//!
//! Everything needed to open stands in the delivery itself, but the key.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{Read, Write};

use hpke::kem::X25519HkdfSha256;
use hpke::{Kem, Serializable};
use serde_json::json;

mod opening;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let told = match std::env::args().nth(1).as_deref() {
        Some("new") => new_pair()?,
        Some(file) => {
            let keys: BTreeMap<String, String> = serde_json::from_slice(&std::fs::read(file)?)?;
            let mut delivery = Vec::new();
            std::io::stdin().read_to_end(&mut delivery)?;
            opening::open(&keys, &delivery)?
        }
        None => return Err("say `new`, or a file of keys".into()),
    };
    Ok(std::io::stdout().write_all(told.as_bytes())?)
}

fn new_pair() -> Result<String> {
    let (private, public) = X25519HkdfSha256::gen_keypair();
    let pair =
        [private.to_bytes().to_vec(), public.to_bytes().to_vec()].map(|key| opening::encoded(&key));
    let [open_key, seal_key] = pair;
    Ok(serde_json::to_string_pretty(&json!({ "seal_key": seal_key, "open_key": open_key }))?)
}
