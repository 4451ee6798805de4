"""The Django app, in a project of Django's own: tags, the language of the page, and the sitemap."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from lxml import etree
from samples import attribute, parsed

import syndicate

django = pytest.importorskip("django", reason="Django is not installed")

from django.conf import settings  # noqa: E402 -- after it is known to be there

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["*"],
        INSTALLED_APPS=["django.contrib.sitemaps", "syndicate.contrib.django"],
        LANGUAGE_CODE="en",
        LANGUAGES=[("en", "English"), ("es", "Español"), ("es-mx", "Español de México"), ("fr", "Français")],
        MIDDLEWARE=["django.middleware.locale.LocaleMiddleware"],
        ROOT_URLCONF=__name__,
        SECRET_KEY="x",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        USE_TZ=True,
    )
    django.setup()

from django.conf.urls.i18n import i18n_patterns  # noqa: E402
from django.contrib.sitemaps.views import sitemap  # noqa: E402
from django.core.exceptions import ImproperlyConfigured  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import Context, Template, TemplateSyntaxError  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.urls import path  # noqa: E402

from syndicate.contrib.django.sitemaps import TopicSitemap  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "health-topics"
PAGE = """{% load i18n syndicate %}{% get_current_language as LANGUAGE_CODE %}<!DOCTYPE html>
<html lang="{{ LANGUAGE_CODE }}"><head>{% syndicate_head slug %}</head>
<body><h1>Clinic</h1>{% syndicate_snippet slug heading_level=2 sections=False %}</body></html>"""


def show(request: HttpRequest, slug: str) -> HttpResponse:
    """A page with a topic."""
    return HttpResponse(Template(PAGE).render(Context({"slug": slug})))


class OwnPages(TopicSitemap):
    """The topics at the project's own addresses."""

    view_name = "topic"


urlpatterns = [
    path("sitemap.xml", sitemap, {"sitemaps": {"topics": TopicSitemap}}),
    path("own.xml", sitemap, {"sitemaps": {"topics": OwnPages}}),
    *i18n_patterns(path("topics/<slug:slug>/", show, name="topic")),
]


@pytest.fixture(autouse=True)
def project() -> Iterator[None]:
    """A project that shows the example's topics."""
    paths = {"SOURCE": EXAMPLE, "PUBLISHER": EXAMPLE / "publisher.toml"}
    with override_settings(ROOT_URLCONF=__name__, SYNDICATE=paths):
        yield


def rendered(template: str, **values: Any) -> str:
    """What a template makes."""
    return str(Template("{% load syndicate %}" + template).render(Context(values)))


def test_a_page_has_the_text_and_the_head_in_its_language(
    example_catalog: syndicate.Catalog, example_publisher: syndicate.Publisher
) -> None:
    """By the language of the request; the HTML is not escaped, and is what the package makes."""
    sleep = example_catalog["sleep"]
    for locale in ("en", "es"):
        body = Client().get(f"/{locale}/topics/sleep/").content.decode()
        assert str(syndicate.card(sleep, example_publisher, locale).html) in body
        expected = syndicate.snippet(sleep, example_publisher, locale, heading_level=2, sections=False).html
        assert str(expected) in body
    assert "Dormir bien" in Client().get("/es-mx/topics/sleep/").content.decode()
    french = parsed(Client().get("/fr/topics/sleep/").content.decode())
    assert "Healthy sleep" == french.css_first("article h2").text()


def test_tags_take_a_language_and_all_options() -> None:
    """In place of that of the page."""
    html = parsed(rendered('{% syndicate_snippet "sleep" locale="es" heading_level=4 summary=False dates=False %}'))
    assert "Dormir bien" == html.css_first("h4").text()
    assert not html.css("time")
    assert 'content="es_LA"' in rendered('{% syndicate_head "sleep" "es" %}')
    for wrong in ('{% syndicate_snippet "sleep" heading=4 %}', "{% syndicate_snippet %}"):
        with pytest.raises((syndicate.InvalidValueError, TypeError, TemplateSyntaxError)):
            rendered(wrong)


def test_a_page_without_a_topic_names_the_feeds(example_publisher: syndicate.Publisher) -> None:
    """Of the catalog, in the language of the page and in all formats."""
    links = parsed(rendered('{% syndicate_head locale="es" %}')).css("link")
    assert ["feeds/topics.rss", "feeds/topics.atom", "feeds/topics.json"] == [
        attribute(link, "href").removeprefix(f"{example_publisher.base_url}es/") for link in links
    ]
    assert {"Salud Ejemplo: todos los temas"} == {attribute(link, "title") for link in links}


