// Feeds by generators for Node.js, in turn in one process: node feed_race.mjs ITEMS.json FORMAT ROUNDS
// ITEMS.json is a JSON Feed. Prints the CPU seconds of each round as JSON; what is not installed is left out.
import { readFileSync } from 'node:fs'

const [items, format, rounds] = process.argv.slice(2)
const source = JSON.parse(readFileSync(items, 'utf8'))
for (const item of source.items) {
  item.modified = new Date(item.date_modified)
  item.published = new Date(item.date_published)
}

// The picture of an entry, as Media RSS has it.
const media = (item) => ({
  contents: [{ url: item.image, medium: 'image', type: 'image/png', width: 1200, height: 630 }],
})

const load = async (name) => {
  try {
    return await import(name)
  } catch {
    return undefined
  }
}

const withFeed = ({ Feed }) => () => {
  const made = new Feed({
    id: source.home_page_url,
    title: source.title,
    description: source.description,
    link: source.home_page_url,
    language: source.language,
    updated: source.items[0].modified,
    copyright: '',
  })
  for (const item of source.items) {
    made.addItem({
      id: item.id,
      guid: item.id,
      title: item.title,
      link: item.url,
      description: item.summary,
      content: item.content_html,
      author: item.authors,
      category: item.tags.map((name) => ({ name, term: name })),
      image: { url: item.image, type: 'image/png', length: 0 },
      date: item.modified,
      published: item.published,
    })
  }
  return { rss: () => made.rss2(), atom: () => made.atom1(), json: () => made.json1() }[format]()
}

const withFeedsmith = ({ generateAtomFeed, generateJsonFeed, generateRssFeed }) => () => {
  if (format === 'rss') {
    return generateRssFeed({
      title: source.title,
      link: source.home_page_url,
      description: source.description,
      language: source.language,
      items: source.items.map((item) => ({
        title: item.title,
        link: item.url,
        description: item.summary,
        guid: { value: item.id, isPermaLink: false },
        categories: item.tags.map((name) => ({ name })),
        pubDate: item.published,
        content: { encoded: item.content_html },
        media: media(item),
        dc: { creators: [item.authors[0].name], languages: [item.language] },
        atom: { links: [{ href: item._translations.en, rel: 'related', type: 'text/html', hreflang: 'en' }] },
      })),
    })
  }
  if (format === 'atom') {
    return generateAtomFeed({
      id: source.home_page_url,
      title: { value: source.title },
      updated: source.items[0].modified,
      entries: source.items.map((item) => ({
        id: item.id,
        title: { value: item.title },
        updated: item.modified,
        published: item.published,
        authors: [{ name: item.authors[0].name }],
        content: { value: item.content_html, type: 'html' },
        summary: { value: item.summary },
        links: [
          { href: item.url, rel: 'alternate', type: 'text/html', hreflang: 'es' },
          { href: item._translations.en, rel: 'related', type: 'text/html', hreflang: 'en' },
        ],
        categories: item.tags.map((term) => ({ term })),
        media: media(item),
      })),
    })
  }
  return JSON.stringify(generateJsonFeed({
    title: source.title,
    home_page_url: source.home_page_url,
    items: source.items.map((item) => ({
      id: item.id,
      url: item.url,
      title: item.title,
      content_html: item.content_html,
      summary: item.summary,
      image: item.image,
      date_published: item.published,
      date_modified: item.modified,
      tags: item.tags,
      language: item.language,
    })),
  }))
}

const contestants = {}
for (const [name, make] of [['feed', withFeed], ['feedsmith', withFeedsmith]]) {
  const library = await load(name)
  if (library) contestants[name] = make(library)
}
const spent = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]))
for (let round = 0; round < Number(rounds) + 1; round += 1) {
  for (const [name, make] of Object.entries(contestants)) {
    const before = process.cpuUsage()
    const bytes = Buffer.from(make()).length
    const { user, system } = process.cpuUsage(before)
    if (bytes < 1000 * source.items.length) throw new Error(`${name} wrote too little`)
    if (round > 0) spent[name].push((user + system) / 1e6) // the first round warms up the compiler
  }
}
console.log(JSON.stringify(spent))
