"""The page form of Connect: what an EHR opens for its user, static HTML with links to the topics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from babel import Locale
from markupsafe import Markup

from syndicate.page_frame import PageFrame
from syndicate.service.connect.documents import Answer
from syndicate.templating import render

__all__ = ["page"]

_PACKAGE: Final = "syndicate.service.connect"


def page(answer: Answer, toggle: Mapping[Locale, str]) -> Markup:
    """The page.

    Args:
        answer: what is answered.
        toggle: where the same page is in each language, from the root of the service.
    """
    frame = PageFrame(answer.publisher, answer.locale)
    labels = answer.publisher.labels(answer.locale)
    title, results = answer.subtitle, answer.items
    return render(
        _PACKAGE, "results.html", answer.locale, labels, title=title, results=results, **frame.on("application", toggle)
    )
