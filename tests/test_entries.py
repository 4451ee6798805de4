"""Entries: whatever their texts and dates, they are refused by name before a byte is written, or come back as given."""

from __future__ import annotations

import calendar
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from typing import Any

import attrs
import feedparser
import pytest
from babel import Locale
from feed_samples import ATOM, BACK, PICTURE, all_feeds, comes_back, illustrated, markup_of, parsed, text_of
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from samples import PUBLISHER, catalog, day, english_only, topic
from strategies import SOUND_IDS, any_moments, any_texts, catalogs, entry_values, lines, markup, texts

from syndicate.errors import InvalidValueError, LocaleError
from syndicate.feeds import Alternate, Category, Enclosure, Entry, Feed, Media, Tombstone, feed
from syndicate.feeds.archive import Archive, pack, unpack
from syndicate.layout import FORMATS
from syndicate.model import Catalog, Image, Link, Subject, Topic

NOON = datetime(2024, 6, 6, 12, 30, 5, tzinfo=UTC)
ID = "tag:example.org,2024:1"


def an_entry(**changes: Any) -> Entry:
    """A sound entry in Spanish, but for the changes."""
    values: dict[str, Any] = {
        "id": ID,
        "url": "https://example.org/",
        "title": "Uno",
        "locale": Locale("es"),
        "updated": NOON,
    }
    return Entry(**{**values, **changes})


def a_feed(*entries: Entry, **changes: Any) -> Feed:
    """A sound feed in Spanish of entries of one's own, but for the changes."""
    values: dict[str, Any] = {
        "id": "tag:example.org,2024:all",
        "title": "Todo",
        "subtitle": "Todo lo nuevo",
        "locale": Locale("es"),
        "home_page": "https://example.org/",
        "urls": {format: f"https://example.org/feed.{format}" for format in FORMATS},
        "author": "Ejemplo",
        "author_url": "https://example.org/",
        "entries": entries,
        "updated": NOON,
    }
    return Feed(**{**values, **changes})


def is_legal(text: str) -> bool:
    """Whether XML 1.0 has all the characters (production Char)."""
    return all(
        one in "\t\n\r" or " " <= one <= "\ud7ff" or "\ue000" <= one <= "\ufffd" or one > "\uffff" for one in text
    )


def is_dated(moment: datetime) -> bool:
    """Whether the moment is in a year that dates can have."""
    try:
        moment.astimezone(UTC)
    except OverflowError:
        return False
    return True


def faults(values: dict[str, Any]) -> set[str]:
    """The fields of an entry that no format can carry."""
    found = {name for name in ("title", "summary", "content", "author") if not is_legal(values[name] or "")}
    found |= {name for name in ("updated", "published") if values[name] and not is_dated(values[name])}
    found |= {"title"} if not values["title"].strip() else set()
    found |= {"author"} if values["author"] and not values["author"].strip() else set()
    return found | ({"id"} if values["id"] not in SOUND_IDS else set())


# Whatever the text


@given(entry_values())
@settings(max_examples=200)
def test_an_entry_is_refused_by_name_or_comes_back(values: dict[str, Any]) -> None:
    """Of any text, date and id either an error names entry, field and locale, or all three formats give it back."""
    wrong = faults(values)
    try:
        made = Entry(**values)
    except InvalidValueError as error:
        assert error.field in wrong
        assert (values["id"], str(values["locale"])) == (error.topic, error.locale)
        return
    assert set() == wrong
    for name in ("id", "title", "summary", "content", "author"):
        assert values[name] == getattr(made, name)
    assert values["updated"].astimezone(UTC).replace(microsecond=0) == made.updated
    comes_back(a_feed(made))


@given(any_texts, any_texts)
def test_a_feed_is_refused_by_name_or_comes_back(title: str, rights: str) -> None:
    """So it is with the feed's own texts, which feedgen writes."""
    wrong = {"title", "subtitle", "author"} if not is_legal(title) or not title.strip() else set()
    wrong |= {"rights"} if rights and (not is_legal(rights) or not rights.strip()) else set()
    try:
        made = a_feed(title=title, subtitle=title, author=title, rights=rights)
    except InvalidValueError as error:
        assert error.field in wrong
        assert ("tag:example.org,2024:all", "es") == (error.topic, error.locale)
        return
    assert set() == wrong
    channel, root = parsed(made.rss())[0], parsed(made.atom())
    assert [title, rights or None] == [channel.findtext(name) for name in ("title", "copyright")]
    assert title == text_of(channel.findtext("description"))
    assert [title, title, title] == [
        root.findtext(f"{ATOM}{name}") for name in ("title", "subtitle", f"author/{ATOM}name")
    ]
    document = json.loads(made.json())
    assert [title, title, title] == [document["title"], document["description"], document["authors"][0]["name"]]


