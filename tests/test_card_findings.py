"""One bad item never takes the batch: letters that no font has, broken pictures, a generator that fails."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
import zlib
from collections import Counter
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from proofs import either
from samples import PUBLISHER, catalog, english_only, files, topic

import syndicate
from syndicate.cards import card
from syndicate.cards.findings import findings
from syndicate.cards.image import CardImage, card_image
from syndicate.cards.image.composition import setting
from syndicate.cards.image.form import Box
from syndicate.cards.image.photograph import Picture, photograph_in
from syndicate.cards.image.typefaces import typefaces
from syndicate.errors import PublishError
from syndicate.feeds import feed
from syndicate.locales.language_data import language_of
from syndicate.model import Catalog, Finding, FindingKind, Publisher, Topic
from syndicate.model import Image as OwnPicture
from syndicate.model.publisher import CardStyle
from syndicate.publishing import Report, build
from syndicate.site.pages import Pages

BOX = Box(0, 0, 44, 53)
WHITE = (255, 255, 255)

SPANISH = language_of("es")


def named(slug: str, title: str, **changes: Any) -> Topic:
    """A topic in English with a title."""
    return english_only(slug, title={"en": title}, **changes)


def found(topics: Catalog, publisher: Publisher = PUBLISHER) -> list[tuple[str, str, str]]:
    """Kind, topic and language of each finding."""
    return [(one.kind.value, one.topic, one.locale) for one in findings(topics, publisher)]


def published(topics: Catalog, out: Path, publisher: Publisher = PUBLISHER, **options: Any) -> dict[str, bytes]:
    """A tree."""
    build(topics, publisher, out, **options)
    return files(out)


# Letters


@pytest.mark.parametrize("title", ["ᚱ-blockers", "ⵜⴰⵎⴰⵣⵉⵖⵜ", "𞤀𞤣𞤤𞤢𞤥", "Flu ᏣᎳᎩ", "ܐܪܡܝܐ", "🀀"])
def test_title_that_cannot_be_drawn_has_no_picture_and_nothing_names_one(title: str, tmp_path: Path) -> None:
    """Page, JSON-LD, feeds and preview do without it; every other card is there."""
    tree = published(catalog(topic(), named("odd", title)), tmp_path / "public")
    assert {"en/topics/tea/card.png", "es/topics/tea/card-square.png"} <= tree.keys()
    assert not [path for path in tree if "odd" in path and path.endswith(".png")]
    assert not [path for path, body in tree.items() if b"topics/odd/card.png" in body or b"odd/card-square" in body]
    assert b'content="summary"' in tree["en/topics/odd/index.html"]
    assert syndicate.validate(tmp_path / "public").valid


def test_topics_own_picture_stands_in_for_one_that_cannot_be_drawn() -> None:
    """Its page names it, and so do its feed and its preview."""
    own = named("odd", "ᚱ", image={"en": OwnPicture(url="https://img.example.org/b.jpg", alt="A letter")})
    made = card(own, PUBLISHER, "en")
    assert '<meta property="og:image" content="https://img.example.org/b.jpg">' in made.html
    assert "card.png" not in made.html
    assert b"card.png" not in feed(catalog(own), PUBLISHER, "en").atom()


@pytest.mark.parametrize(
    ("changes", "part", "reason"),
    [
        ({"description": {"en": "What ᚱ-blockers do."}}, "description", "no-font"),
        ({"description": {"en": "ܐܪܡܝܐ"}}, "description", "no-font"),
        ({"title": {"en": "Sleep 🀀 well 🀁"}}, "pictograms", "no-font"),
    ],
)
def test_part_that_cannot_be_drawn_is_left_out(changes: dict[str, Any], part: str, reason: str) -> None:
    """The picture is drawn without it, says so in its text alternative, and the finding names the part."""
    odd = english_only("odd", **changes)
    (finding,) = findings(catalog(odd), PUBLISHER)
    assert (FindingKind.CARD_TEXT, part, reason) == (finding.kind, finding.details["part"], finding.details["reason"])
    made = card_image(odd, PUBLISHER, "en")
    assert made.is_drawn
    assert not set("ᚱ🀀🀁") & set(made.alt)
    assert b"\x89PNG" == made.png()[:4]


def test_emoji_of_a_title_go_and_its_words_stay() -> None:
    """What is drawn is the title without them."""
    made = card_image(named("odd", "Sleep 🀀 well 🀁"), PUBLISHER, "en")
    assert "Sleep well" == made.texts.title


def test_letters_alike_are_drawn() -> None:
    """The Greek letter for micro has the shape of the sign, which fonts have."""
    assert "5 µg" == card_image(named("odd", "5 μg"), PUBLISHER, "en").texts.title


@pytest.mark.parametrize("locale", ["chr", "zgh"])
def test_name_that_cannot_be_drawn_is_reported_once(locale: str) -> None:
    """The publisher's and the language's, for all cards of the language."""
    publisher = attrs.evolve(PUBLISHER, name={"en": "Clinic", locale: "ᏣᎳᎩ" if locale == "chr" else "ⵜⴰⵎⴰⵣⵉⵖⵜ"})
    topics = [Topic(slug=slug, ids={locale: slug}, title={locale: "Flu"}) for slug in ("a", "b")]
    made = [one.details["part"] for one in findings(Catalog(topics, default_locale=locale), publisher)]
    assert ["name", "language"] == made
    assert b"\x89PNG" == card(topics[0], publisher, locale).png()[:4]


@pytest.mark.parametrize("language", ["en", "es"])
def test_findings_say_where_and_what_to_do(language: str) -> None:
    """The sentence names the title, the character, and the way out, in the editor's language."""
    (finding,) = findings(catalog(named("odd", "ᚱ")), PUBLISHER)
    said = finding.message(language)
    assert "“ᚱ”" in said
    assert "U+16B1, RUNIC LETTER RAIDO RAD REID R" in said
    assert "[card] fonts" in said


