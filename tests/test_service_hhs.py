"""HHS's interface: every path, filter, order, page and option, in the envelope and with the errors its clients know."""

from __future__ import annotations

import html
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import attrs
import pytest
from markupsafe import Markup
from partners import Answer, Service, build, example_numbers, served
from samples import HOME, PUBLISHER, topic

import syndicate
from syndicate.model import Catalog, Image, Reference, Subject

pytest.importorskip("starlette", reason="the service needs the extra `service`")

ROOT = "/hhs/api/v2/resources"
GOLDEN = Path(__file__).parent / "golden" / "service"


@pytest.fixture(scope="module")
def service(example_tree: Path) -> Service:
    """The service of the bundled catalog."""
    return Service(example_tree)


@pytest.fixture(scope="module")
def numbers(service: Service) -> dict[tuple[str, str], int]:
    """The numbers of its texts."""
    return example_numbers(service)


@pytest.fixture(scope="module")
def sleep(numbers: dict[tuple[str, str], int]) -> int:
    """The number of a text in Spanish."""
    return numbers["Dormir bien", "spa"]


def names(answer: Answer) -> list[str]:
    """The names in an answer that succeeded."""
    assert 200 == answer.status, answer.text
    return [result["name"] for result in answer.results]


def error(answer: Answer) -> tuple[int, str, str]:
    """The status of an error, and the code and name in its envelope, which says nothing else."""
    envelope = answer.json
    (message,) = envelope["meta"]["messages"]
    assert {"errorMessage", "errorDetail", "errorCode", "userMessage"} == message.keys()
    assert all(message.values())
    assert [] == envelope["results"]
    assert answer.status == envelope["meta"]["status"]
    return answer.status, message["errorCode"], message["errorMessage"]


NOT_FOUND = (400, "2", "Record Not Found")
FIELD = (400, "4", "Field Constraint Violation")
BAD_PAGE = (400, "400", "Bad Request")


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("hhs-media", "/media/{id}.json"),
        ("hhs-syndicate", "/media/{id}/syndicate.json?stripImages=true&stripBreaks=1"),
        ("hhs-page", "/campaigns.json?max=2&offset=1&sort=-name"),
        ("hhs-missing", "/media/7.json"),
    ],
)
def test_answers_are_as_they_were_reviewed(
    service: Service, sleep: int, name: str, path: str, update_golden: bool
) -> None:
    """The envelope and each shape in it, byte by byte."""
    said = json.dumps(service.get(ROOT + path.format(id=sleep)).json, ensure_ascii=False, indent=1) + "\n"
    golden = GOLDEN / f"{name}.json"
    if update_golden:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(said, "utf-8")
    assert golden.read_text("utf-8") == said


def test_an_item_has_what_hhs_documents(service: Service, sleep: int) -> None:
    """Every field of the documentation is there, under the documented name, and dates are to the second in UTC."""
    (item,) = service.get(f"{ROOT}/media/{sleep}.json").results
    documented = (
        "mediaType id name description sourceUrl targetUrl dateContentAuthored dateContentUpdated dateContentPublished "
        "dateContentReviewed dateSyndicationVisible dateSyndicationCaptured dateSyndicationUpdated language "
        "externalGuid contentHash source campaigns tags tinyUrl tinyToken thumbnailUrl previewUrl alternateImages "
        "attribution extendedAttributes customThumbnailUrl customPreviewUrl mediaItems"
    )
    assert set(documented.split()) <= item.keys()
    assert {"id": 2, "name": "Spanish", "isoCode": "spa"} == item["language"]
    assert "2025-03-17T00:00:00Z" == item["dateContentUpdated"]
    assert item["dateContentReviewed"] is None
    assert {"id", "name", "acronym", "websiteUrl", "contactEmail", "largeLogoUrl", "smallLogoUrl"} == item[
        "source"
    ].keys()
    assert "Salud Ejemplo" == item["source"]["name"]
    assert ["Prevención y bienestar"] == [campaign["name"] for campaign in item["campaigns"]]
    assert {("Sleep", "English", "Subject"), ("Higiene del sueño", "Spanish", "General")} <= {
        (tag["name"], tag["language"]["name"], tag["type"]["name"]) for tag in item["tags"]
    }
    assert item["attribution"].startswith("&lt;div") and 'lang="es"' in html.unescape(item["attribution"])
    assert 32 == len(item["contentHash"])


