"""HTML: the one sanitizing policy, URLs, decoding, and the `syndicate` regions of a page. No templates live here."""

from syndicate.markup.content_model import PHRASING, TAGS
from syndicate.markup.directions import balanced_text
from syndicate.markup.elements import ELEMENTS, VOID, hides
from syndicate.markup.gaps import GAP, without_gaps
from syndicate.markup.leading import leading_prose
from syndicate.markup.pages import (
    MOST_BYTES,
    REGION_CLASS,
    Places,
    Region,
    Surroundings,
    base_url,
    decode,
    is_region,
    outermost,
    parse,
    region_nodes,
    select,
)
from syndicate.markup.plain import plain_text, relevel, shown_text
from syndicate.markup.policy import ATTRIBUTES, DEFAULT_POLICY, DROPPED_WITH_CONTENT, URL_ATTRIBUTES, Policy
from syndicate.markup.removed import Removed, RemovedKind
from syndicate.markup.sanitizing import narrowed, sanitize, sanitize_counting, sanitize_parts, sanitize_reporting
from syndicate.markup.urls import URL_SCHEMES, addresses, candidates, resolve
from syndicate.markup.words import prose, readings

__all__ = [
    "ATTRIBUTES",
    "DEFAULT_POLICY",
    "DROPPED_WITH_CONTENT",
    "MOST_BYTES",
    "ELEMENTS",
    "GAP",
    "PHRASING",
    "REGION_CLASS",
    "TAGS",
    "URL_ATTRIBUTES",
    "URL_SCHEMES",
    "VOID",
    "Places",
    "Policy",
    "Region",
    "Removed",
    "RemovedKind",
    "Surroundings",
    "addresses",
    "balanced_text",
    "base_url",
    "candidates",
    "decode",
    "hides",
    "is_region",
    "leading_prose",
    "narrowed",
    "outermost",
    "parse",
    "plain_text",
    "prose",
    "readings",
    "region_nodes",
    "relevel",
    "resolve",
    "sanitize",
    "sanitize_counting",
    "sanitize_parts",
    "sanitize_reporting",
    "select",
    "shown_text",
    "without_gaps",
]
