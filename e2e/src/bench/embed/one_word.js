// How long this browser takes from a click that changes one word to its picture,
// waited for as `walk.js` does: as often as a walk has steps.
const [done] = arguments;
const drawn = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go, 0)));

async function measured() {
  const word = document.querySelector("p");
  word.addEventListener("click", () => (word.textContent = Number(word.textContent) + 1));
  const all = [];
  for (let count = 1; count <= 8; count += 1) {
    await drawn();
    const start = performance.now();
    word.click();
    while (word.innerText !== `${count}`) await drawn();
    await drawn();
    await drawn();
    all.push(performance.now() - start);
  }
  return all;
}
measured().then(done);
