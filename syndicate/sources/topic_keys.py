"""The keys of a Markdown topic: which are read, which mean something elsewhere, and what people write instead."""

from __future__ import annotations

from typing import Final

__all__ = [
    "CREATED",
    "FOREIGN",
    "KEYS",
    "LANGUAGE_KEYS",
    "PICTURE_ADDRESSES",
    "PICTURE_ALTERNATIVES",
    "TRANSLATED",
    "UPDATED",
]

KEYS: Final = frozenset(
    {"title", "description", "id", "slug", "url", "translationKey", "created", "date", "updated", "lastmod", "reviewed"}
    | {"also_called", "groups", "subjects", "image", "institute", "related", "sections", "draft", "translated_from"}
)
"""The keys that are read."""

FOREIGN: Final = frozenset(
    "aliases audio cascade images keywords layout linktitle type markup menus menu outputs params resources series "
    "sitemap summary videos weight tags categories author authors createdby updatedby reviewer reviewers "
    "reviewedby subtitle publisher publishers".split()
)
"""Keys of other programs that are near a key above and mean something else; folded."""

CREATED: Final = frozenset("createdat createdon datecreated createddate".split())
UPDATED: Final = frozenset(
    "lastmodifiedat lastmodified lastmodifieddate modified modifiedat modifiedon modifieddate datemodified updatedat "
    "updatedon updateddate dateupdated lastupdated lastupdate lastedited".split()
)
"""What other programs call the dates on which a text was made and last changed; folded. Jekyll has `last_modified_at`,
Pelican `modified`, Docusaurus `last_update`, Starlight `lastUpdated`, Astro `updatedDate`."""

PICTURE_ADDRESSES: Final = frozenset("src url path file href source image filename link".split())
PICTURE_ALTERNATIVES: Final = frozenset("alt alttext alternative alternativetext alternate description".split())
"""What other programs call the address of a picture, and its text alternative; folded."""

LANGUAGE_KEYS: Final = frozenset({"lang", "language", "locale", "idioma", "lengua"})
"""Keys by which other programs tell the language of a text, which here the name of its file tells; folded."""

TRANSLATED: Final = {
    **dict.fromkeys(("titulo", "titular", "titre", "titolo"), "title"),
    **dict.fromkeys(("resumen", "descripcion", "descricao", "resumo"), "description"),
    **dict.fromkeys(("fecha", "fechadeactualizacion", "fechaactualizacion", "fechademodificacion"), "updated"),
    **dict.fromkeys(("actualizado", "actualizada", "actualizacion", "ultimaactualizacion", "modificado"), "updated"),
    **dict.fromkeys(("creado", "creada", "fechadecreacion", "fechacreacion"), "created"),
    **dict.fromkeys(("revisado", "revisada", "fechaderevision", "fecharevision"), "reviewed"),
    **dict.fromkeys(("grupo", "grupos"), "groups"),
    **dict.fromkeys(("imagen", "foto"), "image"),
    **dict.fromkeys(("seccion", "secciones"), "sections"),
    **dict.fromkeys(("relacionado", "relacionados", "relacionadas", "temasrelacionados", "relatedtopics"), "related"),
    **dict.fromkeys(("sinonimos", "tambienllamado", "otrosnombres", "tambienconocidocomo"), "also_called"),
    **dict.fromkeys(("materias", "descriptores"), "subjects"),
    **dict.fromkeys(("instituto", "institucion"), "institute"),
    **dict.fromkeys(("identificador",), "id"),
    **dict.fromkeys(("direccion", "enlace"), "url"),
    **dict.fromkeys(("clavedetraduccion",), "translationKey"),
    **dict.fromkeys(("traducidode",), "translated_from"),
    **dict.fromkeys(("enlaces",), "links"),
    **dict.fromkeys(("organizacion",), "organization"),
    **dict.fromkeys(("traduccion",), "translation"),
    **dict.fromkeys(("codigo",), "code"),
    **dict.fromkeys(("nombre",), "name"),
}
"""What authors call the keys in their own languages, folded and without accents; withholding keys have their own."""
