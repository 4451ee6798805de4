"""The search: what words find, in which order, and how the index beside a tree comes about."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from markupsafe import Markup
from samples import HOME, PUBLISHER, catalog, topic

from syndicate import build, cli
from syndicate.errors import InvalidValueError, NotFoundError, SourceError
from syndicate.locales.language_data import all_languages
from syndicate.model import Catalog, Reference, Topic
from syndicate.model.catalog_json import dumps
from syndicate.search import Index, index, open_index, write_index
from syndicate.search.index import index_place
from syndicate.search.words import Lexicon, folded, words


def health(slug: str, en: str, es: str, text: str = "", texto: str = "", **values: object) -> Topic:
    """A topic of two titles and two texts."""
    return Topic(
        slug=slug,
        ids={"en": f"{slug}-1", "es": f"{slug}-2"},
        title={"en": en, "es": es},
        summary={"en": Markup(f"<p>{text}</p>"), "es": Markup(f"<p>{texto}</p>")},
        **values,  # type: ignore[arg-type]
    )


TOPICS = (
    health("asthma", "Asthma", "Asma", "A disease of the lungs.", "Una enfermedad de los pulmones."),
    health(
        "heart",
        "Heart Diseases",
        "Enfermedades del corazón",
        also_called={"en": ("Cardiac disorders",), "es": ("Cardiopatías",)},
    ),
    health("pressure", "High Blood Pressure", "Presión arterial alta", see_references={"en": ("Hypertension",)}),
    health("vaccines", "Childhood Vaccines", "Vacunas para niños", "Every year.", "Cada año, desde bebé."),
    health("anal", "Anal Disorders", "Enfermedades del ano", "The end of the bowel.", "El final del intestino."),
    health("age", "Years", "Los años", "Growing old.", "Envejecer."),
    health("hay", "Hay Fever", "Fiebre del heno", "Sneezing in spring.", "Estornudos en primavera."),
    health("fever", "Fever", "Fiebre", "Too warm.", "Demasiado calor; no hay más."),
    health("pox", "Chickenpox", "Varicela", "An itching rash.", "Sarpullido con picazón."),
    health("xrays", "X-Rays", "Rayos X"),
    health("diabetes", "Diabetes Type 2", "Diabetes tipo 2", "Sugar in the blood.", "Azúcar en la sangre."),
)


def tree_of(folder: Path, *topics: Topic, **values: object) -> Path:
    """A published tree, as far as the search looks at it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "topics.json").write_bytes(dumps(Catalog(topics, **values)))  # type: ignore[arg-type]
    return folder


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The index of the topics above."""
    found = open_index(tree_of(tmp_path_factory.mktemp("search") / "public", *TOPICS))
    yield found
    found.close()


Found = Callable[..., list[str]]


@pytest.fixture
def found(opened: Index) -> Found:
    """The slugs that a question finds."""
    return lambda question, locale="es", **page: [hit.slug for hit in opened.search(question, locale, **page).hits]


@pytest.mark.parametrize(
    ("question", "locale", "slug"),
    [
        ("asma", "es", "asthma"),
        ("presion arterial", "es", "pressure"),
        ("PRESIÓN", "es", "pressure"),
        ("cardiopatia", "es", "heart"),
        ("cardiopatías", "es", "heart"),
        ("enfermedad del corazon", "es", "heart"),
        ("vacuna", "es", "vaccines"),
        ("vacunas ninos", "es", "vaccines"),
        ("vaccine", "en", "vaccines"),
        ("hypertension", "en", "pressure"),
        ("asthmaa", "en", "asthma"),
        ("astma", "en", "asthma"),
        ("diabtes tipo 2", "es", "diabetes"),
        ("hyperten", "en", "pressure"),
        ("chicken pox", "en", "pox"),
        ("bloodpressure", "en", "pressure"),
        ("xray", "en", "xrays"),
        ("x ray", "en", "xrays"),
        ("high blood pressure", "es", "pressure"),
        ("varicela", "en", "pox"),
        ("what is asthma?", "es", "asthma"),
        ("¿Qué es el asma?", "es", "asthma"),
        ("azúcar", "es", "diabetes"),
        ("hay fevers", "en", "hay"),
        ("baricela", "es", "pox"),
        ("kid shots", "en", "vaccines"),
        ("diabetic", "en", "diabetes"),
    ],
)
def test_what_readers_type_finds_the_topic(found: Found, question: str, locale: str, slug: str) -> None:
    """Accents, number, other names, misspellings, other languages and questions do not matter."""
    assert slug == found(question, locale)[0]


def test_a_letter_of_its_own_is_found_without_its_tilde_and_ranked_behind(found: Found) -> None:
    """In Spanish, "ano" and "año" are two words; each finds its own first."""
    assert "anal" == found("ano")[0]
    assert "age" == found("años")[0]
    assert {"age", "vaccines"} & {*found("anos")}
    assert ["vaccines"] == found("nino")


def test_texts_with_the_letter_that_was_typed_come_first(tmp_path: Path) -> None:
    """Even a name without the tilde comes behind a text that mentions the word once; also where it is decomposed."""
    topics = (
        health("anal", "Anal Disorders", "Enfermedades del ano", "", "El ano y el ano."),
        health("year", "Vaccines", "Vacunas", "", "Las vacunas que necesita cada niño, y cada adulto, en el año."),
    )
    index = open_index(tree_of(tmp_path / "public", *topics))
    orders = {word: [hit.slug for hit in index.search(word, "es").hits] for word in ("año", "an\u0303o", "AÑO", "ano")}
    index.close()
    assert orders.pop("ano") == ["anal", "year"]
    assert [["year", "anal"]] * 3 == [*orders.values()]


@pytest.mark.parametrize("question", ["zzzzqqqq", "", "  ", "¿?", "'", '"', "*", 'title:"', "-", "\0", "😀"])
def test_nothing_is_found_for_what_is_nowhere(opened: Index, question: str) -> None:
    """Signs of a query language mean nothing here, and no question is an error."""
    results = opened.search(question, "es")
    assert ((), 0) == (results.hits, results.total)


@pytest.mark.parametrize("question", ["xyzzy", "blorptang", "flumox", "hiv", "sida", "bever", "yacks"])
def test_words_that_are_like_none_of_a_text_find_nothing(tmp_path: Path, question: str) -> None:
    """A misspelling has most of the letters, begins as the word does, and is long enough to tell it."""
    texts = ("Dizzy people, platelets, a flood of mucus, hip, side, and a fever.", "La vida, el lado, y la fiebre.")
    found = open_index(tree_of(tmp_path / "public", health("anemia", "Anemia", "Anemia", *texts)))
    assert 0 == found.search(question, "es").total == found.find(question, "en").total
    assert 1 == found.search("plattelets", "en").total
    found.close()


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("platlets", "platelets"),
        ("a flod of Plattelets?", "a flod of platelets?"),  # words of four letters are taken as they are
        ("fiebbre", "fiebre"),
        ("la vida", ""),
        ("anemias", ""),  # another form
        ("ANEMIA", ""),
        ("dizzypeople", "dizzy people"),
        ('"platlets"', ""),  # an expression
        ("xyzzy 2024", ""),
        ("", ""),
    ],
)
def test_a_spelling_is_corrected_word_for_word(tmp_path: Path, query: str, right: str) -> None:
    """Only words that no text has in any form, for words that one has."""
    texts = ("Dizzy people, platelets, a flood of mucus, hip, side, and a fever.", "La vida, el lado, y la fiebre.")
    found = open_index(tree_of(tmp_path / "public", health("anemia", "Anemia", "Anemia", *texts)))
    assert right == found.corrected(query)
    found.close()


def test_results_come_in_pages(opened: Index, found: Found) -> None:
    """The number of all results does not depend on how many are asked for."""
    everything = opened.search("enfermedades", "es", limit=100)
    assert len(everything.hits) == everything.total > 1
    pages = [found("enfermedades", limit=1, offset=place) for place in range(everything.total + 1)]
    assert [[hit.slug] for hit in everything.hits] + [[]] == pages


def test_the_topic_that_others_name_comes_first(tmp_path: Path) -> None:
    """Of two that answer alike, the one that is related to more is meant."""
    related = {"en": (Reference(title="Care", id="b-1"),)}
    topics = [
        health("a", "Care of eyes", "Cuidado"),
        health("b", "Care of ears", "Cuidado"),
        *(health(f"c{number}", "Other", "Otro", related=related) for number in range(9)),
    ]
    found = open_index(tree_of(tmp_path / "public", *topics))
    assert ["b", "a"] == [hit.slug for hit in found.search("care", "en").hits]
    found.close()


def test_a_hit_is_a_text_in_the_language_asked_for(tmp_path: Path) -> None:
    """A topic without a text in it is not found, and a regional locale gets its language."""
    alone = Topic(slug="alone", ids={"en": "9"}, title={"en": "Asthma alone"}, url={"en": "https://example.org/a"})
    found = open_index(tree_of(tmp_path / "public", alone, *TOPICS))
    (hit,) = found.search("asthma", "es-MX").hits
    assert ("asthma", "es", "Asma", "es/topics/asthma/") == (hit.slug, str(hit.locale), hit.title, hit.url)
    urls = {hit.url for hit in found.search("asthma", "en").hits}
    assert {"https://example.org/a", "en/topics/asthma/"} == urls
    with pytest.raises(NotFoundError, match="en, es"):
        found.search("asthma", "fr")
    found.close()


def test_arguments_are_refused_by_name(opened: Index) -> None:
    """What is not text or no number of results is named."""
    with pytest.raises(InvalidValueError, match="question"):
        opened.search(5, "es")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="limit"):
        opened.search("asma", "es", limit=-1)
    with pytest.raises(InvalidValueError, match="offset"):
        opened.search("asma", "es", offset=-1)
    with pytest.raises(InvalidValueError, match="tree"):
        open_index(5)  # type: ignore[arg-type]


def test_a_build_writes_the_index(tmp_path: Path) -> None:
    """It lies beside the tree, is that of the new topics, and is not written again where nothing changed.

    A build that is limited to some kinds makes none, and keeps one that is there up to date.
    """
    place = tmp_path / "public.search"
    build(catalog(topic()), PUBLISHER, tmp_path / "public", only=["feeds"])
    assert not place.exists()
    build(catalog(topic()), PUBLISHER, tmp_path / "public")
    before = place.stat().st_mtime_ns, place.read_bytes()
    build(catalog(topic()), PUBLISHER, tmp_path / "public", only=["feeds"])
    assert before == (place.stat().st_mtime_ns, place.read_bytes())
    build(catalog(topic(title={"en": "Coffee", "es": "Café"})), PUBLISHER, tmp_path / "public", only=["feeds"])
    found = open_index(tmp_path / "public")
    assert "Café" == found.search("cafe", "es").hits[0].title
    found.close()


def test_the_same_tree_gives_the_same_bytes(tmp_path: Path) -> None:
    """Made by another process, from nothing, or with the stems of an earlier index."""
    first = write_index(tree_of(tmp_path / "one" / "public", *TOPICS)).read_bytes()
    tree = tree_of(tmp_path / "two" / "public", *TOPICS[:3])
    write_index(tree)
    assert first == write_index(tree_of(tree, *TOPICS)).read_bytes()
    assert ["public", "public.search"] == sorted(path.name for path in (tmp_path / "two").iterdir())


def test_an_index_that_is_missing_old_or_damaged_is_made_again(tmp_path: Path) -> None:
    """Whoever opens it gets that of the tree."""
    tree = tree_of(tmp_path / "public", *TOPICS[:1])
    place = index_place(tree)
    for content in (None, b"", b"no database", place):
        if isinstance(content, bytes):
            place.write_bytes(content)
        elif content is place:
            with sqlite3.connect(place) as database:
                database.execute("UPDATE facts SET value = 'an older one' WHERE name = 'maker'")
            database.close()
        found = open_index(tree)
        assert ["asthma"] == [hit.slug for hit in found.search("asma", "es").hits]
        found.close()
    tree_of(tree, *TOPICS[:2])
    found = open_index(tree)
    assert ["heart"] == [hit.slug for hit in found.search("corazón", "es").hits]
    found.close()


def test_a_folder_that_cannot_be_written_is_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index is made in memory then."""
    tree = tree_of(tmp_path / "public", *TOPICS)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(index.tempfile, "mkstemp", refuse)
    found = open_index(tree)
    assert "asthma" == found.search("asma", "es").hits[0].slug
    assert not index_place(tree).exists()
    found.close()


