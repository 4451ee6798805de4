"""Building again: what has not changed is taken over, and the tree is the one that a build from nothing makes."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from PIL import Image as Pixels
from samples import HOME, PLACES, PUBLISHER, TEA, day, english_only, files, topic

from syndicate.layout import MANIFEST, Scope
from syndicate.markup import TAGS, Policy
from syndicate.model import (
    Catalog,
    Code,
    Correction,
    Group,
    Image,
    Link,
    OtherLanguage,
    Publisher,
    Reference,
    Section,
    Subject,
    Topic,
)
from syndicate.model.asset import Player
from syndicate.model.publisher import CardStyle
from syndicate.model.topic import UNPUBLISHED
from syndicate.publishing import build
from syndicate.site import Piece
from syndicate.site.parts import SiteParts

MILK = topic("milk", related={"en": (Reference(title="Tea", id="tea-1"),), "es": (Reference(title="Té", id="tea-2"),)})
BASE = (topic(), MILK, english_only("kettle"))


def catalog(*topics: Topic, groups: tuple[Group, ...] = (HOME, PLACES)) -> Catalog:
    """A catalog of a few topics."""
    return Catalog(topics or BASE, groups=groups)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The topics that were rendered since the list was emptied, as pieces."""
    found: list[str] = []
    original = SiteParts.parts

    def parts(self: SiteParts, piece: Piece) -> Any:
        if piece.scope is Scope.TOPIC:
            found.append(piece.path)
        return original(self, piece)

    monkeypatch.setattr(SiteParts, "parts", parts)
    return found


def anew(folder: Path, changed: Catalog, publisher: Publisher, **options: Any) -> dict[str, bytes]:
    """The tree that a build from nothing makes with the history there is."""
    fresh = folder / "fresh"
    history = folder / "fresh.history"
    shutil.copy(folder / "public.history.before", history)
    build(changed, publisher, fresh, **options)
    return files(fresh)


def again(folder: Path, changed: Catalog, publisher: Publisher, **options: Any) -> dict[str, bytes]:
    """The tree that a second build makes over the first."""
    shutil.copy(folder / "public.history", folder / "public.history.before")
    build(changed, publisher, folder / "public", **options)
    return files(folder / "public")


def assert_same(folder: Path, changed: Catalog, publisher: Publisher = PUBLISHER, **options: Any) -> None:
    """A second build and one from nothing give the same files; scripts of earlier builds are kept by the second."""
    second = again(folder, changed, publisher, **options)
    first = anew(folder, changed, publisher, **options)
    kept = second.keys() - first.keys()
    assert {"embeds"} >= {path.partition("/")[0] for path in kept}
    listed = [json.loads(tree.pop(MANIFEST.path)) for tree in (first, second)]
    assert listed[0]["made"] == listed[1]["made"]
    assert {*listed[0]["files"], *kept} == set(listed[1]["files"])
    assert [] == [path for path in first if first[path] != second.get(path)]


def test_nothing_changed_renders_no_topic(tmp_path: Path, rendered: list[str]) -> None:
    """All files of the topics are the very files of the last build."""
    build(catalog(), PUBLISHER, tmp_path / "public")
    assert 5 == len(rendered)
    before = {path: (tmp_path / "public" / path).stat().st_ino for path in files(tmp_path / "public")}
    rendered.clear()
    report = build(catalog(), PUBLISHER, tmp_path / "public")
    assert [] == rendered
    assert (0, 0) == (report.changed, report.removed)
    assert before == {path: (tmp_path / "public" / path).stat().st_ino for path in files(tmp_path / "public")}


