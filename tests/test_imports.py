"""Tiny exports, imported and compared with the series that are expected of them.

`tests/imports/NAME/source` is what a platform gives out; `expected/` is the series folder that is
to come of it, report and all. `pytest --update-golden` rewrites what is expected: read the
difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from golden import assert_golden
from importing import files_of, run_import
from seriesbook.checks import CHECKS
from seriesbook.problems import has_errors
from support import run_build

IMPORTS = sorted(path for path in (Path(__file__).parent / "imports").iterdir() if path.is_dir())


def sources_of(home: Path) -> tuple[Path, ...]:
    """The folder, or each of its files if the platform gives out files."""
    found = sorted((home / "source").iterdir())
    return tuple(found) if all(path.is_file() for path in found) else (home / "source",)


@pytest.fixture(scope="module", params=IMPORTS, ids=lambda path: path.name)
def imported(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    home = request.param
    folder = tmp_path_factory.mktemp("imported") / home.name
    run_import(*sources_of(home), to=folder)
    return home, folder


def test_the_series_is_as_expected(
    imported: tuple[Path, Path], request: pytest.FixtureRequest
) -> None:
    home, folder = imported
    made = {
        name: text.replace(folder.as_posix(), "SERIES") for name, text in files_of(folder).items()
    }
    update = request.config.getoption("--update-golden")
    assert_golden(made, home / "expected", update=update)


def test_the_series_makes_both_books(
    imported: tuple[Path, Path], tmp_path: Path, cache: Path
) -> None:
    _, folder = imported
    report = run_build(folder, tmp_path / "output", cache=cache)
    assert not has_errors(report.problems)
    assert sorted(book.edition.format for book in report.books) == ["epub", "pdf"]
    epub = next(book.path for book in report.books if book.edition.format == "epub").read_bytes()
    assert [str(p) for check in CHECKS["epub"].values() for p in check(epub)] == []


def test_a_second_import_changes_nothing(imported: tuple[Path, Path]) -> None:
    home, folder = imported
    before = files_of(folder)
    report = run_import(*sources_of(home), to=folder)
    assert set(report.counts()) == {"unchanged"}
    after = files_of(folder)
    assert {k: v for k, v in after.items() if k != "import-report.md"} == {
        k: v for k, v in before.items() if k != "import-report.md"
    }
