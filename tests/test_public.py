"""The public surface: what the Python reference documents, what rooms export, and nothing beside the two."""

from __future__ import annotations

import importlib
import inspect
import pydoc
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import syndicate
from syndicate.value_type import ValueType

API = Path(__file__).resolve().parent.parent / "docs" / "reference" / "api.md"
ENTRY = re.compile(r"^\.\. (?:autofunction|autoclass|py:data):: ([\w.]+)$", re.MULTILINE)

ROOMS = (
    "cards",
    "contrib.starlette",
    "contrib.topics",
    "embeds",
    "errors",
    "extraction",
    "feeds",
    "history",
    "link_check",
    "locales",
    "markup",
    "model",
    "pairing",
    "publishing",
    "search",
    "service",
    "site",
    "snippets",
    "snippets.nodes",
    "sources",
    "text",
    "translations",
    "validation",
)
"""The rooms that have public names; all others are private."""

IN_0_1 = {
    "syndicate": (
        "Bilingual Card Catalog Changes Diagnostic Extract ExtractOptions Feed Finding Group History Image "
        "Link Localized Policy Problem Publisher Record Reference Section Snippet SnippetOptions Subject "
        "SyndicateError Topic Twin Validation bilingual build card extract feed pair read snippet validate"
    ),
    "syndicate.cards": "Appearance Citation Picture Remark RemarkKind ShareLink appearances",
    "syndicate.cards.image": "CardImage",
    "syndicate.errors": (
        "HistoryError InvalidValueError LocaleError NotFoundError PublishError PublisherError SourceError"
    ),
    "syndicate.feeds": "Alternate Category Enclosure Entry Feeds Media Tombstone opml",
    "syndicate.feeds.archive": "Archive",
    "syndicate.feeds.entries": "Lazy",
    "syndicate.history": "State Text",
    "syndicate.locales": (
        "Labels direction from_name index_letter joined labels language_name long_date negotiate number "
        "packaged parents parse parse_long_date sort_key tag"
    ),
    "syndicate.markup": "Region decode plain_text relevel resolve sanitize",
    "syndicate.model": "CardStyle FindingKind Masthead Resolved Severity",
    "syndicate.publishing": "Report",
    "syndicate.snippets.nodes": "nodes serialize",
    "syndicate.sources": "Source records sources",
    "syndicate.sources.reading": "Item Repairs broken_link broken_topic",
    "syndicate.text": "find_illegal legal one_line slugify truncate",
    "syndicate.validation": "Rule",
}
"""What the Python reference of version 0.1 documented, by the module it was imported from."""


def documented() -> list[str]:
    """The names of the Python reference, each with its package."""
    found = ENTRY.findall(API.read_text(encoding="utf-8"))
    return [name if "." in name else f"syndicate.{name}" for name in found]


def room(name: str) -> ModuleType:
    """A room by its name."""
    return importlib.import_module(f"syndicate.{name}")


def test_every_name_is_documented_once() -> None:
    """Nothing has two entries, and every top-level name has one."""
    names = documented()

    assert sorted(set(names)) == sorted(names)
    assert {f"syndicate.{name}" for name in syndicate.__all__} == {name for name in names if name.count(".") == 1}


@pytest.mark.parametrize("name", documented())
def test_documented_names_are_exported(name: str) -> None:
    """Each is importable from the package it is documented in, which says that it is its own."""
    package, _, last = name.rpartition(".")
    module = importlib.import_module(package)

    assert last in module.__all__
    assert getattr(module, last) is not None
    assert package.removeprefix("syndicate.") in ROOMS or package == "syndicate"


@pytest.mark.parametrize("name", ROOMS)
def test_what_a_room_exports_is_documented(name: str) -> None:
    """Where it is at top level too, it is documented there."""
    names = set(documented())
    for exported in room(name).__all__:
        at_top = getattr(syndicate, exported, None) if exported in syndicate.__all__ else None
        place = "syndicate" if at_top is getattr(room(name), exported) else f"syndicate.{name}"

        assert f"{place}.{exported}" in names


@pytest.mark.parametrize("name", sorted(syndicate.__all__))
def test_top_level_names_are_those_of_rooms(name: str) -> None:
    """Each comes from the room that exports it."""
    assert any(name in room(one).__all__ and getattr(syndicate, name) is getattr(room(one), name) for one in ROOMS)


@pytest.mark.parametrize("module", IN_0_1)
def test_names_of_the_first_version_can_still_be_imported(module: str) -> None:
    """From where its reference had them."""
    found = importlib.import_module(module)

    assert [] == [name for name in IN_0_1[module].split() if not hasattr(found, name)]


VALUES = [name for name in syndicate.__all__ if isinstance(getattr(syndicate, name), ValueType)]


