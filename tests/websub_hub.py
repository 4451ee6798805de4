"""A WebSub hub (https://www.w3.org/TR/websub/) as a process of its own: `python websub_hub.py`. It prints its address.

It verifies what a subscriber asks for, fetches a topic that a publisher announces, and delivers it, signed. Requests
for ``/indexnow`` are taken as that protocol has them. ``/log`` lists what it was sent; after
``/fail?times=2&status=503`` the next two requests of a publisher are answered so.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

SUBSCRIBERS: dict[str, dict[str, str]] = {}
LOG: list[dict[str, Any]] = []
FAIL: dict[str, Any] = {"times": 0, "status": 503, "headers": {}}
LOCK = threading.Lock()


class Hub(BaseHTTPRequestHandler):
    """One request of a subscriber, publisher or test."""

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""

    def _answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        """What was sent, or how to fail."""
        url = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path == "/fail":
            headers = {name: asked[name] for name in ("Location", "Retry-After") if name in asked}
            FAIL.update(times=int(asked["times"]), status=int(asked["status"]), headers=headers)
            self._answer(204)
        else:
            self._answer(200, json.dumps(LOG).encode())

    def do_POST(self) -> None:
        """A subscription or an announcement."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/indexnow":
            form: Any = json.loads(body)
        else:
            form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        with LOCK:
            LOG.append({"path": self.path, "form": form, "type": self.headers["Content-Type"]})
            failing = FAIL["times"] > 0 and form.get("hub.mode") != "subscribe"
            FAIL["times"] -= failing
        if failing:
            self._answer(FAIL["status"], headers=FAIL["headers"])
        elif self.path == "/indexnow":
            with urlopen(form["keyLocation"]) as answer:
                proved = answer.read().decode().strip() == form["key"]
            self._answer(200 if proved else 403)
        elif form.get("hub.mode") == "subscribe":
            self._answer(202)
            threading.Thread(target=verify, args=(form,)).start()
        elif form.get("hub.mode") == "publish" and "hub.topic" in form:
            self._answer(202)
            threading.Thread(target=distribute, args=(form["hub.topic"],)).start()
        else:
            self._answer(400)


def verify(form: dict[str, str]) -> None:
    """Ask the subscriber whether it meant it (section 5.3)."""
    challenge = secrets.token_hex(16)
    asked = {"hub.mode": "subscribe", "hub.topic": form["hub.topic"], "hub.challenge": challenge}
    joined = "&" if "?" in form["hub.callback"] else "?"
    with urlopen(f"{form['hub.callback']}{joined}{urlencode({**asked, 'hub.lease_seconds': 864000})}") as answer:
        if answer.read().decode() == challenge:
            SUBSCRIBERS.setdefault(form["hub.topic"], {})[form["hub.callback"]] = form.get("hub.secret", "")
            LOG.append({"path": "verified", "form": form, "type": ""})


def distribute(topic: str) -> None:
    """Fetch a topic and deliver it to those who subscribed (section 7)."""
    with urlopen(topic) as answer:
        body, kind = answer.read(), answer.headers["Content-Type"]
    for callback, secret in SUBSCRIBERS.get(topic, {}).items():
        links = f'<{ADDRESS}>; rel="hub", <{topic}>; rel="self"'
        headers = {"Content-Type": kind, "Link": links}
        if secret:
            headers["X-Hub-Signature"] = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        with urlopen(Request(callback, body, headers)):
            LOG.append({"path": "delivered", "form": {"hub.topic": topic}, "type": kind})


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0), Hub)
    ADDRESS = f"http://127.0.0.1:{server.server_port}/"
    print(ADDRESS, flush=True)
    server.serve_forever()
