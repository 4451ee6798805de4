"""Snippets: a topic's text, or the `syndicate` regions of any page, made to be put into someone else's page."""

from syndicate.snippets.bilingual import Bilingual, bilingual
from syndicate.snippets.diagnostics import Diagnostic, DiagnosticKind
from syndicate.snippets.extract import Extract, extract
from syndicate.snippets.extract_options import ExtractOptions
from syndicate.snippets.options import SnippetOptions
from syndicate.snippets.snippet import Snippet, snippet

__all__ = [
    "Bilingual",
    "Diagnostic",
    "DiagnosticKind",
    "Extract",
    "ExtractOptions",
    "Snippet",
    "SnippetOptions",
    "bilingual",
    "extract",
    "snippet",
]
