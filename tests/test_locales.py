"""Locales: identifiers, fallback, negotiation, names, labels, dates, lists and order."""

from __future__ import annotations

import contextlib
import gettext
import json
import os
import pickle
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from syndicate import locales
from syndicate.errors import LocaleError
from syndicate.locales.catalogs import spoken
from syndicate.locales.cldr_gaps import own_words
from syndicate.locales.further import further_languages
from syndicate.locales.identifiers import script
from syndicate.locales.language_data import all_languages, cldr, quotation_marks

ENGLISH = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SPANISH = "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("en", "en"),
        ("es", "es"),
        ("  es ", "es"),
        ("ES", "es"),
        ("es-us", "es_US"),
        ("ES_mx", "es_MX"),
        ("es-419", "es_419"),
        ("spa", "es"),
        ("spa-MX", "es_MX"),
        ("eng", "en"),
        ("fre", "fr"),
        ("ger", "de"),
        ("zh-hant-tw", "zh_Hant_TW"),
        ("zh-TW", "zh_Hant_TW"),
        ("pt_PT", "pt_PT"),
        ("ht", "ht"),
    ],
)
def test_one_locale_has_many_spellings(spelling: str, expected: str) -> None:
    """Hyphens, underscores, any case, ISO 639-2 codes and white space around all lead to one locale."""
    assert expected == str(locales.parse(spelling))
    assert expected == locales.locale_id(spelling)


@pytest.mark.parametrize(
    "nonsense",
    ["", " ", "-", "_", "x", "es_XX", "es--US", "Spanish, please", "é", "es\0", "ñ" * 5000, "*", "C", "root", "und"],
)
def test_what_is_no_locale_is_an_error_that_shows_it(nonsense: str) -> None:
    """An identifier that CLDR does not know is named in the error, with an example of a good one."""
    with pytest.raises(LocaleError) as caught:
        locales.parse(nonsense)

    assert repr(nonsense[:100]) in str(caught.value)
    assert "es-US" in str(caught.value)


@given(st.text())
def test_parsing_any_text_gives_a_locale_or_a_locale_error(text: str) -> None:
    """No text makes parsing fail in another way."""
    with contextlib.suppress(LocaleError):
        assert isinstance(locales.parse(text), Locale)


def test_a_locale_is_its_own_identifier() -> None:
    """A Babel locale passes through unchanged."""
    locale = Locale("es", territory="PR")

    assert locale is locales.parse(locale)


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("es_MX", ["es_MX", "es_419", "es"]),
        ("es_US", ["es_US", "es_419", "es"]),
        ("es_ES", ["es_ES", "es"]),
        ("pt_PT", ["pt_PT", "pt"]),
        ("pt_AO", ["pt_AO", "pt_PT", "pt"]),
        ("zh_Hant_TW", ["zh_Hant_TW", "zh_Hant"]),
        ("en_GB", ["en_GB", "en_001", "en"]),
        ("en", ["en"]),
    ],
)
def test_parents_are_those_of_cldr(identifier: str, expected: list[str]) -> None:
    """Mexican Spanish is Latin American Spanish first; traditional Chinese never falls back to simplified."""
    assert expected == [str(parent) for parent in locales.parents(identifier)]


@pytest.mark.parametrize(
    ("identifier", "expected"), [("es", "es"), ("es_mx", "es-MX"), ("zh_TW", "zh-Hant-TW"), ("spa", "es")]
)
def test_the_tag_is_bcp_47(identifier: str, expected: str) -> None:
    """Documents carry hyphenated tags."""
    assert expected == locales.tag(identifier)


def test_direction_follows_the_script() -> None:
    """Spanish runs left to right, Arabic right to left."""
    assert ["ltr", "rtl"] == [locales.direction(name) for name in ("es", "ar")]


