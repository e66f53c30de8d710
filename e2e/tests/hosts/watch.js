// Runs before any script of a page: writes down what our tag says and what
// breaks, and sets the page as a visitor would have left it. Where nothing will
// come, the loader's patience passes forty times as fast.
if (!location.pathname.startsWith("/f/")) {
  const seen = { ready: [], fallback: [], errors: [], ran: 0 };
  Object.defineProperty(window, "watched", { value: seen, enumerable: false });
  if (location.search.includes("hurry")) {
    const wait = window.setTimeout;
    window.setTimeout = (act, ms, ...rest) => wait.call(window, act, ms / 40, ...rest);
  }
  for (const type of ["ready", "fallback"]) {
    window.addEventListener(`vagen-in:${type}`,
      ({ detail }) => seen[type].push({ ...detail, at: Math.round(performance.now()) }), true);
  }
  window.addEventListener("error", ({ message }) => seen.errors.push(`${message}`));
  window.addEventListener("unhandledrejection", ({ reason }) => seen.errors.push(`${reason}`));
  // Someone writes in the page's own field, some way down.
  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("search")?.focus({ preventScroll: true });
    window.scrollTo(0, 24);
  });
  // Our program came to run, as our frame's document says before it goes on.
  window.addEventListener("message", ({ data }) => (seen.ran += data === "ran" ? 1 : 0));
} else {
  const { WebAssembly: wasm } = window;
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const real = wasm[name];
    wasm[name] = (...args) => real.apply(wasm, args).then((made) => {
      window.parent.postMessage("ran", "*");
      return made;
    });
  }
}
