// Presses the button and tells how soon the focus is in the summary, what its
// links say, what stands beside the fields, and what points at nothing.
const [name, done] = arguments;
const button = [...document.querySelectorAll("button")].find((e) => e.innerText.trim() === name);
const begun = performance.now();
button.click();
const tidy = (text) => text.replace(/\s+/g, " ").trim();
const look = () => {
  const summary = document.activeElement?.closest(".vi-problems");
  const ms = performance.now() - begun;
  if (!summary) {
    if (ms < 5000) return requestAnimationFrame(look);
    return done({ ms, links: [], beside: [], broken: ["no summary has the focus"] });
  }
  const broken = [];
  const links = [...summary.querySelectorAll("a")].map((a) => {
    if (!document.getElementById(a.hash.slice(1))) broken.push(`${a.innerText} leads nowhere`);
    return tidy(a.innerText);
  });
  const beside = [...document.querySelectorAll("[aria-invalid=true]")].map((field) => {
    const ids = (field.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean);
    const texts = ids.map((id) => document.getElementById(id));
    if (texts.includes(null)) broken.push(`${field.id} is described by nothing`);
    return tidy(texts.find((e) => e?.matches(".vi-error"))?.innerText ?? "");
  });
  done({ ms, links, beside, broken });
};
look();
