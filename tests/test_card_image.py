"""The picture of a share card: what it shows, where its lines break, and what becomes of odd texts and colors."""

from __future__ import annotations

import io
import struct
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
import pytest
import uharfbuzz
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageFilter, ImageStat
from samples import PUBLISHER, topic

from syndicate.cards import card
from syndicate.cards.image import CardImage, card_image
from syndicate.cards.image.breaking import break_lines
from syndicate.cards.image.composition import compose
from syndicate.cards.image.design import Design, design_of
from syndicate.cards.image.form import SQUARE, WIDE, Block, Box, Composition, Form, Line, Texts
from syndicate.cards.image.raster import Canvas
from syndicate.cards.image.typefaces import typefaces
from syndicate.errors import InvalidValueError, PublisherError
from syndicate.locales.language_data import language_of
from syndicate.model import Catalog, Group, Publisher
from syndicate.model import Image as Picture
from syndicate.model.colors import AA, contrast
from syndicate.model.publisher import CardStyle

GOLDEN = Path(__file__).parent / "golden" / "cards"

LATIN = "abcdefghijklmnñopqrstuvwxyzáéíóúüABCDEFGHIJKLMNÑOPQRSTUVWXYZÁÉÍÓÚ0123456789¿?¡!.,:;()«»“”’-–—/%&+"

SPANISH = language_of("es")


def image(title: str = "About tea", **changes: Any) -> CardImage:
    """The picture of a topic with a title."""
    publisher = changes.pop("publisher", PUBLISHER)
    values = {name: changes.pop(name) for name in ("square", "color") if name in changes}
    group = changes.pop("group", "En casa")
    return card_image(topic(title={"en": title, "es": title}, **changes), publisher, "es", group=group, **values)


def opened(png: bytes) -> Image.Image:
    """A PNG as colors, decoded by another library; its checksums are right."""
    with Image.open(io.BytesIO(png)) as found:
        found.verify()
    with Image.open(io.BytesIO(png)) as found:
        return found.convert("RGB")


def plain(form: Form) -> Design:
    """The measures and colors of a plain card."""
    return design_of(PUBLISHER.card, form, "", photograph=False)


def composed(made: CardImage) -> Composition:
    """What stands where on a picture without a photograph."""
    chosen = design_of(made.publisher.card, made.form, made.color, photograph=False)
    return compose(made.texts, *chosen, *typefaces(), SPANISH, photograph=False)


def said(block: Block) -> int:
    """How many words a block has."""
    return sum(len(line.words) for line in block.lines)


# What it shows


@pytest.mark.parametrize(("square", "size"), [(False, (1200, 630)), (True, (1080, 1080))])
def test_picture_is_a_png_of_its_size(square: bool, size: tuple[int, int]) -> None:
    """One of few colors, which every network reads."""
    made = image(square=square)
    png = made.png()
    assert b"\x89PNG\r\n\x1a\n" == png[:8]
    assert (*size, 8, 3) == struct.unpack(">IIBB", png[16:26])
    assert size == opened(png).size == (made.width, made.height)
    assert len(png) < 45_000


def test_same_card_gives_the_same_bytes() -> None:
    """No clock and no chance; the address of the picture stands for its bytes."""
    assert image().png() == image().png()
    assert image().digest == image().digest


CHANGES: dict[str, Any] = {
    "title": {"title": {"es": "Otro"}, "ids": {"es": "1"}},
    "description": {"description": {"es": "Dos tazas."}},
    "group": {"group": "Fuera de casa"},
    "square": {"square": True},
    "accent": {"publisher": attrs.evolve(PUBLISHER, card=CardStyle(accent="#005ea3"))},
    "background": {"publisher": attrs.evolve(PUBLISHER, card=CardStyle(background="#fefefe"))},
    "ink": {"publisher": attrs.evolve(PUBLISHER, card=CardStyle(ink="#1b1b1c"))},
    "name": {"publisher": attrs.evolve(PUBLISHER, name={"es": "Clínica del Monte"})},
}


