"""The keys by which site generators withhold a text, and dates as they write them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.errors import InvalidValueError
from syndicate.model import Catalog, FindingKind, Publisher
from syndicate.model.catalog_json import dumps
from syndicate.model.finding import stale
from syndicate.sources import read
from syndicate.sources.dates import day_or_moment

PUBLISHER = Publisher(name={"en": "Example"}, base_url="https://example.org/", authority="example.org,2024")
NOW = datetime(2024, 6, 6, 12, tzinfo=UTC)


def catalog(folder: Path, front: str, name: str = "sleep.en.md", publisher: Publisher = PUBLISHER) -> Catalog:
    """The catalog of one topic with a front matter, and of another that is related to it and links to it."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: Secret words\nupdated: 2024-01-01\n{front}\n---\nHidden text.\n", encoding="utf-8")
    other = "title: Naps\nupdated: 2024-01-01\nrelated: [sleep]"
    (folder / "naps.en.md").write_text(f"---\n{other}\n---\nNaps.\n", encoding="utf-8")
    return read(folder, publisher=publisher, now=NOW)


@pytest.mark.parametrize(
    "front",
    [
        *("draft: true", "Draft: TRUE", "draft: yes", 'draft: "true"', "isDraft: true", "is_draft: on", "wip: true"),
        *("published: false", "Published: no", "publish: false", "is-published: false", "public: false"),
        *("status: draft", "Status: Draft", "post_status: private", "status: pending-review", "status: future"),
        *("state: Unpublished", "visibility: private", "visibility: hidden", "workflow_state: in review"),
        *("headless: true", "unlisted: true", "hidden: true", "private: true", "render: false", "permalink: false"),
        *("build: {render: never}", "_build: {render: false}", "build: {render: link}", "build: {list: never}"),
        *("password: secret", "post_password: x", "eleventyExcludeFromCollections: true", "listed: false"),
        *("publishDate: 2024-06-07", "publishdate: 2099-01-01", "publish_date: 2099-01-01", "pubDate: 2099-01-01"),
        *("publishDate: 2024-06-06T12:00:01Z", "published_at: 2099-01-01 10:00:00 -0500", "publish_on: 2099/1/1"),
        *("embargo: 2099-01-01", "embargo_until: 2099-01-01", "published: 2099-01-01", "date_published: 2099-01-01"),
        *("expiryDate: 2024-06-06", "expires: 2020-01-01", "expirydate: 2020-01-01", "expiration_date: 2020-01-01"),
        *("unpublish_on: 2020-01-01", "unpublishDate: 2020-01-01T00:00:00Z", "expireDate: 2020-01-01"),
        *("date: 2099-01-01", "created: 2099-01-01", "date: 2024-06-07", "created: 2024-06-06T12:00:01Z"),
        *("status: archived", "status: borrador", "status: pending", "status: anything else", "estado: borrador"),
        *("published: pending", "published: Draft", "publicado: borrador"),
        *("borrador: true", "Borrador: sí", "publicado: false", "público: no", "status: false", "visibility: members"),
        *("embargo: true", "embargo: yes", "embargado: sí", "embargo: {until: 2099-01-01}", "embargo: 2099-01-01"),
        *("fechaPublicacion: 2099-01-01", "fecha_de_publicación: 2099-01-01", "fecha-publicación: 2099-01-01"),
        *("publicación: 2099-01-01", "publicado: 2099-01-01", "publicar_el: 2099-01-01", "se_publica_el: 2099-01-01"),
        *("fechaYHoraDePublicacion: 2099-01-01T10:00:00Z", "publicar_a_partir_del: 2099-01-01", "fecha: 2099-01-01"),
        *(
            "embargo_hasta: 2099-01-01",
            "fin_del_embargo: 2099-01-01",
            "programado_para: 2099-01-01",
            "Date: 2099-01-01",
        ),
        *("disponible_desde: 2099-01-01", "visibleDesde: 2099-01-01", "fecha_de_lanzamiento: 2099-01-01"),
        *("caduca: 2020-01-01", "caduca_el: 2020-01-01", "fecha_de_caducidad: 2020-01-01", "vencimiento: 2020-01-01"),
        *("fechaVencimiento: 2020-01-01", "vence: 2020-01-01", "expira: 2020-01-01", "expiración: 2020-01-01"),
        *(
            "publicar_hasta: 2020-01-01",
            "disponible_hasta: 2020-01-01",
            "válido_hasta: 2020-01-01",
            "retirar: 2020-01-01",
        ),
        *("scheduled_publish_time: 2099-01-01", "scheduledPublishDate: 2099-01-01", "publish-schedule: 2099-01-01"),
        *("release_date: 2099-01-01", "releaseDate: 2099-01-01", "go_live_at: 2099-01-01", "live_from: 2099-01-01"),
        *("first_published: 2099-01-01", "firstPublicationDate: 2099-01-01", "embargo-lift-date: 2099-01-01"),
        *("publish_end_date: 2020-01-01", "published-to: 2020-01-01", "archived: 2020-01-01", "removeOn: 2020-01-01"),
        *("fin-de-publicación: 2020-01-01", "visible_to: 2020-01-01", "EN BORRADOR: true", "noMostrar: true"),
        *("noPublish: true", "nopublish: true", "do_not_publish: true", "dontPublish: yes", "not-published: true"),
        *("no_publicar: sí", "noPublicado: true", "sin_publicar: true", "despublicado: true", "unpublic: true"),
        *("isHidden: true", "is_private: true", "esta_oculto: true", "en_borrador: true", "es_borrador: true"),
        *("shouldPublish: false", "active: false", "activo: no", "habilitado: false", "esVisible: no", "aprobado: no"),
        *("exclude_from_feed: true", "excludeFromCollections: true", "skip_publishing: true", "hideFromSite: true"),
        *(
            "retirado: true",
            "caducado: true",
            "expired: true",
            "scheduled: true",
            "restricted: true",
            "confidencial: sí",
        ),
        *("publishDate: never", "publicar_el: nunca", "estado_de_la_publicacion: borrador", "access: private"),
        *("reviewStatus: pending", "editorial_status: draft", "content-state: in review", "notPublished: on"),
        *("expiryDat: 2024-01-01", "drfat: true", "publishDat: 2024-06-07", "publised: false", "statis: draft"),
    ],
)
def test_what_is_withheld(tmp_path: Path, front: str) -> None:
    """In whatever spelling an ecosystem writes it, the text is nowhere, it is said, and nothing leads to it."""
    found = catalog(tmp_path, front)
    assert ["naps"] == list(found)
    assert [("en", "sleep")] == list(found.withheld)
    assert {FindingKind.WITHHELD, FindingKind.FUTURE_DATE} & {finding.kind for finding in found.findings}
    assert not found["naps"].related
    for word in (b"Secret", b"Hidden"):
        assert word not in dumps(found)


