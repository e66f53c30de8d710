//! Tokens that must not let in, and those that must.
//!
//! The key is made here: no one else has it, and it ends with the test.

use super::keys::Keyring;
use super::signin::{Door, Operator, Role};
use super::token::Refused;
use crate::calendar::Moment;
use crate::settings::Operators;
use crate::watch::figures::say;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::FutureExt;
use hmac::{Hmac, Mac};
use rsa::pkcs8::EncodePublicKey;
use rsa::rand_core::OsRng;
use rsa::sha2::{Digest, Sha256};
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use time::Duration;

const NOW: Moment = time::macros::datetime!(2026-11-23 08:00 UTC);

fn operators() -> Operators {
    crate::settings::tests::example().operators.unwrap()
}

fn private() -> &'static RsaPrivateKey {
    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
    KEY.get_or_init(|| RsaPrivateKey::new(&mut OsRng, 2048).unwrap())
}

fn other() -> &'static RsaPrivateKey {
    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
    KEY.get_or_init(|| RsaPrivateKey::new(&mut OsRng, 2048).unwrap())
}

fn base64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The keys as the issuer publishes them.
fn published() -> Vec<u8> {
    let number = |number: &rsa::BigUint| base64(number.to_bytes_be());
    let key = private();
    let weak = RsaPrivateKey::new(&mut OsRng, 1024).unwrap();
    let keys = json!({ "keys": [
        { "kid": "ec", "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA" },
        { "kid": "weak", "kty": "RSA", "n": number(weak.n()), "e": number(weak.e()) },
        { "kid": "now", "kty": "RSA", "alg": "RS256", "use": "sig",
          "n": number(key.n()), "e": number(key.e()) },
    ]});
    keys.to_string().into_bytes()
}

fn head() -> Value {
    json!({ "alg": "RS256", "kid": "now", "typ": "JWT" })
}

fn claims() -> Value {
    json!({
        "iss": operators().expected.issuer,
        "aud": [operators().expected.audience],
        "iat": NOW.unix_timestamp() - 60,
        "nbf": NOW.unix_timestamp() - 60,
        "exp": NOW.unix_timestamp() + 600,
        "type": "app",
        "sub": "7335d417",
        "email": "Anna@example.org",
        "custom": { "groups": ["vagen-in-operators"] },
    })
}

fn signed_by(key: &RsaPrivateKey, head: &str, claims: &str) -> String {
    let signed = format!("{}.{}", base64(head), base64(claims));
    let hash = Sha256::digest(&signed);
    let signature = key.sign(Pkcs1v15Sign::new::<Sha256>(), &hash).unwrap();
    format!("{signed}.{}", base64(signature))
}

fn with(head: &Value, claims: &Value) -> String {
    signed_by(private(), &head.to_string(), &claims.to_string())
}

fn changed(object: &Value, name: &str, value: Value) -> Value {
    let mut object = object.clone();
    object[name] = value;
    object
}

fn without(object: &Value, name: &str) -> Value {
    let mut object = object.clone();
    object.as_object_mut().unwrap().remove(name);
    object
}

fn come(token: Option<&str>) -> Result<Operator, Refused> {
    let keys = async || Some(published());
    let door = Door { operators: &operators(), ring: &Keyring::empty(), now: NOW };
    door.let_in(token, keys).now_or_never().unwrap()
}

#[test]
fn who_has_signed_in_is_let_in_by_the_highest_role() {
    let operator = come(Some(&with(&head(), &claims()))).unwrap();
    assert_eq!(operator.name, "anna@example.org");
    assert_eq!(operator.role, Some(Role::Operator));
    assert!(operator.may(Role::Viewer) && !operator.may(Role::Admin));
    assert!(operator.officer_of.is_empty());
    for (name, value, role) in [
        ("email", json!("Admin@example.org"), Some(Role::Admin)),
        ("custom", json!({ "groups": "vagen-in-viewers" }), Some(Role::Viewer)),
        ("groups", json!(["vagen-in-triage", "vagen-in-viewers"]), Some(Role::Operator)),
        ("custom", json!({ "groups": ["someone-else"] }), None),
        ("custom", json!("vagen-in-operators"), None),
    ] {
        let operator = come(Some(&with(&head(), &changed(&claims(), name, value)))).unwrap();
        assert_eq!(operator.role, role, "{name}");
    }
}

