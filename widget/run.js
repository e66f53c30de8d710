// What the frame and the inline rung have in common: the widget's files are
// fetched, an instance is started, and it obeys what the page around it says.
//
// What is fetched, and in which order, never depends on an answer. Instances of
// one page share what was fetched, and the wasm.

import init, { add_piece, focus_start, open, renew, reset, set_lang, start, stop } from "widget";

export { keep, restore, result } from "widget";

const first = (lang) => ["rules", `words-${lang}`];
const later = (lang, other = lang === "en" ? "sv" : "en") =>
  ["terms", `long-${lang}`, `words-${other}`, `sentences-${other}`, `long-${other}`];

/** Fetches a file of ours; what is not there is an error. */
export async function got(page, url, options) {
  const response = await fetch(new URL(url, page.origin || location.href), options);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}

const files = new Map();

/** The same file once for all who ask, unless it failed. */
export function once(url, act) {
  if (!files.has(url)) {
    const made = act();
    files.set(url, made);
    made.catch(() => files.delete(url));
  }
  return files.get(url);
}

export const forget = (url) => files.delete(url);
const bytes = (page, url) => once(url, async () => new Uint8Array(await (await got(page, url)).arrayBuffer()));
export const text = (page, url, options) => once(url, async () => (await got(page, url, options)).text());

// A file that was tampered with is refused before it can run. The browser says
// no more than that it failed; whether it came at all is asked apart.
async function pinned(page) {
  try {
    return await got(page, page.wasm, page.integrity ? { integrity: page.integrity } : {});
  } catch (error) {
    const came = await got(page, page.wasm, { cache: "reload" }).then(() => true, () => false);
    throw Object.assign(error, { why: came ? "integrity" : "network" });
  }
}
const wasm = (page) => once(page.wasm, async () => init({ module_or_path: await pinned(page) }));

// Which catalogue is current, if it is not the page's, and which day it is. Fifty
// instances that start at once ask once; one that starts tomorrow asks again.
const NOW = "now";
let issued;
const current = (page) =>
  once(NOW, async () => {
    setTimeout(() => files.delete(NOW), 60_000);
    const have = encodeURIComponent(Object.values(page.pieces));
    const now = await (await got(page, `/v1/catalogue?have=${have}`, { cache: "no-store" })).json();
    issued ??= now.step;
    return { ...now, pieces: now.pieces ?? page.pieces };
  });
/** What shows the service that someone began a while ago. */
export const token = async (page) => issued ?? (await current(page).catch(() => ({}))).step;

const isSame = (now, page) => first(page.lang).every((name) => now.pieces[name] === page.pieces[name]);

// The widget's own sentences go with the wasm: a newer catalogue has no others.
const piece = (page, of, name) => bytes(page, of.pieces[name] ?? page.sentences[name]);
const pieces = (page, of, names) => Promise.all(names.map((name) => piece(page, of, name)));

async function addLater(page, at, of, lang) {
  for (const name of later(lang)) add_piece(at, name, await piece(page, of, name));
}

// A document in a frame leaves the privacy notice for later, and each step asks
// for it. A contact step that was drawn without links to where it stands.
async function addNotice(page, at, mount) {
  const { partner } = page;
  if (partner.privacy) return;
  try {
    partner.privacy = add_piece(at, "partner", await bytes(page, `/v1/partners/${partner.id}`));
  } finally {
    const box = mount.querySelector("#vi-privacy");
    const href = `/f/${partner.id}?plain=1`;
    if (box && !box.querySelector("dl, a")) box.append(Object.assign(document.createElement("a"), { href, target: "_blank", textContent: box.textContent }));
  }
}

// The service has a newer catalogue than the answers were judged with.
async function refresh(page, at, lang) {
  try {
    files.delete(NOW);
    const now = await current(page);
    const [rules, words] = await pieces(page, now, first(lang));
    if (renew(at, rules, words, lang, now.today)) await addLater(page, at, now, lang);
  } catch {
    renew(at, new Uint8Array(), new Uint8Array(), "", "");
  }
}

/**
 * The theme that comes of what the page around has set, one value a name of
 * `page.tokens`. The Worker makes one of it that can be read, or says why not.
 */
export async function theme(page, values) {
  const set = page.tokens.map((name, place) => [name, String(values[place] ?? "").trim()]);
  const t = set.filter(([, value]) => value).map((pair) => pair.map(encodeURIComponent).join(":")).join();
  const query = t && `?${new URLSearchParams({ t })}`;
  const css = await text(page, `/f/${page.partner.id}/theme.css${query}`);
  const refused = Array.from(css.matchAll(/^\/\* (.*) \*\/$/gm), ([, reason]) => reason);
  for (const reason of refused) console.warn("vagen-in:", reason);
  return { css, refused };
}

/** A style sheet that needs no element and no policy's leave. */
export function sheet(css) {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

/** All that the first question needs, each once. */
export const ahead = (page) => {
  const words = pieces(page, page, first(page.lang));
  return Promise.all([current(page), words, piece(page, page, `sentences-${page.lang}`), wasm(page)]);
};

// The rest is not needed before the first answer: it comes when something is
// pressed, or when a visitor who reads has left the line free for a while.
const toGoOn = (page, mount) =>
  new Promise((go) => {
    if (page.kept || page.start) go();
    mount.addEventListener("vagen-in:step", go);
    mount.addEventListener("click", ({ target }) => target.closest("button") && go());
    setTimeout(go, 5_000);
  });

/** Starts an instance in `mount`; `ready` is called when the first question can be answered. */
export async function run(page, mount, ready) {
  const [now, early, sentences] = await ahead(page);
  // The page may be some minutes older than the catalogue.
  const [rules, words] = isSame(now, page) ? early : await pieces(page, now, first(page.lang));
  const at = start(JSON.stringify(page), mount, rules, words, sentences, now.today);
  if (!at) throw Object.assign(new Error("catalogue"), { why: "integrity" });
  const renewed = () => refresh(page, at, mount.querySelector("[lang]")?.lang || page.lang);
  mount.addEventListener("vagen-in:stale", renewed);
  if (page.kiosk) kiosk(page, mount, at);
  ready(at);
  const warn = (error) => console.warn("vagen-in:", error.message);
  mount.addEventListener("vagen-in:step", () => addNotice(page, at, mount).catch(warn));
  const rest = () => Promise.all([addNotice(page, at, mount), addLater(page, at, now, page.lang)]);
  toGoOn(page, mount).then(rest).catch(warn);
  return at;
}

/** Does what the page around says: `{type, lang, start}`. */
export function obey(at, { type, lang, start }) {
  if (!at) return;
  if (type === "lang") set_lang(at, String(lang));
  else if (type === "reset") reset(at);
  else if (type === "focus") focus_start(at);
  else if (type === "start" && start) open(at, String(start).slice(0, 2000));
  else if (type === "stop") stop(at);
}

/** Heeds what the page around has said since, other than it said at first. */
export function catchUp(at, now, first) {
  for (const type of ["lang", "start"]) if (now[type] && now[type] !== first[type]) obey(at, { ...now, type });
}

// On a screen that many use: a code to go on with on one's own phone, and a
// clock that clears it when no one is there.
async function kiosk(page, mount, at) {
  const { draw, watch } = await import(new URL(page.qr, page.origin || location.href));
  const all = () => mount.querySelectorAll(".vi-qr[data-text]").forEach(draw);
  new MutationObserver(all).observe(mount, { childList: true, subtree: true, attributeFilter: ["data-text"] });
  all();
  watch(mount, page.kiosk, () => {
    reset(at);
    set_lang(at, page.lang);
    focus_start(at);
  });
}
