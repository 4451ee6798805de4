"""The examples run, and are as complete as their README says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from samples import files, parsed

import syndicate
from syndicate.locales import labels
from syndicate.model import FindingKind

SCRIPTS = sorted((Path(__file__).parent.parent / "examples").glob("*.py"))


def test_example_lacks_only_what_its_readme_names(example_catalog: syndicate.Catalog) -> None:
    """Three findings, each on the topic that the README gives for it."""
    found = {finding.kind: finding.topic for finding in example_catalog.findings}
    assert {
        FindingKind.UNPAIRED: "farmers-market-vouchers",
        FindingKind.STALE: "power-outages",
        FindingKind.MISSING_LINK_TWIN: "dental-health",
    } == found
    assert 3 == len(example_catalog.findings)


def test_example_readme_names_what_it_lacks(example: Path, example_catalog: syndicate.Catalog) -> None:
    """The README says the number of topics, and names each that is incomplete."""
    text = (example / "README.md").read_text(encoding="utf-8")
    assert f"{len(example_catalog)} short health topics" in text
    for finding in example_catalog.findings:
        assert f"`{finding.topic}" in text


def test_example_is_complete_otherwise(example_catalog: syndicate.Catalog) -> None:
    """Every text has a title, a description, a summary, dates, groups and links."""
    for topic in example_catalog.values():
        for locale in topic.locales:
            for field in ("title", "description", "summary", "created", "updated", "sections"):
                assert getattr(topic, field).get(locale), f"{topic.slug} {locale}: {field}"
        assert topic.groups


def test_example_uses_reserved_addresses(example_catalog: syndicate.Catalog) -> None:
    """Nobody's real page is linked: all addresses are on domains kept for examples (RFC 2606)."""
    reserved = re.compile(r"https?://(?:[a-z0-9-]+\.)*example\.(?:org|com|net)(?:[/?#]|$)")
    checked = 0
    for topic in example_catalog.values():
        for sections in topic.sections.values():
            for url in (url for section in sections for link in section.links for url in link.url.values()):
                assert reserved.match(url), url
                checked += 1
        for summary in topic.summary.values():
            for node in parsed(str(summary)).css("a[href]"):
                assert reserved.match(node.attributes["href"] or ""), node.html
    assert checked > 100


def test_spanish_texts_open_their_questions(example_catalog: syndicate.Catalog) -> None:
    """Every question and exclamation of the Spanish texts has its opening mark."""
    for topic in example_catalog.in_locale("es"):
        texts = [topic.title["es"], topic.description["es"], topic.summary["es"].striptags()]
        texts += [link.title["es"] for section in topic.sections["es"] for link in section.links]
        for text in texts:
            assert text.count("¿") == text.count("?"), text
            assert text.count("¡") == text.count("!"), text


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script_builds_the_tree(script: Path, example_tree: Path, tmp_path: Path) -> None:
    """A script of the examples runs as its docstring says, and makes the tree that the command makes."""
    out = tmp_path / "public"
    done = subprocess.run([sys.executable, str(script), str(out)], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)
    assert "Healthy sleep / Dormir bien" in done.stdout
    assert files(example_tree) == files(out)
    without = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert 1 == without.returncode
    assert without.stderr.startswith("usage: ")


# A third language, by the publisher alone

PORTUGUESE = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Language: pt\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

msgid "All topics"
msgstr "Todos os temas"

msgid "Topics from A to Z"
msgstr "Temas de A a Z"

msgid "{count} topic"
msgid_plural "{count} topics"
msgstr[0] "{count} tema"
msgstr[1] "{count} temas"

msgid "{publisher}: all topics"
msgstr "{publisher}: todos os temas"

msgid "Last updated {date}"
msgstr "Última atualização: {date}"

msgid "Also called"
msgstr "Também chamado de"

msgid "This text is in {language}."
msgstr "Este texto está em {language}."

msgid "Topics available only in another language"
msgstr "Temas disponíveis apenas em outro idioma"

msgid "Skip to content"
msgstr "Ir para o conteúdo"
"""

SLEEP = """---
title: Dormir bem
description: Quantas horas de sono são necessárias e que hábitos ajudam a descansar.
created: 2024-05-02
updated: 2025-03-12
also_called: [Higiene do sono]
groups: [prevention]
---