# Pictures


def saved(format: str, **options: Any) -> bytes:
    """A photograph in a format."""
    file = io.BytesIO()
    Image.effect_noise((160, 120), 60).convert("RGB").save(file, format, **options)
    return file.getvalue()


def bomb(width: int, height: int, rows: int | None = None) -> bytes:
    """A PNG of nothing, which grows as it is decoded."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    pixels = zlib.compressobj(9)
    data = b"".join(pixels.compress(bytes(width * 4 + 1)) for _ in range(rows or height)) + pixels.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n%%EndComments\nshowpage\n%%EOF\n"


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    """A folder for them."""
    folder = tmp_path / "photos"
    folder.mkdir()
    return folder


def with_photographs(folder: Path) -> Publisher:
    """The publisher with a folder of photographs."""
    return attrs.evolve(PUBLISHER, card=CardStyle(photographs=folder))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (saved("JPEG")[:-200], "damaged-picture"),
        (saved("JPEG")[:30], "damaged-picture"),
        (b"", "no-picture"),
        (b"<html>404", "no-picture"),
        (EPS, "no-picture"),
        (b"BM" + bytes(60), "no-picture"),
        (bomb(5000, 4100), "large-picture"),
        (bomb(30000, 30000, rows=1), "large-picture"),
    ],
    ids=["cut", "head", "empty", "page", "eps", "bmp", "pixels", "more pixels"],
)
def test_photograph_that_is_none_is_left_out_and_reported(body: bytes, reason: str, photographs: Path) -> None:
    """The card is the one without a photograph; all others have theirs."""
    (photographs / "tea.jpg").write_bytes(body)
    (photographs / "milk.jpg").write_bytes(saved("JPEG"))
    publisher, plain = with_photographs(photographs), card_image(topic(), PUBLISHER, "es")
    assert plain.png() == card_image(topic(), publisher, "es").png()
    milk = topic("milk")
    assert card_image(milk, PUBLISHER, "es").png() != card_image(milk, publisher, "es").png()
    made = list(findings(catalog(topic(), milk), publisher))
    assert [("tea-1", "en", reason), ("tea-2", "es", reason)] == [
        (one.topic, one.locale, one.details["reason"]) for one in made
    ]
    assert str(photographs / "tea.jpg") in made[0].message()


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs /proc")
def test_photograph_that_cannot_be_read_is_left_out(photographs: Path) -> None:
    """An error of the disk is the photograph's alone."""
    (photographs / "tea.jpg").symlink_to("/proc/self/mem")
    publisher = with_photographs(photographs)
    assert card_image(topic(), PUBLISHER, "es").png() == card_image(topic(), publisher, "es").png()
    assert {"unreadable-file"} == {one.details["reason"] for one in findings(catalog(topic()), publisher)}


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
def test_pictures_of_the_web_are_taken_whatever_their_name(format: str, photographs: Path) -> None:
    """The bytes say what a file is."""
    path = photographs / "tea.jpg"
    try:
        Image.effect_noise((160, 120), 60).convert("RGB").save(path, format)
    except (KeyError, OSError):
        pytest.skip(f"this Pillow writes no {format}")
    assert isinstance(photograph_in(path, BOX, WHITE), Picture)


