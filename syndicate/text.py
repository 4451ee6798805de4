"""Plain text: characters XML allows, white space, truncation, slugs, dates for machines. HTML is in `markup`."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from syndicate.character_data import is_mark, is_wide
from syndicate.explained import checking, explained

if TYPE_CHECKING:
    from syndicate.locales.language_data import Language

__all__ = ["find_illegal", "legal", "one_line", "slugify", "truncate"]

ELLIPSIS = "…"

_URI_CHARACTERS = "!#$%&'()*+,/:;=?@~"  # and letters, digits, - . _ (RFC 3986 section 2)

# XML 1.0 section 2.2 production Char, and the lone surrogates that no encoding can carry.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes(code for code in range(0x20) if chr(code) not in "\t\n\r")
_ALL_LEGAL = re.compile("[\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*+")  # twice as fast to look for


@explained
def find_illegal(text: str) -> str | None:
    """The first character that XML 1.0 forbids, as ``U+0000``, or None.

    >>> find_illegal("sleep\\x0b"), find_illegal("sueño")
    ('U+000B', None)
    """
    match = None if _is_legal(text) else _ILLEGAL.search(text)
    return None if match is None else f"U+{ord(match[0]):04X}"


@explained
def legal(text: str) -> tuple[str, int]:
    """The text without the characters XML 1.0 forbids, and how many there were.

    >>> legal("sue\\x00ño")
    ('sueño', 1)
    """
    return (text, 0) if _is_legal(text) else _ILLEGAL.subn("", text)


def _is_legal(text: str) -> bool:
    if text.isascii():  # bytes are looked through in half the time
        return len(text.encode().translate(None, _CONTROLS)) == len(text)
    return _ALL_LEGAL.fullmatch(text) is not None


@explained
def one_line(text: str) -> str:
    """Runs of white space as one space, none at the ends; no-break spaces stay.

    >>> one_line("  Genes and\\n Gene\\tTherapy ")
    'Genes and Gene Therapy'
    """
    text = text.strip(" \t\r\n\f")
    if not text.isprintable():
        for character in "\t\r\n\f":
            text = text.replace(character, " ")
    return single_spaced(text)


def single_spaced(text: str) -> str:
    """Runs of spaces as one space.

    >>> single_spaced("a  b    c")
    'a b c'
    """
    return _SPACES.sub(" ", text) if "  " in text else text


_SPACES = re.compile("  [ ]*")  # the two that are sought together are found faster than one, or more of it


SENTENCE_ENDS: Final = ".!?…։؝؞؟۔܀܁܂।॥၊။።፧፨។៕᠃᠉‼‽⁇⁈⁉。﹒﹖﹗！．？｡"
"""The marks that end sentences: ATerm and STerm of UAX #29 as far as scripts in use have them, and the ellipsis."""

# A number after a full stop begins no sentence ("approx. 5 mg"). Chinese and Japanese put no space between sentences.
# All begin with one set of characters, which is found quickly.
_SENTENCE_END = re.compile(
    rf"[{SENTENCE_ENDS}](?:(?:(?<!\.)|(?!\s+\d))[\"'»”’“«›‹)\]]*(?=\s+(?P<next>\S))"
    r"|(?<=[。！？｡])[」』”’）】》]*(?=\S))"
)


@lru_cache(maxsize=256)
def _abbreviation(language: Language) -> re.Pattern[str]:
    """What matches an abbreviation at the end of a text: initials such as "J." and "e.g." are some in any language."""
    known = "|".join(map(re.escape, sorted(language.abbreviations)))
    word = rf"[^\W\d_]|(?:[^\W\d_]{{1,2}}\.)+[^\W\d_]{{1,2}}|{known or '(?!)'}"
    return re.compile(rf"(?:^|[\s(«“\"'])(?:{word})\.$", re.IGNORECASE)


