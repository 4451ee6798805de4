// Reads documents with one of the parsers of package.json, and prints what it made of each, as it made it.
//
//     node read.mjs CLIENT < documents.json
//
// In: [{ "name": ..., "format": "rss" | "atom" | "json" | "opml", "text": ... }, ...]. Out: { name: what was made }.
import { text } from "node:stream/consumers";

const CLIENTS = {
  feedsmith: async () => {
    const { parseFeed, parseOpml } = await import("feedsmith");
    return (document) => (document.format === "opml" ? parseOpml(document.text) : parseFeed(document.text).feed);
  },
  "rss-parser": async () => {
    const { default: Parser } = await import("rss-parser");
    return (document) => new Parser().parseString(document.text);
  },
  "@rowanmanning/feed-parser": async () => {
    const { parseFeed } = await import("@rowanmanning/feed-parser");
    return (document) => parseFeed(document.text).toJSON();
  },
};

const read = await CLIENTS[process.argv[2]]();
const made = {};
for (const document of JSON.parse(await text(process.stdin))) {
  made[document.name] = await read(document);
}
console.log(JSON.stringify(made));
