"""Links that a site has to its own pages, by whole addresses or from its root on: to the topic, or nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from syndicate.model import Catalog, FindingKind, Publisher
from syndicate.pairing import pair
from syndicate.sources.markdown import SOURCE
from syndicate.sources.site_address import SiteAddress, addresses_of

BASE = "https://salud.example.org/topics/"
PUBLISHER = Publisher(base_url=BASE, authority="example.org,2024", name={"en": "Example"})
FRONT = "---\ntitle: Sleep\ndate: 2024-06-06\n---\n"


def site(root: Path, settings: dict[str, str], texts: dict[str, str]) -> None:
    """A site with settings, and texts by their paths."""
    (root / ".git").mkdir(parents=True)
    for name, text in {**settings, **{name: FRONT + body for name, body in texts.items()}}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def read(root: Path, publisher: Publisher | None = PUBLISHER) -> Catalog:
    """The catalog of a folder."""
    return pair(SOURCE.read(root, publisher))


def hrefs(catalog: Catalog, slug: str, locale: str = "en") -> list[str]:
    """The addresses to which a text links."""
    return re.findall(r'href="([^"]+)"', catalog[slug].summary[locale])


def dead(catalog: Catalog) -> list[tuple[str, str]]:
    """The links that lead nowhere, and why."""
    found = (finding for finding in catalog.findings if finding.kind is FindingKind.DEAD_LINK)
    return [(finding.details["link"], finding.details["reason"]) for finding in found]


SETTINGS = {
    "hugo.toml": 'baseURL = "https://our-site.example/"\n[params]\nurl = "https://no.example/"\n',
    "hugo.yaml": "baseURL: https://our-site.example\nmenu:\n  main:\n    - url: https://no.example/\n",
    "config/_default/hugo.json": '{\n  "baseURL": "https://our-site.example/",\n  "menu": [{\n "url": "https://no.example/"}]}',
    "_config.yml": "title: A\nurl: 'https://our-site.example' # no slash\nbaseurl: ''\n",
    "astro.config.mjs": "export default defineConfig({\n  site: 'https://our-site.example',\n  integrations: [],\n})",
    "astro.config.ts": "const SITE = 'https://our-site.example'\nexport default defineConfig({\n  site: SITE,\n})",
    "docusaurus.config.js": "module.exports = {\n  url: 'https://our-site.example',\n  baseUrl: '/',\n"
    "  themeConfig: {items: [{url: 'https://no.example'}]},\n}",
    "mkdocs.yml": "site_name: A\nsite_url: https://www.our-site.example/\nextra:\n  url: https://no.example/\n",
    "publishconf.py": "SITEURL = 'https://our-site.example'\n",
    "CNAME": "our-site.example\n",
    ".vitepress/config.mts": "export default { sitemap: { hostname: 'https://our-site.example' } }",
}


@pytest.mark.parametrize("name", SETTINGS)
def test_the_address_of_a_site(tmp_path: Path, name: str) -> None:
    """Each generator has its own key for it; other addresses in its settings are not the site's."""
    site(tmp_path, {name: SETTINGS[name]}, {"content/en/sleep.md": ""})
    assert [SiteAddress("our-site.example", "/")] == addresses_of(tmp_path / "content")


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("_config.yml", "url: https://our-site.example\nbaseurl: /health\n"),
        ("docusaurus.config.ts", "export default { url: 'https://our-site.example',\n  baseUrl: '/health/' }"),
        ("astro.config.mjs", "export default { site: 'https://our-site.example',\n  base: '/health' }"),
        ("mkdocs.yml", "site_url: https://our-site.example/health/\n"),
    ],
)
def test_a_site_in_a_folder_of_its_host(tmp_path: Path, name: str, settings: str) -> None:
    """Addresses from the root of the host on begin with that folder; those elsewhere on the host are not the site's."""
    body = "[a](https://our-site.example/health/en/rest/) [b](/health/en/rest/) [c](https://our-site.example/en/rest/)"
    site(tmp_path, {name: settings}, {"content/en/sleep.md": body, "content/en/rest.md": "", "content/es/rest.md": ""})
    catalog = read(tmp_path / "content")
    target = f"{BASE}en/topics/rest/"
    assert [target, target, "https://our-site.example/en/rest/"] == hrefs(catalog, "sleep")
    assert [] == dead(catalog)


