"""Pictures of texts in scripts of all kinds: the order of letters, lines, heights, and cards seen in a mirror."""

from __future__ import annotations

import io
from pathlib import Path

import attrs
import pytest
from babel import Locale
from PIL import Image
from samples import PUBLISHER, topic

from syndicate.cards.image import CardImage, card_image
from syndicate.cards.image.characters import printed
from syndicate.cards.image.composition import compose
from syndicate.cards.image.design import design_of
from syndicate.cards.image.fonts import Word, reach, right_bearing
from syndicate.cards.image.form import Composition
from syndicate.cards.image.paragraphs import LATIN, Paragraph, Writing, is_simple, paragraph, writing_of
from syndicate.cards.image.typefaces import typefaces
from syndicate.cards.image.typesetting import Typesetter
from syndicate.locales.language_data import language_of
from syndicate.model import Publisher
from syndicate.model.publisher import CardStyle

TITLES = {
    "ar": "لقاح COVID-19: ما يسأل عنه 95% من الناس (2025)",
    "fa": "می‌خواهم دربارهٔ سلامت روان و فشار خون بدانم",
    "he": "סוכרת מסוג 2 ולחץ דם גבוה אצל מבוגרים מעל גיל 65",
    "hi": "टाइप 2 मधुमेह और वृद्ध लोगों में उच्च रक्तचाप: रोगियों और परिवारों के लिए",
    "zh_Hans": "新型冠状病毒肺炎（COVID-19）疫苗：95%的人会问的“问题”（2025年），以及答案。",
    "zh_Hant": "第二型糖尿病與老年人高血壓的預防、診斷和治療：患者及其家屬需要了解的一切",
    "ja": "インフルエンザの予防接種について知っておきたいこと、よくある質問と答え（2025年）",
    "ko": "제2형 당뇨병과 고혈압의 예방과 치료에 대하여 알아야 할 모든 것",
    "th": "โรคเบาหวานชนิดที่ 2 และความดันโลหิตสูงในผู้สูงอายุ",
    "vi": "BỆNH TIỂU ĐƯỜNG LOẠI 2 Ở NGƯỜI LỚN TUỔI: Ế, Ỗ, Ữ, Ặ, Ệ, Ộ ĐỀU ĐƯỢC",
}
DESCRIPTIONS = {
    "ar": "اتصل على الرقم 1-800-232-4636 أو زر موقع CDC (مراكز مكافحة الأمراض) لمعرفة المزيد عن المرض وعلاجه.",
    "hi": "शरीर पर्याप्त इंसुलिन नहीं बनाता। हृदय, गुर्दे और आँखों को क्षति हो सकती है। डॉक्टर से मिलें।",
    "zh_Hans": "身体不能产生足够的胰岛素，或者不能很好地使用胰岛素。请致电1-800-232-4636，或访问网站。",
}


def drawn(locale: str) -> Locale:
    """A locale, if there are fonts for its title."""
    found = Locale.parse(locale)
    if typefaces(None, found)[1].lacking(printed(TITLES[locale])) is not None:
        pytest.skip(f"no font has the letters of {locale}; the extra `fonts` brings them")
    return found


def image(locale: str, *, square: bool = False, publisher: Publisher = PUBLISHER, **changes: object) -> CardImage:
    """The picture of a topic in a language."""
    drawn(locale)
    made = topic(
        ids={locale: "1"},
        title={locale: TITLES[locale]},
        summary={},
        description={locale: DESCRIPTIONS.get(locale, TITLES[locale])},
        sections={},
        updated={},
        **changes,
    )
    return card_image(made, publisher, locale, square=square, group=TITLES[locale].split()[0][:8])


def composed(made: CardImage) -> Composition:
    """What stands where on a picture without a photograph."""
    chosen = design_of(made.publisher.card, made.form, made.color, photograph=False)
    faces, language = typefaces(None, made.locale), language_of(made.locale)
    return compose(made.texts, *chosen, *faces, language, photograph=False, writing=writing_of(made.locale))


def paragraph_of(text: str, locale: str) -> Paragraph:
    """A text as a paragraph of a language."""
    found = drawn(locale)
    return paragraph(typefaces(None, found)[1], text, writing_of(found))


