"""Embeds as files: codes, oEmbed, the page in a frame, the page that offers the codes, and what a server sends."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import shlex
from pathlib import Path
from typing import Any

import attrs
import pytest
from asgi import ask
from lxml import etree
from markupsafe import Markup
from samples import PUBLISHER, attribute, catalog, embedded, english_only, files, parsed, topic

import syndicate
from syndicate.embeds import Embeds, headers
from syndicate.embeds.assets import Asset, Assets
from syndicate.embeds.codes import FORMS, Codes
from syndicate.embeds.http_headers import IMMUTABLE, headers_file
from syndicate.embeds.oembed import document, with_thumbnail
from syndicate.locales import parse
from syndicate.markup.policy import URL_ATTRIBUTES
from syndicate.publishing.memory import earlier
from syndicate.service import app
from syndicate.snippets.nodes import TEMPLATE_ATTRIBUTES, TEMPLATE_TAGS

EN, ES = parse("en"), parse("es")
ASSETS = Assets(PUBLISHER, [EN, ES])
CODES = Codes(PUBLISHER, ASSETS)
GOLDEN = Path(__file__).parent / "golden"
DOCS = Path(__file__).parent.parent / "docs"


def made(name: str, locale: str = "es", **changes: Any) -> str:
    """One of a topic's embed files, as text."""
    tea = topic(**changes)
    text = syndicate.snippet(tea, PUBLISHER, locale).html
    found = embedded(Embeds(PUBLISHER, [EN, ES]), tea, parse(locale), text)
    return found[f"{locale}/topics/tea/{name}"].decode()


# Scripts and their addresses


def test_address_of_a_script_is_made_from_its_bytes() -> None:
    """Another byte, another address: what stands at an address never changes."""
    for asset in ASSETS:
        digest = hashlib.sha256(asset.body).hexdigest()[:16]
        stem, _, suffix = asset.name.rpartition(".")
        assert f"embeds/{stem}.{digest}.{suffix}" == asset.path
    assert ASSETS.frame.path != attrs.evolve(ASSETS.frame, body=ASSETS.frame.body + b"\n").path


def test_index_names_what_partners_load(example_tree: Path) -> None:
    """embeds.json has the address and integrity of files that are in the tree."""
    index = json.loads((example_tree / "embeds" / "embeds.json").read_bytes())
    for entry in (index, index["frame_height"]):
        body = (example_tree / entry["script"].removeprefix("https://topics.example.org/")).read_bytes()
        assert f"sha384-{base64.b64encode(hashlib.sha384(body).digest()).decode()}" == entry["integrity"]


def test_script_has_the_one_policy() -> None:
    """The element allows the elements and attributes of the sanitizing policy and of the template, no others."""
    script = ASSETS.element.body.decode()
    tags = re.search(r'TAGS = words\("([^"]+)"\)', script)
    attributes = re.search(r"ATTRIBUTES = new Map\((\[.+?\]\])\.map", script)
    addresses = re.search(r'ADDRESSES = words\("([^"]+)"\)', script)
    assert tags and attributes and addresses
    assert set(TEMPLATE_TAGS) == set(tags[1].split())
    assert {tag: set(names) for tag, names in TEMPLATE_ATTRIBUTES.items()} == {
        tag: set(names.split()) for tag, names in json.loads(attributes[1])
    }
    assert set(URL_ATTRIBUTES) == set(addresses[1].split())
    assert "__" not in script


def test_script_speaks_the_languages_of_the_tree() -> None:
    """What it says comes from the labels, each marked with its language; the first is for readers of any other."""
    script = Assets(PUBLISHER, [ES, EN, parse("de")]).element.body.decode()
    labels = re.search(r"LABELS = (\[.+?\]);", script)
    assert labels
    assert [
        {
            "language": "es",
            "error": ["No se pudo cargar el texto.", "es", "ltr"],
            "shown": ["El texto ahora está en español.", "es", "ltr"],
        },
        {
            "language": "en",
            "error": ["The text could not be loaded.", "en", "ltr"],
            "shown": ["The text is now in English.", "en", "ltr"],
        },
        {
            "language": "de",
            "error": ["The text could not be loaded.", "en", "ltr"],
            "shown": ["The text is now in German.", "en", "ltr"],
        },
    ] == json.loads(labels[1])