def test_the_one_contract_that_must_not_break(service: Service, sleep: int) -> None:
    """JSONP with the text in results[0].content, and exactly these keys beside it."""
    answer = service.get(f"{ROOT}/media/{sleep}/syndicate.json?stripStyles=false&callback=jQuery21_3&_=17")
    assert (200, "application/javascript") == (answer.status, answer.media_type)
    assert "nosniff" == answer.headers["x-content-type-options"]
    assert "*" == answer.headers["access-control-allow-origin"]
    called = answer.text.removeprefix("/**/")
    assert called.startswith("jQuery21_3(") and called.endswith(");")
    envelope = json.loads(called[len("jQuery21_3(") : -2])
    assert {"content", "description", "id", "mediaType", "name", "sourceUrl"} == envelope["results"][0].keys()
    assert "Mientras dormimos" in envelope["results"][0]["content"]
    assert "jQuery21_3" == envelope["callback"]


EVERY_PATH = [
    "{root}.json",
    "{root}?q=sleep",
    "/media.json",
    "/media",
    "/media/{id}.json",
    "/media/{id}",
    "/media/{id}/syndicate",
    "/media/{id}/syndicate.json",
    "/media/{id}/embed",
    "/media/{id}/embed.json",
    "/media/{id}/relatedMedia.json",
    "/media/{id}/tags.json",
    "/media/{id}/alternateImages.json",
    "/media/{id}/ratings.json",
    "/media/featured.json",
    "/media/mostPopularMedia.json",
    "/media/searchResults.json?q=sueño",
    "/languages.json",
    "/languages/2.json",
    "/tags.json",
    "/tags/{tag}.json",
    "/tags/{tag}/related.json",
    "/tags/{tag}/media.json",
    "/tags/{tag}/syndicate.json",
    "/tags/{tag}/embed.json",
    "/tags/tagLanguages.json",
    "/tags/tagTypes.json",
    "/tagTypes.json",
    "/campaigns.json",
    "/campaigns/{campaign}.json",
    "/campaigns/{campaign}/media.json",
    "/campaigns/{campaign}/syndicate.json",
    "/campaigns/{campaign}/embed.json",
    "/sources.json",
    "/sources/1.json",
    "/sources/1/media.json",
    "/sources/1/syndicate.json",
    "/sources/1/embed.json",
    "/mediaTypes.json",
]
OTHER_TYPES = {
    "/media/{id}/syndicate.html": "text/html",
    "/media/{id}/embed.html": "text/html",
    "/media/{id}/content": "text/html",
    "/tags/{tag}/syndicate.html": "text/html",
    "/tags/{tag}/embed.html": "text/html",
}


def filled(service: Service, sleep: int, path: str) -> str:
    """A path with the ids of things that there are."""
    (item,) = service.get(f"{ROOT}/media/{sleep}.json").results
    ids = {"id": sleep, "tag": item["tags"][0]["id"], "campaign": item["campaigns"][0]["id"], "root": ""}
    return ROOT + path.format(**ids)


@pytest.mark.parametrize("path", EVERY_PATH)
def test_every_path_is_answered_in_the_envelope(service: Service, sleep: int, path: str) -> None:
    """Status, messages and page are as they are documented; a second question is answered with 304."""
    target = filled(service, sleep, path)
    answer = service.get(target)
    assert (200, "application/json") == (answer.status, answer.media_type)
    envelope = answer.json
    assert ["callback", "meta", "results"] == sorted(envelope)
    assert (200, []) == (envelope["meta"]["status"], envelope["meta"]["messages"])
    page = envelope["meta"]["pagination"]
    keys = "count currentUrl max nextUrl offset pageNum previousUrl sort total totalPages"
    assert set(keys.split()) == page.keys()
    assert page["count"] == len(envelope["results"]) >= 1 or "alternateImages" in path
    assert page["currentUrl"].startswith("https://topics.example.org/hhs/api/v2/resources")
    again = service.get(target, if_none_match=answer.headers["etag"])
    assert (304, b"") == (again.status, again.body)
    head = service.get(target, method="HEAD")
    assert (200, b"", answer.headers["etag"]) == (head.status, head.body, head.headers["etag"])


@pytest.mark.parametrize("path", OTHER_TYPES)
def test_every_path_of_another_type(service: Service, sleep: int, path: str) -> None:
    """Texts and codes by themselves."""
    answer = service.get(filled(service, sleep, path))
    assert (200, OTHER_TYPES[path]) == (answer.status, answer.media_type)
    assert answer.body


