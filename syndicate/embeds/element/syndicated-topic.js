// <syndicated-topic src="https://.../snippet.json" lang="es" heading-level="3">a link, or the text itself</syndicated-topic>
// Shows a topic from its node tree, in the page's own look. It parses no HTML and runs nothing that it is sent; where
// anything is amiss, what stands inside the element stays. Events: syndicated-topic-load, syndicated-topic-error.

const words = (text) => new Set(text.split(" "));
const TAGS = words(__TAGS__);
const ATTRIBUTES = new Map(__ATTRIBUTES__.map(([tag, names]) => [tag, words(names)])); // "*": of all elements
const ADDRESSES = words(__URL_ATTRIBUTES__);
const LABELS = __LABELS__; // by language: lang, error, shown
const LINK = /^(https?:\/\/|mailto:|tel:)/i;
const WEB = /^https?:\/\//i;
const LANGUAGE = /^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i;
const MOST_NODES = 50000;

// In a layer, so that any rule of the page goes before; by default nothing changes its size, so nothing moves.
const sheet = new CSSStyleSheet();
sheet.replaceSync(`@layer syndicate {
syndicated-topic { display: block; color: var(--syndicate-color, inherit); background: var(--syndicate-background, none);
  font: var(--syndicate-font, inherit); padding: var(--syndicate-padding, 0); border: var(--syndicate-border, 0);
  border-radius: var(--syndicate-radius, 0); max-inline-size: var(--syndicate-measure, none);
  overflow-wrap: break-word; }
syndicated-topic[far] { content-visibility: auto; contain-intrinsic-size: auto none auto 40rem; overflow-clip-margin: 1rem; }
syndicated-topic a { color: var(--syndicate-link, revert-layer); }
syndicated-topic :is(.syndicate-also-called, .syndicate-organization, .syndicate-also-in, .syndicate-footer) {
  color: var(--syndicate-muted, inherit); }
syndicated-topic > .syndicate-status { position: absolute; inline-size: 1px; block-size: 1px; margin: 0; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
}`);

const safe = (name, value) =>
  name === "srcset" ? value.split(",").every((one) => WEB.test(one.trim())) : (name === "src" ? WEB : LINK).test(value);

const allowed = (tag, name, value) =>
  typeof value === "string" &&
  (ATTRIBUTES.get("*").has(name) || ATTRIBUTES.get(tag)?.has(name)) &&
  (!ADDRESSES.has(name) || safe(name, value));

function headings(node, found = new Set()) {
  if (Array.isArray(node)) {
    if (/^h[1-6]$/.test(node[0])) found.add(node[0]);
    for (const child of node.slice(2)) headings(child, found);
  }
  return found;
}

function build(node, levels, budget) {
  if (!budget.left--) throw new RangeError("size");
  if (typeof node === "string") return document.createTextNode(node);
  const [tag, attributes, ...children] = node;
  if (!TAGS.has(tag)) return document.createTextNode("");
  const made = document.createElement(levels.get(tag) ?? tag);
  for (const [name, value] of Object.entries(attributes)) if (allowed(tag, name, value)) made.setAttribute(name, value);
  for (const child of children) made.append(build(child, levels, budget));
  return made;
}

function checked({ nodes, language, url, translations }, from) {
  if (!Array.isArray(nodes) || nodes.length !== 1 || nodes[0][0] !== "article" || !LANGUAGE.test(language)) {
    throw new TypeError("shape");
  }
  const others = (Array.isArray(translations) ? translations : []).filter(
    (other) => LANGUAGE.test(other.language) && WEB.test(other.snippet_url) && new URL(other.snippet_url).origin === new URL(from).origin,
  );
  return { node: nodes[0], language, url, from, others };
}

const answers = new Map(); // one request for an address, however many elements show it

function get(address) {
  if (!answers.has(address)) {
    const options = { credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(15000) };
    const answer = fetch(address, options).then(async (found) => {
      if (!found.ok) throw new Error(found.status);
      return checked(await found.json(), address);
    });
    answer.catch(() => answers.delete(address));
    answers.set(address, answer);
  }
  return answers.get(address);
}

// Many would hold up the page. So from the ninth on, a text that takes the place of a link is laid out when it comes into
// view, though search, screen readers and printers find it before; and a text that is there already is renewed then.
const all = document.getElementsByTagName("syndicated-topic");
const beyond = (one) => Boolean(all[7] && all[7].compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);

const primary = (language) => language.toLowerCase().split("-")[0];
const pick = (offers, language) =>
  offers.find((one) => one.language.toLowerCase() === language.toLowerCase()) ??
  offers.find((one) => primary(one.language) === primary(language));