def test_script_marks_each_of_its_texts(tmp_path: Path) -> None:
    """A publisher who translated one label and not the other has each marked with the language that it is in."""
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Language: de\\nContent-Type: text/plain; charset=utf-8\\n"\n\n'
    own = 'msgid "The text could not be loaded."\nmsgstr "Der Text konnte nicht geladen werden."\n'
    (folder / "syndicate.po").write_text(head + own, encoding="utf-8")
    script = Assets(attrs.evolve(PUBLISHER, translations=tmp_path), [parse("de")]).element.body.decode()
    labels = re.search(r"LABELS = (\[.+?\]);", script)
    assert labels
    [german] = json.loads(labels[1])
    assert ["Der Text konnte nicht geladen werden.", "de", "ltr"] == german["error"]
    assert ["The text is now in German.", "en", "ltr"] == german["shown"]


def test_code_marks_a_name_in_another_language() -> None:
    """A publisher without a Spanish name: in the Spanish link, the English name says that it is English."""
    english = Codes(attrs.evolve(PUBLISHER, name={"en": "River & Valley"}), ASSETS)
    for form in ("element", "frame", "link"):
        link = parsed(str(english.code(form, topic(), [ES]))).css("a")[0]
        assert "Acerca de tea (River & Valley)" == link.text()
        assert [("en", "ltr")] == [(attribute(one, "lang"), attribute(one, "dir")) for one in link.css("span")]


def test_scripts_parse_no_html_and_leave_no_names() -> None:
    """Nothing that Trusted Types would forbid, no cookies, no storage, no globals; and small on its way."""
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|cookie|Storage|window\.\w+ ="
    )
    for asset in (ASSETS.element, ASSETS.frame_height, ASSETS.frame):
        assert not re.findall(forbidden, asset.body.decode())
    assert len(gzip.compress(ASSETS.element.body)) < 9_700  # both elements; the one for lists alone would be as large


def test_scripts_of_earlier_builds_stay(
    example_catalog: syndicate.Catalog, example_publisher: syndicate.Publisher, tmp_path: Path
) -> None:
    """Pages of partners name them; what was changed by hand, or is none of them, is not carried on."""
    out = tmp_path / "public"
    syndicate.build(example_catalog, example_publisher, out, only=["embeds"], locales=["en"])
    old = {path: body for path, body in files(out).items() if "syndicated-topic" in path}
    bad = out / ASSETS.frame.path
    bad.write_bytes(b"changed")
    report = syndicate.build(example_catalog, example_publisher, out, only=["embeds"])
    new = {path: body for path, body in files(out).items() if "syndicated-topic" in path}
    assert old.items() < new.items()
    assert b"changed" not in files(out).values()
    assert len(files(out)) == sum(report.files.values()) + 1
    assert 0 == syndicate.build(example_catalog, example_publisher, out, only=["embeds"]).changed


def test_only_sound_files_are_carried_on(tmp_path: Path) -> None:
    """A file whose bytes are not what its address says, a link, a folder, another name: none of them."""
    sound = Asset(name="syndicated-topic.js", body=b"1;")
    (tmp_path / "embeds").mkdir()
    (tmp_path / sound.path).write_bytes(sound.body)
    (tmp_path / "embeds" / "syndicated-topic.0123456789abcdef.js").write_bytes(b"2;")
    (tmp_path / "embeds" / "other.js").write_bytes(b"3;")
    (tmp_path / "embeds" / "frame.0123456789abcdef.css").mkdir()
    (tmp_path / Asset(name="frame.js", body=b"1;").path).symlink_to(tmp_path / sound.path)
    assert [(sound.path, b"1;")] == list(earlier(tmp_path, ("embeds",)))
    assert [] == list(earlier(tmp_path, ("pages",)))
    assert [] == list(earlier(tmp_path / "nowhere", ("embeds",)))


