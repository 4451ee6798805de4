"""What validation finds in content that would harm readers or lead nowhere, and what it must not accuse."""

from __future__ import annotations

import html as escaping
import json
import random
import shutil
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from proofs import either
from test_validation import ATOM, FIRST_ITEM, JSON, OPML, RSS, rules

from syndicate.namespaces import NAMESPACES
from syndicate.validation import html, validate
from syndicate.validation.namespaces import likely_namespace
from syndicate.validation.problems import as_text


def in_formats(content: str) -> dict[str, bytes]:
    """Documents of each format with some HTML as content."""
    escaped = escaping.escape(content, quote=False)
    return {
        "rss": RSS.replace("&lt;p&gt;Sleep.", escaped).encode(),
        "description": RSS.replace("No title", escaped).encode(),
        "atom": ATOM.replace("&lt;p&gt;Duerma.&lt;/p&gt;", escaped).encode(),
        "json": JSON.replace('"<p>Sleep.</p>"', json.dumps(content)).encode(),
    }


DANGEROUS = {
    "script": "<p>a</p><script>alert(1)</script>",
    "script in capitals": "<SCRIPT SRC=//x.example/a.js></SCRIPT>",
    "script of SVG": "<svg><script>alert(1)</script></svg>",
    "handler": '<p onclick="x()">a</p>',
    "handler after a slash": "<img/onerror=alert(1)/src=https://a.example/x>",
    "handler without quotes": "<body onload=alert(1)>a",
    "handler of another kind": "<details ontoggle=x open>a</details>",
    "frame": '<iframe src="https://v.example.org/1"></iframe>',
    "object": '<object data="https://v.example.org/1.swf"></object>',
    "embed": '<embed src="https://v.example.org/1.swf">',
    "form": '<form action="https://a.example/"><input name="a"></form>',
    "style element": "<style>p{display:none}</style><p>a</p>",
    "refresh": '<meta http-equiv="refresh" content="0;url=https://a.example/">',
    "base": '<base href="https://a.example/">',
    "style that covers": '<a href="https://a.example/" style="position : absolute;top:0">a</a>',
    "style with a comment": '<p style="width: exp/**/ression(alert(1))">a</p>',
    "style in disguise": '<p style="background:u\\72l(https://a.example/)">a</p>',
    "import": '<?import namespace="x" implementation="https://a.example/x.htc">',
}


@pytest.mark.parametrize("name", DANGEROUS)
def test_dangerous_content(name: str) -> None:
    """What runs, frames, or covers is found in the content of every format."""
    for format, body in in_formats(DANGEROUS[name]).items():
        assert "unsafe-content" in rules(validate(body)), format


SCRIPTS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " \x0b javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript&colon;alert(1)",
    "java&Tab;script:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
)


@pytest.mark.parametrize("address", SCRIPTS)
@pytest.mark.parametrize(
    "tag", ['<a href="{}">a</a>', "<a href='{}'>a</a>", '<img src="{}">', '<svg><a xlink:href="{}">a</a></svg>']
)
def test_addresses_that_run_scripts(address: str, tag: str) -> None:
    """An address that runs a script is found in any disguise that a browser sees through."""
    for format, body in in_formats(tag.format(address)).items():
        if "\x0b" not in address or format == "json":  # which XML forbids
            assert "unsafe-address" in rules(validate(body)), format


@pytest.mark.parametrize(
    ("document", "old", "new"),
    [
        (RSS, "<link>https://example.org/en/1<", "<link>javascript:alert(1)<"),
        (RSS, "<guid>https://example.org/en/2<", "<guid>javascript:alert(1)<"),
        (RSS, 'url="https://example.org/1.mp3"', 'url="data:text/html,x"'),
        (RSS, "<url>https://example.org/i.png<", "<url>java&#9;script:alert(1)<"),
        (ATOM, 'href="https://example.org/es/1"', 'href=" javascript:alert(1)"'),
        (ATOM, "<uri>https://example.org/ana<", "<uri>javascript:alert(1)<"),
        (ATOM, "<icon>https://example.org/icon.png<", "<icon>vbscript:a<"),
        (JSON, '"url": "https://example.org/en/1"', '"url": "java\\tscript:alert(1)"'),
        (OPML, 'htmlUrl="https://example.org/en/"', 'htmlUrl="javascript:alert(1)"'),
    ],
)
def test_links_that_run_scripts(document: str, old: str, new: str) -> None:
    """The links of feeds, entries, persons, pictures and files are addresses of something, not scripts."""
    assert old in document
    found = validate(document.replace(old, new, 1).encode())

    assert {"unsafe-address"} <= set(rules(found)) or {"rss-permalink"} <= set(rules(found))
    assert not found.valid


