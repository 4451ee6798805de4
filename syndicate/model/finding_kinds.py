"""The kinds of findings, one row each. No finding is made here."""

from __future__ import annotations

from enum import StrEnum

from syndicate.locales.catalogs import marked

__all__ = ["FindingKind", "Severity"]


class Severity(StrEnum):
    """How serious a finding is: an error stops ``check``, a warning is for the editor, information is a suggestion."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class FindingKind(StrEnum):
    """The kind of a finding; the value is the name in reports and JSON.

    Attributes:
        severity: how serious such findings are.
        heading: the title above them in a report.
        message: what is wrong, and the way out, with placeholders.
        is_loss: whether something of the catalog is missing from what is published; in strict mode, that is an error.
    """

    _value_: str
    severity: Severity
    heading: str
    message: str
    is_loss: bool

    def __new__(cls, name: str, severity: Severity, heading: str, message: str, is_loss: bool = False) -> FindingKind:
        """A member of a row."""
        kind = str.__new__(cls, name)
        kind._value_ = name
        kind.severity, kind.heading, kind.message, kind.is_loss = severity, heading, message, is_loss
        return kind

    # fmt: off
    BROKEN = ("broken-topic", Severity.ERROR, marked("Topics that could not be read"),
        "{problem}", True)
    UNREADABLE = ("unreadable-source", Severity.ERROR, marked("Sources that could not be read"),
        marked("{problem}; nothing of this source is published"), True)
    BROKEN_READER = ("broken-reader", Severity.ERROR, marked("Readers that do not work"),
        marked("the reader “{name}” does not work ({problem}); the other readers do: repair or uninstall "
                "{package}"), True)
    BROKEN_LINK = ("broken-link", Severity.WARNING, marked("Links that could not be read"),
        marked("“{title}”: the link “{link}” is left out: {problem}"))
    WRONG_VALUE = ("wrong-value", Severity.ERROR, marked("Values that cannot be used"),
        marked("“{title}” is shown without `{key}`: {problem}"), True)
    DUPLICATE = ("duplicate-id", Severity.ERROR, marked("Ids used twice"),
        marked("“{title}” has the id {id}, which “{other}” has already; the first is kept"), True)
    CONFLICT = ("conflict", Severity.ERROR, marked("Conflicting claims to one translation"),
        marked("“{title}” names “{other}” as its translation, as {claimant} does too; it is not paired"))
    UNPAIRED = ("unpaired", Severity.WARNING, marked("Topics in one language only"),
        marked("“{title}” has no text in {language}"))
    LIKELY_TWIN = ("likely-twin", Severity.INFO, marked("Likely translations that no text names"),
        marked("“{title}” may be “{other}” ({url}): {reason}"))
    ONE_SIDED = ("one-sided", Severity.WARNING, marked("Translations that only one side names"),
        marked("“{title}” names “{other}” as its translation, which names none; they are paired"))
    DANGLING = ("dangling", Severity.WARNING, marked("Translations that are not in the catalog"),
        marked("“{title}” names {claim} in {language} as its translation, which is not in the catalog"))
    STALE = ("stale-translation", Severity.WARNING, marked("Translations older than their original"),
        marked("“{title}” dates from {date}, its original from {original_date}; days behind: {days}"))
    STALE_TEXT = ("stale-text", Severity.WARNING, marked("Translations whose original has changed since"),
        marked("“{title}”: its original, “{original}”, has changed since; translate the change, or, if "
                "there is nothing to translate, confirm it with `translated_from: {digest}`"))
    INCOMPLETE = ("incomplete-source", Severity.ERROR, marked("Sources that lack texts they say they have"),
        marked("texts that {name} says it has: {total}; that it holds: {count}; fetch it again, or, if they are "
                "gone for good, build with --allow-removals"))
    SHRUNKEN = ("shrunken-source", Severity.ERROR, marked("Sources that lost many topics"),
        marked("{name} has lost {count} of {total} topics, such as {examples}; put them back, or, if they "
                "are gone for good, build with --allow-removals"))
    SHRUNKEN_LANGUAGE = ("shrunken-language", Severity.ERROR, marked("Languages that lost many topics"),
        marked("{count} of {total} topics in {language} are gone, such as {examples}; put them back, or, if "
                "they are gone for good, build with --allow-removals"))
    EARLIER_MOMENT = ("earlier-moment", Severity.ERROR,
        marked("Builds at a moment before the dates of what is published"),
        marked("the moment of this build, {moment}, is before the dates of {count} of {total} published topics, such "
                "as {examples}, which it would withdraw; correct the clock, SOURCE_DATE_EPOCH, or --now, or build with "
                "--allow-removals"))
    MISSING_DATE = ("missing-date", Severity.WARNING, marked("Topics without a date"),
        marked("“{title}” has no date; it is dated by the first build that sees it"))
    UNKNOWN_DATE = ("unknown-date", Severity.WARNING, marked("Files without a date in git"),
        marked("dates were asked of git, which does not have all ({count}: {names}): {reason}"))
    MISSING_TITLE = ("missing-title", Severity.WARNING, marked("Topics without a title"),
        marked("there is no `title`; the text is called “{title}”, after {reason}"))
    MISSING_SUMMARY = ("missing-summary", Severity.WARNING, marked("Topics without a summary"),
        marked("“{title}” has no summary"))
    EMPTY_SECTION = ("empty-section", Severity.WARNING, marked("Sections without links"),
        marked("“{title}”: the section “{section}” has no links and is not shown"))
    MISSING_LINK_TWIN = ("missing-link-twin", Severity.WARNING, marked("Links whose translation is not listed"),
        marked("“{link}” has {url} as its translation in {language}, which “{other}” does not list"))
    OTHER_LANGUAGE = ("other-language", Severity.WARNING,
        marked("Texts in another language than they are declared in"),
        marked("“{title}” is declared as {language}, but reads as {found_language}; translate it, or "
                "correct its language"))
    LANGUAGE_CLASH = ("language-clash", Severity.WARNING, marked("Texts with two languages"),
        marked("“{title}” is {language} by the name of its file, but `{key}` says {found_language}; correct "
                "one of them"))
    REMOVED = ("removed-content", Severity.WARNING, marked("Texts that lost content which may not be shown elsewhere"),
        marked("“{title}”: removed from {field}, as it may not be shown elsewhere: {names}; say it in "
                "words, or link to it"))
    CLEANED = ("removed-markup", Severity.INFO, marked("Texts that lost markup, but no words"),
        marked("“{title}”: removed from {field}, without loss of words: {names}"))
    NO_ALTERNATIVE = ("missing-alternative", Severity.WARNING, marked("Pictures without a text alternative"),
        marked("“{title}”: pictures without a text alternative in {field}: {names}; give each an alt, empty "
                "if it decorates"))
    UNRESOLVED = ("unresolved-address", Severity.WARNING, marked("Links and pictures that lead nowhere"),
        marked("“{title}”: addresses in {field} that lead nowhere: {names}; correct or remove them"))
    DROPPED_ID = ("dropped-id", Severity.WARNING, marked("Links within a text that lost their target"),
        marked("“{title}”: links in {field} to places of the text itself, which other pages do not have: "
                "{names}; name the heading in words instead"))
    SKIPPED_HEADING = ("skipped-heading", Severity.INFO, marked("Heading levels out of order"),
        marked("“{title}”: heading levels in {field} are out of order, under the title as h1: {names}; they "
                "were changed to fit"))
    ILLEGAL_CHARACTERS = ("illegal-characters", Severity.WARNING,
        marked("Texts that lost characters which may not be published"),
        marked("“{title}”: characters removed from {field}: {count}"))
    UNPUBLISHED_FILE = ("unpublished-file", Severity.ERROR, marked("Files beside topics that are not published"),
        marked("“{title}”: the file {file} is not published with the topic: {reason}"))
    CHANGED_FILE = ("changed-file", Severity.INFO, marked("Files that are published without a part of them"),
        marked("“{title}”: {file} is published without {reason}"))
    HEAVY_PICTURE = ("heavy-picture", Severity.INFO, marked("Large pictures without smaller copies"),
        marked("“{title}”: every reader gets the whole of {file} ({kilobytes} kB); {reason}"))
    UNUSED_FILE = ("unused-file", Severity.INFO, marked("Files beside topics that no topic refers to"),
        marked("files that no topic refers to, and that are not published ({count}): {names}; refer to them, or "
                "move them away"))
    DEAD_LINK = ("dead-link", Severity.ERROR, marked("Links that lead nowhere"),
        marked("“{title}”: the link to {link} leads nowhere: {reason}"))
    LINK_CASE = ("link-case", Severity.WARNING, marked("Links with other capital letters than their files"),
        marked("“{title}”: the link to {link} leads to {near} only where capital letters do not count; write the name "
                "as the file has it"))
    GONE_LINK = ("gone-link", Severity.WARNING, marked("Links to pages that are gone"),
        marked("“{title}”: {link} is gone (HTTP {status}); link to another page, or remove the link"))
    UNREACHED_LINK = ("unreached-link", Severity.WARNING, marked("Links that could not be reached"),
        marked("“{title}”: {link} could not be reached: {reason}; try again later, or correct the link"))
    LINK_LANGUAGE = ("link-language", Severity.WARNING,
        marked("Links to pages in another language than stated"),
        marked("“{title}”: {link} is listed as a page in {language}, but is in {found_language}; correct the "
                "address or its language"))
    MOVED_LINK = ("moved-link", Severity.INFO, marked("Links to pages that have moved for good"),
        marked("“{title}”: {link} has moved to {address}; link there"))
    UNCHECKED_LINK = ("unchecked-link", Severity.INFO, marked("Links that were not checked"),
        marked("links to {host} that were not checked ({count}): {reason}"))
    SKIPPED_FILE = ("skipped-file", Severity.WARNING, marked("Files that are not read"),
        marked("{file} is not read: {reason}"))
    READ_AS = ("read-as", Severity.INFO, marked("How folders of Markdown are read"),
        marked("read as: {reason}"))
    UNUSED_CODE = ("unused-code", Severity.WARNING, marked("Codes that lead to no topic"),
        marked("{file}, line {line}: {reason}; correct or remove the line"))
    HIDDEN_FILE = ("hidden-file", Severity.INFO, marked("Hidden files and copies"),
        marked("{file} is not read: {reason}"))
    UNKNOWN_KEY = ("unknown-key", Severity.WARNING, marked("Unknown keys"),
        marked("the key `{key}` is unknown; did you mean `{near}`?"))
    REPEATED_KEY = ("repeated-key", Severity.WARNING, marked("Duplicate keys"),
        marked("the key `{key}` stands on lines {lines}, {reason}"))
    CURLY_QUOTES = ("curly-quotes", Severity.WARNING, marked("Values in curly quotation marks"),
        marked("the value of `{key}`, {value}, stands in curly quotation marks, {reason}"))
    DROPPED_FIELD = ("dropped-field", Severity.INFO, marked("Fields and columns that are not read"),
        marked("{file} has what no topic has a place for: {names}; of a table, say in its mapping what a column "
                'is, or "" to leave it out'))
    DROPPED_ENTRY = ("dropped-entry", Severity.INFO, marked("Entries without a text of a topic"),
        marked("{file} has entries of kinds that hold no topics, which are not read: {names}"))
    GUESSED_ENCODING = ("guessed-encoding", Severity.INFO, marked("Files whose encoding is a guess"),
        marked("{file} is not UTF-8 and was read as {encoding}; if accents are wrong, save it as UTF-8, or state "
                "`encoding` in its mapping"))
    GENERATOR_SYNTAX = ("generator-syntax", Severity.WARNING, marked("Syntax of other programs"),
        marked("“{title}”: {syntax} {reason}"))
    MISREAD_MARKDOWN = ("misread-markdown", Severity.WARNING, marked("Words that Markdown reads in another way"),
        marked("“{title}”: {syntax} {reason}"))
    UNNAMED_GROUP = ("unnamed-group", Severity.WARNING, marked("Groups without a name"),
        marked("the group {group} has no name in {language} and is shown as “{name}”; name it in groups.yaml"))
    BROKEN_GROUP = ("broken-group", Severity.WARNING, marked("Groups whose names could not be read"),
        marked("the group {group} lacks a name that could not be read: {problem}"))
    BROKEN_GROUPS = ("broken-groups", Severity.ERROR, marked("Files of groups that could not be read"),
        marked("no group has a name, so all go by their ids: {problem}"))
    SHARED_SLUG = ("shared-slug", Severity.WARNING, marked("Topics that ask for the same address"),
        marked("“{title}” asks for the address {slug}, which belongs to “{other}”; it is published at "
                "{address}; state another `slug`"))
    TAKEN_ALIAS = ("taken-alias", Severity.WARNING, marked("Aliases that are addresses of other topics"),
        marked("“{title}” has the alias {slug}, which is the address of “{other}”; it leads there: remove the alias"))
    MOVED = ("moved-address", Severity.WARNING, marked("Topics whose address changes"),
        marked("“{title}” was published at {before} and moves to {address}; readers are led there, and so "
                "are feed readers and embeds, if your server reads `_redirects`"))
    MOVED_FILE = ("moved-file", Severity.INFO, marked("Texts whose file was moved"),
        marked("“{title}” was the file {before} and is {key} now; it is still the same topic, with the id "
                "{id}"))
    LIKELY_RENAME = ("likely-rename", Severity.WARNING, marked("Topics that seem to have another id now"),
        marked("“{title}” had the id {before}; that text is gone, and one of this title is new, with the id "
                "{id}; if it is the same topic, state `id: {before}` in it: then its address and its entries in "
                "feeds stay"))
    MERGED = ("merged-topic", Severity.INFO, marked("Topics that are a part of another now"),
        marked("“{title}” is gone, and a part of {other} now; readers of {address} are led there, and feeds "
                "withdraw its entry"))
    SPLIT = ("split-topic", Severity.INFO, marked("Topics that are several now"),
        marked("“{title}” is gone, and in several topics now: {other}; a page at {address} names them, and "
                "feeds withdraw its entry"))
    GONE = ("gone-topic", Severity.INFO, marked("Topics that leave"),
        marked("“{title}” is gone: feeds withdraw its entry, and there is nothing at {address} any more; if it "
                "is a part of another topic now, add its slug to the `aliases` of that"))
    PARTED = ("parted-pair", Severity.WARNING, marked("Translations that are no longer paired"),
        marked("“{title}” and “{other}” were one topic and are two now; if they still belong together, give "
                "both the same `translationKey`"))
    SHARED_NAME = ("shared-name", Severity.INFO, marked("Topics whose files have the same name"),
        marked("“{title}”: another file is called {name} too ({other}), so this text has the id {id}; state "
                "an `id` in both if more such files will come"))
    FUTURE_DATE = ("future-date", Severity.WARNING, marked("Dates in the future"),
        marked("“{title}”: {field} is in the future ({date}); {reason}"))
    WITHHELD = ("withheld", Severity.INFO, marked("Texts that are withheld"),
        marked("“{title}” is not published: {reason}"))
    UNSYNDICATED = ("unsyndicated", Severity.INFO, marked("Texts and pictures that are only on your own pages"),
        marked("“{title}”: {reason}"))
    UNSYNDICATED_LINK = ("unsyndicated-link", Severity.WARNING,
        marked("Texts that name one that is only on your own pages"),
        marked("“{title}” names “{other}” as related, which is only on your own pages: partners get the "
                "text without that reference"))
    EMPTY_FEED = ("empty-feed", Severity.WARNING, marked("Feeds that have no text left"),
        marked("the feed of “{name}” in {language} is not published: all of its texts are only on your own "
                "pages"))
    NOT_WITHHELD = ("not-withheld", Severity.WARNING, marked("Keys that withhold nothing"),
        marked("“{title}” is published: the key `{key}` does not withhold it; to withhold it, write "
                "`{example}`"))
    CARD_PICTURE = ("card-picture", Severity.WARNING, marked("Share cards without a picture"),
        marked("“{title}” has no share picture, which cannot show {character}: {reason}"), True)
    CARD_TITLE = ("card-title", Severity.WARNING, marked("Share pictures that cut their title"),
        marked("“{title}”: the whole title does not fit into the share picture; shorten it"), True)
    CARD_WORDS = ("card-words", Severity.WARNING, marked("Share pictures that break words between letters"),
        marked("“{title}”: the share picture breaks its text between letters, since its words are not known; put "
                "U+200B (zero width space) between them"), True)
    CARD_TEXT = ("card-text", Severity.WARNING, marked("Share pictures without a part of their text"),
        marked("“{title}”: the share picture leaves out {part}, with {character}: {reason}"), True)
    CARD_FILE = ("card-file", Severity.WARNING, marked("Share pictures without a photograph, logo, or font"),
        marked("“{title}”: the share picture is drawn without {file}: {reason}"), True)
    FAILED = ("failed-artifact", Severity.ERROR, marked("Files of topics that could not be made"),
        marked("“{title}”: {artifact} could not be made and is left out: {problem}"), True)
    FAILED_FILE = ("failed-file", Severity.ERROR,
        marked("Files of a language, or of the site, that could not be made"),
        marked("{artifact} could not be made and is left out: {problem}"), True)
    LOST_SCRIPTS = ("lost-scripts", Severity.WARNING, marked("Scripts of earlier builds that are missing"),
        marked("the history is of version 0.1, which does not keep the scripts that pages of partners load; "
                "copy those of your site into {file} and build again"))
    MISSING_LABELS = ("missing-labels", Severity.WARNING, marked("Labels that are missing in a language"),
        marked("labels that are missing in {language}: {count} of {total}, such as {names}; pages and feeds show them "
                "in {shown_language}; `syndicate translate labels --to {locale}` writes a file to translate"))
    UNREAD_TAG = ("unread-hreflang", Severity.INFO, marked("Languages that search engines do not know by their code"),
        marked("`hreflang=\"{code}\"` of the pages in {language} is correct, and Google passes over it: it reads "
                "two-letter languages, with a script or country"))
    MISSING_GROUP_NAME = ("missing-group-name", Severity.WARNING, marked("Groups without a name in a language"),
        marked("the group “{name}” has no name in {language}, so it has no page there; give it one where "
                "the group is defined"))
    MISSING_PUBLISHER_TEXT = ("missing-publisher-text", Severity.WARNING,
        marked("Texts of the publisher that lack a language"),
        marked("[{field}] has no text in {language}: the one in {shown_language} is shown; add a line to "
                "publisher.toml"))
    # fmt: on