def test_picture_of_a_long_name_is_not_looked_for_in_vain(photographs: Path) -> None:
    """An address may end in more characters than a file's name may have."""
    long = {"en": OwnPicture(url=f"https://img.example.org/{'a' * 400}.jpg")}
    assert card_image(english_only("a", image=long), with_photographs(photographs), "en").photograph is None


def test_logo_and_fonts_that_are_none_are_left_out_and_reported_once(tmp_path: Path) -> None:
    """Cards are drawn with what there is."""
    for name in ("logo.png", "a.ttf", "b.ttf"):
        (tmp_path / name).write_bytes(b"none")
    style = CardStyle(logo=tmp_path / "logo.png", fonts=[tmp_path / "a.ttf"], bold_fonts=[tmp_path / "b.ttf"])
    publisher = attrs.evolve(PUBLISHER, card=style)
    assert card_image(topic(), PUBLISHER, "es").png() == card_image(topic(), publisher, "es").png()
    made = [(Path(one.details["file"]).name, one.topic) for one in findings(catalog(topic(), topic("milk")), publisher)]
    assert [("a.ttf", ""), ("b.ttf", ""), ("logo.png", "")] == made


MEMORY = """
import sys
from pathlib import Path
import syndicate
from syndicate.cards.image.composition import setting
from syndicate.cards.image.typefaces import typefaces
from syndicate.cards.image.form import Box
from syndicate.cards.image.photograph import photograph_in
print(type(photograph_in(Path(sys.argv[1]), Box(0, 0, 1080, 440), (255, 255, 255))).__name__)
print(next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.proof
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts memory as Linux does")
@pytest.mark.parametrize(
    ("format", "size", "options"),
    [
        ("PNG", (5000, 4000), {"compress_level": 1}),
        ("JPEG", (6000, 4000), {"progressive": True, "subsampling": 0}),
        pytest.param("JPEG", (8000, 6250), {}, marks=pytest.mark.proof),
        pytest.param("WEBP", (4000, 3000), {"lossless": True, "method": 0}, marks=pytest.mark.proof),
    ],
)
def test_largest_pictures_take_less_than_300_mb(
    format: str, size: tuple[int, int], options: dict[str, Any], tmp_path: Path
) -> None:
    """Of each format, the largest that is taken, with transparency or all colors."""
    path = tmp_path / "large"
    mode = "RGB" if format == "JPEG" else "RGBA"
    Image.effect_noise((500, 400), 80).resize(size).convert(mode).save(path, format, **options)
    done = subprocess.run([sys.executable, "-c", MEMORY, str(path)], capture_output=True, text=True, check=True)
    kind, megabytes = done.stdout.split()
    assert "Picture" == kind
    assert int(megabytes) < 300


SOUND = {format: saved(format) for format in ("PNG", "JPEG", "WEBP", "GIF")}


@pytest.mark.proof
@settings(max_examples=either(60, 20_000))
@given(
    st.sampled_from(sorted(SOUND)),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=8),
    st.integers(0, 4000),
    st.binary(max_size=8),
)
def test_broken_picture_is_a_picture_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, format: str, changes: list[tuple[int, int]], end: int, more: bytes
) -> None:
    """Bytes changed, cut off or put in: never an exception, and always one of the reasons that findings know."""
    body = bytearray(SOUND[format])
    for place, value in changes:
        body[place % len(body)] = value
    body[end:end] = more
    path = tmp_path_factory.getbasetemp() / "broken.jpg"
    path.write_bytes(body if end % 2 else body[:end])
    made = photograph_in(path, BOX, WHITE)
    if isinstance(made, str):
        assert Finding(kind=FindingKind.CARD_FILE, details={"title": "", "file": "", "reason": made}).message()
    else:
        assert BOX.width * BOX.height == len(made.pixels)


# Builds


def failing(monkeypatch: pytest.MonkeyPatch, owner: type, name: str, slug: str) -> None:
    """Let a generator fail for one topic."""
    original = getattr(owner, name)

    def fails(self: Any, *arguments: Any, **options: Any) -> Any:
        subjects = [self, *arguments, *(getattr(one, "topic", None) for one in (self, *arguments))]
        if slug in [getattr(one, "slug", "") for one in subjects]:
            raise ZeroDivisionError("by chance")
        return original(self, *arguments, **options)

    monkeypatch.setattr(owner, name, fails)


def failures(report: Report) -> list[tuple[str, str, str]]:
    """The topic, language and artifact of each failure."""
    return [(one.topic, one.locale, one.details["artifact"]) for one in report.failures]


@pytest.mark.parametrize("jobs", [1, 2])
def test_picture_that_fails_fails_alone(jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The topic is published without its picture, which nothing names; the failure names topic, language, artifact."""
    forked = get_context("fork")  # new processes would not have the patch
    monkeypatch.setattr("multiprocessing.get_context", lambda *_: forked)
    failing(monkeypatch, CardImage, "png", "milk")
    out = tmp_path / "public"
    report = build(catalog(topic(), topic("milk")), PUBLISHER, out, jobs=jobs)
    expected = [("milk-1", "en", "en/topics/milk/card.png"), ("milk-2", "es", "es/topics/milk/card.png")]
    assert expected == failures(report)
    assert 2 == report.findings[FindingKind.FAILED]
    assert any("ZeroDivisionError: by chance" in line and "About milk" in line for line in report.lines())
    tree = files(out)
    assert "en/topics/tea/card.png" in tree
    assert "en/topics/milk/index.html" in tree
    named = {path for path, body in tree.items() if b"milk/card.png" in body or b"milk/card-square.png" in body}
    assert not [path for path in named if "card/index.html" not in path]  # where each language shows the others too


