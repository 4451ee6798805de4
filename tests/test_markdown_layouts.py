"""Layouts of Markdown sites: which files are read, in which language, and which are translations of each other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from samples import PUBLISHER

from syndicate import read
from syndicate.errors import InvalidValueError
from syndicate.model import Catalog, FindingKind, Publisher
from syndicate.translations.markdown_document import MarkdownDocument

FOLDERS = "a folder for each language"
BESIDE = "main language at the root, a folder for each other language"
SUFFIX = "main language in name.md, others in name.LANGUAGE.md"
DOCUSAURUS = "main language in docs and blog, others in i18n"
SPANISH = "i18n/es/docusaurus-plugin-content-docs/current/"


def write(folder: Path, *names: str, text: str = "---\ntitle: {name}\ndate: 2024-06-06\n---\nRest.\n") -> None:
    """Topics whose titles are the paths of their files."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("{name}", name), encoding="utf-8")


def topics(catalog: Catalog) -> list[list[str]]:
    """The files of each topic, which are their titles."""
    return sorted(sorted(topic.title.identifiers().values()) for topic in catalog.values())


def read_as(catalog: Catalog) -> list[str]:
    """How the folder was read."""
    return [found.message() for found in catalog.findings if found.kind is FindingKind.READ_AS]


@pytest.mark.parametrize(
    ("names", "layout", "expected"),
    [
        (["en/a.md", "es/a.md", "es/b/a.md"], FOLDERS, [["en/a.md", "es/a.md"], ["es/b/a.md"]]),
        (["content/en/a.md", "content/es/a.mdx"], FOLDERS, [["content/en/a.md", "content/es/a.mdx"]]),
        (["en/x/index.md", "es/x/index.markdown"], FOLDERS, [["en/x/index.md", "es/x/index.markdown"]]),
        (["en/x.md", "en/x/index.md", "es/x/index.md"], FOLDERS, [["en/x.md"], ["en/x/index.md", "es/x/index.md"]]),
        (["en/a.md", "es/a.md", "it/servers.md"], FOLDERS, [["en/a.md", "es/a.md"]]),
        (["en/a.md", "es/a.md", "it/a.md"], FOLDERS, [["en/a.md", "es/a.md", "it/a.md"]]),
        (["en/older_os.md", "es/older_os.md"], FOLDERS, [["en/older_os.md", "es/older_os.md"]]),
        (["ingles/a.md", "espanol/a.md"], FOLDERS, [["espanol/a.md", "ingles/a.md"]]),
        (
            ["a.md", "es/a.md", "_posts/en/b.md", "_posts/es/b.md", "_posts/en/c.md"],
            FOLDERS,
            [["_posts/en/b.md", "_posts/es/b.md"], ["_posts/en/c.md"], ["a.md", "es/a.md"]],
        ),
        (
            ["a.md", "b.md", "translated/es_es/a.md", "v/1/a.md", "v/1/c.md", "v/1/translated/es_es/a.md"],
            BESIDE,
            [["a.md", "translated/es_es/a.md"], ["b.md"], ["v/1/a.md", "v/1/translated/es_es/a.md"], ["v/1/c.md"]],
        ),
        (["a.md", "b.md", "es/a.md"], BESIDE, [["a.md", "es/a.md"], ["b.md"]]),
        (["index.mdx", "g/a.mdx", "it/g/a.mdx"], BESIDE, [["g/a.mdx", "it/g/a.mdx"], ["index.mdx"]]),
        (["a.md", "a.es.md", "b.md", "b.es.md"], SUFFIX, [["a.es.md", "a.md"], ["b.es.md", "b.md"]]),
        (["x/index.md", "x/index.es.md", "y.md"], SUFFIX, [["x/index.es.md", "x/index.md"], ["y.md"]]),
        (
            ["docs/x/changelog.md", f"{SPANISH}x/changelog.md", "docs/b.md"],
            DOCUSAURUS,
            [["docs/b.md"], ["docs/x/changelog.md", f"{SPANISH}x/changelog.md"]],
        ),
    ],
)
def test_a_layout_is_recognized(tmp_path: Path, names: list[str], layout: str, expected: list[list[str]]) -> None:
    """Translations have one path below the roots of their languages, never the name of the file alone."""
    write(tmp_path, *names)
    catalog = read(tmp_path)

    assert [f"read as: {layout}"] == read_as(catalog)
    assert expected == topics(catalog)


