"""The table of rules: what each is called, how serious a breach is, where it is laid down. Nothing is checked here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import attrs

from syndicate.model import Severity

__all__ = ["RULES", "Rule"]


@attrs.frozen
class Rule:
    """Something that a document or a tree has to keep to.

    Attributes:
        id: its name, which stays the same from version to version.
        severity: an error breaks a "must" or misleads readers; a warning breaks a "should".
        meaning: what is wrong when it is broken, one sentence.
        reference: where it is laid down; a problem may name the section more exactly.
    """

    id: str
    severity: Severity
    meaning: str
    reference: str


_XML = "XML 1.0"
_ATOM = "RFC 4287"
_RSS = "RSS 2.0"
_PROFILE = "RSS Best Practices Profile"
_JSON_FEED = "JSON Feed 1.1"
_OPEN_GRAPH = "Open Graph protocol"
_TREE = "published tree"


def _errors(*rows: tuple[str, str, str]) -> Iterable[Rule]:
    return (Rule(id, Severity.ERROR, meaning, reference) for id, reference, meaning in rows)


def _warnings(*rows: tuple[str, str, str]) -> Iterable[Rule]:
    return (Rule(id, Severity.WARNING, meaning, reference) for id, reference, meaning in rows)


_DOCUMENT = (
    *_errors(
        ("unreadable", "none", "The file cannot be read."),
        ("unknown-format", "none", "The document is neither RSS, Atom 1.0, JSON Feed nor OPML."),
        ("wrong-encoding", f"{_XML} section 4.3.3", "The bytes are not in the encoding that the document declares."),
        ("unknown-encoding", f"{_XML} section 4.3.3", "The declared encoding is not known."),
        ("not-well-formed", _XML, "The document is not well-formed XML."),
        ("entity-declaration", "RFC 3470 section 4.14", "The document declares entities; it is not read any further."),
        ("invalid-json", "RFC 8259", "The document is not JSON."),
        ("duplicate-key", "RFC 8259 section 4", "An object has the same key twice."),
    ),
    *_warnings(
        ("doctype", "RFC 3470 section 4.9", "The document has a document type declaration, which no reader loads."),
        ("byte-order-mark", "RFC 8259 section 8.1", "The document begins with a byte order mark."),
        ("control-character", f"{_XML} section 2.2", "A text holds a character that XML forbids."),
        ("too-many-problems", "none", "The document has more problems than are listed."),
    ),
)

_STRUCTURE = (
    *_errors(
        ("missing-element", "the format", "An element that has to be there is missing."),
        ("repeated-element", "the format", "An element that may occur once occurs again."),
        ("unknown-element", "the format", "The format has no such element at this place."),
        ("missing-attribute", "the format", "An attribute that has to be there is missing."),
        ("unknown-attribute", "the format", "The format has no such attribute on this element."),
        ("unexpected-text", "the format", "There is text where only elements may be."),
        ("mistaken-namespace", "Namespaces in XML 1.0", "A namespace is like one that readers know, but another."),
    ),
    *_warnings(
        ("empty-element", "the format", "An element or attribute that should say something is empty."),
        ("no-namespace", "RFC 4287 section 6", "An element is in no namespace, so that nobody can know what it means."),
    ),
)

_VALUES = (
    *_errors(
        ("invalid-date", "RFC 3339", "A date is not written as the format wants it, or there is no such day."),
        ("wrong-weekday", "RFC 822 section 5.2", "The date has another day of the week."),
        ("invalid-iri", "RFC 3987", "An address or id has characters or a form that no IRI has."),
        ("iri-not-uri", _PROFILE, "An address of RSS has characters beyond ASCII."),
        ("relative-iri", "RFC 3987", "An address or id has to be absolute, with its scheme."),
        ("invalid-media-type", "RFC 6838 section 4.2", "A media type is not of the form type/subtype."),
        ("invalid-language", "RFC 5646 section 2.1", "A language tag is not well-formed."),
        ("invalid-email", "RFC 5322 section 3.4", "An e-mail address is not valid."),
        ("invalid-number", "the format", "A number is not written in digits, or is out of its range."),
        ("invalid-value", "the format", "A value is not one that the format allows."),
        ("unsafe-address", f"{_ATOM} section 8.1", "An address runs a script where it is followed."),
        ("too-long", "the format", "A text has more characters than the format takes."),
    ),
    *_warnings(
        ("two-digit-year", _PROFILE, "A year has two digits, which readers take for different centuries."),
        ("implausible-date", "none", "A date is before 1900 or after 2100."),
        ("unknown-language", "CLDR", "A language tag is well-formed, but names no known language."),
        ("published-after-updated", f"{_ATOM} section 4.2.9", "An entry was published later than it was updated."),
        ("feed-older-than-entry", f"{_ATOM} section 4.2.15", "The feed's date is before that of its newest entry."),
        ("markup-in-text", "the format", "A plain text holds tags or entities, which readers show as they stand."),
        ("relative-link-in-content", _PROFILE, "HTML of an entry links relative to nothing, or shows such a picture."),
        ("unsafe-content", f"{_ATOM} section 8.1", "HTML holds a script, a frame, a form, or a style that harms."),
        ("escaped-twice", "the format", "HTML was escaped twice, so that readers show its tags or entities."),
        ("lazy-picture", "none", "A picture's address stands where only a script finds it."),
        ("too-deep", "none", "HTML nests too deeply to be looked at."),
        ("future-date", "none", "A date is of tomorrow or later."),
        ("obsolete-value", "the format", "A value is one that an older version of the format had."),
        ("obsolete-element", "the format", "An element is one that an older version of the format had."),
    ),
)

_ENTRIES = (
    *_errors(
        ("duplicate-id", "the format", "Two entries of RSS or JSON Feed, or all of Atom, have the same id."),
        ("hub-without-self", "WebSub section 4", "The feed has a hub, but does not say at which address it lies."),
    ),
    *_warnings(
        ("duplicate-entry", f"{_ATOM} section 4.1.1", "Two entries of Atom have the same id and the same date."),
        ("missing-self", _PROFILE, "The feed does not say at which address it lies."),
        ("repeated-self", "WebSub section 4", "The feed gives two addresses as its own."),
        ("duplicate-enclosure", "none", "A file is enclosed twice."),
    ),
)

_ATOM_RULES = (
    *_errors(
        ("atom-author", f"{_ATOM} section 4.1.2", "An entry has no author, nor has its feed or source."),
        ("atom-order", f"{_ATOM} section 4.1.1", "An element about the feed stands after an entry."),
        ("atom-alternate", f"{_ATOM} section 4.1.2", "An entry without content has no alternate link."),
        ("atom-duplicate-alternate", f"{_ATOM} section 4.1.2", "Two alternate links have the same type and language."),
        ("atom-summary", f"{_ATOM} section 4.1.2", "An entry whose content is elsewhere or in Base64 has no summary."),
        ("atom-xhtml", f"{_ATOM} section 3.1.1.3", "XHTML is not one div in the namespace of XHTML."),
        ("atom-markup", f"{_ATOM} section 3.1.1", "Text or escaped HTML has child elements."),
        ("atom-content", f"{_ATOM} section 4.1.3", "Content does not fit its type or its src."),
        ("atom-base64", f"{_ATOM} section 4.1.3.3", "Content of a binary type is not Base64."),
        ("paging-link-repeated", "RFC 5005 section 3", "Two links of one relation lead to other parts of the feed."),
        ("complete-in-parts", "RFC 5005 section 2", "A complete feed has other parts, or is itself an archive."),
        ("deleted-entry-present", "RFC 6721 section 3", "An entry is there although its tombstone is newer."),
    ),
    *_warnings(
        ("archive-unmarked", "RFC 5005 section 4", "An archive document does not say that it is one."),
        ("archive-without-current", "RFC 5005 section 4", "An archive document does not link the current feed."),
        ("atom-source", f"{_ATOM} section 4.2.11", "A source lacks the id, title or date of its feed."),
        ("atom-alternates", f"{_ATOM} section 4.2.7.2", "An entry or feed has alternate links in several languages."),
        ("xhtml-foreign", f"{_ATOM} section 3.1.1.3", "XHTML holds an element that readers do not know."),
        ("atom-src-type", f"{_ATOM} section 4.1.3.2", "Content that is elsewhere has no type."),
        ("paging-link-in-entry", "RFC 5005 section 3", "A link to another part of the feed stands in an entry."),
        ("deleted-entry-repeated", "RFC 6721 section 3", "Two tombstones of one entry have the same date."),
    ),
)

_RSS_RULES = (
    *_errors(
        ("rss-version", _RSS, "The version is not one of RSS."),
        ("rss-item-empty", _RSS, "An item has neither title nor description."),
        ("rss-permalink", _RSS, "A guid is a permalink by its attribute or by default, but no address."),
        ("rss-repeated-value", _RSS, "An hour or day is listed twice."),
    ),
    *_warnings(
        ("rss-old-version", _RSS, "The version is older than 2.0; the document is checked as 2.0."),
        ("rss-guid", _PROFILE, "An item has no guid."),
        ("rss-small-guid", _PROFILE, "A guid is a small number, which items of other feeds have too."),
        ("rss-language", _RSS, "An item is in another language than its channel."),
        ("rss-enclosures", _PROFILE, "An item has several enclosures."),
        ("rss-email-name", _PROFILE, "An e-mail address is without the name of a person."),
        ("rss-image", _PROFILE, "The image's title or link is not the channel's."),
        ("rss-text-input", _PROFILE, "The channel has a textInput, which readers do not support."),
        ("rss-order", _PROFILE, "An element about the channel stands after an item."),
        ("rss-description", _PROFILE, "An item with content:encoded has no description before it."),
        ("rss-duplicate-meaning", _PROFILE, "Two elements of an item say the same in different words."),
    ),
)

_EXTENSION_RULES = (
    *_errors(
        ("license-repeated", "RFC 4946 section 2", "A license is linked twice, or one beside the unspecified one."),
    ),
    *_warnings(
        ("podcast-incomplete", "Apple Podcasts", "A podcast lacks an element that Apple's directory asks for."),
        ("media-group", "Media RSS 1.5.1", "A group holds a single form of a picture or film."),
    ),
)

_JSON_RULES = (
    *_errors(
        ("missing-field", _JSON_FEED, "A field that has to be there is missing."),
        ("wrong-type", _JSON_FEED, "A value is of another type than the field has."),
        ("json-version", _JSON_FEED, "The version is not the address of a version of JSON Feed."),
        ("json-content", _JSON_FEED, "An item has neither content_html nor content_text."),
        ("json-next-url", _JSON_FEED, "next_url is the feed's own address."),
        ("json-extension", _JSON_FEED, "The value of an extension is not an object."),
    ),
    *_warnings(
        ("deprecated-field", _JSON_FEED, "A field is of version 1.0."),
        ("unknown-field", _JSON_FEED, "A field is neither one of the format nor an extension, which begins with _."),
        ("empty-value", _JSON_FEED, "A text that should say something is empty."),
    ),
)

_OPML_RULES = (
    *_errors(
        ("opml-version", "OPML 2.0", "The version is not one of OPML."),
        ("opml-feed", "OPML 2.0", "An outline of type rss has no xmlUrl."),
    ),
    *_warnings(
        ("opml-old-version", "OPML 2.0", "The version is older than 2.0; the document is checked as 2.0."),
        ("opml-type", "OPML 2.0", "An outline is of no type that programs know, or a feed has none."),
        ("opml-duplicate", "none", "A feed is in a list twice."),
        ("opml-include", "OPML 2.0", "An outline of type include or link has no url."),
    ),
)

_TREE_RULES = (
    *_errors(
        ("tree-manifest", _TREE, "The manifest of the tree cannot be read."),
        ("tree-missing-file", _TREE, "A file of the manifest is not there."),
        ("tree-formats-differ", _TREE, "The formats of one feed do not say the same."),
        ("tree-format-missing", _TREE, "A feed lacks one of the formats."),
        ("tree-feed-id", _TREE, "Two feeds have the same id, or an archive another id than its feed."),
        ("tree-entry-language", _TREE, "One id stands for entries in different languages."),
        ("tree-self", _TREE, "A feed names another address as its own than the one where it lies."),
        ("tree-base", _TREE, "Feeds lie under different base addresses."),
        ("tree-translation-missing", _TREE, "A feed names a translation that is not in the tree."),
        ("tree-translation-language", _TREE, "A translation is in another language than its link says."),
        ("tree-translation-one-sided", _TREE, "A feed or entry names a translation that does not name it back."),
        ("tree-archive-chain", "RFC 5005 section 4", "The links to older parts do not reach every archive once."),
        ("tree-archive-current", "RFC 5005 section 4", "An archive does not link the feed it belongs to."),
        ("tree-link-missing", _TREE, "A list of feeds or pages names a file that is not in the tree."),
        ("page-link-missing", _TREE, "A page or entry links or shows a file that is not in the tree."),
        ("page-json-ld", "JSON-LD 1.1", "The JSON-LD of a page cannot be read, or is about nothing known."),
        ("tree-torn", _TREE, "A page or fragment of the tree is empty or cut off."),
        ("tree-data", _TREE, "A document of JSON or XML lacks what programs of partners read."),
        (
            "embed-script",
            _TREE,
            "A script that partners load is not there, or not what its address or integrity says.",
        ),
        ("tree-picture", _TREE, "A picture is not of the type that its name says, or is cut off."),
        ("page-feed-missing", _TREE, "A page offers a feed that is not in the tree."),
        ("page-feed-language", _TREE, "A page offers a feed in another language first, or none in its own."),
        ("page-feed-hreflang", _TREE, "A page's link to a feed has an hreflang, which makes it a translation."),
        ("page-hreflang", _TREE, "The language links of pages do not name each other."),
        ("sitemap-page", _TREE, "The sitemap lists a page under another address or in other languages than it gives."),
        ("card-picture-missing", _TREE, "The picture that a page offers to those who share it is not in the tree."),
        ("card-picture-size", _OPEN_GRAPH, "The picture has other pixels than the page says."),
        ("card-url", _OPEN_GRAPH, "The page gives networks another address than search engines."),
    ),
    *_warnings(
        ("tree-date", _TREE, "A date is far from all other dates of the tree."),
        ("page-anchor-missing", _TREE, "A link leads to a place in its page that is not there."),
        ("link-outside-tree", _TREE, "A full address is below the tree's, but its file is not in the tree."),
        ("card-refused", _OPEN_GRAPH, "A network refuses the picture of a page."),
        ("card-incomplete", _OPEN_GRAPH, "A network or search engine misses a text or the picture of a page."),
    ),
)

RULES: Final[Mapping[str, Rule]] = {
    rule.id: rule
    for rules in (
        _DOCUMENT,
        _STRUCTURE,
        _VALUES,
        _ENTRIES,
        _ATOM_RULES,
        _RSS_RULES,
        _EXTENSION_RULES,
        _JSON_RULES,
        _OPML_RULES,
        _TREE_RULES,
    )
    for rule in rules
}
"""Every rule by its id."""
