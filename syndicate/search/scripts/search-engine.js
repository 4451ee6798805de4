// Which topics a question means, and how well: the search of `syndicate/search`, for a browser. The words are those of the
// index, which has what they are reduced to; MiniSearch finds words by their beginning and their letters, and texts.
import MiniSearch from "./__MINISEARCH__";

const LEAST = 0.1; // of the best score: what is less is no result
const AT_A_TIME = 100;
const MOST_WORDS = 24;
const MOST_READINGS = 8;
const MOST_LIKELY = 6;
const MARGIN = 0.07;
const WRONG = 0.26; // of the letters of a longer word, so many may be wrong
const VOWELS = new Set("aeiou");

// The slug of a topic: itself, or which title it is the plain letters of, with hyphens between words if that is odd.
const slugOf = (slug, title, others) => {
  if (typeof slug === "string") return slug;
  const titles = [title, ...others.map(([, first]) => first)];
  return titles[slug >> 1].toLowerCase().match(/[a-z0-9]+/g).join(slug & 1 ? "-" : "");
};

export class Engine {
  constructor(index) {
    this.weights = index.weights;
    this.language = index.language;
    this.patterns = index.patterns.map((pattern) => new RegExp(pattern, "gu"));
    this.plain = new Map(Object.entries(index.plain));
    this.alike = new Set(index.alike);
    this.passing = Object.entries(index.passing).map(([code, known]) => [code, new Set(known.split(" "))]);
    this.stems = new Map();
    this.known = new Map();
    for (const line of index.stems ? index.stems.split("\n") : []) {
      const [stem, ...found] = line.split(" ");
      for (const end of found) {
        const word = end.startsWith("-") ? stem + end.slice(1) : end;
        if (word !== stem) this.stems.set(word, [...(this.stems.get(word) ?? []), stem]);
      }
    }
    this.saidFor = new Map();
    for (const line of index.said_for) {
      const [phrases, names] = line.split(" = ");
      const meant = names.split("; ").map((name) => this.words(name));
      for (const phrase of phrases.split(", ")) {
        const key = this.roots(this.words(phrase)).join(" ");
        this.saidFor.set(key, [...(this.saidFor.get(key) ?? []), ...meant]);
      }
    }
    this.named = new Map();
    this.told = new Map();
    this.unaccented = new Map();
    this.names = [];
    this.topics = [];
    this.mini = new MiniSearch({
      fields: ["names", "text"],
      tokenize: (text) => text.split(" "),
      processTerm: (term) => term,
    });
  }

  // Made in steps, so that the page answers meanwhile.
  static async made(index) {
    const engine = new Engine(index);
    const rows = [
      ...index.topics.map((row) => ["", row]),
      ...index.elsewhere.map(([language, ...row]) => [language, row]),
    ];
    while (rows.length) {
      for (const [language, row] of rows.splice(0, AT_A_TIME)) engine.add(row, language);
      await new Promise((resolve) => setTimeout(resolve));
    }
    return engine;
  }

  // The words of a text in lowercase, as they are written.
  words(text) {
    const [word, elision] = this.patterns;
    return [...text.normalize("NFC").matchAll(word)].flatMap(([found]) => {
      const lower = found.toLowerCase();
      elision.lastIndex = 0;
      const parts = elision.exec(lower);
      return parts && parts[0] === lower ? parts.slice(1) : [lower.replaceAll("’", "'")];
    });
  }

  // Words that hyphens join, by their first part.
  compounds(text) {
    const found = text.includes("-") ? text.normalize("NFC").toLowerCase().match(this.patterns[2]) : null;
    return new Map((found ?? []).map((whole) => [whole.split("-")[0], whole.replaceAll("-", "")]));
  }

  // A word as the index has it: letters of their own, such as ñ, stay.
  fold(word) {
    if (/^[\x00-\x7f]*$/.test(word)) return word.replaceAll("'", "");
    return [...word]
      .map((letter) => this.plain.get(letter) ?? bare(letter))
      .join("")
      .replaceAll("'", "");
  }