def test_a_language_is_named_in_itself_or_in_another() -> None:
    """Readers see a language under its own name unless another language is asked for."""
    assert ["español", "Spanish", "inglés", "English"] == [
        locales.language_name("es"),
        locales.language_name("es-MX", "en"),
        locales.language_name("en_GB", "es"),
        locales.language_name("en"),
    ]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "en"),
        ("", "en"),
        ("es", "es"),
        ("ES-mx", "es"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("en;q=0.1, es;q=0.2", "es"),
        ("en;q=0.2,es;q=0.1", "en"),
        ("es; q=0.5 , en ;q=0.4", "es"),
        ("es;Q=0.5, en;q=0.4", "es"),
        ("fr, de", "en"),
        ("fr, es;q=0.1", "es"),
        ("*", "en"),
        ("fr, *;q=0.5", "en"),
        ("en;q=0", "es"),
        ("en;q=0.000, *", "es"),
        ("*, en;q=0.5", "es"),
        ("es, *;q=0", "es"),
        ("es-MX;q=0, es", "es"),
        ("en;q=0, es;q=0", "en"),
        ("*;q=0", "en"),
        ("es;q=1.5, en;q=0.1", "en"),
        ("es;q=nan, en;q=0.1", "en"),
        ("es;q=-1, en;q=0.1", "en"),
        ("es;level=1, en;q=0.1", "en"),
        (",, ,es", "es"),
        ("es_MX", "en"),
        (";q=1, es", "es"),
        ("en; q=0.3, es;q=1.000", "es"),
        ("toolonglanguagename, es", "es"),
        ("zz-ZZ, es", "es"),
    ],
)
def test_the_header_of_a_browser_picks_the_language(header: str | None, expected: str) -> None:
    """Accept-Language is read as RFC 9110 says: qualities, refusals, the wildcard, malformed parts passed over."""
    assert expected == str(locales.negotiate(header, ["en", "es"], "en"))


@pytest.mark.parametrize(
    ("header", "available", "expected"),
    [
        ("es-MX", ["en", "es_US"], "es_US"),
        ("es", ["en", "es_419", "es"], "es"),
        ("es-AR", ["en", "es", "es_419"], "es_419"),
        ("en-GB", ["es", "en"], "en"),
        ("es;q=0.5, es-MX;q=0", ["es_MX", "es"], "es"),
        ("es;q=0, es-MX", ["es", "es_MX"], "es_MX"),
        ("zh-TW", ["zh_Hans", "zh_Hant"], "zh_Hant"),
        ("zh-TW, en;q=0.5", ["en", "zh"], "en"),
        ("*", ["fr", "es"], "fr"),
    ],
)
def test_regional_languages_find_the_nearest(header: str, available: list[str], expected: str) -> None:
    """A reader gets their region's text, else the nearest of the same language."""
    assert expected == str(locales.negotiate(header, available, "en"))


def test_refusing_all_that_there_is_is_disregarded() -> None:
    """A page in a refused language is better than none (RFC 9110 section 12.5.4)."""
    assert "es" == str(locales.negotiate("es;q=0", ["es"], "en"))


def test_a_huge_header_is_read_in_part() -> None:
    """A header of a megabyte is answered like its beginning."""
    assert "es" == str(locales.negotiate("es;q=0.9," + "xx-YY;q=0.1," * 100_000, ["en", "es"], "en"))


header_parts = st.tuples(
    st.sampled_from(["es", "en", "es-MX", "en-GB", "fr", "*", "zz", "", "es-", "-", "x-y"]),
    st.sampled_from(["", ";q=0", ";q=1", ";q=0.5", "; q=0.333", ";q=2", ";q", ";;", ";q=0.0"]),
)
headers = st.one_of(
    st.text(), st.lists(header_parts).map(lambda parts: ",".join(f"{name}{rest}" for name, rest in parts))
)


@given(
    headers,
    st.lists(st.sampled_from(["en", "es", "es_MX", "fr", "zh_Hant"]), min_size=1, unique=True),
    st.sampled_from(["en", "es", "de"]),
)
def test_negotiation_always_gives_something_available(header: str, available: list[str], default: str) -> None:
    """Whatever a client sends, it gets one of the languages there are."""
    assert str(locales.negotiate(header, available, default)) in available


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Spanish", "es"),
        ("  spanish ", "es"),
        ("español", "es"),
        ("ESPAÑOL", "es"),
        ("spa", "es"),
        ("es-US", "es_US"),
        ("inglés", "en"),
        ("English", "en"),
        ("Haitian Creole", "ht"),
        ("Kreyòl Ayisyen", "ht"),
        ("Tiếng Việt", "vi"),
        ("русский", "ru"),
        ("中文", "zh"),
        ("Simplified Chinese", "zh_Hans"),
        ("Latin American Spanish", "es_419"),
    ],
)
def test_sources_name_languages_in_many_ways(name: str, expected: str) -> None:
    """A language is known by its English name, its name in a packaged language, its own name, or a code."""
    assert expected == str(locales.from_name(name))


