"""Every path of both interfaces with every parameter and values made to break them: no error of the server, no lie."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from partners import Answer, Service, example_numbers

pytest.importorskip("starlette", reason="the service needs the extra `service`")

HHS_PATHS = [
    *("", ".json", "/media", "/media/{id}", "/media/{id}/syndicate", "/media/{id}/syndicate.html", "/media/{id}/embed"),
    *("/media/{id}/content", "/media/{id}/relatedMedia", "/media/{id}/tags", "/media/{id}/ratings"),
    *("/media/{id}/alternateImages", "/media/{id}/youtubeMetaData", "/media/featured", "/media/mostPopularMedia"),
    *("/media/searchResults", "/languages", "/languages/1", "/tags", "/tags/{tag}", "/tags/{tag}/related"),
    *("/tags/{tag}/media", "/tags/{tag}/syndicate", "/tags/{tag}/embed", "/tags/tagTypes", "/tags/tagLanguages"),
    *("/campaigns", "/campaigns/{group}", "/campaigns/{group}/media", "/campaigns/{group}/syndicate"),
    *("/campaigns/{group}/embed", "/sources", "/sources/1", "/sources/1/media", "/sources/1/embed", "/mediaTypes"),
    *("/userMediaLists/1", "/nothing"),
]
HHS_PARAMETERS = (
    "max offset sort order q callback _ mediaTypes name nameContains descriptionContains sourceUrl sourceUrlContains "
    "customThumbnailUrl collectionId languageId languageName languageIsoCode hash hashContains sourceId sourceName "
    "sourceNameContains sourceAcronym tagIds restrictToSet createdBy dateContentAuthored contentUpdatedSinceDate "
    "contentPublishedBeforeDate contentReviewedInRange syndicationVisibleInRange id mediaId typeId typeName cssClass "
    "stripStyles stripImages stripBreaks stripClasses font-size imageFloat imageMargin autoplay displayMethod flavor "
    "width height iframeName excludeJquery excludeDiv divId calledByBuild"
).split()
CDC_PATHS = [
    *("/media", "/media.rss", "/media.atom", "/media/{id}", "/media/{id}.rss", "/media/{id}/syndicate"),
    *("/media/{id}/content", "/media/{id}/embed", "/media/{id}/noscript", "/topics", "/topics/{group}", "/audiences"),
    *("/languages", "/mediatypes", "/sources", "/organizations", "/tags", "/tags/{tag}", "/tags/{tag}/related"),
    *("/tags/{tag}/media", "/tagtypes", "/atoz", "/locations", "/nothing"),
]
CDC_PARAMETERS = (
    "max offset pagenum sort order rsid fields q url urlcontains sourceurl title name namecontains description topic "
    "topicid topicids audience mediatype mediatypes campaign contentgroup language sourcename owningorg mediaid "
    "parentid persistenturl showchild showchildlevel fromdatepublished todatemodified contentauthoredbeforedate "
    "contentupdatedinrange nvp-x cssclasses ids xpath stripanchors stripbreaks stripimages imagefloat iframe nw oe of "
    "ns postprocess clsids elemids stripanchor imageplacement w h scale callback ttl apikey format includejq jqsrc "
    "csshref id typeid type typename"
).split()
VALUES = [
    *(
        "",
        " ",
        "0",
        "-1",
        "1e309",
        "NaN",
        "99999999999999999999",
        "2147483648",
        "1.5",
        "٣",
        "true",
        "null",
        "undefined",
    ),
    *("a,b", ",", ",,1,,", "-", "--name", "*", "%", "_", "%00", "%ff%fe", "%F0%9F%92%A9", "%E2%80%A8", "ñ"),
    *("2024-02-30", "2024-13-01T00:00:00Z", "0000-00-00", "9999-12-31,0001-01-01", "2024-01-01,2024-01-02,x"),
    *("<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "{0}{field}{__class__}", "' OR 1=1 --"),
    *("../../../etc/passwd", "//evil.example/", "javascript:alert(1)", "a" * 2000, "(" * 500, "[" * 300, "\\" * 100),
    *(
        "title:",
        "AND OR NOT",
        'NEAR("a" "b", 5)',
        '"',
        "a*b*c*",
        "(a|a)*b",
        "\r\nSet-Cookie: a=b",
        "https://[",
        "http://a:b",
    ),
]


def lies(answer: Answer, callback: bool) -> str:
    """What is wrong with an answer; empty if it is sound."""
    if answer.status >= 500 or answer.status not in (200, 302, 400, 414):
        return f"status {answer.status}"
    if "set-cookie" in answer.headers:
        return "a header that was smuggled in"
    if answer.media_type == "application/json":
        status = json.loads(answer.body)["meta"]["status"]
        return "" if status == answer.status else f"status {answer.status}, in the envelope {status}"
    if answer.status == 400 and answer.media_type != "application/javascript":
        return f"an error as {answer.media_type}"
    if answer.media_type == "text/html" and (b"<script>alert" in answer.body or b" onerror=" in answer.body):
        return "a script"
    if answer.media_type == "application/javascript" and not callback:
        return "a script that nobody asked for"
    return ""


def wrong(service: Service, targets: list[str]) -> dict[str, str]:
    """The requests that are not answered soundly, with what is wrong."""
    found = {target: lies(answer, "callback=" in target) for target, answer in service.each(targets)}
    return {target: lie for target, lie in found.items() if lie}


def ids(service: Service) -> dict[str, int]:
    """What stands for the variables of paths."""
    number = example_numbers(service)["Dormir bien", "spa"]
    (item,) = service.get(f"/hhs/api/v2/resources/media/{number}").results
    return {"id": number, "tag": item["tags"][0]["id"], "group": item["campaigns"][0]["id"]}


INTERFACES = {
    "hhs": ("/hhs/api/v2/resources", HHS_PATHS, HHS_PARAMETERS),
    "cdc": ("/cdc/api/v2/resources", CDC_PATHS, CDC_PARAMETERS),
    "cdc1": ("/cdc/api/v1/resources", CDC_PATHS, CDC_PARAMETERS),
}


@pytest.mark.parametrize("interface", INTERFACES)
def test_no_parameter_breaks_a_path(example_tree: Path, interface: str) -> None:
    """Each path once with each parameter, and each parameter with each value on the paths that read most."""
    root, paths, parameters = INTERFACES[interface]
    service = Service(example_tree)
    known = ids(service)
    busy = ("/media", "/media/{id}/syndicate", "/media/{id}/embed", "/tags", "/media.rss", "/tags/{tag}/syndicate")
    targets = [
        f"{path.format(**known)}?{parameter}={VALUES[(at + 7 * number) % len(VALUES)]}&max=2"
        for at, path in enumerate(paths)
        for number, parameter in enumerate(parameters)
    ]
    targets += [
        f"{path.format(**known)}?{parameter}={value}&max=2"
        for path in busy
        if path in paths
        for parameter in parameters[:: 1 if path == "/media" else 5]
        for value in VALUES
    ]
    assert {} == wrong(service, [root + target for target in targets])


@pytest.mark.parametrize("interface", INTERFACES)
def test_no_path_breaks_an_interface(example_tree: Path, interface: str) -> None:
    """Ids, formats and steps that nobody would write."""
    root, _, _ = INTERFACES[interface]
    steps = [value.replace("?", "").replace("%00", "").replace("%ff%fe", "ÿ") for value in VALUES if "\n" not in value]
    forms = ("/{}", "/media/{}", "/media.{}", "/media/1/{}", "/tags/{}/media", "/{}/1")
    targets = [root + form.replace("{}", step or "x") for step in steps for form in forms]
    assert {} == wrong(Service(example_tree), targets)


@pytest.mark.parametrize("interface", INTERFACES)
def test_requests_that_are_too_large_are_refused(example_tree: Path, interface: str) -> None:
    """Long addresses, and more parameters than anyone needs."""
    root, _, _ = INTERFACES[interface]
    service = Service(example_tree)
    long = service.get(f"{root}/media?name=" + "a" * 9000)
    many = service.get(f"{root}/media?" + "&".join(f"a{number}=1" for number in range(200)))
    assert {400, 414} >= {long.status, many.status}
    for answer in (long, many):
        assert answer.status == answer.json["meta"]["status"]
