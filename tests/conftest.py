"""What all tests share."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

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
        "--tries", type=int, help="how many edit scripts (300), or kills (40), slow tests try"
    )


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