@pytest.mark.parametrize(
    "front",
    [
        *("draft: false", "draft:", "published: true", "published: 2024-01-01", "status: published", "status: new"),
        *("publishDate: 2024-06-06", "publishDate: 2024-06-06T11:59:59Z", "expiryDate: 2024-06-07", "expires: never"),
        *("embargo: none", "embargo: false", "build: {render: always}", "visibility: public", "permalink: /sleep/"),
        *("state: Ohio", "status: publicado", "status:", "estado: Jalisco", "publisher: 'no'", "borrador: false"),
        *("expiryDate: 0001-01-01", "expires: 0001-01-01T00:00:00Z", "publishDate: '0001-01-01 00:00:00'"),
        *("date: 2024-06-06", "hidden: false", "password:", "unlisted: false"),
        *("visible_to: all", "available_to: members", "show_end: true", "valid_through: autumn"),
        *("noPublish: false", "embargo: no", "expired: false", "scheduled: false", "published_by: Ana", "hide: [toc]"),
        *(
            "caduca: nunca",
            "vencimiento: 2099-01-01",
            "publicacion: Boletín 5",
            "release: v1.2",
            "first_published: 2020",
        ),
        *("publication: NIH News", "display_date: Spring 2020", "access: everyone", "stage: IV", "active: true"),
        *(
            "next_release_date: 2099-01-01",
            "review_status: reviewed",
            "hide_title: true",
            "noindex: false",
            "show: true",
        ),
        *("publicado: sí", "fecha_de_publicacion: 2020-01-01", "expires: indefinido", "toc: false", "sitemap: false"),
    ],
)
def test_what_is_not_withheld(tmp_path: Path, front: str) -> None:
    """A text that its keys let out is published, and nothing is said."""
    found = catalog(tmp_path, front)
    assert {"naps", "sleep"} == set(found)
    assert {} == found.withheld
    assert [] == [item for item in found.findings if item.kind is not FindingKind.UNPAIRED]


