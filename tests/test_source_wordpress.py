"""WordPress as a source: the answers of its REST API, and its exports, with the pairs of Polylang and WPML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from syndicate import sources
from syndicate.errors import SourceError
from syndicate.model import Catalog, FindingKind


def post(number: int, title: str, slug: str, **more: Any) -> dict[str, Any]:
    """A post as the REST API gives it."""
    return {
        "id": number,
        "date": "2024-06-06T06:00:00",
        "date_gmt": "2024-06-06T10:00:00",
        "guid": {"rendered": f"https://example.org/?p={number}"},
        "modified": "2024-06-07T06:00:00",
        "modified_gmt": "2024-06-07T10:00:00",
        "slug": slug,
        "status": "publish",
        "type": "post",
        "link": f"https://example.org/{slug}/",
        "title": {"rendered": title},
        "content": {"rendered": f"<p>About <em>{slug}</em>.</p>", "protected": False},
        "excerpt": {"rendered": "<p>In short.</p>", "protected": False},
        "categories": [3],
        "tags": [],
        "meta": {"footnotes": ""},
        **more,
    }


def terms(name: str, slug: str) -> dict[str, Any]:
    """What `_embed` adds."""
    picture = {"source_url": "https://example.org/a.jpg", "alt_text": "A bed", "caption": {"rendered": ""}}
    term = {"id": 3, "name": name, "slug": slug, "taxonomy": "category"}
    return {"wp:term": [[term], []], "wp:featuredmedia": [picture]}


def saved(folder: Path, *documents: Any, name: str = "posts.json") -> Path:
    """A file of documents, one after the other."""
    path = folder / name
    path.write_text("\n".join(json.dumps(one) for one in documents), encoding="utf-8")
    return path


def read(*paths: Path, **values: Any) -> Catalog:
    """The catalog of several files."""
    return sources.read(*paths, default_locale="en", **values)


POLYLANG = [
    post(7, "Sleep &#038; rest", "sleep", lang="en", translations={"en": 7, "es": 9}, _embedded=terms("Mind", "mind")),
    post(9, "Dormir", "dormir", lang="es", translations={"en": 7, "es": 9}),
]
WPML = [
    post(
        *(7, "Sleep &#038; rest", "sleep"),
        wpml_current_locale="en_US",
        wpml_translations=[{"locale": "es_ES", "id": 9, "post_title": "Dormir", "href": "https://example.org/dormir/"}],
    ),
    post(
        *(9, "Dormir", "dormir"),
        wpml_current_locale="es_ES",
        wpml_translations={"0": {"locale": "en_US", "id": 7, "post_title": "Sleep"}},
    ),
]
BY_ADDRESS = [
    post(7, "Sleep &#038; rest", "sleep", link="https://example.org/en/sleep/"),
    post(9, "Dormir", "sleep", link="https://example.org/es/sleep/"),
]


@pytest.mark.parametrize("posts", [POLYLANG, WPML, BY_ADDRESS], ids=["Polylang", "WPML", "addresses"])
@pytest.mark.parametrize("is_split", [False, True])
def test_translations_pair(tmp_path: Path, posts: list[dict[str, Any]], is_split: bool) -> None:
    """By what the plugins say, or by addresses; in one file or in one for each page of the API."""
    paths = [saved(tmp_path, posts[:1], name="1.json"), saved(tmp_path, posts[1:], name="2.json")]
    (topic,) = read(*(paths if is_split else [saved(tmp_path, posts)])).values()
    assert {"en": "Sleep & rest", "es": "Dormir"} == topic.title.identifiers()
    assert {"en": "7", "es": "9"} == topic.ids.identifiers()
    assert ("sleep", "In short.") == (topic.slug, topic.description["en"])
    assert "2024-06-07T10:00:00+00:00" == topic.updated["es"].isoformat()


def test_what_is_embedded_is_read(tmp_path: Path) -> None:
    """Categories are groups, and the featured picture is that of the topic; without `_embed`, the report says so."""
    catalog = read(saved(tmp_path, POLYLANG))
    topic = catalog["sleep"]
    assert ("https://example.org/a.jpg", "A bed") == (topic.image["en"].url, topic.image["en"].alt)
    assert {"en": "Mind"} == catalog.groups["mind"].name.identifiers()
    (dropped,) = (found for found in catalog.findings if found.kind is FindingKind.DROPPED_FIELD)
    assert "categories (fetch them with _embed)" in dropped.message()


def test_several_answers_in_one_file(tmp_path: Path) -> None:
    """`curl "...page=[1-2]"` writes one list after the other; one post is a source too."""
    assert 1 == len(read(saved(tmp_path, POLYLANG[:1], POLYLANG[1:])))
    assert ["sleep"] == list(read(saved(tmp_path, POLYLANG[0])))


STATES = {
    "a draft": {"status": "draft"},
    "a private post": {"status": "private"},
    "one in the bin": {"status": "trash"},
    "one with a password": {"content": {"rendered": "", "protected": True}},
    "one that waits": {"status": "pending"},
    "one that is planned": {"status": "future", "date_gmt": "2999-01-01T00:00:00"},
    "one that is planned for no day": {"status": "future", "date_gmt": None, "date": None},
}


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_what_is_withheld_stays_withheld(tmp_path: Path, state: dict[str, Any]) -> None:
    """Whoever fetches with rights gets more than the public does."""
    catalog = read(saved(tmp_path, [post(7, "Sleep", "sleep", lang="en", **state)]))
    assert [] == list(catalog)
    (found,) = (found for found in catalog.findings if found.kind is FindingKind.WITHHELD)
    assert "“Sleep” is not published" in found.message()


WXR = """\
<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Site</title><language>en-US</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>mind</wp:category_nicename></wp:category>
<wp:category><wp:term_id>4</wp:term_id><wp:category_nicename>mente</wp:category_nicename></wp:category>
<wp:term><wp:term_id>5</wp:term_id><wp:term_taxonomy>term_translations</wp:term_taxonomy>
<wp:term_slug>pll_1</wp:term_slug>
<wp:term_description><![CDATA[a:2:{{s:2:"en";i:3;s:2:"es";i:4;}}]]></wp:term_description></wp:term>
{items}
</channel></rss>
"""
ITEM = """\
<item><title>{title}</title><link>https://example.org/{slug}/</link><guid>https://example.org/?p={id}</guid>
<content:encoded><![CDATA[{text}]]></content:encoded><excerpt:encoded><![CDATA[In short.]]></excerpt:encoded>
<wp:post_id>{id}</wp:post_id><wp:post_date>2024-06-06 06:00:00</wp:post_date>
<wp:post_date_gmt>2024-06-06 10:00:00</wp:post_date_gmt><wp:post_modified_gmt>2024-06-07 10:00:00</wp:post_modified_gmt>
<wp:post_name>{slug}</wp:post_name><wp:status>{status}</wp:status><wp:post_type>{type}</wp:post_type>
<wp:post_password>{password}</wp:post_password>{more}</item>
"""
POLYLANG_TERM = (
    '<category domain="language" nicename="{0}"><![CDATA[x]]></category>'
    '<category domain="post_translations" nicename="pll_7"><![CDATA[pll_7]]></category>'
    '<category domain="category" nicename="{1}"><![CDATA[{2}]]></category>'
)
META = "<wp:postmeta><wp:meta_key>{}</wp:meta_key><wp:meta_value><![CDATA[{}]]></wp:meta_value></wp:postmeta>"
PICTURE = "<wp:attachment_url>https://example.org/a.jpg</wp:attachment_url>" + META.format(
    "_wp_attachment_image_alt", "A bed"
)


def item(number: int, title: str, slug: str, more: str = "", text: str = "Rest.", **values: str) -> str:
    """An item of an export."""
    given = {"status": "publish", "type": "post", "password": "", **values}
    return ITEM.format(id=number, title=title, slug=slug, more=more, text=text, **given)


def export(folder: Path, *items: str) -> Path:
    """An export with these items."""
    path = folder / "site.xml"
    path.write_text(WXR.format(items="".join(items)), encoding="utf-8")
    return path


def test_an_export_with_polylang(tmp_path: Path) -> None:
    """Translations share a term, and so do their categories; pictures may stand before or after the posts."""
    path = export(
        tmp_path,
        item(7, "Sleep", "sleep", POLYLANG_TERM.format("en", "mind", "Mind") + META.format("_thumbnail_id", "99")),
        item(9, "Dormir", "dormir", POLYLANG_TERM.format("es", "mente", "Mente")),
        item(99, "a", "a", PICTURE, type="attachment", status="inherit"),
        item(98, "menu", "menu", type="nav_menu_item"),
    )
    catalog = read(path)
    (topic,) = catalog.values()
    assert {"en": "Sleep", "es": "Dormir"} == topic.title.identifiers()
    assert {"en": "Mind", "es": "Mente"} == catalog.groups["mind"].name.identifiers()
    assert ("https://example.org/a.jpg", "A bed") == (topic.image["en"].url, topic.image["en"].alt)
    assert ("In short.", "<p>Rest.</p>") == (topic.description["en"], topic.summary["en"])
    assert "2024-06-07T10:00:00+00:00" == topic.updated["es"].isoformat()
    (skipped,) = (found for found in catalog.findings if found.kind is FindingKind.DROPPED_ENTRY)
    assert "attachment, nav_menu_item" in skipped.message()


def test_an_export_with_wpml(tmp_path: Path) -> None:
    """Its own export writes the language and what translations share as fields."""
    languages = {7: "en", 9: "pt-br"}
    metas = {
        number: META.format("_wpml_import_language_code", language)
        + META.format("_wpml_import_translation_group", "g7")
        for number, language in languages.items()
    }
    (topic,) = read(export(tmp_path, item(7, "Sleep", "sleep", metas[7]), item(9, "Dormir", "d", metas[9]))).values()
    assert {"en": "Sleep", "pt": "Dormir"} == topic.title.identifiers()


def test_what_an_export_withholds(tmp_path: Path) -> None:
    """Exports hold everything: drafts, private posts, the bin, and texts behind passwords."""
    states = [{"status": status} for status in ("draft", "private", "trash", "pending", "auto-draft")]
    items = [item(number, f"T{number}", f"t{number}", **state) for number, state in enumerate(states, 1)]
    items.append(item(8, "Behind", "behind", password="secret"))
    items.append(item(9, "", "", status="draft"))
    catalog = read(export(tmp_path, *items))
    assert [] == list(catalog)
    assert {"1", "2", "3", "4", "5", "8", "9"} == {identifier for _, identifier in catalog.withheld}
    assert not any("secret" in found.message() for found in catalog.findings)


STORED = {
    "blocks": ("<!-- wp:paragraph -->\n<p>Rest.</p>\n<!-- /wp:paragraph -->", "<p>Rest.</p>"),
    "the classic editor": ("Rest\nwell.\n\n<b>Sleep</b>.", "<p>Rest<br>well.</p><p><b>Sleep</b>.</p>"),
    "a caption": ('[caption id="1"]A bed[/caption]', "<p>A bed</p>"),
    "a shortcode": ('Rest.\n\n[gallery ids="1,2"]', "<p>Rest.</p>"),
    "words in brackets": ("Rest [sic] well.", "<p>Rest [sic] well.</p>"),
    "more": ("Rest.<!--more-->\n\nWell.", "<p>Rest.</p><p>Well.</p>"),
}


@pytest.mark.parametrize(("stored", "shown"), STORED.values(), ids=STORED)
def test_a_text_as_wordpress_stores_it(tmp_path: Path, stored: str, shown: str) -> None:
    """It is shown as WordPress would; shortcodes that are left out are reported."""
    catalog = read(export(tmp_path, item(7, "Sleep", "sleep", text=stored)))
    assert shown == catalog["sleep"].summary["en"].replace("\n", "")
    syntax = [found.message() for found in catalog.findings if found.kind is FindingKind.GENERATOR_SYNTAX]
    assert ("[gallery" in stored) == any("[gallery]" in message for message in syntax)


def test_an_item_that_is_no_post_is_told(tmp_path: Path) -> None:
    """It does not go in silence, and the posts beside it are read."""
    found = read(saved(tmp_path, [*POLYLANG, "x", None, 7]), reader="wordpress")
    assert ["sleep"] == list(found)
    dropped = [item for item in found.findings if item.kind is FindingKind.DROPPED_ENTRY]
    assert ["'x', NoneType, int"] == [item.details["names"] for item in dropped]


def test_a_source_without_posts(tmp_path: Path) -> None:
    """Is an error."""
    with pytest.raises(SourceError, match="there are no posts in it"):
        read(export(tmp_path))
    with pytest.raises(SourceError, match="there are no posts in it"):
        read(saved(tmp_path, []), reader="wordpress")


def test_dates_of_old_exports(tmp_path: Path) -> None:
    """Those before 2009 have the moment with its zone in the feed alone."""
    path = export(tmp_path, item(7, "Sleep", "sleep", "<pubDate>Thu, 06 Jun 2024 06:00:00 -0400</pubDate>"))
    text = path.read_text("utf-8").replace("<wp:post_date_gmt>2024-06-06 10:00:00</wp:post_date_gmt>", "")
    path.write_text(text, "utf-8")
    assert "2024-06-06T06:00:00-04:00" == read(path)["sleep"].created["en"].isoformat()