@pytest.mark.parametrize("change", CHANGES)
def test_digest_changes_with_what_is_shown(change: str) -> None:
    """Another word, color or shape makes another picture."""
    base = {"title": "Acerca de tea", "group": "En casa"}
    values = {**CHANGES[change]}
    title = values.pop("title", {"es": base["title"]})["es"]
    values.pop("ids", None)
    assert image("Acerca de tea").digest != image(title, **values).digest


def test_digest_ignores_what_is_not_shown() -> None:
    """Dates, links and other languages do not change the picture."""
    assert image(updated={}, sections={}).digest == image().digest


def test_alternative_is_the_text_of_the_card() -> None:
    """In the words of the language; nothing is said twice."""
    assert "¿Qué es el té? Una taza al día. Clínica del Valle, en español." == image("¿Qué es el té?").alt
    assert "Té. Clínica del Valle, en español." == image("Té", description={}, summary={}).alt


def test_colors_are_the_publishers() -> None:
    """Paper above, the accent below, and letters in between."""
    style = CardStyle(accent="#7a1f2b", background="#fff8e7", ink="#201a17")
    found = opened(image(publisher=attrs.evolve(PUBLISHER, card=style)).png())
    assert (0xFF, 0xF8, 0xE7) == found.getpixel((5, 5))
    assert (0x7A, 0x1F, 0x2B) == found.getpixel((5, 620))
    assert (0x20, 0x1A, 0x17) in {color for _, color in found.getcolors(10_000) or ()}


# Where lines break


@pytest.mark.parametrize(
    ("locale", "text", "limit", "expected"),
    [
        ("es", "Cómo prevenir las caídas en la casa", 22, ["Cómo prevenir", "las caídas en la casa"]),
        ("es", "Tome agua cada 2 horas", 15, ["Tome agua", "cada 2 horas"]),
        ("en", "Heat, cold and your health", 16, ["Heat, cold", "and your health"]),
        ("es", "Cortes de electricidad", 15, ["Cortes", "de electricidad"]),
        ("es", "Efectos del COVID-19 (COVID-19 persistente)", 23, ["Efectos del COVID-19", "(COVID-19 persistente)"]),
        ("es", "Salud", 20, ["Salud"]),
        ("es", "Uno dos tres cuatro", 9, ["Uno dos", "tres", "cuatro"]),
    ],
)
def test_titles_break_as_if_set_by_hand(locale: str, text: str, limit: int, expected: list[str]) -> None:
    """Lines of about one length, none ending in a word that leans on the next, as few as there can be."""
    words = text.split(" ")
    lines = break_lines(words, [len(word) for word in words], 1, limit, language_of(locale))
    assert lines is not None
    assert expected == [" ".join(words[start:end]) for start, end in lines]


def test_paragraphs_fill_their_lines() -> None:
    """All but the last, which is not a single short word if that can be helped."""
    words = "Este es un texto de varias palabras que ocupa más de una línea sin ser muy largo ya".split()
    lines = break_lines(words, [len(word) for word in words], 1, 28, SPANISH, balanced=False)
    assert lines is not None
    made = [" ".join(words[start:end]) for start, end in lines]
    assert all(len(line) >= 18 for line in made[:-1])
    assert len(made[-1]) > 4


def test_lines_of_a_paragraph_end_earlier_rather_than_in_a_leaning_word() -> None:
    """An even edge is worth less than a preposition that stays with its noun."""
    text = "Cómo prepararse para un corte de electricidad, conservar la comida y evitar el monóxido de carbono."
    words = text.split(" ")
    lines = break_lines(words, [len(word) for word in words], 1, 45, SPANISH, balanced=False)
    assert lines is not None
    expected = [
        "Cómo prepararse para un corte",
        "de electricidad, conservar la comida y evitar",
        "el monóxido de carbono.",
    ]
    assert expected == [" ".join(words[start:end]) for start, end in lines]


