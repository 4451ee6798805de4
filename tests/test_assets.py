"""Files beside topics: found, judged, published once for all languages, and nothing of them that should not be."""

from __future__ import annotations

import io
import json
import os
import struct
import unicodedata
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import found

from syndicate import Catalog, FindingKind, Publisher, SyndicateError, build, read, validate
from syndicate.assets.location import without_location
from syndicate.assets.measuring import measured
from syndicate.assets.reading import read_asset
from syndicate.assets.vector import read_vector
from syndicate.embeds.http_headers import headers
from syndicate.layout import ASSET, artifact_at, media_type
from syndicate.model import Topic
from syndicate.publishing.bucket import _order
from syndicate.site import Site

PUBLISHER = Publisher(
    name={"en": "Example", "es": "Ejemplo"}, base_url="https://example.org/health/", authority="example.org,2024"
)
BASE = PUBLISHER.base_url


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A real PNG file, gray, with further chunks after its head."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress(b"".join(b"\0" + bytes([row % 256]) * width for row in range(height)))
    further = b"".join(chunk(*one) for one in chunks)
    return b"\x89PNG\r\n\x1a\n" + head + further + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def tiff(orientation: int = 1, *, order: str = "<") -> bytes:
    """Exif data: the orientation, who holds the rights, and where the picture was taken."""
    rights = b"Ana P\xe9rez\0"
    at = 8 + 2 + 3 * 12 + 4
    gps = at + len(rights) + len(rights) % 2
    entries = [(0x0112, 3, 1, None), (0x8298, 2, len(rights), at), (0x8825, 4, 1, gps)]
    made = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}IH", 8, 3)
    for tag, kind, count, value in entries:
        made += struct.pack(f"{order}HHI", tag, kind, count)
        made += struct.pack(f"{order}HH", orientation, 0) if value is None else struct.pack(f"{order}I", value)
    made += struct.pack(f"{order}I", 0) + rights + b"\0" * (len(rights) % 2)
    place = gps + 2 + 2 * 12 + 4
    made += struct.pack(f"{order}H", 2)
    made += struct.pack(f"{order}HHI", 1, 2, 2) + b"N\0\0\0"
    made += struct.pack(f"{order}HHII", 2, 5, 3, place) + struct.pack(f"{order}I", 0)
    return made + struct.pack(f"{order}6I", 38, 1, 53, 1, 2345, 100)


JPEG = b"\xff\xd8\xff\xc0\0\x0b\x08\0\x04\0\x06\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0\x2a\xff\xd9"
"""The parts of a JPEG file, 6 by 4 pixels, gray."""
PLACE = struct.pack("<6I", 38, 1, 53, 1, 2345, 100)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect width="40" height="30"/></svg>'


