"""Labels that readers and partners see: what a language lacks, and a language that a publisher's files alone add."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from click.testing import CliRunner, Result
from samples import attribute, files, parsed

from syndicate import build, read
from syndicate.cli import cli
from syndicate.locales import labels, packaged
from syndicate.locales.reader_labels import missing_labels, reader_labels, to_translate
from syndicate.model import Finding, FindingKind, Publisher

PUBLISHER = """\
base_url = "https://health.example.org/"
authority = "example.org,2024"
default_locale = "en"
translations = "labels"
[name]
en = "Example Health"
vi = "Sức khỏe Ví dụ"
"""
TEXTS = {
    "en": "---\ntitle: Sleep\nupdated: 2024-05-01\nalso_called: [Rest]\n---\n\nSleep well.\n\n## Why\n\nRest heals.\n",
    "vi": "---\ntitle: Giấc ngủ\nupdated: 2024-05-01\nalso_called: [Nghỉ ngơi]\n---\n\nHãy ngủ đủ giấc mỗi đêm.\n\n"
    "## Tại sao\n\nNghỉ ngơi giúp cơ thể hồi phục.\n",
}


def _in_vietnamese(english: str) -> str:
    """A label as a translator would give it back, here by adding a word; what is in braces stays."""
    return f"Việt {english}"


def _translated(content: bytes, known: tuple[str, ...] = ()) -> bytes:
    """A file of labels with each filled in, or those that are named."""
    from io import BytesIO

    catalog = read_po(BytesIO(content), abort_invalid=True)
    for message in catalog:
        if message.id and (not known or message.id in known):
            if isinstance(message.id, str):
                text = message.id if message.context else _in_vietnamese(message.id)
                message.string = text
            else:
                message.string = (_in_vietnamese(message.id[1]),) * catalog.num_plurals
    stream = BytesIO()
    write_po(stream, catalog)
    return stream.getvalue()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A catalog in English and Vietnamese, of which the package has no labels."""
    folder = tmp_path / "topics"
    folder.mkdir()
    for locale, text in TEXTS.items():
        (folder / f"sleep.{locale}.md").write_text(text, "utf-8")
    (folder / "publisher.toml").write_text(PUBLISHER, "utf-8")
    (folder / "labels").mkdir()
    return folder


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def _own_labels(source: Path) -> Path:
    path = source / "labels" / "vi" / "LC_MESSAGES" / "syndicate.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _missing(source: Path) -> list[Finding]:
    catalog = read(source, publisher=Publisher.load(source / "publisher.toml"))
    return [finding for finding in catalog.findings if finding.kind is FindingKind.MISSING_LABELS]


def _texts(page: bytes) -> Iterator[tuple[str, str]]:
    """The texts of a page with the language each is in, by the nearest ``lang``; what programs read is left out."""
    for node in parsed(page.decode()).root.traverse(include_text=True):
        if node.tag == "-text" and node.text().strip() and node.parent.tag not in ("script", "style", "code"):
            above, language = node.parent, ""
            while above is not None and not language:
                language = attribute(above, "lang") if above.attributes and "lang" in above.attributes else ""
                above = above.parent
            yield " ".join(node.text().split()), language


@pytest.mark.parametrize("locale", packaged(), ids=str)
def test_packaged_languages_lack_nothing(locale: str) -> None:
    """Each is whole for readers, and so are its regional forms."""
    assert {} == missing_labels(labels(locale), locale)


@pytest.mark.parametrize(("regional", "locale"), [("pt_PT", "pt"), ("pt_BR", "pt"), ("fr_CA", "fr"), ("ht_HT", "ht")])
def test_regional_forms_have_the_labels_of_their_language(regional: str, locale: str) -> None:
    """A reader in Lisbon gets those of Portuguese, and nothing in English."""
    assert {} == missing_labels(labels(regional), regional)
    assert locale == labels(regional).gettext("All topics").locale.language


