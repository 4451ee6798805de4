"""What a user would write on stock libraries for the same tree: lxml, BeautifulSoup, nh3, feedgen, Jinja2.

It is meant to be fair: every summary is cleaned once, templates are compiled once, entries are appended, files are
written plainly. It pairs by the ids the file states, and writes the same files with comparable content.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlencode, urljoin

import nh3
from babel.dates import format_date
from bs4 import BeautifulSoup
from feedgen.ext.base import BaseEntryExtension
from feedgen.feed import FeedGenerator
from jinja2 import DictLoader, Environment
from lxml import etree, html
from pillow_card import usual
from snowballstemmer import stemmer
from stock_templates import DUBLIN_CORE, FORMATS, KINDS, LABELS, NETWORKS, TEMPLATES, TERRITORIES

BASE = "https://topics.example.org/"
LOCALES = {"English": "en", "Spanish": "es"}
NAMES = {"en": "Example Health", "es": "Salud Ejemplo"}
environment = Environment(loader=DictLoader(TEMPLATES), autoescape=True)
environment.globals |= {"base": BASE, "formats": FORMATS, "dublin_core": DUBLIN_CORE, "territories": TERRITORIES}


class TranslationsExtension(BaseEntryExtension):
    """Links to the entry in other languages: feedgen leaves them out of RSS, and their rel and hreflang out of Atom."""

    pairs: tuple[tuple[str, str], ...] = ()

    def extend_rss(self, entry: Any) -> Any:
        """A link of Atom in an item."""
        return self.extend_atom(entry, "{http://www.w3.org/2005/Atom}link")

    def extend_atom(self, entry: Any, name: str = "link") -> Any:
        """A link in an entry."""
        for locale, url in self.pairs:
            etree.SubElement(entry, name, href=url, rel="related", hreflang=locale, type="text/html")
        return entry


def clean(html: str, base: str) -> str:
    """Safe HTML with absolute links."""
    soup = BeautifulSoup(html, "lxml")
    for element in soup.find_all(["a", "img"]):
        for attribute in ("href", "src"):
            if element.get(attribute):
                element[attribute] = urljoin(base, str(element[attribute]))
    body = soup.body
    return nh3.clean(body.decode_contents() if body else "")


def topics_of(source: str) -> list[dict[str, Any]]:
    """The topics of the file, each with its twin."""
    opened = gzip.open(source) if source.endswith(".gz") else open(source, "rb")
    with opened as stream:
        root = etree.parse(stream).getroot()  # type: ignore[arg-type]
    snapshot = datetime.strptime(str(root.get("date-generated")), "%m/%d/%Y %H:%M:%S").replace(tzinfo=UTC)
    topics = []
    for element in root.iter("health-topic"):
        url = str(element.get("url"))
        locale = LOCALES[str(element.get("language"))]
        slug = re.sub(r"[^a-z0-9]+", "-", Path(url).stem.lower())
        sections: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for site in element.iter("site"):
            link = {
                "title": site.get("title"),
                "url": urljoin(url, str(site.get("url"))),
                "twin": site.get("language-mapped-url"),
                "organization": ", ".join(str(node.text) for node in site.iter("organization")),
            }
            for category in site.iter("information-category"):
                if category.text != "Spanish/Español":
                    sections[str(category.text)].append(link)
        summary = element.find("full-summary")
        twin = element.find("language-mapped-topic")
        topics.append(
            {
                "id": element.get("id"),
                "locale": locale,
                "title": element.get("title"),
                "url": url,
                "slug": slug,
                "folder": f"{locale}/topics/{slug}/",
                "description": element.get("meta-desc") or "",
                "summary": clean(str(summary.text), url) if summary is not None else "",
                "also": [node.text for node in element.iter("also-called")],
                "groups": [(str(node.get("id")), str(node.text)) for node in element.iter("group")],
                "subjects": [node.get("id") for node in element.iter("descriptor")],
                "related": [node.get("id") for node in element.iter("related-topic")],
                "sections": sections,
                "twin": (LOCALES[str(twin.get("language"))], twin.get("id")) if twin is not None else None,
                "created": datetime.strptime(str(element.get("date-created")), "%m/%d/%Y").replace(tzinfo=UTC),
                "updated": snapshot,
                "day": format_date(snapshot, "long", locale),
            }
        )
    by_id = {(topic["locale"], topic["id"]): topic for topic in topics}
    for topic in topics:
        topic["twins"] = [topic]
        if topic["twin"] in by_id:
            topic["twins"].append(by_id[topic["twin"]])
        topic["related"] = [by_id[topic["locale"], key] for key in topic["related"] if (topic["locale"], key) in by_id]
        topic["json_ld"] = json_ld(topic)
    return topics


def json_ld(topic: dict[str, Any]) -> str:
    """What the page of a topic says of itself to search engines."""
    return json.dumps(
        {
            "@context": "https://schema.org",
            "@graph": [
                {
                    "@type": "MedicalWebPage",
                    "@id": topic["url"] + "#page",
                    "name": topic["title"],
                    "alternateName": topic["also"],
                    "url": topic["url"],
                    "inLanguage": topic["locale"],
                    "description": topic["description"],
                    "dateCreated": topic["created"].isoformat(),
                    "dateModified": topic["updated"].isoformat(),
                    "isPartOf": {"@id": BASE + "#website"},
                    "publisher": {"@id": BASE + "#publisher"},
                    "breadcrumb": {"@id": topic["url"] + "#breadcrumb"},
                    "isBasedOn": {"@id": topic["url"] + "#page", "@type": "MedicalWebPage", "url": topic["url"]},
                    "workTranslation": [{"@id": twin["url"] + "#page"} for twin in topic["twins"][1:]],
                    "about": [
                        {"@type": "MedicalEntity", "code": {"@type": "MedicalCode", "codeValue": code}}
                        for code in topic["subjects"]
                    ],
                },
                {"@type": "Organization", "@id": BASE + "#publisher", "name": NAMES[topic["locale"]], "url": BASE},
                {
                    "@type": "WebSite",
                    "@id": BASE + "#website",
                    "name": NAMES[topic["locale"]],
                    "url": BASE,
                    "publisher": {"@id": BASE + "#publisher"},
                    "inLanguage": list(NAMES),
                },
                {
                    "@type": "BreadcrumbList",
                    "@id": topic["url"] + "#breadcrumb",
                    "itemListElement": [
                        {"@type": "ListItem", "position": number, "name": name, "item": address}
                        for number, (name, address) in enumerate(way_to(topic), 1)
                    ],
                },
            ],
        },
        ensure_ascii=False,
    ).replace("<", "\\u003c")


def way_to(topic: dict[str, Any]) -> list[tuple[str, str]]:
    """The pages above a topic's, and its own."""
    home = f"{BASE}{topic['locale']}/"
    groups = [(name, f"{home}groups/{key}/") for key, name in topic["groups"][:1]]
    return [(NAMES[topic["locale"]], home), *groups, (topic["title"], topic["url"])]