def folder(root: Path, files: dict[str, bytes | str], **texts: str) -> Catalog:
    """The catalog of a folder of files, and of texts by the names of their files without ``.md``."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    for name, body in texts.items():
        path = root / f"{name.replace('__', '/').replace('_', '.')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = "" if body.startswith("---") else f"---\ntitle: {name}\nupdated: 2024-06-06\n---\n"
        path.write_text(f"{head}{body}", encoding="utf-8")
    return read(root, publisher=PUBLISHER)


ABOUT_FILES = (
    FindingKind.DEAD_LINK,
    FindingKind.UNPUBLISHED_FILE,
    FindingKind.CHANGED_FILE,
    FindingKind.UNUSED_FILE,
    FindingKind.BROKEN_LINK,
)


def paths(topic: Topic, locale: str = "en") -> list[str]:
    """Where the files of a text lie in the tree."""
    return [asset.path for asset in topic.assets.get(locale) or ()]


def test_a_picture_is_published_once_for_both_languages(tmp_path: Path) -> None:
    """It has one address, made of its name and its bytes, and lies in the tree once; each text says how large it is."""
    text = "![A bed](bed.png)"
    catalog = folder(tmp_path / "in", {"bed.png": png(60, 40)}, sleep_en=text, sleep_es="![Una cama](bed.png)")
    (path,) = paths(catalog["sleep"])
    assert [path] == paths(catalog["sleep"], "es")
    for locale in ("en", "es"):
        assert f'<img width="60" height="40" src="{BASE}{path}" alt=' in catalog["sleep"].summary[locale]
    build(catalog, PUBLISHER, tmp_path / "out")
    assert [tmp_path / "out" / path] == [*(tmp_path / "out" / "assets").iterdir()]
    assert png(60, 40) == (tmp_path / "out" / path).read_bytes()
    assert [] == found(catalog, *ABOUT_FILES)
    assert validate(tmp_path / "out").valid


def test_the_address_follows_the_bytes(tmp_path: Path) -> None:
    """Another picture under the old name has another address, the page changes, and the old file is gone."""
    first = folder(tmp_path / "in", {"bed.png": png(60, 40)}, sleep_en="![A bed](bed.png)")
    build(first, PUBLISHER, tmp_path / "out")
    again = folder(tmp_path / "in", {"bed.png": png(60, 40)}, sleep_en="![A bed](bed.png)")
    assert 0 == build(again, PUBLISHER, tmp_path / "out").changed
    second = folder(tmp_path / "in", {"bed.png": png(61, 40)}, sleep_en="![A bed](bed.png)")
    report = build(second, PUBLISHER, tmp_path / "out")
    assert paths(first["sleep"]) != paths(second["sleep"])
    assert {"changed": 1} == {name: count for name, count in report.texts["en"].items() if count}
    assert paths(second["sleep"]) == [f"assets/{file.name}" for file in (tmp_path / "out" / "assets").iterdir()]
    assert paths(second["sleep"])[0] in (tmp_path / "out" / "en/topics/sleep/index.html").read_text("utf-8")


def test_an_upgrade_dates_no_text_anew(tmp_path: Path) -> None:
    """Version 0.1 published no files: a text that shows one now is the same text."""
    from syndicate.history.changes import State, Text
    from syndicate.history.verdict import Verdict

    catalog = folder(tmp_path, {"bed.png": png(6, 4)}, sleep_en="![A bed](bed.png)")
    raw = catalog["sleep"].raw["en"]
    known: dict[str, Any] = {
        "locale": "en",
        "id": "sleep",
        "title": "sleep",
        "digest": "0" * 32,
        "state": State.NEW,
        "build": 1,
    }
    before = Text(**known, first_seen="", changed="", links="{}", raw=raw[:32])
    assert len(raw) == 48
    assert Verdict(catalog, same_program=False).is_repair(catalog["sleep"], "en", before, "1" * 32)
    assert not Verdict(catalog).is_repair(catalog["sleep"], "en", before, "1" * 32)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("bed.png", "bed.png"),
        ("bed.png", "./bed.png"),
        ("bed.png", "bed.png?v=3"),
        ("bed.png", "BED.PNG"),
        ("Bed.PNG", "bed.png"),
        ("my bed.png", "my%20bed.png"),
        ("my bed.png", "<my bed.png>"),
        ("niño.png", "niño.png"),
        ("niño.png", "ni%C3%B1o.png"),
        ("niño.png", unicodedata.normalize("NFD", "niño.png")),
        (unicodedata.normalize("NFD", "niño.png"), "niño.png"),
        ("100%.png", "100%25.png"),
        ("a#b.png", "a%23b.png"),
        ("sub/bed.png", "sub\\bed.png"),
        ("sub/bed.png", "Sub/Bed.png"),
        ("images/bed.png", "images/bed.png"),
        ("images/bed.png", "/images/bed.png"),
        ("static/images/bed.png", "/images/bed.png"),
        ("public/images/bed.png", "/images/bed.png"),
        ("images/bed.png", "{static}/images/bed.png"),
        ("bed.png", "{attach}bed.png"),
    ],
)
def test_addresses_as_authors_write_them(tmp_path: Path, name: str, written: str) -> None:
    """Case, escapes, spaces, accents, backslashes, and what follows a question mark keep no picture from its text."""
    catalog = folder(tmp_path, {name: png(6, 4)}, sleep_en=f"![A bed]({written})")
    assert 1 == len(paths(catalog["sleep"]))
    assert f'src="{BASE}{paths(catalog["sleep"])[0]}"' in catalog["sleep"].summary["en"]
    assert [] == found(catalog, *ABOUT_FILES)


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("![[bed.png]]", '<img width="6" height="4" src="{bed}" alt=""'),
        ("![[ BED.png |A bed]]", '<img width="6" height="4" src="{bed}" alt="A bed"'),
        ("![[my bed.png|300]]", '<img src="{my}" alt="" width="300"'),
        ("![[files/my bed.png|My bed|300x200]]", '<img src="{my}" alt="My bed" width="300" height="200"'),
        ("![[guide.pdf#page=2]]", '<a href="{guide}#page=2">guide.pdf</a>'),
        ("![[guide.pdf|The guide]]", '<a href="{guide}">The guide</a>'),
        ("![[talk.mp3|The talk]]", '<a href="{talk}">The talk</a>'),
        ("`![[bed.png]]` \\![[bed.png]]", "<code>![[bed.png]]</code> ![[bed.png]]"),
        ("![[Other note]]", "![[Other note]]"),
    ],
)
def test_files_that_a_note_of_obsidian_shows(tmp_path: Path, written: str, html: str) -> None:
    """They are found in whatever folder they are; other notes are not shown within a text."""
    files: dict[str, bytes | str] = {"files/my bed.png": png(7, 4), "guide.pdf": "%PDF-1.4", "b/talk.mp3": b"ID3x"}
    catalog = folder(tmp_path, {"a/bed.png": png(6, 4), **files}, notes__sleep_en=written)
    found_ = {path.partition("/")[2].partition(".")[0]: f"{BASE}{path}" for path in paths(catalog["sleep"])}
    names = {"bed": "", "guide": "", "talk": "", "my": found_.get("my-bed", "")} | found_
    assert html.format_map(names) in catalog["sleep"].summary["en"]
    assert [] == found(catalog, FindingKind.DEAD_LINK)


def test_a_picture_with_a_fragment_has_its_size(tmp_path: Path) -> None:
    """What follows the number sign, which names a view of a drawing, keeps nobody from measuring it."""
    summary = folder(tmp_path, {"bed.png": png(6, 4)}, sleep_en="![A bed](bed.png#x)")["sleep"].summary["en"]
    assert '<img width="6" height="4"' in summary and '.png#x"' in summary


def test_a_file_of_obsidian_that_is_nowhere(tmp_path: Path) -> None:
    """It is an error with its line, as any other file that is not there."""
    (finding,) = found(folder(tmp_path, {}, sleep_en="Text.\n\n![[lost.png|A]]"), FindingKind.DEAD_LINK)
    assert "link to lost.png leads nowhere" in finding.message()
    assert finding.source.endswith("sleep.en.md:7")


def test_a_page_of_the_site_around(tmp_path: Path) -> None:
    """A path from the host on that is no file of the folder is left to the site that is there."""
    catalog = folder(tmp_path, {}, sleep_en="[Contact](/contact.pdf)")
    assert 'href="https://example.org/contact.pdf"' in catalog["sleep"].summary["en"]


def test_a_shared_folder_and_a_bundle(tmp_path: Path) -> None:
    """Pictures stand in the topic's own folder, or in one of the source that several topics share."""
    text = "![Logo](../images/logo.png) ![Bed](bed.png)"
    files = {"images/logo.png": png(6, 4), "sleep/bed.png": png(7, 4)}
    catalog = folder(tmp_path, files, sleep__index_en=text, sleep__index_es=text)
    assert 2 == len(paths(catalog["sleep"])) == len(paths(catalog["sleep"], "es"))
    assert [] == found(catalog, *ABOUT_FILES)


