"""Telling a hub and search engines what has changed: a hub and a subscriber that run, and servers that fail."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

import attrs
import feedparser
import pytest
from click.testing import CliRunner
from samples import PUBLISHER, catalog, topic

import syndicate
from syndicate.cli import cli
from syndicate.errors import SourceError
from syndicate.model import Publisher
from syndicate.publishing import build
from syndicate.publishing.notifying import Notice, notify
from syndicate.publishing.posting import Poster

KEY = "0123abcd-key"


class Quiet(SimpleHTTPRequestHandler):
    """The web server of a publisher."""

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""


@attrs.define
class World:
    """A published tree that is served, its hub, and how to publish another state of it."""

    out: Path
    hub: str
    base_url: str
    publisher: Publisher
    pauses: list[float] = attrs.field(factory=list)

    def publish(self, *topics: Any, **options: Any) -> Any:
        """Build the tree."""
        return build(catalog(*topics), self.publisher, self.out, **options)

    def notify(self, **options: Any) -> list[Notice]:
        """Tell everyone, without the pauses between tries."""
        poster = Poster(self.pauses.append)
        return list(notify(self.out, indexnow=f"{self.hub}indexnow", poster=poster, **options))

    def log(self, path: str = "/") -> list[Any]:
        """What the hub was sent."""
        with urlopen(f"{self.hub}log") as answer:
            return [one["form"] for one in json.load(answer) if one["path"] == path]

    def fail(self, **how: Any) -> None:
        """Have the hub fail a few times."""
        urlopen(f"{self.hub}fail?{urlencode(how)}").close()

    def topics(self) -> list[str]:
        """The feeds that the hub was told of, from the root of the tree."""
        return [form["hub.topic"].removeprefix(self.base_url) for form in self.log() if form["hub.mode"] == "publish"]


def serving(handler: Callable[..., Any]) -> ThreadingHTTPServer:
    """A server on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A hub in a process of its own, and the server of the tree."""
    out = tmp_path / "public"
    script = Path(__file__).with_name("websub_hub.py")
    process = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    hub = process.stdout.readline().strip()
    server = serving(partial(Quiet, directory=str(out)))
    base_url = f"http://127.0.0.1:{server.server_port}/"
    publisher = attrs.evolve(PUBLISHER, hub=hub, base_url=base_url, indexnow_key=KEY)
    yield World(out, hub, base_url, publisher)
    server.shutdown()
    server.server_close()
    process.kill()
    process.wait()
    process.stdout.close()


def until(found: Callable[[], Any]) -> Any:
    """What a function finds at last."""
    for _ in range(200):
        if result := found():
            return result
        time.sleep(0.05)
    raise AssertionError("it never came")


def test_only_what_changed_is_told_and_only_once(world: World) -> None:
    """The first call tells all, the next nothing; after a change, the feeds of that text and those that list it."""
    world.publish(topic(), topic("milk"))
    first = world.notify()
    assert [] == [one.line() for one in first if one.is_failure]
    assert [] == world.notify()
    told = world.topics()
    assert len(told) == len(set(told))
    assert "es/topics/milk/feed.rss" in told
    changed = topic(description={"en": "Two cups.", "es": "Una taza al día."})
    report = world.publish(changed, topic("milk"))
    world.notify()
    news = world.topics()[len(told) :]
    assert report.changed_feeds == sorted(news)
    assert {"en/topics/tea/feed.atom", "en/feeds/topics.json", "feeds/topics.rss"} <= set(news)
    assert not [path for path in news if "milk" in path]
    assert [] == world.notify()


def test_corrections_are_told_first(world: World) -> None:
    """A wrong dose is replaced before anything else, and the lines say which it is; an edit of it is none."""
    world.publish(topic(), topic("milk"))
    world.notify()
    note = syndicate.Correction(date=datetime(2030, 1, 1, tzinfo=UTC), note="The dose was wrong.")
    edited = topic(description={"en": "Two cups.", "es": "Una taza al día."})
    milk: dict[str, Any] = {"description": {"en": "Less.", "es": "Menos."}, "corrections": {"es": (note,)}}
    world.publish(edited, topic("milk", **milk), now=date(2030, 1, 2))
    lines = [one.line() for one in world.notify()]
    corrected = [line for line in lines if line.endswith(" (corrected)")]
    assert {f"{world.base_url}es/topics/milk/feed.{format}" for format in ("atom", "json", "rss")} == {
        line.split()[3] for line in corrected
    }
    assert corrected == lines[:3]
    assert ", 1 of them corrected, " in lines[-1]
    assert lines[-1].endswith(f"{world.base_url}es/topics/milk/ first")
    (world.out / "topics.json").write_text("{")
    assert [] == world.notify()


def test_the_report_of_a_build_names_the_feeds(world: World) -> None:
    """A few of them, in its lines; an unchanged build has none."""
    world.publish(topic("milk"))
    lines = list(world.publish(topic("milk"), topic()).lines())
    (named,) = (line for line in lines if line.startswith("feeds that changed"))
    assert "en/feeds/groups/home.atom, " in named
    assert "more; `syndicate notify` tells hubs" in named
    assert () == tuple(world.publish(topic("milk"), topic()).changed_feeds)


def test_a_request_is_what_hubs_take(world: World) -> None:
    """As a form, with both names that hubs know for the feed."""
    world.publish(topic(), only=["feeds"])
    world.notify()
    sent = world.log()
    assert {("hub.mode", "hub.url", "hub.topic")} == {tuple(form) for form in sent}
    assert all(form["hub.url"] == form["hub.topic"] for form in sent)
    assert {"publish"} == {form["hub.mode"] for form in sent}


def test_a_subscriber_gets_the_feed(world: World) -> None:
    """The hub verifies what it asked for, fetches the feed that has changed, and delivers it signed."""
    got: list[tuple[bytes, str]] = []

    class Subscriber(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Nothing is printed."""

        def do_GET(self) -> None:
            challenge = parse_qs(urlsplit(self.path).query)["hub.challenge"][0].encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(challenge)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((body, self.headers["X-Hub-Signature"]))
            self.send_response(204)
            self.end_headers()

    world.publish(topic())
    world.notify()
    feed = f"{world.base_url}es/feeds/topics.atom"
    with urlopen(feed) as answer:
        links = {link.rel: link.href for link in feedparser.parse(answer.read()).feed.links}
    assert {"hub": world.hub, "self": feed}.items() <= links.items()
    server = serving(Subscriber)
    asked = {
        "hub.mode": "subscribe",
        "hub.topic": links["self"],
        "hub.callback": f"http://127.0.0.1:{server.server_port}/callback",
        "hub.secret": "shh",
    }
    urlopen(links["hub"], urlencode(asked).encode()).close()
    until(lambda: world.log("verified"))
    world.publish(topic(title={"en": "About tea", "es": "Sobre el té"}))
    world.notify()
    body, signature = until(lambda: got)[0]
    server.shutdown()
    server.server_close()
    assert "Sobre el té" == feedparser.parse(body).entries[0].title
    assert "sha256=" + hmac.new(b"shh", body, hashlib.sha256).hexdigest() == signature


