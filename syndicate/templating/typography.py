"""How pages set texts by their script: the style that each language of a site adds. The data is ``typography.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from babel import Locale

from syndicate.locales.identifiers import tag
from syndicate.locales.typography import typography

__all__ = ["styles_of"]

_FAMILIES = 'system-ui, "Segoe UI", "Noto Sans", Roboto, "Helvetica Neue", Arial, sans-serif'
_ASIDE = "em, i, cite, dfn, var, address"


def styles_of(locales: Iterable[Locale]) -> str:
    """The rules for texts in some languages, wherever an element says that it is in one; none for most in Latin script.

    Simplified and traditional Chinese and Japanese share characters that each draws in its own way, so their fonts are
    told apart (CSS Text 3, section 5, has how they break).

    >>> styles_of([Locale("en"), Locale("es")])
    ''
    >>> styles_of([Locale("he")]).splitlines()[1][:39]
    '[lang|="he"] { font-family: "Segoe UI",'
    """
    # A language that another begins with goes before it: "zh" before "zh-Hant".
    rules = [rule for locale in sorted(locales, key=tag) for rule in _rules(locale)]
    # A label in another language, such as English on a Chinese page, has neither the fonts nor the lines of the page.
    rest = [f":where([lang]) [lang] {{ font-family: {_FAMILIES}; }}"] if rules else []
    return "".join(f"{rule}\n" for rule in (*rest, *rules))


def _rules(locale: Locale) -> Iterator[str]:
    said = typography(locale)
    if not said:
        return
    name = tag(locale)
    here, within = f'[lang|="{name}"]', f":lang({name})"
    breaks = f" {said['breaks']}" if "breaks" in said else ""
    # The fonts that have all of the script go first, or letters of one word come from several.
    yield f"{here} {{ font-family: {said['fonts']}, {_FAMILIES}; line-height: {said['lines']};{breaks} }}"
    yield f":is(h1, h2, h3, h4){within} {{ line-height: {said['titles']}; }}"
    if said.get("plain"):
        yield f":is({_ASIDE}){within} {{ font-style: normal; }}"
        yield f"em{within} {{ font-weight: 600; }}"
    if said.get("joined"):
        yield f"html :is(h1, h2, h3, h4, p){within} {{ letter-spacing: normal; }}"
