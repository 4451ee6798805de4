"""The form of the published `topics.json`: writing it, and reading it back as records. No other JSON is here.

One object: ``format`` and ``version``, ``default_locale``, ``snapshot``, ``locales``, ``groups``, and
``topics``, one a line. A text that differs by language is an object from BCP 47 tag to text, a moment is
RFC 3339 in UTC, and what is empty is left out. What is read comes from outside: HTML is sanitized, and every
value is checked, again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import attrs
from babel import Locale
from markupsafe import Markup

from syndicate.errors import LocaleError, SourceError, SyndicateError
from syndicate.json_text import RefusedError, loads
from syndicate.json_writer import spaced
from syndicate.locales import locale_id, tag
from syndicate.model import Catalog, Group, Localized, Masthead, Publisher, Record, Reference, Topic, Twin
from syndicate.sources.reading import Item, Repairs, broken_topic, described, raw_digest
from syndicate.sources.wire import MisplacedError, structured, unstructured
from syndicate.text import rfc3339

__all__ = ["FORMAT", "SOURCE", "VERSION", "TopicsJsonSource", "dumps", "iter_json", "line"]

FORMAT: Final = "syndicate-topics"
VERSION: Final = 1
_MAX_BYTES: Final = 256 * 1024**2


def iter_json(catalog: Catalog, lines: Iterable[bytes] | None = None) -> Iterator[bytes]:
    """The catalog as `topics.json`, line by line, in UTF-8; an equal catalog gives equal bytes.

    Args:
        catalog: what there is.
        lines: the :func:`line` of every topic, for those who have them already.

    >>> catalog = Catalog([Topic(slug="genes", ids={"en": "7"}, title={"en": "Genes"})])
    >>> print(b"".join(iter_json(catalog)).decode())
    {
    "format": "syndicate-topics",
    "version": 1,
    "default_locale": "en",
    "locales": ["en"],
    "groups": [],
    "topics": [
    {"slug": "genes", "ids": {"en": "7"}, "title": {"en": "Genes"}}
    ]
    }
    <BLANKLINE>
    """
    head: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "default_locale": tag(catalog.default_locale),
    }
    if catalog.snapshot is not None:
        head["snapshot"] = rfc3339(catalog.snapshot)
    head["locales"] = [tag(locale) for locale in catalog.locales]
    yield b"{\n"
    for key, value in head.items():
        yield spaced(key) + b": " + spaced(value) + b",\n"
    yield from _array("groups", (spaced(unstructured(group)) for group in catalog.groups.values()))
    yield b",\n"
    yield from _array("topics", map(line, catalog.values()) if lines is None else lines)
    yield b"\n}\n"


def dumps(catalog: Catalog, lines: Iterable[bytes] | None = None) -> bytes:
    """The whole of :func:`iter_json`."""
    return b"".join(iter_json(catalog, lines))


def line(topic: Topic) -> bytes:
    """A topic as one line of the file: the whole of its value.

    >>> line(Topic(slug="genes", ids={"en": "7"}, title={"en": "Genes"})).decode()
    '{"slug": "genes", "ids": {"en": "7"}, "title": {"en": "Genes"}}'
    """
    return spaced(unstructured(topic))


def _array(key: str, values: Iterable[bytes]) -> Iterator[bytes]:
    separator = spaced(key) + b": ["
    for value in values:
        yield separator + b"\n" + value
        separator = b","
    yield b"\n]" if separator == b"," else separator + b"]"


@attrs.frozen
class TopicsJsonSource:
    """Reads a `topics.json` that :func:`dumps` wrote, or one of the same form from elsewhere."""

    name: str = "json"

    def accepts(self, path: Path) -> bool:
        """By the file name: ``.json``."""
        return path.is_file() and path.suffix.lower() == ".json"

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The masthead, then the topics, a record for each of their languages.

        Raises:
            SourceError: the file is no UTF-8, no JSON, of another form or version, or over 256 MiB; or what
                it says of the whole is wrong.
        """
        document = _document(_loads(_decoded(path), path), path)
        yield Masthead(default_locale=document.default_locale, snapshot=document.snapshot, groups=document.groups)
        groups = {group.id: group for group in document.groups}
        slugs: set[str] = set()
        for index, raw in enumerate(document.topics):
            place = f"topics[{index}]"
            repairs: _Cleaning = defaultdict(Repairs)
            try:
                topic = _topic(raw, place, repairs)
                _check(topic, place, groups, slugs)
                records = list(_records(topic, groups, f"{path}:{place}", raw))
            except Exception as error:  # one topic never takes the others, whatever is wrong with it
                problem = str(error) if isinstance(error, MisplacedError) else f"{described(error)} @ {place}"
                yield broken_topic(problem, source=str(path), topic=_name(raw))
                continue
            slugs.add(topic.slug)
            for record in records:
                for language in (locale_id(record.locale), *([""] if record is records[0] else [])):
                    if language in repairs:
                        yield from repairs[language].findings(record)
            yield from records


