// Asks the wasm core in a page of ours, with the pieces that this page fetches.
const [cases, day, done] = arguments;

async function make() {
  const { default: init, Core } = await import("/assets/same/same.js");
  await init({ module_or_path: "/assets/same/same_bg.wasm" });
  const { pieces } = JSON.parse(document.getElementById("config").textContent);
  const { rules, ...rest } = pieces;
  const bytes = async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer());
  const core = Core.of(await bytes(rules));
  for (const [name, url] of Object.entries(rest)) {
    if (!core.add(name, await bytes(url))) throw new Error(`${url} cannot be read`);
  }
  core.listen();
  return core;
}

(async () => {
  globalThis.core ??= await make();
  return cases.map((one) => globalThis.core.answer(one, day));
})().then(done, (error) => done(`${error}`));
