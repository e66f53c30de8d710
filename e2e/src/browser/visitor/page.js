// What stands on the page, as one sees it: by words, roles and the data-
// attributes that the page promises to keep.
const [what, ...about] = arguments;

// Inline it stands in our element's own tree, in the partner's page.
const { shadowRoot } = document.querySelector("vagen-in") ?? {};
const here = shadowRoot?.querySelector(".vi-root:not([hidden])") ? shadowRoot : document;

const tidy = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const seen = (e) => e.checkVisibility({ visibilityProperty: true });
const all = (selector, root = here) => [...root.querySelectorAll(selector)].filter(seen);
const byIds = (ids) => ids.split(/\s+/).map((id) => here.getElementById(id)?.innerText).join(" ");
const nameOf = (e) => tidy(
  e.getAttribute("aria-labelledby") ? byIds(e.getAttribute("aria-labelledby"))
  : e.getAttribute("aria-label") ? e.getAttribute("aria-label")
  : e.labels?.length ? [...e.labels].map((label) => label.innerText).join(" ")
  : e.matches("fieldset") ? e.querySelector("legend")?.innerText
  : e.innerText);
// Below its first line a label has a hint.
const labelOf = (input) => tidy(input.labels?.[0]?.innerText.trim().split("\n")[0]);
const groups = (name) => all("fieldset, [role=group]").filter((e) => nameOf(e) === name);
const fields = (name) => all("input, textarea, select").filter((e) => labelOf(e) === name);
const choices = (name) => groups(name).flatMap((group) =>
  [...group.querySelectorAll("input[type=radio], input[type=checkbox]")]);

const LOOK = {
  // The heading that has the focus: each step moves it there.
  heading: () => {
    const e = here.activeElement;
    return e && /^H[1-6]$/.test(e.tagName) ? tidy(e.innerText) : "";
  },
  asks: (name) => 0 < groups(name).length + fields(name).length,
  choices: (name) => choices(name).map(labelOf),
  chosen: (name) => choices(name).filter((input) => input.checked).map(labelOf),
  // The row to press for an answer: "chosen" when it is already.
  choice: (name, answer) => {
    const found = choices(name).find((input) => labelOf(input) === answer);
    return found?.checked ? "chosen" : found?.labels?.[0] ?? found ?? null;
  },
  option: (name, label) => {
    const [select] = fields(name);
    return [...(select?.options ?? [])].find((option) => tidy(option.label) === label) ?? null;
  },
  written: (name) => fields(name)[0]?.value ?? "",
  chips: (name) => groups(name).flatMap((group) => all("li", group)).map((e) => tidy(e.innerText)),
  // What is folded, an entry's own fold aside.
  folds: () => all("details:not([open]) > summary").filter((e) => !e.closest("[data-entry]")),
  // Each entry under the heading that it stands under.
  entries: () => {
    let group = "";
    return all("h1, h2, h3, h4, h5, h6, [data-entry]").flatMap((e) => {
      if (!e.dataset.entry) {
        if (!e.closest("[data-entry]")) group = tidy(e.innerText);
        return [];
      }
      const fold = e.closest("details")?.querySelector("summary");
      return [{
        id: e.dataset.entry, outcome: e.dataset.outcome, group,
        name: tidy(e.querySelector("h2, h3, h4, h5, h6")?.innerText),
        text: e.innerText, fold: fold ? tidy(fold.innerText) : "",
      }];
    });
  },
  // Boxes by what they are: [id, text, links].
  boxes: (kind) => all(`[data-${kind}]`).map((e) =>
    ({ id: e.dataset[kind], text: tidy(e.innerText), links: all("a[href]", e).map((a) => a.href) })),
  place: (name) => {
    const button = all("button").find((e) => nameOf(e) === name);
    return Math.round(button.getBoundingClientRect().top + scrollY);
  },
  buttons: () => all("button, [role=button]").map(nameOf),
  focus: () => {
    const e = here.activeElement;
    return { name: e ? nameOf(e) : "", label: e?.labels ? labelOf(e) : "", tag: e?.tagName ?? "",
      kind: e?.type ?? "", checked: e?.checked ?? false };
  },
  reference: () => all("[data-reference]").map((e) => tidy(e.innerText))[0] ?? "",
  // How far the page can be moved sideways, in px.
  sideways: () => {
    const { scrollWidth, clientWidth } = document.scrollingElement;
    return scrollWidth - clientWidth;
  },
  fetched: () => performance.getEntriesByType("resource").map((one) => new URL(one.name).pathname),
};
return LOOK[what](...about);