@pytest.mark.parametrize(
    "front", ["params: {draft: true}", "extra: {published: false, color: red}", "seo: {noindex: true}"]
)
def test_a_key_that_would_withhold_elsewhere_is_told(tmp_path: Path, front: str) -> None:
    """Site generators do not look for it in the tables of their themes, and it may have been meant."""
    (found,) = (each for each in catalog(tmp_path, front).findings if each.kind is FindingKind.NOT_WITHHELD)
    assert front.replace(": {", ".").startswith(found.details["key"])


@pytest.mark.parametrize(
    ("front", "key", "near"),
    [
        ("expiryDat: 2099-01-01", "expiryDat", "expiryDate"),
        ("drfat: false", "drfat", "draft"),
        ("drfat: true", "drfat", "draft"),
        ("publised: true", "publised", "published"),
    ],
)
def test_a_key_that_nearly_withholds_is_told(tmp_path: Path, front: str, key: str, near: str) -> None:
    """Whether the text is published or not, the key is named with its line."""
    (found,) = (each for each in catalog(tmp_path, front).findings if each.kind is FindingKind.UNKNOWN_KEY)
    assert (key, near, f"{tmp_path / 'sleep.en.md'}:4") == (found.details["key"], found.details["near"], found.source)


@pytest.mark.parametrize(
    ("front", "example"),
    [
        ("draft_for_now: true", "draft: true"),
        ("keepPrivate: true", "draft: true"),
        ("phase: draft", "draft: true"),
        ("fase: Borrador", "draft: true"),
        ("publicationApproved: false", "draft: true"),
        ("license_expires: 2020-01-01", "expiryDate: 2030-12-31"),
        *(
            (f"{front}", "draft: true")
            for front in ("noindex: true", "robotsNoIndex: yes", "robots: 'NoIndex, nofollow'")
        ),
    ],
)
def test_a_key_that_seems_to_withhold_is_told(tmp_path: Path, front: str, example: str) -> None:
    """A key that nobody knows and that sounds like one that withholds is named, with one that does."""
    catalogd = catalog(tmp_path, front)
    (found,) = (each for each in catalogd.findings if each.kind is FindingKind.NOT_WITHHELD)
    assert "sleep" in catalogd
    assert (front.partition(":")[0], example) == (found.details["key"], found.details["example"])


@pytest.mark.parametrize(
    "front", ["embargo: soon", "fecha_de_publicacion: 31/12/2099", "caduca: pronto", "embargo: {a: b}"]
)
def test_a_moment_that_nobody_can_read_withholds(tmp_path: Path, front: str) -> None:
    """Where nobody can tell whether a text may be published, it is not, and the key is named with the way out."""
    catalogd = catalog(tmp_path, front)
    (found,) = (each for each in catalogd.findings if each.kind is FindingKind.BROKEN)
    assert ["naps"] == list(catalogd)
    assert "write a day as 2024-06-06" in found.message()
    assert f"{tmp_path / 'sleep.en.md'}:4" == found.source


@pytest.mark.parametrize("front", ["draft: true", "publishDate: 2099-01-01", "caduca: 2020-01-01", "date: 2099-01-01"])
def test_a_related_topic_that_is_withheld_is_told(tmp_path: Path, front: str) -> None:
    """Whatever withholds it, the text that names it is shown without it, and the finding has the line."""
    (found,) = (each for each in catalog(tmp_path, front).findings if each.kind is FindingKind.BROKEN_LINK)
    assert found.message().endswith("is left out: the topic is not published")
    assert f"{tmp_path / 'naps.en.md'}:4" == found.source


@pytest.mark.parametrize("key", ["date", "updated", "publishDate"])
@pytest.mark.parametrize(("timezone", "hour"), [("", "00:00"), ("America/New_York", "04:00")])
def test_a_day_begins_where_the_publisher_is(tmp_path: Path, key: str, timezone: str, hour: str) -> None:
    """A text of a day is withheld until that day begins, whichever key says so."""
    (tmp_path / "sleep.en.md").write_text(f"---\ntitle: T\n{key}: 2024-06-07\n---\n", encoding="utf-8")
    publisher = attrs.evolve(PUBLISHER, timezone=timezone)
    moment = datetime.fromisoformat(f"2024-06-07T{hour}:00+00:00")
    before = read(tmp_path, publisher=publisher, now=moment - timedelta(seconds=1))
    assert (0, moment) == (len(before), before.next_moment)
    assert ["sleep"] == list(read(tmp_path, publisher=publisher, now=moment))


