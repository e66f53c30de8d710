// In Firefox's own window: what it can see and do that a page cannot.
const [what, ...about] = [...arguments];
const done = about.pop();

const tab = () => gBrowser.selectedBrowser;
const page = () => tab().browsingContext;
// A list that the next call empties.
const take = (name) => (window.vagenIn[name] ?? []).splice(0);

const body = (channel) => {
  const stream = channel.QueryInterface(Ci.nsIUploadChannel).uploadStream;
  if (!stream) return null;
  const copy = stream.QueryInterface(Ci.nsICloneableInputStream).clone();
  const text = NetUtil.readInputStreamToString(copy, copy.available(), { charset: "UTF-8" });
  return text;
};

// Runs once in every process that shows pages. In Firefox's own process, and of
// what is not a page's, it would hear itself.
function hear() {
  if (Services.appinfo.processType === Services.appinfo.PROCESS_TYPE_DEFAULT) return;
  const storage = Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage);
  const tell = ({ level, arguments: words, filename }) => {
    if (!/^https?:/.test(filename)) return;
    Services.cpmm.sendAsyncMessage("vagen-in:console", [level, words.map(String).join(" "), filename]);
  };
  storage.addLogEventListener(tell, Cc["@mozilla.org/systemprincipal;1"].createInstance(Ci.nsIPrincipal));
}
// Runs what it is given in each page and frame before any other script.
function first(script) {
  addEventListener("DOMWindowCreated", ({ target: { defaultView: view } }) => {
    const there = new Cu.Sandbox(view, { sandboxPrototype: view, wantXrays: false });
    Cu.evalInSandbox(script, there);
  }, true);
}
const source = (act, ...args) =>
  `data:,${encodeURIComponent(`(${act})(${args.map((one) => JSON.stringify(one))})`)}`;

const DO = {
  listen() {
    const asked = new Map();
    const kept = (window.vagenIn = { requests: [], console: [] });
    Services.obs.addObserver((channel) => {
      channel.QueryInterface(Ci.nsIHttpChannel);
      // What Firefox wants for itself is not the page's doing.
      if (channel.loadInfo.loadingPrincipal?.isSystemPrincipal) return;
      const headers = [];
      channel.visitRequestHeaders((name, value) => headers.push(`${name}: ${value}`));
      const request = { method: channel.requestMethod, url: channel.URI.spec, body: body(channel), headers };
      kept.requests.push(request);
      asked.set(channel.channelId, request);
    }, "http-on-modify-request");
    // Chromium, too, does not count what it had already.
    Services.obs.addObserver((channel) => {
      const request = asked.get(channel.QueryInterface(Ci.nsIHttpChannel).channelId);
      kept.requests = kept.requests.filter((one) => one !== request);
    }, "http-on-examine-cached-response");
    Services.console.registerListener((message) => {
      if (!(message instanceof Ci.nsIScriptError) || !/^https?:/.test(message.sourceName)) return;
      if (["CSS Parser", "CSS Loader"].includes(message.category)) return;
      // Firefox's advice to authors, not complaints.
      if (/^(Feature Policy: Skipping|Layout was forced)/.test(message.errorMessage)) return;
      const level = ["SEVERE", "WARNING"][message.flags & 1];
      kept.console.push([level, `${message.sourceName} ${message.errorMessage}`]);
    });
    Services.ppmm.addMessageListener("vagen-in:console", ({ data: [level, words, file] }) => {
      kept.console.push([{ error: "SEVERE", warn: "WARNING" }[level] ?? "INFO", `${file} ${words}`]);
    });
    Services.ppmm.loadProcessScript(source(hear), true);
  },
  resize(width, height) {
    for (const [name, px] of [["width", width], ["height", height]]) {
      for (const bound of ["", "min-", "max-"]) tab().style.setProperty(bound + name, `${px}px`, "important");
    }
  },
  showAs(dark, forced, reduced) {
    page().prefersColorSchemeOverride = dark ? "dark" : "light";
    page().forcedColorsOverride = forced ? "active" : "none";
    page().prefersReducedMotionOverride = reduced ? "reduce" : "no-preference";
  },
  runScripts: (on) => void (page().allowJavascript = on),
  runFirst: (script) => Services.mm.loadFrameScript(source(first, script), true),
  requests: () => take("requests"),
  console: () => take("console"),
  cookies: () => Services.cookies.cookies.map(({ host, name, value }) => `${host} ${name}=${value}`),
  keptFor: (origin) => new Promise((tell) => {
    const principal = Services.scriptSecurityManager.createContentPrincipalFromOrigin(origin);
    Services.qms.getUsageForPrincipal(principal, (request) => tell(request.result?.usage ?? request.usage ?? 0));
  }),
  emptyCache: () => Services.cache2.clear(),
};
const { NetUtil } = ChromeUtils.importESModule("resource://gre/modules/NetUtil.sys.mjs");
Promise.resolve().then(() => DO[what](...about)).then(
  (value) => done({ value: value ?? null }),
  (error) => done({ error: `${error}` }));
