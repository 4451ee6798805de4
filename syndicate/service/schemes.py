"""The controlled vocabularies that partners name: their names, their OIDs, and how their codes are compared."""

from __future__ import annotations

from typing import Final

__all__ = ["SCHEMES", "normal_code", "scheme_of"]

SCHEMES: Final[dict[str, tuple[str, ...]]] = {
    "ICD-10-CM": ("2.16.840.1.113883.6.90",),
    "ICD-9-CM": ("2.16.840.1.113883.6.103",),
    "SNOMED CT": ("2.16.840.1.113883.6.96",),
    "RxNorm": ("2.16.840.1.113883.6.88",),
    "NDC": ("2.16.840.1.113883.6.69",),
    "LOINC": ("2.16.840.1.113883.6.1", "2.16.840.1.113883.11.79"),
    "CPT": ("2.16.840.1.113883.6.12",),
    "MeSH": ("2.16.840.1.113883.6.177",),
}
"""The OIDs of each vocabulary (HL7 registry); LOINC has the one of the HL7 value set too, which EHRs send."""

_OTHER_NAMES: Final = {"rxcui": "RxNorm", "snomed": "SNOMED CT", "icd10": "ICD-10-CM", "icd9": "ICD-9-CM"}
_DOTLESS: Final = ("ICD-10-CM", "ICD-9-CM")


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


_NAMES: Final = (
    {_plain(name): name for name in SCHEMES}
    | {oid: name for name, oids in SCHEMES.items() for oid in oids}
    | _OTHER_NAMES
)


def scheme_of(name: str) -> str | None:
    """The vocabulary that a name or an OID stands for; None if it is not in :data:`SCHEMES`.

    >>> scheme_of("2.16.840.1.113883.6.90"), scheme_of("icd10cm"), scheme_of("urn:oid:2.16.840.1.113883.6.177")
    ('ICD-10-CM', 'ICD-10-CM', 'MeSH')
    """
    name = name.strip().removeprefix("urn:oid:")
    return _NAMES.get(name) or _NAMES.get(_plain(name))


def normal_code(scheme: str, code: str) -> str:
    """A code as codes of its vocabulary are compared.

    >>> normal_code("ICD-10-CM", "e11.65"), normal_code("MeSH", "D005796")
    ('E1165', 'D005796')
    """
    code = code.strip().upper()
    return code.replace(".", "") if scheme in _DOTLESS else code
