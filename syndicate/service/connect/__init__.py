"""MedlinePlus Connect: which texts answer a code in a patient's record (HL7 Infobutton, URL-based implementation)."""

from syndicate.service.connect.endpoint import ADAPTER

__all__ = ["ADAPTER"]