@pytest.mark.parametrize("name", ["", "Elvish", "Multiple languages", "Klingon", "?"])
def test_an_unknown_language_is_an_error_that_shows_it(name: str) -> None:
    """The name as written is in the error, with the ways to write it."""
    with pytest.raises(LocaleError) as caught:
        locales.from_name(name)

    assert f"unknown language {name!r}" in str(caught.value)
    assert "ISO 639" in str(caught.value)


def test_dates_are_written_out_in_the_language() -> None:
    """The long form of CLDR, in the words and the order of the language."""
    day = date(2024, 3, 5)

    assert ["March 5, 2024", "5 de marzo de 2024", "5 March 2024"] == [
        locales.long_date(day, name) for name in ("en", "es", "en_GB")
    ]


def test_a_moment_stands_for_its_own_day() -> None:
    """A moment late in the evening in Mexico is of the day that it was in Mexico."""
    evening = datetime(2024, 3, 5, 20, tzinfo=timezone(timedelta(hours=-6)))

    assert "5 de marzo de 2024" == locales.long_date(evening, "es")
    assert "March 5, 2024" == locales.long_date(datetime(2024, 3, 5, 23, 59, tzinfo=UTC), "en")


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(["en", "es", "en_GB", "es_MX", "fr", "pt"]))
def test_a_written_date_is_read_back(day: date, locale: str) -> None:
    """What `long_date` writes, `parse_long_date` reads."""
    assert day == locales.parse_long_date(locales.long_date(day, locale), locale)


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("Página actualizada el 3 de enero de 2023.", "es", date(2023, 1, 3)),
        ("Revisión: 15 ABRIL 2022", "es", date(2022, 4, 15)),
        ("Reviewed on Jan 31, 2020 by the board", "en", date(2020, 1, 31)),
        ("mis à jour le 4 févr. 2021", "fr", date(2021, 2, 4)),
        ("February 30, 2020", "en", None),
        ("Soon", "en", None),
        ("", "es", None),
        ("2020", "es", None),
        ("May", "en", None),
        ("0 de enero de 2020", "es", None),
    ],
)
def test_dates_are_found_among_words(text: str, locale: str, expected: date | None) -> None:
    """Words around a date do not matter; a day that does not exist is none."""
    assert expected == locales.parse_long_date(text, locale)


@given(st.text(), st.sampled_from(["en", "es", "ar", "ja"]))
def test_reading_a_date_from_any_text_never_fails(text: str, locale: str) -> None:
    """Any text gives a date or None."""
    assert isinstance(locales.parse_long_date(text, locale), (date, type(None)))


@pytest.mark.parametrize(
    ("items", "locale", "expected"),
    [
        ([], "es", ""),
        (["sal"], "es", "sal"),
        (["sal", "agua"], "es", "sal y agua"),
        (["sal", "agua", "pan"], "es", "sal, agua y pan"),
        (["salt", "water", "bread"], "en", "salt, water, and bread"),
        (["español", "inglés"], "es", "español e inglés"),
        (["inglés", "español", "Hindi"], "es_US", "inglés, español e Hindi"),
        (["agua", "hielo"], "es", "agua y hielo"),
        (["agua", "iones"], "es", "agua y iones"),
        (["ice", "i y ink"], "en", "ice and i y ink"),
    ],
)
def test_words_are_joined_as_the_language_does(items: list[str], locale: str, expected: str) -> None:
    """English has a comma before its "and", Spanish has none before its "y"."""
    assert expected == locales.joined(items, locale)


def test_numbers_are_grouped_as_the_region_does() -> None:
    """The United States and Mexico group with commas, Spain with points from five digits."""
    assert ["12,345", "12,345", "12.345", "0.5"] == [
        locales.number(12345, "en"),
        locales.number(12345, "es_US"),
        locales.number(12345, "es"),
        locales.number(0.5, "en"),
    ]