@pytest.mark.parametrize("before", ["", "dir(syndicate)", "syndicate.__all__"])
def test_help_of_the_package_is_an_overview(before: str) -> None:
    """It names all that is public, and leaves the rest to the help of each name; whatever was asked before."""
    code = f"import pydoc, syndicate\n{before}\nprint(pydoc.plain(pydoc.render_doc(syndicate)))"
    page = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert len(page) < 4000
    listed = re.findall(r"\w+", page.partition("PACKAGE CONTENTS")[0])
    assert [] == [name for name in syndicate.__all__ if name not in listed]


def test_star_import_has_all_names() -> None:
    """Names are loaded when they are asked for, so they are stated."""
    names: dict[str, object] = {}
    exec("from syndicate import *", names)
    assert set(syndicate.__all__) <= names.keys()


def test_help_of_a_class_is_about_the_class() -> None:
    """Its docstring, methods and properties; not what attrs makes for every class, and nothing private."""
    assert {"Topic", "Publisher", "Record", "Feed", "Snippet", "Card", "Extract", "Artifact"} <= set(VALUES)
    for name in VALUES:
        page = pydoc.plain(pydoc.render_doc(getattr(syndicate, name)))
        assert [] == re.findall(r"generated by attrs|created by attrs|_attrs_|^ \|  _\w*", page, re.MULTILINE), name
        assert "'Any'" not in page.splitlines()[3], name
        assert max(map(len, page.splitlines())) < 250, name


MEMBERS = re.compile(r"^\.\. autoclass:: ([\w.]+)\n   :members: (.+)$", re.MULTILINE)


@pytest.mark.parametrize(("name", "members"), MEMBERS.findall(API.read_text(encoding="utf-8")))
def test_members_that_are_documented_describe_themselves(name: str, members: str) -> None:
    """The reference and the help of a class show their docstrings: of properties that are made once, too."""
    package, _, last = (name if "." in name else f"syndicate.{name}").rpartition(".")
    found = getattr(importlib.import_module(package), last)

    assert [] == [one for one in members.split(", ") if not inspect.getdoc(getattr(found, one))]
    if isinstance(found, ValueType):
        assert set(members.split(", ")) <= set(dir(found))


def test_what_a_value_lists_is_as_it_was() -> None:
    """Its fields are there, for completion in an interactive session; a class of one's own has its own arguments."""
    topic = syndicate.Topic(slug="tea", ids={"en": "1"}, title={"en": "Tea"})

    class Mine(syndicate.Subject):
        def __init__(self, word: str) -> None:
            super().__init__(scheme="MeSH", code=word)

    assert {"slug", "title", "description_of", "__eq__"} <= set(dir(topic))
    assert "slug" in inspect.signature(syndicate.Topic).parameters
    assert "(word: 'str')" == str(inspect.signature(Mine))


CONTRACT = {
    "syndicate": "read pair feed snippet bilingual card extract build validate Site",
    "syndicate.service": "app",
    "syndicate.locales": "number",
    "syndicate.Publisher": "load",
    "syndicate.Feed": "rss atom json feedgen",
    "syndicate.Snippet": "html",
    "syndicate.Card": "html png",
    "syndicate.Extract": "html",
    "syndicate.Catalog": "values",
}


@pytest.mark.parametrize("place", CONTRACT)
def test_the_contract_keeps_its_form(place: str) -> None:
    """What programs of others call is there; methods are methods, and HTML is a property."""
    _, _, name = place.rpartition(".")
    owner = getattr(syndicate, name) if name[0].isupper() else importlib.import_module(place)
    for one in CONTRACT[place].split():
        found = inspect.getattr_static(owner, one) if isinstance(owner, type) else getattr(owner, one)
        assert (one != "html") == (callable(found) or isinstance(found, classmethod)), one


def test_the_contract_keeps_its_values() -> None:
    """An extract has regions, a catalog groups."""
    found = syndicate.extract('<p class="syndicate">a</p>', url="https://example.org/")
    assert ["a"] == [str(region.html) for region in found.regions]
    assert {} == syndicate.Catalog().groups


def test_what_a_prompt_prints_is_short() -> None:
    """What is made of a topic, with all it holds, in one line."""
    publisher = syndicate.Publisher(
        name={"en": "Example"}, base_url="https://example.org/", authority="example.org,2024"
    )
    tea = syndicate.Topic(slug="tea", ids={"en": "1", "es": "2"}, title={"en": "Tea", "es": "Té"})
    catalog = syndicate.Catalog([tea])
    assert repr(tea) == "<Topic tea in en, es>"
    assert repr(syndicate.card(tea, publisher, "es")) == "<Card of tea in es>"
    assert repr(syndicate.card(tea, publisher, "es").image) == "<CardImage of tea in es>"
    assert repr(syndicate.snippet(tea, publisher, "es")) == "<Snippet of tea in es>"
    assert (
        repr(syndicate.bilingual(tea, publisher, ["en", "es"]))
        == "<Bilingual of <Snippet of tea in en>, <Snippet of tea in es>>"
    )
    assert repr(syndicate.topic_list(catalog, publisher, "es")) == "<TopicList newest: 1 of 1 topics in es>"
    assert repr(syndicate.Site(catalog, publisher)) == "<Site of <Catalog of 1 topics in en, es>>"
