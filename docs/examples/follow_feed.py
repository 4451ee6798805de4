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
    if not url.startswith(("https://", "http://")):  # urlopen() would read files of this machine too
        raise ValueError(f"not an address on the web: {url}")
    with urlopen(url, timeout=60) as answer:  # noqa: S310 -- checked above
        return ET.parse(answer).getroot()  # noqa: S314 -- expat stops entity expansion since 2.4.1


def link(parent: ET.Element, relation: str) -> str | None:
    """Where a link of that relation leads; None if there is none."""
    return next((found.get("href") for found in parent.findall(f"{ATOM}link") if found.get("rel") == relation), None)


def follow(url: str, entries: dict[str, Any], archives: set[str]) -> None:
    """Bring a copy of a feed up to date.

    Args:
        url: the feed.
        entries: the copy, by the ids of the entries.
        archives: the addresses of all archives that were read.
    """
    documents = [load(url)]
    while (older := link(documents[-1], "prev-archive")) is not None and older not in archives:
        documents.append(load(older))
        archives.add(older)
    if documents[0].find(f"{HISTORY}complete") is not None:
        entries.clear()  # what is not in this document does not exist any more
    for document in reversed(documents):  # the oldest first, so that the newest has the last word
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
    copy = json.loads(path.read_text("utf-8")) if path.exists() else {"entries": {}, "archives": []}
    entries, archives = dict(copy["entries"]), set(copy["archives"])
    follow(url, entries, archives)
    new, gone = entries.keys() - copy["entries"].keys(), copy["entries"].keys() - entries.keys()
    changed = [key for key in entries.keys() & copy["entries"].keys() if entries[key] != copy["entries"][key]]
    document = {"entries": entries, "archives": sorted(archives)}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"{len(new)} new, {len(changed)} changed, {len(gone)} gone; {len(entries)} entries")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python follow_feed.py URL FILE")
    main(sys.argv[1], Path(sys.argv[2]))
