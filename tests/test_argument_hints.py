"""Wrong arguments that are easy to give: the error names the argument, and says how to get there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from samples import PUBLISHER, catalog, small, topic

import syndicate
from syndicate.cards import appearances
from syndicate.errors import InvalidValueError, SourceError, SyndicateError
from syndicate.feeds import Feeds, Lazy
from syndicate.markup import Policy
from syndicate.model import Catalog, Code, Correction, Group, Link, Section, SourceMetadata, Subject, Topic, Twin
from syndicate.model.asset import Asset, Player
from syndicate.snippets.nodes import nodes
from syndicate.translations import Desk


def _of_a_catalog() -> Topic:
    return catalog(topic(groups=("home",)), small(1))["tea"]


def test_catalog_takes_the_groups_of_its_topics() -> None:
    """As the hint for `feed([topic], ...)` has it; those that are given go before."""
    found = _of_a_catalog()
    made = Catalog(iter([found, small(2)]))
    assert found.catalog_groups == made.groups
    assert b"<rss" in syndicate.feed(made, PUBLISHER, "es").rss()
    assert list(made.groups) == list(Catalog(made.values()).groups)
    with pytest.raises(InvalidValueError, match=r"there is no group 'home' .*: give it in `groups`"):
        Catalog([found], groups=[])
    with pytest.raises(InvalidValueError, match=r"there is no group 'home' .*: give it in `groups`"):
        Catalog([topic(groups=("home",))])


def test_catalog_of_topics_with_different_groups_is_refused() -> None:
    """Of one id: which of them is right, only the caller knows."""
    found, other = _of_a_catalog(), small(2, groups=("home",))
    changed = attrs.evolve(found.catalog_groups["home"], slug="other")
    other = Catalog([other], groups=[changed])[other.slug]
    with pytest.raises(InvalidValueError, match=r"different groups 'home' .*: give `groups`, to say which are right"):
        Catalog([found, other])
    assert "other" == Catalog([found, other], groups=[changed]).groups["home"].slug


@pytest.mark.parametrize("text", ["<rss/>", "\ufeff <?xml version='1.0'?>", '{"version": 1}', "a\nb" * 9000])
def test_text_of_a_document_is_no_path(text: str) -> None:
    """The error says what is expected, and does not repeat the document."""
    with pytest.raises(InvalidValueError) as raised:
        syndicate.validate(text)
    assert (
        "a path, or the bytes of a document, expected, not its text (field source): `text.encode()` gives its bytes"
        == str(raised.value)
    )


def test_long_path_is_shortened() -> None:
    """The beginning and the end of it are shown."""
    with pytest.raises(SourceError) as raised:
        syndicate.validate("begin" + "x" * 44_000 + "end")
    assert str(raised.value).startswith("beginx")
    assert "…" in str(raised.value)
    assert "xend: " in str(raised.value)
    assert len(str(raised.value)) < 500


TEA = topic()
CATALOG = catalog(TEA)
OPTIONS = "heading_level, translations, also_called, image, summary, sections, dates"
IDENTIFIER = "use an identifier such as 'en', 'es' or 'es-US'"

WRONG: dict[str, tuple[Callable[[], Any], str]] = {
    "link": (
        lambda: Link(url=3, title={"en": "a"}),  # type: ignore[arg-type]
        'a value per locale expected, not int (field url): write {"en": ...}',
    ),
    "group": (
        lambda: Group(id="a", slug="a", name="c"),  # type: ignore[arg-type]
        'a value per locale expected, not str (field name): write {"en": ...}',
    ),
    "correction": (
        lambda: Correction(date=3, note="a"),  # type: ignore[arg-type]
        "a date expected, not int (field date)",
    ),
    "twin": (lambda: Twin(locale=3), f"a locale expected, not int (field locale): {IDENTIFIER}"),  # type: ignore[arg-type]
    "code": (
        lambda: Code(scheme="a", code="b", locale=3),  # type: ignore[arg-type]
        f"a locale expected, not int (field locale): {IDENTIFIER}",
    ),
    "subject": (
        lambda: Subject(scheme="a", code="b", locale=3),  # type: ignore[arg-type]
        f"a locale expected, not int (field locale): {IDENTIFIER}",
    ),
    "snapshot": (
        lambda: SourceMetadata(snapshot="2024"),  # type: ignore[arg-type]
        "a date expected, not '2024' (field snapshot): `datetime.date.fromisoformat(text)` makes one of a text",
    ),
    "section": (
        lambda: Section(title="a", links="b"),  # type: ignore[arg-type]
        "a list expected, not 'b' (field links): write [...]",
    ),
    "links": (
        lambda: Section(title="a", links=[3]),  # type: ignore[list-item]
        "a Link expected, not int (field links)",
    ),
    "player": (
        lambda: Player(url="https://a.example/b", sources=3),  # type: ignore[arg-type]
        "a list expected, not int (field sources): write [...]",
    ),
    "asset": (
        lambda: Asset(file=Path("a"), name="a", ending="", digest="", size=1, widths=3),  # type: ignore[arg-type]
        "a list expected, not int (field widths): write [...]",
    ),
    "title": (
        lambda: Topic(slug="a", ids={"en": "1"}, title={"en": 3}),  # type: ignore[dict-item]
        "a text expected, not int (topic 'a', field title, locale en)",
    ),
    "desk": (lambda: Desk(3), "a path expected, not int (field sources)"),  # type: ignore[arg-type]
    "desk of a list": (
        lambda: Desk([Path("a")]),  # type: ignore[arg-type]
        "a path expected, not list (field sources): give each path as an argument of its own: `Desk(*paths)`",
    ),
    "publisher of a desk": (
        lambda: Desk("a", publisher=3),  # type: ignore[arg-type]
        "a Publisher expected, not int (field publisher)",
    ),
    "memory of a desk": (
        lambda: Desk("a", memory=3),  # type: ignore[arg-type]
        "a path expected, not int (field memory)",
    ),
    "nodes": (lambda: nodes(3), "a text expected, not int (field markup)"),  # type: ignore[arg-type]
    "tags": (
        lambda: appearances(3, None, "a"),  # type: ignore[arg-type]
        "a mapping expected, not int (field tags)",
    ),
    "picture": (
        lambda: appearances({}, 3, "a"),  # type: ignore[arg-type]
        "a Picture expected, not int (field picture)",
    ),
    "things": (lambda: Lazy(3, 4), "a list expected, not int (field things)"),  # type: ignore[arg-type]
    "make": (lambda: Lazy([], 4), "a function expected, not int (field make)"),  # type: ignore[arg-type]
    "tags of a policy": (
        lambda: Policy(tags="ab"),
        "a list expected, not 'ab' (field tags): put a single one into a list",
    ),
    "hosts": (
        lambda: Policy(link_hosts="a.org"),
        "a list expected, not 'a.org' (field link_hosts): put a single one into a list",
    ),
    "schemes": (
        lambda: Policy(url_schemes="https"),
        "a list expected, not 'https' (field url_schemes): put a single one into a list",
    ),
    "attributes": (
        lambda: Policy(attributes={"a": "href"}),
        "a list expected, not 'href' (field attributes): put a single one into a list",
    ),
    "near option": (
        lambda: syndicate.snippet(TEA, PUBLISHER, "es", heding=2),  # type: ignore[call-arg]
        f"there is no option 'heding': did you mean heading_level? The options are {OPTIONS}",
    ),
    "option": (
        lambda: syndicate.bilingual(TEA, PUBLISHER, xyz=2),  # type: ignore[call-arg]
        f"there is no option 'xyz': the options are {OPTIONS}",
    ),
    "topic of a feed": (
        lambda: Feeds(CATALOG, PUBLISHER, ["es"]).topic("tea"),  # type: ignore[arg-type]
        "a Topic expected, not 'tea' (field topic): `catalog[slug]` is the topic of a slug",
    ),
    "topics of a feed": (
        lambda: Feeds(CATALOG, PUBLISHER, ["es"]).selection(["tea"]),  # type: ignore[list-item]
        "a Topic expected, not 'tea' (field topic): `catalog[slug]` is the topic of a slug",
    ),
    "catalog": (
        lambda: syndicate.pair(CATALOG),  # type: ignore[arg-type]
        "a catalog is paired already (field items): use it as it is, or give its records",
    ),
    "list for a slug": (lambda: CATALOG[["tea"]], "a slug expected, not list"),  # type: ignore[index]
}


@pytest.mark.parametrize("name", WRONG)
def test_error_names_the_argument(name: str) -> None:
    """And says how to get there, where that is not plain."""
    call, message = WRONG[name]
    with pytest.raises(SyndicateError) as raised:
        call()
    assert message == str(raised.value)


@pytest.mark.parametrize("name", ["only", "topics"])
def test_desk_takes_no_text_letter_by_letter(name: str, example: Path) -> None:
    """A state, and a slug, are each one text of a list."""
    arguments: Any = {name: "missing"}
    with pytest.raises(InvalidValueError) as raised:
        Desk(example).export("es", **arguments)
    assert f"a list expected, not 'missing' (field {name}): write `{name}=['missing']`" == str(raised.value)
