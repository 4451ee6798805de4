"""Links of a catalog are asked for on real servers of this machine, politely, and what is found is told."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner
from markupsafe import Markup

import syndicate
from syndicate.cli import cli
from syndicate.errors import PublishError, SourceError
from syndicate.link_check import check_links
from syndicate.model import Catalog, Image, Link, Section, Topic

ENGLISH = "The genes in your cells hold the instructions that are used for making proteins of all kinds. " * 5
SPANISH = "Los genes de sus células tienen las instrucciones que se usan para hacer las proteínas de todo tipo. " * 5


@attrs.define
class Site:
    """A server: what it answers by path, and what it was asked, how often, and how many at once."""

    pages: dict[str, Any] = attrs.field(factory=dict)
    asked: list[str] = attrs.field(factory=list)
    times: list[float] = attrs.field(factory=list)
    languages: dict[str, str | None] = attrs.field(factory=dict)
    at_once: int = 0
    most: int = 0
    address: str = ""
    lock: Any = attrs.field(factory=threading.Lock)

    def page(self, path: str, body: str = "", status: int = 200, **headers: str) -> str:
        """Let a path answer so, always; its address."""
        self.pages[path] = [(status, body, headers)]
        return self.address + path

    def redirect(self, path: str, target: str, status: int = 301) -> str:
        """Let a path lead elsewhere; its address."""
        return self.page(path, status=status, Location=target)


def html(language: str, text: str) -> str:
    """A page that states a language."""
    return f'<!DOCTYPE html><html lang="{language}"><title>A</title><script>var the = "of";</script><body><p>{text}</p>'


@pytest.fixture
def site() -> Iterator[Site]:
    """A server that answers 404 to what it was not told of."""
    found = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with found.lock:
                found.asked.append(self.path)
                found.times.append(time.monotonic())
                found.languages[self.path] = self.headers["Accept-Language"]
                found.at_once += 1
                found.most = max(found.most, found.at_once)
            answers = found.pages.get(self.path, [(404, "", {})])
            status, body, headers = answers.pop(0) if len(answers) > 1 else answers[0]
            self.send_response(status)
            content = {"Content-Type": "text/html; charset=utf-8", **headers}
            for name, value in content.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            with found.lock:
                found.at_once -= 1
            self.wfile.write(body.encode())

        def log_message(self, *values: object) -> None:
            """No noise."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield found
        server.shutdown()
        thread.join()


def catalog_of(*links: str, language: str = "en", summary: str = "", **more: Any) -> Catalog:
    """A catalog of one topic that lists some links."""
    listed = [Link(url={language: url}, title={language: "A page"}) for url in links]
    sections = {language: (Section(title="Links", links=tuple(listed)),)} if listed else {}
    topic = Topic(
        slug="genes",
        ids={language: "7"},
        title={language: "Genes"},
        summary={language: Markup(summary)},
        sections=sections,
        **more,
    )
    return Catalog([topic])


def found_in(catalog: Catalog, **options: Any) -> list[tuple[str, str]]:
    """The kinds of the findings, with the path of the link or the reason."""
    findings = check_links(catalog, **{"private": True, "pause": 0.0, **options})
    return [
        (one.kind.value, one.details.get("reason") or one.details["link"].split("/", 3)[3] or "") for one in findings
    ]


def test_what_is_there_is_no_finding(site: Site) -> None:
    """Pages, files, and what moves for a while only; each is asked for once, after the rules of the server."""
    one, file = (
        site.page("/a?b=%C3%B1", html("en-US", ENGLISH)),
        site.page("/a.pdf", "x", Content_Type="application/pdf"),
    )
    moving = site.redirect("/now", "/a.pdf", 302)
    assert found_in(catalog_of(one, f"{one}#place", file, moving)) == []
    assert Counter(site.asked) == {"/robots.txt": 1, "/a?b=%C3%B1": 1, "/a.pdf": 2, "/now": 1}
    assert site.languages["/a.pdf"] == "en"


def test_letters_of_any_script_are_sent_as_servers_expect(site: Site) -> None:
    """What is not ASCII is sent as UTF-8, in percent."""
    site.page("/sue%C3%B1o", html("es", SPANISH))
    assert found_in(catalog_of(f"{site.address}/sueño", language="es")) == []