def test_nothing_changed_renders_no_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The archive documents are those of the last build, until one of them was changed by hand, or a text changes."""
    many = [english_only(f"tea-{number}") for number in range(120)]
    made: list[str] = []
    original = SiteParts.parts

    def parts(self: SiteParts, piece: Piece) -> Any:
        made.append(piece.scope.name)
        return original(self, piece)

    monkeypatch.setattr(SiteParts, "parts", parts)
    build(catalog(*many), PUBLISHER, tmp_path / "public")
    assert 1 == made.count("ARCHIVE")
    made.clear()
    build(catalog(*many), PUBLISHER, tmp_path / "public")
    assert ["SITE"] == made
    (archive,) = (tmp_path / "public" / "en" / "feeds" / "archive").glob("*.atom")
    body = archive.read_bytes()
    archive.write_bytes(body + b" ")
    made.clear()
    build(catalog(*many), PUBLISHER, tmp_path / "public")
    assert (["ARCHIVE", "SITE"], body) == (made, archive.read_bytes())
    changed = attrs.evolve(many[0], description={"en": "Two cups."})
    assert_same(tmp_path, catalog(changed, *many[1:]))


def test_report_is_that_of_a_build_from_nothing(tmp_path: Path) -> None:
    """How many files of each kind, and their sizes."""
    first = build(catalog(), PUBLISHER, tmp_path / "public")
    second = build(catalog(), PUBLISHER, tmp_path / "public")
    assert (first.files, first.size, first.topics) == (second.files, second.size, second.topics)


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_change_renders_one_topic(tmp_path: Path, rendered: list[str], jobs: int) -> None:
    """In all its languages, since each names the other; other processes take over too."""
    build(catalog(), PUBLISHER, tmp_path / "public")
    rendered.clear()
    changed = attrs.evolve(BASE[0], description={"en": "Two cups.", "es": "Dos tazas."})
    assert_same(tmp_path, catalog(changed, *BASE[1:]), jobs=jobs)
    if jobs == 1:
        assert {"en/topics/tea", "es/topics/tea"} == set(rendered[:2])
        assert 2 + 5 == len(rendered)  # and all of them by the build from nothing


# Whatever decides a byte

TEA_NOW = BASE[0]
TEA_URL = "https://tea.example.net/"
CHANGES: dict[str, Any] = {
    "slug": "green-tea",
    "ids": {"en": "tea-1", "es": "tea-9"},
    "title": {"en": "About tea", "es": "Sobre el té"},
    "url": {"es": "https://tea.example.net/es/te"},
    "description": {"en": "A cup a day.", "es": "Tres tazas al día."},
    "summary": {**dict(TEA_NOW.summary.identifiers()), "en": Markup("<p>Drink it cold.</p>")},
    "also_called": {"en": ("Brew",), "es": ("Infusión",)},
    "groups": ("places", "home"),
    "subjects": (Subject(scheme="MeSH", code="D013662", name="Tea"),),
    "codes": (Code(scheme="ICD-10-CM", code="Z71.3", locale="en"),),
    "sections": {"en": (Section(title="Start here", links=[TEA]),)},
    "related": {"en": (Reference(title="Milk", id="milk-1"),)},
    "institute": {"en": Reference(title="Tea House", url="https://tea.example.net/")},
    "image": {"es": Image(url="https://clinic.example.org/tea.jpg", alt="Una taza")},
    "part": {"en": "Basics"},
    "players": {"en": (Player(url=f"{TEA_URL}talk.mp3", is_video=False, sources=[f"{TEA_URL}talk.mp3"]),)},
    "license": {"en": "https://tea.example.net/license"},
    "rights": {"es": "© Casa del Té"},
    "credit": {"en": "Ana Ruiz"},
    "syndicate": {"es": False},
    "created": {"en": day("2020-01-01")},
    "updated": {"en": day("2024-03-01"), "es": day("2024-04-01")},
    "reviewed": {"es": day("2024-04-02")},
    "corrections": {"en": (Correction(date=day("2024-04-03"), note="The cups were wrong."),)},
    "see_references": {"en": ("Chai",)},
    "aliases": {"en": ("chai",)},
    "other_languages": {"en": (OtherLanguage(language="French", url="https://tea.example.net/fr/the"),)},
    "elsewhere": {"fr": "https://tea.example.net/fr/the"},
}


def test_every_field_of_a_topic_is_among_the_changes() -> None:
    """A new field needs a change here, and a place in the key if its value is not in topics.json."""
    published = {field.name for field in attrs.fields(Topic) if UNPUBLISHED not in field.metadata}
    assert published == CHANGES.keys()


@pytest.mark.parametrize("field", CHANGES)
def test_changed_topic(field: str, tmp_path: Path) -> None:
    """Each field that changes gives the tree of a build from nothing."""
    build(catalog(), PUBLISHER, tmp_path / "public")
    assert_same(tmp_path, catalog(attrs.evolve(TEA_NOW, **{field: CHANGES[field]}), *BASE[1:]))


@pytest.mark.parametrize(
    "changed",
    [
        catalog(*BASE, topic("coffee")),
        catalog(*BASE[1:]),
        catalog(*reversed(BASE)),
        catalog(groups=(attrs.evolve(HOME, name={"en": "At home", "es": "En el hogar"}), PLACES)),
        catalog(groups=(attrs.evolve(HOME, slug="house"), PLACES)),
        catalog(groups=(attrs.evolve(HOME, name={"en": "At home"}), PLACES)),
        Catalog(BASE, groups=(HOME, PLACES), default_locale="es"),
        Catalog(BASE, groups=(HOME, PLACES), snapshot=day("2025-01-01")),
    ],
    ids=["added", "removed", "reordered", "group", "group-slug", "group-language", "default", "snapshot"],
)
def test_changed_catalog(changed: Catalog, tmp_path: Path) -> None:
    """Other topics, groups, and what holds for all."""
    build(catalog(), PUBLISHER, tmp_path / "public")
    assert_same(tmp_path, changed)


PUBLISHERS: dict[str, Any] = {
    "name": {"en": "River Clinic", "es": "Clínica del Río"},
    "base_url": "https://clinic.example.net/",
    "authority": "clinic.example.org,2023",
    "default_locale": "es",
    "fallback": ("es",),
    "region": "US",
    "attribution": {"en": "From the clinic"},
    "hub": None,
    "indexnow_key": "0123abcd-key",
    "ttl": 60,
    "twitter": "@clinic",
    "facebook_app_id": "123",
    "open_graph_locale": {"es": "es_MX"},
    "card": CardStyle(accent="#7a1f2b"),
    "translations": "folder",
    "disclaimer": {"en": "Ask your doctor."},
    "license": "https://example.org/license",
    "rights": {"en": "© River Clinic"},
    "templates": "folder",
    "organization": {"en": "Valley Trust"},
    "place": {"en": "Salem (OR)"},
    "icon": "https://clinic.example.org/icon.svg",
    "logo": "https://clinic.example.org/logo.png",
    "touch_icon": "https://clinic.example.org/icon.png",
    "page_type": "WebPage",
    "timezone": "America/New_York",
    "kinds": {"cards": ["es"]},
    "dates": "file",
    "policy": Policy(tags=TAGS - {"em"}),
    "service_url": "https://api.clinic.example.org/",
    "copies": "noindex",
    "description": {"en": "All about health"},
    "same_as": ("https://social.example/clinic",),
    "footer_links": {"en": {"Privacy": "https://clinic.example.org/privacy"}},
}


def test_every_key_of_a_publisher_is_among_the_changes() -> None:
    """A new key needs a change here."""
    assert {field.name for field in attrs.fields(Publisher)} == PUBLISHERS.keys()


@pytest.mark.parametrize("key", [key for key in PUBLISHERS if key != "authority"])
def test_changed_publisher(key: str, tmp_path: Path) -> None:
    """Each key that changes gives the tree of a build from nothing; another authority needs another history."""
    build(catalog(), PUBLISHER, tmp_path / "public")
    value = PUBLISHERS[key]
    if value == "folder":
        value = tmp_path / key
        value.mkdir()
        if key == "templates":
            (value / "snippet.html").write_text(
                '{% extends "syndicate/snippet.html" %}{% block footer %}<footer>Hi</footer>{% endblock %}', "utf-8"
            )
    assert_same(tmp_path, catalog(), attrs.evolve(PUBLISHER, **{key: value}))


def changed_template(folder: Path) -> None:
    """A template of the publisher says something else."""
    path = folder / "templates" / "snippet.html"
    path.write_text(path.read_text("utf-8").replace("One", "Two"), "utf-8")


def changed_label(folder: Path) -> None:
    """A label of the publisher says something else."""
    path = folder / "labels" / "es" / "LC_MESSAGES" / "syndicate.po"
    path.write_text(path.read_text("utf-8").replace("Vea además", "Lea también"), "utf-8")


def changed_language(folder: Path) -> None:
    """The publisher knows more words that no line of a title should end in."""
    (folder / "labels" / "es" / "language.toml").write_text('leaning_words = "de té"', "utf-8")


def changed_logo(folder: Path) -> None:
    """The logo has another color."""
    Pixels.new("RGB", (40, 40), (0, 90, 0)).save(folder / "logo.png")


def changed_photograph(folder: Path) -> None:
    """A photograph shows something else."""
    Pixels.new("RGB", (400, 300), (0, 90, 200)).save(folder / "photographs" / "tea.png")


def new_photograph(folder: Path) -> None:
    """Another topic has a photograph now."""
    Pixels.new("RGB", (400, 300), (0, 90, 200)).save(folder / "photographs" / "milk.png")


@pytest.mark.parametrize(
    "change",
    [changed_template, changed_label, changed_language, changed_logo, changed_photograph, new_photograph],
    ids=lambda f: f.__name__,
)
def test_changed_file_of_the_publisher(change: Callable[[Path], None], tmp_path: Path) -> None:
    """The publisher is the same, but a file that it names is not."""
    for name in ("templates", "labels/es/LC_MESSAGES", "photographs"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "templates" / "snippet.html").write_text(
        '{% extends "syndicate/snippet.html" %}{% block footer %}<footer>One</footer>{% endblock %}', "utf-8"
    )
    (tmp_path / "labels" / "es" / "LC_MESSAGES" / "syndicate.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Related topics"\nmsgstr "Vea además"\n',
        "utf-8",
    )
    Pixels.new("RGB", (40, 40), (90, 0, 0)).save(tmp_path / "logo.png")
    Pixels.new("RGB", (400, 300), (200, 90, 0)).save(tmp_path / "photographs" / "tea.png")
    publisher = attrs.evolve(
        PUBLISHER,
        templates=tmp_path / "templates",
        translations=tmp_path / "labels",
        card=CardStyle(logo=tmp_path / "logo.png", photographs=tmp_path / "photographs"),
    )
    build(catalog(), publisher, tmp_path / "public")
    before = files(tmp_path / "public")
    change(tmp_path)
    again_publisher = Publisher(**{field.name: getattr(publisher, field.name) for field in attrs.fields(Publisher)})
    assert_same(tmp_path, catalog(), again_publisher)
    assert before != files(tmp_path / "public")


@pytest.mark.parametrize("options", [{"only": ["pages"]}, {"only": ["cards", "embeds"]}, {"locales": ["es"]}])
def test_other_options(options: dict[str, Any], tmp_path: Path) -> None:
    """Fewer kinds or languages, and back again."""
    build(catalog(), PUBLISHER, tmp_path / "public")
    assert_same(tmp_path, catalog(), **options)
    shutil.rmtree(tmp_path / "fresh")
    assert_same(tmp_path, catalog())


def test_links_are_dated_by_the_history(tmp_path: Path) -> None:
    """A topic's feed dates each link by when it was first seen, which only the history knows."""
    undated = topic(updated={}, created={})
    build(Catalog([undated], groups=(HOME,), snapshot=day("2024-01-01")), PUBLISHER, tmp_path / "public")
    link = Link(url={"en": "https://tea.example.net/en/new"}, title={"en": "New"})
    sections = {"en": (Section(title="Start here", links=[TEA, link]),)}
    more = attrs.evolve(undated, sections=sections)
    assert_same(tmp_path, Catalog([more], groups=(HOME,), snapshot=day("2024-06-01")))
    shutil.rmtree(tmp_path / "fresh")
    assert_same(tmp_path, Catalog([more], groups=(HOME,), snapshot=day("2024-09-01")))


