"""The catalogs of labels: complete, current, and with the same placeholders; `make check` runs this."""

from __future__ import annotations

import re
import tomllib
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
CATALOGS = sorted((ROOT / "locales").glob("*/LC_MESSAGES/syndicate.po"))
PLACEHOLDER = re.compile(r"\{[^}]*\}")

Key = tuple[str, str]


def key(message: Message) -> Key:
    """What tells a message from others: context and English text."""
    return message.context or "", message.id[0] if isinstance(message.id, tuple) else str(message.id)


def load(path: Path) -> Catalog:
    """A catalog as it stands; a fault in its form is an error."""
    with path.open("rb") as stream:
        return read_po(stream, abort_invalid=True)


def messages(path: Path) -> dict[Key, Message]:
    """The messages of a catalog."""
    return {key(message): message for message in load(path) if message.id}


def forms(text: Any) -> list[str]:
    """A message's texts: one, or one for each plural."""
    return list(text) if isinstance(text, (list, tuple)) else [text]


def texts(compiled: BytesIO) -> dict[Any, str]:
    """The messages of a compiled catalog, as gettext reads them; not its header."""
    compiled.seek(0)
    found: dict[Any, str] = dict(vars(GNUTranslations(compiled))["_catalog"])
    del found[""]
    return found


@pytest.fixture(scope="module")
def extracted() -> dict[Key, set[str]]:
    """What code and templates ask for: each message with its English forms."""
    with (ROOT / "pyproject.toml").open("rb") as stream:
        mappings = tomllib.load(stream)["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    options = {
        mapping["pattern"]: {name: value for name, value in mapping.items() if name not in ("pattern", "method")}
        for mapping in mappings
    }
    found: dict[Key, set[str]] = {}
    rows = extract_from_dir(
        ROOT,
        methods,
        options,
        keywords={**DEFAULT_KEYWORDS, "marked": None, "Message": None},
        directory_filter=in_package,
    )
    for _, _, text, _, context in rows:
        english = forms(text)
        found.setdefault((context or "", english[0]), set()).update(english)
    return found


def in_package(folder: str) -> bool:
    """Whether to look into a folder: the package only, which spares the rest of the project."""
    place = Path(folder)
    package = ROOT / "syndicate"
    return place == package or package in place.parents


def test_there_are_catalogs_for_both_languages() -> None:
    """English and Spanish come with the package."""
    assert ["en", "es"] == [path.parent.parent.name for path in CATALOGS]


def test_extraction_finds_code_templates_and_marked_messages(extracted: dict[Key, set[str]]) -> None:
    """All three kinds of places are looked at."""
    for expected in (
        ("", "Feeds of {publisher}"),
        ("", "Skip to content"),
        ("", "Topics in one language only"),
        ("alphabet", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ):
        assert expected in extracted
    assert {"{count} topic", "{count} topics"} == extracted["", "{count} topic"]


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parent.parent.name)
class TestCatalog:
    """Each catalog by itself."""

    def test_has_just_the_messages_that_are_used(self, path: Path, extracted: dict[Key, set[str]]) -> None:
        """A message that the code asks for is there, and none that it no longer asks for."""
        found = messages(path)
        assert set(extracted) == set(found), (
            "run: pybabel extract -k marked -k Message -o labels.pot syndicate; pybabel update"
        )
        for name, message in found.items():
            assert extracted[name] == set(forms(message.id))

    def test_nothing_is_fuzzy_empty_or_obsolete(self, path: Path) -> None:
        """Every message is translated and reviewed."""
        catalog = load(path)
        assert not catalog.fuzzy
        assert not catalog.obsolete
        for message in catalog:
            if message.id:
                assert not message.fuzzy, message.id
                assert all(text.strip() for text in forms(message.string)), message.id

    def test_is_of_the_language_of_its_folder(self, path: Path) -> None:
        """The header says which language it is, and Babel finds no fault."""
        catalog = load(path)
        assert Locale.parse(path.parent.parent.name) == catalog.locale
        assert [] == [(message.id, [str(error) for error in errors]) for message, errors in catalog.check()]

    def test_placeholders_agree(self, path: Path) -> None:
        """Every form has the placeholders of the English text, so that no value is lost and none fails."""
        for message in messages(path).values():
            expected = set(PLACEHOLDER.findall(" ".join(forms(message.id))))
            for text in forms(message.string):
                assert expected == set(PLACEHOLDER.findall(text)), message.id

    def test_plurals_are_complete(self, path: Path) -> None:
        """A message that counts has a text for every plural of the language."""
        catalog = load(path)
        plural = [message for message in catalog if message.pluralizable]
        assert plural
        for message in plural:
            assert catalog.num_plurals == len(forms(message.string)), message.id

    def test_compiled_catalog_is_current(self, path: Path) -> None:
        """What the package ships has the messages of this file, whatever tool compiled them."""
        compiled = ROOT / "syndicate" / "_locales" / path.relative_to(ROOT / "locales").with_suffix(".mo")
        expected = BytesIO()
        write_mo(expected, load(path))
        assert texts(expected) == texts(BytesIO(compiled.read_bytes())), (
            "the catalogs were changed after the package was installed; run: pip install -e ."
        )

    def test_compiled_catalog_names_no_tool_and_no_day(self, path: Path) -> None:
        """The same messages are the same bytes in every build: versions of tools and dates stay out."""
        compiled = ROOT / "syndicate" / "_locales" / path.relative_to(ROOT / "locales").with_suffix(".mo")
        with compiled.open("rb") as stream:
            header = GNUTranslations(stream).info()
        assert {
            "language",
            "plural-forms",
            "mime-version",
            "content-type",
            "content-transfer-encoding",
        } == header.keys()

    def test_compiled_catalog_has_the_rule_of_plurals_that_is_stated(self, path: Path) -> None:
        """The rule that Babel has for a language changes with its version; the texts were written for this one."""
        compiled = ROOT / "syndicate" / "_locales" / path.relative_to(ROOT / "locales").with_suffix(".mo")
        with compiled.open("rb") as stream:
            rule = GNUTranslations(stream).info()["plural-forms"]
        assert dict(load(path).mime_headers)["Plural-Forms"] == rule