@checking
def truncate(text: str, limit: int, language: Language) -> str:
    """The text in at most ``limit`` characters: whole sentences if half the room or more is used, else whole words.

    No grapheme is cut (the clusters of UAX #29 that text for people has: combining marks, joined emoji, skin tones,
    flags, Hangul). The full stop of an abbreviation ends no sentence. A question, exclamation, parenthesis or quotation
    that is cut is closed after the ellipsis (Ortografía de la lengua española, 2010, III.3.4.8.4), and an opening mark
    never ends the text.

    Args:
        text: one line of plain text.
        limit: characters (code points), at least 3.
        language: whose abbreviations and marks these are.

    >>> from syndicate.locales import language_of
    >>> truncate("Genes are short. They hold instructions for proteins.", 20, language_of("en"))
    'Genes are short.'
    >>> spanish = language_of("es")
    >>> truncate("¿Qué son los genes humanos?", 16, spanish), truncate("En EE. UU. hay más casos.", 14, spanish)
    ('¿Qué son los…?', 'En EE. UU.…')
    """
    if len(text) <= limit:
        return text
    start = (limit - 1) // 2  # an end of a sentence that is used comes after it
    while start and not text[start].isspace():
        start -= 1
    for match in reversed(list(_SENTENCE_END.finditer(text, start, limit + 2))):
        kept = text[: match.end()]
        if not len(kept) <= limit <= 2 * len(kept):
            continue
        goes_on = (match["next"] or "").islower()  # as after most abbreviations: "p. ej. el té"
        if not goes_on and not _ends_abbreviated(kept, language) and kept.count("(") <= kept.count(")"):
            return kept
    room = limit - len(ELLIPSIS)
    kept = _words(text, room, language)
    while len(kept) + len(closing := _unclosed(kept, language)) > limit - len(ELLIPSIS):
        room -= 1
        kept = _words(text, room, language)
    return kept + ELLIPSIS + closing


def truncate_to_width(text: str, width: int, language: Language) -> str:
    """What :func:`truncate` makes of a text for a place that is measured by its width.

    A character that is wide or full in East Asian text counts as two (UAX #11); networks and search engines cut a line
    where it is full, not after a number of characters.

    >>> from syndicate.locales import language_of
    >>> truncate_to_width("流感是一种传染病。咳嗽会传播流感，请多休息。", 24, language_of("zh"))
    '流感是一种传染病。'
    """
    return truncate(text, max(3, fitting(text, width)), language)


def fitting(text: str, width: int) -> int:
    """How many characters of a text fit into a width.

    >>> fitting("Sleep", 3), fitting("睡眠很好", 5), fitting("Sleep", 9)
    (3, 2, 5)
    """
    if text.isascii():
        return min(len(text), width)
    for place, character in enumerate(text):
        width -= 2 if is_wide(character) else 1
        if width < 0:
            return place
    return len(text)


def _ends_abbreviated(text: str, language: Language) -> bool:
    return text.endswith(".") and _abbreviation(language).search(text, max(0, text.rfind(" "))) is not None


def _words(text: str, limit: int, language: Language) -> str:
    """The whole words that fit; where the first takes most of the room, a part of it."""
    cut = text[: limit + 1].rfind(" ")
    if cut * 3 < limit:
        cut = limit
        while cut > 0 and _continues(text, cut):
            cut -= 1
    loose = _LOOSE + "".join(pair[0] for pair in language.paired_marks)
    kept = text[:cut].rstrip(loose)
    return kept if _ends_abbreviated(kept, language) else kept.rstrip(f".{loose}")


_LOOSE = " \u00a0,;:-–—…\"'"
"""What does not end a text well, besides marks that open something."""


def _unclosed(text: str, language: Language) -> str:
    """The marks that close what is open at the end of a text, the innermost first."""
    opened = [
        (text.rfind(pair[0]), pair[1]) for pair in language.paired_marks if text.rfind(pair[0]) > text.rfind(pair[1])
    ]
    return "".join(last for _, last in sorted(opened, reverse=True))


# Vowels of Thai and Lao that are letters, joiners, skin tones, the letters of subdivision flags; vowels and final
# consonants of Hangul in parts.
_EXTENDS = re.compile("[\u0e33\u0eb3\u200c\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u1160-\u11ff\ud7b0-\ud7fb]")
_VIRAMA: Final = 9
"""The combining class of the sign that joins the consonants around it (UAX #29, rule GB9c)."""
_FLAG_HALF = re.compile("[\U0001f1e6-\U0001f1ff]")


def _continues(text: str, place: int) -> bool:
    """Whether the character at a place belongs to the grapheme of the one before it."""
    before, character = text[place - 1], text[place]
    if _FLAG_HALF.match(character):
        start = place
        while start > 0 and _FLAG_HALF.match(text[start - 1]):
            start -= 1
        return (place - start) % 2 == 1
    return (
        is_mark(character)
        or before == "\u200d"
        or (unicodedata.combining(before) == _VIRAMA and unicodedata.category(character) == "Lo")
        or _EXTENDS.match(character) is not None
    )


@explained
def slugify(text: str) -> str:
    """A name for files and URLs: ASCII letters, digits and hyphens.

    Letters of the Latin, Greek and Cyrillic scripts are written in ASCII, digits of all scripts too; dashes, spaces
    and other signs separate. A text in which no letter can be written so is named by a digest of it, which stays the
    same; a text without letters and digits gives an empty name.

    >>> slugify("Niños y adolescentes"), slugify("Social/Family Issues"), slugify("Straße – Cœur")
    ('ninos-y-adolescentes', 'social-family-issues', 'strasse-coeur')
    >>> slugify("Łódź"), slugify("Γρίπη"), slugify("流感"), slugify("¿…?")
    ('lodz', 'gripi', 'x-3ab3a007', '')
    """
    folded = text.lower() if text.isascii() else "".join(map(in_ascii, _folded(text)))
    slug = _NO_NAME.sub("-", folded).strip("-")
    if not slug and any(map(str.isalnum, text)):
        digest = hashlib.sha256(_folded(text).encode(errors="replace")).hexdigest()
        return f"x-{digest[:8]}"
    return slug