O sono ajuda o corpo e o cérebro a se recuperarem.
"""


@pytest.fixture
def trilingual(example: Path, tmp_path: Path) -> Path:
    """A publisher with two topics, one of them in Portuguese too, and labels of their own for that language."""
    folder = tmp_path / "topics"
    folder.mkdir()
    for slug in ("sleep", "walking"):
        for locale in ("en", "es"):
            name = f"{slug}.{locale}.md"
            (folder / name).write_bytes((example / name).read_bytes())
    (folder / "sleep.pt.md").write_text(SLEEP, encoding="utf-8")
    groups = (example / "groups.yaml").read_text(encoding="utf-8")
    groups = groups.replace("prevention:\n", "prevention:\n  pt: Prevenção e bem-estar\n")
    (folder / "groups.yaml").write_text(groups, encoding="utf-8")
    toml = (example / "publisher.toml").read_text(encoding="utf-8")
    toml = toml.replace("[name]\n", '[name]\npt = "Saúde Exemplo"\n').replace(
        "[attribution]\n", '[attribution]\npt = "Cortesia de Saúde Exemplo"\n'
    )
    shutil.copy(example / "logo.png", folder)
    (folder / "publisher.toml").write_text(f'translations = "labels"\n{toml}', encoding="utf-8")
    catalog = folder / "labels" / "pt" / "LC_MESSAGES" / "syndicate.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text(PORTUGUESE, encoding="utf-8")
    return folder


def test_third_language_needs_no_code(trilingual: Path, tmp_path: Path) -> None:
    """Texts in Portuguese and a folder of labels make Portuguese pages, feeds and dates."""
    publisher = syndicate.Publisher.load(trilingual / "publisher.toml")
    catalog = syndicate.read(trilingual, default_locale="en")
    assert ["en", "es", "pt"] == [str(locale) for locale in catalog.locales]
    report = syndicate.build(catalog, publisher, tmp_path / "public")
    assert {"en": 2, "es": 2, "pt": 1} == report.topics
    pages = {path: body.decode() for path, body in files(tmp_path / "public").items() if path.endswith(".html")}

    index = parsed(pages["pt/index.html"])
    assert ("pt", "Todos os temas") == (index.css_first("html").attributes["lang"], index.css_first("h1").text())
    assert "1 tema" in index.css_first("main").text()
    assert "Temas disponíveis apenas em outro idioma" == index.css_first("#elsewhere").text()
    assert ["English", "Español", "Português"] == [node.text().strip() for node in index.css(".toggle li")]

    topic = parsed(pages["pt/topics/sleep/index.html"])
    text = topic.css_first("body").text()
    for said in ("Também chamado de: Higiene do sono", "Última atualização: 12 de março de 2025", "Cortesia de Saúde"):
        assert said in text
    assert {"en", "es", "pt", "x-default"} == {
        node.attributes["hreflang"] for node in topic.css('head link[rel="alternate"][hreflang]')
    }
    assert "Português: Dormir bem" in parsed(pages["es/topics/sleep/index.html"]).css_first("article").text()
    assert "Prevenção e bem-estar" == parsed(pages["pt/groups/prevention/index.html"]).css_first("h1").text()

    feed = (tmp_path / "public" / "pt" / "feeds" / "topics.rss").read_text(encoding="utf-8")
    assert "<title>Saúde Exemplo: todos os temas</title>" in feed
    assert "<language>pt</language>" in feed


def test_third_language_falls_back_as_the_others_do(trilingual: Path) -> None:
    """A Portuguese reader of a topic that lacks the language is told so in Portuguese."""
    publisher = syndicate.Publisher.load(trilingual / "publisher.toml")
    catalog = syndicate.read(trilingual, default_locale="en")
    made = syndicate.snippet(catalog["walking"], publisher, "pt-BR")
    assert "en" == str(made.text_locale)
    assert "Este texto está em inglês." in made.html


def test_own_labels_come_before_the_packages(trilingual: Path) -> None:
    """A publisher may also say a packaged language's label in other words; the rest stays."""
    own = trilingual / "labels" / "es" / "LC_MESSAGES" / "syndicate.po"
    own.parent.mkdir(parents=True)
    own.write_text(
        PORTUGUESE.partition("\nmsgid")[0].replace("pt", "es") + '\nmsgid "Source"\nmsgstr "Origen"\n', encoding="utf-8"
    )
    publisher = syndicate.Publisher.load(trilingual / "publisher.toml")
    found = publisher.labels("es_MX").gettext
    assert ("Origen", "Recibir novedades") == (found("Source"), found("Get updates"))
    assert "Fuente" == labels("es").gettext("Source")