WORDS = st.sampled_from(["tea", "té", "water", "agua & sal", "¿qué?", "<b>"])


@given(
    edits=st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(["title", "description", "also_called", "groups", "gone"]), WORDS),
        max_size=4,
    )
)
@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_edits(edits: list[tuple[int, str, str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    """One build after the other, each over the last, whatever was edited in between."""
    folder = tmp_path_factory.mktemp("edits")
    topics = list(BASE)
    build(catalog(*topics), PUBLISHER, folder / "public")
    for place, field, word in edits:
        if field == "gone":
            if len(topics) > 1:
                topics.pop(place % len(topics))
        elif place < len(topics):
            value: Any = {"en": word}
            if field == "title":
                value = dict.fromkeys(topics[place].title.identifiers(), word)
            value = {"also_called": {"en": (word,)}, "groups": ("home",)}.get(field, value)
            topics[place] = attrs.evolve(topics[place], **{field: value})
        assert_same(folder, catalog(*topics))
        shutil.rmtree(folder / "fresh")


# What someone did to the tree


@pytest.mark.parametrize("path", ["es/topics/tea/index.html", "es/topics/tea/card.png", "en/topics/milk/feed.rss"])
def test_edited_file_is_made_again(path: str, tmp_path: Path) -> None:
    """A file that was changed or removed by hand is as it should be after the next build, even with its old date."""
    build(catalog(), PUBLISHER, tmp_path / "public")
    expected = files(tmp_path / "public")
    target = tmp_path / "public" / path
    body, times = target.read_bytes(), (target.stat().st_atime_ns, target.stat().st_mtime_ns)
    target.unlink()
    target.write_bytes(body[:-1] + b"X")
    os.utime(target, ns=times)
    build(catalog(), PUBLISHER, tmp_path / "public")
    assert expected == files(tmp_path / "public")
    target.unlink()
    build(catalog(), PUBLISHER, tmp_path / "public")
    assert expected == files(tmp_path / "public")


@pytest.mark.parametrize("made", [None, 5, {"es/topics/tea": 1}, {"es/topics/tea": ["a"]}, {"es/topics/tea": ["a", 5]}])
def test_manifest_that_does_not_help(made: Any, tmp_path: Path) -> None:
    """Of an earlier version, or damaged: all is rendered."""
    build(catalog(), PUBLISHER, tmp_path / "public")
    expected = files(tmp_path / "public")
    path = tmp_path / "public" / MANIFEST.path
    manifest = json.loads(path.read_bytes())
    path.write_text(json.dumps({"files": manifest["files"], **({"made": made} if made is not None else {})}))
    build(catalog(), PUBLISHER, tmp_path / "public")
    assert expected == files(tmp_path / "public")


def test_key_is_the_same_in_every_process(tmp_path: Path) -> None:
    """It depends on no place on the disk and on no chance, so that the tree's bytes do not either."""
    first, second = tmp_path / "a", tmp_path / "b"
    for folder in (first, second):
        (folder / "templates").mkdir(parents=True)
        build(catalog(), attrs.evolve(PUBLISHER, templates=folder / "templates"), folder / "public")
    made = [json.loads((folder / "public" / MANIFEST.path).read_bytes())["made"] for folder in (first, second)]
    assert made[0] == made[1]
    assert {
        "en",
        "es",
        *(f"{one}/topics/{slug}" for one in ("en", "es") for slug in ("tea", "milk")),
        "en/topics/kettle",
    } == (made[0].keys())


def test_edited_words_of_the_publisher_are_in_the_next_build(tmp_path: Path, rendered: list[str]) -> None:
    """In one process, with one publisher: what decides the files and what is rendered are the same words."""
    labels = tmp_path / "labels" / "es"
    (labels / "LC_MESSAGES").mkdir(parents=True)
    publisher = attrs.evolve(PUBLISHER, translations=tmp_path / "labels")
    page = tmp_path / "public" / "es" / "topics" / "tea" / "index.html"
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'

    for word in ("Origen", "Procedencia"):
        message = f'{head}msgid "Get updates"\nmsgstr "{word}"\n'
        (labels / "LC_MESSAGES" / "syndicate.po").write_text(message, encoding="utf-8")
        build(catalog(), publisher, tmp_path / "public")
        assert word in page.read_text(encoding="utf-8")
        assert rendered
        rendered.clear()
    assert "Origen" not in page.read_text(encoding="utf-8")

    text = f"{'Beba agua cada día. ' * 6}Vea la tab. Siete {'vasos ' * 40}"
    said = catalog(topic(description={}, summary={"es": Markup(f"<p>{text}</p>")}))
    for abbreviations, ending in (("pág", "Vea la tab."), ("pág tab", "agua cada día.")):
        (labels / "language.toml").write_text(f'abbreviations = "{abbreviations}"', encoding="utf-8")
        build(said, publisher, tmp_path / "public")
        assert f'{ending}">' in page.read_text(encoding="utf-8")
        assert rendered
        rendered.clear()
    build(said, publisher, tmp_path / "public")
    assert not rendered
