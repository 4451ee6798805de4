"""Reads the example catalog, shows a feed, a snippet and a card of one topic, and builds the whole tree.

Run it with the folder to build into: ``python examples/build_health_topics.py public``
"""

from __future__ import annotations

import sys
from pathlib import Path

import syndicate

SOURCE = Path(__file__).parent / "health-topics"


def main(out: str) -> None:
    catalog = syndicate.read(SOURCE)
    publisher = syndicate.Publisher.load(SOURCE / "publisher.toml")
    print(f"{len(catalog)} topics, {len(catalog.findings)} findings")
    for locale in catalog.locales:
        print(f"  {locale}: {len(catalog.in_locale(locale))}")

    topic = catalog["sleep"]
    print(f"{topic.title['en']} / {topic.title['es']}")
    feed = syndicate.feed(catalog, publisher, "es", topic=topic)
    print(f"feed: {feed.title}, {len(feed.entries)} entries, {len(feed.rss()):,} bytes of RSS")
    print(f"snippet: {syndicate.snippet(topic, publisher, 'es').description}")
    print(f"card: {syndicate.card(topic, publisher, 'es').html.splitlines()[0]}")

    report = syndicate.build(catalog, publisher, out)
    print(f"built {sum(report.files.values())} files into {out}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python examples/build_health_topics.py FOLDER")
    main(sys.argv[1])