@pytest.mark.parametrize(
    "names",
    [
        ["en/a.en.md", "es/a.es.md"],
        ["a.en.md", "a.es.md", "a.md"],
        ["a.en.md", "a.es.md", "es/notes.md"],
    ],
)
def test_names_that_say_the_language_are_read_as_before(tmp_path: Path, names: list[str]) -> None:
    """Where files are named for their languages, others are not read."""
    write(tmp_path, *names)
    catalog = read(tmp_path)

    assert [] == read_as(catalog)
    assert [names[:2]] == topics(catalog)


def test_a_layout_is_named(tmp_path: Path) -> None:
    """What is named is not guessed; a name that no layout has is refused."""
    write(tmp_path, "a.en.md", "b.en.md", "en/c.md", "es/c.md")

    assert [["a.en.md"], ["b.en.md"]] == topics(read(tmp_path))
    assert [["en/c.md", "es/c.md"]] == topics(read(tmp_path, layout="folders"))
    with pytest.raises(InvalidValueError, match="there is no layout 'hugo'"):
        read(tmp_path, layout="hugo")


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("hugo.toml", 'defaultContentLanguage = "fr"'),
        ("mkdocs.yml", "plugins:\n  - i18n:\n      default_language: fr"),
        ("docusaurus.config.js", "module.exports = {i18n: {defaultLocale: 'fr'}}"),
        ("astro.config.mjs", "export const locales = { root: { label: 'Français', lang: 'fr' } };"),
    ],
)
def test_the_main_language_is_in_the_settings(tmp_path: Path, name: str, settings: str) -> None:
    """Files that name no language are in the one that the site is in by its own settings."""
    (tmp_path / name).write_text(settings, encoding="utf-8")
    write(tmp_path / "docs", "a.md", "es/a.md")
    (topic,) = read(tmp_path / "docs").values()

    assert {"fr": "a.md", "es": "es/a.md"} == topic.title.identifiers()


def test_front_matter_of_other_forms(tmp_path: Path) -> None:
    """Front matter may be TOML or JSON; in the layout of a site, it need not be there."""
    write(tmp_path, "en/toml.md", text='+++\ntitle = "Sleep"\ndate = 2024-06-06\n+++\nRest.\n')
    write(tmp_path, "es/toml.md", text='{\n"title": "El sueño", "date": "2024-06-06"}\nDescanso.\n')
    write(tmp_path, "en/bare.md", text="# Asthma\n\nBreathe.\n")
    write(tmp_path, "en/draft.md", text="+++\ntitle = 'No'\ndraft = true\n+++\nRest.\n")
    catalog = read(tmp_path, layout="folders")

    assert {"toml", "bare"} == set(catalog)
    assert {"en": "Sleep", "es": "El sueño"} == catalog["toml"].title.identifiers()
    assert ["2024-06-06"] * 2 == [f"{day:%Y-%m-%d}" for day in catalog["toml"].created.values()]
    assert {"en": "Asthma"} == catalog["bare"].title.identifiers()


