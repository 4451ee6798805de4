"""Topics whose pages are elsewhere: canonical page, og:url, languages and sitemap agree, and a check sees it."""

from __future__ import annotations

from pathlib import Path

import attrs
from feed_samples import parsed as xml
from samples import PUBLISHER, attribute, catalog, english_only, parsed, small, topic

from syndicate import read, validate
from syndicate.cards import card
from syndicate.cards.head import contents
from syndicate.model import Catalog, Record, Topic, Twin
from syndicate.pairing import pair
from syndicate.publishing import build

OUT_THERE = {"en": "https://health.example/sleep.html", "es": "https://health.example/es/sueno.html"}
TWIN = "https://health.example/es/tetera.html"


def _built(folder: Path, *topics: Topic) -> Path:
    build(catalog(*topics), PUBLISHER, folder / "out", only=["pages", "feeds"])
    return folder / "out"


def _sitemap(tree: Path) -> dict[str, dict[str, str]]:
    """The topic pages that a sitemap lists, each with the languages it names."""
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    pages = xml((tree / "sitemap.xml").read_bytes()).iterfind(f"{name}url")
    found = {
        page.findtext(f"{name}loc"): {
            link.get("hreflang"): link.get("href") for link in page.iterfind("{http://www.w3.org/1999/xhtml}link")
        }
        for page in pages
    }
    return {address: languages for address, languages in found.items() if "/topics/" in address}


def _head(path: Path) -> tuple[str, str, dict[str, str]]:
    page = parsed(path.read_text(encoding="utf-8"))
    links = page.css("head link[rel=alternate][hreflang]")
    return (
        attribute(page.css_first("link[rel=canonical]"), "href"),
        attribute(page.css_first("meta[property='og:url']"), "content"),
        {attribute(link, "hreflang"): attribute(link, "href") for link in links},
    )


def test_a_topic_that_lives_elsewhere_is_not_in_the_sitemap(tmp_path: Path) -> None:
    """Its page here names the one elsewhere as canonical, and sitemaps list canonical pages alone."""
    tree = _built(tmp_path, topic("sleep", url=OUT_THERE), topic("tea"))
    canonical, shared, languages = _head(tree / "en" / "topics" / "sleep" / "index.html")

    assert OUT_THERE["en"] == canonical == shared
    assert {**OUT_THERE, "x-default": OUT_THERE["en"]} == languages
    assert {f"https://clinic.example.org/{language}/topics/tea/" for language in ("en", "es")} == set(_sitemap(tree))
    assert () == validate(tree).problems


def test_a_topic_that_lives_elsewhere_in_one_language_is_listed_in_the_other(tmp_path: Path) -> None:
    """The page that is read here is listed, and names its translation where that is read."""
    tree = _built(tmp_path, topic("sleep", url={"en": OUT_THERE["en"]}))
    own = "https://clinic.example.org/es/topics/sleep/"

    languages = {"en": OUT_THERE["en"], "es": own, "x-default": OUT_THERE["en"]}
    assert {own: languages} == _sitemap(tree)
    assert {"en": OUT_THERE["en"], "es": own, "x-default": OUT_THERE["en"]} == _head(
        tree / "es" / "topics" / "sleep" / "index.html"
    )[2]
    assert () == validate(tree).problems


def test_a_check_sees_a_sitemap_that_says_something_else(tmp_path: Path) -> None:
    """A page that is listed under an address it does not give itself, and languages that differ, are errors."""
    tree = _built(tmp_path, topic("sleep"), topic("tea"))
    page = tree / "en" / "topics" / "sleep" / "index.html"
    own = "https://clinic.example.org/en/topics/sleep/"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace(f'rel="canonical" href="{own}"', f'rel="canonical" href="{OUT_THERE["en"]}"'), "utf-8")
    sitemap = tree / "sitemap.xml"
    link = 'hreflang="es" href="https://clinic.example.org/es/topics/'
    changed = sitemap.read_text(encoding="utf-8").replace(f"{link}tea/", f"{link}te/")
    sitemap.write_text(changed, encoding="utf-8")
    messages = [problem.message for problem in validate(tree).problems if problem.rule == "sitemap-page"]

    assert 3 == len(messages)
    assert "whose own address is 'https://health.example/sleep.html'" in messages[0]
    assert "of en/topics/tea/index.html it names other languages" in messages[1]


# A twin that the catalog does not have


def _kettle() -> Catalog:
    return pair([Record(id="1", locale="en", title="Kettle", slug="kettle", twins=[Twin(locale="es", url=TWIN)])])


def test_a_twin_that_is_stated_stays_in_the_head() -> None:
    """A source that states the Spanish page of an English text has it in the head, though no Spanish text was read."""
    found = _kettle()["kettle"]
    languages = {
        dict(tag.attributes)["hreflang"]: dict(tag.attributes)["href"]
        for tag in card(found, PUBLISHER, "en").tags()
        if "hreflang" in dict(tag.attributes)
    }
    own = "https://clinic.example.org/en/topics/kettle/"

    assert {"es": TWIN} == {str(locale): url for locale, url in found.elsewhere.items()}
    assert {"en": own, "es": TWIN, "x-default": own} == languages
    assert ["en"] == [str(locale) for locale in found.locales]


def test_a_twin_that_is_there_is_not_elsewhere() -> None:
    """Twins that were paired, and pages of other topics, are not pages elsewhere."""
    english = Record(id="1", locale="en", title="A", slug="a", twins=[Twin(locale="es", url=TWIN)])
    spanish = Record(id="2", locale="es", title="B", slug="b", url=TWIN)
    other = Record(id="3", locale="en", title="C", slug="c", twins=[Twin(locale="es", url=TWIN)])

    assert {} == dict(pair([english, spanish])["a"].elsewhere)
    assert {} == dict(pair([english, other, spanish])["c"].elsewhere)


def test_topics_json_keeps_a_twin_that_is_elsewhere(tmp_path: Path) -> None:
    """A catalog that is read back from its own file is the same."""
    made = _kettle()
    dated = Catalog([attrs.evolve(made["kettle"], updated={"en": small(1).updated["en"]})])
    (tmp_path / "topics.json").write_bytes(dated.dumps())

    assert dict(dated["kettle"].elsewhere) == dict(read(tmp_path / "topics.json")["kettle"].elsewhere)


def test_the_page_of_medlineplus_keeps_its_translation(corpora: Path) -> None:
    """The English page alone, as it is served, still leads to the Spanish one."""
    found = read(corpora / "medlineplus" / "pages" / "en" / "genesandgenetherapy.html")["genesandgenetherapy"]
    tags = [dict(tag.attributes) for tag in card(found, PUBLISHER, "en").tags()]

    assert "https://medlineplus.gov/spanish/genesandgenetherapy.html" in [
        one["href"] for one in tags if one.get("hreflang") == "es"
    ]
    assert "https://medlineplus.gov/genesandgenetherapy.html" == contents(card(found, PUBLISHER, "en").tags())["og:url"]


def test_a_tree_with_a_twin_elsewhere_is_valid(tmp_path: Path) -> None:
    """The sitemap names it as the head does."""
    tree = _built(
        tmp_path, english_only("kettle", elsewhere={"es": TWIN}, description={"en": "Boil it."}), topic("tea")
    )

    assert TWIN == _sitemap(tree)["https://clinic.example.org/en/topics/kettle/"]["es"]
    assert () == validate(tree).problems
