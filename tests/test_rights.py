"""Rights in texts and pictures, and texts that stay on the publisher's own pages."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import feedparser
import pytest
from feed_samples import ATOM, MEDIA, parsed
from samples import PUBLISHER, catalog, english_only, files, topic

import syndicate
from syndicate.errors import NotFoundError
from syndicate.model import Catalog, FindingKind, Image, Publisher, Reference, Topic
from syndicate.publishing import build
from syndicate.site import Site
from syndicate.validation import validate

LICENSE = "https://creativecommons.org/licenses/by-nc/4.0/"
PHOTO = Image(
    url="https://clinic.example.org/tea.jpg",
    alt="A cup",
    license="https://clinic.example.org/photos",
    rights="© Luis Vega",
    credit="Photo by Luis Vega",
)
OURS = attrs.evolve(
    PUBLISHER,
    license="https://creativecommons.org/licenses/by/4.0/",
    rights={"en": "© River Valley Clinic", "es": "© Clínica del Valle"},
)
THEIRS = topic(
    image={"en": PHOTO},
    license={"en": LICENSE},
    rights={"en": "© Tea House"},
    credit={"en": "Text by Ana Ruiz"},
)
OWN = {"en": False, "es": False}


def made(*topics: Topic, publisher: Publisher = OURS) -> dict[str, bytes]:
    """The whole site of a few topics, by path."""
    site = Site(catalog(*topics), publisher)
    return {path: site.get(path).body for path in site.paths()}


def test_a_snippet_shows_the_rights_beside_what_they_are_in() -> None:
    """Those in the picture below it, those in the text at its end; the publisher's own are not mixed in."""
    html = str(syndicate.snippet(THEIRS, OURS, "en").html)  # not Markup, whose partition may escape what it is given
    figure = html.partition("<figure")[2].partition("</figure>")[0]
    assert "Photo by Luis Vega" in figure
    assert "© Luis Vega" in figure
    assert 'href="https://clinic.example.org/photos"' in figure
    footer = html.partition("<footer")[2]
    assert '<p class="syndicate-credit" itemprop="creditText">Text by Ana Ruiz</p>' in footer
    assert '<p class="syndicate-rights" itemprop="copyrightNotice">© Tea House</p>' in footer
    assert f'href="{LICENSE}"' in footer
    assert "River Valley Clinic</p>" not in footer.replace("Courtesy of River Valley Clinic</p>", "")


def test_other_texts_have_the_rights_of_the_publisher() -> None:
    """In the reader's language; a text that states a license or a notice has nothing of the publisher's."""
    said = json.loads(syndicate.snippet(topic(), OURS, "es").json())
    assert ("© Clínica del Valle", OURS.license) == (said["rights"], said["license"])
    noticed = json.loads(syndicate.snippet(topic(rights={"en": "© Tea House"}), OURS, "en").json())
    assert ("© Tea House", None) == (noticed["rights"], noticed["license"])
    licensed = json.loads(syndicate.snippet(topic(license={"en": LICENSE}), OURS, "en").json())
    assert (None, LICENSE) == (licensed.get("rights"), licensed["license"])


def test_json_forms_name_the_rights() -> None:
    """snippet.json, topics.json and the JSON-LD of the page."""
    tree = made(THEIRS)
    said = json.loads(tree["en/topics/tea/snippet.json"])
    rights = {"license": PHOTO.license, "rights": PHOTO.rights, "credit": PHOTO.credit}
    assert {"url": PHOTO.url, "alt": PHOTO.alt, **rights} == said["image"]
    assert (LICENSE, "© Tea House", "Text by Ana Ruiz") == (said["license"], said["rights"], said["credit"])
    listed = json.loads(tree["topics.json"])["topics"][0]
    assert ({"en": "© Tea House"}, said["image"]) == (listed["rights"], listed["image"]["en"])
    graph = json.loads(syndicate.card(THEIRS, OURS, "en").json_ld())["@graph"]
    page, picture = graph[0], graph[-1]
    assert [LICENSE, "© Tea House", "Text by Ana Ruiz"] == [
        page[key] for key in ("license", "copyrightNotice", "creditText")
    ]
    assert [PHOTO.license, PHOTO.rights, PHOTO.credit] == [
        picture[key] for key in ("license", "copyrightNotice", "creditText")
    ]


