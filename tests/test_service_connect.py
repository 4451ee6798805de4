"""MedlinePlus Connect: what EHRs send, which topics answer, and what the clients of MedlinePlus read in the answers."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import feedparser
import pytest
from samples import PUBLISHER, catalog, parsed, topic

import syndicate
from syndicate.model import Code, Reference, Subject

pytest.importorskip("starlette", reason="the service needs the extra `service`")

from asgi import Answer, ask

from syndicate.service import app

ICD10, ICD9, SNOMED = "2.16.840.1.113883.6.90", "2.16.840.1.113883.6.103", "2.16.840.1.113883.6.96"
RXNORM, NDC, LOINC, MESH = (f"2.16.840.1.113883.6.{last}" for last in (88, 69, 1, 177))


def coded(slug: str, *codes: tuple[str, ...], **values: Any) -> Any:
    """A topic with codes."""
    columns = ("scheme", "code", "locale")
    made = (Code(**dict(zip(columns, code, strict=False))) for code in codes)  # type: ignore[arg-type]
    return topic(slug, codes=tuple(made), **values)


TOPICS = (
    coded("diabetes", ("ICD-10-CM", "E11"), ("ICD-9-CM", "250"), ("SNOMED CT", "44054006"), ("LOINC", "4548-4")),
    coded("endocrine", ("ICD-10-CM", "E10-E14")),
    coded("eyes", ("ICD-10-CM", "E11.3")),
    coded("complications", ("icd10cm", "E11.65")),
    coded("insulin", ("RxNorm", "5856"), ("NDC", "0002-8215-01"), see_references={"en": ("Humulin",), "es": ()}),
    coded("spanish", ("ICD-10-CM", "Z71", "es")),
    topic(
        "asthma",
        subjects=(Subject(scheme="MeSH", code="D001249", name="Asthma"),),
        also_called={"en": ("Bronchial asthma",), "es": ("Asma bronquial",)},
        related={"es": (Reference(title="Alergia <a>", url="https://example.org/alergia?a=1&b=2"),)},
    ),
    topic("own", subjects=(Subject(scheme="MeSH", code="D000001"),), syndicate={"en": False, "es": False}),
    *(coded(f"many-{number}", ("SNOMED CT", "1")) for number in range(5)),
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The service of those topics."""
    out = tmp_path_factory.mktemp("connect") / "public"
    syndicate.build(catalog(*TOPICS), PUBLISHER, out, only=["pages"])
    return app(out)


def connect(service: Any, system: str = "", code: str = "", name: str = "", **more: str) -> Answer:
    """The answer to a question in the form of JSON."""
    keys = ("mainSearchCriteria.v.cs", "mainSearchCriteria.v.c", "mainSearchCriteria.v.dn")
    criteria = {key: value for key, value in zip(keys, (system, code, name), strict=True) if value}
    return ask(service, "/service", {**criteria, "knowledgeResponseType": "application/json", **more})


def slugs(answer: Answer) -> list[str]:
    """The topics of an answer."""
    assert 200 == answer.status
    return [entry["link"][0]["href"].rstrip("/").rpartition("/")[2] for entry in answer.json["feed"]["entry"]]


@pytest.mark.parametrize(
    ("system", "code", "found"),
    [
        (ICD10, "E11", ["diabetes", "endocrine"]),
        (ICD10, "E11.9", ["diabetes", "endocrine"]),
        (ICD10, "e119", ["diabetes", "endocrine"]),
        (ICD10, "E11.65", ["complications"]),
        (ICD10, "E1165", ["complications"]),
        (ICD10, "E11.311", ["eyes"]),
        (ICD10, "E14.2", ["endocrine"]),
        (ICD10, "E15", []),
        (ICD10, "E1", []),
        ("ICD-10-CM", "E11", ["diabetes", "endocrine"]),
        (f"urn:oid:{ICD10}", "E11", ["diabetes", "endocrine"]),
        (ICD9, "250.00", ["diabetes"]),
        (SNOMED, "44054006", ["diabetes"]),
        (SNOMED, "440540061", []),
        (LOINC, "4548-4", ["diabetes"]),
        ("2.16.840.1.113883.11.79", "4548-4", ["diabetes"]),
        (RXNORM, "5856", ["insulin"]),
        (NDC, "0002-8215-01", ["insulin"]),
        (NDC, "00002821501", ["insulin"]),
        (MESH, "D001249", ["asthma"]),
        (MESH, "D000001", []),
        (SNOMED, "1", ["many-0", "many-1", "many-2"]),
        ("9.9.9", "E11", []),
    ],
)
def test_a_code_finds_its_topics(service: Any, system: str, code: str, found: list[str]) -> None:
    """Exactly, by parents and ranges for ICD, with or without dots; three at most; no match is an empty list."""
    assert found == slugs(connect(service, system, code))


