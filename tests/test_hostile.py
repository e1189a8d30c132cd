"""Bad input of every kind: no traceback, no hang, nothing read or written where it should not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support import CORPORA

if TYPE_CHECKING:
    from _pytest.mark.structures import ParameterSet

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CORPORA.exists(), reason="the corpora are not here"),
]
MUST = "a book, or Problems; no traceback, no hang, nothing outside read or written"
# These are sources for importers, not series folders.
IMPORTS = {
    "wxr-xxe", "wxr-billion-laughs", "wxr-slug-traversal", "wxr-truncated", "wxr-control-chars",
    "wxr-shortcodes", "substack-zip-slip", "zip-bomb", "zip-bad", "html-page-hostile",
}  # fmt: skip


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("hostile")
    script = CORPORA / "hostile" / "make_hostile.py"
    subprocess.run([sys.executable, script, target], check=True, capture_output=True)
    return target


def _names() -> list[ParameterSet]:
    if not CORPORA.exists():
        return []
    rows = (CORPORA / "hostile" / "HOSTILE.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in row.split("|")] for row in rows if row.startswith("| 0")]
    return [
        pytest.param(f"{c[1]}-{c[3]}", marks=pytest.mark.trust("Hostile input", c[3], MUST))
        for c in cells
        if c[3] not in IMPORTS
    ]


@pytest.mark.parametrize("name", _names())
def test_a_careful_tool(name: str, cases: Path, cache: Path, tmp_path: Path) -> None:
    before = set(Path("/tmp").glob("pwned*"))
    done = subprocess.run(
        [sys.executable, "-m", "seriesbook", "build", cases / name, "--output", tmp_path / "out"],
        capture_output=True, text=True, timeout=300, check=False, errors="replace",
        env={**os.environ, "SERIESBOOK_CACHE": str(cache)},
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert done.returncode in {0, 1}, done.stderr
    assert done.returncode == 0 or "error[" in done.stderr
    assert "\x1b" not in done.stderr + done.stdout
    assert set(Path("/tmp").glob("pwned*")) == before
    shutil.rmtree(tmp_path)
