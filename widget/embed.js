// The loader: defines <vagen-in>, opens it when it comes into view, and leaves
// the link in the markup alone until something better stands there. Nothing of
// the partner's page is read or changed.
//
// Rungs, from the best: inline (if asked for) → frame → the frame's page
// without wasm → the link. One event tells each step down, and why.
//
// Events, bubbling and composed, without personal data:
// @event vagen-in:ready     {mode, version, ms}  the first question can be answered
// @event vagen-in:step      {n, of, name}        another step is shown
// @event vagen-in:result    {count}              so many entries fit
// @event vagen-in:submitted {ref}                the request is kept
// @event vagen-in:fallback  {why, to}            a lower rung was taken
// @event vagen-in:error     {code}               something did not work
const NAME = "vagen-in";
const HOST = new URL(document.currentScript.src).origin;
const TITLE = "Vägen in";
const TOLD = "ready step result error submitted";
const PATIENCE = 20_000; // A frame that has said nothing for so long is blocked.
const SILENCE = 4_000; // One that came without its script is broken.

// The script of the inline rung, once for all. It may not be another one. What
// the first element shows is asked for beside it.
let inline, early;
const loadInline = () =>
  (inline ??= new Promise((settle, fail) => {
    const script = document.createElement("script");
    script.type = "module";
    script.integrity = INLINE_HASH;
    script.onload = () => settle(VagenIn.inline);
    script.onerror = fail;
    try {
      script.src = HOST + INLINE;
    } catch {
      fail({ why: "trusted-types" });
    }
    document.head.append(script);
  }));

class VagenIn extends HTMLElement {
  static observedAttributes = "partner lang mode theme heading-level loading start kiosk".split(" ");
  #frame;
  #inner; // the inline rung
  #root = this.attachShadow({ mode: "open" });
  #slot = document.createElement("slot"); // for the link
  #height = 0;
  #isOpen = false;
  #turn = 0; // what an earlier opening still says is not heard
  #heard = 0; // 1: our document has come, 2: and so has its script
  #blocked = false; // the page's policy stopped something of ours
  #settled = false; // some rung holds
  #names = []; // of the custom properties that the frame asks for
  #kept; // what an inline page hands over to the frame
  #nonce = "";
  #stop; // ends all waiting
  #settle;
  /** Settles when the page works, or when the link is all there is. */
  ready = new Promise((settle) => (this.#settle = settle));
  version = VERSION;

  connectedCallback() {
    this.#stop = new AbortController();
    this.#root.append(this.#slot);
    this.style.display ||= "block";
    this.#listen(window, "message", (event) => this.#hear(event));
    this.#listen(document, "securitypolicyviolation", ({ blockedURI, effectiveDirective }) => {
      if (!blockedURI.startsWith(HOST)) return;
      this.#blocked = true;
      if (effectiveDirective.startsWith("frame")) this.#give("csp");
    });
    this.#wait();
  }