def test_page_that_fails_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All other files are there, also those of the same topic, and the next build makes it."""
    topics = catalog(topic(), topic("milk"))
    out = tmp_path / "public"
    with monkeypatch.context() as patched:
        failing(patched, Pages, "topic", "milk")
        report = build(topics, PUBLISHER, out)
    assert ["en/topics/milk/index.html", "es/topics/milk/index.html"] == [path for _, _, path in failures(report)]
    assert {"en/topics/milk/feed.rss", "en/topics/milk/card.png", "en/topics/tea/index.html"} <= files(out).keys()
    assert () == tuple(build(topics, PUBLISHER, out).failures)
    assert files(out)["en/topics/milk/index.html"]


@pytest.mark.parametrize("problem", ["letter", "photograph", "generator"])
def test_strict_build_publishes_nothing(
    problem: str, tmp_path: Path, photographs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would be missing is an error that names it, and the old tree stays."""
    out, publisher = tmp_path / "public", with_photographs(photographs)
    before = published(catalog(topic()), out, publisher)
    if problem == "photograph":
        (photographs / "milk.jpg").write_bytes(EPS)
    elif problem == "generator":
        failing(monkeypatch, CardImage, "png", "milk")
    topics = catalog(topic(), topic("milk") if problem != "letter" else named("milk", "ᚱ"))
    with pytest.raises(PublishError, match=r"“(About milk|ᚱ)”.*`syndicate check` lists all [12]"):
        build(topics, publisher, out, strict=True)
    assert before == files(out)
    assert {out, tmp_path / "public.history", tmp_path / "public.search", photographs} == set(tmp_path.iterdir())


def test_second_build_reports_the_same(tmp_path: Path, photographs: Path) -> None:
    """What was found does not depend on what was taken over from the last build."""
    (photographs / "tea.jpg").write_bytes(saved("JPEG")[:-200])
    topics = catalog(topic(), named("milk", "ᚱ"), english_only("kettle"))
    publisher = with_photographs(photographs)
    first, second = (build(topics, publisher, tmp_path / "public") for _ in range(2))
    assert {FindingKind.CARD_FILE: 2, FindingKind.CARD_PICTURE: 1} == dict(first.findings) == dict(second.findings)
    assert 0 == second.changed