@given(st.lists(st.integers(1, 20), min_size=1, max_size=25), st.integers(20, 60), st.booleans())
def test_lines_keep_all_words_in_order(widths: list[int], limit: int, balanced: bool) -> None:
    """No word is lost, no line is too long, and there are no more lines than greed would make."""
    lines = break_lines(["x"] * len(widths), widths, 1, limit, SPANISH, balanced=balanced)
    assert lines is not None
    assert list(range(len(widths))) == [word for start, end in lines for word in range(start, end)]
    assert all(sum(widths[start:end]) + end - start - 1 <= limit for start, end in lines)
    greedy, used = 1, 0.0
    for width in widths:
        if used and used + 1 + width > limit:
            greedy, used = greedy + 1, width
        else:
            used += width + (1 if used else 0)
    assert greedy == len(lines)


def test_word_that_is_too_wide_has_no_lines() -> None:
    """The setter then tries a smaller size."""
    assert break_lines(["a", "b"], [3, 11], 1, 10, SPANISH) is None
    assert [] == break_lines([], [], 1, 10, SPANISH)


def test_long_titles_shrink_before_they_are_cut() -> None:
    """Each size has its turn; the last resort is an ellipsis."""
    short, long = composed(image("Té")), composed(image("Interacciones y efectos secundarios de los medicamentos"))
    assert short.blocks[1].size > long.blocks[1].size
    assert 7 == said(long.blocks[1])
    endless = composed(image("palabra " * 300 + "fin"))
    assert WIDE.titles[-1][0] > endless.blocks[1].size == 24
    assert said(endless.blocks[1]) < 301


def test_title_gets_a_little_smaller_to_break_well() -> None:
    """One size less, and "de los" stays with its noun; a size much smaller is not worth it."""
    titles = ("Seguridad alimentaria", "Seguridad de los alimentos", "Guía para una buena postura")
    blocks = [composed(image(title, square=True)).blocks[1] for title in titles]
    assert [(120, 1), (104, 1), (120, 3)] == [(block.size, len(block.lines[0].words)) for block in blocks]


def test_title_gets_a_little_smaller_for_even_lines() -> None:
    """A line of one word between long ones is worth a size; a word that hangs is worse."""
    made = composed(image("Caspa, costra láctea y otras afecciones del cuero cabelludo", square=True)).blocks[1]
    assert [3, 3, 3] == [len(line.words) for line in made.lines]


def test_title_leaves_room_for_the_description() -> None:
    """Two lines at least, as long as the title has a smaller size."""
    made = composed(
        image("Caspa, costra láctea y otras afecciones del cuero cabelludo", description={"es": "a " * 200})
    )
    assert len(made.blocks[2].lines) >= 2


@given(
    title=st.lists(st.text(LATIN, min_size=1, max_size=40), min_size=1, max_size=30),
    description=st.lists(st.text(LATIN, min_size=1, max_size=15), max_size=60),
    square=st.booleans(),
)
@settings(deadline=None, max_examples=60)
def test_nothing_leaves_its_place(title: list[str], description: list[str], square: bool) -> None:
    """Whatever the texts: all lines are within the margins, and no block stands on another."""
    made = image(" ".join(title), description={"es": " ".join(description)} if description else {}, square=square)
    composition = composed(made)
    form: Form = composition.form
    column = form.column(photograph=False)
    bottom = 0.0
    for block in composition.blocks:
        for line in block.lines:
            assert line.x + block.width(line) <= column.left + column.width + 1
            assert line.baseline - block.size * 0.75 >= bottom - 1
            bottom = line.baseline
    assert bottom + 12 <= form.height - form.footer
    assert b"IEND" == made.png()[-8:-4]


# Odd characters


