// The loader: defines <vagen-in>, shows our page in a frame when it comes into
// view, and leaves the link in the markup alone until the frame says that it
// works. Nothing of the partner's page is read or changed.
//
// Events, bubbling and composed, without personal data:
// @event vagen-in:ready     {mode, version, ms}  the first question can be answered
// @event vagen-in:step      {n, of, name}        another step is shown
// @event vagen-in:result    {count}              so many entries fit
// @event vagen-in:submitted {ref}                the request is kept
// @event vagen-in:fallback  {why, to}            a lower rung was taken
// @event vagen-in:error     {code}               something did not work
(() => {
  const NAME = "vagen-in";
  const HOST = new URL(document.currentScript?.src || location.href).origin;
  const TITLES = { sv: "Vägen in till Region Stockholm", en: "The way in to Region Stockholm" };
  const DETAILS = {
    ready: ["mode", "version", "ms"],
    step: ["n", "of", "name"],
    result: ["count"],
    submitted: ["ref"],
    error: ["code"],
  };
  // A frame that has said nothing for so long is blocked or broken.
  const PATIENCE = 20_000;
  if (customElements.get(NAME)) return;

  class VagenIn extends HTMLElement {
    static observedAttributes = ["partner", "lang", "mode", "theme", "heading-level", "loading"];
    #frame;
    #slot;
    #height = 0;
    #gave = false;
    #nonce = "";
    #waits = [];
    #settle;
    /** Settles when the page works, or when the link is all there is. */
    ready = new Promise((settle) => (this.#settle = settle));

    connectedCallback() {
      if (!this.shadowRoot) {
        this.#slot = document.createElement("slot");
        this.attachShadow({ mode: "open" }).append(this.#slot);
      }
      if (!this.style.display) this.style.display = "block";
      this.#listen(window, "message", (event) => this.#hear(event));
      this.#listen(document, "securitypolicyviolation", (event) => {
        if (this.#frame && event.blockedURI.startsWith(HOST)) this.#give("csp");
      });
      this.#wait();
    }

    disconnectedCallback() {
      this.#waits.splice(0).forEach((stop) => stop());
      this.#close();
    }

    attributeChangedCallback(name, before, after) {
      if (before === after || !this.isConnected) return;
      if (!this.#frame) {
        if (name === "loading") this.#wait();
      } else if (name === "lang" || name === "theme") {
        this.#title();
        this.#say(name);
      } else if (name !== "loading") {
        this.#close();
        this.#open();
      }
    }

    // A stray space must not break it.
    #get(name) {
      return (this.getAttribute(name) || "").trim();
    }

    get #lang() {
      return (this.#get("lang") || document.documentElement.lang).startsWith("en") ? "en" : "sv";
    }

    #listen(target, event, act) {
      target.addEventListener(event, act);
      this.#waits.push(() => target.removeEventListener(event, act));
    }

    #wait() {
      const open = () => this.#frame || this.#open();
      const when = this.#get("loading");
      if (when === "eager") return open();
      if (when === "interaction") {
        return ["pointerover", "focusin"].forEach((event) => this.#listen(this, event, open));
      }
      const near = new IntersectionObserver(
        (seen) => seen.some((one) => one.isIntersecting) && (near.disconnect(), open()),
        { rootMargin: "500px" },
      );
      near.observe(this);
      this.#waits.push(() => near.disconnect());
    }

    #open() {
      // The seam for mode="inline": until it is there, the frame does the work.
      if (this.#get("mode") === "inline") this.#tell("fallback", { why: "inline", to: "frame" });
      const address = new URL(`/f/${encodeURIComponent(this.#get("partner"))}`, HOST);
      const level = this.#get("heading-level");
      address.search = new URLSearchParams({
        lang: this.#lang, embed: 1, ...(level && { level }), theme: this.#get("theme") || "auto",
      });
      const frame = (this.#frame = document.createElement("iframe"));
      this.#nonce = Array.from(crypto.getRandomValues(new Uint8Array(9)), (n) => n.toString(36)).join("");
      this.#height = 0;
      this.#gave = false;
      this.#title();
      frame.style.cssText = "display:block;width:100%;height:0;border:0";
      frame.onload = () => this.#say("hello");
      frame.src = address;
      this.shadowRoot.append(frame);
      const patience = setTimeout(() => this.#give("timeout"), PATIENCE);
      this.#waits.push(() => clearTimeout(patience));
    }

    #close() {
      this.#frame?.remove();
      this.#frame = undefined;
      if (this.#slot) this.#slot.style.display = "";
    }

    #title() {
      if (this.#frame) this.#frame.title = TITLES[this.#lang];
    }

    #say(type) {
      const theme = this.#get("theme") || "auto";
      const about = { vagenIn: 1, nonce: this.#nonce, type, lang: this.#lang, theme };
      this.#frame?.contentWindow?.postMessage(about, HOST);
    }

    // Only our frame, from our origin, with the nonce that this frame was given.
    #hear({ source, origin, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow || origin !== HOST) return;
      if (data?.vagenIn !== 1 || data.nonce !== this.#nonce) return;
      const { type } = data;
      if (type === "height") return this.#grow(data.px);
      const names = Object.hasOwn(DETAILS, type) && DETAILS[type];
      if (!names) return;
      const detail = Object.fromEntries(names.map((name) => [name, data[name]]));
      if (type === "ready") this.#show(detail);
      this.#tell(type, detail);
      // Without wasm the frame still shows its page: a lower rung, not none.
      if (type === "error" && detail.code === "no-wasm") {
        this.#show({ mode: "html" });
        // That page has no script to tell its height: it scrolls, and what its
        // last script still says is not heard.
        this.#grow(900);
        this.#nonce = "";
        this.#tell("fallback", { why: "no-wasm", to: "html" });
      }
    }

    #show(detail) {
      this.#slot.style.display = "none";
      this.toggleAttribute("ready", true);
      this.#settle(detail);
    }

    #grow(px) {
      // Less than this is rounding, and would make a loop.
      if (!(px > 0) || Math.abs(px - this.#height) < 2) return;
      this.#height = Math.min(Math.max(px, 120), 30_000);
      this.#frame.style.height = `${this.#height}px`;
    }

    // Said once, whatever came first. The link stays; a frame that wakes up later is still welcome.
    #give(why) {
      if (this.hasAttribute("ready") || this.#gave) return;
      this.#gave = true;
      this.#tell("fallback", { why, to: "link" });
      this.#settle({ mode: "link" });
    }

    #tell(type, detail) {
      this.dispatchEvent(new CustomEvent(`${NAME}:${type}`, { bubbles: true, composed: true, detail }));
    }
  }

  customElements.define(NAME, VagenIn);
})();
