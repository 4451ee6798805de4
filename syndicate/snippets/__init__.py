"""Snippets: a topic's text, in one language or several, made to be put into someone else's page."""

from syndicate.snippets.side_by_side import Bilingual, bilingual
from syndicate.snippets.topic_snippet import Snippet, SnippetOptions, snippet

__all__ = ["Bilingual", "Snippet", "SnippetOptions", "bilingual", "snippet"]
