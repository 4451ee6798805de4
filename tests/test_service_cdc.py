"""The CDC's interface: both versions, any case of paths and parameters, in the envelope that its clients know."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import feedparser
import pytest
from asgi import Client
from markupsafe import Markup
from partners import Answer, Service, build, example_numbers
from samples import HOME, PUBLISHER, topic

import syndicate
from syndicate.model import Catalog, Image

pytest.importorskip("starlette", reason="the service needs the extra `service`")

ROOT = "/cdc/api/v2/resources"
FIRST = "/cdc/api/v1/resources"
GOLDEN = Path(__file__).parent / "golden" / "service"


@pytest.fixture(scope="module")
def service(example_tree: Path) -> Service:
    """The service of the bundled catalog."""
    return Service(example_tree)


@pytest.fixture(scope="module")
def sleep(service: Service) -> int:
    """The number of a text in Spanish."""
    return example_numbers(service)["Dormir bien", "spa"]


def names(answer: Answer) -> list[str]:
    """The names in an answer that succeeded."""
    assert 200 == answer.status, answer.text
    return [result["name"] for result in answer.results]


def refusal(answer: Answer) -> dict[str, str]:
    """The message of an error, in an envelope that says nothing else."""
    assert 400 == answer.status, answer.text
    meta = answer.json["meta"]
    (message,) = meta["message"]
    assert {"type", "code", "id", "userMessage", "developerMessage"} == message.keys()
    assert ([], 400, 0) == (answer.results, meta["status"], meta["pagination"]["total"])
    found: dict[str, str] = message
    return found


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("cdc-media", f"{ROOT}/media/{{id}}.json"),
        ("cdc-media-v1", f"{FIRST}/media/{{id}}"),
        ("cdc-syndicate", f"{ROOT}/media/{{id}}/syndicate.json?stripImages=true"),
        ("cdc-page", f"{ROOT}/topics.json?max=2&offset=1&language=es"),
        ("cdc-missing", f"{ROOT}/media/7.json"),
    ],
)
def test_answers_are_as_they_were_reviewed(
    service: Service, sleep: int, name: str, path: str, update_golden: bool
) -> None:
    """The envelope and each shape in it, byte by byte."""
    answer = service.get(path.format(id=sleep)).json
    answer["meta"]["resultSet"]["id"] = ""  # which changes with every change of the tree
    said = json.dumps(answer, ensure_ascii=False, indent=1) + "\n"
    golden = GOLDEN / f"{name}.json"
    if update_golden:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(said, "utf-8")
    assert golden.read_text("utf-8") == said


LISTS = [
    *("/media", "/media/{id}", "/topics", "/topics/{topic}", "/audiences", "/languages", "/mediatypes", "/sources"),
    *("/organizations", "/organizationtypes", "/tags", "/tags/{tag}", "/tags/{tag}/related", "/tags/{tag}/media"),
    *("/tagtypes", "/atoz", "/locations"),
]


@pytest.mark.parametrize("root", [ROOT, FIRST])
@pytest.mark.parametrize("ending", ["", ".json", "/", ".JSON/", ".whatever"])
@pytest.mark.parametrize("path", LISTS)
def test_every_list_in_the_envelope(service: Service, sleep: int, root: str, ending: str, path: str) -> None:
    """In any case, with and without a slash; a format that nobody knows is JSON."""
    (item,) = service.get(f"{ROOT}/media/{sleep}").results
    topic_tag, *_, tag = item["tags"]
    target = root + path.format(id=sleep, topic=topic_tag["id"], tag=tag["id"]).upper() + ending
    answer = service.get(target.replace("/resources", "/Resources"))
    assert (200, "application/json") == (answer.status, answer.media_type)
    assert ["meta", "results"] == sorted(answer.json)
    meta = answer.json["meta"]
    assert {"status", "message", "resultSet", "pagination"} == meta.keys()
    assert (200, []) == (meta["status"], meta["message"])
    keys = "total count max offset pageNum totalPages sort previousUrl currentUrl nextUrl"
    assert set(keys.split()) == meta["pagination"].keys()
    assert len(answer.results) == meta["pagination"]["count"]
    empty = ("audiences", "organizationtypes", "locations")
    assert bool(answer.results) == (path.strip("/") not in empty)


def test_text_of_an_item_is_an_object(service: Service, sleep: int) -> None:
    """Not a list, unlike HHS's at the same path; the first version has other names."""
    second = service.get(f"{ROOT}/media/{sleep}/syndicate.json").results
    names = {"mediaId", "mediaType", "name", "description", "sourceUrl", "targetUrl", "content"}
    assert names == second.keys()
    assert (sleep, "Dormir bien") == (second["mediaId"], second["name"])
    first = service.get(f"{FIRST}/media/{sleep}/syndicate.json").results
    assert names - {"name"} | {"title"} == first.keys()
    assert (str(sleep), second["content"]) == (first["mediaId"], first["content"])
    called = service.get(f"{ROOT}/media/{sleep}/syndicate?CallBack=cb")
    assert "application/javascript" == called.media_type
    assert second["content"] == json.loads(called.text.removeprefix("/**/cb(").removesuffix(");"))["results"]["content"]