@pytest.mark.parametrize(
    "text",
    [
        '---json\n{"title": "Sleep", "date": "2024-06-06", "lang": "en"}\n---\nRest.\n',
        '---json\n{\n"title": "Sleep",\n"date": "2024-06-06"\n}\n---\nRest.\n',
        '---toml\ntitle = "Sleep"\ndate = 2024-06-06\n---\nRest.\n',
        "--- yaml\ntitle: Sleep\ndate: 2024-06-06\n---\nRest.\n",
    ],
)
def test_front_matter_that_names_its_form(tmp_path: Path, text: str) -> None:
    """Eleventy has the form behind the first hyphens; it is no text, and translations leave it whole."""
    write(tmp_path, "en/a.md", text=text)
    write(tmp_path, "es/a.md")
    (topic,) = read(tmp_path).values()

    assert {"en": "Sleep", "es": "es/a.md"} == topic.title.identifiers()
    assert "<p>Rest.</p>" == str(topic.summary["en"]).strip()
    document = MarkdownDocument(text.encode(), "a.md")
    assert text.encode() == document.written({})
    assert [("Rest.",)] == [unit.content for unit in document.units if unit.name.startswith("text")]


def test_names_that_say_the_language_in_a_site(tmp_path: Path) -> None:
    """Where a generator makes pages of the files, front matter need not be there, and links lead to topics."""
    (tmp_path / "mkdocs.yml").write_text("site_name: Health\n", encoding="utf-8")
    write(tmp_path / "docs", "a.en.md", "b.en.md", text="# {name}\n\n[Rest](b.md).\n")
    write(tmp_path / "docs", "a.es.md", "b.es.md", text="# {name}\n\nDescanse.\n")
    catalog = read(tmp_path / "docs", publisher=PUBLISHER)

    assert ["read as: MkDocs, name.LANGUAGE.md in each language"] == read_as(catalog)
    assert [["a.en.md", "a.es.md"], ["b.en.md", "b.es.md"]] == topics(catalog)
    assert {FindingKind.READ_AS, FindingKind.MISSING_TITLE, FindingKind.MISSING_DATE} == {
        found.kind for found in catalog.findings
    }
    (link,) = re.findall('href="([^"]+)"', str(catalog["a"].summary["en"]))
    assert link.endswith("/en/topics/b/")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("---js\n{title: 'a'}\n---\nRest.\n", 1, "front matter in js is not read here"),
        ("+++\ntitle = Sleep\n+++\nRest.\n", 2, "not TOML"),
        ("+++\ntitle = 'a'\n", 1, "must be YAML"),
        ("---\ntitle: a\n\nRest.\n", 3, "does not end"),
        ('{"title": "a"\n\nRest.\n', 1, "there is no front matter"),
    ],
)
def test_front_matter_that_is_broken(tmp_path: Path, text: str, line: int, said: str) -> None:
    """What is meant as front matter is not taken for text."""
    write(tmp_path, "en/a.md", "es/a.md")
    write(tmp_path, "en/b.md", text=text)
    (finding,) = (found for found in read(tmp_path).findings if found.kind is FindingKind.BROKEN)

    assert said in finding.message()
    assert finding.source.endswith(f"b.md:{line}")


FRONT = "files that say their language in their front matter"
REF = "---\ntitle: {name}\nlang: {lang}\nref: {ref}\ndate: 2024-06-06\n---\nRest.\n"


def with_ref(folder: Path, **files: str) -> None:
    """Topics that state their language and a key of Jekyll's sites: ``about=en ref``, with __ for a slash."""
    for name, stated in files.items():
        lang, _, ref = stated.partition(" ")
        text = REF.replace("{lang}", lang).replace("{ref}", ref)
        write(folder, f"{name.replace('__', '/')}.md", text=text)


def test_front_matter_says_what_is_translated(tmp_path: Path) -> None:
    """Jekyll's sites state a language and a key; a key of one language pairs nothing."""
    with_ref(tmp_path, about="en about", acerca="es about", _posts__hello="en hello", _posts__hola="es hello", x="en x")
    with_ref(tmp_path, acerca_fr="fr about")
    catalog = read(tmp_path)

    assert [f"read as: {FRONT}"] == read_as(catalog)
    expected = [["_posts/hello.md", "_posts/hola.md"], ["about.md", "acerca.md", "acerca_fr.md"], ["x.md"]]
    assert expected == topics(catalog)


