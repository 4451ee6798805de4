"""Topics in someone else's page: custom element, frame, oEmbed, the codes for them. The text itself is a snippet."""

from syndicate.embeds.assets import earlier
from syndicate.embeds.embeds import Embeds
from syndicate.embeds.http_headers import headers, headers_file

__all__ = ["Embeds", "earlier", "headers", "headers_file"]