@pytest.mark.parametrize("status", [404, 410])
def test_gone_pages_are_warnings(site: Site, status: int) -> None:
    """Also behind a redirect; the message names the topic, the link, and the way out, in the editor's language."""
    site.page("/gone", status=status)
    catalog = catalog_of(site.address + "/gone", site.redirect("/before", "/gone"))
    assert found_in(catalog) == [("gone-link", "gone"), ("gone-link", "before")]
    first = check_links(catalog, private=True, pause=0)[0]
    assert (first.topic, first.locale, first.severity) == ("7", "en", "warning")
    link = f"{site.address}/gone"
    assert first.message() == f"“Genes”: {link} is gone (HTTP {status}); link to another page, or remove the link"
    assert str(status) in first.message("es")


def test_pages_that_moved_for_good_are_told_with_their_address(site: Site) -> None:
    """Only if each step of the way is for good."""
    site.page("/new", html("en", ENGLISH))
    site.redirect("/middle", "new", 308)
    catalog = catalog_of(site.redirect("/old", "/middle"), site.redirect("/for-now", "/middle", 307))
    (one,) = check_links(catalog, private=True, pause=0)
    assert (one.kind.value, one.details["address"]) == ("moved-link", f"{site.address}/new")


def test_pages_in_another_language_than_stated(site: Site) -> None:
    """The words count more than what a page states, which is wrong on many; `hreflang` is a statement too."""
    other = site.page("/other", html("en", ENGLISH))
    wrongly = site.page("/wrongly", html("en", SPANISH))
    unstated = site.page("/unstated", f"<p>{ENGLISH}")
    header = site.page("/header", "<p>words", Content_Language="en")
    several = site.page("/several", "<p>words", Content_Language="en, es")
    assert found_in(catalog_of(other, wrongly, unstated, header, several, language="es")) == [
        ("link-language", "other"),
        ("link-language", "header"),
    ]
    summary = f'<p><a href="{other}" hreflang="es">A</a> <a href="{wrongly}">B</a></p>'
    assert found_in(catalog_of(summary=summary)) == [("link-language", "other")]


def test_every_place_of_a_topic_is_looked_at(site: Site) -> None:
    """The summary with its pictures, the picture, related pages; not mail, and not the publisher's own pages."""
    names = ["text", "small", "picture", "more", "own/page", "french"]
    text, small, picture, more, own, french = (f"{site.address}/{name}" for name in names)
    summary = f'<p><a href="{text}#b">A</a><a href="mailto:a@b.example">B</a><a href="{own}">C</a></p>'
    summary += f'<p><img src="{picture}" srcset="{small} 1x" alt=""></p>'
    more_of = {"related": {"en": (syndicate.Reference(title="R", url=more),)}, "image": {"en": Image(url=picture)}}
    more_of["other_languages"] = {"en": (syndicate.OtherLanguage(language="French", url=french),)}
    gone = found_in(catalog_of(summary=summary, **more_of), base_url=f"{site.address}/own/")
    assert gone == [("gone-link", name) for name in ("text", "picture", "small", "more", "french")]


def test_servers_without_an_answer(site: Site) -> None:
    """A closed port, a name that nobody has, endless redirects, errors that stay; one that passes is none."""
    closed = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    closed.server_close()
    nowhere = f"http://127.0.0.1:{closed.server_port}/a"
    site.pages["/passing"] = [(503, "", {}), (200, "", {})]
    links = [nowhere, "http://nowhere.invalid/a", site.redirect("/round", "/round"), site.page("/error", status=500)]
    assert found_in(catalog_of(*links, f"{site.address}/passing")) == [
        ("unreached-link", reason) for reason in ("no-connection", "no-host", "endless-redirects", "server-error")
    ]


def test_a_server_that_is_down_is_soon_left_alone() -> None:
    """All of its links are told, though it was asked for three."""
    closed = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    closed.server_close()
    links = [f"http://127.0.0.1:{closed.server_port}/{number}" for number in range(9)]
    assert found_in(catalog_of(*links)) == [("unreached-link", "no-connection")] * 9


