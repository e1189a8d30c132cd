"""Imports run in tests, with nothing replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook.importers import SOURCES
from seriesbook.importers.options import ImportOptions
from seriesbook.importers.run import import_series

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.importers.report import ImportReport


def run_import(*sources: Path, to: Path, **options: object) -> ImportReport:
    """Import without a terminal."""
    wanted = ImportOptions(to=to, **options)  # type: ignore[arg-type]
    report, _ = import_series(sources, wanted, SOURCES, lambda *_: None)
    return report


def files_of(folder: Path) -> dict[str, str]:
    """The visible text files of a folder by path; of pictures, their size."""
    return {
        path.relative_to(folder).as_posix(): _shown(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def _shown(path: Path) -> str:
    if path.suffix in {".md", ".toml"}:
        return path.read_text(encoding="utf-8")
    return f"{path.stat().st_size} bytes"


def essays_of(folder: Path) -> dict[str, str]:
    """The texts of the essays of a series by file name, without their heads."""
    return {
        path.name: path.read_text(encoding="utf-8").partition("\n---\n\n")[2]
        for path in sorted((folder / "essays").glob("*.md"))
    }
