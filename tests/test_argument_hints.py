"""Wrong arguments that are easy to give: the error names the argument, and says how to get there."""

from __future__ import annotations

import attrs
import pytest
from samples import PUBLISHER, catalog, small, topic

import syndicate
from syndicate.errors import InvalidValueError, SourceError
from syndicate.model import Catalog, Topic


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
