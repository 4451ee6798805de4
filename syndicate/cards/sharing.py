"""Links by which a reader passes a page on: plain addresses of networks, no script of theirs. Nothing is sent here."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote, urlencode

from syndicate.cards.facts import CardFacts
from syndicate.locales import Label

__all__ = ["ShareLink", "share_links"]


class ShareLink(NamedTuple):
    """A way to pass a page on.

    Attributes:
        network: its name for programs: ``facebook``, ``x``, ``linkedin``, ``whatsapp``, ``email``.
        label: what the link says, in the language of the page.
        url: where it leads.
    """

    network: str
    label: Label
    url: str


def share_links(card: CardFacts) -> tuple[ShareLink, ...]:
    """The links of a card's page, with its title in its language.

    Args:
        card: what the page says of itself.
    """
    labels = card.publisher.labels(card.locale)
    text = f"{card.title} | {card.site_name}"

    def asking(address: str, **query: str) -> str:
        return f"{address}?{urlencode(query, quote_via=quote)}"

    addresses = {
        "facebook": ("Facebook", asking("https://www.facebook.com/sharer/sharer.php", u=card.url)),
        "x": ("X", asking("https://x.com/intent/post", text=text, url=card.url)),
        "linkedin": ("LinkedIn", asking("https://www.linkedin.com/sharing/share-offsite/", url=card.url)),
        "whatsapp": ("WhatsApp", asking("https://wa.me/", text=f"{text} {card.url}")),
    }
    links = [
        ShareLink(network, labels.gettext("Share on {network}").format(network=name), url)
        for network, (name, url) in addresses.items()
    ]
    mail = asking("mailto:", subject=text, body=card.url)
    return (*links, ShareLink("email", labels.gettext("Share by email"), mail))