def test_languages_with_hosts_of_their_own(tmp_path: Path) -> None:
    """Hugo gives each an address; the language of the page is that of the host."""
    hugo = 'baseURL = "https://our-site.example/"\n[languages.es]\nbaseURL = "https://es.our-site.example/"\n'
    body = "[a](https://es.our-site.example/rest/)"
    texts = {"content/en/sleep.md": body, "content/en/rest.md": "", "content/es/rest.md": ""}
    site(tmp_path, {"hugo.toml": hugo}, texts)
    assert [f"{BASE}es/topics/rest/"] == hrefs(read(tmp_path / "content"), "sleep")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://our-site.example/en/rest/", "en/topics/rest/"),
        ("http://www.our-site.example/es/rest/", "es/topics/rest/"),
        ("//our-site.example/en/rest.html", "en/topics/rest/"),
        ("https://OUR-site.example/en/rest/?from=a#better", "en/topics/rest/#better"),
        ("https://our-site.example/rest/", "en/topics/rest/"),
        ("https://our-site.example/old/rest/", "en/topics/rest/"),
        ("https://our-site.example/en/moved/", "en/topics/moved-here/"),
    ],
)
def test_a_whole_address_leads_to_the_topic(tmp_path: Path, link: str, expected: str) -> None:
    """However it is written, also in a list of links; old addresses and slugs count."""
    sections = f"sections:\n  - title: More\n    links: [{{title: A, url: '{link}'}}]\n---\n"
    front = FRONT.removesuffix("---\n") + sections
    site(
        tmp_path,
        {
            "hugo.toml": SETTINGS["hugo.toml"],
            "content/en/rest.md": FRONT.replace("---\n", "---\naliases:\n  - /old/rest/\n", 1),
            "content/en/moved-here.md": FRONT.replace("---\n", "---\nslug: moved\nid: moved-here\n", 1),
            "content/en/sleep.md": f"{front}[a]({link})",
        },
        {"content/es/rest.md": ""},
    )
    catalog = read(tmp_path / "content")
    expected = expected.replace("moved-here", "moved")
    assert [f"{BASE}{expected}"] == hrefs(catalog, "sleep")
    if not link.startswith(("http:", "//")):
        assert f"{BASE}{expected}" == catalog["sleep"].sections["en"][0].links[0].url["en"]
    assert [] == dead(catalog)


TEXTS = {"content/en/rest.md": "", "content/en/guides/naps.md": "", "content/es/rest.md": ""}


@pytest.mark.parametrize(
    "link",
    [
        "https://our-site.example/en/slep/",
        "https://our-site.example/en/guides/siesta",
        "https://our-site.example/es/guides/siesta.html",
        "/en/slep/",
        "/guides/siesta/#top",
    ],
)
def test_a_page_that_the_site_does_not_have(tmp_path: Path, link: str) -> None:
    """It would be among the texts, and nothing else of the site has its name: the link leads nowhere."""
    site(tmp_path, {"hugo.toml": SETTINGS["hugo.toml"]}, {**TEXTS, "content/en/sleep.md": f"[a]({link})"})
    catalog = read(tmp_path / "content")
    assert [(link.partition("#")[0], "no-such-page")] == dead(catalog)
    [message] = [f.message("es") for f in catalog.findings if f.kind is FindingKind.DEAD_LINK]
    assert message.endswith("no lleva a ninguna parte: el sitio no tiene esa página entre sus textos")


@pytest.mark.parametrize(
    "link",
    [
        "https://our-site.example/",
        "https://our-site.example/en/",
        "https://our-site.example/en/report.pdf",
        "https://our-site.example/en/feed.xml",
        "https://our-site.example/en/guides/",
        "https://our-site.example/en/tags/",
        "https://our-site.example/en/tags/rest/",
        "https://our-site.example/en/page/2/",
        "https://our-site.example/en/shop/chairs/",
        "https://our-site.example/en/finder/",
        "https://our-site.example/en/contact/",
        "https://our-site.example/en/gone/",
        "https://other.example/en/slep/",
        "/en/finder/",
        "/en/report.pdf",
    ],
)
def test_what_may_be_there(tmp_path: Path, link: str) -> None:
    """Files, lists, pages of templates, what settings name or redirect, and other parts of the site are not told of."""
    others = {
        "hugo.toml": SETTINGS["hugo.toml"] + '[[menu.main]]\nurl = "/en/contact/"\n',
        "layouts/finder.html": "",
        "static/_redirects": "/en/gone/ /en/rest/ 301\n",
    }
    site(tmp_path, others, {**TEXTS, "content/en/sleep.md": f"[a]({link})"})
    catalog = read(tmp_path / "content")
    assert [] == dead(catalog)
    assert [link] == hrefs(catalog, "sleep") or link.startswith("/")


def test_a_part_of_a_site(tmp_path: Path) -> None:
    """Only addresses below the folder that is read can be known to lead nowhere; those of its texts lead there."""
    links = ["en/docs/rest/", "en/docs/slep/", "en/about-us/", "en/slep/"]
    body = " ".join(f"[a](https://our-site.example/{link})" for link in links)
    texts = {"content/docs/en/sleep.md": body, "content/docs/en/rest.md": "", "content/docs/es/rest.md": ""}
    site(tmp_path, {"hugo.toml": SETTINGS["hugo.toml"]}, texts)
    catalog = read(tmp_path / "content" / "docs")
    assert [f"{BASE}en/topics/rest/"] == hrefs(catalog, "sleep")[:1]
    assert [("https://our-site.example/en/docs/slep/", "no-such-page")] == dead(catalog)


