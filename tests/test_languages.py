"""What differs by language is data: the package's, and a publisher's own for any other language."""

from __future__ import annotations

import ast
import pickle
import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files as resources
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner
from markupsafe import Markup
from samples import PUBLISHER, files, topic

from syndicate import Site, build, card, cli, feed, read, snippet
from syndicate.cards.image import card_image
from syndicate.cards.image.breaking import break_lines
from syndicate.errors import LocaleError, PublisherError
from syndicate.feeds import Feeds
from syndicate.locales import joined, other_language, packaged
from syndicate.locales.language_data import all_languages, check_languages, language_of
from syndicate.model import Catalog, FindingKind, Publisher, Record
from syndicate.search.words import Lexicon
from syndicate.sources import records
from syndicate.text import truncate

WELSH = '''\
telling_words = """
yn yr y i o a ac ar mae wedi ei eu am bod sydd hyn fel gan neu gyda ond pan os nid ni chi eich rhag bob cael sy hefyd"""
leaning_words = "y yr i o a ac am ar yn gan heb dan ei eich"
abbreviations = "tud gw"
paired_marks = "«»"

[[changing_words]]
word = "a(c)"
other = "ac"
before = "[aeiouwyâêîôû]"

[[changing_words]]
word = "a(c)"
other = "a"
before = ""
'''
TEXT = (
    "Mae diabetes yn glefyd sydd yn para am oes. Mae bwyd iach ac ymarfer yn rhan o’r driniaeth, gyda’r"
    " feddyginiaeth y mae eich meddyg yn ei rhoi i chi. Mae’n bwysig cael prawf llygaid bob blwyddyn, a golwg ar eich"
    " traed bob dydd. Gofynnwch i’r nyrs am y llyfryn hwn, a darllenwch y rhan am fwyd ar tud. Saith cyn eich"
    " prawf nesaf."
)


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """A publisher's folder of labels, with data of Welsh, of which the package has none."""
    assert "cy" not in all_languages()
    return write(tmp_path / "labels", "cy", WELSH)


def write(folder: Path, locale: str, text: str) -> Path:
    """Write what differs by a language into a folder of labels."""
    (folder / locale).mkdir(parents=True, exist_ok=True)
    (folder / locale / "language.toml").write_text(text, encoding="utf-8")
    return folder


def test_abbreviations_of_a_third_language_end_no_sentence(labels: Path) -> None:
    """In what feeds and cards say of a topic, too."""
    text = "Darllenwch y llyfryn ar tud. Saith bob nos."

    assert "Darllenwch y llyfryn ar tud." == truncate(text, 30, language_of("cy"))
    assert "Darllenwch y llyfryn ar tud.…" == truncate(text, 30, language_of("cy", labels))

    publisher = attrs.evolve(PUBLISHER, translations=labels, name={"en": "Clinic", "cy": "Clinig"})
    welsh = topic(
        ids={"cy": "7"}, title={"cy": "Diabetes"}, summary={"cy": Markup(f"<p>{TEXT}</p>")}, description={}, groups=()
    )
    ended = "ar eich traed bob dydd."
    assert len(TEXT.partition("tud.")[0]) < 300 < len(TEXT)
    assert card(welsh, publisher, "cy").description.endswith(ended)
    assert f"{ended}<" in feed(Catalog([welsh]), publisher, "cy").atom().decode()


def test_marks_of_a_third_language_are_closed(labels: Path) -> None:
    """Those that its data adds to CLDR's."""
    assert "Dywedodd «mae’r…»" == truncate("Dywedodd «mae’r bwyd yn dda».", 18, language_of("cy", labels))
    assert "Er sagte „das…“" == truncate("Er sagte „das Essen schmeckt gut“.", 15, language_of("de"))


def test_lines_of_a_third_language_do_not_end_in_small_words(labels: Path) -> None:
    """On cards, whose address then tells the two pictures apart."""
    words = "Gofalu am y traed".split()
    widths = [len(word) for word in words]

    assert [(0, 2), (2, 4)] == break_lines(words, widths, 1, 10, language_of("cy"))
    assert [(0, 1), (1, 4)] == break_lines(words, widths, 1, 10, language_of("cy", labels))

    welsh = topic(ids={"cy": "7"}, title={"cy": "Gofalu am y traed"}, description={})
    plain, cared = (card_image(welsh, attrs.evolve(PUBLISHER, translations=one), "cy") for one in (None, labels))
    assert plain.digest != cared.digest
    assert card_image(topic(), PUBLISHER, "es").digest == card_image(topic(), cared.publisher, "es").digest