def test_feeds_name_the_rights() -> None:
    """Each format in its own words, as a reader finds them; no validator objects."""
    tree = made(THEIRS)
    for format in ("rss", "atom", "json"):
        assert () == validate(tree[f"en/feeds/topics.{format}"]).problems
    entry = parsed(tree["en/feeds/topics.atom"]).find(f"{ATOM}entry")
    assert entry is not None
    assert "© Tea House" == entry.findtext(f"{ATOM}rights")
    assert "Text by Ana Ruiz" == entry.findtext(f"{ATOM}contributor/{ATOM}name")
    for format in ("rss", "atom"):
        read = feedparser.parse(tree[f"en/feeds/topics.{format}"]).entries[0]
        assert "© Tea House" == read.rights
        assert "Text by Ana Ruiz" == read.contributors[0].name
        root = parsed(tree[f"en/feeds/topics.{format}"])
        assert [PHOTO.credit, PHOTO.rights, PHOTO.license] == [
            next(root.iter(f"{MEDIA}{name}")).text for name in ("credit", "copyright", "license")
        ]
    item = json.loads(tree["en/feeds/topics.json"])["items"][0]
    assert {"url": LICENSE} == item["_license"]
    assert {
        "rights": "© Tea House",
        "credit": "Text by Ana Ruiz",
        "image": {"license": PHOTO.license, "rights": PHOTO.rights, "credit": PHOTO.credit},
    } == item["_rights"]


def test_a_feed_has_the_notice_of_the_publisher() -> None:
    """And its entries too, since aggregators take entries out of feeds; without one, the credit line stays."""
    root = parsed(made(topic())["es/feeds/topics.atom"])
    assert ["© Clínica del Valle"] * 2 == [found.text for found in root.iter(f"{ATOM}rights")]
    credited = parsed(made(topic(), publisher=PUBLISHER)["es/feeds/topics.atom"])
    assert ["Cortesía de la Clínica del Valle"] == [found.text for found in credited.iter(f"{ATOM}rights")]


def write(folder: Path, name: str, **keys: Any) -> None:
    """A topic of a folder, in English."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items()]
    front = "\n".join(["---", f"title: About {name}", "updated: 2024-03-01", *lines, "---"])
    (folder / f"{name}.en.md").write_text(f"{front}\n\nText.\n", "utf-8")


def test_front_matter_states_rights(tmp_path: Path) -> None:
    """Of the text and of the picture; a wrong address costs the key alone."""
    picture = {"src": PHOTO.url, "alt": PHOTO.alt, "rights": PHOTO.rights, "credit": PHOTO.credit}
    write(tmp_path, "tea", license=LICENSE, rights="© Tea House", credit="Ana", image={**picture, "license": "none"})
    found = syndicate.read(tmp_path)
    tea = found["tea"]
    assert [LICENSE, "© Tea House", "Ana"] == [getattr(tea, key)["en"] for key in ("license", "rights", "credit")]
    assert attrs.evolve(PHOTO, license=None) == tea.image["en"]
    (wrong,) = (finding for finding in found.findings if finding.kind is FindingKind.WRONG_VALUE)
    assert "image.license" in wrong.message()
    assert wrong.source.endswith(":7")


@pytest.mark.parametrize("key", ["syndicate", "Syndicate", "syndicated", "sindicar", "sindicate"])
@pytest.mark.parametrize("value", [False, "no", "perhaps"])
def test_front_matter_keeps_a_text_on_own_pages(key: str, value: Any, tmp_path: Path) -> None:
    """In any spelling; and where nobody can tell whether it is meant. The text is published all the same."""
    write(tmp_path, "tea", **{key: value})
    found = syndicate.read(tmp_path)
    assert not found["tea"].is_syndicated("en")
    kinds = [finding.kind for finding in found.findings]
    assert FindingKind.UNSYNDICATED in kinds
    assert (value == "perhaps") == (FindingKind.WRONG_VALUE in kinds)


def test_a_folder_hands_the_key_down(tmp_path: Path) -> None:
    """Hugo's cascade keeps all texts below on own pages, but for one that says otherwise."""
    (tmp_path / "hugo.yaml").write_text("baseURL: https://clinic.example.org/\n", "utf-8")
    (tmp_path / "_index.md").write_text("---\ncascade:\n  syndicate: false\n---\n", "utf-8")
    write(tmp_path, "tea")
    write(tmp_path, "milk", syndicate=True)
    found = syndicate.read(tmp_path)
    assert [False, True] == [found[slug].is_syndicated("en") for slug in ("tea", "milk")]