def test_pages(service: Service) -> None:
    """Following `nextUrl` shows every item once; there is none after the last, and none before the first."""
    target, seen = f"{ROOT}/media.json?max=16&sort=name", []
    while target:
        answer = service.get(target)
        page = answer.json["meta"]["pagination"]
        assert (16, 35, 3) == (page["max"], page["total"], page["totalPages"])
        assert (page["offset"] // 16 + 1, len(answer.results)) == (page["pageNum"], page["count"])
        assert (page["previousUrl"] is None) == (page["offset"] == 0)
        seen += [item["id"] for item in answer.results]
        target = (page["nextUrl"] or "").removeprefix("https://topics.example.org")
    assert 35 == len(seen) == len(set(seen))


def test_a_page_has_twenty_items_and_never_more_than_a_thousand(service: Service) -> None:
    """As at HHS; a larger page is not an error there."""
    assert 20 == len(service.get(f"{ROOT}/media.json").results)
    assert 20 == len(service.get(f"{ROOT}/media.json?max=&offset=").results)
    assert 1000 == service.get(f"{ROOT}/media.json?max=5000").json["meta"]["pagination"]["max"]
    beyond = service.get(f"{ROOT}/media.json?offset=1000").json
    assert ([], 35, None) == (
        beyond["results"],
        beyond["meta"]["pagination"]["total"],
        beyond["meta"]["pagination"]["nextUrl"],
    )


@pytest.mark.parametrize("query", ["max=0", "max=-1", "max=ten", "max=1.5", "offset=-1", "offset=x", "order=up"])
def test_a_bad_page_has_an_error_of_its_own(service: Service, query: str) -> None:
    """HHS divides by zero at `max=0`; a page is refused in its words."""
    answer = service.get(f"{ROOT}/media.json?{query}")
    assert BAD_PAGE == error(answer)
    assert "Bad max, offset or sort input" == answer.json["meta"]["messages"][0]["userMessage"]


@pytest.mark.parametrize(
    ("query", "first", "sort"),
    [
        ("sort=name", "Afrontar el calor extremo", "name"),
        ("sort=-name", "Walking for health", "-name"),
        ("sort=name&order=desc", "Walking for health", "-name"),
        ("sort=-name&order=desc", "Walking for health", "-name"),
        ("sort=name&order=ASC", None, "name"),
        ("sort=-dateContentUpdated,name", None, "-dateContentUpdated,name"),
        ("sort=ame", None, "id"),
        ("sort=popularity,-shoe", None, "id"),
        ("sort=,,,", None, "id"),
    ],
)
def test_orders(service: Service, query: str, first: str | None, sort: str) -> None:
    """Several fields, descending ones, and what HHS's SDK makes of a field: it drops the first letter."""
    answer = service.get(f"{ROOT}/media.json?max=50&{query}")
    assert sort == answer.json["meta"]["pagination"]["sort"]
    if sort == "-name":
        assert first == names(answer)[0]
    if sort == "id":
        ids = [item["id"] for item in answer.results]
        assert sorted(ids) == ids
    if sort.startswith("-date"):
        dates = [item["dateContentUpdated"] for item in answer.results]
        assert sorted(dates, reverse=True) == dates


def test_a_list_without_ids_is_sorted_all_the_same(service: Service) -> None:
    """An order that is not known once was an error of the server there."""
    assert ["Html"] == names(service.get(f"{ROOT}/mediaTypes.json?sort=https://["))


def test_an_item_without_the_date_stands_last_either_way(service: Service) -> None:
    """What is unknown is neither first nor newest."""
    for sign in ("", "-"):
        listed = service.get(f"{ROOT}/media.json?max=50&sort={sign}dateContentReviewed").results
        unknown = [item["dateContentReviewed"] is None for item in listed]
        assert sorted(unknown) == unknown


FILTERS = {
    "languageId=2": ("Dormir bien", "Healthy sleep"),
    "languageName=spanish": ("Dormir bien", "Healthy sleep"),
    "languageName=Español": ("Dormir bien", "Healthy sleep"),
    "languageIsoCode=spa": ("Dormir bien", "Healthy sleep"),
    "languageIsoCode=es": ("Dormir bien", "Healthy sleep"),
    "mediaTypes=Html,Image": ("Dormir bien", None),
    "mediaTypes=Video": (None, "Dormir bien"),
    "name=dormir BIEN": ("Dormir bien", "Healthy sleep"),
    "nameContains=rmir": ("Dormir bien", "Healthy sleep"),
    "nameContains=estres": ("Cómo manejar el estrés", "Dormir bien"),
    "descriptionContains=horas de sueño": ("Dormir bien", "Healthy sleep"),
    "sourceUrl=https://topics.example.org/es/topics/sleep/": ("Dormir bien", "Healthy sleep"),
    "sourceUrlContains=es/topics/SLEEP": ("Dormir bien", "Healthy sleep"),
    "targetUrl=x": (None, "Dormir bien"),
    "targetUrlContains=x": (None, "Dormir bien"),
    "customThumbnailUrl=x": (None, "Dormir bien"),
    "customThumbnailUrlContains=x": (None, "Dormir bien"),
    "customPreviewUrl=x": (None, "Dormir bien"),
    "customPreviewUrlContains=x": (None, "Dormir bien"),
    "collectionId=1": (None, "Dormir bien"),
    "sourceId=1": ("Dormir bien", None),
    "sourceId=2": (None, "Dormir bien"),
    "sourceName=Salud Ejemplo": ("Dormir bien", "Healthy sleep"),
    "sourceNameContains=ejemplo": ("Dormir bien", "Healthy sleep"),
    "sourceAcronym=HHS": (None, "Dormir bien"),
    "sourceAcronymContains=H": (None, "Dormir bien"),
    "createdBy=Salud Ejemplo": ("Dormir bien", "Healthy sleep"),
    "dateContentUpdated=2025-03-17T09:00:00Z": ("Dormir bien", "Healthy sleep"),
    "contentUpdatedSinceDate=2025-03-17T00:00:00Z": ("Dormir bien", "Healthy sleep"),
    "contentUpdatedBeforeDate=2025-03-17": ("Healthy sleep", "Dormir bien"),
    "contentUpdatedInRange=2025-03-10T00:00:00Z,2025-03-17T00:00:00Z": ("Dormir bien", "Asthma"),
    "contentUpdatedInRange=2025-03-10,2025-03-16": ("Healthy sleep", "Dormir bien"),
    "dateContentAuthored=2020-03-12": ("Dormir bien", "Asthma"),
    "contentAuthoredSinceDate=2020-03-12": ("Dormir bien", None),
    "contentAuthoredBeforeDate=2020-03-12": (None, "Dormir bien"),
    "contentAuthoredInRange=2020-03-11,2020-03-13": ("Dormir bien", "Asthma"),
    "dateContentPublished=2020-03-12": ("Dormir bien", "Asthma"),
    "contentPublishedSinceDate=2020-03-12": ("Dormir bien", None),
    "contentPublishedBeforeDate=2020-03-12": (None, "Dormir bien"),
    "contentPublishedInRange=2020-03-12,2020-03-12": ("Dormir bien", "Asthma"),
    "dateContentReviewed=2020-03-12": (None, "Dormir bien"),
    "contentReviewedSinceDate=2000-01-01": (None, "Dormir bien"),
    "contentReviewedBeforeDate=2099-01-01": (None, "Dormir bien"),
    "contentReviewedInRange=2000-01-01,2099-01-01": (None, "Dormir bien"),
    "dateSyndicationCaptured=1999-01-01": (None, "Dormir bien"),
    "syndicationCapturedSinceDate=2000-01-01": ("Dormir bien", None),
    "syndicationCapturedBeforeDate=2000-01-01": (None, "Dormir bien"),
    "syndicationCapturedInRange=2000-01-01,2099-01-01": ("Dormir bien", None),
    "dateSyndicationUpdated=2025-03-17": ("Dormir bien", "Healthy sleep"),
    "syndicationUpdatedSinceDate=2025-03-17": ("Dormir bien", "Healthy sleep"),
    "syndicationUpdatedBeforeDate=2025-03-17": ("Healthy sleep", "Dormir bien"),
    "syndicationUpdatedInRange=2025-03-17,2025-03-17": ("Dormir bien", "Healthy sleep"),
    "dateSyndicationVisible=2020-03-12": ("Dormir bien", "Asthma"),
    "syndicationVisibleSinceDate=2020-03-12": ("Dormir bien", None),
    "syndicationVisibleBeforeDate=2020-03-12": (None, "Dormir bien"),
    "syndicationVisibleInRange=2020-03-12,2020-03-12": ("Dormir bien", "Asthma"),
    "languageIsoCode=spa&nameContains=sleep": (None, "Dormir bien"),
}
"""Each filter, with an item that it lets through and one that it does not."""


@pytest.mark.parametrize("query", FILTERS)
def test_filters(service: Service, query: str) -> None:
    """Each lets through what it should, and nothing that it should not."""
    there, absent = FILTERS[query]
    found = names(service.get(f"{ROOT}/media.json?max=100&{query}"))
    assert (there in found) if there else ([] == found or absent not in found)
    assert absent not in found


def test_filters_by_ids(service: Service, sleep: int, numbers: dict[tuple[str, str], int]) -> None:
    """Sets of items, tags, and the hash of a text."""
    asthma = numbers["Asthma", "eng"]
    assert {"Dormir bien", "Asthma"} == set(names(service.get(f"{ROOT}/media.json?restrictToSet={sleep},{asthma}")))
    (item,) = service.get(f"{ROOT}/media/{sleep}.json").results
    tags = ",".join(str(tag["id"]) for tag in item["tags"] if tag["type"]["name"] == "Subject")
    assert {"Dormir bien", "Healthy sleep"} == set(names(service.get(f"{ROOT}/media.json?tagIds={tags}")))
    assert ["Dormir bien"] == names(service.get(f"{ROOT}/media.json?hash={item['contentHash']}"))
    assert ["Dormir bien"] == names(service.get(f"{ROOT}/media.json?hashContains={item['contentHash'][3:20]}"))


def test_filters_of_tags(service: Service, sleep: int) -> None:
    """By id, name, item and type."""
    of_item = names(service.get(f"{ROOT}/tags.json?mediaId={sleep}"))
    assert {"Sleep", "Sueño saludable", "Higiene del sueño"} == set(of_item)
    (one,) = service.get(f"{ROOT}/tags.json?name=sleep").results
    assert ["Sleep"] == names(service.get(f"{ROOT}/tags.json?id={one['id']}"))
    assert {"Sleep", "Sleep hygiene"} <= set(names(service.get(f"{ROOT}/tags.json?nameContains=SLEEP")))
    for query in ("typeId=1", "typeName=general"):
        found = names(service.get(f"{ROOT}/tags.json?max=1000&{query}"))
        assert "Sleep hygiene" in found and "Sleep" not in found


def test_search(service: Service) -> None:
    """Words find what is named by them first; without words there is nothing to search for."""
    assert "Healthy sleep" == names(service.get(f"{ROOT}/media/searchResults.json?q=healthy sleep"))[0]
    assert [] == names(service.get(f"{ROOT}/media/searchResults.json?q=zzzzqqqq"))
    assert FIELD == error(service.get(f"{ROOT}/media/searchResults.json"))


def test_everything_at_once(service: Service) -> None:
    """Items, tags, campaigns and sources by kind; no page has more than it should."""
    (found,) = service.get(f"{ROOT}.json?q=sleep&max=100").results
    assert "Html" == found["htmls"]["mediaType"]
    assert "Healthy sleep" in [one["name"] for one in found["htmls"]["items"]]
    assert "Sleep" in [one["name"] for one in found["tags"]["items"]]
    (found,) = service.get(f"{ROOT}.json?q=example").results
    assert [{"id": 1, "name": "Example Health"}] == found["sources"]["items"]
    answer = service.get(f"{ROOT}.json?max=7").json
    (kinds,) = answer["results"]
    assert 7 == sum(len(kind["items"]) for kind in kinds.values() if isinstance(kind, dict))
    assert [] == service.get(f"{ROOT}.json?q=zzzzqqqq").results


def content(service: Service, number: int, query: str = "") -> str:
    """The text of an item."""
    answer = service.get(f"{ROOT}/media/{number}/syndicate.json?{query}")
    assert 200 == answer.status, answer.text
    text: str = answer.results[0]["content"]
    return text


@pytest.fixture(scope="module")
def illustrated(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """A text with a picture, a break and a class, whose topic names another."""
    summary = (
        '<p>One<br>two <a href="https://a.example.org/">three</a> <img src="https://a.example.org/b.png" alt="b"></p>'
    )
    tea = topic(
        summary={"en": Markup(summary)},
        image={"en": Image(url="https://a.example.org/tea.png", alt="A cup")},
        related={"en": (Reference(title="About milk", id="milk-1"), Reference(title="Gone", id="9"))},
        subjects=(Subject(scheme="MeSH", code="D013662", name="Tea"),),
        sections={},
    )
    catalog = Catalog([tea, topic("milk")], groups=[HOME])
    return Service(build(catalog, PUBLISHER, tmp_path_factory.mktemp("tree") / "public"), ROOT)


def tea_of(service: Service) -> int:
    """The number of the English text."""
    number: int = service.get("/media.json?name=About tea").results[0]["id"]
    return number


def shown(service: Service, query: str = "") -> str:
    """The text of the illustrated item."""
    answer = service.get(f"/media/{tea_of(service)}/syndicate.json?{query}")
    assert 200 == answer.status, answer.text
    text: str = answer.results[0]["content"]
    return text


def test_options_of_texts(illustrated: Service) -> None:
    """What is to go goes, what places pictures and letters does so by itself, and the credit line stays."""
    whole = shown(illustrated)
    assert "<img" in whole and "<br>" in whole and 'class="syndicate syndicate-snippet"' in whole
    assert "<img" not in shown(illustrated, "stripImages=true")
    assert "<img" in shown(illustrated, "stripImages=0&stripBreaks=no")
    assert "<br" not in shown(illustrated, "stripBreaks=1")
    assert "syndicate-summary" not in shown(illustrated, "stripClasses=TRUE")
    floated = shown(illustrated, "imageFloat=right&imageMargin=1,2,3,4")
    assert floated.count('<img style="float: right; margin: 1px 2px 3px 4px"') == floated.count("<img") >= 1
    assert shown(illustrated, "font-size=14").startswith('<div style="font-size: 14px">')
    assert whole == shown(
        illustrated, "stripStyles=1&stripScripts=1&stripIds=1&autoplay=true&rel=false&displayMethod=null&userId=null"
    )
    part = shown(illustrated, "cssClass=syndicate-summary")
    assert "One" in part and "About tea</a></h2>" not in part
    assert "Courtesy of River Valley Clinic" in part
    assert whole == shown(illustrated, "cssClass=syndicate")


@pytest.mark.parametrize(
    "query",
    ["imageFloat=top", "imageMargin=1,2", "imageMargin=a,b,c,d", "font-size=big", "font-size=0", "cssClass=<b>"],
)
def test_an_option_that_is_none_is_an_error(illustrated: Service, query: str) -> None:
    """With the code of a bad field."""
    assert FIELD == error(illustrated.get(f"/media/{tea_of(illustrated)}/syndicate.json?{query}"))


def test_a_class_that_the_text_lacks_is_an_error(illustrated: Service) -> None:
    """With the code of what cannot be extracted, as at HHS."""
    answer = illustrated.get(f"/media/{tea_of(illustrated)}/syndicate.json?cssClass=nowhere")
    assert (400, "3", "Content Not Extractable") == error(answer)


def test_pictures_of_texts_and_related_items(illustrated: Service) -> None:
    """The text's own picture; related topics that are not there are left out."""
    number = tea_of(illustrated)
    (picture,) = illustrated.get(f"/media/{number}/alternateImages.json").results
    assert ("https://a.example.org/tea.png", "A cup") == (picture["url"], picture["name"])
    assert ["About milk"] == names(illustrated.get(f"/media/{number}/relatedMedia.json"))


def test_related_tags_share_items(illustrated: Service) -> None:
    """And the tag itself is none of them."""
    (tea,) = illustrated.get("/tags.json?name=Tea").results
    found = names(illustrated.get(f"/tags/{tea['id']}/related.json"))
    assert {"Brew", "Infusion", "Infusión"} == set(found)


@pytest.mark.parametrize(("size", "width"), [("thumbnail", 250), ("preview", 1024)])
def test_pictures_are_jpeg(service: Service, sleep: int, size: str, width: int) -> None:
    """The card of the topic, in two sizes."""
    image = pytest.importorskip("PIL.Image", reason="pictures need the extra `photographs`")
    from io import BytesIO

    answer = service.get(f"{ROOT}/media/{sleep}/{size}.jpg")
    assert (200, "image/jpeg") == (answer.status, answer.media_type)
    with image.open(BytesIO(answer.body)) as opened:
        assert ("JPEG", width) == (opened.format, opened.width)
    assert NOT_FOUND == error(service.get(f"{ROOT}/media/7/{size}.jpg"))


def test_pictures_without_pillow_are_an_error_that_says_so(
    example_tree: Path, monkeypatch: pytest.MonkeyPatch, numbers: dict[tuple[str, str], int]
) -> None:
    """An error of theirs, not one of the server."""
    import sys

    from syndicate.service.media import pictures

    pictures._made.cache_clear()
    monkeypatch.setitem(sys.modules, "PIL", None)
    made = Service(example_tree, ROOT)
    answer = made.get(f"/media/{numbers['Asthma', 'eng']}/thumbnail.jpg")
    assert (400, "5", "Invalid Resource for Media Type") == error(answer)
    assert "photographs" in answer.json["meta"]["messages"][0]["errorDetail"]


def test_embed_codes(service: Service, sleep: int) -> None:
    """Escaped as HHS escapes them; frames and scripts take their parameters."""
    address = f"https://topics.example.org{ROOT}/media/{sleep}"

    def code(query: str) -> str:
        answer = service.get(f"{ROOT}/media/{sleep}/embed.json?{query}")
        assert 200 == answer.status, answer.text
        assert list(answer.results[0]) == ["snippet"]
        assert "<" not in answer.results[0]["snippet"]
        return html.unescape(answer.results[0]["snippet"])

    assert code("").startswith(f'<div id="syndicatedContent_{sleep}"></div><script>')
    assert f'fetch("{address}/syndicate.json?stripImages=true")' in code("stripImages=true")
    assert "<div" not in code("excludeDiv=true")
    assert 'getElementById("here")' in code("divId=here&excludeJquery=1")
    frame = code("flavor=iframe")
    assert frame == (
        f'<iframe src="{address}/syndicate.html" width="660" height="480" name="Syndicated Content"'
        ' title="Syndicated Content"></iframe>'
    )
    assert 'width="300" height="200" name="a&quot;b"' in code('flavor=IFRAME&width=300&height=200&iframeName=a"b')
    assert 'width="775" height="650" name="Dormir bien"' in code("displayMethod=mv")
    listed = service.get(f"{ROOT}/media/{sleep}/embed.html?flavor=iframe").text
    assert frame == html.unescape(listed)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("flavor=flash", "Invalid value for flavor"),
        ("width=-3", "The width must be a positive number"),
        ("height=x", "The height must be a positive number"),
    ],
)
def test_bad_embeds_are_refused_in_their_words(service: Service, sleep: int, query: str, message: str) -> None:
    """As clients know them."""
    answer = service.get(
        f"{ROOT}/media/{sleep}/embed.json?flavor=iframe&{query}".replace("flavor=iframe&flavor", "flavor")
    )
    assert BAD_PAGE == error(answer)
    assert message == answer.json["meta"]["messages"][0]["userMessage"]