def shown(word: Word, characters: str) -> str:
    """Those of some characters that a line has, from left to right."""
    names = {
        (glyph.font, glyph.font.font.get_nominal_glyph(ord(one))): one for glyph in word.glyphs for one in characters
    }
    placed = sorted(word.glyphs, key=lambda glyph: glyph.x)
    return "".join(names.get((glyph.font, glyph.number), "") for glyph in placed)


# The order of letters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("عام 2025", "2025"),
        ("اتصل على الرقم 1-800-232-4636 الآن", "1-800-232-4636"),
        ("اتصل: (800) 232-4636", "(800)232-4636"),
        ("يوم 2025-11-28 صباحًا", "2025-11-28"),
        ("من 70–80 سنة", "80–70"),  # a range is read leftward
    ],
)
def test_numbers_are_read_from_left_to_right(text: str, expected: str) -> None:
    """2025 is never 5202, and the parts of a phone number or a date keep their places."""
    found = paragraph_of(text, "ar")
    assert expected == shown(found.line(0, len(text)), "0123456789-–()")


def test_brackets_are_mirrored_and_words_of_other_scripts_are_not() -> None:
    """An opening bracket of an Arabic text is at the right, and looks like one."""
    text = "السكري (HIV) مرض"
    found = paragraph_of(text, "ar").line(0, len(text))
    assert "(HIV)" == shown(found, "HIV()")


@pytest.mark.parametrize(
    ("text", "locale", "simple"),
    [("Example Health", "ar", True), ("10 - 20", "ar", False), ("10 - 20", "ru", True), ("健康", "en", False)],
)
def test_texts_of_words_between_spaces_are_simple(text: str, locale: str, simple: bool) -> None:
    """An English name on an Arabic card reads as on any other."""
    assert simple == is_simple(text, writing_of(Locale.parse(locale)))


def test_joiners_stay_where_letters_join() -> None:
    """Persian and Hindi need them; among Latin letters they show nothing."""
    assert printed(TITLES["fa"]) == TITLES["fa"]
    assert "a" == printed("\u200ba\u200d\u2066")


def test_a_word_is_in_one_font(tmp_path: Path) -> None:
    """Letters join and combine within a font only, so a font that lacks one of them has none of that word."""
    found = paragraph_of("क्षति 2025 HIV", "hi")
    fonts = {found._fonts[place] for place in range(5)}
    assert 1 == len(fonts)
    assert found._fonts[6:] == [found.face.fonts[0]] * 8


# Lines


@pytest.mark.parametrize("locale", TITLES)
@pytest.mark.parametrize("square", [False, True])
def test_lines_stay_in_their_place_and_apart(locale: str, square: bool) -> None:
    """No letter of a line touches one of the next, leaves the margins, or reaches the band."""
    made = image(locale, square=square)
    form, found = made.form, composed(made)
    bottom = 0.0
    for block in found.blocks:
        for line in block.lines:
            above, below = (size * block.size for size in reach(line.words))
            left = line.x + line.words[0].bearing * block.size
            right = line.x + block.width(line) - right_bearing(line.words[-1]) * block.size
            assert form.margin - 2 <= left <= right <= form.width - form.margin + 2
            assert line.baseline - above >= bottom - block.size * 0.2
            bottom = line.baseline + below
    assert bottom <= form.height - form.footer - 4
    assert not made.cuts_title
    assert b"IEND" == made.png()[-8:-4]


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "ja"])
def test_lines_without_spaces_begin_and_end_well(locale: str) -> None:
    """No line begins with a closing mark or ends with an opening one, and no character is lost."""
    found = drawn(locale)
    text = TITLES[locale]
    setter = Typesetter(typefaces(None, found)[1], language_of(found), writing_of(found))
    pieces = setter._paragraph(text).pieces
    assert text == "".join(text[start:end] for start, end in pieces)
    assert not [
        text[start:end] for start, end in pieces if text[start] in "，。：、）」”ーャ" or text[end - 1] in "（「“"
    ]
    for width in (8, 10, 14):
        lines = setter.lines(text, width)
        assert lines is not None
        assert len(lines) > 1
        assert max(line[0].width for line in lines) <= width
        assert min(line[0].width for line in lines) > width * 0.4