def test_topics_json_is_read_with_rights(tmp_path: Path) -> None:
    """As a source it may state them, and what stays on own pages."""
    stated = {
        "slug": "tea",
        "ids": {"en": "1", "es": "2"},
        "title": {"en": "Tea", "es": "Té"},
        "image": {"en": {"url": PHOTO.url, "syndicate": False, "credit": "Luis"}},
        "license": {"en": LICENSE},
        "syndicate": {"es": False},
    }
    document = {"format": "syndicate-topics", "version": 1, "default_locale": "en", "topics": [stated]}
    (tmp_path / "topics.json").write_text(json.dumps(document), "utf-8")
    tea = syndicate.read(tmp_path / "topics.json")["tea"]
    assert [True, False] == [tea.is_syndicated(locale) for locale in ("en", "es")]
    assert (LICENSE, False, "Luis") == (tea.license["en"], tea.image["en"].syndicate, tea.image["en"].credit)


def test_what_stays_on_own_pages_is_nowhere_else() -> None:
    """Neither its words nor its address are in a file that others read; its page, card and sitemap entry are there."""
    secret = topic("secret", syndicate={"es": False})
    tree = made(topic(), secret)
    pages = {"index.html", "card.html", "card.png", "card-square.png", "card/index.html"}
    own = {path.removeprefix("es/topics/secret/") for path in tree if path.startswith("es/topics/secret/")}
    assert pages == own
    shown = [path for path, body in tree.items() if b"Acerca de secret" in body]
    searched = {"en/search/index.json", "es/search/index.json"}  # of the publisher's own search pages
    others = [path for path in shown if "/topics/secret/" not in path and not path.endswith("index.html")]
    assert searched == set(others)
    assert [] == [path for path in shown if "/lists/" in path or "/feeds/" in path or "/embed/" in path]
    assert b"es/topics/secret/" in tree["sitemap.xml"]
    listed = {one["slug"]: one for one in json.loads(tree["topics.json"])["topics"]}
    assert {"en"} == listed["secret"]["title"].keys()
    assert {"es": "https://clinic.example.org/es/topics/secret/"} == listed["secret"]["elsewhere"]
    page = tree["es/topics/secret/index.html"].decode()
    assert "application/atom+xml" not in page
    assert [] == [name for name in ("feed.", "oembed", "embed/index.html") if f"es/topics/secret/{name}" in page]
    assert "Bébalo" in page
    assert "es/topics/secret/embed" not in tree["en/topics/secret/embed/index.html"].decode()


def test_a_picture_stays_alone() -> None:
    """On the own page and in the sitemap, which leads to it, and nowhere in what others get of the text."""
    kept = attrs.evolve(PHOTO, syndicate=False)
    tree = made(topic(image={"en": kept, "es": kept}))
    found = {path for path, body in tree.items() if PHOTO.url.encode() in body}
    own = {f"{locale}/topics/tea/{name}" for locale in ("en", "es") for name in ("index.html", "card.html")}
    assert own | {"sitemap.xml"} == found


def test_a_language_of_which_nothing_is_given_out_has_no_feeds() -> None:
    """Its pages stay, and lead to none; the feed of several languages is not made for one."""
    tree = made(topic(syndicate={"es": False}), english_only("kettle"))
    assert [] == [path for path in tree if path.startswith("es/") and "feed" in path]
    assert "feeds/topics.rss" not in tree
    for path in ("index.html", "es/index.html", "es/topics/tea/index.html"):
        assert b"es/feeds" not in tree[path]
    assert () == validate(tree["en/feeds/topics.atom"]).problems


def test_nothing_is_given_out() -> None:
    """A catalog of own pages has pages, cards, and an empty list of topics."""
    tree = made(topic(syndicate=OWN))
    assert [] == [path for path in tree if "feed" in path or "snippet" in path or "topics/tea/embed" in path]
    assert [] == json.loads(tree["topics.json"])["topics"]