def test_spanish_opens_its_questions_and_exclamations() -> None:
    """Each ? and ! has its opening mark."""
    for message in messages(ROOT / "locales" / "es" / "LC_MESSAGES" / "syndicate.po").values():
        for text in forms(message.string):
            words = re.sub(r'\{[^}]*\}|"[^"]*"', "", text)  # a value may be shown as `{name!r}`
            assert words.count("¿") == words.count("?"), text
            assert words.count("¡") == words.count("!"), text


def test_english_catalog_says_what_the_code_says() -> None:
    """English labels are their own translations, so that both languages take the same way."""
    for message in messages(ROOT / "locales" / "en" / "LC_MESSAGES" / "syndicate.po").values():
        assert forms(message.id) == forms(message.string)


def glossary() -> list[list[str]]:
    """The rows of the glossary: English, Spanish, what it is, and what is not said."""
    page = (ROOT / "docs" / "reference" / "glossary.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]
    return rows[2:]


def test_spanish_says_one_thing_by_one_term() -> None:
    """What the glossary rules out is in no message; code and values do not count."""
    ruled_out = [word for row in glossary() for word in row[3].split(", ") if word]
    assert len(ruled_out) > 15
    forms = "|".join(rf"{re.escape(word)}(?:es|s)?" for word in ruled_out)
    wrong = re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE)
    for message in messages(ROOT / "locales" / "es" / "LC_MESSAGES" / "syndicate.po").values():
        for text in message.string if isinstance(message.string, tuple) else (message.string,):
            prose = re.sub(r"`[^`]*`|\{[^}]*\}|\S*[/:=]\S+|--\w+", " ", text)
            assert wrong.findall(prose) == [], text


def test_terms_of_the_glossary_are_in_use() -> None:
    """None is there that no message has, and each is listed once, in order."""
    spanish = " ".join(
        str(message.string) for message in messages(ROOT / "locales" / "es" / "LC_MESSAGES" / "syndicate.po").values()
    ).lower()
    for row in glossary():
        for term in re.split(r"[,;]\s*(?:\*[^*]*\*\s*)?", row[1]):
            assert term in spanish, term
    names = [row[0].partition(" (")[0] for row in glossary()]
    assert sorted(names, key=str.lower) == names


def test_values_of_messages_have_speaking_names() -> None:
    """A translator knows what stands in a place; `value_2` says nothing."""
    for message in messages(ROOT / "locales" / "es" / "LC_MESSAGES" / "syndicate.po").values():
        english = message.id if isinstance(message.id, str) else message.id[0]
        assert re.findall(r"\{\w+_\d+\b", english) == []
