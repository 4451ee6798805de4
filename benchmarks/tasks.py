"""The work that is measured, one function a task: `python tasks.py NAME ARGUMENT ...` prints its CPU seconds and peak memory."""

from __future__ import annotations

import sys
from pathlib import Path

import catalog
from measure import cpu_seconds, peak_megabytes


def read(source: str) -> float:
    """Read and pair with syndicate."""
    import syndicate.sources

    for reader in syndicate.sources.sources():  # imports are not measured
        reader.accepts(Path(source))
    start = cpu_seconds()
    catalog = syndicate.sources.read(source)
    spent = cpu_seconds() - start
    assert catalog
    return spent


def limit(source: str) -> float:
    """Parse with lxml and clean every summary with nh3: no reader can be quicker that uses them."""
    import gzip

    import nh3
    from lxml import etree

    start = cpu_seconds()
    opened = gzip.open(source) if source.endswith(".gz") else open(source, "rb")
    with opened as stream:
        root = etree.parse(stream).getroot()
    for summary in root.iter("full-summary"):
        nh3.clean(summary.text or "")
    return cpu_seconds() - start


def build(source: str, out: str, kinds: str = "") -> float:
    """Read, pair and publish with syndicate."""
    import syndicate
    import syndicate.publishing

    for reader in syndicate.sources.sources():  # imports are not measured
        reader.accepts(Path(source))
    publisher = syndicate.Publisher(
        name={"en": "Example Health", "es": "Salud Ejemplo"},
        base_url="https://topics.example.org/",
        authority="example.org,2024",
        attribution={"en": "Courtesy of Example Health", "es": "Cortesía de Salud Ejemplo"},
    )
    start = cpu_seconds()
    syndicate.build(syndicate.read(source), publisher, out, only=kinds.split(",") if kinds else None)
    return cpu_seconds() - start


def stock(source: str, out: str, kinds: str = "") -> float:
    """The same with the script on stock libraries."""
    import stock_build
    import stock_templates

    start = cpu_seconds()
    stock_build.main(source, out, kinds.split(",") if kinds else stock_templates.KINDS)
    return cpu_seconds() - start


def enlarge(source: str, out: str, times: str) -> float:
    """Write a catalog several times as large; not measured."""
    catalog.enlarged(Path(source), Path(out), int(times))
    return 0.0


def change(source: str, out: str) -> float:
    """Write a catalog in which one text was changed; not measured."""
    import gzip

    opened = gzip.open(source, "rt", encoding="utf-8") if source.endswith(".gz") else open(source, encoding="utf-8")
    with opened as stream:
        text = stream.read()
    Path(out).write_text(text.replace("<full-summary>", "<full-summary>&lt;p&gt;New.&lt;/p&gt;", 1), "utf-8")
    return 0.0


def synthetic(out: str) -> float:
    """Write the synthetic catalog; not measured."""
    catalog.synthetic(Path(out))
    return 0.0


if __name__ == "__main__":
    spent = globals()[sys.argv[1]](*sys.argv[2:])
    print(f"{spent:.6f} {peak_megabytes():.1f}")
