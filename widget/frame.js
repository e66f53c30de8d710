// Our own page, in a partner's frame or alone: starts the widget, and carries
// messages between it and the loader.

import { catchUp, obey, restore, result as resultOf, run, sheet, theme, token } from "./run.js";

const app = document.getElementById("app");
const page = JSON.parse(document.getElementById("config").textContent);
const root = document.documentElement;
const query = new URLSearchParams(location.search);
const TITLES = { sv: "Vägen in till Region Stockholm", en: "The way in to Region Stockholm" };

let at = 0;
/** What the answers come to, for tests. */
app.result = () => resultOf(at);

// The page without wasm is there already; it is hidden while this may work.
root.classList.add("has-script");
if (query.has("embed")) root.classList.add("is-embedded");

// --- Light or dark, and the partner's colours -------------------------------

function dress({ theme: how, t }) {
  if (how === "light" || how === "dark") root.dataset.theme = how;
  else delete root.dataset.theme;
  if (Array.isArray(t)) paint(t);
}

// What the page around has set comes once it is there; the last counts.
let painted = 0;
async function paint(values) {
  const turn = ++painted;
  // With nothing set, the partner's own colours stand in the document already.
  const { css, refused } = values.some(Boolean) ? await theme(page, values) : { refused: [] };
  if (turn !== painted) return;
  document.adoptedStyleSheets = css ? [sheet(css)] : [];
  for (const _ of refused) tell("error", { code: "theme" });
}
dress({ theme: query.get("theme") });

// --- The loader -------------------------------------------------------------

let parent; // {origin, nonce} of the loader that said hello
let greeted;
const hello = new Promise((settle) => (greeted = settle));
const unsaid = new Map(); // the last message of each type, until then
let said = {}; // the last of what the loader said
let kept; // what an inline page has handed over
const taken = (data) => (kept = String(data.kept ?? "").slice(0, 60_000));

function tell(type, about) {
  const message = { vagenIn: 1, type, ...about };
  if (parent) window.parent.postMessage({ ...message, nonce: parent.nonce }, parent.origin);
  else if (window.parent !== window) unsaid.set(type, message);
}

addEventListener("message", ({ source, origin, data }) => {
  if (source !== window.parent || source === window || data?.vagenIn !== 1) return;
  if (parent && (origin !== parent.origin || data.nonce !== parent.nonce)) return;
  if (data.type === "hello") {
    if (typeof data.nonce !== "string") return;
    parent = { origin, nonce: data.nonce };
    for (const [type, message] of unsaid) tell(type, message);
    unsaid.clear();
    greeted(data);
    // Handed over once more: the page was only hidden, and knows who asks.
    if (at && query.get("handed") && data.kept && data.kept !== kept) restore(at, taken(data));
  } else if (!parent) {
    return;
  }
  obey(at, (said = data));
  dress(data);
});
// The loader says hello to a frame that is there.
if (window.parent !== window) window.parent.postMessage({ vagenIn: 1, type: "hi", names: page.tokens }, "*");

let height = 0;
new ResizeObserver(() => {
  const px = Math.ceil(document.body.getBoundingClientRect().height);
  if (Math.abs(px - height) < 2) return;
  height = px;
  tell("height", { px });
}).observe(document.body);

for (const type of ["step", "result", "submitted", "error", "back"]) {
  app.addEventListener(`vagen-in:${type}`, ({ detail }) => tell(type, detail));
}
app.addEventListener("vagen-in:language", ({ detail: { lang } }) => {
  root.lang = lang;
  document.title = TITLES[lang];
});

// --- Sending ----------------------------------------------------------------

// The one request that carries what was written, and only when the visitor has
// pressed send. The same key goes with it however often it is tried.
let next; // the step token for a second lead from the same page
app.send = async ({ key, body, lang }) => {
  const PATIENCE = 9_000;
  const PAUSE = 1_500;
  const headers = { "content-type": "application/json", "accept-language": lang, "idempotency-key": key, "step-token": next ?? (await token(page)) ?? "" };
  const post = async () => {
    try {
      const sent = page.seal ? await (await import(page.seal)).sealed(page.origin, key, body) : body;
      const signal = AbortSignal.timeout(PATIENCE);
      const answer = await fetch(new URL("/v1/leads", page.origin), { method: "POST", headers, body: sent, signal });
      next = answer.headers.get("step-token") ?? (answer.status === 409 ? null : next);
      // A gateway may answer in HTML: then the number says enough.
      return { status: answer.status, body: await answer.json().catch(() => null) };
    } catch ({ name }) {
      return { status: 0, slow: name === "TimeoutError" };
    }
  };
  const answer = await post();
  if (answer.slow || ![0, 429, 503].includes(answer.status)) return answer;
  await new Promise((go) => setTimeout(go, PAUSE));
  return post();
};

// --- The widget -------------------------------------------------------------

// What an inline page hands over for the contact step, or what a link to go on
// with holds. Neither passes any server, and the address forgets it.
async function handed() {
  if (query.get("handed")) return taken(await hello);
  const { hash, pathname, search } = location;
  if (!hash.startsWith("#k=")) return "";
  history.replaceState(null, "", pathname + search);
  return hash;
}

async function start() {
  // A loader of the first release says `level`. What an inline page hands over
  // is the level there: a step that stands alone here has a first heading.
  const level = Number(query.get("heading-level") || query.get("level")) * !query.get("handed");
  const config = {
    ...page,
    rung: "frame",
    start: query.get("start") ?? "",
    kiosk: Number(query.get("kiosk")) || 0,
    kept: await handed(),
    ...(level && { headingLevel: level }),
  };
  at = await run(config, app, (started) => {
    at = started;
    root.classList.add("is-ready");
    catchUp(at, said, Object.fromEntries(query));
    // Who has pressed on, inline, goes on reading here.
    if (query.get("handed")) obey(at, { type: "focus" });
    tell("ready", { mode: "frame", version: page.version, ms: Math.round(performance.now()) });
  });
}

// What still helps without wasm: the guide and a form, on a page of their own.
// What is written stays to be read; the way on stands below it.
function giveUp(code) {
  root.classList.remove("has-script");
  tell("error", { code });
}

// A trap leaves the page dead: then the page without wasm is shown below it.
addEventListener("error", ({ error }) => {
  if (error instanceof WebAssembly.RuntimeError) giveUp("crashed");
});

start().catch((error) => {
  console.warn("vagen-in:", error.message);
  if (root.classList.contains("is-ready")) return;
  giveUp("no-wasm");
  root.classList.add("has-failed");
  location.replace(document.getElementById("plain").href);
});
