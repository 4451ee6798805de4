// The search page: what is typed is looked for in the index, which is loaded when it is first needed. The question is in
// the address, so that it can be passed on, and "back" shows what was found before.
import { Engine } from "./__SEARCH-ENGINE__";

const AT_A_TIME = 20; // topics shown
const PAUSE = 250; // ms without a key before the search begins, and is said to those who listen
const page = document.querySelector(".search");
const [form, input] = [page.querySelector("form"), page.querySelector("input")];
const [status, list, further, browse] = ["status", "results", "further", "browse"].map((name) =>
  document.querySelector(`.search-${name}`),
);
const language = document.documentElement.lang;
const plural = new Intl.PluralRules(language);
const number = new Intl.NumberFormat(page.dataset.numbers || language);
document.querySelector(".search-without").remove();
let engine;
let hits = [];

// A text of the page with values in its slots.
function filled(selector, values = {}) {
  const text = document.createDocumentFragment();
  text.append(...page.querySelector(`.search-texts ${selector}`).cloneNode(true).childNodes);
  for (const [name, value] of Object.entries(values))
    text.querySelector(`[data-slot="${name}"]`)?.replaceChildren(value);
  return text;
}

function loaded() {
  engine ??= fetch(new URL(page.dataset.index, location.href))
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))
    .then(Engine.made);
  engine.catch(() => (engine = undefined)); // the next question tries again
  return engine;
}

function address({ topic }) {
  const values = { locale: topic.language || language, slug: topic.slug };
  return page.dataset.up + page.dataset.topic.replace(/\{([a-z]+)\}/g, (_, name) => values[name]);
}

// Why a topic was found, where its title does not show it.
function how({ topic, name }) {
  if (topic.language) return filled(`[data-only="${topic.language}"]`);
  if (!name || name.text === topic.title) return null;
  return name.language
    ? filled(`[data-name="${name.language}"]`, { name: name.text })
    : filled('[data-text="also"]', { name: name.text });
}

function line(hit) {
  const [item, link] = [document.createElement("li"), document.createElement("a")];
  Object.assign(link, { href: address(hit), textContent: hit.topic.title });
  item.append(link);
  for (const [kind, text] of [
    ["how", how(hit)],
    ["about", hit.topic.description],
  ]) {
    if (!text) continue;
    const paragraph = document.createElement("p");
    paragraph.className = `search-${kind}`;
    paragraph.append(text);
    item.append(paragraph);
  }
  if (hit.topic.language)
    for (const element of item.querySelectorAll("a, .search-about")) element.lang = hit.topic.language;
  return item;
}

function show(count) {
  list.append(...hits.slice(list.children.length, count).map(line));
  further.hidden = list.children.length >= hits.length;
  history.replaceState({ ...history.state, shown: list.children.length }, "");
}

async function search(shown = AT_A_TIME) {
  const question = input.value.trim();
  const isCurrent = () => question === input.value.trim();
  for (const link of document.querySelectorAll(".toggle a[hreflang]")) {
    const target = new URL(link.href);
    target.search = question && new URLSearchParams({ q: question });
    link.href = target;
  }
  if (!question) return clear();
  browse.style.visibility = "hidden"; // unseen until a frame after the results have pushed it down
  const waiting = setTimeout(() => isCurrent() && status.replaceChildren(filled('[data-text="loading"]')), 400);
  try {
    const found = (await loaded()).search(question);
    if (!isCurrent()) return; // another question was typed meanwhile
    clear();
    hits = found;
    show(shown);
    const count = number.format(hits.length);
    const [text, values] = hits.length
      ? [`[data-count="${plural.select(hits.length)}"]`, { count }]
      : ['[data-text="none"]', { question }];
    status.replaceChildren(filled(text, values));
  } catch {
    if (isCurrent()) status.replaceChildren(filled('[data-text="failed"]'));
  } finally {
    clearTimeout(waiting);
    requestAnimationFrame(() => setTimeout(() => (browse.style.visibility = "")));
  }
}

function clear() {
  hits = [];
  list.replaceChildren();
  status.replaceChildren();
  further.hidden = true;
}

// The address of this page with the question.
function here() {
  const question = input.value.trim();
  return `${location.pathname}${question && `?${new URLSearchParams({ q: question })}`}`;
}

let typing;
input.addEventListener("focus", () => loaded().catch(() => {}), { once: true });
input.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => {
    // What is typed is one step, not one for each letter; the question before it stays a step of its own.
    const goesOn = history.state?.isTyped || !location.search;
    history[goesOn ? "replaceState" : "pushState"]({ isTyped: true }, "", here());
    search();
  }, PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  const goesOn = history.state?.isTyped || here() === location.pathname + location.search;
  history[goesOn ? "replaceState" : "pushState"]({}, "", here());
  search();
});
further.querySelector("button").addEventListener("click", () => {
  const before = list.children.length;
  show(before + AT_A_TIME);
  list.children[before].querySelector("a").focus();
});

async function restore() {
  const { shown, top } = history.state ?? {};
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  await search(shown);
  if (top) scrollTo(0, top);
}
addEventListener("popstate", restore);
addEventListener("pagehide", () => history.replaceState({ ...history.state, top: scrollY }, ""));
restore();
