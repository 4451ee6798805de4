"""Lists of topics and teasers for pages of others: which topics, in which order, as HTML, data, and in a tree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from samples import PUBLISHER, catalog, day, english_only, files, parsed, topic
from test_snippets import validator

import syndicate
from syndicate import Catalog, History, Image, Publisher, topic_list
from syndicate.errors import InvalidValueError, NotFoundError
from syndicate.publishing import build


def _three() -> Catalog:
    """Topics that were created, and changed, in different orders."""
    dates = {"a": ("2020", "2025"), "b": ("2022", "2023"), "c": ("2021", "2024")}
    return catalog(
        *(
            topic(
                slug,
                created={one: day(f"{created}-01-01") for one in ("en", "es")},
                updated={one: day(f"{updated}-01-01") for one in ("en", "es")},
            )
            for slug, (created, updated) in dates.items()
        ),
        english_only("d"),
    )


def slugs(made: syndicate.TopicList) -> list[str]:
    """The topics of a list, in its order."""
    return [item.topic.slug for item in made.items]


def test_newest_come_first() -> None:
    """By the date of creation, not of the text; as many as are wanted, of those that the language has."""
    assert ["b", "c", "a"] == slugs(topic_list(_three(), PUBLISHER, "es"))
    made = topic_list(_three(), PUBLISHER, "es-MX", limit=2)
    assert (["b", "c"], 3) == (slugs(made), made.total)


def test_changed_without_a_history_goes_by_the_dates_of_texts() -> None:
    """The newest text first."""
    assert ["a", "c", "b"] == slugs(topic_list(_three(), PUBLISHER, "es", changed=True))


def test_changed_with_a_history_goes_by_what_happened(tmp_path: Path) -> None:
    """A text whose own date is old, and which changed now, is the first, and the data says when and what."""
    history = History(tmp_path / "h.history")
    moment = day("2026-01-01")
    first = history.compare(_three(), now=moment, base_url=PUBLISHER.base_url)
    history.remember(first)
    other = attrs.evolve(_three()["b"], title={"en": "B", "es": "Nuevo título"})
    now = catalog(*(other if one.slug == "b" else one for one in _three().values()))
    changes = history.compare(now, now=day("2026-02-01"), base_url=PUBLISHER.base_url)
    made = topic_list(now, PUBLISHER, "es", changed=True, changes=changes)
    assert "b" == slugs(made)[0]
    first_topic = made.to_dict()["topics"][0]
    assert ("changed", "2026-02-01T00:00:00Z") == (first_topic["state"], first_topic["changed"])


def test_group_is_listed_from_a_to_z() -> None:
    """In the order of the language's alphabet, with the group's name as title."""
    made = topic_list(_three(), PUBLISHER, "es", group="home")
    assert (["a", "b", "c"], "En casa") == (slugs(made), str(made.title))


def test_chosen_topics_stay_in_their_order_and_say_their_language() -> None:
    """One that the reader's language lacks is shown in another, and marked."""
    made = topic_list(_three(), PUBLISHER, "es", topics=["d", "a"])
    assert ["d", "a"] == slugs(made)
    items = parsed(made.html).css("li.syndicate-teaser")
    assert [("en", "ltr"), (None, None)] == [(one.attributes.get("lang"), one.attributes.get("dir")) for one in items]
    assert ["en", "es"] == [one["language"] for one in made.to_dict()["topics"]]


def test_teaser_has_title_description_link_and_picture() -> None:
    """Of one topic: no title of a list, the topic's own at the level that is asked for, and its picture's credit."""
    picture = Image(url="https://example.org/tea.jpg", alt="Una taza", credit="Ana", license="https://example.org/cc0")
    tea = topic(image={"es": picture})
    made = topic_list(catalog(tea), PUBLISHER, "es", topics=[tea], heading_level=3)
    tree = parsed(made.html)
    link, image = tree.css_first("h3.syndicate-teaser-title a"), tree.css_first("img")
    assert link
    assert image
    assert ("Acerca de tea", "https://clinic.example.org/es/topics/tea/") == (link.text(), link.attributes["href"])
    assert ("Una taza", "160", "no-referrer") == tuple(image.attributes[n] for n in ("alt", "width", "referrerpolicy"))
    assert "Ana" in made.html
    assert "Una taza al día." in made.html
    assert [{"language": "en", "title": "About tea"}] == [
        {name: one[name] for name in ("language", "title")} for one in made.to_dict()["translations"]
    ]
    assert "https://clinic.example.org/es/topics/tea/teaser.json" == made.list_url