def test_the_functions_give_out_no_more_than_the_tree() -> None:
    """A text in another language stands for one that is kept; where nothing is left, that is said."""
    tea = topic(syndicate={"es": False})
    assert "en" == syndicate.snippet(tea, OURS, "es").text_locale.language
    assert ["About tea"] == [entry.title for entry in syndicate.feed(catalog(tea), OURS, "en").entries]
    with pytest.raises(NotFoundError):
        syndicate.bilingual(tea, OURS, ("en", "es"))
    own = topic(syndicate=OWN)
    for make in (
        lambda: syndicate.snippet(own, OURS, "en"),
        lambda: syndicate.feed(catalog(own), OURS, "en", topic=own),
    ):
        with pytest.raises(NotFoundError, match="own pages") as caught:
            make()
        assert caught.value.hint == "its texts say `syndicate: false`"


def test_a_text_that_is_taken_back_leaves_a_tombstone(tmp_path: Path) -> None:
    """Its frame says where to read it; given out again, it is restored, and then its tombstone is gone."""
    out = tmp_path / "public"

    def publish(tea: Topic, now: datetime) -> tuple[Any, dict[str, bytes]]:
        report = build(Catalog([tea, topic("milk")], groups=catalog().groups.values()), OURS, out, now=now)
        return report, files(out)

    moments = [datetime(2025, month, 1, tzinfo=UTC) for month in (1, 2, 3, 4)]
    publish(topic(), moments[0])
    report, tree = publish(topic(syndicate={"es": False}), moments[1])
    assert {"recalled": 1, "unchanged": 1} == report.texts["es"]
    entry = "tag:clinic.example.org,2024:topic/tea-2/es"
    assert entry in json.loads(tree["es/feeds/topics.json"])["_deleted"]
    assert entry not in {item["id"] for item in json.loads(tree["es/feeds/topics.json"])["items"]}
    frame = tree["es/topics/tea/embed.html"].decode()
    assert "Este texto ya no se muestra aquí. Léalo en" in frame
    assert 'href="https://clinic.example.org/es/topics/tea/"' in frame
    assert "Bébalo" not in frame
    assert "es/topics/tea/snippet.json" not in tree
    assert [] == [problem for problem in validate(out).problems if problem.severity.value == "error"]
    assert [("es", "tea-2")] == [(one["locale"], one["id"]) for one in json.loads(tree["topics.json"])["withdrawn"]]
    again, same = publish(topic(syndicate={"es": False}), moments[2])
    assert ({"unchanged": 2}, 0, tree) == (again.texts["es"], again.changed, same)
    back, restored = publish(topic(), moments[3])
    assert {"restored": 1, "unchanged": 1} == back.texts["es"]
    assert "_deleted" not in json.loads(restored["es/feeds/topics.json"])
    assert b"B\xc3\xa9balo" in restored["es/topics/tea/embed.html"]


def test_a_text_that_was_never_given_out_is_news_when_it_is(tmp_path: Path) -> None:
    """It has no tombstone and no notice before."""
    out = tmp_path / "public"
    kept = build(catalog(topic(), topic("milk", syndicate=OWN)), OURS, out)
    assert {"new": 1, "unsyndicated": 1} == kept.texts["en"]
    assert not (out / "en/topics/milk/embed.html").exists()
    assert "_deleted" not in json.loads((out / "en/feeds/topics.json").read_bytes())
    given = build(catalog(topic(), topic("milk")), OURS, out)
    assert {"new": 1, "unchanged": 1} == given.texts["en"]
    news = json.loads((out / "en/feeds/whats-new.json").read_bytes())["items"]
    assert ["About milk"] == [item["title"] for item in news]


def test_archives_lose_what_is_taken_back(tmp_path: Path) -> None:
    """Archive documents of earlier builds are the only place where a text would stay."""
    out = tmp_path / "public"
    many = [english_only(f"topic-{number}") for number in range(120)]
    build(catalog(*many), OURS, out, only=["feeds"])
    archived = [path for path in files(out) if "/archive/" in path]
    first = next(path for path in archived if path.endswith(".json"))
    slug = json.loads((out / first).read_bytes())["items"][0]["title"].removeprefix("About ")
    kept = [attrs.evolve(one, syndicate={"en": False}) if one.slug == slug else one for one in many]
    build(catalog(*kept), OURS, out, only=["feeds"])
    tree = files(out)
    assert set(archived) <= tree.keys()
    named = (f"About {slug}<".encode(), f'About {slug}"'.encode())
    assert [] == [path for path in archived if any(name in tree[path] for name in named)]