def test_collections_are_shown_whole_or_as_a_list(service: Service, sleep: int) -> None:
    """Tags, campaigns and the source: their texts one after the other, or their titles."""
    (tag,) = service.get(f"{ROOT}/tags.json?name=Sleep").results
    feed = service.get(f"{ROOT}/tags/{tag['id']}/syndicate.json").results[0]
    assert ("Sleep", None) == (feed["name"], feed["sourceUrl"])
    assert "Mientras dormimos" in feed["content"] and "Sleep gives your body" in feed["content"]
    listed = service.get(f"{ROOT}/tags/{tag['id']}/syndicate.json?displayMethod=list").results[0]["content"]
    assert 2 == listed.count("<li><a href=") and 'lang="es">Dormir bien</a>' in listed
    spanish = service.get(f"{ROOT}/sources/1/syndicate.html?languageIsoCode=spa").text
    assert "Mientras dormimos" in spanish and "Sleep gives your body" not in spanish


@pytest.mark.parametrize(
    "path",
    [
        *("/media/7.json", "/media/sleep.json", "/media/-1", "/media/1e3", "/media/٣", "/media/99999999999999999999"),
        *("/media/7/syndicate.json", "/media/7/content", "/media/7/embed", "/media/7/ratings", "/media/7/tags"),
        *("/languages/9", "/tags/9", "/tags/9/media", "/tags/9/related", "/tags/9/syndicate", "/tags/9/embed"),
        *("/campaigns/9", "/campaigns/9/media", "/sources/2", "/sources/2/embed", "/userMediaLists/1"),
        *("/userMediaLists/1/syndicate.json", "/nothing", "/media/7/nothing", "", "/media//syndicate"),
    ],
)
def test_what_is_not_there_is_code_2(service: Service, path: str) -> None:
    """Status 400, never 404, and never a page with status 200."""
    if path:
        assert NOT_FOUND == error(service.get(ROOT + path))