def test_an_item_has_what_the_cdc_documents(service: Service, sleep: int) -> None:
    """Every field of the second version, and addresses that lead to what they name."""
    (item,) = service.get(f"{ROOT}/media/{sleep}").results
    documented = (
        "id url name description mediaType language tags geoTags campaigns source attribution domainName owningOrgName "
        "owningOrgId maintainingOrgName maintainingOrgId sourceUrl targetUrl persistentUrlToken persistentUrl embedUrl "
        "syndicateUrl contentUrl thumbnailUrl alternateImages alternateText noScriptText featuredText embedCode author "
        "length size height width childCount children parentCount parents rating ratingCount ratingCommentCount status "
        "datePublished dateModified dateContentAuthored dateContentUpdated dateContentPublished dateContentReviewed "
        "dateSyndicationCaptured dateSyndicationUpdated dateSyndicationVisible extendedAttributes extension pageCount "
        "dataSize enclosures"
    )
    assert set(documented.split()) == item.keys()
    assert {"name": "Spanish", "isoCode": "spa"} == item["language"]
    assert ("2020-03-12T00:00:00Z", "2025-03-17T00:00:00Z") == (item["datePublished"], item["dateModified"])
    assert {("Prevención y bienestar", "Topic"), ("Sleep", "Subject"), ("Higiene del sueño", "General")} <= {
        (tag["name"], tag["type"]) for tag in item["tags"]
    }
    for name in ("url", "embedUrl", "syndicateUrl", "contentUrl", "thumbnailUrl"):
        assert 200 == service.get(item[name].removeprefix("https://topics.example.org")).status


def test_the_plug_in_for_wordpress_is_answered(service: Service) -> None:
    """The requests of HHS's plug-in, which speaks the CDC's first version, and what its script reads in the answers."""

    def asked(target: str) -> Any:
        answer = service.get(f"{FIRST}/{target}&callback=jQuery1_2&_=3")
        assert (200, "application/javascript") == (answer.status, answer.media_type)
        return json.loads(answer.text.removeprefix("/**/jQuery1_2(").removesuffix(");"))["results"]

    topics = asked("topics.jsonp?showchild=true&max=0")
    assert all(one["name"] and one["id"] and one["items"] == [] for one in topics)
    assert ["Html"] == [one["name"] for one in asked("mediatypes?max=0")]
    ids = ",".join(str(one["id"]) for one in topics)
    media = asked(f"media?topicid={ids}&mediatype=Html&sort=-dateModified&max=0")
    assert 35 == len(media)
    assert all(isinstance(one["mediaId"], str) and one["title"] and one["dateModified"] for one in media)
    text = asked(
        f"media/{media[0]['mediaId']}/syndicate?stripImage=true&stripScript=true&stripAnchor=true&stripStyle=true"
    )
    assert "<a " not in text["content"]


def test_fields(service: Service, sleep: int) -> None:
    """Only what is asked for, as real clients ask; what no item has is an error."""
    (item,) = service.get(f"{ROOT}/media/{sleep}?fields=contentUrl,datemodified,bogus").results
    assert {"contentUrl", "dateModified"} == item.keys()
    assert all({"id"} == one.keys() for one in service.get(f"{ROOT}/media?FIELDS=id").results)
    assert "fields" == refusal(service.get(f"{ROOT}/media?fields=bogus"))["id"]