def test_check_foresees_what_a_build_reports(tmp_path: Path, photographs: Path) -> None:
    """The same findings, counted by kind."""
    (photographs / "tea.jpg").write_bytes(b"")
    topics = catalog(topic(), named("milk", "ᚱ"), english_only("kettle", description={"en": "5 ᛟ"}))
    publisher = with_photographs(photographs)
    report = build(topics, publisher, tmp_path / "public")
    assert Counter(one.kind for one in findings(topics, publisher)) == Counter(report.findings)


# Commands


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Three topics, of which one has a rune in its title and one a broken photograph."""
    folder = tmp_path / "topics"
    (folder / "photos").mkdir(parents=True)
    (folder / "photos" / "b.jpg").write_bytes(saved("JPEG")[:-200])
    (folder / "publisher.toml").write_text(
        'base_url = "https://t.example.org/"\nauthority = "example.org,2024"\n'
        '[name]\nen = "Clinic"\n[card]\nphotographs = "photos"\n'
    )
    for name, title in (("a", "ᚱ-blockers"), ("b", "Bones"), ("c", "Colds")):
        (folder / f"{name}.en.md").write_text(f"---\ntitle: {title}\nupdated: 2025-02-03\n---\nText.\n", "utf-8")
    return folder


def run(*arguments: Any) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "syndicate", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "80"})


def test_commands_name_what_cards_lack(source: Path, tmp_path: Path) -> None:
    """`check`, `card --lint` and the report of `build` say the same; with `--strict` each fails."""
    checked = json.loads(run("check", source, "--format", "json").stdout)["findings"]
    assert [("card-picture", "a"), ("card-file", "b")] == [(one["kind"], one["topic"]) for one in checked]
    out = tmp_path / "public"
    built = run("build", source, "--out", out)
    assert 0 == built.returncode
    assert "Share cards without a picture: 1\n" in built.stderr
    assert "2 findings; `syndicate check` lists them" in built.stderr
    linted = run("card", source, "--lint", "--language", "es")
    assert (0, "") == (linted.returncode, linted.stderr)
    assert "Tarjetas para compartir sin imagen: 1" in linted.stdout
    assert "b.jpg: el archivo está dañado" in linted.stdout
    strict = [
        ("check",),
        ("build", "--out", out),
        ("card", "--lint"),
        ("card", "--topic", "a"),
        ("card", "--topic", "b"),
    ]
    assert [1] * 5 == [run(name, source, "--strict", *rest).returncode for name, *rest in strict]
    assert 0 == run("card", source, "--strict", "--topic", "c").returncode


def test_one_card_says_what_it_lacks(source: Path) -> None:
    """Head tags without a picture are printed, and why is said beside; a picture that cannot be is an error."""
    head = run("card", source, "--topic", "a")
    assert 0 == head.returncode
    assert "og:image" not in head.stdout
    assert "“ᚱ-blockers” has no share picture" in head.stderr
    picture = run("card", source, "--topic", "a", "--format", "png")
    assert (1, "") == (picture.returncode, picture.stdout)
    assert "cannot show 'ᚱ'" in picture.stderr


# Titles that have no room, photographs of other names


LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def way(title: str, *, square: bool = False) -> str:
    """How the title of a card is set."""
    image = card_image(named("long", title), PUBLISHER, "en", square=square)
    return setting(image.texts, image.form, typefaces()[1], SPANISH, photograph=False, logo=False).way


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Healthy sleep", "whole"),
        ("Ultra-high-resolution/computed-tomography/angiography-coronary/intravenous-contrast", "apart"),
        (LONG_WORD, "within"),
        (f"About the {LONG_WORD} today", "within"),
        ("How to take care of very young or very old members of your family and of your friends " * 4, "smaller"),
        ("x" * 400, "smaller"),
        ("word " * 500, "cut"),
        ("x" * 3000, "cut"),
    ],
)
def test_how_long_titles_are_set(title: str, expected: str) -> None:
    """A title breaks at its marks, then within a word, and is set smaller, before it is cut."""
    assert expected == way(title)


def test_long_words_keep_their_letters() -> None:
    """A word that breaks loses no letter, and no line is wider than its column."""
    for title in (LONG_WORD, f"{LONG_WORD[:60]} and {LONG_WORD}", "e\u0301" * 90):
        image = card_image(named("long", title), PUBLISHER, "en")
        bold = typefaces()[1]
        set_ = setting(image.texts, image.form, bold, SPANISH, photograph=False, logo=False)
        whole = sum(len(word.glyphs) for line in set_.lines for word in line)
        assert sum(len(bold.shaped(word).glyphs) for word in image.texts.title.split(" ")) <= whole + 4
        width = image.form.column(photograph=False).width
        assert all(sum(word.width for word in line) * set_.size <= width * 1.01 for line in set_.lines)


def test_picture_that_cuts_its_title_is_reported() -> None:
    """A title for which there is no room in one of the pictures is named, and only that."""
    topics = catalog(named("long", "word " * 400), named("word", LONG_WORD), named("tea", "Tea"))

    assert [("card-title", "long", "en")] == found(topics)
    (finding,) = findings(topics, PUBLISHER)
    assert "the whole title does not fit into the share picture; shorten it" in finding.message()
    assert finding.kind.is_loss


@pytest.mark.parametrize("seed", range(3))
def test_title_that_may_have_no_room_is_foreseen(seed: int) -> None:
    """Titles and words below the bounds of the quick look never break or shrink, on the narrowest card."""
    words = [letter * 14 for letter in "WMm"[seed:] + "WMm"[:seed]]
    image = card_image(named("wide", " ".join(words * 2)[:60]), PUBLISHER, "en")

    assert setting(image.texts, image.form, typefaces()[1], SPANISH, photograph=True, logo=True).way in (
        "whole",
        "smaller",
    )
    assert not image.cuts_title


@pytest.mark.parametrize("name", ["tea.JPG", "tea.Jpeg", "Tea.jpg", "TEA.PNG", "tea.WEBP", "tea.jpe", "tea.jfif"])
def test_photographs_whatever_the_case_of_their_names(name: str, photographs: Path) -> None:
    """Cameras and editors write names and endings in capitals."""
    for path in photographs.glob("tea.*"):
        path.unlink()
    (photographs / name).write_bytes(saved({"PNG": "PNG", "WEBP": "WEBP"}.get(name[4:], "JPEG")))
    publisher = with_photographs(photographs)

    assert isinstance(card_image(topic(slug="tea"), publisher, "es").photograph, Picture)
    assert [] == found(catalog(topic(slug="tea")), publisher)


@pytest.mark.parametrize("suffix", ["tif", "TIFF", "heic", "bmp", "svg", "psd"])
def test_photographs_of_kinds_that_are_not_drawn_are_reported(suffix: str, photographs: Path) -> None:
    """A picture that cannot be decoded is named, also by its ending; beside one that can be, it does not count."""
    for path in photographs.glob("tea.*"):
        path.unlink()
    (photographs / f"tea.{suffix}").write_bytes(b"II*\0")
    publisher, topics = with_photographs(photographs), catalog(named("tea", "Tea"))

    assert [("card-file", "tea", "en")] == found(topics, publisher)
    (finding,) = findings(topics, publisher)
    assert f"tea.{suffix}: it is not a PNG, JPEG, WebP, AVIF, or GIF file" in finding.message()
    (photographs / "tea.jpg").write_bytes(saved("JPEG"))
    assert [] == found(topics, publisher)


def test_words_that_only_a_dictionary_knows_are_named() -> None:
    """Thai has no spaces: a title that is wider than a line breaks between letters, unless its words are marked."""
    words = ["โรคเบาหวาน", "และ", "ความดันโลหิตสูง", "ใน", "ผู้สูงอายุ", "และ", "การป้องกัน", "โรคหัวใจ"]
    if typefaces()[1].lacking(words[0]) is not None:
        pytest.skip("no font has Thai letters; the extra `fonts` brings them")
    assert "card-words" in {one[0] for one in found(catalog(named("thai", "".join(words))))}
    assert not found(catalog(named("thai", "\u200b".join(words))))