def test_other_errors_by_their_codes(service: Service, sleep: int) -> None:
    """What is for videos alone, what would write, what is not a format, and a callback that is a script."""
    assert (400, "5", "Invalid Resource for Media Type") == error(
        service.get(f"{ROOT}/media/{sleep}/youtubeMetaData.json")
    )
    for method in ("POST", "PUT", "DELETE"):
        assert (400, "6", "Not authorized for resource") == error(service.get(f"{ROOT}/media/htmls", method=method))
    assert FIELD == error(service.get(f"{ROOT}/media.xml"))
    assert FIELD == error(service.get(f"{ROOT}/media.json?callback=alert(1)//"))


def test_an_error_reaches_the_callback_and_the_reader(service: Service) -> None:
    """JSONP stays JSONP, and what people are told is in their language."""
    answer = service.get(f"{ROOT}/media/7.json?callback=f", accept_language="es-MX")
    assert (400, "application/javascript", "es") == (
        answer.status,
        answer.media_type,
        answer.headers["content-language"],
    )
    assert "Accept-Language" in answer.headers["vary"]
    assert answer.text.startswith("/**/f(")
    assert "se retiró" in answer.text


def test_what_the_sdk_asks_before_it_begins(service: Service) -> None:
    """The version, and whether a key is good: none is needed."""
    assert {"apiVersion": "2"} == service.get("/hhs/swagger/api").json
    assert 200 == service.get("/hhs/keyTest").status
    assert 200 == service.get("/hhs/debug/secure/resource").status


