// Dresses our page in an accent after another, and computes the contrast of
// every text and every control from the colours that the browser computed.
const [accents, side, done] = arguments;

const root = document.documentElement;
root.dataset.theme = side;
// What moves between colours would be seen half way.
const still = new CSSStyleSheet();
still.replaceSync("* { transition: none !important; animation: none !important }");
document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];

const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const known = new Map();
const rgba = (text) => {
  if (!known.has(text)) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    known.set(text, [r, g, b, a / 255]);
  }
  return known.get(text);
};
const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
const light = ([r, g, b]) => {
  const part = (v) => ((v /= 255), v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
};
const ratio = (one, other) => {
  const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};
const white = side === "dark" ? [18, 18, 18, 1] : [255, 255, 255, 1];
function behind(e) {
  if (!e) return white;
  const own = rgba(getComputedStyle(e).backgroundColor);
  return own[3] === 1 ? own : over(own, behind(e.parentElement));
}

const shown = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
function texts() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const all = new Set();
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim() && shown(e) && !e.closest("script, style, noscript")) all.add(e);
  }
  return [...all];
}
const name = (e) => `${e.localName}.${e.className} “${e.innerText?.trim().slice(0, 24)}”`;

function measure(accent) {
  const found = { text: [], control: [] };
  for (const e of texts()) {
    const style = getComputedStyle(e);
    if (e.closest("[disabled], [aria-disabled=true]")) continue;
    const ground = behind(e);
    found.text.push([ratio(over(rgba(style.color), ground), ground), `${accent} ${side} ${name(e)}`]);
  }
  for (const e of document.querySelectorAll("input:not([type=hidden]), textarea, select, button.vi-button")) {
    if (!shown(e)) continue;
    const style = getComputedStyle(e);
    const around = behind(e.parentElement);
    const drawn = [over(rgba(style.backgroundColor), around)];
    if (parseFloat(style.borderTopWidth)) drawn.push(over(rgba(style.borderTopColor), around));
    // Drawn by the browser in the accent and in its own grey.
    if (/radio|checkbox/.test(e.type) && style.appearance !== "none") drawn.push(style.accentColor === "auto" ? [118, 118, 118, 1] : rgba(style.accentColor));
    found.control.push([Math.max(...drawn.map((one) => ratio(one, around))), `${accent} ${side} ${name(e)}`]);
  }
  return found;
}

const least = (all) => all.reduce((low, one) => (one[0] < low[0] ? one : low), [21, ""]);
(async () => {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet" });
  const sheet = new URL(`${location.pathname.split("/").slice(0, 3).join("/")}/theme.css`, location.href);
  document.head.append(link);
  const all = { pairs: 0, text: [], control: [] };
  for (const accent of accents) {
    const url = new URL(sheet);
    url.searchParams.set("t", `accent:${accent}`);
    await new Promise((go) => { link.onload = go; link.onerror = go; link.href = url; });
    const { text, control } = measure(accent);
    all.pairs += text.length + control.length;
    all.text.push(least(text));
    all.control.push(least(control));
  }
  return { pairs: all.pairs, text: least(all.text), control: least(all.control) };
})().then(done, (error) => done({ pairs: 0, text: [0, error.message], control: [0, error.message] }));
