"""Layouts of Markdown sites: which files are read, in which language, and which are translations of each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from syndicate import read
from syndicate.errors import InvalidValueError
from syndicate.model import Catalog, FindingKind

FOLDERS = "a folder for each language"
BESIDE = "main language at the root, a folder for each other language"
SUFFIX = "main language in name.md, others in name.LANGUAGE.md"
DOCUSAURUS = "Docusaurus, translations in i18n"
SPANISH = "i18n/es/docusaurus-plugin-content-docs/current/"


def write(folder: Path, *names: str, text: str = "---\ntitle: {name}\ndate: 2024-06-06\n---\nRest.\n") -> None:
    """Topics whose titles are the paths of their files."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("{name}", name), encoding="utf-8")


def topics(catalog: Catalog) -> list[list[str]]:
    """The files of each topic, which are their titles."""
    return sorted(sorted(topic.title.identifiers().values()) for topic in catalog.values())


def read_as(catalog: Catalog) -> list[str]:
    """How the folder was read."""
    return [found.message() for found in catalog.findings if found.kind is FindingKind.READ_AS]


@pytest.mark.parametrize(
    ("names", "layout", "expected"),
    [
        (["en/a.md", "es/a.md", "es/b/a.md"], FOLDERS, [["en/a.md", "es/a.md"], ["es/b/a.md"]]),
        (["content/en/a.md", "content/es/a.mdx"], FOLDERS, [["content/en/a.md", "content/es/a.mdx"]]),
        (["en/x/index.md", "es/x/index.markdown"], FOLDERS, [["en/x/index.md", "es/x/index.markdown"]]),
        (["en/x.md", "en/x/index.md", "es/x/index.md"], FOLDERS, [["en/x.md"], ["en/x/index.md", "es/x/index.md"]]),
        (["en/a.md", "es/a.md", "it/servers.md"], FOLDERS, [["en/a.md", "es/a.md"]]),
        (["en/a.md", "es/a.md", "it/a.md"], FOLDERS, [["en/a.md", "es/a.md", "it/a.md"]]),
        (["en/older_os.md", "es/older_os.md"], FOLDERS, [["en/older_os.md", "es/older_os.md"]]),
        (["a.md", "b.md", "es/a.md"], BESIDE, [["a.md", "es/a.md"], ["b.md"]]),
        (["index.mdx", "g/a.mdx", "it/g/a.mdx"], BESIDE, [["g/a.mdx", "it/g/a.mdx"], ["index.mdx"]]),
        (["a.md", "a.es.md", "b.md", "b.es.md"], SUFFIX, [["a.es.md", "a.md"], ["b.es.md", "b.md"]]),
        (["x/index.md", "x/index.es.md", "y.md"], SUFFIX, [["x/index.es.md", "x/index.md"], ["y.md"]]),
        (
            ["docs/x/changelog.md", f"{SPANISH}x/changelog.md", "docs/b.md"],
            DOCUSAURUS,
            [["docs/b.md"], ["docs/x/changelog.md", f"{SPANISH}x/changelog.md"]],
        ),
    ],
)
def test_a_layout_is_recognized(tmp_path: Path, names: list[str], layout: str, expected: list[list[str]]) -> None:
    """Translations have one path below the roots of their languages, never the name of the file alone."""
    write(tmp_path, *names)
    catalog = read(tmp_path)

    assert [f"read as: {layout}"] == read_as(catalog)
    assert expected == topics(catalog)


@pytest.mark.parametrize(
    "names",
    [
        ["en/a.en.md", "es/a.es.md"],
        ["a.en.md", "a.es.md", "a.md"],
        ["a.en.md", "a.es.md", "es/notes.md"],
    ],
)
def test_names_that_say_the_language_are_read_as_before(tmp_path: Path, names: list[str]) -> None:
    """Where files are named for their languages, others are not read."""
    write(tmp_path, *names)
    catalog = read(tmp_path)

    assert [] == read_as(catalog)
    assert [names[:2]] == topics(catalog)


def test_a_layout_is_named(tmp_path: Path) -> None:
    """What is named is not guessed; a name that no layout has is refused."""
    write(tmp_path, "a.en.md", "b.en.md", "en/c.md", "es/c.md")

    assert [["a.en.md"], ["b.en.md"]] == topics(read(tmp_path))
    assert [["en/c.md", "es/c.md"]] == topics(read(tmp_path, layout="folders"))
    with pytest.raises(InvalidValueError, match="there is no layout 'hugo'"):
        read(tmp_path, layout="hugo")


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("hugo.toml", 'defaultContentLanguage = "fr"'),
        ("mkdocs.yml", "plugins:\n  - i18n:\n      default_language: fr"),
        ("docusaurus.config.js", "module.exports = {i18n: {defaultLocale: 'fr'}}"),
        ("astro.config.mjs", "export const locales = { root: { label: 'Français', lang: 'fr' } };"),
    ],
)
def test_the_main_language_is_in_the_settings(tmp_path: Path, name: str, settings: str) -> None:
    """Files that name no language are in the one that the site is in by its own settings."""
    (tmp_path / name).write_text(settings, encoding="utf-8")
    write(tmp_path / "docs", "a.md", "es/a.md")
    (topic,) = read(tmp_path / "docs").values()

    assert {"fr": "a.md", "es": "es/a.md"} == topic.title.identifiers()


def test_front_matter_of_other_forms(tmp_path: Path) -> None:
    """Front matter may be TOML or JSON; in the layout of a site, it need not be there."""
    write(tmp_path, "en/toml.md", text='+++\ntitle = "Sleep"\ndate = 2024-06-06\n+++\nRest.\n')
    write(tmp_path, "es/toml.md", text='{\n"title": "El sueño", "date": "2024-06-06"}\nDescanso.\n')
    write(tmp_path, "en/bare.md", text="# Asthma\n\nBreathe.\n")
    write(tmp_path, "en/draft.md", text="+++\ntitle = 'No'\ndraft = true\n+++\nRest.\n")
    catalog = read(tmp_path, layout="folders")

    assert {"toml", "bare"} == set(catalog)
    assert {"en": "Sleep", "es": "El sueño"} == catalog["toml"].title.identifiers()
    assert ["2024-06-06"] * 2 == [f"{day:%Y-%m-%d}" for day in catalog["toml"].created.values()]
    assert {"en": "Asthma"} == catalog["bare"].title.identifiers()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("+++\ntitle = Sleep\n+++\nRest.\n", 2, "not TOML"),
        ("+++\ntitle = 'a'\n", 1, "must be YAML"),
        ("---\ntitle: a\n\nRest.\n", 3, "does not end"),
        ('{"title": "a"\n\nRest.\n', 1, "there is no front matter"),
    ],
)
def test_front_matter_that_is_broken(tmp_path: Path, text: str, line: int, said: str) -> None:
    """What is meant as front matter is not taken for text."""
    write(tmp_path, "en/a.md", "es/a.md")
    write(tmp_path, "en/b.md", text=text)
    (finding,) = (found for found in read(tmp_path).findings if found.kind is FindingKind.BROKEN)

    assert said in finding.message()
    assert finding.source.endswith(f"b.md:{line}")