def test_words_of_lists_change_before_sounds_in_a_third_language(labels: Path) -> None:
    """CLDR has one word for all of them."""
    assert "te a(c) afalau" == joined(["te", "afalau"], "cy")
    assert ["te ac afalau", "te a choffi", "te, llaeth, ac wyau"] == [
        joined(items, "cy", labels) for items in (["te", "afalau"], ["te", "choffi"], ["te", "llaeth", "wyau"])
    ]


def test_a_third_language_is_told_from_others(labels: Path) -> None:
    """Both ways: a text in it, and a text that is said to be in it."""
    english = "The genes in your cells hold the instructions that are used for making proteins of all kinds"

    assert other_language(TEXT, "es") is None
    assert "cy" == other_language(TEXT, "es", labels)
    assert other_language(english, "cy") is None
    assert "en" == other_language(english, "cy", labels)
    assert other_language(TEXT, "cy", labels) is None


def test_a_source_is_checked_with_the_publishers_languages(labels: Path) -> None:
    """`translations` in `publisher.toml` is all it takes."""
    source = labels.parent / "topics"
    source.mkdir()
    (source / "sleep.es.md").write_text(f"---\ntitle: Diabetes\nupdated: 2024-06-06\n---\n{TEXT}\n", encoding="utf-8")
    toml = (
        'base_url = "https://example.org/"\nauthority = "example.org,2024"\ntranslations = "labels"\n[name]\nes = "A"\n'
    )
    (labels.parent / "publisher.toml").write_text(toml, encoding="utf-8")
    catalog = read(source, publisher=Publisher.load(labels.parent / "publisher.toml"))

    found = [finding for finding in catalog.findings if finding.kind is FindingKind.OTHER_LANGUAGE]
    assert ["cy"] == [finding.details["found_language"] for finding in found]


def test_a_publisher_replaces_single_values_of_a_language(tmp_path: Path) -> None:
    """The others stay; a region has its own, and what it lacks from its language."""
    labels = write(write(tmp_path, "es", 'abbreviations = "Mtro"'), "es_MX", 'leaning_words = "pos"')
    mexican = language_of("es_MX", labels)

    assert ({"Mtro"}, {"pos"}) == (mexican.abbreviations, mexican.leaning_words)
    assert language_of("es").changing_words == mexican.changing_words
    assert language_of("es").leaning_words == language_of("es", labels).leaning_words
    assert "" == language_of("es").digest != language_of("es", labels).digest != mexican.digest


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('abreviations = "tud"', "unknown key 'abreviations'"),
        ("abbreviations = 3", "one text with words"),
        ('\nabbreviations = ["Dr", "Mr"]', "2: one text with words, separated by spaces, is expected (field abb"),
        ('paired_marks = "«"', "one text with pairs of marks"),
        ('[[changing_words]]\nword = "a"\n', "1: tables with word, other, and before"),
        ('[[changing_words]]\nword = "a"\nother = "b"\nbefore = "("\n', "tables with word, other, and before"),
        ('[[changing_words]]\nword = "a"\nother = "b"\nbefor = "c"\n', "tables with word, other, and before"),
        ('[[changing_words]]\nword = "a"\nother = 3\nbefore = "c"\n', "tables with word, other, and before"),
        ("changing_words = 3", "tables with word, other, and before"),
        ("abbreviations = \n", "1: not TOML"),
        ('abbreviations = "tud"\n\nabbreviations = "gw"\n', "3: not TOML: Cannot overwrite a value"),
        (f"abbreviations = {'[' * 5000}", "not TOML"),
        ('# "e"\nleaning_word = "y yr"', "2: unknown key 'leaning_word': did you mean 'leaning_words'? write for"),
        ('sounds = "a"', "unknown key 'sounds': the keys are abbreviations, changing_words, front_matter, "),
        ("[medlineplus]", "1: unknown key 'medlineplus': the keys are "),
        ('varieties = "Nynorsk"', 'is expected (field varieties): write for example varieties = "nb nn"'),
        ('varieties = "nb, nn"', "one text with the codes of languages"),
    ],
)
def test_a_faulty_file_says_where_it_is(tmp_path: Path, text: str, message: str) -> None:
    """And what may stand in it."""
    with pytest.raises(LocaleError) as caught:
        language_of("cy", write(tmp_path, "cy", text))

    said = caught.value.format_message()
    assert message in said
    assert "docs/" not in said
    assert said.startswith(str(tmp_path / "cy" / "language.toml"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("front_matter = 3", "1: a table is expected (field front_matter): write [front_matter]"),
        (
            '[front_matter]\n\ndraft = "brouillon"',
            "3: unknown key 'draft' (field front_matter.draft): did you mean 'drafts'?",
        ),
        (
            "[front_matter]\ndrafts = 3",
            "2: one text with words, separated by spaces, is expected (field front_matter.drafts)",
        ),
        ('[front_matter]\nkeys = "titre"', "2: a table expected (field front_matter.keys): write [front_matter.keys]"),
        (
            '[front_matter.keys]\ntitel = "titre"',
            "2: unknown key 'titel' (field front_matter.keys.titel): did you mean 'title'?",
        ),
        ('[front_matter.parts]\nbe = "("', "2: it is not a regular expression: "),
    ],
)
def test_faulty_words_of_front_matter_say_where_they_are(tmp_path: Path, text: str, message: str) -> None:
    """And what may stand there."""
    with pytest.raises(LocaleError) as caught:
        check_languages(write(tmp_path, "fr", text))
    assert message in caught.value.format_message()


