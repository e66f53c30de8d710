// The alternatives, each as well set up as we could: several settings were
// tried, and these ranked best over the tasks about groups. Each makes an index
// and gives a function from a text to at most ten entries: ids, and scores
// where it tells any, the higher the better.

import { createRequire } from 'node:module'

// All of them as a page would get them from CommonJS: lunr knows nothing else.
const require = createRequire(import.meta.url)
const snowball = require('snowball-stemmers')

const stemmers = { sv: snowball.newStemmer('swedish'), en: snowball.newStemmer('english') }

export const engines = {
  minisearch: (docs) => minisearch(docs),
  'minisearch-snowball': (docs, lang) => {
    const stem = (term) => stemmers[lang].stem(term.toLowerCase())
    return minisearch(docs, { processTerm: stem })
  },
  fuse(docs) {
    const Fuse = require('fuse.js')
    const keys = [
      { name: 'title', weight: 2 },
      { name: 'body', weight: 1 },
    ]
    const wide = { threshold: 0.4, ignoreLocation: true, ignoreFieldNorm: true }
    const fuse = new Fuse(docs, { keys, includeScore: true, ...wide })
    const found = (text) => fuse.search(text, { limit: 10 })
    return (text) => found(text).map(({ item, score }) => [item.id, 1 - score])
  },
  'flexsearch-forward': (docs) => flexsearch(docs, 'forward'),
  'flexsearch-full': (docs) => flexsearch(docs, 'full'),
  lunr,
}

function minisearch(docs, settings = {}) {
  const MiniSearch = require('minisearch')
  const index = new MiniSearch({ fields: ['title', 'body'], ...settings })
  index.addAll(docs)
  const wanted = { boost: { title: 2 }, fuzzy: 0.2, prefix: true }
  return (text) => index.search(text, wanted).slice(0, 10).map(({ id, score }) => [id, score])
}

function flexsearch(docs, tokenize) {
  const { Index } = require('flexsearch')
  const index = new Index({ tokenize })
  for (const [place, { title, body }] of docs.entries()) index.add(place, `${title} ${body}`)
  const wanted = { limit: 10, suggest: true }
  return (text) => index.search(text, wanted).map((place) => [docs[place].id, 0])
}

function lunr(docs, lang) {
  const lunr = require('lunr')
  require('lunr-languages/lunr.stemmer.support')(lunr)
  require('lunr-languages/lunr.sv')(lunr)
  const index = lunr(function () {
    if (lang === 'sv') this.use(lunr.sv)
    this.ref('id')
    this.field('title', { boost: 2 })
    this.field('body')
    for (const doc of docs) this.add(doc)
  })
  // Its own query language would read signs in the text as commands.
  const ask = (text) => (query) => {
    for (const token of lunr.tokenizer(text)) {
      for (const term of index.pipeline.runString(token.toString())) {
        query.term(term, { boost: 10, usePipeline: false })
        if (term.length > 4) query.term(term, { editDistance: 1, usePipeline: false })
      }
    }
  }
  return (text) => index.query(ask(text)).slice(0, 10).map(({ ref, score }) => [ref, score])
}
