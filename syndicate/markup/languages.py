"""How HTML says the language and direction of a text among texts in another one. Nothing is translated here."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale
from markupsafe import Markup

from syndicate.locales.identifiers import direction, same_language, tag

__all__ = ["in_language", "language_attributes", "title_language"]


@lru_cache(maxsize=1024)
def language_attributes(locale: Locale, around: Locale | None = None, direct: str | None = None) -> Markup:
    """``lang`` and ``dir`` of a text in a locale within a text in another; nothing where they are the same.

    Args:
        locale: the text's.
        around: that of what stands around it; None where it is not known.
        direct: the direction of an address, which is the same in every language.

    >>> str(language_attributes(Locale("ar"), Locale("en"))), str(language_attributes(Locale("en"), Locale("en")))
    (' lang="ar" dir="rtl"', '')
    """
    direct = direct or direction(locale)
    if around is None or tag(locale) != tag(around):
        return Markup(' lang="{}" dir="{}"').format(tag(locale), direct)
    return Markup("") if direct == direction(around) else Markup(' dir="{}"').format(direct)


def in_language(html: Markup, locale: Locale, around: Locale) -> Markup:
    """HTML in an element that says its language, where it is another than that around it.

    >>> in_language(Markup("Browse"), Locale("en"), Locale("ar"))
    Markup('<span lang="en" dir="ltr">Browse</span>')
    """
    if locale is around or same_language(locale, around):
        return html
    return Markup("<span{}>{}</span>").format(language_attributes(locale, around), html)


def title_language(locale: Locale, around: Locale) -> Markup:
    """``lang`` of an attribute or a ``title``, which hold no elements, where that is in another language than its page.

    >>> title_language(Locale("en"), Locale("ar"))
    Markup(' lang="en"')
    """
    return Markup("") if same_language(locale, around) else Markup(' lang="{}"').format(tag(locale))