def test_a_code_of_one_language_finds_its_text_alone(service: Any) -> None:
    """As the column of the side file says."""
    spanish = {"informationRecipient.languageCode.c": "es"}
    assert (["spanish"], []) == (
        slugs(connect(service, ICD10, "Z71", **spanish)),
        slugs(connect(service, ICD10, "Z71")),
    )


@pytest.mark.parametrize(
    ("system", "code", "name", "found"),
    [
        (RXNORM, "", "Humulin", ["insulin"]),
        (RXNORM, "999", "HUMULIN 10 UNT/ML Injectable Suspension", ["insulin"]),
        (NDC, "", "humulin+r+100+units", ["insulin"]),
        ("", "", "Bronchial Asthma", ["asthma"]),
        (ICD10, "J45", "asma bronquial", ["asthma"]),
        (ICD10, "J45", "asma bronquial aguda", []),
    ],
)
def test_a_name_finds_a_topic_where_no_code_does(
    service: Any, system: str, code: str, name: str, found: list[str]
) -> None:
    """Titles, other names and see-references; after a drug's name, its strength and form may follow."""
    assert found == slugs(connect(service, system, code, name))


@pytest.mark.parametrize("stated", ["es", "es-US", "es_MX", "spa", "sp", "Spanish", "español", "ES"])
def test_languages_are_known_by_any_code_or_name(service: Any, stated: str) -> None:
    """EHRs send many forms."""
    answer = connect(service, MESH, "D001249", **{"informationRecipient.languageCode.c": stated})
    feed = answer.json["feed"]
    assert ("es", "Acerca de asthma") == (feed["lang"], feed["entry"][0]["title"]["_value"])
    assert "es" == answer.headers["content-language"]


@pytest.mark.parametrize("stated", ["", "en", "fr", "xx", "s", "?"])
def test_other_languages_get_the_main_one(service: Any, stated: str) -> None:
    """As MedlinePlus answers in English."""
    answer = connect(service, MESH, "D001249", **{"informationRecipient.languageCode.c": stated})
    assert "en" == answer.json["feed"]["lang"]


def test_the_json_is_the_recorded_one(service: Any) -> None:
    """Every key that clients of MedlinePlus Connect read without a check; dates and ids are the topic's own."""
    feed = connect(service, MESH, "D001249", "Asma", **{"informationRecipient.languageCode.c": "es"}).json["feed"]
    entry = feed.pop("entry")
    assert {
        "base": "https://clinic.example.org/",
        "lang": "es",
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "title": {"type": "text", "_value": "Clínica del Valle"},
        "updated": {"_value": "2024-02-01T00:00:00Z"},
        "id": {"_value": "tag:clinic.example.org,2024:connect/MeSH/D001249/es"},
        "author": {"name": {"_value": "Clínica del Valle"}, "uri": {"_value": "https://clinic.example.org/"}},
        "subtitle": {"type": "text", "_value": "Resultados de MeSH D001249"},
        "category": [
            {"scheme": "mainSearchCriteria.v.c", "term": "D001249"},
            {"scheme": "mainSearchCriteria.v.cs", "term": "MeSH"},
            {"scheme": "mainSearchCriteria.v.dn", "term": "Asma"},
            {"scheme": "informationRecipient", "term": "PAT"},
        ],
    } == feed
    assert "Acerca de asthma" == entry[0]["title"]["_value"]
    assert "https://clinic.example.org/es/topics/asthma/" == entry[0]["link"][0]["href"]
    assert "tag:clinic.example.org,2024:topic/asthma-2/es" == entry[0]["id"]["_value"]
    summary = entry[0]["summary"]["_value"]
    assert summary.startswith('<p class="NLMalsoCalled">También se conoce como: Asma bronquial</p>\n<p>Bébalo')
    assert '<a href="https://example.org/alergia?a=1&amp;b=2">Alergia &lt;a&gt;</a>' in summary
    page = '<a href="https://clinic.example.org/es/topics/asthma/">'
    assert summary.endswith(f'<p class="NLMattribution">{page}Cortesía de la Clínica del Valle</a></p>')
    assert "ICD10CM" == connect(service, ICD10, "Q").json["feed"]["category"][1]["term"]


