"""A tree in a bucket: a real store in a process of its own (moto), whole for readers whenever a build is killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from click.testing import CliRunner
from proofs import PROOFS
from samples import PUBLISHER, catalog, files, topic

from syndicate import errors
from syndicate.cli import cli
from syndicate.layout import MANIFEST
from syndicate.publishing import bucket as buckets
from syndicate.publishing import build

obstore = pytest.importorskip("obstore", reason="the extra `cloud` is not installed")
pytest.importorskip("moto", reason="moto is not installed")
pytest.importorskip("flask", reason="the server of moto is not installed")

URL = "s3://topics-bucket/site"
NAME = "topics-bucket-site"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A store on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([sys.executable, "-m", "moto.server", "-p", str(port)], **quiet)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/moto-api/").close()
                break
            except (URLError, ConnectionError):
                time.sleep(0.1)
        yield address
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def store(endpoint: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """An empty bucket, with what the environment of a build has to say; builds are in a folder of their own."""
    from obstore.store import from_url

    urllib.request.urlopen(urllib.request.Request(f"{endpoint}/moto-api/reset", method="POST")).close()
    urllib.request.urlopen(urllib.request.Request(f"{endpoint}/topics-bucket", method="PUT")).close()
    said = {"ENDPOINT": endpoint, "ACCESS_KEY_ID": "key", "SECRET_ACCESS_KEY": "secret", "REGION": "us-east-1"}
    for name, value in {**said, "ALLOW_HTTP": "true"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.chdir(tmp_path)
    return from_url("s3://topics-bucket")


def held(store: Any, prefix: str = "site") -> dict[str, bytes]:
    """What the bucket holds for readers."""
    listed = [one["path"] for chunk in obstore.list(store, prefix=prefix) for one in chunk]
    bodies = {path.removeprefix(f"{prefix}/"): bytes(obstore.get(store, path).bytes()) for path in listed}
    return {path: body for path, body in bodies.items() if not path.startswith(".syndicate")}


def built(folder: Path) -> dict[str, bytes]:
    """The files of a tree that are meant for readers."""
    return {path: body for path, body in files(folder).items() if path != MANIFEST.path}


def publish(*topics: Any, **options: Any) -> Any:
    """Build into the bucket."""
    return build(catalog(*topics), PUBLISHER, URL, **options)


class Requests:
    """What is done in the store, in order; and a place at which it fails."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: list[tuple[str, str]] = []
        for name in ("put", "copy", "delete"):
            monkeypatch.setattr(obstore, name, self._noting(name, getattr(obstore, name)))

    def _noting(self, name: str, do: Callable[..., Any]) -> Callable[..., Any]:
        def noted(store: Any, path: Any, *rest: Any, **options: Any) -> Any:
            places = path if name == "delete" else [rest[0] if name == "copy" else path]
            self.done += [(name, place) for place in places]
            return do(store, path, *rest, **options)

        return noted

    def take(self) -> list[tuple[str, str]]:
        """What was done since."""
        found, self.done = self.done, []
        return found


def test_a_tree_is_brought_to_a_bucket(store: Any, tmp_path: Path) -> None:
    """The same bytes, each with its type and caching; all addresses are named for a CDN."""
    report = publish(topic())
    assert built(tmp_path / NAME) == held(store)
    page = obstore.head(store, "site/es/topics/tea/index.html")
    assert page["size"] > 0

    def sent(path: str) -> dict[str, str]:
        return dict(obstore.get(store, f"site/{path}").attributes)

    short = "public, max-age=300, stale-while-revalidate=86400"
    assert {"Content-Type": "text/html; charset=utf-8", "Cache-Control": short} == sent("es/topics/tea/index.html")
    assert "application/rss+xml; charset=utf-8" == sent("en/feeds/topics.rss")["Content-Type"]
    assert "image/png" == sent("en/topics/tea/card.png")["Content-Type"]
    script = next(path for path in held(store) if path.endswith(".js"))
    assert "public, max-age=31536000, immutable" == sent(script)["Cache-Control"]
    assert "https://clinic.example.org/es/topics/tea/" in report.changed_addresses
    assert len(held(store)) == len(report.changed_addresses)


