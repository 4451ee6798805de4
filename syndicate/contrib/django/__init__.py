"""A Django app: the tags ``syndicate_head`` and ``syndicate_snippet``, and a sitemap of topics.

Add ``"syndicate.contrib.django"`` to ``INSTALLED_APPS``, and say in ``SYNDICATE`` where the topics are.
"""
