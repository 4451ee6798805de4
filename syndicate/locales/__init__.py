"""Everything Babel: identifiers, fallback, negotiation, names, labels, dates, lists. No text of a topic lives here.

Locales are CLDR's (UTS #35); what is written into documents is the BCP 47 tag (``es-MX``), what files and
catalogs use is the POSIX form (``es_MX``).
"""

from syndicate.locales.catalogs import DOMAIN, MESSAGE_LOCALE, Label, Labels, labels, marked, packaged
from syndicate.locales.detection import is_plainly_in, other_language
from syndicate.locales.formats import capitalized, joined, long_date, number, parse_long_date
from syndicate.locales.identifiers import (
    LocaleLike,
    direction,
    locale_id,
    parents,
    parse,
    same_language,
    tag,
    with_territory,
)
from syndicate.locales.language_data import Language, all_languages, language_of, quotation_marks
from syndicate.locales.names import from_name, language_label, language_name, locale_name
from syndicate.locales.negotiation import negotiate
from syndicate.locales.order import index_letter, sort_key

__all__ = [
    "DOMAIN",
    "MESSAGE_LOCALE",
    "Label",
    "Labels",
    "Language",
    "LocaleLike",
    "all_languages",
    "capitalized",
    "direction",
    "from_name",
    "index_letter",
    "is_plainly_in",
    "joined",
    "labels",
    "language_label",
    "language_name",
    "language_of",
    "locale_id",
    "locale_name",
    "long_date",
    "marked",
    "negotiate",
    "number",
    "other_language",
    "packaged",
    "parents",
    "parse",
    "parse_long_date",
    "quotation_marks",
    "same_language",
    "sort_key",
    "tag",
    "with_territory",
]
