"""The fonts of share pictures: which one a letter is drawn in, and files that letters cannot be drawn with."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import attrs
import pytest
from babel import Locale
from font_samples import OURS, collection, renamed
from samples import PUBLISHER, catalog, topic

from syndicate.cards.findings import findings
from syndicate.cards.image import card_image
from syndicate.cards.image.clusters import clusters
from syndicate.cards.image.font_files import BOLD, REGULAR, FontFile
from syndicate.cards.image.paragraphs import LATIN, paragraph
from syndicate.cards.image.typefaces import typefaces, unread_fonts
from syndicate.errors import PublisherError
from syndicate.model import FindingKind, Publisher, Topic
from syndicate.model.publisher import CardStyle

needs_fonts = pytest.mark.skipif(
    find_spec("manimgx_fonts") is None or find_spec("manimgx_fonts_cjk") is None, reason="needs the extra `fonts`"
)
REGULAR_FONT = (OURS / "PublicSans-Regular.ttf").read_bytes()


def titled(title: str, locale: str = "en", **changes: Any) -> Topic:
    """A topic in one language."""
    return Topic(**{"slug": "odd", "ids": {locale: "odd"}, "title": {locale: title}, **changes})


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("beta", "PublicSans-Bold.ttf"),
        ("huyết áp", "PublicSans-Bold.ttf"),
        ("β", "NotoSans-Bold.ttf"),
        ("Грипп", "NotoSans-Bold.ttf"),
        ("Ҩ", "NotoSans-Bold.ttf"),
        ("→", "NotoSansSymbols-Bold.ttf"),
        ("⇒", "NotoSansMath-Regular.ttf"),
        ("❄", "NotoSansSymbols2-Regular.ttf"),
        ("🙂", "NotoEmoji-Regular.ttf"),
    ],
)
def test_letters_and_signs_have_a_font_that_comes_with_the_package(text: str, file: str) -> None:
    """Public Sans comes first; what it lacks is in the subsets of Noto."""
    face = typefaces()[1]
    assert face.lacking(text) is None
    assert file in {font.path.name for cluster in clusters(text) if (font := face.font(cluster)) is not None}


@pytest.mark.parametrize("title", ["β-blockers", "Грипп у детей", "Γρίπη", "A → B", "Sleep 🙂"])
def test_title_in_fallback_fonts_has_a_picture(title: str) -> None:
    """Nothing is amiss, and it is not the picture of another title."""
    made = card_image(titled(title), PUBLISHER, "en")
    assert title == made.texts.title
    assert b"\x89PNG" == made.png()[:4]
    assert [] == list(findings(catalog(titled(title)), PUBLISHER))
    assert made.digest != card_image(titled("Flu"), PUBLISHER, "en").digest


@pytest.mark.parametrize(
    "emoji",
    ["👍🏽", "🇭🇹", "👨‍👩‍👧", "1️⃣", "👩‍⚕️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🧑🏿‍🦽", "❤️"],
    ids=["tone", "flag", "family", "keycap", "health worker", "England", "wheelchair", "heart"],
)
def test_emoji_of_several_characters_is_one_outline(emoji: str) -> None:
    """Its parts are never drawn side by side."""
    (cluster,) = clusters(emoji)
    face = typefaces()[1]
    assert face.lacking(emoji) is None
    assert 1 == sum(1 for glyph in face.shaped(cluster).glyphs if glyph.font.font.get_glyph_extents(glyph.number).width)


@pytest.mark.parametrize("emoji", ["👨‍🍕", "🌷🏽"], ids=["joined", "tone"])
def test_emoji_sequence_that_no_font_has_is_lacking(emoji: str) -> None:
    """A tulip has no skin."""
    assert typefaces()[1].lacking(emoji) is not None


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs /proc")
def test_latin_text_loads_no_other_font() -> None:
    """Neither the files beside Public Sans are mapped, nor the packages of the extra imported."""
    code = (
        "import sys; from samples import PUBLISHER, topic; from syndicate.cards.image import card_image;"
        "made = card_image(topic(), PUBLISHER, 'es'); made.png(), made.digest;"
        "print('Noto' in open('/proc/self/maps').read(), [name for name in sys.modules if 'manimgx' in name])"
    )
    made = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parent
    )
    assert "False []\n" == made.stdout


@needs_fonts
@pytest.mark.parametrize(
    "text",
    [
        "السكري",
        "סוכרת",
        "मधुमेह",
        "糖尿病",
        "당뇨병",
        "เบาหวาน",
        "ডায়াবেটিস",
        "நீரிழிவு",
        "የስኳር",
        "Շաքար",
        "დიაბეტი",
        "ទឹក",
    ],
)
def test_other_scripts_have_a_font_of_the_extra(text: str) -> None:
    """Each letter with its marks, in both weights."""
    for face in typefaces():
        assert all(face.font(cluster) is not None for cluster in clusters(text))
        assert all(font.face.axis_infos for font in face.used(text))


@needs_fonts
@pytest.mark.parametrize(
    ("locale", "face"),
    [("zh", "SC"), ("zh_Hant", "TC"), ("zh_TW", "TC"), ("zh_HK", "HK"), ("ja", "JP"), ("ko", "KR"), ("en", "SC")],
)
def test_chinese_characters_are_those_of_the_language(locale: str, face: str) -> None:
    """The same characters look different in Simplified Chinese, Traditional Chinese, and Japanese."""
    font = typefaces(locale=Locale.parse(locale))[0].font("骨")
    assert font is not None
    assert face in font.face.get_name(1, "en").split()


def test_face_and_weight_are_part_of_a_fonts_digest(tmp_path: Path) -> None:
    """They decide what is drawn; of a font with one face and one weight, the file alone does."""
    path = tmp_path / "both.ttc"
    path.write_bytes(collection(REGULAR_FONT, (OURS / "PublicSans-Bold.ttf").read_bytes()))
    first, second = FontFile(path), FontFile(path, BOLD)
    assert first.digest != second.digest
    assert [0, 1] == [first.face.index, second.face.index]
    plain = OURS / "PublicSans-Bold.ttf"
    assert FontFile(plain, REGULAR).digest == FontFile(plain, BOLD).digest


def test_face_of_a_collection_is_that_of_the_weight(tmp_path: Path) -> None:
    """Pictures are those of the font by itself: a title has the bold face."""
    path = tmp_path / "brand.ttc"
    path.write_bytes(collection(REGULAR_FONT, (OURS / "PublicSans-Bold.ttf").read_bytes()))
    alone = attrs.evolve(PUBLISHER, card=CardStyle(bold_fonts=[OURS / "PublicSans-Bold.ttf"]))
    among = attrs.evolve(PUBLISHER, card=CardStyle(bold_fonts=[path]))
    assert card_image(topic(), alone, "es").png() == card_image(topic(), among, "es").png()


@needs_fonts
def test_variable_font_is_set_in_the_weight_of_its_list() -> None:
    """Titles are bold, whatever weight the file begins with."""
    import manimgx_fonts

    path = Path(manimgx_fonts.__file__).parent / "NotoSansHebrew[wght].ttf"
    regular, bold = typefaces(CardStyle(fonts=[path], bold_fonts=[path]))
    assert [(REGULAR,), (BOLD,)] == [tuple(face.fonts[0].font.get_var_coords_design()) for face in (regular, bold)]
    assert regular.fonts[0].digest != bold.fonts[0].digest


def test_character_that_only_the_other_weight_has_is_drawn_in_that(tmp_path: Path) -> None:
    """A publisher who names one font for a script has its titles drawn too."""
    face = typefaces(CardStyle(fonts=[OURS / "NotoSansMath-Regular.ttf"]))[1]
    font = face.font("⇒")
    assert font is not None
    assert "NotoSansMath-Regular.ttf" == font.path.name
    assert font is face.fallback[0]


NOTO = OURS / "NotoSans-Bold.ttf"
SANS = OURS / "PublicSans-Bold.ttf"
SIGNS = OURS / "NotoSansSymbols-Bold.ttf"


def drawn_in(text: str, style: CardStyle, locale: str) -> list[str]:
    """The files of the bold fonts of a text, letter by letter."""
    face = typefaces(style, Locale.parse(locale))[1]
    return [font.path.name for cluster in clusters(text) if (font := face.font(cluster)) is not None]


def test_fonts_of_a_language_lead_in_its_texts_alone() -> None:
    """A region has those of its language, and the files for all come after them."""
    style = CardStyle(bold_fonts={"ru": [NOTO], "all": [SIGNS]})
    assert [NOTO.name, NOTO.name] == drawn_in("aж", style, "ru_KZ")
    assert [SANS.name, NOTO.name, SIGNS.name] == drawn_in("aж→", style, "en")
    regular, bold = typefaces(style, Locale("ru"))
    assert [NOTO, SIGNS] == [font.path for font in bold.fonts[:2]]
    assert [NOTO, SIGNS] == [font.path for font in regular.fallback[:2]]


def test_fonts_of_a_script_draw_its_letters_in_any_language() -> None:
    """Letters of other scripts, digits, and arrows stay as they were."""
    style = CardStyle(bold_fonts={"Cyrl": [NOTO]})
    face = typefaces(style, Locale("en"))[1]
    font = face.font("ж")
    assert font is face.scripts[0]
    assert [SANS.name, SANS.name, SIGNS.name] == drawn_in("a1→", style, "en")
    assert (font,) == face.used("aж")


def test_fonts_of_a_script_do_not_touch_other_pictures() -> None:
    """A picture without a letter of the script has the address and bytes that it had."""
    style = CardStyle(fonts={"Arab": [NOTO]}, bold_fonts={"Arab": [NOTO], "ar": [NOTO]})
    with_fonts = card_image(topic(), attrs.evolve(PUBLISHER, card=style), "es")
    assert card_image(topic(), PUBLISHER, "es").digest == with_fonts.digest
    assert card_image(topic(), PUBLISHER, "es").png() == with_fonts.png()


def test_fonts_of_the_own_script_come_before_those_of_one_that_shares_its_letters(tmp_path: Path) -> None:
    """Simplified and traditional Chinese have the same characters in different forms."""
    for name in ("hans.ttf", "hant.ttf"):
        (tmp_path / name).write_bytes(NOTO.read_bytes())
    style = CardStyle(bold_fonts={"Hans": [tmp_path / "hans.ttf"], "Hant": [tmp_path / "hant.ttf"]})
    found = {tag: typefaces(style, Locale.parse(tag))[1].scripts[0].path.name for tag in ("zh", "zh_TW", "zh_Hant")}
    assert {"zh": "hans.ttf", "zh_TW": "hant.ttf", "zh_Hant": "hant.ttf"} == found


def test_latin_fonts_lead_as_those_for_all_do() -> None:
    """Digits and signs are drawn in them too."""
    assert [NOTO.name] * 3 == drawn_in("a1,", CardStyle(bold_fonts={"latn": [NOTO]}), "en")


def test_faulty_fonts_of_each_language_are_found(tmp_path: Path) -> None:
    """The languages of the texts do not matter."""
    (tmp_path / "a.ttf").write_bytes(b"text")
    style = CardStyle(fonts={"ar": [tmp_path / "a.ttf"]}, bold_fonts={"Hebr": [tmp_path / "a.ttf"]})
    assert {tmp_path / "a.ttf": "no-font-file"} == unread_fonts(style)
    assert () == typefaces(style, Locale("ar"))[1].scripts


def test_table_of_fonts_is_read_beside_the_publisher(tmp_path: Path) -> None:
    """As a plain list is; a key that is no language or script, or a file that is not there, is named."""
    (tmp_path / "a.ttf").touch()
    path = tmp_path / "publisher.toml"

    def load(table: str) -> Any:
        head = 'base_url = "https://a.example/"\nauthority = "a.example,2024"\nname.en = "A"\n'
        path.write_text(f"{head}[card.fonts]\n{table}\n", "utf-8")
        return Publisher.load(path).card.fonts

    found = load('ar-EG = ["a.ttf"]\nArab = ["a.ttf"]\nall = ["a.ttf"]')
    assert ("ar_EG", "Arab") == (found.languages[0][0], found.scripts[0][0])
    assert (tmp_path / "a.ttf",) == found.files == found.everywhere
    with pytest.raises(PublisherError, match=r"'klingonish' is neither a language nor a script \(field card\.fonts\)"):
        load('klingonish = ["a.ttf"]')
    with pytest.raises(PublisherError, match=r"there is no file.*card\.fonts\.ar"):
        load('ar = ["b.ttf"]')
    with pytest.raises(PublisherError, match=r"a list of files in quotes.*card\.fonts\.ar"):
        load('ar = "a.ttf"')


def test_accents_stand_on_their_letter() -> None:
    """Public Sans has both characters of x̄, but not where one stands on the other."""
    assert [SANS.name, NOTO.name, SANS.name] == drawn_in("xx\u0304n\u0304", CardStyle(), "en")


def test_spaces_have_the_font_of_the_words() -> None:
    """A space in the font of emoji is more than twice as wide."""
    face = typefaces()[1]
    text = "\u4f60 \U0001f642 a" if face.lacking("\u4f60") is None else "a \U0001f642 a"
    fonts = paragraph(face, text, LATIN)._fonts
    assert "NotoEmoji-Regular.ttf" == fonts[2].path.name != fonts[3].path.name
    assert fonts[1] is fonts[3] is fonts[0]


BROKEN = {
    "woff": (b"wOFF" + REGULAR_FONT[4:], "web-font"),
    "woff2": (b"wOF2" + REGULAR_FONT[4:], "web-font"),
    "sbix": (renamed(REGULAR_FONT, b"glyf", b"sbix"), "color-font"),
    "CBDT": (renamed(REGULAR_FONT, b"glyf", b"CBDT"), "color-font"),
    "COLR": (renamed(REGULAR_FONT, b"glyf", b"COLR"), "color-font"),
    "SVG": (renamed(REGULAR_FONT, b"glyf", b"SVG "), "color-font"),
    "cut": (REGULAR_FONT[:-9000], "damaged-font"),
    "cut in the middle": (REGULAR_FONT[:30000], "damaged-font"),
    "head": (REGULAR_FONT[:40], "no-font-file"),
    "without letters": (renamed(REGULAR_FONT, b"cmap", b"cmaq"), "no-font-file"),
    "page": (b"<html>404", "no-font-file"),
    "empty": (b"", "no-font-file"),
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_file_that_no_letter_can_be_drawn_with_is_left_out_and_named(name: str, tmp_path: Path) -> None:
    """The finding has the file, the reason, and the way out; the picture is the one without the file."""
    body, reason = BROKEN[name]
    path = tmp_path / f"{name}.ttf"
    path.write_bytes(body)
    publisher = attrs.evolve(PUBLISHER, card=CardStyle(fonts=[path]))
    (finding,) = findings(catalog(topic()), publisher)
    assert (FindingKind.CARD_FILE, reason) == (finding.kind, finding.details["reason"])
    assert str(path) in finding.message()
    assert card_image(topic(), PUBLISHER, "es").png() == card_image(topic(), publisher, "es").png()
    assert card_image(topic(), PUBLISHER, "es").digest == card_image(topic(), publisher, "es").digest


@pytest.mark.parametrize(
    ("title", "drawn"),
    [
        ("Flu (ᏣᎳᎩ)", "Flu"),
        ("Flu (ᏣᎳᎩ) and colds", "Flu and colds"),
        ("ᏣᎳᎩ – Flu", "Flu"),
        ("Flu / ᏣᎳᎩ / Colds", "Flu / Colds"),
        ("Colds 👨‍🍕 and flu", "Colds and flu"),
        ("Flu 🀀 (ᏣᎳᎩ)", "Flu"),
    ],
)
def test_aside_that_no_font_has_is_left_out_alone(title: str, drawn: str) -> None:
    """The rest of the title is drawn, as its text alternative says, and the finding names what is not."""
    made = card_image(titled(title), PUBLISHER, "en")
    assert (drawn, True) == (made.texts.title, made.is_drawn)
    assert made.alt.startswith(f"{drawn}.")
    kinds = {one.kind for one in findings(catalog(titled(title)), PUBLISHER)}
    assert {FindingKind.CARD_TEXT} == kinds


@pytest.mark.parametrize(
    "title",
    [
        "Do not take ᏣᎳᎩ with milk",
        "Flu (ᏣᎳᎩ 5 mg)",
        "Flu (ᏣᎳᎩ and fever)",
        "5ᚱmg",
        "(ᏣᎳᎩ)",
        "Take 5 mg – ᏣᎳᎩ 10 mg",
        "🀀",
    ],
)
def test_words_that_carry_a_sentence_or_a_dose_take_the_whole_title(title: str) -> None:
    """There is no picture, and that is what is reported."""
    assert not card_image(titled(title), PUBLISHER, "en").is_drawn
    assert {FindingKind.CARD_PICTURE} == {one.kind for one in findings(catalog(titled(title)), PUBLISHER)}


def test_finding_names_the_part_the_character_and_the_way_out() -> None:
    """In the language of the editor."""
    odd = titled("Flu", description={"en": "What helps (ᏣᎳᎩ)."})
    (finding,) = findings(catalog(odd), PUBLISHER)
    assert ("odd", "en", "description-words") == (finding.topic, finding.locale, finding.details["part"])
    said = finding.message("es")
    assert "palabras en otra escritura en la descripción" in said
    assert "CHEROKEE" in said
    assert "What helps." == card_image(odd, PUBLISHER, "en").texts.description


def test_flag_of_a_part_of_a_country_stays_that_flag() -> None:
    """Its letters show nothing by themselves, and without them it is a black flag."""
    scotland = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
    assert f"Flu {scotland}" == card_image(titled(f"Flu {scotland}"), PUBLISHER, "en").texts.title


@pytest.mark.parametrize("emoji", ["1️⃣", "❤️", "👩‍⚕️"])
def test_emoji_of_a_title_is_drawn_whole_without_its_selector(emoji: str) -> None:
    """A variation selector asks for a color, which a picture does not have."""
    made = card_image(titled(f"Flu {emoji}"), PUBLISHER, "en")
    assert {} == made.lacks
    (cluster,) = clusters(made.texts.title.removeprefix("Flu "))
    assert 1 == sum(1 for glyph in typefaces()[1].shaped(cluster).glyphs if glyph.font.path.name.startswith("Noto"))
