// Five seconds of each frame's height, from when the first question is there
// and its height has been the same for ten drawn frames.
const done = arguments[0];
const tags = [...document.querySelectorAll("vagen-in")];
const drawn = () => new Promise((next) => requestAnimationFrame(next));
const height = (frame) => frame.getBoundingClientRect().height;
async function watch(tag) {
  await tag.ready;
  const frame = tag.shadowRoot.querySelector("iframe");
  for (let same = 0, last = 0; same < 10; last = height(frame)) {
    await drawn();
    same = height(frame) === last ? same + 1 : 0;
  }
  const seen = { width: frame.clientWidth, least: Infinity, most: 0, looked: 0 };
  const see = () => {
    seen.least = Math.min(seen.least, height(frame));
    seen.most = Math.max(seen.most, height(frame));
    seen.looked += 1;
  };
  new ResizeObserver(see).observe(frame);
  for (const end = performance.now() + 5000; performance.now() < end; await drawn()) see();
  return seen;
}
Promise.all(tags.map(watch)).then(done);
