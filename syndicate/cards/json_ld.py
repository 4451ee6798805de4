"""The JSON-LD of a topic's page, in the words of schema.org. The head tags beside it live in `card`."""

from __future__ import annotations

import json
from typing import Any

from babel import Locale
from markupsafe import Markup

from syndicate.locales import tag
from syndicate.model import Publisher, Topic, layout
from syndicate.model.addresses import canonical_url, translations
from syndicate.text import rfc3339

__all__ = ["graph", "script"]


def graph(topic: Topic, publisher: Publisher, locale: Locale, description: str) -> dict[str, Any]:
    """The topic's page, its publisher, its place on the site and its picture, linked by ``@id``."""
    url = canonical_url(topic, publisher, locale)
    name = publisher.name.resolve(locale, publisher.fallback_order).value
    nodes = [
        _page(topic, publisher, locale, url, description),
        {
            "@type": "Organization",
            "@id": f"{publisher.base_url}#publisher",
            "name": name,
            "url": publisher.base_url,
        },
        _breadcrumb(topic, publisher, locale, url, name),
    ]
    if image := topic.image.get(locale):
        picture = {"@type": "ImageObject", "@id": f"{url}#image", "contentUrl": image.url, "url": image.url}
        nodes.append({**picture, "caption": image.alt} if image.alt else picture)
    return {"@context": "https://schema.org", "@graph": nodes}


def _page(topic: Topic, publisher: Publisher, locale: Locale, url: str, description: str) -> dict[str, Any]:
    page: dict[str, Any] = {
        "@type": "MedicalWebPage",
        "@id": f"{url}#page",
        "url": url,
        "name": topic.title[locale],
        "inLanguage": tag(locale),
        "publisher": {"@id": f"{publisher.base_url}#publisher"},
        "breadcrumb": {"@id": f"{url}#breadcrumb"},
    }
    if description:
        page["description"] = description
    if names := topic.also_called.get(locale):
        page["alternateName"] = list(names)
    for key, dates in (("dateCreated", topic.created), ("dateModified", topic.updated)):
        if moment := dates.get(locale):
            page[key] = rfc3339(moment)
    if reviewed := topic.reviewed.get(locale):
        page["lastReviewed"] = reviewed.date().isoformat()
    if topic.subjects:
        page["about"] = [
            {
                "@type": "MedicalEntity",
                "code": {"@type": "MedicalCode", "codeValue": subject.code, "codingSystem": subject.scheme},
                **({"name": subject.name} if subject.name else {}),
            }
            for subject in topic.subjects
        ]
    if topic.image.get(locale):
        page["primaryImageOfPage"] = {"@id": f"{url}#image"}
    original = topic.locales[0]
    for other, other_url in translations(topic, publisher).items():
        if other == locale:
            continue
        if locale == original:
            page.setdefault("workTranslation", []).append({"@id": f"{other_url}#page"})
        elif other == original:
            page["translationOfWork"] = {"@id": f"{other_url}#page"}
    return page


def _breadcrumb(topic: Topic, publisher: Publisher, locale: Locale, url: str, name: str) -> dict[str, Any]:
    steps = [(name, publisher.url(layout.locale_index(locale))), (topic.title[locale], url)]
    return {
        "@type": "BreadcrumbList",
        "@id": f"{url}#breadcrumb",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": title, "item": address}
            for position, (title, address) in enumerate(steps, 1)
        ],
    }


def script(document: dict[str, Any]) -> Markup:
    """The document as a ``<script>`` element; ``<``, ``>`` and ``&`` are escaped so that no text can end it.

    >>> script({"name": "</script>"})
    Markup('<script type="application/ld+json">{"name":"\\\\u003c/script\\\\u003e"}</script>\\n')
    """
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(f'<script type="application/ld+json">{text}</script>\n')  # noqa: S704 -- escaped just now
