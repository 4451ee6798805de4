"""The RELAX NG schemas of the XML formats, for what no rule explains. The schemas are files in `schemas`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from lxml import etree

from syndicate.validation.problems import Report

__all__ = ["check", "schema"]


@cache
def schema(format: str) -> etree.RelaxNG:
    """The schema of ``atom`` or ``rss``.

    >>> schema("rss").validate(etree.fromstring("<rss/>"))
    False
    """
    return etree.RelaxNG(etree.fromstring(files(__package__).joinpath(f"schemas/{format}.rng").read_bytes()))


def check(root: etree._Element, format: str, report: Report) -> None:
    """Report the first thing that the schema has against a document, unless the rules have found errors already.

    The messages of the schema are about its own patterns, so they are a last resort.
    """
    if report.failed:
        return
    relax = schema(format)
    if not relax.validate(root):
        first = relax.error_log[0] if len(relax.error_log) else None
        message = first.message if first is not None else "the document does not fit the schema"
        report.add("schema", message, line=first.line if first is not None else 0)
