"""Everything that uses Babel: identifiers, fallback, negotiation, names, labels, dates, lists.

Locales are CLDR's (UTS #35); what is written into documents is the BCP 47 tag (``es-MX``), what files and
catalogs use is the POSIX form (``es_MX``).
"""

from syndicate.locales.catalogs import Label, Labels, labels, packaged
from syndicate.locales.detection import other_language
from syndicate.locales.formats import joined, long_date, number, parse_long_date
from syndicate.locales.identifiers import LocaleLike, direction, locale_id, parents, parse, tag
from syndicate.locales.language_data import Language, language_of
from syndicate.locales.names import from_name, language_name
from syndicate.locales.negotiation import negotiate
from syndicate.locales.order import index_letter, sort_key

__all__ = [
    "Label",
    "Labels",
    "Language",
    "LocaleLike",
    "direction",
    "from_name",
    "index_letter",
    "joined",
    "labels",
    "language_name",
    "language_of",
    "locale_id",
    "long_date",
    "negotiate",
    "number",
    "other_language",
    "packaged",
    "parents",
    "parse",
    "parse_long_date",
    "sort_key",
    "tag",
]