@given(title=any_texts, description=any_texts, summary=any_texts, updated=any_moments, created=any_moments)
@example(title="Bell \x07", description="a", summary="a", updated=NOON, created=NOON)
@example(title="a", description="a", summary="half \ud83d", updated=NOON, created=NOON)
@example(title="a", description="a", summary="a", updated=datetime.max.replace(tzinfo=UTC), created=NOON)
def test_a_topic_is_refused_by_name_or_comes_back(
    title: str, description: str, summary: str, updated: datetime, created: datetime
) -> None:
    """Of a topic's texts and dates either an error names topic, field and locale, or the formats give them back."""
    texts_of = {"title": title, "description": description, "summary": summary}
    wrong = {name for name, text in texts_of.items() if not is_legal(text)}
    wrong |= {name for name in ("title", "description") if not texts_of[name].strip()}
    wrong |= {name for name, moment in (("updated", updated), ("created", created)) if not is_dated(moment)}
    try:
        made = topic(
            "tea",
            title={"en": "About tea", "es": title},
            description={"es": description},
            summary={"es": Markup(summary)},
            updated={"es": updated},
            created={"es": created},
        )
    except InvalidValueError as error:
        assert error.field in wrong
        assert ("tea", "es") == (error.topic, error.locale)
        return
    assert set() == wrong
    found = feed(catalog(made), PUBLISHER, "es")
    assert (title, description, summary) == (found.entries[0].title, found.entries[0].summary, found.entries[0].content)
    comes_back(found)


@given(catalogs(min_size=1))
@settings(max_examples=60)
def test_feeds_of_any_catalog_come_back(made: Catalog) -> None:
    """Every feed of any catalog either names the text without a date, before a byte is written, or comes back."""
    stream = BytesIO()
    try:
        found = list(all_feeds(made, PUBLISHER))
        for one in found:
            one.write(stream, "rss")
    except InvalidValueError as error:
        assert ("updated", b"") == (error.field, stream.getvalue())
        undated = made[error.topic or ""]
        assert error.locale in undated.title
        assert made.snapshot is None
        assert error.locale not in undated.updated
        return
    for one in found:
        comes_back(one)


def is_repaired(text: str) -> bool:
    """Whether feedparser takes the text for UTF-8 that was read as Latin-1."""
    try:
        return text.encode("latin-1").decode() != text
    except UnicodeError:
        return False


READABLE = (
    st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff&<>"),
        min_size=1,
        max_size=20,
    )
    .map(lambda text: f"a{text}z")
    .filter(lambda text: not is_repaired(text))
)


@given(title=READABLE, summary=READABLE, content=READABLE.map(markup_of), categories=st.lists(READABLE, max_size=3))
def test_a_real_reader_gets_any_text_back(title: str, summary: str, content: Markup, categories: list[str]) -> None:
    """feedparser reads what we wrote; texts that it normalizes by itself, such as those with C1 codes, are left out."""
    filed = [Category(term=text) for text in dict.fromkeys(categories)]
    made = a_feed(an_entry(title=title, summary=summary, content=content, categories=filed, author="A"))
    for format in ("rss", "atom"):
        read = feedparser.parse(made.format(format), sanitize_html=False, resolve_relative_uris=False)
        assert not read.bozo
        found = read.entries[0]
        assert (title, summary, str(content), ID) == (found.title, found.summary, found.content[0].value, found.id)
        assert [one.term for one in filed] == [tag.term for tag in found.get("tags", [])]


@pytest.mark.parametrize("year", [1900, 1969, 1970, 2024, 2038, 2039, 2100, 9999])
def test_a_real_reader_gets_the_dates_back(year: int) -> None:
    """feedparser reads dates before 1970, after 2038 and in the last year there is."""
    moment = datetime(year, 12, 31, 23, 59, 58, tzinfo=UTC)
    made = a_feed(an_entry(updated=moment, published=moment), updated=moment)
    for format in ("rss", "atom"):
        read = feedparser.parse(made.format(format))
        for found in (read.entries[0].published_parsed, read.entries[0].updated_parsed, read.feed.updated_parsed):
            assert moment.timestamp() == calendar.timegm(found)


# Texts and dates worth naming