@pytest.mark.parametrize(("code", "count"), [("E11", 2), ("Z99", 0)])
@pytest.mark.parametrize("stated", ["", "text/xml", "text/XML", "anything"])
def test_the_xml_is_atom(service: Any, stated: str, code: str, count: int) -> None:
    """Valid, with or without entries; it is also what is answered to an unknown type."""
    answer = connect(service, ICD10, code, '<b> & "c"', knowledgeResponseType=stated)
    assert (200, "text/xml; charset=utf-8") == (answer.status, answer.headers["content-type"])
    assert not syndicate.validate(answer.body).errors
    read = feedparser.parse(answer.body)
    (own,) = (link.href for link in read.feed.links if link.rel == "self")
    assert own.startswith("http://127.0.0.1:8000/service?mainSearchCriteria.v.cs=")
    assert count == len(read.entries)
    for entry, told in zip(read.entries, connect(service, ICD10, code).json["feed"]["entry"], strict=True):
        assert (entry.title, entry.link, entry.id) == (
            told["title"]["_value"],
            told["link"][0]["href"],
            told["id"]["_value"],
        )


@pytest.mark.parametrize("stated", ["application/json", "text/json", "application/JSON; charset=utf-8"])
def test_json_is_asked_for_in_several_ways(service: Any, stated: str) -> None:
    """By its own type, and by the one that some EHRs send."""
    assert "application/json" == connect(service, ICD10, "E11", knowledgeResponseType=stated).headers["content-type"]


def test_a_page_gets_a_script(service: Any) -> None:
    """JSONP; a callback that is not a name is refused."""
    answer = connect(service, ICD10, "E11", knowledgeResponseType="application/javascript", callback="show.it")
    assert "application/javascript" == answer.headers["content-type"]
    assert answer.body.startswith(b"/**/show.it({")
    refused = connect(service, ICD10, "E11", knowledgeResponseType="application/javascript", callback="alert(1)")
    assert (400, "callback") == (refused.status, refused.json["parameter"])


@pytest.mark.parametrize(
    "query",
    [
        "",
        "mainSearchCriteria.v.c=E11",
        "mainSearchCriteria.v.c=E11&mainSearchCriteria.v.dn=Diabetes",
        "taskContext.c.c=X",
        "mainSearchCriteria.v.cs=",
    ],
)
def test_a_code_without_its_system_is_refused(service: Any, query: str) -> None:
    """400, and the parameter that is missing."""
    answer = ask(service, "/service", query)
    assert (400, "mainSearchCriteria.v.cs") == (answer.status, answer.json["parameter"])
    assert ICD10 in answer.json["detail"]


CONTEXT = (
    "representedOrganization.id.root=1.3.6.1.4.1.1&xsltTransform=Infobutton_UI&taskContext.c.c=PROBLISTREV"
    "&taskContext.c.cs=2.16.840.1.113883.5.4&patientPerson.administrativeGenderCode.c=F&age.v.v=47&age.v.u=a"
    "&ageGroup.v.c=D000328&ageGroup.v.cs=2.16.840.1.113883.6.177&performer=PROV&performer.languageCode.c=en"
    "&informationRecipient.languageCode.c=en&encounter.c.c=AMB&locationOfInterest.addr.postalCode=35749"
    "&severityObservation.interpretationCode.c=H&subTopic.v.c=Q000628&holder.assignedEntity.n=x"
    "&knowledgeRequestNotification.effectiveTime.v=20260113&serviceDeliveryLocation.id.root=1.2"
)
"""What EHRs send of the patient, the clinician and the place."""


