// The page on which a partner chooses among all topics: writes the code of what is chosen by the templates of the page,
// shows it on a plain and on a themed page, and keeps the choice in the address, so that it can be shared.

__NEWSLETTER__

const form = document.querySelector("#store");
const store = JSON.parse(form.dataset.store);
const root = new URL(form.dataset.up, location.href).href;
const one = (selector) => document.querySelector(selector);
const [code, about, status, preview] = ["code", ".store-about", ".embed-status", ".store-preview"].map((name) =>
  one(`.store-result ${name}`),
);
const boxes = [...form.querySelectorAll("[name=topic]")];
const inHtml = ["element", "frame"];
const atServer = ["php", "python", "ssi", "wordpress"];
const escaped = (text) => String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const here = (address) => (address.startsWith(store.base) ? root + address.slice(store.base.length) : address);
// Texts come with their language and direction, if these are not those of the page or code around them.
function tell(part, [text, lang = store.language, dir = store.directions[lang]], count) {
  Object.assign(part, { lang, dir, textContent: text.replace("{count}", count) });
}
function say(told) {
  status.textContent = "";
  setTimeout(() => tell(status, told), 100);
}
const languageOf = (lang, dir) => ` lang="${escaped(lang)}" dir="${dir}"`;
const inHTML = ([text, lang, dir]) => (lang ? `<span${languageOf(lang, dir)}>${escaped(text)}</span>` : escaped(text));

// oEmbed shows topics alone, so a list is a frame there.
const formOf = ({ what, form }) => (form === "drupal" && what !== "topics" ? "frame" : form);
const numberOf = (name) => {
  const field = form.elements[name];
  return field.value && field.validity.valid ? field.value : field.defaultValue;
};

// What is chosen. Fields that the form does not heed are hidden, and have no say.
function chosen() {
  const all = new FormData(form);
  const value = Object.fromEntries(all);
  const made = formOf(value);
  const may = (option) => store.options[made].includes(option);
  const isTopics = value.what === "topics";
  const teaser = isTopics && may("teaser") && Boolean(value.teaser);
  const shown = {
    topics: isTopics,
    group: value.what === "group",
    limit: !isTopics && may("limit"),
    teaser: isTopics && may("teaser"),
    whole: isTopics && !teaser && may("whole"),
    ...Object.fromEntries(["width", "level", "without"].map((option) => [option, may(option)])),
  };
  for (const [name, there] of Object.entries(shown)) {
    const part = one(`.store-${name}`);
    if (part) part.hidden = !there;
  }
  const isList = !isTopics || teaser;
  for (const part of form.querySelectorAll("[data-for]")) part.hidden = (part.dataset.for === "list") !== isList;
  return {
    ...value,
    form: made,
    topics: all.getAll("topic"),
    without: all.getAll("without").filter((name) => !form.querySelector(`[value="${name}"]`).closest("[hidden]")),
    teaser,
    whole: shown.whole && Boolean(value.whole),
    level: shown.level ? value.level : "2",
    limit: shown.limit ? numberOf("limit") : "",
    width: numberOf("width"),
    languages: value.language === "all" ? Object.keys(store.directions) : [value.language ?? store.language],
  };
}

// The address of a file, by the path that the page has for its kind.
const addressOf = (path, values) => store.base + path.replace(/\{([a-z]+)\}/g, (_, name) => values[name]);