def test_pages(service: Service) -> None:
    """A hundred on a page, all of them with max=0, and the number of a page goes before an offset."""
    assert 35 == len(service.get(f"{ROOT}/media").results)
    assert 100 == service.get(f"{ROOT}/media").json["meta"]["pagination"]["max"]
    assert 35 == len(service.get(f"{ROOT}/media?Max=0").results)
    third = service.get(f"{ROOT}/media?max=10&pageNum=3&offset=1").json["meta"]["pagination"]
    assert (20, 3, 4) == (third["offset"], third["pageNum"], third["totalPages"])
    target, seen = f"{ROOT}/media?max=10&pagenum=1", []
    while target:
        answer = service.get(target)
        seen += [item["id"] for item in answer.results]
        target = (answer.json["meta"]["pagination"]["nextUrl"] or "").removeprefix("https://topics.example.org")
    assert 35 == len(seen) == len(set(seen))
    for query in ("max=x", "max=-1", "offset=-1", "pagenum=0", "pagenum=x"):
        assert query.partition("=")[0] == refusal(service.get(f"{ROOT}/media?{query}"))["id"]


def test_orders(service: Service) -> None:
    """`order` goes before the sign of a single field; a field that is not known is the id."""
    for query, sort in {
        "sort=name": "name",
        "sort=-name&order=asc": "name",
        "SORT=NAME&order=DESC": "-name",
        "sort=-datemodified,name": "-datemodified,name",
        "sort=popularity": "id",
    }.items():
        assert sort == service.get(f"{ROOT}/media?{query}").json["meta"]["pagination"]["sort"]
    titles = names(service.get(f"{ROOT}/media?sort=-name&language=english"))
    assert "Walking for health" == titles[0]
    assert "Heat safety" in titles or titles
    modified = [item["dateModified"] for item in service.get(f"{ROOT}/media?sort=-dateModified").results]
    assert sorted(modified, reverse=True) == modified


FILTERS: dict[str, tuple[str | None, str | None]] = {
    "q=dormir": ("Dormir bien", "Handwashing"),
    "q=https://topics.example.org/es/topics/sleep": ("Dormir bien", "Healthy sleep"),
    "url=https://topics.example.org/es/topics/sleep": ("Dormir bien", "Healthy sleep"),
    "sourceUrl=https://topics.example.org/es/topics/sleep/": ("Dormir bien", "Healthy sleep"),
    "urlContains=es/topics/sleep": ("Dormir bien", "Healthy sleep"),
    "sourceUrlContains=ES/TOPICS/SLEEP": ("Dormir bien", "Healthy sleep"),
    "title=dormir": ("Dormir bien", "Healthy sleep"),
    "name=dormir bien": ("Dormir bien", "Healthy sleep"),
    "nameContains=ORMIR": ("Dormir bien", "Healthy sleep"),
    "description=horas de sueño": ("Dormir bien", "Healthy sleep"),
    "topic=Sleep": ("Dormir bien", "Asthma"),
    "topic=Prevention and wellness": ("Dormir bien", "Asthma"),
    "topic=Stress, Psychological": ("Cómo manejar el estrés", "Dormir bien"),
    "topic=dormir bien": ("Dormir bien", "Healthy sleep"),
    "campaign=Prevención y bienestar": ("Healthy sleep", None),
    "campaign=Sleep": (None, "Dormir bien"),
    "audience=Parents": (None, "Dormir bien"),
    "contentgroup=x": (None, "Dormir bien"),
    "parentid=3": (None, "Dormir bien"),
    "nvp-color=red": (None, "Dormir bien"),
    "mediaType=html": ("Dormir bien", None),
    "mediaTypes=Video,Html": ("Dormir bien", None),
    "mediaTypes=Video": (None, "Dormir bien"),
    "language=Spanish": ("Dormir bien", "Healthy sleep"),
    "language=español": ("Dormir bien", "Healthy sleep"),
    "LANGUAGE=spa": ("Dormir bien", "Healthy sleep"),
    "sourceName=ejemplo": ("Dormir bien", "Healthy sleep"),
    "owningOrg=1": ("Dormir bien", None),
    "maintainingOrg=Salud Ejemplo": ("Dormir bien", "Healthy sleep"),
    "owningOrg=2": (None, "Dormir bien"),
    "persistentUrl=https://topics.example.org/es/topics/sleep/": ("Dormir bien", "Healthy sleep"),
    "fromDatePublished=3/12/2020&toDatePublished=2020-03-12": ("Dormir bien", "Asthma"),
    "fromDateModified=2025-03-17": ("Dormir bien", "Healthy sleep"),
    "toDateModified=2025-03-16": ("Healthy sleep", "Dormir bien"),
    "contentAuthoredBeforeDate=2020-03-12": (None, "Dormir bien"),
    "contentUpdatedInRange=2025-03-17,2025-03-17": ("Dormir bien", "Healthy sleep"),
    "showchild=true&showchildlevel=2&showparentlevel=1&ttl=60&apiKey=k&rsid=r": ("Dormir bien", None),
}
"""Each filter, with an item that it lets through and one that it does not."""


