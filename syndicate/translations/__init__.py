"""The translator's desk: which translations are missing or behind, files for translators, and back."""

from syndicate.translations.desk import Desk
from syndicate.translations.importing import Refusal
from syndicate.translations.made import Imported
from syndicate.translations.status import ChangedText, State, TranslationStatus

__all__ = ["ChangedText", "Desk", "Imported", "Refusal", "State", "TranslationStatus"]
