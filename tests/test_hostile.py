"""Bad input of every kind: what must come of each case, and what must come of none.

`hostile_outcomes.OUTCOMES` states for each case how it must end and what must be said, where.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harmless import harm_in
from hostile_outcomes import IMPORTS, OUTCOMES, Outcome
from support import CORPORA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _pytest.mark.structures import ParameterSet

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CORPORA.exists(), reason="the corpora are not here"),
]
SECONDS = 300
MUST = (
    "what tests/hostile_outcomes.py says, at its place; no traceback, no hang, nothing outside"
    " read or written, nothing active in a book"
)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("hostile")
    script = CORPORA / "hostile" / "make_hostile.py"
    subprocess.run([sys.executable, script, target], check=True, capture_output=True)
    return target


def _names() -> set[str]:
    rows = (CORPORA / "hostile" / "HOSTILE.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in row.split("|")] for row in rows if row.startswith("| 0")]
    return {f"{c[1]}-{c[3]}" for c in cells}


def _marked(names: Iterable[str]) -> list[ParameterSet]:
    """Cases, each of which is a row of docs/trust.md."""
    return [
        pytest.param(name, marks=pytest.mark.trust("Hostile input", name.partition("-")[2], MUST))
        for name in names
    ]


def test_each_case_has_an_outcome() -> None:
    assert {*OUTCOMES, *IMPORTS} == _names()


def _run(*arguments: str | Path, cache: Path) -> tuple[int, list[dict[str, object]], str]:
    """Exit code, problems and raw output of a run, which ends, says no more, and stays small."""
    limited = f'ulimit -t {SECONDS}; exec "$@"'
    done = subprocess.run(
        ["sh", "-c", limited, "sh", sys.executable, "-m", "seriesbook", *arguments, "--json"],
        capture_output=True, text=True, timeout=2 * SECONDS, check=False, errors="replace",
        env={**os.environ, "SERIESBOOK_CACHE": str(cache)},
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr + done.stdout
    lines = [json.loads(line) for line in done.stderr.splitlines()]  # nothing else is said
    return done.returncode, lines, done.stdout


def _shown(problems: list[dict[str, object]]) -> set[str]:
    """Errors and warnings as `error code file:line`."""
    return {
        f"{p['severity']} {p['code']} {p['path']}" + (f":{p['line']}" if p["line"] else "")
        for p in problems
        if p["severity"] != "hint"
    }


@pytest.mark.parametrize("name", _marked(OUTCOMES))
def test_a_series(name: str, cases: Path, cache: Path, tmp_path: Path) -> None:
    before = set(Path("/tmp").glob("pwned*"))
    out = tmp_path / "out"
    code, problems, _ = _run("build", cases / name, "--output", out, cache=cache)
    _check(OUTCOMES[name], code, problems)
    books = [p for p in out.rglob("*") if p.suffix in {".epub", ".pdf"}]
    assert len(books) == (0 if code else 2)
    for book in books:
        assert harm_in(book) == []
        assert b"root:x:0" not in book.read_bytes()
    assert set(Path("/tmp").glob("pwned*")) == before
    shutil.rmtree(tmp_path)


@pytest.mark.parametrize("name", _marked(IMPORTS))
def test_a_source_of_an_import(name: str, cases: Path, cache: Path, tmp_path: Path) -> None:
    before = set(Path("/tmp").glob("pwned*"))
    source = next(iter(sorted((cases / name).iterdir())))
    to = tmp_path / "to"
    code, problems, _ = _run("import", source, "--to", to, cache=cache)
    _check(IMPORTS[name], code, problems)
    assert set(Path("/tmp").glob("pwned*")) == before
    assert [p.name for p in tmp_path.iterdir()] == ([] if code else ["to"])
    for path in to.rglob("*"):
        assert path.resolve().is_relative_to(to.resolve())
        if path.suffix == ".md":
            text = path.read_text(encoding="utf-8")
            assert "root:x:0" not in text
            assert "<script" not in text
            assert "<!-- wp:" not in text


def _check(outcome: Outcome, code: int, problems: list[dict[str, object]]) -> None:
    assert code == int(any(said.startswith("error ") for said in outcome.said))
    assert {_bare(said) for said in _shown(problems)} == set(outcome.said)
    assert all(p["mend"] for p in problems if p["severity"] == "error")


def _bare(said: str) -> str:
    """Without the folder of the source of an import."""
    severity, code, place = said.split(" ", 2)
    return f"{severity} {code} {place.rpartition('/')[2] if place.startswith('/') else place}"
