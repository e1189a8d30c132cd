"""Finished books and their report, put in the place of the last ones together."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from seriesbook.atomic import replace_files
from seriesbook.problems import in_order
from seriesbook.report import Built, Report
from seriesbook.writers import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from seriesbook.making import Finished
    from seriesbook.model import Series
    from seriesbook.stages import Run


def save(series: Series, finished: list[Finished], output: Path, run: Run) -> Report:
    """Write every file beside its place first and move all into place last."""
    folder = output / series.slug
    folder.mkdir(parents=True, exist_ok=True)
    built = tuple(
        Built(
            edition=f.edition,
            path=folder / f"{series.slug}-{f.edition.name}{SUFFIX[f.edition.format]}",
            sha256=_digest(f.written.content.chunks()),
            bytes=f.written.content.size,
            counts=f.counts,
            written=f.written,
            seconds=f.seconds,
        )
        for f in finished
    )
    report = Report(
        series,
        built,
        in_order(run.problems),
        folder / "build-report.json",
        tuple(run.seconds.items()),
    )
    files: dict[Path, Iterable[bytes]] = {b.path: b.written.content.chunks() for b in built}
    text = json.dumps(report.as_json(), ensure_ascii=False, indent=2)
    files[report.path] = (text.encode(), b"\n")
    replace_files(files)
    return report


def _digest(chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()
