"""Links by which a reader passes a page on: plain addresses of networks, no script of theirs. Nothing is sent here."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from syndicate.cards.facts import CardFacts
from syndicate.locales import Label, Labels

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
        card: the facts of the page.
    """
    text, url = quote(f"{card.title} | {card.site_name}", safe=""), quote(card.url, safe="")
    addresses = (
        f"https://www.facebook.com/sharer/sharer.php?u={url}",
        f"https://x.com/intent/post?text={text}&url={url}",
        f"https://www.linkedin.com/sharing/share-offsite/?url={url}",
        f"https://wa.me/?text={text}%20{url}",
        f"mailto:?subject={text}&body={url}",
    )
    named = _named(card.publisher.labels(card.locale))
    return tuple(ShareLink(*network, address) for network, address in zip(named, addresses, strict=True))


@lru_cache(maxsize=64)
def _named(labels: Labels) -> tuple[tuple[str, Label], ...]:
    """The networks and what their links say, which is the same on every page of a language."""
    names = {"facebook": "Facebook", "x": "X", "linkedin": "LinkedIn", "whatsapp": "WhatsApp"}
    share = labels.gettext("Share on {network}")
    networks = [(network, share.format(network=name)) for network, name in names.items()]
    return (*networks, ("email", labels.gettext("Share by email")))