@pytest.mark.parametrize(
    ("document", "old", "new"),
    [
        (RSS, FIRST_ITEM, "<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>"),
        (ATOM, "<summary>Duerma.<", '<summary type="html">&lt;iframe src="https://a.example/"&gt;<'),
    ],
)
def test_dangerous_titles_and_summaries(document: str, old: str, new: str) -> None:
    """A script in a title of RSS or in a summary that is HTML is found."""
    assert old in document

    assert "unsafe-content" in rules(validate(document.replace(old, new, 1).encode()))


def test_dangerous_xhtml() -> None:
    """XHTML is looked at as HTML is, with the SVG and MathML in it."""
    for inner, expected in (
        ("<p>a</p><script>alert(1)</script>", ["unsafe-content"]),
        ('<p onmouseover="x()">a</p>', ["unsafe-content"]),
        ('<a href="javascript:alert(1)">a</a>', ["unsafe-address"]),
        ('<img src="a.png" alt="a"/>', ["relative-link-in-content"]),
        ('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', ["unsafe-content"]),
        ('<svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg>', []),
        ('<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>', []),
        ('<p xml:base="https://example.org/"><a href="b">b</a></p>', []),
    ):
        text = ATOM.replace("La <em>siesta</em>", inner)
        assert (inner, expected) == (inner, rules(validate(text.encode())))


TWICE = (
    "&lt;p&gt;Hello &lt;b&gt;you&lt;/b&gt;&lt;/p&gt;",
    "<p>Tom &amp;amp; Ana</p>",
    "<p>a&amp;nbsp;b</p>",
    "<p>Jos&amp;eacute;</p>",
    "<p>it&amp;#8217;s</p>",
    "<div>&lt;p&gt;a&lt;/p&gt;</div>",
    "a&lt;br/&gt;b",
)


@pytest.mark.parametrize("content", TWICE)
def test_html_that_was_escaped_twice(content: str) -> None:
    """Tags and entities that readers will show as they are written are found."""
    for format, body in in_formats(content).items():
        assert "escaped-twice" in rules(validate(body)), format


HARMLESS = (
    "<p>1 &lt; 2 &amp; 3 &gt; 2</p>",
    "<p>Write <code>&lt;b&gt;a&lt;/b&gt;</code> and <code>&amp;nbsp;</code>.</p>",
    "<pre>&lt;p&gt;a&lt;/p&gt;</pre>",
    "<p>The &lt;b&gt; tag makes text bold.</p>",
    '<p><a href="https://a.example/?a=1&amp;copy=2">a</a></p>',
    '<p><a href="mailto:ana@example.org">Ana</a>, <a href="tel:+15550100">call</a>, <a href="#b">b</a></p>',
    '<img src="data:image/png;base64,AAAA" alt="javascript: the good parts">',
    '<img src="https://a.example/1.png" srcset="https://a.example/2.png 2x, //a.example/3.png 3x" alt="">',
    '<p style="color: red; margin-left: 1em">a</p>',
    "<svg><circle r='1'/></svg><math><mi>x</mi></math>",
    "List&lt;String&gt; and x &amp; y; AT&amp;T",
    "<p>Once upon a time</p>",
    '<video src="https://a.example/1.mp4" poster="https://a.example/1.png"></video>',
)


@pytest.mark.parametrize("content", HARMLESS)
def test_harmless_content(content: str) -> None:
    """What is safe, absolute and escaped once is not accused."""
    for format, body in in_formats(content).items():
        assert [] == rules(validate(body)), format


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<img src="https://a.example/a.png" srcset="/b.png 2x">', "relative-link-in-content"),
        (
            '<img src="https://a.example/a.png" srcset="https://a.example/c.png 1x, b.png 2x">',
            "relative-link-in-content",
        ),
        ('<video poster="/p.png" src="https://a.example/a.mp4"></video>', "relative-link-in-content"),
        ("<a href=b.html>b</a>", "relative-link-in-content"),
        ('<audio><source src="a.mp3"></audio>', "relative-link-in-content"),
        ('<img data-src="https://a.example/a.png" src="">', "lazy-picture"),
        ('<img data-lazy-src="https://a.example/a.png" alt="a">', "lazy-picture"),
        ('<img data-srcset="https://a.example/a.png 2x" alt="a">', "lazy-picture"),
        ('<img data-original="https://a.example/a.png" src="data:image/gif;base64,R0lGOD" alt="a">', "lazy-picture"),
        ('<img data-lazy="https://a.example/a.png" src="https://a.example/img/blank.gif" alt="a">', "lazy-picture"),
        ('<img data-src-set="https://a.example/a.png 2x" srcset="https://a.example/1x1.png" alt="a">', "lazy-picture"),
    ],
)
def test_addresses_that_lead_nowhere(content: str, expected: str) -> None:
    """Relative addresses and those that only a script finds are told, in any attribute that holds one."""
    for format, body in in_formats(content).items():
        assert [expected] == rules(validate(body)), format
    based = ATOM.replace("<feed ", '<feed xml:base="https://a.example/" ').replace(
        "&lt;p&gt;Duerma.&lt;/p&gt;", escaping.escape(content)
    )
    assert "relative-link-in-content" not in rules(validate(based.encode()))


