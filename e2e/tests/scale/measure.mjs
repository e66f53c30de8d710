// Asks the wasm core as the Worker would, and measures its memory:
// node measure.mjs CORE.js FOLDER DAY CASES.jsonl ANSWERS.jsonl
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const [core, folder, day, cases, answers] = process.argv.slice(2);
let memory;
const { Instance } = WebAssembly;
WebAssembly.Instance = function (...of) {
  const instance = new Instance(...of);
  memory = instance.exports.memory;
  return instance;
};
const { Core } = createRequire(import.meta.url)(core);

const piece = (name) => readFileSync(`${folder}/${name}.bin`);
const begun = performance.now();
const asked = Core.of(piece("rules"));
if (!asked.add("concepts", piece("terms"))) throw new Error("terms cannot be read");
for (const name of ["words-sv", "long-sv", "words-en", "long-en"]) {
  if (!asked.add(name, piece(name))) throw new Error(`${name} cannot be read`);
}
const loaded = { bytes: memory.buffer.byteLength, millis: Math.round(performance.now() - begun) };

const each = [];
const told = readFileSync(cases, "utf8").trimEnd().split("\n").map((line) => {
  const begun = performance.now();
  const answer = asked.answer(line, day);
  each.push(performance.now() - begun);
  return answer + "\n";
});
const answered = { bytes: memory.buffer.byteLength, millis: Math.round(each.reduce((a, b) => a + b)) };
writeFileSync(answers, told.join(""));
console.log(JSON.stringify({ loaded, answered }));
