"""Snippets: a topic's text, or the `syndicate` regions of any page, made to be put into someone else's page."""

from syndicate.snippets.extract import Extract, extract
from syndicate.snippets.snippet import Snippet, snippet

__all__ = ["Extract", "Snippet", "extract", "snippet"]
