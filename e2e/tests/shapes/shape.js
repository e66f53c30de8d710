// What of the page is too small, cut off or out of reach, a line each. `how` is
// one of: targets, reflow, spacing, doubled, still, forced.
const [how] = arguments;
const { shadowRoot } = document.querySelector("vagen-in") ?? {};
const inner = shadowRoot?.querySelector(".vi-root:not([hidden])");
const root = inner ? shadowRoot : document;
const all = (selector) => [...root.querySelectorAll(selector)].filter((e) => e.checkVisibility({ visibilityProperty: true }));
const name = (e) => `${e.localName}.${e.className} “${(e.labels?.[0] ?? e).innerText?.trim().split("\n")[0] ?? ""}”`;
const isChoice = (e) => e.matches("input[type=radio], input[type=checkbox]");
const drawn = (e) => (isChoice(e) ? e.closest("label") ?? e.labels[0] ?? e : e);
const faults = [];

// What lies on lines of text is as large as they are: that is allowed.
const isInText = (e) => e.localName === "a" && getComputedStyle(e).display === "inline";
const targets = () => {
  for (const e of all("a[href], button, input, select, textarea, summary")) {
    if (isInText(e) || e.type === "hidden") continue;
    const { width, height } = drawn(e).getBoundingClientRect();
    const least = e.matches("input, select, textarea, .vi-button") ? 44 : 24;
    if (width < 23.9 || height < least - 0.1) faults.push(`${name(e)} is ${Math.round(width)}×${Math.round(height)} px`);
  }
};

const cutOff = () => {
  const { scrollWidth, clientWidth } = document.scrollingElement;
  if (clientWidth < scrollWidth) {
    const widest = all("*").filter((e) => clientWidth < e.getBoundingClientRect().right).map(name).pop();
    faults.push(`the page moves ${scrollWidth - clientWidth} px sideways: ${widest}`);
  }
  for (const e of all("*")) {
    if (!e.innerText?.trim() || e.matches("select, textarea, option, .vi-hidden, .vi-hidden *")) continue;
    const { overflowX, overflowY, clip, clipPath, textOverflow } = getComputedStyle(e);
    if (clip !== "auto" || clipPath !== "none") continue;
    const hides = (overflow) => ["hidden", "clip"].includes(overflow);
    if (hides(overflowX) && e.clientWidth + 1 < e.scrollWidth) faults.push(`${name(e)} is cut off at the side`);
    if (hides(overflowY) && e.clientHeight + 1 < e.scrollHeight) faults.push(`${name(e)} is cut off below`);
    if (textOverflow === "ellipsis" && e.clientWidth < e.scrollWidth) faults.push(`${name(e)} ends in dots`);
  }
};

const under = (css, look) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const before = [...root.adoptedStyleSheets];
  root.adoptedStyleSheets = [...before, sheet];
  look();
  root.adoptedStyleSheets = before;
};

const HOW = {
  targets,
  reflow: cutOff,
  // WCAG 1.4.12.
  spacing: () => under(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`, cutOff),
  // WCAG 1.4.4, on a screen as wide as is usual. Sizes are in rem; inline they
  // follow the visitor's own setting, which a page cannot change.
  doubled: () => inner || innerWidth < 600 || under("html { font-size: 200% !important }", cutOff),
  still: () => {
    for (const e of all("*")) {
      for (const half of [null, "::before", "::after"]) {
        const { animationName, animationDuration, transitionDuration } = getComputedStyle(e, half);
        const moves = (animationName !== "none" && 0.01 < parseFloat(animationDuration))
          || transitionDuration.split(",").some((one) => 0.01 < parseFloat(one));
        if (moves) faults.push(`${name(e)}${half ?? ""} moves by itself`);
      }
    }
  },
  // The page's own colours are gone: what is pressed or written in has an edge.
  forced: () => {
    for (const e of all("button, input:not([type=hidden]), select, textarea")) {
      const edged = e.closest(".vi-chip") ?? drawn(e);
      const { borderTopStyle, borderTopWidth, textDecorationLine } = getComputedStyle(edged);
      const hasEdge = borderTopStyle !== "none" && 0 < parseFloat(borderTopWidth);
      if (!hasEdge && !textDecorationLine.includes("underline")) faults.push(`${name(e)} has no edge in forced colours`);
    }
  },
};
HOW[how]();
return faults;
