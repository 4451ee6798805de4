"""Hypothesis strategies for the values of the model, from texts to whole catalogs. No test lives here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeVar

from babel import Locale
from hypothesis import strategies as st
from markupsafe import Markup

from syndicate.feeds import Alternate, Category, Enclosure, Media
from syndicate.locales import parse
from syndicate.markup import sanitize
from syndicate.model import (
    Catalog,
    Group,
    Image,
    Link,
    Localized,
    OtherLanguage,
    Record,
    Reference,
    Section,
    Subject,
    Topic,
    Twin,
)
from syndicate.text import find_illegal

__all__ = [
    "any_moments",
    "any_texts",
    "catalogs",
    "entry_values",
    "groups",
    "lines",
    "links",
    "locale_sets",
    "localized",
    "markup",
    "moments",
    "references",
    "related_records",
    "sections",
    "slugs",
    "texts",
    "topics",
    "urls",
]

T = TypeVar("T")

LOCALES = ("en", "es", "es_MX", "es_419", "fr", "pt_BR", "ht", "zh_Hant", "ar")
_SAMPLES = (
    "Sleep",
    "El sueño",
    "¿Qué es la presión alta?",
    "Salt & sugar <less>",
    "  two  spaces ",
    'quo"tes \\ back',
    "👩‍⚕️ visitas",
    "e\u0301 decomposed",
    "line\u2028separator",
)

texts = st.one_of(st.sampled_from(_SAMPLES), st.text(max_size=20).filter(lambda text: find_illegal(text) is None))
"""Text that XML allows: the empty one, white space and line ends too."""

lines = texts.filter(str.strip)
"""Text that says something."""

_AWKWARD = (
    "<b></b>",
    "&amp;",
    "&",
    "]]>",
    "<!--",
    "<![CDATA[x]]>",
    "<?xml?>",
    "%s %(a)s {b}",
    "\\u0000",
    " ",
    "\t\r\n",
    "\u00a0",
    "\u00a0no\u00a0break\u00a0",
    "\x85",
    "next\x85line",
    "line\u2028separator\u2029",
    "\ufeffmark",
    "\ufeff",
    "مرحبا بالعالم",
    "\u202eright to left\u202c",
    "שלום, עולם",
    "👩‍⚕️👍🏽🇪🇸",
    "\U0010fffd\U0001f9ec",
    "e\u0301\u0327n\u0303",
    "\u0301alone",
    "bell\x07",
    "\x00",
    "\x01script\x02\x03",
    "\x0b\x0c",
    "\x1f",
    "\x7f\x80\x9f",
    "half \ud83d",
    "\udc00\ud800",
    "\ufffe",
    "\uffff",
    "\U0001ffff",
)

any_texts = st.one_of(
    st.sampled_from(_SAMPLES + _AWKWARD),
    st.text(st.characters(exclude_categories=()), max_size=20),
    st.builds("".join, st.lists(st.sampled_from(_SAMPLES + _AWKWARD), min_size=1, max_size=3)),
)
"""Text of any kind: what XML forbids too, lone surrogates and control characters."""

slugs = st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,12}[a-z0-9])?", fullmatch=True)
"""Names for URLs and files."""

moments = st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2024, 1, 1), timezones=st.just(UTC))
"""Aware moments in UTC."""


_OFFSETS = st.one_of(
    st.sampled_from((0, 3600, -3600, 20_700, 86_399, -86_399, -17_762)).map(lambda seconds: timedelta(seconds=seconds)),
    st.timedeltas(timedelta(hours=-23, minutes=-59, seconds=-59), timedelta(hours=23, minutes=59, seconds=59)),
)

any_moments = st.one_of(
    st.datetimes(timezones=_OFFSETS.map(timezone)),
    st.builds(
        lambda text, offset: datetime.fromisoformat(text).replace(tzinfo=timezone(offset)),
        st.sampled_from(
            (
                "0001-01-01T00:00:00",
                "0001-01-01T23:59:59.999999",
                "0099-12-31T12:00:00",
                "1582-10-10T00:00:00",
                "1899-12-31T23:59:59",
                "1969-12-31T23:59:59.5",
                "1970-01-01T00:00:00",
                "2000-02-29T00:00:00",
                "2038-01-19T03:14:08",
                "2100-02-28T23:59:59",
                "9999-12-31T00:00:00",
                "9999-12-31T23:59:59.999999",
            )
        ),
        _OFFSETS,
    ),
)
"""Aware moments from year 1 to 9999 with any offset, also such that the moment is in no year of UTC."""


@st.composite
def urls(draw: st.DrawFn, host: str = "www.example.org") -> str:
    """Absolute addresses at one host: deep or shallow, with accents, queries and fragments."""
    scheme = draw(st.sampled_from(("https", "http")))
    path = "/".join(draw(st.lists(st.sampled_from(("a", "salud", "niños", "b.html", "%C3%B1", "1")), max_size=3)))
    tail = draw(st.sampled_from(("", "?q=1&lang=es", "#top", "/")))
    return f"{scheme}://{host}/{path}{tail}"


@st.composite
def markup(draw: st.DrawFn) -> Markup:
    """Sanitized HTML that says something."""
    pattern = draw(
        st.sampled_from(
            (
                "<p>{}</p>",
                "<h2>{}</h2><ul><li>{}<li>b</ul>",
                '<p lang="es"><a href="https://example.org/a?b&c">{}</a> &nbsp; {}',
                "<table><tr><td>{}</table>",
                "{}",
            )
        )
    )
    cleaned = sanitize(pattern.replace("{}", draw(texts)) + "<p>.</p>")
    return Markup(cleaned.strip())


@st.composite
def locale_sets(draw: st.DrawFn, max_size: int = 3) -> list[Locale]:
    """A few different locales; the first is the main one, the others are in the order pairing gives them."""
    main, *others = draw(st.lists(st.sampled_from(LOCALES), min_size=1, max_size=max_size, unique=True))
    return [parse(main), *map(parse, sorted(others))]


@st.composite
def localized(
    draw: st.DrawFn, values: st.SearchStrategy[T], locales: list[Locale], *, all_of_them: bool = False
) -> Localized[T]:
    """A value in some of the locales, or in all."""
    return Localized({locale: draw(values) for locale in locales if all_of_them or draw(st.booleans())})


@st.composite
def groups(draw: st.DrawFn, locales: list[Locale]) -> list[Group]:
    """Groups with ids and slugs of their own, each named in some language."""
    names = draw(st.lists(st.tuples(lines, slugs), max_size=3, unique_by=(lambda pair: pair[0], lambda pair: pair[1])))
    return [
        Group(
            id=identifier,
            slug=slug,
            name=draw(localized(lines, locales)) or {draw(st.sampled_from(locales)): draw(lines)},
            url=draw(localized(urls(), locales)),
        )
        for identifier, slug in names
    ]


references = st.builds(Reference, title=lines, url=st.none() | urls(), id=st.none() | lines)
"""Things elsewhere that a topic names."""


@st.composite
def links(draw: st.DrawFn, locale: Locale, locales: list[Locale]) -> Link:
    """A link of one language's list; its twins, at another host, have an address and perhaps a title."""
    others = [other for other in locales if other != locale and draw(st.booleans())]
    titled = [other for other in others if draw(st.booleans())]
    return Link(
        url={locale: draw(urls()), **{other: draw(urls("twin.example.org")) for other in others}},
        title={locale: draw(lines), **{other: draw(lines) for other in titled}},
        organization=draw(localized(lines, [locale])),
        ids=draw(localized(lines, [locale, *titled])),
        sizes=draw(st.sampled_from([{}, {locale: 81920}])),
        flags=draw(st.lists(lines, max_size=2, unique=True)),
    )