# Codes


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("locale", [EN, ES])
def test_code_leads_to_the_topic_in_its_language(form: str, locale: Any) -> None:
    """Every address is absolute, in that language, and of this publisher."""
    code = str(CODES.code(form, topic(), [locale]))
    addresses = re.findall(r"https://[^\s\"<>]+", code)
    assert addresses
    for address in addresses:
        assert address.startswith(
            (f"https://clinic.example.org/{locale}/topics/tea/", "https://clinic.example.org/embeds/")
        )


def test_code_cannot_be_broken_by_a_title() -> None:
    """Quotes and angle brackets in a title stay text."""
    evil = '"><script>alert(1)</script>'
    for form in FORMS:
        tree = parsed(str(CODES.code(form, topic(title={"en": evil, "es": evil}), [ES])))
        assert {""} >= {node.text() for node in tree.css("script")}
        assert [] == [node for node in tree.css("script") if not attribute(node, "integrity")]


def test_codes_of_both_languages_share_one_script() -> None:
    """Side by side, the script is loaded once, and each text is marked with its language."""
    for form, element in (("element", "syndicated-topic"), ("frame", "iframe")):
        tree = parsed(str(CODES.code(form, topic(), [ES, EN])))
        assert ["es", "en"] == [attribute(node, "lang") for node in tree.css(element)]
        assert 1 == len(tree.css("script"))
        assert ["es", "en"] == [attribute(node, "hreflang") for node in tree.css("a")]


def test_code_of_a_frame_gives_it_no_more_than_it_needs() -> None:
    """A title, no referrer, and a sandbox in which it has no origin and no way to steer the page."""
    frame = parsed(str(CODES.code("frame", topic(), [ES]))).css_first("iframe")
    assert frame
    assert int(attribute(frame, "width")) <= 320 - 2 * 8  # the smallest window of WCAG 1.4.10, with its margins
    assert "Acerca de tea" == attribute(frame, "title")
    assert "no-referrer" == attribute(frame, "referrerpolicy")
    assert {"allow-popups", "allow-popups-to-escape-sandbox", "allow-scripts"} == set(
        attribute(frame, "sandbox").split()
    )


def test_code_of_an_element_has_its_level_and_a_link() -> None:
    """Without the script, a link to the topic is there."""
    element = parsed(str(CODES.code("element", topic(), [ES], heading_level=4))).css_first("syndicated-topic")
    assert element
    assert "4" == attribute(element, "heading-level")
    assert "Acerca de tea (Clínica del Valle)" == element.text(strip=True)


@pytest.mark.parametrize("form", ["element", "frame"])
def test_guide_shows_the_code(
    form: str, example_catalog: syndicate.Catalog, example_publisher: syndicate.Publisher
) -> None:
    """The guide's example is what is handed out, but for the hashes."""
    code = str(Embeds(example_publisher, [EN, ES]).codes.code(form, example_catalog["sleep"], [ES]))
    expected = re.sub(r"[0-9a-f]{16}\.js", "HASH.js", re.sub(r'sha384-[^"]+', "sha384-...", code))
    assert expected in (DOCS / "how-to/embed-with-a-script.md").read_text(encoding="utf-8")


def test_guide_names_what_can_be_set() -> None:
    """Custom properties, attributes, states and events: those of the scripts, no others."""
    guide = (DOCS / "how-to/embed-with-a-script.md").read_text(encoding="utf-8")
    script = ASSETS.element.body.decode()
    properties = r"--syndicate-[a-z]+"
    assert set(re.findall(properties, script)) == set(re.findall(properties, guide))
    assert set(re.findall(properties, ASSETS.frame_height.body.decode())) < set(re.findall(properties, guide))
    observed = re.search(r"observedAttributes = (\[.*?\])", script)
    assert observed
    assert set(json.loads(observed[1])) == set(re.findall(r"^\| `([a-z-]+)` \|", guide, re.MULTILINE))
    for state in re.findall(r'setAttribute\("state", "([a-z]+)"\)', script):
        assert f"`{state}`" in guide
    for event in re.findall(r'#tell\("([a-z]+)"', script):
        assert f'"syndicated-topic-{event}"' in guide


