"""The service under load, on loopback: `python benchmarks/service_load.py TREE [--seconds 10] [--rounds 3]`.

Requests a second, and CPU a request, of one worker: beside a route of bare Starlette that answers with the same bytes
(the limit), and beside the same file from nginx, where there is one. Needs wrk. CPU is that of the serving process, as
the kernel counts it, so a machine that does other things changes the requests a second more than the CPU.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

TICKS = os.sysconf("SC_CLK_TCK")
OURS = "import sys; from syndicate.service import app; application = app(sys.argv[1])"
BARE = """
import sys
from pathlib import Path
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
body = Path(sys.argv[1]).read_bytes()
async def item(request):
    if request.headers.get("if-none-match") == '"x"':
        return Response(status_code=304, headers={"etag": '"x"'})
    return Response(body, media_type="application/json", headers={"etag": '"x"', "cache-control": "max-age=300"})
application = Starlette(routes=[Route("/v1/topics/{slug}", item)])
"""
RUN = "import uvicorn; uvicorn.run(application, port=int(sys.argv[2]), access_log=False, log_level='error')"
NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error;
events {{ worker_connections 256; }}
http {{ access_log off; types {{ application/json json; }} server {{ listen 127.0.0.1:{port}; root {root}; }} }}
"""


def cpu(process: int) -> float:
    """The seconds of CPU that a process and its children have had."""
    found = 0.0
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    for one in (process, *map(int, children)):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        found += (int(fields[11]) + int(fields[12])) / TICKS
    return found


@contextmanager
def running(command: list[str], probe: str) -> Iterator[int]:
    """A server, once it answers."""
    process = subprocess.Popen(command)
    try:
        for _ in range(600):
            try:
                urlopen(probe).read()
                break
            except OSError:
                time.sleep(0.05)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def load(url: str, process: int, seconds: int, header: str = "") -> tuple[float, float]:
    """Requests a second, and microseconds of CPU for one."""
    before = cpu(process)
    command = ["wrk", "-t1", "-c16", f"-d{seconds}s", *(["-H", header] if header else []), url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    count = int(re.search(r"(\d+) requests in", said)[1])  # type: ignore[index]
    assert "Non-2xx" not in said, said
    return count / seconds, (cpu(process) - before) / count * 1e6


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tree", type=Path)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slug", default="sleep")
    given = parser.parse_args()
    item, port = f"/v1/topics/{given.slug}", 18400
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", f"{OURS}\n{RUN}", str(given.tree), str(port)]
        with running(command, f"http://127.0.0.1:{port}/healthz") as ours:
            base = f"http://127.0.0.1:{port}"
            with urlopen(base + item) as answer:
                body, etag = answer.read(), answer.headers["etag"]
            Path(folder, "item.json").write_bytes(body)
            command = [sys.executable, "-c", f"{BARE}\n{RUN}", f"{folder}/item.json", str(port + 1)]
            with running(command, f"http://127.0.0.1:{port + 1}{item}") as bare:
                other = f"http://127.0.0.1:{port + 1}{item}"
                cases = [
                    ("bare Starlette, item", other, bare, ""),
                    ("bare Starlette, 304", other, bare, 'If-None-Match: "x"'),
                    ("item", base + item, ours, ""),
                    ("item, gzip", base + item, ours, "Accept-Encoding: gzip"),
                    ("304", base + item, ours, f"If-None-Match: {etag}"),
                    ("snippet", f"{base}{item}/snippet?locale=es&format=html", ours, ""),
                    ("search", f"{base}/v1/search?q=asma&locale=es", ours, ""),
                    ("file", f"{base}/topics.json", ours, ""),
                    ("file, 304", f"{base}/topics.json", ours, f"If-None-Match: {known(base)}"),
                ]
                measure(cases, given)
        nginx(given, folder, port + 2)


def known(base: str) -> str:
    """The ETag of the file."""
    with urlopen(Request(f"{base}/topics.json", method="HEAD")) as answer:
        return str(answer.headers["etag"])


def nginx(given: argparse.Namespace, folder: str, port: int) -> None:
    """The same file from nginx."""
    if (program := shutil.which("nginx")) is None:
        print("no nginx here")
        return
    Path(folder, "nginx.conf").write_text(NGINX.format(folder=folder, port=port, root=given.tree.resolve()))
    url = f"http://127.0.0.1:{port}/topics.json"
    with running([program, "-p", folder, "-c", f"{folder}/nginx.conf"], url) as process:
        measure([("nginx, file", url, process, "")], given)


def measure(cases: list[tuple[str, str, int, str]], given: argparse.Namespace) -> None:
    """The least CPU of alternating rounds, and the most requests a second."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name, *_ in cases}
    for _, url, process, header in cases:
        load(url, process, 1, header)
    for _ in range(given.rounds):
        for name, url, process, header in cases:
            found[name].append(load(url, process, given.seconds, header))
    for name, runs in found.items():
        print(f"{name:24} {max(run[0] for run in runs):9,.0f} requests/s {min(run[1] for run in runs):8.1f} µs CPU")


if __name__ == "__main__":
    main()