@pytest.mark.parametrize("key", ["ref", "page_id", "lang-ref", "translation_key", "language_reference", "i18n_key"])
def test_keys_go_before_paths(tmp_path: Path, key: str) -> None:
    """Where texts of two languages share a key, their paths do not count, and nobody else's text is taken for one."""
    text = "---\ntitle: {name}\nKEY: REF\ndate: 2024-06-06\n---\nRest.\n".replace("KEY", key)
    for ref, names in {"a": ["en/a.md", "es/b.md"], "b": ["en/b.md", "es/a.md"], "c": ["en/c.md"]}.items():
        write(tmp_path, *names, text=text.replace("REF", ref))
    write(tmp_path, "es/c.md")
    catalog = read(tmp_path)

    assert [["en/a.md", "es/b.md"], ["en/b.md", "es/a.md"], ["en/c.md", "es/c.md"]] == topics(catalog)
    assert not [found for found in catalog.findings if found.kind in (FindingKind.DUPLICATE, FindingKind.UNKNOWN_KEY)]


def test_a_key_that_two_texts_of_one_language_state(tmp_path: Path) -> None:
    """The first is paired; the second is reported with both others."""
    for name, language in (("wash", "en"), ("lavado", "es"), ("lavado2", "es"), ("manos", "es")):
        ref = "wash" if name != "manos" else "hands"
        write(tmp_path, f"{name}.md", text=REF.replace("{lang}", language).replace("{ref}", ref))
    catalog = read(tmp_path)
    (found,) = (finding for finding in catalog.findings if finding.kind is FindingKind.CONFLICT)

    assert [["lavado.md", "wash.md"], ["lavado2.md"], ["manos.md"]] == topics(catalog)
    assert found.message().startswith("“lavado2.md” names “wash.md (wash.md)” as its translation, as “lavado.md” (la")


def test_what_to_call_files_that_are_not_read(tmp_path: Path) -> None:
    """In the folder of a language, only the ending is wrong; a language in parentheses is told by its name."""
    write(tmp_path, "en/a.md", "es/a.md", "es/b.MD", "flu (Español).md")
    details = [found.message() for found in read(tmp_path).findings if found.kind is FindingKind.SKIPPED_FILE]

    assert ["b.md", "flu.es.md"] == sorted(said.rpartition("call it ")[2] for said in details)


def test_pelican(tmp_path: Path) -> None:
    """Pelican's lines of metadata have no fences, and a slug that translations share; its times are in UTC."""
    (tmp_path / "pelicanconf.py").write_text("DEFAULT_LANG = 'en'\n", encoding="utf-8")
    head = "Title: {name}\nDate: 2024-06-06 10:30\nSlug: SLUG\nStatus: published\n"
    write(tmp_path, "content/sleep.md", text=f"{head}Lang: en\n\nRest.\n".replace("SLUG", "sleep"))
    write(tmp_path, "content/sueno.md", text=f"{head}Lang: es\nTranslation: true\n\nA.\n".replace("SLUG", "sleep"))
    write(tmp_path, "content/nap.md", text=f"{head}Summary: Short\n    rest.\n\nNap.\n".replace("SLUG", "nap"))
    write(tmp_path, "content/draft.md", text=f"{head.replace('published', 'draft')}\nNo.\n".replace("SLUG", "draft"))
    catalog = read(tmp_path / "content")

    assert [f"read as: Pelican, {FRONT}"] == read_as(catalog)
    assert [["nap.md"], ["sleep.md", "sueno.md"]] == [
        [name.removeprefix("content/") for name in names] for names in topics(catalog)
    ]
    assert "2024-06-06T10:30:00+00:00" == catalog["sleep"].created["es"].isoformat()
    assert {FindingKind.READ_AS, FindingKind.UNPAIRED, FindingKind.WITHHELD} >= {f.kind for f in catalog.findings}