@pytest.mark.parametrize("debug", [True, False])
def test_a_topic_that_was_taken_back_takes_no_page_along(debug: bool, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing in its place, and a line in the log; while one develops, the error."""
    with override_settings(DEBUG=debug):
        for tag in ("syndicate_snippet", "syndicate_head"):
            if debug:
                with pytest.raises(syndicate.NotFoundError):
                    rendered(f'{{% {tag} "nothing" %}}')
            else:
                assert "" == rendered(f'{{% {tag} "nothing" %}}')
                assert "nothing" in caplog.messages[-1]


def test_a_file_is_read_again_when_it_changes(tmp_path: Path, example_tree: Path) -> None:
    """The topics.json of a tree, which the next build replaces."""
    copy = tmp_path / "topics.json"
    text = (example_tree / "topics.json").read_text("utf-8")
    copy.write_text(text, encoding="utf-8")
    with override_settings(SYNDICATE={"SOURCE": [str(copy)], "PUBLISHER": EXAMPLE / "publisher.toml"}):
        assert "Healthy sleep" in rendered('{% syndicate_snippet "sleep" %}')
        copy.write_text(text.replace("Healthy sleep", "Sound sleep"), encoding="utf-8")
        os.utime(copy, ns=(1, 1))
        assert "Sound sleep" in rendered('{% syndicate_snippet "sleep" %}')


@pytest.mark.parametrize("wrong", [None, {}, {"SOURCE": "x"}, "topics"])
def test_settings_that_do_not_say_where_the_topics_are(wrong: Any) -> None:
    """They are an error that shows how to say it."""
    with override_settings(SYNDICATE=wrong), pytest.raises(ImproperlyConfigured, match="SOURCE"):
        rendered('{% syndicate_snippet "sleep" %}')


@pytest.mark.parametrize("own", [False, True])
def test_sitemap_lists_each_text_with_its_twins(example_catalog: syndicate.Catalog, own: bool) -> None:
    """Its date, and hreflang for each language; at the topics' own addresses or at those of the project."""
    root = etree.fromstring(Client().get("/own.xml" if own else "/sitemap.xml").content)
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    found = {one.findtext("s:loc", namespaces=names): one for one in root.findall("s:url", names)}
    texts = [(topic, locale) for topic in example_catalog.values() for locale in topic.locales]
    assert {f"http://testserver/{locale}/topics/{topic.slug}/" for topic, locale in texts} == set(found)
    for topic, locale in texts:
        url = found[f"http://testserver/{locale}/topics/{topic.slug}/"]
        assert topic.updated[locale].date().isoformat() == url.findtext("s:lastmod", namespaces=names)
        twins = {str(other): f"http://testserver/{other}/topics/{topic.slug}/" for other in topic.locales}
        default = {"x-default": twins["en"]} if len(twins) > 1 else {}
        assert twins | default == {link.get("hreflang"): link.get("href") for link in url.findall("x:link", names)}


def test_the_guide_runs_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings, the template, and the addresses of the guide make a page."""
    guide = (ROOT / "docs" / "how-to" / "use-django.md").read_text("utf-8")
    configured, urls = re.findall(r"^```py\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)[:2]
    template = re.search(r"^```html\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)[1]  # type: ignore[index]
    monkeypatch.chdir(ROOT)
    values: dict[str, Any] = {"INSTALLED_APPS": []}
    exec(configured, values)
    assert "syndicate.contrib.django" in values["INSTALLED_APPS"]
    (tmp_path / "topic.html").write_text(template, encoding="utf-8")
    (tmp_path / "404.html").write_text("<title>Gone</title>", encoding="utf-8")
    engines = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [tmp_path], "APP_DIRS": True}]
    module = ModuleType("guide_urls")
    monkeypatch.setitem(sys.modules, "guide_urls", module)
    with override_settings(SYNDICATE=values["SYNDICATE"], TEMPLATES=engines, ROOT_URLCONF="guide_urls"):
        exec(urls, module.__dict__)
        page = parsed(Client().get("/es/topics/sleep/").content.decode())
        assert "Dormir bien" == page.css_first("article h1").text()
        assert page.css("head meta[property='og:title']")
        assert b"hreflang" in Client().get("/sitemap.xml").content
        assert (404, b"<title>Gone</title>") == (
            (gone := Client().get("/es/topics/nothing/")).status_code,
            gone.content,
        )
