"""Answers of APIs as sources: Drupal's JSON:API, the media APIs, MedlinePlus Connect, MedlinePlus Genetics."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from syndicate import sources
from syndicate.errors import SourceError
from syndicate.model import Catalog, FindingKind

SITE = "https://www.example.org"


def saved(folder: Path, *documents: Any, name: str = "answer.json") -> Path:
    """A file of documents, one after the other."""
    path = folder / name
    path.write_text("\n".join(json.dumps(one) for one in documents), encoding="utf-8")
    return path


def read(*paths: Path, **values: Any) -> Catalog:
    """The catalog of several files."""
    return sources.read(*paths, default_locale="en", **values)


def messages(catalog: Catalog, kind: FindingKind) -> list[str]:
    """What findings of a kind say."""
    return [found.message() for found in catalog.findings if found.kind is kind]


def node(uuid: str, language: str, title: str, alias: str, prefix: str = "", **fields: Any) -> dict[str, Any]:
    """A node as JSON:API gives it."""
    return {
        "type": "node--topic",
        "id": uuid,
        "links": {"self": {"href": f"{SITE}{prefix}/jsonapi/node/topic/{uuid}?resourceVersion=id%3A7"}},
        "attributes": {
            "drupal_internal__nid": 7,
            "langcode": language,
            "status": True,
            "title": title,
            "created": "2024-06-06T10:00:00+00:00",
            "changed": "2024-06-07T10:00:00+00:00",
            "path": {"alias": alias, "pid": 1, "langcode": language},
            "body": {"value": "raw", "format": "basic_html", "processed": "<p>Rest.</p>", "summary": "In short."},
            **fields,
        },
        "relationships": {
            "node_type": {"data": {"type": "node_type--node_type", "id": "n"}},
            "field_tags": {"data": [{"type": "taxonomy_term--tags", "id": "t1"}]},
            "field_image": {"data": {"type": "file--file", "id": "f1", "meta": {"alt": "A bed"}}},
        },
    }


def drupal(*nodes: dict[str, Any], term: str = "Mind") -> dict[str, Any]:
    """An answer with what it includes."""
    included = [
        {"type": "taxonomy_term--tags", "id": "t1", "attributes": {"name": term}},
        {"type": "file--file", "id": "f1", "attributes": {"uri": {"value": "public://a.jpg", "url": "/files/a.jpg"}}},
    ]
    return {"jsonapi": {"version": "1.0"}, "data": list(nodes), "included": included, "links": {}}


def test_drupal(tmp_path: Path) -> None:
    """Answers in two languages pair by the UUID; what Drupal gives for a lacking translation is the original again."""
    english = drupal(node("u1", "en", "Sleep", "/sleep", field_score=5), node("u2", "en", "Pain", "/pain"))
    spanish = drupal(
        node("u1", "es", "Dormir", "/dormir", "/es"), node("u2", "en", "Pain", "/pain", "/es"), term="Mente"
    )
    catalog = read(saved(tmp_path, english, name="en.json"), saved(tmp_path, spanish, name="es.json"))
    assert ["sleep", "pain"] == list(catalog)
    topic = catalog["sleep"]
    assert {"en": "Sleep", "es": "Dormir"} == topic.title.identifiers()
    assert {"en": f"{SITE}/sleep", "es": f"{SITE}/es/dormir"} == topic.url.identifiers()
    assert {"en": "Mind", "es": "Mente"} == catalog.groups["t1"].name.identifiers()
    assert (f"{SITE}/files/a.jpg", "A bed") == (topic.image["en"].url, topic.image["en"].alt)
    assert ("In short.", "<p>Rest.</p>") == (topic.description["en"], topic.summary["en"])
    assert ["en.json has what no topic has a place for: field_score"] == [
        message.partition(";")[0] for message in messages(catalog, FindingKind.DROPPED_FIELD)
    ]
    assert not messages(catalog, FindingKind.DUPLICATE)


@pytest.mark.parametrize("state", [{"status": False}, {"moderation_state": "draft"}, {"moderation_state": "archived"}])
def test_what_drupal_withholds(tmp_path: Path, state: dict[str, Any]) -> None:
    """An editor's answer holds what the public does not get; one node is a source, too."""
    answer = {"jsonapi": {}, "data": node("u1", "en", "Sleep", "/sleep", **state)}
    catalog = read(saved(tmp_path, answer))
    assert {("en", "u1")} == catalog.withheld.keys()


