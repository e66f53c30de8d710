// Asks the wasm core: node ask.mjs CORE.js PIECES.json DAY CASES.jsonl ANSWERS.jsonl
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";

const [core, pieces, day, cases, answers] = process.argv.slice(2);
const { Core } = createRequire(import.meta.url)(core);

const { rules, ...rest } = JSON.parse(readFileSync(pieces, "utf8"));
const asked = Core.of(readFileSync(rules));
for (const [name, file] of Object.entries(rest)) {
  if (!asked.add(name, readFileSync(file))) throw new Error(`${file} cannot be read`);
}
asked.listen();
const out = openSync(answers, "w");
for (const line of readFileSync(cases, "utf8").trimEnd().split("\n")) {
  writeSync(out, asked.answer(line, day) + "\n");
}
closeSync(out);
