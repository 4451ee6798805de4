"""Messages made of the words of the system and of parsers, and of choices. Nothing is parsed here.

What is not listed stays in English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from syndicate.errors import Message

__all__ = ["either", "of_parser", "of_system", "of_words"]


def marked(message: str) -> str:
    """Mark a message for extraction, as `syndicate.locales.catalogs` does, which this module comes before."""
    return message


def either(words: Sequence[str]) -> Message:
    """A choice between words, as messages name it.

    >>> either(["feed", "source", "channel"])
    'feed or source or channel'
    """
    first, *others = words
    chosen = Message("{word}", word=first)
    for word in others:
        chosen = Message("{words} or {word}", words=chosen, word=word)
    return chosen


def of_system(error: OSError) -> Message:
    """Why the system refused something.

    >>> of_system(FileNotFoundError(2, "No such file or directory", "a.xml"))
    'No such file or directory'
    """
    return of_words(error.strerror or str(error))


def of_parser(error: Exception) -> Message:
    """Why a parser did not read a text, with the place it names."""
    return of_words(str(error))


def of_words(words: str) -> Message:
    """The message that a library made its words from; that of the words alone where none is known.

    >>> message = of_words("Opening and ending tag mismatch: b line 1 and a")
    >>> message, message.values
    ('Opening and ending tag mismatch: b line 1 and a', {'tag': 'b', 'line': '1', 'other': 'a'})
    >>> of_words("Invalid value (at line 1, column 5)").values["problem"].template
    'Invalid value'
    """
    for template, form in _forms():
        if (match := form.fullmatch(words)) is not None:
            values: dict[str, str | Message] = dict(match.groupdict())
            if "problem" in values:
                values["problem"] = of_words(values["problem"])
            return Message(template, **values)
    return Message(words)


_PLACES: Final = (
    marked("{problem} (at line {line}, column {column})"),
    marked("{problem}, line {line}, column {column}"),
    marked("{problem}\n{text}"),
    marked("{problem} (at end of document)"),
    marked("{problem}: line {line} column {column} (char {character})"),
    marked("'{codec}' codec can't decode byte {byte} in position {position}: {problem}"),
    marked("'{codec}' codec can't decode bytes in position {position}: {problem}"),
)
"""How parsers add the place to a problem."""

_OF_THE_SYSTEM: Final = (
    marked("Operation not permitted"),
    marked("No such file or directory"),
    marked("Input/output error"),
    marked("Bad file descriptor"),
    marked("Cannot allocate memory"),
    marked("Permission denied"),
    marked("Device or resource busy"),
    marked("File exists"),
    marked("Invalid cross-device link"),
    marked("Not a directory"),
    marked("Is a directory"),
    marked("Invalid argument"),
    marked("Too many open files"),
    marked("Text file busy"),
    marked("File too large"),
    marked("No space left on device"),
    marked("Illegal seek"),
    marked("Read-only file system"),
    marked("Broken pipe"),
    marked("File name too long"),
    marked("Directory not empty"),
    marked("Too many levels of symbolic links"),
    marked("Address already in use"),
    marked("Cannot assign requested address"),
    marked("Network is unreachable"),
    marked("Connection refused"),
    marked("Connection reset by peer"),
    marked("Connection timed out"),
    marked("No route to host"),
    marked("address already in use"),
    marked("cannot assign requested address"),
    marked("permission denied"),
    marked("name or service not known"),
    marked("Name or service not known"),
    marked("No address associated with hostname"),
    marked("Temporary failure in name resolution"),
    marked("nodename nor servname provided, or not known"),
    marked("timed out"),
    marked("Disk quota exceeded"),
    marked("Stale file handle"),
)
"""What Linux and macOS say (`strerror` of POSIX), as far as files and addresses lead to it; and Python of both."""

_OF_JSON: Final = (
    marked("Illegal trailing comma before end of object"),
    marked("Illegal trailing comma before end of array"),
    marked("Expecting value"),
    marked("Expecting property name enclosed in double quotes"),
    marked("Expecting ',' delimiter"),
    marked("Expecting ':' delimiter"),
    marked("Unterminated string starting at"),
    marked("Invalid control character at"),
    marked("Invalid \\escape"),
    marked("Invalid \\uXXXX escape"),
    marked("Extra data"),
    marked("{value} is not a number of JSON"),
    marked("a number has too many digits"),
    marked("a number is not valid JSON"),
    marked("arrays or objects are nested too deeply"),
)
"""What Python's reader of JSON says, and ours."""

