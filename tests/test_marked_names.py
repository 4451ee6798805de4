"""Names of files that have their language in other forms than ``name.es.md``, and words that only look like one."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_markdown_layouts import read_as, topics, write

from syndicate import read
from syndicate.errors import SourceError
from syndicate.model import FindingKind
from syndicate.translations.new_files import place_for

NAMED = "read as: the language in names, as in name-english.md, name_EN.md, or en-name.md"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["sleep-english.md", "sleep-spanish.md"], [["sleep-english.md", "sleep-spanish.md"]]),
        (["sleep_English.md", "sleep_Español.md"], [["sleep_English.md", "sleep_Español.md"]]),
        (["sleep-ingles.md", "sleep-espanol.md"], [["sleep-espanol.md", "sleep-ingles.md"]]),
        (["sleep (English).md", "sleep (Spanish).md"], [["sleep (English).md", "sleep (Spanish).md"]]),
        (["sleep_EN.md", "sleep_ES.md", "walk_EN.md"], [["sleep_EN.md", "sleep_ES.md"], ["walk_EN.md"]]),
        (["sleep.EN.md", "sleep.ES.md"], [["sleep.EN.md", "sleep.ES.md"]]),
        (["sleep-en.md", "sleep-es.md", "sleep-fr.md"], [["sleep-en.md", "sleep-es.md", "sleep-fr.md"]]),
        (["sleep-en-US.md", "sleep-es-MX.md"], [["sleep-en-US.md", "sleep-es-MX.md"]]),
        (["en-sleep.md", "es-sleep.md", "en-walk.md"], [["en-sleep.md", "es-sleep.md"], ["en-walk.md"]]),
        (["a/en-sleep.md", "a/es-sleep.md", "b/en-sleep.md"], [["a/en-sleep.md", "a/es-sleep.md"], ["b/en-sleep.md"]]),
        (["english-sleep.md", "spanish-sleep.md"], [["english-sleep.md", "spanish-sleep.md"]]),
        (["sleep.md", "sleep-spanish.md", "walk.md"], [["sleep-spanish.md", "sleep.md"], ["walk.md"]]),
        (["sleep.md", "es-sleep.md"], [["es-sleep.md", "sleep.md"]]),
        (["sleep-en.md", "sleep-es.md", "no-pain.md", "it-support.md"], [["sleep-en.md", "sleep-es.md"]]),
        (
            ["sleep-spanish.md", "sleep-english.md", "older_os.md", "check_in.md", "older-os.md"],
            [["sleep-english.md", "sleep-spanish.md"]],
        ),
    ],
)
def test_pairs_are_read(tmp_path: Path, names: list[str], expected: list[list[str]]) -> None:
    """Where files of one name show it, such names are a layout, which is reported."""
    write(tmp_path, *names)
    catalog = read(tmp_path)
    assert (expected, [NAMED]) == (topics(catalog), read_as(catalog))
    skipped = {Path(f.source).name for f in catalog.findings if f.kind is FindingKind.SKIPPED_FILE}
    assert skipped == set(map(str, names)) - {name for topic in expected for name in topic}


@pytest.mark.parametrize(
    "names",
    [
        ["older_os.md", "check_in.md", "it-support.md"],
        ["it-support.md"],
        ["sign-in.md", "sign-it.md", "what-is.md", "no-pain.md"],
        ["es-lo-que-hay.md", "walk.md"],
    ],
)
def test_words_are_not_languages(tmp_path: Path, names: list[str]) -> None:
    """A name says a language only where the same name is there in another one."""
    write(tmp_path, *names)
    with pytest.raises(SourceError, match="no file in the folder is a topic"):
        read(tmp_path)


def test_texts_about_languages(tmp_path: Path) -> None:
    """What a file says of its own language goes before a word in its name."""
    text = "---\ntitle: {name}\nlang: en\ndate: 2024-06-06\n---\nRest.\n"
    write(tmp_path, "learn-english.md", "learn-spanish.md", text=text)
    write(tmp_path, "about.md", text=text.replace("en", "es"))
    assert 3 == len(read(tmp_path))


def test_most_names_decide(tmp_path: Path) -> None:
    """One file that is named otherwise than the rest is told of, as before."""
    write(tmp_path, "sleep.en.md", "sleep.es.md", "walk.en.md", "walk.ES.md")
    catalog = read(tmp_path)
    assert [["sleep.en.md", "sleep.es.md"], ["walk.en.md"]] == topics(catalog)
    assert ["walk"] == [found.topic for found in catalog.findings if found.kind is FindingKind.BROKEN]


def test_names_outside_of_a_layout(tmp_path: Path) -> None:
    """A file with a language in its name that is not where the site has its texts is told of, and is not an error."""
    write(tmp_path, "content/en/a.md", "content/es/a.md", "content/en/b.md", "content/es/b.md", "static/news_en.md")
    catalog = read(tmp_path)
    assert 2 == len(catalog)
    [finding] = [found for found in catalog.findings if found.kind is FindingKind.SKIPPED_FILE]
    assert "news_en.md is not read: its name says a language, but it lies outside" in finding.message()


def test_a_layout_that_is_stated(tmp_path: Path) -> None:
    """`marked-names` is a name of `--layout`."""
    write(tmp_path, "sleep-en.md", "sleep-es.md", "walk.en.md", "walk.es.md", "run.en.md", "run.es.md")
    assert 2 == len(read(tmp_path))
    assert 3 == len(read(tmp_path, layout="marked-names"))


@pytest.mark.parametrize(
    ("original", "pair", "expected"),
    [
        ("walk-english.md", ("sleep-english.md", "sleep-spanish.md"), "walk-spanish.md"),
        ("walk_EN.md", ("sleep_EN.md", "sleep_ES.md"), "walk_ES.md"),
        ("en-walk.md", ("en-sleep.md", "es-sleep.md"), "es-walk.md"),
        ("a/walk-en.md", ("sleep-en.md", "sleep-es.md"), "a/walk-es.md"),
    ],
)
def test_a_new_translation_is_named_like_the_others(original: str, pair: tuple[str, str], expected: str) -> None:
    """In the letter case of its original, and with the word that stands for the language there."""
    root = Path("topics")
    found = place_for(root / original, "en", "es", root, [(root / pair[0], root / pair[1])])
    assert root / expected == found
