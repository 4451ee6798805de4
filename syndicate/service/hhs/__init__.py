"""What HHS's syndication service answers (Digital Media API, version 2), answered from the tree."""

from syndicate.service.hhs.routes import ADAPTER

__all__ = ["ADAPTER"]
