"""Tables as sources: CSV, Excel workbooks, and the rows of a query, with and without a mapping."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from samples import PUBLISHER

from syndicate import sources
from syndicate.errors import SourceError
from syndicate.model import Catalog, FindingKind
from syndicate.sources import readers

WIDE = """\
id,title_en,Título (es),body_en,contenido_es,updated,status,groups_en,groups_es,notes
1,Sleep,El sueño,<p>Rest <b>well</b>.</p>,"Descanse & duerma

bien.",2024-06-06,published,Prevention; Mind,Prevención; Mente,for us
2,Stress,,Breathe.,,2024-06-07,draft,,,
3,Pain,Dolor,It hurts.,Duele.,2024-06-08,publicado,Mind,Mente,
"""
LONG = """\
topic;language;title;html;updated;url
sleep;en;Sleep;<p>Rest.</p>;2024-06-06;https://example.org/en/sleep
sleep;es;El sueño;<p>Descanse.</p>;2024-06-06;https://example.org/es/sueno
"""


def read(path: Path, **values: Any) -> Catalog:
    """The catalog of a path, by the readers of the package alone."""
    return sources.read(path, **values)


def problems(catalog: Catalog, kind: FindingKind) -> list[str]:
    """The messages of one kind, each with its place."""
    return [f"{found.source}: {found.message()}" for found in catalog.findings if found.kind is kind]


@pytest.fixture(autouse=True)
def own_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The readers of the package alone: what else is installed may read CSV as well."""
    own = tuple(entry for entry in readers._entries() if entry.value.startswith("syndicate."))
    monkeypatch.setattr(readers, "_entries", lambda: own)


def saved(folder: Path, text: str, name: str = "topics.csv", encoding: str = "utf-8") -> Path:
    """A file of a text."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_a_row_with_columns_for_each_language(tmp_path: Path) -> None:
    """Columns are known by their names in any language; blank lines are paragraphs; drafts are withheld."""
    catalog = read(saved(tmp_path, WIDE))
    assert ["sleep", "pain"] == list(catalog)
    topic = catalog["sleep"]
    assert {"en": "Sleep", "es": "El sueño"} == topic.title.identifiers()
    assert "<p>Rest <b>well</b>.</p>" == topic.summary["en"]
    assert "<p>Descanse &amp; duerma</p><p>bien.</p>" == topic.summary["es"]
    assert {"en": "1", "es": "1"} == topic.ids.identifiers()
    assert [{"en": "Prevention", "es": "Prevención"}, {"en": "Mind", "es": "Mente"}] == [
        catalog.groups[name].name.identifiers() for name in topic.groups
    ]
    assert ["prevention", "mind"] == [catalog.groups[name].slug for name in topic.groups]
    assert {("en", "2"): "status"} == dict(catalog.withheld)
    (dropped,) = problems(catalog, FindingKind.DROPPED_FIELD)
    assert "notes" in dropped


def test_a_row_for_each_language(tmp_path: Path) -> None:
    """Rows with one key are one topic; the delimiter is that of the first row."""
    topic = read(saved(tmp_path, LONG))["sleep"]
    assert {"en": "https://example.org/en/sleep", "es": "https://example.org/es/sueno"} == topic.url.identifiers()
    assert topic.updated["es"] == datetime.fromisoformat("2024-06-06T00:00:00Z")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"])
@pytest.mark.parametrize("delimiter", ["\t", ";", "|"])
def test_the_encoding_and_the_delimiter_are_detected(tmp_path: Path, encoding: str, delimiter: str) -> None:
    """Spreadsheets write what their system does; a guess is reported."""
    catalog = read(saved(tmp_path, LONG.replace(";", delimiter), encoding=encoding))
    assert "El sueño" == catalog["sleep"].title["es"]
    guessed = problems(catalog, FindingKind.GUESSED_ENCODING)
    assert len(guessed) == (encoding in ("cp1252", "mac_roman"))


def test_an_error_names_the_row_the_column_and_the_language(tmp_path: Path) -> None:
    """What is wrong in one row costs nothing of the others."""
    text = WIDE.replace("El sueño", "").replace("2024-06-08", "08/06/2024") + "4,Rash,Ronchas,a,b,2024-01-01,,,,,x,y\n"
    path = saved(tmp_path, text)
    catalog = read(path)
    assert [
        f"{path}:2: there is no title (topic '1', field Título (es), locale es): give the row a title in this "
        "language, or empty its other cells in it",
        f"{path}:7: cells in the row: 12, columns: 10: put cells that hold a delimiter in quotes",
    ] == problems(catalog, FindingKind.BROKEN)
    wrong = problems(catalog, FindingKind.WRONG_VALUE)
    assert wrong[0].startswith(f"{path}:6: “Pain” is shown without `updated`: '08/06/2024' is not a date")
    assert 'dates = "%m/%d/%Y"' in wrong[0]


def test_a_mapping_says_what_columns_hold(tmp_path: Path) -> None:
    """It stands beside the table, and is believed before the names of columns."""
    table = """\