def test_a_withdrawn_text_is_code_2(tmp_path: Path) -> None:
    """HHS answers with status 200 and another page; ours says that it is gone."""
    both, one = Catalog([topic(), topic("milk")], groups=[HOME]), Catalog([topic()], groups=[HOME])
    out, history = tmp_path / "public", tmp_path / "history"
    for catalog in (both, one):
        syndicate.build(catalog, PUBLISHER, out, only=["snippets"], history=history, allow_removals=True)
        made = Service(out, ROOT)
        numbers = example_numbers(Service(out))
        if catalog is both:
            milk = numbers["About milk", "eng"]
        else:
            assert ("About milk", "eng") not in numbers
            assert NOT_FOUND == error(made.get(f"/media/{milk}/syndicate.json"))


def test_hash_changes_with_the_text_alone(tmp_path: Path) -> None:
    """Partners replace what has another hash, and nothing else."""
    hashes = []
    for name, title in (("a", "About tea"), ("b", "About tea"), ("c", "On tea")):
        catalog = Catalog([topic(title={"en": title})], groups=[HOME])
        made = Service(build(catalog, PUBLISHER, tmp_path / name), ROOT)
        hashes.append(made.get("/media.json").results[0]["contentHash"])
    assert hashes[0] == hashes[1] != hashes[2]


