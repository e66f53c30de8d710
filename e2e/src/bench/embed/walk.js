// Goes through the questions as a visitor would, in whatever version and
// language: by the names of fields and the codes of answers, never by words.
// Gives the steps with the milliseconds from the press to the next picture.
const [company, contact, upTo, done] = arguments;

const inline = () => document.querySelector("vagen-in")?.shadowRoot?.querySelector(".vi-root");
const root = () => document.getElementById("app") ?? inline();
const find = (selector) => root()?.querySelector(selector);
const title = () => find("#vi-title, [id$=vi-title]")?.innerText ?? "";
const byId = (name) => find(`#vi-${name}, [id$="vi-${name}"]`);

// A page that is not on the screen draws no pictures.
const drawn = () => new Promise((go) => {
  setTimeout(go, 250);
  requestAnimationFrame(() => setTimeout(go, 0));
});
const painted = () => new Promise((go) => {
  setTimeout(go, 1000);
  requestAnimationFrame(() => setTimeout(go, 0));
});
async function until(what, act) {
  for (const start = performance.now(); performance.now() - start < 30_000; await drawn()) {
    const found = act();
    if (found) return found;
  }
  throw new Error(`no ${what} on “${title()}”: ${root()?.innerText.slice(0, 600)}`);
}

async function write(name, text) {
  const field = byId(name);
  if (!field) return;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await drawn();
}
async function choose(name, code) {
  const row = find(`input[name="${name}"][value="${code}"]`);
  if (row && !row.checked) {
    row.click();
    await drawn();
  }
  const list = find(`select[name="${name}"]`);
  if (list && list.value !== code) {
    list.value = code;
    list.dispatchEvent(new Event("change", { bubbles: true }));
    await drawn();
  }
}
async function answer() {
  if (byId("summary")) await write("summary", company.text);
  for (const [name, fact] of Object.entries(company.facts)) {
    for (const one of [fact].flat()) await choose(name, String(one));
    if (byId(name)?.matches("textarea, input")) await write(name, String(fact));
  }
  const first = find("input[name=recipients]");
  if (first && !find("input[name=recipients]:checked")) first.click();
  for (const [name, text] of Object.entries(contact ?? {})) await write(name, text);
}

const steps = [];
let wasContact = false;
const is = {
  results: () => byId("title") && !find("form") && find(".vi-button"),
  // The step after the one that asks for the address.
  check: () => steps.length && !byId("email") && wasContact,
  receipt: () => find("[data-reference]"),
};
const onward = () => find("form button[type=submit]") ?? find(".vi-button");

async function walk() {
  await until("way on", onward);
  for (let count = 0; count < 30; count += 1) {
    await answer();
    const before = title();
    if (upTo === "check" && byId("email")) wasContact = true;
    if (is[upTo]?.() || steps.length === upTo) break;
    const start = performance.now();
    (await until("way on", onward)).click();
    // A newer catalogue came: the same step, to be sent once more.
    await until("other step", () => title() !== before || find(".vi-failed")?.innerText);
    await painted();
    steps.push({ step: title(), ms: performance.now() - start, failed: find(".vi-failed")?.innerText ?? "" });
  }
  return { steps, reference: find("[data-reference]")?.innerText.trim() ?? "" };
}
walk().then(done, (error) => done({ error: error.message, steps, reference: "" }));
