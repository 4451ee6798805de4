"""The reader of WordPress' REST API: ``/wp-json/wp/v2/posts`` and other types, with the pairs of Polylang and WPML.

Fields are those of developer.wordpress.org/rest-api/reference/posts; Polylang adds ``lang`` and ``translations``, the
plugin "WPML REST API" adds ``wpml_current_locale`` and ``wpml_translations``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from syndicate.errors import LocaleError, Message, SourceError
from syndicate.explained import described
from syndicate.locales import from_name, locale_id
from syndicate.model import Finding, Publisher, Reference, SourceMetadata, Twin
from syndicate.sources.feed_file import keys_of, language_for
from syndicate.sources.forms import Form, form_of
from syndicate.sources.json_stream import members
from syndicate.sources.reading import Item, broken_topic, words_of
from syndicate.sources.texts import Dropped, Picture, Text, items_of
from syndicate.sources.wordpress_text import CATEGORY_FIELDS, TECHNICAL_TYPES, stored_html, withheld_by_state

__all__ = ["SOURCE", "WordPressSource"]

_READ: Final = frozenset(
    "id date date_gmt guid modified modified_gmt slug status type link title content excerpt featured_media lang "
    "locale translations pll_sync_post wpml_current_locale wpml_current_language_code wpml_translations categories "
    "password author comment_status ping_status sticky template format meta parent menu_order class_list "
    "generated_slug permalink_template _links _embedded yoast_head yoast_head_json".split()
)
"""Fields that are read, or that say nothing of the text."""


@attrs.frozen
class WordPressSource:
    """Reads lists of posts and pages, and single ones; also several lists one after the other in one file."""

    name: str = "wordpress"

    def accepts(self, path: Path) -> bool:
        """By the content."""
        return path.is_file() and form_of(path) == Form.WORDPRESS

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The posts, one at a time.

        Raises:
            SourceError: the file is not JSON, or there are no posts in it.
        """
        yield from items_of(_texts(path, publisher), publisher)


SOURCE = WordPressSource()


def _texts(path: Path, publisher: Publisher | None) -> Iterator[Text | Finding | SourceMetadata]:
    dropped = Dropped(path)
    is_empty = True
    for post, line in _posts(path):
        if not isinstance(post, Mapping):
            dropped.entry(described(post))
            continue
        is_empty = False
        kind = str(post.get("type") or "")
        if kind in TECHNICAL_TYPES:
            dropped.entry(kind)
            continue
        try:
            yield _text(post, f"{path}:{line}", path, publisher, dropped)
        except (TypeError, ValueError, AttributeError, KeyError) as error:
            problem = f"the post is not as WordPress writes it: {type(error).__name__}"
            yield broken_topic(problem, source=str(path), line=line, topic=str(post.get("id") or ""))
    yield from dropped.findings()
    if is_empty:
        raise SourceError(Message("there are no posts in it"), source=str(path), hint=Message("fetch it again"))


def _posts(path: Path) -> Iterator[tuple[Any, int]]:
    """The items of lists, or the post that is the whole of the file, each with its line."""
    whole: dict[str, Any] = {}
    for key, value, line in members(path):
        if key:
            if isinstance(value, dict) and "rendered" in value and key in whole:  # one post after another
                yield whole, line
                whole = {}
            whole.setdefault(key, [] if key in ("categories", "tags", "class_list") else value)
        else:
            yield value, line
    if whole:
        yield whole, 1