def test_only_what_changed_is_written(store: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unchanged build writes nothing; a changed one what differs, whether or not the last tree is still there."""
    publish(topic(), topic("milk"))
    requests = Requests(monkeypatch)
    assert () == tuple(publish(topic(), topic("milk")).changed_addresses)
    assert [] == requests.take()
    for path in sorted((tmp_path / NAME).rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    before = held(store)
    report = publish(topic(description={"en": "Two cups."}), topic("milk"), new_history=False)
    after = held(store)
    changed = {path for path in after if before.get(path) != after[path]}
    assert {PUBLISHER.url(path) for path in changed} == set(report.changed_addresses)
    assert changed == {place for name, place in requests.take() if name == "copy"}
    assert "en/topics/milk/index.html" not in changed


def test_order_is_safe_for_readers(store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """New files, what replaces others beside, then in place from topics to the root, the mark, and removals last."""
    publish(topic(), topic("milk"))
    requests = Requests(monkeypatch)
    publish(topic(description={"en": "Two cups."}), topic("salt"))
    done = requests.take()
    kinds = [
        "mark" if place == buckets._MARK else "beside" if place.startswith(buckets._BESIDE) else name
        for name, place in done
    ]
    order = [kind for kind, last in zip(kinds, ["", *kinds], strict=False) if kind != last]
    assert ["mark", "put", "beside", "mark", "copy", "mark", "beside", "delete", "mark"] == order
    copied = [place for name, place in done if name == "copy"]
    assert copied.index("en/topics/tea/index.html") < copied.index("en/index.html") < copied.index("topics.json")
    removed = {place for name, place in done if name == "delete" and not place.startswith(buckets._BESIDE)}
    assert "es/topics/milk/index.html" in removed
    assert all("milk" in place or place.startswith("embeds/") for place in removed)


BUILD = """
import os, signal, sys
import obstore
from samples import PUBLISHER, catalog, topic
from syndicate.publishing import build
left = int(sys.argv[1])
def counted(do):
    def done(*values, **options):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return do(*values, **options)
    return done
for name in ("put", "copy", "delete"):
    setattr(obstore, name, counted(getattr(obstore, name)))
build(catalog(topic(description={"en": "Two cups."}), topic("salt")), PUBLISHER, sys.argv[2])
print(int(sys.argv[1]) - left)
"""


def killed_after(requests: int) -> subprocess.CompletedProcess[str]:
    """A build that is killed at a request."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    command = [sys.executable, "-c", BUILD, str(requests), URL]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


TOTAL: list[int] = []
"""How many requests that build takes, once it is known."""


SHARES = [0, 0.01, 0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 0.99]


@pytest.mark.proof
@pytest.mark.parametrize("share", SHARES if PROOFS else SHARES[::3])
def test_a_killed_build_leaves_the_old_site_whole(share: float, store: Any, endpoint: str, tmp_path: Path) -> None:
    """Every file of it is there, whole; until all is uploaded, with its old bytes. The next build completes it."""
    if not TOTAL:
        publish(topic(), topic("milk"))
        TOTAL.append(int(killed_after(10**6).stdout))
        urllib.request.urlopen(urllib.request.Request(f"{endpoint}/moto-api/reset", method="POST")).close()
        urllib.request.urlopen(urllib.request.Request(f"{endpoint}/topics-bucket", method="PUT")).close()
        for path in (tmp_path / f"{NAME}.history", tmp_path / f"{NAME}.search"):
            path.unlink(missing_ok=True)
        shutil.rmtree(tmp_path / NAME)
    publish(topic(), topic("milk"))
    old = held(store)
    killed = killed_after(int(share * TOTAL[0]))
    assert -signal.SIGKILL == killed.returncode, killed.stderr
    there, new = held(store), built(tmp_path / NAME)
    replaced = {path for path in old if path in there and there[path] != old[path]}
    assert replaced <= {path for path in old if there.get(path) == new.get(path)}
    gone = old.keys() - there.keys()
    assert not gone & new.keys()
    if gone:  # removals come when everything else is in place
        assert new.items() <= there.items()
    if replaced:  # and what is replaced, when everything new is there
        assert new.keys() <= there.keys()
    publish(topic(description={"en": "Two cups."}), topic("salt"))
    assert new == held(store)
    assert [] == [one for chunk in obstore.list(store, prefix="site/.syndicate-new") for one in chunk]


def test_a_killed_build_may_be_followed_by_another_state(store: Any, tmp_path: Path) -> None:
    """Also by the one before it: the mark does not take for unchanged what was being replaced."""
    publish(topic(), topic("milk"))
    killed = killed_after(90)
    assert -signal.SIGKILL == killed.returncode, killed.stderr
    publish(topic(), topic("milk"))
    assert built(tmp_path / NAME) == held(store)


def test_files_of_others_stay(store: Any) -> None:
    """What somebody puts there is not removed; a bucket that was never published to is not taken over."""
    publish(topic())
    obstore.put(store, "site/CNAME", b"topics.example.org")
    publish(topic("milk"))
    assert b"topics.example.org" == held(store)["CNAME"]
    obstore.put(store, "other/notes.txt", b"mine")
    with pytest.raises(errors.PublishError, match=r"was not published by syndicate and holds 'notes\.txt'"):
        build(catalog(topic()), PUBLISHER, "s3://topics-bucket/other", new_history=True)
    assert {"notes.txt": b"mine"} == held(store, "other")


def test_a_damaged_mark_is_an_error(store: Any) -> None:
    """Nobody can tell what is in place then."""
    publish(topic())
    obstore.put(store, "site/.syndicate-bucket.json", b"{")
    with pytest.raises(errors.PublishError, match="damaged"):
        publish(topic("milk"))


def test_a_store_that_refuses_says_why(store: Any) -> None:
    """A bucket that does not exist: one line, and the way out."""
    with pytest.raises(errors.PublishError) as caught:
        build(catalog(topic()), PUBLISHER, "s3://no-such-bucket/site")
    assert str(caught.value).startswith("cannot publish to s3://no-such-bucket/site: ")
    assert "\n" not in str(caught.value)
    assert "credentials" in str(caught.value.hint)
    assert not list(Path.cwd().iterdir())  # no history, and no tree: nothing was published


def test_command_prints_addresses(store: Any, example: Path) -> None:
    """On standard output, for a CDN; nothing where nothing has changed."""
    arguments = ["build", str(example), "--out", URL, "--only", "snippets", "--now", "2026-01-01T00:00:00Z"]
    first = CliRunner().invoke(cli, arguments)
    assert 0 == first.exit_code, first.output
    assert "https://topics.example.org/es/topics/sleep/snippet.json" in first.stdout.splitlines()
    again = CliRunner().invoke(cli, arguments)
    assert "" == again.stdout
    assert json.loads(bytes(obstore.get(store, "site/topics.json").bytes()))["format"] == "syndicate-topics"


def test_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bucket by its scheme, a local folder by `file:`; any other address is refused."""
    monkeypatch.chdir(tmp_path)
    assert ["a", "b-c"] == [buckets.folder_of(url).name for url in ("gs://a", "az://b/c/")]
    with pytest.raises(errors.InvalidValueError, match="names no bucket"):
        buckets.folder_of("s3:///site")
    (tmp_path / "a.en.md").write_text("---\ntitle: A\nupdated: 2024-01-01\n---\n\nA.\n", "utf-8")
    (tmp_path / "publisher.toml").write_text(
        'base_url = "https://example.org/"\nauthority = "example.org,2024"\n[name]\nen = "E"\n', "utf-8"
    )
    place = (tmp_path / "a b").as_uri()
    done = CliRunner().invoke(cli, ["build", str(tmp_path / "a.en.md"), "--out", place, "--only", "feeds"])
    assert 0 == done.exit_code or "a.en.md" in done.output
    refused = CliRunner().invoke(cli, ["build", str(tmp_path), "--out", "ftp://example.org/a"])
    assert 2 == refused.exit_code
    assert "write s3://, gs:// or az://" in refused.output