def test_nothing_from_outside_of_the_source(tmp_path: Path) -> None:
    """Steps upwards and symbolic links lead to nothing that is not in the folder; hidden files are not published."""
    (tmp_path / "secret.png").write_bytes(png(6, 4))
    root = tmp_path / "in"
    root.mkdir()
    (root / "linked.png").symlink_to(tmp_path / "secret.png")
    (root / "folder").symlink_to(tmp_path)
    text = "![a](../secret.png) ![b](linked.png) ![c](folder/secret.png) ![d](.hidden.png) ![e](x/../../secret.png)"
    catalog = folder(root, {".hidden.png": png(6, 4)}, sleep_en=text)
    assert [] == paths(catalog["sleep"])
    reasons = [finding.details["reason"] for finding in found(catalog, *ABOUT_FILES) if finding.topic]
    assert ["outside", "leads-out", "leads-out", "hidden-file", "outside"] == reasons


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.png", b"", "it is empty"),
        ("a.jpg", b"<!DOCTYPE html><title>404</title>", "PNG, JPEG"),
        ("a.png", png(6, 4)[:60], "damaged"),
        ("a.jpg", JPEG[:-2], "damaged"),
        ("a.jpg", JPEG[:16], "damaged"),
        ("a.webp", b"RIFF\xff\0\0\0WEBPVP8X" + bytes(30), "damaged"),
        ("a.png", png(6, 4).replace(struct.pack(">II", 6, 4), struct.pack(">II", 30_000, 30_000)), "too many pixels"),
        ("a.svg", b"<svg>", "damaged"),
        ("a.svg", b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG, "damaged"),
        ("a.pdf", b"<html>not found", "not what its name says"),
        ("a.vtt", b"Hello", "not what its name says"),
        ("a.js", b"alert(1)", "files of this kind"),
        ("a.htm", b"<p>x", "files of this kind"),
    ],
)
def test_files_that_are_not_published(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    """A file that is broken, or that a browser would run, is an error with its line and the way out."""
    catalog = folder(tmp_path, {name: content}, sleep_en=f"Text.\n\n[a]({name})")
    (finding,) = found(catalog, FindingKind.UNPUBLISHED_FILE)
    assert reason in finding.message()
    assert finding.source.endswith("sleep.en.md:7")
    assert [] == paths(catalog["sleep"])


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    """It is refused by its size, without being read, and the error says both sizes."""
    with (tmp_path / "long.mp4").open("wb") as file:
        file.truncate(101 * 1024**2)
    (finding,) = found(folder(tmp_path, {}, sleep_en="[a](long.mp4)"), FindingKind.UNPUBLISHED_FILE)
    assert "it has 101 MB, and may have 100" in finding.message()


@pytest.mark.parametrize(
    ("written", "near"),
    [("beds.png", "bed.png"), ("images/bed.png", "bed.png"), ("diagram.png", "sub/diagram.png"), ("zebra.png", "")],
)
def test_files_that_are_not_there(tmp_path: Path, written: str, near: str) -> None:
    """A link to nothing is an error that names what was probably meant."""
    files = {"bed.png": png(6, 4), "sub/diagram.png": png(6, 4)}
    (finding,) = found(folder(tmp_path, files, sleep_en=f"![a]({written})"), FindingKind.DEAD_LINK)
    assert finding.message().endswith(f"there is no such file; did you mean {near}?" if near else "no such file")


def test_files_that_nothing_refers_to(tmp_path: Path) -> None:
    """They are said in a suggestion, and not published; what a share card uses is used."""
    files = {"bed.png": png(6, 4), "old.png": png(6, 5), "notes.pdf": "%PDF-1.4", "card/logo.png": png(6, 6)}
    catalog = folder(tmp_path, files, sleep_en="![A bed](bed.png)")
    (finding,) = found(catalog, FindingKind.UNUSED_FILE)
    assert ("2", "notes.pdf, old.png") == (finding.details["count"], finding.details["names"])
    assert 1 == len(Site(catalog, PUBLISHER)._parts.assets)


def test_the_logo_of_the_publisher(tmp_path: Path) -> None:
    """A file beside `publisher.toml` is published once; pages and feeds name it, and feeds its whole address."""
    lines = 'base_url = "https://example.org/health/"\nauthority = "example.org,2024"\nlogo = "Our Logo.png"\n'
    files = {"Our Logo.png": png(6, 3), "publisher.toml": f'{lines}[name]\nen = "Example"\n'}
    folder(tmp_path / "in", files, sleep_en="Text.")
    catalog, publisher = read(tmp_path / "in"), Publisher.load(tmp_path / "in" / "publisher.toml")
    site = Site(catalog, publisher)
    (path,) = (path for path in site.paths() if path.startswith("assets/"))
    assert (png(6, 3), f"{BASE}{path}") == (site.get(path).body, publisher.logo_url)
    assert not found(catalog, FindingKind.UNUSED_FILE)
    shown = f'src="../../../{path}" width="6" height="3" alt=""'
    assert shown in site.get("en/topics/sleep/index.html").body.decode()
    assert f"<url>{BASE}{path}</url>".encode() in site.get("en/feeds/topics.rss").body
    build(catalog, publisher, tmp_path / "out")
    assert publisher.logo_url == json.loads((tmp_path / "out" / "topics.json").read_bytes())["publisher"]["logo"]


@pytest.mark.parametrize(
    ("name", "body", "problem"),
    [
        ("logo.png", b"<!DOCTYPE html>", "not a picture that browsers show"),
        ("logo.pdf", b"%PDF-1.4", "not a picture that browsers show"),
        ("gone.png", None, "there is no file"),
    ],
)
def test_a_logo_that_is_none(tmp_path: Path, name: str, body: bytes | None, problem: str) -> None:
    """A publisher whose logo cannot be shown is refused before anything is written."""
    if body is not None:
        (tmp_path / name).write_bytes(body)
    stated = f'base_url = "{BASE}"\nauthority = "example.org,2024"\nlogo = "{name}"\n[name]\nen = "Example"\n'
    (tmp_path / "publisher.toml").write_text(stated, encoding="utf-8")
    with pytest.raises(SyndicateError, match=problem) as error:
        build(folder(tmp_path, {}, sleep_en="Text."), Publisher.load(tmp_path / "publisher.toml"), tmp_path / "out")
    assert "logo" == error.value.field


@pytest.mark.parametrize("key", ["draft: true", "publishDate: 2999-01-01", "expiryDate: 2001-01-01"])
def test_files_of_texts_that_are_withheld(tmp_path: Path, key: str) -> None:
    """Nothing of a text that is withheld is published, its picture included."""
    held = f"---\ntitle: T\nupdated: 2024-06-06\n{key}\nimage: {{src: bed.png, alt: A}}\n---\n![A](plan.png)"
    catalog = folder(tmp_path / "in", {"bed.png": png(6, 4), "plan.png": png(6, 5)}, secret_en=held, open_en="Text.")
    assert [] == found(catalog, FindingKind.UNUSED_FILE)
    build(catalog, PUBLISHER, tmp_path / "out")
    assert not (tmp_path / "out" / "assets").exists()


def test_a_picture_that_others_may_not_have(tmp_path: Path) -> None:
    """The publisher's own page shows it; no feed, snippet or list of topics names it."""
    front = "---\ntitle: T\nupdated: 2024-06-06\nimage: {src: bed.png, alt: A bed, syndicate: false}\n---\nText."
    catalog = folder(tmp_path, {"bed.png": png(6, 4)}, sleep_en=front)
    site = Site(catalog, PUBLISHER)
    (path,) = paths(catalog["sleep"])
    naming = [one for one in site.paths() if path.encode() in site.get(one).body]
    own = {"en/topics/sleep/index.html", "sitemap.xml"}
    assert own >= {one for one in naming if not one.startswith("en/topics/sleep/card")}
    assert png(6, 4) == site.get(path).body


def test_the_picture_of_a_topic(tmp_path: Path) -> None:
    """The picture of the front matter has a whole address and its size, wherever it is named."""
    front = "---\ntitle: T\nupdated: 2024-06-06\nimage: bed.png\nimage_alt: A bed\n---\nText."
    catalog = folder(tmp_path, {"bed.png": png(60, 40)}, sleep_en=front)
    image, (path,) = catalog["sleep"].image["en"], paths(catalog["sleep"])
    assert (f"{BASE}{path}", 60, 40, "A bed") == (image.url, image.width, image.height, image.alt)
    site = Site(catalog, PUBLISHER)
    feed = site.get("en/feeds/topics.rss").body.decode()
    assert f'<media:content url="{BASE}{path}" medium="image" type="image/png" width="60" height="40"' in feed
    assert f'<img width="60" height="40" src="{BASE}{path}"' in site.get("en/topics/sleep/snippet.html").body.decode()
    assert f'src="../../../{path}"' in site.get("en/topics/sleep/index.html").body.decode()
    assert f'"url":"{BASE}{path}"' in site.get("en/topics/sleep/index.html").body.decode()
    listed = json.loads(site.get("topics.json").body)["topics"][0]
    assert {"url": f"{BASE}{path}", "alt": "A bed", "width": 60, "height": 40} == listed["image"]["en"]
    assert str(tmp_path) not in site.get("topics.json").body.decode()


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("guide.pdf", "it is not a picture: name a PNG"),
        ("lost.png", "there is no such file"),
        ("cut.jpg", "the file is damaged or cut short"),
        ("../out.png", "it leads out of the folder"),
    ],
)
def test_the_picture_of_a_topic_that_is_none(tmp_path: Path, written: str, message: str) -> None:
    """No page, feed, or card leads to it; the error names the line."""
    front = f"---\ntitle: T\nupdated: 2024-06-06\nimage: {{src: {written}, alt: A bed}}\n---\nText."
    catalog = folder(tmp_path, {"guide.pdf": "%PDF-1.4", "cut.jpg": JPEG[:-2]}, sleep_en=front)
    assert not catalog["sleep"].image
    (finding,) = found(catalog, FindingKind.DEAD_LINK, FindingKind.UNPUBLISHED_FILE, FindingKind.BROKEN_LINK)
    assert message in finding.message()
    assert finding.source.endswith("sleep.en.md:4")


