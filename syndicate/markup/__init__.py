"""HTML: the one sanitizing policy, URLs, decoding, and the `syndicate` regions of a page. No templates are here."""

from syndicate.markup.content_model import TAGS
from syndicate.markup.pages import MOST_BYTES, Region, decode
from syndicate.markup.plain import plain_text, relevel
from syndicate.markup.policy import ATTRIBUTES, Policy
from syndicate.markup.removed import Removed, RemovedKind
from syndicate.markup.sanitizing import sanitize, sanitize_reporting
from syndicate.markup.urls import URL_SCHEMES, resolve

__all__ = [
    "ATTRIBUTES",
    "MOST_BYTES",
    "TAGS",
    "URL_SCHEMES",
    "Policy",
    "Region",
    "Removed",
    "RemovedKind",
    "decode",
    "plain_text",
    "relevel",
    "resolve",
    "sanitize",
    "sanitize_reporting",
]
