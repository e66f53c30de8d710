// Both engines over the page or frame, one after the other: an element and a
// rule for each fault.
const [done] = arguments;
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"];
const short = (html) => html.replace(/\s+/g, " ").slice(0, 300);

async function byAxe() {
  const options = { runOnly: { type: "tag", values: TAGS }, resultTypes: ["violations"] };
  const { violations } = await axe.run(document, options);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html }) => ({ checker: "axe-core", rule: id, says: help, html: short(html) })));
}
async function byIbm() {
  const { results } = await new ace.Checker().check(document, ["WCAG_2_2"]);
  return results
    .filter(({ value: [policy, confidence] }) => policy === "VIOLATION" && confidence === "FAIL")
    .map(({ ruleId, message, snippet }) =>
      ({ checker: "accessibility-checker-engine", rule: ruleId, says: message, html: short(snippet) }));
}
// What still fades in has no colour yet.
const roots = (root) => [root, ...[...root.querySelectorAll("*")].flatMap((e) => (e.shadowRoot ? roots(e.shadowRoot) : []))];
const still = () => Promise.allSettled(roots(document).flatMap((root) => root.getAnimations().map((one) => one.finished)));
const drawn = () => new Promise((go) => (setTimeout(go, 250), requestAnimationFrame(() => setTimeout(go, 0))));
(async () => (await drawn(), await still(), [...(await byAxe()), ...(await byIbm())]))().then(done, (error) => done(String(error?.stack ?? error)));