def test_a_language_without_labels_is_reported_with_the_way_out(source: Path) -> None:
    """How many, some of them, and in which language they are shown."""
    (finding,) = _missing(source)
    total = len(reader_labels()) - 1  # the alphabet is CLDR's

    assert (str(total), str(total + 1)) == (finding.details["count"], finding.details["total"])
    said = finding.message()
    assert f"labels that are missing in Vietnamese: {total} of {total + 1}, such as “" in said
    assert "pages and feeds show them in English; `syndicate translate labels --to vi` writes a file" in said
    assert finding.message("es").startswith("rótulos que faltan en vietnamita: ")


def test_each_label_that_is_missing_is_named(source: Path) -> None:
    """Where a publisher has some labels of a language, the others are counted and listed."""
    had = ("All topics", "Search")
    _own_labels(source).write_bytes(_translated(to_translate("vi"), had))
    (finding,) = _missing(source)
    named = finding.details["labels"].split("\n")

    assert str(len(reader_labels()) - 3) == finding.details["count"] == str(len(named))
    assert not set(had) & set(named)
    assert {"Last updated {date}", "{count} topic"} <= set(named)


def test_check_lists_them_for_programs(source: Path) -> None:
    """In JSON, with every English text."""
    report = json.loads(_run("check", source, "--format", "json").stdout)
    found = [one for one in report["findings"] if one["kind"] == "missing-labels"]

    assert ["vi"] == [one["locale"] for one in found]
    assert "All topics" in found[0]["details"]["labels"].split("\n")


def test_a_file_to_translate_has_what_there_is(source: Path) -> None:
    """The publisher's own labels first, then the package's; the same labels are the same bytes."""
    _own_labels(source).write_bytes(_translated(to_translate("vi"), ("Search",)))
    made = _run("translate", "labels", "--to", "vi", "--publisher", source / "publisher.toml").stdout_bytes

    assert b'msgid "Search"\nmsgstr "Vi\xe1\xbb\x87t Search"\n' in made
    assert b'msgid "All topics"\nmsgstr ""\n' in made
    assert b'msgid "All topics"\nmsgstr "Tous les sujets"\n' in to_translate("fr_CA")
    assert to_translate("vi") == to_translate("vi")
    assert b"Date" not in made.split(b"\n\n")[0]


def test_a_file_to_translate_is_written_in_its_place(tmp_path: Path) -> None:
    """With the folders it needs; an unknown language is refused."""
    path = tmp_path / "labels" / "vi" / "LC_MESSAGES" / "syndicate.po"
    assert f"{path}\n" == _run("translate", "labels", "--to", "vi", "--out", path).stdout
    assert to_translate("vi") == path.read_bytes()
    assert "unknown locale" in str(_run("translate", "labels", "--to", "xx").exception)


def test_a_language_is_added_by_files_alone(source: Path, tmp_path: Path) -> None:
    """With a publisher's labels, nothing around a Vietnamese text is English: pages, feeds, embeds, search, toggles."""
    _own_labels(source).write_bytes(_translated(to_translate("vi")))
    publisher = Publisher.load(source / "publisher.toml")
    catalog = read(source, publisher=publisher)
    assert [] == [one for one in catalog.findings if one.locale == "vi"]
    build(catalog, publisher, tmp_path / "out")
    tree = {path: body for path, body in files(tmp_path / "out").items() if path.startswith("vi/")}

    english = {str(one.id) for one in reader_labels() if isinstance(one.id, str) and "{" not in one.id}
    assert {"vi/index.html", "vi/search/index.html", "vi/topics/sleep/index.html", "vi/topics/sleep/card.png"} <= set(
        tree
    )
    for path, body in tree.items():
        if path.endswith(".html"):
            for text, language in _texts(body):
                assert text.rstrip(":") not in english, (path, text)
                assert language != "en" or re.search("English|Sleep|Rest|example.org", text), (path, text)
    page = tree["vi/topics/sleep/index.html"].decode()
    assert re.search(r"<p>Việt Last updated <time[^>]*>1 tháng 5, 2024</time>", page)
    assert "Việt All topics" in page
    assert "Sức khỏe Ví dụ" in tree["vi/feeds/topics.atom"].decode()
    assert 'xml:lang="vi"' in tree["vi/feeds/topics.atom"].decode()
    assert "Việt" in tree["vi/search/index.html"].decode()
