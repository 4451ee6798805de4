"""What the CDC's Content Services answer (versions 1 and 2), answered from the tree."""

from syndicate.service.cdc.routes import ADAPTER

__all__ = ["ADAPTER"]
