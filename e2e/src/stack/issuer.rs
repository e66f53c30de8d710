//! Whoever signs operators in: publishes its keys and signs tokens, as
//! Cloudflare Access does.
//!
//! The key is made when it is first needed and ends with the process.

use std::sync::OnceLock;

use anyhow::{Result, anyhow};
use axum::Router;
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::rand_core::OsRng;
use rsa::sha2::{Digest, Sha256};
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

/// Where `edge/config/operators.json` says that tokens come from.
const NAME: &str = "https://example.cloudflareaccess.com";

/// The application's tag there.
const AUDIENCE: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A running issuer.
pub struct Issuer {
    /// Where its keys are.
    pub keys: String,
    server: AbortHandle,
}

impl Issuer {
    /// Publishes the keys on a listener.
    pub fn start(listener: TcpListener) -> Result<Self> {
        let address = format!("http://{}/cdn-cgi/access/certs", listener.local_addr()?);
        let told = published()?.to_string();
        let app = Router::new().route("/cdn-cgi/access/certs", get(|| async { told }));
        let server = tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(Self { keys: address, server: server.abort_handle() })
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// A token for a member of a group, such as `vagen-in-operators`, for an hour.
pub fn token(group: &str) -> Result<String> {
    token_for(&[group])
}

/// A token for a member of several groups.
pub fn token_for(groups: &[&str]) -> Result<String> {
    let now = i64::try_from(crate::recipient::now())?;
    signed(&json!({
        "iss": NAME,
        "aud": [AUDIENCE],
        "iat": now - 5,
        "nbf": now - 5,
        "exp": now + 3600,
        "type": "app",
        "sub": "7335d417",
        "email": format!("{}@example.org", groups.join(".")),
        "custom": { "groups": groups },
    }))
}

/// A token with these claims.
pub fn signed(claims: &Value) -> Result<String> {
    let head = json!({ "alg": "RS256", "kid": "local", "typ": "JWT" });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&head), part(claims));
    let hash = Sha256::digest(&signed);
    let signature = key()?.sign(Pkcs1v15Sign::new::<Sha256>(), &hash);
    let signature = signature.map_err(|error| anyhow!("signing: {error}"))?;
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

fn published() -> Result<Value> {
    let key = key()?;
    let number = |number: &rsa::BigUint| URL_SAFE_NO_PAD.encode(number.to_bytes_be());
    Ok(json!({ "keys": [{
        "kid": "local", "kty": "RSA", "alg": "RS256", "use": "sig",
        "n": number(key.n()), "e": number(key.e()),
    }]}))
}

fn key() -> Result<&'static RsaPrivateKey> {
    static KEY: OnceLock<Option<RsaPrivateKey>> = OnceLock::new();
    let made = KEY.get_or_init(|| RsaPrivateKey::new(&mut OsRng, 2048).ok());
    made.as_ref().ok_or_else(|| anyhow!("making the issuer's key"))
}
