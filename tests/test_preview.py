"""The preview: each artifact with its media type, to this machine alone."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urljoin
from urllib.request import Request, urlopen

import pytest
from asgi import Answer, Client
from samples import files

from syndicate.__main__ import main
from syndicate.layout import media_type
from syndicate.service import app

pytest.importorskip("starlette", reason="the preview needs the extra `service`")


def ask(folder: Path, path: str, *, host: str = "127.0.0.1:8000", **options: str) -> Answer:
    """Ask the preview for a path that a server has decoded."""
    with Client(app(folder, local=True), host) as client:
        return client.get(quote(path), **options)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/es/", "text/html; charset=utf-8"),
        ("/es/topics/sleep/", "text/html; charset=utf-8"),
        ("/es/topics/sleep/feed.rss", "application/rss+xml"),
        ("/es/topics/sleep/feed.atom", "application/atom+xml"),
        ("/es/topics/sleep/feed.json", "application/feed+json"),
        ("/es/feeds/topics.json", "application/feed+json"),
        ("/es/feeds/groups/home.json", "application/feed+json"),
        ("/es/feeds/whats-new.json", "application/feed+json"),
        ("/feeds/topics.json", "application/feed+json"),
        ("/feeds/topics.rss", "application/rss+xml"),
        ("/es/topics/sleep/snippet.html", "text/html; charset=utf-8"),
        ("/es/topics/sleep/snippet.json", "application/json"),
        ("/es/topics/sleep/card.html", "text/html; charset=utf-8"),
        ("/topics.json", "application/json"),
        ("/sitemap.xml", "application/xml"),
        ("/feeds.opml", "text/x-opml; charset=utf-8"),
        ("/style.css", "text/css; charset=utf-8"),
    ],
)
def test_each_artifact_has_its_media_type(path: str, kind: str, example_tree: Path) -> None:
    """The bytes of the file, with the type that readers expect."""
    answer = ask(example_tree, path)
    file = example_tree / path.lstrip("/")
    assert (200, kind) == (answer.status, answer.headers["content-type"])
    assert (file / "index.html" if file.is_dir() else file).read_bytes() == answer.body
    assert "no-cache" == answer.headers["cache-control"]


def test_every_kind_of_file_is_covered(example_tree: Path) -> None:
    """No artifact goes out as an unknown type."""
    unknown = [path for path in files(example_tree) if media_type(path) == "application/octet-stream"]
    assert [] == unknown


def test_folder_without_slash_leads_to_the_one_with(example_tree: Path) -> None:
    """Relative links of an index page need the slash."""
    answer = ask(example_tree, "/es")
    assert answer.status in (307, 308)
    assert "/es/" == urljoin("/es", answer.headers["location"])


def test_head_and_revalidation(example_tree: Path) -> None:
    """HEAD has no body; a browser that has the file already is told so."""
    first = ask(example_tree, "/topics.json", method="HEAD")
    assert (200, b"") == (first.status, first.body)
    assert 304 == ask(example_tree, "/topics.json", if_none_match=first.headers["etag"]).status


@pytest.mark.parametrize("path", ["/fr/", "/es/topics/nothing/", "/es/topics/sleep/feed.pdf", "/topics.json/x", "/\0"])
def test_what_is_not_there_is_not_found(path: str, example_tree: Path) -> None:
    """404, whatever is asked for."""
    assert 404 == ask(example_tree, path).status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_preview_is_read_only(method: str, example_tree: Path) -> None:
    """Nothing can be changed over HTTP."""
    assert 405 == ask(example_tree, "/topics.json", method=method).status


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/es/../../secret.txt", "//../secret.txt", "/..\\secret.txt", "/link.txt", "/folder/secret.txt"],
)
def test_nothing_outside_the_folder_is_served(path: str, tmp_path: Path) -> None:
    """Neither steps upwards nor links lead out of the published folder."""
    (tmp_path / "secret.txt").write_text("secret")
    public = tmp_path / "public"
    (public / "es").mkdir(parents=True)
    (public / "link.txt").symlink_to(tmp_path / "secret.txt")
    (public / "folder").symlink_to(tmp_path, target_is_directory=True)
    (public / ".syndicate.json").write_text('{"files": []}')
    answer = ask(public, path)
    assert 404 == answer.status
    assert b"secret" not in answer.body


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1"])
def test_this_machines_names_are_served(host: str, example_tree: Path) -> None:
    """By its own names, with or without a port."""
    assert 200 == ask(example_tree, "/", host=host).status


@pytest.mark.parametrize(
    "host", ["evil.example.com", "127.0.0.1.evil.example.com", "localhost.evil.example.com:8000", ""]
)
def test_other_names_are_refused(host: str, example_tree: Path) -> None:
    """A page elsewhere that points its own name at this machine reads nothing (DNS rebinding)."""
    answer = ask(example_tree, "/topics.json", host=host)
    assert 400 == answer.status
    assert b"syndicate-topics" not in answer.body


def test_new_build_is_seen_at_once(example_tree: Path, tmp_path: Path) -> None:
    """The folder may be replaced while it is served."""
    public = tmp_path / "public"
    shutil.copytree(example_tree, public)
    assert 200 == ask(public, "/en/").status
    shutil.rmtree(public)
    (public / "en").mkdir(parents=True)
    (public / "en" / "index.html").write_text("new")
    (public / ".syndicate.json").write_text('{"files": ["en/index.html"]}')
    assert b"new" == ask(public, "/en/").body


@pytest.mark.parametrize(
    "path",
    [
        "/.syndicate.json",
        "/%2esyndicate.json",
        "/en/../.syndicate.json",
        "/en/%2e%2e/.syndicate.json",
        "//.syndicate.json",
        "/.git/config",
        "/en/.secret/a.html",
        "/en/.env",
        "/.well-known/.env",
        "/public.history",
        "/en/public.history-wal",
        "/%00",
        "/a%00.html",
        f"/{'a' * 5000}",
    ],
)
def test_what_is_not_published_is_not_shown(path: str, example_tree: Path, tmp_path: Path) -> None:
    """The list of files, a history, and what begins with a dot, however the address is written."""
    public = tmp_path / "public"
    shutil.copytree(example_tree, public)
    for name in (".git/config", "en/.secret/a.html", "en/.env", ".well-known/.env", ".well-known/a.txt"):
        (public / name).parent.mkdir(exist_ok=True)
        (public / name).write_text("secret")
    for name in ("public.history", "en/public.history-wal"):
        (public / name).write_text("secret")
    assert 404 == ask(public, path).status
    assert 200 == ask(public, "/.well-known/a.txt").status


# The real server


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_server_starts_serves_and_stops(example_tree: Path) -> None:
    """`syndicate serve` listens on this machine alone, says where, serves, and ends at Ctrl-C without a traceback."""
    heeding = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); "
    heeding += "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    command = [sys.executable, "-c", heeding, "-m", "syndicate", "serve", str(example_tree), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        said = ""
        while (found := re.search(r"http://127\.0\.0\.1:(\d+)", said)) is None:
            line = server.stderr.readline()
            assert line, said
            said += line
        try:
            with urlopen(f"{found[0]}/es/feeds/topics.rss") as answer:
                assert "application/rss+xml" == answer.headers["content-type"]
                assert (example_tree / "es" / "feeds" / "topics.rss").read_bytes() == answer.read()
            for path, headers, status in (("/nothing", {}, 404), ("/", {"Host": "evil.example.com"}, 400)):
                with pytest.raises(HTTPError) as refused:
                    urlopen(Request(f"{found[0]}{path}", headers=headers))
                assert status == refused.value.code
                refused.value.close()
        finally:
            server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=30)
    assert "" == out
    assert "Traceback" not in err
    assert -signal.SIGINT == server.returncode


def test_port_that_is_taken_is_an_error(example_tree: Path) -> None:
    """The message names the port and the way out."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "syndicate", "serve", str(example_tree), "--port", str(port)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert (1, "") == (done.returncode, done.stdout)
    message = f"syndicate: cannot listen on 127.0.0.1, port {port}: address already in use: give another --port"
    assert done.stderr.startswith(message)
    assert "Traceback" not in done.stderr


def test_preview_without_its_libraries_says_what_to_install(
    example_tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The extra is named, not a module."""
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "syndicate.service.server", raising=False)
    monkeypatch.setattr(sys, "argv", ["syndicate", "serve", str(example_tree)])
    assert 1 == main()
    assert "pip install 'syndicate-feeds[service]'" in capsys.readouterr().err