@pytest.mark.parametrize(
    "content",
    [
        '<img data-src="https://a.example/a.png" src="https://a.example/small.png" alt="a">',
        '<img data-original-title="A. Title" src="https://a.example/blank.html/a.png" alt="a">',
        '<p data-source="a/b">a</p>',
    ],
)
def test_pictures_that_are_shown(content: str) -> None:
    """A picture that is there is no placeholder, whatever scripts would do with it."""
    for format, body in in_formats(content).items():
        assert [] == rules(validate(body)), format


# Namespaces

MISTAKES = {
    "scheme": lambda name: name.replace("http:", "https:"),
    "end": lambda name: name[:-1],
    "slash": lambda name: name + "/",
    "case": str.upper,
    "character": lambda name: f"{name[:-5]}x{name[-4:]}",
    "letters": lambda name: name.replace("w3", "3w").replace("pu", "up").replace("ya", "ay").replace("it", "ti"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("prefix", ["atom", "content", "itunes", "media", "dc"])
def test_mistaken_namespaces(mistake: str, prefix: str) -> None:
    """A namespace that is one slip away from one that readers know is told, with the one that was meant."""
    right = NAMESPACES[prefix]
    wrong = MISTAKES[mistake](right)
    document = RSS.replace(right, wrong) if right in RSS else RSS.replace("<rss ", f'<rss xmlns:x="{wrong}" ')
    (problem,) = (problem for problem in validate(document.encode()).problems if problem.rule == "mistaken-namespace")

    assert right in problem.message


def test_root_in_a_mistaken_namespace() -> None:
    """A feed whose own namespace is mistaken is not an unknown format, but a slip."""
    found = validate(ATOM.replace("http://www.w3.org/2005/Atom", "https://www.w3.org/2005/Atom").encode())

    assert ["mistaken-namespace"] == rules(found)


@given(st.sampled_from(sorted(NAMESPACES.values())), st.integers(0, 60), st.sampled_from("abz09/-#"))
def test_one_character_of_a_namespace(right: str, place: int, letter: str) -> None:
    """One character in the name after the host that is another is noticed, unless that is a namespace too."""
    place = max(place, right.find("//") + 4)
    wrong = right[:place] + letter + right[place + 1 :]

    assert likely_namespace(right) is None
    if place < len(right) and wrong not in NAMESPACES.values():
        assert likely_namespace(wrong) is not None


# Dates

NOON = datetime(2024, 6, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("10T23:59:59Z", []),
        ("11T00:00:00Z", ["future-date"]),
        ("11T01:00:00+02:00", []),
        ("30T00:00:00Z", ["future-date"]),
    ],
)
def test_dates_of_the_future(date: str, expected: list[str]) -> None:
    """From tomorrow on, by the days of UTC, a date is a warning; without a moment no date is too late."""
    moment = datetime.fromisoformat(f"2024-06-{date}")
    documents = (
        ATOM.replace("<updated>2024-06-06T02:30:35Z", f"<updated>2024-06-{date}"),
        RSS.replace("<atom:updated>2024-06-06T02:30:35Z", f"<atom:updated>2024-06-{date}"),
        RSS.replace("Thu, 06 Jun 2024 02:30:35 +0000", moment.strftime("%a, %d %b %Y %H:%M:%S %z")),
        JSON.replace("2024-06-06T02:30:35Z", f"2024-06-{date}"),
    )
    for document in documents:
        found = validate(document.encode(), now=NOON.astimezone(timezone(timedelta(hours=-9))))
        assert expected == rules(found)
        assert found.valid
        assert [] == rules(validate(document.encode()))


# Any input


@pytest.mark.proof
@settings(max_examples=either(100, 20_000), deadline=None)
@given(st.data())
def test_changed_bytes(data: st.DataObject) -> None:
    """Bytes that are changed, cut, doubled or moved in a right document never make validation stumble."""
    body = bytearray(data.draw(st.sampled_from([ATOM, RSS, JSON, OPML])).encode())
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(body)))
        end = data.draw(st.integers(start, min(len(body), start + 40)))
        what = data.draw(
            st.sampled_from([b"", b"<", b"&", b'"', b"\x00", b"\xff", b"]]>", b"&#0;", b"\\u0000", b"9" * 400])
        )
        body[start:end] = what if data.draw(st.booleans()) else bytes(body[start:end]) * 2 + what
    for problem in validate(bytes(body), now=NOON).problems:
        assert problem.message.isprintable()


