// Topics for newsletters, as `syndicate.snippets.newsletter` makes them, by the same tables: HTML styled element by
// element, and plain text with numbered notes.

const spaced = (text) => text.replace(/[ \t\n\r\f]+/g, " ").replace(/^ | $/g, "");

function mailed(node, mail, width = mail.widths[0]) {
  if (node.nodeType !== Node.ELEMENT_NODE) return node.cloneNode();
  const names = [...node.classList].map((name) => `.${name}`);
  if (names.includes(".syndicate-teaser")) width = mail.widths[1];
  const stays = (name) => mail.kept.includes(name) && (name !== "value" || node.localName === "li");
  const made = document.createElement(mail.tags[node.localName] ?? node.localName);
  for (const { name, value } of node.attributes) if (stays(name)) made.setAttribute(name, value);
  if (node.localName === "img") {
    const [stated, height] = ["width", "height"].map((name) => Number(node.getAttribute(name)) || 0);
    const shown = Math.min(stated || width, width);
    made.setAttribute("width", shown);
    if (stated && height) made.setAttribute("height", Math.round((height * shown) / stated));
  }
  const style = names.map((name) => mail.styles[name]).findLast(Boolean) ?? mail.styles[node.localName];
  if (style) made.setAttribute("style", style);
  made.append(...[...node.childNodes].map((child) => mailed(child, mail, width)));
  return made;
}

function wrapped(text, width) {
  const lines = text.split("\v").map(spaced);
  while (lines.length && !lines.at(-1)) lines.pop();
  return lines.flatMap((line) => {
    const made = [];
    for (const word of line.split(" ").filter(Boolean)) {
      const longer = made.length ? `${made.at(-1)} ${word}` : word;
      if (made.length && [...longer].length <= Math.max(width, 20)) made[made.length - 1] = longer;
      else made.push(word);
    }
    return made;
  });
}

class Text {
  notes = new Map();
  #titled = false;

  constructor(blocks) {
    this.tags = blocks;
  }

  blocks(children, width) {
    const found = [];
    let run = "";
    const flush = () => {
      const lines = wrapped(run, width);
      if (lines.length) found.push(lines);
      run = "";
    };
    for (const child of children) {
      if (!this.tags.includes(child.localName)) run += this.inline(child);
      else {
        flush();
        found.push(...this.block(child, width));
      }
    }
    flush();
    return found;
  }

  block(node, width) {
    const { localName: tag, childNodes } = node;
    if (["ul", "ol"].includes(tag) || node.classList.contains("syndicate-footer")) return this.items(node, width);
    if (/^h\d$/.test(tag)) {
      const lines = wrapped(this.inside(node), width);
      if (!lines.length) return [];
      const mark = this.#titled ? "-" : "=";
      this.#titled = true;
      return [[...lines, mark.repeat(Math.max(...lines.map((line) => [...line].length)))]];
    }
    if (tag === "pre") return [this.inside(node).replaceAll("\v", "\n").replace(/^\n+|\n+$/g, "").split("\n")];
    if (tag === "tr") {
      const cells = [...node.children].map((cell) => wrapped(this.inside(cell), 10000).join(" "));
      return cells.some(Boolean) ? [wrapped(cells.join(" | "), width)] : [];
    }
    if (["table", "thead", "tbody", "tfoot"].includes(tag)) {
      const lines = this.blocks(node.children, width).flat();
      return lines.length ? [lines] : [];
    }
    if (tag === "hr") return [["---"]];
    const mark = { blockquote: "> ", dd: "  " }[tag];
    if (!mark) return this.blocks(childNodes, width);
    return this.blocks(childNodes, width - 2).map((lines) => lines.map((line) => mark + line));
  }

  items(node, width) {
    let number = /^-?\d+$/.test(node.getAttribute("start") ?? "") ? Number(node.getAttribute("start")) : 1;
    const apart = node.classList.contains("syndicate-topics");
    const found = [];
    const together = [];
    for (const child of node.children) {
      const mark = apart || node.localName === "footer" ? "" : node.localName === "ol" ? `${number}. ` : "- ";
      number++;
      const shown = [...child.childNodes].filter((part) => !(apart && part.classList?.contains("syndicate-image")));
      const lines = this.blocks(shown, width - mark.length).flat();
      const marked = lines.map((line, place) => (place ? " ".repeat(mark.length) : mark) + line);
      apart ? found.push(marked) : together.push(...marked);
    }
    return together.length ? [...found, together] : found;
  }

  inside = (node) => [...node.childNodes].map((child) => this.inline(child)).join("");

  inline(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return node.data ?? "";
    if (node.localName === "br") return "\v";
    if (node.localName === "img") return node.getAttribute("alt") ? `[${node.getAttribute("alt")}]` : "";
    const text = this.inside(node);
    const url = node.localName === "a" && node.getAttribute("href");
    if (!url || spaced(text) === url) return this.tags.includes(node.localName) ? ` ${text} ` : text;
    if (!this.notes.has(url)) this.notes.set(url, this.notes.size + 1);
    return `${text} [${this.notes.get(url)}]`;
  }
}

function plain(node, mail, width = 72) {
  const text = new Text(mail.blocks);
  const blocks = text.blocks([node], width);
  if (text.notes.size) blocks.push([...text.notes].map(([url, number]) => `[${number}] ${url}`));
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}