_OF_TOML: Final = (
    marked("Cannot declare {key} twice"),
    marked("Cannot mutate immutable namespace {key}"),
    marked("Cannot overwrite a value"),
    marked("Cannot redefine namespace {key}"),
    marked("Duplicate inline table key {key}"),
    marked("Escaped character is not a Unicode scalar value"),
    marked("Expected '=' after a key in a key/value pair"),
    marked("Expected ']' at the end of a table declaration"),
    marked("Expected ']]' at the end of an array declaration"),
    marked("Expected newline or end of document after a statement"),
    marked("Expected {text}"),
    marked("Found invalid character {character}"),
    marked("Illegal character {character}"),
    marked("Invalid date or datetime"),
    marked("Invalid hex value"),
    marked("Invalid initial character for a key part"),
    marked("Invalid statement"),
    marked("Invalid value"),
    marked("Unclosed array"),
    marked("Unclosed inline table"),
    marked("Unescaped '\\' in a string"),
    marked("Unterminated string"),
)
"""What Python's reader of TOML says."""

_OF_YAML: Final = (
    marked("mapping values are not allowed in this context"),
    marked("mapping values are not allowed here"),
    marked("mapping keys are not allowed in this context"),
    marked("mapping keys are not allowed here"),
    marked("block sequence entries are not allowed in this context"),
    marked("sequence entries are not allowed here"),
    marked("could not find expected ':'"),
    marked("did not find expected key"),
    marked("did not find expected '-' indicator"),
    marked("did not find expected ',' or ']'"),
    marked("did not find expected ',' or '}'"),
    marked("expected ',' or ']', but got {token}"),
    marked("expected ',' or '}}', but got {token}"),
    marked("expected <block end>, but found {token}"),
    marked("did not find expected node content"),
    marked("expected the node content, but found {token}"),
    marked("did not find expected <document start>"),
    marked("did not find expected alphabetic or numeric character"),
    marked("expected alphabetic or numeric character, but found {character}"),
    marked("did not find expected comment or line break"),
    marked("did not find expected whitespace or line break"),
    marked("found character that cannot start any token"),
    marked("found character {character} that cannot start any token"),
    marked("found a tab character that violates indentation"),
    marked("found a tab character where an indentation space is expected"),
    marked("found unexpected end of stream"),
    marked("found unexpected document indicator"),
    marked("found unexpected document separator"),
    marked("found unknown escape character"),
    marked("found unknown escape character {character}"),
    marked("found undefined alias"),
    marked("found undefined alias {name}"),
    marked("found undefined tag handle"),
    marked("found unhashable key"),
    marked("control characters are not allowed"),
    marked("special characters are not allowed"),
    marked("but found another document"),
    marked("could not determine a constructor for the tag {tag}"),
    marked("anchors and aliases are not read here; write the value out"),
    marked("tags such as {tag} are not read here; remove it"),
    marked("nested too deeply"),
)
"""What libyaml and PyYAML say."""

_OF_CODECS: Final = (
    marked("invalid start byte"),
    marked("invalid continuation byte"),
    marked("unexpected end of data"),
    marked("ordinal not in range(128)"),
    marked("truncated data"),
    marked("illegal UTF-16 surrogate"),
    marked("illegal encoding"),
    marked("unexpected code byte"),
    marked("character maps to <undefined>"),
    marked("illegal multibyte sequence"),
    marked("incomplete multibyte sequence"),
    marked("wrong bytes"),
)
"""What Python's codecs say."""