@pytest.mark.parametrize(
    ("title", "character"), [("🀀", "U+1F000, MAHJONG TILE EAST WIND"), ("ᏣᎳᎩ", "U+13E3"), ("ܐܪܡܝܐ", "U+0710")]
)
def test_character_that_no_font_has_is_an_error(title: str, character: str) -> None:
    """It names the topic, the language, the field and the character, and the way out."""
    with pytest.raises(InvalidValueError) as caught:
        image(title).png()
    error = caught.value
    assert ("tea", "es", "title") == (error.topic, error.locale, error.field)
    assert character in error.problem
    assert "[card] fonts" in (error.hint or "")


def test_letters_and_accents_may_be_apart() -> None:
    """A letter with a separate accent looks as the one with its own."""
    assert image("Cafe\u0301").png() == image("Café").png()


def test_vietnamese_and_catalan_can_be_set() -> None:
    """The fonts cover the Latin letters of more than two languages."""
    for title in ("Giấc ngủ lành mạnh", "Il·lusió òptica", "Çiçek aşısı", "Źdźbło"):
        assert image(title).png()


# Files of the publisher


def styled(folder: Path, **values: Any) -> Publisher:
    """A publisher with files."""
    return attrs.evolve(PUBLISHER, card=CardStyle(**values))


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    """A folder with a photograph: blue at its top, green at its bottom."""
    folder = tmp_path / "photographs"
    folder.mkdir()
    made = Image.new("RGB", (800, 600), (0, 80, 200))
    made.paste((20, 140, 60), (0, 300, 800, 600))
    made.save(folder / "tea.jpg", quality=95)
    return folder


@pytest.mark.parametrize(("square", "place"), [(False, (1100, 100)), (True, (500, 50))])
def test_photograph_is_laid_in(photographs: Path, square: bool, place: tuple[int, int]) -> None:
    """The one that is called as the topic, or as its picture's address ends; text stays clear of it."""
    publisher = styled(photographs, photographs=photographs)
    for found in ({}, {"image": {"es": Picture(url="https://cdn.example.net/a/tea.jpg?w=900")}}):
        made = opened(image(publisher=publisher, square=square, **found).png())
        red, green, blue = made.getpixel(place)  # type: ignore[misc]
        assert blue > 150 > green > red
    plain = image(publisher=styled(photographs), square=square)
    assert plain.digest != image(publisher=publisher, square=square).digest
    other = Picture(url="https://cdn.example.net/coffee.jpg")
    (photographs / "tea.jpg").rename(photographs / "milk.jpg")
    assert plain.png() == image(publisher=publisher, square=square, image={"es": other}).png()


def test_picture_style_lays_the_title_on_the_photograph(photographs: Path) -> None:
    """It fills the card above the band; the title and the logo have paper below them; its words are the alternative."""
    logo = photographs / "logo.png"
    Image.new("RGB", (200, 100), (200, 0, 0)).save(logo)
    publisher = styled(photographs, photographs=photographs, logo=logo, style="picture")
    shown = Picture(url="https://cdn.example.net/tea.jpg", alt="Una taza de té.")
    made = image("Té", publisher=publisher, image={"es": shown}, color="#7b3f98")
    pixels = opened(made.png())
    red, green, blue = pixels.getpixel((600, 60))  # type: ignore[misc]
    assert blue > 150 > green > red
    assert (255, 255, 255) == pixels.getpixel((10, 520))
    assert (123, 63, 152) == pixels.getpixel((10, 620))
    assert (200, 0, 0) == pixels.getpixel((1150, 50))
    assert (255, 255, 255) == pixels.getpixel((1190, 50))
    assert "Té. Una taza de té. Clínica del Valle, en español." == made.alt
    assert len(made.png()) < 300_000


def test_bold_style_is_in_the_color_of_the_group(photographs: Path) -> None:
    """Or of the publisher; a photograph decides nothing; without one, the style `picture` is so too."""
    for style, folder in (("bold", photographs), ("picture", None)):
        publisher = styled(photographs, style=style, photographs=folder)
        made = image(publisher=publisher, color="#2e7d32")
        assert (46, 125, 50) == opened(made.png()).getpixel((10, 10))
        assert (33, 90, 36) == opened(made.png()).getpixel((10, 620))
        assert (0, 94, 162) == opened(image(publisher=publisher).png()).getpixel((10, 10))
        assert made.alt == image().alt
    assert image(publisher=styled(photographs, style="bold")).digest == (
        image(publisher=styled(photographs, style="bold", photographs=photographs)).digest
    )