@pytest.mark.parametrize("host", ["a\u2100.example", "a\uff0fb.example", "[1.2]", "[v1.x]", "[::1", "[]"])
def test_hosts_that_cannot_be(host: str) -> None:
    """A host that no program can take apart is an error of its address."""
    for document in (JSON, RSS):
        assert ["invalid-iri"] == rules(validate(document.replace("example.org/1.", f"{host}/1.", 1).encode()))


SPOILED = (
    *(b"", b"<", b"&", b'"', b"\x00", b"\xff\xfe", b"#", b"%zz", b"[[[[", b"\xed\xa0\x80", b'srcset=", ,"'),
    *(b'href="', b'href="//[x"', b'href="http://[::1"', b'href="../../../../../../a"', b'content="http://[x"'),
    *(b'<script type="application/ld+json">{', b'content="2024-13-45"', "https://a\u2100.example/".encode()),
)


@pytest.mark.proof
@settings(max_examples=either(2, 150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_changed_trees(chance: random.Random, example_tree: Path, tmp_path: Path) -> None:
    """Files of a tree that are changed anywhere never make its validation stumble."""
    tree = tmp_path / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(example_tree, tree)
    for path in chance.sample(sorted(path for path in tree.rglob("*") if path.is_file()), 60):
        body = bytearray(path.read_bytes())
        for _ in range(chance.randint(1, 6)):
            start = chance.randint(0, len(body))
            body[start : start + chance.randint(0, 60)] = chance.choice(SPOILED)
        path.write_bytes(bytes(body))

    as_text(validate(tree, now=NOON))


PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<", ">", "&", "&lt;", "&amp;", "&amp;amp;", "&#106;", '"', "'", "=", "/", " ", "\t", "\x00"),
        *("<a href=", "javascript:", "<script>", "<!--", "-->", "<![CDATA[", "<svg>", "<math>", "<table>", "<select>"),
        *(
            "<img srcset=",
            "a.png 2x, ,",
            " onclick=",
            " style=",
            "\\72",
            "/*",
            "expression(",
            "<template>",
            "<noscript>",
        ),
        *("é", "\U0001f600", "\ud800", "<b>" * 50, "https://a.example/", "data:", "<plaintext>", "<textarea>"),
    ]
)


@pytest.mark.proof
@settings(max_examples=either(200, 20_000), deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_any_html(text: str) -> None:
    """Whatever a content holds, there is an answer, and the quick look never lets pass what the close look finds."""
    quick = [fault for fault in html.fragment(text) if fault[0] != "escaped-twice"]
    closely = html.fragment(f'<b x=""></b>{text}')  # an attribute that the quick look does not know

    assert [fault for fault in closely if fault[0] != "escaped-twice"] == quick
    html.plain(text)
    html.markup_in_text(text)
    pages = [html.Page("", page.encode("utf-8", "replace")) for page in (text, f"<b style=></b>{text}")]
    found = [[fault for fault, _ in html.harm(page, lambda node: False)] for page in pages]
    assert found[0] == found[1]


# Files and feeds that are there twice


def test_file_that_one_entry_encloses_twice() -> None:
    """Readers load it twice; in any format."""
    link = '<link rel="enclosure" href="https://a.example/a.mp3" type="audio/mpeg" length="1"/>'
    atom = ATOM.replace("</entry>", f"{link}{link}</entry>", 1)
    assert ["duplicate-enclosure"] == rules(validate(atom.encode()))
    attached = [{"url": "https://a.example/a.mp3", "mime_type": "audio/mpeg"}] * 2
    item = {"id": "1", "content_text": "a", "attachments": attached}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "F", "home_page_url": "https://a.example/"}
    document = json.dumps({**feed, "feed_url": "https://a.example/f.json", "items": [item]})
    assert ["duplicate-enclosure"] == rules(validate(document.encode()))