SOURCE = TopicsJsonSource()


@attrs.frozen(kw_only=True)
class _Document:
    format: str
    version: Any
    default_locale: Locale
    topics: tuple[Any, ...]
    snapshot: datetime | None = None
    locales: tuple[Locale, ...] = ()
    groups: tuple[Group, ...] = ()


def _decoded(path: Path) -> str:
    if path.stat().st_size > _MAX_BYTES:
        raise SourceError(f"the file holds more than {_MAX_BYTES // 1024**2} MiB", source=str(path), hint="split it")
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"not UTF-8: byte 0x{content[error.start]:02X}",
            source=str(path),
            line=content.count(b"\n", 0, error.start) + 1,
            hint="save the file as UTF-8 (RFC 8259 section 8.1)",
        ) from error


def _loads(text: str, path: Path) -> Any:
    try:
        value, repeated = loads(text)
    except RefusedError as error:
        raise SourceError(error.msg, source=str(path), line=error.lineno) from error
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        hint = "it seems cut short; fetch or write it again" if cut and text.strip() else None
        raise SourceError(f"not JSON: {error.msg}", source=str(path), line=error.lineno, hint=hint) from error
    for key, line, _ in repeated:
        raise SourceError(f"an object has the key {key!r} twice", source=str(path), line=line)
    return value


def _document(raw: Any, path: Path) -> _Document:
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        other = _other_form(raw)
        raise SourceError(
            "not a topics.json: " + (f"this is {other}" if other else "there is no format 'syndicate-topics'"),
            source=str(path),
            hint='it is an object that begins {"format": "syndicate-topics", "version": 1, ...}',
        )
    if raw.get("version") != VERSION:
        raise SourceError(
            f"version {str(raw.get('version'))[:40]} of topics.json is not known",
            source=str(path),
            hint=f"this release reads version {VERSION}",
        )
    try:
        document: _Document = structured(raw, _Document, "")
    except MisplacedError as error:
        raise SourceError(str(error), source=str(path)) from error
    for field in ("id", "slug"):
        values = [getattr(group, field) for group in document.groups]
        if twice := next((value for value in values if values.count(value) > 1), None):
            raise SourceError(f"two groups have the {field} {twice!r}", source=str(path))
    return document


def _other_form(raw: Any) -> str | None:
    """What a JSON document is that is often taken for a catalog."""
    if not isinstance(raw, dict):
        return None
    if isinstance(raw.get("feed"), dict):
        return "an answer of MedlinePlus Connect, which holds excerpts of topics"
    if "jsonfeed.org" in str(raw.get("version"))[:100]:
        return "a JSON Feed"
    return None


def _name(raw: Any) -> str:
    slug = raw.get("slug") if isinstance(raw, dict) else None
    return slug[:100] if isinstance(slug, str) else ""


_Cleaning = defaultdict[str, Repairs]
"""What is cleaned of each language's text; what belongs to no language has an empty one."""


def _topic(raw: Any, place: str, repairs: _Cleaning) -> Topic:
    try:
        repaired = _repaired_topic(raw, repairs)
    except RecursionError as error:
        raise MisplacedError(f"nested too deeply @ {place}") from error
    except SyndicateError as error:
        raise MisplacedError(f"{error.problem} @ {place}.summary") from error
    topic: Topic = structured(repaired, Topic, place)
    return topic


