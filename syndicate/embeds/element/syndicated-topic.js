// <syndicated-topic src="https://.../snippet.json" lang="es" heading-level="3">a link, or the text itself</syndicated-topic>
// <syndicated-topics src="https://.../list.json" limit="5">the same for a list, or for several addresses</syndicated-topics>
// Shows a topic, or a list of them, from its node tree, in the page's own look. It parses no HTML and runs nothing that it is sent; where
// anything is amiss, what stands inside the element is shown. What it shows follows from its attributes, and from the
// reader's choice of a language until `src` or `lang` changes. Events: syndicated-topic-load, syndicated-topic-error, and
// syndicated-topics-load, syndicated-topics-error.

const words = (text) => new Set(text.split(" "));
const TAGS = words(__TAGS__);
const DROPPED = words(__DROPPED__); // with what they hold; of others that are not known, the content stays
const ATTRIBUTES = new Map(__ATTRIBUTES__.map(([tag, names]) => [tag, words(names)])); // "*": of all elements
const ADDRESSES = words(__URL_ATTRIBUTES__);
const RELATIONS = words(__RELATIONS__);
const LABELS = __LABELS__; // by language: error, shown, each a text, its language, its direction
const LINK = /^(https?:\/\/|mailto:|sms:|tel:)/i;
const WEB = /^https?:\/\//i;
const LANGUAGE = /^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i;
const MOST_NODES = 50000;
const MOST_SOURCES = 20;
const PATIENCE = 15000; // milliseconds for an answer
const KEPT = 300; // seconds for which an answer is good that does not say for how long
const SLOT = "syndicate";

// In a layer, so that any rule of the page goes before; by default nothing changes its size, so nothing moves.
const SELF = ":is(syndicated-topic, syndicated-topics)";
const STYLE = `@layer syndicate {
${SELF} { display: block; color: var(--syndicate-color, inherit); background: var(--syndicate-background, none);
  font: var(--syndicate-font, inherit); padding: var(--syndicate-padding, 0); border: var(--syndicate-border, 0);
  border-radius: var(--syndicate-radius, 0); max-inline-size: var(--syndicate-measure, none);
  overflow-wrap: break-word; }
${SELF}::after { content: ""; display: block; clear: both; } /* some themes let all that is inside float */
${SELF}[far] { content-visibility: auto; contain-intrinsic-size: auto none auto 40rem; overflow-clip-margin: 1rem; }
${SELF} a { color: var(--syndicate-link, revert-layer); }
${SELF} :is(.syndicate-also-called, .syndicate-organization, .syndicate-also-in, .syndicate-date, .syndicate-footer) {
  color: var(--syndicate-muted, inherit); }
${SELF} img { max-inline-size: 100%; block-size: auto; }
${SELF}[fit] img { max-inline-size: 100% !important; min-inline-size: 0 !important; block-size: auto !important; }
${SELF}[fit] .syndicate-teaser img { max-inline-size: min(10rem, 100%) !important; }
${SELF} > [slot] .syndicate-topics { list-style: none; margin: 0; padding: 0; }
${SELF} > [slot] .syndicate-teaser { display: flow-root; margin-block-end: 1.5rem; }
${SELF} > [slot] .syndicate-teaser .syndicate-image { margin: 0; max-inline-size: 10rem; }
${SELF} > [slot] .syndicate-teaser img { inline-size: 100%; block-size: auto; aspect-ratio: 16 / 9; object-fit: cover; }
${SELF}::part(status) { position: absolute; inline-size: 1px; block-size: 1px; margin: 0; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
.syndicate-bilingual:has(> .syndicate-half > syndicated-topic) { display: flex; flex-wrap: wrap; gap: 2rem; }
.syndicate-bilingual > .syndicate-half { flex: 1 1 18rem; min-inline-size: 0; }
}`;
const sheets = new WeakMap(); // document: sheet, since none serves two documents

