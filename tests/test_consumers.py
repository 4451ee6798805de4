"""What networks and search engines show of a page, cut, or refuse."""

from __future__ import annotations

import attrs
import pytest
from samples import PUBLISHER, english_only, topic

from syndicate import card
from syndicate.cards import Picture, RemarkKind, appearances
from syndicate.cards.consumers import CONSUMERS, Remark
from syndicate.cards.lint import as_text, overview
from syndicate.model import Topic

URL = "https://clinic.example.org/en/topics/tea/"
TAGS = {
    "title": "Tea | Clinic",
    "description": "A cup a day.",
    "og:title": "Tea",
    "og:description": "One cup a day.",
    "og:image": "https://clinic.example.org/card.png",
    "twitter:card": "summary_large_image",
}
WIDE = Picture(width=1200, height=630, bytes=40_000)


def long_topic() -> Topic:
    """A topic whose texts are longer than anyone shows."""
    words = ("palabra " * 60).strip()
    return topic(title={"en": words, "es": words}, description={"en": words, "es": words})


def remarks(tags: dict[str, str], picture: Picture | None = WIDE) -> dict[str, set[tuple[str, str]]]:
    """The remarks by consumer."""
    return {
        shown.consumer.id: {(remark.field, remark.kind.value) for remark in shown.remarks}
        for shown in appearances(tags, picture, URL)
    }


def test_complete_card_has_no_remarks() -> None:
    """Short texts and a picture of the usual size are shown as they are, by all."""
    assert {consumer.id: set() for consumer in CONSUMERS} == remarks(TAGS)


def test_each_reads_its_own_tags() -> None:
    """X prefers its own, search engines the oldest; what a consumer lacks, it takes from another."""
    shown = {one.consumer.id: one for one in appearances({**TAGS, "twitter:title": "A cup of tea"}, WIDE, URL)}
    assert ("A cup of tea", "One cup a day.") == (shown["x"].title, shown["x"].description)
    assert ("Tea | Clinic", "A cup a day.", "") == (
        shown["google"].title,
        shown["google"].description,
        shown["google"].image,
    )
    assert ("Tea", "clinic.example.org") == (shown["facebook"].title, shown["facebook"].host)
    bare = {one.consumer.id: one.title for one in appearances({"title": "Tea"}, None, URL)}
    assert {"facebook": "Tea", "x": "", "linkedin": "Tea", "google": "Tea", "whatsapp": "Tea"} == bare


def test_long_texts_are_shown_as_they_are_cut() -> None:
    """Each by its own limit, at a word."""
    shown = card(long_topic(), PUBLISHER, "es").appearances()
    for one in shown:
        assert one.consumer.title - 10 < len(one.title) <= one.consumer.title
        assert one.title.endswith("palabra…")
        assert RemarkKind.CUT in {remark.kind for remark in one.remarks if remark.field == "title"}


def test_only_what_is_not_shown_whole_is_cut() -> None:
    """Not a text that ends in an ellipsis of its own; but one of which our own tag has only the first sentence."""
    ellipsis = attrs.evolve(long_topic(), title={"es": "¿Y ahora…?"}, description={"es": "Dormir, soñar…"})
    assert [] == [remark for one in card(ellipsis, PUBLISHER, "es").appearances() for remark in one.remarks]
    first = "Dormir bien ayuda al corazón, a la memoria y al ánimo, y también a las defensas de todo el cuerpo."
    rest = attrs.evolve(ellipsis, description={"es": f"{first} {'Dormir mal cansa mucho ' * 10}."})
    for one in card(rest, PUBLISHER, "es").appearances():
        assert [(RemarkKind.CUT, "description")] == [(remark.kind, remark.field) for remark in one.remarks]


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (Picture(width=100, height=100), {"facebook": "too-small", "whatsapp": "too-small", "x": "too-small"}),
        (Picture(width=400, height=205), {"facebook": "small", "linkedin": "small"}),
        (Picture(width=1200, height=630, bytes=400_000), {"whatsapp": "too-heavy"}),
        (Picture(bytes=6_000_000), {"x": "too-heavy", "linkedin": "too-heavy", "whatsapp": "too-heavy"}),
        (None, {}),
    ],
)
def test_pictures_are_judged_by_size(picture: Picture | None, expected: dict[str, str]) -> None:
    """Too small or too heavy is refused, rather small is shown small, and what is not known is not judged."""
    found = remarks(TAGS, picture)
    for consumer, kind in expected.items():
        assert ("image", kind) in found[consumer]
    if not expected:
        assert {frozenset()} == {frozenset(kinds) for kinds in found.values()}


def test_refused_picture_is_not_shown() -> None:
    """Nor is one whose address means nothing elsewhere."""
    shown = appearances({**TAGS, "og:image": "/card.png"}, WIDE, URL)
    assert [RemarkKind.RELATIVE] == [remark.kind for remark in shown[0].remarks]
    assert ("", False) == (shown[0].image, shown[0].large)


def test_x_needs_to_be_told_to_show_it_large() -> None:
    """Without ``summary_large_image`` the picture stands beside the text."""
    shown = {one.consumer.id: one.large for one in appearances({**TAGS, "twitter:card": "summary"}, WIDE, URL)}
    assert (False, True) == (shown["x"], shown["facebook"])


def test_what_is_missing_is_said() -> None:
    """A topic of which nothing but the title is known."""
    found = {
        shown.consumer.id: {remark.field for remark in shown.remarks}
        for shown in card(english_only("kettle"), PUBLISHER, "en").appearances()
    }
    assert {consumer.id: {"description"} for consumer in CONSUMERS} == found


def test_every_remark_has_a_message_in_both_languages() -> None:
    """Sentences with the consumer's name and the limit, and none in English for a Spanish editor."""
    values = [(RemarkKind.CUT, "title"), (RemarkKind.CUT, "description")]
    values += [(RemarkKind.MISSING, field) for field in ("title", "description", "image")]
    values += [(kind, "image") for kind in RemarkKind if kind.rejects or kind is RemarkKind.SMALL]
    for kind, field in values:
        remark = Remark(consumer=CONSUMERS[0], field=field, kind=kind, limit="600 × 315")
        english, spanish = remark.message("en"), remark.message("es")
        assert "Facebook" in english
        assert "Facebook" in spanish
        assert english != spanish
        assert ("600 × 315" in english) == ("600 × 315" in spanish)


def test_report_on_a_card() -> None:
    """What each shows, then what it leaves out."""
    report = as_text(card(topic(), PUBLISHER, "es"), "es")
    assert report.startswith("tea, español\n  Facebook\n    | Acerca de tea\n    | Una taza al día.\n    | https://")
    assert "    - WhatsApp corta el título" in as_text(card(long_topic(), PUBLISHER, "es"), "es")


def test_overview_of_many_cards() -> None:
    """The most serious first, with a count and examples."""
    cards = [card(found, PUBLISHER, "en") for found in (long_topic(), english_only("kettle"), english_only("pot"))]
    lines = overview(cards).splitlines()
    assert ["Facebook finds no description: 2", "  kettle (en), pot (en)"] == lines[:2]
    assert "X cuts the title after about 70 characters: 1" in lines
    assert "No falta nada.\n" != overview([card(topic(), PUBLISHER, "en")], "es")
    assert 1 == len(overview([card(topic(), PUBLISHER, "en")], "es").splitlines())
