"""Links and pictures as snippets show them, and as data. Which of them a snippet has is decided in `topic_snippet`."""

from __future__ import annotations

from typing import Any, NamedTuple

from babel import Locale

from syndicate.locales import Label, tag
from syndicate.locales.identifiers import same_language
from syndicate.model import Image

__all__ = ["ShownLink", "ShownSection", "described", "languages_of", "pictured"]


class ShownLink(NamedTuple):
    """A link as one language's reader gets it.

    Attributes:
        locale: the language of the page behind it.
        is_foreign: whether that is another one than the text's.
        translations: the pages in other languages.
    """

    title: str
    url: str
    organization: str | None
    locale: Locale
    is_foreign: bool
    flags: tuple[str, ...]
    translations: tuple[tuple[Locale, str], ...]


class ShownSection(NamedTuple):
    """A list of links as one language's reader gets it.

    Attributes:
        id: what it is called in all languages, if its source says that.
        part: of the page, in whose table of contents it stands.
        description: what is in it, in one line.
    """

    title: str
    links: tuple[ShownLink, ...]
    id: str | None = None
    part: str = ""
    description: str = ""


def pictured(image: Image) -> dict[str, Any]:
    """A picture as data."""
    stated: dict[str, Any] = {"license": image.license, "rights": image.rights, "credit": image.credit}
    stated |= {"width": image.width, "height": image.height, "srcset": image.srcset}
    return {"url": image.url, "alt": image.alt} | {name: value for name, value in stated.items() if value}


def described(link: ShownLink) -> dict[str, Any]:
    """A link as data."""
    found: dict[str, Any] = {"title": link.title, "url": link.url}
    if link.is_foreign:
        found["language"] = tag(link.locale)
    if link.organization:
        found["organization"] = link.organization
    if link.flags:
        found["flags"] = list(link.flags)
    if link.translations:
        found["translations"] = [{"language": tag(other), "url": url} for other, url in link.translations]
    return found


def languages_of(around: Locale, **texts: Label) -> dict[str, str]:
    """The fields that say the languages of texts in data: ``title_language`` of ``title``.

    Args:
        around: the language of the data, in which a text says none.
        texts: the texts, by their fields.

    >>> from babel import Locale
    >>> languages_of(Locale("ar"), title=Label("Newest topics", Locale("en")), publisher=Label("", Locale("en")))
    {'title_language': 'en'}
    """
    return {
        f"{name}_language": tag(text.locale)
        for name, text in texts.items()
        if text and not same_language(text.locale, around)
    }
