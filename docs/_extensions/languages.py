"""The documentation in two languages: a toggle on each page, and the true language of what is not translated.

A page is translated if it has a catalog in ``locales/docs/es/LC_MESSAGES``. The English site is built into a folder,
the Spanish one into ``es`` below it.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.locale import _

from syndicate.cli import cli
from syndicate.cli.language import OF_THE_ENVIRONMENT, gettext, speak, translated_help

CATALOGS = Path(__file__).resolve().parents[2] / "locales" / "docs" / "es" / "LC_MESSAGES"
OF_SPHINX = ("search", "genindex", "py-modindex")
"""Pages that Sphinx makes; their words are in its own catalogs and in ``sphinx.po``."""

ENTRY = re.compile(r'(<li class="toctree-l\d[^"]*"><a class="[^"]*")( href="([^"#]+)")')
CONSOLE = re.compile(r'<div class="highlight-console.*?</pre>', re.DOTALL)
OF_SPHINX_CLICK = {
    "**Required**": "**Obligatoria**:",
    ":default:": ":si se omite:",
    ":options:": ":valores:",
    "Required argument(s)": "Argumento obligatorio; puede haber varios",
    "Required argument": "Argumento obligatorio",
    "Optional argument(s)": "Argumento opcional; puede haber varios",
    "Optional argument": "Argumento opcional",
}
COMMANDS = re.compile(r"^```\{eval-rst\}\n.*?^```$", re.MULTILINE | re.DOTALL)


def is_translated(page: str) -> bool:
    """Whether a page is there in both languages."""
    return page in OF_SPHINX or (CATALOGS / f"{page}.po").is_file()


def setup(app: Any) -> dict[str, bool]:
    """What Sphinx calls to load the extension."""
    app.connect("source-read", _without_help)
    app.connect("builder-inited", _speak)
    for part in ("options", "arguments"):
        app.connect(f"sphinx-click-process-{part}", _in_spanish)
    app.connect("doctree-read", _headings_of_help)
    app.connect("html-page-context", _two_languages, priority=600)  # the theme makes its navigation at 500
    app.add_css_file("languages.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _without_help(app: Any, page: str, source: list[str]) -> None:
    """Leave the help of the commands out of the catalogs: it has its translations in those of the package."""
    if app.builder.name == "gettext":
        source[0] = COMMANDS.sub("", source[0])


def _speak(app: Any) -> None:
    """Have the commands describe themselves in the language of the site until it is built."""
    speak(app.config.language)
    block = ExitStack()
    block.enter_context(translated_help(cli))
    app.connect("build-finished", lambda app, error: block.close())


def _in_spanish(app: Any, command: Any, lines: list[str]) -> None:
    """Translate what sphinx-click itself writes beside an option or argument."""
    if app.config.language == "es":
        for english, spanish in OF_SPHINX_CLICK.items():
            lines[:] = [line.replace(english, spanish) for line in lines]
        lines[:] = [line.replace(OF_THE_ENVIRONMENT, gettext(OF_THE_ENVIRONMENT)) for line in lines]


def _headings_of_help(app: Any, doctree: nodes.document) -> None:
    """Translate the headings that sphinx-click gives the parts of a command's help."""
    if app.config.language == "es" and app.env.docname == "reference/cli":
        for heading in doctree.findall(nodes.rubric):
            heading[:] = [nodes.Text(_(heading.astext()))]


def _two_languages(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Give a page's template the address of the page in the other language, and mark what is in English."""
    spanish = app.config.language == "es"
    context["itself"] = app.builder.get_target_uri(page).rpartition("/")[2]
    root = context["content_root"] + ("../" if spanish else "es/")
    context["in_both"] = is_translated(page)
    goal = page if spanish or is_translated(page) else app.config.root_doc
    context["in_other"] = root + app.builder.get_target_uri(goal)
    if not spanish:
        return
    context["copyright"] = _(app.config.copyright)
    context["body"] = _marked(app, page, _with_english_output(context.get("body", "")))
    context["furo_navigation_tree"] = _marked(app, page, context.get("furo_navigation_tree", ""))
    for neighbor in filter(None, (context.get("prev"), context.get("next"))):
        if not is_translated(_page_at(app, page, neighbor["link"])):
            neighbor["title"] = f'<span lang="en">{neighbor["title"]}</span>'
    if not is_translated(page):
        context["toc"] = f'<div lang="en">{context["toc"]}</div>'


def _marked(app: Any, page: str, html: str) -> str:
    """Lists of pages, where the names of those without Spanish say that they are English."""

    def mark(entry: re.Match[str]) -> str:
        english = not is_translated(_page_at(app, page, entry[3]))
        return f'{entry[1]} lang="en"{entry[2]}' if english else entry[0]

    return ENTRY.sub(mark, html)


def _page_at(app: Any, page: str, link: str) -> str:
    """The page to which a link leads; what is no page of the documentation counts as this page."""
    folder = Path("/", app.builder.get_target_uri(page)).parent
    target = (folder / link.partition("#")[0]).resolve().relative_to("/").as_posix()
    found = target.removesuffix(app.builder.link_suffix)
    return found if found in app.env.found_docs else page


def _with_english_output(html: str) -> str:
    """What commands print is English in the documentation, unless they are asked for Spanish."""

    def mark(block: re.Match[str]) -> str:
        return block[0] if "language" in block[0] else block[0].replace("<div ", '<div lang="en" ', 1)

    return CONSOLE.sub(mark, html)