def _text(post: Mapping[str, Any], source: str, path: Path, publisher: Publisher | None, dropped: Dropped) -> Text:
    for name in sorted(post.keys() - _READ):
        if post[name] not in (None, "", [], {}, False) and not name.startswith("jetpack"):
            dropped.field(name)
    link = str(post.get("link") or "")
    language = _language(post, link, path, publisher)
    embedded = post.get("_embedded") or {}
    terms = [term for group in embedded.get("wp:term") or () for term in group or () if isinstance(term, dict)]
    if post.get("categories") and not terms:
        dropped.field("categories (fetch them with _embed)")
    content = post.get("content") or {}
    rendered, _ = stored_html(_rendered(content)) if "<!-- wp:" in _rendered(content) else (_rendered(content), None)
    status = str(post.get("status") or "")
    return Text(
        id=str(post["id"]),
        language=language,
        title=_rendered(post.get("title")),
        title_is_html=True,
        source=source,
        html=rendered,
        slug=str(post.get("slug") or ""),
        url=link,
        description=_description(post),
        groups=tuple(_groups(terms)),
        image=_picture(embedded),
        created=_moment(post, "date"),
        updated=_moment(post, "modified"),
        publish_at=_moment(post, "date") if status == "future" else None,
        twins=tuple(_twins(post, language)),
        keys=keys_of(link, "", language),
        withheld=withheld_by_state(
            status,
            bool(post.get("password")) or content.get("protected") is True,
            is_dated=_moment(post, "date") is not None,
        ),
    )


def _rendered(value: Any) -> str:
    """A text that WordPress gives as HTML; in the context ``edit`` as stored, too."""
    if isinstance(value, Mapping):
        return str(value.get("rendered") or value.get("raw") or "")
    return str(value or "")


def bare_language(stated: str) -> str:
    """The language of a locale as WordPress and WPML have it: ``es_ES`` stands for Spanish, wherever it is from."""
    return stated.replace("-", "_").partition("_")[0].lower()


def _language(post: Mapping[str, Any], link: str, path: Path, publisher: Publisher | None) -> str:
    for name in ("lang", "wpml_current_language_code", "wpml_current_locale", "locale"):
        value = post.get(name)
        if isinstance(value, Mapping):
            value = value.get("slug") or value.get("code") or value.get("locale")
        if isinstance(value, str) and value:
            return bare_language(value)
    return language_for("", link, path, publisher)


def _description(post: Mapping[str, Any]) -> str:
    seo = post.get("yoast_head_json")
    stated = seo.get("description") if isinstance(seo, Mapping) else None
    excerpt = post.get("excerpt") or {}
    if stated:
        return str(stated)
    # An excerpt that WordPress makes of the text ends so, and describes nothing.
    short = words_of(_rendered(excerpt), "")[0]
    return "" if short.endswith(("[…]", "[...]", "[&hellip;]")) else short


def _moment(post: Mapping[str, Any], name: str) -> str | None:
    """A moment in UTC where WordPress gives it, or else in the zone of the site."""
    stated = post.get(f"{name}_gmt")
    if stated and not str(stated).startswith("0000"):
        return f"{stated}Z"
    return str(post[name]) if post.get(name) else None


def _groups(terms: list[dict[str, Any]]) -> Iterator[Reference]:
    for term in terms:
        name = words_of(str(term.get("name") or ""), "")[0]
        if name and term.get("taxonomy") not in CATEGORY_FIELDS:
            yield Reference(title=name, id=str(term.get("slug") or "") or None)


def _picture(embedded: Mapping[str, Any]) -> Picture | None:
    for media in embedded.get("wp:featuredmedia") or ():
        if isinstance(media, Mapping) and media.get("source_url"):
            caption = words_of(_rendered(media.get("caption")), "")[0]
            return Picture(url=str(media["source_url"]), alt=media.get("alt_text") or None, caption=caption)
    return None


def _twins(post: Mapping[str, Any], own: str) -> Iterator[Twin]:
    translations = post.get("translations")  # of Polylang: ids by language
    if isinstance(translations, Mapping):
        for language, identifier in translations.items():
            if (other := _other(str(language), own)) and identifier:
                value = identifier.get("id") if isinstance(identifier, Mapping) else identifier
                yield Twin(locale=other, id=str(value))
    listed = post.get("wpml_translations")
    if isinstance(listed, Mapping):
        listed = list(listed.values())
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, Mapping) and (other := _other(str(one.get("locale") or one.get("code") or ""), own)):
            identifier, address = one.get("id"), one.get("href")
            yield Twin(
                locale=other,
                id=str(identifier) if identifier else None,
                url=str(address) if address else None,
                title=str(one["post_title"]) if one.get("post_title") else None,
            )


def _other(stated: str, own: str) -> str:
    try:
        found = locale_id(from_name(bare_language(stated)))
    except LocaleError:
        return ""
    return "" if found == own else found