def test_what_could_not_be_checked_is_counted_by_server(site: Site) -> None:
    """Pages that refuse programs, also by robots.txt."""
    site.page("/robots.txt", "User-agent: *\nDisallow: /kept\n")
    links = [site.page(f"/{status}", status=status) for status in (401, 403, 451)]
    found = check_links(catalog_of(*links, f"{site.address}/kept/1", f"{site.address}/kept/2"), private=True, pause=0)
    assert [(one.kind.value, one.details["reason"], one.details["count"]) for one in found] == [
        *[("unchecked-link", "refuses-programs", "1")] * 3,
        ("unchecked-link", "robots", "2"),
    ]
    assert "/kept/1" not in site.asked
    host = site.address.partition("://")[2]
    said = f"links to {host} that were not checked (2): its robots.txt asks programs to stay away; look in a browser"
    assert found[-1].message() == said


def test_a_server_that_asks_to_wait_is_waited_for_or_left(site: Site) -> None:
    """A second is waited for; an hour is not, and nothing else is asked of it."""
    site.pages["/soon"] = [(429, "", {"Retry-After": "1"}), (200, "", {})]
    began = time.monotonic()
    assert found_in(catalog_of(f"{site.address}/soon")) == []
    assert time.monotonic() - began >= 1
    busy = site.page("/busy", status=429, Retry_After="3600")
    assert found_in(catalog_of(busy, f"{site.address}/later")) == [("unchecked-link", "busy-server")]
    assert "/later" not in site.asked


def test_servers_are_asked_one_by_one_with_a_pause(site: Site) -> None:
    """However many links lead there."""
    links = [site.page(f"/{number}") for number in range(6)]
    assert found_in(catalog_of(*links), pause=0.05) == []
    assert site.most == 1
    assert min(later - one for one, later in zip(site.times, site.times[1:], strict=False)) >= 0.04


def test_private_networks_are_left_alone_unless_wanted(site: Site) -> None:
    """A catalog from elsewhere may name servers that only this machine reaches, also by a redirect's way."""
    assert found_in(catalog_of(site.page("/a"), "http://[::1]/"), private=False) == [
        ("unchecked-link", "private-network"),
        ("unchecked-link", "private-network"),
    ]
    assert site.asked == []


def test_no_time_left_is_told_and_the_next_run_goes_on(site: Site, tmp_path: Path) -> None:
    """What is known stands for a while, and is not asked for again."""
    links = [site.page(f"/{number}", status=404 if number == 1 else 200) for number in range(4)]
    known = tmp_path / "cache" / "links.json"
    assert found_in(catalog_of(*links), known=known, minutes=1e-9) == [("unchecked-link", "time-is-over")]
    assert found_in(catalog_of(*links[:2]), known=known) == [("gone-link", "1")]
    site.asked.clear()
    assert found_in(catalog_of(*links), known=known) == [("gone-link", "1")]
    assert sorted(site.asked) == ["/2", "/3", "/robots.txt"]
    old = known.read_text().replace('"checked":"20', '"checked":"19').replace('"checked": "20', '"checked": "19')
    known.write_text(old)
    site.asked.clear()
    assert found_in(catalog_of(links[0]), known=known) == []
    assert "/0" in site.asked


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "syndicate-links", "replies": {"a": {"checked": 1}}}'])
def test_a_damaged_memory_is_told(tmp_path: Path, text: str) -> None:
    """With the file; so is one that cannot be written."""
    known = tmp_path / "links.json"
    known.write_text(text)
    with pytest.raises(SourceError, match=r"links\.json: this is not a list of checked links"):
        check_links(catalog_of(), known=known)
    known.unlink()
    (tmp_path / ".links.json.new").mkdir()
    with pytest.raises(PublishError, match="cannot write"):
        check_links(catalog_of(), known=known)


def test_check_asks_only_if_told_to(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command, in English and in Spanish; without `--online`, nothing is asked for."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "topics"
    folder.mkdir()
    text = f"---\ntitle: Sleep\nupdated: 2024-01-01\n---\nRead [more]({site.address}/gone).\n"
    (folder / "sleep.en.md").write_text(text)
    assert "gone" not in CliRunner().invoke(cli, ["check", str(folder)]).output
    assert site.asked == []
    online = ["check", str(folder), "--online", "--online-private"]
    found = CliRunner().invoke(cli, online)
    assert "Links to pages that are gone: 1\n" in found.output
    assert found.exit_code == 0
    assert json.loads((tmp_path / "cache" / "syndicate" / "links.json").read_text())["format"] == "syndicate-links"
    assert "ya no existe" in CliRunner().invoke(cli, [*online, "--language", "es"]).output
    assert site.asked.count("/gone") == 1