def test_a_contradicting_language(tmp_path: Path) -> None:
    """The folder decides, and what the file says against it is reported."""
    write(tmp_path, "en/a.md", "es/a.md")
    with_ref(tmp_path, es__b="en b")
    write(tmp_path, "en/b.md")
    catalog = read(tmp_path)

    assert [["en/a.md", "es/a.md"], ["en/b.md", "es/b.md"]] == topics(catalog)
    assert 1 == sum(found.kind is FindingKind.LANGUAGE_CLASH for found in catalog.findings)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["_articles/a.md", "_articles/es/a.md", "_posts/b.md", "_posts/es/b.md"], ["_articles/a", "_posts/b"]),
        (["content/a.md", "content/translations/es/a.md"], ["content/a"]),
        (["docs/en/docs/a.md", "docs/es/docs/a.md"], ["docs/en/docs/a"]),
        (["english/a.md", "spanish/a.md"], ["english/a"]),
        (["en/posts/a.md", "es/posts/a.md", "blog/en/a.md", "blog/es/a.md"], ["blog/en/a", "en/posts/a"]),
        (["a.mdx", "a.es.mdx", "b.markdown", "b.es.markdown"], ["a", "b"]),
    ],
)
def test_more_folders(tmp_path: Path, names: list[str], expected: list[str]) -> None:
    """Collections have folders of languages of their own; folders may have the names of languages, or be beside."""
    (tmp_path / "_config.yml").write_text("collections:\n  articles: {output: true}\n", encoding="utf-8")
    write(tmp_path, *names)
    found = topics(read(tmp_path))

    assert expected == [pair[0].rpartition(".")[0].removesuffix(".es") for pair in found]
    assert {2} == set(map(len, found))


def test_folders_of_the_settings(tmp_path: Path) -> None:
    """Hugo's `contentDir` says which folder is of which language, whatever its name; the settings name the program."""
    languages = '[languages.en]\ncontentDir = "content/a"\n[languages.es]\ncontentDir = "content/b"\n'
    (tmp_path / "hugo.toml").write_text(f"defaultContentLanguage = 'en'\n{languages}", encoding="utf-8")
    write(tmp_path, "content/a/x.md", "content/b/x.md")
    catalog = read(tmp_path / "content")

    assert [f"read as: Hugo, {FOLDERS}"] == read_as(catalog)
    assert [["content/a/x.md", "content/b/x.md"]] == topics(catalog)


def test_one_file_of_a_site(tmp_path: Path) -> None:
    """A single file has the language and the key that it has with all others."""
    write(tmp_path, "content/en/g/a.md", "content/es/g/a.md")
    (topic,) = read(tmp_path / "content/es/g/a.md").values()

    assert {"es": "content/es/g/a.md"} == topic.title.identifiers()
    assert [["content/en/g/a.md", "content/es/g/a.md"]] == topics(
        read(tmp_path / "content/en/g/a.md", tmp_path / "content/es/g/a.md")
    )


@pytest.mark.parametrize(
    ("link", "to"),
    [
        ("/es/g/b/", "es/topics/b"),
        ("/g/b/", "es/topics/b"),
        ("../b/", "es/topics/b"),
        ("b.md", "es/topics/b"),
        ("../g/b/index.html#dose", "es/topics/b/#dose"),
        ('{{< relref "b.md" >}}', "es/topics/b"),
        ("/en/g/b", "en/topics/b"),
        ("/g/only/", "en/topics/only"),
        ("@/g/b.md", "es/topics/b"),
        ("{{ site.baseurl }}/g/b/", "es/topics/b"),
    ],
)
def test_links_of_the_site(tmp_path: Path, link: str, to: str) -> None:
    """Links to pages of the site, however they are written, lead to the published topics."""
    publisher = Publisher(base_url="https://example.org/", authority="example.org,2024", name={"en": "A", "es": "B"})
    write(tmp_path, "en/g/a.md", "en/g/b.md", "es/g/b.md", "en/g/only.md")
    write(tmp_path, "es/g/a.md", text=f"---\ntitle: a\n---\nDuerma: [más]({link}).\n")
    topic = next(t for t in read(tmp_path, publisher=publisher).values() if t.slug == "a")

    assert f'href="{publisher.base_url}{to}' in topic.summary["es"]


