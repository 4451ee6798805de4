"""The extension for Sphinx and the plug-in for MkDocs: small sites have share cards in every head, and feeds."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

import feedparser
import pytest
from samples import attribute, parsed

import syndicate

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "how-to" / "add-cards-to-docs.md").read_text("utf-8")
PUBLISHER = ROOT / "examples" / "health-topics" / "publisher.toml"
HOME = "https://handbook.example.org/"


def block(language: str, part: str) -> str:
    """A block of the guide."""
    found = re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    return next(one for one in found if part in one)


def run(*command: str, folder: Path, ok: bool = True) -> str:
    """What a program says, in a folder."""
    done = subprocess.run([sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True)
    assert (done.returncode == 0) == ok, done.stdout + done.stderr
    return done.stdout + done.stderr


def check(page: Path, url: str, title: str, description: str, locale: str) -> dict[str, str]:
    """A page has one of each tag, a picture that is there, and the feeds of its language; its other languages."""
    found = parsed(page.read_text("utf-8"))
    said = {attribute(tag, "property"): attribute(tag, "content") for tag in found.css("head meta[property]")}
    assert (url, title, description) == (said["og:url"], said["og:title"], said["og:description"])
    assert 1 == len(found.css("head > title"))
    assert [url] == [attribute(link, "href") for link in found.css("link[rel=canonical]")]
    assert [description] == [attribute(tag, "content") for tag in found.css("head meta[name=description]")]
    site = page
    while not (site / "search").exists() and not (site / "search.html").exists():
        site = site.parent
    picture = said["og:image"].removeprefix(HOME).partition("?")[0]
    assert (site / picture).read_bytes().startswith(b"\x89PNG")
    feeds = [attribute(link, "href").removeprefix(HOME) for link in found.css("link[rel=alternate][type]")]
    assert [f"{locale}/feeds/topics.{name}" for name in ("rss", "atom", "json")] == feeds
    for feed in feeds:
        checked = syndicate.validate(site / feed)
        assert checked.valid, [str(problem) for problem in checked.problems]
        read = feedparser.parse(site / feed) if not feed.endswith("json") else None
        assert read is None or url in [entry.link for entry in read.entries]
    return {attribute(link, "hreflang"): attribute(link, "href") for link in found.css("link[hreflang]")}


@pytest.fixture
def sphinx(tmp_path: Path) -> Path:
    """A site of Sphinx as the guide has it."""
    pytest.importorskip("sphinx", reason="Sphinx is not installed")
    for name, text in {
        "conf.py": block("python", "extensions"),
        "publisher.toml": re.sub("(?m)^logo .*", "", PUBLISHER.read_text("utf-8")),
        "index.rst": "Handbook\n========\n\nAll of our guides.\n\n.. toctree::\n\n   guide/sleep\n",
        "guide/sleep.rst": block("rst", ":date:"),
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_sphinx_writes_cards_and_feeds(sphinx: Path, builder: str) -> None:
    """For every page, again after one has changed, and with several processes."""
    for jobs in ("1", "2"):
        run("sphinx", "-q", "-W", "-j", jobs, "-b", builder, ".", "out", folder=sphinx)
        pages = {"html": ("index.html", "guide/sleep.html"), "dirhtml": ("", "guide/sleep/")}[builder]
        for place, title, description in zip(
            pages, ("Handbook", "Sleep"), ("All of our guides.", "How to sleep well."), strict=True
        ):
            path = sphinx / "out" / (f"{place}index.html" if builder == "dirhtml" else place)
            check(path, f"{HOME}{place}", title, description, "en")
        index = sphinx / "index.rst"
        index.write_text(index.read_text("utf-8") + "\nMore.\n", encoding="utf-8")
    read = feedparser.parse(sphinx / "out" / "en" / "feeds" / "topics.atom")
    assert {"Sleep": "2025-03-01"}.items() <= {entry.title: entry.updated[:10] for entry in read.entries}.items()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("conf.py", "syndicate_publisher", "#"), "publisher.toml"),
        (("guide/sleep.rst", "2025-03-01", "March"), "guide/sleep: 'March' is not a date"),
    ],
)
def test_sphinx_says_what_is_wrong(sphinx: Path, change: tuple[str, str, str], said: str) -> None:
    """The build stops with a sentence."""
    name, old, new = change
    (sphinx / name).write_text((sphinx / name).read_text("utf-8").replace(old, new), encoding="utf-8")
    if name == "conf.py":
        (sphinx / "publisher.toml").unlink()
    assert said in run("sphinx", "-q", ".", "out", folder=sphinx, ok=False)


def test_sphinx_tells_pages_of_similar_names_apart(sphinx: Path) -> None:
    """A page has its own card, whatever is made of its name for addresses; its own description is not said twice."""
    index = sphinx / "index.rst"
    index.write_text(index.read_text("utf-8") + "   guide-sleep\n", encoding="utf-8")
    own = ".. meta::\n   :description: Its own words.\n\nOther\n=====\n\nText.\n"
    (sphinx / "guide-sleep.rst").write_text(own, encoding="utf-8")
    run("sphinx", "-q", "-W", "-b", "html", ".", "out", folder=sphinx)
    check(sphinx / "out/guide/sleep.html", f"{HOME}guide/sleep.html", "Sleep", "How to sleep well.", "en")
    page = parsed((sphinx / "out/guide-sleep.html").read_text("utf-8"))
    assert ["Its own words."] == [attribute(tag, "content") for tag in page.css("meta[name=description]")]
    assert ["Other"] == [attribute(tag, "content") for tag in page.css('meta[property="og:title"]')]


def test_sphinx_site_without_dates_has_cards(sphinx: Path) -> None:
    """And no feeds, since entries need dates; that is said, and no page names a feed."""
    sleep = sphinx / "guide" / "sleep.rst"
    sleep.write_text(sleep.read_text("utf-8").replace(":date: 2025-03-01\n", ""), encoding="utf-8")
    assert "no page states a date, so the site has no feeds" in run("sphinx", "-q", ".", "out", folder=sphinx)
    said = run("sphinx", "-q", "-E", "-D", "language=es", ".", "out-es", folder=sphinx)
    assert "ninguna página indica una fecha, por lo que el sitio no tiene canales" in said
    assert not (sphinx / "out/en/feeds").exists()
    page = (sphinx / "out/guide/sleep.html").read_text("utf-8")
    assert "og:title" in page
    assert "application/rss+xml" not in page
    run("sphinx", "-q", "-W", "-E", "-D", "suppress_warnings=syndicate.undated", ".", "out", folder=sphinx)


def test_sphinx_writes_other_formats_as_ever(sphinx: Path) -> None:
    """The extension does nothing there."""
    run("sphinx", "-q", "-b", "text", ".", "out", folder=sphinx)
    assert not (sphinx / "out" / "en").exists()


@pytest.fixture
def mkdocs(tmp_path: Path) -> Path:
    """A site of MkDocs in two languages as the guide has it."""
    pytest.importorskip("mkdocs", reason="MkDocs is not installed")
    if not [one for one in importlib.metadata.entry_points(group="mkdocs.plugins") if one.name == "syndicate"]:
        pytest.skip("the package was installed before it had this plug-in: install it again")
    for name, text in {
        "mkdocs.yml": block("yaml", "plugins"),
        "publisher.toml": re.sub("(?m)^logo .*", "", PUBLISHER.read_text("utf-8")),
        "docs/index.md": "# Handbook\n\nAll of *our* guides.\n",
        "docs/guide/sleep.md": block("markdown", "date:"),
        "docs/es/index.md": "# Manual\n\nTodas nuestras guías.\n",
        "docs/es/guide/sleep.md": "# Dormir\n\nDescanse por la noche.\n\n## Más\n\n[Inicio](../index.md)\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_mkdocs_writes_cards_and_feeds(mkdocs: Path) -> None:
    """For every page, in its language, with its twin; the feeds have the text."""
    run("mkdocs", "build", "--strict", "-q", folder=mkdocs)
    twins = check(mkdocs / "site/guide/sleep/index.html", f"{HOME}guide/sleep/", "Sleep", "How to sleep well.", "en")
    assert twins == check(
        mkdocs / "site/es/guide/sleep/index.html", f"{HOME}es/guide/sleep/", "Dormir", "Descanse por la noche.", "es"
    )
    assert {"en": f"{HOME}guide/sleep/", "es": f"{HOME}es/guide/sleep/", "x-default": f"{HOME}guide/sleep/"} == twins
    check(mkdocs / "site/index.html", HOME, "Handbook", "All of our guides.", "en")
    feed = feedparser.parse(mkdocs / "site/es/feeds/topics.atom")
    assert f"{HOME}es/" == feed.feed.link
    content = next(entry.content[0].value for entry in feed.entries if entry.title == "Dormir")
    assert "<h2>Más</h2>" in content
    assert f'href="{HOME}es/"' in content
    assert "<h1" not in content


def test_mkdocs_site_without_dates_has_cards(mkdocs: Path) -> None:
    """And no feeds, as with Sphinx."""
    sleep = mkdocs / "docs/guide/sleep.md"
    sleep.write_text(sleep.read_text("utf-8").replace("date: 2025-03-01\n", ""), encoding="utf-8")
    assert "no page states a date, so the site has no feeds" in run("mkdocs", "build", folder=mkdocs)
    spanish = (mkdocs / "mkdocs.yml").read_text("utf-8") + "\ntheme: {name: mkdocs, locale: es}\n"
    (mkdocs / "mkdocs.yml").write_text(spanish, encoding="utf-8")
    assert "ninguna página indica una fecha" in run("mkdocs", "build", folder=mkdocs)
    assert not (mkdocs / "site/en/feeds").exists()
    page = (mkdocs / "site/guide/sleep/index.html").read_text("utf-8")
    assert "og:title" in page
    assert "application/rss+xml" not in page


def test_mkdocs_page_begins_with_a_picture(mkdocs: Path) -> None:
    """Its first words are the description; a date may be written as in the blog of Material."""
    (mkdocs / "docs/pic.png").write_bytes(b"")
    (mkdocs / "docs/walk.md").write_text(
        "---\ndate:\n  created: 2025-03-01\n  updated: 2025-04-02\n---\n\n"
        "# Walk\n\n![A path](pic.png)\n\nWalk *daily*.\n",
        encoding="utf-8",
    )
    run("mkdocs", "build", "-q", folder=mkdocs)
    check(mkdocs / "site/walk/index.html", f"{HOME}walk/", "Walk", "Walk daily.", "en")
    feed = feedparser.parse(mkdocs / "site/en/feeds/topics.atom")
    assert ["2025-04-02"] == [entry.updated[:10] for entry in feed.entries if entry.title == "Walk"]


def test_mkdocs_with_a_plugin_for_languages(mkdocs: Path) -> None:
    """What mkdocs-static-i18n does: it says the language of a file, and writes the page's addresses into the head."""
    (mkdocs / "docs/sleep.es.md").write_text("# Dormir\n\nDescanse.\n", encoding="utf-8")
    (mkdocs / "i18n.py").write_text(
        "def on_files(files, **_):\n    files.get_file_from_path('sleep.es.md').locale = 'es'\n"
        "def on_post_page(output, page, **_):\n"
        "    return output.replace('</title>', '</title><link rel=alternate hreflang=es href=./>', 1)\n"
        "on_post_page.mkdocs_priority = 100\n"
    )
    settings = mkdocs / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8") + "hooks: [i18n.py]\n", encoding="utf-8")
    run("mkdocs", "build", "-q", folder=mkdocs)
    twins = check(mkdocs / "site/sleep.es/index.html", f"{HOME}sleep.es/", "Dormir", "Descanse.", "es")
    assert {"es": "./"} == twins


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("mkdocs.yml", "site_url: https://handbook.example.org/\n", "", "site_url"),
        ("mkdocs.yml", "publisher.toml", "nothing.toml", "nothing.toml"),
        ("docs/guide/sleep.md", "2025-03-01", "in March", "docs/guide/sleep.md".removeprefix("docs/")),
    ],
)
def test_mkdocs_says_what_is_wrong(mkdocs: Path, name: str, old: str, new: str, said: str) -> None:
    """The build stops with a sentence."""
    text = (mkdocs / name).read_text("utf-8")
    assert old in text
    (mkdocs / name).write_text(text.replace(old, new), encoding="utf-8")
    assert said in run("mkdocs", "build", "-q", folder=mkdocs, ok=False)