def test_right_to_left_and_left_to_right_stand_together() -> None:
    """An Arabic list of a topic that is in English alone: each part says its language and direction."""
    arabic = topic(
        "milk",
        ids={"ar": "1", "en": "2"},
        title={"ar": "الحليب", "en": "Milk"},
        description={},
        summary={},
        sections={},
        also_called={},
    )
    made = topic_list(catalog(arabic, english_only("tea")), PUBLISHER, "ar", topics=["milk", "tea"])
    tree = parsed(made.html)
    article = tree.css_first("article")
    assert article
    assert ("ar", "rtl") == (article.attributes["lang"], article.attributes["dir"])
    assert "en" == tree.css("li")[1].attributes["lang"]
    both = made.to_dict()["topics"]
    assert [("ar", "rtl"), ("en", "ltr")] == [(one["language"], one["direction"]) for one in both]


LEFT_OUT = {
    "title": "article > .syndicate-title",
    "translations": ".syndicate-translation, p.syndicate-also-in",
    "image": ".syndicate-image",
    "description": ".syndicate-description",
    "dates": ".syndicate-date",
}


@pytest.mark.parametrize("without", [{one for i, one in enumerate(LEFT_OUT) if n >> i & 1} for n in range(32)])
def test_parts_are_left_out_in_every_form(
    without: set[str], example_catalog: Catalog, example_publisher: Publisher
) -> None:
    """The rest is as it was, the titles of topics a level higher without that of the list; the data has all."""
    how: dict[str, Any] = {"topics": ["farmers-market-vouchers"]} if "dates" in without else {"group": "prevention"}
    whole = topic_list(example_catalog, example_publisher, "es", heading_level=3, **how)
    made = topic_list(example_catalog, example_publisher, "es", heading_level=3, without=without, **how)
    expected = parsed(whole.html)
    for part in without:
        for node in expected.css(LEFT_OUT[part]):
            node.decompose()
    shown = parsed(made.html)
    assert expected.css_first("article").text().split() == shown.css_first("article").text().split()
    is_titled = bool(whole.title) and "title" not in without
    assert {"h3": 1 if is_titled else len(made.items), "h4": len(made.items) if is_titled else 0} == {
        name: len(shown.css(name)) for name in ("h3", "h4")
    }
    mail, plain = parsed(made.email().decode()), made.text().decode()
    assert ("image" in without or not whole.html.count("<img")) == (not mail.css("img"))
    for item in made.items:
        assert ("description" in without) == (item.description[:30] not in mail.text())
        assert item.topic.title[item.text_locale] in plain
    assert ("dates" in without) == ("Última actualización" not in plain)
    assert {k: v for k, v in whole.to_dict().items() if k not in ("html", "nodes")} == {
        k: v for k, v in made.to_dict().items() if k not in ("html", "nodes")
    }


def test_what_others_may_not_have_is_in_no_list() -> None:
    """Neither a topic of the publisher's own pages, nor its picture."""
    own = topic("own", syndicate={"en": False, "es": False})
    made = catalog(own, topic("tea"))
    for how in ({}, {"changed": True}, {"group": "home"}):
        assert ["tea"] == slugs(topic_list(made, PUBLISHER, "es", **how))
    with pytest.raises(NotFoundError, match="only on the publisher's own pages"):
        topic_list(made, PUBLISHER, "es", topics=["own"])


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"topics": []}, "needs one"),
        ({"topics": "tea"}, "a list of topics"),
        ({"topics": ["tea"], "group": "home"}, "exclude each other"),
        ({"limit": 0}, "not a number of topics"),
        ({"heading_level": 6}, "not a heading level"),
        ({"without": ["image", "pictures"]}, "has no part 'pictures'.*title, translations, image, description, dates"),
        ({"without": "image"}, "a list of parts"),
    ],
)
def test_wrong_arguments_are_named(how: dict[str, Any], said: str) -> None:
    """What is wrong, and what to write."""
    with pytest.raises(InvalidValueError, match=said):
        topic_list(catalog(topic()), PUBLISHER, "es", **how)


def test_language_without_topics_is_not_found() -> None:
    """It says which there are."""
    with pytest.raises(NotFoundError, match="the catalog has en, es"):
        topic_list(catalog(topic()), PUBLISHER, "fr")