@pytest.mark.parametrize(
    ("value", "locale", "expected"),
    [
        (1021, "es", "1021"),
        (-1021, "es", "-1021"),
        (1021.5, "es", "1021,5"),
        (9999.9996, "es", "10.000"),
        (10210, "es", "10.210"),
        (1021, "es-419", "1,021"),
        (1021, "es-MX", "1,021"),
        (1021, "es-US", "1,021"),
        (10210, "es-US", "10,210"),
        (1021, "pt", "1.021"),
        (1021, "pt-PT", "1021"),
        (10210, "pt-PT", "10\u00a0210"),
        (1021, "pt-AO", "1\u00a0021"),
        (1021, "it", "1021"),
        (1021, "pl", "1021"),
        (99999, "ee", "99999"),
        (123456, "ee", "123,456"),
        (123456, "hi", "1,23,456"),
    ],
)
def test_short_numbers_are_grouped_only_where_cldr_says_so(value: float, locale: str, expected: str) -> None:
    """Spain, Portugal, Italy and Poland write 1021 without a mark, Latin America and the United States with one."""
    assert expected == locales.number(value, locale)


@pytest.mark.parametrize("code", sorted(further_languages()))
def test_languages_that_cldr_lacks_are_locales(code: str) -> None:
    """They have a direction, a script, two names, neutral dates, and no words of another language."""
    locale = locales.parse(code)
    assert code == str(locale) == locales.locale_id(f"{code}-US").removesuffix("_US")
    assert [code] == [str(parent) for parent in locales.parents(locale)]
    assert "ltr" == locales.direction(locale)
    assert script(locale)
    own, english = locales.language_name(locale), locales.language_name(locale, "en")
    assert own != code != english != locales.language_name(locale, "es") or own == english
    assert {locale} == {locales.from_name(name) for name in (own, english)}
    assert "2026-08-04" == locales.long_date(date(2026, 8, 4), locale)
    assert "A, B, C" == locales.joined(["A", "B", "C"], locale)
    assert "español" == locales.language_name("es", locale)
    assert locale == pickle.loads(pickle.dumps(locale))


@pytest.mark.parametrize("code", ["new", "men", "war", "ch", "bi", "zxx", "hmn_XX", "hmn-Abcd"])
def test_words_are_no_languages(code: str) -> None:
    """Codes of languages that CLDR lacks and names of files have; nor is an unknown region or script."""
    with pytest.raises(LocaleError, match="unknown locale"):
        locales.parse(code)


@pytest.mark.parametrize(
    ("locale", "day", "count"),
    [
        ("ar", "24 أغسطس 2026", "110,210.5"),  # CLDR 48: Latin digits, unless a region says otherwise
        ("ar-EG", "٢٤ أغسطس ٢٠٢٦", "١١٠٬٢١٠٫٥"),
        ("ar-MA", "24 غشت 2026", "110.210,5"),
        ("fa", "۲۴ اوت ۲۰۲۶", "۱۱۰٬۲۱۰٫۵"),
        ("hi", "24 अगस्त 2026", "1,10,210.5"),
        ("mr", "२४ ऑगस्ट, २०२६", "१,१०,२१०.५"),
        ("bn", "২৪ আগস্ট, ২০২৬", "১,১০,২১০.৫"),
        ("ne", "२०२६ अगस्ट २४", "१,१०,२१०.५"),
        ("my", "၂၀၂၆ ဩဂုတ် ၂၄", "၁၁၀,၂၁၀.၅"),
        ("th", "24 สิงหาคม ค.ศ. 2026", "110,210.5"),
    ],
)
def test_digits_are_those_of_the_locale(locale: str, day: str, count: str) -> None:
    """CLDR's default numbering system; the year is Gregorian everywhere."""
    assert day == locales.long_date(date(2026, 8, 24), locale)
    assert date(2026, 8, 24) == locales.parse_long_date(day, locale)
    assert count == locales.number(110210.5, locale)


def test_every_numbering_system_has_its_digits() -> None:
    """All that are the default of a locale that Babel has, except those of Europe."""
    systems = {Locale.parse(name).default_numbering_system for name in locale_identifiers()} - {"latn"}
    assert systems == set(cldr("zeros"))
    for zero in cldr("zeros").values():
        assert list(range(10)) == [int(chr(ord(zero) + value)) for value in range(10)]


def test_the_fewest_digits_of_a_group_are_those_of_cldr() -> None:
    """For every locale that Babel has, a number is grouped from the length on that CLDR's own data give."""
    path = Path(__file__).with_name("cldr_minimum_grouping_digits.json")
    stated = {
        identifier: int(digits)
        for digits, identifiers in json.loads(path.read_text(encoding="utf-8")).items()
        if digits.isdigit()
        for identifier in identifiers.split()
    }
    found = {}
    for identifier in stated:
        with contextlib.suppress(LocaleError):
            texts = [locales.number(10**digits, identifier) for digits in range(3, 8)]
            found[identifier] = next(place for place, text in enumerate(texts, 1) if not text.isdecimal())

    assert len(found) > 700
    assert {identifier: stated[identifier] for identifier in found} == found


