// The inline rung: the widget in the partner's own page, in an open shadow
// root. Loaded by the loader, which pins this file by its hash; this file pins
// the wasm and the sheet.
//
// The page around may be built in any way: nothing of it is read but its font
// and what it sets on the element, nothing of it is changed, and its address
// and history are left alone.

import { ahead, catchUp, forget, got, keep, obey, once, result as resultOf, run, sheet, text, theme } from "./run.js";

const started = new WeakMap();
/** What the answers of an element come to, for tests. */
export const result = (element) => resultOf(started.get(element));

const wrong = (why) => Object.assign(new Error(why), { why });

// A page may have made its root's letters small: a rem here is what the
// visitor has set in the browser.
function rems(css, root) {
  const probe = document.createElement("span");
  probe.style.cssText = "position:absolute;font-size:medium";
  root.append(probe);
  const px = parseFloat(getComputedStyle(probe).fontSize) || 16;
  probe.remove();
  return css.replace(/(?<![\w#.-])(\d*\.?\d+)rem\b/g, (_, rem) => `${rem * px}px`);
}

function mayRunWasm() {
  try {
    return !!new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch {
    return false;
  }
}

let early; // the page that the loader asked for when it asked for this file

/** What our service says of the partner's page. */
async function told(host, said, asked) {
  const address = `/f/${encodeURIComponent(said.partner)}/page.json?first&lang=${said.lang}`;
  // Fifty elements that start at once ask once; one of tomorrow asks again.
  setTimeout(forget, 60_000, address);
  const page = await once(address, async () => {
    const came = early ? undefined : await (early = asked);
    const one = came?.ok && came.url === host + address ? came : await got({ origin: host }, address);
    return one.text();
  });
  return JSON.parse(page);
}

/** The theme of what the page around has set on an element. */
async function worn(element, page) {
  const style = getComputedStyle(element);
  const values = page.tokens.map((name) => style.getPropertyValue(`--vi-${name}`));
  // The partner's own colours have come with the page.
  return page.css && !values.some((value) => value.trim()) ? { css: "" } : theme(page, values);
}

/** Dresses a mount: our sheet, the theme, light or dark. */
function wardrobe(element, mount, page, base) {
  const root = element.shadowRoot;
  let turn = 0;
  return async ({ theme: how }) => {
    if (how === "light" || how === "dark") mount.dataset.theme = how;
    else delete mount.dataset.theme;
    const mine = ++turn;
    const { css } = await worn(element, page);
    if (mine === turn) root.adoptedStyleSheets = [base, sheet(rems(css, root))];
  };
}

/** An element, and what is in it, from `[tag, class, [text or element…]]`. */
function drawn([tag, name, inside], level) {
  const made = document.createElement(tag === "h1" ? `h${level}` : tag);
  made.className = name;
  made.append(...inside.map((one) => (Array.isArray(one) ? drawn(one, level) : one)));
  return made;
}

function mountIn(element, lang) {
  const mount = document.createElement("div");
  mount.className = "vi-root vi-page vi-app is-embedded";
  mount.dir = "ltr";
  mount.lang = lang;
  mount.hidden = true;
  element.shadowRoot.append(mount);
  mount.addEventListener("vagen-in:language", ({ detail }) => (mount.lang = detail.lang));
  return mount;
}

/**
 * Starts the widget in an element. `said` is what its attributes say; `asked` is
 * what the loader has asked for already; `handOver` takes what was written when
 * the visitor goes on to the contact step, which opens in our frame: no other
 * script of the page can read it there. Gives what obeys the loader: the same
 * messages as a frame gets.
 */
async function show(element, host, said, asked, handOver) {
  if (!mayRunWasm()) throw wrong("wasm");
  const page = await told(host, said, asked);
  if (page.partner.paused) throw wrong("paused");
  // Asked for at once; what fails is told of where it is used.
  for (const one of [ahead(page), worn(element, page)]) one.catch(() => {});
  const css = page.css ?? (await text(page, page.style, { integrity: page.style_integrity }));
  const mount = mountIn(element, said.lang);
  const dress = wardrobe(element, mount, page, sheet(rems(css, element.shadowRoot)));
  await dress(said);
  const level = Number(said["heading-level"]);
  // The first question is seen before it can be answered, in place of the link.
  const link = element.shadowRoot.querySelector("slot");
  if (page.first) {
    mount.append(drawn(page.first, level || 1));
    mount.hidden = false;
    link.hidden = true;
  }
  // The notice is read in our frame, with the contact step.
  page.partner.privacy = {};
  const config = {
    ...page,
    css: undefined,
    first: undefined,
    rung: "inline",
    start: said.start,
    kiosk: Number(said.kiosk) || 0,
    kept: "",
    ...(level && { headingLevel: level }),
  };
  mount.addEventListener("vagen-in:contact", () => {
    mount.hidden = true;
    handOver(keep(at));
    // The visitor has pressed on to it.
    element.focusStart();
  });
  const at = await run(config, mount, () => (mount.hidden = false)).catch((error) => {
    mount.remove();
    link.hidden = false;
    throw error instanceof WebAssembly.CompileError ? wrong("wasm") : error;
  });
  started.set(element, at);
  const heed = (message) => {
    if (message.type === "theme") dress(message);
    if (message.type === "back") {
      mount.hidden = false;
      obey(at, { type: "focus" });
    }
    if (message.type === "stop") {
      started.delete(element);
      mount.remove();
    }
    obey(at, message);
  };
  // What the page has set on the element while the wasm was on its way.
  const now = Object.fromEntries(["lang", "theme", "start"].map((name) => [name, element.getAttribute(name)?.trim()]));
  now.lang &&= now.lang.startsWith("en") ? "en" : "sv";
  catchUp(at, now, said);
  if (now.theme) dress(now);
  return heed;
}

// A trap leaves the wasm of this page dead: whoever has it goes down a rung.
addEventListener("error", ({ error }) => {
  if (!(error instanceof WebAssembly.RuntimeError) || !error.stack?.includes(import.meta.url)) return;
  for (const element of document.querySelectorAll("vagen-in")) {
    if (!started.delete(element)) continue;
    const detail = { why: "crashed", to: "frame" };
    element.dispatchEvent(new CustomEvent("vagen-in:fallback", { bubbles: true, composed: true, detail }));
    element.setAttribute("mode", "frame");
  }
});

customElements.get("vagen-in").inline = show;