@pytest.mark.parametrize(
    "title", ["<b></b>", "&amp;", "&", "]]>", "<!--", "<![CDATA[x", "</title>", "%s", "{0}", "\\u0041"]
)
def test_a_title_of_only_markup_is_text(title: str) -> None:
    """What looks like markup in a title is text, in every place a title goes to."""
    made = illustrated(title={"en": title, "es": title}, description={"en": title, "es": title})
    for which in ({}, {"topic": "tea"}, {"group": "home"}):
        found = feed(catalog(made), PUBLISHER, "es", **which)
        assert title == found.entries[0].title
        comes_back(found)
    assert title in json.loads(found.json())["items"][0]["title"]


@pytest.mark.parametrize(
    "text",
    [
        "مرحبا بالعالم",
        "\u202eright to left\u202c and \u2067isolated\u2069",
        "no\u00a0break",
        "next\x85line",
        "line\u2028and paragraph\u2029separators",
        "\ufeffa mark first",
        "carriage\r\nreturn\rand\ttab",
        "👩‍⚕️👍🏽\U0001f9ec\U0010fffd",
        "e\u0301\u0327\u0323\u0302 n\u0303",
        "\u0301a mark without a letter",
        "\x7f\x80\x9f",
    ],
)
def test_text_of_all_scripts_comes_back(text: str) -> None:
    """No letter is changed, moved or dropped: neither white space of all kinds nor what has no width."""
    label = Category(term=text, scheme="https://example.org/?a=1&b=2", label=text)
    entry = an_entry(title=text, summary=text, content=Markup.escape(text), author=text, categories=[label])
    comes_back(a_feed(attrs.evolve(entry, media=[Media(url="https://example.org/a.png", description=text)])))


def test_megabytes_come_back() -> None:
    """A very long text is neither cut nor refused, and feedgen serializes it too, but for our last line end."""
    entry = an_entry(summary="¿Té & pan? " * 100_000, content=markup_of("¿Té & pan? " * 1_000_000))
    assert len(entry.content) > 10_000_000
    made = a_feed(entry)
    comes_back(made)
    assert len(made.rss()) == len(made.feedgen().rss_str()) + 1
    assert len(made.atom()) == len(made.feedgen().atom_str()) + 1


def test_thousands_of_categories_come_back() -> None:
    """An entry may be filed under anything, in its order."""
    subjects = [Subject(scheme="MeSH", code=f"D{number}", name=f"Name & {number}") for number in range(5000)]
    made = feed(catalog(topic(subjects=subjects)), PUBLISHER, "en")
    assert 5001 == len(made.entries[0].categories)
    comes_back(made)


@pytest.mark.parametrize("name", ["", " ", "\u00a0\n"])
def test_a_subject_without_a_name_is_its_code(name: str) -> None:
    """A code whose name is white space has none."""
    made = feed(catalog(topic(groups=(), subjects=[Subject(scheme="x", code="y", name=name)])), PUBLISHER, "en")
    assert (Category(term="y"),) == made.entries[0].categories
    comes_back(made)


def test_a_subject_has_the_name_its_topic_gives_it() -> None:
    """Two topics may name one code differently; neither gets the other's name, whatever was made before."""
    codes = {slug: Subject(scheme="MeSH", code="D1", name=slug.title()) for slug in ("tea", "milk")}
    made = catalog(*(topic(slug, groups=(), subjects=[code]) for slug, code in codes.items()))
    found = {entry.title: entry.categories[0].label for entry in feed(made, PUBLISHER, "en").entries}
    assert {"About tea": "Tea", "About milk": "Milk"} == found


@pytest.mark.parametrize(
    ("moment", "rss", "atom"),
    [
        ("0001-01-01T00:00:00+00:00", "Mon, 01 Jan 0001 00:00:00 +0000", "0001-01-01T00:00:00Z"),
        ("0099-02-03T04:05:06-04:56:02", "Tue, 03 Feb 0099 09:01:08 +0000", "0099-02-03T09:01:08Z"),
        ("1969-12-31T23:59:59.999999+00:00", "Wed, 31 Dec 1969 23:59:59 +0000", "1969-12-31T23:59:59Z"),
        ("2038-01-19T03:14:08+05:45", "Mon, 18 Jan 2038 21:29:08 +0000", "2038-01-18T21:29:08Z"),
        ("9999-12-31T23:59:59+14:00", "Fri, 31 Dec 9999 09:59:59 +0000", "9999-12-31T09:59:59Z"),
    ],
)
def test_dates_of_all_years(moment: str, rss: str, atom: str) -> None:
    """Years have four digits, and moments with any offset, to the second too, are written in UTC."""
    when = datetime.fromisoformat(moment)
    made = a_feed(an_entry(updated=when, published=when), updated=when)
    assert [rss, rss] == [parsed(made.rss()).findtext(f"channel/{name}") for name in ("item/pubDate", "lastBuildDate")]
    assert [atom, atom] == [
        parsed(made.atom()).findtext(name) for name in (f"{ATOM}updated", f"{ATOM}entry/{ATOM}published")
    ]
    assert atom == json.loads(made.json())["items"][0]["date_modified"]
    comes_back(made)