Código,Nombre inglés,Nombre español,Texto A,Texto B,Cambiado,Sección,Interno,Enlaces
a-1,Sleep,El sueño,Rest **well**.,Descanse.,06/02/2024,mind,x,CDC | https://www.cdc.gov/sleep/
"""
    mapping = """
[source]
format = "markdown"
dates = "%d/%m/%Y"
timezone = "America/New_York"

[columns]
"Código" = "id"
"Nombre inglés" = "title.en"
"Nombre español" = "title.es"
"Texto A" = "html.en"
"Texto B" = "html.es"
"Cambiado" = "updated"
"Sección" = "groups"
"Interno" = ""
"Enlaces" = "links.en"

[groups]
mind = {en = "Mind", es = "Mente"}
"""
    path = saved(tmp_path, table)
    saved(tmp_path, mapping, "topics.toml")
    for source in (path, tmp_path / "topics.toml"):
        catalog = read(source)
        topic = catalog["sleep"]
        assert "<p>Rest <strong>well</strong>.</p>" == topic.summary["en"]
        assert "2024-02-06" == topic.updated["en"].date().isoformat()
        assert {"en": "Mind", "es": "Mente"} == catalog.groups["mind"].name.identifiers()
        assert "https://www.cdc.gov/sleep/" == topic.sections["en"][0].links[0].url["en"]
        assert not problems(catalog, FindingKind.DROPPED_FIELD)


MISTAKES = {
    "an unknown field": (
        '[columns]\nid = "titel"',
        "there is no field 'titel' (field columns.id): did you mean 'title'?",
    ),
    "an unknown column": ('[columns]\nidd = "id"', "there is no column 'idd': did you mean 'id'?"),
    "an unknown key": (
        '[source]\ndelimeter = ","',
        "there is no key 'delimeter' (field source.delimeter): did you mean",
    ),
    "an unknown zone": ('[source]\ntimezone = "Mars"', "there is no time zone 'Mars'"),
    "an unknown format": ('[source]\nformat = "rtf"', "no such format (field source.format): it is one of auto"),
    "not TOML": ("[columns]\nid = ", "not TOML: "),
    "a wrong kind": ("[source]\ndelimiter = 3", "3 is not a text (field source.delimiter)"),
}


@pytest.mark.parametrize(("mapping", "problem"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_a_mapping_is_named(tmp_path: Path, mapping: str, problem: str) -> None:
    """With the key, and what was meant."""
    path = saved(tmp_path, WIDE)
    saved(tmp_path, mapping, "topics.toml")
    with pytest.raises(SourceError) as caught:
        read(path)
    assert problem in caught.value.format_message()


TABLES = {
    "no title": ("id,language,text\n1,en,x\n", "no column holds a title; the columns are 'id', 'language', 'text'"),
    "a name of two columns": ("id,title_en,title_en\n1,a,b\n", "2 columns are called 'title_en': rename one of them"),
    "no id": ("title_en,title_es\na,b\n", "no column holds an id: add a column `id`, whose values never change"),
    "no language": ("id,title\n1,Sleep\n", "no column tells the language"),
    "nothing": ("", "the file is empty"),
    "an open quote": ('id,title_en\n1,"Sleep\n', "not CSV: unexpected end of data"),
}


@pytest.mark.parametrize(("table", "problem"), TABLES.values(), ids=TABLES)
def test_a_table_that_cannot_be_read_as_a_whole(tmp_path: Path, table: str, problem: str) -> None:
    """The error says what is missing, and how to say it."""
    with pytest.raises(SourceError) as caught:
        read(saved(tmp_path, table))
    assert problem in caught.value.format_message()


def test_columns_that_only_look_as_if_they_named_a_language(tmp_path: Path) -> None:
    """`group_id` is no Indonesian group, and `check_in` nothing Indian."""
    catalog = read(saved(tmp_path, "id,title_en,group_id,check_in\n1,Sleep,4,x\n"))
    assert ["en"] == [str(locale) for locale in catalog.locales]
    assert "group_id" in problems(catalog, FindingKind.DROPPED_FIELD)[0]


def test_columns_that_name_no_language_are_in_the_main_one(tmp_path: Path) -> None:
    """A table that was in English and got Spanish columns later."""
    topic = read(saved(tmp_path, "id,title,body,title_es,body_es,image\n1,Sleep,Rest.,Sueño,Duerma.,\n"))["sleep"]
    assert {"en": "<p>Rest.</p>", "es": "<p>Duerma.</p>"} == topic.summary.identifiers()


WITHHOLDING = {"published": "no", "draft": "1", "estado": "borrador", "password": "x", "expiry_date": "2020-01-01"}


@pytest.mark.parametrize("column", WITHHOLDING)
def test_columns_that_withhold_a_row(tmp_path: Path, column: str) -> None:
    """In whatever words the editors have for it; of one language alone where the column names it."""
    row = f"1,Sleep,Sueño,{WITHHOLDING[column]}\n"
    assert [] == list(read(saved(tmp_path, f"id,title_en,title_es,{column}\n{row}")))
    (topic,) = read(saved(tmp_path, f"id,title_en,title_es,{column}_es\n{row}")).values()
    assert ["en"] == [str(locale) for locale in topic.locales]


def test_a_table_through_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` is standard input; its findings name it."""

    class Input:
        buffer = io.BytesIO(WIDE.encode())

    monkeypatch.setattr(sys, "stdin", Input)
    catalog = read(Path("-"))
    assert ["sleep", "pain"] == list(catalog)
    assert "-: - has what no topic has a place for: notes" in problems(catalog, FindingKind.DROPPED_FIELD)[0]
    with pytest.raises(SourceError, match="nothing came through the pipe"):
        read(Path("-"))