def test_logo_of_a_bold_card_stands_on_paper(tmp_path: Path) -> None:
    """In the corner, where a logo in the color of the group is seen too."""
    logo = tmp_path / "logo.png"
    made = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    made.paste((46, 125, 50), (50, 0, 150, 100))
    made.save(logo)
    for square in (False, True):
        shown = image(publisher=styled(tmp_path, style="bold", logo=logo), color="#2e7d32", square=square)
        pixels = opened(shown.png())
        edge = shown.width - 60
        assert (46, 125, 50) == pixels.getpixel((edge - 30, 60))
        assert (255, 255, 255) == pixels.getpixel((shown.width - 5, 5))
        assert (46, 125, 50) == pixels.getpixel((5, 5))


def test_styles_have_digests_of_their_own() -> None:
    """By style and by color; a plain card has no color of its group."""
    bold = styled(Path(), style="bold")
    digests = [image(publisher=bold, color=color).digest for color in ("", "#2e7d32", "#7b3f98")]
    assert 4 == len({*digests, image().digest})
    assert image().digest == image(color="#2e7d32").digest


@pytest.mark.parametrize("form", [WIDE, SQUARE])
@given(color=st.from_regex("#[0-9a-f]{6}", fullmatch=True), style=st.sampled_from(["bold", "picture"]))
@settings(deadline=None, max_examples=60)
def test_every_color_of_a_group_is_read_well(form: Form, color: str, style: str) -> None:
    """The letters have a contrast of 4.5:1 with what they stand on, whatever the group's color is."""
    for photograph in (True, False):
        colors = design_of(CardStyle(style=style), form, color, photograph=photograph).colors
        for ink in (colors.ink, colors.quiet, colors.accent):
            assert contrast(ink, colors.ground) >= AA
        assert contrast(colors.reversed, colors.band) >= AA


@pytest.mark.parametrize("words", [["Sueño"], ["Alimentos"] * 6, ["Electrocardiogramas"] * 9])
@pytest.mark.parametrize("form", [WIDE, SQUARE])
def test_text_of_every_style_stays_in_its_place(form: Form, words: list[str]) -> None:
    """Within its column, on the panel, and clear of the band."""
    for style, photograph in (("bold", False), ("picture", True)):
        chosen = design_of(CardStyle(style=style), form, "", photograph=photograph)
        about = "" if photograph else "Una taza al día. " * 9
        texts = Texts("Prevención", " ".join(words), about, "Clínica", "Español")
        made = compose(texts, *chosen, *typefaces(), SPANISH, photograph=photograph)
        column = chosen.form.column(photograph=photograph)
        for block in made.blocks:
            for line in block.lines:
                assert line.x + block.width(line) <= column.left + column.width + 1
                assert line.baseline + block.size * 0.2 <= form.height - form.footer
        if made.panel is not None:
            assert made.panel.top + 20 <= made.rule.top
            assert made.panel.top + made.panel.height == form.height - form.footer
            assert made.panel.top >= 0


def test_logo_stands_at_the_top(tmp_path: Path) -> None:
    """Scaled, with its transparency, clear of the text."""
    path = tmp_path / "logo.png"
    logo = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    logo.paste((200, 0, 0, 255), (100, 100, 200, 200))
    logo.save(path)
    made = opened(image(publisher=styled(tmp_path, logo=path)).png())
    assert made.getpixel((1090, 70)) == (200, 0, 0)
    assert made.getpixel((1063, 43)) == (255, 255, 255)


