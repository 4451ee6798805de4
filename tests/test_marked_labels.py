"""Labels in another language than their page: each is marked with its own, in pages, snippets and citations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from babel.messages.pofile import read_po
from markupsafe import Markup
from samples import KETTLE, PUBLISHER, attribute, catalog, day, files, parsed, topic
from selectolax.lexbor import LexborNode

from syndicate.cards import card
from syndicate.locales import labels
from syndicate.locales.identifiers import same_language
from syndicate.model import Catalog, Group, Section, Topic
from syndicate.publishing import build
from syndicate.snippets import snippet

PUBLISHERS = {
    "its own name": attrs.evolve(PUBLISHER, name={"en": "River Valley Clinic", "ar": "عيادة الوادي"}),
    "no name": PUBLISHER,
}
ENGLISH = Path(__file__).parent.parent / "locales" / "en" / "LC_MESSAGES" / "syndicate.po"
LABELS = {
    str(message.id)
    for message in read_po(ENGLISH.read_text(encoding="utf-8").splitlines(keepends=True))
    if message.id and isinstance(message.id, str) and "{" not in message.id and not message.context
}
ARABIC = re.compile("[\u0600-\u06ff]")


def _tea(**changes: object) -> Topic:
    values: dict[str, object] = {
        "ids": {"en": "1", "ar": "2"},
        "title": {"en": "Tea", "ar": "الشاي"},
        "description": {"en": "A cup.", "ar": "كوب."},
        "summary": {"en": Markup("<p>Drink.</p>"), "ar": Markup("<p>اشرب.</p>")},
        "also_called": {"ar": ("شاي",)},
        "updated": {"en": day("2024-03-01"), "ar": day("2024-02-01")},
        "reviewed": {"ar": day("2024-02-03")},
        "created": {},
        "sections": {"ar": (Section(title="ابدأ هنا", links=[KETTLE]),)},
    }
    return topic("tea", **{**values, **changes})


@pytest.fixture(params=PUBLISHERS)
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, bytes]:
    """A published tree in English and Arabic, of which there are no labels."""
    group = Group(id="home", slug="home", name={"en": "At home", "ar": "في البيت"})
    made = Catalog([_tea(), *catalog(_tea_alone()).values()], groups=[group])
    build(made, PUBLISHERS[request.param], tmp_path / "out", only=["pages", "snippets", "embeds"])
    return files(tmp_path / "out")


def _tea_alone() -> Topic:
    return attrs.evolve(_tea(), slug="mate", ids={"en": "3"}, title={"en": "Mate"}, updated={"en": day("2024-03-01")})


def _said(node: LexborNode, name: str) -> str:
    """An attribute as it is inherited."""
    current: LexborNode | None = node
    while current is not None and current.tag != "-undef":
        if current.attributes and name in current.attributes:
            return attribute(current, name)
        current = current.parent
    return ""


def _texts(html: bytes) -> Iterator[tuple[str, LexborNode]]:
    """The texts of a page with the elements they stand in; what programs read is left out."""
    for node in parsed(html.decode()).root.traverse(include_text=True):
        if node.tag == "-text" and node.text().strip() and node.parent.tag not in ("script", "style", "code", "title"):
            yield node.text().strip(), node.parent


def test_every_text_says_its_language(tree: dict[str, bytes]) -> None:
    """Around an Arabic text, English labels are in English from left to right, and all that is Arabic is Arabic."""
    seen = set()
    for path, body in tree.items():
        if not path.startswith("ar/") or not path.endswith(".html"):
            continue
        for text, element in _texts(body):
            if text.rstrip(":") in LABELS:
                seen.add(text)
                assert ("en", "ltr") == (_said(element, "lang"), _said(element, "dir")), (path, text)
            elif ARABIC.search(text):
                assert ("ar", "rtl") == (_said(element, "lang"), _said(element, "dir")), (path, text)
            elif text == "River Valley Clinic":
                assert "en" == _said(element, "lang"), path
    assert {"All topics", "Source", "Also called", "Share by email", "Get updates", "How", "Embed this topic"} <= seen


def test_every_name_of_an_element_says_its_language(tree: dict[str, bytes]) -> None:
    """The name of a region is in the language that the element declares; its content goes back to the page's."""
    found = 0
    for path, body in tree.items():
        if path.startswith("ar/") and path.endswith(".html"):
            for node in parsed(body.decode()).css("[aria-label]"):
                found += 1
                assert "en" == attribute(node, "lang"), (path, node.html)
    assert found