def test_what_drupal_answers_instead(tmp_path: Path) -> None:
    """An error is an error, and so is an empty list."""
    refusal = {"jsonapi": {}, "errors": [{"title": "Forbidden", "status": "403", "detail": "Not allowed."}]}
    with pytest.raises(SourceError, match=r"Drupal answers: Forbidden: Not allowed\."):
        read(saved(tmp_path, refusal))
    with pytest.raises(SourceError, match="there are no nodes in it"):
        read(saved(tmp_path, drupal()))


def medium(number: int, name: str, code: str, **more: Any) -> dict[str, Any]:
    """A medium as HHS lists it."""
    return {
        "mediaType": "Html",
        "id": number,
        "name": name,
        "description": "In short.",
        "sourceUrl": f"{SITE}/{code[:2]}/sleep",
        "language": {"id": 1, "name": "-", "isoCode": code},
        "dateContentAuthored": "2024-06-06T10:00:00Z",
        "dateContentUpdated": "2024-06-07T10:00:00Z",
        "source": {"name": "Clinic"},
        "campaigns": [{"id": 1, "name": "Mind"}],
        "attribution": "&lt;b&gt;Clinic&lt;/b&gt;",
        **more,
    }


def envelope(results: Any, status: int = 200, **meta: Any) -> dict[str, Any]:
    """An answer of HHS."""
    return {"callback": None, "meta": {"status": status, "messages": [], **meta}, "results": results}


def test_a_list_of_media_and_their_texts(tmp_path: Path) -> None:
    """What lists media and what holds a text are put together; pairs are found by addresses."""
    listed = envelope(
        [medium(7, "Sleep &amp; rest", "eng"), medium(9, "Dormir", "spa"), medium(8, "V", "eng", mediaType="Video")]
    )
    text = envelope([{"id": 7, "mediaType": "Html", "name": "Sleep &amp; rest", "content": "<div><p>Rest.</p></div>"}])
    object = envelope({"mediaId": 9, "mediaType": "Html", "name": "Dormir", "content": "<p>Duerma.</p>"})
    listed["results"][1]["sourceUrl"] = f"{SITE}/es/sleep"
    catalog = read(saved(tmp_path, listed, text, object))
    (topic,) = catalog.values()
    assert {"en": "Sleep & rest", "es": "Dormir"} == topic.title.identifiers()
    assert {"en": "7", "es": "9"} == topic.ids.identifiers()
    assert "<p>Duerma.</p>" == topic.summary["es"]
    assert "Clinic" == topic.institute["en"].title
    assert "2024-06-07T10:00:00+00:00" == topic.updated["en"].isoformat()
    assert "Video" in messages(catalog, FindingKind.DROPPED_ENTRY)[0]


def test_media_of_the_cdc(tmp_path: Path) -> None:
    """The CDC has other names, and archived media, which are withheld."""
    one = {
        "id": 7,
        "title": "Sleep",
        "mediaType": "HTML",
        "language": {"name": "English"},
        "sourceUrl": f"{SITE}/sleep",
        "status": "Published",
        "dateModified": "2024-06-07T10:00:00",
        "content": "<p>Rest.</p>",
    }
    catalog = read(saved(tmp_path, envelope([one, {**one, "id": 8, "title": "Old", "status": "Archived"}])))
    assert ["sleep"] == list(catalog)
    assert {("en", "8"): "status=Archived"} == dict(catalog.withheld)


def test_what_a_media_api_answers_instead(tmp_path: Path) -> None:
    """The message of the API is in the error."""
    refusal = envelope([], status=400, messages=[{"userMessage": "Record Not Found", "errorCode": "2"}])
    with pytest.raises(SourceError, match="the API answers: Record Not Found"):
        read(saved(tmp_path, refusal))


def test_the_service_of_this_program_is_a_source(tmp_path: Path, example_tree: Path) -> None:
    """What it answers as HHS does, with the texts, is the example again."""
    pytest.importorskip("starlette", reason="the service needs the extra `service`")
    from partners import Service

    service = Service(example_tree)
    root = "/hhs/api/v2/resources/media"
    listed = service.get(f"{root}.json?max=100").json
    texts = [service.get(f"{root}/{found['id']}/syndicate.json").json for found in listed["results"]]
    catalog = read(saved(tmp_path, listed, *texts))
    original = sources.read(example_tree / "topics.json")
    assert {topic.title["en"] for topic in original.values()} == {topic.title["en"] for topic in catalog.values()}
    paired = {topic.title["en"] for topic in original.values() if len(topic.locales) == 2}
    assert paired == {topic.title["en"] for topic in catalog.values() if len(topic.locales) == 2}
    assert all(topic.summary["en"] for topic in catalog.values())


