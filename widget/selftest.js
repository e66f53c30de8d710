// What a partner sees on its own page with `?vagen-in-test` in the address: how
// far each <vagen-in> came, why no further, and what to change. Imported by the
// loader, for no one else. Nothing of the page is changed but that a panel is
// added, in a shadow root of its own.

const HOST = new URL(import.meta.url).origin;
const isEnglish = document.documentElement.lang.startsWith("en");
const say = (sv, en) => (isEnglish ? en : sv);
const query = new URLSearchParams(location.search);

const MODES = {
  frame: say("Den visas i en ram, som den ska.", "It shows in a frame, as it should."),
  inline: say("Den visas direkt i sidan.", "It shows in the page itself."),
  html: say("Den visas utan frågor: guiden och ett formulär.", "It shows without questions: the guide and a form."),
  link: say("Bara länken visas.", "The link alone shows."),
};
const WHY = {
  csp: say("Sidans säkerhetspolicy stoppar den.", "The page's security policy stops it."),
  wasm: say("Sidan eller webbläsaren kör inte WebAssembly här.", "The page or the browser does not run WebAssembly here."),
  "trusted-types": say("Sidan kräver Trusted Types.", "The page requires Trusted Types."),
  integrity: say("En fil är inte den den ska vara. Något på vägen ändrar den.", "A file is not what it should be. Something on the way changes it."),
  network: say("En fil kom inte fram.", "A file did not come."),
  timeout: say("Ramen svarar inte: den är stoppad, eller webbplatsen är inte anmäld.", "The frame does not answer: it is blocked, or the site is not registered."),
  "no-wasm": say("Webbläsaren kör inte WebAssembly.", "The browser does not run WebAssembly."),
  script: say("Ramen får inte köra skript.", "The frame may not run scripts."),
  paused: say("Vägen in är pausad hos er.", "The way in is paused for you."),
  crashed: say("Något gick sönder hos oss.", "Something broke on our side."),
};

// --- The panel --------------------------------------------------------------

const made = (name, text = "", about = {}) => Object.assign(document.createElement(name), { textContent: text }, about);