def test_an_open_index_goes_on_after_a_build(tmp_path: Path) -> None:
    """What was opened stays what it was, so that one answer never mixes two trees."""
    tree = tree_of(tmp_path / "public", *TOPICS)
    found = open_index(tree)
    write_index(tree_of(tree, *TOPICS[:1]))
    assert "heart" == found.search("corazon", "es").hits[0].slug
    found.close()


def test_threads_share_an_index(opened: Index) -> None:
    """Each gets the answer to its own question."""
    answers: dict[str, set[str]] = {"asma": set(), "varicela": set()}

    def ask(question: str) -> None:
        for _ in range(20):
            answers[question].add(opened.search(question, "es").hits[0].slug)

    threads = [threading.Thread(target=ask, args=(question,)) for question in answers for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {"asma": {"asthma"}, "varicela": {"pox"}} == answers


def test_what_is_no_tree_is_refused(tmp_path: Path) -> None:
    """A folder without a catalog, or with one of another form, is named with the way out."""
    with pytest.raises(NotFoundError, match="syndicate build"):
        open_index(tmp_path)
    for content in (b"[]", b"{}", b"", b'{\n"format": "other",\n"topics": [\n]\n}\n', b'{\n"groups": 5,\n}'):
        (tmp_path / "topics.json").write_bytes(content)
        with pytest.raises(SourceError, match=r"topics\.json"):
            open_index(tmp_path)


def test_what_a_service_writes_beside_the_topics_is_no_topic(tmp_path: Path) -> None:
    """Further keys and arrays of the file are left alone; pages get the address of the publisher."""
    tree = tree_of(tmp_path / "public", *TOPICS[:1], groups=[HOME])
    path = tree / "topics.json"
    beside = b'"publisher": {"base_url": "https://example.org/"},\n"withdrawn": [\n{"slug": "gone"}\n],\n"groups": ['
    path.write_bytes(path.read_bytes().replace(b'"groups": [', beside))
    found = open_index(tree)
    assert ["https://example.org/es/topics/asthma/"] == [hit.url for hit in found.search("asma", "es").hits]
    found.close()


def test_the_command_prints_text_or_json(tmp_path: Path) -> None:
    """Programs get a list, best first; it is empty where nothing is found."""
    tree = str(tree_of(tmp_path / "public", *TOPICS))

    def run(*arguments: str) -> str:
        ran = CliRunner().invoke(cli.cli, ["search", tree, *arguments], catch_exceptions=False)
        assert 0 == ran.exit_code
        return ran.stdout

    assert "Asma\n  es/topics/asthma/\n" == run("--locale", "es", "asma")
    (hit,) = json.loads(run("--locale", "es", "diabtes", "tipo", "2", "--format", "json", "--limit", "1"))
    assert {"slug": "diabetes", "title": "Diabetes tipo 2", "url": "es/topics/diabetes/"} == hit
    assert "[]\n" == run("--locale", "es", "zzzzqqqq", "--format", "json")
    assert "" == run("zzzzqqqq")


def test_every_stemmer_of_the_data_is_there() -> None:
    """The data of a language names an algorithm that the oldest allowed PyStemmer has."""
    stemmed = [code for code, language in all_languages().items() if "stemmer" in language.search]
    assert {"en", "es", "fr", "pt"} <= {*stemmed}
    for code in stemmed:
        assert Lexicon((code,)).fold("a") == "a"
        Lexicon((code,)).stems("informations")


def test_words_of_any_script_are_told_apart() -> None:
    """Marks belong to letters, and scripts without spaces are indexed by letter."""
    assert ["crohn's", "d", "artagnan"] == list(words("Crohn’s D’Artagnan"))
    assert ["हिन्दी", "में"] == list(words("हिन्दी में।"))
    assert ["流", "感"] == list(words("流感"))
    assert ("strasse", "lodz", "हिन्दी") == (folded("straße"), folded("łódź"), folded("हिन्दी"))


def test_a_tree_can_be_moved(tmp_path: Path) -> None:
    """The index goes by the tree it lies beside, not by where that was made."""
    tree = tree_of(tmp_path / "one" / "public", *TOPICS)
    before = write_index(tree).stat().st_mtime_ns
    shutil.move(tmp_path / "one", tmp_path / "two")
    found = open_index(tmp_path / "two" / "public")
    assert "asthma" == found.search("asma", "es").hits[0].slug
    assert before == (tmp_path / "two" / "public.search").stat().st_mtime_ns
    found.close()


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("title:enfermedades", {"heart", "anal"}),
        ("title:asma OR title:varicela", {"asthma", "pox"}),
        ("enfermedades NOT corazon", {"anal", "asthma"}),
        ("enfermedades AND corazon", {"heart"}),
        ("enfermedades corazon AND", {"heart"}),
        ('"enfermedades del corazón"', {"heart"}),
        ('"corazón del enfermedades"', set()),
        ("alt-title:cardiopatia", {"heart"}),
        ("title:cardiopatia", set()),
        ("full-summary:pulmones", {"asthma"}),
        ("(title:asma OR title:varicela) NOT pulmones", {"pox"}),
        ("NOT (enfermedad OR fiebre) AND title:rayos", {"xrays"}),
        ("title:nino", {"vaccines"}),
        ('title:"vacunas para"', {"vaccines"}),
        ("title:", set()),
        ('""', set()),
        ("AND", set()),
        (")asma(", {"asthma"}),
        ("((((title:asma", {"asthma"}),
        ('{title} : "asma', {"asthma"}),
    ],
)
def test_the_query_language_finds(opened: Index, query: str, slugs: set[str]) -> None:
    """Fields, phrases and operators; signs out of place are passed over."""
    results = opened.find(query, "es", limit=100)
    assert slugs == {hit.slug for hit in results.hits}
    assert len(slugs) == results.total


def test_a_query_without_signs_is_a_question(opened: Index) -> None:
    """It is understood and ranked as one."""
    assert opened.search("cardiopatia", "es") == opened.find("cardiopatia", "es")


def test_no_query_is_an_error(opened: Index) -> None:
    """However long and however deep it is."""
    for query in ("(" * 5000, "a OR " * 2000, '"' * 999, "NOT " * 500 + "asma", "title:" * 800, "asma " * 1500):
        assert opened.find(query, "es").total >= 0


def test_words_of_a_query_are_marked_in_texts(opened: Index) -> None:
    """In whatever form they stand there."""
    text = "Las cardiopatías; una cardiopatía. Corazón."
    found = [text[start:end] for start, end in opened.marked('alt-title:cardiopatia OR "corazón"', text)]
    assert ["cardiopatías", "cardiopatía", "Corazón"] == found
