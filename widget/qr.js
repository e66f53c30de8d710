// What a screen has that many use, one after the other: a code to go on with on
// one's own phone, and a clock that clears the screen when no one is there.
// Loaded there alone.

import { encode } from "uqr";

const TO_ANSWER = 60; // seconds: three times what WCAG 2.2.1 wants
const SIGNS = ["pointermove", "pointerdown", "keydown", "input", "wheel", "touchmove"];

const SAYS = {
  sv: {
    phone: "Fortsätt på din egen telefon",
    scan: "Läs av koden med kameran. Den har dina val, men inget som är skrivet.",
    code: "Kod med en länk till dina val",
    there: "Är du kvar?",
    clears: (left) => `Om ${left} sekunder tas alla svar bort från skärmen.`,
    stay: "Jag är kvar",
  },
  en: {
    phone: "Continue on your own phone",
    scan: "Scan the code with the camera. It has your choices, but nothing that is written.",
    code: "Code with a link to your choices",
    there: "Are you still there?",
    clears: (left) => `In ${left} seconds all answers are removed from this screen.`,
    stay: "I am still here",
  },
};
const says = (element) =>
  SAYS[element?.closest("[lang]")?.lang.startsWith("en") ? "en" : "sv"];

function made(tag, classes, ...inside) {
  const element = document.createElement(tag);
  if (classes) {
    element.className = classes;
    element.setAttribute("part", classes.replaceAll("vi-", ""));
  }
  element.append(...inside);
  return element;
}

// Dark on light in every theme: cameras want it so.
function picture(text, name) {
  const { data, size } = encode(text, { ecc: "M", border: 2 });
  const dots = data.flatMap((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : "")));
  const drawn = (tag, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const svg = drawn("svg", {
    viewBox: `0 0 ${size} ${size}`, width: 232, height: 232,
    role: "img", "aria-label": name, "shape-rendering": "crispEdges",
  });
  svg.append(
    drawn("path", { d: `M0 0h${size}v${size}H0z`, fill: "#fff" }),
    drawn("path", { d: dots.join(""), fill: "#000" }),
  );
  return svg;
}

const shown = new WeakMap();

/** Draws what `data-text` says into an element, with the link as text beside it. */
export function draw(element) {
  const { text } = element.dataset;
  const said = says(element);
  if (shown.get(element) === text + said.phone) return;
  shown.set(element, text + said.phone);
  element.classList.add("vi-box");
  element.replaceChildren(
    made("p", "vi-box-title", made("b", "", said.phone)),
    made("p", "", said.scan),
    picture(text, said.code),
    made("p", "vi-source", text),
  );
}

/**
 * Asks after so many minutes without a sign of anyone whether someone is there,
 * and clears the screen a minute later, if something was done on it at all.
 */
export function watch(mount, minutes, clear) {
  let [seen, used, asks, before] = [Date.now(), false];
  const sign = () => asks || (seen = Date.now());
  const use = () => (used = true);

  function close() {
    asks?.remove();
    asks = undefined;
    seen = Date.now();
  }
  function stay() {
    close();
    if (before?.isConnected) before.focus();
  }
  function ask() {
    const said = says(mount.querySelector("[lang]"));
    const title = made("p", "vi-box-title", made("b", "", said.there));
    const button = made("button", "vi-button", said.stay);
    asks = made("div", "vi-box vi-lead vi-stay", title, made("p", ""), button);
    [title.id, asks.children[1].id, button.type] = ["vi-stay-title", "vi-stay-text", "button"];
    asks.setAttribute("role", "alertdialog");
    asks.setAttribute("aria-labelledby", title.id);
    asks.setAttribute("aria-describedby", "vi-stay-text");
    button.addEventListener("click", stay);
    before = mount.getRootNode().activeElement;
    mount.prepend(asks);
    tell(TO_ANSWER);
    button.focus();
  }
  function tell(left) {
    asks.children[1].textContent = says(mount.querySelector("[lang]")).clears(left);
  }
  function tick() {
    if (!mount.isConnected) return end();
    const over = Math.floor((Date.now() - seen) / 1000 - minutes * 60);
    if (!used || over < 0) return;
    if (!asks) return ask();
    if (over < TO_ANSWER) return tell(TO_ANSWER - over);
    close();
    used = false;
    clear();
  }
  function end() {
    clearInterval(clock);
    for (const name of SIGNS) removeEventListener(name, sign);
  }
  for (const name of SIGNS) addEventListener(name, sign, { passive: true });
  for (const name of ["pointerdown", "keydown", "input"]) mount.addEventListener(name, use);
  const clock = setInterval(tick, 1000);
}