GERMAN = """\
[front_matter]
drafts = "entwurf"
withheld = "entwurf geheimgehalten verdeckt"
published = "veröffentlicht"
states = "zustand"
withheld_states = "entwurf inprüfung"
published_states = "fertig"

[front_matter.parts]
be = "ist"

[front_matter.keys]
title = "titel"
"""


@pytest.mark.parametrize(
    ("front", "withheld"),
    [
        ("entwurf: true", "entwurf"),
        ("Geheim-gehalten: true", "Geheim-gehalten"),
        ("ist_verdeckt: true", "ist_verdeckt"),
        ("veröffentlicht: false", "veröffentlicht"),
        ("veröffentlicht: true", ""),
        ("Zustand: in Prüfung", "Zustand"),
        ("zustand: unbekannt", "zustand"),
        ("zustand: fertig", ""),
        ("schlaf: true", ""),
    ],
)
@pytest.mark.parametrize("is_named", [True, False])
def test_words_of_a_further_language_withhold_texts(tmp_path: Path, front: str, withheld: str, is_named: bool) -> None:
    """Also by the publisher's file in the folder itself; other publishers do not know them."""
    assert not language_of("de").front_matter
    write(tmp_path / "labels", "de", GERMAN)
    toml = 'base_url = "https://example.org/"\nauthority = "example.org,2024"\n[name]\nde = "A"\n'
    (tmp_path / "publisher.toml").write_text(f'translations = "labels"\n{toml}', encoding="utf-8")
    text = "---\ntitle: {}\nupdated: 2024-06-06\n{}\n---\nText.\n"
    (tmp_path / "schlaf.de.md").write_text(text.format("Schlaf", front), encoding="utf-8")
    (tmp_path / "milch.de.md").write_text(text.format("Milch", "titel: M"), encoding="utf-8")
    publisher = Publisher.load(tmp_path / "publisher.toml")
    catalog = read(tmp_path, publisher=publisher if is_named else None)

    assert (["milch"] if withheld else ["milch", "schlaf"]) == sorted(catalog)
    found = [finding.details["key"] for finding in catalog.findings if finding.kind is FindingKind.WITHHELD]
    assert ([withheld] if withheld else []) == found
    assert ["titel"] == [one.details["key"] for one in catalog.findings if one.details.get("near") == "title"]
    assert "schlaf" in read(tmp_path, publisher=attrs.evolve(publisher, translations=None))


def test_words_are_of_the_publisher_whose_texts_are_read(tmp_path: Path) -> None:
    """Texts of two publishers may be read in turns."""
    write(tmp_path / "labels", "de", GERMAN)
    (tmp_path / "topics").mkdir()
    for name in ("a", "b", "c"):
        text = f"---\ntitle: {name}\nupdated: 2024-06-06\nentwurf: true\n---\nText.\n"
        (tmp_path / "topics" / f"{name}.de.md").write_text(text, encoding="utf-8")
    readers = [
        records(tmp_path / "topics", attrs.evolve(PUBLISHER, translations=labels))
        for labels in (None, tmp_path / "labels", None)
    ]
    found = [[item.withheld for item in items if isinstance(item, Record)] for items in zip(*readers, strict=True)]
    assert [["", "entwurf", ""]] * 3 == found[:3]