def test_a_reader_can_be_named(tmp_path: Path) -> None:
    """What a file is called does not matter then; a name that nothing has is an error."""
    path = saved(tmp_path, WIDE, "export.data")
    assert ["sleep", "pain"] == list(read(path, reader="csv"))
    with pytest.raises(SourceError, match="there is no reader 'cvs'"):
        read(path, reader="cvs")
    with pytest.raises(SourceError, match="no reader takes this"):
        read(path)


def workbook(path: Path) -> Path:
    """A workbook with an empty sheet before the one with topics."""
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl (extra excel) is not installed")
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Topics")
    sheet.append(["id", "title_en", "title_es", "body_en", "body_es", "updated", "published"])
    sheet.append([1, "Sleep", "El sueño", "Rest.", "Descanse.", datetime(2024, 6, 6), True])
    sheet.append([])
    sheet.append([2, "Stress", None, "Breathe.", "Respire.", datetime(2024, 6, 7, 10, 30), True])
    sheet.append([3, "Pain", "Dolor", "Ouch.", "Ay.", datetime(2024, 6, 8), False])
    book.save(path)
    return path


def test_a_workbook(tmp_path: Path) -> None:
    """Numbers are ids, days are dates, and a sheet may be named; errors name the row that the program shows."""
    path = workbook(tmp_path / "topics.xlsx")
    saved(tmp_path, '[source]\nsheet = "Topics"\n', "topics.toml")
    catalog = read(path, publisher=attrs.evolve(PUBLISHER, timezone="America/New_York"))
    assert ["sleep", "stress"] == list(catalog)
    assert "2024-06-06T00:00:00+00:00" == catalog["sleep"].updated["en"].isoformat()
    assert "2024-06-07T10:30:00-04:00" == catalog["stress"].updated["en"].isoformat()
    assert {("en", "3"), ("es", "3")} == catalog.withheld.keys()
    assert problems(catalog, FindingKind.BROKEN)[0].startswith(
        f"{path}:4: there is no title (topic '2', field title_es"
    )


