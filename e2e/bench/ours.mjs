// Our search on a task: in node and in Chromium the same.

import { timed, took } from './timing.mjs'

/**
 * Gives the answer to each query with its reasons, the times, and the bytes of
 * the wasm's memory once the entries can be found: it never gives any back.
 */
export function ours({ Measure, memory }, { docs, queries }, labels, budget) {
  const measure = new Measure(docs[0].lang)
  for (const { id, title, body } of docs) measure.add(id, title, body)
  const [, build] = took(() => measure.build())
  const bytes = memory.buffer.byteLength
  const [, learn] = took(() => measure.learn(labels))
  const answered = timed(queries, ({ text, lang }) => measure.search(text, lang), budget)
  const answers = answered.map(({ us }, place) => {
    const { id, text, lang } = queries[place]
    measure.search(text, lang)
    return { q: id, ...JSON.parse(measure.told()), us }
  })
  measure.free()
  return { build, learn, bytes, answers }
}
