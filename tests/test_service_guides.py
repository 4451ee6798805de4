"""The guide to the service: each application, server and proxy that it shows is run here, where there is one."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

pytest.importorskip("starlette", reason="needs the extra `service`")

from asgi import Client
from servers import served

from syndicate.service import app

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "how-to" / "run-the-service.md").read_text("utf-8")
EXAMPLES = ROOT / "docs" / "examples"


def blocks(language: str) -> list[str]:
    """The blocks of code of the guide in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(command: list[str], address: str, **how: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A program that serves an address, once it does."""
    with subprocess.Popen(command, **how) as process:
        try:
            for _ in range(1200):
                try:
                    urlopen(address).close()
                    break
                except HTTPError:
                    break
                except OSError:
                    assert process.poll() is None, command
                    time.sleep(0.05)
            yield process
        finally:
            process.terminate()
            process.wait(60)


def application(name: str, tree: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The application of an example."""
    monkeypatch.setenv("TREE", str(tree))
    monkeypatch.syspath_prepend(str(EXAMPLES))
    monkeypatch.delitem(sys.modules, name, raising=False)
    return __import__(name).application


def check_mounted(made: Any) -> None:
    """Files and APIs are below the path, with addresses that say so; the rest is the other application's."""
    with Client(made) as client:
        assert 200 == client.get("/topics/es/topics/sleep/snippet.html").status
        page = client.get("/topics/v1/topics?limit=1").json
        assert page["next"].startswith("http://127.0.0.1:8000/topics/v1/topics?")
        assert 200 == client.get(page["next"].removeprefix("http://127.0.0.1:8000")).status
        described = client.get("/topics/v1/openapi.json").json
        assert "http://127.0.0.1:8000/topics/v1" == described["servers"][0]["url"]
        assert 404 == client.get("/topics/nothing").status
        assert 404 == client.get("/v1/topics").status


@pytest.mark.parametrize("framework", ["starlette", "fastapi"])
def test_below_another_application(framework: str, example_tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the guide mounts it."""
    pytest.importorskip(framework, reason=f"needs {framework}")
    made = application(f"service_in_{framework}", example_tree, monkeypatch)
    check_mounted(made)
    with Client(made) as client:
        assert b"home" in client.get("/").body


def test_below_django(example_tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Django answers what is not below the path."""
    pytest.importorskip("django", reason="needs Django")
    settings = "SECRET_KEY = 'x'\nALLOWED_HOSTS = ['*']\nROOT_URLCONF = 'mysite.urls'\nDEBUG = False\nUSE_TZ = True\n"
    (tmp_path / "mysite").mkdir()
    (tmp_path / "mysite" / "settings.py").write_text(settings)
    (tmp_path / "mysite" / "urls.py").write_text("urlpatterns = []\n")
    code = f"""
import os, sys
sys.path[:0] = [{str(ROOT / "tests")!r}, {str(EXAMPLES)!r}, {str(tmp_path)!r}]
os.environ["TREE"] = {str(example_tree)!r}
from service_in_django import application
from test_service_guides import check_mounted
check_mounted(application)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert 0 == done.returncode, done.stderr


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_several_workers_end_in_good_order(example_tree: Path) -> None:
    """uvicorn with two, as the guide runs it; a request under way is answered before they end."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "service_alone:application", "--workers", "2", "--no-access-log"]
    environment = {**os.environ, "TREE": str(example_tree), "PYTHONPATH": str(EXAMPLES)}
    address = f"http://127.0.0.1:{port}/healthz"
    with running([*command, "--port", str(port)], address, env=environment, stderr=subprocess.PIPE) as process:
        with urlopen(address) as answer:
            assert 200 == answer.status
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=60)[1].decode()
    assert process.returncode in (0, -signal.SIGTERM)
    assert "Traceback" not in said
    assert "127.0.0.1:5" not in said.replace(f"127.0.0.1:{port}", "")


def test_nginx_limits_each_address(example_tree: Path, tmp_path: Path) -> None:
    """It passes on what is asked, says 429 to who asks too often, and asks for a key where it is told to."""
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None:
        pytest.skip("needs nginx")
    port = free_port()
    site, keys = blocks("nginx")
    with served(app(example_tree)) as service:
        site = site.replace("listen 8080", f"listen 127.0.0.1:{port}").replace("http://127.0.0.1:8000", service)
        keyed = site.replace("limit_req zone", 'if ($partner = "") { return 401; }\n    limit_req zone')
        for number, (text, status) in enumerate(((site, 429), (keys + keyed, 401))):
            folder = tmp_path / str(number)
            folder.mkdir()
            temporary = "".join(
                f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            )
            (folder / "nginx.conf").write_text(
                f"daemon off; pid {folder}/pid; error_log {folder}/error;\n"
                f"events {{ }}\nhttp {{ {temporary}\n{text} }}\n"
            )
            command = [program, "-p", str(folder), "-e", f"{folder}/error", "-c", f"{folder}/nginx.conf"]
            address = f"http://127.0.0.1:{port}/v1/topics?limit=1"
            with running(command, address):
                statuses = [_status(address) for _ in range(80)]
                assert status in statuses
                if status == 429:
                    with _again(address) as answer:
                        assert f"http://127.0.0.1:{port}/v1/topics".encode() in answer.read()


def _status(address: str) -> int:
    try:
        with urlopen(address) as answer:
            return int(answer.status)
    except HTTPError as error:
        error.close()
        return error.code


def _again(address: str) -> Any:
    """The answer once the proxy allows one."""
    while _status(address) == 429:
        time.sleep(0.3)
    time.sleep(0.5)
    return urlopen(address)


def test_caddy_passes_on_what_is_asked(example_tree: Path, tmp_path: Path) -> None:
    """By the name that it was asked by."""
    program = shutil.which("caddy")
    if program is None:
        pytest.skip("needs Caddy")
    port = free_port()
    with served(app(example_tree)) as service:
        (text,) = [block for block in blocks("text") if "reverse_proxy" in block]
        text = text.replace(":8080", f"http://127.0.0.1:{port}").replace("127.0.0.1:8000", service.partition("//")[2])
        (tmp_path / "Caddyfile").write_text(f"{{\n  admin off\n  auto_https off\n}}\n{text}")
        command = [program, "run", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile"]
        address = f"http://127.0.0.1:{port}/v1/topics?limit=1"
        own = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), str(tmp_path))
        environment = {**os.environ, **own}
        with running(command, address, env=environment, stderr=subprocess.DEVNULL), urlopen(address) as answer:
            assert f"http://127.0.0.1:{port}/v1/topics".encode() in answer.read()


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_a_source_is_watched(tmp_path: Path) -> None:
    """The tree is built first, and again when a text changes; the page shows it."""
    source = tmp_path / "topics"
    shutil.copytree(ROOT / "examples" / "health-topics", source)
    port = free_port()
    command = [sys.executable, "-m", "syndicate", "serve", str(tmp_path / "public"), "--port", str(port)]
    command += ["--watch", str(source)]
    page = f"http://127.0.0.1:{port}/en/topics/sleep/"
    with running(command, page, stderr=subprocess.PIPE) as process:
        text = (source / "sleep.en.md").read_text("utf-8")
        (source / "sleep.en.md").write_text(text + "\nA sentence that is new.\n", "utf-8")
        for _ in range(600):
            with urlopen(page) as answer:
                if b"A sentence that is new." in answer.read():
                    break
            time.sleep(0.1)
        else:
            raise AssertionError("the new text was not built")
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1].decode()
    assert "Traceback" not in said