@pytest.mark.parametrize("field", ["created", "updated"])
@pytest.mark.parametrize(
    "moment",
    [
        datetime(1, 1, 1, tzinfo=timezone(timedelta(seconds=1))),
        datetime(9999, 12, 31, 23, 30, tzinfo=timezone(-timedelta(hours=1))),
    ],
)
def test_a_moment_beyond_all_years_is_refused(field: str, moment: datetime) -> None:
    """An offset may push a date out of the years 1 to 9999 of UTC: an error names topic, field and locale."""
    with pytest.raises(InvalidValueError, match="years 1 to 9999") as caught:
        topic("tea", **{field: {"es": moment}})
    assert ("tea", field, "es") == (caught.value.topic, caught.value.field, caught.value.locale)


def test_no_byte_is_written_before_all_topics_have_a_date() -> None:
    """The error about a date that is missing comes before the first byte."""
    made = catalog(*(english_only(f"t{number:03}", updated={}, created={}) for number in range(300)))
    for which in ({"limit": None}, {"group": "home"}, {"limit": 1}):
        stream = BytesIO()
        with pytest.raises(InvalidValueError, match="date") as caught:
            feed(made, PUBLISHER, "en", **which).write(stream, "rss")
        assert ("t000", "updated", "en") == (caught.value.topic, caught.value.field, caught.value.locale)
        assert b"" == stream.getvalue()