@pytest.mark.parametrize(
    ("timezone", "moment", "kept"),
    [
        ("", "2024-06-06T23:59:59Z", False),
        ("", "2024-06-07T00:00:00Z", True),
        ("Asia/Tokyo", "2024-06-06T14:59:59Z", False),
        ("Asia/Tokyo", "2024-06-06T15:00:00Z", True),
        ("America/New_York", "2024-06-07T03:59:59Z", False),
        ("America/New_York", "2024-06-07T04:00:00Z", True),
    ],
)
def test_an_update_of_tomorrow(tmp_path: Path, timezone: str, moment: str, kept: bool) -> None:
    """A text that was made before is published without it, to the second, and nothing has a date in the future."""
    front = "---\ntitle: T\ndate: 2024-01-01\nupdated: 2024-06-07\n---\n"
    (tmp_path / "sleep.en.md").write_text(front, encoding="utf-8")
    now = datetime.fromisoformat(moment)
    found = read(tmp_path, publisher=attrs.evolve(PUBLISHER, timezone=timezone), now=now)
    assert kept == ("en" in found["sleep"].updated)
    assert all(day <= now for day in (*found["sleep"].updated.values(), *found["sleep"].created.values()))
    assert kept == (found.next_moment is None)
    told = [each.source for each in found.findings if each.kind is FindingKind.FUTURE_DATE]
    assert ([] if kept else [f"{tmp_path / 'sleep.en.md'}:4"]) == told
    for day in found["sleep"].updated.values():
        assert "2024-06-07" == day.date().isoformat()


@pytest.mark.parametrize("name", ["_drafts/sleep.en.md", "2099-01-01-sleep.en.md"])
def test_what_the_name_of_a_file_withholds(tmp_path: Path, name: str) -> None:
    """Jekyll's drafts lie in a folder, and its posts have their date before their name."""
    assert ["naps"] == list(catalog(tmp_path, "id: x", name))


def test_what_a_section_hands_down(tmp_path: Path) -> None:
    """Hugo's pages about sections withhold the pages below them, in their language, unless a page says otherwise."""
    for name, front in (("a/b/sleep.en.md", ""), ("a/b/sleep.es.md", ""), ("a/naps.en.md", "draft: false")):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: T\nupdated: 2024-01-01\n{front}\n---\n", encoding="utf-8")
    (tmp_path / "a" / "_index.en.md").write_text("---\ntitle: A\ncascade: {draft: true}\n---\n", encoding="utf-8")
    found = read(tmp_path, now=NOW)
    assert {("en", "sleep"): "a/_index.en.md: cascade.draft"} == found.withheld
    assert {"naps": ["en"], "sleep": ["es"]} == {
        slug: [locale.language for locale in topic.locales] for slug, topic in found.items()
    }


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("updated: 2024-01-01\npublishDate: 2099-01-01", 4),
        ("updated: 2024-01-01\npublishDate: 2024-01-02\nembargo: 2099-01-01", 5),
        ("expires: 2024-01-02\nupdated: 2024-01-01", 3),
        ("description: A\nupdated: 2099-01-01", 4),
        ("draft: true\nupdated: 2024-01-01", 3),
    ],
)
def test_the_line_that_withholds(tmp_path: Path, front: str, line: int) -> None:
    """The finding names the line of the key that decides."""
    (tmp_path / "sleep.en.md").write_text(f"---\ntitle: T\n{front}\n---\n", encoding="utf-8")
    (found,) = read(tmp_path, publisher=PUBLISHER, now=NOW).findings
    assert f"{tmp_path / 'sleep.en.md'}:{line}" == found.source


def test_a_draft_need_not_be_finished(tmp_path: Path) -> None:
    """A draft without a title or a date is withheld, not broken."""
    (tmp_path / "sleep.en.md").write_text("---\ndraft: true\nupdated: soon\ngroups: 7\n---\n", encoding="utf-8")
    found = read(tmp_path, now=NOW)
    assert [FindingKind.WITHHELD] == [finding.kind for finding in found.findings]


