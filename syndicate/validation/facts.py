"""What a feed says, in the same words for all formats, to be compared with other feeds. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import attrs
from lxml import etree

from syndicate.validation.dates import moment_rfc822, moment_rfc3339
from syndicate.validation.extensions import ATOM, CONTENT, DC, HISTORY
from syndicate.validation.shapes import XML_LANG

__all__ = ["EntryFacts", "Facts", "from_atom", "from_json", "from_rss"]


@attrs.frozen(kw_only=True)
class EntryFacts:
    """What an entry says, as far as all formats can say it; dates are in whole seconds.

    Attributes:
        language: its own or its feed's; empty where neither is known.
        dated: the date a reader shows: of publication, or else of change.
        translations: its page in other languages.
        html: its content, if that is HTML; formats need not write it in the same way.
    """

    id: str
    title: str
    url: str
    language: str
    updated: datetime | None
    dated: datetime | None
    translations: Mapping[str, str]
    html: str = attrs.field(default="", eq=False)


@attrs.frozen(kw_only=True)
class Facts:
    """What a feed says about itself.

    Attributes:
        id: of Atom only; other formats have none.
        own: its address, as it gives it.
        translations: the same feed in other languages.
        paging: the address of other documents of the feed, by relation.
        updated: when the feed changed, in whole seconds; None where it does not say, as JSON cannot.
        complete: whether it says that it has everything; None for JSON, which has no word for it.
        hubs: the addresses of its WebSub hubs.
    """

    format: str
    id: str
    title: str
    language: str
    own: str
    translations: Mapping[str, str]
    paging: Mapping[str, str]
    archive: bool
    updated: datetime | None
    complete: bool | None
    hubs: frozenset[str]
    entries: tuple[EntryFacts, ...]


def _second(moment: datetime | None) -> datetime | None:
    return moment.replace(microsecond=0) if moment is not None and moment.microsecond else moment


def _related(links: list[etree._Element]) -> dict[str, str]:
    return {
        link.get("hreflang", ""): link.get("href", "")
        for link in links
        if link.get("rel") == "related" and link.get("hreflang")
    }


def _first(links: list[etree._Element], relation: str) -> str:
    return next((link.get("href", "") for link in links if link.get("rel", "alternate") == relation), "")


def _hubs(links: list[etree._Element]) -> frozenset[str]:
    return frozenset(link.get("href", "") for link in links if link.get("rel") == "hub")


def _paging(links: list[etree._Element]) -> dict[str, str]:
    return {relation: address for relation in ("prev-archive", "current") if (address := _first(links, relation))}


def from_atom(root: etree._Element) -> Facts:
    """The facts of a feed document or of an entry document."""
    links = root.findall(f"{ATOM}link")
    language = root.get(XML_LANG, "")
    entries = root.iterchildren(f"{ATOM}entry") if root.tag == f"{ATOM}feed" else iter((root,))
    return Facts(
        format="atom",
        id=root.findtext(f"{ATOM}id", ""),
        title=root.findtext(f"{ATOM}title", ""),
        language=language,
        own=_first(links, "self"),
        translations=_related(links),
        paging=_paging(links),
        archive=root.find(f"{HISTORY}archive") is not None,
        updated=_second(moment_rfc3339(root.findtext(f"{ATOM}updated", ""))),
        complete=root.find(f"{HISTORY}complete") is not None,
        hubs=_hubs(links),
        entries=tuple(_atom_entry(entry, language) for entry in entries),
    )


def _atom_entry(entry: etree._Element, language: str) -> EntryFacts:
    links = entry.findall(f"{ATOM}link")
    updated = _second(moment_rfc3339(entry.findtext(f"{ATOM}updated", "")))
    published = entry.findtext(f"{ATOM}published")
    return EntryFacts(
        id=entry.findtext(f"{ATOM}id", ""),
        title=entry.findtext(f"{ATOM}title", ""),
        url=_first(links, "alternate"),
        language=entry.get(XML_LANG, language),
        updated=updated,
        dated=_second(moment_rfc3339(published)) if published else updated,
        translations=_related(links),
        html=entry.findtext(f"{ATOM}content", ""),
    )


def from_rss(root: etree._Element) -> Facts:
    """The facts of an RSS document."""
    channel = root.find("channel")
    if channel is None:
        channel = root
    links = channel.findall(f"{ATOM}link")
    language = channel.findtext("language", "").strip()
    return Facts(
        format="rss",
        id="",
        title=channel.findtext("title", ""),
        language=language,
        own=_first(links, "self"),
        translations=_related(links),
        paging=_paging(links),
        archive=channel.find(f"{HISTORY}archive") is not None,
        updated=moment_rfc822(channel.findtext("lastBuildDate", "")),
        complete=channel.find(f"{HISTORY}complete") is not None,
        hubs=_hubs(links),
        entries=tuple(_rss_item(item, language) for item in channel.iterchildren("item")),
    )


def _rss_item(item: etree._Element, language: str) -> EntryFacts:
    dated = _second(moment_rfc822(item.findtext("pubDate", "")))
    updated = item.findtext(f"{ATOM}updated")
    return EntryFacts(
        id=item.findtext("guid", "").strip(),
        title=item.findtext("title", ""),
        url=item.findtext("link", "").strip(),
        language=item.findtext(f"{DC}language", language).strip(),
        updated=_second(moment_rfc3339(updated)) if updated else dated,
        dated=dated,
        translations=_related(item.findall(f"{ATOM}link")),
        html=item.findtext(f"{CONTENT}encoded", "") or item.findtext("description", ""),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _words(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {key: address for key, address in value.items() if isinstance(address, str)}


def from_json(feed: Mapping[str, Any]) -> Facts:
    """The facts of a JSON Feed, whatever its values are."""
    language = _text(feed.get("language"))
    following = _text(feed.get("next_url"))
    return Facts(
        format="json",
        id="",
        title=_text(feed.get("title")),
        language=language,
        own=_text(feed.get("feed_url")),
        translations=_words(feed.get("_translations")),
        paging={"prev-archive": following} if following else {},
        archive=False,
        updated=None,
        complete=None,
        hubs=frozenset(_json_hubs(feed.get("hubs"))),
        entries=tuple(_json_items(feed.get("items"), language)),
    )


def _json_hubs(hubs: Any) -> Iterator[str]:
    for hub in hubs if isinstance(hubs, list) else ():
        if isinstance(hub, dict) and _text(hub.get("type")).lower() == "websub":
            yield _text(hub.get("url"))


def _json_items(items: Any, language: str) -> Iterator[EntryFacts]:
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            updated = _second(moment_rfc3339(_text(item.get("date_modified")).upper()))
            published = _second(moment_rfc3339(_text(item.get("date_published")).upper()))
            yield EntryFacts(
                id=_text(item.get("id")),
                title=_text(item.get("title")),
                url=_text(item.get("url")),
                language=_text(item.get("language")) or language,
                updated=updated,
                dated=published or updated,
                translations=_words(item.get("_translations")),
                html=_text(item.get("content_html")),
            )
