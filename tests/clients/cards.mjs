// Reads the heads of pages with one of the programs of package.json, and prints what it made of each, as it made it.
//
//     node cards.mjs CLIENT < pages.json
//
// In: [{ "url": ..., "html": ... }, ...]. Out: { url: what was made }.
import http from "node:http";
import { text } from "node:stream/consumers";

const CLIENTS = {
  "open-graph-scraper": async () => {
    const { default: scrape } = await import("open-graph-scraper");
    return async (page) => (await scrape({ html: page.html })).result;
  },
  metascraper: async () => {
    const { default: metascraper } = await import("metascraper");
    const names = ["date", "description", "image", "lang", "publisher", "title", "url"];
    const rules = await Promise.all(names.map(async (name) => (await import(`metascraper-${name}`)).default));
    const options = { dateModified: true, datePublished: true };
    const scrape = metascraper(rules.map((rule) => rule(options)));
    return (page) => scrape(page);
  },
  "unfurl.js": async () => {
    const { unfurl } = await import("unfurl.js");
    return async (page) => {
      const server = http.createServer((request, response) => {
        response.setHeader("content-type", "text/html; charset=utf-8").end(page.html);
      });
      await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
      try {
        return await unfurl(`http://127.0.0.1:${server.address().port}/`, { oembed: false });
      } finally {
        server.close();
      }
    };
  },
  "url-metadata": async () => {
    const { default: urlMetadata } = await import("url-metadata");
    const headers = { "content-type": "text/html; charset=utf-8" };
    return (page) => urlMetadata(null, { parseResponseObject: new Response(page.html, { headers }) });
  },
};

const read = await CLIENTS[process.argv[2]]();
const made = {};
for (const page of JSON.parse(await text(process.stdin))) {
  made[page.url] = await read(page);
}
console.log(JSON.stringify(made));
