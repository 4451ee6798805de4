"""A partner's page in a real browser, which notices what runs and what stands in it. No test lives here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route


launched = partial(chromium.launched, "--host-resolver-rules=MAP * ~NOTFOUND")
"""A browser for which nothing is there but what is served from memory."""

SOURCE = "https://www.example.gov/health/page.html"
PARTNER = "https://partner.example/page.html"
TREE = re.compile(r"^https://clinic\.example\.org/")
TYPES = {".html": "text/html; charset=utf-8", ".json": "application/json", ".js": "text/javascript", ".css": "text/css"}

FOUND_BY_THE_BROWSER = """
({htmls, tags, attributes, prefix}) => htmls.flatMap((html) => {
  // What a tree of the DOM holds beyond the policy, and whether it stays the same when it is written and read again.
  const problems = [];
  const look = (root, how) => {
    const ids = new Set();
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ALL);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) continue;
      if (node.nodeType !== Node.ELEMENT_NODE) { problems.push(`${how}: ${node.nodeName}`); continue; }
      const tag = node.localName;
      const isHtml = node.namespaceURI === "http://www.w3.org/1999/xhtml";
      if (!isHtml || !tags.includes(tag)) problems.push(`${how}: <${tag}>`);
      const allowed = attributes["*"].concat(attributes[tag] || []);
      const isRegion = tag === "div" && node.parentNode === root;
      for (const {name, value} of node.attributes) {
        if (!allowed.includes(name) && !(isRegion && ["class", "lang", "dir"].includes(name)))
          problems.push(`${how}: ${name}="${value}" of <${tag}>`);
        const urls = name === "srcset" ? value.split(/, /).map((candidate) => candidate.split(" ")[0]) : [value];
        if (["href", "src", "srcset", "cite"].includes(name) && !(prefix && value.startsWith("#" + prefix)))
          for (const url of urls) {
            const schemes = name.startsWith("src") ? /^https?:\\/\\// : /^(https?:\\/\\/|mailto:|sms:|tel:)/;
            let parsed; try { parsed = new URL(url); } catch { problems.push(`${how}: ${name}=${value}`); continue; }
            if (!schemes.test(url) || !schemes.test(parsed.href)) problems.push(`${how}: ${name}="${value}"`);
          }
        if (name === "id") {
          if (!prefix || !value.startsWith(prefix) || ids.has(value)) problems.push(`${how}: id="${value}"`);
          ids.add(value);
        }
      }
    }
    for (const node of root.querySelectorAll('[href^="#"]'))
      if (!ids.has(decodeURIComponent(node.getAttribute("href").slice(1)))) problems.push(`${how}: ${node.outerHTML}`);
    for (const name of ["headers", "aria-labelledby", "aria-describedby", "aria-details"])
      for (const node of root.querySelectorAll(`[${name}]`))
        for (const id of node.getAttribute(name).split(" "))
          if (!ids.has(id)) problems.push(`${how}: ${name}="${id}"`);
  };
  const place = document.createElement("section");
  place.innerHTML = html;
  look(place, "innerHTML");
  const again = document.createElement("section");
  again.innerHTML = place.innerHTML.replace(/(<pre[^>]*>)\\n/g, "$1\\n\\n");  // serializers leave one out
  if (!place.isEqualNode(again)) problems.push("another tree when it is read again");
  const parsed = new DOMParser().parseFromString(`<!doctype html><body><section>${html}</section><hr>`, "text/html");
  const section = parsed.body.firstElementChild;
  look(section, "document");
  if (!place.isEqualNode(section)) problems.push("another tree in a document");
  if (parsed.body.children.length !== 2 || parsed.head.childNodes.length) problems.push("broke out of its place");
  return problems.map((problem) => `${problem} in ${html}`);
})
"""

TRAPS = """
window.ran = [];
for (const name of ["pwned", "alert", "confirm", "prompt", "print", "msgbox"])
  window[name] = (...words) => { window.ran.push(name + " " + words); };
window.opener = null;
addEventListener("securitypolicyviolation", (event) => {
  const {effectiveDirective, blockedURI, sample} = event;
  if (effectiveDirective !== "img-src") window.ran.push(`${effectiveDirective} ${blockedURI} ${sample}`);
});
"""

# What is refused here is only told, so that it could run; inline styles and scripts are told even if they do nothing.
WATCHED = (
    "default-src 'none'; script-src 'none'; style-src 'none'; img-src *; frame-src 'none'; object-src 'none'; "
    "base-uri 'none'; form-action 'none'"
)


class Site:
    """A partner's site and the publisher's, both in memory; everything else is refused and noted.

    Args:
        page: a page of the browser.
        files: the bytes of an address of the publisher's tree, or None.
    """

    def __init__(self, page: Page, files: Callable[[str], bytes | None] = lambda url: None) -> None:
        self.page = page
        self.body = b""
        self._files = files
        self.requests: list[tuple[str, str]] = []
        page.add_init_script(TRAPS)
        page.route(re.compile(f"^({re.escape(PARTNER)}|{re.escape(SOURCE)})$"), self._serve)
        page.route(TREE, self._file)
        page.on("request", lambda request: self.requests.append((request.resource_type, request.url)))

    def _serve(self, route: Route) -> None:
        headers = {"content-type": "text/html; charset=utf-8"}
        if route.request.url == PARTNER:
            headers["content-security-policy-report-only"] = WATCHED
        route.fulfill(body=self.body, headers=headers)

    def _file(self, route: Route) -> None:
        url = route.request.url
        body = self._files(url)
        if body is None:
            route.abort()
            return
        kind = next((kind for end, kind in TYPES.items() if url.endswith(end)), "image/png")
        route.fulfill(body=body, headers={"content-type": kind, "access-control-allow-origin": "*"})

    def show(self, html: str, url: str = PARTNER) -> None:
        """Load a page of that HTML, as its own document."""
        self.requests.clear()
        self.body = html.encode("utf-8", "replace")
        self.page.goto(url, timeout=120_000)


def beyond(
    page: Page,
    htmls: Iterable[str],
    tags: Iterable[str],
    attributes: Mapping[str, Iterable[str]],
    prefix: str | None = None,
) -> list[str]:
    """What the browser finds in HTML beyond these elements and attributes, and where it does not stay as it is."""
    found: list[str] = page.evaluate(
        FOUND_BY_THE_BROWSER,
        {
            "htmls": list(htmls),
            "tags": sorted(tags),
            "attributes": {tag: sorted(names) for tag, names in attributes.items()},
            "prefix": prefix,
        },
    )
    return found


def payloads(folder: Path) -> list[str]:
    """The payloads of other projects."""
    lines = [line for file in sorted(folder.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    return [json.loads(line)["payload"] for line in lines]
