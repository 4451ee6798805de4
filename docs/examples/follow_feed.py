"""Keeps a copy of all entries of an Atom feed: reads the feed, then its archives back to the first that is known.

Run it as often as you like, with the address of the feed and the file that holds the copy::

    python follow_feed.py https://topics.example.org/es/feeds/topics.atom copy.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from urllib.request import urlopen
from xml.etree import ElementTree as ET

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
DELETED = "{http://purl.org/atompub/tombstones/1.0}"


def load(url: str) -> ET.Element:
    """The document at an address."""
    # urlopen() would also read files of this machine.
    if not url.startswith(("https://", "http://")):
        raise ValueError(f"not an address on the web: {url}")
    with urlopen(url, timeout=60) as answer:  # noqa: S310
        # Entities are not a danger: expat limits them since version 2.4.1.
        return ET.parse(answer).getroot()  # noqa: S314


def link(parent: ET.Element, relation: str) -> str | None:
    """Where a link of that relation leads; None if there is none."""
    for found in parent.findall(f"{ATOM}link"):
        if found.get("rel") == relation:
            return found.get("href")
    return None


def follow(url: str, entries: dict[str, Any], archives: set[str]) -> None:
    """Bring a copy of a feed up to date.

    Args:
        url: the feed.
        entries: the copy, by the ids of the entries.
        archives: the addresses of all archives that were read.
    """
    documents = [load(url)]
    while (older := link(documents[-1], "prev-archive")) and older not in archives:
        documents.append(load(older))
        archives.add(older)
    # What is not in a complete feed does not exist any more.
    if documents[0].find(f"{HISTORY}complete") is not None:
        entries.clear()
    # The oldest document first, so that the newest has the last word.
    for document in reversed(documents):
        for entry in document.iter(f"{ATOM}entry"):
            entries[entry.findtext(f"{ATOM}id", "")] = {
                "title": entry.findtext(f"{ATOM}title"),
                "updated": entry.findtext(f"{ATOM}updated"),
                "url": link(entry, "alternate"),
                "html": entry.findtext(f"{ATOM}content"),
            }
        for gone in document.iter(f"{DELETED}deleted-entry"):
            entries.pop(gone.get("ref", ""), None)


def main(url: str, path: Path) -> None:
    """Bring the copy in a file up to date, and say what has changed in it."""
    before: dict[str, Any] = {"entries": {}, "archives": []}
    if path.exists():
        before = json.loads(path.read_text("utf-8"))
    old, entries = before["entries"], dict(before["entries"])
    archives = set(before["archives"])
    follow(url, entries, archives)
    after = {"entries": entries, "archives": sorted(archives)}
    path.write_text(json.dumps(after, ensure_ascii=False, indent=1), encoding="utf-8")
    new = entries.keys() - old.keys()
    gone = old.keys() - entries.keys()
    changed = [key for key in old.keys() - gone if old[key] != entries[key]]
    print(f"{len(new)} new, {len(changed)} changed, {len(gone)} gone; {len(entries)} entries")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python follow_feed.py URL FILE")
    main(sys.argv[1], Path(sys.argv[2]))