@pytest.mark.parametrize("other", ["https://A.example/f", "HTTPS://a.example/f", "https://a.example/f#top"])
def test_feed_that_is_listed_under_another_spelling(other: str) -> None:
    """Programs that read the list subscribe twice."""
    outlines = "".join(f'<outline text="F" type="rss" xmlUrl="{url}"/>' for url in ("https://a.example/f", other))
    document = f'<opml version="2.0"><head><title>F</title></head><body>{outlines}</body></opml>'
    assert ["opml-duplicate"] == rules(validate(document.encode()))


def test_future_date_of_an_edit() -> None:
    """As any other date that is to come (RFC 5023 section 10.2)."""
    edited = '<app:edited xmlns:app="http://www.w3.org/2007/app">2030-01-01T00:00:00Z</app:edited></entry>'
    assert ["future-date"] == rules(
        validate(ATOM.replace("</entry>", edited, 1).encode(), now=datetime(2025, 1, 1, tzinfo=UTC))
    )


@pytest.mark.parametrize(
    ("document", "old", "new"),
    [
        (ATOM, "<title>Dormir bien<", "<title>About &lt;script><"),
        (ATOM, "<summary>Duerma.<", '<summary type="text">&lt;img src=x onerror=alert(1)&gt;<'),
        (JSON, '"title": "Sleep well"', '"title": "<script>alert(1)</script>"'),
        (JSON, '"id": "2",', '"id": "2", "summary": "<img src=x onerror=alert(1)>",'),
    ],
)
def test_tags_in_plain_text(document: str, old: str, new: str) -> None:
    """Where the format says that a text is plain, a tag in it is shown as it stands, and harms nobody."""
    assert old in document
    (problem,) = validate(document.replace(old, new, 1).encode()).problems

    assert "markup-in-text" == problem.rule
    assert "will be shown as it stands" in problem.message


def test_links_of_xhtml_are_called_by_their_name() -> None:
    """An href of XHTML is an href; that of SVG may be one of XLink."""
    linked = '<a xmlns:x="http://www.w3.org/1999/xlink" {}="javascript:alert(1)">a</a>'
    found = [list(html.xhtml(etree.fromstring(linked.format(name)))) for name in ("href", "x:href")]

    assert ["the href '", "the xlink:href '"] == [faults[0][1].partition("javascript")[0] for faults in found]


def test_author_of_json_feed_1() -> None:
    """Version 1 of JSON Feed has an author and no authors."""
    given = JSON.replace('"items"', '"author": {"name": "Ana"}, "items"', 1)
    first = given.replace("https://jsonfeed.org/version/1.1", "https://jsonfeed.org/version/1")

    assert "deprecated-field" in rules(validate(given.encode()))
    assert "deprecated-field" not in rules(validate(first.encode()))


@pytest.mark.parametrize("namespace", sorted(NAMESPACES.values()))
def test_near_misses_of_namespaces(namespace: str) -> None:
    """Each namespace is known by its case, scheme, end, version, and whatever character is wrong in it."""
    near = {namespace.upper(), f"{namespace} ", namespace.replace("://", "s://"), f"{namespace}/", f"{namespace}#"}
    near |= {namespace.rstrip("/#"), namespace.removesuffix(".0"), f"{namespace}.0" if namespace[-1].isdigit() else ""}
    for place in range(len(namespace)):
        start, rest = namespace[:place], namespace[place:]
        near |= {start + rest[1:], f"{start}q{rest}", f"{start}q{rest[1:]}", start + rest[1::-1] + rest[2:]}

    assert set() == {one for one in near - {""} - set(NAMESPACES.values()) if likely_namespace(one) is None}


@pytest.mark.parametrize(
    "namespace",
    [
        "http://gdata.youtube.com/schemas/2007",
        "http://www.youtube.com/xml/schemas/2015",
        "http://www.opengis.net/gml/3.2",
        "http://www.opengis.net/kml/2.3",
        "http://purl.org/rss/1.0/modules/context/",
        "http://purl.org/rss/1.0/modules/link/",
        "http://purl.org/rss/1.0/modules/search/",
        "http://purl.org/dc/dcmitype/",
        "http://xmlns.com/foaf/0.1/",
        "http://wordpress.org/export/1.2/",
        "com-wordpress:feed-additions:1",
        "http://schemas.google.com/g/2005",
        "http://www.spotify.com/ns/rss",
        "https://schema.acast.com/1.0/",
        "http://prismstandard.org/namespaces/basic/2.0/",
        "http://www.w3.org/2001/XMLSchema-instance",
    ],
)
def test_namespaces_of_others(namespace: str) -> None:
    """A namespace that is another's is not taken for a slip."""
    assert likely_namespace(namespace) is None