def test_slugs_of_the_site(tmp_path: Path) -> None:
    """Addresses are in small letters; of a path, the last part counts."""
    write(tmp_path, "es/a.md", "es/b.md", "es/c.md")
    for name, slug in {"a": "OCSP-caching", "b": "/guides/Start", "c": "/"}.items():
        write(tmp_path, f"en/{name}.md", text=f"---\ntitle: {name}\nslug: {slug}\ndate: Jul 08 2022\n---\nRest.\n")
    catalog = read(tmp_path)

    assert {"ocsp-caching", "start", "c"} == set(catalog)
    assert not [found for found in catalog.findings if found.kind is FindingKind.WRONG_VALUE]


def test_character_references_of_titles(tmp_path: Path) -> None:
    """Many templates print a title as HTML; a file named for us holds plain text, as it always did."""
    site, ours = tmp_path / "site", tmp_path / "ours"
    text = "---\ntitle: Pr&aacute;cticas &amp; m&#225;s\ndescription: A &lt; B, AT&T\ndate: 2024-06-06\n---\nRest.\n"
    write(site, "en/a.md", "es/a.md", text=text)
    write(ours, "a.en.md", "a.es.md", text=text)

    (read_of_site,) = read(site).values()
    (read_of_ours,) = read(ours).values()

    assert ("Prácticas & más", "A < B, AT&T") == (read_of_site.title["es"], read_of_site.description["es"])
    assert "Pr&aacute;cticas &amp; m&#225;s" == read_of_ours.title["es"]


def test_dates_of_unknown_order_are_refused_with_the_reason(tmp_path: Path) -> None:
    """As Pelican takes them; what one computer reads as April is May on another."""
    write(tmp_path, "en/a.md", "es/a.md", text="---\ntitle: A\ndate: 4/23/2018, 12:24 PM\n---\nRest.\n")
    wrong = [found.message() for found in read(tmp_path).findings if found.kind is FindingKind.WRONG_VALUE]

    assert 2 == len(wrong)
    assert "'4/23/2018, 12:24 PM' is not a date: 4/5/2024 is in April for some and in May for others; write" in wrong[0]


def test_a_folder_called_src_is_no_language(tmp_path: Path) -> None:
    """``src`` is the code of a language, too; the folders of languages further down are found."""
    write(tmp_path, *(f"src/content/docs/{code}/{name}.md" for code in ("en", "es", "fr") for name in ("a", "b")))
    catalog = read(tmp_path)
    assert ["read as: a folder for each language"] == read_as(catalog)
    expected = [[f"src/content/docs/{code}/{name}.md" for code in ("en", "es", "fr")] for name in ("a", "b")]
    assert expected == topics(catalog)


@pytest.mark.parametrize("mark", [".es", "_es", "-es", ".es-MX"])
def test_folders_with_a_mark_of_a_language(tmp_path: Path, mark: str) -> None:
    """``pages.es`` beside ``pages`` holds its translations; ``check-in`` is no folder of Indonesian."""
    write(tmp_path, "pages/a/b.md", "pages/c.md", f"pages{mark}/a/b.md", f"pages{mark}/c.md", "check-in/d.md")
    found = topics(read(tmp_path))
    assert sorted(["pages/a/b.md", f"pages{mark}/a/b.md"]) in found
    assert sorted(["pages/c.md", f"pages{mark}/c.md"]) in found


def test_folders_that_all_have_a_mark(tmp_path: Path) -> None:
    """``docs-en`` and ``docs-es`` are the folders of two languages."""
    write(tmp_path, "docs-en/a.md", "docs-en/b.md", "docs-es/a.md", "docs-es/b.md")
    assert [["docs-en/a.md", "docs-es/a.md"], ["docs-en/b.md", "docs-es/b.md"]] == topics(read(tmp_path))