  forms(word) {
    let forms = this.known.get(word);
    if (!forms) {
      const folded = this.fold(word);
      forms = [folded, ...(this.stems.get(folded) ?? [])];
      this.known.set(word, forms);
    }
    return forms;
  }

  roots(words) {
    return words.map((word) => {
      const [folded, ...stems] = this.forms(word);
      return stems.sort((one, other) => one.length - other.length || (one < other ? -1 : 1))[0] ?? folded;
    });
  }

  // A topic of the index; one that lacks the language of the page says which one it has.
  add([slug, title, names, description, mentions, others], language) {
    const id = this.topics.length;
    const { also, language: foreign } = this.weights;
    const known = [[title, 1, ""], ...names.map((name) => [name, also, ""])];
    for (const [other, first, ...more] of others) {
      known.push([first, foreign, other], ...more.map((name) => [name, foreign * also, other]));
    }
    this.topics.push({ id, slug: slugOf(slug, title, others), title, description, mentions, language });
    const named = new Set(known.flatMap(([text, weight, other]) => this.name(id, text, weight, other)));
    const text = [...this.words(description), ...this.compounds(description).values()].flatMap((word) =>
      this.forms(word),
    );
    for (const form of named) this.named.get(form).topics += 1;
    for (const form of new Set([...named, ...text])) {
      this.told.set(form, (this.told.get(form) ?? 0) + 1);
      const plain = bare(form);
      if (plain !== form) this.unaccented.set(plain, (this.unaccented.get(plain) ?? new Set()).add(form));
    }
    this.mini.add({ id, names: [...named].join(" "), text: text.join(" ") });
  }

  // The forms of the words of a name, which is remembered by each of them.
  name(topic, text, weight, language) {
    const joined = this.compounds(text);
    const tokens = this.words(text).map((word) => {
      const whole = joined.get(word);
      joined.delete(word);
      return whole ? [...this.forms(word), ...this.forms(whole)] : this.forms(word);
    });
    const forms = [...new Set(tokens.flat())];
    for (const form of forms) {
      if (!this.named.has(form)) this.named.set(form, { topics: 0, names: [] });
      this.named.get(form).names.push(this.names.length);
    }
    this.names.push({ topic, text, weight, language, tokens });
    return forms;
  }

  // The topics that a question may mean, the best first, each with the name by which it was found, if by one.
  search(question) {
    const readings = this.readings(question);
    if (!readings.length) return [];
    const found = new Map();
    for (const reading of readings) {
      const named = this.byNames(reading);
      const told = this.byTexts(reading);
      for (const id of new Set([...named.keys(), ...told.keys()])) {
        const { score: byName = 0, name } = named.get(id) ?? {};
        const byText = this.weights.text * (told.get(id) ?? 0);
        const score = byName + byText;
        if (score <= (found.get(id)?.score ?? 0)) continue;
        found.set(id, { topic: this.topics[id], score, name: byName > byText ? name : null });
      }
    }
    const hits = [...found.values()];
    for (const hit of hits) {
      hit.score *= 1 + this.weights.mentioned * Math.log1p(hit.topic.mentions);
      if (hit.topic.language) hit.score *= this.weights.language;
    }
    const least = LEAST * Math.max(0, ...hits.map(({ score }) => score));
    const order = (one, other) => other.score - one.score || one.topic.id - other.topic.id;
    return hits.filter(({ score }) => score >= least).sort(order);
  }

  readings(question) {
    const literal = [...new Set(this.words(question))].slice(0, MOST_WORDS);
    const passing = this.isPassing(literal);
    if (!literal.length) return [];
    const first = literal.map((word, place) => this.term(word, passing[place] ? this.weights.passing : 1));
    const readings = [first];
    for (const [place, span, meant, sure] of this.otherWords(literal)) {
      const terms = meant.map((word) => this.term(word, 1, sure));
      readings.push([...first.slice(0, place), ...terms, ...first.slice(place + span)]);
    }
    return readings.slice(0, MOST_READINGS);
  }

