"""Codes of languages: one locale for all spellings of it, and what Facebook and libraries call it."""

from __future__ import annotations

import attrs
import pytest

from syndicate.errors import LocaleError
from syndicate.locales import from_name, parents, parse
from syndicate.locales.iso_639 import iso_639_2
from syndicate.locales.language_data import all_languages, language_of
from syndicate.locales.open_graph import open_graph_locale
from tests.samples import PUBLISHER


@pytest.mark.parametrize(
    ("spellings", "locale"),
    [
        ("no nb nob nor NO", "nb"),
        ("nb-NO no_NO no-no", "nb_NO"),
        ("iw he heb", "he"),
        ("in id ind", "id"),
        ("tl fil tgl FIL", "fil"),
        ("zh zho chi cmn", "zh"),
        ("zh-Hans ZH_hans zh_hans", "zh_Hans"),
        ("zh-tw zh_TW zh-Hant-TW ZH-hant-tw", "zh_Hant_TW"),
        ("zh-cn zh_CN zh-Hans-CN", "zh_Hans_CN"),
        ("sh sr-Latn", "sr_Latn"),
        ("mo ro ron rum", "ro"),
    ],
)
def test_codes_of_one_language_are_one_locale(spellings: str, locale: str) -> None:
    """However it is written, so that two spellings never become two languages."""
    for spelling in spellings.split():
        assert locale == str(parse(spelling)), spelling


def test_norwegian_has_one_set_of_words() -> None:
    """Both written forms have it; the parent of both is no third language."""
    assert ["nb"] == [str(parent) for parent in parents("no")]
    assert ["nn", "nb"] == [str(parent) for parent in parents("nn")]
    assert language_of("nb").telling_words == language_of("nn").telling_words == language_of("no").telling_words
    assert language_of("nb").telling_words


@pytest.mark.parametrize(
    ("locales", "known"),
    [
        ("es es-ES", "es_ES"),
        ("es-US es-419 es-AR", "es_LA"),
        ("es-MX", "es_MX"),
        ("en en-CA", "en_US"),
        ("en-AU en-GB en-IE", "en_GB"),
        ("ar ar-EG", "ar_AR"),
        ("zh zh-Hans zh-CN zh-Hans-SG", "zh_CN"),
        ("zh-Hant zh-TW", "zh_TW"),
        ("zh-HK zh-Hant-MO", "zh_HK"),
        ("ht ht-HT", "ht_HT"),
        ("fr fr-BE", "fr_FR"),
        ("fr-CA", "fr_CA"),
        ("pt", "pt_BR"),
        ("pt-AO", "pt_PT"),
        ("sw", "sw_KE"),
        ("fil tl", "tl_PH"),
        ("no nb", "nb_NO"),
        ("ckb", "cb_IQ"),
        ("ceb", "cx_PH"),
        ("haw yue sr-Latn pa-Arab uz-Cyrl xx", None),
    ],
)
def test_open_graph_has_only_locales_that_facebook_knows(locales: str, known: str | None) -> None:
    """The nearest one in the same language and script; nothing is stated for other languages."""
    for locale in locales.split():
        assert known == open_graph_locale(locale), locale


@pytest.mark.parametrize(
    ("stated", "found"), [("es_US", "es_LA"), ("es_ES", "es_ES"), ("cx_PH", "cx_PH"), ("qq_QQ", "es_ES")]
)
def test_publishers_open_graph_locale_is_one_that_facebook_knows(stated: str, found: str) -> None:
    """What a publisher states goes before, in Facebook's own spelling or as the nearest there is."""
    assert found == attrs.evolve(PUBLISHER, open_graph_locale={"es": stated}).territory("es")


@pytest.mark.parametrize(
    ("locale", "code"),
    [
        ("fr", "fre"),
        ("zh-Hant", "chi"),
        ("de", "ger"),
        ("cs", "cze"),
        ("nb", "nob"),
        ("nn", "nno"),
        ("fa", "per"),
        ("hy", "arm"),
        ("ht", "hat"),
        ("fil", "fil"),
        ("haw", "haw"),
        ("ro", "rum"),
        ("eu", "baq"),
        ("my", "bur"),
    ],
)
def test_libraries_have_their_own_codes(locale: str, code: str) -> None:
    """ISO 639-2/B, which differs from ISO 639-2/T for twenty languages."""
    assert code == iso_639_2(locale)


def test_every_language_is_in_a_file_that_is_read() -> None:
    """By the code that its locale has: a file under an alias would be read for no text."""
    for code in all_languages():
        assert code == str(parse(code)), code


@pytest.mark.parametrize(
    ("names", "locale"),
    [
        (("Chinese, Simplified (Mandarin dialect)", "简体中文", "Simplified Chinese"), "zh_Hans"),
        (("Chinese, Traditional (Cantonese dialect)", "繁體中文"), "zh_Hant"),
        (("Haitian Creole (Kreyol ayisyen)", "Kreyol ayisyen", "Kreyòl ayisyen"), "ht"),
        (("Farsi (فارسی)", "Farsi", "Persian"), "fa"),
        (("Somali (Af-Soomaali)", "Af-Soomaali"), "so"),
        (("Vietnamese (Tiếng Việt)", "Tiếng Việt"), "vi"),
        (("Hindi (हिन्दी)", "हिन्दी"), "hi"),
        (("Tagalog (Wikang Tagalog)", "Tagalog"), "fil"),
        (("Norwegian",), "nb"),
    ],
)
def test_names_that_publishers_use_are_read(names: tuple[str, ...], locale: str) -> None:
    """Names of CLDR and those of lists of languages, with or without a second name in parentheses."""
    for name in names:
        assert locale == str(from_name(name)), name


@pytest.mark.parametrize("name", ["Micronesian", "Spanish)", "(Spanish)", "Unheard (of)", "("])
def test_unknown_names_are_refused(name: str) -> None:
    """As they were."""
    with pytest.raises(LocaleError, match="unknown language"):
        from_name(name)