def test_a_readme_is_the_page_of_its_folder(tmp_path: Path) -> None:
    """As in GitBook and MkDocs, where a README has a translation; one that tells about the folder is no topic."""
    write(tmp_path, "README.md", "en/README.md", "es/README.md", "en/rest/README.md", "es/rest/README.md")
    write(tmp_path, "en/rest/more.md", "es/rest/more.md", "en/tools/README.md")
    found = topics(read(tmp_path))
    assert ["en/README.md", "es/README.md"] in found
    assert ["en/rest/README.md", "es/rest/README.md"] in found
    assert not any("README.md" in names or "en/tools/README.md" in names for names in found)


@pytest.mark.parametrize(
    ("files", "language"),
    [
        ({"eleventy.config.js": "config.addPlugin(EleventyI18nPlugin, {defaultLanguage: 'es'});"}, "es"),
        (
            {
                "astro.config.mjs": "import { defaultLocale } from './src/i18n'\n"
                "export default defineConfig({ i18n: { defaultLocale: defaultLocale } })",
                "src/i18n.ts": "export const defaultLocale: string = 'es'\n",
            },
            "es",
        ),
        ({"astro.config.mjs": "export default { i18n: { locales: ['es', 'en'] } }"}, "es"),
        ({"astro.config.ts": "starlight({ locales: { en: { label: 'English' }, es: { label: 'Es' } } })"}, "es"),
        ({"docusaurus.config.js": "module.exports = {i18n: {defaultLocale: main, locales: ['en', 'es']}}"}, "es"),
        ({"hugo.toml": "[languages.en]\nweight = 1\n[languages.es]\nweight = 2\n"}, "es"),
        ({"mkdocs.yml": "plugins:\n  - i18n:\n      languages:\n        - locale: en\n        - locale: es\n"}, "es"),
        ({"_config.yml": "languages: [en, es]\n"}, "es"),
        ({"_config.yml": "languages:\n  - en\n  - es\n"}, "es"),
    ],
)
def test_lists_of_languages_in_settings(tmp_path: Path, files: dict[str, str], language: str) -> None:
    """Of two languages that are listed, and one that has a folder, the other is that of the pages beside it."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    write(tmp_path, "docs/a.md", "docs/b.md", "docs/en/a.md", "docs/en/b.md")
    catalog = read(tmp_path)
    assert {language: "docs/a.md", "en": "docs/en/a.md"} == next(iter(catalog.values())).title.identifiers()


def test_a_reference_is_a_key_only_where_it_names_one_topic(tmp_path: Path) -> None:
    """Two topics that name the same source of theirs stay two topics."""
    for name, reference in (("a", "one"), ("b", "both"), ("c", "both")):
        for code, other in (("en", name), ("es", f"{name}o")):
            text = f"---\ntitle: {{name}}\ndate: 2024-06-06\nreference: {reference}\n---\nRest.\n"
            write(tmp_path, f"{code}/{other}.md", text=text)
    found = topics(read(tmp_path))
    assert ["en/a.md", "es/ao.md"] in found
    assert 5 == len(found)


def test_sources_of_a_site_go_before_its_pages(tmp_path: Path) -> None:
    """The folder of a whole site has its built pages too, more of them than sources."""
    (tmp_path / "pelicanconf.py").write_text("DEFAULT_LANG = 'en'\n")
    write(tmp_path, "content/sleep.md", text="Title: Sleep\nDate: 2024-06-06\nLang: en\nSlug: sleep\n\nRest.\n")
    write(tmp_path, "content/dormir.md", text="Title: Dormir\nDate: 2024-06-06\nLang: es\nSlug: sleep\n\nDuerma.\n")
    page = "<html lang='es'><head><title>{name}</title></head><body><main><p>Texto.</p></main></body></html>"
    write(tmp_path, *(f"output/{code}/{name}.html" for code in ("en", "es") for name in ("a", "b", "c")), text=page)
    catalog = read(tmp_path)
    assert [["Dormir", "Sleep"]] == topics(catalog)
    assert "--from pages reads" in next(f.message() for f in catalog.findings if f.kind is FindingKind.DROPPED_ENTRY)