@pytest.mark.parametrize("query", FILTERS)
def test_filters(service: Service, query: str) -> None:
    """Each lets through what it should, and nothing that it should not."""
    there, absent = FILTERS[query]
    found = names(service.get(f"{ROOT}/media?{query}"))
    assert (there in found) if there else ([] == found or absent not in found)
    assert absent not in found


def test_filters_by_ids(service: Service, sleep: int) -> None:
    """Items, and topics and tags by their ids."""
    assert ["Dormir bien"] == names(service.get(f"{ROOT}/media?mediaId={sleep}"))
    (item,) = service.get(f"{ROOT}/media/{sleep}").results
    by_type = {tag["type"]: tag["id"] for tag in item["tags"]}
    members = names(service.get(f"{ROOT}/media?topicids={by_type['Topic']}"))
    assert "Dormir bien" in members and len(members) > 2
    assert {"Dormir bien", "Healthy sleep"} == set(names(service.get(f"{ROOT}/media?topicId={by_type['Subject']}")))
    assert members == names(service.get(f"{ROOT}/tags/{by_type['Topic']}/media"))
    for query in ("topicids=x", "mediaid=1.5"):
        refusal(service.get(f"{ROOT}/media?{query}"))


def test_tags_and_topics(service: Service, sleep: int) -> None:
    """Tags by name, type and item; topics in the language that is asked for."""
    assert ["Sleep"] == names(service.get(f"{ROOT}/tags?name=sleep"))
    assert {"Topic"} == {tag["type"] for tag in service.get(f"{ROOT}/tags?typeName=topic").results}
    assert {"Topic"} == {tag["type"] for tag in service.get(f"{ROOT}/tags?typeId=3").results}
    assert "Higiene del sueño" in names(service.get(f"{ROOT}/tags?mediaId={sleep}"))
    assert "Sleep hygiene" in names(service.get(f"{ROOT}/tags?nameContains=HYGIENE"))
    (one,) = service.get(f"{ROOT}/tags?name=sleep").results
    assert {"Sleep hygiene", "Higiene del sueño"} <= set(names(service.get(f"{ROOT}/tags/{one['id']}/related")))
    assert "Prevention and wellness" in names(service.get(f"{ROOT}/topics"))
    spanish = service.get(f"{ROOT}/topics?language=spa").results
    assert ("Prevención y bienestar", "Spanish", 24) == tuple(
        spanish[0][name] for name in ("name", "language", "mediaUsageCount")
    )


def test_letters(service: Service) -> None:
    """Those that names begin with in each language, and how many."""
    spanish = service.get(f"{ROOT}/atoz?language=spanish").results
    assert {"letter": "D", "valueSetName": "Topics", "language": "Spanish", "mediaCount": 3, "vocabCount": 0} in spanish
    assert {"Spanish"} == {one["language"] for one in spanish}
    assert 35 == sum(one["mediaCount"] for one in service.get(f"{ROOT}/atoz").results)


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_feed_of_an_item(service: Service, sleep: int, format: str, example_tree: Path) -> None:
    """The feed of the topic, as the tree has it; `?format=` is the same."""
    answer = service.get(f"{ROOT}/media/{sleep}.{format}")
    assert (200, f"application/{format}+xml") == (answer.status, answer.media_type)
    assert (example_tree / f"es/topics/sleep/feed.{format}").read_bytes() == answer.body
    assert answer.body == service.get(f"{ROOT}/media/{sleep}?format={format.upper()}").body
    assert "es" == answer.headers["content-language"]


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_feed_of_a_list(service: Service, format: str, sleep: int) -> None:
    """An entry for each item of the page, in its order; it is valid, and none at all is a feed too."""
    listed = names(service.get(f"{ROOT}/media?q=sleep&max=3"))
    answer = service.get(f"{ROOT}/media.{format}?q=sleep&max=3")
    assert (200, f"application/{format}+xml") == (answer.status, answer.media_type)
    found = feedparser.parse(answer.body)
    assert not found.bozo
    assert listed == [entry.title for entry in found.entries]
    assert [] == [str(one) for one in syndicate.validate(answer.body).problems if one.severity.name == "ERROR"]
    both = feedparser.parse(service.get(f"{ROOT}/media.{format}?topic=sleep").body)
    assert {"Dormir bien", "Healthy sleep"} == {entry.title for entry in both.entries}
    empty = service.get(f"{ROOT}/media.{format}?q=zzzzqqqq")
    assert [] == feedparser.parse(empty.body).entries
    assert [] == [str(one) for one in syndicate.validate(empty.body).problems if one.severity.name == "ERROR"]
    ids = {feedparser.parse(one.body).feed.get("id") for one in (answer, empty)}
    assert format == "rss" or 2 == len(ids)