def entry_id(topic: dict[str, Any]) -> str:
    """The id of a topic's entry."""
    return f"tag:example.org,2024:topic/{topic['id']}/{topic['locale']}"


def write_feeds(path: Path, locale: str, title: str, home: str, entries: list[dict[str, Any]]) -> None:
    """The three feeds of a list of entries."""
    path.parent.mkdir(parents=True, exist_ok=True)
    generator = FeedGenerator()
    generator.load_extension("dc")
    generator.id(f"tag:example.org,2024:feed/{path.parent.name}/{path.name}/{locale}")
    generator.title(title)
    generator.subtitle(title)
    generator.language(locale)
    generator.author({"name": NAMES[locale]})
    generator.link(href=f"{BASE}{path.name}", rel="self")
    generator.link(href=home, rel="alternate")
    generator.updated(max((entry["updated"] for entry in entries), default=datetime.now(UTC)))
    items = []
    for entry in entries:
        made = generator.add_entry(order="append")
        made.id(entry["id"])
        made.title(entry["title"])
        made.link(href=entry["url"])
        made.updated(entry["updated"])
        made.published(entry.get("created") or entry["updated"])
        made.summary(entry["description"])
        if entry.get("content"):
            made.content(entry["content"], type="html")
        if entry["translations"]:
            made.register_extension("translations", TranslationsExtension)
            made.translations.pairs = entry["translations"]
        made.dc.dc_language(locale)
        if entry.get("author"):
            made.author({"name": entry["author"]})
            made.dc.dc_creator(entry["author"])
        made.category(entry["categories"])
        items.append(
            {
                "id": entry["id"],
                "url": entry["url"],
                "title": entry["title"],
                "summary": entry["description"],
                "content_html": entry.get("content") or entry["description"],
                "date_modified": entry["updated"].isoformat(),
                "language": locale,
                "_translations": [{"language": other, "url": url} for other, url in entry["translations"]],
                "tags": [category.get("label") or category["term"] for category in entry["categories"]],
            }
        )
    path.with_suffix(".rss").write_bytes(generator.rss_str())
    path.with_suffix(".atom").write_bytes(generator.atom_str())
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": home,
        "language": locale,
        "items": items,
    }
    path.with_suffix(".json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def as_entry(topic: dict[str, Any]) -> dict[str, Any]:
    """A topic as an entry of a feed."""
    return {
        "id": entry_id(topic),
        "title": topic["title"],
        "url": topic["url"],
        "updated": topic["updated"],
        "created": topic["created"],
        "description": topic["description"] or topic["title"],
        "content": topic["summary"],
        "categories": [
            {"term": key, "scheme": f"{BASE}{topic['locale']}/", "label": name} for key, name in topic["groups"]
        ]
        + [{"term": code, "scheme": "https://id.nlm.nih.gov/mesh/"} for code in topic["subjects"]],
        "translations": [(twin["locale"], twin["url"]) for twin in topic["twins"][1:]],
    }


def link_entries(topic: dict[str, Any]) -> list[dict[str, Any]]:
    """The links of a topic as entries."""
    return [
        {
            "id": f"{entry_id(topic)}/{number}",
            "title": link["title"],
            "url": link["url"],
            "updated": topic["updated"],
            "description": f"{link['title']} ({link['organization']})",
            "author": link["organization"],
            "categories": [{"term": section}],
            "translations": [(LABELS[topic["locale"]]["other"], link["twin"])] if link["twin"] else [],
        }
        for section, links in topic["sections"].items()
        for number, link in enumerate(links)
    ]


def nodes_of(element: Any) -> list[Any]:
    """An element as nested lists, from which a script builds it."""
    found = [element.tag, dict(element.attrib), *([element.text] if element.text else [])]
    for child in element:
        found.append(nodes_of(child))
        if child.tail:
            found.append(child.tail)
    return found


def with_anchors(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A text whose headings have ids, and these, for a table of contents."""
    headings: list[tuple[str, str]] = []

    def anchored(match: re.Match[str]) -> str:
        title = re.sub("<[^>]+>", "", match[2])
        headings.append((re.sub(r"\W+", "-", title.lower()).strip("-"), title))
        return f'<h2 id="{headings[-1][0]}">{match[2]}</h2>'

    return re.sub(r"<h([2-4])>(.*?)</h\1>", anchored, text, flags=re.DOTALL), headings


def share_links(topic: dict[str, Any], name: str) -> list[tuple[str, str]]:
    """Where a reader passes a page on."""
    text, url = f"{topic['title']} | {name}", topic["url"]
    return [
        ("Facebook", "https://www.facebook.com/sharer/sharer.php?" + urlencode({"u": url})),
        ("X", "https://x.com/intent/post?" + urlencode({"text": text, "url": url})),
        ("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?" + urlencode({"url": url})),
        ("WhatsApp", "https://wa.me/?" + urlencode({"text": f"{text} {url}"})),
        ("E-mail", "mailto:?" + urlencode({"subject": text, "body": url}, quote_via=quote)),
    ]


def write_topic(out: Path, topic: dict[str, Any], kinds: Collection[str]) -> None:
    """The files of one topic."""
    folder = out / topic["folder"]
    folder.mkdir(parents=True, exist_ok=True)
    labels, name = LABELS[topic["locale"]], NAMES[topic["locale"]]
    head = environment.get_template("head").render(t=topic, name=name)
    snippet = environment.get_template("snippet").render(t=topic, labels=labels, name=name)
    if "pages" in kinds:
        text, headings = with_anchors(topic["summary"])
        page = environment.get_template("page").render(
            t=topic,
            locale=topic["locale"],
            up="../../../",
            toggle=[(twin["locale"], twin["folder"]) for twin in topic["twins"]],
            head=head,
            text=text,
            headings=headings,
            name=name,
            labels=labels,
            related=topic["related"],
            share=share_links(topic, name),
        )
        (folder / "index.html").write_text(page, encoding="utf-8")
    if "snippets" in kinds:
        write_snippet(folder, topic, snippet)
    if "feeds" in kinds:
        entries = [as_entry(topic), *link_entries(topic)]
        write_feeds(folder / "feed.x", topic["locale"], topic["title"], topic["url"], entries)
    if "cards" in kinds:
        write_cards(folder, topic, head, name)
    if "embeds" in kinds:
        write_embeds(folder, topic, snippet, name, labels)


def write_snippet(folder: Path, topic: dict[str, Any], snippet: str) -> None:
    """The text as HTML and as data."""
    (folder / "snippet.html").write_text(snippet, encoding="utf-8")
    keys = ("id", "slug", "locale", "title", "url", "description", "summary", "also", "sections")
    data = {key: topic[key] for key in keys}
    digest = sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    data |= {"digest": digest, "translations": [(twin["locale"], twin["url"]) for twin in topic["twins"][1:]]}
    data |= {"html": snippet, "nodes": nodes_of(html.fragment_fromstring(snippet))}
    (folder / "snippet.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def write_cards(folder: Path, topic: dict[str, Any], head: str, name: str) -> None:
    """The head tags, both pictures, and the page that shows them."""
    (folder / "card.html").write_text(head, encoding="utf-8")
    kicker = topic["groups"][0][1] if topic["groups"] else ""
    texts = SimpleNamespace(
        kicker=kicker, title=topic["title"], description=topic["description"], publisher=name, language=topic["locale"]
    )
    for file, width, height in (("card.png", 1200, 630), ("card-square.png", 1080, 1080)):
        picture = usual(SimpleNamespace(texts=texts, width=width, height=height))
        (folder / file).write_bytes(picture)
    (folder / "card").mkdir()
    preview = environment.get_template("preview").render(t=topic, name=name, networks=NETWORKS)
    (folder / "card" / "index.html").write_text(preview, encoding="utf-8")


def write_embeds(folder: Path, topic: dict[str, Any], snippet: str, name: str, labels: dict[str, str]) -> None:
    """The page for frames, what oEmbed answers, and the page with the codes."""
    text = re.sub("<a ", '<a rel="noopener" ', snippet.replace("<h2>", "<h1>", 1).replace("</h2>", "</h1>", 1))
    (folder / "embed.html").write_text(environment.get_template("frame").render(t=topic, text=text), encoding="utf-8")
    frame = f'<iframe src="{BASE}{topic["folder"]}embed.html" title="{escape(topic["title"])}" width="600"></iframe>'
    answer = {"version": "1.0", "type": "rich", "title": topic["title"], "author_name": name, "author_url": BASE,
              "provider_name": name, "provider_url": BASE, "html": frame, "width": 600, "height": 600}  # fmt: skip
    (folder / "oembed.json").write_text(json.dumps(answer, ensure_ascii=False, indent=1), encoding="utf-8")
    root = etree.Element("oembed")
    for key, value in answer.items():
        etree.SubElement(root, key).text = str(value)
    (folder / "oembed.xml").write_bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))
    (folder / "embed").mkdir()
    builder = environment.get_template("builder").render(
        t=topic, name=name, labels=labels, forms=("element", "frame", "include", "link")
    )
    (folder / "embed" / "index.html").write_text(builder, encoding="utf-8")


def main(source: str, out_folder: str, kinds: Collection[str] = KINDS) -> None:
    """Read the catalog and write the tree, or some kinds of its files."""
    out = Path(out_folder)
    topics = topics_of(source)
    for topic in topics:
        write_topic(out, topic, kinds)
    for locale in NAMES:
        mine = [topic for topic in topics if topic["locale"] == locale]
        newest = sorted(mine, key=lambda topic: topic["created"], reverse=True)
        groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for topic in newest:
            for group in topic["groups"]:
                groups[group].append(topic)
        if "feeds" in kinds:
            write_lists_of_feeds(out, locale, newest, groups)
        if "pages" in kinds:
            write_list_pages(out, locale, mine, groups)
    newest = sorted(topics, key=lambda topic: topic["created"], reverse=True)
    if "feeds" in kinds:
        write_feeds(out / "feeds" / "topics.x", "en", NAMES["en"], BASE, [as_entry(topic) for topic in newest[:100]])
    write_site(out, topics)


def write_lists_of_feeds(out: Path, locale: str, newest: list[dict[str, Any]], groups: dict[Any, Any]) -> None:
    """The feeds of a language: its topics with their archive (RFC 5005), what is new, and groups."""
    folder, name = out / locale / "feeds", NAMES[locale]
    entries = [as_entry(topic) for topic in newest]
    write_feeds(folder / "topics.x", locale, name, BASE, entries[:100])
    write_feeds(folder / "whats-new.x", locale, name, BASE, [])
    for number, start in enumerate(range(0, len(entries), 100), 1):
        write_feeds(folder / "archive" / f"{number}.x", locale, name, BASE, entries[start : start + 100])
    for (key, title), members in groups.items():
        write_feeds(folder / "groups" / f"{key}.x", locale, title, BASE, [as_entry(topic) for topic in members[:100]])


def write_list_pages(out: Path, locale: str, mine: list[dict[str, Any]], groups: dict[Any, Any]) -> None:
    """The pages of a language: its groups, its letters, what is new, the catalog, the search with its index."""
    template, labels = environment.get_template("index"), LABELS[locale]
    mine.sort(key=lambda topic: topic["title"])
    letters: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for topic in mine:
        first = unicodedata.normalize("NFD", topic["title"])[0].lower()
        letters[first if first.isalpha() else "other"].append(topic)

    def write(path: str, title: str, topics: list[dict[str, Any]], feed: str = "", **values: Any) -> None:
        here = f"{locale}/{path}"
        way = [(NAMES[locale], f"{BASE}{locale}/"), (title, BASE + here)]
        items = [
            {"@type": "ListItem", "position": at, "name": name, "item": url} for at, (name, url) in enumerate(way, 1)
        ]
        organization = {"@type": "Organization", "@id": BASE + "#publisher", "name": NAMES[locale], "url": BASE}
        page = {"@type": "CollectionPage", "@id": BASE + here + "#page", "name": title, "inLanguage": locale}
        graph = [page, organization, {"@type": "BreadcrumbList", "itemListElement": items}]
        html = template.render(
            locale=locale, name=NAMES[locale], labels=labels, title=title, topics=topics, here=here, feed=feed,
            up="../" * here.count("/"), toggle=[(other, f"{other}/{path}") for other in NAMES],
            json_ld=json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False).replace("<", "\\u003c"),
            **values,
        )  # fmt: skip
        (out / here).mkdir(parents=True, exist_ok=True)
        (out / here / "index.html").write_text(html, encoding="utf-8")

    for (key, title), members in groups.items():
        members.sort(key=lambda topic: topic["title"])
        write(f"groups/{key}/", title, members, f"{locale}/feeds/groups/{key}", described=len(members) <= 40)
    for letter, members in letters.items():
        write(f"a-z/{letter}/", f"{labels['browse']}: {letter}", members, letters=letters)
    write("whats-new/", labels["news"], mine[:30], f"{locale}/feeds/whats-new", dated=True)
    listed = sorted((title, key, len(members)) for (key, title), members in groups.items())
    named = [(key, title, count) for title, key, count in listed]
    write("", NAMES[locale], mine, f"{locale}/feeds/topics", letters=letters, groups=named)
    write("search/", labels["search"], [])
    (out / locale / "search" / "index.json").write_text(search_index(locale, mine), encoding="utf-8")


def search_index(locale: str, topics: list[dict[str, Any]]) -> str:
    """What a script of the search page loads: what is shown of each topic, and the words of each stem."""
    stemmers = {"en": stemmer("english"), "es": stemmer("spanish")}
    rows, words_of = [], defaultdict(set)
    stems: dict[str, list[str]] = {}
    for topic in topics:
        others = [(twin["locale"], twin["title"], *twin["also"]) for twin in topic["twins"][1:]]
        row = [topic["slug"], topic["title"], topic["also"], topic["description"][:100], len(topic["related"]), others]
        rows.append(row)
        texts = [
            topic["title"],
            *topic["also"],
            topic["description"][:100],
            *(name for _, *names in others for name in names),
        ]
        for word in re.findall(r"\w+", " ".join(texts).lower()):
            if word not in stems:
                stems[word] = [one.stemWord(word) for one in stemmers.values()]
                for stem in stems[word]:
                    words_of[stem].add(word)
    shared = {stem: sorted(words) for stem, words in words_of.items() if len(words) > 1}
    return json.dumps({"language": locale, "topics": rows, "stems": shared}, ensure_ascii=False)


def write_site(out: Path, topics: list[dict[str, Any]]) -> None:
    """The sitemap, the lists of feeds and the catalog as JSON."""
    sitemap = etree.Element("urlset", nsmap={None: "http://www.sitemaps.org/schemas/sitemap/0.9"})
    groups = {(topic["locale"], *group): None for topic in topics for group in topic["groups"]}
    for locale in NAMES:
        pages = [f"{BASE}{locale}/"] + [f"{BASE}{locale}/groups/{key}/" for own, key, _ in groups if own == locale]
        for page in pages:
            etree.SubElement(etree.SubElement(sitemap, "url"), "loc").text = page
    for topic in topics:
        url = etree.SubElement(sitemap, "url")
        etree.SubElement(url, "loc").text = BASE + topic["folder"]
        etree.SubElement(url, "lastmod").text = topic["updated"].date().isoformat()
        for twin in topic["twins"]:
            name = "{http://www.w3.org/1999/xhtml}link"
            etree.SubElement(url, name, rel="alternate", hreflang=twin["locale"], href=BASE + twin["folder"])
    (out / "sitemap.xml").write_bytes(etree.tostring(sitemap, encoding="UTF-8", xml_declaration=True))
    for folder, locales in [(out, list(NAMES)), *((out / locale, [locale]) for locale in NAMES)]:
        opml = etree.Element("opml", version="2.0")
        etree.SubElement(etree.SubElement(opml, "head"), "title").text = NAMES[locales[0]]
        body = etree.SubElement(opml, "body")
        for locale in locales:
            feeds = {NAMES[locale]: "topics"} | {name: f"groups/{key}" for own, key, name in groups if own == locale}
            for title, path in feeds.items():
                url = f"{BASE}{locale}/feeds/{path}.atom"
                etree.SubElement(body, "outline", text=title, type="rss", language=locale, xmlUrl=url)
        (folder / "feeds.opml").write_bytes(etree.tostring(opml, encoding="UTF-8", xml_declaration=True))
    keys = ("id", "slug", "locale", "title", "url", "description", "summary", "also", "groups", "subjects", "sections")
    with (out / "topics.json").open("w", encoding="utf-8") as file:
        json.dump([{key: topic[key] for key in keys} for topic in topics], file, ensure_ascii=False)


if __name__ == "__main__":
    import sys

    main(sys.argv[1], sys.argv[2], sys.argv[3].split(",") if len(sys.argv) > 3 else KINDS)
