"""A day of an editorial office, from the first edit to the merged branches, with every report that it reads."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from translators import translated

from syndicate.cli import run

TOPICS = {
    "sleep.en": "title: Sleep\nupdated: 2026-11-02\n---\nSleep **well**.\n\n## Why\n\nRest heals.\n",
    "sleep.es": "title: El sueño\nupdated: 2026-11-02\n---\nDuerma **bien**.\n\n## Por qué\n\nDescansar cura.\n",
    "stress.en": "title: Stress\nupdated: 2026-11-03\n---\nTake *a break*.\n",
    "stress.es": "title: El estrés\nupdated: 2026-11-03\n---\nTome *un descanso*.\n",
    "walking.en": "title: Walking\nupdated: 2026-11-04\n---\nOne step at a time.\n",
    "walking.es": "title: Caminar\nupdated: 2026-11-04\n---\nUn paso a la vez.\n",
    "vouchers.en": "title: Vouchers\nupdated: 2026-11-05\n---\nThey are free.\n",
}
PUBLISHER = 'base_url = "https://topics.test/"\nauthority = "topics.test,2026"\n[name]\nen = "Health"\nes = "Salud"\n'
REPORTS: dict[str, tuple[str, str]] = {
    "an edit": (
        "Translations whose original has changed since: 1\n"
        "  “El sueño”: its original, “Sleep”, has changed since; translate the change, or, if there is nothing to "
        "translate, confirm it with `translated_from: …`  (topics/sleep.es.md:1)\n",
        "Traducciones cuyo original ha cambiado desde entonces: 1\n"
        "  “El sueño”: su original, “Sleep”, ha cambiado desde entonces; traduzca el cambio o, si no hay nada que "
        "traducir, confírmelo con `translated_from: …`  (topics/sleep.es.md:1)\n",
    ),
    "what to translate": (
        "Spanish — Missing: 1; Behind their originals: 1; Reviewed: 2\n\nMissing\n  vouchers  “Vouchers”; words: 4\n\n"
        "Behind their originals\n  sleep  “El sueño”; words to translate: 5 of 9 (56%); texts removed: 1\n"
        "      topics/sleep.en.md:9 (Why): Rest heals you and yours.\n",
        "Español — Faltan: 1; Atrasadas respecto del original: 1; Revisadas: 2\n\nFaltan\n"
        "  vouchers  “Vouchers”; palabras: 4\n\nAtrasadas respecto del original\n"
        "  sleep  “El sueño”; palabras por traducir: 5 de 9 (56\xa0%); textos eliminados: 1\n"
        "      topics/sleep.en.md:9 (Why): Rest heals you and yours.\n",
    ),
    "what was given out": (
        "out/sleep.es.xlf\nout/vouchers.es.xlf\n2 topics are now in work\n",
        "out/sleep.es.xlf\nout/vouchers.es.xlf\n2 temas quedan en manos de traductores\n",
    ),
    "what is in work": (
        "  vouchers  “Vouchers”; given to translators on November 28, 2026\n",
        "  vouchers  “Vouchers”; entregado a traductores el 28 de noviembre de 2026\n",
    ),
    "a lost tag": (
        'bad/sleep.es.xlf:…: the tag <g id="1"> is lost (topic sleep, field text[0], Spanish): put it where the '
        'original '
        "has it\n0 topics imported\nNothing was written; --keep-going writes what is not refused.\n",
        'bad/sleep.es.xlf:…: se perdió la etiqueta <g id="1"> (tema sleep, campo text[0], español): póngala donde la '
        "tiene el original\n0 temas importados\nNo se escribió nada; con --keep-going se escribe lo que no se "
        "rechaza.\n",
    ),
    "an import": (
        "topics/sleep.es.md\ntopics/vouchers.es.md\n2 topics imported\n",
        "topics/sleep.es.md\ntopics/vouchers.es.md\n2 temas importados\n",
    ),
    "nothing to do": ("Spanish — Reviewed: 4\n", "Español — Revisadas: 4\n"),
    "a sound catalog": (
        "4 topics; English: 4, Spanish: 4; in several languages: 4\n\nNothing is amiss.\n",
        "4 temas; inglés: 4, español: 4; en varios idiomas: 4\n\nNo se encontró ningún problema.\n",
    ),
    "a renamed file": (
        "Texts whose file was moved: 2\n  “Stress” was the file stress and is managing-stress now; it is still "
        "the same "
        "topic, with the id stress  (topics)\n",
        "Textos cuyo archivo cambió de lugar: 2\n  “Stress” era el archivo stress y ahora es managing-stress; sigue "
        "siendo el mismo tema, con el identificador stress  (topics)\n",
    ),
    "a renamed translation": (
        "  walks  “Caminar”; words to translate: 6 of 7 (86%); texts removed: 1\n",
        "  walks  “Caminar”; palabras por traducir: 6 de 7 (86\xa0%); textos eliminados: 1\n",
    ),
    "a rename that was edited": (
        "Topics that seem to have another id now: 2\n"
        "  “Walking” had the id walking; that text is gone, and one of this title is new, with the id walks; if "
        "it is the "
        "same topic, state `id: walking` in it: then its address and its entries in feeds stay  (topics)\n",
        "Temas que parecen tener ahora otro identificador: 2\n"
        "  “Walking” tenía el identificador walking; ese texto ya no está, y hay uno nuevo con este título y el "
        "identificador walks; si es el mismo tema, escriba en él `id: walking`: así conserva su dirección y sus "
        "entradas "
        "en los canales  (topics)\n",
    ),
    "a withdrawal": (
        "Texts that are withheld: 2\n  “Stress” is not published: the key `draft` withholds it  "
        "(topics/managing-stress.en.md:2)\n",
        "Textos que no se publican por ahora: 2\n  “Stress” no se publica: la clave `draft` lo impide  "
        "(topics/managing-stress.en.md:2)\n",
    ),
    "a build without it": ("en: 0 new, 0 changed, 1 retracted, ", "en: nuevos: 0, cambiados: 0, retirados: 1, "),
    "a build with it": ("en: 0 new, 0 changed, 1 restored,", "en: nuevos: 0, cambiados: 0, publicados de nuevo: 1"),
    "a conflict of branches": (
        "Topics that could not be read: 1\n  version control could not merge the file, and both texts are in it (topic "
        "'sleep'): keep one of them, and remove the lines <<<<<<<, =======, and >>>>>>>  (topics/sleep.en.md:5)\n",
        "Temas que no se pudieron leer: 1\n  el control de versiones no pudo combinar el archivo, y contiene los dos "
        "textos (tema 'sleep'): conserve uno de ellos y elimine las líneas <<<<<<<, ======= y >>>>>>>  "
        "(topics/sleep.en.md:5)\n",
    ),
    "merged branches": (
        "Spanish — Behind their originals: 1; In work: 2; Reviewed: 1\n",
        "Español — Atrasadas respecto del original: 1; En manos de traductores: 2; Revisadas: 1\n",
    ),
    "a merged topic": (
        "Topics that are a part of another now: 2\n  “Vouchers” is gone, and a part of “Walking” now; readers of "
        "en/topics/vouchers/index.html are led there, and feeds withdraw its entry  (topics)\n",
        "Temas que ahora son parte de otro: 2\n  “Vouchers” ya no está y ahora es parte de “Walking”; quien visite "
        "en/topics/vouchers/index.html llegará allí, y los canales retiran su entrada  (topics)\n",
    ),
}  # fmt: skip
"""A part of each report, in English and in Spanish."""


class _Office:
    """A folder of topics under version control, and the command as its editors type it."""

    def __init__(
        self, folder: Path, language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.topics = folder / "topics"
        self._language, self._monkeypatch, self._capsys = language, monkeypatch, capsys
        self.topics.mkdir()
        for name, text in TOPICS.items():
            self.write(f"{name}.md", f"---\n{text}")
        self.write("publisher.toml", PUBLISHER)
        monkeypatch.chdir(folder)
        monkeypatch.setenv("SYNDICATE_LANGUAGE", language)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795824000")  # November 28, 2026
        (folder / ".gitignore").write_text("/public*\n/out\n/bad\n", "utf-8")
        self.git("init", "-q", "-b", "main")
        self.commit("All topics")

    def write(self, name: str, text: str) -> None:
        (self.topics / name).write_text(text, "utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.topics / name).read_text("utf-8")
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def says(self, *arguments: str, code: int = 0) -> str:
        self._monkeypatch.setattr("sys.argv", ["syndicate", *arguments])
        assert code == run()
        captured = self._capsys.readouterr()
        return re.sub(r"(?<=translated_from: )[0-9a-f]+|(?<=xlf:)\d+", "…", captured.out + captured.err)

    def check(self, code: int = 0) -> str:
        history = ("--history", "public.history") if Path("public.history").is_file() else ()
        return self.says("check", "topics", *history, code=code)

    def build(self, day: str) -> str:
        return self.says("build", "topics", "--out", "public", "--now", day, "--only", "pages")

    def status(self) -> str:
        return self.says("translate", "status", "topics", "--to", "es")

    def git(self, *arguments: str, code: int = 0) -> None:
        settings = ("-c", "user.name=Editor", "-c", "user.email=editor@topics.test", "-c", "commit.gpgsign=false")
        assert code == subprocess.run(["git", *settings, *arguments], capture_output=True, check=False).returncode

    def commit(self, message: str) -> None:
        self.git("add", "--all")
        self.git("commit", "-q", "-m", message)

    def edit_both(self, name: str, old: str, new: str) -> None:
        for locale in ("en", "es"):
            self.edit(f"{name}.{locale}.md", old, new)

    def rename(self, old: str, new: str) -> None:
        for locale in ("en", "es"):
            self.git("mv", f"topics/{old}.{locale}.md", f"topics/{new}.{locale}.md")

    def export(self, *options: str) -> str:
        return self.says("translate", "export", "topics", "--to", "es", "--out", "out", *options)

    def translate(self) -> None:
        """Translate what was given out; in `bad`, a translator has lost a tag."""
        for path in Path("out").iterdir():
            path.write_bytes(translated(path.read_bytes()))
        Path("bad").mkdir()
        text = Path("out/sleep.es.xlf").read_text("utf-8")
        bad = re.sub(r"(<target[^>]*>[^<]*)<g [^>]*>(.*?)</g>", r"\1\2", text)
        Path("bad/sleep.es.xlf").write_text(bad, "utf-8")


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_day(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Edit, export, translate, import, rename, withdraw, restore, merge; each report says what the editor must know."""
    office = _Office(tmp_path, language, monkeypatch, capsys)
    reports: dict[str, str] = {}
    office.says("translate", "reviewed", "topics", "--to", "es", "--all")
    office.build("2026-11-27")
    office.commit("Reviewed")

    office.edit("sleep.en.md", "Rest heals.", "Rest heals you and yours.")
    office.edit("sleep.en.md", "2026-11-02", "2026-11-28")
    reports["an edit"] = office.check()
    reports["what to translate"] = office.status()
    reports["what was given out"] = office.export("--version", "1.2")
    reports["what is in work"] = office.status()
    office.translate()
    reports["a lost tag"] = office.says("translate", "import", "bad", "--into", "topics", code=1)
    reports["an import"] = office.says("translate", "import", "out", "--into", "topics", "--updated", "2026-11-28")
    reports["nothing to do"] = office.status()
    reports["a sound catalog"] = office.check()
    office.build("2026-11-28")
    office.commit("Translated")

    office.rename("stress", "managing-stress")
    reports["a renamed file"] = office.check()
    office.build("2026-11-28")
    office.rename("walking", "walks")
    office.edit("walks.en.md", "One step", "One small step")
    reports["a renamed translation"] = office.status()
    office.edit("walks.es.md", "Un paso", "Un pasito")
    reports["a rename that was edited"] = office.check()
    office.edit_both("walks", "---\n", "---\nid: walking\n")
    assert "walking" not in office.check()
    office.build("2026-11-28")
    office.commit("Renamed")

    office.edit_both("managing-stress", "---\n", "---\ndraft: true\n")
    reports["a withdrawal"] = office.check()
    reports["a build without it"] = office.build("2026-11-29")
    office.edit_both("managing-stress", "draft: true\n", "")
    reports["a build with it"] = office.build("2026-11-30")

    for branch, topic in (("one", "sleep"), ("two", "managing-stress")):
        office.git("checkout", "-q", "-b", branch, "main")
        office.edit("sleep.en.md", "Sleep **well**.", f"Sleep **well**, {branch}.")
        office.edit(f"{topic}.en.md", "\n---\n", "\n---\nNow. ")
        office.export("--topic", topic)
        office.commit(branch)
    office.git("checkout", "-q", "main")
    office.git("merge", "-q", "one")
    office.git("merge", "-q", "two", code=1)
    reports["a conflict of branches"] = office.check(code=1)
    office.git("checkout", "--ours", "topics/sleep.en.md")
    reports["merged branches"] = office.status()
    office.says("translate", "export", "topics", "--to", "es", "--out", "out")
    assert "<<<<<<<" not in Path("topics.translations").read_text("utf-8")
    office.commit("Merged")
    office.build("2026-11-30")

    for locale in ("en", "es"):
        office.git("rm", "-q", f"topics/vouchers.{locale}.md")
    office.edit_both("walks", "---\n", "---\naliases: [vouchers]\n")
    reports["a merged topic"] = office.check()
    office.build("2026-12-01")
    assert "/en/topics/vouchers/* /en/topics/walking/:splat 301" in Path("public/_redirects").read_text("utf-8")

    place = ["en", "es"].index(language)
    for name, parts in REPORTS.items():
        assert parts[place] in reports[name], reports[name]
    assert list(REPORTS) == list(reports)