def _repaired_topic(raw: Any, repairs: _Cleaning) -> Any:
    """The topic without characters that XML forbids, its HTML sanitized."""
    if not isinstance(raw, dict):
        return raw
    repaired = {field: _repaired_field(value, field, repairs) for field, value in raw.items() if field != "summary"}
    if "summary" in raw:
        summary, bases = raw["summary"], raw.get("url")
        repaired["summary"] = summary
        if isinstance(summary, dict):
            repaired["summary"] = {
                locale: repairs[_language(locale)].html(html, "summary", _base(bases, locale))
                if isinstance(html, str)
                else html
                for locale, html in summary.items()
            }
    return repaired


def _base(urls: Any, locale: str) -> str | None:
    url = urls.get(locale) if isinstance(urls, dict) else None
    return url if isinstance(url, str) else None


def _language(key: str) -> str:
    """The locale that a key stands for; the key itself where it stands for none, which is found out later."""
    try:
        return locale_id(key)
    except LocaleError:
        return key


def _repaired_field(value: Any, field: str, repairs: _Cleaning) -> Any:
    """A field of a topic; where it has a value per language, each language remembers what was removed from its own."""
    if isinstance(value, dict):
        return {key: _repaired(item, field, repairs[_language(key)]) for key, item in value.items()}
    return _repaired(value, field, repairs[""])


def _repaired(value: Any, field: str, repairs: Repairs) -> Any:
    if isinstance(value, str):
        return repairs.text(value, field)
    if isinstance(value, dict):
        return {key: _repaired(item, field, repairs) for key, item in value.items()}
    if isinstance(value, list):
        return [_repaired(item, field, repairs) for item in value]
    return value


def _check(topic: Topic, place: str, groups: Mapping[str, Group], slugs: set[str]) -> None:
    """What the model leaves to whoever makes a catalog of topics."""
    if topic.slug in slugs:
        raise MisplacedError(f"another topic has the slug {topic.slug!r} @ {place}.slug")
    for index, group in enumerate(topic.groups):
        if group not in groups:
            raise MisplacedError(f"there is no group {group!r} @ {place}.groups[{index}]")
    for attribute in attrs.fields(Topic):
        value = getattr(topic, attribute.name)
        if attribute.name == "elsewhere":
            continue
        for locale in value if isinstance(value, Localized) else ():
            if locale not in topic.title:
                raise MisplacedError(f"required field missing @ {place}.title.{tag(locale)}")
    for locale, sections in topic.sections.items():
        for number, section in enumerate(sections):
            for index, link in enumerate(section.links):
                if locale not in link.title:
                    where = f"{place}.sections.{tag(locale)}[{number}].links[{index}]"
                    raise MisplacedError(f"required field missing @ {where}.title.{tag(locale)}")


def _records(topic: Topic, groups: Mapping[str, Group], source: str, raw: Any) -> Iterator[Record]:
    stated = [{locale_id(key): value for key, value in raw.get(field, {}).items()} for field in _READ_FIELDS]
    for locale in topic.locales:
        yield Record(
            id=topic.ids[locale],
            locale=locale,
            title=topic.title[locale],
            slug=topic.slug,
            url=topic.url.get(locale),
            description=topic.description.get(locale, ""),
            summary=topic.summary.get(locale, Markup("")),
            also_called=topic.also_called.get(locale, ()),
            see_references=topic.see_references.get(locale, ()),
            other_languages=topic.other_languages.get(locale, ()),
            groups=tuple(_reference(groups[identifier], locale) for identifier in topic.groups),
            subjects=topic.subjects,
            sections=topic.sections.get(locale, ()),
            related=topic.related.get(locale, ()),
            institute=topic.institute.get(locale),
            image=topic.image.get(locale),
            created=topic.created.get(locale),
            updated=topic.updated.get(locale),
            reviewed=topic.reviewed.get(locale),
            twins=tuple(
                Twin(locale=other, id=topic.ids[other], title=topic.title[other])
                for other in topic.locales
                if other != locale
            )
            + tuple(Twin(locale=other, url=url) for other, url in topic.elsewhere.items()),
            source=source,
            raw=raw_digest([values.get(locale_id(locale)) for values in stated]),
        )


_READ_FIELDS: Final = ("title", "description", "summary", "also_called", "sections", "image")
"""What a reader reads; not to be changed, as digests in histories are made of it."""


def _reference(group: Group, locale: Locale) -> Reference:
    """The group by its id; its names are those of the masthead."""
    title = group.name.get(locale) or next(iter(group.name.values()), group.id)
    return Reference(title=title, url=group.url.get(locale), id=group.id)