def test_sheets_that_are_not_read_are_named(tmp_path: Path) -> None:
    """Those that are empty hold nothing for readers."""
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl (extra excel) is not installed")
    book, path = openpyxl.Workbook(), tmp_path / "topics.xlsx"
    for row in (["id", "title_en"], [1, "Sleep"]):
        book.active.append(row)
    book.create_sheet("More").append(["id", "title_en"])
    book.create_sheet("Empty")
    book.save(path)
    catalog = read(path)
    assert "the sheet More" in problems(catalog, FindingKind.DROPPED_ENTRY)[0]
    assert "la hoja More" in next(one for one in catalog.findings if one.kind is FindingKind.DROPPED_ENTRY).message(
        "es"
    )


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#¡VALOR!", "#¿NOMBRE?", "#¡DIV/0!", "#N/D"])
def test_errors_of_spreadsheets_are_no_texts(tmp_path: Path, error: str) -> None:
    """A formula that failed is not published; a text that only begins so is."""
    catalog = read(saved(tmp_path, f"id,title_en,html_en\n1,Sleep,{error}\n2,#N/A and more,#1!\n"))
    (problem,) = problems(catalog, FindingKind.BROKEN)
    assert f"an error of the spreadsheet, {error} (field html_en)" in problem
    assert ["#N/A and more"] == [topic.title["en"] for topic in catalog.values()]


def test_a_workbook_that_cannot_be_read(tmp_path: Path) -> None:
    """One that is none, one of old, and a sheet that is not there."""
    path = workbook(tmp_path / "topics.xlsx")
    saved(tmp_path, '[source]\nsheet = "Topic"\n', "topics.toml")
    with pytest.raises(SourceError, match="there is no sheet 'Topic': the sheets are 'Sheet', 'Topics'"):
        read(path)
    with pytest.raises(SourceError, match="not an Excel workbook"):
        read(saved(tmp_path, "id,title_en", "other.xlsx"))
    with pytest.raises(SourceError, match=r"\.xls files are not read: save it as \.xlsx or \.csv"):
        read(saved(tmp_path, "x", "old.xls"))


@pytest.mark.parametrize(
    ("module", "file", "extra"), [("openpyxl", "a.xlsx", "excel"), ("sqlalchemy", "a.toml", "sql")]
)
def test_a_reader_without_its_extra_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, file: str, extra: str
) -> None:
    """The command that installs it is in the message."""
    monkeypatch.setitem(sys.modules, module, None)
    path = saved(tmp_path, '[source]\nurl = "sqlite:///a.db"\nquery = "SELECT 1"\n', file)
    with pytest.raises(SourceError, match=rf"pip install 'syndicate-feeds\[{extra}\]'"):
        read(path)


ROWS = [
    (1, "en", "Sleep", "<p>Rest.</p>", "2024-06-06", 1, json.dumps([{"title": "CDC", "url": "https://www.cdc.gov/"}])),
    (1, "es", "El sueño", "<p>Descanse.</p>", "2024-06-06", 1, None),
    (2, "en", "Stress", "<p>Breathe.</p>", "2024-06-07", 0, None),
]
TABLE = (
    "CREATE TABLE texts (topic integer, lang varchar(5), title varchar(200), body text, changed varchar(10), "
    "published integer, links text)"
)
QUERY = "SELECT topic, lang AS language, title, body, changed AS updated, published, links FROM texts ORDER BY topic"


