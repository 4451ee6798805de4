"""Links: those of one page in several languages become one link. Their sections stay as each language has them."""

from __future__ import annotations

import attrs

from syndicate.model import Finding, FindingKind, Link, Section
from syndicate.pairing.twins import Family, finding

__all__ = ["paired_links"]


def paired_links(
    family: Family, sections: dict[str, tuple[Section, ...]], findings: list[Finding]
) -> dict[str, tuple[Section, ...]]:
    """The sections with every link knowing its twins; links pair where one states the address of the other.

    A link that has a title in another language has met its twin there already, so pairing twice changes nothing.
    """
    by_url: dict[tuple[str, str], Link] = {}
    for locale, list_of_sections in sections.items():
        for section in list_of_sections:
            for link in section.links:
                if locale in link.url:
                    by_url.setdefault((locale, link.url[locale]), link)

    met: dict[frozenset[int], Link] = {}  # twins that met once, so that both languages hold one object

    def with_twins(link: Link, locale: str) -> Link:
        pending = list(link.url.identifiers().items())
        for other, url in pending:
            if other == locale or other not in sections or other in link.title:
                continue
            twin = by_url.get((other, url))
            if twin is None:
                findings.append(
                    finding(
                        FindingKind.MISSING_LINK_TWIN,
                        family[locale],
                        link=link.title[locale],
                        url=url,
                        language=other,
                        other=family[other].title,
                    )
                )
            elif twin.url.get(locale) in (None, link.url[locale]):
                known = link.url
                pair_of = frozenset((id(link), id(twin)))
                link = met.get(pair_of) or met.setdefault(pair_of, link.merged(twin))
                pending += [(third, url) for third, url in link.url.identifiers().items() if third not in known]
        return link

    return {
        locale: tuple(
            attrs.evolve(section, links=tuple(with_twins(link, locale) for link in section.links))
            for section in list_of_sections
        )
        for locale, list_of_sections in sections.items()
    }