  *otherWords(literal) {
    const roots = this.roots(literal);
    const understood = new Set();
    for (let span = Math.min(roots.length, 4); span > 0; span--) {
      for (let place = 0; place + span <= roots.length; place++) {
        const places = Array.from({ length: span }, (_, step) => place + step);
        const said = this.saidFor.get(roots.slice(place, place + span).join(" "));
        if (!said || places.every((one) => understood.has(one))) continue;
        for (const one of places) understood.add(one);
        for (const meant of said) yield [place, span, meant, this.weights.meant];
      }
    }
    for (let place = 0; place + 1 < literal.length; place++) {
      const joined = literal[place] + literal[place + 1];
      if (this.told.has(this.fold(joined))) yield [place, 2, [joined], this.weights.joined];
    }
    for (const [place, word] of literal.entries()) {
      const split = word.length >= 6 && !this.named.has(this.fold(word)) ? this.halves(this.fold(word)) : null;
      if (split) yield [place, 1, split, this.weights.joined];
    }
  }

  halves(folded) {
    let best = null;
    for (let place = 3; place <= folded.length - 3; place++) {
      const [one, other] = [folded.slice(0, place), folded.slice(place)];
      const shorter = Math.min(one.length, other.length);
      if (this.told.has(one) && this.told.has(other) && shorter > (best?.shorter ?? 0))
        best = { shorter, split: [one, other] };
    }
    return best?.split;
  }

  // Which words say little: in the language of the page, or in another that the question is plainly in.
  isPassing(literal) {
    const folded = literal.map((word) => this.fold(word));
    const counts = new Map(
      this.passing.map(([code, known]) => [code, folded.filter((word) => known.has(word)).length]),
    );
    const own = counts.get(this.language) ?? 0;
    const asked = this.passing.filter(([code]) => code === this.language || counts.get(code) > Math.max(own, 1));
    const passing = folded.map((word) => asked.some(([, known]) => known.has(word)));
    return passing.every(Boolean) ? passing.map(() => false) : passing;
  }

  // A word that is looked for: what it may be in the index and how surely, and how much it says of what is meant.
  term(word, part, sure = 1) {
    const forms = new Map();
    const [folded, ...stems] = this.forms(word);
    forms.set(folded, 1);
    for (const stem of stems) forms.set(stem, this.weights.stem);
    for (const spelled of this.unaccented.get(folded) ?? []) {
      for (const form of this.forms(spelled)) if (!forms.has(form)) forms.set(form, this.weights.unaccented);
    }
    if (![...forms.keys()].some((form) => this.named.has(form))) {
      const told = this.told.get(folded) ?? 0;
      for (const [likely, certainty, alike] of this.likely(folded)) {
        if (told && (told > 3 || folded.length < 4) && !alike) continue;
        for (const form of this.forms(likely)) {
          forms.set(form, Math.max(forms.get(form) ?? 0, certainty * (told ? this.weights.doubted : 1)));
        }
      }
    }
    const most = Math.max(...forms.values()) - 0.1;
    const count = Math.max(...[...forms].filter(([, one]) => one >= most).map(([form]) => this.told.get(form) ?? 0));
    for (const [form, one] of forms) forms.set(form, one * sure);
    return { forms, weight: Math.log(1 + this.topics.length / (1 + count)) * part };
  }

  // Words of names that a word which no name has may stand for: it is their beginning, or a misspelling.
  likely(folded) {
    if (folded.length < 3 || /^\d+$/.test(folded)) return [];
    const options = { fields: ["names"], prefix: true, fuzzy: folded.length < 5 ? false : 0.4, maxFuzzy: 4 };
    const terms = new Set(this.mini.search(folded, options).flatMap(({ terms }) => terms));
    const found = [];
    for (const other of terms) {
      const common = 0.03 + Math.min(this.told.get(other) ?? 0, 100) / 1000;
      if (other.startsWith(folded)) {
        found.push([other, 0.7 + (0.2 * folded.length) / other.length, true]);
      } else if (begins(folded, other, this.alike)) {
        const most = WRONG * folded.length;
        const edits = distance(folded, other, this.alike);
        const start = Math.max(4, Math.ceil(0.7 * folded.length));
        const sure =
          0.85 - (0.9 * edits) / Math.max(folded.length, other.length) + common + (folded[0] === other[0] ? 0.03 : 0);
        if (edits <= most)
          found.push([other, sure, folded.length >= start && other.startsWith(folded.slice(0, start))]);
      }
    }
    found.sort(([one, sure], [other, less]) => less - sure || (one < other ? -1 : 1));
    return found.filter(([, sure]) => sure >= found[0][1] - MARGIN).slice(0, MOST_LIKELY);
  }

