"""The values everything else works on: frozen, keyword-only, validated when made. No files, no HTML rendering."""

from syndicate.model.catalog import Catalog
from syndicate.model.finding import Finding, FindingKind, Severity
from syndicate.model.localized import Localized, Resolved
from syndicate.model.parts import Code, Correction, Group, Image, Link, OtherLanguage, Reference, Section, Subject
from syndicate.model.publisher import CardStyle, Publisher
from syndicate.model.record import Record, SourceMetadata, Twin
from syndicate.model.topic import Topic

Masthead = SourceMetadata  # its name in version 0.1

__all__ = [
    "CardStyle",
    "Catalog",
    "Correction",
    "Code",
    "Finding",
    "FindingKind",
    "Group",
    "Image",
    "Link",
    "Localized",
    "SourceMetadata",
    "OtherLanguage",
    "Publisher",
    "Record",
    "Reference",
    "Resolved",
    "Section",
    "Severity",
    "Subject",
    "Topic",
    "Twin",
]
