// Every computed style and global of the page before and after our script.
const [script, done] = arguments;

// What follows from how tall the widget is.
const TALL = /^(height|block-size|min-.*|perspective-origin|transform-origin|grid-template-rows|inset.*|top|bottom|left|right)$/;
const others = () => [...document.querySelectorAll("*")].filter((e) => e.localName !== "vagen-in" && !e.closest("vagen-in") && e.localName !== "script");
const styles = (e) => {
  const style = getComputedStyle(e);
  return Object.fromEntries([...style].filter((name) => !TALL.test(name)).map((name) => [name, style.getPropertyValue(name)]));
};
const elements = others();
const before = elements.map(styles);
const globals = new Set(Object.getOwnPropertyNames(window));
const tag = document.querySelector("vagen-in");
const name = (e) => e.localName + (e.id ? `#${e.id}` : "") + (e.className ? `.${e.className}` : "");

const added = document.createElement("script");
added.src = script;
added.onload = async () => {
  await tag.ready;
  await new Promise((go) => setTimeout(go, 500));
  const changed = elements.flatMap((e, at) => {
    const now = styles(e);
    return Object.keys(now).filter((key) => now[key] !== before[at][key]).map((key) => `${name(e)} ${key}: ${before[at][key]} → ${now[key]}`);
  });
  const new_elements = others().filter((e) => !elements.includes(e)).map((e) => `new ${name(e)}`);
  const focus = document.activeElement;
  done({
    styles: [...changed, ...new_elements],
    globals: Object.getOwnPropertyNames(window).filter((name) => !globals.has(name)),
    scrolled: scrollY,
    focus: focus === document.body || !focus ? "" : name(focus),
  });
};
document.head.append(added);