@pytest.mark.parametrize("written", ["bed.png", "/a/bed.png", "'[[bed.png]]'", "'![[Bed.png|A bed]]'"])
def test_the_picture_of_a_note_of_obsidian(tmp_path: Path, written: str) -> None:
    """A property may name it as a link, wherever the file is."""
    front = f"---\ntitle: T\nupdated: 2024-06-06\nimage: {written}\nimage_alt: A bed\n---\nText."
    catalog = folder(tmp_path, {"a/bed.png": png(6, 4)}, a__sleep_en=front)
    assert f"{BASE}{paths(catalog['sleep'])[0]}" == catalog["sleep"].image["en"].url


def test_a_document_is_a_link_where_it_is_written_as_a_picture(tmp_path: Path) -> None:
    """Browsers show none; without words of its own it goes by its name."""
    text = "![The guide](guide.pdf#page=2) ![](my%20guide.pdf) ![x](https://example.com/a.docx?b)"
    catalog = folder(tmp_path, {"guide.pdf": "%PDF-1.4", "my guide.pdf": "%PDF-1.5"}, sleep_en=text)
    guide, mine = paths(catalog["sleep"])
    assert (
        f'<p> <a href="{BASE}{guide}#page=2">The guide</a> <a href="{BASE}{mine}">my guide.pdf</a>'
        ' <a href="https://example.com/a.docx?b">x</a></p>'
    ) == catalog["sleep"].summary["en"].strip().replace("  ", " ")


