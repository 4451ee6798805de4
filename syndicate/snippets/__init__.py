"""Snippets: a topic's text, in one language or several, or a list of topics, for someone else's page."""

from syndicate.snippets.choosing import topic_list
from syndicate.snippets.lists import TopicList
from syndicate.snippets.options import SnippetOptions
from syndicate.snippets.side_by_side import Bilingual, bilingual
from syndicate.snippets.topic_snippet import Snippet, snippet

__all__ = ["Bilingual", "Snippet", "SnippetOptions", "TopicList", "bilingual", "snippet", "topic_list"]