def test_texts_and_codes(service: Service, sleep: int) -> None:
    """The text by itself, a code that shows it, and where readers without scripts go."""
    text = service.get(f"{ROOT}/media/{sleep}/content.html")
    assert (200, "text/html", "es") == (text.status, text.media_type, text.headers["content-language"])
    assert text.body == service.get(f"{ROOT}/media/{sleep}/syndicate.html").body
    code = service.get(
        f"{ROOT}/media/{sleep}/embed?stripImages=true&csshref=https://p.example/a.css&includejq=false"
    ).results
    assert isinstance(code, str)
    assert '<link rel="stylesheet" href="https://p.example/a.css">' in code
    assert f'fetch("https://topics.example.org{ROOT}/media/{sleep}/syndicate.json?stripimages=true")' in code
    assert '<noscript><p lang="es" dir="ltr">' in code and f"/media/{sleep}/noscript" in code
    assert "Lea “Dormir bien”" in code
    gone = service.get(f"{ROOT}/media/{sleep}/noscript")
    assert (302, "https://topics.example.org/es/topics/sleep/") == (gone.status, gone.headers["location"])
    assert "csshref" == refusal(service.get(f"{ROOT}/media/{sleep}/embed?csshref=javascript:alert(1)"))["id"]


@pytest.mark.parametrize(("ending", "kind"), [("", "PNG"), (".png", "PNG"), (".jpg", "JPEG")])
def test_pictures(service: Service, sleep: int, ending: str, kind: str) -> None:
    """As PNG it is the card of the tree; other formats and sizes are made."""
    from io import BytesIO

    image = pytest.importorskip("PIL.Image", reason="pictures need the extra `photographs`")
    for query, width in (("", 1200), ("?w=300&h=300", 300), ("?W=5000", 1200)):
        with image.open(BytesIO(service.get(f"{ROOT}/media/{sleep}/thumbnail{ending}{query}").body)) as opened:
            assert (kind, width) == (opened.format, opened.width)
    assert "w" == refusal(service.get(f"{ROOT}/media/{sleep}/thumbnail?w=0"))["id"]


