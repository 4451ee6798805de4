"""Translations that come back: what is refused and why, and the files that they make. The desk writes these."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from syndicate.errors import LocaleError, Message, SourceError
from syndicate.locales import LocaleLike, labels, locale_id, parse
from syndicate.locales.catalogs import marked
from syndicate.locales.detection import other_language
from syndicate.locales.names import locale_name
from syndicate.model import Topic
from syndicate.translations import po, xliff
from syndicate.translations.assignment import Filled, Item, Returned, ReturnedText, identifier
from syndicate.translations.content import Code, Content, Role, plain, problems, same, tag_names

if TYPE_CHECKING:
    from syndicate.translations.catalog_texts import CatalogTexts

__all__ = ["Accepted", "Refusal", "checked", "returned"]

_REASONS: Final[Mapping[str, tuple[str, str]]] = {
    "topic": (
        marked("the catalog has no topic {slug}"),
        marked("see that the file belongs to this catalog"),
    ),
    "no-language": (
        marked("the file does not say which language it is in"),
        marked("give --to, or write the language in its head"),
    ),
    "language": (
        marked("the file is in {found_language}, not in {language}"),
        marked("import the file of the right language"),
    ),
    "unasked": (
        marked("nobody asked for {found_language}, and the catalog has no text in it"),
        marked("give --to if that is the language"),
    ),
    "original-language": (
        marked("the file was translated from {found_language}, and the original is in {language}"),
        marked("export the text again"),
    ),
    "stale": (
        marked("the original has changed since the text was exported"),
        marked("export the topic again: what has not changed is filled in"),
    ),
    "gone": (
        marked("the original does not have this text any more"),
        marked("export the topic again: what has not changed is filled in"),
    ),
    "absent": (
        marked("the file does not have this text"),
        marked("the original has changed, or the file is cut short: export the topic again"),
    ),
    "untranslated": (marked("the text is not translated"), marked("translate it")),
    "unconfirmed": (
        marked("the translation is only suggested, as the original has changed"),
        marked("check it, then change it or mark it as translated"),
    ),
    "lost": (marked("the tag {tag} is lost"), marked("put it where the original has it")),
    "added": (marked("the tag {tag} is not in the original"), marked("remove it")),
    "twice": (marked("the tag {tag} is there more than once"), marked("keep one of them")),
    "order": (marked("the tag {tag} closes another than was opened last"), marked("close the inner tag first")),
    "other-language": (
        marked("the text reads as {found_language}, not as {language}"),
        marked("see that the right file was translated"),
    ),
    "copied": (marked("all texts are still those of the original"), marked("translate them")),
    "unwritable": (
        marked("the text cannot be written in its place"),
        marked("leave out signs that would be read as markup"),
    ),
    "draft": (
        marked("there is a draft of the translation: {file}"),
        marked("publish it or remove it, then export the text again"),
    ),
    "no-place": (
        marked("the source of the topic cannot be written"),
        marked("give --out FILE for a topics.json with the translations"),
    ),
    "twice-in-files": (marked("two files have a translation of this topic"), marked("import one of them")),
}
_MOST: Final = 10
"""So many reasons are named for one topic."""


@attrs.frozen(kw_only=True)
class Refusal:
    """Why a text that comes back is not taken.

    Attributes:
        reason: the kind of reason.
        topic: the slug of its topic.
        unit: the name of its unit; empty if it concerns the whole topic.
        locale: the language.
        file, line: where the file has it.
        details: what the message needs.
    """

    reason: str
    topic: str
    unit: str = ""
    locale: str = ""
    file: str = ""
    line: int = 0
    details: Mapping[str, str] = attrs.field(factory=dict)

    def message(self, language: LocaleLike = "en") -> str:
        """The reason as a sentence, with its place and the way out."""
        gettext = labels(language).gettext
        problem, hint = map(gettext, _REASONS[self.reason])
        values = {
            name: locale_name(value, language) if name.endswith("language") else value
            for name, value in self.details.items()
        }
        where: list[str] = [gettext("topic {topic}").format(topic=self.topic)]
        if self.unit:
            where.append(gettext("field {field}").format(field=self.unit))
        if self.locale:
            where.append(locale_name(self.locale, language))
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        return f"{place}{problem.format(**values)} ({', '.join(where)}): {hint}"


@attrs.frozen(kw_only=True)
class Accepted:
    """A topic whose translation is taken.

    Attributes:
        topic: the topic.
        source, to: the languages, as identifiers.
        targets: its texts by the names of the units of the original.
        items: what was asked for.
        file: where they come from.
    """

    topic: Topic
    source: str
    to: str
    targets: Mapping[str, Content]
    items: Sequence[Item]
    file: str


def returned(content: bytes, file: str) -> list[Returned]:
    """The topics of a file of any form.

    Raises:
        SourceError: it cannot be read.
    """
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    found = list(
        xliff.read(content, file)
        if start == b"<" or content[:2] in (b"\xff\xfe", b"\xfe\xff")
        else po.read(content, file)
    )
    if not found or not any(one.texts for one in found):
        raise SourceError(
            Message("there are no texts in the file"), source=file, hint=Message("give a PO or XLIFF file of `export`")
        )
    return found


def checked(texts: CatalogTexts, one: Returned, to: str | None) -> Accepted | list[Refusal]:
    """The translation of a topic, or why it is not taken.

    Args:
        texts: the catalog.
        one: what comes back.
        to: the language that it has to be in, if it is known.
    """

    def refused(reason: str, **details: str) -> list[Refusal]:
        return [Refusal(reason=reason, topic=one.slug, locale=to or "", file=one.file, line=one.line, details=details)]

    topic = texts.catalog.get(one.slug)
    if topic is None:
        return refused("topic", slug=one.slug)
    stated = _known(one.target)
    if not stated and to is None:
        return refused("no-language")
    if stated and to is not None and stated != to:
        return refused("language", language=to, found_language=stated)
    locale = to or stated
    source = texts.original(topic, locale)
    if to is None and not texts.is_expected(topic, source, locale):
        return refused("unasked", found_language=locale)
    if (found := _known(one.source)) and found != source:
        return refused("original-language", found_language=found, language=source)
    if texts.draft(topic, source, locale) is not None and locale not in topic.title:
        draft = texts.draft(topic, source, locale)
        assert draft is not None
        return refused("draft", file=str(draft.path))
    return _texts_checked(texts, topic, one, source, locale)


def _known(tag: str) -> str:
    """The identifier of a language that a file states; empty where it states none that there is."""
    try:
        return locale_id(tag) if tag else ""
    except LocaleError:
        return ""


def _texts_checked(texts: CatalogTexts, topic: Topic, one: Returned, source: str, to: str) -> Accepted | list[Refusal]:
    items = texts.assignment(topic, to).items
    refusals: list[Refusal] = []
    targets: dict[str, Content] = {}
    there = dict(one.texts)
    for item in items:
        text = there.pop(identifier(item.unit.name), None)
        found = _text_checked(item, text)
        if isinstance(found, list):
            line = one.line if text is None else text.line
            refusals += [
                Refusal(
                    reason=reason,
                    topic=topic.slug,
                    unit=item.unit.name,
                    locale=to,
                    file=one.file,
                    line=line,
                    details={"tag": tag},
                )
                for reason, tag in found
            ]
        else:
            targets[item.unit.name] = found
    refusals += [
        Refusal(reason="gone", topic=topic.slug, unit=name, locale=to, file=one.file, line=text.line)
        for name, text in there.items()
    ]
    if not refusals:
        refusals = [
            Refusal(reason=reason, topic=topic.slug, locale=to, file=one.file, line=one.line, details=details)
            for reason, details in _language_checked(items, targets, source, to)
        ]
    if refusals:
        return refusals[:_MOST]
    return Accepted(topic=topic, source=source, to=to, targets=targets, items=items, file=one.file)


def _text_checked(item: Item, text: ReturnedText | None) -> Content | list[tuple[str, str]]:
    """The translation of a text, or the reasons why it is refused, each with a tag."""
    unit = item.unit
    if text is None:
        return [("absent", "")]
    names = tag_names(unit.content)
    source = _with_codes(text.source, unit.content, names)
    if not same(source, unit.content):
        return [("stale", "")]
    if text.target is None:
        return [("untranslated", "")]
    target = _with_codes(text.target, unit.content, names)
    if found := list(problems(unit.content, target, _elements(text))):
        return found
    if not plain(target):
        return [("untranslated", "")]
    is_as_suggested = item.target is not None and same(target, item.target)
    if text.is_open and (isinstance(text.target, str) or (item.filled is Filled.SUGGESTION and is_as_suggested)):
        return [("unconfirmed", "")]
    return target


def _elements(text: ReturnedText) -> dict[int, str] | None:
    """The elements that an XLIFF document has for the codes of a text; None for a PO file, which has none."""
    if isinstance(text.source, str) or isinstance(text.target, str):
        return None
    codes = [piece for piece in (*(text.target or ()), *text.source) if isinstance(piece, Code)]
    return {code.number: code.kind for code in codes if code.role is not Role.CLOSE}


def _with_codes(text: str | Content, content: Content, names: Mapping[int, str]) -> Content:
    """A text with the codes of its original in place of tags and empty codes; those it does not have stay empty."""
    known = {(code.number, code.role): code for code in content if isinstance(code, Code)}
    pieces = _tags_read(text, names) if isinstance(text, str) else text
    return tuple(piece if isinstance(piece, str) else known.get((piece.number, piece.role), piece) for piece in pieces)


def _tags_read(text: str, names: Mapping[int, str]) -> Content:
    """The text of a PO file: a tag that has a name of the original, or could have, is a code."""
    numbers = {name: number for number, name in names.items()}
    pieces: list[str | Code] = []
    place = 0
    for match in re.finditer(r"<(/?)(x*(?:b|i|s|a|img|br|x|g)[1-9][0-9]{0,5})(/?)>", text):
        name = match[2]
        role = Role.CLOSE if match[1] else Role.ALONE if match[3] else Role.OPEN
        number = numbers.get(name)
        if number is None and not names:  # the original has no tags at all: these are words
            continue
        pieces += [text[place : match.start()], Code(role, "", "", number or 0)]
        place = match.end()
    return tuple(piece for piece in (*pieces, text[place:]) if piece != "")


def _language_checked(
    items: Sequence[Item], targets: Mapping[str, Content], source: str, to: str
) -> Iterator[tuple[str, dict[str, str]]]:
    """Whether what comes back is in the language that was asked for, as far as its small words tell."""
    prose = "\n".join(plain(targets[item.unit.name]) for item in items if item.filled is not Filled.TRANSLATION)
    found = other_language(prose, to)
    if found is None:
        return
    if parse(found).language not in (parse(source).language, parse(to).language):
        yield "other-language", {"found_language": found, "language": to}
    elif all(same(targets[item.unit.name], item.unit.content) for item in items):
        yield "copied", {}