# oEmbed


@pytest.mark.parametrize(("locale", "name"), [("en", "River Valley Clinic"), ("es", "Clínica del Valle")])
def test_oembed_says_what_the_standard_asks_for(locale: str, name: str) -> None:
    """oEmbed 1.0, section 2.3.4.4, in the language of the topic."""
    answer = json.loads(made("oembed.json", locale))
    home = f"https://clinic.example.org/{locale}/"
    assert ("1.0", "rich", locale, 86400) == tuple(answer[key] for key in ("version", "type", "lang", "cache_age"))
    assert (name, home, name, home) == tuple(
        answer[f"{who}_{what}"] for who in ("author", "provider") for what in ("name", "url")
    )
    assert (int, int) == (type(answer["width"]), type(answer["height"]))
    html = parsed(answer["html"])
    frame = html.css_first("iframe")
    assert frame
    assert [str(answer[name]) for name in ("width", "height")] == [
        attribute(frame, name) for name in ("width", "height")
    ]
    assert attribute(frame, "src").endswith(f"/{locale}/topics/tea/embed.html")
    assert [f"https://clinic.example.org/{locale}/topics/tea/"] == [attribute(node, "href") for node in html.css("a")]
    assert [] == html.css("script")
    # WordPress keeps the first of these and the frame after it; it loads the script for the frame if there is a quote.
    assert re.search(r"<blockquote><a [^>]*>.*</a></blockquote>\s*<iframe ", answer["html"])


def test_oembed_says_the_same_in_both_formats() -> None:
    """The XML has the fields of the JSON, in their order."""
    root = etree.fromstring(made("oembed.xml", title={"en": "<A> & B", "es": "<A> y «B»"}).encode())
    answer = json.loads(made("oembed.json", title={"en": "<A> & B", "es": "<A> y «B»"}))
    assert "oembed" == root.tag
    assert [(key, str(value)) for key, value in answer.items()] == [(child.tag, child.text) for child in root]


def test_topic_page_leads_to_its_oembed_documents(example_tree: Path) -> None:
    """Discovery (oEmbed 1.0, section 4): both formats, in the page's language, and there."""
    page = parsed((example_tree / "es/topics/sleep/index.html").read_text(encoding="utf-8"))
    found = {attribute(node, "type"): attribute(node, "href") for node in page.css("link[type$=oembed]")}
    assert {"application/json+oembed", "text/xml+oembed"} == set(found)
    for address in found.values():
        assert "/es/" in address
        assert (example_tree / address.removeprefix("https://topics.example.org/")).is_file()


def test_topic_page_leads_to_the_service_where_there_is_one(tmp_path: Path) -> None:
    """Its endpoint heeds the size that is asked for, and is asked by the address of the page."""
    publisher = attrs.evolve(PUBLISHER, service_url="https://api.example.org/v")
    syndicate.build(catalog(topic()), publisher, tmp_path / "public", only=["pages", "embeds", "cards"])
    page = parsed((tmp_path / "public/es/topics/tea/index.html").read_text(encoding="utf-8"))
    asked = "https://api.example.org/v/oembed?url=https%3A%2F%2Fclinic.example.org%2Fes%2Ftopics%2Ftea%2F&format="
    assert [f"{asked}json", f"{asked}xml"] == [attribute(node, "href") for node in page.css("link[type$=oembed]")]
    assert syndicate.validate(tmp_path / "public").valid


def test_oembed_fits_the_room_there_is() -> None:
    """Width and height are never more than what was asked for (section 2.3.4), nor is a thumbnail."""
    tea = topic()
    answer = document(tea, PUBLISHER, ES, CODES, most=(320, 4000))
    frame = parsed(str(answer["html"])).css_first("iframe")
    assert frame
    assert (320, 600) == (answer["width"], answer["height"])
    assert ("320", "600") == (attribute(frame, "width"), attribute(frame, "height"))
    for most, name in ((None, "card.png"), ((1200, 630), "card.png"), ((1100, 2000), "card-square.png")):
        made = with_thumbnail(answer, tea, PUBLISHER, ES, most)
        assert f"https://clinic.example.org/es/topics/tea/{name}" == made["thumbnail_url"]
    assert answer == with_thumbnail(answer, tea, PUBLISHER, ES, (600, 600))


