"""Sources of any size, of every form that is read: what the benchmark of sources and a test of them measure."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

WORDS = "<p>Rest <b>well</b> and <a href='https://example.org/a'>long</a>, {0} times a day, for your heart.</p>" * 12
Write = Callable[[Path, int], Path]


def _rows(count: int) -> Iterator[tuple[Any, ...]]:
    for number in range(count // 2):
        for language in ("en", "es"):
            yield number, language, f"Title {number}", WORDS.format(number), "2024-06-06", f"Group {number % 20}"


COLUMNS = ("topic", "language", "title", "html", "updated", "groups")


def csv_table(folder: Path, count: int) -> Path:
    """A CSV with a row for each language."""
    path = folder / "topics.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows(_rows(count))
    return path


def workbook(folder: Path, count: int) -> Path:
    """The same as a workbook."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(COLUMNS)
    for row in _rows(count):
        sheet.append(row)
    path = folder / "topics.xlsx"
    book.save(path)
    return path


def database(folder: Path, count: int) -> Path:
    """The same in SQLite, with its mapping."""
    with closing(sqlite3.connect(folder / "topics.db")) as connection, connection:
        connection.execute('CREATE TABLE texts (topic, language, title, html, updated, "groups")')
        connection.executemany("INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?)", _rows(count))
    path = folder / "catalog.toml"
    path.write_text('[source]\nurl = "sqlite:///topics.db"\nquery = "SELECT * FROM texts"\n', "utf-8")
    return path


def rss(folder: Path, count: int) -> Path:
    """A feed."""
    path = folder / "feed.xml"
    with path.open("w", encoding="utf-8") as stream:
        stream.write('<rss version="2.0"><channel><title>a</title><language>en</language>')
        for number in range(count):
            link = f"https://example.org/en/{number}"
            stream.write(
                f"<item><title>Title {number}</title><link>{link}</link><guid>{link}</guid>"
                f"<description><![CDATA[{WORDS.format(number)}]]></description></item>\n"
            )
        stream.write("</channel></rss>")
    return path


def _json(path: Path, before: str, items: Iterator[dict[str, Any]], after: str) -> Path:
    with path.open("w", encoding="utf-8") as stream:
        stream.write(before)
        for index, item in enumerate(items):
            stream.write(("," if index else "") + json.dumps(item) + "\n")
        stream.write(after)
    return path


def json_feed(folder: Path, count: int) -> Path:
    """A JSON Feed."""
    items = (
        {"id": str(n), "url": f"https://example.org/en/{n}", "title": f"Title {n}", "content_html": WORDS.format(n)}
        for n in range(count)
    )
    before = '{"version": "https://jsonfeed.org/version/1.1", "language": "en", "items": ['
    return _json(folder / "feed.json", before, items, "]}")


def wordpress(folder: Path, count: int) -> Path:
    """An answer of WordPress' REST API."""
    posts = (
        {
            "id": n,
            "date_gmt": "2024-06-06T10:00:00",
            "guid": {"rendered": f"https://example.org/?p={n}"},
            "slug": f"t{n}",
            "status": "publish",
            "type": "post",
            "link": f"https://example.org/en/t{n}/",
            "title": {"rendered": f"Title {n}"},
            "content": {"rendered": WORDS.format(n), "protected": False},
        }
        for n in range(count)
    )
    return _json(folder / "posts.json", "[", posts, "]")


def wordpress_export(folder: Path, count: int) -> Path:
    """An export of WordPress."""
    path = folder / "site.xml"
    with path.open("w", encoding="utf-8") as stream:
        stream.write(
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
            'xmlns:wp="http://wordpress.org/export/1.2/"><channel><language>en</language>'
        )
        for n in range(count):
            stream.write(
                f"<item><title>Title {n}</title><link>https://example.org/t{n}/</link><content:encoded><![CDATA["
                f"{WORDS.format(n)}]]></content:encoded><wp:post_id>{n}</wp:post_id><wp:post_name>t{n}</wp:post_name>"
                "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>\n"
            )
        stream.write("</channel></rss>")
    return path


def drupal(folder: Path, count: int) -> Path:
    """An answer of Drupal's JSON:API."""
    nodes = (
        {
            "type": "node--topic",
            "id": f"u{n}",
            "links": {"self": {"href": f"https://example.org/jsonapi/node/topic/u{n}"}},
            "attributes": {
                "langcode": "en",
                "status": True,
                "title": f"Title {n}",
                "changed": "2024-06-06T10:00:00+00:00",
                "path": {"alias": f"/t{n}"},
                "body": {"processed": WORDS.format(n)},
            },
        }
        for n in range(count)
    )
    return _json(folder / "nodes.json", '{"jsonapi": {}, "data": [', nodes, "]}")


def media(folder: Path, count: int) -> Path:
    """An answer of a media API."""
    found = (
        {
            "id": n + 1,
            "mediaType": "Html",
            "name": f"Title {n}",
            "language": {"isoCode": "eng"},
            "sourceUrl": f"https://example.org/t{n}",
            "content": WORDS.format(n),
        }
        for n in range(count)
    )
    return _json(folder / "media.json", '{"meta": {"status": 200}, "results": [', found, "]}")


def connect(folder: Path, count: int) -> Path:
    """A list of answers of MedlinePlus Connect."""
    answers = (
        {
            "feed": {
                "lang": "en",
                "entry": [
                    {
                        "title": {"_value": f"Title {n}"},
                        "link": [{"href": f"https://example.org/t{n}.html"}],
                        "summary": {"_value": WORDS.format(n)},
                    }
                ],
            }
        }
        for n in range(count)
    )
    return _json(folder / "answers.json", "[", answers, "]")


def genetics(folder: Path, count: int) -> Path:
    """The summaries of MedlinePlus Genetics."""
    path = folder / "ghr-summaries.xml"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("<summaries>")
        for n in range(count):
            stream.write(
                f"<health-condition-summary><name>Title {n}</name>"
                f"<ghr-page>https://medlineplus.gov/genetics/condition/t{n}</ghr-page><text-list><text>"
                f"<text-role>description</text-role><html>{WORDS.format(n)}</html></text></text-list>"
                "</health-condition-summary>\n"
            )
        stream.write("</summaries>")
    return path


def linked_data(folder: Path, count: int) -> Path:
    """A list of articles in JSON-LD."""
    found = (
        {
            "@context": "https://schema.org",
            "@type": "Article",
            "url": f"https://example.org/en/t{n}",
            "headline": f"Title {n}",
            "articleBody": WORDS.format(n),
        }
        for n in range(count)
    )
    return _json(folder / "topics.jsonld", "[", found, "]")


def pages(folder: Path, count: int) -> Path:
    """A folder of HTML pages in two languages."""
    for language in ("en", "es"):
        place = folder / "site" / language
        place.mkdir(parents=True)
        for n in range(count // 2):
            text = f'<!doctype html><html lang="{language}"><title>T {n}</title><main><h1>T {n}</h1>{WORDS.format(n)}</main>'
            (place / f"t{n}.html").write_text(text, "utf-8")
    return folder / "site"


SOURCES: dict[str, Write] = {
    "csv": csv_table,
    "excel": workbook,
    "sql": database,
    "feed-rss": rss,
    "feed-json": json_feed,
    "wordpress": wordpress,
    "wxr": wordpress_export,
    "drupal": drupal,
    "media": media,
    "connect": connect,
    "genetics": genetics,
    "json-ld": linked_data,
    "pages": pages,
}
"""What writes a source of each form."""