function dress(root, page) {
  if (!sheets.has(page)) {
    sheets.set(page, new page.defaultView.CSSStyleSheet());
    sheets.get(page).replaceSync(STYLE);
  }
  const sheet = sheets.get(page);
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

// What stays of the value of an attribute; nothing where it may not stand.
const only = (value, test) => value.split(/\s+/).filter(test).join(" ") || undefined;
const when = (test) => (value) => (test.test(value) ? value : undefined);
const VALUES = new Map(
  Object.entries({
    class: (value) => only(value, (name) => /^syndicate(-[\w-]+)?$/.test(name)),
    rel: (value) => only(value, (name) => RELATIONS.has(name)),
    itemid: when(WEB),
    itemtype: when(/^https:\/\/schema\.org\/\w+$/),
    loading: when(/^lazy$/),
    referrerpolicy: when(/^no-referrer$/),
    src: when(WEB),
    srcset: (value) => (value.split(",").every((one) => WEB.test(one.trim())) ? value : undefined),
  }),
);

function allowed(tag, name, value) {
  if (typeof value !== "string" || !(ATTRIBUTES.get("*").has(name) || ATTRIBUTES.get(tag)?.has(name))) return undefined;
  const rule = VALUES.get(name) ?? (ADDRESSES.has(name) && when(LINK));
  return rule ? rule(value) : value;
}

// The parts that can be left out: by their class, or by the dates that they hold.
const PARTS = new Map(
  Object.entries({
    title: (node) => has(node, "title"),
    translations: (node) => has(node, "translation") || (node[0] === "p" && has(node, "also-in")),
    "also-called": (node) => has(node, "also-called"),
    image: (node) => has(node, "image"),
    description: (node) => has(node, "description"),
    sections: (node) => has(node, "section"),
    dates: (node) => has(node, "date") || (node[0] === "p" && node.slice(2).some(dated)),
  }),
);
const has = (node, name) => Array.isArray(node) && String(node[1]?.class).split(" ").includes(`syndicate-${name}`);
const dated = (node) => Array.isArray(node) && /^(dateModified|lastReviewed)$/.test(node[1]?.itemprop);

// What of a node's children is shown: without the parts that are left out, and of a list as many topics as are wanted.
function shown(node, { without, limit, description }) {
  const kept = node.slice(2).filter((child) => !(Array.isArray(child) && without.some((part) => PARTS.get(part)?.(child))));
  if (has(node, "summary") && without.includes("summary") && description) return [["p", {}, description]];
  if (!has(node, "topics")) return kept;
  let left = limit;
  return kept.filter((child) => (Array.isArray(child) ? left-- > 0 : left > 0 && typeof child === "string"));
}

function headings(node, how, found = new Set()) {
  if (Array.isArray(node)) {
    if (/^h[1-6]$/.test(node[0])) found.add(node[0]);
    for (const child of shown(node, how)) headings(child, how, found);
  }
  return found;
}

function build(node, how, levels, budget) {
  if (!budget.left--) throw new RangeError("size");
  if (typeof node === "string") return document.createTextNode(node);
  const [tag, attributes] = node;
  if (DROPPED.has(tag)) return "";
  const known = TAGS.has(tag);
  const made = known ? document.createElement(levels.get(tag) ?? tag) : document.createDocumentFragment();
  for (const [name, value] of known ? Object.entries(attributes) : []) {
    const kept = allowed(tag, name, value);
    if (kept !== undefined) made.setAttribute(name, kept);
  }
  for (const child of shown(node, how)) made.append(build(child, how, levels, budget));
  return made;
}

function translation(other, origin) {
  try {
    const { language, url, snippet_url = other.list_url } = other;
    return LANGUAGE.test(language) && WEB.test(snippet_url) && new URL(snippet_url).origin === origin
      ? [{ language, url, snippet_url }]
      : [];
  } catch {
    return [];
  }
}

function checked({ nodes, language, url, translations, description }, from, origin) {
  if (!Array.isArray(nodes) || nodes.length !== 1 || nodes[0][0] !== "article" || !LANGUAGE.test(language)) {
    throw new TypeError("shape");
  }
  const others = (Array.isArray(translations) ? translations : []).flatMap((other) => translation(other, origin));
  return { node: nodes[0], language, url, from, others, description: String(description ?? "") };
}

// Elements that ask for one address at a time share a request. It ends when nobody waits for it any more, and its answer
// serves for as long as it says that it may be kept.
const asked = new Map(); // address: request
const kept = new Map(); // address: answer, until
const failed = new Set(); // addresses, for which a browser may have kept that answer

function lifetime(headers) {
  const control = headers.get("cache-control") ?? "";
  if (/\bno-(store|cache)\b/i.test(control)) return 0;
  const age = /\bmax-age="?(\d+)/i.exec(control);
  if (age) return +age[1];
  return headers.has("expires") ? (Date.parse(headers.get("expires")) - Date.now()) / 1000 || 0 : KEPT;
}

async function fetched(address, signal) {
  const cache = failed.delete(address) ? "no-cache" : "default";
  const found = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", cache, signal });
  if (!found.ok) {
    failed.add(address);
    throw new Error(found.status);
  }
  const answer = checked(await found.json(), address, new URL(found.url || address).origin);
  const seconds = lifetime(found.headers);
  if (seconds > 0) kept.set(address, { answer, until: performance.now() + 1000 * seconds });
  if (kept.size > 200) kept.delete(kept.keys().next().value);
  return answer;
}

function get(address, signal) {
  const old = kept.get(address);
  if (old?.until > performance.now()) return old.answer;
  kept.delete(address);
  if (!asked.has(address)) {
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(new DOMException("timeout", "TimeoutError")), PATIENCE);
    const request = { control, waiting: 0, done: () => asked.get(address) === request && asked.delete(address) };
    request.answer = fetched(address, control.signal).finally(() => {
      clearTimeout(timer);
      request.done();
    });
    asked.set(address, request);
  }
  const request = asked.get(address);
  request.waiting++;
  signal.addEventListener("abort", () => {
    if (--request.waiting) return;
    request.done();
    request.control.abort();
  });
  return request.answer;
}

