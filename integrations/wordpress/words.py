"""Collects the words of the WordPress plugin, and compiles their translations: `python words.py` writes the files."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PLUGIN = Path(__file__).resolve().parent / "syndicated-topics"
LANGUAGES = PLUGIN / "languages"
NAME = "syndicated-topics"
_CALL = re.compile(r"\b__\(\s*'((?:[^'\\]|\\.)*)',\s*'syndicated-topics'\s*\)")
_HEADER = re.compile(r"^ \* (Plugin Name|Description): +(.+)$", re.MULTILINE)


def collected() -> Catalog:
    """The words in English: those of PHP and of the script, of `block.json`, and of the plugin's own header."""
    found = Catalog(domain=NAME, project="Syndicated Topics", version="0.2.0", fuzzy=False)
    for path in sorted([*PLUGIN.rglob("*.php"), *PLUGIN.glob("*.js")]):
        text = path.read_text("utf-8")
        name = path.relative_to(PLUGIN).as_posix()
        for match in _CALL.finditer(text):
            found.add(match[1].replace("\\'", "'"), locations=[(name, None)], flags=["php-format"] * ("%" in match[1]))
    for match in _HEADER.finditer((PLUGIN / f"{NAME}.php").read_text("utf-8")):
        found.add(match[2], locations=[(f"{NAME}.php", None)], auto_comments=[f"{match[1]} of the plugin"])
    block = json.loads((PLUGIN / "block.json").read_text("utf-8"))
    for key, words in (
        ("title", [block["title"]]),
        ("description", [block["description"]]),
        ("keyword", block["keywords"]),
    ):
        for word in words:
            found.add(word, locations=[("block.json", None)], context=f"block {key}")
    return found


def files() -> dict[str, bytes]:
    """What belongs into the folder of the languages, by name."""
    template = collected()
    made = {f"{NAME}.pot": _written(template)}
    for path in sorted(LANGUAGES.glob("*.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.stem.removeprefix(f"{NAME}-"), domain=NAME, abort_invalid=True)
        catalog.msgid_bugs_address, catalog.last_translator, catalog.language_team = "", "Syndicate", path.stem[-2:]
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        made[path.name] = _written(catalog)
        compiled = io.BytesIO()
        write_mo(compiled, catalog)
        made[f"{path.stem}.mo"] = compiled.getvalue()
    return made


def _written(catalog: Catalog) -> bytes:
    made = io.BytesIO()
    write_po(made, catalog, width=120, sort_output=True, omit_header=catalog.locale is None, ignore_obsolete=True)
    return made.getvalue()


if __name__ == "__main__":
    for name, body in files().items():
        (LANGUAGES / name).write_bytes(body)
