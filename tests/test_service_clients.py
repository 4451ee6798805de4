"""The clients that partners have, pointed at the service: HHS's SDK, its snippet for pages, and readers of feeds."""

from __future__ import annotations

import base64
import html
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import feedparser
import pytest
from chromium import CHROMIUM, launched
from partners import Service, example_numbers, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest.importorskip("starlette", reason="the service needs the extra `service`")
pytest.importorskip("uvicorn", reason="the service needs the extra `service`")

CLIENTS = Path(__file__).resolve().parent / "clients"
SDK = os.environ.get("SYNDICATE_HHS_SDK", "")
PHP = shutil.which("php")
NEWSBOAT = shutil.which("newsboat")


@pytest.fixture(scope="module")
def address(example_tree: Path) -> Iterator[str]:
    """Where the bundled catalog is served."""
    with served(example_tree) as found:
        yield found


@pytest.fixture(scope="module")
def sleep(example_tree: Path) -> int:
    """The number of a text in Spanish."""
    return example_numbers(Service(example_tree))["Dormir bien", "spa"]


@pytest.mark.skipif(
    not SDK or not Path(SDK, "src", "Syndication.class.php").is_file(),
    reason="SYNDICATE_HHS_SDK names no checkout of HHSDigitalMediaAPIPlatform/SyndicationSDK_PHP",
)
@pytest.mark.skipif(PHP is None, reason="no PHP is installed")
def test_the_sdk_of_hhs_reads_every_answer(address: str, sleep: int) -> None:
    """All methods of HHS's PHP SDK that read: each finds what it asked for, and the errors that it should."""
    with urlopen(f"{address}/hhs/api/v2/resources/media/{sleep}.json") as answer:
        (item,) = json.load(answer)["results"]
    arguments = [f"{address}/hhs", sleep, item["tags"][0]["id"], item["campaigns"][0]["id"]]
    command = [PHP or "", str(CLIENTS / "syndication.php"), str(Path(SDK, "src")), *map(str, arguments)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert 0 == ran.returncode, ran.stderr + ran.stdout
    made: dict[str, Any] = json.loads(ran.stdout)
    assert "2" == made.pop("getServerApiVersion")
    refused = {"getMediaYoutubeMetaDataById": "5", "missing": "2"}
    for name, response in made.items():
        assert response["success"] == (name not in refused), (name, response)
    for name, code in refused.items():
        assert 400 == made[name]["status"]
        assert code in [message["errorCode"] for message in made[name]["messages"]]
    results = {name: response["results"] for name, response in made.items()}
    assert "Dormir bien" in [one["name"] for one in results["getMedia"]]
    assert {"Spanish"} == {one["language"]["name"] for one in results["getMedia"]}
    assert 17 == made["getMedia"]["pagination"]["total"]
    for name in ("getMediaById", "getMediaByTagId", "getMediaByCampaignId"):
        assert "Dormir bien" in [one["name"] for one in results[name]], name
    assert "Healthy sleep" == results["searchMedia"][0]["name"]
    assert "Healthy sleep" in [one["name"] for one in results["searchResources"][0]["htmls"]["items"]]
    assert ["English", "Spanish"] == [one["name"] for one in results["getLanguages"]]
    assert "Spanish" == results["getLanguageById"][0]["name"]
    assert {"General", "Subject"} == {one["name"] for one in results["getTagTypes"]}
    assert results["getTagById"][0]["name"] not in [one["name"] for one in results["getRelatedTagsById"]]
    assert "Mientras dormimos" in results["getMediaSyndicateById"][0]["content"]
    for name in ("getMediaContentById", "getMediaHtmlById"):
        assert "Mientras dormimos" in results[name], name
    assert "iframe" in results["getMediaEmbedById"]
    assert 3 == len(results["getMostPopularMedia"]) == len(results["sortedAndOrdered"])
    assert 0 == results["getMediaRatingsById"][0]["likes"]
    for name in ("getMediaPreviewById", "getMediaThumbnailById"):
        assert base64.b64decode(results[name]).startswith(b"\xff\xd8"), name


# The code that HHS hands out, which is on partners' pages: only its address is another.
SNIPPET = """<!DOCTYPE html><html lang="es"><meta charset="utf-8"><title>Partner</title>
<script src="jquery.js"></script>
<script>$(document).ready(function(){{$.getJSON('{address}/hhs/api/v2/resources/media/{id}/syndicate.json?stripStyles=false&stripScripts=false&stripBreaks=false&stripImages=false&stripClasses=false&stripIds=false&displayMethod=null&autoplay=true&userId=null&callback=?', function(data){{$('#syndicatedContent_{id}_1').html(data.results[0].content);}});}});</script><div id="syndicatedContent_{id}_1"></div></html>"""  # noqa: E501


@pytest.fixture
def page() -> Iterator[Page]:
    """A page of a browser."""
    with launched() as browser:
        yield browser.new_page()


@pytest.fixture
def partner(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A partner's site, of another origin: its folder, and its address."""
    handler = partial(_Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield tmp_path, f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("version", ["jquery-2", "jquery"])
def test_the_snippet_of_hhs_shows_the_text(
    address: str, sleep: int, page: Page, partner: tuple[Path, str], version: str
) -> None:
    """The code with `$.getJSON(...callback=?)`, with the jQuery that HHS's code loads and with a later one."""
    library = CLIENTS / "node_modules" / version / "dist" / "jquery.js"
    if not library.is_file():
        pytest.skip("jQuery is not installed (npm install in tests/clients)")
    folder, site = partner
    shutil.copy(library, folder / "jquery.js")
    (folder / "index.html").write_text(SNIPPET.format(address=address, id=sleep), "utf-8")
    page.goto(f"{site}/index.html")
    page.locator("article.syndicate").wait_for(timeout=10_000)
    assert "Mientras dormimos" in page.locator(f"#syndicatedContent_{sleep}_1").inner_text()
    assert "Dormir bien" == page.get_by_role("heading", level=2).inner_text()


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("path", ["/hhs/api/v2/resources/media/{}/embed.json", "/cdc/api/v2/resources/media/{}/embed"])
def test_our_codes_show_the_text(address: str, sleep: int, page: Page, partner: tuple[Path, str], path: str) -> None:
    """The codes that both interfaces give out, pasted into a page."""
    folder, site = partner
    with urlopen(address + path.format(sleep)) as answer:
        results = json.load(answer)["results"]
    code = html.unescape(results[0]["snippet"]) if isinstance(results, list) else results
    document = f'<!DOCTYPE html><html lang="es"><meta charset="utf-8"><title>Partner</title>{code}</html>'
    (folder / "index.html").write_text(document, "utf-8")
    page.goto(f"{site}/index.html")
    page.locator("article.syndicate").wait_for(timeout=10_000)
    assert "Mientras dormimos" in page.locator("body").inner_text()


SCRIPT = os.environ.get("SYNDICATE_HHS_SCRIPT", "")

CALLS = """
async ([url, id, tag, campaign]) => {
  const client = Syndication(url);
  const made = {};
  const calls = {
    getCampaigns: [], getCampaignsById: [campaign], getLanguages: [], getLanguageById: [2], getMedia: [],
    getMediaById: [id], getMediaByCampaignId: [campaign], getMediaByTagId: [tag], getMediaEmbedById: [id],
    getMediaHtmlById: [id], getMediaAlternateImagesById: [id],
  };
  for (const [name, given] of Object.entries(calls)) {
    made[name] = await new Promise((done, failed) => {
      setTimeout(() => failed(new Error(name)), 5000);
      client[name](...given, done);
    });
  }
  return made;
}
"""


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
@pytest.mark.skipif(
    not SCRIPT or not Path(SCRIPT, "src", "syndication-sdk.js").is_file(),
    reason="SYNDICATE_HHS_SCRIPT names no checkout of HHSDigitalMediaAPIPlatform/SyndicationSDK_JS",
)
@pytest.mark.xdist_group("browser")
def test_the_script_of_hhs_reads_every_answer(address: str, sleep: int, page: Page, partner: tuple[Path, str]) -> None:
    """HHS's SDK for browsers, which asks with JSONP from a page of another origin."""
    library = CLIENTS / "node_modules" / "jquery-2" / "dist" / "jquery.js"
    if not library.is_file():
        pytest.skip("jQuery is not installed (npm install in tests/clients)")
    folder, site = partner
    shutil.copy(library, folder / "jquery.js")
    shutil.copy(Path(SCRIPT, "src", "syndication-sdk.js"), folder / "sdk.js")
    document = '<!DOCTYPE html><title>a</title><script src="jquery.js"></script><script src="sdk.js"></script>'
    (folder / "index.html").write_text(document, "utf-8")
    with urlopen(f"{address}/hhs/api/v2/resources/media/{sleep}.json") as answer:
        (item,) = json.load(answer)["results"]
    page.goto(f"{site}/index.html")
    given = [f"{address}/hhs/api/v2", sleep, item["tags"][0]["id"], item["campaigns"][0]["id"]]
    made = page.evaluate(CALLS, given)
    assert ["English", "Spanish"] == [one["name"] for one in made["getLanguages"]]
    assert "Dormir bien" == made["getMediaById"][0]["name"]
    assert "Mientras dormimos" in made["getMediaHtmlById"][0]["content"]
    assert "fetch" in made["getMediaEmbedById"][0]["snippet"]
    for name in ("getCampaigns", "getCampaignsById", "getMedia", "getMediaByCampaignId", "getMediaByTagId"):
        assert made[name][0]["id"], name


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_feedparser_follows_an_item(address: str, sleep: int, format: str) -> None:
    """By far the most common request to the CDC's interface; a second one costs nothing."""
    target = f"{address}/cdc/api/v2/resources/media/{sleep}.{format}"
    found = feedparser.parse(target)
    assert (200, False) == (found.status, bool(found.bozo))
    assert "Dormir bien" == found.entries[0].title
    assert "Mientras dormimos" in str(found.entries[0])
    assert 304 == feedparser.parse(target, etag=found.etag).status


@pytest.mark.skipif(NEWSBOAT is None, reason="newsboat is not installed")
def test_newsboat_follows_items_and_lists(address: str, sleep: int, tmp_path: Path) -> None:
    """A reader for terminals takes in the feed of an item and that of a search."""
    root = f"{address}/cdc/api/v2/resources/media"
    (tmp_path / "urls").write_text(f"{root}/{sleep}.rss\n{root}.atom?q=sue%C3%B1o&max=5\n", "utf-8")
    (tmp_path / "config").touch()
    command = [NEWSBOAT or "", "-u", "urls", "-C", "config", "-c", "cache.db", "-x", "reload"]
    environment = {**os.environ, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, timeout=60)
    with closing(sqlite3.connect(tmp_path / "cache.db")) as store:
        titles = [title for (title,) in store.execute("SELECT title FROM rss_item")]
        feeds = [title for (title,) in store.execute("SELECT title FROM rss_feed")]
    assert ["Example Health: selected topics", "Salud Ejemplo: Dormir bien"] == sorted(feeds)
    assert {"Dormir bien", "Healthy sleep"} <= set(titles)  # the first is in both, and has one id


def test_a_program_reads_names_of_a_list(address: str) -> None:
    """As public clients of the CDC do it: a search, and the names in the results."""
    with urlopen(f"{address}/cdc/api/v2/resources/media?q=sleep&max=5&sort=-dateModified") as answer:
        names = [one["name"] for one in json.load(answer)["results"]]
    assert "Healthy sleep" in names and len(names) <= 5
