"""The sample's EPUB before the judges: EPUBCheck and Ace, run for real."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from seriesbook.checks import ace, epubcheck
from support import ROOT, SAMPLE, run_build

ACE = ROOT / ".tools" / "node_modules" / ".bin" / "ace-cli"


def _chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> bytes:
    report = run_build(SAMPLE, tmp_path_factory.mktemp("sample"), editions=("ebook",), cache=cache)
    assert report.problems == ()
    return report.books[0].path.read_bytes()


def test_epubcheck_has_nothing_to_say(sample: bytes) -> None:
    assert [str(p) for p in epubcheck.check(sample)] == []


@pytest.mark.skipif(_chromium() is None, reason="Chromium can't be installed here")
def test_ace_finds_nothing_serious(sample: bytes) -> None:
    found = ace.check(sample, None, ACE, Path(_chromium() or ""))
    assert [str(p) for p in found if p.severity == "error" or p.code == "checker-missing"] == []