_OF_ARCHIVES: Final = (
    marked("Compressed file ended before the end-of-stream marker was reached"),
    marked("Not a gzipped file ({start})"),
    marked("CRC check failed {found} != {stated}"),
    marked("Incorrect length of data produced"),
    marked("Error -3 while decompressing data: {problem}"),
    marked("Error -5 while decompressing data: incomplete or truncated stream"),
    marked("File is not a zip file"),
    marked("File is encrypted, password required for extraction"),
    marked("Bad CRC-32 for file {name}"),
    marked("Bad magic number for file header"),
    marked("file is not a database"),
    marked("database disk image is malformed"),
    marked("unable to open database file"),
    marked("database is locked"),
    marked("attempt to write a readonly database"),
    marked("embedded null byte"),
    marked("field larger than field limit ({limit})"),
)
"""What readers of compressed files, databases, and CSV say."""

_OF_XML: Final = (
    marked("the document is not well-formed"),
    marked("Opening and ending tag mismatch: {tag} line {line} and {other}"),
    marked("Premature end of data in tag {tag} line {line}"),
    marked("Couldn't find end of Start Tag {tag} line {line}"),
    marked("Couldn't find end of Start Tag {tag}"),
    marked("Specification mandates value for attribute {attribute}"),
    marked("Attribute {attribute} redefined"),
    marked("Namespace prefix {prefix} for {attribute} on {name} is not defined"),
    marked("Namespace prefix {prefix} on {name} is not defined"),
    marked("Namespace prefix {prefix} is not defined"),
    marked("PCDATA invalid Char value {code}"),
    marked("invalid character in attribute value"),
    marked("Invalid xmlChar value {code}"),
    marked("Char {code} out of allowed range"),
    marked("xmlParseCharRef: invalid xmlChar value {code}"),
    marked("xmlParseCharRef: invalid decimal value"),
    marked("xmlParseCharRef: invalid hexadecimal value"),
    marked("CharRef: invalid decimal value"),
    marked("CharRef: invalid hexadecimal value"),
    marked("xmlParseEntityRef: no name"),
    marked("EntityRef: expecting ';'"),
    marked("Entity '{name}' not defined"),
    marked("Unescaped '<' not allowed in attributes values"),
    marked("AttValue: \" or ' expected"),
    marked("AttValue: ' expected"),
    marked("attributes construct error"),
    marked("StartTag: invalid element name"),
    marked("Start tag expected, '<' not found"),
    marked("Extra content at the end of the document"),
    marked("Document is empty"),
    marked("expected '>'"),
    marked("Double hyphen within comment: {text}"),
    marked("Comment not terminated"),
    marked("Comment must not contain '--' (double-hyphen)"),
    marked("CData section not finished"),
    marked("Sequence ']]>' not allowed in content"),
    marked("XML declaration allowed only at the start of the document"),
    marked("Blank needed here"),
    marked("parsing XML declaration: '?>' expected"),
    marked("Malformed declaration expecting version"),
    marked("Unsupported version '{version}'"),
    marked("ParsePI: PI {name} never end ..."),
    marked("ParsePI: PI {name} space expected"),
    marked("Excessive depth in document: {depth}, use XML_PARSE_HUGE option"),
    marked("Excessive depth in document: {depth} use XML_PARSE_HUGE option"),
    marked("internal error: Huge input lookup"),
    marked("xmlns: '{namespace}' is not a valid URI"),
    marked("Failed to parse QName '{name}'"),
)
"""What libxml2 says of documents that are not well-formed, in its versions since 2.9."""

_ALL: Final = (
    *_PLACES,
    *_OF_THE_SYSTEM,
    *_OF_JSON,
    *_OF_TOML,
    *_OF_YAML,
    *_OF_CODECS,
    *_OF_ARCHIVES,
    *_OF_XML,
)


def _form(template: str) -> re.Pattern[str]:
    """What finds the values of a template in words that were made from it."""
    parts = re.split(r"\{(\w+)\}", template.replace("}}", "\0"))
    said = (rf"(?P<{part}>.*)" if odd % 2 else re.escape(part.replace("\0", "}")) for odd, part in enumerate(parts))
    return re.compile("".join(said), re.DOTALL)


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What finds each, made when the first error is met."""
    return tuple((template, _form(template)) for template in _ALL)
