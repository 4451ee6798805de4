"""What a publisher withholds outside of a text: settings of site generators, data files, names with an underscore."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from syndicate.errors import SourceError
from syndicate.model import Catalog, FindingKind
from syndicate.sources import read
from syndicate.sources.globs import is_matched, is_named_by

NOW = datetime(2024, 6, 6, 12, tzinfo=UTC)


def catalog(folder: Path, files: dict[str, str], source: str = "") -> Catalog:
    """The catalog of a site; the front matter of Markdown files is given alone."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".md") and not content.startswith(("+++", "{")):
            content = f"---\ntitle: {path.stem}\nupdated: 2024-01-01\n{content}\n---\nA text.\n"
        path.write_text(content, encoding="utf-8")
    return read(folder / source, now=NOW)


JEKYLL = "defaults:\n- scope: {path: %s, type: %s}\n  values: {%s}\n"
CASCADE = "+++\ntitle = 'A'\n[cascade]\n%s\n+++\n"


@pytest.mark.parametrize(
    ("name", "content", "source"),
    [
        ("_config.yml", JEKYLL % ("secret", "''", "published: false"), ""),
        ("_config.yml", JEKYLL % ("secret", "''", "published: false"), "secret"),
        ("_config.yml", JEKYLL % ("''", "pages", "draft: true"), "secret"),
        ("_config.yml", JEKYLL % ("'secret/*'", "''", "hidden: yes"), ""),
        ("_config.yml", "exclude: [secret]\n", ""),
        ("_config.yml", "exclude: ['secret/*.md']\n", "secret"),
        ("_config.toml", "[[defaults]]\nscope.path = 'secret'\nvalues.publish_date = 2099-01-01\n", ""),
        ("secret/_index.md", CASCADE % "draft = true", ""),
        ("secret/_index.md", CASCADE % "publishDate = 2099-01-01", "secret"),
        ("secret/_index.md", CASCADE % "expiryDate = 2020-01-01T00:00:00Z", ""),
        ("secret/_index.en.md", CASCADE % "headless = true", ""),
        ("secret/_index.md", CASCADE % "[cascade.build]\nrender = 'never'", ""),
        ("secret/_index.md", '{"cascade": [{"draft": true, "target": {"path": "**"}}]}', ""),
        ("_index.md", "cascade:\n- {draft: true, _target: {path: '/secret/**'}}", ""),
        ("_index.md", "cascade:\n- {draft: true, _target: {lang: en, kind: page, path: '**/sleep'}}", ""),
        ("hugo.toml", "contentDir = '.'\n[cascade]\ndraft = true\n[cascade.target]\npath = '/secret/**'", ""),
        ("config.yaml", "baseURL: /\ncontentDir: .\ncascade: [{draft: true, target: {path: /secret/sleep}}]", ""),
        ("hugo.yaml", "ignoreFiles: ['secret/.*\\.md$']", ""),
        ("secret/secret.json", '{"eleventyExcludeFromCollections": true}', ""),
        ("secret/secret.11tydata.json", '{"permalink": false}', "secret"),
        ("secret/secret.11tydata.js", "module.exports = { permalink: false };", ""),
        ("secret/secret.11tydata.cjs", 'module.exports = { "draft": !0 };', ""),
        ("secret/sleep.en.json", '{"draft": true}', ""),
        ("secret/sleep.11tydata.json", '{"draft": true}', ""),
        (".eleventyignore", "secret/\n", ""),
        ("eleventy.config.js", 'export default (c) => { c.ignores.add("secret/**"); };', ""),
        ("docusaurus.config.ts", "export default {docs: {exclude: ['secret/**']}};", ""),
        ("mkdocs.yml", "site_name: !ENV X\ndocs_dir: .\nexclude_docs: |\n  # not yet\n  secret/\nplugins: []\n", ""),
        ("conf.py", "project = 'x'\nexclude_patterns = ['_build', 'secret/*']\n", ""),
        ("pelicanconf.py", "import os\nIGNORE_FILES = ['sleep.*']\n", ""),
    ],
)
def test_what_settings_withhold(tmp_path: Path, name: str, content: str, source: str) -> None:
    """What a site generator would not publish is not published, and the place that says so is named."""
    files = {"secret/sleep.en.md": "", "secret/open.en.md": "draft: false\npublished: true", name: content}
    if not source:
        files["naps.en.md"] = "draft: false"
    found = catalog(tmp_path, files, source)
    assert "sleep" not in found
    assert ("en", "sleep") in found.withheld
    (said,) = (each for each in found.findings if each.kind is FindingKind.WITHHELD and each.topic == "sleep")
    assert (
        name.rpartition("/")[2] in said.message() or "to be released" in said.message() or "expired" in said.message()
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("_config.yml", JEKYLL % ("secrets", "''", "published: false")),
        ("_config.yml", JEKYLL % ("''", "posts", "published: false")),
        ("secret/_index.es.md", CASCADE % "draft = true"),
        ("secret/_index.md", "draft: true"),
        ("_index.md", "cascade: {draft: true, target: {path: '/other/**'}}"),
        ("_index.md", "cascade: {draft: true, target: {environment: development}}"),
        ("secret/other.json", '{"draft": true}'),
        ("secret/open.en.11tydata.json", '{"draft": true}'),
        ("secret/secret.json", '{"tags": ["x"]}'),
        ("mkdocs.yml", "docs_dir: .\nexclude_docs: |\n  secret/\n  !secret/sleep.*\n"),
    ],
)
def test_what_settings_do_not_withhold(tmp_path: Path, name: str, content: str) -> None:
    """Settings for other texts change nothing."""
    files = {"secret/sleep.en.md": "", "secret/open.en.md": "", "naps.en.md": "", name: content}
    assert "sleep" in catalog(tmp_path, files)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("hugo.toml", "[languages.es]\ndisabled = true\n[languages.en]\nweight = 1"),
        ("hugo.yaml", "disableLanguages: [es, xx]"),
        ("config/_default/languages.toml", "[es]\nDisabled = true\n[en]\nweight = 1"),
    ],
)
def test_languages_that_a_site_does_not_build(tmp_path: Path, name: str, content: str) -> None:
    """A translation that Hugo leaves out is not published, and its original is."""
    found = catalog(tmp_path, {"content/sleep.en.md": "", "content/sleep.es.md": "", name: content}, "content")
    assert ["en"] == list(found["sleep"].title.identifiers())
    assert [("es", "sleep")] == list(found.withheld)


