"""Inputs that are nearly right: whatever the bytes, a reader gives items or an error of ours, in bounded time."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proofs import either

import syndicate
from syndicate.errors import SyndicateError
from syndicate.model import Finding, FindingKind, Publisher
from syndicate.model.catalog_json import dumps

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "health-topics"
SECONDS = 10
"""Far more than any of these needs, also on a busy machine; what is quadratic needs more."""

MEDLINEPLUS = """<?xml version="1.0" encoding="UTF-8"?>
<health-topics total="2" date-generated="06/06/2024 02:30:35">
<health-topic meta-desc="Dormir bien ayuda..." title="El sueño" url="https://example.org/es/sueno.html" id="2"
  language="Spanish" date-created="02/29/2020">
  <also-called>Dormir</also-called>
  <full-summary>&lt;p class=""&gt;Duerma &lt;a href="../luz.html" tid="3"&gt;sin luz&lt;/a&gt;.&lt;/p&gt;</full-summary>
  <group url="https://example.org/es/cerebro.html" id="30">Cerebro</group>
  <language-mapped-topic url="https://example.org/sleep.html" id="1" language="English">Sleep</language-mapped-topic>
  <mesh-heading><descriptor id="D012890">Sleep</descriptor><qualifier id="Q000502">x</qualifier></mesh-heading>
  <other-language vernacular-name="Русский" url="https://example.org/ru/">Russian</other-language>
  <primary-institute url="https://example.org/instituto">Instituto</primary-institute>
  <related-topic url="apnea.html" id="8">Apnea</related-topic><see-reference>Insomnio</see-reference>
  <site title="Consejos" url="https://example.org/a" language-mapped-url="https://example.org/b">
    <information-category>Comience aquí</information-category><organization>Clínica</organization>
    <standard-description>Video</standard-description>
  </site>
</health-topic>
<health-topic title="Sleep" url="https://example.org/sleep.html" id="1" language="English" date-created="01/02/2003"/>
</health-topics>
"""
PAGE = """<!doctype html><html lang="es"><head><meta charset="utf-8"><title>Los genes: Salud</title>
<link rel="canonical" href="https://example.org/es/genes.html"><meta property="og:image" content="/a.png">
<link rel="alternate" hreflang="en" href="https://example.org/genes.html">
<meta name="dc.date.modified" content="2024-06-06">
<link rel="alternate" type="application/rss+xml" href="/feed.rss" title="Feed">
<script type="application/ld+json">{"@type": "WebPage", "headline": "Los genes", "image": {"url": "/b.png"}}</script>
</head><body><div class="syndicate" id="topic-summary"><h1>Los genes</h1><p>Son <a href="#x">la <b>base</a></b>.</p>
<img src=a.png><svg viewBox="0 0 1 1"><path d="M0 0"/></svg><table><tr><td>1</table></div>
<div id="section42"><h2>Más</h2><ul><li><a href="/x">Uno</a> <span class="also-lang"><a href="/y" lang="en">English</a>
</span><span class="orgs">(Clínica)</span></ul></div><div id="lastupdate">Última actualización 24 agosto 2026</div>
</body></html>
"""
MARKDOWN = """---
title: El sueño
description: Dormir bien.
updated: 2024-06-06
created: 2024-01-02T10:00:00-05:00
also_called: [Dormir, "Descanso: noche"]
groups: [home, heart]
subjects:
  - {scheme: MeSH, code: D012890, name: Sleep}
