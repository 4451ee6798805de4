"""The catalog that is measured: the real one where it is at hand, else the example repeated; and larger ones."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

ROOT = Path(__file__).resolve().parent.parent


NAME = "mplus_topics_2024-06-06.xml.gz"


def real() -> Path | None:
    """The MedlinePlus catalog of June 2024, or None."""
    corpora = Path(os.environ.get("SYNDICATE_CORPORA", ROOT.parent / "shared" / "corpora"))
    path = corpora / "medlineplus" / NAME
    return path if path.exists() else None


def enlarged(source: Path, out: Path, times: int) -> None:
    """Write the catalog so many times over, each copy with ids and addresses of its own."""
    from lxml import etree  # here, because the process that starts the runs loads this module and must stay small

    data = gzip.open(source).read() if source.suffix == ".gz" else source.read_bytes()
    root = etree.fromstring(data)
    topics = list(root.iterchildren("health-topic"))
    elements = [topic.iter("health-topic", "language-mapped-topic", "related-topic") for topic in topics]
    named = [[(one, one.get("id"), one.get("url") or "") for one in found] for found in elements]
    root.set("total", str(len(topics) * times))
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in root.items())
    with out.open("wb") as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<{root.tag}{attributes}>\n'.encode())
        for copy in range(times):
            for topic, found in zip(topics, named, strict=True):
                for one, identifier, url in found if copy else ():
                    one.set("id", f"{copy}x{identifier}")
                    one.set("url", url.replace(".html", f"-{copy}.html"))
                file.write(etree.tostring(topic, encoding="UTF-8"))
        file.write(f"</{root.tag}>\n".encode())


def synthetic(out: Path) -> Path:
    """The example catalog in the health-topics form, repeated to about 2,000 records."""
    import syndicate

    catalog = syndicate.read(ROOT / "examples" / "health-topics")
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<health-topics date-generated="06/06/2024 02:30:35">\n']
    languages = {"en": "English", "es": "Spanish"}
    for copy in range(58):
        for topic in catalog.values():
            for locale in topic.locales:
                parts.append(
                    f"<health-topic id={quoteattr(f'{topic.slug}-{copy}')} title={quoteattr(topic.title[locale])} "
                    f'url="https://example.org/{locale}/{topic.slug}-{copy}.html" language="{languages[str(locale)]}" '
                    f'date-created="01/02/2020" meta-desc={quoteattr(topic.description[locale])}>'
                    f"<full-summary>{escape(topic.summary[locale])}</full-summary>"
                )
                parts += [
                    f"<site title={quoteattr(link.title[locale])} url={quoteattr(link.url[locale])}>"
                    f"<information-category>{escape(section.title)}</information-category>"
                    f"<organization>{escape(link.organization.get(locale, ''))}</organization></site>"
                    for section in topic.sections.get(locale, ())
                    for link in section.links
                    if locale in link.title
                ]
                parts += [f'<group id="{group}">{group}</group>' for group in topic.groups]
                parts += [
                    f'<language-mapped-topic id="{topic.slug}-{copy}" language="{languages[str(other)]}" '
                    f'url="https://example.org/{other}/{topic.slug}-{copy}.html"/>'
                    for other in topic.locales
                    if other != locale
                ]
                parts.append("</health-topic>\n")
    out.write_text("".join(parts) + "</health-topics>\n", encoding="utf-8")
    return out
