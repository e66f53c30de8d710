// One engine on one task, in node: `node node.mjs ENGINE TASK.json WANTED`,
// where WANTED is JSON: the budget and, for ours, where its files lie.
// The answers go to standard output as JSON.

import { readFileSync } from 'node:fs'
import { engines } from './engines.mjs'
import { ours } from './ours.mjs'
import { timed, took } from './timing.mjs'

const [, , engine, file, wanted] = process.argv
const { module, labels, budget } = JSON.parse(wanted)
const task = JSON.parse(readFileSync(file))

const result = engine === 'ours' ? await own() : other(engines[engine])
process.stdout.write(JSON.stringify(result))

async function own() {
  const { initSync, Measure } = await import(`${module}/measure.js`)
  const { memory } = initSync({ module: readFileSync(`${module}/measure_bg.wasm`) })
  return ours({ Measure, memory }, task, readFileSync(labels, 'utf8'), budget)
}

function other(make) {
  const { docs, queries } = task
  const [search, build] = took(() => make(docs, docs[0].lang))
  const answered = timed(queries, ({ text }) => search(text), budget)
  const answers = answered.map(({ found, us }, place) => {
    return { q: queries[place].id, hits: found.map(([hit, score]) => [hit, 0, score]), us }
  })
  return { build, answers }
}
