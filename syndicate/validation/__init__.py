"""Validation: feeds against their standards, a published tree against itself. Nothing is repaired here."""

from syndicate.validation.problems import Problem, Validation
from syndicate.validation.rules import RULES, Rule
from syndicate.validation.tree import validate

__all__ = ["RULES", "Problem", "Rule", "Validation", "validate"]
