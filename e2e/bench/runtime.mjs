// node runtime.mjs FOLDER PORT: a Worker in workerd, without the proxy and the logging that
// `wrangler dev` puts before it. FOLDER is as `wrangler dev` takes it: wrangler.jsonc,
// .dev.vars, and in data/ what is kept. Runs until it is killed.

import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Miniflare } from 'miniflare'

const [, , folder, port] = process.argv
const read = (name) => readFileSync(join(folder, name), 'utf8')
const settings = JSON.parse(read('wrangler.jsonc'))

const vars = Object.entries(settings.vars ?? {})
if (existsSync(join(folder, '.dev.vars')))
  vars.push(...read('.dev.vars').split('\n').filter(Boolean).map((line) => line.split(/=(.*)/s, 2)))
const env = Object.fromEntries(vars.map(([name, value]) => [name, { type: 'json', value }]))
for (const { binding, database_id: id } of settings.d1_databases) env[binding] = { type: 'd1', id }
for (const { binding, queue: name } of settings.queues?.producers ?? []) env[binding] = { type: 'queue', name }
for (const { name } of settings.send_email ?? []) env[name] = { type: 'send-email' }

const main = basename(settings.main)
const home = dirname(join(folder, settings.main))
const modules = { [main]: { type: 'esm', contents: read(settings.main) } }
const wasm = join(home, 'edge_bg.wasm')
if (existsSync(wasm)) modules['edge_bg.wasm'] = { type: 'wasm', contents: readFileSync(wasm) }

const triggers = (settings.queues?.consumers ?? []).map((one) => ({
  type: 'queue',
  name: one.queue,
  maxBatchSize: one.max_batch_size,
  maxBatchTimeout: one.max_batch_timeout,
  maxRetries: one.max_retries
}))
const config = {
  name: settings.name,
  compatibilityDate: settings.compatibility_date,
  manifest: { mainModule: main, modulesRoot: home, modules },
  triggers,
  env
}
if (settings.assets) {
  env[settings.assets.binding] = { type: 'assets' }
  config.assets = {
    directory: join(folder, settings.assets.directory),
    hasUserWorker: true,
    runWorkerFirst: settings.assets.run_worker_first
  }
}

const runtime = new Miniflare({
  host: '127.0.0.1',
  port: Number(port),
  resourcePersistencePath: join(folder, 'data/v3'),
  unsafeTriggerHandlers: true,
  enableDevRegistry: false,
  logRequests: false,
  cf: false,
  telemetry: { enabled: false },
  workers: [{ config }]
})
await runtime.ready
