"""The app, under a label that no other app has."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["SyndicateConfig"]


class SyndicateConfig(AppConfig):
    """The app."""

    name = "syndicate.contrib.django"
    label = "syndicate"
