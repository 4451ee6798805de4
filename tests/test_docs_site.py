"""The documentation as web pages in two languages, as `make docs` builds them; in the long form alone."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from proofs import PROOFS
from test_docs_spanish import DOCS, PAGES, texts

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(not PROOFS, reason="a minute: `make proofs` runs it"),
]
for needed in ("furo", "myst_parser", "sphinx_click", "sphinx_intl"):
    pytest.importorskip(needed, reason="the documentation needs the extra docs")


class Links(HTMLParser):
    """The language of a page, the languages of its parts, and where its toggle leads."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.languages: list[str] = []
        self.toggle: dict[str, str] = {}
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what a tag says of languages."""
        stated = {name: value or "" for name, value in attrs}
        if "lang" in stated:
            self.languages.append(f"{tag}={stated['lang']}")
        if tag == "a" and "hreflang" in stated:
            self.toggle[stated["hreflang"]] = stated["href"]


def sphinx(*arguments: str | Path) -> None:
    """Run Sphinx on the documentation; a warning is an error."""
    subprocess.run([sys.executable, "-m", "sphinx", "-q", "-W", *map(str, arguments)], check=True, timeout=600)


def test_each_page_leads_to_the_other_language(tmp_path: Path) -> None:
    """Every page links to itself in the other language, or says that it has none; what is in English is marked so."""
    sphinx("-b", "html", DOCS, tmp_path)
    sphinx("-b", "html", "-D", "language=es", DOCS, tmp_path / "es")
    pages = [path.relative_to(DOCS).with_suffix("").as_posix() for path in DOCS.rglob("[!_]*.md")]
    for page in pages:
        english, spanish = tmp_path / f"{page}.html", tmp_path / "es" / f"{page}.html"
        there, back = Links(english), Links(spanish)
        assert ("html=en", "html=es") == (there.languages[0], back.languages[0])
        assert english == (spanish.parent / back.toggle["en"]).resolve()
        goal = spanish if page in PAGES else tmp_path / "es" / "index.html"
        assert goal == (english.parent / there.toggle["es"]).resolve()
        assert (page not in PAGES) == ("div=en" in back.languages and "title=en" in back.languages)
        assert (page not in PAGES) == ("This page is in English only." in english.read_text("utf-8"))
        assert (page not in PAGES) == ("Esta página solo está en inglés." in spanish.read_text("utf-8"))
    commands = (tmp_path / "es" / "reference" / "cli.html").read_text("utf-8")
    assert not re.search(r">(Usage|Options|Required|Default)<", commands)
    assert "Publica el catálogo como un árbol de archivos estáticos." in commands


def test_the_catalogs_have_what_sphinx_extracts(tmp_path: Path) -> None:
    """The texts that the quick test looks for are those of Sphinx' gettext builder."""
    sphinx("-b", "gettext", DOCS, tmp_path)
    for page in PAGES:
        with (tmp_path / f"{page}.pot").open("rb") as stream:
            assert {str(message.id) for message in read_po(stream) if message.id} == set(texts(page)), page