def test_the_picture_of_a_group(tmp_path: Path) -> None:
    """A file beside groups.yaml is published with the topics of the group, in all languages; what is not is told."""
    groups = """
rest: {en: Rest, image: {src: pictures/BED.png, alt: {en: A bed, es: Una cama}}}
food: {en: Food, image: {src: pears.png, alt: {en: A pear}}}
work: {en: Work, image: {src: data.csv, alt: {en: A desk}}}
"""
    files = {"groups.yaml": groups, "pictures/bed.png": png(60, 40), "pear.png": png(6, 4), "data.csv": "a,b"}
    front = "---\ntitle: T\nupdated: 2024-06-06\ngroups: [rest, food, work]\n---\nText."
    catalog = folder(tmp_path, files, sleep_en=front)
    image = catalog.groups["rest"].image["es"]
    (path,) = paths(catalog["sleep"])
    assert (f"{BASE}{path}", 60, 40, "Una cama") == (image.url, image.width, image.height, image.alt)
    site = Site(catalog, PUBLISHER)
    assert png(60, 40) == site.get(path).body
    for page in ("en/groups/rest/index.html", "en/index.html"):
        up = "../" * page.count("/")
        assert f'<img src="{up}{path}" alt="A bed" width="60" height="40"' in site.get(page).body.decode()
    told = [one.message() for one in found(catalog, *ABOUT_FILES) if one.kind is not FindingKind.UNUSED_FILE]
    assert ["did you mean pear.png?" in told[0], "it is not a PNG" in told[1]] == [True, True]
    assert all(one.source.rpartition(":")[2] for one in found(catalog, FindingKind.DEAD_LINK))
    assert not catalog.groups["food"].image and not catalog.groups["work"].image


def test_a_catalog_read_back_from_a_tree(tmp_path: Path) -> None:
    """What is published again elsewhere goes on showing the pictures of the first tree, by their whole addresses."""
    text = "![A bed](bed.png)\n\n![Talk](talk.mp3)"
    catalog = folder(tmp_path / "in", {"bed.png": png(60, 40), "talk.mp3": b"ID3x"}, sleep_en=text)
    build(catalog, PUBLISHER, tmp_path / "out")
    again = read(tmp_path / "out" / "topics.json")
    assert catalog["sleep"].summary["en"] == again["sleep"].summary["en"]
    assert catalog["sleep"].players["en"] == again["sleep"].players["en"]
    assert not again["sleep"].assets


def test_documents_to_download(tmp_path: Path) -> None:
    """A link keeps its place in the document; in a list of links, its size is known without anybody stating it."""
    section = "sections: [{title: More, links: [{title: Guide, url: guide.pdf}]}]"
    text = f"---\ntitle: T\nupdated: 2024-06-06\n{section}\n---\n[Page 2](guide.pdf#page=2) <a href='data.csv'>Data</a>"
    catalog = folder(tmp_path, {"guide.pdf": "%PDF-1.4\n", "data.csv": "a,b\n"}, sleep_en=text)
    pdf, csv = paths(catalog["sleep"])
    assert f'href="{BASE}{pdf}#page=2"' in catalog["sleep"].summary["en"]
    assert f'href="{BASE}{csv}"' in catalog["sleep"].summary["en"]
    (link,) = catalog["sleep"].sections["en"][0].links
    assert (f"{BASE}{pdf}", 9) == (link.url["en"], link.sizes["en"])
    assert ("application/pdf", "text/csv") == (media_type(pdf), media_type(csv))


def test_recordings_play_on_the_own_page_alone(tmp_path: Path) -> None:
    """Elsewhere they are links; captions that stand beside a recording are found, those of the text are kept."""
    vtt = "WEBVTT\n"
    files = {"talk.mp3": b"ID3x", "talk.es.vtt": vtt, "clip.mp4": b"\0\0\0\x18ftypmp42", "clip.vtt": vtt}
    files |= {"still.png": png(6, 4), "own.vtt": vtt}
    video = (
        '<video src="clip.mp4" poster="still.png" width="640" title="Naps"><track src="own.vtt" srclang="en"></video>'
    )
    catalog = folder(tmp_path, files, sleep_en=f"![The talk](talk.mp3)\n\n{video}\n")
    talk, clip = catalog["sleep"].players["en"]
    assert (False, True) == (talk.is_video, clip.is_video)
    assert [("es", "captions")] == [(track.language, track.kind) for track in talk.tracks]
    assert [("en", "subtitles")] == [(track.language, track.kind) for track in clip.tracks]
    assert f'<a href="{talk.url}">The talk</a>' in catalog["sleep"].summary["en"]
    site = Site(catalog, PUBLISHER)
    page = site.get("en/topics/sleep/index.html").body.decode()
    assert '<audio controls preload="metadata"><source src="../../../assets/talk.' in page
    assert '<track src="../../../assets/talk-es.' in page
    assert 'width="640" poster="../../../assets/still.' in page
    assert "Naps</a>" in page
    for path in ("en/topics/sleep/snippet.html", "en/topics/sleep/embed.html", "en/feeds/topics.atom"):
        body = site.get(path).body.decode()
        assert "<video" not in body
        assert "clip" in body
    assert [] == [one.message() for one in found(catalog, *ABOUT_FILES) if one.details.get("names") != "clip.vtt"]


def test_recordings_of_elsewhere_load_nothing_before_they_play(tmp_path: Path) -> None:
    """A video of another host plays on the own page, and its host is not asked before a reader wants to see it."""
    html = '<video controls><source src="https://cdn.example.com/a.webm"><source src="https://cdn.example.com/a.mp4"></video>'
    site = Site(folder(tmp_path, {}, sleep_en=html), PUBLISHER)
    page = site.get("en/topics/sleep/index.html").body.decode()
    assert '<video controls preload="none"><source src="https://cdn.example.com/a.webm" type="video/webm">' in page
    assert '<a href="https://cdn.example.com/a.webm">cdn.example.com</a>' in page