def test_quotation_marks_are_those_of_cldr() -> None:
    """Every locale that CLDR gives marks for has them, or its parent has the same."""
    path = Path(__file__).with_name("cldr_quotation_marks.json")
    stated = json.loads(path.read_text(encoding="utf-8"))
    del stated["source"]
    wrong = [
        identifier
        for marks, identifiers in stated.items()
        for identifier in identifiers.split()
        if marks != quotation_marks(identifier) and identifier != "el_polyton"  # a variant, which Babel drops
    ]
    assert [] == wrong


def _sorted(titles: list[str], alphabet: str) -> list[str]:
    return sorted(titles, key=lambda title: locales.sort_key(title, alphabet))


def test_enye_is_a_letter_in_spanish_only() -> None:
    """Ñ stands after all of N in a Spanish index, and among N in an English one."""
    titles = ["Ñame", "Oído", "Nube", "Nadar"]

    assert ["Nadar", "Nube", "Ñame", "Oído"] == _sorted(titles, SPANISH)
    assert ["Nadar", "Ñame", "Nube", "Oído"] == _sorted(titles, ENGLISH)


def test_a_decomposed_enye_sorts_like_a_composed_one() -> None:
    """How a title's letters are encoded does not move it."""
    assert locales.sort_key("Ñame", SPANISH)[0] == locales.sort_key("N\u0303ame", SPANISH)[0]


def test_accents_case_and_opening_marks_do_not_sort() -> None:
    """¿Qué...? stands under Q, Úlceras among U, whatever the case."""
    titles = ["Úlceras", "¿Qué comer?", "ultrasonido", "Queso", "¡Urgencias!", "pulmón"]

    assert ["pulmón", "¿Qué comer?", "Queso", "Úlceras", "ultrasonido", "¡Urgencias!"] == _sorted(titles, SPANISH)


def test_numbers_stand_before_letters_and_other_scripts_after() -> None:
    """A title that begins with a digit leads the index, one in another script ends it."""
    assert ["5 pasos", "Agua", "Zinc", "中文"] == _sorted(["Zinc", "中文", "5 pasos", "Agua"], SPANISH)


def test_a_shorter_word_stands_before_a_longer_one() -> None:
    """Word by word, not letter by letter: "Sal marina" before "Salud"."""
    assert ["Sal", "Sal marina", "Salud"] == _sorted(["Salud", "Sal marina", "Sal"], SPANISH)


@given(st.lists(st.text(max_size=12)), st.sampled_from([SPANISH, ENGLISH]))
def test_the_order_of_titles_does_not_depend_on_where_they_began(titles: list[str], alphabet: str) -> None:
    """Any titles have one order, and an index letter that the alphabet has, or #."""
    assert _sorted(titles, alphabet) == _sorted(titles[::-1], alphabet)
    assert {locales.index_letter(title, alphabet) for title in titles} <= {*alphabet, "#"}


@pytest.mark.parametrize(
    ("title", "letter"), [("Ñame", "Ñ"), ("¿Úlcera?", "U"), ("5 pasos", "#"), ("中文", "#"), ("", "#"), ("…", "#")]
)
def test_a_title_stands_under_its_first_letter(title: str, letter: str) -> None:
    """Marks and accents are passed over; what has no letter of the alphabet stands under #."""
    assert letter == locales.index_letter(title, SPANISH)


def test_the_package_speaks_english_and_spanish() -> None:
    """Both catalogs are there, with their alphabets; of the others, readers' labels alone."""
    assert ["en", "es", "fr", "ht", "pt"] == [str(locale) for locale in locales.packaged()]
    assert ["en", "es"] == [str(locale) for locale in spoken()]
    assert "Also called" == locales.labels("en").gettext("Also called")
    assert "También se conoce como" == locales.labels("es").gettext("Also called")
    assert SPANISH == locales.labels("es_MX").pgettext("alphabet", ENGLISH)