@pytest.mark.parametrize("form", [WIDE, SQUARE])
def test_logo_and_the_name_of_the_group_stand_apart(form: Form) -> None:
    """Where there is a logo, a long name ends before it, unless it hangs lower."""

    name, long = "Weather, seasons, storms, floods, and whatever else may come", "Interactions and side effects " * 4
    ends = []
    for title, logo in ((long, 0), (long, form.logo_width), ("Tea", form.logo_width)):
        texts = Texts(name, title.strip(), title * 10, "Clinic", "English")
        kicker = compose(texts, *plain(form), *typefaces(), SPANISH, photograph=False, logo=logo).blocks[0]
        (line,) = kicker.lines
        ends.append(line.x + kicker.width(line))
    assert ends[1] <= form.width - form.margin - form.logo_width < ends[0] == ends[2]


def test_own_fonts_come_first(tmp_path: Path) -> None:
    """A publisher's typeface; what it lacks is set in ours."""
    ours = Path(card_image.__code__.co_filename).parent / "fonts"
    swapped = styled(tmp_path, fonts=[ours / "PublicSans-Bold.ttf"], bold_fonts=[ours / "PublicSans-Regular.ttf"])
    assert image(publisher=swapped).png() != image().png()
    assert image(publisher=swapped).digest != image().digest


def load(folder: Path, card_table: str) -> Publisher:
    """The publisher of a file with a table of looks."""
    path = folder / "publisher.toml"
    path.write_text(
        f'base_url = "https://a.example/"\nauthority = "a.example,2024"\n[name]\nen = "A"\n[card]\n{card_table}\n',
        "utf-8",
    )
    return Publisher.load(path)


def test_files_lie_beside_the_publisher(tmp_path: Path) -> None:
    """Their paths start from the folder of publisher.toml."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "a.ttf").touch()
    (tmp_path / "logo.png").touch()
    style = load(tmp_path, 'fonts = ["a.ttf"]\nlogo = "logo.png"\nphotographs = "photos"').card
    assert ((tmp_path / "a.ttf",), tmp_path / "logo.png", tmp_path / "photos") == (
        style.fonts,
        style.logo,
        style.photographs,
    )


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ('accent = "#ffcc00"', r"accent #ffcc00 on #ffffff has a contrast of 1\.51:1; text needs 4\.5:1 .* darker"),
        ('background = "#101010"', r"ink #1b1b1b on #101010 has a contrast of 1\.\d+:1; .* lighter ink"),
        ('ink = "black"', "a color such as"),
        ('fonts = "a.ttf"', "a list of files in quotes"),
        ('fonts = ["a.ttf"]', "there is no file"),
        ("logo = 5", "text in quotes"),
        ('photographs = "photos"', "there is no folder"),
    ],
)
def test_looks_that_cannot_be(tmp_path: Path, table: str, problem: str) -> None:
    """Colors that are hard to read, and files that are not there, are refused when the publisher is loaded."""
    with pytest.raises(PublisherError, match=problem):
        load(tmp_path, table)


# Files


def test_pixels_come_back() -> None:
    """Another library reads just what was drawn."""
    canvas = Canvas(3, 2, (1, 2, 3))
    canvas.fill(Box(1, 0, 1, 2), (4, 5, 6))
    canvas.fill(Box(2, 0, 1, 1), (255, 255, 255))
    found = opened(canvas.png())
    assert [(1, 2, 3), (4, 5, 6), (255, 255, 255), (1, 2, 3), (4, 5, 6), (1, 2, 3)] == [
        found.getpixel((x, y)) for y in range(2) for x in range(3)
    ]


def test_letters_end_at_the_edge_of_the_card() -> None:
    """A card that is narrower shows the part that it has room for, also of letters that begin before its edge."""
    word = typefaces()[0].shaped("Wojwodschaft")
    wide, narrow = (Canvas(width, 40, (255, 255, 255)) for width in (300, 100))
    for baseline in (5, 25, 45):
        line = Line(-20.5, baseline, (word,))
        block = Block(lines=(line,), size=32, space=0.2, ink=(0, 0, 0), ground=(255, 255, 255))
        wide.letters(block, uharfbuzz.RasterDraw())
        narrow.letters(block, uharfbuzz.RasterDraw())
    assert opened(wide.png()).crop((0, 0, 100, 40)).tobytes() == opened(narrow.png()).tobytes()
    assert (255, 255, 255) != opened(narrow.png()).getpixel((99, 20))


def test_same_bytes_on_every_processor() -> None:
    """Those that zlib-ng 2.2.5 and 2.3.3 wrote on x86 with SSE2 alone and with AVX2, and on 64-bit ARM."""
    canvas = Canvas(600, 400, (255, 255, 255))
    for number in range(4000):
        place = number * 7919
        canvas.fill(Box(place % 580, place // 580 % 380, 1 + number % 20, 1 + number % 7), (number % 50, 0, 0))
    assert "a846d84e65988001" == sha256(canvas.png()).hexdigest()[:16]


def test_compression_moves_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another compressor writes other bytes of the same pixels; the digest in addresses is of what is shown."""
    before, digest = image().png(), image().digest
    monkeypatch.setattr("syndicate.cards.image.raster._COMPRESSION", 9)
    after = image().png()
    assert before != after
    assert opened(before).tobytes() == opened(after).tobytes()
    assert digest == image().digest