def test_the_address_of_the_publisher(tmp_path: Path) -> None:
    """It is one of the site too; pages of the published tree itself are known when all topics are."""
    publisher = 'base_url = "https://our-site.example/"\nauthority = "our-site.example,2024"\n[name]\nen = "Example"\n'
    links = ["en/rest/", "es/rest/", "en/slep/", "en/topics/rest/"]
    body = " ".join(f"[a](https://our-site.example/{link})" for link in links)
    site(tmp_path, {"publisher.toml": publisher}, {"en/sleep.md": body, "en/rest.md": "", "es/rest.md": ""})
    catalog = read(tmp_path, None)
    address = "https://our-site.example/"
    target = f"{address}en/topics/rest/"
    assert [target, f"{address}es/topics/rest/", f"{address}en/slep/", target] == hrefs(catalog, "sleep")
    assert [(f"{address}en/slep/", "no-such-page")] == dead(catalog)


def test_files_named_with_their_language(tmp_path: Path) -> None:
    """Their links lead to topics as well; of the publisher's other pages nothing is known."""
    publisher = 'base_url = "https://our-site.example/"\nauthority = "our-site.example,2024"\n[name]\nen = "Example"\n'
    body = "[a](https://our-site.example/en/rest/) [b](https://our-site.example/en/other/)"
    site(tmp_path, {"publisher.toml": publisher}, {"sleep.en.md": body, "rest.en.md": "", "rest.es.md": ""})
    catalog = read(tmp_path, None)
    address = "https://our-site.example/en/"
    assert [f"{address}topics/rest/", f"{address}other/"] == hrefs(catalog, "sleep")
    assert [] == dead(catalog)


def test_posts_of_jekyll(tmp_path: Path) -> None:
    """Their addresses have the day in folders; one that no text has is not told of, as settings may make it."""
    texts = {
        "_posts/2024-01-31-sleep.md": "[a](https://our-site.example/2024/01/31/rest.html) [b](/2024/02/01/other.html)",
        "_posts/2024-01-31-rest.md": "",
        "_posts/es/2024-01-31-rest.md": "",
    }
    site(tmp_path, {"_config.yml": SETTINGS["_config.yml"]}, texts)
    catalog = read(tmp_path)
    [slug] = [slug for slug in catalog if "sleep" in slug]
    assert any(found.startswith(BASE) for found in hrefs(catalog, slug))
    assert [] == dead(catalog)


def test_a_withheld_topic(tmp_path: Path) -> None:
    """A link to it leads nowhere, as a relative one does."""
    site(
        tmp_path,
        {"hugo.toml": SETTINGS["hugo.toml"], "content/en/rest.md": FRONT.replace("date", "draft: true\ndate")},
        {},
    )
    (tmp_path / "content/es").mkdir()
    for name in ("content/en/sleep.md", "content/es/sleep.md"):
        (tmp_path / name).write_text(f"{FRONT}[a](https://our-site.example/en/rest/)", encoding="utf-8")
    assert {("/en/rest/", "withheld-topic")} == set(dead(read(tmp_path / "content")))


def test_files_beside_a_page_of_the_site(tmp_path: Path) -> None:
    """Pages of Hugo and others name what the site serves as seen from the address of the page, not from its file."""
    body = "![a](../../img/a.png) ![b](../img/b.png) [c](../../img/none.pdf)"
    texts = {
        "content/es/sleep.md": body,
        "content/en/sleep.md": body,
        "content/en/rest.md": "",
        "content/es/rest.md": "",
    }
    site(tmp_path, {"hugo.toml": SETTINGS["hugo.toml"]}, texts)
    (tmp_path / "static/img").mkdir(parents=True)
    png = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
    (tmp_path / "static/img/a.png").write_bytes(png)
    (tmp_path / "static/img/b.png").write_bytes(png)
    catalog = read(tmp_path)
    assert {("../../img/none.pdf", "no-such-file")} == set(dead(catalog))


def test_a_picture_that_the_folder_of_a_site_lacks(tmp_path: Path) -> None:
    """The site serves the folder, so that the file would be there; of other folders, nobody knows."""
    shown = "".join(f"![A bed]({path})\n\n" for path in ("/img/bed.gif", "/img/bde.gif", "/cms/bed.gif"))
    site(tmp_path, {"_config.yml": "title: Health\n"}, {"en/sleep.md": shown, "es/sleep.md": ""})
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "bed.gif").write_bytes(b"GIF89a\x01\0\x01\0\0\0\0;")
    assert [("/img/bde.gif", "no-such-file")] == dead(read(tmp_path))


def test_documents_of_programs_are_no_topics(tmp_path: Path) -> None:
    """The site has packages beside its texts."""
    texts = dict.fromkeys(("en/sleep.md", "es/sleep.md", "node_modules/a/docs/use.md"), "")
    site(tmp_path, {"_config.yml": "title: Health\n"}, texts)
    catalog = read(tmp_path)
    assert list(catalog) == ["sleep"]
    assert not [found for found in catalog.findings if "use.md" in str(found.source)]