def test_pages_are_announced_with_the_key(world: World) -> None:
    """The key file is part of the tree, so that it can be fetched; pages that are gone are announced too."""
    world.publish(topic(), topic("milk"))
    world.notify()
    (first,) = world.log("/indexnow")
    assert KEY.encode() == (world.out / f"{KEY}.txt").read_bytes()
    assert {"host": urlsplit(world.base_url).netloc, "key": KEY, "keyLocation": f"{world.base_url}{KEY}.txt"} == {
        name: value for name, value in first.items() if name != "urlList"
    }
    assert {"", "en/", "es/topics/milk/", "en/groups/home/"} <= {
        address.removeprefix(world.base_url) for address in first["urlList"]
    }
    world.publish(topic())
    world.notify()
    gone = world.log("/indexnow")[1]["urlList"]
    assert f"{world.base_url}es/topics/milk/" in gone
    assert f"{world.base_url}es/topics/tea/" not in gone
    assert [] == world.notify()


def test_a_tree_of_pages_alone_is_announced(world: World) -> None:
    """Without a feed to say so, the site map tells where it is served."""
    world.publish(topic(), only=["pages"])
    assert ["indexnow"] == [one.who for one in world.notify()]
    assert f"{world.base_url}en/topics/tea/" in world.log("/indexnow")[0]["urlList"]


def test_a_server_that_is_busy_is_asked_again(world: World) -> None:
    """After pauses that grow, or as long as it asks for."""
    world.publish(topic(), only=["feeds"])
    world.fail(times=3, status=503)
    assert [] == [one for one in world.notify() if one.is_failure]
    assert [1.0, 2.0, 4.0] == world.pauses
    world.fail(times=1, status=429, **{"Retry-After": "7"})
    world.pauses.clear()
    world.publish(topic("milk"), only=["feeds"])
    world.notify()
    assert [7.0] == world.pauses


def test_what_was_not_accepted_is_told_by_the_next_call(world: World) -> None:
    """A hub that stays away is given up, and the rest is told when it is back."""
    world.publish(topic(), only=["feeds"])
    world.fail(times=4, status=500)
    failed = world.notify()
    assert [True, True] == [one.is_failure for one in failed]
    assert "feeds that wait for the next call: " in failed[1].line()
    again = world.notify()
    assert [] == [one for one in again if one.is_failure]
    assert f"{world.base_url}{world.topics()[0]}" == failed[0].what
    assert len(again) == len(set(world.topics()))


