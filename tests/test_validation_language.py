"""What validation says in Spanish of documents, without a word of English; of trees, see `test_validation_trees`."""

from __future__ import annotations

import json

from test_command_language import english_of
from test_validation import BAD, GOOD, HOSTILE
from test_validation_extensions import CHANNEL, PODCAST, WRONG
from test_validation_harm import DANGEROUS, TWICE

from syndicate.validation import validate
from syndicate.validation.problems import as_json

OTHERS = (b"", b"<html/>", b"<feed/>", b'<feed xmlns="http://purl.org/atom/ns#"/>', b'{"a": 1}', b"[1]", b"<urlset/>")
DAMAGED = (
    *(b"<a", b"<a>", b"<a b>", b"<a b=c/>", b"<a b='1' b='2'/>", b"<a><b></a>", b"<a/><b/>", b"<a>&</a>", b"<a>&b</a>"),
    *(
        b"<a>&b;</a>",
        b"<a>\x01</a>",
        b"<a>&#1;</a>",
        b"<a:b/>",
        b"<a b:c='1'/>",
        b"<a><!-- b -- c --></a>",
        b"<a b='<'/>",
    ),
    *(b"<a>]]></a>", b"<a><![CDATA[b</a>", b"<a><!-- b</a>", b"<a><?b</a>", b" <?xml version='1.0'?><a/>", b"<1/>"),
    *(
        b"<a>\xff</a>",
        b"<a>\xc3(</a>",
        b"<?xml version='1.0' encoding='utf-8'?>\xff",
        b"<?xml encoding='x'?><a/>",
        b"a",
    ),
    *(
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>",
        b"<!DOCTYPE a><a/>",
        b"\xef\xbb\xbf<a/>",
        b"<a>" * 300,
        b"<a xmlns='::'/>",
    ),
    *(
        b"{",
        b"[",
        b"[1",
        b'{"a"',
        b'{"a":',
        b'{"a" 1}',
        b"{a: 1}",
        b'{"a": 1,}',
        b"[1,]",
        b'["a',
        b'["\\x"]',
        b'["\\u1"]',
    ),
    *(b'["\t"]', b"[] 1", b'{"a": 1, "a": 2}', b"[\xff]"),
)
"""Documents that cannot be read."""

HTML = (*DANGEROUS.values(), *TWICE)


def test_reports_of_documents_are_in_spanish() -> None:
    """Of every rule of single documents, whichever value breaks it."""
    documents = [GOOD[format].replace(old, new, 1).encode() for format, _, old, new, _ in BAD]
    documents += [*OTHERS, *DAMAGED]
    documents += [body if isinstance(body, bytes) else body.encode() for body in HOSTILE.values()]
    documents += [
        CHANNEL.format(item=item, channel=PODCAST if "itunes" in item else "").encode()
        for item in (
            *(item for item, _ in WRONG),
            *(f"<content:encoded><![CDATA[{html}]]></content:encoded>" for html in HTML),
        )
    ]
    reports = [validate(body, name="-") for body in documents]
    assert [message for found in reports for message in english_of(found)] == []
    assert len({problem.rule for found in reports for problem in found.problems}) > 80


def test_json_has_the_messages_in_the_language() -> None:
    """And nothing else of it changes."""
    found = validate(b"<rss version='2.0'><channel/></rss>", name="-")
    english, spanish = json.loads(as_json(found)), json.loads(as_json(found, "es"))
    assert english["problems"][0].pop("message") == "title is missing"
    assert spanish["problems"][0].pop("message") == "falta title"
    assert english["problems"][0] == spanish["problems"][0]
