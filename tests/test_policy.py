"""The publisher's own policy: read from publisher.toml, and kept wherever a text leaves."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import attrs
import feedparser
import pytest
from click.testing import CliRunner
from markupsafe import Markup
from samples import PUBLISHER, catalog, embedded, topic

import syndicate
from syndicate.cli import cli
from syndicate.embeds import Embeds
from syndicate.errors import InvalidValueError, PublisherError
from syndicate.locales import parse
from syndicate.markup import TAGS, Policy, sanitize
from syndicate.markup.policy import DEFAULT_POLICY
from syndicate.model import Publisher

BASIC = 'base_url = "https://example.org/"\nauthority = "example.org,2024"\n[name]\nen = "Example"\n'
TEXT = Markup(
    '<p>a <img src="https://example.org/a.png" alt="b"> <a href="https://www.nih.gov/c">d</a> '
    '<a href="https://other.example/">e</a> <a href="tel:911">f</a></p>'
)
NARROWED = '<p>a b <a href="https://www.nih.gov/c">d</a> <a>e</a> <a href="tel:911">f</a></p>'


@pytest.fixture
def strict(tmp_path: Path) -> Path:
    """A file that allows no pictures, and links to some hosts."""
    path = tmp_path / "publisher.toml"
    table = '[policy]\nwithout = ["img"]\nlink_hosts = ["*.nih.gov", "www.example.org"]\n'
    path.write_text(BASIC + table, encoding="utf-8")
    return path


def test_the_table_says_what_may_stand(strict: Path, tmp_path: Path) -> None:
    """Elements that may not, and hosts and schemes that may; without the table, all may."""
    assert Policy(tags=TAGS - {"img"}, link_hosts={"*.nih.gov", "www.example.org"}) == Publisher.load(strict).policy
    plain = tmp_path / "plain.toml"
    plain.write_text(BASIC + '[policy]\nurl_schemes = ["https"]\n', encoding="utf-8")
    assert Policy(url_schemes={"https"}) == Publisher.load(plain).policy
    plain.write_text(BASIC, encoding="utf-8")
    assert Publisher.load(plain).policy is DEFAULT_POLICY


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('policy = "strict"', "a table is expected"),
        ("[policy]\nwithout = 'img'", "a list of texts in quotes is expected"),
        ("[policy]\nlink_hosts = [1]", "a list of texts in quotes is expected"),
        ("[policy]\nwith = ['video']", "unknown key 'with'"),
        ("[policy]\nwithout = ['image']", "'image' is not an element that may stand in texts anyway"),
        ("[policy]\nlink_hosts = ['https://nih.gov']", "'https://nih.gov' is not a host"),
        ("[policy]\nurl_schemes = ['ftp']", "a policy can only allow less"),
    ],
)
def test_a_slip_of_the_pen_is_told(tmp_path: Path, table: str, said: str) -> None:
    """The message names what is wrong and where."""
    path = tmp_path / "publisher.toml"
    top, _, name = BASIC.partition("[name]")
    path.write_text(f"{top}{table}\n[name]{name}", encoding="utf-8")
    with pytest.raises(PublisherError) as raised:
        Publisher.load(path)
    assert said in str(raised.value)
    assert "policy" in (raised.value.field or "")


def test_texts_leave_narrowed(strict: Path) -> None:
    """In snippets, their data and nodes, feeds, and embeds; the catalog keeps what it was given."""
    publisher = attrs.evolve(PUBLISHER, policy=Publisher.load(strict).policy)
    found = topic(summary={"en": TEXT})
    made = syndicate.snippet(found, publisher, "en")
    assert NARROWED in made.html
    assert NARROWED == json.loads(made.json())["summary_html"]
    assert "other.example" not in json.dumps(made.nodes)
    for path, body in embedded(Embeds(publisher, [parse("en")]), found, parse("en"), made.html).items():
        assert b"other.example" not in body, path
    feed = syndicate.feed(catalog(found), publisher, "en")
    assert NARROWED == json.loads(feed.json())["items"][0]["content_html"]
    for document in (feed.rss(), feed.atom()):
        (entry,) = feedparser.parse(document).entries
        assert "other.example" not in entry.content[0].value
    assert TEXT == found.summary["en"]
    assert TEXT in syndicate.snippet(found, PUBLISHER, "en").html


def test_extract_takes_the_publishers_policy(strict: Path) -> None:
    """What the file forbids is left out, and hosts given by hand go before its own."""
    page = f"<html lang=en><div class=syndicate>{TEXT}</div>"
    command = ["extract", "-", "--url", "https://example.org/", "--publisher", str(strict)]
    told = CliRunner().invoke(cli, command, input=page)
    assert (0, True) == (told.exit_code, NARROWED in told.stdout)
    other = CliRunner().invoke(cli, [*command, "--link-host", "other.example"], input=page)
    assert '<a>d</a> <a href="https://other.example/">e</a>' in other.stdout
    assert "<img" not in other.stdout


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://example.org/a", True),
        ("https://EXAMPLE.org./a", True),
        ("https://www.example.org/a", False),
        ("https://[@example.org/", False),
        ("https://\u2100@example.org/", False),
        ("HTTP://example.org/", False),
        ("mailto:a@b.example", True),
        ("mailto://[", True),
        ("tel:911", False),
        ("a", False),
    ],
)
def test_links_are_judged_by_scheme_and_host(url: str, allowed: bool) -> None:
    """Whatever is not an address is not an allowed one; mail leads to no host."""
    policy = Policy(url_schemes={"https", "mailto"}, link_hosts={"example.org"})
    assert allowed == policy.allows_link(url)


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        ({"src", "srcset"}, '<img src="https://e.org/a" title="t" srcset="https://e.org/b 3w">'),
        ({"srcset", "sizes"}, '<img title="t" srcset="https://e.org/b 3w" sizes="100vw">'),
        ({"src", "alt"}, '<img src="https://e.org/a" title="t" alt="t">'),
    ],
)
def test_pictures_get_no_attribute_that_may_not_stand(allowed: set[str], expected: str) -> None:
    """What a picture lacks is made up only as far as the policy allows it."""
    policy = Policy(attributes={"*": {"title"}, "img": allowed})
    assert expected == sanitize('<img src="a" title="t" srcset="b 3w">', "https://e.org/", policy)


def test_policies_travel_between_processes() -> None:
    """A policy that was pickled is the same, and the one that allows all costs nothing there either."""
    narrow = Policy(tags={"p"}, attributes={"*": {"lang"}}, url_schemes={"https"}, link_hosts={"example.org"})
    assert narrow == pickle.loads(pickle.dumps(narrow))
    assert pickle.loads(pickle.dumps(DEFAULT_POLICY)) is DEFAULT_POLICY


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ({"li"}, {"li", "ol", "ul"}),
        ({"ol", "ul"}, {"li", "ol", "ul"}),
        ({"ul"}, {"ul"}),
        ({"dt"}, {"dl", "dt", "dd"}),
        ({"rt"}, {"rp", "rt", "ruby"}),
        ({"figure"}, {"figcaption", "figure"}),
        ({"colgroup"}, {"col", "colgroup"}),
        ({"tr"}, {"caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}),
    ],
)
def test_what_means_nothing_alone_goes_along(without: set[str], missing: set[str]) -> None:
    """A policy without items has no lists, and so on."""
    assert missing == TAGS - Policy(tags=TAGS - without).tags
    with pytest.raises(InvalidValueError):
        Policy(tags=TAGS | {"video"})