# Values of one's own


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "x:1"),
        ("id", "urn:x:1"),
        ("id", "urn:x"),
        ("id", "one"),
        ("id", "tag:example.org,2024:a b"),
        ("id", "tag:example.org,2024:a\x01"),
        ("id", 'tag:example.org,2024:"'),
        ("url", "/relative"),
        ("url", "example.org"),
        ("url", "javascript:alert(1)"),
        ("url", "https://example.org/a b"),
        ("url", "https://example.org/\ufffe"),
        ("url", "https://user@example.org/"),
        ("url", 'https://example.org/"><script>'),
        ("title", ""),
        ("title", " \t\n"),
        ("title", "\u00a0\u2003"),
        ("title", "bell\x07"),
        ("title", "\x01script\x02"),
        ("title", "half \ud83d"),
        ("title", "\uffff"),
        ("title", "a" * 10_001),
        ("title", None),
        ("title", b"bytes"),
        ("summary", "\x00"),
        ("summary", None),
        ("content", "<p>a plain str</p>"),
        ("content", Markup("<p>\x0b</p>")),
        ("content", Markup("\udfff")),
        ("author", "\x1b"),
        ("author", " "),
        ("updated", None),
        ("updated", "2024-06-06"),
        ("updated", datetime(2024, 6, 6)),
        ("updated", datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1)))),
        ("published", datetime(2024, 6, 6)),
        ("published", datetime(9999, 12, 31, 23, tzinfo=timezone(-timedelta(hours=2)))),
        ("categories", ["Tea"]),
        ("categories", "Tea"),
        ("translations", ["https://example.org/en"]),
        ("media", [Enclosure(url="https://example.org/a.png", media_type="image/png")]),
        ("enclosures", ["https://example.org/a.pdf"]),
    ],
)
def test_a_wrong_entry_is_refused_when_it_is_made(field: str, value: Any) -> None:
    """What a format cannot carry is refused at once, by entry, field and locale."""
    with pytest.raises(InvalidValueError) as caught:
        an_entry(**{field: value})
    error = caught.value
    assert (value if field == "id" else ID, field, "es") == (error.topic, error.field, error.locale)
    error.format_message().encode(errors="backslashreplace")


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Category(term=" "), "term"),
        (lambda: Category(term="a\x03"), "term"),
        (lambda: Category(term="a", scheme="MeSH"), "scheme"),
        (lambda: Category(term="a", scheme='https://example.org/"'), "scheme"),
        (lambda: Category(term="a", label="\ud800"), "label"),
        (lambda: Alternate(locale=Locale("en"), url="/en"), "url"),
        (lambda: Alternate(locale=Locale("en"), url="https://example.org/", media_type='a/b"'), "media_type"),
        (lambda: Media(url="photo.png"), "url"),
        (lambda: Media(url="https://example.org/a.png", media_type="png"), "media_type"),
        (lambda: Media(url="https://example.org/a.png", media_type="image/png%"), "media_type"),
        (lambda: Media(url="https://example.org/a.png", width=0), "width"),
        (lambda: Media(url="https://example.org/a.png", height=1.5), "height"),
        (lambda: Media(url="https://example.org/a.png", description="\x00"), "description"),
        (lambda: Enclosure(url="a.pdf", media_type="application/pdf"), "url"),
        (lambda: Enclosure(url="https://example.org/a.pdf", media_type=""), "media_type"),
        (lambda: Enclosure(url="https://example.org/a.pdf", media_type="a/b\x01"), "media_type"),
        (lambda: Enclosure(url="https://example.org/a.pdf", media_type="application/pdf", length=-1), "length"),
        (lambda: Tombstone(id="one", when=NOON), "id"),
        (lambda: Tombstone(id=ID, when=datetime(2024, 6, 6)), "when"),
    ],
)
def test_a_wrong_part_is_refused_when_it_is_made(make: Callable[[], object], field: str) -> None:
    """So are the parts of an entry, by their field."""
    with pytest.raises(InvalidValueError) as caught:
        make()
    assert field == caught.value.field


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "all"),
        ("id", "\x00"),
        ("title", " "),
        ("subtitle", ""),
        ("subtitle", "\x01"),
        ("author", "\ud83d"),
        ("rights", "\x08"),
        ("home_page", "index.html"),
        ("author_url", "mailto:a@example.org"),
        ("hub", "hub.example.org"),
        ("ttl", 0),
        ("ttl", "60"),
        ("urls", {}),
        ("urls", {"rss": "https://example.org/rss", "atom": "https://example.org/atom"}),
        ("urls", dict.fromkeys(FORMATS, "feed.xml")),
        ("updated", datetime(2024, 6, 6)),
        ("updated", None),
        ("entries", ["one"]),
        ("tombstones", [ID]),
        ("translations", {"rss": ("https://example.org/en",)}),
        ("paging", {"prev-archive": {"rss": "https://example.org/1.rss"}}),
    ],
)
def test_a_wrong_feed_is_refused_when_it_is_made(field: str, value: Any) -> None:
    """So is the feed itself."""
    with pytest.raises(InvalidValueError) as caught:
        a_feed(an_entry(), **{field: value})
    error = caught.value
    assert (value if field == "id" else "tag:example.org,2024:all", field, "es") == (
        error.topic,
        error.field,
        error.locale,
    )


def test_an_unknown_language_is_refused() -> None:
    """A locale may be given by its identifier; one that CLDR does not know is refused, and the entry named."""
    assert (
        Locale("es", "MX") == an_entry(locale="es-MX").locale == Alternate(locale="es_MX", url="https://a.org/").locale
    )
    assert Locale("en") == a_feed(locale="en").locale
    with pytest.raises(LocaleError) as caught:
        an_entry(locale="xx-YY")
    assert (ID, "locale") == (caught.value.topic, caught.value.field)


def test_a_feed_without_entries_needs_a_date() -> None:
    """A feed is as new as its newest entry or tombstone; without any it has to be told."""
    later = Tombstone(id="tag:example.org,2024:2", when=day("2024-07-01"))
    assert day("2024-07-01") == attrs.evolve(a_feed(), tombstones=[later], updated=later.when).updated
    values = {attribute.name: getattr(a_feed(), attribute.name) for attribute in attrs.fields(Feed)}
    del values["updated"]
    assert later.when == Feed(**{**values, "entries": [an_entry()], "tombstones": [later]}).updated
    assert NOON == Feed(**{**values, "entries": [an_entry()]}).updated
    with pytest.raises(InvalidValueError, match="needs a date") as caught:
        Feed(**values)
    assert ("tag:example.org,2024:all", "updated", "es") == (
        caught.value.topic,
        caught.value.field,
        caught.value.locale,
    )


