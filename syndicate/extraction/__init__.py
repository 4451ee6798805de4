"""Extraction: the `syndicate` regions of any page, safe to show elsewhere, and what an editor should know of them."""

from syndicate.extraction.diagnostics import Diagnostic, DiagnosticKind
from syndicate.extraction.options import ExtractOptions
from syndicate.extraction.regions import Extract, extract

__all__ = ["Diagnostic", "DiagnosticKind", "Extract", "ExtractOptions", "extract"]