@pytest.fixture(scope="module")
def illustrated(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """A text with a picture, a break and a link."""
    summary = '<p>One<br>two <a href="https://a.example.org/">3</a> <img src="https://a.example.org/b.png" alt="b"></p>'
    tea = topic(summary={"en": Markup(summary)}, image={"en": Image(url="https://a.example.org/tea.png", alt="A cup")})
    catalog = Catalog([tea], groups=[HOME])
    return Service(build(catalog, PUBLISHER, tmp_path_factory.mktemp("tree") / "public"))


def shown(service: Service, query: str = "", root: str = ROOT) -> str:
    """The text of the illustrated item."""
    number = service.get(f"{ROOT}/media?name=about tea").results[0]["id"]
    answer = service.get(f"{root}/media/{number}/content?{query}")
    assert 200 == answer.status, answer.text
    return answer.text


def test_options_of_texts(illustrated: Service) -> None:
    """By the names of both versions; booleans are `true` alone."""
    whole = shown(illustrated)
    assert "<img" in whole and "<br>" in whole and "<a " in whole
    for root, links, images, place in (
        (ROOT, "stripanchors", "stripimages", "imagefloat"),
        (FIRST, "stripanchor", "stripimage", "imageplacement"),
    ):
        assert "<a " not in shown(illustrated, f"{links}=true", root)
        assert "<img" not in shown(illustrated, f"{images}=TRUE", root)
        assert "<img" in shown(illustrated, f"{images}=1", root)
        assert '<img style="float: left"' in shown(illustrated, f"{place}=Left", root)
        assert whole == shown(illustrated, f"{place}=middle", root)
    assert "<br" not in shown(illustrated, "stripbreaks=true")
    linked = shown(illustrated, "nw=true")
    assert linked.count(' target="_blank"') == linked.count("<a ") > 0
    assert linked.count("noopener") == linked.count("<a ")
    ignored = (
        "stripscripts=true&stripcomments=true&stripstyles=true&iframe=true&ns=cdc1&oe=utf-8&of=xhtml&postprocess=true"
    )
    assert whole == shown(illustrated, ignored)
    part = shown(illustrated, "cssclasses=syndicate-summary")
    assert "One" in part and "About tea</a></h2>" not in part and "Courtesy of River Valley Clinic" in part
    without = shown(illustrated, "cssclasses=syndicate,!syndicate-section")
    assert "How to brew tea" in whole and "How to brew tea" not in without
    assert "syndicate-section" not in shown(illustrated, "clsids=!syndicate-section", FIRST)


@pytest.mark.parametrize(
    "query", ["xpath=//p", "ids=main", "oe=latin-1", "of=docbook", "cssclasses=nowhere", "cssclasses=a{b}"]
)
def test_an_option_that_cannot_be_met_is_an_error(service: Service, sleep: int, query: str) -> None:
    """Rather than another text than was asked for."""
    refusal(service.get(f"{ROOT}/media/{sleep}/syndicate?{query}"))


@pytest.mark.parametrize(
    "path",
    [
        "/media/7",
        "/media/sleep",
        "/media/7/syndicate",
        "/media/7.rss",
        "/topics/9",
        "/tags/9",
        "/tags/9/media",
        "/nothing",
    ],
)
def test_what_is_not_there(service: Service, path: str) -> None:
    """Status 400 and a message; never a page with status 200, never the text of an exception."""
    message = refusal(service.get(ROOT + path))
    assert "404" == message["code"]
    if path.startswith("/media/7"):
        assert "Invalid Resource Id for media of 7" == message["developerMessage"]


def test_formats_that_are_not_on_offer(service: Service, sleep: int) -> None:
    """XML is known there, and a parser of it would stumble over JSON."""
    for target in ("/media.xml", f"/media/{sleep}?format=xml", "/topics.rss", f"/media/{sleep}/thumbnail.html"):
        assert "format" == refusal(service.get(ROOT + target))["id"]


def test_writing_is_refused(service: Service) -> None:
    """In the envelope, and as HTTP says it."""
    answer = service.get(f"{ROOT}/media", method="POST")
    assert (405, "GET, HEAD, OPTIONS") == (answer.status, answer.headers["allow"])
    assert 405 == answer.json["meta"]["status"]


def test_messages_are_in_the_language_of_who_asks(service: Service) -> None:
    """The developer's stays as the CDC has it."""
    message = refusal(service.get(f"{ROOT}/media/7", accept_language="es"))
    assert "Invalid Resource Id for media of 7" == message["developerMessage"]
    assert "El id 7 no existe en media" == message["userMessage"]


def test_the_catalog_of_2024(corpora: Path, example_publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """Real texts: every letter, topic and item, in both languages."""
    catalog = syndicate.read(corpora / "medlineplus" / "mplus_topics_2024-06-06.xml.gz")
    made = Service(build(catalog, example_publisher, tmp_path / "public"))
    listed: Any = made.get(f"{ROOT}/media?max=0&fields=id,name,language").results
    count = sum(len(topic.locales) for topic in catalog.values())
    assert count == len(listed) == len({item["id"] for item in listed})
    assert count == sum(one["mediaCount"] for one in made.get(f"{ROOT}/atoz?max=0").results)
    assert len(catalog.groups) == len(made.get(f"{ROOT}/topics?max=0").results)
    for item in listed[::40]:
        feed = feedparser.parse(made.get(f"{ROOT}/media/{item['id']}.rss").body)
        assert not feed.bozo
        assert re.sub(r"\s+", " ", item["name"]) == feed.entries[0].title


def test_prefixes_are_the_same_in_any_case(example_tree: Path) -> None:
    """As the rest of the path is; addresses that answers name have the prefix in lower case."""
    from syndicate.service import app

    with Client(app(example_tree)) as client:
        for root_path in ("", "/partners"):
            plain = client.get("/cdc/api/v2/resources/media?max=2", root_path=root_path)
            other = client.get("/CDC/API/V2/Resources/Media?max=2", root_path=root_path)
            assert (200, plain.body) == (other.status, other.body)
            assert (
                client.get("/cdc/api/v1", root_path=root_path).status
                == client.get("/CDC/api/V1", root_path=root_path).status
            )