def test_thai_breaks_at_spaces_and_where_words_are_marked() -> None:
    """Without a dictionary; U+200B marks words."""
    text = "โรคเบาหวาน ชนิด\u200bที่"
    found = paragraph_of(text, "th")
    assert ["โรคเบาหวาน ", "ชนิด\u200b", "ที่"] == [text[start:end] for start, end in found.pieces]


def test_address_in_a_description_breaks_and_the_rest_stays() -> None:
    """A description is not cut before a word that is wider than a line."""
    text = "See https://www.example.org/coronavirus/2019-ncov/symptoms-testing/symptoms.html for help."
    lines = Typesetter(typefaces()[0], language_of("en")).fitted(text, 20, 5, balanced=False)
    assert len(lines) > 1
    assert sum(len(word.glyphs) for line in lines for word in line) >= len(text.replace(" ", "")) - 6


def test_no_line_begins_with_a_mark_after_a_space() -> None:
    """French has a space before a colon; the colon stays on its line."""
    text = "Œdème, cœur et électrocardiogramme : l’essentiel"
    setter = Typesetter(typefaces()[1], language_of("fr"))
    for width in range(14, 26):
        lines = setter.lines(text, width)
        colon = setter.face.shaped(":")
        assert lines is not None
        assert not any(line[0].glyphs == colon.glyphs for line in lines)


# Cards in a mirror


@pytest.mark.parametrize("locale", ["ar", "he"])
@pytest.mark.parametrize("style", ["plain", "bold"])
@pytest.mark.parametrize("square", [False, True])
def test_card_of_a_language_that_runs_leftward_is_mirrored(locale: str, style: str, square: bool) -> None:
    """Lines end at the right margin; the rule and the publisher are at the right, the language at the left."""
    made = image(locale, square=square, publisher=attrs.evolve(PUBLISHER, card=CardStyle(style=style)))
    form, found = made.form, composed(made)
    edge = form.width - form.margin
    assert edge == found.rule.left + found.rule.width
    for block in found.blocks:
        for line in block.lines:
            end = line.x + block.width(line) - right_bearing(line.words[-1]) * block.size
            assert edge == pytest.approx(end, abs=1)
    publisher, language = (block.lines[0].x for block in found.footer)
    assert publisher > form.width / 2 > language == pytest.approx(form.margin, abs=4)


def test_photograph_is_at_the_other_side(tmp_path: Path) -> None:
    """The photograph of an Arabic card is at its left."""
    drawn("ar")
    Image.new("RGB", (900, 900), (200, 30, 30)).save(tmp_path / "tea.png")
    publisher = attrs.evolve(PUBLISHER, card=CardStyle(photographs=tmp_path))
    made = image("ar", publisher=publisher)
    with Image.open(io.BytesIO(made.png())) as opened:
        found = opened.convert("RGB")
    red, green, _ = found.getpixel((5, 100))  # type: ignore[misc]
    assert red > 150 > green
    assert (255, 255, 255) == found.getpixel((1195, 100))


# What tells pictures apart


def test_language_of_the_process_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run says its language, its script, and its direction; HarfBuzz guesses nothing."""
    import uharfbuzz

    monkeypatch.setattr(uharfbuzz.Buffer, "guess_segment_properties", None, raising=False)
    assert typefaces()[0].shaped("Ştiință", "ro").glyphs
    assert Writing("und", leftward=False) == LATIN


def test_digest_tells_drawings_of_other_scripts_apart() -> None:
    """A picture that an earlier version drew otherwise has another address; one of Latin text keeps its own."""
    plain = card_image(topic(title={"en": "Sleep", "es": "Sueño"}), PUBLISHER, "en")
    assert not plain._broken
    assert plain.digest == card_image(topic(title={"en": "Sleep", "es": "Otro"}), PUBLISHER, "en").digest


def test_powers_run_to_the_right_in_arabic() -> None:
    """By UAX #9 alone, the sign and the exponent would be before the number: ³⁻10."""
    found = paragraph(typefaces()[0], "\u0648 10\u207b\u00b3", writing_of(Locale("ar")))
    levels, _ = found._ordered
    assert [2, 2, 2, 2] == levels[2:]
