// Reads feeds with the parsers of package.json, and prints what each found, as it found it.
// In: [{ "name": ..., "format": "rss" | "atom" | "json" | "opml", "text": ... }, ...]
// Out: { client: { name: document } }; where a client refuses a document, { "error": ... }.
import { text } from "node:stream/consumers";
import { parseFeed as parseWithRowan } from "@rowanmanning/feed-parser";
import { parseFeed as parseWithFeedsmith, parseOpml } from "feedsmith";
import RssParser from "rss-parser";

const XML = ["rss", "atom"];

const CLIENTS = {
  feedsmith: {
    formats: [...XML, "json", "opml"],
    read: (document) => (document.format === "opml" ? parseOpml(document.text) : parseWithFeedsmith(document.text).feed),
  },
  "rss-parser": { formats: XML, read: (document) => new RssParser().parseString(document.text) },
  "@rowanmanning/feed-parser": { formats: XML, read: (document) => parseWithRowan(document.text).toJSON() },
};

const documents = JSON.parse(await text(process.stdin));
const found = {};
for (const [client, { formats, read }] of Object.entries(CLIENTS)) {
  found[client] = {};
  for (const document of documents.filter(({ format }) => formats.includes(format))) {
    try {
      found[client][document.name] = await read(document);
    } catch (error) {
      found[client][document.name] = { error: String(error) };
    }
  }
}
console.log(JSON.stringify(found));