def golden(slug: str, locale: str, square: bool) -> Path:
    """The file of a picture that was looked at."""
    return GOLDEN / f"{slug}-{locale}{'-square' if square else ''}.png"


def unpictured(catalog: Catalog, publisher: Publisher, slug: str, locale: str, square: bool) -> bytes:
    """The picture of a topic without what versions of Pillow decode differently: photograph and logo."""
    found = attrs.evolve(catalog[slug], image={}, assets={})
    publisher = attrs.evolve(publisher, card=attrs.evolve(publisher.card, logo=None))
    groups: list[Group] = list(catalog.groups.values())
    return card(found, publisher, locale, groups).png(square=square)


@pytest.mark.parametrize("square", [False, True])
@pytest.mark.parametrize(("slug", "locale"), [("sleep", "es"), ("power-outages", "en")])
def test_pictures_look_as_they_did(
    slug: str, locale: str, square: bool, example_catalog: Catalog, example_publisher: Publisher, update_golden: bool
) -> None:
    """Against pictures that were looked at; other versions of the rasterizer may shade an edge otherwise."""
    png = unpictured(example_catalog, example_publisher, slug, locale, square)
    path = golden(slug, locale, square)
    if update_golden:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(png)
    expected, found = opened(path.read_bytes()), opened(png)
    assert expected.size == found.size
    # Blurred, so that the place of a pixel at an edge does not matter, but that of a letter does.
    difference = ImageChops.difference(*(one.filter(ImageFilter.BoxBlur(3)) for one in (expected, found)))
    assert max(ImageStat.Stat(difference).mean) < 0.5
    assert max(high for _, high in difference.getextrema()) < 48
    assert SQUARE.width == found.width or WIDE.width == found.width


@pytest.mark.parametrize("square", [False, True])
@pytest.mark.parametrize(("slug", "locale"), [("sleep", "es"), ("power-outages", "en")])
def test_drawing_moves_no_pixel(
    slug: str, locale: str, square: bool, example_catalog: Catalog, example_publisher: Publisher
) -> None:
    """With the rasterizer that the pictures were drawn with, all pixels are the same: addresses stay as they are."""
    if uharfbuzz.__version__ != "0.57.0":
        pytest.skip("the pictures were drawn with uharfbuzz 0.57.0")
    png = unpictured(example_catalog, example_publisher, slug, locale, square)
    expected = opened(golden(slug, locale, square).read_bytes())
    assert expected.tobytes() == opened(png).tobytes()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Antes\u2028y después\u2029o \u1680 nunca\x85", "Antes y después o nunca"),
        ("www.ejemplo.org\u200b, sue\u00ad\u00f1o, \ufeffaquí\u2060", "www.ejemplo.org, sueño, aquí"),
        ("20\u00a0mg, 30\u202fmg", "20\u00a0mg, 30\u00a0mg"),
        ("COVID\u201119, alfa\u20101", "COVID-19, alfa-1"),
        ("10⁹ y 5⁻³ de H₂O, 5₂0", "10⁹ y 5⁻³ de H₂O, 5₂0"),
        ("Grado Ⅳ o Ⅱ", "Grado IV o II"),
        ("©\ufe0f Té 🀀\ufe0f", "© Té"),
    ],
)
def test_characters_that_show_nothing_are_not_drawn(text: str, expected: str) -> None:
    """Nor is any white space drawn but a space; a font may lack them, or draw a box."""
    assert expected == image("Té", description={"es": text}).texts.description