def test_the_catalog_of_2024(corpora: Path, example_publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """Real texts: every item is answered with its own text, in both languages."""
    catalog = syndicate.read(corpora / "medlineplus" / "mplus_topics_2024-06-06.xml.gz")
    made = Service(build(catalog, example_publisher, tmp_path / "public"), ROOT)
    listed = [item for offset in (0, 1000, 2000) for item in made.get(f"/media.json?max=1000&offset={offset}").results]
    assert len(listed) == sum(len(topic.locales) for topic in catalog.values())
    assert {1, 2} == {item["language"]["id"] for item in listed}
    for item in listed[::40]:
        answer = made.get(f"/media/{item['id']}/syndicate.json?stripImages=true")
        assert item["name"] == answer.results[0]["name"]
        assert html.escape(item["name"], quote=False) in answer.results[0]["content"]


def test_a_text_of_the_own_pages_is_not_there(tmp_path: Path) -> None:
    """Neither in lists nor by its number, nor is a picture that others may not have; rights are stated."""
    picture = Image(url="https://a.example.org/milk.png", alt="A glass", syndicate=False)
    own = topic(syndicate={"en": False})
    milk = topic("milk", image={"en": picture}, license={"en": "https://a.example.org/by"}, credit={"en": "Dr. Cow"})
    before = Service(build(Catalog([topic(), milk], groups=[HOME]), PUBLISHER, tmp_path / "before"), ROOT)
    made = Service(build(Catalog([own, milk], groups=[HOME]), PUBLISHER, tmp_path / "after"), ROOT)
    assert {"Acerca de tea", "About milk", "Acerca de milk"} == set(names(made.get("/media.json")))
    assert NOT_FOUND == error(made.get(f"/media/{tea_of(before)}/syndicate.json"))
    (item,) = made.get("/media.json?name=about milk").results
    assert [] == item["alternateImages"]
    assert {"license": "https://a.example.org/by", "credit": "Dr. Cow"} == item["extendedAttributes"]
    assert "Dr. Cow" in made.get(f"/media/{item['id']}/syndicate.json?cssClass=syndicate-summary").results[0]["content"]


def test_addresses_are_those_of_the_service(tmp_path: Path) -> None:
    """Behind a proxy, answers name the address that the publisher states, whatever the request says."""
    publisher = attrs.evolve(PUBLISHER, service_url="https://api.clinic.example.org/partners/")
    made = Service(build(Catalog([topic()], groups=[HOME]), publisher, tmp_path / "public"))
    answer = made.get(f"{ROOT}/media.json?max=1", host="evil.example")
    assert "evil" not in answer.text
    at = "https://api.clinic.example.org/partners"
    assert f"{at}{ROOT}/media.json?offset=1&max=1" == answer.json["meta"]["pagination"]["nextUrl"]
    assert answer.results[0]["previewUrl"].startswith(f"{at}{ROOT}/media/")
    item = made.get("/cdc/api/v1/resources/media?max=1", host="evil.example").results[0]
    assert f"{at}/cdc/api/v1/resources/media/{item['mediaId']}" == item["url"]
    assert "evil" not in made.get(f"{ROOT}/media/{item['mediaId']}/embed.json", host="evil.example").text
    assert "evil" not in made.get(f"{ROOT}/media/7.json", host="evil.example").text


def test_texts_are_counted_where_counts_are_kept(example_tree: Path, sleep: int, tmp_path: Path) -> None:
    """By the form in which they are given, in both interfaces, and also when the answer was kept."""
    pytest.importorskip("uvicorn", reason="the service needs the extra `service`")
    media, counts = f"media/{sleep}", tmp_path / "counts"
    with served(example_tree, counts=counts) as address:
        for target in (f"{ROOT}/{media}/syndicate.json", f"{ROOT}/{media}.json"):
            for _ in range(2):
                urlopen(address + target).close()
        for ending in ("/content.html", ".rss"):
            urlopen(f"{address}/cdc/api/v2/resources/{media}{ending}").close()
    with closing(sqlite3.connect(counts)) as store:
        found = dict(store.execute("SELECT form, sum(count) FROM counts WHERE number = ? GROUP BY form", (sleep,)))
    assert {"snippet": 3, "feed": 1, "topic": 2} == found
