"""A publisher's own templates: they lay out what we give them, within what a snippet may hold; errors explain."""

from __future__ import annotations

import os
from pathlib import Path

import attrs
import pytest
from samples import PUBLISHER, parsed, topic
from test_snippets import check_safe

from syndicate import Publisher, bilingual, snippet
from syndicate.errors import PublisherError


def publisher(folder: Path, text: str, name: str = "snippet.html", **more: str) -> Publisher:
    """A publisher with a template of their own, and more files beside it."""
    (folder / name).write_text(text, encoding="utf-8")
    for file, content in more.items():
        (folder / f"{file}.html").write_text(content, encoding="utf-8")
    return attrs.evolve(PUBLISHER, templates=folder)


def made(folder: Path, text: str, **more: str) -> str:
    """The Spanish snippet by that template."""
    return str(snippet(topic(), publisher(folder, text, **more), "es").html)


FOOTER = '{% extends "syndicate/snippet.html" %}{% block footer %}<footer class="ours"><p>{{ title }}</p></footer>'


def test_one_block_is_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    """A template extends ours and says only what differs; values are escaped in it."""
    wicked = topic(title={"en": "A", "es": "<script>1</script>"})
    html = snippet(wicked, publisher(tmp_path, FOOTER + "{% endblock %}"), "es").html
    check_tree = parsed(html)
    assert "<script>1</script>" == check_tree.css_first("footer.ours p").text()  # type: ignore[union-attr]
    assert "Bébalo tibio." in check_tree.css_first(".syndicate-summary").text()  # type: ignore[union-attr]
    assert not check_tree.css(".syndicate-source, script")


def test_block_keeps_ours_with_super_and_includes_parts(tmp_path: Path) -> None:
    """`super()` is what we would have made; a file that begins with `_` is a part to include."""
    text = (
        '{% extends "syndicate/snippet.html" %}{% block header %}{{ super() }}{% include "_seal.html" %}{% endblock %}'
    )
    tree = parsed(made(tmp_path, text, _seal="<p class='seal'>{{ _('Source') }}</p>"))
    assert tree.css(".syndicate-title")
    assert ["Fuente"] == [node.text() for node in tree.css("p.seal")]


def test_both_forms_use_the_same_template(tmp_path: Path) -> None:
    """The halves of the bilingual form follow the publisher's snippet; its frame can be replaced alone."""
    html = bilingual(topic(), publisher(tmp_path, FOOTER + "{% endblock %}"), ("en", "es")).html
    assert 2 == len(parsed(html).css("footer.ours"))
    text = '<div class="two">{% for half in halves %}{{ half.html }}{% endfor %}</div>'
    (other := tmp_path / "other").mkdir()
    framed = bilingual(topic(), publisher(other, text, "bilingual.html"), ("en", "es")).html
    assert ["two", 2] == [parsed(framed).css("div")[0].attributes["class"], len(parsed(framed).css("div.two article"))]


def test_a_changed_template_is_read_again(tmp_path: Path) -> None:
    """Who writes a template sees each change at once, also where the process goes on."""
    own = publisher(tmp_path, "<article lang=es>one</article>")
    assert '<article lang="es">one</article>\n' == snippet(topic(), own, "es").html
    (tmp_path / "snippet.html").write_text("<article lang=es>another</article>", encoding="utf-8")
    os.utime(tmp_path / "snippet.html", (1, 1))
    assert '<article lang="es">another</article>\n' == snippet(topic(), own, "es").html


def test_a_template_of_one_form_leaves_the_other_alone(tmp_path: Path) -> None:
    """What has no template of the publisher's is ours, to the byte."""
    text = '<div class="two">{% for half in halves %}{{ half.html }}{% endfor %}</div>'
    own = publisher(tmp_path, text, "bilingual.html")
    assert snippet(topic(), PUBLISHER, "es").html == snippet(topic(), own, "es").html