def connect(language: str, *entries: tuple[str, str]) -> dict[str, Any]:
    """An answer of MedlinePlus Connect."""
    found = [
        {
            "title": {"_value": title, "type": "text"},
            "link": [{"href": f"https://medlineplus.gov/{page}?utm_source=mplusconnect", "rel": "alternate"}],
            "id": {"_value": f"tag: medlineplus.gov, 2026-08-10:/{page}?utm_source=mplusconnect"},
            "summary": {"type": "html", "_value": "<p>Rest.</p>"},
            "updated": {"_value": "2026-10-08T13:38:08Z"},
        }
        for title, page in entries
    ]
    return {"feed": {"base": "https://medlineplus.gov/", "lang": language, "entry": found}}


@pytest.mark.parametrize("is_list", [False, True])
def test_answers_of_connect(tmp_path: Path, is_list: bool) -> None:
    """Many answers name few topics; their ids do not change with the day, and pages of two languages pair."""
    answers = [
        connect("en", ("Sleep", "sleep.html"), ("Fatigue", "fatigue.html")),
        connect("en", ("Sleep", "sleep.html")),
        connect("es", ("Dormir", "spanish/sleep.html")),
    ]
    catalog = read(saved(tmp_path, *([answers] if is_list else answers)))
    assert ["sleep", "fatigue"] == list(catalog)
    assert {"en": "Sleep", "es": "Dormir"} == catalog["sleep"].title.identifiers()
    assert "https://medlineplus.gov/sleep.html" == catalog["sleep"].ids["en"]
    with pytest.raises(SourceError, match="no answer in it names a topic"):
        read(saved(tmp_path, connect("en")))


def test_real_answers_of_connect(tmp_path: Path, corpora: Path) -> None:
    """Those that MedlinePlus gave to two codes."""
    folder = corpora / "medlineplus" / "webservice"
    catalog = read(*sorted(folder.glob("connect_*.json")))
    assert "fatigue" in catalog
    assert all(topic.summary["en"] for topic in catalog.values())
    assert not messages(catalog, FindingKind.BROKEN)


CONDITION = {
    "_comment": "x",
    "name": "Marfan syndrome",
    "ghr_page": "https://medlineplus.gov/genetics/condition/marfan-syndrome",
    "text-list": [
        {"text": {"text-role": "description", "html": "<p>A disorder of connective tissue.</p>"}},
        {"text": {"text-role": "frequency", "html": "<p>About 1 in 5,000.</p>"}},
    ],
    "inheritance-pattern-list": [{"inheritance-pattern": {"code": "ad", "memo": "autosomal dominant"}}],
    "related-gene-list": [
        {"related-gene": {"gene-symbol": "FBN1", "ghr-page": "https://medlineplus.gov/genetics/gene/fbn1"}}
    ],
    "synonym-list": [{"synonym": "MFS"}],
    "db-key-list": [{"db-key": {"db": "MeSH", "key": "D008382"}}],
    "reviewed": "2018-06",
    "published": "2020-08-18",
}
SUMMARIES = """\
<?xml version="1.0" encoding="UTF-8"?>
<summaries xmlns="https://medlineplus.gov/download/ghr-summaries.xsd">
<health-condition-summary><name>Marfan syndrome</name>
<ghr-page>https://medlineplus.gov/genetics/condition/marfan-syndrome</ghr-page>
<text-list><text><text-role>description</text-role><html xmlns:x="http://www.w3.org/1999/xhtml">
<x:p>A disorder of connective tissue.</x:p></html></text>
<text><text-role>frequency</text-role><html><p xmlns="http://www.w3.org/1999/xhtml">About 1 in 5,000.</p></html></text>
</text-list><synonym-list><synonym>MFS</synonym></synonym-list>
<db-key-list><db-key><db>MeSH</db><key>D008382</key></db-key></db-key-list>
<related-gene-list><related-gene><gene-symbol>FBN1</gene-symbol>
<ghr-page>https://medlineplus.gov/genetics/gene/fbn1</ghr-page></related-gene></related-gene-list>
<reviewed>June 2018</reviewed><published>August 18, 2020</published></health-condition-summary>
<gene-summary><gene-symbol>FBN1</gene-symbol><name>fibrillin 1</name>
<ghr-page>https://medlineplus.gov/genetics/gene/fbn1</ghr-page>
<text-list><text><text-role>function</text-role><html><p>Makes fibrillin-1.</p></html></text></text-list></gene-summary>
</summaries>
"""