# The page in a frame


def test_frame_is_a_whole_document() -> None:
    """Language, direction, title, canonical address, and nothing for search engines."""
    page = parsed(made("embed.html"))
    root = page.css_first("html")
    assert root
    assert ("es", "ltr") == (attribute(root, "lang"), attribute(root, "dir"))
    assert "Acerca de tea" == page.css("title")[0].text()
    assert "https://clinic.example.org/es/topics/tea/" == attribute(page.css("link[rel=canonical]")[0], "href")
    assert "noindex" == attribute(page.css("meta[name=robots]")[0], "content")
    assert "no-referrer" == attribute(page.css("meta[name=referrer]")[0], "content")
    assert [1, 2] == sorted({int(node.tag[1]) for node in page.css("h1, h2, h3")})
    assert 1 == len(page.css("h1"))


def test_frame_runs_and_loads_only_files_of_the_tree() -> None:
    """The policy that is sent with it allows no inline code, no connections and no forms; the page has none."""
    page = parsed(made("embed.html"))
    policy = headers("es/topics/tea/embed.html")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert [""] == [node.text() for node in page.css("script")]
    assert [] == page.css("style, [style], form, [onclick]")


def test_links_of_a_frame_open_a_tab_but_for_the_language() -> None:
    """The reader stays in the partner's page; the other language comes into the frame."""
    page = parsed(
        made("embed.html", summary={"es": Markup('<p><a title="1 > 0" href="https://a.example/">a</a> <a>b</a></p>')})
    )
    assert "_blank" == attribute(page.css("base")[0], "target")
    assert {True} == {"noopener" in attribute(node, "rel").split() for node in page.css("a[href]")}
    assert [{}] == [dict(node.attributes) for node in page.css("a:not([href])")]  # HTML allows it no rel
    own = [node for node in page.css("a") if attribute(node, "target")]
    assert [("_self", "en", "../../../en/topics/tea/embed.html")] == [
        (attribute(node, "target"), attribute(node, "hreflang"), attribute(node, "href")) for node in own
    ]
    assert "Los enlaces se abren en una pestaña nueva." == page.css(".tabs")[0].text()


def test_frame_keeps_the_relation_of_a_license_link() -> None:
    """A rel that is there already stays, beside the new one."""
    licensed = attrs.evolve(PUBLISHER, license="https://license.example/")
    tea = topic()
    text = syndicate.snippet(tea, licensed, "es").html
    found = embedded(Embeds(licensed, [EN, ES]), tea, ES, text)
    page = parsed(found["es/topics/tea/embed.html"].decode())
    assert {"noopener", "license"} == set(attribute(page.css("a[href='https://license.example/']")[0], "rel").split())


# The page that offers the codes


@pytest.mark.parametrize("locale", ["en", "es"])
def test_builder_lists_every_code(locale: str) -> None:
    """Without a script, each form has a heading and its code in each language and in all."""
    page = parsed(made("embed/index.html", locale))
    languages = [EN, ES] if locale == "en" else [ES, EN]
    choices = [[languages[0]], [languages[1]], languages]
    expected = [str(CODES.code(form, topic(), choice)) for form in FORMS for choice in choices]
    assert expected == [node.text() for node in page.css("pre code")]
    assert 4 == len(page.css("details > summary > h2[id^=embed-]"))
    assert 12 == len(page.css(".embed-code > h3"))
    root = page.css_first("html")
    assert root
    assert locale == attribute(root, "lang")
    assert f"../../../../{locale}/embed/index.html?topic=tea" == attribute(page.css("a.button")[0], "href")


def test_builder_of_a_topic_in_one_language_offers_no_choice() -> None:
    """One language, one code for each form."""
    tea = english_only("tea")
    text = syndicate.snippet(tea, PUBLISHER, "en").html
    page = parsed(embedded(Embeds(PUBLISHER, [EN, ES]), tea, EN, text)["en/topics/tea/embed/index.html"].decode())
    assert 4 == len(page.css("pre code"))
    assert [] == page.css("[name=language], nav[aria-label=Language]")


