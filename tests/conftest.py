"""What all tests share."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

import trust
from support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


# Tests never assert time, and a machine may be busy.
settings.register_profile("seriesbook", deadline=None)
settings.load_profile("seriesbook")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite the expected books in tests/books"
    )
    parser.addoption(
        "--tries", type=int, help="how many edit scripts (300), or kills (200), slow tests try"
    )
    parser.addoption(
        "--write-trust", action="store_true", help="write docs/trust.md of the tests that run"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[trust.NOTES] = trust.Notes()
    config.pluginmanager.register(_Bookkeeper(config), "trust")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Note what all tests ask for, before any is left out."""
    config.stash[trust.NOTES].asked = trust.rows_of(items)


class _Bookkeeper:
    """Counts outcomes where reports arrive, and writes the page at the end."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._config.stash[trust.NOTES].tally.take(report)

    def pytest_sessionfinish(self) -> None:
        config = self._config
        if not config.getoption("--write-trust") or hasattr(config, "workerinput"):
            return
        page = ROOT / "docs" / "trust.md"
        before = trust.read(page.read_text(encoding="utf-8")) if page.exists() else {}
        found = config.stash[trust.NOTES]
        asked = found.asked or found.tally.asked()
        rows = before | {k: found.tally.row(r, before.get(k)) for k, r in asked.items()}
        if found.asked and not config.getoption("file_or_dir"):  # all were collected: no others
            rows = {key: row for key, row in rows.items() if key in asked}
        page.write_text(trust.written(rows.values()), encoding="utf-8")


@pytest.fixture(autouse=True)
def _no_log_line(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning that a library logs in a test is a failure."""
    yield
    said = [r for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
    assert not said, [record.getMessage() for record in said]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for a test run, so that fonts are cut once."""
    return tmp_path_factory.mktemp("cache")
