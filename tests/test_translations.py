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

from syndicate.locales.catalogs import spoken

ROOT = Path(__file__).parent.parent
CATALOGS = sorted((ROOT / "locales").glob("*/LC_MESSAGES/syndicate.po"))
PLACEHOLDER = re.compile(r"\{[^}]*\}")

READERS = ROOT / "syndicate" / "locales" / "labels.pot"
"""The labels for readers and partners: all that a language of the package needs."""

SPOKEN = ("en", "es")
"""The languages of commands, findings, and errors, which have all messages."""

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
        return extraction(tomllib.load(stream)["tool"]["babel"]["mappings"], "marked", "Message")


@pytest.fixture(scope="module")
def for_readers() -> dict[Key, set[str]]:
    """What of it stands in pages, feeds, and all else that is published."""
    with (ROOT / "locales" / "labels.toml").open("rb") as stream:
        return extraction(tomllib.load(stream)["mappings"], "marked")


def extraction(mappings: list[dict[str, Any]], *keywords: str) -> dict[Key, set[str]]:
    """What Babel extracts by a table of files and methods."""
    methods, options = [], {}
    for mapping in mappings:
        patterns = mapping.pop("pattern")
        for pattern in [patterns] if isinstance(patterns, str) else patterns:
            methods.append((pattern, mapping["method"]))
            options[pattern] = {name: value for name, value in mapping.items() if name != "method"}
    found: dict[Key, set[str]] = {}
    rows = extract_from_dir(
        ROOT,
        methods,
        options,
        keywords={**DEFAULT_KEYWORDS, **dict.fromkeys(keywords)},
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


def test_there_are_catalogs_of_five_languages() -> None:
    """They come with the package; commands speak two of them."""
    assert ["en", "es", "fr", "ht", "pt"] == [path.parent.parent.name for path in CATALOGS]
    assert list(SPOKEN) == [str(locale) for locale in spoken()]


def test_labels_for_readers_are_listed(for_readers: dict[Key, set[str]]) -> None:
    """The package says itself which labels a language needs; errors and reports are not among them."""
    found = {key(message): set(forms(message.id)) for message in load(READERS) if message.id}
    assert for_readers == found, "extract the labels, as CONTRIBUTING.md says"
    assert ("", "All topics") in found
    assert not any("--" in text or "syndicate build" in text for _, text in found)
    assert ("", "unknown locale {value!r}") not in found
    assert ("", "Topics in one language only") not in found


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

    def test_has_just_the_messages_that_are_used(
        self, path: Path, extracted: dict[Key, set[str]], for_readers: dict[Key, set[str]]
    ) -> None:
        """A message that the code asks for is there, and none that it no longer asks for."""
        found = messages(path)
        asked = extracted if path.parent.parent.name in SPOKEN else for_readers
        assert set(asked) == set(found), "extract the labels and update the catalogs, as CONTRIBUTING.md says"
        for name, message in found.items():
            assert asked[name] == set(forms(message.id))

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


def test_french_has_its_spaces_and_marks() -> None:
    """A space that does not break stands before : ; ! ? and within « », and apostrophes are curly.

    Imprimerie nationale, Lexique des règles typographiques: a thin one before ; ! ?, a whole one elsewhere.
    """
    for message in messages(ROOT / "locales" / "fr" / "LC_MESSAGES" / "syndicate.po").values():
        for text in forms(message.string):
            words = re.sub(r"\{[^}]*\}|`[^`]*`|\d\S*", "x", text)
            assert re.findall(r"(?<!\u202f)[;!?]|(?<!\u00a0):|«(?!\u00a0)|(?<!\u00a0)»", words) == [], text
            assert re.findall(r"(?<=\w)'(?=\w)|[“”]", words) == [], text


def test_haitian_creole_is_in_the_official_spelling() -> None:
    """The letters of 1979: no c without h, no q or x, no acute accent, and no apostrophe after m, w, l, n."""
    english = r"`[^`]*`|\{[^}]*\}|“Syndicated topics”|[A-Z]{2,}\S*|\w+-\w+|PHP|Python|Drupal|WordPress|Apache"
    english += r"|\b(?:cursor|since|max|offset|sort|flavor|kind|topic|group|true|false|next|slug|nginx|syndicate)\b"
    english += r"|JavaScript|oEmbed|ETag"
    for message in messages(ROOT / "locales" / "ht" / "LC_MESSAGES" / "syndicate.po").values():
        if message.context == "alphabet":
            continue
        for text in forms(message.string):
            words = re.sub(english, " ", text)
            assert re.findall(r"(?i)c(?!h)|[qxáéíóúâêîôûç]|\b[mwln]['’]", words) == [], text


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