def free_slug(slug: str, identifier: str, taken: Container[str]) -> str:
    """The slug, or with the id behind it, or a number, if another has it already."""
    candidate, number = slug, 1
    while candidate in taken:
        candidate = f"{slug[:100]}-{slugify(identifier)[:90] or 2}" if number == 1 else f"{slug[:180]}-{number}"
        number += 1
    return candidate


_NO_NAME = re.compile("[^a-z0-9]+")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())


@lru_cache(maxsize=4096)
def in_ascii(character: str) -> str:
    """A folded character as ASCII letters and digits, as ``-`` where it separates, or as nothing."""
    if character.isascii():
        return character
    if character in _WITHIN_WORDS or (category := unicodedata.category(character)) in _WITHIN_WORDS_TOO:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category[0] not in "LN":
        return "-"
    if (letters := _LETTERS.get(character)) is not None:
        return letters
    # Unicode's names say what a letter is made of: "LATIN SMALL LETTER O WITH STROKE" is an o.
    name = unicodedata.name(character, "").partition(" WITH")[0].replace("-", "").lower().split()
    return next((word for word in reversed(name) if len(word) <= 2), name[-1][:1]) if name[:1] == ["latin"] else ""


_WITHIN_WORDS = "’‘‛′·\ufffd"
"""Apostrophes and the Catalan middle dot: "Crohn’s", "col·legi"."""
_WITHIN_WORDS_TOO = frozenset({"Mn", "Mc", "Me", "Cf", "Lm"})
_LETTERS = {
    # Latin, as CLDR's transform Latin-ASCII has them; the names of these tell something else.
    **dict(zip("þðđħıĸŋəɛɔʃʒƿȝ", "th d d h i q n e e o s z w y".split(), strict=True)),
    # Greek, by ISO 843 (ELOT 743) type 2; Cyrillic by BGN/PCGN, simplified, each letter by itself.
    **dict(
        zip(
            "αβγδεζηθικλμνξοπρσςτυφχψω",
            "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(),
            strict=True,
        )
    ),
    **dict(
        zip(
            "абвгдежзийклмнопрстуфхцчшщыэюяєіґђјљњћџѕўқғңөүұһә",
            "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch y e yu ya ye i g dj j lj nj c dz dz u q gh ng "
            "o u u h a".split(),
            strict=True,
        )
    ),
    **dict.fromkeys("ъь", ""),
}


def rfc3339(moment: datetime) -> str:
    """A moment as RFC 3339 writes it in UTC, to the second.

    >>> rfc3339(datetime.fromisoformat("2024-06-06T02:30:35-05:00"))
    '2024-06-06T07:30:35Z'
    """
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    # Four times as fast as isoformat(), and feeds have many dates.
    minute = _MINUTES[moment.hour * 60 + moment.minute]
    return f"{_day(moment.toordinal())}T{minute}{_SECONDS[moment.second]}Z"


@lru_cache(maxsize=4096)
def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


_MINUTES: Final = tuple(f"{hour:02}:{minute:02}" for hour in range(24) for minute in range(60))
_SECONDS: Final = tuple(f":{second:02}" for second in range(60))


def time_of_day(moment: datetime) -> str:
    """The time of a moment to the second, as all formats of feeds write it.

    >>> time_of_day(datetime.fromisoformat("2024-06-06T02:30:35-05:00"))
    '02:30:35'
    """
    return _MINUTES[moment.hour * 60 + moment.minute] + _SECONDS[moment.second]


_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def uri(url: str) -> str:
    """An absolute http(s) URL in the characters that RFC 3986 allows; feeds and sitemaps are read by strict programs.

    >>> uri("https://example.org/niños?term=pain[majr]")
    'https://example.org/ni%C3%B1os?term=pain%5Bmajr%5D'
    >>> uri("https://ejemplo.español/a")
    'https://ejemplo.xn--espaol-zwa/a'
    """
    if "%" in url:
        url = _BARE_PERCENT.sub("%25", url)
    if url.isascii() and "[" not in url and "]" not in url:
        return url
    scheme, _, rest = url.partition("://")
    end = re.search("[/?#]", rest)
    host, tail = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:  # a name that the Domain Name System cannot have
            host = quote(host, safe=":")
    return f"{scheme}://{host}{quote(tail, safe=_URI_CHARACTERS)}"