@st.composite
def sections(draw: st.DrawFn, locale: Locale, locales: list[Locale]) -> Section:
    """A titled list of links in one language."""
    return Section(
        id=draw(st.none() | lines),
        title=draw(lines),
        links=draw(st.lists(links(locale, locales), max_size=2)),
    )


def _some(draw: st.DrawFn, make: Callable[[Locale], st.SearchStrategy[T]], locales: list[Locale]) -> Localized[Any]:
    found = {locale: tuple(draw(st.lists(make(locale), max_size=2))) for locale in locales}
    return Localized({locale: values for locale, values in found.items() if values})


@st.composite
def topics(
    draw: st.DrawFn, locales: list[Locale], shelves: list[Group], *, slug: str = "genes", number: int = 1
) -> Topic:
    """A topic in some of the locales, with any of its fields."""
    own = [locale for locale in locales if draw(st.booleans())] or locales[:1]
    subjects = draw(
        st.lists(
            st.builds(Subject, scheme=lines, code=lines, name=texts),
            max_size=2,
            unique_by=lambda subject: (subject.scheme, subject.code),
        )
    )
    return Topic(
        slug=slug,
        ids={locale: f"{draw(lines)}#{number}" for locale in own},
        title=draw(localized(lines, own, all_of_them=True)),
        url=draw(localized(urls(), own)),
        elsewhere={} if "fr" in map(str, own) else draw(st.sampled_from([{}, {"fr": "https://example.org/fr"}])),
        description=draw(localized(lines, own)),
        summary=draw(localized(markup(), own)),
        also_called=_some(draw, lambda locale: lines, own),
        see_references=_some(draw, lambda locale: lines, own),
        other_languages=_some(
            draw, lambda locale: st.builds(OtherLanguage, language=lines, vernacular_name=texts, url=urls()), own
        ),
        groups=draw(st.permutations([group.id for group in shelves]))[: draw(st.integers(0, 2))],
        subjects=subjects,
        sections=_some(draw, lambda locale: sections(locale, own), own),
        related=_some(draw, lambda locale: references, own),
        institute=draw(localized(references, own)),
        image=draw(localized(st.builds(Image, url=urls(), alt=texts), own)),
        created=draw(localized(moments, own)),
        updated=draw(localized(moments, own)),
        reviewed=draw(localized(moments, own)),
    )


