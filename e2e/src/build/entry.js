// The Worker's entry: three events, each handed to Rust. After a panic the
// instance is dead, so the next event gets a fresh one.
import { WorkerEntrypoint } from "cloudflare:workers";
import * as edge from "./edge.js";

Error.stackTraceLimit = 100;
const state = edge.__worker_init_state();

// A trap, a stack that ran over, or an instance that died of one unnoticed.
function isFatal(error) {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError
    || error?.message === "Module terminated";
}

function noteFatal(error) {
  if (isFatal(error)) {
    console.error("fatal:", error);
    state.criticalError = true;
  }
}

addEventListener("error", (event) => noteFatal(event.error));

async function handle(entrypoint, event, argument) {
  if (state.criticalError) {
    console.log("the instance is made anew");
    edge.__wbg_reset_state();
    state.criticalError = false;
    state.instanceId++;
  }
  try {
    return await edge[event].call(entrypoint, argument, entrypoint.env, entrypoint.ctx);
  } catch (error) {
    noteFatal(error);
    throw error;
  }
}

export default class extends WorkerEntrypoint {
  fetch(request) { return handle(this, "fetch", request); }
  scheduled(tick) { return handle(this, "scheduled", tick); }
  queue(batch) { return handle(this, "queue", batch); }
}
