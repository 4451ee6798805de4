"""Which picture each channel has of a topic: networks one that is known to fit, readers the topic's own."""

from __future__ import annotations

import json

import pytest
from samples import PUBLISHER, attribute, catalog, parsed, topic

from syndicate.cards import card
from syndicate.feeds import feed
from syndicate.feeds.entries import Entries
from syndicate.model import Image, Topic
from syndicate.snippets import snippet

OWN = "https://img.example.org/share.jpg"
DRAWN = "https://clinic.example.org/en/topics/tea/card.png"


def sample(own: bool) -> Topic:
    """A topic with a picture of its own, or without."""
    return topic("tea", image={"en": Image(url=OWN, alt="A nurse")} if own else {})


def in_head(made: Topic, cards: bool) -> set[str]:
    """The pictures that the tags for networks name."""
    html = parsed(str(card(made, PUBLISHER, "en", pictures=cards).html))
    found = html.css("meta[property='og:image'], meta[name='twitter:image']")
    return {attribute(node, "content").partition("?")[0] for node in found}


def in_data(made: Topic, cards: bool) -> list[str]:
    """The pictures of the JSON-LD."""
    html = parsed(str(card(made, PUBLISHER, "en", pictures=cards).html))
    graph = json.loads(html.css_first("script[type='application/ld+json']").text())["@graph"]
    return [node["url"].partition("?")[0] for node in graph if node["@type"] == "ImageObject"]


def in_feed(made: Topic, cards: bool) -> set[str]:
    """The pictures of the topic's entry."""
    return {media.url for media in Entries(catalog(made), PUBLISHER, "en", cards=cards).topic(made).media}


@pytest.mark.parametrize(
    ("own", "cards", "head", "entry"),
    [
        (True, True, DRAWN, OWN),
        (True, False, OWN, OWN),
        (False, True, DRAWN, DRAWN),
        (False, False, None, None),
    ],
)
def test_picture_of_each_channel(own: bool, cards: bool, head: str | None, entry: str | None) -> None:
    """The head names the drawn card where there is one; feeds, the topic's own picture; else each has what there is."""
    made = sample(own)
    assert {head} - {None} == in_head(made, cards)
    assert {entry} - {None} == in_feed(made, cards)


def test_data_and_texts_have_the_topics_own_picture() -> None:
    """JSON-LD has all pictures, and the text its own; every format of the feed has the picture of the entry."""
    square = DRAWN.replace("card.png", "card-square.png")
    assert [DRAWN, square, OWN] == in_data(sample(True), True)
    assert [DRAWN, square] == in_data(sample(False), True)
    assert OWN in snippet(sample(True), PUBLISHER, "en").html
    made = feed(catalog(sample(True)), PUBLISHER, "en")
    for format in ("rss", "atom", "json"):
        assert OWN.encode() in made.format(format)
        assert DRAWN.encode() not in made.format(format)