@pytest.mark.parametrize(
    ("query", "first"),
    [
        (f"mainSearchCriteria.v.c=E11.9&mainSearchCriteria.v.cs={ICD10}&mainSearchCriteria.v.dn=Diabetes", "diabetes"),
        (f"&mainSearchCriteria.v.c=250.00&&mainSearchCriteria.v.cs={ICD9}&", "diabetes"),
        (f"MAINSEARCHCRITERIA.V.C=E11&mainsearchcriteria.v.cs={ICD10}", "diabetes"),
        (f"mainSearchCriteria.c.c=E11&mainSearchCriteria.c.cs={ICD10}", "diabetes"),
        ("mainSearchCriteria.v.dn=Bronchial+asthma&mainSearchCriteria.v.ot=Asthma+attack", "asthma"),
        (f"mainSearchCriteria.v.c1=D001249&mainSearchCriteria.v.cs1={MESH}", "asthma"),
        (f"mainSearchCriteria.v.c=none&mainSearchCriteria.v.cs={ICD10}&mainSearchCriteria.v.dn=Nothing+of+ours", ""),
        (f"mainSearchCriteria.v.cs={ICD10}", ""),
    ],
)
def test_what_ehrs_send_besides_is_accepted(service: Any, query: str, first: str) -> None:
    """In any case and order, with empty parts, repeated, and with all of the context."""
    for whole in (f"{query}&{CONTEXT}", f"{CONTEXT}&{query}"):
        answer = ask(service, "/service", f"{whole}&knowledgeResponseType=application/json")
        assert first == next(iter(slugs(answer)), "")


def test_several_criteria_share_three_places(service: Any) -> None:
    """Each topic is there once."""
    query = {
        **{f"mainSearchCriteria.v.cs{number}": ICD10 for number in ("", 1, 2)},
        "mainSearchCriteria.v.c": "E11.65",
        "mainSearchCriteria.v.c1": "E11.65",
        "mainSearchCriteria.v.c2": "E11",
        "knowledgeResponseType": "application/json",
    }
    assert ["complications", "diabetes", "endocrine"] == slugs(ask(service, "/service", query))


def test_the_path_expressions_of_a_plugin_hold(service: Any) -> None:
    """A plug-in of WordPress that thousands of pages use reads these without a check."""
    decoded = json.loads(connect(service, MESH, "D001249").body)
    entry = decoded["feed"]["entry"][0]
    shown = (entry["title"]["_value"], entry["link"][0]["href"], entry["summary"]["_value"])
    assert all(shown)
    assert decoded["feed"]["author"]["name"]["_value"]


@pytest.mark.parametrize("value", ["\x00", "\x0b", "<![CDATA[", "é" * 300, "'\"&<>", "%", "-", "E10-E14", "..", "😀"])
def test_nothing_that_is_sent_breaks_the_answer(service: Any, value: str) -> None:
    """It is well-formed, or a refusal that says why."""
    answer = connect(service, ICD10, value, value, knowledgeResponseType="text/xml")
    assert answer.status in (200, 400)
    if answer.status == 200:
        assert not syndicate.validate(answer.body).errors


# The side file


@pytest.mark.parametrize(
    "text",
    [
        "slug,scheme,code\ntea,ICD-10-CM,E11\n",
        "tea,ICD-10-CM,E11,es\n",
        "\ufeffSlug;Scheme;Code;Locale\ntea;ICD-10-CM;E11;es\n\n",
        "code\tslug\tscheme\nE11\ttea\tICD-10-CM",
    ],
)
def test_codes_are_read_beside_the_source(tmp_path: Path, text: str) -> None:
    """With or without a line of names, in any order of columns, and with the separators of spreadsheets."""
    from syndicate.sources.codes import with_codes

    (tmp_path / "codes.csv").write_text(text, encoding="utf-8")
    (found,) = with_codes(catalog(topic()), tmp_path / "codes.csv")["tea"].codes
    assert ("ICD-10-CM", "E11") == (found.scheme, found.code)
    assert ("es" if "es" in text.split() or ";es" in text or ",es" in text else "None") == str(found.locale)