@st.composite
def catalogs(draw: st.DrawFn, min_size: int = 0, max_size: int = 4) -> Catalog:
    """A whole catalog in up to three languages; groups may lack topics, and topics groups."""
    locales = draw(locale_sets())
    shelves = draw(groups(locales))
    names = draw(st.lists(slugs, min_size=min_size, max_size=max_size, unique=True))
    # A main language that no topic is in stands for its nearest one, once the catalog is paired.
    alone = [one for one in locales if all(one == other or one.language != other.language for other in locales)]
    return Catalog(
        [draw(topics(locales, shelves, slug=name, number=number)) for number, name in enumerate(names)],
        groups=shelves,
        default_locale=alone[0] if alone else "en",
        snapshot=draw(st.none() | moments),
    )


_PAGES = tuple(f"https://links.example.org/{name}" for name in "abc")


@st.composite
def related_records(draw: st.DrawFn) -> list[Record]:
    """Records in up to three languages whose claims, links and groups meet: mutual, one-sided, crossed."""
    locales = draw(locale_sets())
    numbers = st.integers(0, 2)
    twins = st.builds(Twin, locale=st.sampled_from(locales), id=numbers.map(str))
    shelf = st.builds(Reference, title=st.sampled_from(("Heart", "Corazón")), id=st.sampled_from(("1", "2", "3")))
    address = st.sampled_from(_PAGES)

    def link(locale: Locale) -> st.SearchStrategy[Link]:
        return st.builds(
            lambda own, others, title, flags: Link(url={**others, locale: own}, title={locale: title}, flags=flags),
            address,
            st.dictionaries(st.sampled_from(locales), address, max_size=2),
            st.sampled_from(("A", "B")),
            st.lists(st.sampled_from(("video", "game")), max_size=1),
        )

    def record(locale: Locale, number: int) -> Record:
        return Record(
            id=str(number),
            locale=locale,
            title=draw(st.sampled_from(("Heart health", "La salud del corazón"))),
            slug=draw(st.sampled_from(("heart", "corazon"))),
            groups=draw(st.lists(shelf, max_size=3)),
            subjects=draw(st.lists(st.builds(Subject, scheme=st.just("MeSH"), code=st.sampled_from("AB")), max_size=2)),
            sections=[Section(title="More", links=draw(st.lists(link(locale), max_size=3)))],
            twins=draw(st.lists(twins, max_size=2)),
        )

    return [record(locale, number) for locale in locales for number in range(draw(numbers))]


SOUND_IDS = (
    "tag:example.org,2024:1",
    "tag:example.org,2024:ñ/'x'&y",
    "urn:isbn:0451450523",
    "https://example.org/?a=1&b=2#c",
)
WRONG_IDS = (
    "",
    "one",
    "/one",
    "x:1",
    "urn:x:1",
    "urn:uuid",
    "tag:",
    "tag:a b",
    "tag:a\x01",
    "tag:a\ufffe",
    "tag:\ud800",
)


@st.composite
def entry_values(draw: st.DrawFn) -> dict[str, Any]:
    """The values of a feed's entry; the id, texts and dates may be such as no format can carry."""
    kinds = st.sampled_from(("application/pdf", "image/svg+xml", "audio/mp4"))
    categories = st.builds(Category, term=lines, scheme=st.none() | urls(), label=st.none() | lines)
    pictures = st.builds(
        Media,
        url=urls(),
        media_type=st.none() | kinds,
        width=st.none() | st.integers(1, 9999),
        height=st.none() | st.integers(1, 9999),
        description=texts,
    )
    enclosures = st.builds(Enclosure, url=urls(), media_type=kinds, length=st.none() | st.integers(0, 10**12))
    main, *others = draw(locale_sets())
    sound = draw(st.booleans())  # half of them in every field, for otherwise nearly all have some fault
    text, line = (texts, lines) if sound else (any_texts, any_texts)
    return {
        "id": draw(st.sampled_from(SOUND_IDS)) if sound else draw(st.sampled_from(SOUND_IDS + WRONG_IDS)),
        "locale": main,
        "url": draw(urls()),
        "title": draw(line),
        "updated": draw(moments if sound else any_moments),
        "published": draw(st.none() | (moments if sound else any_moments)),
        "summary": draw(text),
        "content": draw(markup() | text.map(Markup)),
        "author": draw(st.none() | line),
        "categories": draw(st.lists(categories, max_size=3)),
        "translations": [Alternate(locale=locale, url=draw(urls())) for locale in others],
        "media": draw(st.lists(pictures, max_size=2)),
        "enclosures": draw(st.lists(enclosures, max_size=2)),
    }