def test_builder_says_what_a_link_alone_means(example_tree: Path) -> None:
    """And what readers see without the text; the last code of each form is in both languages."""
    page = parsed((example_tree / "es/topics/sleep/embed/index.html").read_text(encoding="utf-8"))
    text = page.body.text() if page.body else ""
    assert 1 == text.count("Mientras se carga, y donde los scripts están bloqueados, los lectores ven un enlace.")
    assert ["Español e inglés"] * 4 == [node.text() for node in page.css(".embed-code:last-child > h3")]


def test_builder_has_no_inline_code_and_is_found(example_tree: Path) -> None:
    """Scripts and styles are files of the tree; the topic page leads there, and its twin."""
    folder = example_tree / "es/topics/sleep"
    page = parsed((folder / "embed/index.html").read_text(encoding="utf-8"))
    assert [] == page.css("script, style, [style], main form")
    for node in page.css("link[rel=stylesheet], .toggle a, .breadcrumb a"):
        assert (folder / "embed" / (attribute(node, "src") or attribute(node, "href"))).is_file()
    topic_page = parsed((folder / "index.html").read_text(encoding="utf-8"))
    assert ["Insertar este tema"] == [node.text() for node in topic_page.css("a[href='embed/index.html']")]


# What a server sends


def _netlify(rule: str, path: str) -> bool:
    """Whether a rule of Netlify's takes a path: a name stands for a step, and a slash at the end may be missing."""
    steps = []
    for step in filter(None, rule.split("/")):
        if step == "*":
            steps.append("(?:|/.*)")
        elif step.startswith(":"):
            steps.append("/[^/]+")
        else:
            steps.append("/" + re.escape(step).replace(r"\*", ".*"))
    return re.fullmatch("".join(steps) + "/?", path) is not None


def _cloudflare(rule: str, path: str) -> bool:
    """Whether a rule of Cloudflare Pages' takes a path."""
    written = re.sub(r":[a-z]\w*", "[^/]+", re.escape(rule).replace(r"\*", ".*"))
    return re.fullmatch(written, path) is not None


def _rules() -> list[tuple[str, dict[str, str]]]:
    """The rules of the file, read as hosts read it."""
    rules: list[tuple[str, dict[str, str]]] = []
    for line in headers_file(PUBLISHER).decode().splitlines():
        if line.startswith("/"):
            rules.append((line, {}))
        else:
            name, _, value = line.strip().partition(": ")
            rules[-1][1][name] = value
    return rules


PATHS = [path for path in GOLDEN.joinpath("paths.txt").read_text(encoding="utf-8").split() if path[0] not in "._"]


@pytest.mark.parametrize("matches", [_netlify, _cloudflare])
def test_hosts_send_what_the_preview_sends(matches: Any) -> None:
    """For every file of the tree, at its own path and at its folder's, each header comes from one value."""
    rules = _rules()
    assert len(rules) < 100
    for path in PATHS:
        for asked in {f"/{path}", f"/{path.removesuffix('index.html')}"}:
            sent: dict[str, set[str]] = {}
            for rule, values in rules:
                if matches(rule, asked):
                    for name, value in values.items():
                        sent.setdefault(name, set()).add(value)
            expected = {name: {value} for name, value in headers(path).items()}
            # Netlify takes /style.css for the folder of a language; it is not a page.
            if not path.endswith((".html", "/search/index.json")) and not path.startswith("assets/"):
                sent.pop("Content-Security-Policy", None)
            assert expected == sent, asked