#[test]
fn a_program_and_an_officer_are_let_in_to_what_is_theirs() {
    let program = json!({
        "iss": operators().expected.issuer, "aud": operators().expected.audience,
        "iat": NOW.unix_timestamp(), "exp": NOW.unix_timestamp() + 60,
        "type": "app", "sub": "", "common_name": "vagen-in-cli",
    });
    let operator = come(Some(&with(&head(), &program))).unwrap();
    assert_eq!(
        (operator.name.as_str(), operator.role),
        ("program:vagen-in-cli", Some(Role::Operator))
    );
    let officer = changed(&claims(), "custom", json!({ "groups": ["rs-innovation-officers"] }));
    let officer = come(Some(&with(&head(), &officer))).unwrap();
    assert!(officer.role.is_none() && !officer.may(Role::Viewer));
    assert!(officer.reads_for("rs-innovation") && !officer.reads_for("karolinska-innovation"));
}

/// HS256 with the public key as its secret: a reader that believes the header
/// would take it.
fn with_public_key_as_secret() -> Vec<String> {
    let der = private().to_public_key().to_public_key_der().unwrap();
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{}", base64(der.as_bytes()));
    let head = changed(&head(), "alg", json!("HS256")).to_string();
    let signed = format!("{}.{}", base64(head), base64(claims().to_string()));
    let mac = |key: &[u8]| {
        let mac = Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(&signed);
        format!("{signed}.{}", base64(mac.finalize().into_bytes()))
    };
    [der.as_bytes(), pem.as_bytes()].map(mac).to_vec()
}

fn twice(name: &str) -> String {
    let text = claims().to_string();
    let again = format!("{{\"{name}\":\"x\",{}", &text[1..]);
    signed_by(private(), &head().to_string(), &again)
}

