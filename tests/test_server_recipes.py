"""The builder's programs for a partner's server keep the last good copy, however the publisher's server fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

import syndicate
from syndicate.embeds import Embeds
from syndicate.embeds.forms import filled, templates
from syndicate.locales import parse

GOOD = b'{"nodes": [["article", {"class": "syndicate"}, ["h2", {}, "Dormir & descansar"], ["p", {}, "Texto."]]]}'
FAILURES = {
    "an error": (500, b"no", 2),
    "an error with a document": (503, GOOD.replace(b"Dormir", b"Wrong"), len(GOOD)),
    "cut short": (200, GOOD, len(GOOD) + 50),
    "cut within": (200, GOOD[:60], len(GOOD)),
    "a page": (200, b"<!doctype html>", 15),
    "a list": (200, b"[]", 2),
    "nothing": (200, b"", 0),
    "another document": (200, b'{"title": "x"}', 14),
}


class Publisher:
    """A publisher's server whose answer can be set: status, body, the length that it claims."""

    def __init__(self) -> None:
        self.answer = (200, GOOD, len(GOOD))
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, body, length = publisher.answer
                self.send_response(status)
                self.send_header("content-length", str(length))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/es/topics/sleep/snippet.json"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    """A server that answers well until it is told otherwise."""
    made = Publisher()
    thread = Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@pytest.fixture(params=["php", "python", "ssi"])
def shown(
    request: pytest.FixtureRequest, publisher: Publisher, tmp_path: Path, example_publisher: syndicate.Publisher
) -> Callable[[], str]:
    """What a partner's page shows after the program has run once more."""
    form: str = request.param
    program = {"php": "php", "python": sys.executable, "ssi": "curl"}[form]
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    parts = templates(example_publisher, Embeds(example_publisher, [parse("es")]).assets)[form]
    values = {"data": publisher.url, "html": publisher.url, "file": "sleep.es.html"}
    values |= {"without": '""' if form == "python" else "", "level": "2", "limit": "20", "own": "2"}
    text = filled(form, parts, [values])
    path = tmp_path / "program"
    path.write_text(text, "utf-8")
    (tmp_path / "includes").mkdir()
    clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}

    def run() -> str:
        for kept in tmp_path.glob("*.json"):
            os.utime(kept, (1, 1))  # an hour later
        if form == "ssi":
            fetch = text.partition("@hourly ")[2].partition(" -->")[0]
            subprocess.run(["sh", "-c", fetch], cwd=tmp_path, env=clean, capture_output=True, check=False)
            return (tmp_path / "includes" / "sleep.es.html").read_text("utf-8")
        done = subprocess.run([program, path], env={**clean, "TMPDIR": str(tmp_path)}, capture_output=True, check=True)
        return done.stdout.decode()

    run.__name__ = form
    return run


@pytest.mark.parametrize("failure", FAILURES)
def test_last_good_copy_is_shown(publisher: Publisher, shown: Callable[[], str], failure: str) -> None:
    """As it was, and the next good answer replaces it."""
    if shown.__name__ == "ssi" and FAILURES[failure][0] == 200 and "cut" not in failure:
        pytest.skip("curl does not read what it fetches")
    first = shown()
    assert "Dormir &" in first
    publisher.answer = FAILURES[failure]
    assert first == shown()
    publisher.answer = (200, GOOD.replace(b"Texto", b"Nuevo"), len(GOOD))
    assert first.replace("Texto", "Nuevo") == shown()


def test_server_that_is_gone(publisher: Publisher, shown: Callable[[], str]) -> None:
    """Nobody listens any more."""
    first = shown()
    publisher.server.socket.close()
    assert first == shown()