// What is shown, each with the variables of a template.
function things(choice, language) {
  const common = {
    lang: language,
    dir: store.directions[language],
    level: choice.level,
    own: "2",
    width: choice.width || store.width,
    fixed: choice.width ? " data-fixed-width" : "",
    limit: choice.limit || "20",
    without: words(choice),
  };
  const made = (values, told = [values.title]) => ({
    ...common,
    ...values,
    title: told[0],
    named: languageOf(told[1] ?? language, told[2] ?? common.dir),
    label: `${inHTML(told)} (${inHTML(store.publisher[language])})`,
  });
  const lacking = choice.without.length ? ` without="${choice.without.join(" ")}"` : "";
  const query = (pairs) => (pairs.length ? `?${new URLSearchParams(pairs)}` : "");
  const left = choice.without.length ? [["without", choice.without.join(",")]] : [];
  const block = (url, without) =>
    JSON.stringify({
      url,
      locale: language,
      headingLevel: Number(choice.level),
      ...(without.length ? { without } : {}),
      ...(choice.teaser ? { teaser: true } : {}),
      ...(choice.limit ? { limit: Number(choice.limit) } : {}),
    });
  if (choice.what !== "topics") {
    const isGroup = choice.what === "group";
    const paths = store.paths[choice.what];
    const at = (kind) => addressOf(paths[kind], { locale: language, slug: choice.group, list: choice.what });
    const option = isGroup && one(`#store-group option[value="${CSS.escape(choice.group)}"]`);
    const own = isGroup && (language === store.language ? option.textContent : JSON.parse(option.dataset.titles)[language]);
    const said = own || !isGroup ? [own] : [option.textContent, store.language, store.directions[store.language]];
    const values = {
      tag: "syndicated-topics",
      data: at("data"),
      html: at("html"),
      frame: `${at("frame")}${query([...(choice.limit ? [["limit", choice.limit]] : []), ...left])}`,
      page: at("page"),
      feed: at("feed"),
      file: `${isGroup ? choice.group : choice.what}.${language}.html`,
      block: block(at("data"), choice.without),
      extra: `${choice.limit ? ` limit="${choice.limit}"` : ""}${lacking}`,
    };
    return [made(values, isGroup ? said : store.titles[language][choice.what])];
  }
  const topics = choice.topics.flatMap((slug) => {
    const item = form.querySelector(`[name=topic][value="${CSS.escape(slug)}"]`)?.closest("li");
    const title = language === store.language ? item?.textContent.trim() : JSON.parse(item?.dataset.titles ?? "{}")[language];
    const at = (kind) => addressOf(store.paths.topics[kind], { locale: language, slug });
    return title ? [{ slug, title, at }] : [];
  });
  const each = topics.map(({ slug, title, at }) =>
    made({
      tag: "syndicated-topic",
      data: at(choice.teaser ? "teaser" : "data"),
      html: choice.teaser ? undefined : at("html"),
      frame: `${at("frame")}${query(left)}`,
      page: at("page"),
      feed: at("feed"),
      file: `${slug}.${language}.html`,
      block: block(
        at("page"),
        choice.without.filter((part) => part !== "description"),
      ),
      title,
      extra: lacking,
    }),
  );
  if (!choice.teaser || !inHtml.includes(choice.form) || !each.length) return each;
  const asked = query([...topics.map(({ slug }) => ["topic", slug]), ...left]);
  const [alone] = each;
  return [
    {
      ...alone,
      tag: "syndicated-topics",
      data: each.map(({ data }) => data).join(" "),
      frame: `${addressOf(store.paths.chosen.frame, { locale: language })}${asked}`,
      ...(each.length > 1
        ? made({ page: addressOf(store.paths.chosen.page, { locale: language }) }, store.titles[language].all)
        : {}),
    },
  ];
}

// The classes and properties by which a server leaves parts out.
function words({ without, form: name }) {
  const classes = { translations: ["translation"], "also-called": ["also-called"], image: ["image"], sections: ["section"] };
  const found = without.flatMap((part) =>
    part === "dates"
      ? ["syndicate-date", "dateModified", "lastReviewed"]
      : (classes[part] ?? [part]).map((word) => `syndicate-${word}`),
  );
  if (name === "python" && !found.length) return '""';
  return found.map((word) => JSON.stringify(word)).join(", ");
}

function written(choice, all) {
  const parts = store.templates[choice.form];
  const fill = (text, values) =>
    text.replace(/@@([a-z]+)@@/g, (_, name) => {
      const value = values[name] ?? "";
      return inHtml.includes(choice.form) && !["extra", "label", "named"].includes(name) ? escaped(value) : value;
    });
  const list = all.map(({ data }) => JSON.stringify(data)).join(", ");
  const sides = all.length > 1 && choice.languages.length > 1 && inHtml.includes(choice.form);
  const each = all.map((values) => fill(parts.each, values));
  const body = sides
    ? `<div class="syndicate syndicate-bilingual">\n${each.map((text) => `<div class="syndicate-half">\n${text}</div>\n`).join("")}</div>\n`
    : each.join("");
  return (fill(parts.before, { ...all[0], list }) + body + parts.after).trim();
}