# In a tree


def test_tree_has_each_list_as_data_html_and_frame(example_tree: Path) -> None:
    """Newest, changed and every group, in both languages; every document is as its schema says, and its feeds exist."""
    check = validator("list")
    lists = sorted(example_tree.glob("*/lists/**/list.json"))
    assert {"newest", "changed", "prevention"} <= {path.parent.name for path in lists}
    home = "https://topics.example.org/"
    for path in lists:
        document = json.loads(path.read_bytes())
        check.validate(document)
        assert path.relative_to(example_tree).as_posix() == document["list_url"].removeprefix(home)
        assert (path.parent / "list.html").read_text("utf-8") == document["html"]
        assert document["title"] in (path.parent / "embed.html").read_text("utf-8")
        linked = [*document["feeds"].values(), *(one["list_url"] for one in document["translations"])]
        linked += [one["snippet_url"] for one in document["topics"]]
        for url in linked:
            assert (example_tree / url.removeprefix(home)).is_file(), url
    for path in example_tree.glob("*/topics/*/teaser.json"):
        check.validate(json.loads(path.read_bytes()))


def test_lists_are_a_kind_of_their_own(tmp_path: Path) -> None:
    """`--only lists` writes them and nothing else; without it there are none."""
    build(catalog(topic()), PUBLISHER, tmp_path / "lists", only=["lists"])
    found = [path for path in files(tmp_path / "lists") if not path.startswith((".", "_")) and path != "topics.json"]
    assert all(path.endswith(("list.json", "list.html", "teaser.json")) for path in found)
    assert "es/lists/groups/home/list.json" in found
    build(catalog(topic()), PUBLISHER, tmp_path / "feeds", only=["feeds"])
    assert not [path for path in files(tmp_path / "feeds") if "/lists/" in path]


def test_only_what_changed_is_made_anew(tmp_path: Path) -> None:
    """An unchanged build takes the lists over; another title changes those that show it, in its language."""
    out = tmp_path / "public"
    build(catalog(topic("a"), topic("b")), PUBLISHER, out, only=["lists"])
    before = files(out)
    report = build(catalog(topic("a"), topic("b")), PUBLISHER, out, only=["lists"])
    assert 0 == report.changed
    other = topic("a", title={"en": "About a", "es": "Otro título"})
    build(catalog(other, topic("b")), PUBLISHER, out, only=["lists"])
    changed = {path for path, body in files(out).items() if before.get(path) != body and "/" in path}
    assert {f"es/lists/{name}/list.json" for name in ("newest", "changed", "groups/home")} <= changed
    assert "es/topics/b/teaser.json" not in changed


def test_templates_of_a_publisher_go_before_ours(tmp_path: Path, example_catalog: Catalog) -> None:
    """A publisher's `list.html` changes a block."""
    (tmp_path / "list.html").write_text(
        '{% extends "syndicate/list.html" %}{% block footer %}<p class="syndicate-own">Yes</p>{% endblock %}', "utf-8"
    )
    own = attrs.evolve(PUBLISHER, templates=tmp_path)
    assert '<p class="syndicate-own">Yes</p>' in topic_list(example_catalog, own, "es").html


def test_damaged_lists_are_found(tmp_path: Path) -> None:
    """`validate` names what is missing, and what would run in a partner's page."""
    out = tmp_path / "public"
    build(catalog(topic()), PUBLISHER, out)
    path = out / "es/lists/newest/list.json"
    document = json.loads(path.read_bytes())
    del document["topics"]
    document["nodes"] = [["article", {"onclick": "a()"}]]
    path.write_text(json.dumps(document), "utf-8")
    (out / "es/lists/changed/list.html").write_text("<article><script>a()</script></article>", "utf-8")
    found = {(one.path, one.rule) for one in syndicate.validate(out).problems}
    assert ("es/lists/newest/list.json", "tree-data") in found
    assert ("es/lists/newest/list.json", "unsafe-content") in found
    assert ("es/lists/changed/list.html", "unsafe-content") in found


def test_publisher_is_credited(example_catalog: Catalog, example_publisher: Publisher) -> None:
    """In the list, and in every form of it."""
    made = topic_list(example_catalog, example_publisher, "es", limit=3)
    for text in (made.html, made.email().decode(), made.text().decode()):
        assert "Cortesía de Salud Ejemplo" in text