def test_the_rows_of_a_query_of_sqlite(tmp_path: Path) -> None:
    """The file lies beside the mapping and is only read; links come as JSON; 0 is not published."""
    pytest.importorskip("sqlalchemy", reason="SQLAlchemy (extra sql) is not installed")
    with closing(sqlite3.connect(tmp_path / "topics.db")) as database, database:
        database.execute(TABLE)
        database.executemany("INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?, ?)", ROWS)
    path = saved(tmp_path, f'[source]\nurl = "sqlite:///topics.db"\nquery = "{QUERY}"\n', "catalog.toml")
    catalog = read(path)
    assert ["sleep"] == list(catalog)
    assert {"en": "Sleep", "es": "El sueño"} == catalog["sleep"].title.identifiers()
    assert "https://www.cdc.gov/" == catalog["sleep"].sections["en"][0].links[0].url["en"]
    assert {("en", "2"): "published"} == dict(catalog.withheld)
    for found, problem in (
        ('url = "sqlite:///none.db"\nquery = "x"', "there is no database 'none.db'"),
        (
            'url = "sqlite:///topics.db"\nquery = "DELETE FROM texts"',
            "the database refuses: attempt to write a readonly",
        ),
        ('url = "sqlite:///topics.db"\nquery = "SELECT"', "the database refuses: "),
        ('url_from = "NO_SUCH_VARIABLE"\nquery = "x"', "the environment has no NO_SUCH_VARIABLE"),
        ('url = "nosuch://a:secret@b/c"\nquery = "x"', "the address of the database cannot be read"),
        ('url = "sqlite:///topics.db"', "it is not said what to ask the database"),
    ):
        with pytest.raises(SourceError) as caught:
            read(saved(tmp_path, f"[source]\n{found}\n", "catalog.toml"))
        assert problem in caught.value.format_message()
        assert "secret" not in caught.value.format_message()


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL of Debian's, which runs for these tests alone, on a socket in its own folder."""
    pytest.importorskip("pg8000", reason="pg8000, a driver of PostgreSQL, is not installed")
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        pytest.skip("Debian's postgresql is not installed")
    as_user = []
    folder = tmp_path_factory.mktemp("postgresql")
    if os.geteuid() == 0:
        if shutil.which("runuser") is None or subprocess.run(["id", "postgres"], capture_output=True).returncode:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    data = Path(subprocess.check_output([*as_user, "mktemp", "-d", "/tmp/syndicate-pg-XXXXXX"], text=True).strip())
    log = folder / "log"
    try:
        bin = programs[-1].parent
        run = [
            *as_user,
            str(bin / "initdb"),
            "-D",
            str(data / "data"),
            "-U",
            "reader",
            "-A",
            "trust",
            "-N",
            "-E",
            "UTF8",
        ]
        subprocess.run(run, check=True, capture_output=True, cwd="/tmp")
        server = [*as_user, str(bin / "postgres"), "-D", str(data / "data"), "-k", str(data), "-c", "listen_addresses="]
        with log.open("wb") as output:
            process = subprocess.Popen(server, stdout=output, stderr=output, cwd="/tmp")
        try:
            ready = [str(bin / "pg_isready"), "-q", "-h", str(data), "-t", "1"]
            for _ in range(60):
                if subprocess.run(ready, cwd="/tmp").returncode == 0:
                    break
                assert process.poll() is None, log.read_text()
            yield f"postgresql+pg8000://reader@/postgres?unix_sock={data}/.s.PGSQL.5432"
        finally:
            process.terminate()
            process.wait(30)
    finally:
        subprocess.run([*as_user, "rm", "-rf", str(data)], check=False)