@pytest.mark.parametrize("order", ["<", ">"])
def test_photographs_lose_the_place_where_they_were_taken(tmp_path: Path, order: str) -> None:
    """It is blanked in the Exif data and in XMP; who holds the rights stays, and the file is well formed."""
    exif = tiff(order=order)
    xmp = b'XML:com.adobe.xmp\0\0\0\0\0<x exif:GPSLatitude="38,53.4N" dc:creator="Ana"/>'
    body = png(6, 4, (b"eXIf", exif), (b"iTXt", xmp))
    made = without_location(body)
    assert len(body) == len(made)
    assert struct.pack(f"{order}6I", 38, 1, 53, 1, 2345, 100) not in made
    assert b"38,53" not in made
    assert b"Ana P\xe9rez" in made and b'dc:creator="Ana"' in made
    assert made is without_location(made)
    place = 8
    while place < len(made):
        (length,) = struct.unpack_from(">I", made, place)
        data = made[place + 4 : place + 8 + length]
        assert struct.pack(">I", zlib.crc32(data)) == made[place + 8 + length : place + 12 + length]
        place += 12 + length
    catalog = folder(tmp_path, {"bed.png": body}, sleep_en="![A bed](bed.png)")
    assert "the place where it was taken" in found(catalog, FindingKind.CHANGED_FILE)[0].message()
    assert made == Site(catalog, PUBLISHER).get(paths(catalog["sleep"])[0]).body