image: {src: https://example.org/a.png, alt: "Una cama"}
institute:
  title: Instituto
  url: https://example.org/
related: [naps, nada]
sections:
  - title: Más
    links:
      - title: Consejos
        url: https://example.org/a
        translation: {en: https://example.org/b}
        flags: [video]
draft: false
---
# Título

Texto con *énfasis*, `código`, [enlace](https://example.org/ "x") y ![imagen](foto.jpg).

| a | b |
|---|---|
| 1 | 2 |

- [ ] tarea
- otra[^1]

<div class="x" onclick="y()">HTML <iframe src="https://example.org/"></iframe></div>

[^1]: Nota.
"""
GROUPS = """home:
  en: Home and safety
  es: Hogar y seguridad
"salud mental":
  en: Mental health
  es: Salud mental
"""
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Sleep</title>
<link>https://example.org/</link><description>x</description><atom:link rel="self" href="https://example.org/a.rss"/>
<item><guid isPermaLink="false">tag:example.org,2024:1</guid><title>A</title>
<pubDate>Thu, 06 Jun 2024 02:30:35 GMT</pubDate>
<description>&lt;p&gt;x &lt;img src="https://example.org/a.png" alt=""&gt;</description>
<enclosure url="https://example.org/a.mp3" length="3" type="audio/mpeg"/></item></channel></rss>
"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="es"><id>tag:example.org,2024:f</id>
<title type="text">El sueño</title><updated>2024-06-06T02:30:35Z</updated><author><name>Ana</name></author>
<link rel="self" href="https://example.org/a.atom"/><entry><id>tag:example.org,2024:1</id><title>A</title>
<updated>2024-06-06T02:30:35Z</updated><link href="https://example.org/a" hreflang="es"/><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div></content><category term="a" label="b"/></entry></feed>
"""
OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>Feeds</title><dateCreated>Thu, 06 Jun 2024 02:30:35 GMT
</dateCreated></head><body><outline text="A" type="rss" xmlUrl="https://example.org/a.rss"/></body></opml>
"""
JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "Sleep", "home_page_url": "https://example.org/",
"feed_url": "https://example.org/feed.json", "authors": [{"name": "Ana", "url": "https://example.org/ana"}],
"items": [{"id": "tag:example.org,2024:1", "url": "https://example.org/a", "title": "A", "content_html": "<p>x</p>",
"date_published": "2024-06-06T02:30:35Z", "tags": ["a"], "attachments": [{"url": "https://example.org/a.mp3",
"mime_type": "audio/mpeg", "size_in_bytes": 3, "duration_in_seconds": 1.5}]}]}
"""

CHUNKS = (
    *(
        b"<",
        b">",
        b"&",
        b'"',
        b"'",
        b"\0",
        b"\x80",
        b"\xff",
        b"\n",
        b"\t",
        b"---\n",
        b"{",
        b"}",
        b"[",
        b"]",
        b":",
        b",",
    ),
    *(
        b"&#0;",
        b"&amp;",
        b"]]>",
        b"<![CDATA[",
        b"<!--",
        b"<!DOCTYPE x>",
        b"</",
        b"/>",
        b"null",
        b"true",
        b"NaN",
        b"1e999",
    ),
    *(b"-1", b"0", b"9" * 30, b"9" * 5000, b"9999-12-31", b"0001-01-01T00:00:00+14:00", b"99/99/9999", b"2024-02-30"),
    *(b"[" * 300, b"{" * 300, b"<div>" * 300, b"<b><i>" * 200, b"> " * 200, b"- " * 200, b"*" * 500, b"`" * 300),
    *(
        "\u202e\u2028\ufeff\ufffe".encode(),
        "ñ\u0303İß".encode(),
        b"\xed\xa0\x80",
        b"!!python/object:x",
        b"&a *a",
        b"? ",
    ),
    *(b"http://[", b"https://a@b:99999/", b"javascript:x", b"data:,", b"//", b"%zz", b"xx-XX", b"klingon", b"\\u0000"),
)
Operation = tuple[int, float, float, bytes]


@st.composite
def mutated(draw: st.DrawFn, seed: bytes) -> bytes:
    """The seed with one to five cuts, insertions, repetitions and swaps of its bytes."""
    text = seed
    operations: list[Operation] = draw(
        st.lists(
            st.tuples(
                st.integers(0, 5), st.floats(0, 1), st.floats(0, 0.2), st.sampled_from(CHUNKS) | st.binary(max_size=8)
            ),
            min_size=1,
            max_size=5,
        )
    )
    for kind, place, length, chunk in operations:
        start = int(place * len(text))
        end = min(len(text), start + 1 + int(length * length * len(text)))
        part = text[start:end]
        replacement = (chunk, part + chunk, b"", part * 3, part[::-1], part.upper())[kind]
        text = text[:start] + replacement + text[end:]
    return text


def bounded(act: Callable[[], object]) -> object:
    """What a call returns or the error of ours that it raises; another error, or too long a time, fails the test."""
    begun = time.perf_counter()
    try:
        found = act()
    except SyndicateError as error:
        assert len(error.format_message()) < 3000
        found = error
    assert time.perf_counter() - begun < SECONDS
    return found


def check_read(folder: Path, name: str, publisher: Publisher | None = None) -> None:
    """A file is read, and no message is about a fault of a reader."""

    def act() -> list[object]:
        path = folder / name if name else folder
        return list(syndicate.sources.records(path, publisher))  # type: ignore[attr-defined]

    found = bounded(act)
    messages = [found.problem] if isinstance(found, SyndicateError) else list(_problems(found))
    assert [] == [message for message in messages if FAULT.search(message)]


FAULT = re.compile(r"the reader '\w+' failed|^[A-Z]\w*(?:Error|Exception|Warning)\b")
"""How the last resort of a reader describes an exception that nobody thought of."""


def _problems(found: object) -> Iterator[str]:
    assert isinstance(found, list)
    for item in found:
        if isinstance(item, Finding):
            message = item.message("es")
            assert len(message) < 3000
            if item.kind in (FindingKind.BROKEN, FindingKind.BROKEN_LINK):
                yield message


def _topics_json() -> bytes:
    return dumps(syndicate.read(EXAMPLE / "sleep.en.md", EXAMPLE / "sleep.es.md"))


SOURCES = {
    "topics.xml": MEDLINEPLUS.encode(),
    "page.html": PAGE.encode(),
    "sueno.es.md": MARKDOWN.encode(),
    "topics.json": _topics_json(),
}


@pytest.mark.proof
@pytest.mark.parametrize("name", SOURCES)
@settings(max_examples=either(60, 5_000))
@given(data=st.data())
def test_a_reader_survives_any_bytes(name: str, data: st.DataObject) -> None:
    """Items, or an error of ours; an error of one topic is never one that its reader did not think of."""
    content = data.draw(mutated(SOURCES[name]))
    with TemporaryDirectory() as folder:
        Path(folder, name).write_bytes(content)
        check_read(Path(folder), name)


@pytest.mark.proof
@settings(max_examples=either(40, 3_000))
@given(content=mutated(GROUPS.encode()))
def test_names_of_groups_survive_any_bytes(content: bytes) -> None:
    """A folder with a `groups.yaml` of any bytes."""
    with TemporaryDirectory() as folder:
        Path(folder, "sueno.es.md").write_bytes(MARKDOWN.encode())
        Path(folder, "groups.yaml").write_bytes(content)
        check_read(Path(folder), "")


@pytest.mark.proof
@settings(max_examples=either(60, 5_000))
@given(
    content=mutated(
        (EXAMPLE / "publisher.toml").read_bytes() + b'\n[card]\nbackground = "#ffffff"\n[policy]\nwithout = ["h1"]\n'
    )
)
def test_a_publisher_survives_any_bytes(content: bytes) -> None:
    """A publisher, or an error that is about the file."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "publisher.toml")
        path.write_bytes(content)
        found = bounded(lambda: Publisher.load(path))
        assert isinstance(found, (Publisher, SyndicateError))


@pytest.mark.proof
@settings(max_examples=either(60, 5_000))
@given(content=mutated(PAGE.encode()))
def test_extraction_survives_any_bytes(content: bytes) -> None:
    """Regions with their diagnostics in both languages, or an error of ours."""

    def act() -> object:
        made = syndicate.extract(content, url="https://example.org/")
        return made.html, [item.message("es") for item in made.diagnostics]

    bounded(act)


@pytest.mark.proof
@pytest.mark.parametrize("seed", [RSS, ATOM, OPML, JSON_FEED], ids=["rss", "atom", "opml", "json"])
@settings(max_examples=either(60, 5_000))
@given(data=st.data())
def test_validation_survives_any_bytes(seed: str, data: st.DataObject) -> None:
    """A document of any bytes has problems, and never ends its validation."""
    content = data.draw(mutated(seed.encode()))
    found = bounded(lambda: syndicate.validate(content))
    assert isinstance(found, syndicate.validation.Validation)  # type: ignore[attr-defined]


HOSTILE = {
    "deep": b"a = " + b"[" * 100_000,
    "deep tables": b"a = " + b"{b = " * 5_000,
    "deep keys": b"a" + b".a" * 20_000 + b" = 1",
    "nested but closed": b"name = " + b"[" * 300 + b"]" * 300,
    "dotted name": b"name" + b".a" * 900 + b" = 1",
    "digits": b"ttl = " + b"9" * 5_000,
    "digits in hex": b"ttl = 0x" + b"f" * 50_000,
    "large": b"# x\n" * 400_000,
    "no UTF-8": b"name = '\xff'",
    "nothing": b"",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_publisher_is_a_plain_message(tmp_path: Path, content: bytes) -> None:
    """Nesting, dotted keys and numbers without end; in no time, with the file's name."""
    path = tmp_path / "publisher.toml"
    path.write_bytes(content)
    found = bounded(lambda: Publisher.load(path))
    assert isinstance(found, SyndicateError)
    assert str(path) == found.source
    assert len(str(found)) < 1000 + len(str(path))


@pytest.mark.parametrize("related", [4_000])
def test_thousands_of_faults_cost_linear_time(tmp_path: Path, related: int) -> None:
    """Each unknown topic is named with its line, and the tree of the YAML is made once for all of them."""
    names = "\n".join(f"- x{number}" for number in range(related))
    path = tmp_path / "a.en.md"
    path.write_text(f"---\ntitle: A\nupdated: 2024-01-01\nrelated:\n{names}\n---\nText.\n", encoding="utf-8")
    begun = time.perf_counter()
    found = [item for item in syndicate.sources.records(path) if isinstance(item, Finding)]  # type: ignore[attr-defined]

    assert time.perf_counter() - begun < SECONDS
    assert related == sum(item.kind is FindingKind.BROKEN_LINK for item in found)
    assert f"{path}:{related + 4}" == found[related - 1].source