def test_a_text_goes_before_its_settings(tmp_path: Path) -> None:
    """What a text states itself counts, and the nearest of several settings."""
    files = {
        "_config.yml": JEKYLL % ("''", "''", "published: false"),
        "a/sleep.en.md": "published: true",
        "a/naps.en.md": "Published: true",
        "b/b.json": '{"published": true}',
        "b/dreams.en.md": "",
        "c/rest.en.md": "",
    }
    assert {"sleep", "naps", "dreams"} == set(catalog(tmp_path, files))


@pytest.mark.parametrize(
    ("name", "settings", "published"),
    [
        ("_drafts/sleep.en.md", "", False),
        ("_partials/sleep.en.md", "", False),
        ("guide/_sleep.en.md", "", False),
        ("_posts/2024-01-01-sleep.en.md", "", True),
        ("_topics/sleep.en.md", "", False),
        ("_topics/sleep.en.md", "collections: {topics: {output: true}}", True),
        ("_topics/sleep.en.md", "collections: {topics: {output: false}}", False),
        ("_topics/sleep.en.md", "collections: [topics]", False),
    ],
)
def test_names_with_an_underscore(tmp_path: Path, name: str, settings: str, published: bool) -> None:
    """Most generators do not publish what is named so; Jekyll does its posts and the collections that say so."""
    found = catalog(tmp_path, {name: "id: x", "naps.en.md": "", "_config.yml": settings})
    assert published == (len(found) == 2)
    if not published:
        (said,) = (each for each in found.findings if each.kind is FindingKind.WITHHELD)
        is_part = name.rpartition("/")[2].startswith("_")
        expected = (
            "as parts do that other pages import" if is_part else "rename it, or give the folder itself as a source"
        )
        assert expected in said.message()


def test_a_folder_with_an_underscore_may_be_a_source(tmp_path: Path) -> None:
    """Who names such a folder wants it; and Hugo publishes them."""
    assert ["sleep"] == list(catalog(tmp_path, {"_topics/sleep.en.md": ""}, "_topics"))
    assert ["sleep"] == list(catalog(tmp_path / "site", {"content/_a/sleep.en.md": "", "hugo.toml": ""}, "content"))


