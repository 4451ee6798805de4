"""Validation: feeds against their standards, a published tree against its own promises. Nothing is repaired here."""

from syndicate.validation.problems import Problem, Validation
from syndicate.validation.rules import RULES, Rule
from syndicate.validation.source import validate

__all__ = ["RULES", "Problem", "Rule", "Validation", "validate"]