def test_what_goes_out_is_well_formed(tmp_path: Path) -> None:
    """An element that the template leaves open is closed, a comment is dropped, and nodes and HTML say the same."""
    own = publisher(tmp_path, "<article class=a lang=es><p><b>{{ title }}<!-- a --></article>")
    found = snippet(topic(), own, "es")
    assert '<article class="a" lang="es"><p><b>Acerca de tea</b></p></article>\n' == str(found.html)
    assert [["article", {"class": "a", "lang": "es"}, ["p", {}, ["b", {}, "Acerca de tea"]]]] == found.nodes
    check_safe(str(found.html).replace(' class="a"', ""))


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("<article>\n{% if %}</article>", "Expected an expression", 2),
        ("<article>\n{% for a in b %}", "Unexpected end of template", 2),
        ("<article>\n\n{{ titel }}</article>", "'titel', which it is not given: did you mean 'title'?", 3),
        ("<article>\n\n{{ xxxxxxx }}</article>", "'xxxxxxx', which it is not given: there are also_called, ", 3),
        ("<article>\n{{ title.nothing.more }}</article>", "nothing", 2),
        ("<article>\n{{ title|shout }}</article>", "shout", 2),
        ("<article>\n{{ 1 / 0 }}</article>", "division by zero", 2),
        ("<article>\n{{ title.__class__.__mro__ }}</article>", "unsafe", 2),
        ('{% extends "snippets.html" %}', "there is no template 'snippets.html': extend syndicate/snippet.html", 1),
        ('{% extends "snippet.html" %}', "the template extends itself: extend syndicate/snippet.html", 1),
        (
            '{% extends "syndicate/snippet.html" %}\n{% block foot %}a{% endblock %}',
            "there is no block 'foot': did you mean 'footer'?",
            2,
        ),
        (
            '{% extends "syndicate/snippet.html" %}\n{% block xxxxxxx %}a{% endblock %}',
            "there is no block 'xxxxxxx': the blocks are header, body, sections, footer",
            2,
        ),
        ("<article><script>a()</script></article>", "<script> cannot stand in a snippet", None),
        ("<article><form></form></article>", "<form>", None),
        ("<article><p style='color: red'>a</p></article>", "'style' of <p>", None),
        ("<article onclick=a()></article>", "'onclick' of <article>", None),
        ("<article><p id=a></p></article>", "'id' of <p>", None),
        ("<article><a href='javascript:a()'>a</a></article>", "javascript:a()", None),
        ("<article><img src=/a.png></article>", "'/a.png' of <img> cannot stand", None),
        ("<article></article><p>a</p>", "does not make one <article> and nothing else", None),
        ("<article><p lang=es>a</p></article>", "the <article> does not say its language", None),
        ("text", "does not make one <article>", None),
        ("", "does not make one <article>", None),
    ],
)
def test_a_wrong_template_is_explained(tmp_path: Path, text: str, said: str, line: int | None) -> None:
    """The error has the file, the line where the template breaks, what is wrong, and what to do."""
    with pytest.raises(PublisherError) as caught:
        made(tmp_path, text)
    error = caught.value
    assert said in str(error)
    assert (str(tmp_path / "snippet.html"), line) == (error.source, error.line)
    assert error.hint


def test_a_template_may_have_blocks_of_its_own(tmp_path: Path) -> None:
    """Within one of ours, or where it extends none, a new block is nobody's slip."""
    mine = "{% block mine %}<p>Mine.</p>{% endblock %}"
    inner = f'{{% extends "syndicate/snippet.html" %}}{{% block footer %}}{mine}{{% endblock %}}'
    whole = f"<article{{{{ labels_locale|lang_in(around) }}}}>{mine}</article>"
    for number, text in enumerate((inner, whole)):
        (tmp_path / str(number)).mkdir()
        assert "Mine." in made(tmp_path / str(number), text)


def test_values_read_as_what_they_are(tmp_path: Path) -> None:
    """A value with its language, written as it stands, is the value."""
    assert "<p>Clínica del Valle</p>" in made(
        tmp_path,
        '{% extends "syndicate/snippet.html" %}{% block footer %}<p>{{ publisher_name }}</p>{% endblock %}',
    )


def test_error_in_an_included_part_names_the_part(tmp_path: Path) -> None:
    """The file that is wrong is the one that is named."""
    with pytest.raises(PublisherError) as caught:
        made(tmp_path, '<article>{% include "_part.html" %}</article>', _part="\n{{ nothing }}")
    assert (str(tmp_path / "_part.html"), 2) == (caught.value.source, caught.value.line)


def test_a_template_that_stands_for_none_of_ours_is_an_error(tmp_path: Path) -> None:
    """A misspelled name is noticed, rather than doing nothing."""
    own = publisher(tmp_path, "<article></article>", "snipet.html")
    with pytest.raises(
        PublisherError, match=r"snipet\.html: there is no template of this name.*bilingual.html, list.html, snip"
    ):
        _ = snippet(topic(), own, "es").html


def test_folder_is_named_in_publisher_toml(tmp_path: Path) -> None:
    """The path starts from the file, as that of the translations does."""
    (tmp_path / "looks").mkdir()
    (tmp_path / "looks" / "snippet.html").write_text('{% extends "syndicate/snippet.html" %}', encoding="utf-8")
    (tmp_path / "publisher.toml").write_text(
        'base_url = "https://example.org/"\nauthority = "example.org,2024"\ntemplates = "looks"\n'
        'license = "https://example.org/terms"\n[name]\nen = "A"\n[disclaimer]\nen = "Not advice."\n',
        encoding="utf-8",
    )
    own = Publisher.load(tmp_path / "publisher.toml")
    assert (tmp_path / "looks", "https://example.org/terms", "Not advice.") == (
        own.templates,
        own.license,
        own.disclaimer["en"],
    )
    assert "Not advice." in snippet(topic(), own, "en").html
