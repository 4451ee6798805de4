"""A catalog in twelve languages, and its tree. The texts are in ``fixtures/texts.toml``; no test lives here."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup
from samples import day

from syndicate.model import Catalog, Correction, Group, Image, Link, OtherLanguage, Publisher, Reference, Section, Topic

TEXTS: Final[dict[str, dict[str, str]]] = tomllib.loads(
    (Path(__file__).parent / "fixtures" / "texts.toml").read_text(encoding="utf-8")
)
"""The texts of a topic, by language and by what they are."""

KINDS: Final = ["pages", "feeds", "snippets", "lists", "embeds", "cards"]
"""All that is text; pictures need fonts."""


def _each(name: str) -> dict[str, str]:
    return {language: texts[name] for language, texts in TEXTS.items()}


PUBLISHERS: Final = {
    "in all languages": Publisher(
        base_url="https://harbor.example.org/",
        authority="harbor.example.org,2024",
        name=_each("publisher"),
        description=_each("publisher_description"),
        attribution=_each("attribution"),
        disclaimer=_each("disclaimer"),
        rights=_each("rights"),
        hub="https://hub.example.org/",
    ),
    "in English": Publisher(
        base_url="https://harbor.example.org/",
        authority="harbor.example.org,2024",
        name={"en": TEXTS["en"]["publisher"]},
        description={"en": TEXTS["en"]["publisher_description"]},
        attribution={"en": TEXTS["en"]["attribution"]},
        disclaimer={"en": TEXTS["en"]["disclaimer"]},
        rights={"en": TEXTS["en"]["rights"]},
    ),
}


def _link(slug: str, *languages: str) -> Link:
    return Link(
        url={one: f"https://lake.example.net/{one.lower()}/{slug}" for one in languages},
        title={one: TEXTS[one]["link"] for one in languages},
        organization={one: TEXTS[one]["organization"] for one in languages},
        flags=["video"],
    )


def _section(language: str) -> Section:
    links = [_link("guide", *TEXTS), _link("leaflet", "en"), _link("booklet", "ar")]
    return Section(title=TEXTS[language]["section"], links=links)


def _topic(slug: str, languages: tuple[str, ...], **changes: Any) -> Topic:
    texts = {one: TEXTS[one] for one in languages}
    values: dict[str, Any] = {
        "ids": {one: f"{slug}-{one}" for one in languages},
        "title": {one: text["title"] for one, text in texts.items()},
        "description": {one: text["description"] for one, text in texts.items()},
        "also_called": {one: (text["also_called"],) for one, text in texts.items()},
        "summary": {
            one: Markup("<p>{}</p><h2>{}</h2><p>{}</p>").format(text["description"], text["heading"], text["text"])
            for one, text in texts.items()
        },
        "sections": {one: (_section(one),) for one in languages},
        "groups": ("airways",),
        "image": {
            one: Image(url=f"https://lake.example.net/{slug}.jpg", alt=text["alt"], credit=text["credit"])
            for one, text in texts.items()
        },
        "corrections": {one: (Correction(date=day("2024-04-01"), note=text["note"]),) for one, text in texts.items()},
        "created": {one: day("2023-05-01") for one in languages},
        "updated": {one: day(f"2024-03-{number:02}") for number, one in enumerate(languages, 1)},
        "reviewed": {one: day("2024-03-14") for one in languages},
    }
    return Topic(slug=slug, **{**values, **changes})


def many_languages() -> Catalog:
    """A topic in all languages, one in three, one in Spanish only, and their group."""
    airways = Group(id="airways", slug="airways", name=_each("group"), description=_each("group_description"))
    home = Group(id="home", slug="home", name={"en": TEXTS["en"]["heading"]})
    flu = _topic(
        "flu",
        tuple(TEXTS),
        related={one: (Reference(id="cough-ar", title=TEXTS[one]["heading"]),) for one in ("ar",)},
        other_languages={
            "en": (OtherLanguage(language="Korean", vernacular_name="한국어", url="https://lake.example.net/ko"),)
        },
    )
    cough = _topic("cough", ("en", "ar", "zh_Hans"), groups=("airways", "home"))
    return Catalog([flu, cough, _topic("fever", ("es",))], groups=[airways, home])
