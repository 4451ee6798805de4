"""How Sphinx builds the documentation. Nothing is fetched from the network."""

from syndicate import __version__

project = "syndicate"
author = "the syndicate authors"
copyright = "the syndicate authors; licensed under the Apache License 2.0"
version = release = __version__
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click"]
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
