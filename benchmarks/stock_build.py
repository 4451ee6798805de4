"""What a user would write on stock libraries for the same tree: lxml, BeautifulSoup, nh3, feedgen, Jinja2.

It is meant to be fair: every summary is cleaned once, templates are compiled once, entries are appended, files are
written plainly. It pairs by the ids the file states, and writes the same files with comparable content.
"""

from __future__ import annotations

import gzip
import json
import re
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
from bs4 import BeautifulSoup
from feedgen.ext.base import BaseEntryExtension
from feedgen.feed import FeedGenerator
from jinja2 import DictLoader, Environment
from lxml import etree, html
from pillow_card import usual

BASE = "https://topics.example.org/"
LOCALES = {"English": "en", "Spanish": "es"}
NAMES = {"en": "Example Health", "es": "Salud Ejemplo"}
LABELS = {
    "en": {"all": "All topics", "also": "Also called", "source": "Source", "feeds": "Feeds", "related": "Related topics",
           "in": "Also in", "other": "es", "language": "Spanish", "groups": "Groups",
           "credit": "Courtesy of Example Health", "share": "Share this page", "cite": "Cite this page",
           "embed": "Embed this topic"},
    "es": {"all": "Todos los temas", "also": "También se conoce como", "source": "Fuente", "feeds": "Canales",
           "related": "Temas relacionados", "in": "También en", "other": "en", "language": "inglés",
           "groups": "Grupos", "credit": "Cortesía de Salud Ejemplo",
           "share": "Compartir esta página", "cite": "Citar esta página", "embed": "Insertar este tema"},
}  # fmt: skip

HEAD = """<title>{{ t.title }} | {{ name }}</title>
<meta name="description" content="{{ t.description }}">
<link rel="canonical" href="{{ t.url }}">
{% for other in t.twins %}<link rel="alternate" hreflang="{{ other.locale }}" href="{{ other.url }}">
{% endfor %}{% for format, type in formats %}<link rel="alternate" type="{{ type }}" href="{{ base }}{{ t.folder }}feed.{{ format }}">
{% endfor %}<link rel="alternate" hreflang="x-default" href="{{ t.url }}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="{{ name }}">
<meta property="og:title" content="{{ t.title }}">
<meta property="og:description" content="{{ t.description }}">
<meta property="og:url" content="{{ t.url }}">
<meta property="article:published_time" content="{{ t.created.isoformat() }}">
{% for also in t.also %}<meta property="article:tag" content="{{ also }}">
{% endfor %}<meta name="twitter:card" content="summary">
<meta name="twitter:title" content="{{ t.title }}">
<meta name="twitter:description" content="{{ t.description }}">
<link rel="schema.DC" href="http://purl.org/dc/elements/1.1/">
<link rel="schema.DCTERMS" href="http://purl.org/dc/terms/">
{% for dc in ("DC", "DCTERMS") %}<meta name="{{ dc }}.title" content="{{ t.title }}">
<meta name="{{ dc }}.language" content="{{ t.locale }}">
<meta name="{{ dc }}.publisher" content="{{ name }}">
<meta name="{{ dc }}.type" content="Text">
<meta name="{{ dc }}.identifier" content="{{ t.url }}">
{% endfor %}{% for also in t.also %}<meta name="DCTERMS.alternative" content="{{ also }}">
{% endfor %}{% for code in t.subjects %}<meta name="DC.subject.MeSH" content="{{ code }}">
{% endfor %}<meta name="DCTERMS.created" content="{{ t.created.date() }}">
<script type="application/ld+json">{{ t.json_ld|safe }}</script>
"""
SNIPPET = """<article class="syndicate" lang="{{ t.locale }}">
<h2><a href="{{ t.url }}">{{ t.title }}</a></h2>
{% for other in t.twins %}{% if other.locale != t.locale %}<p><a href="{{ other.url }}" hreflang="{{ other.locale }}">{{ other.title }}</a></p>
{% endif %}{% endfor %}{% if t.also %}<p>{{ labels.also }}: {{ t.also|join("; ") }}</p>
{% endif %}<div>{{ t.summary|safe }}</div>
{% for section, links in t.sections.items() %}<h3>{{ section }}</h3>
<ul>{% for link in links %}<li><a href="{{ link.url }}">{{ link.title }}</a> ({{ link.organization }}){% if link.twin %} <span lang="{{ t.locale }}">{{ labels.in }} <a href="{{ link.twin }}" hreflang="{{ labels.other }}">{{ labels.language }}</a></span>{% endif %}</li>
{% endfor %}</ul>
{% endfor %}<footer><p>{{ labels.credit }}</p><p>{{ labels.source }}: <a href="{{ t.url }}">{{ t.url }}</a></p></footer>
</article>
"""
PAGE = """<!DOCTYPE html>
<html lang="{{ locale }}"><head><meta charset="utf-8">{{ head|safe }}</head>
<body><header><a href="../../index.html">{{ name }}</a><ul>{% for twin in t.twins %}<li><a href="../../../{{ twin.folder }}index.html" hreflang="{{ twin.locale }}">{{ twin.title }}</a></li>{% endfor %}</ul></header>
<nav><h2>{{ labels.groups }}</h2><ul>{% for id, group in t.groups %}<li><a href="../../groups/{{ id }}/index.html">{{ group }}</a></li>{% endfor %}</ul></nav><main>{{ body|safe }}
{% if related %}<h2>{{ labels.related }}</h2><ul>{% for r in related %}<li><a href="../{{ r.slug }}/index.html">{{ r.title }}</a></li>{% endfor %}</ul>{% endif %}
<h2>{{ labels.share }}</h2><ul>{% for network, url in share %}<li><a href="{{ url }}">{{ network }}</a></li>{% endfor %}</ul>
<h2>{{ labels.cite }}</h2><p>{{ name }} [Internet]. {{ t.title }}; [{{ t.updated.strftime("%Y %b %d") }}]. {{ t.url }}</p><p><a href="embed/index.html">{{ labels.embed }}</a></p>
</main><footer><h2>{{ labels.feeds }}</h2><ul>{% for format, _ in formats %}<li><a href="feed.{{ format }}">{{ format }}</a></li>{% endfor %}</ul><p>{{ labels.credit }}</p></footer></body></html>
"""
INDEX = """<!DOCTYPE html>
<html lang="{{ locale }}"><head><meta charset="utf-8"><title>{{ title }}</title></head>
<body><h1>{{ title }}</h1><ul>{% for g in groups %}<li><a href="groups/{{ g }}/index.html">{{ g }}</a></li>{% endfor %}</ul>
<ul>{% for t in topics %}<li><a href="{{ up }}topics/{{ t.slug }}/index.html">{{ t.title }}</a></li>
{% endfor %}</ul></body></html>
"""
FORMATS = [("rss", "application/rss+xml"), ("atom", "application/atom+xml"), ("json", "application/feed+json")]