// The HTML of what is shown, from this copy of the tree, as a server would make it of the choice.
async function texts(choice, all) {
  const parser = new DOMParser();
  const made = await Promise.all(
    all.map(async ({ data }) => {
      const answer = await fetch(here(data));
      if (!answer.ok) throw new Error(answer.status);
      const { html, description } = await answer.json();
      const article = parser.parseFromString(html, "text/html").querySelector("article");
      const most = Number(choice.limit) || Infinity;
      for (const teaser of [...article.querySelectorAll(".syndicate-teaser")].slice(most)) teaser.remove();
      const summary = choice.without.includes("summary") && description && article.querySelector(".syndicate-summary");
      if (summary) summary.innerHTML = `\n<p>${escaped(description)}</p>\n`;
      for (const word of JSON.parse(`[${words({ ...choice, form: "" })}]`)) {
        if (word === "syndicate-summary") continue;
        for (const part of article.querySelectorAll(`.${word}, p:has(> [itemprop="${word}"])`)) part.remove();
      }
      for (const old of article.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
        const title = document.createElement(`h${Math.min(6, Number(old.localName[1]) - 2 + Number(choice.level))}`);
        for (const { name, value } of old.attributes) title.setAttribute(name, value);
        title.append(...old.childNodes);
        old.replaceWith(title);
      }
      return article;
    }),
  );
  return made;
}

// The code of an element, with the text itself in the place of the link that stands inside.
function whole(code, articles) {
  const parts = code.split(/^  <a .*$/m);
  return parts.map((part, place) => part + (articles[place]?.outerHTML ?? "")).join("");
}

// The two pages around a preview. They are drawn by a box of their own: this page's rules go before those of a `:host`.
const PAGES = {
  plain: "font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; padding: 1rem; }",
  themed: `font: 1.1rem/1.6 Georgia, serif; color: #f4ecd8; background: #2b1d3a; padding: 1.5rem; }
    h1, h2, h3, h4, h5, h6 { color: #ffcf70; font-family: inherit; letter-spacing: 0.02em; } a { color: #9fe3d0; }
    li { list-style: square; }`,
};
const BASIC = `* { box-sizing: border-box; } .page { all: initial; display: block; min-block-size: 100%; overflow-wrap: anywhere; }
  div, iframe, img { max-inline-size: 100%; } img { block-size: auto; } iframe { border: 1px solid #8d9297; }
  iframe:not([data-fixed-width]) { inline-size: 100%; } pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  .syndicate-bilingual { display: flex; flex-wrap: wrap; gap: 2rem; } .syndicate-half { flex: 1 1 14rem; min-inline-size: 0; }
  .page { box-sizing: border-box; `;
const shadow = preview.attachShadow({ mode: "open" });
const sheet = new CSSStyleSheet();
shadow.adoptedStyleSheets = [sheet];
// Pictures have the addresses of the published tree; this copy has them too.
new MutationObserver(() => {
  for (const picture of shadow.querySelectorAll(`img[src^="${CSS.escape(store.base)}"]`)) {
    if (picture.srcset) picture.srcset = picture.srcset.split(", ").map(here).join(", ");
    picture.src = here(picture.getAttribute("src"));
  }
}).observe(root === store.base ? document.createElement("p") : shadow, { childList: true, subtree: true });
const dress = () => sheet.replaceSync(BASIC + PAGES[one("[name=page]:checked").value]);

