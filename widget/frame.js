// Our own page, in a partner's frame or alone: fetches what the widget needs,
// starts it, and carries messages between it and the loader.
//
// What is fetched, and in which order, never depends on an answer.

const app = document.getElementById("app");
const page = JSON.parse(app.dataset.config);
const root = document.documentElement;
const query = new URLSearchParams(location.search);
const first = (lang) => ["rules", `words-${lang}`];
const later = (lang, other = lang === "en" ? "sv" : "en") =>
  ["terms", `long-${lang}`, `words-${other}`, `sentences-${other}`, `long-${other}`];
const TITLES = { sv: "Vägen in till Region Stockholm", en: "The way in to Region Stockholm" };

// The page without wasm is there already; it is hidden while this may work.
root.classList.add("has-script");
if (query.has("embed")) root.classList.add("is-embedded");

// --- Light or dark; the partner's colours come as a style sheet -----------------------------------------------------

function dress(theme) {
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  else delete root.dataset.theme;
}
dress(query.get("theme"));

// --- The loader -------------------------------------------------------------

let parent; // {origin, nonce} of the loader that said hello
const unsaid = new Map(); // the last message of each type, until then

function tell(type, about) {
  const message = { vagenIn: 1, type, ...about };
  if (parent) window.parent.postMessage({ ...message, nonce: parent.nonce }, parent.origin);
  else if (window.parent !== window) unsaid.set(type, message);
}

addEventListener("message", ({ source, origin, data }) => {
  if (source !== window.parent || source === window || data?.vagenIn !== 1) return;
  if (parent && (origin !== parent.origin || data.nonce !== parent.nonce)) return;
  if (data.type === "hello") {
    parent = { origin, nonce: data.nonce };
    for (const [type, message] of unsaid) tell(type, message);
    unsaid.clear();
  } else if (!parent) {
    return;
  }
  if (data.type === "lang") glue?.set_lang(String(data.lang));
  dress(data.theme);
});

let height = 0;
new ResizeObserver(() => {
  const px = Math.ceil(document.body.getBoundingClientRect().height);
  if (Math.abs(px - height) < 2) return;
  height = px;
  tell("height", { px });
}).observe(document.body);

for (const type of ["step", "result", "submitted", "error"]) {
  app.addEventListener(`vagen-in:${type}`, ({ detail }) => tell(type, detail));
}
app.addEventListener("vagen-in:language", ({ detail: { lang } }) => {
  root.lang = lang;
  document.title = TITLES[lang];
});

// --- The widget -------------------------------------------------------------

let glue;

async function got(url, options) {
  const response = await fetch(new URL(url, page.origin || location.href), options);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}
const bytes = async (url) => new Uint8Array(await (await got(url)).arrayBuffer());
const newest = async () => (await got("/v1/catalogue", { cache: "no-store" })).json();
// The widget's own sentences go with the wasm: a newer catalogue has no others.
const piece = (of, name) => bytes(of.pieces[name] ?? page.sentences[name]);
const pieces = (of, names) => Promise.all(names.map((name) => piece(of, name)));

async function fetchLater(of, lang) {
  for (const name of later(lang)) glue.add_piece(name, await piece(of, name));
}

async function start() {
  const names = first(page.lang);
  const [now, early, sentences, loaded, module] = await Promise.all([
    newest(),
    pieces(page, names),
    piece(page, `sentences-${page.lang}`),
    import(page.glue),
    // A file that was tampered with is refused before it can run.
    got(page.wasm, page.integrity ? { integrity: page.integrity } : {}),
  ]);
  await loaded.default({ module_or_path: module });
  glue = loaded;
  // The page may be some minutes older than the catalogue.
  const fresh = names.every((name) => now.pieces[name] === page.pieces[name]);
  const [rules, words] = fresh ? early : await pieces(now, names);
  const level = query.get("level");
  const config = { ...page, ...(level && { headingLevel: Number(level) }) };
  if (!glue.start(JSON.stringify(config), app, rules, words, sentences, now.today)) throw new Error("catalogue");
  root.classList.add("is-ready");
  tell("ready", { mode: "frame", version: page.version, ms: Math.round(performance.now()) });
  await fetchLater(now, page.lang);
}

// What still helps without wasm: the guide and a form, on a page of their own.
// What is written stays to be read; the way on stands below it.
function giveUp(code) {
  root.classList.remove("has-script");
  tell("error", { code });
}

// The service has a newer catalogue than the answers were judged with.
app.addEventListener("vagen-in:stale", async () => {
  try {
    const now = await newest();
    const lang = root.lang.startsWith("en") ? "en" : "sv";
    const [rules, words] = await pieces(now, first(lang));
    if (glue.renew(rules, words, lang, now.today)) await fetchLater(now, lang);
  } catch {
    glue.renew(new Uint8Array(), new Uint8Array(), "", "");
  }
});

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
