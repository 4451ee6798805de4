"""Fixtures that several test modules share."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chromium import launched
from hypothesis import HealthCheck, settings
from proofs import PROOFS

import syndicate

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
# For type checkers, wrong on purpose; and what registers a format of feeds once it is imported.
collect_ignore = ["typed", "refusing_format.py"]


# The moment of all builds that name none, whatever day the tests run on.
os.environ["SOURCE_DATE_EPOCH"] = "1793491200"  # 2026-11-01
os.environ["SYNDICATE_LANGUAGE"] = "en"  # whatever the environment speaks

# The same examples in every run, however slow the machine; the long forms (`make proofs`) look for new ones.
settings.register_profile(
    "syndicate", derandomize=not PROOFS, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("syndicate")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` rewrites what tests compare with, from what the code makes now; review it by eye."""
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden and syndicate/_help.py")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """`SYNDICATE_SAMPLE=2` keeps every second test, always the same ones: `.ci/run` repeats these with old versions."""
    size = int(os.environ.get("SYNDICATE_SAMPLE", "1"))
    left_out = [item for item in items if zlib.crc32(item.nodeid.encode()) % size]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether the golden files are to be rewritten."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; closed after each module, since asyncio has no loop of its own beside it."""
    with launched() as made:
        yield made


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real inputs; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("SYNDICATE_CORPORA", ROOT.parent / "shared" / "corpora"))
    if not folder.is_dir():
        pytest.skip(f"the real inputs are not here: no folder {folder} (set SYNDICATE_CORPORA)")
    return folder


@pytest.fixture(scope="session")
def example() -> Path:
    """The bundled bilingual catalog."""
    return ROOT / "examples" / "health-topics"


@pytest.fixture(scope="session")
def example_catalog(example: Path) -> syndicate.Catalog:
    """What the bundled catalog holds."""
    return syndicate.read(example, default_locale="en")


@pytest.fixture(scope="session")
def example_publisher(example: Path) -> syndicate.Publisher:
    """Who publishes the bundled catalog."""
    return syndicate.Publisher.load(example / "publisher.toml")


@pytest.fixture(scope="session")
def example_tree(
    example_catalog: syndicate.Catalog, example_publisher: syndicate.Publisher, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The bundled catalog as a published tree, to be read only."""
    out = tmp_path_factory.mktemp("published") / "public"
    syndicate.build(example_catalog, example_publisher, out)
    return out
