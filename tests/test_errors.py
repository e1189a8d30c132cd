"""Everything wrong with a series is said in one run, and nothing is written."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from seriesbook.cli import main
from seriesbook.problems import BookError
from support import run_build

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = """\
title = "A Broken Series"
language = "en"
author = "Ada Example"
issued = 2026-01-02
lisence = "CC-BY-4.0"
order = ["one.md", "two.md", "three.md", "four.md", "five.md"]
"""
ESSAYS = {
    "one.md": "---\ntitle: One\ndate: 2024-02-31\nslug: same\n---\n\nA note.[^9]\n",
    "two.md": "---\ntitle: Two\nslug: same\n---\n\nA [dead link](nowhere.md).\n",
    "three.md": "---\ntitle: [broken\n---\n\nText.\n",
    "four.md": "---\ntitle: Four\n---\n\nText.\n\n![A picture](../images/gone.png)\n",
}
EXPECTED = {
    ("series.toml", 5, "key-unknown"),
    ("series.toml", 6, "essay-missing"),
    ("essays/one.md", 3, "date-invalid"),
    ("essays/one.md", 4, "slug-duplicate"),
    ("essays/one.md", 7, "note-missing"),
    ("essays/two.md", 3, "slug-duplicate"),
    ("essays/two.md", 6, "link-dead"),
    ("essays/three.md", 2, "yaml-broken"),
    ("essays/four.md", 7, "image-missing"),
}


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    folder = tmp_path / "broken"
    (folder / "essays").mkdir(parents=True)
    (folder / "series.toml").write_text(MANIFEST)
    for name, text in ESSAYS.items():
        (folder / "essays" / name).write_text(text)
    return folder


def test_one_run_lists_every_error_with_its_place_and_mend(broken: Path, tmp_path: Path) -> None:
    with pytest.raises(BookError) as caught:
        run_build(broken, tmp_path / "output")
    errors = [p for p in caught.value.problems if p.severity == "error"]
    assert {(p.where.path, p.where.line, p.code) for p in errors} == EXPECTED
    assert all(p.mend for p in errors)
    assert not (tmp_path / "output").exists()


def test_the_last_good_books_are_left_alone(broken: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    good = tmp_path / "good" / "a-broken-series"
    (good / "essays").mkdir(parents=True)
    (good / "series.toml").write_text('title = "A Broken Series"\nlanguage = "en"\n')
    (good / "essays" / "one.md").write_text("# One\n\nText.\n")
    run_build(good, output)
    before = _digests(output)
    assert len(before) == 3
    result = CliRunner().invoke(main, ["build", str(broken), "--output", str(output)])
    assert result.exit_code == 1
    assert "essays/one.md:7: error[note-missing]" in result.stderr
    assert _digests(output) == before


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
