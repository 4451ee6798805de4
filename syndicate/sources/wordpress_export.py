"""The reader of WordPress' exports (WXR, "Tools > Export"), with the pairs of Polylang and WPML.

Polylang writes the language of a post, and what its translations share, as terms of ``language`` and
``post_translations``; WPML's "Export and Import" as fields of the post.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import attrs
from lxml import etree

from syndicate.errors import Message, SourceError
from syndicate.model import Finding, Publisher, Reference, SourceMetadata
from syndicate.namespaces import qualified
from syndicate.sources.feed_file import feed_date, keys_of, language_for
from syndicate.sources.forms import Form, form_of
from syndicate.sources.reading import Item, words_of
from syndicate.sources.texts import Dropped, Picture, Text, items_of
from syndicate.sources.wordpress import bare_language
from syndicate.sources.wordpress_text import (
    CATEGORY_FIELDS,
    TECHNICAL_TYPES,
    stored_html,
    syntax_findings,
    withheld_by_state,
)
from syndicate.sources.xml_stream import entries, line_of, name_of, text_of

__all__ = ["SOURCE", "WordPressExportSource"]

_CONTENT: Final = qualified("content", "encoded")
_LANGUAGE: Final = "_wpml_import_language_code"
_GROUP: Final = "_wpml_import_translation_group"
_ALT: Final = "_wp_attachment_image_alt"
_VERSIONS: Final = ("1.0", "1.1", "1.2")
_TERM = re.compile(r's:\d+:"([\w-]+)";i:(\d+);')


@attrs.frozen
class WordPressExportSource:
    """Reads the ``.xml`` file that WordPress exports."""

    name: str = "wxr"

    def accepts(self, path: Path) -> bool:
        """By the content."""
        return path.is_file() and form_of(path) == Form.WXR

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The posts and pages, one at a time; the file is gone through once before, for pictures and categories.

        Raises:
            SourceError: the file is damaged, or there are no posts in it.
        """
        yield from items_of(_texts(path, publisher), publisher)


SOURCE = WordPressExportSource()


@attrs.define
class _Site:
    """What posts refer to: pictures by the ids of their attachments; categories, by their names in addresses."""

    language: str = ""
    pictures: dict[str, Picture] = attrs.field(factory=dict)
    groups: dict[str, str] = attrs.field(factory=dict)


def _texts(path: Path, publisher: Publisher | None) -> Iterator[Text | Finding | SourceMetadata]:
    site = _site(path)
    dropped = Dropped(path)
    is_empty = True
    for item in entries(path, "item"):
        is_empty = False
        fields = _fields(item)
        kind = fields.get("post_type", "")
        if kind in TECHNICAL_TYPES:
            dropped.entry(kind)
            continue
        yield from _post(item, fields, site, path, publisher)
    yield from dropped.findings()
    if is_empty:
        raise SourceError(Message("there are no posts in it"), source=str(path), hint=Message("export it again"))


def _site(path: Path) -> _Site:
    """The pictures and categories of an export; only their names and addresses are held."""
    site = _Site()
    slugs: dict[str, str] = {}
    shared: list[list[str]] = []
    stated = [
        f"{{http://wordpress.org/export/{number}/}}{name}" for number in _VERSIONS for name in ("category", "term")
    ]
    for element in entries(path, "item", "language", *stated):
        name = name_of(element)
        if name == "language":
            site.language = line_of(element)
        elif name == "item":
            fields = _fields(element)
            if fields.get("post_type") == "attachment" and (url := fields.get("attachment_url")):
                alt = _meta(element).get(_ALT)
                site.pictures[fields.get("post_id", "")] = Picture(url=url, alt=alt)
        else:
            fields = _fields(element)
            slug = fields.get("category_nicename") or fields.get("term_slug") or ""
            slugs[fields.get("term_id", "")] = slug
            if fields.get("term_taxonomy") == "term_translations":
                shared.append([identifier for _, identifier in _TERM.findall(fields.get("term_description", ""))])
    for identifiers in shared:  # a category and its translations are one group, called as the first
        named = [slugs[identifier] for identifier in identifiers if identifier in slugs]
        site.groups.update((slug, named[0]) for slug in named)
    return site


def _fields(element: etree._Element) -> dict[str, str]:
    return {name_of(child): text_of(child) for child in element if isinstance(child.tag, str) and not len(child)}


def _meta(item: etree._Element) -> dict[str, str]:
    """The fields of a post that plugins add."""
    found = (_fields(meta) for meta in item.iterfind("{*}postmeta"))
    return {one.get("meta_key", ""): one.get("meta_value", "") for one in found}


def _post(
    item: etree._Element, fields: dict[str, str], site: _Site, path: Path, publisher: Publisher | None
) -> Iterator[Text | Finding]:
    meta = _meta(item)
    terms = [(one.get("domain") or "", one.get("nicename") or "", line_of(one)) for one in item.iterfind("category")]
    of_language = {domain: nicename for domain, nicename, _ in terms if domain in ("language", "post_translations")}
    link = fields.get("link", "")
    stated = bare_language(of_language.get("language") or meta.get(_LANGUAGE) or "")
    language = stated or language_for("", link, path, publisher) or bare_language(site.language)
    html, syntax = stored_html(text_of(item.find(_CONTENT)))
    excerpt = next((text_of(one) for one in item.iterfind("{*}encoded") if one.tag != _CONTENT), "")
    status = fields.get("status", "")
    source = f"{path}:{item.sourceline}"
    identifier = fields.get("post_id") or fields.get("guid") or link
    group = of_language.get("post_translations") or meta.get(_GROUP)
    is_draft = status not in ("publish", "future", "")
    title = line_of(item.find("title"))
    yield Text(
        id=identifier,
        language=language,
        title=title or (f"({identifier})" if is_draft else ""),
        title_is_html="&" in title or "<" in title,
        source=source,
        html=html,
        slug=fields.get("post_name", ""),
        # Drafts have only an address with their number.
        url="" if is_draft else link,
        base=link or None,
        description=words_of(excerpt, "")[0] if excerpt else "",
        groups=tuple(_groups(terms, site)),
        image=site.pictures.get(meta.get("_thumbnail_id", "")),
        created=None if is_draft else _moment(fields, "post_date"),
        updated=_moment(fields, "post_modified"),
        publish_at=_moment(fields, "post_date") if status == "future" else None,
        key=f"translations:{group}" if group else None,
        keys=keys_of(link, "", language),
        withheld=withheld_by_state(
            status, bool(fields.get("post_password")), is_dated=_moment(fields, "post_date") is not None
        ),
    )
    if not is_draft:
        yield from syntax_findings(syntax, title=title, topic=identifier, locale=language, source=source)


def _groups(terms: list[tuple[str, str, str]], site: _Site) -> Iterator[Reference]:
    for domain, nicename, name in terms:
        if domain and domain not in CATEGORY_FIELDS and name:
            yield Reference(title=name, id=site.groups.get(nicename, nicename) or None)


def _moment(fields: dict[str, Any], name: str) -> date | str | None:
    """A moment in UTC where the export has it, or else in the zone of the site; old exports have it in the feed."""
    stated = fields.get(f"{name}_gmt", "")
    if stated and not stated.startswith("0000"):
        return f"{stated.replace(' ', 'T')}Z"
    if name == "post_date" and not stated and (published := feed_date(fields.get("pubDate", ""))):
        return published
    local = fields.get(name, "")
    return local if local and not local.startswith("0000") else None
