// Finds what a visitor would find: by what it is and what it is called.
// Open shadow roots are looked into; what is not shown is not found.
const [role, name] = arguments;

const ROLES = {
  button: "button, [role=button], summary, input[type=submit], input[type=button]",
  link: "a[href]",
  heading: "h1, h2, h3, h4, h5, h6, [role=heading]",
  group: "fieldset, [role=group], [role=radiogroup]",
  choice: "input[type=radio], input[type=checkbox], [role=radio], [role=checkbox]",
  field: "textarea, select, input:not([type=radio], [type=checkbox], [type=hidden], [type=submit], [type=button])",
  region: "section, main, aside, [role=region], [role=alert], [role=status]",
};

const all = (root, selector) => [
  ...root.querySelectorAll(selector),
  ...[...root.querySelectorAll("*")].flatMap((e) => (e.shadowRoot ? all(e.shadowRoot, selector) : [])),
];
const tidy = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const byIds = (e, ids) => ids.split(/\s+/).map((id) => e.getRootNode().getElementById(id)?.innerText).join(" ");
const nameOf = (e) => tidy(
  e.getAttribute("aria-labelledby") ? byIds(e, e.getAttribute("aria-labelledby"))
  : e.getAttribute("aria-label") ? e.getAttribute("aria-label")
  : e.labels?.length ? [...e.labels].map((label) => label.innerText).join(" ")
  : e.matches("fieldset") ? e.querySelector("legend")?.innerText
  : e.matches("section, main, aside") ? e.querySelector("h1, h2, h3, h4")?.innerText
  : e.matches("input[type=submit], input[type=button]") ? e.value
  : e.innerText);
// A choice may be drawn by its label, with the input itself unseen.
const isShown = (e) => e.checkVisibility({ visibilityProperty: true })
  || [...(e.labels ?? [])].some((label) => label.checkVisibility({ visibilityProperty: true }));

const named = all(document, ROLES[role]).filter(isShown).map((e) => [e, nameOf(e)]);
const wanted = tidy(name);
for (const fits of [(n) => n === wanted, (n) => n.startsWith(wanted), (n) => n.includes(wanted)]) {
  const found = named.filter(([, n]) => fits(n)).map(([e]) => e);
  if (found.length) return found;
}
return [];
