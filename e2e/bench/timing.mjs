// How a search is timed: the same for every engine, in node and in Chromium.

/**
 * Gives what each query found and its time in microseconds: the median of the
 * rounds, so that one interruption by the machine is not a time of the engine.
 * Where there are several rounds, all is asked once before, to warm up. Slow
 * engines get to as many queries as `ms` allow, at least to `least`.
 */
export function timed(queries, ask, { rounds, ms, least }) {
  const begun = performance.now()
  const spent = () => performance.now() - begun
  for (const query of rounds > 1 ? queries : []) {
    ask(query)
    if (spent() > ms / 4) break
  }
  const found = []
  const times = []
  const done = () => times.map((each, place) => ({ found: found[place], us: median(each) }))
  for (let round = 0; round < rounds; round++) {
    for (const [place, query] of queries.entries()) {
      if (spent() > ms && (round > 0 || place >= least)) return done()
      const from = performance.now()
      found[place] = ask(query)
      ;(times[place] ??= []).push((performance.now() - from) * 1000)
    }
  }
  return done()
}

/** Gives what something returns, and the milliseconds it took. */
export function took(act) {
  const from = performance.now()
  const result = act()
  return [result, performance.now() - from]
}

function median(times) {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]
}