// Many would hold up the page. So from the ninth on, a text that takes the place of a link is laid out when it comes into
// view, though search, screen readers and printers find it before; and a text that is there already is renewed then.
function beyond(one) {
  const page = one.ownerDocument;
  const eighth = page.getElementsByTagName(one.localName)[7];
  return Boolean(
    eighth && one.getRootNode() === page && eighth.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
}

// How well a language suits, from 0: the same; of the same script ("zh-TW" is "zh-Hant"); the same by name; not at all.
function distance(language, wanted) {
  try {
    const [one, other] = [language, wanted].map((tag) => new Intl.Locale(tag).maximize());
    if (one.toString() === other.toString()) return 0;
    return one.language !== other.language ? 3 : one.script === other.script ? 1 : 2;
  } catch {
    return 3;
  }
}

function pick(offers, language) {
  const wanted = (language ?? "").trim().replaceAll("_", "-");
  const exact = offers.find((one) => one.language.toLowerCase() === wanted.toLowerCase());
  if (exact || !LANGUAGE.test(wanted)) return exact;
  const distances = offers.map((one) => distance(one.language, wanted));
  const least = Math.min(...distances);
  return least < 3 ? offers[distances.indexOf(least)] : undefined;
}

async function translated(address, language, signal) {
  const answer = await get(address, signal);
  const other = pick([answer, ...answer.others], language);
  return other?.snippet_url ? get(other.snippet_url, signal) : answer;
}

// Several lists as one, each topic with its own language; what cannot be had is left out, unless that is all.
async function gathered(addresses, language, signal) {
  const found = await Promise.allSettled(addresses.map((address) => translated(address, language, signal)));
  const answers = found.filter(({ value }) => value).map(({ value }) => value);
  if (!answers.length) throw found[0].reason;
  const missing = addresses.flatMap((src, place) => (found[place].reason ? [{ src, reason: found[place].reason }] : []));
  return { ...answers[0], node: merged(answers), others: [], from: addresses.join(" "), missing };
}

function merged(answers) {
  const topics = ["ul", { class: "syndicate-topics" }];
  const footers = new Map(); // by what they say: the same publisher is named once
  for (const { node, language } of answers) {
    const { lang = language, dir = "auto" } = node[1];
    const list = node.slice(2).find((child) => has(child, "topics"));
    const items = list ? list.slice(2).filter(Array.isArray) : [["li", { class: "syndicate-teaser" }, node]];
    for (const [tag, attributes, ...children] of items) topics.push([tag, { lang, dir, ...attributes }, ...children]);
    for (const child of list ? node.slice(2) : []) {
      if (has(child, "footer")) footers.set(words_of(child), [child[0], { lang, dir, ...child[1] }, ...child.slice(2)]);
    }
  }
  const { lang, dir } = answers[0].node[1];
  return ["article", { class: "syndicate syndicate-list", lang, dir }, topics, ...footers.values()];
}

const words_of = (node) => (Array.isArray(node) ? node.slice(2).map(words_of).join("") : node);

// Whether a picture may be, or is, wider than the block that it is in.
function unbound(picture) {
  if (getComputedStyle(picture).maxInlineSize === "none") return true;
  let block = picture.parentElement;
  while (block && /^(inline|contents)$/.test(getComputedStyle(block).display)) block = block.parentElement;
  return picture.naturalWidth && picture.offsetWidth > block?.offsetWidth;
}

class SyndicatedTopic extends HTMLElement {
  static observedAttributes = ["src", "lang", "heading-level", "without"];
  #live = false; // in a page that somebody sees
  #due = false;
  #eager = false; // whether it asks before it comes into view
  #job; // what is asked for now, to be called off
  #key; // what was asked for, unless it failed
  #source; // the answer of `src`
  #choice; // the language that the reader chose
  #chosen; // the last one that was shown
  #data; // what is shown
  #body; // where: in #own, or in the article that was inside
  #own;
  #inside; // the article that was inside when it was shown
  #end; // React, which looks for its own nodes when it takes over a page, looks no further than such a comment
  #status;
  #timer;
  static #near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) target.#ask();
    },
    { rootMargin: "100% 0px" },
  );
  static #children = new MutationObserver((records) => {
    for (const one of new Set(records.map((record) => record.target))) one.#mend();
  });

  // What stands inside belongs to the page, or to a framework that keeps account of it: it stays, and is out of sight
  // while a node of ours has the slot.
  constructor() {
    super();
    const ours = document.createElement("slot");
    ours.name = SLOT;
    ours.append(document.createElement("slot"));
    this.attachShadow({ mode: "open" }).append(ours);
    this.#end = document.createComment("/$");
    this.addEventListener("click", this);
    this.addEventListener("load", ({ target }) => this.#fit(target), true); // of a picture
  }

  get src() {
    return this.getAttribute("src") ?? "";
  }

  set src(value) {
    this.#reflect("src", value);
  }

  get headingLevel() {
    return this.getAttribute("heading-level") ?? "";
  }

  set headingLevel(value) {
    this.#reflect("heading-level", value);
  }

  get without() {
    return this.getAttribute("without") ?? "";
  }

  set without(value) {
    this.#reflect("without", value);
  }

  get limit() {
    return this.getAttribute("limit") ?? "";
  }

  set limit(value) {
    this.#reflect("limit", value);
  }

  #reflect(name, value) {
    value == null ? this.removeAttribute(name) : this.setAttribute(name, value);
  }

  connectedCallback() {
    const page = this.ownerDocument;
    if (!page.defaultView) return;
    for (const name of ["src", "headingLevel", "without", "limit"]) {
      if (!Object.hasOwn(this, name)) continue; // it was set before the script came
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    dress(this.getRootNode(), page);
    this.#live = true;
    SyndicatedTopic.#children.observe(this, { childList: true });
    this.#follow();
  }

  disconnectedCallback() {
    this.#live = false;
    SyndicatedTopic.#near.unobserve(this);
    this.#follow();
  }

  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    if (name === "src" || name === "lang") this.#choice = this.#chosen = undefined;
    if (this.#live) this.#ask();
  }

  #ask() {
    SyndicatedTopic.#near.unobserve(this);
    this.#eager = true;
    this.#follow();
  }

  // Once for all that changes at a time.
  #follow() {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      this.#live ? this.#run() : this.#stop();
    });
  }

  // The link to a translation shows it here; with a key held down it opens the page, as any link.
  handleEvent(event) {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const address = event.target.closest?.("a[hreflang]")?.getAttribute("href");
    const other = address && this.#data?.others.find((one) => one.url === address);
    if (!this.#offers().some(({ language }) => language === other?.language)) return;
    event.preventDefault();
    this.#choice = other.language;
    this.#ask();
  }

  #offers() {
    const answer = this.#source?.answer;
    return answer ? [answer, ...answer.others] : [];
  }

  #run() {
    this.#tidy();
    const address = this.#address();
    const key = JSON.stringify([address, this.lang, this.#choice]);
    if (!address) {
      this.#stop();
      this.#forget();
      this.#say();
      if (address === undefined) this.#settle();
      else this.#fail(new TypeError("address"), this.src);
    } else if (key === this.#key) {
      if (this.#data) this.#show(this.#data);
    } else if (!this.#eager && this.#fallback() && beyond(this)) SyndicatedTopic.#near.observe(this);
    else this.#load(address, key);
  }

  // Of the snippet; undefined if there is none, null if it can be none, such as the page itself. Of several, all have to
  // be addresses.
  #address() {
    const written = this.src.trim();
    if (!written) return undefined;
    const several = this instanceof SyndicatedTopics ? written.split(/\s+/).slice(0, MOST_SOURCES) : [written];
    try {
      const place = (address) => address.replace(/[?#].*/s, "");
      const pages = [this.baseURI, this.ownerDocument.URL, document.URL].map(place);
      const found = several.map((one) => new URL(one, this.baseURI).href);
      return found.every((href) => WEB.test(href) && !pages.includes(place(href))) ? found.join(" ") : null;
    } catch {
      return null;
    }
  }

  #stop() {
    if (this.#job) this.#key = undefined;
    this.#job?.abort();
    this.#job = undefined;
    this.#settle();
  }

  #settle(failed = this.getAttribute("state") === "error" && this.#live && this.src.trim()) {
    this.removeAttribute("aria-busy");
    const state = this.#data ? "ready" : failed ? "error" : undefined;
    this.#reflect("state", state);
  }

  async #load(address, key) {
    this.#job?.abort();
    const { signal } = (this.#job = new AbortController());
    this.#key = key;
    const choice = this.#choice;
    this.setAttribute("aria-busy", "true");
    this.setAttribute("state", "loading");
    try {
      const several = address.includes(" ");
      const name = several ? `${address} ${this.lang}` : address; // each of several is in the language that is wanted
      if (this.#source?.address !== name) {
        const answer = await (several ? gathered(address.split(" "), this.lang, signal) : get(address, signal));
        if (signal.aborted) return;
        this.#source = { address: name, answer };
      }
      const other = this.#offers().find((one) => one.language === choice) ?? pick(this.#offers(), this.lang);
      if (other?.snippet_url) await this.#translate(other, choice, signal);
      else this.#finish(this.#source.answer, choice);
    } catch (error) {
      if (!signal.aborted) this.#fail(error, address);
    }
  }

  async #translate(other, choice, signal) {
    try {
      const answer = await get(other.snippet_url, signal);
      if (!signal.aborted) this.#finish(answer, choice);
    } catch (error) {
      if (signal.aborted) return;
      // What there is stays: the text that the reader saw, or else that of `src`.
      this.#job = this.#key = undefined;
      this.#choice = this.#chosen;
      if (choice && this.#data) {
        this.#show(this.#data);
        this.#settle();
      } else this.#finish(this.#source.answer);
      this.#say("error", other.language, "note");
      this.#tell("error", { reason: error.message || error.name, src: other.snippet_url });
    }
  }

  #finish(data, choice) {
    this.#show(data, choice);
    this.#job = undefined;
    this.#settle();
    this.#say(choice !== this.#chosen && choice && "shown", choice);
    this.#chosen = choice;
    this.#tell("load", { language: data.language, src: data.from });
    for (const { src, reason } of data.missing ?? []) this.#tell("error", { reason: reason.message || reason.name, src });
  }

  #fail(error, src) {
    this.#job = undefined;
    this.#forget();
    this.#settle(true);
    this.#say("error", this.lang);
    this.#tell("error", { reason: error.message || error.name, src });
  }

  #fallback() {
    return [...this.children].find((one) => one.localName === "article" && one.slot !== SLOT);
  }

  // Removes nodes of ours that came along with a copy; the first one serves as long as there is none.
  #tidy() {
    if (this.#own?.parentNode !== this) this.#own = undefined;
    let depth = 0;
    for (const one of [...this.childNodes]) {
      if (one.nodeType === Node.COMMENT_NODE) {
        if (/^\$[?!~]?$/.test(one.data)) depth++; // what React opens it also closes
        else if (one.data === "/$" && depth) depth--;
        else if (one.data === "/$" && one !== this.#end) one.remove();
      } else if (one.slot === SLOT && one !== this.#own) {
        if (this.#own) one.remove();
        else this.#own = one;
      }
    }
    this.#place(this.#own);
  }

  #show(data, choice) {
    const top = this.getAttribute("heading-level");
    const most = /^[1-9]\d{0,3}$/.test(this.limit) ? +this.limit : Infinity;
    const without = this.without.split(/[\s,]+/).filter((part) => this instanceof SyndicatedTopics || part !== "title");
    const how = { without, limit: most, description: data.description };
    const levels = new Map();
    if (/^[1-6]$/.test(top)) {
      [...headings(data.node, how)].sort().forEach((old, place) => levels.set(old, `h${Math.min(6, +top + place)}`));
    }
    const body = build(data.node, how, levels, { left: MOST_NODES });
    if (!body.textContent.trim()) throw new TypeError("empty");
    if (!body.lang) body.lang = data.language;
    if (!body.dir) body.dir = "auto";
    const link = this.#focused()?.getAttribute("href");
    const target = choice ? this.#data?.url : link;
    this.#inside = this.#fallback();
    if (this.#inside?.isEqualNode(body)) this.#change(this.#inside, undefined, target); // pictures and selection stay
    else {
      body.slot = SLOT;
      const same = this.#own?.parentNode === this && this.#own.isEqualNode(body);
      this.#change(same ? this.#own : body, same ? this.#own : body, target);
    }
    this.#data = data;
    this.toggleAttribute("far", Boolean(this.#own) && !this.#inside && beyond(this));
    this.removeAttribute("fit");
    for (const one of this.#body.querySelectorAll("img")) this.#fit(one);
  }

  // Where a page such as `* { all: unset }` takes every bound from pictures, they get one that goes before.
  #fit(picture) {
    if (this.#body?.contains(picture) && unbound(picture)) this.setAttribute("fit", "");
  }

  #forget() {
    this.#data = this.#source = this.#key = this.#inside = this.#choice = this.#chosen = undefined;
    this.removeAttribute("far");
    this.#change();
  }

  // Shows another node; the focus goes along.
  #change(body, own, target) {
    const focused = this.#focused();
    if (own !== this.#own && this.#own?.parentNode === this) this.#own.remove();
    this.#own = own;
    this.#body = body;
    this.#place(own);
    if (focused && !(body ?? this).contains(focused)) {
      const links = [...(body ?? this).querySelectorAll("a[href]")];
      (links.find((one) => one.getAttribute("href") === target) ?? links[0])?.focus({ preventScroll: true });
    }
  }

  #focused() {
    const active = this.getRootNode().activeElement;
    return active && active !== this && this.contains(active) ? active : undefined;
  }

  // Ours comes last, but before an older text, so that it is the first article.
  #placed(own, next) {
    return own.parentNode === this && own.nextSibling === next && own.previousSibling === this.#end;
  }

  #place(own) {
    const next = this.#fallback() ?? null;
    if (!own) this.#end.remove();
    else if (!this.#placed(own, next)) for (const one of [this.#end, own]) this.insertBefore(one, next);
  }

  // Somebody has changed what stands inside, or removed what is ours.
  #mend() {
    if (!this.#live || !this.#data) return;
    const inside = this.#fallback();
    if (inside !== this.#inside || (this.#own && !this.#placed(this.#own, inside ?? null))) this.#follow();
  }

  // Politely, once the region is known to screen readers, in the reader's language; what is said no more is taken back.
  #say(what, language, part = "status") {
    clearTimeout(this.#timer);
    if (!what && !this.#status) return;
    if (!this.#status) {
      this.#status = document.createElement("p");
      this.#status.setAttribute("role", "status");
      this.shadowRoot.append(this.#status);
    }
    this.#status.textContent = "";
    this.#status.setAttribute("part", part);
    if (!what) return;
    const labels = pick(LABELS, language || this.ownerDocument.documentElement.lang) ?? LABELS[0];
    const [text, lang, dir] = labels[what];
    Object.assign(this.#status, { lang, dir });
    this.#timer = setTimeout(() => (this.#status.textContent = text), 100);
  }

  #tell(what, detail) {
    this.dispatchEvent(new CustomEvent(`${this.localName}-${what}`, { bubbles: true, composed: true, detail }));
  }
}

class SyndicatedTopics extends SyndicatedTopic {
  static observedAttributes = [...super.observedAttributes, "limit"];
}

customElements.get("syndicated-topic") ?? customElements.define("syndicated-topic", SyndicatedTopic);
customElements.get("syndicated-topics") ?? customElements.define("syndicated-topics", SyndicatedTopics);