class SyndicatedTopic extends HTMLElement {
  static observedAttributes = ["src", "lang", "heading-level"];
  #data; // what is shown
  #body; // where
  #status;
  #timer;
  #turn = 0; // an answer that comes after a newer question is not for us
  #busy = false; // whether attributes change by our own hand
  static #near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) target.#begin();
    },
    { rootMargin: "100% 0px" },
  );

  connectedCallback() {
    const root = this.getRootNode();
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    this.addEventListener("click", this);
    if (beyond(this) && this.querySelector(":scope > article")) {
      this.#turn++; // from now on, a change of an attribute asks for the text
      SyndicatedTopic.#near.observe(this);
    } else this.#begin();
  }

  #begin() {
    SyndicatedTopic.#near.unobserve(this);
    if (!this.#data) this.#load(this.getAttribute("src"));
  }

  disconnectedCallback() {
    SyndicatedTopic.#near.unobserve(this);
    this.#turn++;
    this.removeAttribute("aria-busy");
  }

  attributeChangedCallback(name, before, after) {
    if (before === after || this.#busy || !this.#turn || !this.isConnected) return;
    if (name === "src" || !this.#data) this.#load(this.getAttribute("src"));
    else if (name === "heading-level") this.#show(this.#data);
    else {
      const found = after && pick([this.#data, ...this.#data.others], after);
      if (found?.snippet_url) this.#load(found.snippet_url);
    }
  }

  // The link to a translation shows it here; with a key held down it opens the page, as any link.
  handleEvent(event) {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const address = event.target.closest?.("a[hreflang]")?.getAttribute("href");
    const other = address && this.#data?.others.find((one) => one.url === address);
    if (!other) return;
    event.preventDefault();
    this.#load(other.snippet_url, other.language);
  }

  async #load(address, asked) {
    const turn = ++this.#turn;
    const reader = asked ?? this.lang;
    this.setAttribute("aria-busy", "true");
    if (!this.#data) this.setAttribute("state", "loading");
    try {
      let data = await get(new URL(address ?? "", document.baseURI).href);
      const better = !asked && this.lang && pick([data, ...data.others], this.lang);
      if (better?.snippet_url) data = await get(better.snippet_url);
      if (turn !== this.#turn) return;
      this.#show(data, asked);
      if (asked) this.#say("shown", asked);
      this.#tell("load", { language: data.language, src: data.from });
    } catch (error) {
      if (turn !== this.#turn) return;
      if (!this.#data) this.setAttribute("state", "error");
      this.#say("error", reader, asked && "syndicate-note");
      this.#tell("error", { reason: error.message || error.name, src: address });
    } finally {
      if (turn === this.#turn) this.removeAttribute("aria-busy");
    }
  }

  #show(data, asked) {
    const top = this.getAttribute("heading-level");
    const levels = new Map();
    if (/^[1-6]$/.test(top)) {
      [...headings(data.node)].sort().forEach((old, place) => levels.set(old, `h${Math.min(6, +top + place)}`));
    }
    const body = build(data.node, levels, { left: MOST_NODES });
    if (!body.textContent.trim()) throw new TypeError("empty");
    const old = this.#body ?? this.querySelector(":scope > article");
    const focused = this.contains(this.getRootNode().activeElement) && this.getRootNode().activeElement;
    if (old?.isEqualNode(body)) this.#body = old; // the fallback is the text itself: pictures, selection, focus stay
    else {
      const target = asked ? this.#data.url : focused && focused.getAttribute("href");
      if (!old) this.toggleAttribute("far", beyond(this));
      this.replaceChildren(body, ...(this.#status ? [this.#status] : []));
      this.#body = body;
      if (focused) {
        const links = [...body.querySelectorAll("a[href]")];
        (links.find((link) => link.getAttribute("href") === target) ?? links[0])?.focus({ preventScroll: true });
      }
    }
    this.#data = data;
    this.#busy = true;
    if (this.lang !== data.language) this.lang = data.language;
    const direction = this.#body.getAttribute("dir") ?? "";
    if (this.dir !== direction) this.dir = direction;
    this.setAttribute("state", "ready");
    this.#busy = false;
    clearTimeout(this.#timer);
    if (this.#status) this.#status.textContent = "";
  }

  // Politely, once the region is known to screen readers; in the reader's language.
  #say(what, language, look = "syndicate-status") {
    const label = pick(LABELS, language || document.documentElement.lang || "und") ?? LABELS[0];
    this.#status ??= document.createElement("p");
    Object.assign(this.#status, { className: look, lang: label.lang, textContent: "" }).setAttribute("role", "status");
    if (this.#status.parentNode !== this) this.append(this.#status);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#status.textContent = label[what]), 100);
  }

  #tell(what, detail) {
    this.dispatchEvent(new CustomEvent(`syndicated-topic-${what}`, { bubbles: true, composed: true, detail }));
  }
}

customElements.get("syndicated-topic") ?? customElements.define("syndicated-topic", SyndicatedTopic);