def test_a_faulty_file_that_is_no_text(tmp_path: Path) -> None:
    """An editor that does not save as UTF-8; one that marks UTF-8 at its beginning does no harm."""
    path = write(tmp_path, "cy", "") / "cy" / "language.toml"
    path.write_bytes('# a\nabbreviations = "é"'.encode("latin-1"))
    with pytest.raises(LocaleError, match="2: it is not UTF-8: save it as UTF-8"):
        language_of("cy", tmp_path)

    path.write_bytes('abbreviations = "gŵ"'.encode("utf-8-sig"))
    assert {"gŵ"} == language_of("cy", tmp_path).abbreviations


@pytest.mark.parametrize(
    ("folder", "message"),
    [("welsh", "unknown locale 'welsh'"), ("es-MX", "not read under this name: call it es_MX"), ("ES", "call it es")],
)
def test_a_folder_that_is_never_read_is_refused(tmp_path: Path, folder: str, message: str) -> None:
    """Its words would be missing without a sign."""
    with pytest.raises(LocaleError, match=message):
        check_languages(write(tmp_path, folder, ""))


@pytest.fixture
def source(example: Path, tmp_path: Path) -> Path:
    """The bundled catalog with a folder of labels."""
    folder = tmp_path / "topics"
    shutil.copytree(example, folder)
    toml = (folder / "publisher.toml").read_text(encoding="utf-8")
    (folder / "publisher.toml").write_text(f'translations = "../labels"\n{toml}', encoding="utf-8")
    write(tmp_path / "labels", "es", 'leaning_words = "pos"')
    return folder


@pytest.mark.parametrize("locale", ["es", "fr"])
@pytest.mark.parametrize(
    "command",
    [
        ["build", "--out", "public"],
        ["check"],
        ["feed", "--locale", "en"],
        ["snippet", "--topic", "sleep"],
        ["card", "--topic", "sleep"],
    ],
    ids=lambda command: command[0],
)
def test_a_faulty_file_stops_every_command(
    source: Path, monkeypatch: pytest.MonkeyPatch, locale: str, command: list[str]
) -> None:
    """Before anything is made: each artifact of the language would fail by itself, and its old files be removed."""
    monkeypatch.chdir(source.parent)
    name, *options = command
    arguments = [name, str(source), *options]
    assert 0 == CliRunner().invoke(cli.cli, arguments).exit_code
    published = files(source.parent / "public") if name == "build" else {}

    write(source.parent / "labels", locale, 'leaning_word = "a b"')
    done = CliRunner().invoke(cli.cli, arguments)

    assert isinstance(done.exception, PublisherError)
    said = done.exception.format_message()
    assert f"{locale}/language.toml:1: unknown key 'leaning_word': did you mean 'leaning_words'? write" in said
    assert "\n" not in said
    assert published == (files(source.parent / "public") if name == "build" else {})


def test_a_file_is_checked_whenever_something_is_made(source: Path, tmp_path: Path) -> None:
    """A program that keeps a publisher is stopped by a fault that came later, and goes on once it is mended."""
    publisher, out = Publisher.load(source / "publisher.toml"), tmp_path / "public"
    catalog = read(source, publisher=publisher)
    build(catalog, publisher, out)
    published = files(out)

    write(tmp_path / "labels", "es", 'leaning_word = "a b"')
    made: list[Callable[[], object]] = [
        lambda: build(catalog, publisher, out),
        lambda: read(source, publisher=publisher),
        lambda: feed(catalog, publisher, "en"),
        lambda: snippet(catalog["sleep"], publisher, "en"),
        lambda: card(catalog["sleep"], publisher, "en"),
    ]
    for make in made:
        with pytest.raises(LocaleError, match="did you mean 'leaning_words'"):
            make()
    assert published == files(out)

    write(tmp_path / "labels", "es", 'leaning_words = "pos"')
    build(catalog, publisher, out)
    assert published == files(out)