KINDS = ("pages", "feeds", "snippets", "cards", "embeds")

FRAME = """<!DOCTYPE html>
<html lang="{{ t.locale }}"><head><meta charset="utf-8"><title>{{ t.title }}</title><link rel="canonical" href="{{ t.url }}">
<link rel="stylesheet" href="../../../embeds/frame.css"><script type="module" src="../../../embeds/frame.js"></script></head>
<body>{{ text|safe }}</body></html>
"""
CODES = """{% macro link(t) %}<a href="{{ base }}{{ t.folder }}" hreflang="{{ t.locale }}" lang="{{ t.locale }}">{{ t.title }} ({{ name }})</a>{% endmacro %}
{% macro code(form, t) %}{% if form == "element" %}<script type="module" src="{{ base }}embeds/topic.js"></script>
<syndicated-topic src="{{ base }}{{ t.folder }}snippet.json" lang="{{ t.locale }}">{{ link(t) }}</syndicated-topic>{% elif form == "frame" %}<iframe src="{{ base }}{{ t.folder }}embed.html" title="{{ t.title }}" width="300" height="600" loading="lazy"></iframe>
<p>{{ link(t) }}</p>{% elif form == "include" %}<!-- curl -fsS -o includes/{{ t.slug }}.{{ t.locale }}.html {{ base }}{{ t.folder }}snippet.html -->
<!--#include virtual="/includes/{{ t.slug }}.{{ t.locale }}.html" -->{% else %}{{ link(t) }}{% endif %}{% endmacro %}
"""
BUILDER = """{% from "codes" import code with context %}<!DOCTYPE html>
<html lang="{{ t.locale }}"><head><meta charset="utf-8"><title>{{ t.title }} | {{ name }}</title></head>
<body><h1>{{ t.title }}</h1><form>{% for form in forms %}<label><input type="radio" name="form" value="{{ form }}"> {{ form }}</label>{% endfor %}
{% for other in t.twins %}<label><input type="radio" name="language" value="{{ other.locale }}"> {{ other.locale }}</label>{% endfor %}</form>
{% for form in forms %}<section><h2>{{ form }}</h2>{% for other in t.twins %}<h3>{{ other.locale }}</h3><pre><code>{{ code(form, other)|forceescape }}</code></pre>
{% endfor %}<h3>{{ labels.all }}</h3><pre><code>{% for other in t.twins %}{{ code(form, other)|forceescape }}
{% endfor %}</code></pre></section>{% endfor %}</body></html>
"""
PREVIEW = """<!DOCTYPE html>
<html lang="{{ t.locale }}"><head><meta charset="utf-8"><title>{{ t.title }} | {{ name }}</title></head>
<body>{% for own in t.twins %}<section lang="{{ own.locale }}"><h2>{{ own.title }}</h2>
{% for network, title, description in networks %}<figure><figcaption>{{ network }}</figcaption><img src="card.png" alt="{{ own.title }}"><p>{{ own.title[:title] }}</p><p>{{ own.description[:description] }}</p><p>{{ own.url }}</p></figure>
{% endfor %}</section>{% endfor %}</body></html>
"""
NETWORKS = [("Facebook", 88, 200), ("X", 70, 200), ("LinkedIn", 119, 200), ("WhatsApp", 80, 120), ("Slack", 200, 300),
            ("iMessage", 90, 0), ("Google", 60, 160)]  # fmt: skip

