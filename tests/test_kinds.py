"""Kinds of artifacts that are made in some languages only: by `--only`, by `build(only=...)`, and by publisher.toml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest
from samples import PUBLISHER, catalog, english_only, files, topic

import syndicate
from syndicate.cards import card
from syndicate.cards.findings import findings
from syndicate.errors import InvalidValueError, SyndicateError
from syndicate.feeds import feed
from syndicate.publishing import build
from syndicate.site import KINDS, Site

LIMITED = attrs.evolve(PUBLISHER, kinds={"cards": ["es"]})
ALL_BUT_CARDS = [kind for kind in KINDS if kind != "cards"]


def run(*arguments: Any) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "syndicate", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def cards_in(tree: dict[str, bytes], language: str) -> list[str]:
    """The paths of what a tree has of share cards in a language."""
    return [path for path in tree if path.startswith(f"{language}/") and "card" in path.rpartition("/topics/")[2]]


def limited(out: Path, way: str, **options: Any) -> dict[str, bytes]:
    """A tree whose cards are in Spanish alone, said in one of two ways."""
    if way == "only":
        build(catalog(topic()), PUBLISHER, out, only=[*ALL_BUT_CARDS, "cards:es"], **options)
    else:
        build(catalog(topic()), LIMITED, out, **options)
    return files(out)


@pytest.mark.parametrize("way", ["only", "publisher"])
def test_language_without_cards_has_all_else_and_names_no_picture(way: str, tmp_path: Path) -> None:
    """Pages, feeds, and lists of that language; the tree is valid, and the other language is as ever."""
    whole, tree = tmp_path / "whole", limited(tmp_path / "public", way)
    build(catalog(topic()), PUBLISHER, whole)
    assert [] == cards_in(tree, "en")
    assert cards_in(tree, "es") == cards_in(files(whole), "es") != []
    missing = {path for path in files(whole) if path not in tree}
    assert all(path.startswith("en/") and "card" in path for path in missing)
    for path, body in tree.items():
        if path.startswith("en/") or path in ("index.html", "feeds/topics.atom"):
            assert b"en/topics/tea/card" not in body, path
    assert b"es/topics/tea/card.png" in tree["es/topics/tea/index.html"]
    assert b"es/topics/tea/card.png" in tree["es/feeds/topics.atom"]
    assert syndicate.validate(tmp_path / "public").valid


@pytest.mark.parametrize("way", ["only", "publisher"])
def test_rebuild_moves_nothing_and_another_choice_adds_or_removes_the_cards(way: str, tmp_path: Path) -> None:
    """What is no longer chosen goes, what is chosen comes back, and no entry changes its date."""
    out = tmp_path / "public"
    build(catalog(topic()), PUBLISHER, out)
    before = files(out)
    tree = limited(out, way)
    assert [] == cards_in(tree, "en")
    assert tree == limited(out, way)
    build(catalog(topic()), PUBLISHER, out)
    assert {path: body for path, body in before.items() if path != ".syndicate.json"} == {
        path: body for path, body in files(out).items() if path != ".syndicate.json"
    }


def test_processes_share_the_choice(tmp_path: Path) -> None:
    """With several, the tree is the same."""
    assert limited(tmp_path / "one", "only") == limited(tmp_path / "two", "only", jobs=2)


def test_check_and_build_say_nothing_of_cards_that_are_not_made(tmp_path: Path) -> None:
    """A title that no font has is no finding in a language without cards."""
    odd = english_only("odd", title={"en": "ᚱ"})
    assert ["card-picture"] == [one.kind.value for one in findings(catalog(topic(), odd), PUBLISHER)]
    assert [] == list(findings(catalog(topic(), odd), LIMITED))
    report = build(catalog(topic(), odd), PUBLISHER, tmp_path / "public", only=[*ALL_BUT_CARDS, "cards:es"])
    assert {} == dict(report.findings)


def test_card_and_feed_of_a_publisher_without_cards_name_none() -> None:
    """Without a site, too."""
    assert "card.png" not in card(topic(), LIMITED, "en").html
    assert "card.png" in card(topic(), LIMITED, "es").html
    assert b"card.png" not in feed(catalog(topic()), LIMITED, "en").atom()


def test_limit_to_a_language_covers_its_regions() -> None:
    """Spanish of Mexico is Spanish; Traditional Chinese is no Chinese as `zh` means it."""
    publisher = attrs.evolve(PUBLISHER, kinds={"cards": ["es", "zh"]})
    asked = map(syndicate.locales.parse, ("es-MX", "zh-Hans", "zh-Hant", "en"))
    made = [publisher.makes("cards", one) for one in asked]
    assert [True, True, False, False] == made
    assert publisher.makes("pages", syndicate.locales.parse("en"))


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["cards:es"], {"cards": "es"}),
        (["cards:es", "cards:en"], {"cards": "en es"}),
        (["cards:es", "cards"], {"cards": "en es"}),
        (["feeds:es", "pages"], {"feeds": "es", "pages": "en es"}),
        (["embeds:en", "snippets:es", "lists:es"], {"embeds": "en", "snippets": "es", "lists": "es"}),
    ],
)
def test_every_kind_can_be_limited(kinds: list[str], expected: dict[str, str]) -> None:
    """What belongs to the whole site is there if the kind is there in any language."""
    site = Site(catalog(topic()), PUBLISHER, kinds=kinds)
    found = {(artifact.kind, artifact.path[:3]) for piece in site.pieces() for artifact in site.artifacts(piece)}
    made = {
        kind: " ".join(sorted(path[:2] for one, path in found if one == kind and path[2] == "/")) for kind in expected
    }
    assert expected == made
    assert set(expected) == site.kinds


@pytest.mark.parametrize(
    ("only", "problem"),
    [
        ("videos:en", "there is no kind 'videos'"),
        ("cards:", "no language is named for 'cards'"),
        ("cards:fr", "nothing is published in the language 'fr'"),
        ("cards:en,videos", "'videos' is neither a kind nor a language"),
        ("cards:???", "is neither a kind nor a language"),
    ],
)
def test_unknown_kind_or_language_is_an_error(only: str, problem: str, tmp_path: Path) -> None:
    """It says what there is, and nothing is written."""
    with pytest.raises(InvalidValueError, match="field only") as caught:
        build(catalog(topic()), PUBLISHER, tmp_path / "public", only=[only])
    assert problem in str(caught.value)
    assert caught.value.hint
    assert not (tmp_path / "public").exists()


def test_choice_that_publisher_toml_rules_out_is_an_error() -> None:
    """Both cannot be right."""
    with pytest.raises(InvalidValueError, match=r"no 'cards' in the language 'en'.*\[kinds\]"):
        Site(catalog(topic()), LIMITED, kinds=["cards:en"])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('videos = ["en"]', "unknown key 'videos'"),
        ('cards = "en"', "a list of locales"),
        ('cards = ["klingonese"]', "klingonese"),
    ],
)
def test_publisher_toml_with_a_wrong_choice_is_refused(line: str, problem: str, tmp_path: Path) -> None:
    """It names the key."""
    path = tmp_path / "publisher.toml"
    path.write_text(
        f'base_url = "https://t.example.org/"\nauthority = "example.org,2024"\n[name]\nen = "A"\n[kinds]\n{line}\n'
    )
    with pytest.raises(SyndicateError, match=problem) as caught:
        syndicate.Publisher.load(path)
    assert "kinds" in str(caught.value)


def test_command_takes_languages_of_kinds(tmp_path: Path) -> None:
    """With commas, and repeated; `check` follows publisher.toml."""
    folder, out = tmp_path / "topics", tmp_path / "public"
    folder.mkdir()
    toml = 'base_url = "https://t.example.org/"\nauthority = "example.org,2024"\n[name]\nen = "Clinic"\n'
    (folder / "publisher.toml").write_text(toml)
    for language, title in (("en", "ᚱ"), ("es", "Té"), ("fr", "Thé")):
        (folder / f"a.{language}.md").write_text(f"---\ntitle: {title}\nupdated: 2025-02-03\n---\nText.\n", "utf-8")
    done = run("build", folder, "--out", out, "--only", "pages, cards:es,fr", "--only", "feeds:en")
    assert 0 == done.returncode, done.stderr
    assert "Share" not in done.stderr
    made = {path.relative_to(out).as_posix() for path in out.rglob("*.*")}
    assert {f"{one}/topics/a/card.png" for one in ("es", "fr")} == {
        path for path in made if path.endswith("a/card.png")
    }
    assert {"en/topics/a/feed.rss"} == {path for path in made if path.endswith("a/feed.rss")}
    assert {f"{one}/topics/a/index.html" for one in ("en", "es", "fr")} <= made
    wrong = run("build", folder, "--out", out, "--only", "cards:de")
    assert 1 == wrong.returncode
    assert "nothing is published in the language 'de'" in wrong.stderr
    assert "card-picture" in run("check", folder, "--format", "json").stdout
    (folder / "publisher.toml").write_text(f'{toml}[kinds]\ncards = ["es", "fr"]\n')
    assert "card-picture" not in run("check", folder, "--format", "json").stdout
