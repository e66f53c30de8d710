// Seals what a person has written to those who are to read it, before it leaves
// the browser: nobody on the way can, our own service included. Loaded when
// the visitor sends, and only where a recipient has published a key.
//
// HPKE (RFC 9180), base mode; what it is bound to is told in shared's
// `lead/sealed.rs`, and how it is opened in `shared/examples/open.rs`.

import { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import { DhkemX25519HkdfSha256 } from "@hpke/dhkem-x25519";

const INFO = "vagen-in person 1";
const PATIENCE = 9_000;

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});
const bytes = (text) => new TextEncoder().encode(text);
const encoded = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const decoded = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const hex = (buffer) =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Seals a person to one recipient's key, for one lead. */
async function sealedTo(recipient, { key_id, seal_key }, partner, leadKey, person) {
  const recipientPublicKey = await suite.kem.deserializePublicKey(decoded(seal_key));
  const context = [INFO, partner, recipient, key_id, leadKey].join("\n");
  const { enc, ct } = await suite.seal(
    { recipientPublicKey, info: bytes(INFO) }, bytes(JSON.stringify(person)), bytes(context),
  );
  return { recipient, key_id, enc: encoded(enc), ciphertext: encoded(ct) };
}

/**
 * A lead's body with `person` sealed to each of its recipients that has a key in
 * `keys`, and in clear only if one of them has none.
 */
export async function seal(keys, key, body) {
  const lead = JSON.parse(body);
  const chosen = lead.facts.recipients;
  const keyed = Object.entries(keys ?? {}).filter(([, { entries }]) => entries.some((id) => chosen.includes(id)));
  const sees = (id) => keyed.some(([, { entries }]) => entries.includes(id));
  const leadKey = hex(await crypto.subtle.digest("SHA-256", bytes(key)));
  const sealed = await Promise.all(keyed.map(([recipient, newest]) =>
    sealedTo(recipient, newest, lead.facts.partner, leadKey, lead.person)));
  const { person, ...rest } = lead;
  return JSON.stringify({ ...rest, ...(!chosen.every(sees) && { person }), sealed });
}

// Sealing is never twice the same, and sending again must be: what was made for
// a key is kept, until the recipients' keys are others.
const made = new Map();

/** The same with the keys of this moment: a page may have been open for hours. */
export async function sealed(origin, key, body) {
  const options = { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) };
  const now = await (await fetch(new URL("/v1/catalogue", origin), options)).json();
  const of = JSON.stringify([key, body, now.seal]);
  if (!made.has(of)) made.set(of, seal(now.seal, key, body));
  return made.get(of);
}