def test_the_next_moment(tmp_path: Path) -> None:
    """A day begins where the publisher is; without a time zone, in UTC."""
    assert datetime(2024, 6, 7, tzinfo=UTC) == catalog(tmp_path, "publishDate: 2024-06-07").next_moment
    there = attrs.evolve(PUBLISHER, timezone="America/New_York")
    found = catalog(tmp_path, "publishDate: 2024-06-07", publisher=there)
    assert datetime(2024, 6, 7, 4, tzinfo=UTC) == found.next_moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-02", "2024-01-02"),
        ("20240102", "2024-01-02"),
        ("2024-1-2", "2024-01-02"),
        ("2024/01/02", "2024-01-02"),
        ("2024-01-02 10:00:00 -0500", "2024-01-02T10:00:00-05:00"),
        ("2024-01-02 10:00 +0200", "2024-01-02T10:00:00+02:00"),
        ("2024-01-02T23:00:00-05:00", "2024-01-02T23:00:00-05:00"),
        ("2024-01-02 03:00:00 UTC", "2024-01-01T22:00:00-05:00"),
        ("2024-01-02 10:00:00.123456789 +0000 UTC", "2024-01-02T05:00:00-05:00"),
        ("2024-01-02T10:00:00.5Z", "2024-01-02T05:00:00-05:00"),
        ("2024-01-02 10:00:00", "2024-01-02T10:00:00-05:00"),
        ("2024-07-02T10:00:00", "2024-07-02T10:00:00-04:00"),
    ],
)
def test_dates_as_generators_write_them(text: str, expected: str) -> None:
    """Days, moments with an offset in any usual form, and moments in the publisher's time zone."""
    zone = attrs.evolve(PUBLISHER, timezone="America/New_York").zone
    assert expected == day_or_moment(text, zone).isoformat()


@pytest.mark.parametrize("text", ["03/05/2024", "6 June", "2024-02-30", "2024-13-01", "2024", "soon", "", "6.6.2024"])
def test_dates_that_are_none(text: str) -> None:
    """What can be read in two ways, or in none, is refused with the way out."""
    with pytest.raises(InvalidValueError, match="write a day as 2024-06-06"):
        day_or_moment(text)


def test_a_moment_without_a_zone() -> None:
    """Where no time zone is stated for the publisher, nobody can tell when it was."""
    with pytest.raises(InvalidValueError, match=r"or `timezone` in publisher\.toml"):
        day_or_moment("2024-01-02 10:00:00")


@given(text=st.text(st.sampled_from("0123456789-/:+ TZ.UC"), max_size=26))
def test_any_date_is_read_or_refused(text: str) -> None:
    """No text of digits brings the reader down."""
    with suppress(InvalidValueError):
        assert isinstance(day_or_moment(text, UTC), date)


@pytest.mark.parametrize("name", ["Mars/Phobos", "EST5", "", "America", "/etc/localtime", "../etc/passwd"])
def test_time_zones_that_are_none(name: str) -> None:
    """A time zone is a place of the IANA database; the message names the nearest."""
    if name:
        with pytest.raises(InvalidValueError, match="there is no time zone"):
            attrs.evolve(PUBLISHER, timezone=name)
    else:
        assert attrs.evolve(PUBLISHER, timezone=name).zone is None


def test_a_date_keeps_its_own_day(tmp_path: Path) -> None:
    """A text of the evening in New York is of that day in the catalog; its JSON has the moment in UTC, as ever."""
    found = catalog(tmp_path, "reviewed: 2024-01-02T23:00:00-05:00")
    assert date(2024, 1, 2) == found["sleep"].reviewed["en"].date()
    path = tmp_path / "topics.json"
    path.write_bytes(dumps(found))
    again = read(path, now=NOW)["sleep"].reviewed["en"]
    assert datetime(2024, 1, 3, 4, tzinfo=UTC) == again


@pytest.mark.parametrize(
    ("updated", "original", "days"),
    [
        ("2024-06-06", "2024-06-07", 1),
        ("2024-06-06T10:00:00-05:00", "2024-06-06T22:30:00-05:00", None),
        ("2024-06-06", "2024-06-06T22:30:00-05:00", None),
        ("2024-06-06T22:30:00-05:00", "2024-06-07", None),
        ("2024-06-06T23:00:00+00:00", "2024-06-07T08:00:00+09:00", None),
        ("2024-06-05T22:30:00-05:00", "2024-06-07", 2),
    ],
)
def test_zones_make_no_translation_stale(updated: str, original: str, days: int | None) -> None:
    """A translation is behind its original by days that passed wherever one looks."""
    moments = [datetime.fromisoformat(text) for text in (updated, original)]
    first, second = (moment if moment.tzinfo else moment.replace(tzinfo=UTC) for moment in moments)
    found = stale(topic="1", locale="es", title="T", updated=first, original=second)
    assert (str(days) if days else None) == (found.details["days"] if found else None)
