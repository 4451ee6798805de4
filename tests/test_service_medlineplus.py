"""The search of MedlinePlus' web service: what its clients send, and what they read in the answers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from markupsafe import Markup
from samples import PUBLISHER, catalog, topic

import syndicate
from syndicate.model import Subject

pytest.importorskip("starlette", reason="the service needs the extra `service`")

from asgi import Answer, ask

from syndicate.service import app

TOPICS = (
    topic("tea", subjects=(Subject(scheme="MeSH", code="D013662", name="Tea"),)),
    topic("milk", also_called={}, see_references={"en": ("Dairy",)}, summary={"en": Markup("<p>A &amp; B</p>")}),
    topic(
        "coffee",
        also_called={},
        summary={"en": Markup("<p>About&nbsp;coffee &amp; amp.</p>"), "es": Markup("<p>Café</p>")},
    ),
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The service of those topics."""
    out = tmp_path_factory.mktemp("medlineplus") / "public"
    syndicate.build(catalog(*TOPICS), PUBLISHER, out, only=["pages"])
    return app(out)


def query(service: Any, **parameters: object) -> Answer:
    """The answer to a search."""
    return ask(service, "/ws/query", parameters)


def titles(answer: Answer) -> list[str]:
    """The titles, as clients read them that use Python's own reader of XML."""
    assert (200, "text/xml; charset=utf-8") == (answer.status, answer.headers["content-type"])
    root = ET.fromstring(answer.body)
    found = [content.text or "" for content in root.findall(".//document/content[@name='title']")]
    return [Markup(title).striptags() for title in found]


def test_a_brief_answer_has_what_clients_read(service: Any) -> None:
    """Numbers, ranks, addresses, and the contents by name, with what was looked for in spans."""
    answer = query(service, db="healthTopicsSpanish", term="infusion", tool="x", email="a@b.c")
    root = answer.xml
    assert "nlmSearchResult" == root.tag
    assert ["term", "file", "server", "count", "retstart", "retmax", "list"] == [child.tag for child in root]
    assert ("infusion", "1", "0", "10") == tuple(
        root.findtext(name) for name in ("term", "count", "retstart", "retmax")
    )
    assert {"num": "1", "start": "0", "per": "10"} == dict(root.find("list").attrib)  # type: ignore[union-attr]
    (document,) = root.iter("document")
    assert {"rank": "0", "url": "https://clinic.example.org/es/topics/tea/"} == dict(document.attrib)
    contents = [(content.get("name"), content.text) for content in document]
    assert ("title", "Acerca de tea") == contents[0]
    assert ("organizationName", "Clínica del Valle") in contents
    assert ("altTitle", '<span class="qt0">Infusión</span>') in contents
    assert ("mesh", "Tea") in contents
    assert ("groupName", "En casa") in contents
    assert {"FullSummary", "snippet"} <= {name for name, _ in contents}


def test_marks_break_no_markup(service: Any) -> None:
    """Neither a tag nor the name of a character is a word of the text."""
    answer = query(service, term="amp coffee p")
    (summary,) = (content.text for content in answer.xml.iter("content") if content.get("name") == "FullSummary")
    span = '<span class="qt0">{}</span>'
    assert f"<p>About&nbsp;{span.format('coffee')} &amp; {span.format('amp')}.</p>" == summary


@pytest.mark.parametrize("rettype", ["topic", "all"])
def test_our_own_reader_reads_the_answers_back(service: Any, tmp_path: Path, rettype: str) -> None:
    """Whole topics come out as they went in, in both languages."""
    saved = []
    for number, database in enumerate(("healthTopics", "healthTopicsSpanish")):
        saved.append(tmp_path / f"{number}.xml")
        saved[-1].write_bytes(query(service, db=database, term="tea OR té OR title:tea", rettype=rettype).body)
    (back,) = syndicate.read(*saved).values()
    for name in ("ids", "title", "summary", "also_called", "subjects", "created", "description"):
        assert getattr(TOPICS[0], name) == getattr(back, name), name
    assert {"en", "es"} == {str(locale) for locale in back.sections}


