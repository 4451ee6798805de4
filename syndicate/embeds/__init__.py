"""Topics in other sites' pages: custom element, frame, oEmbed, and their codes. The text itself is a snippet."""

from syndicate.embeds.embeds import Embeds
from syndicate.embeds.http_headers import headers

__all__ = ["Embeds", "headers"]