def test_heads_say_the_language_of_their_texts(tree: dict[str, bytes]) -> None:
    """The titles of feeds in another language, and of the publisher, carry a lang in the head."""
    page = parsed(tree["ar/topics/tea/index.html"].decode())
    titles = {
        (attribute(node, "title"), attribute(node, "lang")) for node in page.css("link[type='application/rss+xml']")
    }
    index = parsed(tree["ar/index.html"].decode())

    assert {("الشاي", ""), ("Tea", "en")} == titles
    assert "en" == attribute(index.css_first("title"), "lang")


def test_titles_of_tools_say_the_language_of_their_labels(tmp_path: Path) -> None:
    """A title has one language: where a label is around a name, that of the label; where it is the page's, none."""
    build(Catalog([_tea(groups=())]), PUBLISHERS["its own name"], tmp_path / "out", only=["cards", "embeds"])
    titles = {
        path: (attribute(node, "lang"), node.text())
        for path, body in files(tmp_path / "out").items()
        if path.endswith(("embed/index.html", "card/index.html")) and (node := parsed(body.decode()).css_first("title"))
    }
    assert {
        "ar/embed/index.html": ("en", "Put topics on your page | عيادة الوادي"),
        "en/embed/index.html": ("", "Put topics on your page | River Valley Clinic"),
        "ar/topics/tea/embed/index.html": ("en", "Embed this topic: الشاي | عيادة الوادي"),
        "ar/topics/tea/card/index.html": ("en", "Shared: الشاي | عيادة الوادي"),
        "en/topics/tea/embed/index.html": ("", "Embed this topic: Tea | River Valley Clinic"),
        "en/topics/tea/card/index.html": ("", "Shared: Tea | River Valley Clinic"),
    } == titles


def test_pages_with_labels_of_their_own_mark_nothing(tmp_path: Path) -> None:
    """In English and Spanish no label is in an element of its own."""
    build(catalog(topic()), PUBLISHER, tmp_path / "out", only=["pages"])
    for path, body in files(tmp_path / "out").items():
        if path.endswith(".html"):
            assert b"<span lang" not in body, path


def test_a_snippet_is_in_the_language_of_its_text_where_there_are_no_labels() -> None:
    """A reader of Arabic has an Arabic article with English labels, whose dates are written in Arabic."""
    article = parsed(snippet(_tea(), PUBLISHER, "ar").html).css_first("article")
    label = article.css_first(".syndicate-footer p > span")

    assert ("ar", "rtl") == (attribute(article, "lang"), attribute(article, "dir"))
    assert ("en", "ltr") == (attribute(label, "lang"), attribute(label, "dir"))
    assert "Last updated 1 فبراير 2024" == label.text()
    assert "ar" == attribute(label.css_first("span span"), "lang")


def test_a_snippet_in_a_language_that_has_labels_is_as_it_was() -> None:
    """A Spanish reader of an English text has Spanish labels in a Spanish article."""
    article = parsed(snippet(_tea(), PUBLISHER, "es").html).css_first("article")

    assert "es" == attribute(article, "lang")
    assert not article.css("[lang=es] [lang=es]")


def test_a_citation_marks_words_in_another_language() -> None:
    """The words of a reference are English, the titles in it are not; as text it is one line."""
    made = card(_tea(), PUBLISHERS["its own name"], "ar").citation()

    assert (
        "عيادة الوادي [Internet]. الشاي; [updated 2024 Feb 1; reviewed 2024 Feb 3]. Available from: "
        "https://clinic.example.org/ar/topics/tea/." == made.text()
    )
    assert '[<span lang="en" dir="ltr">updated 2024 Feb 1</span>; <span' in made.html
    assert "الشاي" not in "".join(node.text() for node in parsed(made.html).css("[lang=en]"))


def test_alternative_texts_hold_no_word_of_another_language() -> None:
    """An attribute cannot say where its language changes, so a picture in Arabic has no English words."""
    alt = card(_tea(), PUBLISHERS["its own name"], "ar").image.alt

    assert "الشاي. كوب. عيادة الوادي (العربية)." == alt


def test_names_of_the_publisher_in_json_ld_say_their_language() -> None:
    """A name in another language than the page has an @language; one in the page's is a plain text."""
    marked = card(_tea(), PUBLISHER, "ar").json_ld().decode()
    plain = card(_tea(), PUBLISHER, "en").json_ld().decode()

    assert '"@language": "en"' in marked
    assert '"@language": "en"' not in plain


@pytest.mark.parametrize(("one", "other", "expected"), [("zh_Hant_TW", "zh", False), ("pt_BR", "pt", True)])
def test_scripts_are_languages_of_their_own(one: str, other: str, *, expected: bool) -> None:
    """A text in simplified script is marked on a page in traditional script."""
    assert expected == same_language(one, other)
    assert same_language(labels("es_MX").locale, "es_MX")
