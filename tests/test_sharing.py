"""Links that pass a page on, and references to it."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import attrs
import pytest
from samples import PUBLISHER, day, topic

from syndicate import card

URL = "https://clinic.example.org/es/topics/tea/"


def test_links_say_the_title_in_the_pages_language() -> None:
    """Each leads to the network's own form, which asks before it posts; no script is needed."""
    links = {link.network: link for link in card(topic(), PUBLISHER, "es").share_links()}
    assert ["facebook", "x", "linkedin", "whatsapp", "email"] == list(links)
    assert ("Compartir en Facebook", "Compartir por correo electrónico") == (
        links["facebook"].label,
        links["email"].label,
    )
    queries = {network: parse_qs(urlsplit(link.url).query) for network, link in links.items()}
    text = "Acerca de tea | Clínica del Valle"
    assert {"u": [URL]} == queries["facebook"]
    assert {"text": [text], "url": [URL]} == queries["x"]
    assert {"url": [URL]} == queries["linkedin"]
    assert {"text": [f"{text} {URL}"]} == queries["whatsapp"]
    assert {"subject": [text], "body": [URL]} == queries["email"]


def test_titles_stay_within_their_parameter() -> None:
    """A title with every character that means something in an address; spaces as programs for mail read them."""
    title = "Tea & milk? 50% #1 + “more”"
    links = card(topic(title={"en": title, "es": title}), PUBLISHER, "en").share_links()
    assert title + " | River Valley Clinic" == parse_qs(urlsplit(links[-1].url).query)["subject"][0]
    assert not any("+" in link.url for link in links)


@pytest.mark.parametrize(
    ("locale", "accessed", "expected"),
    [
        (
            "en",
            None,
            "River Valley Clinic [Internet]. About tea; [updated 2024 Mar 1]. "
            "Available from: https://clinic.example.org/en/topics/tea/.",
        ),
        (
            "es",
            date(2026, 10, 29),
            "Clínica del Valle [Internet]. Acerca de tea; [actualizado el 1 feb 2024; consultado el 29 oct 2026]. "
            f"Disponible en: {URL}.",
        ),
    ],
)
def test_reference(locale: str, accessed: date | None, expected: str) -> None:
    """In the style of the National Library of Medicine, in the words and dates of the language."""
    assert expected == card(topic(), PUBLISHER, locale).citation().text(accessed)


def test_reference_names_the_organization_and_its_seat() -> None:
    """Where the publisher states them."""
    publisher = attrs.evolve(
        PUBLISHER, organization={"en": "Valley Trust", "es": "Fundación del Valle"}, place={"en": "Salem (OR)"}
    )
    reviewed = topic(reviewed={"en": day("2024-05-07")}, title={"en": "What is tea?", "es": "¿Qué es el té?"})
    assert (
        "River Valley Clinic [Internet]. Salem (OR): Valley Trust. What is tea? [updated 2024 Mar 1; reviewed 2024 May "
        "7]. Available from: https://clinic.example.org/en/topics/tea/."
    ) == card(reviewed, publisher, "en").citation().text()
    undated = topic(updated={}, title={"en": "What is tea?", "es": "¿Qué es el té?"})
    assert "Fundación del Valle. ¿Qué es el té? Disponible en:" in card(undated, publisher, "es").citation().text()


def test_reference_as_data() -> None:
    """An item that programs for references import."""
    item = card(topic(), attrs.evolve(PUBLISHER, place={"en": "Salem (OR)"}), "es").citation().to_dict()
    assert {
        "id": URL,
        "type": "webpage",
        "title": "Acerca de tea",
        "container-title": "Clínica del Valle",
        "publisher": "Clínica del Valle",
        "publisher-place": "Salem (OR)",
        "language": "es",
        "issued": {"date-parts": [[2024, 2, 1]]},
        "URL": URL,
    } == item
