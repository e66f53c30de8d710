// On the partner's page: when the frame had which height.
const frame = document.querySelector("vagen-in").shadowRoot.querySelector("iframe");
const now = () => performance.timeOrigin + performance.now();
const seen = [];
new MutationObserver(() => seen.push([now(), parseFloat(frame.style.height)]))
  .observe(frame, { attributes: true, attributeFilter: ["style"] });

// How late the frame followed its content, and how still it then is.
globalThis.__measure = async (content, done) => {
  const height = () => frame.getBoundingClientRect().height;
  const all = [];
  for (let at = 0; at < 50; at += 1) {
    all.push(height());
    await new Promise((go) => setTimeout(go, 100));
  }
  // A height that was told is one that the frame took soon after.
  const late = seen.map(([when, px]) => {
    const from = content.findLast(([at, tall]) => at <= when + 1 && Math.abs(tall - px) < 3);
    return from ? when - from[0] : 0;
  });
  done({ spread: Math.max(...all) - Math.min(...all), late: Math.max(0, ...late) });
};
return seen.length;
