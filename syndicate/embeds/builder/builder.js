// The page on which a partner chooses a code: shows the one that was chosen, copies it, and shows what it makes. All
// codes are in the page already; what is written here is the level of the title, and the text itself if it is wanted.

const form = document.querySelector(".embed-choice");
const status = document.querySelector(".embed-status");
const preview = document.querySelector(".embed-preview");
const { base, up, copy, copied, failed, selected, words } = form.dataset;
const root = new URL(up, location.href).href;
const said = (text) => {
  status.textContent = "";
  setTimeout(() => (status.textContent = text), 100);
};

// Labels that are not in the language of the page say which one they are in.
const mark = (element) => Object.assign(element, { lang: words, dir: "auto" });
if (words) mark(status);

for (const code of document.querySelectorAll(".embed-code")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = copy;
  if (words) mark(button);
  button.addEventListener("click", async () => {
    const text = code.querySelector("code");
    try {
      await navigator.clipboard.writeText(text.textContent);
      said(copied);
    } catch {
      getSelection().selectAllChildren(text);
      said(selected);
    }
  });
  code.append(button);
}

// The snippet from which the text of a code comes, in this copy of the tree, with its title at the level that is wanted.
async function snippet(address, level) {
  const answer = await fetch(root + address.slice(base.length));
  if (!answer.ok) throw new Error(answer.status);
  const text = await answer.text();
  return text.trim().replace(/(<\/?h)([1-6])\b/g, (_, tag, number) => tag + Math.min(6, +number - 2 + level));
}

// The code of an element, with the level of the title, and on demand with the text itself instead of a link.
async function element(code, level, whole) {
  const made = code.replace(/heading-level="\d"/g, `heading-level="${level}"`);
  if (!whole) return made;
  const parts = made.split(/^  <a .*$/m);
  const addresses = [...made.matchAll(/ src="([^"]*)\.json"/g)].map(([, address]) => `${address}.html`);
  const texts = await Promise.all(addresses.map((address) => snippet(address, level)));
  return parts.map((part, place) => part + (texts[place] ?? "")).join("");
}

// What the code makes, from this copy of the tree: on a preview server, too, where the addresses in it lead elsewhere.
async function shown(code, choice) {
  const page = new DOMParser().parseFromString(code, "text/html");
  for (const script of page.querySelectorAll("script")) script.remove();
  for (const name of ["src", "href"]) {
    for (const node of page.querySelectorAll(`[${name}^="${CSS.escape(base)}"]`)) {
      node.setAttribute(name, root + node.getAttribute(name).slice(base.length));
    }
  }
  if (choice.form === "include") {
    for (const [, address] of code.matchAll(/ (http\S+) -->/g)) {
      page.body.append(...new DOMParser().parseFromString(await snippet(address, 2), "text/html").body.children);
    }
  }
  return page.body.children;
}

const codes = new Map();
for (const code of document.querySelectorAll(".embed-code code")) codes.set(code, code.textContent);
let turn = 0;

async function update() {
  const mine = ++turn;
  const choice = Object.fromEntries(new FormData(form));
  const level = Number(form.querySelector("select").value);
  let code;
  for (const section of document.querySelectorAll(".embed-form")) {
    section.hidden = section.dataset.form !== choice.form;
    for (const block of section.querySelectorAll(".embed-code")) {
      block.hidden = choice.language !== undefined && block.dataset.language !== choice.language;
      if (!section.hidden && !block.hidden) code = block.querySelector("code");
    }
  }
  for (const name of [".embed-level", ".embed-whole"]) form.querySelector(name).hidden = choice.form !== "element";
  document.querySelector(".embed-caveat").hidden = Boolean(choice.whole);
  status.textContent = "";
  try {
    const text = choice.form === "element" ? await element(codes.get(code), level, choice.whole) : codes.get(code);
    if (mine !== turn) return;
    code.textContent = text;
    const made = await shown(text, choice);
    if (mine === turn) preview.querySelector("div").replaceChildren(...made);
  } catch {
    if (mine !== turn) return;
    preview.querySelector("div").replaceChildren();
    if (choice.form === "element" && choice.whole) {
      form.elements.whole.checked = false; // what is chosen and what is shown are the same
      await update();
    }
    said(failed);
  }
}

form.addEventListener("change", update);
form.hidden = preview.hidden = false;
document.body.classList.add("embed-chosen");
update();