def test_lines_that_lead_to_nothing_are_findings(tmp_path: Path) -> None:
    """Each with its line and reason; the others hold."""
    from syndicate.sources.codes import with_codes

    path = tmp_path / "codes.csv"
    path.write_text("tea,ICD-10-CM,E11\nmilk,ICD-10-CM,E12\ntea,ICD-10-CM\ntea,MeSH,D1,fr\ntea,MeSH,D1,??\n", "utf-8")
    found = with_codes(catalog(topic()), path)
    assert [("ICD-10-CM", "E11")] == [(code.scheme, code.code) for code in found["tea"].codes]
    messages = [one.message() for one in found.findings if one.kind == "unused-code"]
    assert [f"codes.csv, line {line}" for line in (2, 3, 4, 5)] == [message.partition(":")[0] for message in messages]
    assert "“milk”" in messages[0]
    assert "fr" in messages[2]


def test_codes_come_back_from_a_published_catalog(tmp_path: Path) -> None:
    """topics.json has them, so a service and the next build know them."""
    syndicate.build(catalog(*TOPICS), PUBLISHER, tmp_path / "public", only=["pages"])
    back = syndicate.read(tmp_path / "public" / "topics.json")
    assert {one.slug: one.codes for one in TOPICS if one.slug != "own"} == {slug: back[slug].codes for slug in back}


@pytest.mark.skipif("SYNDICATE_CORPORA" not in os.environ, reason="SYNDICATE_CORPORA is not set")
def test_the_shape_is_that_of_real_answers(service: Any) -> None:
    """Each key of a recorded answer is in ours, with a value of the same kind."""
    folder = Path(os.environ["SYNDICATE_CORPORA"]) / "medlineplus" / "webservice"

    def shape(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: shape(item) for key, item in value.items()}
        return [shape(value[0])] if isinstance(value, list) and value else type(value).__name__

    def lacking(theirs: Any, ours: Any) -> bool:
        if isinstance(theirs, dict):
            return any(key not in ours or lacking(item, ours[key]) for key, item in theirs.items())
        return lacking(theirs[0], ours[0]) if isinstance(theirs, list) else bool(theirs != ours)

    ours = shape(connect(service, ICD10, "E11").json)
    for path in folder.glob("connect_*.json"):
        assert not lacking(shape(json.loads(path.read_bytes())), ours)


def test_the_page_form_links_the_topics(service: Any) -> None:
    """In the language that is asked for, with a way to the other; its links lead to where the topics are."""
    query = {"mainSearchCriteria.v.cs": ICD10, "mainSearchCriteria.v.c": "E11.65"}
    answer = ask(service, "/application", {**query, "informationRecipient.languageCode.c": "es-MX"})
    assert (200, "text/html", "es") == (answer.status, answer.media_type, answer.headers["content-language"])
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    page = parsed(answer.text)
    assert "Resultados de ICD-10-CM E11.65" == page.css_first("h1").text()
    assert ["https://clinic.example.org/es/topics/complications/"] == [
        link.attributes["href"] for link in page.css("ul.topics a")
    ]
    (other,) = page.css(".toggle a[hreflang]")
    path, _, sent = str(other.attributes["href"]).partition("?")
    english = ask(service, f"/{path}", sent)
    assert (200, "en") == (english.status, english.headers["content-language"])
    slashed = ask(service, "/application/", query)
    assert (308, f"../application?{urlencode(query)}") == (slashed.status, slashed.headers["location"])


def test_the_page_form_says_that_there_is_nothing(service: Any) -> None:
    """With status 200, as the other forms; what was sent shows as text; what is not a question is 400."""
    sent = {"mainSearchCriteria.v.cs": ICD10, "mainSearchCriteria.v.c": "<script>alert(1)</script>"}
    answer = ask(service, "/application", sent)
    assert 200 == answer.status
    assert "Nothing was found for this." in answer.text
    assert "<script>alert" not in answer.text
    assert 400 == ask(service, "/application", {"mainSearchCriteria.v.c": "E11"}).status