/// What is wrong with it, why it is refused, and the token.
type Bad = (&'static str, Refused, String);

fn head_is(name: &str, value: Value) -> String {
    with(&changed(&head(), name, value), &claims())
}

fn claim_is(name: &str, value: Value) -> String {
    with(&head(), &changed(&claims(), name, value))
}

/// A moment, as a claim.
fn second(seconds: i64) -> Value {
    json!(NOW.unix_timestamp() + seconds)
}

fn of_no_form() -> Vec<Bad> {
    let good = with(&head(), &claims());
    let (signed, _) = good.rsplit_once('.').unwrap();
    vec![
        ("empty", Refused::Missing, String::new()),
        ("no signature", Refused::Malformed, signed.to_owned()),
        ("empty signature", Refused::Signature, format!("{signed}.")),
        ("five parts", Refused::Malformed, format!("{good}.e30.e30")),
        ("not base64", Refused::Malformed, good.replace('.', "=.")),
        ("issuer said twice", Refused::Malformed, twice("iss")),
        ("address said twice", Refused::Malformed, twice("email")),
        ("too long", Refused::TooLong, claim_is("pad", json!("x".repeat(8 * 1024)))),
    ]
}

fn of_another_kind() -> Vec<Bad> {
    let [der, pem] = <[String; 2]>::try_from(with_public_key_as_secret()).unwrap();
    let unsigned = base64(r#"{"alg":"None","kid":"now","typ":"JWT"}"#);
    vec![
        ("alg none", Refused::Algorithm, head_is("alg", json!("none"))),
        ("alg None, unsigned", Refused::Algorithm, format!("{unsigned}.{}.", base64("{}"))),
        ("HS256 with the public key", Refused::Algorithm, der),
        ("HS256 with the public key as PEM", Refused::Algorithm, pem),
        ("RS512", Refused::Algorithm, head_is("alg", json!("RS512"))),
        ("PS256", Refused::Algorithm, head_is("alg", json!("PS256"))),
        ("another typ", Refused::Type, head_is("typ", json!("logout+jwt"))),
        ("no typ", Refused::Type, with(&without(&head(), "typ"), &claims())),
        ("crit", Refused::Critical, head_is("crit", json!(["exp"]))),
        ("a token of the whole team", Refused::Type, claim_is("type", json!("org"))),
    ]
}

fn of_another_key() -> Vec<Bad> {
    let good = with(&head(), &claims());
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let (first, _) = signed.split_once('.').unwrap();
    let admin = changed(&claims(), "email", json!("admin@example.org")).to_string();
    let jwk = json!({ "kty": "RSA", "n": base64(other().n().to_bytes_be()), "e": "AQAB" });
    let inside = changed(&head(), "jwk", jwk).to_string();
    let elsewhere = |head: &str| signed_by(other(), head, &claims().to_string());
    vec![
        ("unknown kid", Refused::UnknownKey, head_is("kid", json!("later"))),
        ("no kid", Refused::UnknownKey, with(&without(&head(), "kid"), &claims())),
        ("kid is a path", Refused::UnknownKey, head_is("kid", json!("../../dev/null"))),
        ("kid of a weak key", Refused::UnknownKey, head_is("kid", json!("weak"))),
        ("kid of another kind of key", Refused::UnknownKey, head_is("kid", json!("ec"))),
        ("signed by someone else", Refused::Signature, elsewhere(&head().to_string())),
        ("a key of its own inside", Refused::Signature, elsewhere(&inside)),
        ("claims changed", Refused::Signature, format!("{first}.{}.{signature}", base64(admin))),
    ]
}

fn of_another_time_or_place() -> Vec<Bad> {
    vec![
        ("another issuer", Refused::Issuer, claim_is("iss", json!("https://evil.example"))),
        ("no issuer", Refused::Issuer, with(&head(), &without(&claims(), "iss"))),
        ("another audience", Refused::Audience, claim_is("aud", json!(["someone-else"]))),
        ("no audience", Refused::Audience, with(&head(), &without(&claims(), "aud"))),
        ("run out", Refused::Expired, claim_is("exp", second(0))),
        ("never runs out", Refused::Expired, with(&head(), &without(&claims(), "exp"))),
        ("runs out at a text", Refused::Malformed, claim_is("exp", json!("9999999999"))),
        ("not yet", Refused::NotYet, claim_is("nbf", second(300))),
        ("made in the future", Refused::NotYet, claim_is("iat", second(300))),
        ("signed in yesterday", Refused::TooOld, claim_is("iat", second(-12 * 3600 - 1))),
    ]
}

/// How many ways there are below: none goes unseen.
const BAD: usize = 37;

#[test]
fn no_bad_token_lets_in() {
    let all = [of_no_form(), of_another_kind(), of_another_key(), of_another_time_or_place()];
    let all: Vec<Bad> = all.into_iter().flatten().collect();
    let different: BTreeSet<&str> = all.iter().map(|(_, _, token)| token.as_str()).collect();
    assert_eq!(different.len() + 1, BAD);
    for (what, why, token) in &all {
        assert_eq!(come(Some(token)).as_ref(), Err(why), "{what}");
    }
    assert_eq!(come(None), Err(Refused::Missing));
    let let_in = all.iter().filter(|(_, _, token)| come(Some(token)).is_ok()).count();
    say(format_args!("tokens: {let_in} of {BAD} let in"));
}

#[test]
fn ten_thousand_unknown_keys_ask_the_issuer_once_a_minute() {
    let ring = Keyring::empty();
    let asked = Cell::new(0);
    let find = |kid: &str, now: Moment| {
        let fetch = async || {
            asked.set(asked.get() + 1);
            Some(published())
        };
        ring.find(kid, now, fetch).now_or_never().unwrap()
    };
    // Ten thousand in five minutes.
    for number in 0..10_000 {
        let now = NOW + Duration::milliseconds(30 * number);
        assert_eq!(find(&format!("bad-{number}"), now), Err(Refused::UnknownKey));
    }
    assert_eq!(asked.get(), 5);
    assert!(find("now", NOW + Duration::minutes(5)).is_ok());
}

#[test]
fn a_withdrawn_key_is_forgotten_and_a_silent_issuer_is_believed_for_a_day() {
    let ring = Keyring::empty();
    let find = |now: Moment, keys: Option<Vec<u8>>| {
        ring.find("now", now, async || keys).now_or_never().unwrap().is_ok()
    };
    assert!(find(NOW, Some(published())));
    assert!(find(NOW + Duration::hours(2), None));
    assert!(find(NOW + Duration::hours(3), Some(b"<html>".to_vec())));
    assert!(!find(NOW + Duration::hours(25), None));
    let ring = Keyring::empty();
    let later = |now: Moment, keys: Vec<u8>| {
        ring.find("now", now, async || Some(keys)).now_or_never().unwrap().is_ok()
    };
    assert!(later(NOW, published()));
    let text = String::from_utf8(published()).unwrap().replace("\"now\"", "\"next\"");
    assert!(!later(NOW + Duration::hours(1), text.into_bytes()));
}

#[test]
fn a_token_is_read_without_a_panic() {
    let (operators, ring, keys) = (operators(), Keyring::empty(), published());
    let door = Door { operators: &operators, ring: &ring, now: NOW };
    let right = with(&head(), &claims());
    crate::odd::inputs("operator's token", &[&right], |_, text| {
        let let_in = door.let_in(Some(text), async || Some(keys.clone())).now_or_never().unwrap();
        assert!(let_in.is_err() || text == right);
    });
}