def test_haitian_creole_is_not_french() -> None:
    """CLDR has few of its words and takes French ones: dates, lists, and names of languages have their own."""
    found = [locales.long_date(date(2024, month, 1), "ht") for month in range(1, 13)]
    assert not {word for text in found for word in text.split()} & set("janvier février mars mai août".split())
    assert date(2024, 8, 1) == locales.parse_long_date("Dènye mizajou: 1 out 2024", "ht")
    assert "angle, panyòl ak fransè" == locales.joined(
        [locales.language_name(code, "ht") for code in ("en", "es", "fr")], "ht"
    )
    assert "Deutsch" == locales.language_name("de", "de")
    assert "latviešu" == locales.language_name("lv", "ht"), "what is not stated goes by its own name"
    assert "chinwa tradisyonèl" == locales.language_name("zh_Hant", "ht")


def test_every_other_language_has_its_own_words_in_cldr() -> None:
    """No language that the package knows takes words of another one, but those whose gaps are stated."""
    for code in all_languages():
        other = [parent for parent in locales.parents(code) if parent.language != locales.parse(code).language]
        assert not other or own_words(locales.parse(code)), code


def test_labels_fall_back_and_say_so() -> None:
    """A region gets its language's labels; a language without a catalog gets English ones, marked as English."""
    assert "es" == str(locales.labels("es_PR").locale)
    assert "pt" == str(locales.labels("pt_PT").locale)
    assert "en" == str(locales.labels("de").locale)
    assert "Also called" == locales.labels("de").gettext("Also called")


def _catalog(folder: Path, locale: str, *messages: tuple[str, str]) -> Path:
    path = folder / locale / "LC_MESSAGES" / "syndicate.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f'msgid ""\nmsgstr ""\n"Language: {locale}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    body = "".join(f'\nmsgid "{message}"\nmsgstr "{translation}"\n' for message, translation in messages)
    path.write_text(head + body, encoding="utf-8")
    return path


def test_a_publisher_can_bring_a_third_language(tmp_path: Path) -> None:
    """A folder with German labels is all that German needs; what it lacks is English."""
    _catalog(tmp_path, "de", ("Also called", "Auch genannt"))
    found = locales.labels("de_AT", tmp_path)

    assert "de" == str(found.locale)
    assert "Auch genannt" == found.gettext("Also called")
    assert "All topics" == found.gettext("All topics")


def test_a_catalog_may_have_fewer_plurals_than_its_language(tmp_path: Path) -> None:
    """Russian has three or four; where a file has two, the last stands for the others, and none is empty or English."""
    path = _catalog(tmp_path, "ru", ("Also called", "Другие названия"))
    with path.open("a", encoding="utf-8") as stream:
        stream.write('\nmsgid "{count} topic"\nmsgid_plural "{count} topics"\n')
        stream.write('msgstr[0] "{count} тема"\nmsgstr[1] "{count} темы"\n')
    found = locales.labels("ru", tmp_path)

    assert ["{count} тема", "{count} темы", "{count} темы"] == [
        found.ngettext("{count} topic", "{count} topics", count) for count in (1, 2, 5)
    ]


def test_a_publisher_can_choose_other_words(tmp_path: Path) -> None:
    """An own Spanish label goes before the package's; the package's others stay, plurals and contexts too."""
    _catalog(tmp_path, "es", ("Also called", "Otros nombres"))
    found = locales.labels("es_US", tmp_path)

    assert "es" == str(found.locale)
    assert "Otros nombres" == found.gettext("Also called")
    assert "Todos los temas" == found.gettext("All topics")
    assert SPANISH == found.pgettext("alphabet", ENGLISH)
    assert "También se conoce como" == locales.labels("es_US").gettext("Also called")


def test_regional_words_go_before_those_of_the_language(tmp_path: Path) -> None:
    """Mexican labels stand on Spanish ones, which stand on the package's."""
    _catalog(tmp_path, "es_MX", ("Also called", "Le dicen también"))
    _catalog(tmp_path, "es", ("All topics", "Todo"))
    found = locales.labels("es_MX", tmp_path)

    assert ["es_MX", "Le dicen también", "Todo"] == [
        str(found.locale),
        found.gettext("Also called"),
        found.gettext("All topics"),
    ]


def test_every_label_knows_the_language_it_is_in(tmp_path: Path) -> None:
    """A message that a publisher's catalog lacks says that it is English; so do plurals, contexts and filled labels."""
    _catalog(tmp_path, "de", ("Also called", "Auch genannt"), ("Last updated {date}", "Aktualisiert am {date}"))
    found = locales.labels("de_AT", tmp_path)
    labels = [
        found.gettext("Also called"),
        found.gettext("Last updated {date}").format(date="2. Mai"),
        found.gettext("All topics"),
        found.ngettext("{count} topic", "{count} topics", 2),
        found.pgettext("alphabet", ENGLISH),
    ]

    assert ["de", "de", "en", "en", "en"] == [str(label.locale) for label in labels]
    assert ["Auch genannt", "Aktualisiert am 2. Mai", "All topics", "{count} topics", ENGLISH] == labels


