// In every document from its beginning: notes when what is there to be seen is
// seen, when it can be used, and when the first use has been answered.
(() => {
  if (globalThis.__bench) return;
  const now = () => performance.timeOrigin + performance.now();
  const noted = (globalThis.__bench = {
    start: performance.timeOrigin, get came() { return performance.getEntriesByType("navigation")[0]?.responseEnd ?? 0; }, at: {}, tasks: [], shift: 0, changes: [],
  });
  const mark = (name) => { noted.at[name] ??= now(); };
  const watch = (type, act) => {
    try {
      new PerformanceObserver((list) => list.getEntries().forEach(act)).observe({ type, buffered: true });
    } catch { /* not in this browser */ }
  };
  watch("paint", ({ name, startTime }) => {
    if (name === "first-contentful-paint") noted.at.paint = performance.timeOrigin + startTime;
  });
  watch("longtask", ({ startTime, duration }) =>
    noted.tasks.push([performance.timeOrigin + startTime, duration]));
  watch("layout-shift", ({ value, hadRecentInput }) => { if (!hadRecentInput) noted.shift += value; });

  const inFrame = location.pathname.startsWith("/f/");
  const tag = () => document.querySelector("vagen-in");
  const isShown = (e) => e && 50 < e.getBoundingClientRect().height && e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const soon = (act) => setTimeout(act, 10);
  const used = (e, act, isAnswered) => {
    mark("usable");
    act(e);
    const look = () => (isAnswered() ? mark("answered") : soon(look));
    soon(look);
  };

  // Ours: in our frame, or inline in the page.
  const results = (root) => [...root.querySelectorAll("[data-entry]")].map((e) => e.dataset.entry + e.dataset.outcome).join();
  const ours = () => {
    const root = inFrame ? document.getElementById("app") : tag()?.shadowRoot?.querySelector(".vi-root");
    const frame = inFrame ? null : tag()?.shadowRoot?.querySelector("iframe");
    if (isShown(frame)) mark("frame");
    if (!inFrame && [...(root?.querySelectorAll("h1, h2, h3, h4") ?? [])].some((e) => e.checkVisibility())) mark("visible");
    const input = root?.querySelector("input[type=radio], input[type=checkbox]");
    const isReady = inFrame ? document.documentElement?.classList.contains("is-ready") : input;
    if (isReady && input) {
      const before = results(root);
      return used(input, () => input.click(), () => ![before, ""].includes(results(root)));
    }
    soon(ours);
  };
  if (inFrame || /vagen-in|park-/.test(location.pathname)) ours();

  // Others.
  const pagefind = () => {
    const field = document.querySelector(".pagefind-ui__search-input");
    if (!field?.checkVisibility()) return soon(pagefind);
    mark("visible");
    used(field, () => {
      field.value = "provning";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }, () => document.querySelector(".pagefind-ui__result"));
  };
  if (location.pathname.includes("pagefind")) pagefind();

  const altcha = () => {
    const field = document.querySelector("altcha-widget input[type=checkbox]");
    if (!field?.checkVisibility()) return soon(altcha);
    mark("visible");
    used(field, () => field.click(), () => document.querySelector("altcha-widget").getState?.() === "verified");
  };
  if (location.pathname.includes("altcha")) altcha();
})();