def test_no_hits_look_as_they_do_there(service: Any) -> None:
    """As recorded: the term and a count."""
    answer = query(service, db="healthTopics", term="zzzzqqqq")
    assert (200, b"<count>0</count>") == (answer.status, answer.body.splitlines()[3])
    assert [("term", "zzzzqqqq"), ("count", "0")] == [(child.tag, child.text) for child in answer.xml]


@pytest.mark.parametrize(
    ("term", "right"),
    [
        ("coffe", None),  # the beginning of "coffee", not a misspelling
        ("cofee", "coffee"),
        ("Abuot milk", "about milk"),
        ("about cofee & milk", "about coffee & milk"),
        ("coffee", None),
        ("title:cofee", None),
        ("zzzzqqqq", None),
    ],
)
def test_a_spelling_is_suggested(service: Any, term: str, right: str | None) -> None:
    """Where a word is in no text, and one that is like it is; clients offer it when nothing is found."""
    assert right == query(service, term=term).xml.findtext("spellingCorrection")


def test_a_search_is_continued_by_its_file(service: Any) -> None:
    """The server keeps nothing: the file says it all."""
    first = query(service, term="title:about", retmax=2)
    name, server = (first.xml.findtext(tag) for tag in ("file", "server"))
    rest = query(service, file=name, server=server, retstart=2, retmax=2)
    whole = query(service, term="title:about", retmax=10)
    assert titles(whole) == titles(first) + titles(rest)
    assert ["2"] == [document.get("rank") for document in rest.xml.iter("document")]
    assert [] == titles(query(service, file=name, server="another", retstart=99))


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("title:tea", ["About tea"]),
        ("alt-title:dairy", ["About milk"]),
        ('"about milk"', ["About milk"]),
        ("mesh:tea", ["About tea"]),
        ('title:about NOT (title:tea OR "about milk")', ["About coffee"]),
    ],
)
def test_fields_and_operators_are_heeded(service: Any, term: str, found: list[str]) -> None:
    """The query language of the web service."""
    assert found == titles(query(service, term=term))


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({}, "term"),
        ({"term": ""}, "term"),
        ({"term": "tea", "db": "pubmed"}, "db"),
        ({"term": "tea", "retmax": "many"}, "retmax"),
        ({"term": "tea", "retstart": "-1"}, "retstart"),
        ({"term": "tea", "rettype": "whole"}, "rettype"),
        ({"file": "viv_gFhgUg", "server": "x"}, "file"),
        ({"file": "W10"}, "file"),
        ({"file": "é"}, "file"),
    ],
)
def test_what_is_no_search_is_refused_by_name(service: Any, parameters: dict[str, str], field: str) -> None:
    """400, and the parameter that is wrong."""
    answer = query(service, **parameters)
    assert (400, field) == (answer.status, answer.json["parameter"])


@pytest.mark.parametrize("term", ["<script>&amp;", "\x0b\ufffe tea", "(" * 999, '"', "title:", "\ud83d", "a" * 3000])
def test_whatever_is_typed_the_answer_is_xml(service: Any, term: str) -> None:
    """Signs of XML and characters that it does not have are no way out of it."""
    answer = ask(service, "/ws/query", {"term": term.encode("utf-8", "replace").decode()})
    assert 200 == answer.status
    assert "nlmSearchResult" == answer.xml.tag


@pytest.mark.skipif("SYNDICATE_CORPORA" not in os.environ, reason="SYNDICATE_CORPORA is not set")
def test_the_recorded_search_finds_the_recorded_topic(tmp_path: Path) -> None:
    """What MedlinePlus answered to a term is what comes first here, in the catalog of its day."""
    corpus = Path(os.environ["SYNDICATE_CORPORA"]) / "medlineplus"
    recorded = syndicate.read(corpus / "webservice" / "wsearch_chronic_fatigue_syndrome.xml")
    source = corpus / "mplus_topics_2024-06-06.xml.gz"
    syndicate.build(syndicate.read(source), PUBLISHER, tmp_path / "public", only=["pages"])
    answer = query(app(tmp_path / "public"), db="healthTopics", term="chronic fatigue syndrome", retmax=3)
    assert next(iter(recorded.values())).title["en"] == titles(answer)[0]