def test_a_translation_that_reads_as_in_english_is_in_its_own_language(tmp_path: Path) -> None:
    """A word that is the same in both languages is not a sign of a missing translation."""
    _catalog(tmp_path, "fr", ("Source", "Source"))

    assert "fr" == str(locales.labels("fr", tmp_path).gettext("Source").locale)


def test_a_label_keeps_its_language_when_it_is_copied() -> None:
    """Builds send values to other processes."""
    label = locales.labels("es").gettext("All topics")

    assert "es" == str(pickle.loads(pickle.dumps(label)).locale)


def test_compiled_catalogs_are_read_too(tmp_path: Path) -> None:
    """A folder with .mo files alone works like one with .po files."""
    path = _catalog(tmp_path, "pt", ("Also called", "Também chamado de"))
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with path.open("rb") as stream, path.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, read_po(stream))
    path.unlink()

    assert "Também chamado de" == locales.labels("pt", tmp_path).gettext("Also called")


def test_a_byte_order_mark_is_no_part_of_labels(tmp_path: Path) -> None:
    """Editors on Windows write one."""
    path = _catalog(tmp_path, "de", ("Also called", "Auch genannt"))
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert "Auch genannt" == locales.labels("de", tmp_path).gettext("Also called")


@pytest.mark.parametrize(
    "content",
    [
        b"this is not a catalog\n",
        b'msgid "Also called"\nmsgstr "\xff\xfe"\n',
        b'msgid ""\nmsgstr "Content-Type: text/plain; charset=no-such\\n"\n\nmsgid "a"\nmsgstr "b"\n',
    ],
)
def test_a_broken_catalog_is_an_error_that_names_the_file(tmp_path: Path, content: bytes) -> None:
    """A publisher learns which of their files is wrong."""
    path = tmp_path / "pt" / "LC_MESSAGES" / "syndicate.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)

    with pytest.raises(LocaleError) as caught:
        locales.labels("pt", tmp_path)

    assert str(path) in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"no catalog at all", b"\xde\x12\x04\x95\x00"])
def test_a_broken_compiled_catalog_is_an_error_that_names_the_file(tmp_path: Path, content: bytes) -> None:
    """A damaged .mo file is named like a .po file."""
    path = tmp_path / "pt" / "LC_MESSAGES" / "syndicate.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)

    with pytest.raises(LocaleError) as caught:
        locales.labels("pt", tmp_path)

    assert str(path) in str(caught.value)


PROBE = """
from datetime import UTC, date, datetime
from syndicate import locales
print(locales.long_date(date(2024, 1, 2), "en"), locales.long_date(datetime(2024, 1, 2, 23, tzinfo=UTC), "es"))
print(locales.number(1234567.5, "en"), locales.joined(["a", "b"], "es"), locales.labels("en").gettext("All topics"))
print(sorted(["Ñu", "Nuez", "Oca"], key=lambda title: locales.sort_key(title, "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ")))
print(locales.negotiate(None, ["en", "es"], "en"))
"""


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "TZ": "UTC"},
        {"LC_ALL": "es_ES.UTF-8", "LANGUAGE": "es", "TZ": "Asia/Tokyo"},
        {"LANG": "fr_FR.UTF-8", "TZ": "America/Los_Angeles"},
    ],
)
def test_neither_locale_nor_time_zone_of_the_process_matters(environment: dict[str, str]) -> None:
    """The same input gives the same output on a Spanish desktop in Tokyo and on a bare server."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "TZ"))}
    ran = subprocess.run(
        [sys.executable, "-c", PROBE],
        env=inherited | environment | {"PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )

    assert [
        "January 2, 2024 2 de enero de 2024",
        "1,234,567.5 a y b All topics",
        "['Nuez', 'Ñu', 'Oca']",
        "en",
    ] == ran.stdout.splitlines()


def test_reading_labels_leaves_the_process_alone() -> None:
    """No gettext domain is bound for the whole process."""
    before = gettext.textdomain()
    locales.labels("es").gettext("All topics")

    assert before == gettext.textdomain()
