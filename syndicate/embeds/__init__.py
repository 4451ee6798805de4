"""Topics in someone else's page: custom element, frame, oEmbed, the codes for them. The text itself is a snippet."""

from syndicate.embeds.embeds import Embeds
from syndicate.embeds.http_headers import headers

__all__ = ["Embeds", "headers"]