def _blocks(language: str) -> list[str]:
    """The configurations that the guide on hosting shows for a server."""
    text = (DOCS / "how-to/host-the-tree.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def _nginx(path: str) -> dict[str, str]:
    """What nginx sends as the guide configures it: maps, of which the first pattern found in the path decides."""
    maps, lines = _blocks("nginx")[-2:]
    values = {}
    for name, body in re.findall(r"map \$uri \$(\w+) \{\n(.*?)\n\}", maps, re.DOTALL):
        rules = re.findall(r'(default|"~.*?") "(.*?)";', body)
        found = [value for key, value in rules if key != "default" and re.search(key[2:-1], path)]
        values[f"${name}"] = found[0] if found else dict(rules)["default"]
    sent = {
        name: values.get(value, value) for name, value in re.findall(r"^add_header (\S+) (\S+);$", lines, re.MULTILINE)
    }
    return {name: value for name, value in sent.items() if value}


def _apache(path: str) -> dict[str, str]:
    """What Apache sends as the guide configures it: from top to bottom, in the sections whose pattern the name has."""
    sent: dict[str, str] = {}
    takes = True
    for line in _blocks("apache")[-1].splitlines():
        words = shlex.split(line.replace("<", "").replace(">", "")) if line[0] == "<" else shlex.split(line)
        if words[0] == "FilesMatch":
            takes = re.search(words[1], path.rpartition("/")[2]) is not None
        elif words[0] == "/FilesMatch":
            takes = True
        elif takes and words[1] == "set":
            sent[words[2]] = words[3]
        elif takes:
            sent.pop(words[2], None)
    return sent


@pytest.mark.parametrize("server", [_nginx, _apache])
def test_guide_configures_servers_to_send_the_same(server: Any) -> None:
    """For every file of the tree, nginx and Apache send what the table of headers has, and nothing else."""
    for path in PATHS:
        assert dict(headers(path)) == server(f"/{path}"), path


def test_only_the_frame_may_be_framed() -> None:
    """embed.html by anyone, every other page by the site itself; a page without the header could be overlaid."""
    policies = {path: headers(path)["Content-Security-Policy"] for path in PATHS if path.endswith(".html")}
    assert {False} == {"frame-ancestors" in value for path, value in policies.items() if path.endswith("/embed.html")}
    assert {"frame-ancestors 'self'"} == {value for path, value in policies.items() if "embed.html" not in path}


def test_only_hashed_files_are_kept_for_ever() -> None:
    """A year for addresses made from bytes, minutes for all others; what partners' scripts read is open to them."""
    hashed = {path for path in PATHS if re.fullmatch(r"(embeds|scripts|search)/[a-z-]+\.[0-9a-f]{16}\.(js|css)", path)}
    assert 9 == len(hashed)
    hashed |= {path for path in PATHS if re.fullmatch(r"assets/[a-z0-9-]+\.[0-9a-f]{16}\.(jpg|png)", path)}
    assert hashed == {path for path in PATHS if headers(path).get("Cache-Control") == IMMUTABLE}
    readable = {path for path in PATHS if headers(path).get("Access-Control-Allow-Origin") == "*"}
    assert hashed < readable
    for ending in ("snippet.json", "snippet.html", "oembed.json", "oembed.xml", "feed.rss", "feeds/topics.atom"):
        assert {path for path in PATHS if path.endswith(ending)} <= readable
    assert {"nosniff"} == {headers(path)["X-Content-Type-Options"] for path in PATHS}
    assert set(PATHS) == {path for path in PATHS if "Cache-Control" in headers(path)}


def test_paths_of_the_headers_are_those_of_the_addresses() -> None:
    """A tree below a path has rules below it."""
    below = attrs.evolve(PUBLISHER, base_url="https://example.org/health/topics/")
    assert "/health/topics/*" == headers_file(below).decode().splitlines()[0]


def test_preview_sends_the_same(example_tree: Path) -> None:
    """All but the caching of what the next build may change."""
    pytest.importorskip("starlette", reason="the preview needs the extra `service`")
    application = app(example_tree, local=True)
    for path in PATHS:
        if "/sleep/" in path or "/topics/" not in path:
            answer = ask(application, f"/{path}", method="HEAD").headers
            expected = {name.lower(): value for name, value in headers(path).items()}
            if expected["cache-control"] != IMMUTABLE:
                expected["cache-control"] = "no-cache"
            assert expected.items() <= answer.items(), path