def test_what_is_made_together_keeps_to_the_words_it_began_with(source: Path, tmp_path: Path) -> None:
    """A site looks at the publisher's files once, in other processes too; each single snippet looks anew."""
    publisher = Publisher.load(source / "publisher.toml")
    catalog = read(source, publisher=publisher)
    site, feeds, path = Site(catalog, publisher), Feeds(catalog, publisher, ["es"]), "es/topics/sleep/snippet.html"
    before, title = site.get(path), feeds.topics().title
    assert publisher == site.publisher == feeds.publisher

    words = tmp_path / "labels" / "es" / "LC_MESSAGES" / "syndicate.po"
    words.parent.mkdir()
    told = {"Also called": "Sin\u00f3nimos", "{publisher}: all topics": "{publisher}: todo"}
    lines = [f'msgid "{label}"\nmsgstr "{word}"\n' for label, word in told.items()]
    words.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + "\n".join(lines), "utf-8")

    assert before == site.get(path)
    assert title == feeds.topics().title
    changed = Site(catalog, publisher).get(path)
    assert before != changed == pickle.loads(pickle.dumps(Site(catalog, publisher))).get(path)
    assert changed.body.decode() == snippet(catalog["sleep"], publisher, "es").html
    assert title != feed(catalog, publisher, "es").title


def test_an_edited_file_is_read_anew(tmp_path: Path) -> None:
    """By a process that has read it before."""
    labels = write(tmp_path, "cy", 'abbreviations = "tud"')
    assert {"tud"} == language_of("cy", labels).abbreviations
    assert other_language(TEXT, "es", labels) is None

    write(labels, "cy", WELSH)
    assert {"tud", "gw"} == language_of("cy", labels).abbreviations
    assert "cy" == other_language(TEXT, "es", labels)

    (labels / "cy" / "language.toml").unlink()
    assert "" == language_of("cy", labels).digest
    assert other_language(TEXT, "es", labels) is None


def test_every_packaged_language_has_all_that_texts_need() -> None:
    """The languages with labels are cut, broken into lines, and recognized."""
    for locale in packaged():
        language = language_of(locale)
        assert language.abbreviations
        assert language.leaning_words
        assert language.telling_words


@pytest.mark.parametrize(
    ("locale", "one", "other"),
    [
        ("ru", "болезнь", "болезни"),
        ("ar", "الأمراض", "امراض"),
        ("hi", "बीमारी", "बीमारियों"),
        ("fr", "maladie", "maladies"),
        ("pt", "doença", "doenças"),
    ],
)
def test_search_knows_the_forms_of_words(locale: str, one: str, other: str) -> None:
    """By Snowball's stemmer of each language."""
    lexicon = Lexicon((locale,))
    found = [{*lexicon.stems(word), lexicon.fold(word)} for word in (one, other)]
    assert found[0] & found[1]


@pytest.mark.parametrize("locale", ["ar", "he", "hi", "ht", "ru", "vi"])
def test_languages_without_whole_data_are_still_cut_and_broken_into_lines(locale: str) -> None:
    """Their abbreviations end no sentence, and no line of a title ends in their small words."""
    language = language_of(locale)
    assert language.abbreviations
    assert language.leaning_words
    assert language.search["asking_words"]


@pytest.mark.parametrize(
    ("text", "limit", "locale", "expected"),
    [
        ("Пейте воду и сок. Это важно, напр. летом.", 20, "ru", "Пейте воду и сок."),
        ("Пейте больше, т. е. воду и сок, каждый день.", 22, "ru", "Пейте больше, т. е.…"),
        ("多喝水。好好睡觉。每天走路。", 9, "zh", "多喝水。好好睡觉。"),
        ("اشرب الماء كثيرا؟ نعم كل يوم من الصيف.", 20, "ar", "اشرب الماء كثيرا؟"),
    ],
)
def test_sentences_end_in_any_script(text: str, limit: int, locale: str, expected: str) -> None:
    """By the marks of each, and where no small letter follows."""
    assert expected == truncate(text, limit, language_of(locale))


# No language in the code

PACKAGE = Path(str(resources("syndicate")))
SCREEN = {str(locale) for locale in packaged()}
"""The languages that have labels."""

