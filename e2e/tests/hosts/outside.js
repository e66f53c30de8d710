// What of a page is the partner's: what is computed for every element outside
// our tag, apart from what follows from the tag's own size; its globals; where
// the focus is and how far down one has read.
const GIVES_WAY = /^(height|width|block-size|inline-size|perspective-origin|transform-origin|inset|top|bottom|left|right)|-(block|inline)-(start|end)$/;
const path = (e) => (e === document.documentElement ? "html"
  : `${path(e.parentElement)}>${e.localName}:${[...e.parentElement.children].indexOf(e)}`);
const elements = [...document.querySelectorAll("*")].filter((e) => !e.closest("vagen-in, script, link, head"));
const styles = Object.fromEntries(elements.map((e) => {
  const style = getComputedStyle(e);
  // Whether a focus that a script gave is drawn is the browser's own guess.
  const drawn = (name) => e === document.activeElement && name.startsWith("outline");
  const names = [...style].filter((name) => !GIVES_WAY.test(name) && !name.startsWith("--") && !drawn(name));
  return [path(e), names.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";")];
}));
return {
  styles,
  // Chromium's driver has some of its own.
  globals: Object.getOwnPropertyNames(window).filter((name) => !/^(ret_nodes|se_|\$?cdc_)/.test(name)),
  focus: document.activeElement?.id ?? "",
  scroll: Math.round(scrollY),
};
