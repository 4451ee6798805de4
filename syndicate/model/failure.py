"""The finding about a file that could not be made."""

from __future__ import annotations

from babel import Locale

from syndicate.errors import SyndicateError
from syndicate.locales import locale_id
from syndicate.model.finding import Finding, FindingKind
from syndicate.model.topic import Topic

__all__ = ["failed"]


def failed(path: str, error: Exception, locale: Locale | None = None, topic: Topic | None = None) -> Finding:
    """The finding that a file could not be made.

    Args:
        path: where it would lie in the tree.
        error: why.
        locale: its language; None of the whole site.
        topic: the topic it is of; None of a language or the site.
    """
    problem = error.format_message() if isinstance(error, SyndicateError) else f"{type(error).__name__}: {error}"
    details = {"artifact": path, "problem": problem}
    name = locale_id(locale) if locale is not None else ""
    if topic is None or locale is None:
        return Finding(kind=FindingKind.FAILED_FILE, locale=name, details=details)
    details["title"] = topic.title[locale]
    return Finding(kind=FindingKind.FAILED, topic=topic.ids[locale], locale=name, details=details)
