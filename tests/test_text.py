"""Plain text: legal characters, one line, truncation without cut graphemes, slugs."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from syndicate.locales.language_data import language_of
from syndicate.text import ELLIPSIS, find_illegal, legal, one_line, slugify, truncate, truncate_to_width

SPANISH = language_of("es")
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))
CLUSTERS = [
    "a",
    "é",
    "e\u0301",
    "n\u0303\u0323",
    "👍🏽",
    "👩\u200d⚕\ufe0f",
    "👨\u200d👩\u200d👧\u200d👦",
    "🇲🇽",
    "🇺🇸",
    "🇵🇷",
    "❤\ufe0f",
    "1\ufe0f\u20e3",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "\u1112\u1161\u11ab",
    "नि",
    "¿",
    "¡",
    "ñ",
    "z",
    ".",
    "?",
]
"""What a reader takes for one character each."""


@given(ANY_TEXT)
@example("a\x00b\x0b\ud800\ufffe\uffff\x1f")
def test_legal_text_serializes_as_xml(text: str) -> None:
    """Whatever comes in, what is left stands in XML and comes back from it; nothing else is removed."""
    cleaned, removed = legal(text)
    element = etree.Element("t")
    element.text = cleaned

    assert len(text) == len(cleaned) + removed
    assert cleaned == (etree.fromstring(etree.tostring(element)).text or "")


@given(ANY_TEXT)
def test_an_illegal_character_is_found_exactly_where_one_is(text: str) -> None:
    """Finding and removing agree."""
    found = find_illegal(text)

    assert (found is None) == (legal(text)[1] == 0)
    assert found is None or chr(int(found[2:], 16)) in text


@given(ANY_TEXT)
def test_legal_text_stays_as_it_is(text: str) -> None:
    """Cleaning twice changes nothing more."""
    assert (legal(text)[0], 0) == legal(legal(text)[0])


@pytest.mark.parametrize("character", ["\t", "\n", "\r", "ñ", "\x7f", "\x85", "\ue000", "👍", "\U0010ffff"])
def test_what_xml_allows_is_kept(character: str) -> None:
    """Tabs, line ends, DEL, private use and emoji are legal in XML 1.0."""
    assert (character, 0) == legal(character)


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    """No line end, no tab, no double space, no space at the ends; the words are the same; again changes nothing."""
    line = one_line(text)

    assert not re.search(r"[\t\r\n\f]|  |^ | $", line)
    assert re.sub(r"[ \t\r\n\f]", "", text) == line.replace(" ", "")
    assert line == one_line(line)


def test_no_break_spaces_are_text() -> None:
    """A no-break space was put there on purpose."""
    assert "20\u00a0mg" == one_line("\n 20\u00a0mg\t")


CUT = re.compile(r"…[?!]*$")
"""How a text ends that was cut: an ellipsis, then what closes a question or exclamation."""


@given(st.text(), st.integers(min_value=3, max_value=40))
def test_truncated_text_is_never_too_long(text: str, limit: int) -> None:
    """The limit holds for any text, and a text that fits stays as it is."""
    short = truncate(text, limit, SPANISH)

    assert len(short) <= limit
    assert len(text) > limit or text == short


@given(st.text(st.sampled_from("ab ¿¡.?!ñ…"), max_size=60), st.integers(min_value=3, max_value=30))
def test_truncating_again_changes_nothing(text: str, limit: int) -> None:
    """A truncated text fits."""
    assert truncate(text, limit, SPANISH) == truncate(truncate(text, limit, SPANISH), limit, SPANISH)


@given(st.lists(st.sampled_from([*CLUSTERS, " "])), st.integers(min_value=3, max_value=30))
def test_no_grapheme_is_cut(clusters: list[str], limit: int) -> None:
    """Accents, emoji, flags and syllables are kept whole or left out whole."""
    text = "".join(clusters)
    kept = CUT.sub("", truncate(text, limit, SPANISH))
    boundaries = {0}
    place = 0
    for cluster in clusters:
        place += len(cluster)
        boundaries.add(place)

    assert text.startswith(kept)
    assert len(kept) in boundaries


@pytest.mark.parametrize("cluster", [cluster for cluster in CLUSTERS if len(cluster) > 1])
@pytest.mark.parametrize("limit", range(2, 16))
def test_each_kind_of_grapheme_stays_whole(cluster: str, limit: int) -> None:
    """However the limit falls in a run of one grapheme, a whole number of them is left."""
    kept = truncate(cluster * 8, limit, SPANISH).removesuffix(ELLIPSIS)

    assert cluster * (len(kept) // len(cluster)) == kept


@given(st.text(st.sampled_from("a ¿¡,("), min_size=3, max_size=60), st.integers(min_value=3, max_value=20))
def test_what_is_left_never_ends_in_an_opening_mark(text: str, limit: int) -> None:
    """A reader never sees "Hola. ¿…"."""
    short = truncate(text, limit, SPANISH)

    assert short == text or CUT.sub("", short)[-1:] not in {"¿", "¡", "(", ",", " "}


@given(st.text(st.sampled_from("a ¿¡?!"), min_size=3, max_size=60), st.integers(min_value=4, max_value=30))
def test_what_was_cut_open_is_closed(text: str, limit: int) -> None:
    """A question or exclamation that loses its end is closed after the ellipsis, as Spanish spelling wants it."""
    short = truncate(text, limit, SPANISH)

    if match := CUT.search(short):
        kept = short[: match.start()]
        assert {"?": kept.rfind("¿") > kept.rfind("?"), "!": kept.rfind("¡") > kept.rfind("!")} == {
            mark: mark in match[0] for mark in "?!"
        }


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Dr. Smith says so. Others do not.", 20, "Dr. Smith says so."),
        ("Vive en EE. UU. Ahora trabaja mucho.", 20, "Vive en EE. UU.…"),
        ("Tome 5 mg aprox. cada día y noche.", 22, "Tome 5 mg aprox. cada…"),
        ("Eat fruit, e.g. apples or pears today.", 20, "Eat fruit, e.g.…"),
        ("Es así. ¿Qué hace usted con la fiebre?", 28, "Es así. ¿Qué hace usted…?"),
        ("¡¿Qué dice usted de esto?! Nada.", 17, "¡¿Qué dice…?!"),
        ("Genes: los hay. Los genes mandan.", 18, "Genes: los hay."),
        ("El bebé sano pesa aprox. 3 kilos al nacer.", 28, "El bebé sano pesa aprox. 3…"),
        ("Adults can take it (approx. Half a tablet).", 30, "Adults can take it (approx.…)"),
        ("Ayer habló con el Sr. Juan Pérez.", 25, "Ayer habló con el Sr.…"),
        ("Vive en EE.UU. Ahora trabaja mucho.", 20, "Vive en EE.UU.…"),
        ("Some drinks, p. ej. Agua con gas y sin gas.", 24, "Some drinks, p. ej.…"),
        ("Take it (or not. Then rest) every day.", 20, "Take it (or not…)"),
    ],
)
def test_languages_have_their_own_rules(text: str, limit: int, expected: str) -> None:
    """Abbreviations end no sentence, and questions are closed."""
    assert expected == truncate(text, limit, SPANISH)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Duerma bien. Coma sano. Camine cada día.", 25, "Duerma bien. Coma sano."),
        ("Duerma bien. Coma sano y camine cada día.", 35, "Duerma bien. Coma sano y camine…"),
        ("Hable con su médico. ¿Tiene preguntas?", 23, "Hable con su médico."),
        ("Sleep well, eat well and walk", 12, "Sleep well…"),
        ("Otorrinolaringología", 8, "Otorrin…"),
        ("Espere… y vuelva a llamar mañana", 9, "Espere…"),
        ("Breve", 5, "Breve"),
        ("", 2, ""),
        ("¿¿¿¿", 3, "…"),
        ("abc", 2, "a…"),
    ],
)
def test_whole_sentences_then_whole_words(text: str, limit: int, expected: str) -> None:
    """Sentences where they fill half the room, else words, else characters."""
    assert expected == truncate(text, limit, SPANISH)


def test_a_grapheme_longer_than_the_room_is_left_out() -> None:
    """Rather nothing than half a family."""
    assert ELLIPSIS == truncate("👨\u200d👩\u200d👧\u200d👦" + "a" * 20, 4, SPANISH)


@given(st.text())
def test_a_slug_is_safe_in_any_path(text: str) -> None:
    """Only ASCII letters, digits and single hyphens inside; slugs of slugs are the same."""
    slug = slugify(text)

    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert slug == slugify(slug)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("¿Qué es la diabetes?", "que-es-la-diabetes"),
        ("Niñez  y   año nuevo", "ninez-y-ano-nuevo"),
        ("A/B  Test_case", "a-b-test-case"),
        ("../../etc/passwd", "etc-passwd"),
        ("½ cup", "1-2-cup"),
        ("Straße", "strasse"),
        ("STRAẞE", "strasse"),
        ("Cœur", "coeur"),
        ("łódź", "lodz"),
        ("Øre", "ore"),
        ("Ærø", "aero"),
        ("þorn, ð", "thorn-d"),
        ("ırmak İstanbul", "irmak-istanbul"),
        ("Đặng", "dang"),
        ("Ħal Għaxaq", "hal-ghaxaq"),
        ("ŋ ŧ ə", "n-t-e"),
        ("Sars–CoV—2", "sars-cov-2"),
        ("5\u00a0mg", "5-mg"),
        ("a\u2011b", "a-b"),
        ("uno…dos", "uno-dos"),
        ("co\u00adope\u200bra", "coopera"),
        ("Crohn’s", "crohns"),
        ("col·legi", "collegi"),
        ("Γρίπη", "gripi"),
        ("Грипп", "gripp"),
        ("٣ أيام", "3"),
        ("B型流感", "b"),
        ("流感", "x-3ab3a007"),
        ("الربو", "x-1d52cfe0"),
        ("¿…?", ""),
        ("😀", ""),
        ("", ""),
    ],
)
def test_titles_become_slugs(text: str, expected: str) -> None:
    """Accents go, letters stay in ASCII, other signs become a hyphen; what cannot be written has a stable name."""
    assert expected == slugify(text)


def test_no_latin_letter_is_lost_in_a_slug() -> None:
    """Every Latin letter of Unicode leaves a letter, whether or not it decomposes."""
    letters = [
        character
        for character in map(chr, range(sys.maxunicode))
        if unicodedata.name(character, "").startswith("LATIN") and unicodedata.category(character)[1] in "ult"
    ]

    assert [] == [letter for letter in letters if not slugify(f"1{letter}")[1:]]


@given(st.text())
def test_equal_texts_have_equal_slugs(text: str) -> None:
    """Composed or decomposed, a name leads to one address, as file systems differ in that."""
    assert slugify(unicodedata.normalize("NFC", text)) == slugify(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("locale", "text", "expected"),
    [
        ("zh", "流感是一种传染病。咳嗽会传播流感，请多休息，多喝水。", "流感是一种传染病。"),
        ("ja", "「休みましょう。」水を飲みましょう、たくさん飲みましょう。", "「休みましょう。」"),
        ("ar", "هل تنتقل بالسعال؟ نعم، تنتقل بالسعال والعطاس.", "هل تنتقل بالسعال؟"),
        ("ur", "آرام کریں اور پانی پییں۔ ڈاکٹر سے ضرور ملیں اور بات کریں۔", "آرام کریں اور پانی پییں۔"),
        ("hi", "घर पर आराम करें। सांस लेने में कठिनाई हो तो मिलें।", "घर पर आराम करें।"),
        ("am", "ቤት ውስጥ ያርፉ። ውሃ በብዛት ይጠጡ እና ሐኪም ያማክሩ።", "ቤት ውስጥ ያርፉ።"),
    ],
)
def test_sentences_end_as_their_script_ends_them(locale: str, text: str, expected: str) -> None:
    """A text that is cut is whole sentences in every script (UAX #29, Sentence_Break)."""
    assert expected == truncate(text, len(expected) + 6, language_of(locale))


@pytest.mark.parametrize("cluster", ["क्षा", "न्त्र", "กำ", "ກຳ", "བྷྱ", "മ്മ"])
def test_no_syllable_is_cut(cluster: str) -> None:
    """Consonants that a sign joins are one cluster (GB9c), and so are vowels that are letters (Thai, Lao)."""
    for limit in range(4, 20):
        kept = truncate(cluster * 12, limit, language_of("")).removesuffix(ELLIPSIS)
        assert "" == kept.replace(cluster, "")


@pytest.mark.parametrize(("text", "width"), [("睡眠" * 40, 60), ("Sleep well " * 20, 60), ("कख " * 60, 60)])
def test_wide_characters_count_double(text: str, width: int) -> None:
    """What fits a width of 60 is 30 characters of Chinese, 60 of most other scripts (UAX #11)."""
    shown = truncate_to_width(text, width, language_of(""))
    wide = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in shown)
    assert width // 2 <= wide <= width
