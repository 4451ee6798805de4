"""What the page of a topic shows beside its frame: its text in parts, lists of links, related topics. No head tags."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from babel import Locale
from markupsafe import Markup

from syndicate.layout import EMBED_BUILDER, TOPIC_PAGE, address_of
from syndicate.locales import Label, Labels
from syndicate.locales.catalogs import marked
from syndicate.model import Reference, Topic
from syndicate.site.contents import Anchors, Entry, Text, grouped, text_of
from syndicate.site.own_media import playing
from syndicate.snippets import Snippet
from syndicate.snippets.shown import ShownLink, ShownSection
from syndicate.snippets.topic_snippet import shown_values

__all__ = ["topic_values"]

_BUILDER: Final = EMBED_BUILDER.path.removeprefix(address_of(TOPIC_PAGE.path))
_BESIDE: Final = frozenset({"encyclopedia", "magazine"})
"""The lists that stand beside the text."""
_FEW: Final = 3
"""So many lists of links are all open; of more, only the first is."""
_MARKS: Final = {
    "nih": (marked("From the National Institutes of Health"), "NIH"),
    "pdf": (marked("PDF file"), "PDF"),
    "video": (marked("Video"), ""),
    "audio": (marked("Audio"), ""),
    "tutorial": (marked("Tutorial"), ""),
    "easy-to-read": (marked("Easy to read"), ""),
    "patient-handout": (marked("Patient handout"), ""),
}
"""What the page says of a link with a flag: in words, and in a short form that is the same in every language."""
_FLAGS: Final = {"interactive tutorial": "tutorial", "tutorial interactivo": "tutorial", "easy to read": "easy-to-read"}


class _Mark(NamedTuple):
    """A mark of a link.

    Attributes:
        name: of its class.
        words: what it says.
        short: what stands for the words.
    """

    name: str
    words: Label
    short: str


class _LinkList(NamedTuple):
    """A list of links on the page.

    Attributes:
        entry: its title and the id of its place.
        links: each with its marks.
        is_open: whether it is shown at once.
        description: what is in it.
    """

    entry: Entry
    links: list[tuple[ShownLink, list[_Mark]]]
    is_open: bool
    description: str


class _Related(NamedTuple):
    """A related topic: of the catalog, or elsewhere."""

    title: str
    url: str


def topic_values(
    snippet: Snippet, labels: Labels, related: Sequence[tuple[Reference, Topic | None]], place: Callable[[Topic], str]
) -> dict[str, Any]:
    """What the template ``topic.html`` shows of a topic.

    Args:
        snippet: its text in the language of the page.
        labels: the labels of that language.
        related: the topics that it names, each with that of the catalog that is meant.
        place: the address of a topic of the catalog, seen from the page.
    """
    shown = shown_values(snippet)
    locale, topic = snippet.text_locale, snippet.topic
    anchors = Anchors()
    summary = playing(shown["summary"], topic.players.get(locale) or (), snippet.publisher.base_url)
    text = text_of(summary, anchors, str(locale))
    sections = [section for section in shown["sections"] if section.id not in _BESIDE]
    lists = [
        _link_list(section, anchors, labels, is_open=len(sections) <= _FEW or number == 0)
        for number, section in enumerate(sections)
    ]
    beside = [section for section in shown["sections"] if section.id in _BESIDE]
    return {
        **shown,
        "builder_path": _BUILDER,
        "lead": _lead(topic.description.get(locale) or "", snippet.summary),
        "text": text,
        "lists": lists,
        "boxes": [_link_list(section, anchors, labels, is_open=True) for section in beside],
        "contents": _contents(text, topic.part.get(locale, ""), sections, lists, labels),
        "related": _related(related, locale.language, place),
        "institute": topic.institute.get(locale),
        "subjects": list(dict.fromkeys(_subjects(topic, locale))),
        "other_languages": topic.other_languages.get(locale) or (),
        "elsewhere": [(other, url) for other, url in topic.elsewhere.items() if other not in topic.title],
    }


def _subjects(topic: Topic, page: Locale) -> Iterator[Label]:
    return (Label(one.name, one.name_locale or page) for one in topic.subjects_in(page) if one.name)


def _lead(description: str, summary: Markup) -> str:
    """The description, unless the text begins with it."""
    words = description.rstrip(" .…")
    return "" if words and words in _beginning(summary, len(words) + 200) else description


def _beginning(html: Markup, length: int) -> str:
    """So many characters of the text of HTML; the rest of a long text is not looked at."""
    end = html.find("<", 3 * length)
    text = html[:end].striptags() if end >= 0 else ""
    return (text if len(text) > length else html.striptags())[:length]


def _link_list(section: ShownSection, anchors: Anchors, labels: Labels, *, is_open: bool) -> _LinkList:
    entry = Entry(anchors.of(section.id or section.title), section.title)
    links = [(link, list(_marks(link, labels))) for link in section.links]
    return _LinkList(entry, links, is_open, section.description)


def _marks(link: ShownLink, labels: Labels) -> Iterator[_Mark]:
    flags = [_FLAGS.get(flag.lower(), flag.lower()) for flag in link.flags]
    if link.url.lower().endswith(".pdf"):
        flags.append("pdf")
    for flag in dict.fromkeys(flags):
        if flag in _MARKS:
            words, short = _MARKS[flag]
            yield _Mark(flag, labels.gettext(words), short)


def _contents(
    text: Text, part: str, sections: Sequence[ShownSection], lists: Sequence[_LinkList], labels: Labels
) -> list[tuple[Any, list[Entry]]]:
    """The table of contents in groups: the text with the lists that stand with it, then the others; empty if short."""
    first = part or (sections[0].part if sections else "") or labels.gettext("Overview")
    lines: list[tuple[str, Entry]] = [(first, entry) for entry in text.entries]
    if text.intro and not text.body and lists:
        lines.insert(0, (first, Entry("summary", labels.gettext("Summary"))))
    more = labels.gettext("Learn more")
    lines += [(section.part or more, one.entry) for section, one in zip(sections, lists, strict=True)]
    return grouped(lines) if len(lines) > 2 else []


def _related(
    related: Sequence[tuple[Reference, Topic | None]], language: str, place: Callable[[Topic], str]
) -> list[_Related]:
    found: dict[str, _Related] = {}
    for reference, topic in related:
        if topic is not None:
            title = next(title for locale, title in topic.title.items() if locale.language == language)
            found.setdefault(place(topic), _Related(title, place(topic)))
        elif reference.url:
            found.setdefault(reference.url, _Related(reference.title, reference.url))
    return list(found.values())