@given(
    st.binary(max_size=300), st.sampled_from([b"II*\0", b"MM\0*", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe1", b"RIFF"])
)
def test_damaged_pictures_break_nothing(noise: bytes, head: bytes) -> None:
    """Whatever a file holds, it is measured and cleaned, or not."""
    for body in (head + noise, noise + head, b"\0\0\0\x20ftypavif" + noise + b"ispe" + noise):
        measured(body)
        assert len(without_location(body)) <= len(body)


def test_a_picture_that_cannot_be_made_smaller_here(tmp_path: Path) -> None:
    """One with more pixels than are decoded is published whole, once, and an editor is told why."""
    body = png(6, 4).replace(struct.pack(">II", 6, 4), struct.pack(">II", 5000, 5000))
    catalog = folder(tmp_path, {"map.png": body}, sleep_en="![A map](map.png)")
    assert "srcset" not in catalog["sleep"].summary["en"]
    assert paths(catalog["sleep"]) == [path for path in Site(catalog, PUBLISHER).paths() if path.startswith("assets/")]
    (finding,) = found(catalog, FindingKind.HEAVY_PICTURE)
    assert "it has too many pixels; save it smaller" in finding.message()


def test_sizes_of_pictures() -> None:
    """They are read from the heads of files, and turned as the camera says."""
    assert (6, 4, False, False) == measured(JPEG)[1:]  # type: ignore[index]
    assert (60, 40) == measured(png(60, 40))[1:3]  # type: ignore[index]
    assert (40, 60) == measured(png(60, 40, (b"eXIf", tiff(6))))[1:3]  # type: ignore[index]
    assert measured(b"%PDF-1.4") is None


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_sizes_are_those_that_a_decoder_finds(tmp_path: Path, format: str) -> None:
    """For each format, upright and on its side, and with the place gone from what a decoder reads."""
    image = pytest.importorskip("PIL.Image")
    image.init()
    if format == "AVIF" and ".avif" not in image.registered_extensions():
        pytest.skip("this Pillow has no AVIF")
    exif = image.Exif()
    exif[0x0112], exif[0x8298] = 6, "Ana"
    exif.get_ifd(0x8825).update({1: "N", 2: (38.0, 53.0, 23.45)})
    for turned in (False, True):
        stream = io.BytesIO()
        options = {"exif": exif} if turned and format != "GIF" else {}
        image.new("RGB", (300, 200), "teal").save(stream, format, **options)
        size = (200, 300) if options and format != "WEBP" else (300, 200)  # which browsers do not turn
        assert size == measured(stream.getvalue())[1:3], turned  # type: ignore[index]
        if options:
            cleaned = image.open(io.BytesIO(without_location(stream.getvalue())))
            cleaned.load()
            assert {} == {key: value for key, value in cleaned.getexif().get_ifd(0x8825).items() if value}
            assert "Ana" == cleaned.getexif()[0x8298]


def test_smaller_copies(tmp_path: Path) -> None:
    """A wide photograph has copies for small screens; a very wide one is published in its copies alone."""
    image = pytest.importorskip("PIL.Image")
    for name, width in (("wide.jpg", 1000), ("huge.jpg", 3000), ("small.jpg", 400)):
        image.linear_gradient("L").resize((width, width // 2)).save(tmp_path / name, exif=b"Exif\0\0" + tiff())
    text = '![a](wide.jpg) ![b](huge.jpg) ![c](small.jpg) <img src="wide.jpg" alt="" width="300">'
    catalog = folder(tmp_path, {}, sleep_en=text)
    wide, huge, small = paths(catalog["sleep"])
    summary = str(catalog["sleep"].summary["en"])
    copy = wide.replace("wide.", "wide-480w.")
    srcset = f'srcset="{BASE}{copy} 480w, {BASE}{wide} 1000w"'
    assert (
        f'<img width="768" height="384" {srcset} sizes="(max-width: 48rem) 100vw, 48rem" src="{BASE}{wide}"' in summary
    )
    assert f'{srcset} sizes="300px"' in summary
    assert "huge-1440w." in huge and f'src="{BASE}{small}" alt="c"' in summary
    site = Site(catalog, PUBLISHER)
    published = {path for path in site.paths() if path.startswith("assets/")}
    assert 2 + 4 + 1 == len(published)
    for path in published:
        with image.open(io.BytesIO(site.get(path).body)) as made:
            if "w." in path:
                assert path.rpartition("-")[2].startswith(f"{made.width}w.")
                assert not made.getexif()


@pytest.mark.parametrize(
    ("drawing", "removed"),
    [
        ("<script>alert(1)</script><rect/>", "script"),
        ('<rect onclick="alert(1)"/>', "onclick"),
        ('<a href="javascript:alert(1)"><rect/></a>', "href"),
        ('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>', "foreignObject"),
        ('<use href="https://example.com/a.svg#b"/>', "href"),
        ('<image href="https://example.com/pixel.png"/>', "href"),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', "href"),
        ("<style>@import url(https://example.com/a.css);</style>", "style"),
        ('<rect fill="url(https://example.com/a)"/>', "fill"),
        ("<rect style=\"background: url( '//example.com/a' )\"/>", "style"),
        ('<animate attributeName="href" to="javascript:alert(1)"/>', "animate"),
        ('<set attributeName="onclick" to="alert(1)"/>', "set"),
        ('<metadata><script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script></metadata>', "script"),
        ("<?xml-stylesheet href='https://example.com/a.css'?>", "<?xml-stylesheet"),
    ],
)
def test_drawings_that_run_or_load_something(tmp_path: Path, drawing: str, removed: str) -> None:
    """What runs or loads is left out of an SVG file, and said; the rest is drawn."""
    body = SVG.decode().replace("<rect", f"{drawing}<rect", 1).encode()
    found_ = read_vector(body)
    assert found_ is not None
    assert removed in found_.removed
    for word in (b"alert", b"example.com", b"foreignObject"):
        assert word not in found_.body
    assert b'<rect width="40" height="30"/>' in found_.body
    again = read_vector(found_.body)
    assert again is not None and () == again.removed


def test_drawings_that_are_harmless_stay_as_they_are(tmp_path: Path) -> None:
    """Gradients, styles, links and the notes of drawing programs change nothing, byte for byte."""
    drawing = (
        b'<?xml version="1.0"?><!-- Inkscape --><svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://inkscape"'
        b' xmlns:xlink="http://www.w3.org/1999/xlink" width="2in" viewBox="0 0 4 3"><metadata><i:x/></metadata>'
        b"<style>.a{fill:url(#g)}</style><defs><linearGradient id='g'/></defs><use xlink:href='#g'/>"
        b"<a href='https://example.org/'><text>Sleep</text></a></svg>"
    )
    catalog = folder(tmp_path, {"a.svg": drawing}, sleep_en="![A](a.svg)")
    assert [] == found(catalog, *ABOUT_FILES)
    assert drawing == Site(catalog, PUBLISHER).get(paths(catalog["sleep"])[0]).body
    assert 'width="192" height="144"' in catalog["sleep"].summary["en"]


def test_a_picture_that_says_another_format(tmp_path: Path) -> None:
    """Its address says what it is, whatever its file is called."""
    catalog = folder(tmp_path, {"photo.jpg": png(6, 4)}, sleep_en="![A](photo.jpg)")
    assert paths(catalog["sleep"])[0].endswith(".png")


def test_pictures_with_sources(tmp_path: Path) -> None:
    """The addresses of a srcset and of the sources of a picture lead to published files too."""
    html = '<img src="a.png" srcset="a.png 1x, b.png 2x, https://example.com/c.png 3x" alt="A">'
    catalog = folder(tmp_path, {"a.png": png(6, 4), "b.png": png(12, 8)}, sleep_en=html)
    a, b = paths(catalog["sleep"])
    assert f'srcset="{BASE}{a} 1x, {BASE}{b} 2x, https://example.com/c.png 3x"' in catalog["sleep"].summary["en"]


@pytest.mark.parametrize(
    ("frame", "link"),
    [
        (
            '<iframe src="https://www.youtube.com/embed/abc" title="Naps"></iframe>',
            "https://www.youtube.com/watch?v=abc",
        ),
        ('<iframe src="https://player.vimeo.com/video/12" title="Naps"></iframe>', "https://vimeo.com/12"),
        ('<iframe src="https://maps.example.com/?q=a" title="Naps"></iframe>', "https://maps.example.com/?q=a"),
        ('<iframe src="guide.pdf" title="Naps"></iframe>', f"{BASE}assets/guide."),
        ('<iframe src="talk.mp3" title="Naps"></iframe>', f"{BASE}assets/talk."),
        ('<embed src="guide.pdf" title="Naps">', f"{BASE}assets/guide."),
        ('<object data="guide.pdf">Naps</object>', f"{BASE}assets/guide."),
    ],
)
def test_frames_become_links(tmp_path: Path, frame: str, link: str) -> None:
    """A frame of any host becomes a link with its title, and the page itself asks nobody else."""
    catalog = folder(tmp_path, {"guide.pdf": "%PDF-1.4", "talk.mp3": b"ID3x"}, sleep_en=f"Text.\n\n{frame}\n")
    assert f'<a href="{link}' in catalog["sleep"].summary["en"]
    assert ">Naps</a>" in catalog["sleep"].summary["en"]
    assert found(catalog, FindingKind.CLEANED)


def test_a_frame_without_a_title_is_called_as_its_file(tmp_path: Path) -> None:
    """The host is the publisher's own, and says nothing."""
    catalog = folder(tmp_path, {"the guide.pdf": "%PDF-1.4"}, sleep_en='<embed src="the%20guide.pdf">')
    assert ">the-guide.pdf</a>" in catalog["sleep"].summary["en"]


def test_what_servers_say_of_files() -> None:
    """They are kept forever, since another file has another address, and run nothing when they are visited."""
    path = ASSET.at(None, "bed", "0123456789abcdef", "svg")
    sent = headers(path)
    assert "immutable" in sent["Cache-Control"]
    assert "script-src 'none'" == sent["Content-Security-Policy"]
    assert "*" == sent["Access-Control-Allow-Origin"]
    place = artifact_at(path)
    assert place is not None and "image/svg+xml" == place.media_type
    assert _order(path) < _order("en/topics/sleep/index.html")


def test_any_executor_writes_the_same_files(tmp_path: Path) -> None:
    """With one process, several, or an executor, the tree is the same."""
    from concurrent.futures import ThreadPoolExecutor

    files = {f"p{number}.png": png(50, number + 1) for number in range(4)}
    texts = {f"t{number}_en": f"![A](p{number}.png)" for number in range(4)}
    catalog = folder(tmp_path / "in", files, **texts)
    build(catalog, PUBLISHER, tmp_path / "one")
    build(catalog, PUBLISHER, tmp_path / "two", jobs=2)
    with ThreadPoolExecutor(2) as pool:
        build(catalog, PUBLISHER, tmp_path / "three", executor=pool)
    trees = [
        {path.name: path.read_bytes() for path in (tmp_path / name / "assets").iterdir()}
        for name in ("one", "two", "three")
    ]
    assert trees[0] == trees[1] == trees[2]
    assert 4 == len(trees[0])


def test_a_large_file_is_served_in_pieces(tmp_path: Path) -> None:
    """Players ask for parts of a recording; a file that is not of the tree is not served, however it is linked."""
    pytest.importorskip("starlette", reason="needs the extra `service`")
    from asgi import Client

    from syndicate.service import app

    body = b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 20_000
    catalog = folder(tmp_path / "in", {"clip.mp4": body}, sleep_en="![Naps](clip.mp4)")
    build(catalog, PUBLISHER, tmp_path / "out")
    (path,) = paths(catalog["sleep"])
    (tmp_path / "secret.mp4").write_bytes(body)
    (tmp_path / "out" / "assets" / "out.0123456789abcdef.mp4").symlink_to(tmp_path / "secret.mp4")
    with Client(app(tmp_path / "out")) as client:
        whole = client.get(f"/{path}")
        assert (200, body, "video/mp4") == (whole.status, whole.body, whole.headers["content-type"])
        part = client.get(f"/{path}", range="bytes=100-199")
        assert (206, body[100:200]) == (part.status, part.body)
        assert "immutable" in part.headers["cache-control"]
        assert 404 == client.get("/assets/out.0123456789abcdef.mp4").status


def test_a_file_that_changes_during_a_build(tmp_path: Path) -> None:
    """It is left out and reported, rather than published under the address of another."""
    catalog = folder(tmp_path / "in", {"bed.png": png(6, 4)}, sleep_en="![A](bed.png)")
    (tmp_path / "in" / "bed.png").write_bytes(png(6, 5))
    report = build(catalog, PUBLISHER, tmp_path / "out")
    assert "has changed while the site was built" in report.failures[0].message()


def test_a_dead_file_is_found_in_the_tree(tmp_path: Path) -> None:
    """Somebody who removes a picture from a tree is told which pages miss it."""
    catalog = folder(tmp_path / "in", {"bed.png": png(6, 4)}, sleep_en="![A](bed.png)")
    build(catalog, PUBLISHER, tmp_path / "out")
    (tmp_path / "out" / paths(catalog["sleep"])[0]).unlink()
    rules = {problem.rule for problem in validate(tmp_path / "out").problems}
    assert {"tree-missing-file", "page-link-missing"} <= rules


def test_files_of_a_page_elsewhere(tmp_path: Path) -> None:
    """A file that is there is published, though the page of the text is elsewhere; others are left to that page."""
    front = "---\ntitle: Sleep\nupdated: 2024-06-06\nurl: https://example.com/en/sleep/\n---\n"
    catalog = folder(tmp_path, {"bed.png": png(6, 4)}, sleep_en=f"{front}![A](bed.png) ![B](lost.png)")
    assert f'src="{BASE}{paths(catalog["sleep"])[0]}"' in catalog["sleep"].summary["en"]
    assert 'src="https://example.com/en/sleep/lost.png"' in catalog["sleep"].summary["en"]


def test_files_beside_a_page(tmp_path: Path) -> None:
    """A page that says no address of its own has its files published with it; one that does has them there."""
    page = (
        '<html lang="en"><body><div class="syndicate"><h1>Sleep</h1><p>Rest.<img src="bed.png" alt="A bed">'
        '<img srcset="bed.png 2x" alt="B"><a href="guide.pdf#page=2">Guide</a> <a href="other.html">Other</a>'
        '<img src="../secret.png" alt="C"><img src="/mark.svg" alt="M">'
        '<video src="clip.mp4" title="Naps"></video></div></body></html>'
    )
    (tmp_path / "secret.png").write_bytes(png(6, 4))
    root = tmp_path / "in"
    root.mkdir()
    for name, body in {"bed.png": png(60, 40), "guide.pdf": b"%PDF-1.4", "clip.mp4": b"\0\0\0\x18ftypmp42"}.items():
        (root / name).write_bytes(body)
    (root / "other.html").write_text("<p>x")
    (root / "clip.es.vtt").write_text("WEBVTT\n")
    (root / "mark.svg").write_bytes(SVG.replace(b"<rect", b"<script/><rect"))
    (root / "sleep.html").write_text(page)
    catalog = read(root / "sleep.html", publisher=PUBLISHER)
    summary = catalog["sleep"].summary["en"]
    by_ending = {path.rpartition(".")[2]: path for path in paths(catalog["sleep"])}
    assert ["mp4", "pdf", "png", "svg", "vtt"] == sorted(by_ending)
    (changed,) = found(catalog, FindingKind.CHANGED_FILE)
    assert "/mark.svg is published without script" in changed.message()
    assert f'<img width="60" height="40" src="{BASE}{by_ending["png"]}"' in summary
    assert f'srcset="{BASE}{by_ending["png"]} 2x"' in summary
    assert f'href="{BASE}{by_ending["pdf"]}#page=2"' in summary
    assert "secret" not in summary
    (player,) = catalog["sleep"].players["en"]
    assert ["es"] == [track.language for track in player.tracks]
    assert "<video" in Site(catalog, PUBLISHER).get("en/topics/sleep/index.html").body.decode()
    own = '<head><link rel="canonical" href="https://example.com/sleep.html"></head><body>'
    (root / "sleep.html").write_text(page.replace("<body>", own))
    there = read(root / "sleep.html", publisher=PUBLISHER)["sleep"]
    assert not there.assets
    assert 'src="https://example.com/bed.png"' in there.summary["en"]
    assert "https://example.com/clip.mp4" == there.players["en"][0].url


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """It is an error that says so."""
    (tmp_path / "bed.png").write_bytes(png(6, 4))
    (tmp_path / "bed.png").chmod(0)
    assert "unreadable-file" == read_asset(tmp_path / "bed.png").reason
