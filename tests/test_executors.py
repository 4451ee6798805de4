"""Builds that an executor shares: threads, processes, and a cluster one of whose workers is killed."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from markupsafe import Markup
from samples import PUBLISHER, catalog, files, small, topic

from syndicate.errors import PublishError
from syndicate.history.comparison import first_changes
from syndicate.layout import Scope
from syndicate.model import Catalog, Publisher, Reference
from syndicate.publishing import build, reuse, work
from syndicate.publishing.making import make
from syndicate.publishing.processes import in_processes
from syndicate.publishing.work import subset
from syndicate.site import KINDS
from syndicate.site.kinds import Kinds
from syndicate.site.parts import SiteParts

EXAMPLE = Path(__file__).resolve().parent.parent / "docs" / "examples" / "build_on_cluster.py"


@pytest.fixture(autouse=True)
def short_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks of a few topics, so that there are many."""
    monkeypatch.setitem(work._PER_TASK, Scope.TOPIC, 4)


def tree(folder: Path) -> dict[str, bytes]:
    """The files of a tree, with the list of them, which says what each was made of."""
    assert not folder.with_name(f".{folder.name}.building").exists()
    return files(folder)


class Here(Executor):
    """An executor that makes each call at once, and counts them."""

    def __init__(self, around: Callable[[Callable[[], Any]], Any] = lambda call: call()) -> None:
        self.calls = 0
        self._around = around

    def submit(self, call: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        """Make a call."""
        self.calls += 1
        future: Future[Any] = Future()
        try:
            future.set_result(self._around(call))
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_any_executor_makes_the_same_tree(
    kind: str, example_catalog: Catalog, example_publisher: Publisher, example_tree: Path, tmp_path: Path
) -> None:
    """Also where what is sent to it is pickled; the findings and the progress are those of one process."""
    # Spawned, so that nothing is inherited.
    context = multiprocessing.get_context("spawn")
    pool = ThreadPoolExecutor(2) if kind == "threads" else ProcessPoolExecutor(2, mp_context=context)
    steps = []
    with pool:
        build(
            example_catalog,
            example_publisher,
            tmp_path / "public",
            executor=pool,
            progress=lambda *step: steps.append(step),
        )
    assert tree(example_tree) == tree(tmp_path / "public")
    assert [(number, len(steps)) for number in range(1, len(steps) + 1)] == steps


def test_only_what_changed_is_sent(example_catalog: Catalog, example_publisher: Publisher, tmp_path: Path) -> None:
    """Nothing, where nothing did; the task of one topic, where one did."""
    executor = Here()
    build(example_catalog, example_publisher, tmp_path / "public", executor=executor)
    assert executor.calls > 2
    before, executor = tree(tmp_path / "public"), Here()
    report = build(example_catalog, example_publisher, tmp_path / "public", executor=executor)
    assert (0, 0, before) == (executor.calls, report.changed, tree(tmp_path / "public"))
    changed = example_catalog.replaced(topic for topic in example_catalog.values() if topic.slug != "sleep")
    build(changed, example_publisher, tmp_path / "public", executor=executor)
    assert 0 < executor.calls <= 2 * len(changed.locales)


def test_worker_with_other_versions_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would make other bytes: the build says of which piece, and the old tree stays."""
    build(catalog(topic()), PUBLISHER, tmp_path / "public")
    before = tree(tmp_path / "public")

    def elsewhere(call: Callable[[], Any]) -> Any:
        with monkeypatch.context() as other:
            other.setattr(reuse, "_program", lambda: ["another version"])
            return call()

    with pytest.raises(PublishError, match="a worker would make other files of 'en/topics/"):
        build(catalog(topic(), small(1)), PUBLISHER, tmp_path / "public", executor=Here(elsewhere))
    assert before == tree(tmp_path / "public")


def test_executor_that_fails_is_an_error_of_the_build(tmp_path: Path) -> None:
    """Whatever it raises; there is no tree then."""

    def fails(call: Callable[[], Any]) -> Any:
        raise ZeroDivisionError("by chance")

    with pytest.raises(PublishError, match="the executor failed: ZeroDivisionError: by chance"):
        build(catalog(topic()), PUBLISHER, tmp_path / "public", executor=Here(fails))
    assert not list(tmp_path.glob("*public"))


class Cancels(Executor):
    """Gives up each call, as one that is shut down with ``cancel_futures``."""

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        """Take it and cancel it."""
        future: Future[Any] = Future()
        future.cancel()
        return future


def test_executor_that_is_shut_down_is_an_error_of_the_build(tmp_path: Path) -> None:
    """Before the build, or during it."""
    ended = ThreadPoolExecutor(1)
    ended.shutdown()
    with pytest.raises(PublishError, match="the executor failed: RuntimeError: cannot schedule new futures"):
        build(catalog(topic()), PUBLISHER, tmp_path / "public", executor=ended)
    with pytest.raises(PublishError, match="the executor failed: it has canceled a call"):
        build(catalog(topic()), PUBLISHER, tmp_path / "public", executor=Cancels())
    assert not list(tmp_path.glob("*public"))


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_process_that_is_killed_is_an_error(tmp_path: Path) -> None:
    """The build does not wait for its answer; no other process is left, and no file."""

    others = set(multiprocessing.active_children())

    def kill(step: int, steps: int) -> None:
        (set(multiprocessing.active_children()) - others).pop().kill()

    with pytest.raises(PublishError, match="ended from outside"):
        build(catalog(*map(small, range(40))), PUBLISHER, tmp_path / "public", jobs=2, progress=kill)
    assert not set(multiprocessing.active_children()) - others
    assert not list(tmp_path.glob("*public"))


class Odd(Exception):
    """An error that another process cannot make again: it needs two arguments, of which one is kept."""

    def __init__(self, name: str, handle: object) -> None:
        super().__init__(name)
        self.handle = handle


def _fails(request: bytes) -> None:
    if request == b"odd":
        raise Odd("by chance", lambda: None)
    raise PublishError("the disk is full", hint=request.decode())


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ("odd", "a process of the build failed: test_executors.Odd: by chance"),
        ("free some", "the disk is full: free some"),
    ],
)
def test_error_of_a_process_is_told_with_its_traceback(request_: str, message: str) -> None:
    """Also one that cannot be pickled, which read as if the process had been killed."""
    with in_processes(_fails, 1) as answers, pytest.raises(PublishError) as raised:
        list(answers([(request_.encode(), lambda answer: answer)]))
    assert message == raised.value.format_message()
    assert "in _fails" in raised.value.__notes__[0]


UNGUARDED = """
import sys
import syndicate
from pathlib import Path
example, out = sys.argv[1:]
report = syndicate.build(syndicate.read(example), syndicate.Publisher.load(example + "/publisher.toml"), out, jobs=2)
print(report.changed)
"""


def test_script_needs_no_guard_for_several_processes(example: Path, example_tree: Path, tmp_path: Path) -> None:
    """They do not import the script that starts them, which would build again in each."""
    done = _ran(UNGUARDED, example, tmp_path)
    assert (0, "") == (done.returncode, done.stderr)
    assert tree(example_tree) == tree(tmp_path / "public")


GUARD = 'if __name__ == "__main__":\n'
GUIDE = (Path(__file__).parents[1] / "docs/how-to/extend-feeds.md").read_text("utf-8")
GUARDED = next(block for block in re.findall(r"```{code-block} python\n(.+?)```", GUIDE, re.DOTALL) if GUARD in block)
FORMATTED, BUILDING = GUARDED.split(GUARD)
UNGUARDED_WITH_A_FORMAT = FORMATTED + dedent(BUILDING)
FAILING = UNGUARDED_WITH_A_FORMAT.replace("catalog =", 'assert __name__ == "__main__", "a second run"\ncatalog =')


def _ran(text: str, example: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "script.py").write_text(text)
    if not (folder / "examples").exists():
        shutil.copytree(example, folder / "examples/health-topics")
    return subprocess.run(
        [sys.executable, folder / "script.py", example, folder / "public"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=folder,
    )


def test_script_with_a_format_of_its_own_needs_a_guard(example: Path, tmp_path: Path) -> None:
    """Each process runs it; one traceback says what to do, and with the guard the format is written."""
    done = _ran(UNGUARDED_WITH_A_FORMAT, example, tmp_path)
    assert (1, 1, 0) == (done.returncode, done.stderr.count("Traceback"), done.stderr.count("<string>"))
    last = done.stderr.splitlines()[-1]
    assert "each process of the build runs the whole script, and would build again: put the build below" in last
    assert 'if __name__ == "__main__":' in last
    assert not list(tmp_path.glob("*public*"))
    done = _ran(GUARDED, example, tmp_path)
    assert (0, "") == (done.returncode, done.stderr)
    assert (tmp_path / "public/es/feeds/topics.txt").exists()


def test_script_that_fails_in_the_processes_of_a_build_is_told(example: Path, tmp_path: Path) -> None:
    """With the traceback of what failed, and not as a process that was killed."""
    done = _ran(FAILING, example, tmp_path)
    assert 1 == done.returncode
    assert "AssertionError: a second run" in done.stderr
    assert "ended as it ran the script that has started it: put the build below" in done.stderr.splitlines()[-1]


def test_build_in_a_starting_process_of_others_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Such as one of a pool of the script itself, which would write the tree that is being written."""
    monkeypatch.setattr(multiprocessing.current_process(), "_inheriting", True, raising=False)
    with pytest.raises(PublishError, match=r'still starting.*: put the build below `if __name__ == "__main__":`'):
        build(catalog(topic()), PUBLISHER, tmp_path / "public")


def test_no_process_is_sent_the_whole_catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request has what its topics need; what lists all topics is made where they are."""
    sent: list[int] = []
    delegate = work.Work.delegate

    def measured(self: work.Work, task: work.Task) -> Any:
        request, finish = delegate(self, task)
        sent.append(len(request or b""))
        return request, finish

    monkeypatch.setattr(work.Work, "delegate", measured)
    texts = (Markup(f"<p>{f'Rest {number} hours. ' * 1000}</p>") for number in range(40))
    topics = catalog(*(small(number, summary={"en": text}) for number, text in enumerate(texts)))
    build(topics, PUBLISHER, tmp_path / "public", only=["snippets"], jobs=2)
    assert 10 == len(sent)
    assert max(sent) < len(pickle.dumps(topics)) / 5


def test_part_of_a_site_has_what_its_topics_need() -> None:
    """Their texts and the titles of those they name, and nothing of others."""
    named = small(1, summary={"en": Markup("<p>Long.</p>")})
    naming = topic(related={"en": (Reference(title="One", id=named.ids["en"]),)})
    changes = first_changes(catalog(naming, named, small(2)))
    whole = SiteParts(changes, PUBLISHER, changes.catalog.locales, Kinds(dict.fromkeys(KINDS)))
    piece = next(piece for piece in whole.pieces() if piece.name == naming.slug)
    part = subset(whole, [piece])
    assert [naming.slug, named.slug] == list(part.catalog)
    assert naming == part.catalog[naming.slug]
    assert (named.title, {}) == (part.catalog[named.slug].title, dict(part.catalog[named.slug].summary))
    assert whole.catalog.locales == part.catalog.locales
    assert {named.ids["en"], naming.ids["en"]} == set(part.changes.texts["en"])
    assert make(whole, piece) == make(part, piece)
    assert whole.kinds == part.kinds


# A cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers of Dask on this machine, each a process."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as made:
        yield made


@pytest.mark.filterwarnings("ignore")
def test_cluster_that_loses_a_worker_makes_the_same_tree(cluster: Any, tmp_path: Path) -> None:
    """The worker is killed while it has tasks; another does them, and no file is lost or other."""
    from distributed import Client

    topics = catalog(topic(), *(small(number, locales=("en", "es"), groups=("home",)) for number in range(60)))
    build(topics, PUBLISHER, tmp_path / "expected", only=["pages", "feeds", "snippets"])
    with Client(cluster) as client, client.get_executor() as executor:
        killed = []

        def kill(step: int, steps: int) -> None:
            if step == 3:
                killed.extend(client.run(os.getpid).values())
                os.kill(killed[0], signal.SIGKILL)

        build(
            topics,
            PUBLISHER,
            tmp_path / "public",
            only=["pages", "feeds", "snippets"],
            executor=executor,
            progress=kill,
        )
    assert killed
    assert tree(tmp_path / "expected") == tree(tmp_path / "public")


@pytest.mark.filterwarnings("ignore")
def test_program_of_the_guide_builds_on_the_cluster(
    cluster: Any, example: Path, example_tree: Path, tmp_path: Path
) -> None:
    """As it is shown, with the address of the scheduler in the environment."""
    done = subprocess.run(
        [sys.executable, EXAMPLE, example, example / "publisher.toml", tmp_path / "public"],
        env={**os.environ, "DASK_SCHEDULER_ADDRESS": cluster.scheduler_address},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert 0 == done.returncode, done.stderr
    assert "18 en + 17 es topics" in done.stdout
    assert tree(example_tree) == tree(tmp_path / "public")