@pytest.mark.parametrize("form", ["json", "xml"])
def test_genetics(tmp_path: Path, form: str) -> None:
    """The whole file and the page of one condition say the same of it."""
    path = saved(tmp_path, CONDITION)
    if form == "xml":
        path = tmp_path / "ghr-summaries.xml"
        path.write_text(SUMMARIES, encoding="utf-8")
    catalog = read(path)
    topic = catalog["marfan-syndrome"]
    assert "condition/marfan-syndrome" == topic.ids["en"]
    shown = topic.summary["en"].replace("\n", "")
    assert "<p>A disorder of connective tissue.</p><h2>Frequency</h2><p>About 1 in 5,000.</p>" == shown
    assert (("MFS",), "D008382") == (topic.also_called["en"], topic.subjects[0].code)
    assert ("FBN1", "gene/fbn1") == (topic.related["en"][0].title, topic.related["en"][0].id)
    assert ("2018-06-01", "2020-08-18") == (
        topic.reviewed["en"].date().isoformat(),
        topic.updated["en"].date().isoformat(),
    )
    assert (form == "xml") == ("fbn1" in catalog)
    dropped = messages(catalog, FindingKind.DROPPED_FIELD)
    assert (form == "json") == any("inheritance-pattern-list" in message for message in dropped)


@pytest.mark.parametrize("suffix", [".json", ".txt", ""])
def test_the_form_is_told_by_the_content(tmp_path: Path, suffix: str) -> None:
    """Whatever a file is called; a topics.json stays one."""
    for document, name in (
        (drupal(node("u1", "en", "Sleep", "/sleep")), "drupal"),
        (envelope([medium(7, "Sleep", "eng")]), "media"),
        (connect("en", ("Sleep", "sleep.html")), "connect"),
        (CONDITION, "genetics"),
    ):
        path = saved(tmp_path, document, name=f"answer{suffix}")
        (taking,) = (source.name for source in sources.sources() if source.accepts(path))
        assert name == taking


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"code": "rest_no_route", "message": "No route was found.", "data": {"status": 404}}, "(rest_no_route)"),
        ({"message": "Forbidden"}, "Forbidden"),
        ({"error": {"message": "API key missing", "code": 403}}, "API key missing"),
        ({"errors": [{"detail": "No such node"}], "status": 404}, "No such node (404)"),
        ({"type": "about:blank", "title": "Not Found", "status": 404}, "Not Found (404)"),
    ],
)
@pytest.mark.parametrize("reader", [None, "wordpress"])
def test_an_error_answer_is_told_as_such(
    tmp_path: Path, answer: dict[str, object], said: str, reader: str | None
) -> None:
    """Of any service, whichever reader is to take it; in the words of the service."""
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(answer))
    with pytest.raises(SourceError, match="the service answers with an error: ") as caught:
        read(path, reader=reader)
    assert said in str(caught.value)


def test_an_item_that_is_no_node_is_told(tmp_path: Path) -> None:
    """It does not go in silence, and the nodes beside it are read."""
    answer = drupal(node("u1", "en", "Sleep", "/sleep"))
    found = read(saved(tmp_path, {**answer, "data": [*answer["data"], "x", None]}))
    assert ["sleep"] == list(found)
    dropped = [item for item in found.findings if item.kind is FindingKind.DROPPED_ENTRY]
    assert ["'x', NoneType"] == [item.details["names"] for item in dropped]


def test_drupal_says_what_is_wrong(tmp_path: Path) -> None:
    """As much of it as there is."""
    path = tmp_path / "answer.json"
    path.write_text('{"jsonapi": {"version": "1.0"}, "errors": [{"title": "Forbidden", "status": "403"}]}')
    with pytest.raises(SourceError, match=r"Drupal answers: Forbidden: 403$"):
        read(path)