ALLOWED = {
    ("__main__.py", "en"): "the help that loads nothing is in the language in which messages are written",
    ("cli/language.py", "en"): "messages are written in one language, which this names",
    ("locales/catalogs.py", "en"): "messages are written in one language, which this names",
    ("interchange/publisher_json.py", "en"): "any language does: this name is never shown",
    ("model/card_fonts.py", "en"): "any language does: only the codes of the scripts that it names are taken",
    ("service/media/matching.py", "en"): "the interfaces of HHS and of the CDC name languages in English",
    ("service/snapshot.py", "en"): "the numbers of these languages are those of HHS",
    ("service/snapshot.py", "es"): "the numbers of these languages are those of HHS",
    ("service/v1/operations.py", "es"): "an example of a language tag, in the description of the API",
    ("assets/vector.py", "pt"): "the unit of length: a point",
    ("cards/image/font_files.py", "en"): "the weight in a font's name is in English",
    ("cards/image/breaking.py", "¿"): "a mark that no line ends with, in any language (UAX #14, class OP)",
    ("cards/image/breaking.py", "¡"): "a mark that no line ends with, in any language (UAX #14, class OP)",
    ("cards/image/typesetting.py", r" [:;!?)\]}»]|[(\[{«¿¡] "): "marks that no line begins or ends with (UAX #14)",
    ("markup/simple_fragments.py", "[\t\n -%'-;=?-~¡-ᙿ]"): "a range of characters, from one number to another",
}
"""Constants that look like a language's, by their file, and why they are not."""


def constants(path: Path) -> Iterator[str]:
    """The texts in the code of a module, without docstrings and without what parameters default to."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed_over: set[ast.AST] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            passed_over |= {step.value for step in body if isinstance(step, ast.Expr)}
        if isinstance(node, ast.arguments):
            passed_over |= {default for default in (*node.defaults, *node.kw_defaults) if default is not None}
        if isinstance(node, ast.keyword) and node.arg == "default":
            passed_over.add(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in passed_over:
            yield node.value


def small_words(code: str) -> frozenset[str]:
    """The small words of a language that are not letters or signs."""
    language = all_languages()[code]
    return frozenset(word for word in language.telling_words | language.leaning_words if len(word) > 1)


def seems_to_know_a_language(text: str) -> str:
    """Why a constant seems to be one language's; empty if it does not."""
    words = set(re.findall(r"[^\W\d_]+", text.casefold()))
    if text in SCREEN:
        return "a language's code"
    if re.search("[¿¡]", text) or re.search(r"(?i)[a-z]*[áéíóúüñãõçàèùâêîôû][a-zß-ÿ]+", text):
        return "letters or marks that few languages have"
    for code, language in all_languages().items():
        own = small_words(code) - (small_words("en") if code != "en" else set())
        if len(words & own) > (3 if code != "en" else 8) and not re.search(r"[.;:{}<]|, ", text):
            return f"a list of small words of {code}"
        if len({word.casefold() for word in language.abbreviations} & words) > 6:
            return f"abbreviations of {code}"
        if code != "en" and words & key_words(code):
            return f"a word of front matter of {code}"
    return ""


@cache
def key_words(code: str) -> frozenset[str]:
    """The words of front matter that a language alone has."""
    table, english = (all_languages()[name].front_matter for name in (code, "en"))
    stated = [" ".join(value for value in one.values() if isinstance(value, str)) for one in (table, english)]
    named = " ".join(table.get("keys", {}).values())
    return frozenset(word for word in f"{stated[0]} {named}".split() if len(word) > 5) - frozenset(stated[1].split())


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_language_is_in_the_code(path: Path) -> None:
    """A language is data: no module has its code or its words."""
    name = path.relative_to(PACKAGE).as_posix()
    found = {text: reason for text in constants(path) if (reason := seems_to_know_a_language(text))}

    assert {} == {text: reason for text, reason in found.items() if (name, text) not in ALLOWED}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.js")), ids=lambda path: path.name)
def test_no_language_is_in_the_scripts(path: Path) -> None:
    """They get their words from the labels."""
    texts = re.findall(r'"([^"\n]*)"', re.sub(r"(?m)^\s*//.*", "", path.read_text(encoding="utf-8")))

    assert [] == [text for text in texts if seems_to_know_a_language(text)]


def test_words_of_a_language_would_be_found() -> None:
    """In code as it once was."""
    assert seems_to_know_a_language("a al ante bajo con desde el en entre")
    assert seems_to_know_a_language("am an and are as at be but by for from how")
    assert seems_to_know_a_language("(?:EE|UU|Drs?|Sras?|Lic|Ing|Gral|Dpto|vs|pp|tel|av)")
    assert seems_to_know_a_language("is_borrador")
    assert seems_to_know_a_language(" ¿")
    assert seems_to_know_a_language("es")
    assert not seems_to_know_a_language("there is no `title`; the text is called “{title}”, after {reason}")
