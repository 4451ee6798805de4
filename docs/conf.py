"""How Sphinx builds the documentation. Nothing is fetched from the network."""

import re
import sys
from pathlib import Path

from syndicate import __version__

project = "syndicate"
author = "the syndicate authors"
copyright = "the syndicate authors; licensed under the Apache License 2.0"
version = release = __version__
language = "en"  # or Spanish, with -D language=es; see "make docs"
smartquotes_excludes = {"languages": ["es"]}  # it would put « » there, also around what is English
locale_dirs = ["../locales/docs"]
gettext_compact = False
gettext_location = False
gettext_last_translator = gettext_language_team = author

sys.path.insert(0, str(Path(__file__).parent / "_extensions"))
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click", "languages"]
exclude_patterns = ["_build", "examples"]

myst_heading_anchors = 3

autodoc_typehints_format = "short"
autodoc_member_order = "bysource"
python_maximum_signature_line_length = 90
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True

html_theme = "furo"
html_title = f"syndicate {__version__}"
html_copy_source = False
html_show_sourcelink = False
html_static_path = ["_static"]
templates_path = ["_templates"]


def one_name_each(app, what, name, obj, options, lines):
    """Give each name of "width, height: in pixels" its own line: napoleon would take the first for a type."""
    kept, names, section = [], [], ""
    for line in lines:
        if line and not line.startswith(" "):
            section = line
        shared = re.fullmatch(r"    ((?:\w+, )+\w+):( .+)", line) if section in ("Args:", "Attributes:") else None
        if shared:
            names = [[f"    {word}:{shared[2]}"] for word in shared[1].split(", ")]
            kept.append(names)
        elif names and line.startswith("     "):
            for described in names:
                described.append(line)
        else:
            names = []
            kept.append([[line]])
    lines[:] = [line for group in kept for described in group for line in described]


def setup(app):
    app.connect("autodoc-process-docstring", one_name_each, priority=400)  # napoleon comes at 500
