"""The reader of `topics.json`, the published form of a catalog. The form itself is in `interchange`.

What is read comes from outside: HTML is sanitized, and every value is checked, again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs
from babel import Locale
from markupsafe import Markup

from syndicate.errors import LocaleError, Message, SourceError, SyndicateError
from syndicate.interchange.topics_json import read_document, topic_values
from syndicate.json_text import RefusedError, loads
from syndicate.locales import locale_id, tag
from syndicate.model import Group, Localized, Publisher, Record, Reference, SourceMetadata, Topic, Twin
from syndicate.model.wire import MisplacedError, structured
from syndicate.reasons import of_words
from syndicate.sources.forms import Form, form_of
from syndicate.sources.reading import Item, Repairs, broken_topic, described, raw_digest

__all__ = ["SOURCE", "TopicsJsonSource"]

_MAX_BYTES: Final = 256 * 1024**2


@attrs.frozen
class TopicsJsonSource:
    """Reads a `topics.json` that :meth:`.Catalog.dumps` wrote, or one of the same form from elsewhere."""

    name: str = "json"

    def accepts(self, path: Path) -> bool:
        """By the file name, ``.json``, where the content is not of another form that is read."""
        forms = (Form.TOPICS, Form.JSON, Form.OTHER)
        return path.is_file() and path.suffix.lower() == ".json" and form_of(path) in forms

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The metadata, then the topics, a record for each of their languages.

        Raises:
            SourceError: the file is not UTF-8, no JSON, of another form or version, or over 256 MiB; or what
                it says of the whole is wrong.
        """
        document = read_document(_loads(_decoded(path), path), path)
        yield SourceMetadata(default_locale=document.default_locale, snapshot=document.snapshot, groups=document.groups)
        groups = {group.id: group for group in document.groups}
        slugs: set[str] = set()
        for index, raw in enumerate(map(topic_values, document.topics)):
            place = f"topics[{index}]"
            repairs: _Cleaning = defaultdict(Repairs)
            try:
                topic = _topic(raw, place, repairs)
                _check(topic, place, groups, slugs)
                records = list(_records(topic, groups, f"{path}:{place}", raw))
            except Exception as error:  # whatever is wrong with one topic, the others are still read
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


def _decoded(path: Path) -> str:
    if path.stat().st_size > _MAX_BYTES:
        raise SourceError(
            Message("the file holds more than {value} MiB", value=_MAX_BYTES // 1024**2),
            source=str(path),
            hint=Message("split it"),
        )
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            Message("not UTF-8: byte 0x{value:02X}", value=content[error.start]),
            source=str(path),
            line=content.count(b"\n", 0, error.start) + 1,
            hint=Message("save the file as UTF-8 (RFC 8259 section 8.1)"),
        ) from error


def _loads(text: str, path: Path) -> Any:
    try:
        value, repeated = loads(text)
    except RefusedError as error:
        raise SourceError(of_words(error.msg), source=str(path), line=error.lineno) from error
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        hint = Message("it seems cut short; fetch or write it again") if cut and text.strip() else None
        raise SourceError(
            Message("not JSON: {msg}", msg=of_words(error.msg)), source=str(path), line=error.lineno, hint=hint
        ) from error
    for key, line, _ in repeated:
        raise SourceError(Message("an object has the key {key!r} twice", key=key), source=str(path), line=line)
    return value


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
    """What the model leaves to the code that makes a catalog of topics."""
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
            aliases=topic.aliases.get(locale, ()),
            other_languages=topic.other_languages.get(locale, ()),
            groups=tuple(_reference(groups[identifier], locale) for identifier in topic.groups),
            subjects=topic.subjects,
            codes=topic.codes,
            sections=topic.sections.get(locale, ()),
            part=topic.part.get(locale, ""),
            related=topic.related.get(locale, ()),
            institute=topic.institute.get(locale),
            image=topic.image.get(locale),
            players=topic.players.get(locale, ()),
            corrections=topic.corrections.get(locale, ()),
            license=topic.license.get(locale),
            rights=topic.rights.get(locale, ""),
            credit=topic.credit.get(locale, ""),
            syndicate=topic.is_syndicated(locale),
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
            raw=raw_digest([values.get(locale_id(locale)) for values in stated], *_stated_rights(topic, locale)),
        )


def _stated_rights(topic: Topic, locale: Locale) -> Iterator[Any]:
    """The rights of a text, where it states any: digests of texts without them are as they always were."""
    found = [getattr(topic, name).get(locale) for name in ("license", "rights", "credit")]
    if any(found):
        yield found


_READ_FIELDS: Final = ("title", "description", "summary", "also_called", "sections", "image")
"""What a reader reads; not to be changed, as digests in histories are made of it."""


def _reference(group: Group, locale: Locale) -> Reference:
    """The group by its id; its names are those of the metadata."""
    title = group.name.get(locale) or next(iter(group.name.values()), group.id)
    return Reference(title=title, url=group.url.get(locale), id=group.id)
