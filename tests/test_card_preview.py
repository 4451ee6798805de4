"""The page on which an editor sees what networks show of a topic."""

from __future__ import annotations

from pathlib import Path

from samples import attribute, parsed

from syndicate.cards.consumers import CONSUMERS


def page(tree: Path, path: str) -> str:
    """A page of the tree."""
    return (tree / path).read_text("utf-8")


def test_every_network_shows_every_language(example_tree: Path) -> None:
    """Side by side, the page's own language first, each text marked with its own."""
    tree = parsed(page(example_tree, "es/topics/sleep/card/index.html"))
    assert [consumer.name for consumer in CONSUMERS] == [node.text() for node in tree.css("section.shares h2")]
    for section in tree.css("section.shares"):
        assert ["Español", "Inglés"] == [node.text() for node in section.css("h3")]
        assert "Dormir bien" in section.css("p.share-title")[0].text()
        assert "Healthy sleep" in section.css("p.share-title")[1].text()
        assert [None, "en"] == [node.attributes.get("lang") for node in section.css(".share-card")]


def test_pictures_are_those_of_the_tree(example_tree: Path) -> None:
    """With their text alternatives; a search engine shows none."""
    place = example_tree / "es/topics/sleep/card"
    tree = parsed(page(example_tree, "es/topics/sleep/card/index.html"))
    pictures = tree.css("main img")
    assert 2 * (len(CONSUMERS) - 1) == len(pictures)
    for picture in pictures:
        assert (place / attribute(picture, "src")).resolve().is_file()
        assert attribute(picture, "alt").startswith(("Dormir bien. ", "Healthy sleep. "))


def test_remarks_are_in_the_editors_language(example_tree: Path) -> None:
    """On the Spanish page, those on the English card too."""
    tree = parsed(page(example_tree, "es/topics/sleep/card/index.html"))
    remarks = [node.text() for node in tree.css(".share-remarks li")]
    assert "WhatsApp corta la descripción después de unos 80 caracteres" in remarks
    assert not [remark for remark in remarks if " cuts " in remark]


def test_topic_in_one_language(example_tree: Path) -> None:
    """It has one column, and no choice of language."""
    tree = parsed(page(example_tree, "en/topics/farmers-market-vouchers/card/index.html"))
    assert ["English"] == [node.text() for node in tree.css("section.shares")[0].css("h3")]
    assert not tree.css("ul.toggle")


def test_it_is_for_editors(example_tree: Path) -> None:
    """Search engines leave it out, and no page leads to it."""
    tree = parsed(page(example_tree, "es/topics/sleep/card/index.html"))
    robots = tree.css_first('meta[name="robots"]')
    assert robots is not None
    assert "noindex" == attribute(robots, "content")
    assert "card/index.html" not in page(example_tree, "es/topics/sleep/index.html")
    assert "/card/" not in page(example_tree, "sitemap.xml")