// What the code makes, from this copy of the tree: on a preview server, too, where the addresses in it lead elsewhere.
function show(choice, all, made, articles) {
  const box = Object.assign(document.createElement("div"), { className: "page" });
  const isPage = choice.form === "link" && choice.what !== "topics"; // without oEmbed, which stays a link
  if (choice.form === "text") {
    box.append(Object.assign(document.createElement("pre"), { dir: "auto", textContent: made }));
  } else if (choice.form === "feed" || isPage) {
    for (const { feed, page } of all) {
      const address = isPage ? page : feed;
      const link = Object.assign(document.createElement("a"), { href: here(address), dir: "ltr", textContent: address });
      box.append(link, document.createElement("br"));
    }
  } else if (atServer.includes(choice.form)) {
    box.append(...articles);
  } else {
    const isFramed = ["drupal", "link"].includes(choice.form);
    const text = isFramed ? written({ ...choice, form: "frame" }, all) : made;
    const page = new DOMParser().parseFromString(text, "text/html");
    for (const script of page.querySelectorAll("script")) script.remove();
    for (const node of page.querySelectorAll("[src]")) {
      node.setAttribute("src", node.getAttribute("src").split(" ").map(here).join(" "));
    }
    box.append(...page.body.childNodes);
  }
  shadow.replaceChildren(box);
}

let turn = 0;
async function update() {
  const mine = ++turn;
  const choice = chosen();
  const example = one(`#form-${choice.form} + p`);
  about.textContent = example.textContent;
  tell(one(".store-count"), store.said.chosen, choice.topics.length);
  const asked = [...new FormData(form)].filter(([name, value]) => value && isOther(name, value));
  history.replaceState(null, "", asked.length ? `?${new URLSearchParams(asked)}` : location.pathname);
  const all = choice.languages.flatMap((language) => things(choice, language));
  if (!all.length) {
    tell(code, store.said.none);
    shadow.replaceChildren();
    return;
  }
  try {
    const articles = choice.whole || [...atServer, "email", "text"].includes(choice.form) ? await texts(choice, all) : [];
    if (mine !== turn) return;
    const makers = {
      email: () => articles.map((article) => mailed(article, store.mail).outerHTML).join("\n"),
      text: () => articles.map((article) => plain(article, store.mail)).join("\n"),
    };
    const direct = choice.form === "text" ? "auto" : "ltr"; // the code of all others is read from the left
    Object.assign(code.parentElement, { dir: direct });
    Object.assign(code, { lang: "", dir: direct });
    const made = makers[choice.form]?.() ?? written(choice, all);
    code.textContent = choice.whole ? whole(made, articles) : made;
    show(choice, all, code.textContent, articles);
  } catch {
    if (mine === turn) say(store.said.failed);
  }
}

// What the address has to say: all that is not chosen by itself.
const defaults = [...new FormData(form)].map(([name, value]) => `${name}=${value}`);
const isOther = (name, value) => name === "topic" || !defaults.includes(`${name}=${value}`);

function restore() {
  const asked = new URLSearchParams(location.search);
  for (const slug of asked.getAll("topics").join(",").split(",")) asked.append("topic", slug);
  for (const field of form.elements) {
    if (!field.name || !asked.has(field.name)) continue;
    if (["checkbox", "radio"].includes(field.type)) field.checked = asked.getAll(field.name).includes(field.value);
    else field.value = asked.get(field.name);
  }
  for (const radio of ["what", "form"]) {
    if (!form.querySelector(`[name=${radio}]:checked`)) form.querySelector(`[name=${radio}]`).checked = true;
  }
}

const plainly = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
one("#store-filter").addEventListener("input", ({ target }) => {
  const wanted = plainly(target.value).split(/\s+/);
  let count = 0;
  for (const box of boxes) {
    const item = box.closest("li");
    item.hidden = !wanted.every((word) => plainly(item.textContent).includes(word));
    count += !item.hidden;
  }
  tell(one(".store-count"), store.said.shown, count);
});
const copy = Object.assign(document.createElement("button"), { type: "button" });
tell(copy, store.said.copy);
one(".store-buttons").append(copy);
copy.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(code.textContent);
    say(store.said.copied);
  } catch {
    getSelection().selectAllChildren(code);
    say(store.said.selected);
  }
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", update);
for (const page of document.querySelectorAll("[name=page]")) page.addEventListener("change", dress);
restore();
if (!boxes.some((box) => box.checked) && boxes.length && !location.search) boxes[0].checked = true;
dress();
update();
document.body.classList.add("store-ready");