const panel = made("section");
const shadow = panel.attachShadow({ mode: "open" });
const list = made("ul");
const rest = made("p", say("Ser efter …", "Looking …"));
rest.setAttribute("role", "status");
const close = made("button", say("Stäng", "Close"), { type: "button", onclick: () => panel.remove() });
const more = made("a", say("Läs sidan från vår server också", "Read the page from our server too"), { target: "_blank", rel: "noopener" });
panel.setAttribute("role", "region");
panel.setAttribute("aria-label", say("Prov av Vägen in", "Test of the way in"));
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { all: initial; position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483647; box-sizing: border-box;
    width: 26rem; max-width: calc(100vw - 2rem); max-height: 70vh; overflow: auto; padding: 1rem 1.25rem;
    border: 2px solid #1b2429; border-radius: 6px; background: #fff; color: #1b2429;
    font: 16px/1.5 system-ui, sans-serif; color-scheme: light; }
  h2 { margin: 0; font-size: 1.25em; line-height: 1.25; } ul { margin: .75em 0; padding-left: 1.25em; }
  li { margin-top: .5em; } li.is-fault { font-weight: 600; } code { display: block; margin-top: .25em; padding: .5em;
    background: #f1f4f6; font: 400 1em/1.4 ui-monospace, monospace; overflow-wrap: anywhere; user-select: all; }
  a { color: #0b5c8a; } button { min-height: 44px; padding: 0 1em; margin-top: .75em; font: inherit; }
  :focus-visible { outline: 3px solid #1b2429; outline-offset: 2px; }`);
shadow.adoptedStyleSheets = [sheet];
const end = made("p");
end.append(more);
shadow.append(made("h2", say("Vägen in på den här sidan", "The way in on this page")), list, rest, end, close);

const told = new Set();
/** A line in the panel, once: what is so, and what to write to mend it. */
function tell(code, text, write = "", isFault = true) {
  if (told.has(code + text + write)) return;
  told.add(code + text + write);
  const line = made("li", text, { className: isFault ? "is-fault" : "" });
  line.dataset.code = code;
  if (write) line.append(made("code", write));
  list.append(line);
}

// --- What can be seen from here ---------------------------------------------

const elements = [...document.querySelectorAll("vagen-in")];
const isInline = elements.some((element) => element.getAttribute("mode")?.trim() === "inline");

/** A policy that stops something of ours, and the directive to add. */
function blocked({ blockedURI, blockedURL = blockedURI, effectiveDirective }) {
  const name = effectiveDirective.replace(/-(elem|attr)$/, "");
  const what = say("Säkerhetspolicyn stoppar oss. Lägg till:", "The security policy stops us. Add:");
  if (blockedURL.startsWith(HOST)) {
    // Our own question below is allowed to fail where nothing else needs it.
    if (name !== "connect-src" || isInline) tell("csp", what, `${name} ${HOST}`);
  } else if (isInline && blockedURL.startsWith("wasm")) {
    tell("csp", what, "script-src 'wasm-unsafe-eval'");
  }
}
document.addEventListener("securitypolicyviolation", blocked);
// What was stopped before we came, in browsers that remember it.
if (self.ReportingObserver) {
  const seen = (reports) => reports.forEach(({ body }) => blocked(body));
  new ReportingObserver(seen, { types: ["csp-violation"], buffered: true }).observe();
}

const fell = new WeakSet();
document.addEventListener("vagen-in:fallback", ({ detail, target }) => {
  fell.add(target);
  tell(detail.why, `${WHY[detail.why] ?? detail.why} ${MODES[detail.to] ?? ""}`);
});
document.addEventListener("vagen-in:error", ({ detail }) => {
  if (detail.code === "theme") {
    tell("theme", say("En färg eller ett mått går inte att använda; det utelämnas. Prova det på:", "A colour or a length cannot be used; it is left out. Try it at:"), `${HOST}/partners/`);
  }
});

async function partner(id) {
  const line = `partner="${id}"`;
  if (!id) return tell("partner-missing", say("Taggen saknar ert id:", "The tag lacks your id:"), 'partner="…"');
  let answer;
  try {
    answer = await fetch(`${HOST}/v1/partners/${encodeURIComponent(id)}`, { credentials: "omit" });
  } catch {
    return tell("not-asked", say("Sidan får inte fråga oss om ert id. Använd länken nedan.", "The page may not ask us about your id. Use the link below."), "", false);
  }
  if (answer.status === 404) return tell("partner-unknown", say("Ingen partner har det id:t. Kontrollera stavningen:", "No partner has that id. Check the spelling:"), line);
  const { origins, paused } = await answer.json();
  if (paused) tell("partner-paused", WHY.paused);
  if (location.origin !== HOST && !origins.includes(location.origin)) {
    tell("origin", say("Den här webbplatsen är inte anmäld hos oss, så ramen visas inte. Be oss lägga till:", "This site is not registered with us, so the frame does not show. Ask us to add:"), location.origin);
  }
}

/** How far an element came. It is opened, whatever it waits for. */
async function rung(element) {
  element.open?.();
  const { mode } = await element.ready;
  const wanted = element.getAttribute("mode")?.trim() === "inline" ? "inline" : "frame";
  // Why it fell was said before this file had come: it says so once more.
  if (mode === "frame" && wanted === "inline" && !fell.has(element)) {
    const said = new Promise((go) => element.addEventListener("vagen-in:fallback", go, { once: true }));
    for (const again of ["frame", "inline"]) element.setAttribute("mode", again);
    await said;
  }
  const isLower = mode === "link" || mode === "html";
  tell(`rung-${mode}`, MODES[mode] ?? mode, "", isLower);
  if (mode === "frame" && wanted === "inline") {
    tell("inline", say("Den skulle visas direkt i sidan, men sidan eller webbläsaren tillåter det inte.", "It was to show in the page itself, but the page or the browser does not allow it."), "", false);
  }
}

const BOXED = say("Sidan står i en ram utan egen adress (sandbox), så Vägen in kan inte visas. Ändra ramens sandbox till:", "The page stands in a frame without an address of its own (sandbox), so the way in cannot show. Change the frame's sandbox to:");

async function look() {
  document.body.append(panel);
  if (self.origin === "null") tell("boxed", BOXED, 'sandbox="allow-scripts allow-same-origin allow-forms allow-popups"');
  if (!elements.length) tell("tag-missing", say("Taggen finns inte på sidan. Har systemet tagit bort den?", "The tag is not on the page. Has the system removed it?"), "<vagen-in …>");
  const ids = [...new Set(elements.map((element) => (element.getAttribute("partner") ?? "").trim()))];
  query.delete("vagen-in-test");
  const page = location.origin + location.pathname + (`${query}` && `?${query}`);
  more.href = `${HOST}/partners/test?${new URLSearchParams({ partner: ids[0] ?? "", url: page, lang: say("sv", "en") })}`;
  await Promise.all([...ids.map(partner), ...elements.map(rung)]);
  rest.textContent = list.querySelector(".is-fault")
    ? say("Det som står i fetstil behöver ändras.", "What is in bold needs to be changed.")
    : say("Vi hittar inget fel.", "We find nothing wrong.");
  panel.toggleAttribute("data-done", true);
}
look();