def test_the_rows_of_a_query_of_postgresql(tmp_path: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real database, whose dates, booleans and JSON are its own kinds, and are read a few rows at a time."""
    import sqlalchemy

    engine = sqlalchemy.create_engine(postgresql)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS texts")
        connection.exec_driver_sql(
            "CREATE TABLE texts (topic uuid, lang text, title text, body text, changed timestamptz, published boolean, "
            "links jsonb)"
        )
        connection.exec_driver_sql(
            "INSERT INTO texts SELECT md5((n / 2)::text)::uuid, (ARRAY['en', 'es'])[1 + n % 2], 'Title ' || n / 2, "
            "'<p>' || n || '</p>', timestamptz '2024-06-06 10:00:00-05', n < 1998, "
            '\'[{"title": "CDC", "url": "https://www.cdc.gov/"}]\' FROM generate_series(0, 1999) n'
        )
    engine.dispose()
    monkeypatch.setenv("TOPICS_DATABASE", postgresql)
    path = saved(tmp_path, f'[source]\nurl_from = "TOPICS_DATABASE"\nquery = "{QUERY}"\n', "catalog.toml")
    catalog = read(path)
    assert 999 == len(catalog)
    assert all(len(topic.locales) == 2 for topic in catalog.values())
    assert 2 == len(catalog.withheld)
    topic = catalog["title-0"]
    assert datetime(2024, 6, 6, 15, tzinfo=UTC) == topic.updated["en"]  # shown in the zone of the server
    assert "https://www.cdc.gov/" == topic.sections["es"][0].links[0].url["es"]
    with pytest.raises(SourceError, match="the database refuses: "):
        read(
            saved(tmp_path, '[source]\nurl_from = "TOPICS_DATABASE"\nquery = "SELECT 1 FROM nothing"\n', "catalog.toml")
        )


def test_a_summary_beside_a_body_describes_it(tmp_path: Path) -> None:
    """In whatever order they stand; alone, it is the text."""
    for header in ("summary_en,body_en", "resumen_en,contenido_en"):
        topic = read(saved(tmp_path, f"id,title_en,{header}\n1,Sleep,In short.,At length.\n"))["sleep"]
        assert ("In short.", "<p>At length.</p>") == (topic.description["en"], topic.summary["en"])
    assert (
        "<p>In short.</p>"
        == read(saved(tmp_path, "id,title_en,summary_en\n1,Sleep,In short.\n"))["sleep"].summary["en"]
    )


def test_merged_heads_of_a_workbook(tmp_path: Path) -> None:
    """Columns below them are called by both names; empty rows and hidden sheets are passed over."""
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl (extra excel) is not installed")
    book, path = openpyxl.Workbook(), tmp_path / "topics.xlsx"
    sheet = book.active
    sheet.append(["Our health topics"])
    sheet.append([])
    sheet.append(["Name", None, "Text", None, "Updated", "ID"])
    sheet.append(["English", "Español", "English", "Español"])
    sheet.append(["Sleep", "El sueño", "Rest.", "Descanse.", datetime(2024, 6, 6), "s1"])
    sheet.append([None] * 6)
    sheet.append(["Walk", "Caminar", "Walk.", "Camine.", datetime(2024, 7, 1), "w1"])
    for cells in ("A1:F1", "A3:B3", "C3:D3"):
        sheet.merge_cells(cells)
    hidden = book.create_sheet("Old")
    hidden.sheet_state = "hidden"
    hidden.append(["title"])
    book.save(path)
    columns = {
        "Name English": "title.en",
        "Name Español": "title.es",
        "Text English": "html.en",
        "Text Español": "html.es",
    }
    lines = [f'"{name}" = "{field}"' for name, field in columns.items()]
    mapping = tmp_path / "topics.toml"
    mapping.write_text("\n".join(["[source]", "header_row = 4", "[columns]", *lines]), encoding="utf-8")
    catalog = read(mapping)
    assert [{"en": "Sleep", "es": "El sueño"}, {"en": "Walk", "es": "Caminar"}] == [
        topic.title.identifiers() for topic in catalog.values()
    ]
    assert "2024-07-01" == str(catalog["walk"].updated["es"])[:10]
    assert [] == list(catalog.findings)


def test_bytes_of_a_database_are_text_or_told(tmp_path: Path) -> None:
    """MySQL and SQLite give text of some columns as bytes; what is none is no text such as ``b'...'``."""
    pytest.importorskip("sqlalchemy", reason="SQLAlchemy (extra sql) is not installed")
    rows = [("1", "en", "Sueño".encode(), b"<p>a</p>"), ("2", "en", b"\xff\xfe", "a"), ("3", "en", "C", "a")]
    with closing(sqlite3.connect(tmp_path / "topics.db")) as database, database:
        database.execute("CREATE TABLE texts (id, language, title, html)")
        database.executemany("INSERT INTO texts VALUES (?, ?, ?, ?)", rows)
    query = "SELECT * FROM texts ORDER BY id"
    path = saved(tmp_path, f'[source]\nurl = "sqlite:///topics.db"\nquery = "{query}"\n', "catalog.toml")
    catalog = read(path)
    assert ["Sueño", "C"] == [topic.title["en"] for topic in catalog.values()]
    (broken,) = (found for found in catalog.findings if found.kind is FindingKind.BROKEN)
    assert "not UTF-8: invalid start byte (field title): have the query give text" in broken.message()