  // The best name of each topic that one answers to, and how well.
  byNames(reading) {
    const whole = reading.reduce((sum, { weight }) => sum + weight, 0);
    const forms = reading.flatMap((term) => [...term.forms.keys()]);
    const best = new Map();
    for (const place of new Set(forms.flatMap((form) => this.named.get(form)?.names ?? []))) {
      const name = this.names[place];
      const score = whole && likeness(reading, whole, name.tokens, this.weights.covered) * name.weight;
      if (score > (best.get(name.topic)?.score ?? 0)) best.set(name.topic, { score, name });
    }
    return best;
  }

  byTexts(reading) {
    const sought = new Set(reading.flatMap(({ forms }) => [...forms.keys()]));
    const found = this.mini.search({ combineWith: "OR", queries: [...sought] }, { boost: { names: 4 } });
    const whole = reading.reduce((sum, { weight }) => sum + weight, 0);
    const sure = reading.reduce((sum, { forms, weight }) => sum + weight * Math.max(...forms.values()), 0) / whole;
    return new Map(found.map(({ id, score }) => [id, Math.min(score / (2.2 * 5 * whole), 1.5) * sure]));
  }
}

// How much of a question a name answers, and how little else it says.
function likeness(reading, whole, tokens, power) {
  const used = new Set();
  let covered = 0;
  let answered = 0;
  for (const { forms, weight } of reading) {
    let best = 0;
    let place = -1;
    for (const [position, token] of tokens.entries()) {
      if (used.has(position)) continue;
      for (const form of token) {
        const sure = forms.get(form) ?? 0;
        if (sure > best) [best, place] = [sure, position];
      }
    }
    if (place >= 0) {
      used.add(place);
      covered += best * weight;
      answered += best;
    }
  }
  return covered && (covered / whole) ** power * (0.55 + (0.45 * answered) / Math.max(tokens.length, 1));
}

const bare = (text) => (/^[\x00-\x7f]*$/.test(text) ? text : text.normalize("NFKD").replace(/[\u0300-\u036f]/g, ""));

// Whether two words begin with letters that sound alike, or the first two are swapped: writers rarely err there.
function begins(one, other, alike) {
  const silent = one[0] === other[1] || one[1] === other[0];
  const swapped = one[0] === other[1] && one[1] === other[0];
  return (
    one[0] === other[0] || alike.has(one[0] + other[0]) || swapped || (silent && (one[0] === "h" || other[0] === "h"))
  );
}

// How many letters differ (the optimal string alignment distance); slight errors count half.
function distance(one, other, alike) {
  const extra = (word, place) => ((place > 0 && word[place - 1] === word[place]) || word[place] === "h" ? 0.5 : 1);
  const change = (a, b) => (a === b ? 0 : alike.has(a + b) || (VOWELS.has(a) && VOWELS.has(b)) ? 0.5 : 1);
  const rows = [[0]];
  for (let j = 0; j < other.length; j++) rows[0].push(rows[0][j] + extra(other, j));
  for (let i = 1; i <= one.length; i++) {
    const [before, row] = [rows[i - 1], [rows[i - 1][0] + extra(one, i - 1)]];
    for (let j = 1; j <= other.length; j++) {
      let cost = Math.min(
        before[j] + extra(one, i - 1),
        row[j - 1] + extra(other, j - 1),
        before[j - 1] + change(one[i - 1], other[j - 1]),
      );
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        cost = Math.min(cost, rows[i - 2][j - 2] + 1);
      row.push(cost);
    }
    rows.push(row);
  }
  return rows[one.length][other.length];
}