def test_settings_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    """Nobody can tell what they withhold, so an editor has to."""
    files = {
        "a/sleep.en.md": "",
        "_config.yml": "a: &b [1]\n",
        "a/a.11tydata.js": "module.exports = () => ({ permalink: (data) => !data.isDraft });",
        "a/_index.md": "+++\ncascade\n+++\n",
        "a/a.json": "[1]",
    }
    found = catalog(tmp_path, files)
    assert ["sleep"] == list(found)
    said = {each.details["file"]: each.message() for each in found.findings if each.kind is FindingKind.SKIPPED_FILE}
    assert {"a/a.11tydata.js", "_config.yml", "a/a.json", "a/_index.md"} <= set(said)
    assert "withhold it in the texts as well" in said["_config.yml"]
    assert "it is a program, which is not run here" in said["a/a.11tydata.js"]


def test_a_language_that_is_stated_twice(tmp_path: Path) -> None:
    """The name of a file says its language; a key that says another one is named."""
    files = {
        "_config.yml": JEKYLL % ("es", "''", "lang: es"),
        "es/sleep.en.md": "",
        "naps.en.md": "lang: es-MX",
        "rest.es.md": "idioma: español",
        "dreams.en.md": "language: en-US",
    }
    found = catalog(tmp_path, files)
    clashes = {each.topic: each.message() for each in found.findings if each.kind is FindingKind.LANGUAGE_CLASH}
    assert {"sleep", "naps"} == set(clashes)
    assert (
        "is English by the name of its file, but `lang` says Spanish (Mexico); correct one of them" in clashes["naps"]
    )
    assert "`_config.yml: defaults.lang` says Spanish" in clashes["sleep"]


def test_the_time_zone_of_a_site(tmp_path: Path) -> None:
    """Moments without a zone, and days, are those of the site where the publisher states none."""
    files = {"_config.yml": "timezone: America/New_York\n", "sleep.en.md": "publishDate: 2024-06-06 10:00:00"}
    found = catalog(tmp_path, files)
    assert ({}, datetime(2024, 6, 6, 14, tzinfo=UTC)) == (dict(found), found.next_moment)


def test_a_post_has_the_date_of_its_name(tmp_path: Path) -> None:
    """Jekyll's posts need no other; one of tomorrow is withheld."""
    for name in ("2024-1-31-sleep", "2024-06-07-naps"):
        (tmp_path / f"{name}.en.md").write_text(f"---\ntitle: T\nid: {name}\n---\nA text.\n", encoding="utf-8")
    found = read(tmp_path, now=NOW)
    (topic,) = found.values()
    assert datetime(2024, 1, 31, tzinfo=UTC) == topic.created["en"]
    assert {("en", "2024-06-07-naps"): "publish_at"} == found.withheld


def test_settings_above_a_site_do_not_count(tmp_path: Path) -> None:
    """A site begins where its settings are; what lies above is another's."""
    files = {"_config.yml": "exclude: [site]", "site/hugo.toml": "", "site/content/sleep.en.md": ""}
    assert ["sleep"] == list(catalog(tmp_path, files, "site/content"))


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        ("a/b.md", "*.md", True),
        ("a/b.md", "/*.md", False),
        ("a/b/c.md", "a/**", True),
        ("a/b/c.md", "a/**/c.md", True),
        ("a/c.md", "a/**/c.md", True),
        ("a/b.md", "a/[!c].md", True),
        ("a/b.md", "?/{b,c}.md", True),
        ("a/b.md", "a/[", False),
        ("ab.md", "a", False),
        ("a" * 5000, "*a" * 200, False),
        ("x" * 200, "**x" * 60 + "y", False),
    ],
)
def test_patterns(path: str, pattern: str, expected: bool) -> None:
    """The signs of globs, and what is none."""
    assert expected == is_matched(path, pattern)


def test_a_list_may_take_back() -> None:
    """The last line that fits decides, as in gitignore."""
    lines = ["# drafts", "", "a/", "!a/b.md"]
    assert [True, False, False] == [is_named_by(path, lines) for path in ("a/c.md", "a/b.md", "b.md")]


def test_a_folder_of_excluded_texts_alone(tmp_path: Path) -> None:
    """It is empty, and no error: the texts are there, and withheld."""
    found = catalog(tmp_path, {"_partials/sleep.en.md": ""})
    assert 0 == len(found)
    with pytest.raises(SourceError):
        read(tmp_path / "nothing")