@pytest.mark.parametrize("mode", ["I;16", "RGBA", "LA"])
def test_photographs_of_any_mode_look_as_they_are(tmp_path: Path, mode: str) -> None:
    """16 bits of gray are scaled to 8; where a photograph is transparent, the card's paper shows."""
    color: Any = {"I;16": 0x8000, "RGBA": (0, 0, 0, 0), "LA": (0, 0)}[mode]
    Image.new(mode, (400, 400), color).save(tmp_path / "tea.png")
    made = opened(image(publisher=styled(tmp_path, photographs=tmp_path)).png())
    gray = 0x80 if mode == "I;16" else 0xFF
    assert all(abs(value - gray) <= 2 for value in made.getpixel((1000, 300)))  # type: ignore[union-attr]


def test_long_names_shrink_before_they_are_cut() -> None:
    """The publisher's in the band, and a title of one word beside a photograph."""
    name = "Centros para el Control y la Prevención de Enfermedades"
    made = composed(image(publisher=attrs.evolve(PUBLISHER, name={"es": name})))
    assert 9 == said(made.footer[0])
    assert made.footer[0].size < WIDE.name


@pytest.mark.parametrize("form", [WIDE, SQUARE])
def test_rule_stays_clear_of_accents(form: Form) -> None:
    """Without the name of a group, it stands right above the title, with or without a logo."""

    for logo in (0, 60):
        texts = Texts("", "Época de influenza", "", "Clínica", "Español")
        made = compose(texts, *plain(form), *typefaces(), SPANISH, photograph=False, logo=logo)
        title = made.blocks[1]
        capitals = title.lines[0].baseline - 0.72 * title.size
        bottom = made.rule.top + made.rule.height
        assert 0.3 * title.size < capitals - bottom < 0.5 * title.size


def test_title_that_shows_nothing_is_refused() -> None:
    """The error names the topic, the field and the character."""
    with pytest.raises(InvalidValueError, match=r"cannot show '\\u200b' .*ZERO WIDTH SPACE.*topic 'tea'.*field title"):
        image("\u200b").png()


@pytest.mark.parametrize("square", [False, True])
@pytest.mark.parametrize(
    "title",
    [
        "Anti-N-Methyl-D-Aspartate-Receptor-Encephalitis-Awareness-Information",
        "Esternocleidomastoideo/Electroencefalografista/Otorrinolaringológico",
        "Trombocitopenia inmunitaria/Púrpura trombocitopénica/Enfermedad de Werlhof",
    ],
)
def test_long_words_break_at_hyphens_and_slashes(title: str, square: bool) -> None:
    """A title whose word is wider than a line is shown whole, and each line has room."""
    made = image(title, square=square)
    composition = composed(made)
    block = composition.blocks[1]
    glyphs = sum(len(word.glyphs) for line in block.lines for word in line.words)
    assert len(title.replace(" ", "").replace("fi", "f")) == glyphs  # of which the font makes one
    assert len(block.lines) > 1
    column = made.form.column(photograph=False)
    assert all(line.x + block.width(line) <= column.left + column.width + 1 for line in block.lines)
