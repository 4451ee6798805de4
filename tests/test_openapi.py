"""The description of our API, against what a running service answers: nothing that the description does not say."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asgi import Client
from proofs import PROOFS, either
from servers import served

pytest.importorskip("starlette", reason="needs the extra `service`")

from syndicate.service import app

ALSO = """
[checks.negative_data_rejection]
expected-statuses = [400, 404, 405, 409, 410, 414]
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", 404, 409, 410, 414]
"""
"""What refuses, beside what schemathesis expects by itself: an address may be too long, a text may have left."""


@pytest.fixture(scope="module")
def address(example_tree: Path) -> Iterator[str]:
    """The address of a service over the example's tree."""
    with served(app(example_tree)) as found:
        yield found


@pytest.mark.proof
def test_answers_are_as_described(address: str, tmp_path: Path) -> None:
    """Whatever is sent, right or wrong: no server error, and status, type, headers and body as OpenAPI says."""
    pytest.importorskip("schemathesis", reason="needs schemathesis")
    (tmp_path / "schemathesis.toml").write_text(ALSO)
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{address}/v1/openapi.json"]
    command += ["--checks", "all", "--max-examples", str(either(8, 300)), "--no-color"]
    command += [] if PROOFS else ["--seed", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=3600)
    assert 0 == done.returncode, done.stdout[-6000:] + done.stderr[-2000:]
    assert "Tested: 9" in done.stdout


def test_every_operation_is_described(example_tree: Path) -> None:
    """In both languages, with every option of a snippet, and with each status that can come."""
    with Client(app(example_tree)) as client:
        english, spanish = client.get("/v1/openapi.json").json, client.get("/v1/openapi.json?locale=es-MX").json
    paths = ["/topics", "/topics/{slug}", "/changes", "/search", "/languages", "/groups"]
    assert [*paths, "/topics/{slug}/snippet", "/feeds/{format}", "/lists"] == list(english["paths"])
    assert english["paths"].keys() == spanish["paths"].keys()
    snippet = english["paths"]["/topics/{slug}/snippet"]["get"]
    options = ["heading_level", "translations", "also_called", "image", "summary", "sections", "dates"]
    assert ["slug", "locale", "format", *options] == [one["name"] for one in snippet["parameters"]]
    assert "El catálogo como datos" in spanish["info"]["description"]
    assert english["paths"]["/topics"]["get"]["summary"] != spanish["paths"]["/topics"]["get"]["summary"]


def test_the_description_is_a_page(example_tree: Path) -> None:
    """It has every operation and parameter, needs no script, and says which language it is in."""
    with Client(app(example_tree)) as client:
        answer = client.get("/v1/", accept_language="es-US,es;q=0.9")
        described: Any = client.get("/v1/openapi.json?locale=es").json
    page = answer.body.decode()
    assert ("es", "text/html; charset=utf-8") == (answer.headers["content-language"], answer.headers["content-type"])
    assert '<html lang="es"' in page
    assert "<script" not in page
    for path, methods in described["paths"].items():
        assert f"/v1{path}</code>" in page
        for parameter in methods["get"].get("parameters", ()):
            assert f"<code>{parameter['name']}</code>" in page
