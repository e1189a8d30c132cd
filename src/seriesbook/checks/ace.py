"""Ace by DAISY, the accessibility checker: https://daisy.github.io/ace/

It comes from npm (`tools/package.json`) and drives a Chromium.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seriesbook.checks.places import first_line, place_of
from seriesbook.limits import USUAL
from seriesbook.problems import Problem, Where, in_a_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.problems import Severity
    from seriesbook.rendition import Rendition

# https://daisy.github.io/ace/docs/report-json/
_SEVERITIES: dict[str, Severity] = {
    "critical": "error",
    "serious": "error",
    "moderate": "warning",
    "minor": "hint",
}
_MEND = "Give readers who can't see the page what they need there, in words."


def check(
    data: bytes, rendition: Rendition | None, ace: Path, chromium: Path
) -> tuple[Problem, ...]:
    """Run Ace over an EPUB's bytes; its findings become Problems at the author's files.

    What Ace calls critical or serious is an error here, moderate a warning, minor a hint.

    Args:
        data: the EPUB.
        rendition: what it was made from (see `checks`).
        ace: the program `ace-cli`.
        chromium: the browser that it drives.
    """
    limits = rendition.book.series.limits if rendition else USUAL
    seconds = limits.checker_seconds
    with tempfile.TemporaryDirectory() as folder:
        book, out = Path(folder) / "book.epub", Path(folder) / "out"
        book.write_bytes(data)
        environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": str(chromium), "HOME": folder}
        command = [str(ace), "--force", "--silent", "--outdir", str(out), str(book)]
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                timeout=seconds,
                check=False,
                env=environment,
            )
        except FileNotFoundError:
            message = "Ace is not there, so the EPUB was not checked by it."
            return (Problem(Where("book.epub"), "checker-missing", message, "", "hint"),)
        except subprocess.TimeoutExpired:
            return (_failed(f"it took more than {seconds} s"),)
        # Ace ends with 0 even if it failed: only the report tells.
        report = out / "report.json"
        if not report.exists():
            return (_failed(first_line(done.stderr + done.stdout)),)
        return tuple(_problems(json.loads(report.read_text(encoding="utf-8")), rendition))


def _failed(reason: str) -> Problem:
    message = f"Ace did not finish: {reason}."
    mend = "See whether Ace runs by itself; the book was not checked."
    return Problem(Where("book.epub"), "checker-failed", message, mend)


def _problems(report: dict[str, Any], rendition: Rendition | None) -> Iterator[Problem]:
    for subject in report["assertions"]:
        url = subject["earl:testSubject"]["url"]
        for found in subject["assertions"]:
            test, result = found["earl:test"], found["earl:result"]
            yield Problem(
                place_of(rendition, f"EPUB/{url}"),
                "ace",
                f"not everybody can read this place of the e-book (Ace, {test['dct:title']}:"
                f' "{in_a_sentence(str(result["dct:description"]))}").',
                f"See {test['help']['url']}." if test.get("help") else _MEND,
                _SEVERITIES.get(test["earl:impact"], "warning"),
            )