@pytest.mark.parametrize(("status", "said"), [(400, "400"), (403, "403"), (301, "moved to https://other.example/")])
def test_a_refusal_is_reported_and_not_repeated(world: World, status: int, said: str) -> None:
    """It would be refused again; a redirect, which would turn it into a GET, is one."""
    world.publish(topic(), only=["feeds"])
    world.fail(times=1, status=status, Location="https://other.example/")
    failed = [one for one in world.notify() if one.is_failure]
    assert 1 == len(failed)
    assert said in failed[0].line()
    assert [] == world.pauses
    assert [failed[0].what] == [one.what for one in world.notify()]


def test_command(world: World) -> None:
    """A line for each, exit codes, and a dry run that tells nobody and remembers nothing."""
    run = partial(CliRunner().invoke, cli)
    world.publish(topic(), only=["feeds"])
    dry = run(["notify", str(world.out), "--dry-run"])
    assert 0 == dry.exit_code
    assert f"websub would notify: {world.base_url}en/feeds/topics.atom" in dry.stdout.splitlines()
    assert [] == world.log()
    world.fail(times=1, status=400)
    failed = run(["notify", str(world.out)])
    assert 1 == failed.exit_code
    assert 1 == len([line for line in failed.stdout.splitlines() if "failed (400" in line])
    assert len(dry.stdout.splitlines()) == len(failed.stdout.splitlines())
    last = run(["notify", str(world.out)])
    assert (0, 1) == (last.exit_code, len(last.stdout.splitlines()))
    assert "websub notified (202): " in last.stdout
    assert "nothing has changed since the last call" in run(["notify", str(world.out)]).stderr


def test_what_cannot_be_told_says_why(world: World, tmp_path: Path) -> None:
    """A folder that is not a tree, a tree without hub and key, a damaged list of what was told."""
    with pytest.raises(SourceError, match="not a published tree"):
        list(notify(tmp_path))
    plain = attrs.evolve(PUBLISHER, hub=None)
    build(catalog(topic()), plain, tmp_path / "plain", only=["feeds"])
    with pytest.raises(SourceError, match="neither a WebSub hub nor a key") as caught:
        list(notify(tmp_path / "plain"))
    assert "publisher.toml" in str(caught.value.hint)
    world.publish(topic(), only=["feeds"])
    (tmp_path / "public.notified").write_text("{", "utf-8")
    with pytest.raises(SourceError, match="damaged"):
        world.notify()


def test_a_hub_that_is_not_there(world: World) -> None:
    """No connection is an error that may pass: reported once, not for each feed."""
    world.publisher = attrs.evolve(world.publisher, hub="http://127.0.0.1:1/", indexnow_key=None)
    world.publish(topic(), only=["feeds"])
    failed = world.notify()
    assert ["websub", "websub"] == [one.who for one in failed]
    assert "refused" in failed[0].line()


FRESHRSS = os.environ.get("SYNDICATE_FRESHRSS")


@pytest.mark.skipif(not FRESHRSS or not shutil.which("php"), reason="set SYNDICATE_FRESHRSS to a checkout; needs PHP")
def test_freshrss_is_pushed_what_changed(world: World, tmp_path: Path) -> None:
    """A reader that people use: it subscribes at the hub by itself, and shows the change without polling."""
    reader = tmp_path / "freshrss"
    shutil.copytree(str(FRESHRSS), reader, ignore=shutil.ignore_patterns(".git"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def command(name: str, *arguments: str) -> None:
        subprocess.run(["php", f"cli/{name}.php", *arguments], cwd=reader, check=True, capture_output=True)

    def titles() -> list[str]:
        with closing(sqlite3.connect(reader / "data/users/admin/db.sqlite")) as store:
            return [row[0] for row in store.execute("SELECT title FROM entry UNION SELECT title FROM entrytmp")]

    # It takes no loopback address for one that a hub reaches, but any name.
    place = f"http://{socket.gethostname()}:{port}"
    command("do-install", "--default-user", "admin", "--auth-type", "none", "--base-url", place, "--db-type", "sqlite")
    command("create-user", "--user", "admin")
    world.publish(topic(), only=["feeds"])
    world.notify()
    (tmp_path / "feeds.opml").write_text(
        f'<opml version="2.0"><body><outline text="Té" xmlUrl="{world.base_url}es/feeds/topics.atom"/></body></opml>',
        "utf-8",
    )
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(["php", "-S", f"0.0.0.0:{port}", "-t", "p"], cwd=reader, **quiet)
    try:
        command("import-for-user", "--user", "admin", "--filename", str(tmp_path / "feeds.opml"))
        command("actualize-user", "--user", "admin")
        assert ["Acerca de tea"] == titles()
        until(lambda: world.log("verified"))
        world.publish(topic(title={"en": "About tea", "es": "Sobre el té"}), topic("milk"), only=["feeds"])
        world.notify()
        until(lambda: world.log("delivered"))
        until(lambda: ["Acerca de milk", "Sobre el té"] == sorted(titles()))
    finally:
        server.kill()
        server.wait()
