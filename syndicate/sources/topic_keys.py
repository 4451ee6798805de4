"""The keys of a Markdown topic: which are read, and which mean something elsewhere."""

from __future__ import annotations

from typing import Final

__all__ = [
    "CREATED",
    "FOREIGN",
    "IMAGE_KEYS",
    "KEYS",
    "LINK_KEYS",
    "PART_KEYS",
    "PICTURE_ADDRESSES",
    "PICTURE_ALTERNATIVES",
    "PROSE_KEYS",
    "PUBLISHED",
    "REVIEWED",
    "SECTION_KEYS",
    "TEXT_KEYS_BESIDE",
    "TRANSLATION_KEYS",
    "UPDATED",
    "UPDATED_IF_DATE",
]

KEYS: Final = frozenset(
    {"title", "description", "id", "slug", "url", "translationKey", "created", "date", "updated", "lastmod", "reviewed"}
    | {"also_called", "groups", "subjects", "image", "institute", "related", "sections", "draft", "translated_from"}
    | {"license", "rights", "credit", "syndicate", "corrections", "aliases"}
)
"""The keys that are read."""

SECTION_KEYS: Final = frozenset({"id", "title", "links", "part", "description"})
LINK_KEYS: Final = frozenset({"id", "title", "url", "organization", "translation", "flags", "size"})
IMAGE_KEYS: Final = frozenset({"src", "alt", "caption", "license", "rights", "credit", "syndicate"})
PART_KEYS: Final = {
    "sections": SECTION_KEYS | LINK_KEYS,
    "institute": frozenset({"title", "url"}),
    "corrections": frozenset({"date", "note"}),
    "subjects": frozenset({"scheme", "code", "name", "locale"}),
}
"""The keys that are read below others."""

PROSE_KEYS: Final = frozenset(
    "title description also_called rights credit alt caption note name organization part".split()
)
"""The keys of texts for readers, in which quotation marks may be meant."""

FOREIGN: Final = frozenset(
    "audio cascade images keywords layout linktitle type markup menus menu outputs params resources series "
    "sitemap summary videos weight tags categories author authors createdby updatedby reviewer reviewers "
    "reviewedby subtitle publisher publishers copyright credits translation translations translator translators "
    "translationdate translationdates datetranslated translatedon translatedat translatedby translationby "
    "translationauthor translationauthors translationstatus translationtitle translationurl".split()
)
"""Keys of other programs that are near a key above and mean something else; folded."""

CREATED: Final = frozenset("createdat createdon datecreated createddate creationdate dateofcreation".split())
PUBLISHED: Final = frozenset(
    "pubdate publishdate publisheddate publicationdate dateofpublication datepublished published publishedat "
    "publishedon publishedtime firstpublished firstpublishedat firstpublishedon posted postedat postedon postdate "
    "posteddate dateposted originaldate releasedate releasedat releasedon".split()
)
UPDATED: Final = frozenset(
    "lastmodifiedat lastmodifiedon lastmodified lastmodifieddate lastmod modified modifiedat modifiedon "
    "modifieddate modifiedtime modificationdate datemodified moddate updatedat updatedon updateddate updatedtime "
    "dateupdated updatedate lastupdated lastupdatedat lastupdatedon lastupdate lastupdateddate lastedited "
    "lasteditedat editedat editedon lastchanged changedat revisedat revisedon revisiondate lastrevised".split()
)
UPDATED_IF_DATE: Final = frozenset("changed edited revised lastchange lastrevision".split())
REVIEWED: Final = frozenset(
    "lastreviewed lastreviewedat lastreviewedon lastreview lastrevieweddate lastreviewdate datereviewed "
    "datelastreviewed revieweddate reviewedat reviewedon".split()
)
"""What other programs call the dates on which a text was made, published, last changed, and reviewed; folded. Jekyll
has `last_modified_at`, Pelican `modified`, Docusaurus `last_update`, Starlight `lastUpdated`, Astro `pubDate` and
`updatedDate`, JSON Feed `date_published` and `date_modified`, schema.org `datePublished`. Those of publication, and
`UPDATED_IF_DATE`, may have something else than a date: `published: yes`, `revised: second edition`."""

TRANSLATION_KEYS: Final = frozenset(
    "translationkey translationid translationref translationgroup ref pageid langref langid lngpair languagereference "
    "languageref i18nkey i18nid i18nref reference".split()
)
"""What sites call the key that a text has in common with its translations; folded. Jekyll has no name of its own."""

PICTURE_ADDRESSES: Final = frozenset("src url path file href source image filename link".split())
TEXT_KEYS_BESIDE: Final = frozenset({"imagealt", "imagealttext"})
PICTURE_ALTERNATIVES: Final = frozenset("alt alttext alternative alternativetext alternate description".split())
"""What other programs call the address of a picture, and its text alternative, which may stand beside; folded."""