  disconnectedCallback() {
    this.#stop.abort();
    // Moved within the page, it goes on.
    queueMicrotask(() => this.isConnected || this.#close());
  }

  attributeChangedCallback(name, before, after) {
    // Neither before it stands on the page nor after it has left it.
    if (before === after || this.#stop?.signal.aborted !== false) return;
    if (!this.#isOpen) this.#wait();
    else if ("lang theme start".includes(name)) this.#say(name);
    else if (name !== "loading") this.#start(this.#close());
  }

  /** Opens it now, whatever `loading` says; a target is an entry or prepared answers. */
  open(target) {
    if (target) this.setAttribute("start", target);
    if (!this.#isOpen) this.#start();
    return this.ready;
  }

  /** Forgets every answer. */
  reset() {
    this.#say("reset");
  }

  setLanguage(tag) {
    this.lang = tag;
  }

  /** Moves the focus to the question. */
  focusStart() {
    this.#frame?.focus();
    this.#say("focus");
  }

  /** Stops for good; the link is left. */
  destroy() {
    this.#stop.abort();
    this.#close();
  }

  // A stray space must not break it.
  #get(name) {
    return (this.getAttribute(name) || "").trim();
  }

  // What the attributes say.
  get #said() {
    const all = VagenIn.observedAttributes.map((name) => [name, this.#get(name)]);
    const lang = this.#get("lang") || document.documentElement.lang;
    return { ...Object.fromEntries(all), lang: lang.startsWith("en") ? "en" : "sv" };
  }

  #listen(target, event, act) {
    target.addEventListener(event, act, this.#stop);
  }

  #wait() {
    const open = () => this.#isOpen || this.#start();
    const when = this.#get("loading");
    if (when === "eager") return open();
    if (when === "interaction") {
      this.#listen(this, "pointerover", open);
      return this.#listen(this, "focusin", open);
    }
    const near = new IntersectionObserver(
      (seen) => seen.some((one) => one.isIntersecting) && open(near.disconnect()),
      { rootMargin: "500px" },
    );
    near.observe(this);
    this.#listen(this.#stop.signal, "abort", () => near.disconnect());
  }

  #start() {
    if (this.#get("mode") === "inline") this.#openInline(++this.#turn);
    else this.#openFrame();
  }

  async #openInline(turn) {
    this.#isOpen = true;
    try {
      const said = this.#said;
      early ??= fetch(HOST + "/f/" + said.partner + "/page.json?first&lang=" + said.lang).catch(Date); // which only gives something
      const show = await loadInline();
      const inner = await show(this, HOST, said, early, (kept) => {
        this.#kept = kept;
        if (!this.#frame) return this.#openFrame();
        this.#frame.hidden = false;
        this.#say("hello");
      });
      if (turn !== this.#turn) return inner({ type: "stop" });
      this.#inner = inner;
      this.#show({ mode: "inline", version: VERSION, ms: performance.now() | 0 });
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#fall(error.why || (this.#blocked ? "csp" : "network"), "frame");
      this.#openFrame();
    }
  }

  #openFrame() {
    this.#isOpen = true;
    this.#settled = false;
    const frame = (this.#frame = document.createElement("iframe"));
    this.#heard = this.#height = 0;
    this.#nonce = "" + crypto.getRandomValues(new Uint32Array(4));
    frame.title = this.textContent.trim() || TITLE;
    frame.style.cssText = "width:100%;height:0;border:0;vertical-align:top";
    frame.allow = "clipboard-write";
    frame.onload = () => {
      this.#say("hello");
      // Our document came, its script did not: the same page without one.
      this.#later(SILENCE, () => this.#heard === 1 && this.#lower("script"));
    };
    frame.src = this.#address({ ...this.#said, handed: this.#kept ? 1 : "" });
    this.#root.append(frame);
    this.#later(PATIENCE, () => this.#heard || this.#give("timeout"));
  }

  #address(about) {
    const address = new URL(`/f/${this.#get("partner")}`, HOST);
    address.search = new URLSearchParams({ ...about, embed: 1 });
    return address;
  }

  #later(ms, act) {
    const frame = this.#frame;
    setTimeout(() => frame === this.#frame && act(), ms);
  }

  #close() {
    this.#frame?.remove();
    this.#inner?.({ type: "stop" });
    this.#isOpen = this.#frame = this.#inner = this.#kept = undefined;
    this.#turn++;
    this.#slot.hidden = false;
  }

  // `t` is what the page's style sheets say of what the frame asked for.
  #say(type) {
    const style = getComputedStyle(this);
    const t = this.#names.map((name) => style.getPropertyValue("--vi-" + name));
    const about = { ...this.#said, t, type, vagenIn: 1, nonce: this.#nonce, kept: this.#kept };
    this.#frame?.contentWindow?.postMessage(about, HOST);
    this.#inner?.(about);
  }

  // Only our frame, from our origin, and, but for its height, with the nonce that it was given.
  #hear({ data, origin, source }) {
    const { nonce, type, vagenIn, ...detail } = data ?? {};
    if (source !== this.#frame?.contentWindow || origin !== HOST || vagenIn !== 1) return;
    if (type === "alive") {
      this.#heard ||= 1;
      // A page of ours that runs nothing: it is all there is.
      if (detail.plain) this.#show({ mode: "html" });
      this.#slot.hidden = true;
      return this.#grow(detail.px);
    }
    if (type === "hi") {
      this.#names = detail.names;
      return this.#say("hello");
    }
    if (nonce !== this.#nonce) return;
    this.#heard = 2;
    if (type === "height") return this.#grow(detail.px);
    if (type === "back" && this.#inner) {
      // It stays, with what was typed in it.
      this.#frame.hidden = true;
      return this.#inner(data);
    }
    if (!TOLD.includes(type)) return;
    if (Object.values(detail).some((one) => !(one < 1e6 || one?.length < 99))) return;
    if (type === "ready") return this.#inner || this.#show(detail);
    this.#tell(type, detail);
    if (detail.code === "no-wasm") this.#lower("no-wasm");
  }

  // Without wasm, or without any script, our page still helps: a lower rung, not none.
  #lower(why) {
    if (why === "script") this.#frame.src = this.#address({ ...this.#said, plain: 1 });
    this.#nonce = "";
    // An older page of ours tells no height: then it scrolls.
    this.#grow(900);
    this.#show({ mode: "html" });
    this.#fall(why, "html");
  }

  #show(detail) {
    this.#slot.hidden = true;
    this.#settled = true;
    this.setAttribute("ready", "");
    this.#settle(detail);
    this.#tell("ready", detail);
  }

  #grow(px) {
    // Less than this is rounding, and would make a loop.
    if (!(px > 0) || Math.abs(px - this.#height) < 2) return;
    this.#height = Math.min(px, 30_000);
    this.#frame.style.height = this.#height + "px";
  }

  // Said once, whatever came first. The link stays; a frame that wakes up later is still welcome.
  #give(why) {
    if (this.#settled) return;
    this.#settled = true;
    this.#slot.hidden = false;
    this.#inner?.({ type: "back" });
    this.#fall(why, "link");
    this.#settle({ mode: "link" });
  }

  #fall(why, to) {
    this.#tell("fallback", { why, to });
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(NAME + ":" + type, { bubbles: true, composed: true, detail }));
  }
}

if (!customElements.get(NAME)) {
  customElements.define(NAME, VagenIn);
  if (location.search.includes("vagen-in-test")) import(HOST + "/v1/selftest.js");
}
