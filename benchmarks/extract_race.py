"""Extraction of one page by syndicate, by its two parsers alone and by BeautifulSoup with bleach, in turn in one process.

`python benchmarks/extract_race.py PAGE URL ROUNDS` prints the CPU seconds of each contestant in each round as JSON. All
start from the bytes of the page and end with the HTML of its regions, sanitized by one policy, with absolute addresses
and the page's language; the race is off where the parsers alone make other HTML than syndicate does. Diagnostics are
made when they are asked for, and are a contestant of their own.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from functools import cache
from html import escape
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import nh3
from selectolax.lexbor import LexborHTMLParser

import syndicate
from syndicate.markup import ATTRIBUTES, DROPPED_WITH_CONTENT, TAGS, URL_SCHEMES

PER_ROUND = 20


def ours(page: bytes, url: str) -> str:
    """With syndicate."""
    return str(syndicate.extract(page, url=url).html)


def told(page: bytes, url: str) -> str:
    """With syndicate, diagnostics too."""
    made = syndicate.extract(page, url=url)
    return f"{made.html}{len(made.diagnostics)}"


def alone(page: bytes, url: str) -> str:
    """With selectolax and nh3: no nested region, no hidden text, no charset but UTF-8, no bound on nesting."""
    tree = LexborHTMLParser(page)
    root, base = tree.root, tree.css_first("base[href]")
    lang = escape((root and root.attributes.get("lang")) or "")
    start = urljoin(url, base.attributes["href"]) if base else url
    clean = nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(DROPPED_WITH_CONTENT),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(URL_SCHEMES),
        url_relative=("rewrite_with_base", start),
        link_rel=None,
    ).clean
    return "\n".join(
        f'<div class="syndicate" lang="{lang}" dir="ltr">\n{clean(node.inner_html or "").strip()}\n</div>'
        for node in tree.css('[class~="syndicate" i]')
    )


def soup(page: bytes, url: str, parser: str) -> str:
    """With BeautifulSoup and bleach."""
    tree = import_module("bs4").BeautifulSoup(page, parser)
    lang = escape(tree.html.get("lang") or "")
    regions = []
    for node in tree.select('[class~="syndicate" i]'):
        for tag in node.find_all(DROPPED_WITH_CONTENT):
            tag.decompose()
        for name in ("href", "src", "cite"):
            for tag in node.find_all(attrs={name: True}):
                tag[name] = urljoin(url, tag[name])
        clean = _bleach().clean(node.decode_contents()).strip()
        regions.append(f'<div class="syndicate" lang="{lang}" dir="ltr">\n{clean}\n</div>')
    return "\n".join(regions)


@cache
def _bleach() -> Any:
    return import_module("bleach.sanitizer").Cleaner(
        tags=TAGS, attributes={tag: list(names) for tag, names in ATTRIBUTES.items()}, protocols=URL_SCHEMES, strip=True
    )


def contestants() -> dict[str, Callable[[bytes, str], str]]:
    """Who takes part, as far as it is installed."""
    found: dict[str, Callable[[bytes, str], str]] = {"syndicate": ours, "diagnostics": told, "selectolax + nh3": alone}
    if find_spec("bs4") and find_spec("bleach"):
        found["BeautifulSoup + bleach (html.parser)"] = lambda page, url: soup(page, url, "html.parser")
        found["BeautifulSoup + bleach (lxml)"] = lambda page, url: soup(page, url, "lxml")
    return found


def race(page: bytes, url: str, rounds: int) -> dict[str, list[float]]:
    """CPU seconds of one extraction by each contestant in each round."""
    if ours(page, url) != alone(page, url):
        raise SystemExit("the parsers alone make other HTML than syndicate does")
    running = contestants()
    spent: dict[str, list[float]] = {name: [] for name in running}
    for make in running.values():
        make(page, url)
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for name, make in running.items():
            times = PER_ROUND if "soup" not in name.lower() else 1
            start = time.process_time()
            for _ in range(times):
                make(page, url)
            spent[name].append((time.process_time() - start) / times)
    return spent


if __name__ == "__main__":
    print(json.dumps(race(Path(sys.argv[1]).read_bytes(), sys.argv[2], int(sys.argv[3]))))
