"""Jinja2 for every package that renders HTML: one way to make an environment, and the filters all templates share.

Its own templates are the frame of the site's pages, ``page.html``, and of those by which people use a topic elsewhere,
``tool.html``.
"""

from syndicate.templating.rendering import OURS, environment, render

__all__ = ["OURS", "environment", "render"]
