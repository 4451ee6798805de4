"""Validation: feeds against their standards, a published tree against its own promises. Nothing is repaired here."""

from syndicate.validation.checked_tree import MOST_BYTES
from syndicate.validation.problems import Problem, Validation
from syndicate.validation.rules import RULES, Rule
from syndicate.validation.source import validate

__all__ = ["MOST_BYTES", "RULES", "Problem", "Rule", "Validation", "validate"]
