"""Extraction of one page by syndicate, by its two parsers alone and by BeautifulSoup with bleach, in turn in one process.

`python benchmarks/extract_race.py ROUNDS [PAGE]` prints the CPU seconds of each contestant in each round as JSON. The
page is the real topic page where it is at hand, else one of the example's. All start from its bytes and end with the
HTML of its regions, sanitized by one policy, with absolute addresses and the page's language; the race is off where the
parsers alone make other HTML than syndicate does. Diagnostics are made when they are asked for, and are a contestant of
their own. Every other turn goes backwards.
"""

from __future__ import annotations

import gc
import json
import os
import re
import sys
import time
from collections.abc import Callable
from functools import cache, partial
from html import escape
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urljoin

import catalog
import nh3
from selectolax.lexbor import LexborHTMLParser

import syndicate
from syndicate.markup import ATTRIBUTES, TAGS, URL_SCHEMES
from syndicate.markup.policy import DROPPED_WITH_CONTENT

REGIONS = '[class~="syndicate" i]'
URL = "https://medlineplus.gov/genesandgenetherapy.html"
TURNS = 20
SLOW = ("BeautifulSoup + bleach (html.parser)", "BeautifulSoup + bleach (lxml)")


def ours(page: bytes, url: str) -> str:
    """With syndicate."""
    return str(syndicate.extract(page, url=url).html)


def told(page: bytes, url: str) -> str:
    """With syndicate, diagnostics too."""
    made = syndicate.extract(page, url=url)
    return f"{made.html}{len(made.diagnostics)}"


def alone(page: bytes, url: str) -> str:
    """With selectolax and nh3, for a page like this one: no charset but UTF-8, no bound on nesting, nothing hidden."""
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
    seen: set[int] = set()
    regions = []
    for node in tree.css(REGIONS):
        if node.mem_id not in seen:
            seen.update(inner.mem_id for inner in node.css(REGIONS))
            regions.append(
                f'<div class="syndicate" lang="{lang}" dir="ltr">\n{clean(node.inner_html or "").strip()}\n</div>'
            )
    return re.sub(r"(<img [^>]*)>", r'\1 referrerpolicy="no-referrer" loading="lazy">', "\n".join(regions))


def soup(page: bytes, url: str, parser: str) -> str:
    """With BeautifulSoup and bleach."""
    tree = import_module("bs4").BeautifulSoup(page, parser)
    lang = escape(tree.html.get("lang") or "")
    regions = []
    for node in tree.select(REGIONS):
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
        found |= {name: partial(soup, parser=name.rpartition("(")[2].strip(")")) for name in SLOW}
    return found


def race(page: bytes, url: str, rounds: int) -> dict[str, list[float]]:
    """CPU seconds of one extraction by each contestant in each round, the best of several turns for those that are quick."""
    if ours(page, url) != alone(page, url):
        raise SystemExit("the parsers alone make other HTML than syndicate does")
    running = contestants()
    spent: dict[str, list[float]] = {name: [] for name in running}
    for make in running.values():
        make(page, url)
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        best = dict.fromkeys(running, float("inf"))
        for turn in range(TURNS):
            for name, make in list(running.items())[:: -1 if turn % 2 else 1]:  # each pays for what the others left
                if turn < 3 or name not in SLOW:
                    start = time.process_time()
                    make(page, url)
                    best[name] = min(best[name], time.process_time() - start)
        for name, seconds in best.items():
            spent[name].append(seconds)
    return spent


def real() -> bytes:
    """The topic page, or one of the published example."""
    corpora = Path(os.environ.get("SYNDICATE_CORPORA", catalog.ROOT.parent / "shared" / "corpora"))
    path = corpora / "medlineplus" / "pages" / "en" / "genesandgenetherapy.html"
    if path.exists():
        return path.read_bytes()
    example = catalog.ROOT / "examples" / "health-topics"
    with TemporaryDirectory() as folder:
        publisher = syndicate.Publisher.load(example / "publisher.toml")
        out = Path(folder) / "public"
        syndicate.build(syndicate.read(example, publisher=publisher), publisher, out, only=["pages"])
        return (out / "en" / "topics" / "sleep" / "index.html").read_bytes()


if __name__ == "__main__":
    chosen = Path(sys.argv[2]).read_bytes() if len(sys.argv) > 2 else real()
    print(json.dumps(race(chosen, URL, int(sys.argv[1]))))