def test_a_changed_license_is_a_change_of_the_text(tmp_path: Path) -> None:
    """Partners have to replace it, so it is in what's new."""
    out = tmp_path / "public"
    build(catalog(topic()), OURS, out, only=["feeds"])
    report = build(catalog(topic(license={"en": LICENSE})), OURS, out, only=["feeds"])
    assert {"changed": 1} == report.texts["en"]
    assert {"unchanged": 1} == report.texts["es"]


def test_findings_name_what_still_needs_a_text(tmp_path: Path) -> None:
    """A related text, a group without any text left; in English and Spanish."""
    (tmp_path / "groups.yaml").write_text("home: {en: At home}\n", "utf-8")
    write(tmp_path, "tea", syndicate=False, groups=["home"])
    write(tmp_path, "milk", related=["tea"])
    write(tmp_path, "salt", image={"src": PHOTO.url, "alt": "", "syndicate": False})
    found = {finding.kind: finding for finding in syndicate.read(tmp_path).findings if "yndicated" in finding.kind}
    assert "“About milk” names “About tea” as related" in found[FindingKind.UNSYNDICATED_LINK].message()
    empty = next(one for one in syndicate.read(tmp_path).findings if one.kind is FindingKind.EMPTY_FEED)
    assert "the feed of “At home” in English is not published" in empty.message()
    assert "el canal de “At home” en inglés no se publica" in empty.message("es")


def test_titles_of_texts_on_own_pages_are_not_given_out(tmp_path: Path) -> None:
    """No text that partners get names them as related: in bulk data, the API, and what reads the index."""
    pytest.importorskip("starlette", reason="needs the extra `service`")
    from asgi import Client

    from syndicate.service import app

    source, out = tmp_path / "source", tmp_path / "public"
    source.mkdir()
    write(source, "tea", syndicate=False)
    write(source, "salt")
    write(source, "milk", related=["tea", "salt"])
    found = syndicate.read(source)
    build(found, OURS, out)
    assert ["About salt"] == [
        reference["title"]
        for topic in json.loads((out / "topics.json").read_bytes())["topics"]
        for references in topic.get("related", {}).values()
        for reference in references
    ]
    assert b"About tea" in (out / "en" / "topics" / "milk" / "index.html").read_bytes()
    by_address = catalog(
        topic("milk", related={"en": (Reference(title="Tea", url="https://clinic.example.org/tea"),)}),
        topic("tea", url={"en": "https://clinic.example.org/tea"}, syndicate=OWN),
    )
    assert b'"related"' not in Site(by_address, OURS).get("topics.json").body
    with Client(app(out)) as client:
        for target in (
            "/v1/topics/milk",
            "/v1/topics",
            "/ws/query?term=milk&rettype=topic",
            "/ws/query?term=milk&rettype=all",
        ):
            answer = client.get(target)
            assert 200 == answer.status
            assert b"ilk" in answer.body
            assert b"About tea" not in answer.body


def test_the_service_gives_out_no_more_than_the_tree(tmp_path: Path) -> None:
    """What was taken back is gone, what was never given out is not there; the own page is served."""
    pytest.importorskip("starlette", reason="needs the extra `service`")
    from asgi import Client

    from syndicate.service import app

    out = tmp_path / "public"
    build(catalog(topic(), topic("milk"), topic("secret", syndicate=OWN)), OURS, out)
    build(
        catalog(topic(syndicate={"es": False}), topic("milk", syndicate=OWN), topic("secret", syndicate=OWN)), OURS, out
    )
    with Client(app(out)) as client:
        asked = ["/v1/topics/tea?locale=es", "/v1/topics/milk", "/v1/topics/secret", "/es/topics/milk/"]
        assert [410, 410, 404, 200] == [client.get(target).status for target in asked]
        assert {"en"} == client.get("/v1/topics/tea").json["texts"].keys()
        assert 0 == client.get("/v1/search?q=milk&locale=en").json["total"]