environment = Environment(
    loader=DictLoader(
        {"head": HEAD, "snippet": SNIPPET, "page": PAGE, "index": INDEX, "frame": FRAME, "codes": CODES,
         "builder": BUILDER, "preview": PREVIEW}
    ),
    autoescape=True,
)  # fmt: skip


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
            }
        )
    by_id = {(topic["locale"], topic["id"]): topic for topic in topics}
    for topic in topics:
        topic["twins"] = [topic]
        if topic["twin"] in by_id:
            topic["twins"].append(by_id[topic["twin"]])
        topic["related"] = [by_id[topic["locale"], key] for key in topic["related"] if (topic["locale"], key) in by_id]
        topic["json_ld"] = json.dumps(
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
                        "workTranslation": [{"@id": twin["url"] + "#page"} for twin in topic["twins"][1:]],
                        "about": [
                            {"@type": "MedicalEntity", "code": {"@type": "MedicalCode", "codeValue": code}}
                            for code in topic["subjects"]
                        ],
                    },
                    {"@type": "Organization", "@id": BASE + "#publisher", "name": NAMES[topic["locale"]], "url": BASE},
                    {
                        "@type": "BreadcrumbList",
                        "itemListElement": [
                            {"@type": "ListItem", "position": 1, "name": NAMES[topic["locale"]], "item": BASE},
                            {"@type": "ListItem", "position": 2, "name": topic["title"], "item": topic["url"]},
                        ],
                    },
                ],
            },
            ensure_ascii=False,
        ).replace("<", "\\u003c")
    return topics


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
    generator.updated(max(entry["updated"] for entry in entries))
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
    head = environment.get_template("head").render(t=topic, name=name, base=BASE, formats=FORMATS)
    snippet = environment.get_template("snippet").render(t=topic, labels=labels)
    if "pages" in kinds:
        page = environment.get_template("page").render(
            t=topic,
            locale=topic["locale"],
            head=head,
            body=snippet.replace("<h2>", "<h1>", 1).replace("</h2>", "</h1>", 1),
            name=name,
            labels=labels,
            related=topic["related"],
            formats=FORMATS,
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
        t=topic, name=name, labels=labels, base=BASE, forms=("element", "frame", "include", "link")
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
        if "feeds" in kinds:
            write_feeds(
                out / locale / "feeds" / "topics.x", locale, NAMES[locale], BASE, [as_entry(t) for t in newest[:100]]
            )
        groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for topic in newest:
            for identifier, _ in topic["groups"]:
                groups[identifier].append(topic)
        for identifier, members in groups.items():
            if "feeds" in kinds:
                path = out / locale / "feeds" / "groups" / f"{identifier}.x"
                write_feeds(path, locale, identifier, BASE, [as_entry(topic) for topic in members])
            page = out / locale / "groups" / identifier / "index.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            members.sort(key=lambda topic: topic["title"])
            page.write_text(
                environment.get_template("index").render(locale=locale, title=identifier, topics=members, up="../../"),
                encoding="utf-8",
            )
        mine.sort(key=lambda topic: topic["title"])
        (out / locale / "index.html").write_text(
            environment.get_template("index").render(
                locale=locale, title=NAMES[locale], topics=mine, groups=sorted(groups), up=""
            ),
            encoding="utf-8",
        )
    write_site(out, topics)


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