def test_entries_of_a_generator_are_kept() -> None:
    """Entries that can be read only once are there for every format."""
    made = a_feed(entries=(an_entry(id=f"tag:example.org,2024:{number}") for number in range(3)))
    assert [3, 3, 3] == [len(read(made.format(format))) for format, (read, _) in BACK.items()]


@pytest.mark.parametrize("host", ["ex\u2100mple.org", "[.]", "[1:2]"])
def test_an_address_without_a_host_is_refused(host: str) -> None:
    """A host that nothing can split is refused where it is given, not when a feed is made of it."""
    with pytest.raises(InvalidValueError, match="URL"):
        Image(url=f"https://{host}/a.png")
    with pytest.raises(InvalidValueError, match="URL"):
        Link(url={"en": f"https://{host}/a.pdf"}, title={"en": "a"})


def test_times_of_other_zones_are_kept_in_utc() -> None:
    """A feed's own date too is written in UTC and whole seconds."""
    when = datetime(2024, 6, 6, 1, 2, 3, 456, tzinfo=timezone(timedelta(hours=-5)))
    made = a_feed(updated=when)
    assert "Thu, 06 Jun 2024 06:02:03 +0000" == parsed(made.rss()).findtext("channel/lastBuildDate")
    assert "2024-06-06T06:02:03Z" == parsed(made.atom()).findtext(f"{ATOM}updated")


# What a history keeps


@given(title=lines, summary=texts, content=markup(), moment=any_moments.filter(is_dated), author=st.none() | lines)
def test_an_archive_keeps_entries_as_they_are(
    title: str, summary: str, content: Markup, moment: datetime, author: str | None
) -> None:
    """Entries and tombstones come out of an archive as they went in, also when the tree moved meanwhile."""
    entry = an_entry(
        url="https://old.example.org/es/te",
        title=title,
        summary=summary,
        content=content,
        updated=moment,
        published=moment,
        author=author,
        categories=[
            Category(term="a", scheme="urn:isbn:1", label="b"),
            Category(term="c", scheme="https://old.example.org/es/"),
        ],
        translations=[Alternate(locale="en", url="HTTPS://example.net/en/tea")],
        media=[Media(url="https://old.example.org/a:b.png", media_type="image/png", width=3, height=4)],
    )
    tombstone = Tombstone(id="tag:example.org,2024:gone", when=moment)
    body = pack(Archive(entries=[entry], tombstones=[tombstone], followed=True), "https://old.example.org/")
    assert Archive(entries=[entry], tombstones=[tombstone], followed=True) == unpack(body, "https://old.example.org/")
    moved = unpack(body, "https://new.example.org/").entries[0]
    assert ("https://new.example.org/es/te", "https://new.example.org/es/") == (moved.url, moved.categories[1].scheme)
    assert attrs.evolve(entry, url=moved.url, categories=moved.categories) == moved


def test_entries_are_made_of_topics() -> None:
    """Id, page, dates, texts, groups and subjects, translations and picture of a topic are in its entry."""
    made: Topic = illustrated()
    entry = feed(catalog(made), PUBLISHER, "en").entries[0]
    assert attrs.evolve(entry) == entry  # every check passes
    assert ("About tea", "A cup a day.", made.summary["en"]) == (entry.title, entry.summary, entry.content)
    assert (day("2024-03-01"), day("2023-05-01")) == (entry.updated, entry.published)
    assert "River Valley Clinic" == entry.author
    assert [
        Category(term="home", scheme="https://clinic.example.org/en/", label="At home"),
        Category(term="places", scheme="https://clinic.example.org/en/", label="Out and about"),
        Category(term="D013662", scheme="https://id.nlm.nih.gov/mesh/", label="Tea & herbs"),
        Category(term="y"),
    ] == list(entry.categories)
    assert (Alternate(locale="es", url="https://clinic.example.org/es/topics/tea/"),) == entry.translations
    assert [PICTURE.alt, ()] == [entry.media[0].description, entry.enclosures]


@given(catalogs(min_size=1))
@settings(max_examples=40)
def test_entries_made_without_checks_are_those_that_checks_would_make(made: Catalog) -> None:
    """An entry of a topic, its pictures and its twins have each field, and values that the checks let through."""
    dated = made if made.snapshot else made.replaced(snapshot=day("2024-01-01"))
    for found in all_feeds(dated, PUBLISHER):
        for entry in found.entries:
            assert entry == Entry(**vars(entry))
            assert {field.name for field in attrs.fields(Entry)} == vars(entry).keys()
            for part in (*entry.media, *entry.translations):
                assert part == type(part)(**vars(part))
