// What the tests of the custom element need in a page.
window.blocked = [];
addEventListener("securitypolicyviolation", (event) => blocked.push(event.violatedDirective));
addEventListener("unhandledrejection", (event) => blocked.push(`unhandled: ${event.reason}`));

const NAME = "syndicated-topic";
let host; // the element in question
let main; // the body
let publisher; // the address of the publisher
let busy = 0; // requests on their way
const given = window.fetch;
const counted = (ask) => async (...arguments_) => {
  busy++;
  try {
    return await ask(...arguments_);
  } finally {
    setTimeout(() => busy--, 0);
  }
};
window.fetch = counted((...arguments_) => given(...arguments_));

addEventListener("DOMContentLoaded", () => {
  main = document.body;
  host = document.querySelector(NAME);
  publisher = document.querySelector("script[src]")?.src.replace(/[^/]*$/, "");
  Object.defineProperty(window, "host", { get: () => host, set: (value) => (host = value) });
  Object.assign(window, { main, publisher });
});

const el = () => host;
const pause = (time) => new Promise((done) => setTimeout(done, time));
const made = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
const address = (path) => publisher + path.replace(/^\//, "");
const other = (path) => Object.assign(document.createElement(NAME), { src: address(path) });
const articles = (one) => [...one.querySelectorAll("article")].filter((each) => each.checkVisibility());
const article = () => articles(host)[0];
const put = (name, value) => (value === undefined ? host.removeAttribute(name) : host.setAttribute(name, value));
const src = (slug, language) => put("src", slug && address(`${language}/topics/${slug}/snippet.json`));
const lang = (value) => put("lang", value);
const level = (value) => put("heading-level", value);
const toggle = (language, one = host) => {
  const link = articles(one)[0]?.querySelector(`.syndicate-translation a[hreflang="${language}"]`);
  let shown = false;
  const end = (event) => {
    shown = event.defaultPrevented;
    event.preventDefault(); // a link that does not show its text here would lead away
  };
  one.parentNode?.addEventListener("click", end, { once: true });
  link?.click();
  one.parentNode?.removeEventListener("click", end);
  return shown;
};

// Puts the element into the document of a frame, or into this one again.
function adopted(language) {
  if (language) lang(language);
  const frame = document.querySelector("iframe") ?? document.body.appendChild(document.createElement("iframe"));
  frame.contentDocument.body.append(host);
}

async function settled() {
  if (document.querySelector("script[type=module]")) await customElements.whenDefined(NAME);
  for (let quiet = 0; quiet < 3; ) {
    await pause(0);
    const waiting = busy || host?.hasAttribute("aria-busy") || document.querySelector(`${NAME}[aria-busy]`);
    quiet = waiting ? 0 : quiet + 1;
  }
}

function seen() {
  const shown = articles(host);
  if (shown.length > 1) return { title: `${shown.length} texts` };
  const heading = shown[0]?.querySelector("h1, h2, h3, h4, h5, h6");
  return {
    title: heading?.textContent ?? null,
    level: heading && Number(heading.localName[1]),
    lang: heading?.closest("[lang]").lang,
    state: host.getAttribute("state"),
    text: host.innerText.trim(),
  };
}

// What the element is, with everything in it: all but what its page put inside, which is told by its place.
function told(one) {
  const ours = (node) => node.slot === "syndicate" || (node.nodeType === Node.COMMENT_NODE && node.data === "/$");
  return {
    attributes: [...one.attributes].map(({ name, value }) => `${name}=${value}`).sort(),
    inside: [...one.childNodes].map((node) => (ours(node) ? "ours: " : "") + (node.outerHTML ?? node.data)),
    shown: [...one.children].map((child) => child.checkVisibility()),
  };
}

// A fresh element with what the page itself gave this one.
function fresh() {
  const { body } = host.ownerDocument;
  const one = document.importNode(host, true); // where the element is known
  for (const node of [...one.childNodes]) {
    if (node.slot === "syndicate" || (node.nodeType === Node.COMMENT_NODE && node.data === "/$")) node.remove();
  }
  for (const name of ["state", "far", "aria-busy"]) one.removeAttribute(name);
  body.append(one);
  return one;
}

async function same() {
  const one = fresh();
  await settled();
  const [theirs, ours] = [told(one), told(host)].map((each) => JSON.stringify(each));
  one.remove();
  return ours === theirs || `${ours} is not ${theirs}`;
}

// Any sequence of steps, with answers from a table after a time.
let delays = [0];
let keep = true;
let turn = 0;

function answering([world, home]) {
  publisher = home;
  const found = new Map();
  for (const [key, answer] of Object.entries(world)) {
    const at = (name) => new URL(name, home).href;
    for (const one of answer.translations) {
      const [, language, slug] = one.snippet_url.match(/\/(\w+)\/topics\/(\w+)\//) ?? [];
      one.snippet_url = at(slug ? `${slug}/${language}` : one.snippet_url);
    }
    found.set(at(key), answer);
  }
  window.fetch = counted(async (where, { signal }) => {
    await pause(delays[turn++ % delays.length]);
    if (signal.aborted) throw signal.reason;
    if (where.startsWith(location.origin)) throw new Error("the page itself was asked for");
    if (!found.has(where)) return new Response("", { status: 404 });
    const headers = { "Cache-Control": keep ? "max-age=300" : "no-store" };
    return new Response(JSON.stringify(found.get(where)), { headers });
  });
}

const INSIDE = {
  link: () => [made("a", "a link")],
  text: () => ["a text"],
  article: () => [made("article", "an older text")],
  nothing: () => [],
};

function place(where) {
  const frame = document.querySelector("iframe") ?? main.appendChild(document.createElement("iframe"));
  if (where === "out") host.remove();
  else if (where === "in") main.append(host);
  else if (where === "move") main.prepend(host);
  else if (where === "frame") frame.contentDocument.body.append(host);
  else if (where === "nowhere") document.implementation.createHTMLDocument("").body.append(host);
  else {
    const box = main.appendChild(document.createElement("div"));
    box.attachShadow({ mode: "open" }).append(host);
  }
}

// As a framework does, which knows its own nodes only; or as it does not.
function inside(what) {
  if (what === "clear") return host.replaceChildren();
  if (what === "steal") return host.querySelector(":scope > [slot]")?.remove();
  if (what === "take") return main.append(host.querySelector(":scope > [slot]") ?? "");
  for (const node of [...host.childNodes]) {
    if (node.slot !== "syndicate" && node.nodeType !== Node.COMMENT_NODE) host.removeChild(node);
  }
  host.append(...INSIDE[what]());
}

async function play([steps, times, kept]) {
  [delays, keep, turn] = [times, kept, 0];
  main.replaceChildren();
  host = document.createElement(NAME);
  host.append(made("a", "a link"));
  main.append(host);
  let choice;
  let heard = [];
  const hear = (event) => event.target === host && heard.push(event.detail.src);
  for (const [step, value] of steps) {
    const before = JSON.stringify([host.getAttribute("src"), host.getAttribute("lang")]);
    if (step === "src") put("src", /^\w+\//.test(value) ? address(value) : value);
    else if (step === "lang" || step === "heading-level") put(step, value);
    else if (step === "remove") put(value);
    else if (step === "place") place(value);
    else if (step === "inside") inside(value);
    else if (step === "copy") {
      const copy = host.ownerDocument === document ? host.cloneNode(true) : document.importNode(host, true);
      host.replaceWith(copy);
      host = copy;
      choice = undefined;
    } else if (step === "click") {
      await settled();
      if (host.isConnected && toggle(value)) {
        if (!host.src.includes("broken")) choice = value; // else it fails
      }
    } else if (value === "settled") await settled();
    else await pause(Number(value));
    if (before !== JSON.stringify([host.getAttribute("src"), host.getAttribute("lang")])) choice = undefined;
  }
  if (!host.isConnected || !host.ownerDocument.defaultView) main.append(host);
  await settled();
  const one = fresh();
  await settled();
  if (choice) {
    toggle(choice, one);
    await settled();
  }
  const both = [told(host), told(one)];
  document.querySelectorAll("iframe").forEach((frame) => frame.contentDocument.body.replaceChildren());
  return both;
}

Object.assign(window, { el, seen, same, settled, pause, src, lang, level, toggle, made, other, adopted, article });
Object.assign(window, { answering, play });
